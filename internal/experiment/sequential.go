package experiment

import "math"

// The ways to spend the error over the looks: almost all of it at the end, as O'Brien and Fleming would, or evenly, as
// Pocock would.
const (
	Late   = "late"
	Evenly = "evenly"
)

// spent is how much of the error alpha, of both directions together, may be used up when a fraction of the planned
// information is there: Lan and DeMets, Biometrika 70 (1983), half of alpha for each direction.
func spent(spending string, alpha, fraction float64) float64 {
	switch {
	case fraction >= 1:
		return alpha
	case fraction <= 0:
		return 0
	case spending == Evenly:
		return alpha * math.Log1p((math.E-1)*fraction)
	}
	return 4 * upperTail(upperQuantile(alpha/4)/math.Sqrt(fraction))
}

// walk is where the statistic may be after some looks at which no bound was crossed: Brownian motion, seen at the looks
// alone, by the method of Armitage, McPherson and Rowe (1969). Mass is how probable it is to be near each point.
type walk struct {
	information  float64
	drift        float64 // of the motion at information 1
	points, mass []float64
}

// start is a walk before the first look.
func start(drift float64) walk {
	return walk{drift: drift, points: []float64{0}, mass: []float64{1}}
}

// leaving is the probability that the next look, at an information, is the first one at which the statistic is at least
// bound standard errors away from zero.
func (w walk) leaving(information, bound float64) float64 {
	step := math.Sqrt(information - w.information)
	moved := w.drift * (information - w.information)
	edge := bound * math.Sqrt(information)
	sum := 0.0
	for i, point := range w.points {
		sum += w.mass[i] * (upperTail((edge-point-moved)/step) + upperTail((edge+point+moved)/step))
	}
	return sum
}

// widest is how many standard errors a walk is followed to each side; beyond lies less than can be told from nothing.
const widest = 9

// past is the walk after a look at which the bound was not crossed. Next is the information of the look after it: the
// points lie so close together that both steps are smooth between them.
func (w walk) past(information, bound, next float64) walk {
	after := walk{information: information, drift: w.drift}
	root := math.Sqrt(information)
	low := max(-bound*root, w.drift*information-widest*root)
	high := min(bound*root, w.drift*information+widest*root)
	step := math.Sqrt(information - w.information)
	moved := w.drift * (information - w.information)
	panels := math.Ceil((high - low) / (3 * min(step, math.Sqrt(next-information))))
	width, from := (high-low)/panels, 0
	for i := 0.0; i < panels; i++ {
		for j, node := range nodes {
			at := low + width*(i+.5+node/2)
			for from < len(w.points) && w.points[from] < at-moved-widest*step {
				from++ // from there, and from what lies as far on the other side, nothing comes here
			}
			sum := 0.0
			for k := from; k < len(w.points) && w.points[k] <= at-moved+widest*step; k++ {
				sum += w.mass[k] * density((at-w.points[k]-moved)/step)
			}
			after.points = append(after.points, at)
			after.mass = append(after.mass, sum/step*width/2*weights[j])
		}
	}
	return after
}

// nodes and weights are those of Gauss and Legendre with eight points on -1 to 1.
var (
	nodes = [...]float64{-.9602898564975363, -.7966664774136267, -.5255324099163290, -.1834346424956498,
		.1834346424956498, .5255324099163290, .7966664774136267, .9602898564975363}
	weights = [...]float64{.1012285362903763, .2223810344533745, .3137066458778873, .3626837833783620,
		.3626837833783620, .3137066458778873, .2223810344533745, .1012285362903763}
)

// boundAt is the bound at a look at which the walk may newly leave with a probability; it is infinite where that is so
// small that nothing can be decided.
func (w walk) boundAt(information, newly float64) float64 {
	if newly < 1e-15 {
		return math.Inf(1)
	}
	low, high := 0.0, 40.0
	for range 50 {
		middle := (low + high) / 2
		if w.leaving(information, middle) > newly {
			low = middle
		} else {
			high = middle
		}
	}
	return (low + high) / 2
}

// boundsOf are the bounds at looks with these shares of the information, the last of which is all.
func boundsOf(spending string, alpha float64, fractions []float64) []float64 {
	bounds := make([]float64, len(fractions))
	w, before := start(0), 0.0
	for i, fraction := range fractions {
		upTo := spent(spending, alpha, fraction)
		bounds[i] = w.boundAt(fraction, upTo-before)
		before = upTo
		if i+1 < len(fractions) {
			w = w.past(fraction, bounds[i], fractions[i+1])
		}
	}
	return bounds
}

// crossing is the probability that a bound is crossed at one of the looks. Drift is where the statistic is expected to be
// when all information is there.
func crossing(bounds, fractions []float64, drift float64) float64 {
	w, sum := start(drift), 0.0
	for i, fraction := range fractions {
		sum += w.leaving(fraction, bounds[i])
		if i+1 < len(fractions) {
			w = w.past(fraction, bounds[i], fractions[i+1])
		}
	}
	return sum
}

// driftFor is the drift with which a bound is crossed with a probability. As a quantile, that probability is almost a
// straight line over the drift, so that few steps along its secant find it.
func driftFor(bounds, fractions []float64, power float64) float64 {
	above := func(drift float64) float64 {
		return quantile(min(crossing(bounds, fractions, drift), 1-1e-12)) - quantile(power)
	}
	before, drift := 2.0, 3.0
	lag, miss := above(before), above(drift)
	for range 20 {
		if math.Abs(miss) < 1e-9 || miss == lag {
			break
		}
		next := min(max(drift-miss*(drift-before)/(miss-lag), 0), 12)
		before, lag = drift, miss
		drift, miss = next, above(next)
	}
	return drift
}
