package release

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
)

// Original is which of the texts that a release's file has had, the oldest first, was released: the first that is a release, or the same
// in the highest form to which it has been converted since. It is -1 where none is a release.
func Original(file string, texts [][]byte) int {
	original := -1
	for i, text := range texts {
		if !isRelease(file, text) {
			continue // nobody could have used it
		}
		if original < 0 || Converted(texts[original], text) {
			original = i
		}
	}
	return original
}

// Kept reports whether a release's file is still what was released: byte for byte, or converted.
func Kept(original, now []byte) bool { return bytes.Equal(original, now) || Converted(original, now) }

// isRelease reports whether a text is, or was in the days of its form, a release.
func isRelease(file string, text []byte) bool {
	if form := FormOf(text); form > 0 && form < undated {
		return true
	}
	_, findings := Read(file, text)
	return len(findings) == 0
}

// Converted reports whether a text is another in a higher form: it says all that the other says, and no more than the form adds. The
// digests of earlier releases change when those are converted; whether they are right, Chain tells. Of the inputs, the first form named
// only some. Nothing is converted to what is written down afterwards.
func Converted(was, now []byte) bool {
	var before, after map[string]any
	form := FormOf(was)
	if FormOf(now) <= form || FormOf(now) == belated || json.Unmarshal(was, &before) != nil || json.Unmarshal(now, &after) != nil {
		return false
	}
	for key, said := range before {
		if key == "inputs" {
			if form >= undated && !reflect.DeepEqual(withoutReleases(said), withoutReleases(after[key])) {
				return false
			}
		} else if key != "format" && !reflect.DeepEqual(said, after[key]) {
			return false
		}
	}
	return true
}

// withoutReleases is inputs less earlier releases.
func withoutReleases(inputs any) []any {
	all, _ := inputs.([]any)
	return slices.DeleteFunc(slices.Clone(all), func(input any) bool {
		fields, _ := input.(map[string]any)
		name, _ := fields["path"].(string)
		return strings.HasPrefix(name, folder+"/")
	})
}
