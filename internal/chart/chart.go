package chart

import (
	"math/big"
	"slices"

	"parley/internal/stepchart"
)

// Kind is a way of drawing values.
type Kind string

// The kinds of charts, and what they need beside categories and series.
const (
	Line      Kind = "line"
	Bar       Kind = "bar"
	Stacked   Kind = "stacked"   // bars whose series add up
	Area      Kind = "area"      // lines whose series add up
	Gauge     Kind = "gauge"     // the last value of the first series, between the first and the last tick
	Radar     Kind = "radar"     // an axis for each category
	Heatmap   Kind = "heatmap"   // a cell for each value, a row for each series
	Funnel    Kind = "funnel"    // the first series, a step for each category
	Sankey    Kind = "sankey"    // flows in the place of categories and series
	Timeline  Kind = "timeline"  // a bar for each category, from the value of the first series to that of the second
	Waterfall Kind = "waterfall" // the first series; each bar is the step from the value before
)

// Kinds are all of them.
var Kinds = []Kind{Line, Bar, Stacked, Area, Gauge, Radar, Heatmap, Funnel, Sankey, Timeline, Waterfall}

// Value is a value, and how the reader's language writes it.
type Value struct {
	Number string // a decimal or a fraction: "96.8", "242/3"; empty for none
	Text   string
}

// Series is a value for each category.
type Series struct {
	Name   string
	Values []Value
	Goal   bool // what is to be reached: a broken line without a colour of its own
}

// Flow is how much goes from one place to another. No way leads back to where it began.
type Flow struct {
	From, To string
	Value
}

// Chart is what is drawn. All texts are in the reader's language.
type Chart struct {
	Kind       Kind
	Dir        string // ltr or rtl
	Heading    string // what the categories are, for the head of the table
	Categories []string
	Labels     []string // shorter names of the categories, for the picture; a line end begins a second line. None: the categories
	Series     []Series
	Flows      []Flow
	Running    bool    // the last category is not over yet
	Whole      bool    // what is counted has no halves: the scale has none either
	Ticks      []Value // the scale, the lowest first, at equal distances: see Scale
}

// Colours is how many series are told apart by colour. More of them begin again with the first.
const Colours = 6

// Colour is the number of the colour of a series, from 1 on; 0 for a goal.
func (c Chart) Colour(series int) int {
	if series >= len(c.Series) || c.Series[series].Goal {
		return 0
	}
	own := 0
	for _, before := range c.Series[:series] {
		if !before.Goal {
			own++
		}
	}
	return own%Colours + 1
}

// Table is what the chart says, for those who read it as a table: the head, and a row for each category or flow.
func (c Chart) Table() (head []string, rows [][]string) {
	head = []string{c.Heading}
	for _, series := range c.Series {
		head = append(head, series.Name)
	}
	for i, category := range c.Categories {
		row := []string{category}
		for _, series := range c.Series {
			row = append(row, series.at(i).Text)
		}
		rows = append(rows, row)
	}
	for _, flow := range c.Flows {
		rows = append(rows, []string{flow.From, flow.To, flow.Text})
	}
	return head, rows
}

// Settled is the chart without its last category, where that is not over and the kind has no mark that says so: what is still running
// would look like a fall.
func (c Chart) Settled() Chart {
	over := len(c.Categories) - 1
	if !c.Running || over < 0 || c.Kind == Line || c.Kind == Bar || c.Kind == Stacked {
		return c
	}
	c.Running, c.Labels, c.Categories = false, c.labels()[:over], c.Categories[:over]
	c.Series = slices.Clone(c.Series)
	for i, series := range c.Series {
		c.Series[i].Values = series.Values[:min(len(series.Values), over)]
	}
	return c
}

// at is the value of a category; the zero Value where there is none.
func (s Series) at(category int) Value {
	if category >= len(s.Values) {
		return Value{}
	}
	return s.Values[category]
}

// labels are the names of the categories in the picture.
func (c Chart) labels() []string {
	if len(c.Labels) == len(c.Categories) {
		return c.Labels
	}
	return c.Categories
}

// number reads a value; false where there is none.
func (v Value) number() (*big.Rat, bool) {
	if v.Number == "" {
		return nil, false
	}
	return new(big.Rat).SetString(v.Number)
}

// place is where a value lies, as near as a picture shows it; nil where there is none.
func (v Value) place() any {
	number, ok := v.number()
	if !ok {
		return nil
	}
	place, _ := number.Float64()
	return place
}

// numbers are all values that a scale has to hold: where series add up, their sums.
func (c Chart) numbers() []*big.Rat {
	var numbers []*big.Rat
	for i := range c.Categories {
		above, below := new(big.Rat), new(big.Rat)
		for _, series := range c.Series {
			number, ok := series.at(i).number()
			if !ok {
				continue
			}
			numbers = append(numbers, number)
			if number.Sign() > 0 {
				above.Add(above, number)
			} else {
				below.Add(below, number)
			}
		}
		if c.Kind == Stacked || c.Kind == Area {
			numbers = append(numbers, above, below)
		}
	}
	return numbers
}

// Scale is a scale of round numbers that holds all values of a chart: 1, 2 or 5 times a power of ten apart, in no more than five
// steps. It begins at nothing where lengths stand for values, and where values come near to it; it is empty where there are no values.
func (c Chart) Scale() []*big.Rat {
	numbers := c.numbers()
	if len(numbers) == 0 {
		return nil
	}
	low, high := slices.MinFunc(numbers, (*big.Rat).Cmp), slices.MaxFunc(numbers, (*big.Rat).Cmp)
	nothing := new(big.Rat)
	near := new(big.Rat).Mul(low, big.NewRat(2, 1)).Cmp(high) <= 0
	if low.Sign() > 0 && (near || c.Kind != Line && c.Kind != Timeline && c.Kind != Heatmap) {
		low = nothing
	}
	if high.Sign() < 0 {
		high = nothing
	}
	if low.Cmp(high) == 0 { // one value lies in the middle
		high = new(big.Rat).Add(low, big.NewRat(1, 1))
		if low.Sign() != 0 {
			low = new(big.Rat).Sub(low, big.NewRat(1, 1))
		}
	}
	step := stepchart.RoundStep(new(big.Rat).Sub(high, low), high)
	if c.Kind == Heatmap {
		step = finest(step, low, high)
	}
	if one := big.NewRat(1, 1); c.Whole && step.Cmp(one) < 0 {
		step = one
	}
	var scale []*big.Rat
	for at := stepchart.Multiple(low, step, false); ; at = new(big.Rat).Add(at, step) {
		if scale = append(scale, at); at.Cmp(high) >= 0 {
			return scale
		}
	}
}
