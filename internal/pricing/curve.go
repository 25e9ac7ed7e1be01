package pricing

import (
	"math/big"
)

// Curve is what any quantity of a part costs in a month, in the currency of its list. The formulas, for a quantity q of which
// b = max(0, q-included) is billed:
//
//	flat       price, once, whatever the quantity; nothing where nothing is used
//	per-unit   price * b
//	graduated  each unit at the price of the tier in which it falls (Stripe, Lago: graduated; Kill Bill: ALL_TIERS)
//	volume     all units at the price of the tier in which b falls (Kill Bill: TOP_TIER)
//	package    price * ceil(b / package)
//
// and then at least minimum, and at most cap. A flat price is that of a month in which any of the part is used, be it half a unit or
// thirty: what is sold by the piece is per-unit. A minimum is what a month costs in any case. The last unit of a tier, up_to, belongs to it.
type Curve struct {
	Model    string
	Tiers    []Bracket // one for flat, per-unit and package; the last has no end
	Package  *big.Rat  // units; nil but for package
	Included *big.Rat  // units; nil for none
	Minimum  *big.Rat  // amount; nil for none
	Cap      *big.Rat  // amount; nil for none
}

// Bracket is a tier of a curve: the price of a unit up to a number of billed units, nil where it has no end.
type Bracket struct{ UpTo, Price *big.Rat }

// Curve returns the curve of a part; false where something that it needs is missing or cannot be, which is a finding already.
func (p Part) Curve() (Curve, bool) {
	c := Curve{Model: p.Charge, Package: p.Package.Value, Included: p.Included.Value, Minimum: p.Minimum.Value, Cap: p.Cap.Value}
	switch p.Charge {
	case "flat", "per-unit", "package":
		c.Tiers = []Bracket{{Price: p.Price.Value}}
	case "graduated", "volume":
		for _, tier := range p.Tiers {
			c.Tiers = append(c.Tiers, Bracket{tier.UpTo.Value, tier.Price.Value})
		}
	}
	return c, c.whole()
}

// whole reports whether every quantity has one charge.
func (c Curve) whole() bool {
	last := len(c.Tiers) - 1
	for i, tier := range c.Tiers {
		if tier.Price == nil || (tier.UpTo == nil) != (i == last) || tier.UpTo != nil && tier.UpTo.Sign() <= 0 || i > 0 && i < last && tier.UpTo.Cmp(c.Tiers[i-1].UpTo) <= 0 {
			return false
		}
	}
	packed := c.Model == "package"
	crossed := c.Minimum != nil && c.Cap != nil && c.Minimum.Cmp(c.Cap) > 0
	return last >= 0 && packed == (c.Package != nil) && (!packed || c.Package.Sign() > 0) && !crossed
}

// Charge is what a quantity (not negative) costs: exact, and not rounded.
func (c Curve) Charge(quantity *big.Rat) *big.Rat { return c.At(quantity, false).Charge }

// Point is a curve at a quantity.
type Point struct {
	Charge *big.Rat
	Rate   *big.Rat // what the next bit of a unit costs, as a price a unit
}

// At is the curve at a quantity, or just above it: a curve may leap at the end of a tier or a package. Rate is that just above
// the quantity in either case.
func (c Curve) At(quantity *big.Rat, above bool) Point {
	billed := c.billed(quantity)
	started := c.Included == nil || quantity.Cmp(c.Included) >= 0
	p := c.bare(billed, above && started)
	if !started {
		p.Rate = new(big.Rat)
	}
	if c.Minimum != nil && p.Charge.Cmp(c.Minimum) < 0 {
		p = Point{c.Minimum, new(big.Rat)}
	}
	if c.Cap != nil && p.Charge.Cmp(c.Cap) >= 0 {
		p = Point{c.Cap, new(big.Rat)}
	}
	return p
}

func (c Curve) billed(quantity *big.Rat) *big.Rat {
	if c.Included == nil {
		return quantity
	}
	billed := new(big.Rat).Sub(quantity, c.Included)
	if billed.Sign() < 0 {
		return new(big.Rat)
	}
	return billed
}

// bare is the curve over billed units, without minimum and cap.
func (c Curve) bare(billed *big.Rat, above bool) Point {
	switch c.Model {
	case "flat":
		if billed.Sign() == 0 && !above {
			return Point{new(big.Rat), new(big.Rat)}
		}
		return Point{c.Tiers[0].Price, new(big.Rat)}
	case "package":
		packages := new(big.Rat).SetInt(ceiling(new(big.Rat).Quo(billed, c.Package)))
		if above && new(big.Rat).Mul(packages, c.Package).Cmp(billed) == 0 {
			packages.Add(packages, one)
		}
		return Point{packages.Mul(packages, c.Tiers[0].Price), new(big.Rat)}
	case "graduated":
		return Point{Sum(c.Slices(billed)), c.Tiers[c.tier(billed, true)].Price}
	}
	price := c.Tiers[c.tier(billed, above)].Price
	return Point{new(big.Rat).Mul(price, billed), c.Tiers[c.tier(billed, true)].Price}
}

