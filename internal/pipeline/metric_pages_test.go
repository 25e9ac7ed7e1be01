package pipeline

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"html"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"parley/internal/diag"
	"parley/internal/kind"
	"parley/internal/metric"
	"parley/internal/site"
	"parley/internal/workspace"
)

// measured makes a repository with three metrics: for all, for partners and for us. Their figures stand nowhere else.
func measured(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	put(t, dir, "content/site.yaml", "kind: site\ntitle: Portal\naudience: public\nlanguages: [en, de, ja, ar]\nregions: [{id: emea, title: EMEA}, {id: apac, title: APAC}]\npartners: [{id: nordlys, title: Nordlys}]\n")
	put(t, dir, "content/people.yaml", "kind: people\ntitle: Team\nroles: [{id: owner, title: Owner}]\npeople: [{id: mara, name: Mara, roles: [owner], email: mara@example.com, regions: [emea], languages: [en]}]\n")
	put(t, dir, "content/metrics/data/deals.yaml", "kind: fact-table\ntitle: Deals\nowner: owner\nfiles:\n  - {file: deals.csv, exported: \"2026-11-20\"}\ncolumns:\n"+
		"  - {name: day, type: date}\n  - {name: region, type: text, ref: region}\n  - {name: open, type: integer}\n  - {name: partners, type: integer}\n  - {name: ours, type: integer}\n")
	put(t, dir, "content/metrics/data/deals.csv", "day,region,open,partners,ours\n2026-02-03,emea,5110001,6220002,7330003\n2026-05-04,emea,5120001,6210002,7320003\n2026-08-05,apac,5130001,6200002,7310003\n2026-11-06,apac,5140001,6190002,7300003\n")
	for id, audience := range map[string]string{"open": "public", "partners": "partner", "ours": "internal"} {
		put(t, dir, "content/metrics/"+id+".md", fmt.Sprintf("---\nkind: metric\ntitle: Metric %[1]s\nsummary: s\nowner: owner\naudience: %[2]s\ndefinition: d\nformula: f\nunit: count\ngood: up\nfreshness: {count: 1, unit: months}\n"+
			"measure:\n  aggregate: sum\n  query: select day as period, region, %[1]s as value from deals\ntargets:\n  - {id: 2026-q3, period: 2026-q3, value: \"%[3]s\"}\n---\n\n## How to read it\n\nAs it is.\n", id, audience, "6200000"))
	}
	return dir
}

// TestAFigureHasOneValue compares what a metric's page, its table, chart, CSV and JSON say with what the command prints.
func TestAFigureHasOneValue(t *testing.T) {
	dir, out := measured(t), filepath.Join(t.TempDir(), "out")
	if built := build(t, dir, out, workspace.View{Audience: kind.Internal}); built.Findings.HasErrors() {
		t.Fatal(built.Findings)
	}
	found, err := Measure(open(t, dir), Moment{AsOf: today}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var printed []metric.FigureRow
	for _, by := range append([]string{""}, metric.Dimensions...) {
		rows, err := found.Rows(by, false)
		if err != nil {
			t.Fatal(err)
		}
		printed = append(printed, rows...)
	}
	output, compared := files(t, out), 0
	for _, id := range []string{"open", "partners", "ours"} {
		var want []metric.FigureRow
		for _, row := range printed {
			if row.Metric == id {
				want = append(want, row)
			}
		}
		var data site.MeasureData
		if err := json.Unmarshal([]byte(output["metrics/"+id+"/figures.json"]), &data); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, data.Figures); diff != "" {
			t.Errorf("%s: the JSON is not what the command says:\n%s", id, diff)
		}
		rows, err := csv.NewReader(strings.NewReader(output["metrics/"+id+"/figures.csv"])).ReadAll()
		if err != nil || len(rows) != len(want)+1 {
			t.Fatalf("%s: %v, %d rows for %d figures", id, err, len(rows), len(want))
		}
		page := output["metrics/"+id+"/index.html"]
		for i, row := range want {
			if !slices.Equal(rows[i+1][1:], row.Cells()) || rows[i+1][0] != row.Dimension {
				t.Errorf("%s: the CSV says %q, the command %q", id, rows[i+1], row.Cells())
			}
			if row.Dimension != "" {
				continue
			}
			compared++
			shown := row.Value[:1] + "," + row.Value[1:4] + "," + row.Value[4:]
			period := "Q" + row.Period[6:] + " " + row.Period[:4]
			if line := `<span data-period="` + row.Period + `">` + period + `</span></th><td class="right"><bdi>` + shown + `</bdi>`; !strings.Contains(page, line) {
				t.Errorf("%s, %s: the table does not say %s", id, row.Period, shown)
			}
		}
		if !strings.Contains(page, `<svg role="img"`) || strings.Contains(page, " style=") {
			t.Errorf("%s: the page has no chart, or a style", id)
		}
		sentence := html.EscapeString(fmt.Sprintf("%s in Q3 2026, ", map[string]string{"open": "5,130,001", "partners": "6,200,002", "ours": "7,310,003"}[id]))
		if !strings.Contains(page, "<title>"+sentence) || !strings.Contains(page, `<p class="formula">`+sentence) {
			t.Errorf("%s: nothing says %q", id, sentence)
		}
	}
	if compared != 12 {
		t.Errorf("%d figures compared, not 12", compared)
	}
	if arabic := output["ar/metrics/open/index.html"]; !strings.Contains(arabic, "\u2067الربع 3\u2069") || !strings.Contains(output["ja/metrics/open/index.html"], "2026年第\u20603四半期") {
		t.Error("charts are not written in the languages of their pages")
	}
}

