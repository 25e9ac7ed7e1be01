package pricing

import (
	"math/big"

	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/money"
)

// Cliff is a stretch of quantities above the end of a tier that cost less in all than that end does: from just above From, up to but
// without To, over as many tiers as that takes.
type Cliff struct {
	Tier           int // the one behind From, from 0
	From, To       *big.Rat
	Charge, Beyond *big.Rat // for From units, and what comes near to it just above
}

// Cliffs are those of a curve, none within another: what lies within one is no further mistake. Only volume, which charges all units at
// the price of one tier, can have any.
func (c Curve) Cliffs() []Cliff {
	var found []Cliff
	if c.Model != "volume" {
		return nil
	}
	for i, tier := range c.Tiers[:len(c.Tiers)-1] {
		from := c.used(tier.UpTo)
		if last := len(found) - 1; last >= 0 && (found[last].To == nil || from.Cmp(found[last].To) < 0) {
			continue
		}
		here, above := c.At(from, false).Charge, c.At(from, true).Charge
		if above.Cmp(here) < 0 {
			found = append(found, Cliff{Tier: i + 1, From: from, To: c.reaches(here, i+1), Charge: here, Beyond: above})
		}
	}
	return found
}

// reaches is the first quantity from a tier on that costs as much as a charge, which its begin does not; nil where none does.
func (c Curve) reaches(charge *big.Rat, first int) *big.Rat {
	for i, tier := range c.Tiers[first:] {
		begin := c.used(c.Tiers[first+i-1].UpTo)
		if c.At(begin, true).Charge.Cmp(charge) >= 0 {
			return begin
		}
		if tier.Price.Sign() == 0 {
			continue
		}
		if units := new(big.Rat).Quo(charge, tier.Price); tier.UpTo == nil || units.Cmp(tier.UpTo) <= 0 {
			return c.used(units)
		}
	}
	return nil
}

// used is how much is used where a number of units is billed.
func (c Curve) used(billed *big.Rat) *big.Rat {
	if c.Included == nil {
		return billed
	}
	return new(big.Rat).Add(billed, c.Included)
}

// checkCliffs reports quantities that cost less than a smaller one, unless somebody has said why that is so.
func (r *reader) checkCliffs(p *Part, f doc.Value) {
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
