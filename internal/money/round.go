package money

import (
	"math/big"
	"strings"
)

// Mode says what becomes of a number between two steps.
type Mode string

// The modes, by the names under which a price policy states them.
const (
	HalfUp   Mode = "half-up"   // to the nearest; from the middle away from zero, as invoices do
	HalfEven Mode = "half-even" // to the nearest; from the middle to the even neighbour, as banks do
	Up       Mode = "up"        // away from zero
	Down     Mode = "down"      // towards zero
)

// Modes lists the names that a policy may state.
func Modes() []string {
	return []string{string(HalfUp), string(HalfEven), string(Up), string(Down)}
}

// Rounding is how prices and charges of a currency become payable: to multiples of a step, which is the minor unit or a
// multiple of it ("0.01", "0.05", "10").
type Rounding struct {
	Step *big.Rat // greater than zero
	Mode Mode
}

// RoundingOf is how a currency is rounded for which nothing else is stated: to its minor unit of ISO 4217, half up. False
// for what is no currency.
func RoundingOf(currency string) (Rounding, bool) {
	units, known := MinorUnits(currency)
	if !known {
		return Rounding{}, false
	}
	return Rounding{Step: new(big.Rat).SetFrac(big.NewInt(1), pow10(units)), Mode: HalfUp}, true
}

// Round returns the multiple of the step that the mode gives.
func (r Rounding) Round(x *big.Rat) *big.Rat {
	steps := new(big.Rat).SetInt(r.Steps(x))
	return steps.Mul(steps, r.Step)
}

// With returns the same steps in another mode.
func (r Rounding) With(mode Mode) Rounding { return Rounding{r.Step, mode} }

// Steps counts how many steps a number is when it has been rounded.
func (r Rounding) Steps(x *big.Rat) *big.Int {
	exact := new(big.Rat).Quo(x, r.Step)
	whole, rest := new(big.Int).QuoRem(new(big.Int).Abs(exact.Num()), exact.Denom(), new(big.Int))
	half := new(big.Int).Lsh(rest, 1).Cmp(exact.Denom())
	away := false
	switch r.Mode {
	case Up:
		away = rest.Sign() > 0
	case HalfEven:
		away = half > 0 || half == 0 && whole.Bit(0) == 1
	case HalfUp:
		away = half >= 0
	}
	if away {
		whole.Add(whole, big.NewInt(1))
	}
	if exact.Sign() < 0 {
		whole.Neg(whole)
	}
	return whole
}

// String says it in words: "0.01, half up".
func (r Rounding) String() string {
	if r.Step == nil {
		return ""
	}
	return Text(r.Step) + ", " + strings.ReplaceAll(string(r.Mode), "-", " ")
}

// Text writes a number out: exactly where it has an end ("1.84"), as a fraction where it has none ("1/3").
func Text(x *big.Rat) string {
	if decimals, exact := x.FloatPrec(); exact {
		return x.FloatString(decimals)
	}
	return x.RatString()
}

// Near writes a number with so many decimals for people to read, with a sign before it where that is not all: "≈ 0.333".
func Near(x *big.Rat, decimals int) string {
	if full, exact := x.FloatPrec(); exact && full <= decimals {
		return x.FloatString(full)
	}
	return "≈ " + Rounding{new(big.Rat).SetFrac(big.NewInt(1), pow10(decimals)), HalfUp}.Round(x).FloatString(decimals)
}

// Fraction writes a ratio as a percentage with so many decimals at most: 7/20 is "35%", 1/3 "≈ 33.33%".
func Fraction(x *big.Rat, decimals int) string {
	return Near(new(big.Rat).Mul(x, big.NewRat(100, 1)), decimals) + "%"
}

// Payable writes a rounded amount with the decimals of its currency: 5 as "5.00" for EUR. An amount that is finer than its
// currency is written out.
func Payable(x *big.Rat, currency string) string {
	units, _ := MinorUnits(currency)
	if decimals, exact := x.FloatPrec(); exact {
		return x.FloatString(max(decimals, units))
	}
	return Text(x)
}
