package experiment

import (
	"math"
	"math/big"
)

// moments are a number of values by their count, their sum and the sum of their squares. The sums are exact, so that taking
// one from the other loses nothing.
type moments struct {
	n            int64
	sum, squares *big.Rat
}

// mean is zero for no values.
func (m moments) mean() float64 {
	if m.n == 0 {
		return 0
	}
	mean, _ := new(big.Rat).Quo(m.sum, new(big.Rat).SetInt64(m.n)).Float64()
	return mean
}

// scatter is the sum of the squared distances from the mean. It is negative where the sums contradict each other.
func (m moments) scatter() *big.Rat {
	if m.n == 0 {
		return new(big.Rat).Set(m.squares)
	}
	of := new(big.Rat).Mul(m.sum, m.sum)
	return new(big.Rat).Sub(m.squares, of.Quo(of, new(big.Rat).SetInt64(m.n)))
}

// errorOfMean is the variance of the values, divided by their number.
func (m moments) errorOfMean() float64 {
	scatter, _ := m.scatter().Float64()
	return scatter / float64(m.n-1) / float64(m.n)
}

// comparison is what Welch's test says of two means.
type comparison struct {
	difference, t, degrees, p float64
	interval                  Interval
}

// welch compares two means whose variances may differ: Welch, Biometrika 34 (1947). Level is the probability that the
// interval fails to hold the difference, the second minus the first. With fewer than two values on a side, or values that
// are all alike, there is nothing to compare.
func welch(first, second moments, level float64) (c comparison, ok bool) {
	if first.n < 2 || second.n < 2 {
		return c, false
	}
	a, b := first.errorOfMean(), second.errorOfMean()
	if a+b <= 0 {
		return c, false
	}
	c.difference = second.mean() - first.mean()
	c.degrees = (a + b) * (a + b) / (a*a/float64(first.n-1) + b*b/float64(second.n-1))
	c.t = c.difference / math.Sqrt(a+b)
	c.p = studentTwoSided(c.t, c.degrees)
	reach := studentQuantile(level, c.degrees) * math.Sqrt(a+b)
	c.interval = Interval{c.difference - reach, c.difference + reach}
	return c, true
}
