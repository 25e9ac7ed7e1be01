package pipeline

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math/big"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"parley/internal/kind"
	"parley/internal/metric"
	"parley/internal/site"
	"parley/internal/workspace"
)

// members are partners of a programme in which some slices are of one or two: mena is of one, silver in apac of two.
var members = []struct{ id, region, tier, kind string }{
	{"alpha", "emea", "gold", "reseller"}, {"bravo", "emea", "gold", "reseller"}, {"charlie", "emea", "silver", "integrator"}, {"delta", "emea", "silver", "integrator"},
	{"echo", "apac", "gold", "integrator"}, {"foxtrot", "apac", "silver", "reseller"}, {"golf", "apac", "silver", "integrator"}, {"hotel", "emea", "gold", "integrator"},
	{"india", "mena", "gold", "referral"},
}

// planted is the figure of a member in a quarter of 2026 in one of three metrics. It stands nowhere else, and no sum or difference of
// others has it.
func planted(metric, member, quarter int) int {
	return []int{3170419, 4281531, 5392643}[metric] + []int{104729, 611953, 273001, 889871, 456203, 715361, 38839, 957043, 190507}[member] + quarter*13_003
}

var plantedMetrics = []struct{ id, audience string }{{"open", "public"}, {"partners", "partner"}, {"ours", "internal"}}

// dashboards makes a repository with three metrics, and a dashboard for the readers of each.
func dashboards(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	put(t, dir, "content/site.yaml", `kind: site
title: Portal
audience: public
languages: [en, de, ar]
regions: [{id: emea, title: EMEA}, {id: apac, title: APAC}, {id: mena, title: MENA}]
tiers: [{id: gold, title: Gold}, {id: silver, title: Silver}]
segments: [{id: reseller, title: Resellers}, {id: integrator, title: Integrators}, {id: referral, title: Referral partners}]
partners: [{id: alpha, title: Alpha}, {id: echo, title: Echo}, {id: india, title: India}]
navigation: [{id: measures, title: Measures, kinds: [dashboard, metric, fact-table]}]
`)
	put(t, dir, "content/people.yaml", "kind: people\ntitle: Team\nroles: [{id: owner, title: Owner}]\npeople: [{id: mara, name: Mara, roles: [owner], email: mara@example.com, regions: [emea], languages: [en]}]\n")
	put(t, dir, "content/metrics/data/deals.yaml", "kind: fact-table\ntitle: Deals\nowner: owner\nfiles:\n  - {file: deals.csv, exported: \"2026-11-20\"}\ncolumns:\n"+
		"  - {name: day, type: date}\n  - {name: partner, type: text}\n  - {name: region, type: text, ref: region}\n  - {name: tier, type: text, ref: tier}\n  - {name: kind, type: text}\n"+
		"  - {name: open, type: integer}\n  - {name: partners, type: integer}\n  - {name: ours, type: integer}\n")
	rows := "day,partner,region,tier,kind,open,partners,ours\n"
	for i, m := range members {
		for quarter := range 3 {
			rows += fmt.Sprintf("2026-%02d-05,%s,%s,%s,%s,%d,%d,%d\n", quarter*3+2, m.id, m.region, m.tier, m.kind, planted(0, i, quarter), planted(1, i, quarter), planted(2, i, quarter))
		}
	}
	put(t, dir, "content/metrics/data/deals.csv", rows)
	listed := ""
	for _, m := range plantedMetrics {
		put(t, dir, "content/metrics/"+m.id+".md", fmt.Sprintf("---\nkind: metric\ntitle: Metric %[1]s\nsummary: s\nowner: owner\naudience: %[2]s\ndefinition: d\nformula: f\nunit: count\ngood: up\nfreshness: {count: 1, unit: months}\n"+
			"measure:\n  aggregate: sum\n  query: select day as period, partner, region, tier, kind as type, %[1]s as value from deals\ntargets:\n  - {id: 2026-q3, period: 2026-q3, value: \"9\"}\n---\n\n## How to read it\n\nAs it is.\n", m.id, m.audience))
		listed += fmt.Sprintf("      - {measure: %s}\n", m.id)
		put(t, dir, "content/dashboards/for-"+m.audience+".md", fmt.Sprintf("---\nkind: dashboard\ntitle: For %[1]s readers\nsummary: s\nowner: owner\naudience: %[1]s\nfilters: [region, tier, type, partner]\nrows:\n  - id: first\n    title: Deals\n    measures:\n%[2]s---\n\nText.\n", m.audience, listed))
	}
	return dir
}

