package diag

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// declaredCodes reads codes.go, so that a new code cannot be forgotten here.
func declaredCodes(t *testing.T) []Code {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "codes.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var codes []Code
	ast.Inspect(file, func(node ast.Node) bool {
		spec, ok := node.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if kind, ok := spec.Type.(*ast.Ident); !ok || kind.Name != "Code" {
			t.Errorf("%s in codes.go is not declared as a Code", spec.Names[0].Name)
		}
		for _, value := range spec.Values {
			text, err := strconv.Unquote(value.(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			codes = append(codes, Code(text))
		}
		return true
	})
	slices.Sort(codes)
	return codes
}

func TestEveryCodeIsInTheCatalogueOnce(t *testing.T) {
	declared := declaredCodes(t)
	if len(declared) < 60 {
		t.Fatalf("found only %d codes in codes.go", len(declared))
	}
	var known []Code
	for _, entry := range Catalogue() {
		known = append(known, entry.Code)
	}
	if !slices.Equal(declared, known) {
		t.Errorf("codes.go and the catalogue differ:\ncodes.go  %v\ncatalogue %v", declared, known)
	}
}

func TestEveryEntryAnswersTheSameQuestions(t *testing.T) {
	titles := make(map[string]Code)
	for _, entry := range Catalogue() {
		t.Run(string(entry.Code), func(t *testing.T) {
			if entry.Title == "" || strings.HasSuffix(entry.Title, ".") || strings.Contains(entry.Title, "\n") {
				t.Errorf("title %q is not one phrase without a full stop", entry.Title)
			}
			if other, taken := titles[entry.Title]; taken {
				t.Errorf("title %q is also that of %s", entry.Title, other)
			}
			titles[entry.Title] = entry.Code
			if entry.Severity != entry.Code.Severity() {
				t.Errorf("severity %s, but the code says %s", entry.Severity, entry.Code.Severity())
			}
			for _, part := range []string{"**Why it matters:** ", "**How to mend it:** ", "Faulty:\n\n```", "Mended:\n\n```"} {
				if strings.Count(entry.Explain, part) != 1 {
					t.Errorf("the explanation has not exactly one %q:\n%s", part, entry.Explain)
				}
			}
			if strings.Count(entry.Explain, "```") != 4 || strings.Contains(entry.Explain, "```\n\n```") {
				t.Errorf("the fences do not pair up:\n%s", entry.Explain)
			}
		})
	}
}

func TestEveryTopicIsFilledIn(t *testing.T) {
	for _, topic := range topics() {
		for _, text := range []string{topic.what, topic.why, topic.mend} {
			if !strings.HasSuffix(text, ".") || strings.TrimSpace(text) != text || strings.Contains(text, "\n") {
				t.Errorf("%s: not one paragraph of sentences: %q", topic.code, text)
			}
		}
		if topic.lang == "" || strings.TrimSpace(topic.bad) == "" || topic.bad == topic.good {
			t.Errorf("%s: the examples are missing or equal", topic.code)
		}
	}
}

func TestSeverity(t *testing.T) {
	warnings := []Code{
		"action/overdue", "campaign/overdue", "date/future", "decision/overdue", "feature/replaced", "journey/gap", "migration/waiver",
		"pilot/overdue", "request/levels", "doc/orphan", "doc/placeholder", "file/name", "history/shallow", "history/unreadable", "kind/place", "link/hidden", "markdown/heading-one",
		"markdown/raw-html", "playbook/output", "notice/plain", "po/merge", "po/orphan", "review/overdue", "site/theme", "price/underived", "price/unreleased", "cost/unused", "cost/month", "usage/unpriced", "usage/unknown", "po/usage", "import/skipped", "usage/twice", "price/cliff", "experiment/short", "experiment/split", "experiment/overdue", "facts/unused", "metric/stale", "metric/frozen",
	}
	for _, code := range append(declaredCodes(t), "no/such-code") {
		want := Error
		if slices.Contains(warnings, code) {
			want = Warning
		}
		if got := code.Severity(); got != want {
			t.Errorf("%s is a %s, want %s", code, got, want)
		}
		if got := New(code, Place{}, "x").Severity; got != want {
			t.Errorf("a new finding with %s is a %s, want %s", code, got, want)
		}
	}
}

func TestLookup(t *testing.T) {
	entry, ok := Lookup("price/format")
	if !ok || entry.Code != PriceFormat || entry.Severity != Error || entry.Title == "" {
		t.Errorf("Lookup(price/format) = %+v, %v", entry, ok)
	}
	for _, code := range []string{"", "price", "price/Format", " price/format"} {
		if entry, ok := Lookup(code); ok || entry != (Entry{}) {
			t.Errorf("Lookup(%q) = %+v, %v, want nothing", code, entry, ok)
		}
	}
}

func TestCatalogueBelongsToTheCaller(t *testing.T) {
	Catalogue()[0] = Entry{}
	if Catalogue()[0] == (Entry{}) {
		t.Error("a caller changed the catalogue for everybody")
	}
}
