package experiment

import (
	"cmp"
	"math"
	"slices"

	"parley/internal/diag"
)

// Verdict is what an experiment says, as a word for programs.
type Verdict string

// The verdicts.
const (
	Waiting Verdict = "waiting" // nobody has looked yet
	Unsound Verdict = "unsound" // offers are not split as planned, so nothing can be compared
	Early   Verdict = "early"   // looked at before the end, and nothing is decided
	Differs Verdict = "differs" // acceptance differs between the prices
	Unshown Verdict = "unshown" // at the end, no difference is shown
	Ruled   Verdict = "ruled"   // a rule for stopping is met
)

// leastNew is the least part of the planned information that a look must add to decide anything. A look that adds less is
// counted, but spends nothing.
const leastNew = .001

// unlikely is how improbable a split of offers must be to be taken for a fault.
const unlikely = .001

// Status is how far an experiment has got.
type Status struct {
	ID      string  `json:"id"`
	Verdict Verdict `json:"verdict"`
	Day     string  `json:"day"`  // up to which results are judged: that of the last look; "" before the first
	Next    string  `json:"next"` // the next look that is planned; "" after the end
	Final   bool    `json:"final"`

	Arms       [2]ArmStatus `json:"arms"`
	Difference float64      `json:"difference"` // of the rates: second price minus first
	Interval   *Interval    `json:"interval"`   // of the difference, right for all looks together; nil where there is no bound
	Z          float64      `json:"z"`
	P          float64      `json:"p"` // of this one comparison, as if nobody had looked before
	Split      Split        `json:"split"`
	Looks      []Look       `json:"looks"`
	Unplanned  int          `json:"unplanned"` // looks
	Means      []Means      `json:"means"`
	Rule       string       `json:"rule,omitempty"` // for stopping, that is met

	Says    []Phrase `json:"says"`
	NotSays []Phrase `json:"does_not_say"`
}

// ArmStatus is what one price has brought.
type ArmStatus struct {
	ID       string   `json:"id"`
	Price    string   `json:"price"`
	Needs    int      `json:"needs"` // offers
	Offered  int      `json:"offered"`
	Accepted int      `json:"accepted"`
	Rate     float64  `json:"rate"`
	Interval Interval `json:"interval"` // Wilson's
}

// Split compares the numbers of offers with the shares that were planned.
type Split struct {
	ChiSquared float64 `json:"chi_squared"`
	P          float64 `json:"p"`
	Broken     bool    `json:"broken"`
}

// Look is one look at the results.
type Look struct {
	Day      string  `json:"day"`
	Planned  bool    `json:"planned"`
	Fraction float64 `json:"fraction"` // of the planned information
	Z        float64 `json:"z"`
	Bound    float64 `json:"bound"` // 0 where nothing can be decided
	Spent    float64 `json:"spent"` // of the error, up to and with this look
	Crossed  bool    `json:"crossed"`
}

// Means compares a measure that is looked at beside acceptance.
type Means struct {
	ID         string     `json:"id"`
	Values     [2]int     `json:"values"`
	Mean       [2]float64 `json:"mean"`
	Difference float64    `json:"difference"`
	Interval   *Interval  `json:"interval"` // nil where there are too few values
	T          float64    `json:"t"`
	Degrees    float64    `json:"degrees"`
	P          float64    `json:"p"`
}

// LastLook is the last day, no later than asOf, on which a look was planned or has been noted; "" when there is none. A
// page that shows results up to this day lets nobody look more often than is counted.
func LastLook(e Experiment, r Results, asOf string) string {
	last := ""
	for _, day := range looksOf(e, r) {
		if day <= asOf {
			last = max(last, day)
		}
	}
	return last
}

// looksOf are the days that count as looks without anybody looking today, in order.
func looksOf(e Experiment, r Results) []string {
	end := endOf(e, r)
	days := []string{end}
	for _, day := range slices.Concat(e.Looks, e.Looked) {
		if day < end {
			days = append(days, day)
		}
	}
	slices.Sort(days)
	return slices.Compact(days)
}

// endOf is the last day of an experiment: the planned one, unless it was stopped before.
func endOf(e Experiment, r Results) string {
	if last := r.lastDay(); e.Status == Stopped && last != "" {
		return last
	}
	return e.Until
}

// CheckResults reports offers that are not split as planned. Who looks at nothing but this does not look at the results.
func CheckResults(e Experiment, r Results) diag.List {
	both := r.upTo(e, e.Until)
	split := splitOf(e, both)
	if !split.Broken {
		return nil
	}
	return diag.List{diag.New(diag.ExperimentSplit, diag.Place{Path: r.Path}, "%.0f and %.0f offers are not split %s%% to %s%%: p = %s", both[0].offered, both[1].offered,
		percent(float(e.Arms[0].Share)), percent(float(e.Arms[1].Share)), Probability(split.P)).WithHint("find out why before anybody judges the result; do not mend the numbers")}
}

func splitOf(e Experiment, both [2]totals) Split {
	chiSquared, p := splitTest(both[0].offered, both[1].offered, float(e.Arms[0].Share))
	return Split{chiSquared, p, p < unlikely}
}

