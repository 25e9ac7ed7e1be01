package pipeline

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"parley/internal/diag"
)

func openedPrices(t *testing.T, dir string) *Prices {
	t.Helper()
	p, err := OpenPrices(open(t, dir), Moment{AsOf: today})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestPricesAreJudgedAsByACheck makes mistakes in files of all kinds: who opens prices is told the same of pricing/ as who checks the
// repository. Only what is wrong with usage, most who ask for prices need not know.
func TestPricesAreJudgedAsByACheck(t *testing.T) {
	skipShort(t)
	dir := copyOf(t)
	for _, c := range []struct{ file, old, new string }{
		{"pricing/lists/emea-eur-gold.yaml", `price: "1.84"`, `price: "1,84"`},
		{"pricing/lists/amer-usd-gold.yaml", "region: amer", "region: nowhere"},
		{"pricing/lists/apac-jpy-gold.yaml", "kind: price-list", "kind: price-lists"},
		{"pricing/lists/mena-bhd-silver.yaml", "owner: pricing-manager", "owner: TODO"},
		{"pricing/costs/2026-q3.yaml", `effective:`, `effectiv:`},
		{"pricing/policy.yaml", `margin_floor: "25%"`, `margin_floor: "75%"`},
		{"pricing/approvers.yaml", "role: finance", "role: financ"},
		{"pricing/releases/emea-eur-gold/v2.2.json", `"currency": "EUR"`, `"currency": "USD"`},
		{"pricing/experiments/emea-silver-console-seat.yaml", "kind: price-experiment", "kind: notice"},
		{"pricing/usage/emea.csv", "emea-eur-gold", ""},
	} {
		text, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(c.file)))
		if err != nil || !strings.Contains(string(text), c.old) {
			t.Fatalf("%s: %v, or no %s", c.file, err, c.old)
		}
		put(t, dir, c.file, strings.Replace(string(text), c.old, c.new, 1))
	}
	checked, err := Check(open(t, dir), CheckOptions{Moment: Moment{AsOf: today}})
	if err != nil {
		t.Fatal(err)
	}
	want := slices.DeleteFunc(checked.Findings, func(f diag.Diagnostic) bool {
		return !strings.HasPrefix(f.Path, "pricing/") || strings.HasPrefix(string(f.Code), "usage/")
	})
	if diff := gocmp.Diff(want, openedPrices(t, dir).Findings); diff != "" || len(want) < 10 {
		t.Errorf("%d findings (-check +prices)\n%s", len(want), diff)
	}
}

// priceName names a published price.
type priceName struct {
	list, sku string
	tier      int
}

// TestOneInvoiceLineChangesThePricesThatDependOnIt raises one line of an invoice after the other. Whose derivation names the line, as
// explain shows it, is found to differ, and nobody else.
func TestOneInvoiceLineChangesThePricesThatDependOnIt(t *testing.T) {
	dir := pricesAlone(t)
	before := openedPrices(t, dir)
	if before.Findings.HasErrors() {
		t.Fatal(before.Findings)
	}
	depend := dependents(t, before)
	tried := 0
	for _, c := range []struct{ file, amount string }{
		{"pricing/costs/2026-q3-own.csv", "amount"},
		{"pricing/costs/2026-q3-aws.csv", "line_item_unblended_cost"},
		{"pricing/costs/2026-q3-azure.csv", "CostInBillingCurrency"},
	} {
		original, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(c.file)))
		if err != nil {
			t.Fatal(err)
		}
		rows, err := csv.NewReader(strings.NewReader(string(original))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for i := 1; i < len(rows); i += 7 {
			put(t, dir, c.file, dearer(t, rows, i, slices.Index(rows[0], c.amount)))
			line := fmt.Sprintf("%s:%d", c.file, i+1)
			var found []priceName
			for _, finding := range openedPrices(t, dir).Findings {
				if finding.Code == diag.PriceDiffers {
					found = append(found, named(t, before, finding.Place))
				}
			}
			if diff := gocmp.Diff(depend[line], sortedNames(found), gocmp.AllowUnexported(priceName{})); diff != "" {
				t.Errorf("%s, %v (-depend on it +differ)\n%s", line, rows[i], diff)
			}
			tried += len(found)
		}
		put(t, dir, c.file, string(original))
	}
	if tried < 100 {
		t.Errorf("only %d prices have changed", tried)
	}
}

// dearer is a sheet whose row has a hundred times its amount.
func dearer(t *testing.T, rows [][]string, row, column int) string {
	t.Helper()
	changed := slices.Clone(rows)
	changed[row] = slices.Clone(rows[row])
	whole, decimals, _ := strings.Cut(rows[row][column], ".")
	decimals += "00"
	changed[row][column] = strings.TrimSuffix(whole+decimals[:2]+"."+decimals[2:], ".")
	var out strings.Builder
	if err := csv.NewWriter(&out).WriteAll(changed); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// dependents are the prices whose derivation names a line of a file, by FILE:LINE. One that an override keeps never differs.
func dependents(t *testing.T, p *Prices) map[string][]priceName {
	t.Helper()
	depend := map[string][]priceName{}
	for _, list := range p.Lists {
		for _, part := range list.Parts {
			e, err := ExplainPrice(p, list.ID, part.SKU, "")
			if err != nil {
				t.Fatal(err)
			}
			for _, price := range e.Prices {
				lines := map[string]bool{}
				for _, step := range price.Steps {
					for _, input := range step.Inputs {
						for _, line := range input.Lines {
							lines[fmt.Sprintf("%s:%d", input.File, line)] = true
						}
					}
				}
				for line := range lines {
					if !part.Override.Given() {
						depend[line] = sortedNames(append(depend[line], priceName{list.ID, part.SKU, price.Tier}))
					}
				}
			}
		}
	}
	return depend
}

func sortedNames(names []priceName) []priceName {
	slices.SortFunc(names, func(a, b priceName) int {
		return cmp.Or(cmp.Compare(a.list, b.list), cmp.Compare(a.sku, b.sku), cmp.Compare(a.tier, b.tier))
	})
	return names
}

// named is the price that stands at a place.
func named(t *testing.T, p *Prices, at diag.Place) priceName {
	t.Helper()
	for _, list := range p.Lists {
		for _, part := range list.Parts {
			for i, figure := range part.Prices() {
				if figure.Place == at {
					return priceName{list.ID, part.SKU, min(len(part.Tiers), 1) * (i + 1)}
				}
			}
		}
	}
	t.Fatalf("no price stands at %+v", at)
	return priceName{}
}