// TestFiguresOfOnePartnerReachThatPartnerOnly searches every file of every output for the figures of single partners, as every
// language writes them, and works out the differences of all numbers in the data.
func TestFiguresOfOnePartnerReachThatPartnerOnly(t *testing.T) {
	dir := dashboards(t)
	for _, view := range []workspace.View{{Audience: kind.Public}, {Audience: kind.Partner}, {Audience: kind.Partner, Partner: "alpha"}, {Audience: kind.Partner, Partner: "echo"},
		{Audience: kind.Partner, Partner: "india"}, {Audience: kind.Public, Partner: "india"}, {Audience: kind.Partner, Region: "mena"}, {Audience: kind.Internal}} {
		out := filepath.Join(t.TempDir(), "out")
		if built := build(t, dir, out, view); built.Findings.HasErrors() {
			t.Fatal(built.Findings)
		}
		output := files(t, out)
		all := strings.Join(texts(output), "\n")
		secrets := map[string]string{}
		for i, member := range members {
			for n, m := range plantedMetrics {
				may := view.Audience == kind.Internal || view.Partner == member.id && view.Audience.Sees(kind.Audience(m.audience))
				for quarter := range 3 {
					figure := fmt.Sprint(planted(n, i, quarter))
					seen := slices.ContainsFunc(spellings(figure), func(s string) bool { return strings.Contains(all, s) })
					if seen != may {
						t.Errorf("%v: the figure %s of %s in %s is seen: %t", view, figure, member.id, m.id, seen)
					}
					if !may {
						secrets[figure] = member.id
					}
				}
			}
		}
		for difference := range differences(output) {
			if whose, told := secrets[difference]; told {
				t.Errorf("%v: the figure %s of %s can be worked out", view, difference, whose)
			}
		}
		_, partners := output["dashboards/for-partner/partner/alpha/index.html"]
		if partners != (view.Audience == kind.Internal) {
			t.Errorf("%v: there is a page for each partner: %t", view, partners)
		}
		_, narrowed := output["dashboards/for-public/region/emea/index.html"]
		if narrowed != (view.Partner == "") {
			t.Errorf("%v: there is a page for each region: %t", view, narrowed)
		}
	}
}

// differences are those of all values of which data tell, and the values themselves.
func differences(output map[string]string) map[string]bool {
	var values []*big.Int
	for name, text := range output {
		if !strings.HasSuffix(name, ".json") {
			continue
		}
		for _, found := range regexp.MustCompile(`"(?:value|exact)": ?"(\d+)"`).FindAllStringSubmatch(text, -1) {
			value, _ := new(big.Int).SetString(found[1], 10)
			if !slices.ContainsFunc(values, func(v *big.Int) bool { return v.Cmp(value) == 0 }) {
				values = append(values, value)
			}
		}
	}
	all := map[string]bool{}
	for _, a := range values {
		all[a.String()] = true
		for _, b := range values {
			all[new(big.Int).Sub(a, b).String()] = true
		}
	}
	return all
}

// TestAPageOfASliceSaysWhatItIsOf looks at the pages of a region with enough partners and of one without.
func TestAPageOfASliceSaysWhatItIsOf(t *testing.T) {
	dir := dashboards(t)
	inside, outside := filepath.Join(t.TempDir(), "inside"), filepath.Join(t.TempDir(), "outside")
	build(t, dir, inside, workspace.View{Audience: kind.Internal})
	build(t, dir, outside, workspace.View{Audience: kind.Partner})
	sum := 0
	for i, m := range members {
		if m.region == "emea" {
			sum += planted(1, i, 2)
		}
	}
	page := files(t, inside)["dashboards/for-partner/region/emea/index.html"]
	for _, text := range []string{fmt.Sprintf(`<data value="%d">`, sum), `<h1>For partner readers · EMEA</h1>`, `href="/dashboards/for-partner/region/emea/" aria-current="page">EMEA</a>`,
		`href="/dashboards/for-partner/">Everything</a>`, `<span class="badge">No target</span>`, `href="/dashboards/for-partner/region/emea/figures.csv"`, `href="/metrics/partners/"`} {
		if !strings.Contains(page, text) {
			t.Errorf("the page of a region does not say %s", text)
		}
	}
	if strings.Contains(page, "Text.") || strings.Contains(page, "<script>") {
		t.Error("the page of a region has the text of the whole, or a script")
	}
	small := files(t, outside)["dashboards/for-partner/region/mena/index.html"]
	if !strings.Contains(small, "Withheld: so few partners stand behind these figures") || strings.Contains(small, "<data ") {
		t.Error("the page of a region with one partner does not say that it withholds its figures")
	}
	whole := files(t, outside)["dashboards/for-partner/index.html"]
	if !strings.Contains(whole, `<span class="badge done">Target met</span>`) || !strings.Contains(whole, `<svg role="img"`) || !strings.Contains(whole, "Text.") {
		t.Error("the page of the whole lacks its target, its chart or its text")
	}
}

