package repricing

import (
	"math/big"
	"slices"

	"parley/internal/pricing"
)

// Shift is how a change of a curve changes what is paid.
//
// Charge is looked at for every quantity q above zero, as new(q)/old(q) - 1. Both curves are straight between the quantities
// at which one of them bends or leaps, and a quotient of straight lines has its extremes at the ends of such a stretch. So the
// ends are looked at, at the quantity and just above it, and what the quotient tends to as q grows without end. Most and Least
// are the largest and the smallest of these; Rate is the largest change, up or down, of what one unit more costs, on any
// stretch on which it cost something before and does after.
//
// Packages leap for ever. Two curves of packages are looked at until they repeat each other; where that takes more than 1,000
// leaps, what lies beyond is bounded instead of worked out, and Bounded says that the true extremes may be smaller.
type Shift struct {
	Most, Least *big.Rat // relative changes of the charge, 1/10 for 10 % more
	Rate        *big.Rat // not negative
	Endless     bool     // a quantity that cost nothing costs something, or the two cannot be compared
	Bounded     bool
}

// mostLeaps is how many bends and leaps of a curve are looked at.
const mostLeaps = 1000

// Between compares two curves that are over the same unit and in the same currency.
func Between(before, after pricing.Curve) Shift {
	s := Shift{Most: new(big.Rat), Least: new(big.Rat), Rate: new(big.Rat)}
	if alike(before, after) {
		return s
	}
	c := comparison{before: before, after: after}
	edges, complete := c.edges()
	first := true
	for i, edge := range edges {
		old, now := before.At(edge, true), after.At(edge, true)
		c.look(&s, old, now, &first)
		if old.Rate.Sign() > 0 && now.Rate.Sign() > 0 {
			s.rate(now.Rate, old.Rate)
		}
		if i+1 < len(edges) {
			next := edges[i+1]
			c.look(&s, pricing.Point{Charge: before.Charge(next), Rate: new(big.Rat)}, pricing.Point{Charge: after.Charge(next), Rate: new(big.Rat)}, &first)
		}
	}
	c.tail(&s, edges[len(edges)-1], complete, &first)
	return s
}

// Largest is the largest change, up or down, of the charge or of what one unit more costs; false where there is no largest.
func (s Shift) Largest() (*big.Rat, bool) {
	largest := new(big.Rat)
	for _, x := range []*big.Rat{s.Most, s.Least, s.Rate} {
		if x == nil {
			continue // of a part that is in one state only
		}
		if size := new(big.Rat).Abs(x); size.Cmp(largest) > 0 {
			largest = size
		}
	}
	return largest, !s.Endless
}

// None reports that nothing changes.
func (s Shift) None() bool {
	return !s.Endless && !slices.ContainsFunc([]*big.Rat{s.Most, s.Least, s.Rate}, func(x *big.Rat) bool { return x != nil && x.Sign() != 0 })
}

func alike(a, b pricing.Curve) bool {
	return a.Model == b.Model && equal(a.Package, b.Package) && equal(a.Included, b.Included) && equal(a.Minimum, b.Minimum) && equal(a.Cap, b.Cap) &&
		slices.EqualFunc(a.Tiers, b.Tiers, func(x, y pricing.Bracket) bool { return equal(x.UpTo, y.UpTo) && equal(x.Price, y.Price) })
}

func equal(x, y *big.Rat) bool {
	return x == nil && y == nil || x != nil && y != nil && x.Cmp(y) == 0
}

type comparison struct{ before, after pricing.Curve }

// edges are zero and all quantities at which one of the curves bends or leaps, as far as they are looked at. False where more
// would have to be.
func (c comparison) edges() ([]*big.Rat, bool) {
	all := []*big.Rat{new(big.Rat)}
	horizon, complete := c.horizon(), true
	for _, curve := range []pricing.Curve{c.before, c.after} {
		breaks := curve.Breaks(mostLeaps)
		if len(breaks) == mostLeaps && (horizon == nil || breaks[mostLeaps-1].Cmp(horizon) < 0) {
			complete = false
		}
		if horizon != nil {
			beyond, _ := slices.BinarySearchFunc(breaks, horizon, (*big.Rat).Cmp)
			breaks = breaks[:min(beyond+1, len(breaks))]
		}
		all = append(all, breaks...)
	}
	slices.SortFunc(all, (*big.Rat).Cmp)
	all = slices.CompactFunc(all, func(x, y *big.Rat) bool { return x.Cmp(y) == 0 })
	if !complete { // all quantities up to the last edge must have been looked at for both
		all = all[:min(len(all), mostLeaps)]
	}
	return all, complete
}

