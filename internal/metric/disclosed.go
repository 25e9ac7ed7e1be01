package metric

import (
	"cmp"
	"fmt"
	"maps"
	"math/big"
	"slices"
)

// FewestPartners is of how many partners a figure has to be, at least, for those who are to learn of no single one. Of two, each
// knows the other's: it takes its own away.
const FewestPartners = 3

// Why a figure is withheld from those who are to learn of no single partner.
const (
	TooFew  = "too few partners"
	Unnamed = "partners not named" // the rows do not say whose they are, so that nobody can count them
)

// Disclosed are the quarters of the whole and of each region, tier and type as those may know them who are to learn of no single
// partner: however figures that are shown are added and subtracted, nothing comes out that is of fewer than FewestPartners. A figure
// by which something would is withheld, with the reason.
//
// Where rows do not say whose they are, the whole is shown, as the audience of the metric has it, and no part of it.
func (r Result) Disclosed() map[Filter][]Figure {
	rows := map[string][]Row{}
	for _, row := range r.Rows {
		rows[row.quarter()] = append(rows[row.quarter()], row)
	}
	withheld := map[string]map[Filter]string{}
	for quarter, rows := range rows {
		withheld[quarter] = secrets(rows)
	}
	told := map[Filter][]Figure{}
	for _, filter := range r.slices() {
		for _, figure := range r.Quarters(filter) {
			if reason := withheld[figure.Period][filter]; reason != "" {
				figure = Figure{Period: figure.Period, Target: figure.Target, Partial: figure.Partial, Gaps: figure.Gaps, Withheld: reason}
			}
			told[filter] = append(told[filter], figure)
		}
	}
	return told
}

// public are the dimensions whose segments others than internal readers may be shown.
var public = Dimensions[:3]

// slices are the whole, and each region, tier and type.
func (r Result) slices() []Filter {
	all := []Filter{{}}
	for _, dimension := range public {
		for _, segment := range r.Segments(dimension) {
			all = append(all, Filter{}.With(dimension, segment))
		}
	}
	return all
}

// secrets says of the slices of a quarter's rows which are withheld, and why. The larger ones are shown first, as long as nobody can
// work out too much.
func secrets(rows []Row) map[Filter]string {
	withheld := map[Filter]string{}
	behind := map[Filter]map[string]bool{}
	for _, row := range rows {
		for _, filter := range slicesOf(row) {
			if behind[filter] == nil {
				behind[filter] = map[string]bool{}
			}
			behind[filter][row.Partner] = true
		}
	}
	if behind[Filter{}][""] {
		for filter := range behind {
			withheld[filter] = Unnamed
		}
		delete(withheld, Filter{})
		return withheld
	}
	order := slices.SortedFunc(maps.Keys(behind), func(a, b Filter) int {
		return cmp.Or(cmp.Compare(len(behind[b]), len(behind[a])), compareFilters(a, b))
	})
	groups := groupsOf(behind)
	var told known
	for _, filter := range order {
		if more := told.with(groups.sum(behind[filter])); groups.giveAway(more) {
			withheld[filter] = TooFew
		} else {
			told = more
		}
	}
	return withheld
}

// slicesOf are those in which a row counts.
func slicesOf(row Row) []Filter {
	all := []Filter{{}}
	for _, dimension := range public {
		if segment := row.Filter.Of(dimension); segment != "" {
			all = append(all, Filter{}.With(dimension, segment))
		}
	}
	return all
}

// groups are partners who are in the same slices: of a group, no more than its sum can be known.
type groups struct {
	of   map[string]int // by partner
	size []int
}

