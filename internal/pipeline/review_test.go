package pipeline

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/kind"
	"parley/internal/metric"
	"parley/internal/site"
	"parley/internal/workspace"
)

// byHand are figures of reviews that nothing can work out again, with the reason.
var byHand = map[string]string{"translation-freshness": "the repository knows how fresh translations are today, and not how fresh they were"}

// TestReviewsAgree compares each figure of the sample's reviews with what parley metrics says, with the data beside the page of the
// metric, and with that page: one number has one value.
func TestReviewsAgree(t *testing.T) {
	measured := map[string]metric.FigureRow{}
	for _, by := range []string{"", "region", "tier"} {
		for _, row := range figures(t, own(t), by) {
			measured[strings.Join([]string{row.Metric, row.Segment, row.Period}, " ")] = row
		}
	}
	plan := internalPlan(t)
	published := map[string]metric.FigureRow{}
	for _, data := range plan.MeasureData() {
		for _, row := range data.Figures {
			published[strings.Join([]string{row.Metric, row.Segment, row.Period}, " ")] = row
		}
	}
	compared := 0
	for _, quarter := range []string{"2026-q2", "2026-q3"} {
		text, err := os.ReadFile("../../content/reviews/" + quarter + ".md")
		if err != nil {
			t.Fatal(err)
		}
		fields, _ := doc.Read("review.md", text)
		for _, item := range append(fields.Fields.Get("figures").Items, fields.Fields.Get("breakdown").Items...) {
			was, id := metric.ReadFrozen(item), item.Str("metric")
			if byHand[id] != "" {
				if was.Digest != "" {
					t.Errorf("%s of %s has a digest, and is one by hand: %s", id, quarter, byHand[id])
				}
				continue
			}
			compared++
			for period, value := range map[string]string{quarter: was.Value, metric.QuarterBefore(quarter): was.Before} {
				key := strings.Join([]string{id, was.Of.Region + was.Of.Tier, period}, " ")
				if value != measured[key].Value || value != published[key].Value || was.Digest == "" {
					t.Errorf("%s: the review of %s says %q, parley metrics %q, the data of the page %q", key, quarter, value, measured[key].Value, published[key].Value)
				}
			}
			if row := measured[id+"  "+quarter]; was.Of == (metric.Filter{}) && (was.Target != row.Target || was.N != row.N) {
				t.Errorf("%s of %s: target %q of %d, measured %q of %d", id, quarter, was.Target, was.N, row.Target, row.N)
			}
		}
	}
	if compared < 60 {
		t.Errorf("only %d figures compared", compared)
	}
	pagesAgree(t, plan)
}

// pagesAgree compares what the pages of reviews show with what those of the metrics show.
func pagesAgree(t *testing.T, plan *site.Site) {
	t.Helper()
	shown, compared := map[string]site.MeasuredRow{}, 0
	var reviews []site.Page
	for i := range plan.Len() {
		switch folder, _, _ := strings.Cut(strings.TrimPrefix(plan.Locate(i), "/"), "/"); folder { // pages in English alone
		case "reviews":
			reviews = append(reviews, plan.Page(i))
		case "metrics":
			if page := plan.Page(i); page.Measured != nil {
				for _, row := range page.Measured.Rows {
					shown[page.URL+" "+row.ISO] = row
				}
			}
		}
	}
	for _, page := range reviews {
		if page.Review == nil {
			continue // the list of them
		}
		if page.Review.Changed {
			t.Errorf("%s says that its data have changed", page.URL)
		}
		for _, row := range page.Review.Rows {
			if row.ByHand {
				continue
			}
			compared++
			if of := shown[row.Metric.URL+" "+page.Fields.Get("period").Raw]; row.Value != of.Value || row.Target != of.Target || row.Met != of.Met || row.Cases != of.Cases {
				t.Errorf("%s, %s: %+v, and the page of the metric says %+v", page.URL, row.Metric.URL, row, of)
			}
		}
	}
	if compared < 38 {
		t.Errorf("only %d figures compared", compared)
	}
}

func internalPlan(t *testing.T) *site.Site {
	t.Helper()
	repository, err := Open("../..")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = repository.Close() })
	options := BuildOptions{View: workspace.View{Audience: kind.Internal}, Moment: Moment{AsOf: "2026-11-23"}}
	state, err := load(repository, options.Moment, nil)
	if err != nil {
		t.Fatal(err)
	}
	plan, _, err := planned(repository, options, state)
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

// TestReviewsAreTheSameEverywhere begins reviews on one core and on all, with rows in another order and on another day: what is frozen
// is the same, digests included.
func TestReviewsAreTheSameEverywhere(t *testing.T) {
	if testing.Short() {
		t.Skip("loads the whole company again and again: go test without -short does")
	}
	frozen := func(dir, day string) string {
		given := reviewIn(t, dir, "2026-q3", day)
		return given.Keys["figures"] + given.Keys["breakdown"]
	}
	dir := copyIn(t, "en")
	want := frozen(dir, "2026-11-23")
	if strings.Count(want, "digest:") < 30 {
		t.Fatalf("%s", want)
	}
	for _, name := range []string{"desk.csv", "waves.csv", "requests.csv", "defects.csv", "contracts.csv"} {
		path := filepath.Join(dir, "content/metrics/data", name)
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, backwards(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	for _, cores := range []int{1, 8} {
		runtime.GOMAXPROCS(cores)
		if got := frozen(dir, "2027-02-01"); got != want {
			t.Errorf("on %d cores:\n%s\nwant\n%s", cores, got, want)
		}
	}
}

func reviewIn(t *testing.T, dir, quarter, day string) kind.Given {
	t.Helper()
	repository := open(t, dir)
	w, err := workspace.Load(repository.Files, nil)
	if err != nil {
		t.Fatal(err)
	}
	given, err := repository.reviewOf(w, quarter, day)
	if err != nil {
		t.Fatal(err)
	}
	return given
}

// backwards is a CSV file with its rows in the opposite order.
func backwards(text []byte) []byte {
	lines := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
	turned := lines[:1:1]
	for i := len(lines) - 1; i > 0; i-- {
		turned = append(turned, lines[i])
	}
	return []byte(strings.Join(turned, "\n") + "\n")
}

// TestAChangedTableWarnsAtTheFigure changes one row of the sample company's data: the figure that is made of it is told, and no other.
func TestAChangedTableWarnsAtTheFigure(t *testing.T) {
	if testing.Short() {
		t.Skip("checks the whole company: go test without -short does")
	}
	dir := copyIn(t, "en")
	path := filepath.Join(dir, "content/metrics/data/desk.csv")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	changed := strings.Replace(string(text), "2026-08-01,emea,1,,17,17", "2026-08-01,emea,1,,17,0", 1)
	if err := os.WriteFile(path, []byte(changed), 0o644); err != nil {
		t.Fatal(err)
	}
	report, err := Check(open(t, dir), CheckOptions{Moment: Moment{AsOf: "2026-11-23"}})
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, finding := range report.Findings {
		if finding.Code == diag.MetricFrozen {
			told = append(told, finding.Path+" "+strings.Fields(finding.Message)[3])
		}
	}
	if got := strings.Join(told, ", "); got != "content/reviews/2026-q3.md sla-compliance" {
		t.Errorf("told are %q", got)
	}
}
