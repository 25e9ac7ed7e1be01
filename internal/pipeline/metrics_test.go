package pipeline

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"parley/internal/kind"
	"parley/internal/metric"
	"parley/internal/workspace"
)

// TestPartsSumToTheWhole adds up what all regions, tiers, types and partners have. Requests of partners that are not in the table of
// partners are in the whole alone: those of the others are fewer.
func TestPartsSumToTheWhole(t *testing.T) {
	whole, measured := map[string]int64{}, own(t)
	for _, row := range figures(t, measured, "") {
		whole[row.Metric+row.Period] = row.N
	}
	for _, by := range []string{"region", "tier", "type", "partner"} {
		parts := map[string]int64{}
		for _, row := range figures(t, measured, by) {
			parts[row.Metric+row.Period] += row.N
		}
		if len(parts) < 20 {
			t.Errorf("only %d figures by %s", len(parts), by)
		}
		for key, n := range parts {
			if unnamed := by == "partner" && strings.HasPrefix(key, "sla-compliance"); n != whole[key] && !(unnamed && n > 0 && n < whole[key]) {
				t.Errorf("%s: by %s %d cases count, in all %d", key, by, n, whole[key])
			}
		}
	}
}

// TestMeasuresOnOneCoreAndWithACache says the same bytes on one core and on all, with a cold cache, a warm one, and none.
func TestMeasuresOnOneCoreAndWithACache(t *testing.T) {
	skipShort(t)
	want, err := json.Marshal(figures(t, own(t), "partner"))
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("PARLEY_CACHE_DIR", t.TempDir())
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	for _, cache := range []string{"cold", "warm"} {
		again, err := measureOwn()
		if err != nil {
			t.Fatal(err)
		}
		if got, err := json.Marshal(figures(t, again, "partner")); err != nil || string(got) != string(want) {
			t.Errorf("%s: %v\n%s", cache, err, cmp.Diff(string(want), string(got)))
		}
	}
}

// TestFactsAreInNoOutput plants a fact that stands nowhere else, has a public page link to its file, and searches every file of
// every output for it. Partners and the public do not find the query of a measure either, nor a word of its tables.
func TestFactsAreInNoOutput(t *testing.T) {
	skipShort(t)
	dir := t.TempDir()
	put(t, dir, "content/people.yaml", "kind: people\ntitle: Team\nroles: [{id: lead, title: Lead}]\npeople: [{id: mara, name: Mara, roles: [lead], languages: [en]}]\n")
	put(t, dir, "content/site.yaml", "kind: site\ntitle: Portal\nlanguages: [en]\nregions: [{id: emea, title: EMEA}]\npartners: [{id: nordlys, title: Nordlys}]\nnavigation: [{id: measures, title: Measures, kinds: [metric, fact-table, export-columns]}]\n")
	put(t, dir, "content/index.md", "# Start\n\nThe [facts](metrics/data/deals.csv) and the [measure](metrics/deals.md).\n")
	put(t, dir, "content/metrics/data/deals.yaml", "kind: fact-table\nowner: lead\nfiles: [{file: deals.csv, exported: \"2026-11-20\"}]\ncolumns: [{name: plantedcolumn, type: text}, {name: day, type: date}, {name: amount, type: money, currency: EUR}]\n")
	put(t, dir, "content/metrics/data/deals.csv", "plantedcolumn,day,amount\nplantedfact,2026-07-01,83170319.00\nplantedfact,2026-07-02,40.00\n") // a metric for all tells their sum
	put(t, dir, "content/metrics/deals.md", "---\nkind: metric\ntitle: Deals\nsummary: How much.\nowner: lead\naudience: public\ndefinition: How much.\nformula: All of it.\nunit: currency\ngood: up\nmeasure:\n  aggregate: sum\n  currency: EUR\n  query: select day as period, amount as value from deals where plantedcolumn <> 'plantedword'\n---\n\n## How to read it\n\nAs it is.\n")
	for _, view := range []workspace.View{{Audience: kind.Public}, {Audience: kind.Partner}, {Audience: kind.Partner, Partner: "nordlys"}, {Audience: kind.Internal}} {
		secrets := []string{"plantedfact", "83170319"}
		if view.Audience != kind.Internal {
			secrets = append(secrets, "plantedcolumn", "plantedword", "fact-table", "Table of facts")
		}
		out := filepath.Join(t.TempDir(), "out")
		if built := build(t, dir, out, view); built.Findings.HasErrors() {
			t.Fatalf("%v: %v", view, built.Findings)
		}
		output := files(t, out)
		if !strings.Contains(output["metrics/deals/index.html"], "How much.") {
			t.Fatalf("%v: the page of the measure is not there", view)
		}
		for name, text := range output {
			for _, secret := range secrets {
				for _, spelt := range spellings(secret) {
					if strings.Contains(name, spelt) || strings.Contains(text, spelt) {
						t.Errorf("%v: %s holds %q", view, name, spelt)
					}
				}
			}
		}
	}
}

// own are the measures of the sample company, worked out once.
func own(t *testing.T) Metrics {
	t.Helper()
	found, err := ownOnce()
	if err != nil {
		t.Fatal(err)
	}
	return found
}

var ownOnce = sync.OnceValues(measureOwn)

func measureOwn() (Metrics, error) {
	repository, err := Open("../..")
	if err != nil {
		return Metrics{}, err
	}
	defer repository.Close()
	found, err := Measure(repository, Moment{AsOf: "2026-11-23"}, nil)
	if err == nil && found.Findings.HasErrors() {
		err = fmt.Errorf("%v", found.Findings)
	}
	return found, err
}

func figures(t *testing.T, found Metrics, by string) []metric.FigureRow {
	t.Helper()
	rows, err := found.Rows(by, false)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}
