package pricing

import (
	"math/big"

	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/money"
)

// Cliff is a stretch of quantities above the end of a tier that cost less in all than that end does: from just above From, up to but
// without To.
type Cliff struct {
	Tier           int // the one behind From, from 0
	From, To       *big.Rat
	Charge, Beyond *big.Rat // for From units, and what comes near to it just above
}

// Cliffs are those of a curve. Only volume, which charges all units at the price of one tier, can have any.
func (c Curve) Cliffs() []Cliff {
	var found []Cliff
	if c.Model != "volume" {
		return nil
	}
	for i, tier := range c.Tiers[:len(c.Tiers)-1] {
		from, next := tier.UpTo, c.Tiers[i+1]
		if c.Included != nil {
			from = new(big.Rat).Add(from, c.Included)
		}
		here, above := c.At(from, false).Charge, c.At(from, true).Charge
		if above.Cmp(here) >= 0 {
			continue
		}
		cliff := Cliff{Tier: i + 1, From: from, To: nil, Charge: here, Beyond: above}
		if next.Price.Sign() > 0 {
			cliff.To = new(big.Rat).Quo(here, next.Price)
		}
		if next.UpTo != nil && (cliff.To == nil || cliff.To.Cmp(next.UpTo) > 0) {
			cliff.To = next.UpTo
		}
		if cliff.To != nil && c.Included != nil {
			cliff.To = new(big.Rat).Add(cliff.To, c.Included)
		}
		found = append(found, cliff)
	}
	return found
}

// checkCliffs reports quantities that cost less than a smaller one, unless somebody has said why that is so.
func (r *reader) checkCliffs(p Part, f doc.Value) {
	curve, whole := p.Curve()
	if !whole || f.Str("cliff") != "" {
		return
	}
	for _, cliff := range curve.Cliffs() {
		upTo := "any more"
		if cliff.To != nil {
			upTo = "less than " + money.Near(cliff.To, 3)
		}
		r.add(diag.PriceCliff, p.Tiers[cliff.Tier].Price.Place, `write charge: graduated, or say why: cliff: "customers are billed for the larger amount if that is cheaper"`,
			"more than %s of %s, and %s, cost less than %s: %s cost %s %s, a little more about %s", money.Text(cliff.From), p.SKU, upTo, money.Text(cliff.From),
			money.Text(cliff.From), money.Near(cliff.Charge, 2), r.currency, money.Near(cliff.Beyond, 2))
	}
}
