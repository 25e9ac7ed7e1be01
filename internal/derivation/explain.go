package derivation

import (
	"math/big"

	"parley/internal/money"
	"parley/internal/pricing"
)

// Explanation is how a part's prices follow from their inputs, and what a quantity of it costs.
type Explanation struct {
	Prices []Price
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
	if !quantity.Given() {
		return e, true
	}
	charge := curve.Explain(&e.Charge, part, quantity.In("quantity"), list.Currency)
	charge = e.Charge.Round("charge, rounded", list.Currency, rounding, charge)
	for _, discount := range list.Standing {
		if discount.Rate.Given() && discount.Rate.Value.Sign() > 0 && discount.Rate.Value.Cmp(big.NewRat(1, 1)) < 0 {
			charge = e.Charge.Do("less "+discount.Name, list.Currency, pricing.Lowered, charge, discount.Rate.In("discount "+discount.Name))
		}
	}
	e.Charge.Round("net charge, rounded", list.Currency, rounding, charge)
	return e, true
}

// Text prints the explanation: the steps of each price, then those of the charge.
func (e Explanation) Text(currency string) string {
	text := ""
	for _, price := range e.Prices {
		text += price.Heading(currency) + "\n"
		if price.Computed != nil {
			text += price.Derivation.Text()
		}
	}
	if len(e.Charge.Steps) > 0 {
		text += "charge: " + money.Payable(e.Charge.Last().Value, currency) + " " + currency + "\n" + e.Charge.Text()
	}
	return text
}

// Heading is what a price comes to: "MIG-ENGINE-HOUR: 1.84 EUR".
func (p Price) Heading(currency string) string {
	if p.Computed == nil {
		return p.SKU + ": " + p.Published.Text + " follows from nothing that is written"
	}
	return p.SKU + ": " + p.Text + " " + currency
}
