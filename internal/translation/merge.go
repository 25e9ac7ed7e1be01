package translation

import (
	"cmp"
	"slices"

	"parley/internal/diag"
	"parley/internal/doc"
)

// Merged is what a merge of a document's units with a PO file gives.
type Merged struct {
	Units   []Translated // one for each unit, in the units' order
	File    File         // the file that a written merge would be
	Changes []Change     // what that file has that the one which was read has not
}

// Change is one thing that a written merge would do to the file.
type Change struct {
	Kind  ChangeKind
	Place diag.Place // of the entry concerned; the file as a whole for an entry that it lacks
}

// ChangeKind says what a merge does to an entry.
type ChangeKind string

// The kinds of change.
const (
	Added     ChangeKind = "added"     // the unit has no entry
	Outdated  ChangeKind = "outdated"  // the unit was reworded, so its translation becomes stale
	Restored  ChangeKind = "restored"  // the unit is again what a stale translation translates, or has come back
	Moved     ChangeKind = "moved"     // the unit stands in another context
	Left      ChangeKind = "left"      // the unit is gone, so the entry becomes obsolete
	Reordered ChangeKind = "reordered" // the unit stands at another place of the document

	kept ChangeKind = "" // the entry stays as it is
)

// Merge joins units with the entries of a file, so that an edited source makes its translation stale at once.
//
// The states and texts it returns follow from the units and from what the entries say; the order of the
// entries has no part in it. Every text comes from an entry. Units that are equal in context and text share
// one entry. Merging again with the resulting file changes nothing. Time grows with the size of both sides;
// texts are compared only within a context, and each with a bounded number of others.
func Merge(units []doc.Unit, file File) Merged {
	m := newMerger(units, file)
	m.exact()
	m.restored()
	m.moved()
	m.reworded()
	return m.result()
}

// place is where a unit or an entry stands: its context and its text.
type place struct{ context, text string }

// merger assigns entries to units, step by step; what an earlier step has assigned no later step touches.
type merger struct {
	units  []doc.Unit
	file   File
	twin   []int        // for each unit the first one that is equal to it: usually itself
	entry  []int        // for each unit the index of its entry, or none
	how    []ChangeKind // for each unit what happens to its entry
	taken  []bool       // for each entry whether a unit has it
	sorted []int        // entries by what they say, so that the order of the file has no part in any choice
}

const none = -1

func newMerger(units []doc.Unit, file File) *merger {
	m := &merger{
		units: units, file: file,
		twin: make([]int, len(units)), entry: make([]int, len(units)), how: make([]ChangeKind, len(units)),
		taken: make([]bool, len(file.Entries)), sorted: make([]int, len(file.Entries)),
	}
	first := make(map[place]int, len(units))
	for u, unit := range units {
		m.entry[u], m.how[u] = none, Added
		at := place{unit.Context, unit.Text}
		if _, found := first[at]; !found {
			first[at] = u
		}
		m.twin[u] = first[at]
	}
	for e := range m.sorted {
		m.sorted[e] = e
	}
	slices.SortFunc(m.sorted, func(a, b int) int { return compareEntries(&file.Entries[a], &file.Entries[b]) })
	return m
}

// compareEntries orders entries by what gettext looks them up by, active ones first.
func compareEntries(a, b *Entry) int {
	return cmp.Or(
		compareBool(a.Obsolete, b.Obsolete),
		compareBool(a.HasPlural, b.HasPlural),
		cmp.Compare(a.ID, b.ID),
		cmp.Compare(a.Context, b.Context),
		compareBool(a.HasContext, b.HasContext),
		cmp.Compare(a.Text(), b.Text()), // two with equal keys are an error, but choose the same one always
	)
}

func compareBool(a, b bool) int {
	if a == b {
		return 0
	}
	if b {
		return -1
	}
	return 1
}

// waiting reports whether the unit needs an entry. Units without text never do: the empty msgid is the header.
func (m *merger) waiting(u int) bool {
	return m.entry[u] == none && m.twin[u] == u && m.units[u].Text != ""
}

func (m *merger) assign(u, e int, how ChangeKind) {
	m.entry[u], m.how[u], m.taken[e] = e, how, true
}

// index finds the free entries for which key gives a place, in the order of m.sorted.
func (m *merger) index(key func(*Entry) (place, bool)) map[place][]int {
	found := make(map[place][]int, len(m.file.Entries))
	for _, e := range m.sorted {
		if m.taken[e] {
			continue
		}
		if at, ok := key(&m.file.Entries[e]); ok {
			found[at] = append(found[at], e)
		}
	}
	return found
}

// exact is rule 1: same context and text. An obsolete entry serves too: what was removed has come back.
func (m *merger) exact() {
	entries := m.index(func(e *Entry) (place, bool) { return place{e.Context, e.ID}, true })
	for u, unit := range m.units {
		found := entries[place{unit.Context, unit.Text}]
		if !m.waiting(u) || len(found) == 0 {
			continue
		}
		e, how := found[0], kept
		if m.file.Entries[e].Obsolete || returned(&m.file.Entries[e]) {
			how = Restored
		}
		m.assign(u, e, how)
	}
}

// returned reports a stale entry whose source is again the one that its text translates.
func returned(e *Entry) bool {
	return e.Fuzzy() && e.Previous != nil && e.Previous.ID == e.ID
}

// restored finds the stale entry of a unit that is again what the entry's text translates.
func (m *merger) restored() {
	entries := m.index(func(e *Entry) (place, bool) {
		if e.Obsolete || e.HasPlural || !e.Fuzzy() || e.Previous == nil {
			return place{}, false
		}
		return place{e.Context, e.Previous.ID}, true
	})
	for u, unit := range m.units {
		if found := entries[place{unit.Context, unit.Text}]; m.waiting(u) && len(found) > 0 {
			m.assign(u, found[0], Restored)
		}
	}
}
