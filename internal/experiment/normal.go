package experiment

import "math"

// upperTail is the probability that a standard normal value exceeds z. It keeps its precision far out, where 1 minus the
// distribution function has none left.
func upperTail(z float64) float64 { return math.Erfc(z/math.Sqrt2) / 2 }

// twoSided is the probability of a standard normal value at least as far from zero as z.
func twoSided(z float64) float64 { return 2 * upperTail(math.Abs(z)) }

// density is that of the standard normal distribution.
func density(z float64) float64 { return math.Exp(-z*z/2) / math.Sqrt(2*math.Pi) }

// quantile is the value below which a standard normal one lies with probability p: algorithm AS 241 (PPND16) of Wichura,
// Applied Statistics 37 (1988), right to about sixteen digits. Outside of 0 to 1 it is infinite.
func quantile(p float64) float64 {
	switch {
	case p <= 0:
		return math.Inf(-1)
	case p >= 1:
		return math.Inf(1)
	}
	q := p - .5
	if math.Abs(q) <= .425 {
		r := .180625 - q*q
		return q * ratio(r, &central)
	}
	r := p
	if q > 0 {
		r = 1 - p
	}
	return math.Copysign(far(r), q)
}

// upperQuantile is the value that a standard normal one exceeds with probability p, which may be as small as floats are.
func upperQuantile(p float64) float64 { return -quantile(p) }

// far is the quantile, without its sign, where the smaller of the two tails is less than 0.075.
func far(tail float64) float64 {
	r := math.Sqrt(-math.Log(tail))
	if r <= 5 {
		return ratio(r-1.6, &middle)
	}
	return ratio(r-5, &outer)
}

// rational is the quotient of two polynomials, by their coefficients from the constant one on.
type rational struct{ above, below [8]float64 }

func ratio(x float64, of *rational) float64 {
	above, below := 0.0, 0.0
	for i := 7; i >= 0; i-- {
		above, below = above*x+of.above[i], below*x+of.below[i]
	}
	return above / below
}

var (
	central = rational{
		[8]float64{3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
			4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3},
		[8]float64{1, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
			2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4, 5.2264952788528545610e3},
	}
	middle = rational{
		[8]float64{1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0, 3.64784832476320460504e0,
			1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4},
		[8]float64{1, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
			1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9},
	}
	outer = rational{
		[8]float64{6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0, 2.96560571828504891230e-1,
			2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7},
		[8]float64{1, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
			7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15},
	}
)
