package site

import (
	"fmt"
	"math/big"
	"testing"

	"parley/internal/diag"
	"parley/internal/kind"
	"parley/internal/money"
	"parley/internal/pricing"
)

// TestEveryFormulaIsWritten walks the formulas and the modes of rounding: what has words in it is a phrase that a theme has to
// translate, and what is mathematics is not taken for one.
func TestEveryFormulaIsWritten(t *testing.T) {
	s, spoken := stepsIn(t, nil), map[string]bool{}
	for _, phrase := range stepPhrases() {
		spoken[phrase] = true
	}
	for _, formula := range pricing.Formulas() {
		text, inWords := s.formula(pricing.Step{Formula: formula, Rounding: money.Rounding{Step: big.NewRat(1, 100), Mode: money.Up}})
		if formula != pricing.Rounds && (text != string(formula) || inWords != spoken[text]) || formula == pricing.Rounds && text != "a, rounded to 0.01, up" {
			t.Errorf("%s is written %q, in words: %v", formula, text, inWords)
		}
	}
	for _, mode := range money.Modes() {
		if !spoken[rounded[money.Mode(mode)]] {
			t.Errorf("nobody says what %s is", mode)
		}
	}
}

// TestNamesOfStepsAreWrittenInTheLanguage looks at what stands in the places of names, and at numbers.
func TestNamesOfStepsAreWrittenInTheLanguage(t *testing.T) {
	words := Words{}
	words.Set("step", pricing.TermInMonth.Phrase(), "%[2]s: %[1]s")
	words.Set("step", pricing.TermCostOfOne.Phrase(), "Kosten je %[1]s")
	words["%[1]s for one %[2]s"] = "%[1]s je %[2]s"
	words.Set("enum", "hour", "Stunde")
	s := stepsIn(t, words)
	compute, month := pricing.Detail{Kind: pricing.Own, Text: "Compute"}, pricing.Detail{Kind: pricing.Month, Text: "2026-07"}
	hour := pricing.Detail{Kind: pricing.Unit, Text: "hour"}
	inMonth := pricing.TermInMonth.Of(compute, month)
	for want, name := range map[string]pricing.Name{
		"2026-07: Compute": inMonth, "Kosten je Stunde": pricing.TermCostOfOne.Of(hour), "USD: 2026-07: Compute": pricing.TermConverted.Of(pricing.Detail{Kind: pricing.Named, Name: &inMonth}, pricing.Detail{Kind: pricing.Currency, Text: "USD"}),
		"baseline": pricing.TermBaseline.Of(), "price of tier 2": pricing.TermPriceOfTier.Of(pricing.Tiered(1)), "discount launch": pricing.TermDiscount.Of(pricing.Detail{Kind: pricing.Passage, Text: "launch"}),
	} {
		got := ""
		for _, piece := range s.name(name) {
			got += piece.Text.Text
		}
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	for _, c := range []struct {
		decimal, unit string
		want          Figure
	}{
		{"1234.5", "", Figure{"1.234,5", false}}, {"≈ 0.333", "EUR", Figure{"0,333\u00a0€", true}}, {"1.50", "EUR/hour", Figure{"1,50\u00a0€ je Stunde", false}}, {"7.53%", "", Figure{"7,53\u00a0%", false}},
	} {
		if got := s.figure(c.decimal, c.unit); got != c.want {
			t.Errorf("%s %s: %+v, want %+v", c.decimal, c.unit, got, c.want)
		}
	}
	at := diag.Place{Path: "pricing/costs/a.csv", Span: diag.Span{Line: 7}}
	var d pricing.Derivation
	first := d.Do(pricing.TermAmountOf.Of(compute), "EUR", pricing.Total, pricing.Input{Name: inMonth, Value: big.NewRat(5, 2), Text: "2.5", Unit: "EUR", Place: at, Lines: []int{7, 9}})
	d.Do(pricing.TermBuffered.Of(), "EUR", pricing.Taken, first)
	read, result := s.step(d.Steps[0]).Inputs[0], s.step(d.Steps[1])
	if got := fmt.Sprintf("%s %s %s %d %d %q %s", read.Letter, read.Figure.Text, read.Source, read.More, result.Inputs[0].Step, result.Inputs[0].Source, result.Result.Text); got != "a 2,50\u00a0€ pricing/costs/a.csv:7 1 1 \"\" 2,50\u00a0€" {
		t.Error(got)
	}
}

// stepsIn writes steps in German, with some words, or in English.
func stepsIn(t *testing.T, words Words) *stepper {
	t.Helper()
	s := pricesOn(t, kind.Internal, "", &Ours{})
	at, _ := s.Find(address)
	p := &pricer{site: s, language: &s.languages[0], document: s.sheets[at%len(s.sheets)].document}
	if words != nil {
		p.language = &s.languages[1]
		p.language.words = words
	}
	return &stepper{p}
}
