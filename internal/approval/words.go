package approval

import (
	"cmp"
	"math/big"

	"parley/internal/money"
)

// percent writes an exact ratio as a percentage with as few decimals as show it, but two at most: enough to read, while the
// comparison with a threshold was exact.
func percent(ratio *big.Rat) string {
	hundred := new(big.Rat).Mul(ratio, big.NewRat(100, 1))
	return shortest(hundred, 2)
}

// shortest writes a number without needless decimals.
func shortest(n *big.Rat, most int) string {
	for digits := range most {
		text := n.FloatString(digits)
		if back, ok := new(big.Rat).SetString(text); ok && back.Cmp(n) == 0 {
			return text
		}
	}
	return n.FloatString(most)
}

// String writes an amount with the decimals of its currency.
func (m Money) String() string {
	if m.Amount == nil {
		return ""
	}
	digits, ok := money.MinorUnits(m.Currency)
	if !ok {
		digits = 2
	}
	return m.Amount.FloatString(digits) + " " + m.Currency
}

// compareTexts compares pairs of texts, of which the first that differs decides.
func compareTexts(pairs ...string) int {
	for i := 0; i+1 < len(pairs); i += 2 {
		if c := cmp.Compare(pairs[i], pairs[i+1]); c != 0 {
			return c
		}
	}
	return 0
}
