package approval

import (
	"bytes"
	"strings"
	"testing"

	"parley/internal/doc"
)

// TestAFormMakesSpellingsOne: what a form holds equal is the same bytes, and all else stays apart.
func TestAFormMakesSpellingsOne(t *testing.T) {
	form := Form{Loose: map[string]bool{"regions": true}, Text: func(key, text string) string {
		if key == "price" {
			return strings.TrimSuffix(text, ".00")
		}
		return text
	}}
	in := func(text string) []byte {
		d, findings := doc.Read("x.yaml", []byte(text))
		if len(findings) > 0 {
			t.Fatal(findings)
		}
		return AppendCanonical([]byte("before "), d.Fields, form)
	}
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"price: \"1.00\"", "price: \"1\"", true},
		{"name: \"1.00\"", "name: \"1\"", false},
		{"price: [\"1.00\", \"2\"]", "price: [\"1\", \"2.00\"]", true},
		{"price: [\"1\", \"2\"]", "price: [\"2\", \"1\"]", false},
		{"regions: [emea, amer]", "regions: [amer, emea]", true},
		{"regions: [emea, amer]", "regions: [emea]", false},
		{"a: 1\nb: 2", "b: 2\na: 1", true},
		{"price: 1.00", "price: 1", false}, // numbers, which are refused elsewhere
	} {
		a, b := in(c.a), in(c.b)
		if bytes.Equal(a, b) != c.same || !bytes.HasPrefix(a, []byte("before ")) {
			t.Errorf("%q and %q: %s, %s", c.a, c.b, a, b)
		}
	}
}
