package locale

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"sync"

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
	entries, collation := make([]entry, len(items)), NewCollation(l)
	for i, item := range items {
		text := key(item)
		entries[i] = entry{i, text, collation.key(text)}
	}
	slices.SortFunc(entries, func(a, b entry) int {
		return cmp.Or(bytes.Compare(a.collate, b.collate), strings.Compare(a.text, b.text), cmp.Compare(a.place, b.place))
	})
	before := slices.Clone(items)
	for i, e := range entries {
		items[i] = before[e.place]
	}
}

// Collation is the alphabetical order of a language. It remembers what it has found out about texts, for who asks time and again.
type Collation struct {
	mutex    sync.Mutex // of what follows, which is not for sharing
	collator *collate.Collator
	buffer   collate.Buffer
	known    map[string][]byte
}

// NewCollation is the order of a language.
func NewCollation(l Locale) *Collation {
	return &Collation{collator: collate.New(l.tag), known: map[string][]byte{}}
}

// Keys are, for each of some texts, bytes of which those are less whose text comes first in the language.
func (c *Collation) Keys(texts []string) [][]byte {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if len(c.known) > 2*len(texts) { // most are of texts that are gone
		clear(c.known)
	}
	keys := make([][]byte, len(texts))
	for i, text := range texts {
		known, ok := c.known[text]
		if !ok {
			known = c.key(text)
			c.known[text] = known
		}
		keys[i] = known
	}
	return keys
}

// key works a key out.
func (c *Collation) key(text string) []byte {
	c.buffer.Reset()
	return bytes.Clone(c.collator.KeyFromString(&c.buffer, text))
}
