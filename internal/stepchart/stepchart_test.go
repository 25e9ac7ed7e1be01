package stepchart

import (
	"math/big"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func rat(t *testing.T, text string) *big.Rat {
	t.Helper()
	if text == "" {
		return nil
	}
	value, ok := new(big.Rat).SetString(text)
	if !ok {
		t.Fatal(text)
	}
	return value
}

// TestStepsLieWhereTheScaleSays draws by hand-made numbers: ten days are 1000 parts, so each day is 100.
func TestStepsLieWhereTheScaleSays(t *testing.T) {
	type step struct {
		day   int
		value string
	}
	for _, c := range []struct {
		name  string
		steps []step
		path  string
		grid  []string
	}{
		{"a rise", []step{{0, "1.80"}, {5, "1.84"}}, "M0 240H500V0H1000", []string{"1.84", "1.83", "1.82", "1.81", "1.80"}},
		{"nothing changes", []step{{2, "4800"}}, "M200 120H1000", []string{"5000", "4800", "4600"}},
		{"a price of nothing", []step{{0, "0"}}, "M0 240H1000", []string{"1", "0"}},
		{"a gap", []step{{0, "1"}, {2, ""}, {4, "3"}}, "M0 240H200M400 0H1000", []string{"3", "2.5", "2", "1.5", "1"}},
		{"what was before the chart", []step{{-4, "1"}, {-2, "2"}, {5, "3"}}, "M0 120H500V0H1000", []string{"3", "2.5", "2", "1.5", "1"}},
		{"not yet", []step{{0, "1"}, {12, "3"}}, "M0 240H1000", []string{"3", "2.5", "2", "1.5", "1"}},
	} {
		var steps []Step
		for _, s := range c.steps {
			steps = append(steps, Step{s.day, rat(t, s.value)})
		}
		chart, ok := Draw([][]Step{steps}, 0, 10, nil)
		var grid []string
		for _, mark := range chart.Grid {
			grid = append(grid, mark.Value.RatString())
		}
		var want []string
		for _, text := range c.grid {
			want = append(want, rat(t, text).RatString())
		}
		if diff := cmp.Diff(want, grid); diff != "" || !ok || chart.Paths[0] != c.path {
			t.Errorf("%s: drawn is %v, want %s; scale (-want +got)\n%s", c.name, chart.Paths, c.path, diff)
		}
	}
}

func TestAllSeriesShareTheScale(t *testing.T) {
	chart, ok := Draw([][]Step{{{0, rat(t, "0.09")}}, {{0, rat(t, "0.07")}}, nil}, 0, 10, nil)
	if diff := cmp.Diff([]string{"M0 0H1000", "M0 240H1000", ""}, chart.Paths); diff != "" || !ok || len(chart.Grid) != 5 || chart.Grid[4].Height != Height {
		t.Errorf("%+v\n%s", chart, diff)
	}
}

func TestAScaleOfThingsHasNoHalves(t *testing.T) {
	chart, ok := Draw([][]Step{{{0, rat(t, "2")}, {5, rat(t, "3")}, {10, nil}}}, 0, 10, rat(t, "1"))
	if !ok || len(chart.Grid) != 2 || chart.Grid[0].Value.RatString() != "3" || chart.Grid[1].Value.RatString() != "2" {
		t.Errorf("%v", chart.Grid)
	}
}

func TestThereMayBeNothingToDraw(t *testing.T) {
	if chart, ok := Draw([][]Step{{{0, nil}}}, 0, 10, nil); ok {
		t.Errorf("%+v", chart)
	}
	if chart, ok := Draw([][]Step{{{0, rat(t, "1")}}}, 3, 3, nil); ok {
		t.Errorf("no day: %+v", chart)
	}
}
