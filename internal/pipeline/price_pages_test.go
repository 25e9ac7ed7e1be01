package pipeline

import (
	"encoding/csv"
	"encoding/json"
	"html"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"parley/internal/kind"
	"parley/internal/site"
	"parley/internal/workspace"
)

// TestEveryNumberOfAPriceListIsExplained builds what we see of the sample company's prices. The data beside each page are those of
// its list, the page shows each price as English writes it, and the page of each part tells in every language what the command price
// explain prints, number for number and place for place, and comes to the published price.
func TestEveryNumberOfAPriceListIsExplained(t *testing.T) {
	dir := pricesAlone(t)
	out := filepath.Join(t.TempDir(), "out")
	if built := build(t, dir, out, workspace.View{Audience: kind.Internal}); built.Findings.HasErrors() {
		t.Fatal(built.Findings)
	}
	repository := open(t, dir)
	prices, err := OpenPrices(repository, Moment{AsOf: today})
	if err != nil {
		t.Fatal(err)
	}
	output, explained := files(t, out), 0
	for _, list := range prices.Lists {
		at := "pricing/lists/" + list.ID + "/"
		var data site.ListData
		if err := json.Unmarshal([]byte(output[at+"prices.json"]), &data); err != nil || data.List != list.ID || len(data.Parts) != len(list.Parts) {
			t.Fatalf("%s: %v, %+v", list.ID, err, data)
		}
		rows, err := csv.NewReader(strings.NewReader(output[at+"prices.csv"])).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		row := 0
		for i, part := range list.Parts {
			told, err := ExplainPrice(prices, list.ID, part.SKU, "")
			if err != nil {
				t.Fatal(err)
			}
			steps := told.Text()
			if len(part.Tiers) > 0 {
				_, steps, _ = strings.Cut(steps, "\n\n") // the table of the tiers is one of the page already
			}
			for language, point := range map[string]string{"": ".", "de/": ",", "ar/": "."} {
				if diff := gocmp.Diff(printed(steps), derived(output[language+at+"parts/"+part.SKU+"/index.html"], point)); diff != "" || len(printed(steps)) < 5 {
					t.Errorf("%s%s %s: the page does not say what the command says (-command +page)\n%s", language, list.ID, part.SKU, diff)
				}
			}
			for j, figure := range part.Prices() {
				row++
				if data.Parts[i].SKU != part.SKU || data.Parts[i].Prices[j].Price != figure.Text || rows[row][16] != figure.Text || strings.Join(data.Discounts, " ") != rows[row][17] || rows[row][7] != part.SKU {
					t.Errorf("%s: the data say %+v and %v, the list %s", list.ID, data.Parts[i], rows[row], figure.Text)
				}
				price := told.Prices[j]
				if price.Published != figure.Text || price.Computed != figure.Text && part.Override.Reason == "" {
					t.Errorf("%s %s: %s is explained as %+v", list.ID, part.SKU, figure.Text, price)
				}
				if shown := digits(output[at+"index.html"]); !strings.Contains(shown, figure.Text) {
					t.Errorf("%s: the page does not show %s", list.ID, figure.Text)
				}
				explained++
			}
		}
		if len(rows) != row+1 {
			t.Errorf("%s: %d rows for %d prices", list.ID, len(rows)-1, row)
		}
	}
	if explained < 60 {
		t.Errorf("only %d prices are looked at", explained)
	}
}

// figured finds the numbers and places of steps as the command prints them.
var figured = regexp.MustCompile(`(?m)^     (?:[a-z]|→) (=|≈)? ?([0-9.,-]+)[^\n]*?([a-z0-9/.-]+:[0-9]+)?( and [0-9]+ lines? more)?$`)

// printed are the numbers of steps and the places of their inputs, as the command price explain prints them.
func printed(steps string) (all []string) {
	for _, found := range figured.FindAllStringSubmatch(steps, -1) {
		all = append(all, strings.TrimSpace(strings.Replace(found[1], "=", "", 1)+" "+plainly(found[2], ".")+" "+found[3]))
	}
	return all
}

// shown finds them on a page.
var shown = regexp.MustCompile(`(=|≈) <bdi class="?figure"?>([^<]*)</bdi>(?:[^\n]*?<code>([a-z0-9/.-]+:[0-9]+)</code>)?`)

// derived are the numbers of steps and the places of their inputs on the page of a part, in a language with a decimal point.
func derived(page, point string) (all []string) {
	_, steps, _ := strings.Cut(page, "page-derived")
	for _, line := range strings.Split(strings.ReplaceAll(steps, "<li>", "\n"), "\n") {
		for _, found := range shown.FindAllStringSubmatch(line, -1) {
			all = append(all, strings.TrimSpace(strings.Replace(found[1], "=", "", 1)+" "+plainly(html.UnescapeString(found[2]), point)+" "+found[3]))
		}
	}
	return all
}

