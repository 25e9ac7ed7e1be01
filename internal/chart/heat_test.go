package chart

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestStepsOfAHeatMap says of each value which colour it has, by the bounds that stand in the legend; a bound belongs to the step above
// it, and the last one to the last step. The picture has as many cells of each colour.
func TestStepsOfAHeatMap(t *testing.T) {
	c := scaled(Chart{Kind: Heatmap, Dir: "ltr", Categories: []string{"a", "b", "c", "d"}, Series: []Series{{Name: "x", Values: values("10", "20", "", "59.999")}, {Name: "y", Values: values("60", "100", "0", "1/3")}}})
	var said []string
	for _, step := range c.Steps() {
		said = append(said, fmt.Sprintf("%s-%s:%d", step.From.Text, step.To.Text, step.Heat))
	}
	if diff := cmp.Diff([]string{"0-20:1", "20-40:2", "40-60:3", "60-80:4", "80-100:5"}, said); diff != "" {
		t.Error(diff)
	}
	for number, want := range map[string]int{"0": 1, "1/3": 1, "10": 1, "20": 2, "59.999": 3, "60": 4, "100": 5} {
		if heat, ok := heatOf(Value{Number: number}, c.Steps()); !ok || heat != want {
			t.Errorf("%s has the colour %d, want %d", number, heat, want)
		}
	}
	if _, ok := heatOf(Value{}, c.Steps()); ok {
		t.Error("a gap has a colour")
	}
	drawn, err := (&Kept{}).SVG(c, "t")
	if err != nil {
		t.Fatal(err)
	}
	for heat, want := range []int{3, 1, 1, 1, 1} { // 10, 0 and a third; 20; 59.999; 60; 100
		if got := strings.Count(string(drawn), fmt.Sprintf(`fill-heat-%d `, heat+1)) + strings.Count(string(drawn), fmt.Sprintf(`fill-heat-%d"`, heat+1)); got != want {
			t.Errorf("%d cells have the colour %d, want %d", got, heat+1, want)
		}
	}
	for steps, heats := range map[int]string{1: "[3]", 2: "[1 5]", 3: "[1 3 5]", 4: "[1 2 4 5]", 5: "[1 2 3 4 5]", 6: "[1 3 5]", 9: "[1 2 3 4 5]"} {
		c.Ticks = nil
		for n := range steps + 1 {
			c.Ticks = append(c.Ticks, values(fmt.Sprint(n))...)
		}
		var got []int
		for _, step := range c.Steps() {
			got = append(got, step.Heat)
		}
		if last := c.Steps()[len(got)-1].To.Text; fmt.Sprint(got) != heats || last != fmt.Sprint(steps) {
			t.Errorf("%d steps have the colours %v up to %s, want %s", steps, got, last, heats)
		}
	}
}

// TestTheMarkOfAGauge lies where the target of the value lies that is shown: on the left at the least, on top in the middle, and the
// other way round from right to left.
func TestTheMarkOfAGauge(t *testing.T) {
	for _, test := range []struct{ dir, aim, way string }{
		{"ltr", "0", "M89.0 140.0L63.0 140.0"}, {"ltr", "50", "M180.0 49.0L180.0 23.0"}, {"ltr", "100", "M271.0 140.0L297.0 140.0"}, {"rtl", "0", "M271.0 140.0L297.0 140.0"}, {"rtl", "100", "M89.0 140.0L63.0 140.0"}, {"ltr", "", ""},
	} {
		c := Chart{Kind: Gauge, Dir: test.dir, Categories: []string{"a", "b", "c"}, Series: []Series{{Values: values("10", "83", "")}, {Values: values("7", test.aim, "99"), Goal: true}}, Ticks: values("0", "50", "100")}
		drawn, err := (&Kept{}).SVG(c, "t")
		if err != nil {
			t.Fatal(err)
		}
		var ways []string
		for _, found := range regexp.MustCompile(`<path d="([^"]*)" fill="none" stroke-width="[37]" class="edge-(?:ink|paper)"/>`).FindAllStringSubmatch(string(drawn), -1) {
			ways = append(ways, found[1])
		}
		want := []string{test.way, test.way}
		if test.way == "" {
			want = nil
		}
		if diff := cmp.Diff(want, ways); diff != "" {
			t.Errorf("%s at %s: %s", test.dir, test.aim, diff)
		}
		if aim, ok := c.Aim(); aim.Text != test.aim || ok != (test.aim != "") {
			t.Errorf("the aim is %q", aim.Text)
		}
	}
	if _, ok := (Chart{Kind: Line, Series: []Series{{Values: values("1")}, {Values: values("2"), Goal: true}}}).Aim(); ok {
		t.Error("a line has a mark")
	}
}
