package tariff

import (
	"fmt"
	"io"
	"maps"
	"path"
	"slices"
	"strings"
	"testing"

	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/money"
)

const listText = `kind: price-list
id: emea-eur-gold
version: v1.1
region: emea
currency: EUR
partner_tier: gold
effective: {from: "2026-12-01"}
parts:
  - {sku: HOUR, unit: hour, cost: engine-hour, margin: "38%", charge: per-unit, price: "1.61", adjust: {step: "10%"}}
`

// files are a repository with one list, one book and one table of rates.
func files() map[string]string {
	return map[string]string{
		"pricing/lists/emea-eur-gold.yaml": listText,
		"pricing/costs/2026-q3.yaml": `kind: cost-book
id: 2026-q3
period: {from: "2026-07-01", until: "2026-10-01"}
effective: {from: "2026-10-01"}
currency: EUR
invoices: [{file: 2026-q3.csv}]
costs: [{id: engine-hour, unit: hour}]
`,
		"pricing/costs/2026-q3.csv": "provider,charge,part,quantity,amount,currency,period\nazure,compute,engine-hour,1000,1000.00,EUR,2026-07\n",
		"pricing/rates/2026.yaml":   "kind: exchange-rates\nperiod: {from: \"2026-07-01\"}\none: EUR\nis: [{currency: USD, amount: \"1.25\"}]\n",
	}
}

// sourceOf is a source of files in memory, whose documents say what kind they are.
func sourceOf(t *testing.T, all map[string]string) Source {
	t.Helper()
	source := Source{Open: func(name string) (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(all[name])), nil }}
	documents := map[string][]doc.Document{}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if !doc.IsYAML(name) {
			source.Files = append(source.Files, name)
			continue
		}
		d, findings := doc.Read(name, []byte(all[name]))
		if len(findings) > 0 {
			t.Fatal(findings)
		}
		documents[d.Fields.Str("kind")] = append(documents[d.Fields.Str("kind")], d)
	}
	source.Documents = func(kind string) []doc.Document { return documents[kind] }
	return source
}

// TestCostsOfEqualFilesAreWorkedOutOnce compares two states: only where a file differs from which costs follow are they added up
// again, and then they are others.
func TestCostsOfEqualFilesAreWorkedOutOnce(t *testing.T) {
	memo := &Memo{}
	costsOf := func(change func(map[string]string)) map[string]string {
		all := files()
		change(all)
		p := Read(sourceOf(t, all), "2026-11-22", memo)
		if len(p.Findings) > 0 {
			t.Fatal(p.Findings)
		}
		found := map[string]string{}
		for id, cost := range p.costs["pricing/costs/2026-q3.yaml"].byID {
			found[id] = money.Text(cost.PerUnit)
		}
		return found
	}
	if got := costsOf(func(map[string]string) {})["engine-hour"]; got != "1" || len(memo.costs) != 1 {
		t.Fatal(got, len(memo.costs))
	}
	costsOf(func(all map[string]string) { all["pricing/lists/emea-eur-gold.yaml"] += "# a remark\n" })
	if len(memo.costs) != 1 {
		t.Error("costs were worked out again though nothing has changed from which they follow")
	}
	for _, name := range []string{"pricing/costs/2026-q3.yaml", "pricing/rates/2026.yaml"} {
		before := len(memo.costs)
		costsOf(func(all map[string]string) { all[name] += "# a remark\n" })
		if len(memo.costs) != before+1 {
			t.Errorf("%s has changed, and costs were not worked out again", name)
		}
	}
	dearer := func(all map[string]string) {
		all["pricing/costs/2026-q3.csv"] = strings.Replace(all["pricing/costs/2026-q3.csv"], "1000.00", "1100.00", 1)
	}
	if got := costsOf(dearer)["engine-hour"]; got != "1.1" {
		t.Errorf("after an invoice line has changed, an hour costs %s", got)
	}
}

// TestAReleaseIsNotItsOwnStart releases the version that the list is at: what is computed stays what it was when it was
// released, and does not take another step.
func TestAReleaseIsNotItsOwnStart(t *testing.T) {
	price := func(released ...string) string {
		all := files()
		for _, version := range released {
			all["pricing/releases/emea-eur-gold/"+version+".json"] = payload(t, version)
		}
		p := Read(sourceOf(t, all), "2026-11-22", nil)
		if len(p.Findings) > 0 {
			t.Fatal(p.Findings)
		}
		list, _ := p.List("emea-eur-gold")
		prices, _ := p.Compute(list)
		return prices[0].Text
	}
	// The inputs give 1.61; from 1.20 a step leads to 1.32 at most.
	for _, c := range []struct {
		released []string
		want     string
	}{{nil, "1.61"}, {[]string{"v1.0"}, "1.32"}, {[]string{"v1.0", "v1.1"}, "1.32"}} {
		if got := price(c.released...); got != c.want {
			t.Errorf("after %v: %s, want %s", c.released, got, c.want)
		}
	}
}

// found are the findings of a check on a day, as code and place, with one in a file of them changed.
func found(t *testing.T, day string, change func(map[string]string)) string {
	t.Helper()
	all := files()
	change(all)
	var told []string
	for _, f := range Read(sourceOf(t, all), day, nil).Check().Sort() {
		told = append(told, fmt.Sprintf("%s %s:%d:%d", f.Code, path.Base(f.Path), f.Line, f.Col))
	}
	return strings.Join(told, ", ")
}

const folder = "pricing/releases/emea-eur-gold/"

