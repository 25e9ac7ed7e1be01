package translation

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"parley/internal/doc"
	"parley/internal/engine"
)

// examples are those of the CommonMark specification, as goldmark's module has them.
func examples(t testing.TB) []string {
	t.Helper()
	said, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/yuin/goldmark").Output()
	if err != nil {
		t.Skipf("SKIPPED, NOTHING TESTED: where goldmark's module is cannot be found out: %v", err)
	}
	text, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(said)), "_test", "spec.json"))
	if err != nil {
		t.Skipf("SKIPPED, NOTHING TESTED: goldmark's module has no examples: %v", err)
	}
	var all []struct{ Markdown string }
	if err := json.Unmarshal(text, &all); err != nil || len(all) < 600 {
		t.Fatalf("%d examples, %v", len(all), err)
	}
	texts := make([]string, len(all))
	for i := range all {
		texts[i] = all[i].Markdown
	}
	return texts
}

// returns takes Markdown apart, writes its units to a PO file with their own texts as translations, reads that again, and puts
// them back. The bytes must be the same; each unit must come out of every way of writing it for a service as it went in; and
// the units must lie in the text one after another.
func returns(t *testing.T, markdown string) {
	t.Helper()
	d, _ := doc.Read("content/a.md", []byte(markdown))
	if d.Broken {
		return
	}
	blank := File{Path: "a.po", Header: NewHeader(Imprint{Project: "Portal", Tag: "de", Source: "content/a.md"})}
	filled := Merge(d.Units, blank).File
	for i := range filled.Entries {
		filled.Entries[i].Str = []string{filled.Entries[i].ID}
	}
	read, findings := ParsePO("a.po", filled.Format())
	if len(findings) > 0 {
		t.Fatalf("%q: its PO file cannot be read: %v", markdown, findings)
	}
	passages, at := make([]doc.Passage, len(d.Units)), 0
	for i, unit := range Merge(d.Units, read).Units {
		if unit.Text != unit.Unit.Text {
			t.Fatalf("%q: the unit %q comes back as %q", markdown, unit.Unit.Text, unit.Text)
		}
		passages[i].Text = unit.Text
		if unit.Unit.Block == doc.Field {
			continue
		}
		if unit.Unit.Start < at || unit.Unit.Stop < unit.Unit.Start {
			t.Fatalf("%q: the unit %q lies at %d to %d, and the one before it ends at %d", markdown, unit.Unit.Text, unit.Unit.Start, unit.Unit.Stop, at)
		}
		at = unit.Unit.Stop
		if words := d.Body[unit.Unit.Start:unit.Unit.Stop]; !strings.Contains(words, "\n") && doc.Fold(words) != unit.Text {
			t.Fatalf("%q: the unit %q lies where the text is %q", markdown, unit.Unit.Text, words)
		}
		survives(t, unit.Unit)
	}
	if got := d.Splice(passages); got != d.Body {
		t.Fatalf("%q comes back as %q", d.Body, got)
	}
}

// survives sends a unit to a service that changes nothing.
func survives(t *testing.T, unit doc.Unit) {
	t.Helper()
	passage := Protect(unit, nil)
	for _, markup := range []engine.Markup{engine.XML, engine.HTML} {
		sent := passage.Encode(markup)
		if got, err := passage.Decode(markup, sent); err != nil || got != unit.Text {
			t.Errorf("%q goes out as %q and comes back as %q, %v", unit.Text, sent, got, err)
		}
	}
}

func TestEveryExampleOfCommonMarkReturns(t *testing.T) {
	for _, markdown := range examples(t) {
		returns(t, markdown)
	}
}

func FuzzMarkdownReturns(f *testing.F) {
	for _, markdown := range examples(f) {
		f.Add(markdown)
	}
	f.Add("---\ntitle: A *b*\n---\n# C\n\n- [ ] d [e](f \"g\")\n\n| h | i |\n|---|---|\n| `j` | k\\|l |\n\nm[^1]\n\n[^1]: n\n\no\n: p\n")
	f.Fuzz(func(t *testing.T, markdown string) {
		if len(markdown) < 1<<13 && utf8.ValidString(markdown) {
			returns(t, markdown)
		}
	})
}
