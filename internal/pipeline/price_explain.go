package pipeline

import (
	"fmt"
	"math/big"

	"parley/internal/billing"
	"parley/internal/derivation"
	"parley/internal/diag"
	"parley/internal/money"
	"parley/internal/pricing"
)

// Explanation is how the prices of a part follow, and what a quantity of it costs.
type Explanation struct {
	List     string           `json:"list"`
	SKU      string           `json:"sku"`
	Currency string           `json:"currency"`
	Prices   []ExplainedPrice `json:"prices"`
	Charge   *ExplainedCharge `json:"charge,omitempty"`

	Findings diag.List `json:"-"` // of the list and of all that the prices follow from, and of the charge

	text string
}

// ExplainedPrice is one price with the steps from its inputs.
type ExplainedPrice struct {
	Tier      int    `json:"tier"` // from 1; 0 of a part without tiers
	Published string `json:"published"`
	Computed  string `json:"computed"`
	Steps     []Step `json:"steps"`

	Override *ExplainedOverride `json:"override,omitempty"` // why the two differ
}

// ExplainedOverride is what a part says of a price that is not the computed one, with its place.
type ExplainedOverride struct {
	Reason string `json:"reason"`
	Date   string `json:"date"`
	Until  string `json:"until,omitempty"` // the first day on which it no longer holds
	File   string `json:"file"`
	Line   int    `json:"line"`
}

// ExplainedCharge is what a quantity costs at the published prices, with the steps to it.
type ExplainedCharge struct {
	Quantity string `json:"quantity"`
	Amount   string `json:"amount"`
	Steps    []Step `json:"steps"`
}

// Step is a step of a derivation. Numbers are exact: a decimal, or a fraction where it has no end.
type Step struct {
	Number  int         `json:"number"`
	Name    string      `json:"name"`
	Formula string      `json:"formula"`
	Inputs  []StepInput `json:"inputs"`
	Result  string      `json:"result"`
	Unit    string      `json:"unit"`
}

// StepInput is what goes into a step: a figure of a file, or the result of an earlier step.
type StepInput struct {
	Name  string `json:"name"`
	Value string `json:"value"`
	Step  int    `json:"step,omitempty"`
	File  string `json:"file,omitempty"`
	Lines []int  `json:"lines,omitempty"`
}

// Text is the explanation for people, as lines.
func (e Explanation) Text() string { return e.text }

// ExplainPrice explains a part. The quantity may be empty.
func ExplainPrice(p *Prices, id, sku, quantity string) (Explanation, error) {
	list, err := p.Wanted(id)
	if err != nil {
		return Explanation{}, err
	}
	figure := pricing.Figure{}
	if quantity != "" {
		value, err := quantityOf(quantity)
		if err != nil {
			return Explanation{}, err
		}
		figure = pricing.Figure{Value: value, Text: quantity, Place: diag.Place{Path: "--quantity", Span: diag.Span{Line: 1, Col: 1, EndLine: 1, EndCol: 1}}}
	}
	if _, sold := list.Part(sku); !sold {
		return Explanation{}, noPart(list, sku)
	}
	found, whole := p.Explain(list, sku, figure)
	if !whole {
		return Explanation{}, fmt.Errorf("what a unit of %s costs cannot be told, because its prices are not all there; parley check says what is wrong", sku)
	}
	e := Explanation{List: list.ID, SKU: sku, Currency: list.Currency, Prices: []ExplainedPrice{}, text: found.Text(list.Currency)}
	for _, price := range found.Prices {
		shown := shownPrice(list, price, false)
		e.Prices = append(e.Prices, ExplainedPrice{shown.Tier, shown.Published, shown.Computed, stepsOf(price.Derivation), overrideOf(price)})
	}
	if len(found.Charge.Steps) > 0 {
		e.Charge = &ExplainedCharge{quantity, money.Payable(found.Charge.Last().Value, list.Currency), stepsOf(found.Charge)}
	}
	e.Findings = p.Concerning(p.Findings, list)
	if e.Charge != nil {
		settings := p.Settings(&billing.Usage{})
		if finding, above := settings.Exceeds(found.Charge.Last().Value, list.Currency, quantity+" of "+sku); above {
			e.Findings = append(e.Findings, finding).Sort()
		}
	}
	return e, nil
}

// overrideOf is nil where the published price is the computed one, and where nothing says why it is not.
func overrideOf(price derivation.Price) *ExplainedOverride {
	o := price.Override
	if !o.Given() || price.Computed != nil && price.Agrees() {
		return nil
	}
	return &ExplainedOverride{o.Reason, o.Date, o.Until, o.Place.Path, o.Place.Line}
}

// quantityOf reads a number of units as usage has it.
func quantityOf(text string) (*big.Rat, error) {
	millionths, ok := money.Fixed([]byte(text), pricing.QuantityDecimals)
	if !ok {
		return nil, fmt.Errorf("--quantity %s is no quantity; write up to 12 digits, and if need be a point and up to %d decimals", text, pricing.QuantityDecimals)
	}
	return pricing.Quantity(millionths).Rat(), nil
}

func noPart(list pricing.List, sku string) error {
	var known []string
	for _, part := range list.Parts {
		known = append(known, part.SKU)
	}
	if near := diag.Nearest(sku, known); near != "" {
		return fmt.Errorf("%s has no part %q; did you mean %s?", list.ID, sku, near)
	}
	return fmt.Errorf("%s has no part %q; it has %s", list.ID, sku, orNone(known))
}

func stepsOf(d pricing.Derivation) []Step {
	steps := []Step{}
	for _, step := range d.Steps {
		shown := Step{Number: step.Number, Name: step.Name.String(), Formula: string(step.Formula), Inputs: []StepInput{}, Result: money.Text(step.Result), Unit: step.Unit}
		if step.Formula == pricing.Rounds {
			shown.Formula += " to " + step.Rounding.String()
		}
		for _, input := range step.Inputs {
			in := StepInput{Name: input.Name.String(), Value: input.Text, Step: input.Step}
			if in.Value == "" {
				in.Value = money.Text(input.Value)
			}
			if input.Step == 0 {
				in.File, in.Lines = input.Place.Path, input.Lines
				if len(in.Lines) == 0 {
					in.Lines = []int{input.Place.Line}
				}
			}
			shown.Inputs = append(shown.Inputs, in)
		}
		steps = append(steps, shown)
	}
	return steps
}
