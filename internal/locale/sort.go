package locale

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"golang.org/x/text/collate"
)

// Sort puts items in the alphabetical order of the language, by the text that key gives for each.
// Items whose texts the language holds equal are ordered by the bytes of the text, then stay as they were:
// the same items in any order give the same result wherever their texts differ.
func Sort[T any](l Locale, items []T, key func(T) string) {
	type entry struct {
		place   int // in items
		text    string
		collate []byte
	}
	// A collator and its buffer are not for sharing, so each call has its own.
	collator, buffer := collate.New(l.tag), &collate.Buffer{}
	entries := make([]entry, len(items))
	for i, item := range items {
		text := key(item)
		entries[i] = entry{i, text, collator.KeyFromString(buffer, text)}
	}
	slices.SortFunc(entries, func(a, b entry) int {
		if c := bytes.Compare(a.collate, b.collate); c != 0 {
			return c
		}
		return cmp.Or(strings.Compare(a.text, b.text), cmp.Compare(a.place, b.place))
	})
	before := slices.Clone(items)
	for i, e := range entries {
		items[i] = before[e.place]
	}
}
