package site

import (
	"strings"

	"parley/internal/derivation"
	"parley/internal/money"
	"parley/internal/pricing"
)

// derived explains the prices of a part, step by step: the steps of the command price explain, in the words of the language; for
// internal readers.
func (p *pricer) derived(sku string) []DerivedPrice {
	if p.ours == nil {
		return nil
	}
	explained, ok := p.ours.Explain(sku)
	if !ok {
		return nil
	}
	s := stepper{p}
	var all []DerivedPrice
	for _, section := range explained.Sections() {
		all = append(all, s.section(section))
	}
	return all
}

// stepper writes the steps of derivations as a language does.
type stepper struct{ *pricer }

func (s *stepper) section(section derivation.Section) DerivedPrice {
	price, currency := section.Price, s.document.Fields.Str("currency")
	derived := DerivedPrice{Tier: section.Tier, From: section.From}
	published, _ := s.language.Money(price.Published.Text, currency)
	if price.Computed != nil {
		derived.Price, _ = s.language.Money(price.Text, currency)
	}
	if !price.Agrees() || price.Computed == nil {
		derived.Published, derived.Source = published, placed(price.Published.Place)
	}
	if o := price.Override; derived.Published != "" && o.Given() {
		derived.Override = &DerivedOverride{Day: s.day(o.Date), Reason: s.passage(o.Reason), Source: placed(o.Place)}
	}
	for _, step := range section.Steps {
		derived.Steps = append(derived.Steps, s.step(step))
	}
	return derived
}

func (s *stepper) step(step pricing.Step) DerivedStep {
	shown := DerivedStep{Number: step.Number, Name: s.name(step.Name), Result: s.figure(step.Decimal(), step.Unit)}
	shown.Formula, shown.Worded = s.formula(step)
	for i, input := range step.Inputs {
		in := DerivedInput{Letter: string(rune('a' + i%26)), Name: s.name(input.Name), Figure: s.figure(input.Decimal(), input.Unit), Step: input.Step}
		if input.Step == 0 {
			in.Source, in.More = placed(input.Place), max(len(input.Lines)-1, 0)
		}
		shown.Inputs = append(shown.Inputs, in)
	}
	return shown
}

// rounded says how a number is rounded, by the mode.
var rounded = map[money.Mode]string{
	money.HalfUp: "a, rounded to %s, half up", money.HalfEven: "a, rounded to %s, half even", money.Up: "a, rounded to %s, up", money.Down: "a, rounded to %s, down",
}

// forOne says what one unit costs.
const forOne = "%[1]s for one %[2]s"

// stepPhrases are what pages say of the steps to a price without a template.
func stepPhrases() []string {
	phrases := []string{string(pricing.Stay), string(pricing.Packages), forOne}
	for _, text := range rounded {
		phrases = append(phrases, text)
	}
	for _, term := range pricing.Vocabulary() {
		phrases = append(phrases, stepContext+contextSeparator+term.Phrase())
	}
	return phrases
}

// formula is how a step makes its result, and whether that is said in words.
func (s *stepper) formula(step pricing.Step) (text string, inWords bool) {
	switch step.Formula {
	case pricing.Rounds:
		to, _ := s.language.Number(money.Text(step.Rounding.Step))
		return s.language.words.Say(rounded[step.Rounding.Mode], to), true
	case pricing.Stay, pricing.Packages:
		return s.language.words.Say(string(step.Formula)), true
	}
	return string(step.Formula), false
}

// figure writes a number: as money, as a share, or as it is.
func (s *stepper) figure(decimal, unit string) Figure {
	digits, near := strings.CutPrefix(decimal, "≈ ")
	text, _ := s.language.Number(digits)
	currency, per, isRate := strings.Cut(unit, "/")
	if _, isCurrency := money.MinorUnits(currency); isCurrency {
		text, _ = s.language.Money(digits, currency)
		if isRate {
			text = s.language.words.Say(forOne, text, s.word(per).Text)
		}
	} else if share, isShare := strings.CutSuffix(digits, "%"); isShare {
		text = s.language.Percent(share)
	}
	return Figure{text, near}
}

// term is a term in the language, with places for details.
func (s *stepper) term(term pricing.Term) string {
	return s.language.words.In(stepContext, term.Phrase())
}

// stepContext is under which catalogues have what steps are called.
const stepContext = "step"

// name is what a step or an input is called, piece by piece: what others call something stands in it as it is.
func (s *stepper) name(name pricing.Name) []Piece {
	var pieces []Piece
	rest := s.term(name.Term)
	for rest != "" {
		before, after, found := strings.Cut(rest, "%[")
		if before != "" {
			pieces = append(pieces, Piece{Text: Text{Text: before}})
		}
		if !found {
			break
		}
		which, behind, _ := strings.Cut(after, "]s")
		if i, ok := atoi(which); ok && i > 0 && i <= len(name.Details) {
			pieces = append(pieces, s.detail(name.Details[i-1])...)
		}
		rest = behind
	}
	return pieces
}

func (s *stepper) detail(detail pricing.Detail) []Piece {
	switch detail.Kind {
	case pricing.Named:
		return s.name(*detail.Name)
	case pricing.Unit:
		return []Piece{{Text: s.word(detail.Text)}}
	case pricing.Passage:
		return []Piece{{Text: s.passage(detail.Text)}}
	case pricing.Number:
		text, _ := s.language.Number(detail.Text)
		return []Piece{{Text: Text{Text: text}}}
	}
	return []Piece{{s.language.written(detail.Text), detail.Kind == pricing.Month}}
}

// word is a word of an enumeration, as the fields of the list show it.
func (s *stepper) word(raw string) Text {
	return (&nodes{site: s.site, language: s.language}).word(raw)
}
