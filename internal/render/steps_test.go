package render

import (
	"slices"
	"strings"
	"testing"

	"parley/internal/pricing"
	"parley/themes"
)

// TestEveryStepToAPriceIsNamedInEveryLanguage walks all that steps and their inputs are called. Each has a name in every language,
// which speaks of the same things as the English one.
func TestEveryStepToAPriceIsNamedInEveryLanguage(t *testing.T) {
	for _, tag := range languages(t) {
		words, err := readWords(themes.Default(), tag)
		if err != nil {
			t.Fatal(err)
		}
		for _, term := range pricing.Vocabulary() {
			english := term.Phrase()
			if english == "" {
				t.Fatalf("term %d has no phrase", term)
			}
			if own := words["step\x04"+english]; own == "" || !slices.Equal(placesOf(own), placesOf(english)) {
				t.Errorf("%s: %q is called %q", tag, english, own)
			}
		}
	}
}

// placesOf are the places that a phrase has for details.
func placesOf(phrase string) (all []string) {
	for _, piece := range strings.Split(phrase, "%[")[1:] {
		all = append(all, piece[:1])
	}
	slices.Sort(all)
	return all
}
