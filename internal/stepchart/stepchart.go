package stepchart

import (
	"fmt"
	"math/big"
	"strings"
)

// Width and Height are how many parts a chart has: from its first day to its last, and from the bottom of its scale to the top.
const (
	Width  = 1000
	Height = 240
)

// Step is a value that holds from a day on, until the next step. A nil value is a gap.
type Step struct {
	Day   int // any count of days that all series share
	Value *big.Rat
}

// Chart is where everything lies. Heights are counted from the top, as SVG does.
type Chart struct {
	Paths []string // for each series what an SVG path draws; empty for one without a value
	Grid  []Mark   // lines of the scale, the highest first
}

// Mark is a line of the scale.
type Mark struct {
	Value  *big.Rat
	Height int
}

// Draw lays series of steps, each sorted by day, between two days. The later day must come after the earlier one. Without any
// value there is nothing to draw. The lines of the scale are no nearer than the least distance; nil for any.
func Draw(series [][]Step, first, last int, least *big.Rat) (Chart, bool) {
	low, high, any := bounds(series)
	if !any || last <= first {
		return Chart{}, false
	}
	step := RoundStep(new(big.Rat).Sub(high, low), high)
	if least != nil && step.Cmp(least) < 0 {
		step = least
	}
	low, high = Multiple(low, step, false), Multiple(high, step, true)
	if low.Cmp(high) == 0 { // one value lies in the middle
		high = new(big.Rat).Add(low, step)
		low = notNegative(new(big.Rat).Sub(low, step))
	}
	scale := scale{low, new(big.Rat).Sub(high, low), first, last}
	chart := Chart{}
	for value := high; value.Cmp(low) >= 0; value = new(big.Rat).Sub(value, step) {
		chart.Grid = append(chart.Grid, Mark{value, scale.height(value)})
	}
	for _, steps := range series {
		chart.Paths = append(chart.Paths, scale.path(steps))
	}
	return chart, true
}

// bounds are the least and the greatest of all values.
func bounds(series [][]Step) (low, high *big.Rat, any bool) {
	for _, steps := range series {
		for _, step := range steps {
			if step.Value == nil {
				continue
			}
			if low == nil || step.Value.Cmp(low) < 0 {
				low = step.Value
			}
			if high == nil || step.Value.Cmp(high) > 0 {
				high = step.Value
			}
		}
	}
	return low, high, low != nil
}

// RoundStep is the distance of the lines of a scale: 1, 2 or 5 times a power of ten, so that no more than four of them hold
// the range. A range of nothing is taken for a tenth of its value.
func RoundStep(size, value *big.Rat) *big.Rat {
	if size.Sign() == 0 {
		size = new(big.Rat).Mul(value, big.NewRat(1, 10))
	}
	if size.Sign() <= 0 {
		return big.NewRat(1, 1)
	}
	quarter := new(big.Rat).Mul(size, big.NewRat(1, 4))
	step, ten := big.NewRat(1, 1), big.NewRat(10, 1)
	for step.Cmp(quarter) > 0 {
		step.Quo(step, ten)
	}
	for new(big.Rat).Mul(step, ten).Cmp(quarter) <= 0 {
		step.Mul(step, ten)
	}
	for _, times := range []int64{1, 2, 5, 10} {
		if tried := new(big.Rat).Mul(step, big.NewRat(times, 1)); tried.Cmp(quarter) >= 0 {
			return tried
		}
	}
	return step
}

// Multiple is the multiple of a step next below a value, or above it.
func Multiple(value, step *big.Rat, above bool) *big.Rat {
	quotient := new(big.Rat).Quo(value, step)
	whole := new(big.Int).Div(quotient.Num(), quotient.Denom())
	if above && !quotient.IsInt() {
		whole.Add(whole, big.NewInt(1))
	}
	return new(big.Rat).Mul(new(big.Rat).SetInt(whole), step)
}

// notNegative is a value, or nothing where it is less: no scale of prices goes below that.
func notNegative(value *big.Rat) *big.Rat {
	if value.Sign() < 0 {
		return new(big.Rat)
	}
	return value
}

// scale is where days and values lie.
type scale struct {
	low, size   *big.Rat
	first, last int
}

func (s scale) height(value *big.Rat) int {
	part := new(big.Rat).Sub(value, s.low)
	part.Quo(part, s.size)
	return Height - nearest(part.Mul(part, big.NewRat(Height, 1)))
}

// At is where a day lies between two, within the chart.
func At(day, first, last int) int {
	return nearest(big.NewRat(int64(min(max(day, first), last)-first)*Width, int64(last-first)))
}

// nearest is the whole number next to one that is not negative.
func nearest(x *big.Rat) int {
	twice := new(big.Int).Add(new(big.Int).Mul(x.Num(), big.NewInt(2)), x.Denom())
	return int(twice.Div(twice, new(big.Int).Mul(x.Denom(), big.NewInt(2))).Int64())
}

// path draws steps: along until the next, then up or down.
func (s scale) path(steps []Step) string {
	var path strings.Builder
	drawing := false
	for i, step := range steps {
		end := s.last
		if i+1 < len(steps) {
			end = steps[i+1].Day
		}
		if step.Value == nil || end <= s.first || step.Day >= s.last {
			drawing = drawing && step.Value != nil
			continue
		}
		if drawing {
			fmt.Fprintf(&path, "V%d", s.height(step.Value))
		} else {
			fmt.Fprintf(&path, "M%d %d", At(step.Day, s.first, s.last), s.height(step.Value))
		}
		fmt.Fprintf(&path, "H%d", At(end, s.first, s.last))
		drawing = true
	}
	return path.String()
}
