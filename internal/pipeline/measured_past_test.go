package pipeline

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"parley/internal/metric"
)

// TestMeasuresOfTheHistory measures a real history: two changes of prices, one with a signed approval, and a page that is translated
// after three days, changed again, and not translated since.
func TestMeasuresOfTheHistory(t *testing.T) {
	h := newLandings(t)
	for _, id := range []string{"price-approvals", "translation-time-to-provide"} {
		text, err := os.ReadFile("../../content/metrics/" + id + ".md")
		if err != nil {
			t.Fatal(err)
		}
		only := strings.Replace(string(text), "where changed_on", "where document = 'content/index' and changed_on", 1)
		put(t, h.dir, "content/metrics/"+id+".md", only)
	}
	catalogue := "msgid \"\"\nmsgstr \"\"\n\"Language: de\\n\"\n\"Content-Type: text/plain; charset=UTF-8\\n\"\n\nmsgctxt \"title\"\nmsgid \"Welcome\"\nmsgstr \"Willkommen\"\n\nmsgid \"Welcome.\"\nmsgstr \"Willkommen.\"\n"
	put(t, h.dir, "content/locales/de/content/index.po", catalogue)
	h.commit("2025-02-04T00:00:00Z", "In German")
	h.raise("2025-04-01", `"100.00"`, `"101.00"`, "First", true)
	h.raise("2025-05-01", `"101.00"`, `"102.00"`, "Second", false)
	put(t, h.dir, "content/index.md", "---\ntitle: Welcome\naudience: public\n---\nWelcome back.\n")
	h.commit("2025-05-02T00:00:00Z", "Again")
	t.Setenv("PARLEY_CACHE_DIR", t.TempDir())
	for range 2 { // the second time with what is known then
		for _, want := range []struct {
			id, quarter, value string
			n, open            int64
		}{{"price-approvals", "2025-q2", "1", 1, 1}, {"translation-time-to-provide", "2025-q1", "3", 1, 0}, {"translation-time-to-provide", "2025-q2", "", 0, 1}} {
			result := measuredOnce(t, h.dir, want.id)
			figure, _ := result.Quarter(metric.Filter{}, want.quarter)
			if result.Shown(figure.Value) != want.value || figure.N != want.n || figure.Open != want.open {
				t.Errorf("%s: %q of %d, %d open: %+v %s", want.id, result.Shown(figure.Value), figure.N, figure.Open, result.Rows, result.Withheld)
			}
		}
	}
	put(t, h.dir, "content/locales/de/content/index.po", strings.ReplaceAll(catalogue, "Welcome.", "Welcome back."))
	h.commit("2025-05-10T00:00:00Z", "In German again")
	if figure, _ := measuredOnce(t, h.dir, "translation-time-to-provide").Quarter(metric.Filter{}, "2025-q2"); figure.N != 1 || figure.Open != 0 {
		t.Errorf("after the translation: %+v", figure)
	}
	cut := filepath.Join(t.TempDir(), "cut")
	h.git("2025-05-11T00:00:00Z", "clone", "-q", "--depth", "1", "file://"+h.dir, cut)
	for _, id := range []string{"price-approvals", "translation-time-to-provide"} {
		if result := measuredOnce(t, cut, id); result.Withheld != "this is a clone without its whole history" || len(result.Rows) > 0 {
			t.Errorf("%s of a shallow clone: %q %v", id, result.Withheld, result.Rows)
		}
	}
}

func measuredOnce(t *testing.T, dir, id string) metric.Result {
	t.Helper()
	found, err := Measure(open(t, dir), Moment{AsOf: "2025-06-30"}, []string{id})
	if err != nil {
		t.Fatal(err)
	}
	return found.Results[0]
}

// TestMeasuresSeeWhatTimesDoNotTell changes a file to another of the same size and puts its time of modification back: what is known of
// files that nobody has touched is not believed of this one, however often the measures were asked for before.
func TestMeasuresSeeWhatTimesDoNotTell(t *testing.T) {
	t.Setenv("PARLEY_CACHE_DIR", t.TempDir())
	dir := t.TempDir()
	put(t, dir, "content/site.yaml", "kind: site\ntitle: Portal\nlanguages: [en]\n")
	put(t, dir, "content/metrics/data/deals.yaml", "kind: fact-table\nfiles: [{file: deals.csv, exported: \"2025-06-01\"}]\ncolumns: [{name: day, type: date}, {name: count, type: integer}]\n")
	put(t, dir, "content/metrics/data/deals.csv", "day,count\n2025-04-01,7\n")
	put(t, dir, "content/metrics/deals.md", "---\nkind: metric\ntitle: Deals\nsummary: s.\ndefinition: d.\nformula: f.\nunit: count\ngood: up\nmeasure: {aggregate: sum, query: \"select day as period, count as value from deals\"}\n---\n")
	file := filepath.Join(dir, "content", "metrics", "data", "deals.csv")
	for _, count := range []string{"7", "9", "8"} {
		before, err := os.Stat(file)
		if err != nil {
			t.Fatal(err)
		}
		put(t, dir, "content/metrics/data/deals.csv", "day,count\n2025-04-01,"+count+"\n")
		if err := os.Chtimes(file, before.ModTime(), before.ModTime()); err != nil {
			t.Fatal(err)
		}
		for range 3 {
			result := measuredOnce(t, dir, "deals")
			if figure, _ := result.Quarter(metric.Filter{}, "2025-q2"); result.Shown(figure.Value) != count {
				t.Fatalf("%s, want %s %s", result.Shown(figure.Value), count, result.Withheld)
			}
		}
	}
}
