package derivation

import (
	"fmt"
	"maps"
	"math/big"
	"slices"

	"parley/internal/costing"
	"parley/internal/diag"
	"parley/internal/money"
	"parley/internal/pricing"
	"parley/internal/repricing"
)

// Inputs are all that a list's prices follow from, beside the list.
type Inputs struct {
	Book     costing.Book
	Costs    map[string]costing.Cost // by id, of that book
	Rates    costing.Tables
	Policy   repricing.Policy
	Released map[string]pricing.Figure // the price of each SKU in the last release of the list; the first where it has tiers
	Next     string                    // the version after the list's, where that has been released and its prices stay as they are; else empty
	Day      string                    // for which overrides are judged, as ISO 8601 writes it
}

// Price is one published price with what its inputs give.
type Price struct {
	SKU        string
	Tier       int            // from 0; of a part without tiers 0
	Published  pricing.Figure // as it stands in the list
	Computed   *big.Rat       // amount; nil where it follows from nothing
	Text       string         // Computed as lists write it: "1.84"
	Derivation pricing.Derivation
	Override   pricing.Override // why the published price is another one; not given where the part does not say
}

// Agrees reports whether the published price is the computed one.
func (p Price) Agrees() bool { return p.Computed == nil || p.Computed.Cmp(p.Published.Value) == 0 }

// Compute works out the prices of a list, in the order of its parts and tiers, and what does not fit.
func Compute(list pricing.List, in Inputs) ([]Price, diag.List) {
	rounding, known := in.Policy.RoundingOf(list.Currency)
	if !known {
		return nil, nil // check reports currencies that are none
	}
	c := computer{list: list, in: in, rounding: rounding}
	var prices []Price
	for _, part := range list.Parts {
		computed := c.part(part)
		c.judge(part, computed)
		prices = append(prices, computed...)
	}
	return prices, c.findings
}

// Edits are those that make the published prices of a list the computed ones, where they differ and no override says why.
func Edits(prices []Price) []pricing.Edit {
	var edits []pricing.Edit
	for _, price := range prices {
		if !price.Agrees() && !price.Override.Given() {
			edits = append(edits, pricing.Edit{Figure: price.Published, Text: price.Text})
		}
	}
	return edits
}

// UnitCost is what a unit of a part costs us in the currency of its list, with its derivation; false where nobody knows.
func UnitCost(list pricing.List, part pricing.Part, in Inputs) (*big.Rat, bool) {
	c := computer{list: list, in: in}
	var d pricing.Derivation
	cost, known := c.cost(&d, part)
	return cost.Value, known
}

type computer struct {
	list     pricing.List
	in       Inputs
	rounding money.Rounding
	findings diag.List
}

func (c *computer) wrong(code diag.Code, at diag.Place, hint, format string, args ...any) {
	c.findings = append(c.findings, diag.New(code, at, format, args...).WithHint("%s", hint))
}

// part computes the prices of a part.
func (c *computer) part(part pricing.Part) []Price {
	published := part.Prices()
	if _, whole := part.Curve(); !whole {
		return nil // a finding of the list already
	}
	prices := make([]Price, len(published))
	for i := range prices {
		prices[i] = Price{SKU: part.SKU, Tier: i, Published: published[i], Override: part.Override}
	}
	var d pricing.Derivation
	if part.Cost == "" || !part.Margin.Given() && !part.Markup.Given() {
		return prices
	}
	adjust := part.Adjust()
	if low, high := adjust.Floor, adjust.Cap; low.Given() && high.Given() && low.Value.Cmp(high.Value) > 0 {
		return prices // no price is between them, which is a finding of the list
	}
	cost, known := c.cost(&d, part)
	if !known || part.Margin.Given() && part.Margin.Value.Cmp(big.NewRat(1, 1)) >= 0 {
		return prices
	}
	if part.Package.Given() {
		cost = d.Do(pricing.TermCostOfPackage.Of(), c.list.Currency, pricing.Product, cost, part.Package.In(pricing.TermUnitsOfPackage))
	}
	floor := c.marginFloor(&d, cost)
	first := c.first(&d, part, cost, floor)
	prices[0].set(first, d, c.list.Currency)
	for i := range prices[1:] {
		if discount := part.Tiers[i+1].Discount; discount.Given() {
			prices[i+1].set(c.tier(&d, i+1, first, discount, floor))
		}
	}
	return prices
}

// set takes the last result of a derivation as the price. Whoever goes on with the derivation gets a copy of its steps.
func (p *Price) set(price pricing.Input, d pricing.Derivation, currency string) {
	p.Computed, p.Text = price.Value, money.Payable(price.Value, currency)
	p.Derivation = pricing.Derivation{Steps: slices.Clip(d.Steps)}
}

