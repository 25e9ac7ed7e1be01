package translation

import (
	"strings"
	"testing"
)

func TestHash8(t *testing.T) {
	for text, want := range map[string]string{
		"Envíe el contrato firmado.":       "61ec8481", // the vector of the format's description
		"Envi\u0301e el contrato firmado.": "61ec8481", // and the same text decomposed
		"":                                 "e3b0c442",
	} {
		if got := Hash8(text); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

func TestState(t *testing.T) {
	const text = "msgid \"Send it.\"\nmsgstr \"Envíe el contrato firmado.\"\n"
	machine := "# mt: azure 2026-11-20T14:03:11Z 61ec8481\n"
	approved := "# approved: Ana María <a@example.com> 2026-11-21T09:00:00Z " + ApprovalHash8("Send it.", "Envíe el contrato firmado.") + "\n"
	for _, test := range []struct {
		entry string
		state State
		by    string
	}{
		{"msgid \"Send it.\"\nmsgstr \"\"\n", Missing, ""},
		{machine + "#, fuzzy\nmsgid \"Send it.\"\nmsgstr \"\"\n", Missing, ""},
		{machine + approved + "# check: links x\n#, fuzzy\n#| msgid \"Sent.\"\n" + text, Stale, "Ana María <a@example.com>"},
		{machine + approved + "# check: links x\n#, fuzzy\n" + text, Failed, "Ana María <a@example.com>"},
		{machine + "#, fuzzy\n" + text, NeedsWork, "azure"},
		{machine + approved + text, Approved, "Ana María <a@example.com>"},
		{machine + "# approved: Ana 2026-11-21T09:00:00Z 61ec8481\n" + text, Machine, "azure"},
		{"# mt: azure 2026-11-20T14:03:11Z 00000000\n# approved: Ana 2026-11-21T09:00:00Z 61ec8481\n" + text, Edited, "azure"},
		{"# approved: Ana\n" + text, Edited, ""},
		{machine + text, Machine, "azure"},
		{machine + "# check: links settled since\n" + text, Machine, "azure"},
		{"# mt: azure 2026-11-20T14:03:11Z 00000000\n" + text, Edited, "azure"},
		{"# mt: deepl 2026-11-20T14:03:11Z 00000000\n" + machine + text, Machine, "azure"},
		{"# a note about mt: things\n" + text, Edited, ""},
	} {
		m := Merge(unitsOf(t, " | paragraph | Send it."), parse(t, test.entry))
		got := m.Units[0]
		if got.State != test.state || got.By != test.by {
			t.Errorf("%s %q, want %s %q for\n%s", got.State, got.By, test.state, test.by, test.entry)
		}
		if fresh := test.state == Approved || test.state == Machine || test.state == Edited; got.Fresh() != fresh || got.Shown() != (fresh || test.state == Stale) {
			t.Errorf("%s: fresh %v, shown %v", test.state, got.Fresh(), got.Shown())
		}
		if got.Fresh() && len(got.Checks) > 0 {
			t.Error("a fresh text has failed checks", got.Checks)
		}
	}
}

// TestAVoidApprovalIsReported changes the source or the text after it was approved. What is not finished is not reported:
// whoever finishes it is told then.
func TestAVoidApprovalIsReported(t *testing.T) {
	const text = "msgid \"Send it.\"\nmsgstr \"Envíelo.\"\n"
	approved := "# approved: Ana 2026-11-21T09:00:00Z " + ApprovalHash8("Send it.", "Envíelo.") + "\n"
	void := "# approved: Ana 2026-11-21T09:00:00Z 00000000\n"
	for _, test := range []struct {
		entry string
		want  string
	}{
		{approved + text, ""},
		{text, ""},
		{void + "#, fuzzy\n" + text, ""},
		{void + "#, fuzzy\n#| msgid \"Sent.\"\n" + text, ""},
		{void + "msgid \"Send it.\"\nmsgstr \"\"\n", ""},
		{void + text, "3:8-3:18 po/check the approval by Ana is void: it was given for another text, or for another source (0:0 this is the source text)"},
		{"# approved: Ana\n" + text, "3:8-3:18 po/check the approval by Ana is void: it was given for another text, or for another source (0:0 this is the source text)"},
	} {
		units := Merge(unitsOf(t, " | paragraph | Send it."), parse(t, test.entry)).Units
		verified, findings := Verify(units, "content/a.md")
		if got := strings.Join(told(findings), "\n"); got != test.want {
			t.Errorf("%q, want %q for\n%s", got, test.want, test.entry)
		}
		if findings.HasErrors() || verified[0].State == Failed {
			t.Error("a void approval keeps the text from being shown")
		}
	}
}
