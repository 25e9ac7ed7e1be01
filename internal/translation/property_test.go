package translation

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"parley/internal/diag"
	"parley/internal/doc"
)

// history is a document that has been translated and edited at random.
type history struct {
	random *rand.Rand
	units  []doc.Unit
}

func (h *history) words(n int) string {
	words := strings.Fields("the partner signs sends reads price list contract within two days portal notice request answer team yes no")
	var text []string
	for range n {
		text = append(text, words[h.random.IntN(len(words))])
	}
	return strings.Join(text, " ")
}

func (h *history) unit() doc.Unit {
	if h.random.IntN(3) == 0 {
		return doc.Unit{Context: fmt.Sprintf("tasks[%d].title", h.random.IntN(1000)), Block: doc.Field, Text: h.words(3)}
	}
	return doc.Unit{Context: h.context(), Block: doc.Paragraph, Text: h.words(1 + h.random.IntN(12))}
}

func (h *history) context() string {
	return []string{"", "Setup", "Use", "Use > More"}[h.random.IntN(4)]
}

// edit changes the document as authors do: reword, move, rename, delete, add, reorder.
func (h *history) edit() {
	h.units = slices.Clone(h.units)
	for i := range h.units {
		switch h.random.IntN(12) {
		case 0:
			h.units[i].Text += " " + h.words(2)
		case 1:
			h.units[i].Text = h.words(5)
		case 2:
			if h.units[i].Block != doc.Field {
				h.units[i].Context = h.context()
			}
		case 3:
			h.units[i] = h.unit()
		case 4:
			j := h.random.IntN(len(h.units))
			h.units[i], h.units[j] = h.units[j], h.units[i]
		}
	}
	if h.random.IntN(2) == 0 {
		h.units = append(h.units, h.unit())
	} else if len(h.units) > 3 {
		h.units = h.units[1:]
	}
}

// translate fills some entries, as people and tools leave them.
func (h *history) translate(file File) File {
	file.Entries = slices.Clone(file.Entries)
	for i := range file.Entries {
		e := &file.Entries[i]
		if e.Obsolete || h.random.IntN(2) == 0 {
			continue
		}
		*e = refreshed(*e)
		e.Str = []string{fmt.Sprintf("«%s» %d", e.ID, h.random.IntN(1000))}
		switch h.random.IntN(4) {
		case 0:
			e.Comments = []string{"mt: pseudo 2026-11-20T14:03:11Z " + Hash8(e.Text())}
		case 1:
			e.Flags = []string{fuzzy}
		}
	}
	return file
}

func TestMergeProperties(t *testing.T) {
	for seed := range uint64(300) {
		h := &history{random: rand.New(rand.NewPCG(seed, 0))}
		for range 8 {
			h.units = append(h.units, h.unit())
		}
		file := File{Path: "es.po", Header: NewHeader(Imprint{Project: "parley", Tag: "es", Source: "content/a.md"})}
		for range 6 {
			m := Merge(h.units, file)
			check := func(holds bool, promise string) {
				if !holds {
					t.Fatalf("seed %d: %s\nfile:\n%s\nunits: %+v\nmerged:\n%s", seed, promise, file.Format(), h.units, shown(m.Units))
				}
			}
			check(inOrder(h.units, m.Units), "one translation for each unit, in the units' order")
			check(fromFile(file, m.Units), "no text but from an entry, and none for another source without saying so")
			check(shown(Merge(h.units, shuffled(h.random, file)).Units) == shown(m.Units), "the order of entries has no part")
			again, findings := ParsePO("es.po", m.File.Format())
			check(len(findings) == 0, fmt.Sprint("what was merged can be read ", told(findings)))
			check(len(Merge(h.units, again).Changes) == 0, "merging again changes nothing")
			check(shown(Merge(h.units, again).Units) == shown(m.Units), "a written merge says what the merge said")
			file = h.translate(again)
			h.edit()
		}
	}
}

func inOrder(units []doc.Unit, merged []Translated) bool {
	return slices.EqualFunc(units, merged, func(u doc.Unit, t Translated) bool { return u == t.Unit })
}

// fromFile: a fresh text comes from an entry for exactly that source, a stale one from an entry for the source
// that it names.
func fromFile(file File, merged []Translated) bool {
	known := map[[2]string]bool{}
	for _, e := range file.Entries {
		known[[2]string{e.ID, e.Text()}] = true
		if e.Previous != nil {
			known[[2]string{e.Previous.ID, e.Text()}] = true
		}
	}
	for _, u := range merged {
		source := u.Unit.Text
		if u.State == Stale {
			source = u.Previous
		}
		if u.Shown() && !known[[2]string{source, u.Text}] {
			return false
		}
	}
	return true
}

func shuffled(random *rand.Rand, file File) File {
	file.Entries = slices.Clone(file.Entries)
	random.Shuffle(len(file.Entries), func(i, j int) {
		file.Entries[i], file.Entries[j] = file.Entries[j], file.Entries[i]
	})
	return file
}

// TestMergesAreValidForGettext: what a merge writes, gettext accepts. One file stands for many.
func TestMergesAreValidForGettext(t *testing.T) {
	h := &history{random: rand.New(rand.NewPCG(7, 7))}
	for range 200 {
		h.units = append(h.units, h.unit())
	}
	file := File{Header: NewHeader(Imprint{Project: "parley", Tag: "es", Source: "content/a.md"})}
	for range 4 {
		file = h.translate(Merge(h.units, file).File)
		h.edit()
	}
	agrees(t, Merge(h.units, file).File.Format())
}

func TestMergeDoesNotChangeTheFileItWasGiven(t *testing.T) {
	file := parse(t, head+paragraphs+"\n# c\n#, fuzzy, x\n#| msgid \"a\"\nmsgid \"b\"\nmsgstr \"c\"\n")
	before := string(file.Format())
	Merge([]doc.Unit{{Text: "a"}, {Context: "Setup", Text: "Every request gets an answer."}}, file)
	if after := string(file.Format()); after != before {
		t.Error(after)
	}
}

func TestUnitsWithoutTextHaveNoEntry(t *testing.T) {
	m := Merge([]doc.Unit{{Context: "a", Span: diag.Span{Line: 1}}}, File{})
	if len(m.File.Entries) != 0 || m.Units[0].State != Missing || len(m.Changes) != 0 {
		t.Errorf("%+v", m)
	}
}
