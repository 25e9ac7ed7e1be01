package evidence

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"parley/internal/doc"
)

// TestTwoReadersAgreeOnOurOwnPrices compares what both readers say of every governed file of the sample.
func TestTwoReadersAgreeOnOurOwnPrices(t *testing.T) {
	files := 0
	for _, pattern := range []string{"*.yaml", "*/*.yaml", "*/*/*.yaml"} {
		found, err := filepath.Glob("../../pricing/" + pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range append(found, "../../content/site.yaml") {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			d, _ := doc.Read(name, text)
			if why := disagreement(doc.Normalise(text), d.Fields); why != "" {
				t.Errorf("%s: %s", name, why)
			}
			files++
		}
	}
	if files < 15 {
		t.Errorf("only %d files", files)
	}
}

func TestReadersDisagree(t *testing.T) {
	for text, disagree := range map[string]bool{
		"price: \"1.84\"\n":           false,
		"price: 1.84\n":               false,
		"price: 1e3\n":                true,
		"a: [1, \"x\", true, null]\n": false,
		"a: {b: c, d: [e]}\n":         false,
		"a: |\n  x\n  y\nb: z\n":      false,
		"a: b # c\n":                  false,
		"a:\n- b: c\n  d: e\n- f\n":   false,
		"a: yes\n":                    false,
		"a: 1\n---\nb: 2\n":           true,
		"a: .inf\n":                   true,
		"a: !!int \"10\"\n":           true,
		"a: &x 1\nb: *x\n":            true,
		"a: ~\n":                      false,
		"a:\n":                        false,
	} {
		d, _ := doc.Read("x.yaml", []byte(text))
		if why := disagreement([]byte(text), d.Fields); (why != "") != disagree {
			t.Errorf("%q: %q", text, why)
		}
	}
	if why := disagreement([]byte(strings.Repeat("[", 5000)), doc.Value{}); why == "" {
		t.Error("both agree on what has no end")
	}
}
