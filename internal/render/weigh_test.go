package render

import (
	"math/rand/v2"
	"strings"
	"testing"

	"parley/themes"
)

// TestStylesOfChartsWeighWhereTheyAreLoaded weighs a page twice: a page that names the styles of charts weighs as much more as they do,
// and goes beyond a budget that it otherwise keeps.
func TestStylesOfChartsWeighWhereTheyAreLoaded(t *testing.T) {
	theme, err := ReadTheme(themes.Default(), []string{"en"}, "")
	if err != nil {
		t.Fatal(err)
	}
	scale, styles := NewScale(theme), theme.assets["plot.css"].file
	page := `<html><link rel="stylesheet" href="/` + styles.Path + `"></html>`
	plain := strings.Replace(page, styles.Path, strings.Repeat("x", len(styles.Path)), 1)
	over := func(page string, budget int) (Weight, bool) {
		_, asked := Judge([]byte(page))
		return scale.Over([]byte(page), asked, budget)
	}
	with, _ := over(page, 1)
	without, _ := over(plain, 1)
	if more, want := with.Bytes-without.Bytes, packed(styles.Data); more < want-40 || more > want+40 { // the names pack a little differently
		t.Errorf("the page weighs %d bytes more, and the styles %d", more, want)
	}
	budget := without.Bytes + packed(styles.Data)/2
	if _, heavy := over(plain, budget); heavy {
		t.Error("a page without charts pays for their styles")
	}
	if _, heavy := over(page, budget); !heavy {
		t.Error("a page with charts does not pay for their styles")
	}
}

// TestNoTextPacksWorseThanItsBytesAlone packs texts of many lengths and alphabets, with and without repetitions, from bytes that
// no repetition is found in to such of which every other one misleads: gzip keeps below the size by which pages are let through.
func TestNoTextPacksWorseThanItsBytesAlone(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, length := range []int{0, 1, 10, 500, 5_000, 14_000, 40_000} {
		for _, letters := range []int{1, 2, 3, 5, 16, 40, 64, 100, 256} {
			for _, again := range []int{0, 3, 4, 8, 100} { // how long repetitions are; 0 for none
				text := make([]byte, 0, length+again)
				for len(text) < length {
					if again > 0 && len(text) > again && random.IntN(4) == 0 {
						at := random.IntN(len(text) - again)
						text = append(text, text[at:at+again]...)
					}
					skewed := min(random.IntN(letters), random.IntN(letters), random.IntN(letters))
					text = append(text, byte([2]int{skewed, random.IntN(letters)}[again%2]))
				}
				if got, most := packed(text), literal(text, nil); got > most {
					t.Errorf("%d bytes of %d letters, repeating %d: gzip writes %d bytes, more than %d", len(text), letters, again, got, most)
				}
			}
		}
	}
}