// TestADashboardSaysWhatTheCommandSays compares the value in a tile, its table, the data of the dashboard, those of the metric and the
// metric's page with what the command prints, for every page of every dashboard.
func TestADashboardSaysWhatTheCommandSays(t *testing.T) {
	dir, out := dashboards(t), filepath.Join(t.TempDir(), "out")
	if built := build(t, dir, out, workspace.View{Audience: kind.Internal}); built.Findings.HasErrors() {
		t.Fatal(built.Findings)
	}
	found, err := Measure(open(t, dir), Moment{AsOf: today}, nil)
	if err != nil {
		t.Fatal(err)
	}
	output, compared := files(t, out), 0
	for name, text := range output {
		folder, is := strings.CutSuffix(name, "/figures.json")
		if !is || !strings.HasPrefix(name, "dashboards/") {
			continue
		}
		var data site.DashboardData
		if err := json.Unmarshal([]byte(text), &data); err != nil {
			t.Fatal(err)
		}
		rows, err := found.Rows(data.Dimension, false)
		if err != nil {
			t.Fatal(err)
		}
		page := output[folder+"/index.html"]
		var printed []metric.FigureRow
		for _, m := range plantedMetrics {
			if !strings.Contains(page, `<li id="page-measure-`+m.id+`">`) {
				continue
			}
			_, tile, _ := strings.Cut(page, `<li id="page-measure-`+m.id+`">`)
			own := slices.DeleteFunc(slices.Clone(rows), func(r metric.FigureRow) bool { return r.Metric != m.id || r.Segment != data.Segment })
			printed = append(printed, own...)
			agree(t, name+" "+m.id, tile, output["metrics/"+m.id+"/figures.json"], output["metrics/"+m.id+"/index.html"], own)
			compared += len(own)
		}
		if diff := cmp.Diff(printed, data.Figures); diff != "" {
			t.Errorf("%s is not what the command says:\n%s", name, diff)
		}
		records, err := csv.NewReader(strings.NewReader(output[folder+"/figures.csv"])).ReadAll()
		if err != nil || len(records) != len(printed)+1 {
			t.Fatalf("%s: %v, %d records for %d figures", folder, err, len(records), len(printed))
		}
		for i, row := range printed {
			if !slices.Equal(records[i+1], append([]string{row.Dimension}, row.Cells()...)) {
				t.Errorf("%s: the CSV says %q, the command %q", folder, records[i+1], row.Cells())
			}
		}
	}
	// Three dashboards with one, two and three measures; the whole, three regions, two tiers, three types, three partners; three quarters.
	if want := (1 + 2 + 3) * (1 + 3 + 2 + 3 + 3) * 3; compared != want {
		t.Errorf("%d figures compared, not %d", compared, want)
	}
}