// TestNumbersAndDaysAgree: on each day holds the version that began last, and no lower one begins after a higher.
func TestNumbersAndDaysAgree(t *testing.T) {
	from := func(day string) []string { return []string{`"2026-12-01"`, `"` + day + `"`} }
	for _, c := range []struct{ released, list, want string }{
		{"2026-12-01", "2027-03-01", ""},
		{"2026-12-01", "2026-12-01", ""}, // the same day: the higher one replaces the lower
		{"2027-03-01", "2026-12-01", "price/order emea-eur-gold.yaml:7:19"},
	} {
		got := found(t, "2026-11-02", func(all map[string]string) {
			all[folder+"v1.0.json"] = payload(t, "v1.0", from(c.released)...)
			all["pricing/lists/emea-eur-gold.yaml"] = strings.NewReplacer(append(from(c.list), "1.61", "1.32")...).Replace(listText)
		})
		if got != c.want {
			t.Errorf("v1.0 from %s, v1.1 from %s: %s, want %s", c.released, c.list, got, c.want)
		}
	}
}

// TestReleasesAreAChain edits, removes and forges releases, and looks for the one who says so.
func TestReleasesAreAChain(t *testing.T) {
	for what, c := range map[string]struct {
		change func(map[string]string)
		want   string
	}{
		"nothing": {func(map[string]string) {}, ""},
		"edited": {func(all map[string]string) {
			all[folder+"v1.0.json"] = strings.Replace(all[folder+"v1.0.json"], `"1.20"`, `"1.10"`, 1)
		}, "price/release v1.0.json:1:1"},
		"removed": {func(all map[string]string) { delete(all, folder+"v1.0.json") }, "price/release v1.1.json:5:15"},
		"spoilt":  {func(all map[string]string) { all[folder+"v1.0.json"] += "x" }, "price/release v1.0.json:55:2"},
		"put in between": {func(all map[string]string) {
			all[folder+"v2.0.json"] = payload(t, "v2.0")
		}, "price/version emea-eur-gold.yaml:3:10, price/release v1.1.json:4:14"},
		"old prices": {func(all map[string]string) {
			text := all[folder+"v1.1.json"]
			at := strings.Index(text, `"1.20"`)
			all[folder+"v1.1.json"] = text[:at] + `"1.10"` + text[at+6:]
		}, "price/release v1.1.json:41:14"},
	} {
		got := found(t, "2026-11-02", func(all map[string]string) {
			all[folder+"v1.0.json"], all[folder+"v1.1.json"] = payload(t, "v1.0"), payload(t, "v1.1")
			all["pricing/lists/emea-eur-gold.yaml"] = strings.Replace(listText, "1.61", "1.20", 1)
			all["pricing/lists/emea-eur-gold.yaml"] = strings.Replace(all["pricing/lists/emea-eur-gold.yaml"], "charge:", `override: {reason: "agreed", date: "2026-11-01"}, charge:`, 1)
			c.change(all)
		})
		if got != c.want {
			t.Errorf("%s: %s, want %s", what, got, c.want)
		}
	}
}

// TestAListThatHoldsIsReleased: on the day from which it holds, and not while it has errors of its own.
func TestAListThatHoldsIsReleased(t *testing.T) {
	nothing := func(map[string]string) {}
	for day, want := range map[string]string{"2026-11-30": "", "2026-12-01": "price/unreleased emea-eur-gold.yaml:3:10"} {
		if got := found(t, day, nothing); got != want {
			t.Errorf("%s: %s, want %s", day, got, want)
		}
	}
	wrong := func(all map[string]string) {
		all["pricing/lists/emea-eur-gold.yaml"] = strings.Replace(listText, "1.61", "1.60", 1)
	}
	if got := found(t, "2026-12-01", wrong); got != "price/differs emea-eur-gold.yaml:9:88" {
		t.Error(got)
	}
}

// TestANewVersionIsAnnounced: v1.1, which holds from 1 December and comes after v1.0, needs its 30 days from its release, or from today.
func TestANewVersionIsAnnounced(t *testing.T) {
	for _, c := range []struct {
		day      string
		first    bool // there is none before it
		released bool // on 1 November
		want     string
	}{
		{"2026-11-01", false, false, ""},
		{"2026-11-02", false, false, "price/notice emea-eur-gold.yaml:7:19"},
		{"2026-11-02", true, false, ""},
		{"2026-11-20", false, true, ""},
	} {
		got := found(t, c.day, func(all map[string]string) {
			all["pricing/policy.yaml"] = "kind: price-policy\nguardrails: {notice: 30d}\n"
			all["pricing/lists/emea-eur-gold.yaml"] = strings.Replace(listText, `"1.61"`, `"1.20", override: {reason: "agreed", date: "2026-11-01"}`, 1)
			if !c.first {
				all[folder+"v1.0.json"] = payload(t, "v1.0", "2026-12-01", "2026-06-01")
			}
			if c.released {
				all[folder+"v1.1.json"] = payload(t, "v1.1")
				all[folder+"v1.0.json"] = payload(t, "v1.0")
			}
		})
		if got != c.want {
			t.Errorf("%+v: %s", c, got)
		}
	}
}

// TestAMissingInvoiceIsToldOnce: what is missing because of it is not told beside.
func TestAMissingInvoiceIsToldOnce(t *testing.T) {
	all := files()
	all["pricing/costs/2026-q2.csv"] = all["pricing/costs/2026-q3.csv"]
	delete(all, "pricing/costs/2026-q3.csv")
	p := Read(sourceOf(t, all), "2026-11-22", nil)
	if len(p.Findings) != 1 || p.Findings[0].Code != diag.CostBook || p.Findings[0].Hint != "did you mean 2026-q2.csv?" {
		t.Errorf("%+v", p.Findings)
	}
}