// tier is the one in which a number of billed units falls, or just above it.
func (c Curve) tier(billed *big.Rat, above bool) int {
	for i, tier := range c.Tiers {
		if tier.UpTo == nil {
			return i
		}
		if order := billed.Cmp(tier.UpTo); order < 0 || order == 0 && !above {
			return i
		}
	}
	return len(c.Tiers) - 1
}

func ceiling(x *big.Rat) *big.Int {
	whole, rest := new(big.Int).QuoRem(x.Num(), x.Denom(), new(big.Int))
	if rest.Sign() > 0 {
		whole.Add(whole, big.NewInt(1))
	}
	return whole
}

// Slice is a stretch of billed units that is charged at one price.
type Slice struct {
	Quantity *big.Rat // units, or packages
	Price    *big.Rat // amount for each
	Amount   *big.Rat // Quantity * Price
}

// Slices says how a number of billed units becomes a charge, before minimum and cap.
func (c Curve) Slices(billed *big.Rat) []Slice {
	slice := func(quantity, price *big.Rat) Slice { return Slice{quantity, price, new(big.Rat).Mul(quantity, price)} }
	switch c.Model {
	case "flat":
		if billed.Sign() == 0 {
			return nil
		}
		return []Slice{slice(one, c.Tiers[0].Price)}
	case "package":
		return []Slice{slice(new(big.Rat).SetInt(ceiling(new(big.Rat).Quo(billed, c.Package))), c.Tiers[0].Price)}
	case "graduated":
		var slices []Slice
		from := new(big.Rat)
		for _, tier := range c.Tiers {
			to := billed
			if tier.UpTo != nil && tier.UpTo.Cmp(billed) < 0 {
				to = tier.UpTo
			}
			if to.Cmp(from) > 0 {
				slices = append(slices, slice(new(big.Rat).Sub(to, from), tier.Price))
				from = to
			}
		}
		return slices
	}
	return []Slice{slice(billed, c.Tiers[c.tier(billed, false)].Price)}
}

// Billed is the part of a quantity that is billed: what is above the included units.
func (c Curve) Billed(quantity *big.Rat) *big.Rat { return c.billed(quantity) }

// Sum adds the amounts of slices.
func Sum(slices []Slice) *big.Rat {
	sum := new(big.Rat)
	for _, slice := range slices {
		sum.Add(sum, slice.Amount)
	}
	return sum
}

// Breaks are the quantities above zero, in order, at which the curve bends or leaps, no more than a number of them. Packages
// may have no last one.
func (c Curve) Breaks(most int) []*big.Rat {
	start := new(big.Rat)
	if c.Included != nil {
		start = c.Included
	}
	var bends []*big.Rat
	add := func(q *big.Rat) {
		if q.Sign() > 0 && (len(bends) == 0 || q.Cmp(bends[len(bends)-1]) > 0) && len(bends) < most {
			bends = append(bends, q)
		}
	}
	edges := []*big.Rat{start}
	for _, tier := range c.Tiers {
		if tier.UpTo != nil {
			edges = append(edges, new(big.Rat).Add(start, tier.UpTo))
		}
	}
	for i, edge := range edges {
		add(edge)
		var next *big.Rat
		if i+1 < len(edges) {
			next = edges[i+1]
		}
		c.crossings(edge, next, add)
	}
	if c.Model == "package" && c.Tiers[0].Price.Sign() > 0 {
		for n := int64(1); len(bends) < most; n++ {
			edge := new(big.Rat).Mul(c.Package, big.NewRat(n, 1))
			edge.Add(edge, start)
			if c.Cap != nil && c.Charge(edge).Cmp(c.Cap) >= 0 {
				break
			}
			add(edge)
		}
	}
	return bends
}

// crossings finds where the bare curve meets the minimum and the cap between two edges, on which it is a straight line.
func (c Curve) crossings(from, to *big.Rat, add func(*big.Rat)) {
	if c.Model == "flat" || c.Model == "package" {
		return
	}
	here := c.bare(c.billed(from), true)
	if here.Rate.Sign() <= 0 {
		return
	}
	for _, level := range []*big.Rat{c.Minimum, c.Cap} {
		if level == nil || level.Cmp(here.Charge) <= 0 {
			continue
		}
		way := new(big.Rat).Sub(level, here.Charge)
		if at := way.Quo(way, here.Rate).Add(way, from); to == nil || at.Cmp(to) < 0 {
			add(at)
		}
	}
}
