package translation

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"parley/internal/diag"
	"parley/internal/doc"
)

const now = "2026-11-20T14:03:11Z"

func entryOf(t *testing.T, text string) Entry { t.Helper(); return parse(t, text).Entries[0] }

// written is an entry as a file would hold it, and is what gettext would write too.
func written(t *testing.T, e Entry) string {
	t.Helper()
	text := File{Entries: []Entry{e}}.Format()
	if out, err := gettext(t, text, "msgcat", "--no-wrap"); err == nil && !bytes.Equal(out, text) && len(text) > 0 && !bytes.Contains(text, []byte(`msgstr ""`)) {
		t.Errorf("msgcat writes it differently:\n%s\n%s", text, out)
	}
	return string(text)
}

func TestSettle(t *testing.T) {
	failed := []Failure{{"links", "missing a.md", diag.Error}}
	machine := MachineLine("azure", now, "Neuf")
	for _, test := range []struct {
		name, before string
		draft        Draft
		want         string
		state        State
	}{
		{"a missing text", "# note\nmsgid \"New\"\nmsgstr \"\"\n", Draft{Text: "Neuf", Comment: machine},
			"# note\n# " + machine + "\nmsgid \"New\"\nmsgstr \"Neuf\"\n", Machine},
		{"a stale text gives way to a good one", "# note\n# mt: x 2026 12345678\n# check: links old\n#. near: 80 % x\n#, fuzzy, no-wrap\n#| msgid \"Old\"\nmsgid \"New\"\nmsgstr \"Vieux\"\n", Draft{Text: "Neuf", Comment: machine},
			"# note\n# " + machine + "\n# kept: \"Old\" = \"Vieux\"\n#, no-wrap\nmsgid \"New\"\nmsgstr \"Neuf\"\n", Machine},
		{"and not to a bad one", "# mt: x 2026 12345678\n#, fuzzy\n#| msgid \"Old\"\nmsgid \"New\"\nmsgstr \"Vieux\"\n", Draft{Text: "Neuf", Comment: machine, Failed: failed, By: "azure", At: now},
			"# mt: x 2026 12345678\n# check: links missing a.md\n# tried: azure " + now + " " + Hash8("New") + "\n#, fuzzy\n#| msgid \"Old\"\nmsgid \"New\"\nmsgstr \"Vieux\"\n", Stale},
		{"a bad text where there was none", "msgid \"New\"\nmsgstr \"\"\n", Draft{Text: "Neuf", Comment: machine, Failed: failed, By: "azure", At: now},
			"# " + machine + "\n# check: links missing a.md\n# tried: azure " + now + " " + Hash8("New") + "\n#, fuzzy\nmsgid \"New\"\nmsgstr \"Neuf\"\n", Failed},
		{"no text at all", "msgid \"New\"\nmsgstr \"\"\n", Draft{Failed: failed, By: "azure", At: now},
			"# check: links missing a.md\n# tried: azure " + now + " " + Hash8("New") + "\nmsgid \"New\"\nmsgstr \"\"\n", Missing},
		{"a person's text", "# ignore: terms it is a verb\n# approved: Mara 2026 12345678\nmsgid \"New\"\nmsgstr \"Ancien\"\n", Draft{Text: "Neuf"},
			"# ignore: terms it is a verb\nmsgid \"New\"\nmsgstr \"Neuf\"\n", Edited},
	} {
		e := entryOf(t, test.before)
		settled := e.Settle(test.draft)
		if got := written(t, settled); got != test.want || settled.State() != test.state {
			t.Errorf("%s: %s\n%s\nwant\n%s", test.name, settled.State(), got, test.want)
		}
		if settled.Tried() != (len(test.draft.Failed) > 0) {
			t.Errorf("%s: tried is %t", test.name, settled.Tried())
		}
		if again := string(File{Entries: []Entry{e}}.Format()); again != test.before {
			t.Errorf("%s: the entry that was given has changed:\n%s", test.name, again)
		}
	}
}

