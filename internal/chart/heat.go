package chart

import (
	"fmt"
	"math"
	"math/big"

	"parley/internal/stepchart"
)

// Heats is how many colours the steps of a heat map have.
const Heats = 5

// Step is a step of the colours of a heat map: values from one bound up to the next, which belongs to the next step, or to this one
// where it is the last.
type Step struct {
	From, To Value
	Heat     int // number of its colour, from 1, the faintest, to Heats
}

// Steps are those of a heat map, the lowest first. Their bounds are round numbers of the scale, so that a reader knows what a colour
// says.
func (c Chart) Steps() []Step {
	n := len(c.Ticks) - 1
	if c.Kind != Heatmap || n < 1 {
		return nil
	}
	stride := (n + Heats - 1) / Heats // more steps than colours are put together
	var steps []Step
	for at := 0; at < n; at += stride {
		steps = append(steps, Step{From: c.Ticks[at], To: c.Ticks[min(at+stride, n)]})
	}
	for i := range steps {
		steps[i].Heat = (Heats + 1) / 2
		if last := len(steps) - 1; last > 0 {
			steps[i].Heat = 1 + (i*(Heats-1)+last/2)/last
		}
	}
	return steps
}

// finest is the smallest round step, from one on, of which no more hold a range than there are colours.
func finest(step, low, high *big.Rat) *big.Rat {
	for {
		next := stepchart.RoundStep(new(big.Rat).Mul(step, big.NewRat(8, 5)), nil) // no less than two fifths of the step
		size := new(big.Rat).Sub(stepchart.Multiple(high, next, true), stepchart.Multiple(low, next, false))
		if size.Quo(size, next).Cmp(big.NewRat(Heats, 1)) > 0 {
			return step
		}
		step = next
	}
}

// heatOf is the number of the colour of a value; false where there is none.
func heatOf(v Value, steps []Step) (int, bool) {
	number, known := v.number()
	if !known || len(steps) == 0 {
		return 0, false
	}
	for _, step := range steps {
		if to, ok := step.To.number(); ok && number.Cmp(to) < 0 {
			return step.Heat, true
		}
	}
	return steps[len(steps)-1].Heat, true
}

// latest is the last value of the first series that is known, and its category; -1 for none.
func (c Chart) latest() (Value, int) {
	last, category := Value{}, -1
	if len(c.Series) > 0 {
		for i, value := range c.Series[0].Values {
			if value.place() != nil {
				last, category = value, i
			}
		}
	}
	return last, category
}

// Aim is what the value that a gauge shows is to reach; false for none.
func (c Chart) Aim() (Value, bool) {
	_, category := c.latest()
	if c.Kind != Gauge || category < 0 {
		return Value{}, false
	}
	for _, series := range c.Series {
		if aim := series.at(category); series.Goal && aim.place() != nil {
			return aim, true
		}
	}
	return Value{}, false
}

// Where the ring of a gauge lies in the picture, as draw.js says, and how far its mark goes.
const (
	gaugeX, gaugeY       = Width / 2, 140
	markInside, markPast = 91, 117
)

// mark is a stroke across the ring of a gauge where its aim lies. ECharts has no word for it.
func (c Chart) mark() string {
	aim, ok := c.Aim()
	if !ok || len(c.Ticks) < 2 {
		return ""
	}
	at, _ := aim.number()
	low, known := c.Ticks[0].number()
	high, both := c.Ticks[len(c.Ticks)-1].number()
	if !known || !both || low.Cmp(high) >= 0 {
		return ""
	}
	part, _ := new(big.Rat).Quo(new(big.Rat).Sub(at, low), new(big.Rat).Sub(high, low)).Float64()
	angle := math.Pi * (1 - min(max(part, 0), 1))
	if c.Dir == "rtl" {
		angle = math.Pi - angle
	}
	x, y := math.Cos(angle), math.Sin(angle)
	way := fmt.Sprintf("M%.1f %.1fL%.1f %.1f", gaugeX+markInside*x, gaugeY-markInside*y, gaugeX+markPast*x, gaugeY-markPast*y)
	return fmt.Sprintf(`<path d="%s" fill="none" stroke-width="7" class="edge-paper"/><path d="%s" fill="none" stroke-width="3" class="edge-ink"/>`, way, way)
}