var number = regexp.MustCompile(`[0-9][0-9.,\x{a0}\x{202f}]*`)

// plainly is a number without what stands around it and what groups its digits, and without zeros behind.
func plainly(text, point string) string {
	digits := strings.Map(func(r rune) rune {
		switch {
		case string(r) == point:
			return '.'
		case r >= '0' && r <= '9':
			return r
		}
		return -1
	}, number.FindString(text))
	if strings.Contains(digits, ".") {
		digits = strings.TrimRight(strings.TrimRight(digits, "0"), ".")
	}
	return digits
}

var tags = regexp.MustCompile(`<[^>]*>`)

// words are those of a page, apart from how they are laid out.
func words(page string) string {
	return strings.Join(strings.Fields(html.UnescapeString(tags.ReplaceAllString(page, " "))), " ")
}

// digits is a page in English without what groups digits.
func digits(page string) string { return strings.ReplaceAll(page, ",", "") }

// TestDataOfHistoriesAndReleasesAreThoseOfTheReleases reads the data of the list that has been released three times.
func TestDataOfHistoriesAndReleasesAreThoseOfTheReleases(t *testing.T) {
	skipShort(t)
	dir := pricesAlone(t)
	out := filepath.Join(t.TempDir(), "out")
	if built := build(t, dir, out, workspace.View{Audience: kind.Partner}); built.Findings.HasErrors() {
		t.Fatal(built.Findings)
	}
	output := files(t, out)
	var history site.HistoryData
	if err := json.Unmarshal([]byte(output["pricing/lists/emea-eur-gold/history/history.json"]), &history); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, version := range history.Versions {
		got = append(got, version.Version+" "+version.Parts[0].SKU+" "+version.Parts[0].Prices[0].Price)
	}
	if strings.Join(got, ", ") != "v2.3 MIG-ENGINE-HOUR 1.84, v2.2 MIG-ENGINE-HOUR 1.80, v2.1 MIG-ENGINE-HOUR 1.78" {
		t.Errorf("%v", got)
	}
	var changes site.ChangesData
	if err := json.Unmarshal([]byte(output["pricing/lists/emea-eur-gold/v2.3/changes.json"]), &changes); err != nil {
		t.Fatal(err)
	}
	if len(changes.Compared) != 2 || changes.Compared[1].Old != "v2.2" || changes.Compared[1].Parts[0].Fields[0] != (site.FieldData{Name: "price", Old: "1.80", New: "1.84", Change: "2.22"}) {
		t.Errorf("%+v", changes)
	}
	for _, name := range []string{"history/history.csv", "v2.1/changes.csv", "v2.2/changes.csv"} {
		if rows, err := csv.NewReader(strings.NewReader(output["pricing/lists/emea-eur-gold/"+name])).ReadAll(); err != nil || len(rows) < 2 {
			t.Errorf("%s: %v, %d rows", name, err, len(rows))
		}
	}
}

// TestAPreviewReadsPricesAgainWhereTheyMayHaveChanged looks at which value its plans are made of.
func TestAPreviewReadsPricesAgainWhereTheyMayHaveChanged(t *testing.T) {
	dir := pricesAlone(t)
	preview := NewPreview(open(t, dir), workspace.View{Audience: kind.Internal})
	plan := func(changed ...string) Planned {
		planned, err := preview.Plan(today, changed...)
		if err != nil {
			t.Fatal(err)
		}
		return planned
	}
	plan()
	first := preview.prices
	plan("content/people.yaml", "content/features/cost-forecast.md")
	if preview.prices != first {
		t.Error("prices are read again for people")
	}
	edit(t, filepath.Join(dir, "pricing/lists/emea-eur-gold.yaml"), `margin: "38%"`, `margin: "38.00417%"`)
	planned := plan("pricing/lists/emea-eur-gold.yaml")
	i, _ := planned.Site.Find("/pricing/lists/emea-eur-gold/parts/MIG-ENGINE-HOUR/")
	if page, err := planned.Renderer.Page(i); err != nil || !strings.Contains(words(string(page.Data)), "38.00417% · margin, pricing/lists/emea-eur-gold.yaml") {
		t.Errorf("the explanation is that of another price: %v", err)
	}
	for _, changed := range [][]string{nil, {"pricing"}, {"content/kinds/x.yaml"}, {"content"}} {
		before := preview.prices
		if plan(changed...); preview.prices == before {
			t.Errorf("prices are not read again after a change of %q", changed)
		}
	}
}