// Judge says what the results say when somebody looks at them on a day, given all the looks before; false when the plan
// cannot be computed. On "", nobody looks. The first look at which anything is decided is the last one that is judged.
func Judge(e Experiment, r Results, asOf string) (Status, bool) {
	if !e.Sound() {
		return Status{}, false
	}
	j := judging{e: e, r: r, end: endOf(e, r), walk: start(0)}
	j.status = Status{ID: e.ID, Verdict: Waiting, Looks: []Look{}, Means: []Means{}}
	design := e.design0()
	j.full = information(float64(design.Needs[0]), float64(design.Needs[1]))
	for i, arm := range e.Arms {
		j.status.Arms[i] = ArmStatus{ID: arm.ID, Price: arm.Price, Needs: design.Needs[i], Interval: Interval{0, 1}}
	}
	j.status.Split.P = 1
	days := j.days(asOf)
	for i, day := range days {
		next := ""
		if i+1 < len(days) {
			next = days[i+1]
		}
		if j.look(day, next); j.status.Verdict != Early {
			break
		}
	}
	j.status.Next = j.next(asOf)
	j.say()
	return j.status, true
}

// judging is an experiment that is being judged, look by look.
type judging struct {
	e      Experiment
	r      Results
	end    string
	full   float64 // the information that the plan asks for
	walk   walk
	spent  float64
	both   [2]totals // at the last look
	bound  float64   // at the last look
	status Status
}

// information is what so many offers of both arms tell, but for a factor.
func information(first, second float64) float64 {
	if first == 0 || second == 0 {
		return 0
	}
	return 1 / (1/first + 1/second)
}

// days are those of all looks up to a day, which is one itself; none before the experiment starts.
func (j *judging) days(asOf string) []string {
	if asOf < j.e.Start {
		return nil
	}
	days := []string{min(asOf, j.end)}
	for _, day := range looksOf(j.e, j.r) {
		if day < days[0] {
			days = append(days, day)
		}
	}
	slices.Sort(days)
	return days
}

// fraction is how much of the planned information there is on a day.
func (j *judging) fraction(both [2]totals) float64 {
	return information(both[0].offered, both[1].offered) / j.full
}

// look judges the results of a day.
func (j *judging) look(day, next string) {
	s := &j.status
	j.both = j.r.upTo(j.e, day)
	fraction := j.fraction(j.both)
	planned := day == j.end || slices.Contains(j.e.Looks, day)
	s.Day, s.Final = day, day >= j.end || fraction >= 1
	look := Look{Day: day, Planned: planned, Fraction: fraction, Z: pooledZ(j.both[0].share, j.both[1].share), Spent: j.spent}
	if !planned {
		s.Unplanned++
	}
	j.bound = math.Inf(1)
	if fraction-j.walk.information >= leastNew {
		look.Spent = j.spend(fraction, s.Final)
		j.bound = j.walk.boundAt(fraction, look.Spent-j.spent)
		look.Bound, look.Crossed = finite(j.bound), math.Abs(look.Z) >= j.bound
		j.spent = look.Spent
		j.walk = j.walk.past(fraction, j.bound, j.following(fraction, next))
	}
	s.Looks = append(s.Looks, look)
	s.Split = splitOf(j.e, j.both)
	j.decide(look)
}

// spend is how much of the error may be used up by now; all of it at the end.
func (j *judging) spend(fraction float64, final bool) float64 {
	if final {
		fraction = 1
	}
	return spent(j.e.Spending, j.e.Alpha, fraction)
}

// following is the information at the next look that will have enough of it.
func (j *judging) following(fraction float64, next string) float64 {
	if next == "" {
		return fraction + 1
	}
	return max(fraction+leastNew, j.fraction(j.r.upTo(j.e, next)))
}

// decide finds the verdict of a look.
func (j *judging) decide(look Look) {
	s := &j.status
	s.Verdict = Early
	for _, rule := range j.e.Stop {
		for i, arm := range j.e.Arms {
			if rule.Arm == arm.ID && rule.After > 0 && j.both[i].offered >= float64(rule.After) && j.both[i].rate() < rule.Below {
				s.Verdict, s.Rule = Ruled, cmp.Or(s.Rule, rule.ID)
			}
		}
	}
	switch {
	case s.Split.Broken:
		s.Verdict = Unsound
	case look.Crossed:
		s.Verdict = Differs
	case s.Final && s.Verdict == Early:
		s.Verdict = Unshown
	}
	j.figures(look)
}

// figures fills in what the results are at a look.
func (j *judging) figures(look Look) {
	s := &j.status
	s.Z, s.P = look.Z, twoSided(look.Z)
	for i := range s.Arms {
		arm, of := &s.Arms[i], j.both[i].share
		arm.Offered, arm.Accepted, arm.Interval = int(of.offered), int(of.accepted), wilson(of, upperQuantile(j.e.Alpha/2))
		if of.offered > 0 {
			arm.Rate = of.rate()
		}
	}
	s.Difference = s.Arms[1].Rate - s.Arms[0].Rate
	s.Interval = nil
	if !math.IsInf(j.bound, 1) {
		interval := newcombe(j.both[0].share, j.both[1].share, j.bound)
		s.Interval = &interval
	}
	s.Means = s.Means[:0]
	for i, id := range j.e.Also {
		s.Means = append(s.Means, compareMeans(id, j.both[0].also[i], j.both[1].also[i], j.e.Alpha))
	}
}

func compareMeans(id string, first, second moments, level float64) Means {
	m := Means{ID: id, Values: [2]int{int(first.n), int(second.n)}, Mean: [2]float64{first.mean(), second.mean()}, P: 1}
	if c, ok := welch(first, second, level); ok {
		m.Difference, m.Interval, m.T, m.Degrees, m.P = c.difference, &c.interval, c.t, c.degrees, c.p
	}
	return m
}

// next is the first planned look after a day, "" when there is none, or nothing is left to decide.
func (j *judging) next(asOf string) string {
	if v := j.status.Verdict; v != Waiting && v != Early || j.e.Status == Finished || j.e.Status == Stopped {
		return ""
	}
	for _, day := range append(slices.Clone(j.e.Looks), j.end) {
		if day > asOf {
			return day
		}
	}
	return ""
}
