package metric

import (
	"cmp"
	"fmt"
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"parley/internal/facts"
	"parley/internal/query"
)

// Filter chooses the rows of some segments; empty texts choose all.
type Filter struct{ Region, Tier, Type, Partner string }

// Dimensions are what rows can be told apart by.
var Dimensions = []string{"region", "tier", "type", "partner"}

// Of returns the value of a dimension.
func (f Filter) Of(dimension string) string {
	return [...]string{f.Region, f.Tier, f.Type, f.Partner}[slices.Index(Dimensions, dimension)]
}

// With returns the filter with another value of a dimension.
func (f Filter) With(dimension, value string) Filter {
	*[...]*string{&f.Region, &f.Tier, &f.Type, &f.Partner}[slices.Index(Dimensions, dimension)] = value
	return f
}

func (f Filter) takes(of Filter) bool {
	same := func(want, is string) bool { return want == "" || want == is }
	return same(f.Region, of.Region) && same(f.Tier, of.Tier) && same(f.Type, of.Type) && same(f.Partner, of.Partner)
}

// Row is one row of the answer to a measure's query.
type Row struct {
	Period string // a day, a month or a quarter
	Filter        // whose it is
	Arm    string // with or without; for a lift
	Known  bool   // false for a case that is still open
	Value  int64
	Of, N  int64
}

// Result is what a measure says.
type Result struct {
	Measure
	Rows     []Row
	Exported string   // the day of its oldest table; empty where it is made of the repository alone
	Until    string   // the last day on which that is fresh enough; empty where nothing limits it
	Stale    bool     // that day is over
	Withheld string   // why there are no values; empty where there are
	Gaps     []string // months for which one of its tables has no data

	day string
}

// Figure is a value for a period.
type Figure struct {
	Period    string   // 2026-q3, or 2026-07
	Value     *big.Rat // in the measure's unit; money in whole units of its currency. nil where no case counts
	Low, High *big.Rat // of an interval of two standard errors to either side; nil for none
	N         int64    // cases that count
	Open      int64    // cases that are not finished, and do not count yet
	Target    *Target  // of the whole, for a quarter; nil for none
	Partial   bool     // the period is not over
	Gaps      []string // months of the period without data
	Withheld  string   // why those who are to learn of no single partner are not told: see Disclosed; empty where they are
}

// Met says whether a figure has reached its target: yes, no, or empty where nobody can tell: of a period that is not over, a sum is
// too small and a loss is too few.
func (m Measure) Met(f Figure) string {
	if f.Value == nil || f.Target == nil || f.Partial {
		return ""
	}
	switch compared := f.Value.Cmp(f.Target.Value); {
	case compared == 0, m.Good == "up" && compared > 0, m.Good == "down" && compared < 0:
		return "yes"
	case m.Good == "up", m.Good == "down":
		return "no"
	}
	return ""
}

var (
	quarterly = regexp.MustCompile(`^[0-9]{4}-q[1-4]$`)
	columns   = []string{"period", "value", "of", "n", "region", "tier", "type", "partner", "arm"}
)

// rowsOf reads an answer. The fault is that of the query.
func (m Measure) rowsOf(answer query.Answer, day string) ([]Row, *query.Fault) {
	at := make([]int, len(columns))
	for i, name := range columns {
		at[i] = slices.Index(answer.Columns, name)
	}
	for i, name := range answer.Columns {
		if !slices.Contains(columns, name) || slices.Index(answer.Columns, name) != i {
			return nil, &query.Fault{Message: fmt.Sprintf("the query answers with a column %q, which means nothing here or stands twice", name), Hint: "the columns are " + strings.Join(columns, ", ")}
		}
	}
	needed := []string{"period", "value"}
	if slices.Contains([]string{ratio, quotient, mean, lift}, m.Aggregate) {
		needed = append(needed, "of")
	}
	if m.Aggregate == lift {
		needed = append(needed, "arm")
	}
	for _, name := range needed {
		if !slices.Contains(answer.Columns, name) {
			return nil, &query.Fault{Message: fmt.Sprintf("the query answers without a column %s, which a %s needs", name, m.Aggregate), Hint: "write … as " + name}
		}
	}
	rows := make([]Row, 0, len(answer.Rows))
	for _, cells := range answer.Rows {
		row, fault := m.row(cells, at)
		if fault != nil {
			return nil, fault
		}
		if row.begins() <= day {
			rows = append(rows, row)
		}
	}
	slices.SortFunc(rows, compareRows)
	return rows, nil
}

func compareRows(a, b Row) int {
	return cmp.Or(cmp.Compare(a.Period, b.Period), cmp.Compare(a.Region, b.Region), cmp.Compare(a.Tier, b.Tier), cmp.Compare(a.Type, b.Type), cmp.Compare(a.Partner, b.Partner),
		cmp.Compare(a.Arm, b.Arm), cmp.Compare(a.Value, b.Value), cmp.Compare(a.Of, b.Of), cmp.Compare(a.N, b.N))
}

