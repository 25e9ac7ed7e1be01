package glossary

import (
	"testing"
	"unicode"
	"unicode/utf8"
)

// TestFoldOfASCII: the table says what Unicode does.
func TestFoldOfASCII(t *testing.T) {
	for r := range rune(utf8.RuneSelf) {
		want := unicode.ToLower(r)
		if unicode.IsSpace(r) {
			want = ' '
		}
		if got := fold(r); got != want {
			t.Errorf("%q is folded to %q, not %q", r, got, want)
		}
	}
}
