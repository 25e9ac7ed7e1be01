package experiment

import (
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"parley/internal/diag"
	"parley/internal/doc"
)

// The states of an experiment.
const (
	Planned  = "planned"
	Running  = "running"
	Finished = "finished"
	Stopped  = "stopped"
)

// Experiment is what planning and judging need of a document. What the schema has refused is left out.
type Experiment struct {
	Path, ID, Status       string
	List, SKU, Currency    string
	Start, Until           string // first and last day
	Arms                   []Arm
	Also                   []string // measures that are looked at beside acceptance
	BaseRate, Effect       float64  // of the first arm; of the second against it
	Alpha, Power           float64
	Spending               string
	Looks                  []string // planned, before the end
	Looked                 []string // not planned
	Traffic                int      // offers in a week
	Stop                   []Rule
	PlanDigest             string
	document               doc.Document
	startDay, untilDay     time.Time
	baseExact, effectExact *big.Rat
	alphaExact, powerExact *big.Rat
}

// Arm is one of the two prices.
type Arm struct {
	ID    string
	Price string   // as written
	Share *big.Rat // of the offers; nil when it cannot be read
}

// Rule says when to stop. One without an arm is for people to watch.
type Rule struct {
	ID, Arm string
	Below   float64 // share of the offers of the arm that are accepted
	After   int     // offers of the arm
}

// Read reads an experiment from its document.
func Read(d doc.Document, id string) Experiment {
	f := d.Fields
	e := Experiment{Path: d.Path, ID: id, Status: f.Str("status"), List: f.Str("list"), SKU: f.Str("sku"), Currency: f.Str("currency"),
		Start: f.Str("start"), Until: f.Str("until"), Spending: f.Str("spending"), PlanDigest: f.Str("plan_digest"), document: d}
	for _, item := range f.Get("arms").Items {
		e.Arms = append(e.Arms, Arm{item.Str("id"), item.Str("price"), exactShare(item.Str("share"))})
	}
	for _, item := range f.Get("also").Items {
		e.Also = append(e.Also, item.Str("id"))
	}
	for _, item := range f.Get("stop").Items {
		rule := Rule{ID: item.Str("id"), Arm: item.Str("arm"), Below: float(exactShare(item.Str("below")))}
		rule.After, _ = strconv.Atoi(item.Str("after"))
		e.Stop = append(e.Stop, rule)
	}
	e.baseExact, e.effectExact = exactShare(f.Str("base_rate")), exactPoints(f.Str("minimum_effect"))
	e.BaseRate, e.Effect = float(e.baseExact), float(e.effectExact)
	e.alphaExact, e.powerExact = exactShare(f.Str("alpha")), exactShare(f.Str("power"))
	e.Alpha, e.Power = float(e.alphaExact), float(e.powerExact)
	e.Traffic, _ = strconv.Atoi(f.Str("traffic"))
	e.Looks = f.Strings("looks")
	for _, item := range f.Get("looked").Items {
		e.Looked = append(e.Looked, item.Str("on"))
	}
	slices.Sort(e.Looked)
	if e.Spending == "" {
		e.Spending = Late
	}
	e.startDay, e.untilDay = dayOf(e.Start), dayOf(e.Until)
	return e
}

// exactShare reads a percentage such as "6.5%" as a fraction; nil when it is none, or none that the schema allows.
func exactShare(text string) *big.Rat {
	if strings.HasPrefix(text, "-") {
		return nil
	}
	return exactPoints(text)
}

// exactPoints reads a difference in percentage points, which may be negative.
func exactPoints(text string) *big.Rat {
	if !points.MatchString(text) {
		return nil
	}
	number := strings.TrimSuffix(text, "%")
	share, ok := new(big.Rat).SetString(number)
	if !ok {
		return nil
	}
	return share.Quo(share, big.NewRat(100, 1))
}

// float is for probabilities alone; zero for nothing.
func float(exact *big.Rat) float64 {
	if exact == nil {
		return 0
	}
	f, _ := exact.Float64()
	return f
}

// points is how the schema of the kind has percentages written.
var points = regexp.MustCompile(`^-?(0|[1-9][0-9]?)(\.[0-9]{1,6})?%$`)

// dayOf is the zero time for what is no date.
func dayOf(text string) time.Time {
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return time.Time{}
	}
	return day
}

// days is how many days the experiment takes, the first and the last included.
func (e Experiment) days() int { return e.daysUpTo(e.Until) }

// daysUpTo is how many days of the experiment are over at the end of a day.
func (e Experiment) daysUpTo(day string) int {
	return int(dayOf(day).Sub(e.startDay).Hours()/24) + 1
}

// ratio is how many offers of the second arm are made for one of the first.
func (e Experiment) ratio() float64 {
	return float(new(big.Rat).Quo(e.Arms[1].Share, e.Arms[0].Share))
}

// test is what the experiment is to find.
func (e Experiment) test() test {
	return test{e.BaseRate, e.BaseRate + e.Effect, e.Alpha, e.Power, e.ratio()}
}

// place is where a value of the document stands; the document, where it has none.
func (e Experiment) place(value doc.Value) diag.Place {
	return diag.Place{Path: e.Path, Span: value.Span}
}

func isDay(text string) bool { return !dayOf(text).IsZero() }
