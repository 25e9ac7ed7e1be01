package diag

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// FuzzWriteText holds whatever a finding and a file may contain against the promise that nothing of it acts:
// no control character but the line ends of the form itself, no invisible change of direction, valid UTF-8.
func FuzzWriteText(f *testing.F) {
	f.Add("a.yaml", "price/format", "error", "message", "hint", "note", "  - sku: A\n    price: \"1,84\"", 2, 12, 2, 18)
	f.Add("\x1b[2J", "\x9b", "\u202e", "\r\n::error::", "a\nb\x00", "\t", "日本\t語\x1b]0;\a"+strings.Repeat("\u0301", 99), 1, 3, 1, 4)
	f.Add("", "", "warning", "", "", "", strings.Repeat("長い", 300), 1, 250, 1, 260)
	f.Add("::a", "c", "warning", "m", strings.Repeat("h", 70), "n", strings.Repeat("\t", 300), 1, 250, 9, 1)
	f.Add("x", "c", "s", "m", "h", "n", "", -1, -1, -1, -1)
	f.Add("x", "c", "s", "m", "h", "n", "abc", math.MaxInt, math.MaxInt, math.MaxInt, math.MaxInt)
	f.Add("x", "c", "s", "m", "h", "n", "abc", 1, math.MinInt, math.MinInt, math.MinInt)
	f.Fuzz(func(t *testing.T, path, code, severity, message, hint, note, text string, line, col, endLine, endCol int) {
		place := at(path, line, col, endLine, endCol)
		d := Diagnostic{Place: place, Code: Code(code), Severity: Severity(severity), Message: message, Hint: hint}
		list := List{d.WithNote(place, "%s", note), d}
		plain := textOf(t, list, linesOf(text), false)
		checkHarmless(t, plain)
		if got := withoutColour(textOf(t, list, linesOf(text), true)); got != plain {
			t.Errorf("colour changes the text\n%q\n%q", got, plain)
		}
		checkHarmless(t, textOf(t, list, func(string, int) string { return text }, false))
		checkOtherForms(t, list)
	})
}

func checkHarmless(t *testing.T, text string) {
	t.Helper()
	if !utf8.ValidString(text) {
		t.Errorf("not UTF-8: %q", text)
	}
	for _, r := range text {
		joiner := r == zeroWidthJoiner || r == zeroWidthNonJoiner
		if r != '\n' && !joiner && !unicode.IsGraphic(r) {
			t.Errorf("%q in %q", r, text)
		}
	}
	for line := range strings.Lines(text) {
		if strings.HasPrefix(strings.TrimSpace(line), "::") {
			t.Errorf("a line that a build server takes for a command: %q", line)
		}
	}
}

// checkOtherForms makes sure that the forms for programs are one value, or one line a finding.
func checkOtherForms(t *testing.T, list List) {
	t.Helper()
	var asJSON, github strings.Builder
	if err := WriteJSON(&asJSON, list, 1); err != nil || !json.Valid([]byte(asJSON.String())) {
		t.Errorf("not JSON (%v): %q", err, asJSON.String())
	}
	if sarif := sarifOf(t, list, "v1"); !json.Valid([]byte(sarif)) {
		t.Errorf("not JSON: %q", sarif)
	}
	if err := WriteGitHub(&github, list); err != nil || strings.Count(github.String(), "\n") != len(list) {
		t.Errorf("not one line a finding (%v): %q", err, github.String())
	}
}
