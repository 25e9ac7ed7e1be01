package tariff

import (
	"io"
	"maps"
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
	}{{nil, "1.61"}, {[]string{"v1.0"}, "1.32"}, {[]string{"v1.0", "v1.1"}, "1.32"}, {[]string{"v1.1"}, "1.61"}} {
		if got := price(c.released...); got != c.want {
			t.Errorf("after %v: %s, want %s", c.released, got, c.want)
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
