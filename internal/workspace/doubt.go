package workspace

import (
	"regexp"
	"slices"
	"strings"

	"parley/internal/diag"
	"parley/internal/doc"
)

// guards are the keys that say who may see a document, and how each is written.
var guards = map[string]doc.ValueType{"audience": doc.String, "partner": doc.String, "regions": doc.List, "tiers": doc.List}

// likeGuard is a line that sets a guard where nobody reads it: in front matter that is none, TOML for one.
var likeGuard = regexp.MustCompile(`(?mi)^[\s"'{]*(audience|partner|draft)["']?\s*[:=]`)

// doubtful reports whether a document may have meant to limit its readers without succeeding: on pages that is only a
// warning, so the page is kept for internal readers until it is mended.
func doubtful(d doc.Document, found diag.List, allowed doc.Value) bool {
	unclear := []diag.Code{diag.YAMLDuplicateKey, diag.YAMLAlias, diag.YAMLKey, diag.YAMLTag, diag.YAMLDocuments, diag.YAMLDepth, diag.SchemaType}
	if slices.ContainsFunc(found, func(finding diag.Diagnostic) bool { return slices.Contains(unclear, finding.Code) }) {
		return true
	}
	names := []string{"audience", "partner", "regions", "tiers", "draft"}
	for _, key := range d.Fields.Keys {
		if want, guard := guards[key.Name]; guard && !written(key.Value, want) {
			return true
		}
		if near := diag.Nearest(strings.ToLower(key.Name), names); near != "" && !allowed.Has(key.Name) {
			return true
		}
	}
	return d.Markdown && likeGuard.MatchString(firstLines(d.Body, 20))
}

// written reports whether a guard has the form in which it is read.
func written(value doc.Value, want doc.ValueType) bool {
	if value.Type != want {
		return false
	}
	if want == doc.String {
		return value.Text != ""
	}
	return !slices.ContainsFunc(value.Items, func(item doc.Value) bool { return item.Type != doc.String || item.Text == "" })
}

func firstLines(text string, n int) string {
	end := 0
	for range n {
		next := strings.IndexByte(text[end:], '\n')
		if next < 0 {
			return text
		}
		end += next + 1
	}
	return text[:end]
}
