package plain

import (
	"math"
	"strings"
	"testing"
)

// TestMeasure computes a text by hand: 25 sentences of four words, one of which has more than six letters.
func TestMeasure(t *testing.T) {
	text := strings.TrimSpace(strings.Repeat("You open the contract. ", 25))
	score, ok := Measure([]string{text}, "en-GB")
	if !ok || score.Words != 100 || math.Abs(score.Value-29) > 1e-9 || score.Hard() { // 100/25 + 100·25/100
		t.Errorf("%+v, %t", score, ok)
	}
	// Gulpease: 89 + (300·25 − 10·letters)/100, and each sentence has 3+4+3+8 letters.
	italian, ok := Measure([]string{text}, "it")
	if want := 89 + (300.0*25-10*25*18)/100; !ok || math.Abs(italian.Value-want) > 1e-9 || italian.Hard() {
		t.Errorf("%+v, want %v", italian, want)
	}
	hard := strings.TrimSpace(strings.Repeat("Notwithstanding aforementioned considerations regarding contractual obligations, subsequent modifications necessitate documentation ", 10))
	if score, ok := Measure([]string{hard, "So it is."}, "de"); !ok || !score.Hard() || !strings.HasPrefix(score.Hardest[0].Text, "Notwith") {
		t.Errorf("%+v", score)
	}
	if score, ok := Measure([]string{hard}, "it"); !ok || !score.Hard() {
		t.Errorf("%+v", score)
	}
}

func TestWhatCannotBeMeasuredHasNoScore(t *testing.T) {
	long := strings.Repeat("word ", 200)
	for language, text := range map[string]string{"ja": long, "ar": long, "en": strings.Repeat("word ", 99), "": long} {
		if score, ok := Measure([]string{text}, language); ok {
			t.Errorf("%s: %+v", language, score)
		}
	}
}

func TestASentenceEndsWhereAMarkAndABlankStand(t *testing.T) {
	got := split("Version 1.5 is out. Is it? Yes: it\u00a0is. é")
	if strings.Join(got, "|") != "Version 1.5 is out.|Is it?|Yes:|it\u00a0is.|é" {
		t.Errorf("%q", got)
	}
	if got := split("bad \xff bytes. \xff"); len(got) != 2 {
		t.Errorf("%q", got)
	}
}
