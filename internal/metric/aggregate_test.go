package metric

import (
	"fmt"
	"math/big"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func valued(values ...int64) []Row {
	var rows []Row
	for _, v := range values {
		rows = append(rows, Row{Period: "2026-07-01", Known: true, Value: v, Of: 1, N: 1})
	}
	return rows
}

// TestAggregates works out by hand what rows say together.
func TestAggregates(t *testing.T) {
	open := Row{Period: "2026-07-01", N: 1}
	for _, c := range []struct {
		name  string
		m     Measure
		rows  []Row
		value string
		n     int64
		open  int64
	}{
		{"a sum of cents", Measure{Aggregate: sum, Unit: "currency", Currency: "EUR", Per: 1}, valued(1050, -50, 25), "41/4", 3, 0},
		{"a sum of yen, which have no cents", Measure{Aggregate: sum, Unit: "currency", Currency: "JPY", Per: 1}, valued(1050), "1050", 1, 0},
		{"a sum of fils, of which a dinar has a thousand", Measure{Aggregate: sum, Unit: "currency", Currency: "BHD", Per: 1}, valued(1050), "21/20", 1, 0},
		{"a sum beyond all integers", Measure{Aggregate: sum, Unit: "count", Per: 1}, valued(9223372036854775807, 1), "9223372036854775808", 2, 0},
		{"a share", Measure{Aggregate: ratio, Unit: "percent", Per: 1}, []Row{{Value: 18, Of: 20, N: 20}, {Value: 30, Of: 35, N: 35}, {Value: 36, Of: 45, N: 45}}, "84", 100, 0},
		{"a share of nothing", Measure{Aggregate: ratio, Unit: "percent", Per: 1}, []Row{{Of: 0, N: 0}}, "<nil>", 0, 0},
		{"a third", Measure{Aggregate: ratio, Unit: "percent", Per: 1}, []Row{{Value: 1, Of: 3, N: 3}}, "100/3", 3, 0},
		{"a mean", Measure{Aggregate: mean, Unit: "hours", Per: 60}, []Row{{Value: 90, Of: 2, N: 2}, {Value: 30, Of: 2, N: 2}}, "1/2", 4, 0},
		{"a median of five", Measure{Aggregate: median, Unit: "days", Per: 1}, valued(9, 1, 3, 2, 2), "2", 5, 0},
		{"a median of four", Measure{Aggregate: median, Unit: "days", Per: 1}, valued(4, 1, 3, 2), "5/2", 4, 0},
		{"a median with open cases", Measure{Aggregate: median, Unit: "hours", Per: 3600}, append(valued(7200), open, open), "2", 1, 2},
		{"a median of open cases", Measure{Aggregate: median, Unit: "days", Per: 1}, []Row{open}, "<nil>", 0, 1},
		{"the ninth decile of ten", Measure{Aggregate: p90, Unit: "days", Per: 1}, valued(10, 9, 8, 7, 6, 5, 4, 3, 2, 1), "9", 10, 0},
		{"the ninth decile of eleven", Measure{Aggregate: p90, Unit: "days", Per: 1}, valued(11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1), "10", 11, 0},
		{"the ninth decile of one", Measure{Aggregate: p90, Unit: "days", Per: 1}, valued(5), "5", 1, 0},
	} {
		got := c.m.aggregate(c.rows)
		value := "<nil>"
		if got.Value != nil {
			value = got.Value.RatString()
		}
		if value != c.value || got.N != c.n || got.Open != c.open {
			t.Errorf("%s: %s of %d, %d open; want %s of %d, %d open", c.name, value, got.N, got.Open, c.value, c.n, c.open)
		}
	}
}

// TestLift is the example of the page on revenue lift: 226 of 200 against 540 of 500 is 13 less 8 points. The interval is worked out
// by hand: leaving out one of the two partners of an arm leaves the growth of the other, so (n−1)/n times the squared distances from
// their mean is half of 2·d² for growths that lie d to either side of it.
func TestLift(t *testing.T) {
	row := func(arm string, after, before int64) Row {
		return Row{Arm: arm, Known: true, Value: after, Of: before, N: 1}
	}
	one := Measure{Aggregate: lift}.aggregate([]Row{row("with", 226, 200), row("without", 540, 500)})
	if one.Value.RatString() != "5" || one.Low != nil || one.N != 2 {
		t.Errorf("%+v", one)
	}
	// With: 110 % and 130 %, so d = 10 and the variance is 100. Without: 100 % and 148 %, so d = 24 and the variance is 576.
	// Two standard errors are 2·√676 = 52. The growths are 120 % and 124 %: the lift is −4, from −56 to 48.
	two := Measure{Aggregate: lift}.aggregate([]Row{row("with", 110, 100), row("with", 130, 100), row("without", 100, 100), row("without", 148, 100)})
	if two.Value.RatString() != "-4" || two.Low.RatString() != "-56" || two.High.RatString() != "48" {
		t.Errorf("%s from %s to %s", two.Value.RatString(), two.Low.RatString(), two.High.RatString())
	}
	if none := (Measure{Aggregate: lift}).aggregate([]Row{row("with", 1, 1)}); none.Value != nil {
		t.Errorf("nobody to compare with, and yet %s", none.Value)
	}
}

func TestShown(t *testing.T) {
	percent, euros, yen := Measure{Unit: "percent"}, Measure{Unit: "currency", Currency: "EUR"}, Measure{Unit: "currency", Currency: "JPY"}
	for _, c := range []struct {
		m          Measure
		of         *big.Rat
		want, full string
	}{
		{percent, big.NewRat(3800, 42), "90.5", "1900/21"}, {percent, big.NewRat(84, 1), "84", "84"}, {percent, big.NewRat(-1, 20), "-0.1", "-0.05"},
		{euros, big.NewRat(632000000, 100), "6320000.00", "6320000"}, {yen, big.NewRat(15, 1), "15", "15"}, {percent, nil, "", ""},
	} {
		if got, full := c.m.Shown(c.of), Exact(c.of); got != c.want || full != c.full {
			t.Errorf("%v: %q and %q, want %q and %q", c.of, got, full, c.want, c.full)
		}
	}
}

func TestMet(t *testing.T) {
	target := &Target{Value: big.NewRat(85, 1)}
	for _, c := range []struct {
		good, value, want string
		partial           bool
	}{
		{"up", "85", "yes", false}, {"up", "84.96", "no", false}, {"down", "84", "yes", false}, {"down", "86", "no", false}, {"within", "85", "yes", false},
		{"within", "86", "", false}, {"up", "90", "", true},
	} {
		value, _ := new(big.Rat).SetString(c.value)
		if got := (Measure{Good: c.good}).Met(Figure{Value: value, Target: target, Partial: c.partial}); got != c.want {
			t.Errorf("%+v: %q", c, got)
		}
	}
}

// TestFresh counts until when data may be used.
func TestFresh(t *testing.T) {
	for _, c := range []struct {
		count int
		unit  string
		want  string
	}{
		{1, "hours", "2026-11-21"}, {25, "hours", "2026-11-22"}, {1, "days", "2026-11-21"}, {1, "working-days", "2026-11-23"}, {6, "working-days", "2026-11-30"},
		{2, "weeks", "2026-12-04"}, {1, "months", "2026-12-20"}, {1, "quarters", "2027-02-20"}, {0, "days", ""}, {1, "moons", ""},
	} {
		if got := (Duration{c.count, c.unit}).until("2026-11-20"); got != c.want { // a Friday
			t.Errorf("%d %s: %s, want %s", c.count, c.unit, got, c.want)
		}
	}
}

func TestPeriods(t *testing.T) {
	var got []string
	for _, period := range []string{"2026-11-22", "2026-11", "2026-q4", "2026-q1", "2026-12-31", "2026-01-01"} {
		row := Row{Period: period}
		got = append(got, fmt.Sprint(row.timed(), " ", row.begins(), " ", row.quarter(), " ", row.month(), " ", lastDay(row.quarter()), " ", monthsOf(row.quarter())))
	}
	want := []string{
		"true 2026-11-22 2026-q4 2026-11 2026-12-31 [2026-10 2026-11 2026-12]",
		"true 2026-11-01 2026-q4 2026-11 2026-12-31 [2026-10 2026-11 2026-12]",
		"true 2026-10-01 2026-q4  2026-12-31 [2026-10 2026-11 2026-12]",
		"true 2026-01-01 2026-q1  2026-03-31 [2026-01 2026-02 2026-03]",
		"true 2026-12-31 2026-q4 2026-12 2026-12-31 [2026-10 2026-11 2026-12]",
		"true 2026-01-01 2026-q1 2026-01 2026-03-31 [2026-01 2026-02 2026-03]",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for _, wrong := range []string{"", "2026", "2026-13", "2026-q5", "2026-11-31", "20261122"} {
		if (Row{Period: wrong}).timed() {
			t.Errorf("%q is a period", wrong)
		}
	}
}
