package translation

import "parley/internal/doc"

// moved is rule 2: same text, other context, unambiguous. Several entries that all say the same are as good
// as one, so a renamed heading above many equal cells loses nothing; but an entry is never used twice.
func (m *merger) moved() {
	entries := m.index(func(e *Entry) (place, bool) { return place{text: e.ID}, !e.Obsolete && e.Text() != "" })
	wanting := make(map[string][]int)
	for u, unit := range m.units {
		if m.waiting(u) && len(entries[place{text: unit.Text}]) > 0 {
			wanting[unit.Text] = append(wanting[unit.Text], u)
		}
	}
	for text, units := range wanting {
		found := entries[place{text: text}]
		if len(units) > len(found) || !m.alike(found) {
			continue
		}
		for i, u := range units {
			m.assign(u, found[i], Moved)
		}
	}
}

// alike reports whether all entries have the same text in the same state.
func (m *merger) alike(entries []int) bool {
	first := translated(doc.Unit{}, &m.file.Entries[entries[0]], "")
	for _, e := range entries[1:] {
		other := translated(doc.Unit{}, &m.file.Entries[e], "")
		if other.Text != first.Text || other.State != first.State || other.Previous != first.Previous {
			return false
		}
	}
	return true
}

// reworded is rules 3 and 4: what is left over in a context on both sides belongs together by similarity;
// a field has only one text, so there likeness does not matter.
func (m *merger) reworded() {
	entries := m.index(func(e *Entry) (place, bool) { return place{context: e.Context}, !e.Obsolete && !e.HasPlural })
	var contexts []string
	wanting := make(map[string][]int)
	for u, unit := range m.units {
		if !m.waiting(u) || len(entries[place{context: unit.Context}]) == 0 {
			continue
		}
		if wanting[unit.Context] == nil {
			contexts = append(contexts, unit.Context)
		}
		wanting[unit.Context] = append(wanting[unit.Context], u)
	}
	for _, context := range contexts {
		m.pairUp(wanting[context], entries[place{context: context}])
	}
}

// pairUp gives entries of one context to units of the same context.
func (m *merger) pairUp(units, entries []int) {
	var olds, news []string
	for _, e := range entries {
		olds = append(olds, m.file.Entries[e].ID)
	}
	for _, u := range units {
		news = append(news, m.units[u].Text)
	}
	for n, o := range pair(olds, news) {
		if o != none {
			m.assign(units[n], entries[o], Outdated)
		}
	}
	for _, u := range units {
		if m.units[u].Block != doc.Field || !m.waiting(u) {
			continue
		}
		for len(entries) > 0 && m.taken[entries[0]] {
			entries = entries[1:]
		}
		if len(entries) > 0 {
			m.assign(u, entries[0], Outdated)
		}
	}
}