// cost is what a unit costs in the currency of the list.
func (c *computer) cost(d *pricing.Derivation, part pricing.Part) (pricing.Input, bool) {
	cost, known := c.in.Costs[part.Cost]
	if !known {
		inBook := slices.ContainsFunc(c.in.Book.Costs, func(e costing.Entry) bool { return e.ID == part.Cost })
		if !inBook && part.Cost != "" { // what is in the book and could not be worked out has been reported there
			hint := "add it to the cost book " + c.in.Book.ID
			if near := diag.Nearest(part.Cost, slices.Sorted(maps.Keys(c.in.Costs))); near != "" {
				hint = "did you mean " + near + "?"
			}
			c.wrong(diag.CostUnknown, part.CostAt, hint, "the cost book %s has no cost %s", c.in.Book.ID, part.Cost)
		}
		return pricing.Input{}, false
	}
	if part.Unit == "" {
		return pricing.Input{}, false // the schema's finding
	}
	if cost.Unit != part.Unit {
		c.findings = append(c.findings, diag.New(diag.PriceUnit, part.CostAt, "%s is sold by the %s, and its cost is for one %s", part.SKU, part.Unit, cost.Unit).
			WithHint("name a cost for one %s", part.Unit).WithNote(cost.Place, "the cost"))
		return pricing.Input{}, false
	}
	converted, known := c.in.Rates.Convert(d, d.Join(cost.Derivation), cost.Currency, c.list.Currency, c.list.Effective.From)
	if !known {
		c.wrong(diag.CostRate, part.CostAt, "add the rate to a table that holds on that day", "no table says what %s is in %s on %s", cost.Currency, c.list.Currency, c.list.Effective.From)
	}
	return converted, known
}

// marginFloor is the least price that leaves the margin floor after the largest discount, rounded up.
func (c *computer) marginFloor(d *pricing.Derivation, cost pricing.Input) *pricing.Input {
	share := c.in.Policy.MarginFloor
	if !share.Given() {
		return nil
	}
	least := d.Do(pricing.TermLeastNet.Of(), c.list.Currency, pricing.OnMargin, cost, share.In(pricing.TermMarginFloor))
	if c.list.MaxDiscount.Given() && pricing.Keep([]*big.Rat{c.list.MaxDiscount.Value}).Cmp(c.list.LeastKept()) == 0 {
		least = d.Do(pricing.TermLeastBeforeLargest.Of(), c.list.Currency, pricing.OnMargin, least, c.list.MaxDiscount.In(pricing.TermLargestDiscount))
	} else {
		for _, discount := range c.list.Standing {
			if discount.Rate.Given() && discount.Rate.Value.Cmp(big.NewRat(1, 1)) < 0 {
				least = d.Do(pricing.TermLeastBefore.Of(called(discount)), c.list.Currency, pricing.OnMargin, least, discount.Rate.In(pricing.TermDiscount, called(discount)))
			}
		}
	}
	rounded := d.Round(pricing.TermMarginFloor.Of(), c.list.Currency, c.rounding.With(money.Up), least)
	return &rounded
}

// called is the name of a standing discount, as a name speaks of it.
func called(discount pricing.Discount) pricing.Detail {
	return pricing.Detail{Kind: pricing.Passage, Text: discount.Name}
}

// first is the price of a part, or of its first tier.
func (c *computer) first(d *pricing.Derivation, part pricing.Part, cost pricing.Input, floor *pricing.Input) pricing.Input {
	currency, adjust := c.list.Currency, part.Adjust()
	var price pricing.Input
	if part.Margin.Given() {
		price = d.Do(pricing.TermBaseline.Of(), currency, pricing.OnMargin, cost, part.Margin.In(pricing.TermMargin))
	} else {
		price = d.Do(pricing.TermBaseline.Of(), currency, pricing.Raised, cost, part.Markup.In(pricing.TermMarkup))
	}
	price = respond(d, toThroughput, currency, price, adjust.Throughput)
	price = respond(d, toDemand, currency, price, adjust.Demand)
	released := c.in.Released[part.SKU]
	was := released.In(pricing.TermReleased).Counted(currency)
	wanted := price
	if released.Given() && adjust.Band.Given() {
		price = d.Do(pricing.TermHardly.Of(), currency, pricing.Stay, price, was, adjust.Band.In(pricing.TermBand))
	}
	price = d.Round(pricing.TermRounded.Of(), currency, c.rounding, price)
	b := bounds{computer: c, d: d, part: part, price: price}
	if released.Given() && adjust.Step.Given() {
		low := d.Do(pricing.TermLeastOfStep.Of(), currency, pricing.Lowered, was, adjust.Step.In(pricing.TermStep))
		high := d.Do(pricing.TermMostOfStep.Of(), currency, pricing.Raised, was, adjust.Step.In(pricing.TermStep))
		b.within(pricing.TermStep, adjust.Step, d.Round(pricing.TermLeastRounded.Of(), currency, c.rounding.With(money.Up), low), d.Round(pricing.TermMostRounded.Of(), currency, c.rounding.With(money.Down), high))
		b.stuck(wanted, released)
	}
	if adjust.Floor.Given() {
		b.atLeast(pricing.TermFloor, pricing.TermAtLeastFloor, adjust.Floor.Place, d.Round(pricing.TermFloorRounded.Of(), currency, c.rounding.With(money.Up), adjust.Floor.In(pricing.TermFloor).Counted(currency)))
	}
	if adjust.Cap.Given() {
		b.atMost(pricing.TermCap, pricing.TermAtMostCap, adjust.Cap.Place, d.Round(pricing.TermCapRounded.Of(), currency, c.rounding.With(money.Down), adjust.Cap.In(pricing.TermCap).Counted(currency)))
	}
	if floor != nil {
		b.atLeast(pricing.TermMarginFloor, pricing.TermAtLeastMarginFloor, c.in.Policy.MarginFloor.Place, *floor)
	}
	return b.price
}

