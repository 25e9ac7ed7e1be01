package site

import (
	"math/big"
	"slices"
	"testing"

	"parley/internal/chart"
	"parley/internal/kind"
	"parley/internal/metric"
	"parley/internal/workspace"
)

// measurerOf writes what a measure of days says, in English.
func measurerOf(t *testing.T) measurer {
	t.Helper()
	s := Plan(load(t, programme).For(workspace.View{Audience: kind.Internal}), Options{Audience: kind.Internal})
	return s.measurer(0, metric.Result{Measure: metric.Measure{ID: "wait", Unit: "days", Good: "down", Aggregate: "median", Per: 1}})
}

// TestARowNamesTheMonthsWithoutData: in words, since 2025-09 means nothing to somebody who reads Arabic.
func TestARowNamesTheMonthsWithoutData(t *testing.T) {
	figure := metric.Figure{Period: "2025-q3", Value: big.NewRat(3, 1), Gaps: []string{"2025-09", "2025-q3"}}
	if got, want := measurerOf(t).row(figure).Remarks, []string{"no data of September 2025", "no data of 2025-q3"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

// TestALonePartSaysWhichItIs: a line by region of one region alone would look like that of all.
func TestALonePartSaysWhichItIs(t *testing.T) {
	m := measurerOf(t)
	values := []chart.Value{{Number: "3", Text: "3 days"}}
	for name, want := range map[string]int{"Value": 0, "Asia": 1} {
		c := chart.Chart{Kind: chart.Line, Categories: []string{"Q3 2025"}, Series: []chart.Series{{Name: name, Values: values}}}
		if keys := m.legend(c); len(keys) != want {
			t.Errorf("%s: %+v", name, keys)
		}
	}
	keys := m.legend(chart.Chart{Kind: chart.Waterfall, Categories: []string{"Q3 2025"}, Series: []chart.Series{{Name: "Value", Values: values}}})
	if want := []PlotKey{{Name: "Rise", Step: "rise"}, {Name: "Fall", Step: "fall"}}; !slices.Equal(keys, want) {
		t.Errorf("a waterfall: %+v", keys)
	}
}

// TestAScaleIsNoFinerThanItsValues: half a point between lines at the least, and a whole one where things are counted.
func TestAScaleIsNoFinerThanItsValues(t *testing.T) {
	for unit, want := range map[string]string{"percent": "1/2", "days": "1/2", "count": "1", "currency": ""} {
		m := measurerOf(t)
		m.result.Unit = unit
		got := ""
		if least := m.finest(); least != nil {
			got = least.RatString()
		}
		if got != want {
			t.Errorf("%s: %q", unit, got)
		}
	}
}