func groupsOf(behind map[Filter]map[string]bool) groups {
	slicesOf := map[string]string{}
	for _, filter := range slices.SortedFunc(maps.Keys(behind), compareFilters) {
		for partner := range behind[filter] {
			slicesOf[partner] += fmt.Sprintf("%q", filter)
		}
	}
	g := groups{of: map[string]int{}}
	numbers := map[string]int{}
	for _, partner := range slices.Sorted(maps.Keys(slicesOf)) {
		number, found := numbers[slicesOf[partner]]
		if !found {
			number = len(numbers)
			numbers[slicesOf[partner]], g.size = number, append(g.size, 0)
		}
		g.of[partner] = number
		g.size[number]++
	}
	return g
}

// combination is how often each group is in a sum; one that is not there is in it not at all.
type combination map[int]*big.Rat

// sum is that of some partners: all of a group, or none.
func (g groups) sum(partners map[string]bool) combination {
	c := combination{}
	for partner := range partners {
		c[g.of[partner]] = big.NewRat(1, 1)
	}
	return c
}

// less takes a multiple of another combination away.
func (c combination) less(times *big.Rat, other combination) combination {
	rest := maps.Clone(c)
	for group, factor := range other {
		part := new(big.Rat).Mul(times, factor)
		if before, there := rest[group]; there {
			part.Sub(before, part)
		} else {
			part.Neg(part)
		}
		if rest[group] = part; part.Sign() == 0 {
			delete(rest, group)
		}
	}
	return rest
}

// known are combinations from which all follow that can be worked out, as Gauss and Jordan have them: by a group that is in that
// combination once, and in no other.
type known map[int]combination

// with adds a sum that is shown. What has been known stays as it is.
func (k known) with(sum combination) known {
	for group, c := range k {
		if times, there := sum[group]; there {
			sum = sum.less(times, c)
		}
	}
	if len(sum) == 0 {
		return k // it follows from the others
	}
	first := slices.Min(slices.Collect(maps.Keys(sum)))
	sum = combination{}.less(new(big.Rat).Neg(new(big.Rat).Inv(sum[first])), sum)
	more := known{first: sum}
	for group, c := range k {
		if times, there := c[first]; there {
			c = c.less(times, sum)
		}
		more[group] = c
	}
	return more
}

// giveAway reports whether something that can be worked out is of fewer than FewestPartners: a group by itself, or two partners, each
// a group, of whom all else that follows says the same. For of two groups the sum is known, with whatever factors, just where one of
// them is all that a combination has beside the other, or where what two combinations have beside them is the same but for a factor.
func (g groups) giveAway(k known) bool {
	beside := map[string]bool{} // what is known beside groups of one, but for a factor
	for group, c := range k {
		rest := c.less(big.NewRat(1, 1), combination{group: big.NewRat(1, 1)})
		switch {
		case g.size[group] >= FewestPartners:
			continue
		case len(rest) == 0:
			return true
		case g.size[group] > 1:
			continue
		}
		others := slices.Sorted(maps.Keys(rest))
		direction := ""
		for _, other := range others {
			direction += fmt.Sprint(other, " ", new(big.Rat).Quo(rest[other], rest[others[0]]).RatString(), " ")
		}
		if beside[direction] || len(others) == 1 && g.size[others[0]] == 1 {
			return true
		}
		beside[direction] = true
	}
	return false
}

func compareFilters(a, b Filter) int {
	return cmp.Or(cmp.Compare(a.Region, b.Region), cmp.Compare(a.Tier, b.Tier), cmp.Compare(a.Type, b.Type))
}

// Written are figures of the whole, or of a segment of a dimension, as tables, CSV and JSON have them; one row without a value where
// the measure has none.
func (r Result) Written(figures []Figure, dimension, segment string) []FigureRow {
	if r.Withheld != "" {
		return []FigureRow{{Metric: r.ID, Unit: unitOf(r.Measure), Remarks: []string{"no value: " + r.Withheld}}}
	}
	var rows []FigureRow
	for _, figure := range figures {
		row := figureRow(r, figure)
		row.Dimension, row.Segment = dimension, segment
		rows = append(rows, row)
	}
	return rows
}
