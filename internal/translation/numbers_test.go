package translation

import (
	"slices"
	"strings"
	"testing"

	"parley/internal/diag"
	"parley/internal/doc"
)

// TestAMachineMayNotChangeNumbers: what languages write in other ways is the same number; anything else is none of the source's.
func TestAMachineMayNotChangeNumbers(t *testing.T) {
	for _, test := range []struct{ source, text, want string }{
		{"Pay €1,234.50 in 30 days.", "Payez 1.234,50 € sous 30 jours.", ""},
		{"Pay €1,234.50.", "Payez 1\u202f234,5 €.", ""},
		{"Pay €12.00.", "Payez 12 €.", ""},
		{"Pay €1.50.", "Payez 150 €.", "missing 1.5; not in the source 150"},
		{"Pay €15.", "Payez 1,5 €.", "missing 15; not in the source 1.5"},
		{"Pay €150,000.", "ادفع ١٥٠٬٠٠٠ يورو.", ""},
		{"Pay €45.", "Payez 45 $.", "missing €; not in the source $"},
		{"Pay 45.", "Payez 45 %.", "not in the source %"},
		{"Pay 2 %.", "Payez 7 %.", "missing 2; not in the source 7"},
		{"Wait 2 days.", "Attendez deux jours.", ""},
		{"Wait 20 days.", "Attendez vingt jours.", "missing 20"},
		{"Wait two days.", "2日待ちます。", ""},
		{"Wait twenty-five days.", "25日待ちます。", ""},
		{"Wait two hundred days.", "200日待ちます。", ""},
		{"Wait a day.", "1日待ちます。", ""},
		{"Wait.", "500日待ちます。", "not in the source 500"},
		{"On 1 November 2026.", "2026年11月1日。", ""},
		{"On 2026-11-23.", "Am 23.11.2026.", ""},
		{"On 2026-11-23.", "Am 23.12.2026.", "missing 11; not in the source 12"},
		{"At 17:00, 05 times.", "Um 17 Uhr, 5 Mal.", ""},
		{"From 3 to 3.", "De 3.", "missing 3"},
		{"Run `wait 30` now.", "Lancez `wait 30` maintenant.", ""},
		{"No number.", "Aucun.", ""},
	} {
		failures := Unread(doc.Unit{Text: test.source, Block: doc.Paragraph}, test.text)
		got := ""
		if len(failures) > 0 {
			got = failures[0].Detail
			if failures[0].Check != "numbers" || failures[0].Severity != diag.Error || len(failures) > 1 {
				t.Errorf("%q: %v", test.text, failures)
			}
		}
		if got != test.want {
			t.Errorf("%q as %q: %q, not %q", test.source, test.text, got, test.want)
		}
	}
}

// TestWhoseNumbers: only what a machine wrote and nobody has read is kept from readers.
func TestWhoseNumbers(t *testing.T) {
	const source, text = "Wait 30 days.", "Attendez 60 jours."
	machine := "# " + MachineLine("azure", now, text) + "\n"
	stale := "#, fuzzy\n#| msgid \"Wait 30 days.\"\n"
	for name, test := range map[string]struct {
		before string
		id     string
		shown  bool
	}{
		"a machine's":                        {machine, source, false},
		"a machine's, waived":                {machine + "# ignore: numbers they agreed on 60\n", source, true},
		"a machine's, waived for no reason":  {machine + "# ignore: numbers\n", source, false},
		"a machine's, stale":                 {machine + stale, "Wait 30 long days.", false},
		"a person's":                         {"", source, true},
		"a person's, stale":                  {stale, "Wait 30 long days.", true},
		"a machine's, approved":              {machine + "# " + ApprovalLine("Mara", now, source, text) + "\n", source, true},
		"a machine's, approved and stale":    {machine + "# " + ApprovalLine("Mara", now, source, text) + "\n" + stale, "Wait 30 long days.", true},
		"a machine's that a person reworded": {"# " + MachineLine("azure", now, "Attendez.") + "\n", source, true},
	} {
		e := entryOf(t, test.before+"msgid \""+test.id+"\"\nmsgstr \""+text+"\"\n")
		unit := doc.Unit{Text: test.id, Block: doc.Paragraph}
		verified, findings := Verify([]Translated{translated(unit, &e, "fr.po")}, "")
		if verified[0].Shown() != test.shown {
			t.Errorf("%s: %s %v", name, verified[0].State, verified[0].Checks)
		}
		said := slices.ContainsFunc(findings, func(d diag.Diagnostic) bool {
			return d.Severity == diag.Warning && strings.Contains(d.Message, "numbers: missing 30; not in the source 60; a machine wrote this")
		})
		if said == test.shown || !test.shown && !slices.ContainsFunc(verified[0].Checks, func(c string) bool { return strings.HasPrefix(c, "numbers ") }) {
			t.Errorf("%s: %v %v", name, verified[0].Checks, findings)
		}
	}
}
