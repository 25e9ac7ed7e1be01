package metric

import (
	"math/big"
	"slices"
	"testing"

	"parley/internal/query"
)

// frozenResult is a share over two quarters: 3 of 4 in the second, 5 of 6 in the third.
func frozenResult() Result {
	row := func(period, region string, value, of int64) Row {
		return Row{Period: period, Filter: Filter{Region: region, Tier: "gold"}, Known: true, Value: value, Of: of, N: of}
	}
	return Result{Measure: Measure{ID: "share", Unit: "percent", Good: "up", Aggregate: ratio, Per: 1, Question: query.Question{SQL: "select 1"},
		Targets: map[string]Target{"2026-q3": {"aim", big.NewRat(90, 1)}}}, day: "2026-11-23",
		Rows: []Row{row("2026-05-03", "emea", 3, 4), row("2026-07-01", "amer", 2, 2), row("2026-09-30", "emea", 3, 4), row("2026-10-01", "emea", 0, 9)}}
}

func TestFreeze(t *testing.T) {
	frozen := frozenResult().Freeze(Filter{}, "2026-q3")
	if frozen.Value != "83.3" || frozen.Before != "75" || frozen.Target != "90" || frozen.N != 6 || len(frozen.Digest) != 16 {
		t.Errorf("%+v", frozen)
	}
	if part := frozenResult().Freeze(Filter{Region: "amer"}, "2026-q3"); part.Value != "100" || part.Before != "" || part.Target != "" || part.Digest == frozen.Digest {
		t.Errorf("%+v", part)
	}
}

// TestWhatChangesAFigure changes one thing after the other, and says whether a frozen figure is another one then.
func TestWhatChangesAFigure(t *testing.T) {
	for _, c := range []struct {
		name    string
		change  func(r *Result, was *Frozen)
		changed bool
	}{
		{"nothing", func(*Result, *Frozen) {}, false},
		{"the order of rows", func(r *Result, _ *Frozen) { slices.Reverse(r.Rows) }, false},
		{"the day of the reading", func(r *Result, _ *Frozen) { r.day = "2027-08-01" }, false},
		{"what rows are told apart by", func(r *Result, _ *Frozen) { r.Rows[2].Tier = "silver" }, false},
		{"a later quarter", func(r *Result, _ *Frozen) { r.Rows[3].Value = 9 }, false},
		{"the owner of the measure", func(r *Result, _ *Frozen) { r.Owner = "somebody" }, false},
		{"zeros behind the point", func(_ *Result, was *Frozen) { was.Value = "83.30" }, false},
		{"a value", func(r *Result, _ *Frozen) { r.Rows[1].Value = 1 }, true},
		{"the quarter before", func(r *Result, _ *Frozen) { r.Rows[0].Value = 4 }, true},
		{"the same share of more", func(r *Result, _ *Frozen) { r.Rows[1].Value, r.Rows[1].Of = 2, 2; r.Rows[1].N = 3 }, true},
		{"a day within the quarter", func(r *Result, _ *Frozen) { r.Rows[2].Period = "2026-09-29" }, true},
		{"the query", func(r *Result, _ *Frozen) { r.Question.SQL = "select 1 " }, true},
		{"the unit", func(r *Result, _ *Frozen) { r.Per = 2 }, true},
		{"all rows", func(r *Result, _ *Frozen) { r.Rows = nil }, true},
		{"the number in the document", func(_ *Result, was *Frozen) { was.Value = "84" }, true},
		{"the number before in the document", func(_ *Result, was *Frozen) { was.Before = "76" }, true},
		{"a number by hand, as measured", func(_ *Result, was *Frozen) { was.Digest = "" }, false},
		{"a number by hand, not as measured", func(_ *Result, was *Frozen) { was.Digest, was.Value = "", "84" }, true},
		{"a number by hand, of what nothing measures", func(r *Result, was *Frozen) { r.Rows, was.Digest, was.Value = nil, "", "84" }, false},
		{"a fault in the data", func(r *Result, _ *Frozen) { r.Rows, r.Withheld = nil, "a table has faults" }, false},
		{"a day on which the quarter is not over", func(r *Result, _ *Frozen) { r.day, r.Rows = "2026-09-30", nil }, false},
	} {
		r := frozenResult()
		was := r.Freeze(Filter{}, "2026-q3")
		c.change(&r, &was)
		if now, changed := r.Changed("2026-q3", was); changed != c.changed {
			t.Errorf("%s: changed is %t: %+v, now %+v", c.name, changed, was, now)
		}
	}
}

func TestAcceptedFiguresStandUntilTheirDataChangeAgain(t *testing.T) {
	r := frozenResult()
	was := r.Freeze(Filter{}, "2026-q3")
	r.Rows[1].Value = 1
	was.Accepted = r.Freeze(Filter{}, "2026-q3").Digest
	if now, changed := r.Changed("2026-q3", was); changed || now.Value != "66.7" {
		t.Errorf("%+v", now)
	}
	r.Rows[1].Value = 0
	if _, changed := r.Changed("2026-q3", was); !changed {
		t.Error("what nobody has seen stands")
	}
}

func TestQuarters(t *testing.T) {
	for quarter, want := range map[string][2]string{"2026-q1": {"2025-q4", "2026-03-31"}, "2026-q3": {"2026-q2", "2026-09-30"}, "2000-q1": {"1999-q4", "2000-03-31"}} {
		if QuarterBefore(quarter) != want[0] || LastDay(quarter) != want[1] || Over(quarter, want[1]) || !Over(quarter, "2026-10-01") {
			t.Errorf("%s: %s, %s", quarter, QuarterBefore(quarter), LastDay(quarter))
		}
	}
}
