package translation

import (
	"fmt"
	"slices"
	"strings"

	"parley/internal/diag"
)

// result builds what the merge decided: units, file and changes.
func (m *merger) result() Merged {
	result := Merged{
		Units: make([]Translated, len(m.units)),
		File:  File{Path: m.file.Path, Header: m.file.Header, Trailing: m.file.Trailing},
	}
	result.File.Entries = make([]Entry, 0, len(m.units))
	last := none
	for u, unit := range m.units {
		switch {
		case m.twin[u] != u:
			result.Units[u] = result.Units[m.twin[u]]
			result.Units[u].Unit = unit
			continue
		case unit.Text == "":
			result.Units[u] = Translated{Unit: unit, State: Missing, Place: diag.Place{Path: m.file.Path}}
			continue
		}
		e := m.entryOf(u)
		result.Units[u] = translated(unit, &e, m.file.Path)
		result.File.Entries = append(result.File.Entries, e)
		how := m.how[u]
		if how == kept && m.entry[u] < last {
			how = Reordered
		}
		last = max(last, m.entry[u])
		if how != kept {
			result.Changes = append(result.Changes, Change{how, diag.Place{Path: m.file.Path, Span: e.IDSpan}})
		}
	}
	m.leave(&result)
	return result
}

// entryOf returns the entry of a unit as the merge leaves it. The file's own entry is never changed.
func (m *merger) entryOf(u int) Entry {
	unit := m.units[u]
	if m.entry[u] == none {
		return Entry{Message: Message{Context: unit.Context, HasContext: unit.Context != "", ID: unit.Text}, Str: []string{""}}
	}
	e := m.file.Entries[m.entry[u]]
	switch m.how[u] {
	case Restored:
		e.Obsolete = false
		if e.Previous != nil && e.Previous.ID == unit.Text {
			e = refreshed(e)
		}
	case Moved:
		e.HasContext = e.HasContext && e.Context == unit.Context || unit.Context != ""
	case Outdated:
		e = outdated(e)
	}
	e.Context, e.ID = unit.Context, unit.Text
	return e
}

// refreshed takes from a stale entry what made it stale, and the checks that a text for another source failed.
func refreshed(e Entry) Entry {
	e.Previous = nil
	e.Flags = without(e.Flags, func(flag string) bool { return flag == fuzzy })
	e.Comments = without(e.Comments, func(comment string) bool {
		word, _, _ := keyword(comment)
		return word == "check" || word == "tried"
	})
	return e
}

// outdated makes a finished translation stale. One that was already stale goes on translating the text it was
// made for, and one that was never finished stays unfinished: it must not be shown with a stale notice.
func outdated(e Entry) Entry {
	if e.Text() == "" || e.Fuzzy() {
		return e
	}
	previous := e.Message
	e.Previous = &previous
	e.Flags = append([]string{fuzzy}, e.Flags...)
	return e
}

func without(lines []string, drop func(string) bool) []string {
	return slices.DeleteFunc(slices.Clone(lines), drop)
}

// leave makes the entries that no unit has obsolete, after those that were so before. An entry that nobody has
// translated or commented on is dropped, as gettext's tools do; so is an older obsolete one of equal key,
// which they would refuse.
func (m *merger) leave(result *Merged) {
	now := make(map[Message]bool)
	var left []Entry
	for i, e := range m.file.Entries {
		if m.taken[i] || e.Obsolete {
			continue
		}
		result.Changes = append(result.Changes, Change{Left, diag.Place{Path: m.file.Path, Span: e.IDSpan}})
		if e.Text() == "" && !slices.ContainsFunc(e.Comments, byPerson) {
			continue
		}
		e.Obsolete = true
		now[e.key()] = true
		left = append(left, e)
	}
	for i, e := range m.file.Entries {
		if !m.taken[i] && e.Obsolete && !now[e.key()] {
			result.File.Entries = append(result.File.Entries, e)
		}
	}
	result.File.Entries = append(result.File.Entries, left...)
}

func byPerson(comment string) bool {
	_, _, ours := keyword(comment)
	return !ours
}

// Findings reports a file that a written merge would change: one finding, at the first entry concerned.
func (m Merged) Findings() diag.List {
	if len(m.Changes) == 0 {
		return nil
	}
	at := m.Changes[0].Place
	counts := make(map[ChangeKind]int)
	for _, change := range m.Changes {
		counts[change.Kind]++
		if change.Place.Line > 0 && (at.Line == 0 || change.Place.Line < at.Line) {
			at = change.Place
		}
	}
	var parts []string
	for _, kind := range []ChangeKind{Added, Outdated, Restored, Moved, Left, Reordered} {
		if counts[kind] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", counts[kind], kind))
		}
	}
	d := diag.New(diag.POMerge, at, "the file and its document differ: %s", strings.Join(parts, ", "))
	return diag.List{d.WithHint("parley translate brings the entries up to date; until then changed texts are shown as out of date, and missing ones in the original")}
}