// horizon is the quantity from which two curves of packages without a cap repeat each other: from where both count packages
// on, a common multiple of the two sizes. Nil where a curve has no end of leaps, and the other no packages.
func (c comparison) horizon() *big.Rat {
	if !endless(c.before) || !endless(c.after) {
		return nil
	}
	a, b := c.before.Package, c.after.Package
	// The least common multiple of fractions: that of the numerators over the greatest divisor of the denominators.
	above := new(big.Int).Mul(a.Num(), b.Num())
	above.Quo(above, new(big.Int).GCD(nil, nil, a.Num(), b.Num()))
	common := new(big.Rat).SetFrac(above, new(big.Int).GCD(nil, nil, a.Denom(), b.Denom()))
	return common.Add(common, later(settled(c.before), settled(c.after)))
}

// endless is true of packages without a cap.
func endless(c pricing.Curve) bool {
	return c.Model == "package" && c.Cap == nil && c.Tiers[0].Price.Sign() > 0
}

// settled is the quantity from which a curve of packages is above its minimum.
func settled(c pricing.Curve) *big.Rat {
	from := new(big.Rat)
	if c.Included != nil {
		from.Set(c.Included)
	}
	if c.Minimum != nil {
		packages := new(big.Rat).Quo(c.Minimum, c.Tiers[0].Price)
		packages.Add(packages, one)
		from.Add(from, packages.Mul(packages, c.Package))
	}
	return from
}

func later(x, y *big.Rat) *big.Rat {
	if x.Cmp(y) > 0 {
		return x
	}
	return y
}

// look compares the curves at one end of a stretch.
func (c comparison) look(s *Shift, old, now pricing.Point, first *bool) {
	switch {
	case old.Charge.Sign() > 0:
		s.take(now.Charge, old.Charge, first)
	case now.Charge.Sign() > 0:
		s.Endless = true
	case old.Rate.Sign() > 0:
		s.take(now.Rate, old.Rate, first)
	case now.Rate.Sign() > 0:
		s.Endless = true
	}
}

// take notes a relative change.
func (s *Shift) take(now, old *big.Rat, first *bool) {
	change := new(big.Rat).Quo(now, old)
	change.Sub(change, one)
	if *first || change.Cmp(s.Most) > 0 {
		s.Most = change
	}
	if *first || change.Cmp(s.Least) < 0 {
		s.Least = change
	}
	*first = false
}

func (s *Shift) rate(now, old *big.Rat) {
	change := new(big.Rat).Quo(now, old)
	if change.Sub(change, one).Abs(change).Cmp(s.Rate) > 0 {
		s.Rate = change
	}
}

// tail is what lies beyond the last edge, and what the quotient tends to.
func (c comparison) tail(s *Shift, last *big.Rat, complete bool, first *bool) {
	old, now := slope(c.before, last), slope(c.after, last)
	switch {
	case old.Sign() > 0:
		s.take(now, old, first)
		if now.Sign() > 0 {
			s.rate(now, old)
		}
	case now.Sign() > 0:
		s.Endless = true
	}
	if !complete {
		s.Bounded = true
		// A curve of packages lies between its line and the same line one package higher.
		for _, more := range []bool{false, true} {
			if low := envelope(c.before, last, !more); low.Sign() > 0 {
				s.take(envelope(c.after, last, more), low, first)
			}
		}
	}
}

// slope is what a unit costs in the long run.
func slope(c pricing.Curve, last *big.Rat) *big.Rat {
	if endless(c) {
		return new(big.Rat).Quo(c.Tiers[0].Price, c.Package)
	}
	return c.At(last, true).Rate
}

// envelope is the least or the most that a curve can be from a quantity on, relative to its slope.
func envelope(c pricing.Curve, at *big.Rat, high bool) *big.Rat {
	if c.Model == "package" && c.Cap != nil && high {
		return c.Cap
	}
	if !endless(c) {
		return c.At(at, true).Charge
	}
	charge := new(big.Rat).Mul(c.Billed(at), slope(c, at))
	if high {
		charge.Add(charge, c.Tiers[0].Price)
	}
	if c.Minimum != nil && charge.Cmp(c.Minimum) < 0 {
		return c.Minimum
	}
	return charge
}
