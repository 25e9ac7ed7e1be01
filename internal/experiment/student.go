package experiment

import "math"

// studentTwoSided is the probability that a value of Student's t with so many degrees of freedom, which need not be a whole
// number, is at least as far from zero as t.
func studentTwoSided(t, degrees float64) float64 {
	return incompleteBeta(degrees/2, .5, degrees/(degrees+t*t))
}

// studentQuantile is the t beyond which, on both sides together, a value lies with probability p.
func studentQuantile(p, degrees float64) float64 {
	low, high := 0.0, 1.0
	for studentTwoSided(high, degrees) > p && high < 1e9 {
		high *= 2
	}
	for range 100 {
		middle := (low + high) / 2
		if studentTwoSided(middle, degrees) > p {
			low = middle
		} else {
			high = middle
		}
	}
	return (low + high) / 2
}

// incompleteBeta is the regularised incomplete beta function, by the continued fraction of DLMF 8.17.22 (Press et al.,
// Numerical Recipes, section 6.4), evaluated by the method of Lentz.
func incompleteBeta(a, b, x float64) float64 {
	switch {
	case x <= 0:
		return 0
	case x >= 1:
		return 1
	case x > (a+1)/(a+b+2): // where the fraction converges slowly, that of the other tail does not
		return 1 - incompleteBeta(b, a, 1-x)
	}
	whole, _ := math.Lgamma(a + b)
	left, _ := math.Lgamma(a)
	right, _ := math.Lgamma(b)
	return math.Exp(whole-left-right+a*math.Log(x)+b*math.Log1p(-x)) / (a * betaFraction(a, b, x))
}

// betaFraction is the continued fraction 1 + d1/(1 + d2/(1 + …)) of the incomplete beta function.
func betaFraction(a, b, x float64) float64 {
	const tiny, enough = 1e-300, 1e-15
	f, c, d := 1.0, 1.0, 0.0
	for m := 1; m < 20_000; m++ {
		step := betaStep(a, b, x, m)
		d = away(1+step*d, tiny)
		c = away(1+step/c, tiny)
		d = 1 / d
		f *= c * d
		if math.Abs(c*d-1) < enough {
			break
		}
	}
	return f
}

// betaStep is the m-th numerator of the fraction.
func betaStep(a, b, x float64, m int) float64 {
	k := float64(m / 2)
	if m%2 == 0 {
		return k * (b - k) * x / ((a + 2*k - 1) * (a + 2*k))
	}
	return -(a + k) * (a + b + k) * x / ((a + 2*k) * (a + 2*k + 1))
}

// away keeps a divisor away from zero.
func away(value, tiny float64) float64 {
	if math.Abs(value) < tiny {
		return tiny
	}
	return value
}
