package pricing

import (
	"math/big"
	"math/bits"

	"parley/internal/money"
)

// QuantityDecimals is how many decimals a Quantity has.
const QuantityDecimals = 6

// Quantity is a number of units, in millionths: up to 12 digits before the point and 6 after it.
type Quantity int64

// Rat is the quantity as a number of units.
func (q Quantity) Rat() *big.Rat { return big.NewRat(int64(q), 1e6) }

// Meter is a curve made ready for millions of quantities: whole numbers only, of the smallest unit in which everything on the
// curve is whole. What does not fit into 64 bits it works out as the curve does.
type Meter struct {
	curve    Curve
	rounding money.Rounding

	fits     bool
	flat     bool
	volume   bool
	tiers    []cell
	pack     uint64 // millionths of a unit; 0 but for package
	included uint64
	floor    uint64 // minimum in fine units, see scale
	ceiling  uint64 // cap; all bits set for none
	divisor  uint64 // fine units of a step of the rounding
}

// cell is a tier: its end in millionths (all bits set for none) and its price in 10^-scale of the currency.
type cell struct{ upTo, price uint64 }

// mostScale is how many decimals a price may have that is worked out in whole numbers.
const mostScale = 9

// Meter compiles the curve for charges that are rounded in one way.
func (c Curve) Meter(rounding money.Rounding) *Meter {
	m := &Meter{curve: c, rounding: rounding, flat: c.Model == "flat", volume: c.Model == "volume" || c.Model == "per-unit"}
	scale, exact := decimals(append(prices(c.Tiers), c.Minimum, c.Cap, rounding.Step))
	if !exact {
		return m
	}
	fine, unit := power(scale), power(QuantityDecimals)
	ok := true
	whole := func(x *big.Rat, scales ...*big.Rat) uint64 {
		x = new(big.Rat).Set(x)
		for _, scale := range scales {
			x.Mul(x, scale)
		}
		ok = ok && x.IsInt() && x.Num().IsUint64()
		return x.Num().Uint64()
	}
	for _, tier := range c.Tiers {
		to := cell{upTo: none, price: whole(tier.Price, fine)}
		if tier.UpTo != nil {
			to.upTo = whole(tier.UpTo, unit)
		}
		m.tiers = append(m.tiers, to)
	}
	m.ceiling, m.divisor = none, whole(rounding.Step, fine, unit)
	if c.Package != nil {
		m.pack = whole(c.Package, unit)
	}
	if c.Included != nil {
		m.included = whole(c.Included, unit)
	}
	if c.Minimum != nil {
		m.floor = whole(c.Minimum, fine, unit)
	}
	if c.Cap != nil {
		m.ceiling = whole(c.Cap, fine, unit)
	}
	m.fits = ok
	return m
}

const none = ^uint64(0)

// decimals is how many of them numbers have at most; false where one has more than are worked out in whole numbers.
func decimals(numbers []*big.Rat) (scale int, exact bool) {
	for _, x := range numbers {
		if x == nil {
			continue
		}
		has, ends := x.FloatPrec()
		if !ends || has > mostScale {
			return 0, false
		}
		scale = max(scale, has)
	}
	return scale, true
}

func prices(tiers []Bracket) []*big.Rat {
	var all []*big.Rat
	for _, tier := range tiers {
		all = append(all, tier.Price)
	}
	return all
}

func power(n int) *big.Rat {
	return new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil))
}

// Steps is the rounded charge for a quantity, in steps of the rounding; false when it is beyond 18 digits. It equals what
// Curve.Charge gives, rounded.
func (m *Meter) Steps(quantity Quantity) (int64, bool) {
	if m.fits && quantity >= 0 {
		if hi, lo, ok := m.fine(uint64(quantity)); ok {
			if steps, ok := m.round(hi, lo); ok {
				return steps, true
			}
		}
	}
	steps := m.Exact(quantity)
	return steps.Int64(), steps.CmpAbs(most) < 0
}

var most = big.NewInt(1e18)

// fine is the charge in fine units (10^-scale of the currency, times a millionth), as 128 bits.
func (m *Meter) fine(quantity uint64) (hi, lo uint64, ok bool) {
	billed := quantity - min(quantity, m.included)
	switch {
	case m.flat && billed == 0:
	case m.flat:
		hi, lo = bits.Mul64(m.tiers[0].price, 1e6)
	case m.pack > 0:
		packages := billed / m.pack
		if billed%m.pack > 0 {
			packages++
		}
		over, count := bits.Mul64(packages, 1e6)
		hi, lo = bits.Mul64(count, m.tiers[0].price)
		if over > 0 {
			return 0, 0, false
		}
	case m.volume:
		i := 0
		for billed > m.tiers[i].upTo {
			i++
		}
		hi, lo = bits.Mul64(billed, m.tiers[i].price)
	default:
		if hi, lo, ok = m.graduated(billed); !ok {
			return 0, 0, false
		}
	}
	if hi == 0 && lo < m.floor {
		lo = m.floor
	}
	if m.ceiling != none && (hi > 0 || lo > m.ceiling) {
		hi, lo = 0, m.ceiling
	}
	return hi, lo, true
}

// graduated adds up what the units of each tier cost.
func (m *Meter) graduated(billed uint64) (hi, lo uint64, ok bool) {
	from := uint64(0)
	for _, tier := range m.tiers {
		to := min(billed, tier.upTo)
		over, part := bits.Mul64(to-from, tier.price)
		var carry uint64
		lo, carry = bits.Add64(lo, part, 0)
		hi, carry = bits.Add64(hi, over, carry)
		if carry > 0 {
			return 0, 0, false
		}
		if from = to; to == billed {
			break
		}
	}
	return hi, lo, true
}

// round divides fine units by those of a step.
func (m *Meter) round(hi, lo uint64) (int64, bool) {
	if hi >= m.divisor {
		return 0, false
	}
	steps, rest := bits.Div64(hi, lo, m.divisor)
	away := false
	switch m.rounding.Mode {
	case money.Up:
		away = rest > 0
	case money.HalfUp:
		away = rest >= m.divisor-rest
	case money.HalfEven:
		away = rest > m.divisor-rest || rest == m.divisor-rest && steps&1 == 1
	}
	if away {
		steps++
	}
	return int64(steps), steps < 1e18
}

// Exact is the rounded charge for a quantity, in steps of the rounding, however many digits it has.
func (m *Meter) Exact(quantity Quantity) *big.Int {
	return m.rounding.Steps(m.curve.Charge(quantity.Rat()))
}