// answer is what the step that answers to a measured rate is called, and its inputs.
type answer struct{ adjusted, strength, measured, target pricing.Term }

var (
	toThroughput = answer{pricing.TermToThroughput, pricing.TermThroughputStrength, pricing.TermThroughputMeasured, pricing.TermThroughputTarget}
	toDemand     = answer{pricing.TermToDemand, pricing.TermDemandStrength, pricing.TermDemandMeasured, pricing.TermDemandTarget}
)

// respond answers to a measured rate.
func respond(d *pricing.Derivation, to answer, currency string, price pricing.Input, r pricing.Response) pricing.Input {
	if !r.Target.Given() || !r.Measured.Given() || !r.Strength.Given() || r.Target.Value.Sign() == 0 {
		return price
	}
	return d.Do(to.adjusted.Of(), currency, pricing.Respond, price, r.Strength.In(to.strength), r.Measured.In(to.measured), r.Target.In(to.target))
}

// tier is the price of a tier after the first.
func (c *computer) tier(d *pricing.Derivation, i int, first pricing.Input, discount pricing.Figure, floor *pricing.Input) (pricing.Input, pricing.Derivation, string) {
	own := pricing.Derivation{Steps: slices.Clip(d.Steps)}
	price := own.Do(pricing.TermPriceOfTier.Of(pricing.Tiered(i)), c.list.Currency, pricing.Lowered, first, discount.In(pricing.TermDiscountOfTier))
	price = own.Round(pricing.TermRounded.Of(), c.list.Currency, c.rounding, price)
	if floor != nil {
		price = own.Do(pricing.TermAtLeastMarginFloor.Of(), c.list.Currency, pricing.AtLeast, price, *floor)
	}
	return price, own, c.list.Currency
}

// judge compares what is published with what is computed. An override that lacks its reason or its day is the schema's finding, and a
// price that a flat part has in tiers is one of the list.
func (c *computer) judge(part pricing.Part, prices []Price) {
	tiered := part.Charge == "graduated" || part.Charge == "volume"
	if part.Override.Place.Line > 0 && !part.Override.Given() || !tiered && len(part.Tiers) > 0 {
		return
	}
	differ := false
	for _, price := range prices {
		switch {
		case price.Computed == nil && !price.Override.Given() && c.underived(part, price):
			c.wrong(diag.PriceUnderived, price.Published.Place, "add cost: and margin:, of a tier discount:, or override: with a reason and a day", "nothing says from what the price %s of %s follows", price.Published.Text, part.SKU)
		case !price.Agrees() && !price.Override.Given() && payable(price.Published.Text, c.list.Currency):
			c.wrong(diag.PriceDiffers, price.Published.Place, c.mending(price), "%s is published at %s, and its inputs give %s", part.SKU, price.Published.Text, price.Text)
		}
		differ = differ || !price.Agrees() || price.Computed == nil
	}
	switch o := part.Override; {
	case !o.Given() || len(prices) == 0:
	case !differ:
		c.wrong(diag.PriceOverride, o.Place, "remove the override", "%s is published at the computed price, so that nothing is overridden", part.SKU)
	case o.Until != "" && o.Until <= c.in.Day:
		c.wrong(diag.PriceOverride, o.Place, "publish the computed price, or decide anew and write a later day", "the override of %s has ended on %s", part.SKU, o.Until)
	}
}

// mending says how a price becomes the computed one: in the list, or, where that has been released, in the version after it.
func (c *computer) mending(price Price) string {
	hint := fmt.Sprintf("write %q, or add override: with a reason and a day", price.Text)
	if c.in.Next != "" {
		return fmt.Sprintf("%s has been released, so write version: %s first; then %s", c.list.Version, c.in.Next, hint)
	}
	return hint
}

// payable reports whether a price has no more decimals than its currency; of one that has, check says so.
func payable(text, currency string) bool {
	digits, known := money.MinorUnits(currency)
	return !known || money.Decimals(text) <= digits
}

// underived is true of a price of which nobody has said already why it has not been computed.
func (c *computer) underived(part pricing.Part, price Price) bool {
	if part.Cost == "" {
		return true
	}
	return price.Tier > 0 && !part.Tiers[price.Tier].Discount.Given() && (part.Margin.Given() || part.Markup.Given())
}