// agree compares a tile with the figures of its measure, the newest last.
func agree(t *testing.T, name, tile, data, page string, rows []metric.FigureRow) {
	t.Helper()
	if len(rows) == 0 {
		t.Errorf("%s: nothing to compare", name)
		return
	}
	last := rows[len(rows)-1]
	if _, value, _ := strings.Cut(tile, `<data value="`); !strings.HasPrefix(value, last.Value+`">`) {
		t.Errorf("%s: the tile does not say %s", name, last.Value)
	}
	var own site.MeasureData
	if err := json.Unmarshal([]byte(data), &own); err != nil {
		t.Error(err)
	}
	for _, row := range rows {
		if !slices.ContainsFunc(own.Figures, func(f metric.FigureRow) bool { return cmp.Equal(f, row) }) {
			t.Errorf("%s: the data of the metric do not say %v", name, row)
		}
		number := regexp.MustCompile(`(\d)(\d{3})(\d{3})$`).ReplaceAllString(row.Value, "$1,$2,$3")
		line := `<span data-period="` + row.Period + `">Q` + row.Period[6:] + ` ` + row.Period[:4] + `</span></th><td class="right"><bdi>` + number + `</bdi>`
		if table, _, _ := strings.Cut(tile, "</details>"); !strings.Contains(table, line) {
			t.Errorf("%s, %s: the table of the tile does not say %s", name, row.Period, number)
		}
		if row.Segment == "" && !strings.Contains(page, line) {
			t.Errorf("%s, %s: the page of the metric does not say %s", name, row.Period, number)
		}
	}
}

// TestADashboardForOnePartner looks at the dashboard in the portal that is made for a partner.
func TestADashboardForOnePartner(t *testing.T) {
	dir, out := dashboards(t), filepath.Join(t.TempDir(), "out")
	put(t, dir, "content/metrics/desk.md", "---\nkind: metric\ntitle: Desk\nsummary: s\nowner: owner\naudience: partner\ndefinition: d\nformula: f\nunit: count\ngood: up\nmeasure:\n  aggregate: sum\n  query: select day as period, region, 70707 as value from deals where partner = 'alpha'\n---\n\n## How to read it\n\nAs it is.\n")
	edit(t, filepath.Join(dir, "content/dashboards/for-partner.md"), "      - {measure: open}\n", "      - {measure: desk}\n")
	if built := build(t, dir, out, workspace.View{Audience: kind.Partner, Partner: "echo"}); built.Findings.HasErrors() {
		t.Fatal(built.Findings)
	}
	page := files(t, out)["dashboards/for-partner/index.html"]
	for text, wanted := range map[string]bool{fmt.Sprintf(`<data value="%d">`, planted(1, 4, 2)): true, `<data value="70707">`: true, ">The whole programme<": true, `class="filters"`: false} {
		if strings.Contains(page, text) != wanted {
			t.Errorf("that the dashboard of a partner says %s is %t", text, !wanted)
		}
	}
	if n := strings.Count(page, "The whole programme"); n != 1 {
		t.Errorf("%d measures are of the whole programme, not one", n)
	}
}

// TestARewordedDashboardIsThatOfAWholeBuild rewords a dashboard without pages beside it, and one with.
func TestARewordedDashboardIsThatOfAWholeBuild(t *testing.T) {
	dir, out := dashboards(t), filepath.Join(t.TempDir(), "out")
	edit(t, filepath.Join(dir, "content/dashboards/for-public.md"), "filters: [region, tier, type, partner]\n", "")
	view := workspace.View{Audience: kind.Internal}
	build(t, dir, out, view)
	for _, name := range []string{"for-public", "for-partner"} {
		edit(t, filepath.Join(dir, "content/dashboards/"+name+".md"), "Text.", "Other words.")
		build(t, dir, out, view)
		warm := files(t, out)
		if page := warm["dashboards/"+name+"/index.html"]; !strings.Contains(page, "Other words.") || !strings.Contains(page, "<data value=") {
			t.Errorf("%s has lost its figures or its words", name)
		}
		cold := filepath.Join(t.TempDir(), "cold")
		build(t, dir, cold, view)
		if diff := cmp.Diff(files(t, cold), warm); diff != "" {
			t.Errorf("%s: a second build differs from a first:\n%s", name, diff)
		}
	}
}

// TestADashboardBeforeItsDataIsNoMistake checks a dashboard on a day on which nothing has been measured yet, as where the day is unknown.
func TestADashboardBeforeItsDataIsNoMistake(t *testing.T) {
	for _, day := range []string{"1970-01-01", "2026-11-23"} {
		report, err := Check(open(t, dashboards(t)), CheckOptions{Moment: Moment{AsOf: day}})
		if err != nil || report.Findings.HasErrors() {
			t.Errorf("on %s: %v, %v", day, report.Findings, err)
		}
	}
}
