package experiment

import (
	"math"
	"slices"
)

// Design is what follows from a plan.
type Design struct {
	Digest    string        `json:"digest"`
	Formula   string        `json:"formula"`
	Needs     [2]int        `json:"needs"`     // offers of each arm
	Unlooked  [2]int        `json:"unlooked"`  // offers of each arm if nobody looked before the end
	Inflation float64       `json:"inflation"` // what looking costs: how many times as many offers it takes
	Days      int           `json:"days"`      // that it takes with the traffic expected
	Length    int           `json:"length"`    // days that it has
	Expected  int           `json:"expected"`  // offers until its end
	Power     float64       `json:"power"`     // with these
	Looks     []PlannedLook `json:"looks"`     // the end included
	Others    Others        `json:"others"`
}

// PlannedLook is a look with what it takes to stop there, as far as can be known before there is any result.
type PlannedLook struct {
	Day      string  `json:"day"`
	Fraction float64 `json:"fraction"` // of the information, if offers come evenly
	Bound    float64 `json:"bound"`    // in standard errors; 0 where nothing can be decided yet
	Spent    float64 `json:"spent"`    // of the error, up to and with this look
}

// Others is what other formulas say, for those who compare.
type Others struct {
	Miller float64  `json:"miller"` // offers of each arm, as in Evan Miller's calculator
	Cohen  float64  `json:"cohen"`  // offers of each arm, by Cohen's h
	Wald   Interval `json:"wald"`   // of the logarithm of the likelihood ratio, if one looked after every offer
}

// Plan works out what a plan needs; false when it cannot be computed, which Check explains.
func Plan(e Experiment) (Design, bool) {
	if !e.Sound() {
		return Design{}, false
	}
	design := e.design0()
	test := e.test()
	design.Digest, design.Formula = e.Digest(), Formula
	design.Others = Others{test.miller(), test.cohen(), test.wald()}
	days, fractions := e.schedule()
	bounds := boundsOf(e.Spending, e.Alpha, fractions)
	for i, day := range days {
		design.Looks = append(design.Looks, PlannedLook{day, fractions[i], finite(bounds[i]), spent(e.Spending, e.Alpha, fractions[i])})
	}
	drift := driftFor(bounds, fractions, e.Power) * math.Sqrt(float64(design.Expected)/float64(design.Needs[0]+design.Needs[1]))
	design.Power = crossing(bounds, fractions, drift)
	return design, true
}

// design0 is the part of a design that says whether the plan can be carried out.
func (e Experiment) design0() Design {
	test := e.test()
	_, fractions := e.schedule()
	bounds := boundsOf(e.Spending, e.Alpha, fractions)
	drift := driftFor(bounds, fractions, e.Power)
	d := Design{Inflation: max(1, drift*drift/test.reach()/test.reach()), Length: e.days()}
	first := test.fleiss()
	for i, offers := range []float64{first, first * test.ratio} {
		d.Unlooked[i] = whole(offers)
		d.Needs[i] = whole(offers * d.Inflation)
	}
	d.Days = whole(float64(d.Needs[0]+d.Needs[1]) / float64(e.Traffic) * 7)
	d.Expected = e.Traffic * d.Length / 7
	return d
}

// schedule are the days of the looks, the end included, with the share of its time that the experiment has had by then.
func (e Experiment) schedule() (days []string, fractions []float64) {
	days = append(slices.Clone(e.Looks), e.Until)
	for _, day := range days {
		fractions = append(fractions, float64(e.daysUpTo(day))/float64(e.days()))
	}
	return days, fractions
}

// whole rounds a number of things up, and keeps it within what can be counted.
func whole(number float64) int { return int(math.Ceil(min(number, 1e12) - 1e-9)) }

// finite is zero for a bound that cannot be reached.
func finite(bound float64) float64 {
	if math.IsInf(bound, 1) {
		return 0
	}
	return bound
}
