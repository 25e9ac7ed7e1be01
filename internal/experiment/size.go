package experiment

import "math"

// Formula names the one by which the number of offers is found, so that nobody compares it with that of another.
const Formula = "Fleiss, pooled under the hypothesis of no difference, as in R's power.prop.test"

// test is what a comparison of two proportions is meant to find, and how often it may be wrong.
type test struct {
	first, second float64 // the proportions
	alpha         float64 // of finding a difference that is none, both directions together
	power         float64 // of finding this one
	ratio         float64 // offers of the second arm for one of the first
}

// reach is how many standard errors lie between no difference and the one to be found.
func (t test) reach() float64 { return upperQuantile(t.alpha/2) + quantile(t.power) }

// fleiss is the number of offers of the first arm: Fleiss, Levin and Paik, Statistical Methods for Rates and Proportions,
// section 4.2, without a correction for continuity. With equal arms it is R's power.prop.test.
func (t test) fleiss() float64 {
	pooled, apart := t.spreads()
	sum := upperQuantile(t.alpha/2)*pooled + quantile(t.power)*apart
	return sum * sum / (t.second - t.first) / (t.second - t.first)
}

// powerAt is the power with so many offers of the first arm; it leaves out, as R does, a difference found the wrong way round.
func (t test) powerAt(offers float64) float64 {
	pooled, apart := t.spreads()
	return upperTail((upperQuantile(t.alpha/2)*pooled - math.Abs(t.second-t.first)*math.Sqrt(offers)) / apart)
}

// spreads are the standard errors of the difference for one offer of the first arm: as it is without a difference, and as it is.
func (t test) spreads() (pooled, apart float64) {
	p := (t.first + t.ratio*t.second) / (1 + t.ratio)
	pooled = math.Sqrt((1 + 1/t.ratio) * p * (1 - p))
	apart = math.Sqrt(t.first*(1-t.first) + t.second*(1-t.second)/t.ratio)
	return pooled, apart
}

// miller is the number of offers of each arm as Evan Miller's calculator has it: under the hypothesis both arms are like the first.
func (t test) miller() float64 {
	alike := 2 * t.first * (1 - t.first)
	apart := t.first*(1-t.first) + t.second*(1-t.second)
	sum := upperQuantile(t.alpha/2)*math.Sqrt(alike) + quantile(t.power)*math.Sqrt(apart)
	return sum * sum / (t.second - t.first) / (t.second - t.first)
}

// cohen is the number of offers of each arm by the effect size h of Cohen, which makes all proportions equally uncertain.
func (t test) cohen() float64 { return cohenOffers(cohenH(t.first, t.second), t.reach()) }

func cohenH(p, q float64) float64 {
	return math.Abs(2*math.Asin(math.Sqrt(p)) - 2*math.Asin(math.Sqrt(q)))
}

func cohenOffers(h, reach float64) float64 { return 2 * reach * reach / h / h }

// wald are the limits of the logarithm of the likelihood ratio between which Wald's sequential test goes on.
func (t test) wald() Interval {
	missed := 1 - t.power
	return Interval{math.Log(missed / (1 - t.alpha)), math.Log(t.power / t.alpha)}
}
