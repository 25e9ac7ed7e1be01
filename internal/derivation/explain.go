package derivation

import (
	"cmp"
	"fmt"
	"math/big"
	"strings"
	"text/tabwriter"

	"parley/internal/money"
	"parley/internal/pricing"
)

// Explanation is how a part's prices follow from their inputs, and what a quantity of it costs.
type Explanation struct {
	Prices []Price
	UpTo   []string           // the end of the tier of each price, as it is written; empty for the last, and for a part without tiers
	Charge pricing.Derivation // from the quantity to the rounded charge; empty where no quantity is asked for
}

// Explain explains a part of a list. A quantity is a figure of the caller, with the place where it was given; its charge is
// that of the published prices, less the standing discounts. False where the list has no such part, or one without a curve.
func Explain(list pricing.List, sku string, quantity pricing.Figure, in Inputs) (Explanation, bool) {
	part, found := list.Part(sku)
	curve, whole := part.Curve()
	rounding, known := in.Policy.RoundingOf(list.Currency)
	if !found || !whole || !known {
		return Explanation{}, false
	}
	c := computer{list: list, in: in, rounding: rounding}
	e := Explanation{Prices: c.part(part)}
	for _, price := range e.Prices {
		upTo := ""
		if price.Tier < len(part.Tiers) {
			upTo = part.Tiers[price.Tier].UpTo.Text
		}
		e.UpTo = append(e.UpTo, upTo)
	}
	if !quantity.Given() {
		return e, true
	}
	charge := curve.Explain(&e.Charge, part, quantity.In(pricing.TermQuantity), list.Currency)
	charge = e.Charge.Round(pricing.TermChargeRounded.Of(), list.Currency, rounding, charge)
	for _, discount := range list.Standing {
		if discount.Rate.Given() && discount.Rate.Value.Sign() > 0 && discount.Rate.Value.Cmp(big.NewRat(1, 1)) < 0 {
			charge = e.Charge.Do(pricing.TermLess.Of(called(discount)), list.Currency, pricing.Lowered, charge, discount.Rate.In(pricing.TermDiscount, called(discount)))
		}
	}
	e.Charge.Round(pricing.TermNetRounded.Of(), list.Currency, rounding, charge)
	return e, true
}

// Section is what one price comes to, with the steps to it.
type Section struct {
	Price Price
	Tier  int // from 1; 0 of a part without tiers
	From  int // the step of tier 1 after which it begins; 0 where all steps are here
	Steps []pricing.Step
}

// Sections are those of all prices. A step that the tiers of a part have in common is in the first section alone.
func (e Explanation) Sections() []Section {
	var all []Section
	for i, price := range e.Prices {
		section := Section{Price: price, Steps: price.Derivation.Steps}
		if len(e.Prices) > 1 {
			section.Tier = i + 1
		}
		if i > 0 {
			section.From = price.Derivation.Common(e.Prices[0].Derivation)
			section.Steps = section.Steps[section.From:]
		}
		all = append(all, section)
	}
	return all
}

// Title is what stands above the steps.
func (s Section) Title(currency string) string {
	title := s.Price.Heading(currency)
	if s.Tier > 0 {
		title = fmt.Sprintf("tier %d of %s", s.Tier, title)
	}
	if s.From > 0 {
		title += fmt.Sprintf(", from step %d of tier 1 on", s.From)
	}
	return title
}

// Text prints the explanation: of a part with tiers, the table of its prices; the steps of each price, then those of the charge.
func (e Explanation) Text(currency string) string {
	text := ""
	if len(e.Prices) > 1 {
		text = e.table(currency)
	}
	for _, section := range e.Sections() {
		text += section.Title(currency) + "\n" + pricing.Derivation{Steps: section.Steps}.Text()
	}
	if len(e.Charge.Steps) > 0 {
		text += "charge: " + money.Payable(e.Charge.Last().Value, currency) + " " + currency + "\n" + e.Charge.Text()
	}
	return text
}

// table lists the prices of a part with tiers.
func (e Explanation) table(currency string) string {
	var b strings.Builder
	columns := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintf(columns, "tier\tup to\tpublished\tcomputed\n")
	for i, price := range e.Prices {
		fmt.Fprintf(columns, "%d\t%s\t%s %s\t%s\n", i+1, cmp.Or(e.UpTo[i], "-"), price.Published.Text, currency, cmp.Or(price.Text, "-"))
	}
	_ = columns.Flush() // memory takes everything
	return b.String() + "\n"
}

// Heading is what a price comes to: "MIG-ENGINE-HOUR: 1.84 EUR". Of a price that is published otherwise it is also that one, with
// its line, and the override that says why.
func (p Price) Heading(currency string) string {
	heading := p.SKU + ": " + p.Text + " " + currency
	switch {
	case p.Computed == nil:
		heading = p.SKU + ": " + p.Published.Text + " follows from nothing that is written"
	case !p.Agrees():
		heading += fmt.Sprintf(", published at %s %s, %s:%d", p.Published.Text, currency, p.Published.Place.Path, p.Published.Place.Line)
	default:
		return heading
	}
	if o := p.Override; o.Given() {
		heading += fmt.Sprintf(", by the override of %s, %s:%d: %s", o.Date, o.Place.Path, o.Place.Line, o.Reason)
	}
	return heading
}
