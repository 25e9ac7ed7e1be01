package translation

import (
	"fmt"
	"strings"
	"testing"

	"parley/internal/diag"
	"parley/internal/doc"
)

// unitsOf reads units written as "context | block | text".
func unitsOf(t *testing.T, lines string) []doc.Unit {
	t.Helper()
	var units []doc.Unit
	for line := range strings.SplitSeq(lines, "\n") {
		parts := strings.SplitN(line, " | ", 3)
		if len(parts) != 3 {
			t.Fatalf("%q is not context | block | text", line)
		}
		units = append(units, doc.Unit{Context: strings.TrimSpace(parts[0]), Block: doc.Block(parts[1]), Text: parts[2]})
	}
	return units
}

func parse(t *testing.T, text string) File {
	t.Helper()
	file, findings := ParsePO("es.po", []byte(text))
	if len(findings) > 0 {
		t.Fatal(told(findings))
	}
	return file
}

const paragraphs = `
msgctxt "Setup"
msgid "Open the portal and sign in with the account of your company."
msgstr "uno"

msgctxt "Setup"
msgid "Every request gets an answer within two working days."
msgstr "dos"
`

func TestMerge(t *testing.T) {
	for _, test := range []struct {
		name, units, po string
		want            string // state, text and, of a stale one, the previous source; one line for each unit
		changes         string // kind@line
		after           string // the entries of the merged file, if they are worth looking at
	}{
		{
			name: "unchanged", units: "title | field | Charter", po: "msgctxt \"title\"\nmsgid \"Charter\"\nmsgstr \"Carta\"\n",
			want: "edited Carta",
		}, {
			name: "new and empty", units: "title | field | Charter\nsummary | field | Short", po: "msgctxt \"title\"\nmsgid \"Charter\"\nmsgstr \"\"\n",
			want: "missing\nmissing", changes: "added@0",
			after: "msgctxt \"title\"\nmsgid \"Charter\"\nmsgstr \"\"\n\nmsgctxt \"summary\"\nmsgid \"Short\"\nmsgstr \"\"\n",
		}, {
			name: "context moved", units: "New heading | paragraph | Some text.", po: "# note\nmsgctxt \"Old heading\"\nmsgid \"Some text.\"\nmsgstr \"Un texto.\"\n",
			want: "edited Un texto.", changes: "moved@5",
			after: "# note\nmsgctxt \"New heading\"\nmsgid \"Some text.\"\nmsgstr \"Un texto.\"\n",
		}, {
			name: "moved and still stale", units: "New | paragraph | Some text.",
			po:   "#, fuzzy\n#| msgctxt \"Old\"\n#| msgid \"A text.\"\nmsgctxt \"Old\"\nmsgid \"Some text.\"\nmsgstr \"Un texto.\"\n",
			want: "stale Un texto. <- A text.", changes: "moved@7",
		}, {
			name: "moved, but which of two", units: "New | cell | Yes", po: "msgctxt \"A\"\nmsgid \"Yes\"\nmsgstr \"Sí\"\n\nmsgctxt \"B\"\nmsgid \"Yes\"\nmsgstr \"Vale\"\n",
			want: "missing", changes: "added@0 left@4 left@8",
		}, {
			name: "moved, and both say the same", units: "A > C | cell | Yes\nB > C | cell | Yes", po: "msgctxt \"A\"\nmsgid \"Yes\"\nmsgstr \"Sí\"\n\nmsgctxt \"B\"\nmsgid \"Yes\"\nmsgstr \"Sí\"\n",
			want: "edited Sí\nedited Sí", changes: "moved@4 moved@8",
		}, {
			name: "one entry never serves two places", units: "X | cell | Yes\nY | cell | Yes", po: "msgctxt \"A\"\nmsgid \"Yes\"\nmsgstr \"Sí\"\n",
			want: "missing\nmissing", changes: "added@0 added@0 left@4",
		}, {
			name: "field reworded beyond recognition", units: "tasks[kickoff].title | field | Entirely different",
			po:   "# approved: Ana 2026-11-20T14:03:11Z 00000000\nmsgctxt \"tasks[kickoff].title\"\nmsgid \"Send it.\"\nmsgstr \"Envíelo.\"\n",
			want: "stale Envíelo. <- Send it.", changes: "outdated@5",
			after: "# approved: Ana 2026-11-20T14:03:11Z 00000000\n#, fuzzy\n#| msgctxt \"tasks[kickoff].title\"\n#| msgid \"Send it.\"\nmsgctxt \"tasks[kickoff].title\"\nmsgid \"Entirely different\"\nmsgstr \"Envíelo.\"\n",
		}, {
			name: "already stale keeps the first previous text", units: "title | field | Third",
			po:   "#, fuzzy\n#| msgctxt \"title\"\n#| msgid \"First\"\nmsgctxt \"title\"\nmsgid \"Second\"\nmsgstr \"Primero\"\n",
			want: "stale Primero <- First", changes: "outdated@7",
			after: "#, fuzzy\n#| msgctxt \"title\"\n#| msgid \"First\"\nmsgctxt \"title\"\nmsgid \"Third\"\nmsgstr \"Primero\"\n",
		}, {
			name: "the source returns", units: "title | field | First",
			po:   "# note\n# check: links missing x\n#, fuzzy, no-wrap\n#| msgctxt \"title\"\n#| msgid \"First\"\nmsgctxt \"title\"\nmsgid \"Second\"\nmsgstr \"Primero\"\n",
			want: "edited Primero", changes: "restored@9",
			after: "# note\n#, no-wrap\nmsgctxt \"title\"\nmsgid \"First\"\nmsgstr \"Primero\"\n",
		}, {
			name: "the source returns, and msgmerge was here", units: "title | field | First",
			po:   "#, fuzzy\n#| msgctxt \"title\"\n#| msgid \"First\"\nmsgctxt \"title\"\nmsgid \"First\"\nmsgstr \"Primero\"\n",
			want: "edited Primero", changes: "restored@7",
		}, {
			name: "what was removed comes back", units: "title | field | First", po: "# mt: azure 2026-11-20T14:03:11Z 61ec8481\n#~ msgctxt \"title\"\n#~ msgid \"First\"\n#~ msgstr \"Envíe el contrato firmado.\"\n",
			want: "machine Envíe el contrato firmado.", changes: "restored@5",
			after: "# mt: azure 2026-11-20T14:03:11Z 61ec8481\nmsgctxt \"title\"\nmsgid \"First\"\nmsgstr \"Envíe el contrato firmado.\"\n",
		}, {
			name: "paragraphs in another order", po: paragraphs,
			units: "Setup | paragraph | Every request gets an answer within two working days.\nSetup | paragraph | Open the portal and sign in with the account of your company.",
			want:  "edited dos\nedited uno", changes: "reordered@5",
		}, {
			name: "paragraphs in another order, and edited", po: paragraphs,
			units: "Setup | paragraph | Every urgent request gets an answer within two hours.\nSetup | paragraph | Open the new portal and sign in with your account.",
			want:  "stale dos <- Every request gets an answer within two working days.\nstale uno <- Open the portal and sign in with the account of your company.", changes: "outdated@9 outdated@5",
		}, {
			name: "a paragraph replaced by another", po: paragraphs,
			units: "Setup | paragraph | Open the portal and sign in with the account of your company.\nSetup | paragraph | Prices are reviewed by the finance team each March.",
			want:  "edited uno\nmissing", changes: "added@0 left@9",
			after: "msgctxt \"Setup\"\nmsgid \"Open the portal and sign in with the account of your company.\"\nmsgstr \"uno\"\n\nmsgctxt \"Setup\"\nmsgid \"Prices are reviewed by the finance team each March.\"\nmsgstr \"\"\n\n#~ msgctxt \"Setup\"\n#~ msgid \"Every request gets an answer within two working days.\"\n#~ msgstr \"dos\"\n",
		}, {
			name: "equal texts under a heading are one entry", units: "T | cell | Yes\nT | cell | No\nT | cell | Yes", po: "msgctxt \"T\"\nmsgid \"Yes\"\nmsgstr \"Sí\"\n\nmsgctxt \"T\"\nmsgid \"No\"\nmsgstr \"No\"\n",
			want: "edited Sí\nedited No\nedited Sí",
		}, {
			name: "no heading and no context are the same", units: " | paragraph | Text.", po: "msgid \"Text.\"\nmsgstr \"Texto.\"\n", want: "edited Texto.",
		}, {
			name: "blanks around a text are not shown", units: "a | field | A", po: "msgctxt \"a\"\nmsgid \"A\"\nmsgstr \" á \"\n", want: "edited á",
			after: "msgctxt \"a\"\nmsgid \"A\"\nmsgstr \" á \"\n",
		}, {
			name: "failed and unfinished texts do not become visible by an edit", units: "a | field | New a\nb | field | New b",
			po:   "# check: links missing x\n#, fuzzy\nmsgctxt \"a\"\nmsgid \"a\"\nmsgstr \"A\"\n\n#, fuzzy\nmsgctxt \"b\"\nmsgid \"b\"\nmsgstr \"B\"\n",
			want: "failed A\nneeds-work B", changes: "outdated@6 outdated@11",
		}, {
			name: "what is gone", units: "a | field | A", po: "msgctxt \"a\"\nmsgid \"A\"\nmsgstr \"á\"\n\nmsgctxt \"b\"\nmsgid \"untranslated\"\nmsgstr \"\"\n\n# a person's note\nmsgctxt \"c\"\nmsgid \"untranslated, but\"\nmsgstr \"\"\n\nmsgctxt \"d\"\nmsgid \"gone\"\nmsgstr \"x\"\n\n#~ msgctxt \"e\"\n#~ msgid \"long gone\"\n#~ msgstr \"y\"\n",
			want: "edited á", changes: "left@8 left@13 left@17",
			after: "msgctxt \"a\"\nmsgid \"A\"\nmsgstr \"á\"\n\n#~ msgctxt \"e\"\n#~ msgid \"long gone\"\n#~ msgstr \"y\"\n\n# a person's note\n#~ msgctxt \"c\"\n#~ msgid \"untranslated, but\"\n#~ msgstr \"\"\n\n#~ msgctxt \"d\"\n#~ msgid \"gone\"\n#~ msgstr \"x\"\n",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			const header = "msgid \"\"\nmsgstr \"Language: es\\n\"\n"
			units := unitsOf(t, test.units)
			m := Merge(units, parse(t, header+test.po))
			if got := shown(m.Units); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
			var changes []string
			for _, c := range m.Changes {
				changes = append(changes, fmt.Sprintf("%s@%d", c.Kind, c.Place.Line))
			}
			if got := strings.Join(changes, " "); got != test.changes {
				t.Errorf("changes %s, want %s", got, test.changes)
			}
			if after := strings.TrimPrefix(string(m.File.Format()), header+"\n"); test.after != "" && after != test.after {
				t.Errorf("the file becomes\n%s\nwant\n%s", after, test.after)
			}
			settled(t, units, m)
		})
	}
}

