package metric

import (
	"cmp"
	"maps"
	"math/big"
	"slices"
	"strings"
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
		return cmp.Or(cmp.Compare(len(behind[b]), len(behind[a])), cmp.Compare(a.Region, b.Region), cmp.Compare(a.Tier, b.Tier), cmp.Compare(a.Type, b.Type))
	})
	var shown []map[string]bool
	for _, filter := range order {
		if more := append(slices.Clone(shown), behind[filter]); givesAway(more) {
			withheld[filter] = TooFew
		} else {
			shown = more
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

// givesAway reports whether sums over some sets of partners tell of fewer than FewestPartners. Partners who are in the same sets are
// a group, of which only the sum can be known at all.
//
// The changes of groups that leave every sum as it is are the null space of the table of who is in which set. A combination of sums
// depends on some groups alone just where it is orthogonal to all of these changes: a group whose rows in the null space are
// nothing is known, and of two groups whose rows are multiples of each other, who knows one knows the other.
func givesAway(sums []map[string]bool) bool {
	groups := map[string]int{} // how many partners, by the sets in which they are
	for partner := range union(sums) {
		in := make([]byte, len(sums))
		for i, set := range sums {
			if in[i] = '0'; set[partner] {
				in[i] = '1'
			}
		}
		groups[string(in)]++
	}
	names := slices.Sorted(maps.Keys(groups))
	changes := nullSpace(names, len(sums))
	single := map[string]bool{} // groups of one, by the direction of their row
	for i, name := range names {
		direction := directionOf(changes[i])
		if groups[name] >= FewestPartners {
			continue
		}
		if direction == "" || groups[name] == 1 && single[direction] {
			return true
		}
		if groups[name] == 1 {
			single[direction] = true
		}
	}
	return false
}

func union(sets []map[string]bool) map[string]bool {
	all := map[string]bool{}
	for _, set := range sets {
		maps.Copy(all, set)
	}
	return all
}

// nullSpace solves the equations of which the i-th has a one for each name with a one at i. It returns for each name its row: its part
// in each solution of a basis.
func nullSpace(names []string, equations int) [][]*big.Rat {
	table := make([][]*big.Rat, equations)
	for i := range table {
		for _, name := range names {
			table[i] = append(table[i], big.NewRat(int64(name[i]-'0'), 1))
		}
	}
	var pivots []int // columns that follow from the others
	for column := range names {
		if eliminate(table, len(pivots), column) {
			pivots = append(pivots, column)
		}
	}
	rows := make([][]*big.Rat, len(names))
	for free := range names {
		if slices.Contains(pivots, free) {
			continue
		}
		for column := range names {
			part := new(big.Rat)
			if at := slices.Index(pivots, column); at >= 0 {
				part.Neg(table[at][free])
			} else if column == free {
				part.SetInt64(1)
			}
			rows[column] = append(rows[column], part)
		}
	}
	return rows
}

// eliminate makes a column that of the unit in a line of a table, by Gauss and Jordan; false where it is nothing from there on.
func eliminate(table [][]*big.Rat, line, column int) bool {
	found := slices.IndexFunc(table[line:], func(row []*big.Rat) bool { return row[column].Sign() != 0 })
	if found < 0 {
		return false
	}
	table[line], table[line+found] = table[line+found], table[line]
	own := new(big.Rat).Set(table[line][column])
	for i := range table[line] {
		table[line][i].Quo(table[line][i], own)
	}
	for other := range table {
		if times := new(big.Rat).Set(table[other][column]); other != line && times.Sign() != 0 {
			for i := range table[other] {
				table[other][i].Sub(table[other][i], new(big.Rat).Mul(times, table[line][i]))
			}
		}
	}
	return true
}

// directionOf is the same for rows that are multiples of each other; "" for nothing.
func directionOf(row []*big.Rat) string {
	var first *big.Rat
	var direction strings.Builder
	for _, x := range row {
		if first == nil && x.Sign() != 0 {
			first = x
		}
		if first == nil {
			direction.WriteString("0 ")
			continue
		}
		direction.WriteString(new(big.Rat).Quo(x, first).RatString() + " ")
	}
	if first == nil {
		return ""
	}
	return direction.String()
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