// row reads one row; at says where each of columns stands.
func (m Measure) row(cells []facts.Value, at []int) (Row, *query.Fault) {
	cell := func(i int) facts.Value {
		if at[i] < 0 {
			return facts.Value{}
		}
		return cells[at[i]]
	}
	row := Row{Period: cell(0).Text, Known: cell(1).Kind == facts.Number, Value: cell(1).Number, Of: cell(2).Number, N: 1,
		Filter: Filter{cell(4).Text, cell(5).Text, cell(6).Text, cell(7).Text}, Arm: cell(8).Text}
	if cell(3).Kind == facts.Number {
		row.N = cell(3).Number
	}
	wrong := func(message, hint string) (Row, *query.Fault) {
		return Row{}, &query.Fault{Message: message, Hint: hint}
	}
	single := m.Aggregate == median || m.Aggregate == p90
	switch {
	case !row.timed():
		return wrong(fmt.Sprintf("%q is no period", cell(0)), "write a day (2026-11-22), a month (2026-11) or a quarter (2026-q4)")
	case cell(1).Kind == facts.Words, cell(2).Kind == facts.Words, cell(3).Kind == facts.Words, row.N < 0:
		return wrong("value, of and n are whole numbers, and n is not less than 0", "count in smaller units: cents, minutes")
	case !row.Known && !single:
		return wrong("a value is NULL, which only an open case of a median may be", "leave the row out, or write coalesce(…, 0) where nothing is nothing")
	case single && row.N != 1:
		return wrong("a row of a median is one case", "leave out n, and do not group cases")
	case m.Aggregate == ratio && (row.Of < 0 || row.Value < 0 || row.Value > row.Of):
		return wrong(fmt.Sprintf("%d of %d is no share", row.Value, row.Of), "value counts some of what of counts")
	case (m.Aggregate == mean || m.Aggregate == quotient) && row.Of < 0, m.Aggregate == lift && row.Of <= 0:
		return wrong(fmt.Sprintf("nothing can be divided by %d here", row.Of), "of counts something")
	case m.Aggregate == lift && row.Arm != "with" && row.Arm != "without":
		return wrong(fmt.Sprintf("%q is no arm", row.Arm), "arm is 'with' or 'without'")
	}
	return row, nil
}

// timed reports whether a row has a period.
func (r Row) timed() bool {
	if quarterly.MatchString(r.Period) {
		return true
	}
	for _, layout := range []string{time.DateOnly, "2006-01"} {
		if _, err := time.Parse(layout, r.Period); err == nil {
			return true
		}
	}
	return false
}

// begins is the first day of the row's period.
func (r Row) begins() string {
	switch {
	case quarterly.MatchString(r.Period):
		return firstDay(r.Period)
	case len(r.Period) == len("2006-01"):
		return r.Period + "-01"
	}
	return r.Period
}

// quarter is the quarter of the row; month is its month, empty where it only has a quarter.
func (r Row) quarter() string { return QuarterOf(r.begins()) }

func (r Row) month() string {
	if quarterly.MatchString(r.Period) {
		return ""
	}
	return r.Period[:len("2006-01")]
}

// QuarterOf is the quarter of a day: 2026-q4 for 2026-11-22.
func QuarterOf(day string) string {
	month := int(day[5]-'0')*10 + int(day[6]-'0')
	return day[:4] + "-q" + strconv.Itoa((month+2)/3)
}

func firstDay(quarter string) string {
	return fmt.Sprintf("%s-%02d-01", quarter[:4], int(quarter[6]-'1')*3+1)
}

// monthsOf are the months of a quarter, or the month itself.
func monthsOf(period string) []string {
	if !quarterly.MatchString(period) {
		return []string{period}
	}
	first := int(period[6]-'1')*3 + 1
	return []string{fmt.Sprintf("%s-%02d", period[:4], first), fmt.Sprintf("%s-%02d", period[:4], first+1), fmt.Sprintf("%s-%02d", period[:4], first+2)}
}

// lastDay is the last day of a period.
func lastDay(period string) string {
	months := monthsOf(period)
	at, _ := time.Parse("2006-01", months[len(months)-1])
	return at.AddDate(0, 1, -1).Format(time.DateOnly)
}

// Segments are the values that a dimension has in the rows, sorted.
func (r Result) Segments(dimension string) []string {
	var values []string
	for _, row := range r.Rows {
		if value := row.Filter.Of(dimension); value != "" {
			values = append(values, value)
		}
	}
	slices.Sort(values)
	return slices.Compact(values)
}

// Quarters are the figures of each quarter that has a row, in order, of the rows that a filter chooses.
func (r Result) Quarters(filter Filter) []Figure { return r.figures(filter, Row.quarter) }

// Months are those of each month that has a row. Rows that only have a quarter are in none.
func (r Result) Months(filter Filter) []Figure { return r.figures(filter, Row.month) }

// Quarter is the figure of one quarter; false where it has no row.
func (r Result) Quarter(filter Filter, quarter string) (Figure, bool) {
	for _, figure := range r.Quarters(filter) {
		if figure.Period == quarter {
			return figure, true
		}
	}
	return Figure{}, false
}

func (r Result) figures(filter Filter, periodOf func(Row) string) []Figure {
	grouped := map[string][]Row{}
	var periods []string
	for _, row := range r.Rows {
		if !filter.takes(row.Filter) {
			continue
		}
		period := periodOf(row)
		if period == "" {
			continue
		}
		if grouped[period] == nil {
			periods = append(periods, period)
		}
		grouped[period] = append(grouped[period], row)
	}
	slices.Sort(periods)
	var figures []Figure
	for _, period := range periods {
		figure := r.aggregate(grouped[period])
		figure.Period, figure.Partial = period, lastDay(period) > r.day
		for _, gap := range r.Gaps {
			if slices.Contains(monthsOf(period), gap) {
				figure.Gaps = append(figure.Gaps, gap)
			}
		}
		if target, ok := r.Targets[period]; ok && filter == (Filter{}) {
			figure.Target = &target
		}
		figures = append(figures, figure)
	}
	return figures
}
