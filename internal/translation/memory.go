package translation

import (
	"cmp"
	"slices"
	"strings"

	"parley/internal/doc"
)

// Memory holds what has been translated into one language.
type Memory struct {
	exact map[string][]memory // by source text
	texts []string            // the source texts, sorted, for Near
	grams [][]uint64
	where map[uint64][]int32
}

// memory is one translation and where it stands.
type memory struct {
	text    string
	machine string // the comment that says which service made it, "" for a person's text
	state   State
	context string
	path    string
	number  int
}

// NewMemory remembers every finished translation of some files, those of passages that are gone included, and the texts of people
// that are kept beside a machine's for another source. The order of the files has no part in what it answers.
func NewMemory(files []File) *Memory {
	m := &Memory{exact: map[string][]memory{}}
	for _, file := range files {
		for i := range file.Entries {
			e := &file.Entries[i]
			n := readNotes(e.Comments)
			state := stateOf(e, n)
			if n.kept.Text != "" && n.kept.Source != e.ID { // a source that returns to what it was has its translation again
				m.exact[n.kept.Source] = append(m.exact[n.kept.Source], memory{text: n.kept.Text, state: Edited, context: e.Context, path: file.Path, number: i})
			}
			if !state.Fresh() || e.HasPlural {
				continue
			}
			entry := memory{text: strings.Trim(e.Text(), " \t"), state: state, context: e.Context, path: file.Path, number: i}
			if state == Machine {
				entry.machine = machineLine(e.Comments)
			}
			m.exact[e.ID] = append(m.exact[e.ID], entry)
		}
	}
	for _, entries := range m.exact {
		slices.SortFunc(entries, func(a, b memory) int {
			return cmp.Or(cmp.Compare(rank(a.state), rank(b.state)), cmp.Compare(a.path, b.path), cmp.Compare(a.number, b.number))
		})
	}
	return m
}

func rank(s State) int { return slices.Index([]State{Approved, Edited, Machine}, s) }

func machineLine(comments []string) string {
	for _, comment := range comments {
		if word, _, _ := keyword(comment); word == "mt" {
			return comment
		}
	}
	return ""
}

// Exact returns a translation of exactly this text that stands the unit's checks, which are told whose it is: approved ones first,
// then people's, then machines'; among equals one from the same field. The comment says which service made it, "" for a person's.
func (m *Memory) Exact(unit doc.Unit, stands func(text string, machine bool) bool) (text, comment string, ok bool) {
	entries := m.exact[unit.Text]
	field := lastPart(unit.Context)
	for _, same := range []bool{true, false} {
		for i, entry := range entries {
			first := entries[i].state == entries[0].state
			if same != (first && lastPart(entry.context) == field) || !stands(entry.text, entry.machine != "") {
				continue
			}
			return entry.text, entry.machine, true
		}
	}
	return "", "", false
}

// lastPart is the name of a field or of the heading above: of tasks[kickoff].title it is title.
func lastPart(context string) string {
	if at := strings.LastIndexAny(context, ".>"); at >= 0 {
		return strings.TrimSpace(context[at+1:])
	}
	return context
}

// enough is the likeness, 0 to 1, from which a translation of another text helps.
const enough = 0.7

// Near returns the text most like this one that has been translated, with its translation and how like it is in per cent.
func (m *Memory) Near(text string) (source, target string, percent int, ok bool) {
	m.index()
	var best couple
	grams := trigrams(text)
	for _, c := range likely(0, grams, m.grams, m.where, make([]int, len(m.texts))) {
		if m.texts[c.o] != text && (c.score > best.score || c.score == best.score && c.o < best.o) {
			best = c
		}
	}
	if best.score < enough {
		return "", "", 0, false
	}
	source = m.texts[best.o]
	return source, m.exact[source][0].text, int(best.score*100 + 0.5), true
}

// index prepares the search for like texts, the first time that it is needed.
func (m *Memory) index() {
	if m.where != nil {
		return
	}
	m.where = map[uint64][]int32{}
	for source := range m.exact {
		m.texts = append(m.texts, source)
	}
	slices.Sort(m.texts)
	for i, source := range m.texts {
		m.grams = append(m.grams, trigrams(source))
		for _, gram := range m.grams[i] {
			m.where[gram] = append(m.where[gram], int32(i))
		}
	}
}
