package render

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"parley/themes"
)

var pair = regexp.MustCompile(`--([a-z-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)`)

func TestAnyAccentIsMadeReadable(t *testing.T) {
	for _, hex := range []string{"#0b5f5f", "#ffff00", "#ff0000", "#ffffff", "#000000", "#0000ff", "#7f7f7f", "#e91e63", "#C0FFEE"} {
		rule, err := accentRule(hex)
		if err != nil {
			t.Fatal(err)
		}
		found := pair.FindAllStringSubmatch(rule, -1)
		if len(found) != 2 {
			t.Fatalf("%s gives %s", hex, rule)
		}
		accent, on := found[0], found[1]
		for side, paper := range map[int]string{2: lightPaper, 3: darkPaper} {
			if got := contrast(accent[side], paper); got < 4.5 {
				t.Errorf("%s: %s on %s has contrast %.2f", hex, accent[side], paper, got)
			}
			if got := contrast(accent[side], on[side]); got < 4.5 {
				t.Errorf("%s: %s on the accent %s has contrast %.2f", hex, on[side], accent[side], got)
			}
		}
	}
}

func TestAnAccentThatIsReadableStaysAsItIs(t *testing.T) {
	rule, err := accentRule("#0b5f5f")
	if err != nil || !strings.Contains(rule, "light-dark(#0b5f5f,") {
		t.Errorf("%s, %v", rule, err)
	}
}

func TestAColourThatIsNone(t *testing.T) {
	for _, text := range []string{"", "red", "#12345", "#1234567", "#xyzxyz", "};*{"} {
		if _, err := accentRule(text); err == nil {
			t.Errorf("%q is taken for a colour", text)
		}
	}
}

// TestTheThemesOwnColoursCanBeRead computes the contrast of every colour of text with every surface of the default theme.
func TestTheThemesOwnColoursCanBeRead(t *testing.T) {
	style, err := fs.ReadFile(themes.Default(), "assets/style.css")
	if err != nil {
		t.Fatal(err)
	}
	colours := map[string][]string{}
	for _, found := range pair.FindAllStringSubmatch(string(style), -1) {
		colours[found[1]] = found[2:]
	}
	for _, text := range []string{"ink", "soft", "accent"} {
		for _, surface := range []string{"paper", "wash", "tint"} {
			for side, scheme := range []string{"light", "dark"} {
				if len(colours[text]) == 0 || len(colours[surface]) == 0 {
					t.Fatalf("the theme has no --%s or --%s as a pair", text, surface)
				}
				if got := contrast(colours[text][side], colours[surface][side]); got < 4.5 {
					t.Errorf("%s: --%s on --%s has contrast %.2f", scheme, text, surface, got)
				}
			}
		}
	}
}