func TestWhatWasTriedIsTriedAgainWhenItsSourceChanges(t *testing.T) {
	e := entryOf(t, "msgid \"New\"\nmsgstr \"\"\n").Settle(Draft{Text: "Neuf", Failed: []Failure{{"links", "x", diag.Error}}, By: "a", At: now})
	e.ID = "Newer"
	if e.Tried() {
		t.Error("it was never tried for this source")
	}
}

func TestAcceptMinorRenewsAnApprovalThatHeld(t *testing.T) {
	stale := "#, fuzzy\n#| msgid \"Old\"\nmsgid \"New\"\nmsgstr \"Neuf\"\n"
	for _, test := range []struct {
		before string
		state  State
	}{
		{"# " + ApprovalLine("Mara", now, "Old", "Neuf") + "\n" + stale, Approved},
		{"# " + ApprovalLine("Mara", now, "Older", "Neuf") + "\n" + stale, Edited},
		{"# " + MachineLine("azure", now, "Neuf") + "\n" + stale, Machine},
		{stale, Edited},
	} {
		accepted, ok := entryOf(t, test.before).AcceptMinor("Ben", now)
		if !ok || accepted.State() != test.state || accepted.Previous != nil || accepted.Fuzzy() {
			t.Errorf("%s became %s:\n%s", test.before, accepted.State(), written(t, accepted))
		}
	}
	if _, ok := entryOf(t, "msgid \"New\"\nmsgstr \"Neuf\"\n").AcceptMinor("Ben", now); ok {
		t.Error("what is fresh was accepted")
	}
}

func TestMemory(t *testing.T) {
	source := func(path, text string) File { f := parse(t, text); f.Path = path; return f }
	files := []File{
		source("b.po", "msgctxt \"tasks[x].title\"\nmsgid \"Yes\"\nmsgstr \"Ja b\"\n\n#~ msgid \"Gone but known\"\n#~ msgstr \"Weg\"\n"),
		source("a.po", "# "+MachineLine("azure", now, "Ja machine")+"\nmsgid \"Yes\"\nmsgstr \"Ja machine\"\n\n#, fuzzy\nmsgid \"Fuzzy\"\nmsgstr \"Unklar\"\n\nmsgid \"Send the signed contract to us.\"\nmsgstr \"Senden Sie uns den Vertrag.\"\n"),
		source("c.po", "msgctxt \"other\"\nmsgid \"Yes\"\nmsgstr \"Ja c\"\n"),
	}
	any := func(string, bool) bool { return true }
	for _, order := range [][]int{{0, 1, 2}, {2, 1, 0}} {
		m := NewMemory([]File{files[order[0]], files[order[1]], files[order[2]]})
		for _, test := range []struct {
			context, text, want string
			stands              func(string, bool) bool
		}{
			{"", "Yes", "Ja b", any},
			{"steps.other", "Yes", "Ja c", any},
			{"", "Yes", "Ja machine", func(text string, machine bool) bool { return machine }},
			{"", "Gone but known", "Weg", any},
			{"", "Fuzzy", "", any},
			{"", "Never seen", "", any},
		} {
			got, comment, ok := m.Exact(doc.Unit{Context: test.context, Text: test.text}, test.stands)
			if got != test.want || ok != (test.want != "") || strings.HasPrefix(comment, "mt: azure") != (got == "Ja machine") {
				t.Errorf("%s/%s: %q, %q, %t", test.context, test.text, got, comment, ok)
			}
		}
		if s, target, percent, ok := m.Near("Send the signed contracts to us."); !ok || target != "Senden Sie uns den Vertrag." || percent < 80 || s == "" {
			t.Errorf("%q %q %d %t", s, target, percent, ok)
		}
		if _, _, _, ok := m.Near("Quite another sentence about prices."); ok {
			t.Error("it is like nothing")
		}
	}
}