// TestFiguresReachTheirReadersOnly searches every file of every output for figures that its readers may not know.
func TestFiguresReachTheirReadersOnly(t *testing.T) {
	skipShort(t)
	dir := measured(t)
	figures := map[string]string{"open": "51%d0001", "partners": "62%d0002", "ours": "73%d0003"}
	for audience, told := range map[kind.Audience][]string{kind.Public: {"open"}, kind.Partner: {"open", "partners"}, kind.Internal: {"open", "partners", "ours"}} {
		out := filepath.Join(t.TempDir(), "out")
		if built := build(t, dir, out, workspace.View{Audience: audience}); built.Findings.HasErrors() {
			t.Fatal(built.Findings)
		}
		output := files(t, out)
		for id, figure := range figures {
			seen := false
			for name, text := range output {
				for n := range 4 {
					for _, spelling := range spellings(fmt.Sprintf(figure, n+1)) {
						seen = seen || strings.Contains(text, spelling)
						if strings.Contains(text, spelling) && !slices.Contains(told, id) {
							t.Errorf("%s readers find %s of %s in %s", audience, spelling, id, name)
						}
					}
				}
			}
			if want := slices.Contains(told, id); seen != want {
				t.Errorf("%s readers are told of %s: %t", audience, id, seen)
			}
		}
		if text := output["metrics/open/figures.csv"]; strings.Contains(text, "emea") != (audience == kind.Internal) {
			t.Errorf("%s readers are told of regions: %s", audience, text)
		}
	}
}

// TestChangedFactsChangeThePage builds, changes a fact, and builds again into the same folder: the result is that of a build from
// nothing, with a chart that says so.
func TestChangedFactsChangeThePage(t *testing.T) {
	skipShort(t)
	dir, out := measured(t), filepath.Join(t.TempDir(), "out")
	view := workspace.View{Audience: kind.Internal}
	build(t, dir, out, view)
	before := files(t, out)["metrics/open/index.html"]
	edit(t, filepath.Join(dir, "content/metrics/data/deals.csv"), "5130001", "9130001")
	build(t, dir, out, view)
	warm := files(t, out)
	if after := warm["metrics/open/index.html"]; after == before || !strings.Contains(after, "9,130,001") {
		t.Error("the page does not say what has changed")
	}
	t.Setenv("PARLEY_CACHE_DIR", "off")
	cold := filepath.Join(t.TempDir(), "cold")
	build(t, dir, cold, view)
	if diff := cmp.Diff(files(t, cold), warm); diff != "" {
		t.Errorf("a second build differs from a first:\n%s", diff)
	}
}

// TestChartsInTexts puts charts into pages: the reader of a page sees what it is allowed to say, in the language of the page, and the
// text of the block where there is nothing to see.
func TestChartsInTexts(t *testing.T) {
	skipShort(t)
	dir := measured(t)
	put(t, dir, "content/told.md", "---\ntitle: Told\naudience: partner\n---\n\nText.\n\n```chart\nmeasure: partners\nfrom: 2026-q2\nuntil: 2026-q3\n```\n\n```chart\nmeasure: ours\n```\n\n```chart\nmeasure: open\nby: region\n```\n")
	put(t, dir, "content/inside.md", "---\ntitle: Inside\naudience: internal\n---\n\n"+strings.Join(func() (all []string) {
		for _, kind := range []string{"line", "bar", "stacked", "area", "gauge", "radar", "heatmap", "funnel", "waterfall"} {
			all = append(all, "```chart\nmeasure: ours\nby: region\nkind: "+kind+"\n```\n")
		}
		return all
	}(), "\n"))
	out := filepath.Join(t.TempDir(), "out")
	if built := build(t, dir, out, workspace.View{Audience: kind.Partner}); built.Findings.HasErrors() {
		t.Fatal(built.Findings)
	}
	page := files(t, out)["told/index.html"]
	if n := strings.Count(page, `<figure class="plot">`); n != 1 {
		t.Errorf("partners see %d charts, not 1", n)
	}
	for text, wanted := range map[string]bool{"6,200,002 in Q3 2026, down from 6,210,002 in Q2 2026.": true, "Q1 2026": false, "Q4 2026": false, "7,310,003": false, "measure: partners": false, "by: region": true} {
		if strings.Contains(page, text) != wanted {
			t.Errorf("that %q stands in the page is %t", text, !wanted)
		}
	}
	inside := filepath.Join(t.TempDir(), "inside")
	built := build(t, dir, inside, workspace.View{Audience: kind.Internal})
	page = files(t, inside)["inside/index.html"]
	if n := strings.Count(page, `<svg role="img"`); n != 9 || strings.Contains(page, " style=") || !strings.Contains(page, ">APAC</th>") {
		t.Errorf("internal readers see %d charts of regions, not 9", n)
	}
	for _, finding := range built.Findings {
		if finding.Path == "content/inside.md" && finding.Code == diag.PageHTML {
			t.Error(finding.Message)
		}
	}
	edit(t, filepath.Join(dir, "content/told.md"), "Text.", "Another text.")
	build(t, dir, inside, workspace.View{Audience: kind.Internal})
	if page := files(t, inside)["told/index.html"]; !strings.Contains(page, "Another text.") || !strings.Contains(page, `<figure class="plot">`) {
		t.Error("a page that is reworded has lost its charts")
	}
}
