package release_test

import (
	"strings"
	"testing"

	"parley/internal/release"
)

// TestTheOriginalIsTheFirstThatIsARelease, and what it has been converted to since: nothing that says something else, and never back.
func TestTheOriginalIsTheFirstThatIsARelease(t *testing.T) {
	_, text := released(t, read(t))
	third := string(text)
	second := strings.NewReplacer(`"format": 3`, `"format": 2`, "  \"released\": \"2026-10-29\",\n", "").Replace(third)
	first := strings.NewReplacer(`"format": 2`, `"format": 1`, "pricing/lists", "lists").Replace(second)
	dearer := func(text string) string { return strings.Replace(text, `"1.84"`, `"1.85"`, 1) }
	name := release.Path("emea-eur-gold", "v2.2")
	for what, c := range map[string]struct {
		texts []string
		want  int
	}{
		"nothing":                      {nil, -1},
		"no release":                   {[]string{"", "{}", third + " "}, -1},
		"the first that is one":        {[]string{"{}", third, dearer(third)}, 1},
		"converted twice":              {[]string{first, second, third}, 2},
		"converted wrongly, then well": {[]string{second, dearer(third), third}, 2},
		"converted to something else":  {[]string{second, dearer(third)}, 0},
		"converted back":               {[]string{third, second}, 0},
		"another input":                {[]string{second, strings.Replace(third, "0a0a", "0a0b", 1)}, 0},
	} {
		var texts [][]byte
		for _, text := range c.texts {
			texts = append(texts, []byte(text))
		}
		if got := release.Original(name, texts); got != c.want {
			t.Errorf("%s: %d", what, got)
		}
	}
	for now, want := range map[string]bool{second: true, third: true, dearer(second): false, dearer(third): false, first: false} {
		if release.Kept([]byte(second), []byte(now)) != want {
			t.Errorf("kept is %t: %s", !want, now)
		}
	}
}