// TestADraftIsRemembered: whoever replaces what a machine wrote for the same source leaves the mark by which it is known.
func TestADraftIsRemembered(t *testing.T) {
	line := MachineLine("deepl", "2026-11-20T14:03:11Z", "Envoyez")
	machine := Entry{Message: Message{ID: "Send"}, Comments: []string{line}, Str: []string{"Envoyez"}}
	replaced := machine.Settle(Draft{Text: "Envoie"})
	if !slices.Equal(replaced.Comments, []string{line}) || replaced.State() != Edited {
		t.Errorf("%q, %s", replaced.Comments, replaced.State())
	}
	unit := translated(doc.Unit{Text: "Send"}, &replaced, "x.po")
	if unit.Draft != (Drafted{"deepl", Hash8("Envoyez")}) {
		t.Errorf("%+v", unit.Draft)
	}
	if again := machine.Settle(Draft{Text: "Envoyez"}); len(again.Comments) != 0 || again.State() != Edited {
		t.Errorf("a person's text is taken for a machine's: %q", again.Comments)
	}
	stale := machine
	stale.Flags, stale.Previous = []string{fuzzy}, &Message{ID: "Sent"}
	if fresh := stale.Settle(Draft{Text: "Envoie"}); len(fresh.Comments) != 0 {
		t.Errorf("what was written for another source is remembered: %q", fresh.Comments)
	}
}

// TestAPersonsTextIsKept: a machine's text takes the place of a person's stale one only where the person's stays beside it, until
// somebody decides.
func TestAPersonsTextIsKept(t *testing.T) {
	const stale = "#, fuzzy\n#| msgid \"Old\"\nmsgid \"New\"\nmsgstr \"Vieux \\\"x\\\"\"\n"
	const text = "Vieux \"x\""
	kept := "# " + Kept{"Old", text}.line() + "\n"
	machine := MachineLine("azure", now, "Neuf")
	for name, test := range map[string]struct {
		before string
		draft  Draft
		want   Kept
	}{
		"a person's text":                 {stale, Draft{Text: "Neuf", Comment: machine}, Kept{"Old", text}},
		"an approved text of a machine":   {"# " + MachineLine("deepl", now, text) + "\n# " + ApprovalLine("Mara", now, "Old", text) + "\n" + stale, Draft{Text: "Neuf", Comment: machine}, Kept{"Old", text}},
		"a machine's text":                {"# " + MachineLine("deepl", now, text) + "\n" + stale, Draft{Text: "Neuf", Comment: machine}, Kept{}},
		"a machine's, one being kept":     {"# " + MachineLine("deepl", now, text) + "\n# " + Kept{"Older", "Ancien"}.line() + "\n" + stale, Draft{Text: "Neuf", Comment: machine}, Kept{"Older", "Ancien"}},
		"a person's, one being kept":      {"# " + Kept{"Older", "Ancien"}.line() + "\n" + stale, Draft{Text: "Neuf", Comment: machine}, Kept{"Old", text}},
		"a person decides":                {kept + "# " + MachineLine("deepl", now, "Nouveau") + "\nmsgid \"New\"\nmsgstr \"Nouveau\"\n", Draft{Text: "Neuf"}, Kept{}},
		"a draft that fails its checks":   {kept + "# " + MachineLine("deepl", now, text) + "\n" + stale, Draft{Text: "Neuf", Comment: machine, Failed: []Failure{{"links", "x", diag.Error}}, By: "azure", At: now}, Kept{"Old", text}},
		"nothing":                         {"msgid \"New\"\nmsgstr \"\"\n", Draft{Text: "Neuf", Comment: machine}, Kept{}},
		"a line that somebody has spoilt": {"# kept: \"Old = x\n# " + MachineLine("deepl", now, text) + "\n" + stale, Draft{Text: "Neuf", Comment: machine}, Kept{}},
	} {
		settled := entryOf(t, test.before).Settle(test.draft)
		again := entryOf(t, written(t, settled))
		if got := translated(doc.Unit{Text: "New"}, &again, "x.po").Kept; got != test.want {
			t.Errorf("%s: %q is kept\n%s", name, got, written(t, settled))
		}
		if approved := again.Approve("Mara", now); readNotes(approved.Comments).kept != (Kept{}) {
			t.Errorf("%s: it is kept after the decision", name)
		}
	}
	m := NewMemory([]File{parse(t, kept+"msgid \"New\"\nmsgstr \"Neuf\"\n")})
	if got, comment, _ := m.Exact(doc.Unit{Text: "Old"}, func(string, bool) bool { return true }); got != text || comment != "" {
		t.Errorf("the memory has forgotten it: %q, %q", got, comment)
	}
}