// shown tells the state and text of each unit.
func shown(units []Translated) string {
	var lines []string
	for _, u := range units {
		line := strings.TrimSpace(string(u.State) + " " + u.Text)
		if u.Previous != "" {
			line += " <- " + u.Previous
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// settled checks that a written merge wants no more merging and says the same.
func settled(t *testing.T, units []doc.Unit, m Merged) {
	t.Helper()
	again := Merge(units, parse(t, string(m.File.Format())))
	if len(again.Changes) > 0 || shown(again.Units) != shown(m.Units) || string(again.File.Format()) != string(m.File.Format()) {
		t.Errorf("merging again changes %v\n%s\nbecomes\n%s", again.Changes, m.File.Format(), again.File.Format())
	}
}

func TestFindingOfMerge(t *testing.T) {
	file := parse(t, head+paragraphs)
	units := unitsOf(t, "Setup | paragraph | New first paragraph.\nSetup | paragraph | Open the portal and sign in with the account of your firm.")
	got := told(Merge(units, file).Findings())
	want := "6:7-6:70 po/merge the file and its document differ: 1 added, 1 outdated, 1 left"
	if len(got) != 1 || got[0] != want {
		t.Errorf("got %v\nwant %s", got, want)
	}
	if d := Merge(units, file).Findings()[0]; d.Severity != diag.Warning || d.Hint == "" {
		t.Errorf("%+v", d)
	}
	if findings := Merge(nil, File{}).Findings(); findings != nil {
		t.Error(findings)
	}
}
