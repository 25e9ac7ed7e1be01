package experiment

import "math"

// Interval holds what is to be estimated, in so many cases of a hundred as was asked for.
type Interval struct {
	Low  float64 `json:"low"`
	High float64 `json:"high"`
}

// share is a number of offers of which some were accepted.
type share struct{ accepted, offered float64 }

func (s share) rate() float64 { return s.accepted / s.offered }

// pooledZ compares two proportions: the second minus the first, in standard errors as they are if both are equal.
// It is zero where nothing can be compared: no offer, or all alike.
func pooledZ(first, second share) float64 {
	if first.offered == 0 || second.offered == 0 {
		return 0
	}
	p := (first.accepted + second.accepted) / (first.offered + second.offered)
	spread := math.Sqrt(p * (1 - p) * (1/first.offered + 1/second.offered))
	if spread == 0 {
		return 0
	}
	return (second.rate() - first.rate()) / spread
}

// wilson is the interval of Wilson (1927) for one proportion, z standard errors to each side.
func wilson(s share, z float64) Interval {
	if s.offered == 0 {
		return Interval{0, 1}
	}
	n, p := s.offered, s.rate()
	middle := p + z*z/(2*n)
	reach := z * math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	return Interval{max(0, (middle-reach)/(1+z*z/n)), min(1, (middle+reach)/(1+z*z/n))}
}

// newcombe is the interval for the second proportion minus the first: method 10 of Newcombe, Statistics in Medicine 17
// (1998), which makes it of Wilson's intervals and stays right for few offers and for rates near 0 and 1.
func newcombe(first, second share, z float64) Interval {
	if first.offered == 0 || second.offered == 0 {
		return Interval{-1, 1}
	}
	a, b := wilson(first, z), wilson(second, z)
	p, q := first.rate(), second.rate()
	return Interval{
		Low:  q - p - math.Hypot(q-b.Low, a.High-p),
		High: q - p + math.Hypot(b.High-q, p-a.Low),
	}
}

// splitTest asks by chi-squared whether offers were split as planned: with one degree of freedom, its root is normal.
func splitTest(first, second, planned float64) (chiSquared, p float64) {
	all := first + second
	if all == 0 {
		return 0, 1
	}
	expected := all * planned
	chiSquared = (first-expected)*(first-expected)/expected + (first-expected)*(first-expected)/(all-expected)
	return chiSquared, twoSided(math.Sqrt(chiSquared))
}
