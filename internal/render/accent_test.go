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
		found := pair.FindStringSubmatch(rule)
		if found == nil {
			t.Fatalf("%s gives %s", hex, rule)
		}
		for side, on := range map[int]ground{2: lightGround, 3: darkGround} {
			for _, paper := range []string{on.paper, on.wash, mix(found[side], on.paper, on.share)} {
				if got := contrast(found[side], paper); got < 4.5 {
					t.Errorf("%s: %s on %s has contrast %.2f", hex, found[side], paper, got)
				}
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
	for side, on := range []ground{lightGround, darkGround} {
		if colours["paper"][side] != on.paper || colours["wash"][side] != on.wash {
			t.Errorf("the theme's paper is %s; accents are made for %s", colours["paper"][side], on.paper)
		}
		soft := mix(colours["accent"][side], on.paper, on.share)
		for _, text := range []string{"ink", "soft", "accent", "red", "amber", "green"} {
			for _, surface := range []string{on.paper, colours["wash"][side], soft} {
				if got := contrast(colours[text][side], surface); got < 4.5 {
					t.Errorf("side %d: --%s on %s has contrast %.2f", side, text, surface, got)
				}
			}
		}
		for _, name := range []string{"red", "amber", "green"} {
			if got := contrast(colours[name][side], colours[name+"-wash"][side]); got < 4.5 {
				t.Errorf("side %d: --%s on its wash has contrast %.2f", side, name, got)
			}
		}
	}
}
