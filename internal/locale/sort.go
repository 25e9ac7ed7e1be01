package locale

import (
	"bytes"
	"cmp"
	"slices"

	"golang.org/x/text/collate"
)

// Sort puts items in the alphabetical order of the language, by the text that key gives for each.
// Items whose texts the language holds equal are ordered by the bytes of the text, then stay as they were:
// the same items in any order give the same result wherever their texts differ.
func Sort[T any](l Locale, items []T, key func(T) string) {
	type entry struct {
		item    T
		text    string
		collate []byte
	}
	// A collator and its buffer are not for sharing, so each call has its own.
	collator, buffer := collate.New(l.tag), &collate.Buffer{}
	entries := make([]entry, len(items))
	for i, item := range items {
		text := key(item)
		entries[i] = entry{item, text, collator.KeyFromString(buffer, text)}
	}
	slices.SortStableFunc(entries, func(a, b entry) int {
		return cmp.Or(bytes.Compare(a.collate, b.collate), cmp.Compare(a.text, b.text))
	})
	for i, e := range entries {
		items[i] = e.item
	}
}
