package evidence

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"parley/internal/doc"
)

// TestPlainly tells what is written plainly, as both readers take it, from what only a reader of all of YAML may judge.
func TestPlainly(t *testing.T) {
	for text, want := range map[string]bool{
		"a: b\n": true,
		"# remark\n\na: b\n  # remark\nc: \"d, e\"\n": true,
		"a:\n  - b: \"1\"\n    c: d e\n  - f\n":       true,
		"a: {b: c, d: \"1\"}\ne: [f, \"g\"]\n":        true,
		"a:\n  b:\n    c: d\ne: f\n":                  true,
		"a: b":                                        true,
		"":                                            false,
		"a: b\n  c\n":                                 false,
		"a: \"b\n  c\"\n":                             false,
		"a: \"b\\x41\"\n":                             false,
		"a: \"b\" \"c\"\n":                            false,
		"a: 'b'\n":                                    false,
		"a: b # c\n":                                  false,
		"a: b #c\n":                                   false,
		"a: yes\n":                                    false,
		"yes: a\n":                                    false,
		"a: 1\n":                                      false,
		"a: 1_000\n":                                  false,
		"a: b: c\n":                                   false,
		"a: [b\n":                                     false,
		"a: [b, [c]]\n":                               false,
		"a: {b: \"c, d\"}\n":                          false,
		"a: |\n  b\n":                                 false,
		"a: &b c\n":                                   false,
		"a: !b c\n":                                   false,
		"a:\tb\n":                                     false,
		"a: b\r\n":                                    false,
		"a: \xc3\xa9\n":                               false,
		"---\na: b\n":                                 false,
		"a: b\n...\n":                                 false,
		"a: b\n---\nc: d\n":                           false,
		"a:\n- b\n":                                   false,
		"a:\n":                                        false,
		"a:\n    b: c\n  d: e\n":                      false,
		"a: b\n c: d\n":                               false,
		"a:\n  - b\n    c\n":                          false,
		"a:\n  -  b\n":                                false,
		"<<: {b: c}\n":                                false,
		"a: b\na: c\n":                                false,
		"- a\n":                                       false, // a document has keys
	} {
		d, _ := doc.Read("x.yaml", []byte(text))
		if got := plainly([]byte(text), d.Fields); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
	d, _ := doc.Read("x.yaml", []byte("a: {b: c}\nd: [e]\n"))
	for _, other := range []string{"a: {b: x}\nd: [e]\n", "a: {x: c}\nd: [e]\n", "a: {b: c}\nd: [x]\n", "a: {b: c}\nd: [e, f]\n", "a: {b: c}\n", "a: {b: c}\nd: [e]\nf: g\n", "a: b\nd: [e]\n", "a:\n  - b\nd: [e]\n"} {
		if plainly([]byte(other), d.Fields) {
			t.Errorf("%q is taken for something else", other)
		}
	}
}

// TestListsAreWrittenPlainly finds some such list in the sample, so that what is quick is used.
func TestListsAreWrittenPlainly(t *testing.T) {
	names, err := filepath.Glob("../../pricing/lists/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	count := 0
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if d, _ := doc.Read(name, text); plainly(doc.Normalise(text), d.Fields) {
			count++
		}
	}
	t.Logf("%d of %d", count, len(names))
	if count == 0 {
		t.Error("no list is")
	}
}

// FuzzPlainly: what is plain, the second reader of all of YAML takes to mean the same.
func FuzzPlainly(f *testing.F) {
	for _, text := range []string{"a:\n  - b: \"1\"\n    c: d e\n  - f\ng: {h: i}\nj: [k, \"l\"]\n", "a: b\n# c\n\nd:\n  e:\n    f: g-h\n"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		d, findings := doc.Read("x.yaml", text)
		if text = doc.Normalise(text); plainly(text, d.Fields) {
			if why := otherReader(text, d.Fields); why != "" || findings.HasErrors() {
				t.Fatalf("%q: %s %v", text, why, findings)
			}
		}
	})
}

// TestFiguresByHand: figures are told, and written without needless zeros, as regular expressions say.
func TestFiguresByHand(t *testing.T) {
	figure := regexp.MustCompile(`^(0|[1-9][0-9]{0,11})(\.[0-9]{1,6})?$`)
	needless := regexp.MustCompile(`^((?:-)?(?:0|[1-9][0-9]*)\.[0-9]*?)0+(%?)$`)
	source := rand.New(rand.NewPCG(3, 4))
	for range 50_000 {
		var text strings.Builder
		for range source.IntN(7) {
			text.WriteString([]string{"0", "1", "-", ".", "%", "00", "9", "\n", "e", "+", "é", "12345", "77777777", "00000"}[source.IntN(14)])
		}
		if got, want := plainFigure(text.String()), figure.MatchString(text.String()); got != want {
			t.Fatalf("%q: %v, want %v", text.String(), got, want)
		}
		want := text.String()
		if found := needless.FindStringSubmatch(want); found != nil {
			want = strings.TrimSuffix(found[1], ".") + found[2]
		}
		if got := plainText("price", text.String()); got != want {
			t.Fatalf("%q is written %q, want %q", text.String(), got, want)
		}
	}
}
