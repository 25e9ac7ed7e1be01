package check_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"parley/internal/check"
	"parley/internal/diag"
	"parley/internal/workspace"
)

// TestOneMistakeIsOneFinding makes mistakes that several rooms could tell of, each by itself.
func TestOneMistakeIsOneFinding(t *testing.T) {
	const list, book, lines = "pricing/lists/emea-eur-gold.yaml", "pricing/costs/2026-q3.yaml", "pricing/costs/2026-q3.csv"
	const rates = "pricing/rates/2026-h2.yaml"
	for _, c := range []struct {
		file, old, new string
		code           diag.Code
	}{
		{list, `    price: "1.68"`, `    Price: "1.68"`, diag.SchemaUnknownKey},
		{list, `    price: "1.68"`, `    prise: "1.68"`, diag.SchemaUnknownKey},
		{list, `price: "1.68"`, `price: "1.685"`, diag.PriceMinorUnits},
		{list, `    unit: hour` + "\n", "", diag.SchemaRequired},
		{list, `price: "1.68"`, "price: \"1.70\"\n    override: {date: \"2026-11-02\"}", diag.SchemaRequired},
		{list, `price: "1.68"`, "price: \"1.68\"\n    adjust: {floor: \"3.00\", cap: \"1.50\"}", diag.PriceAdjustment},
		{list, `discounts: {max: "15%"}`, `discounts: {max: "15%", standing: [{name: all, rate: "100%"}]}`, diag.PriceDiscountCap},
		{book, "  - {id: engine-hour, unit: hour}\n", "  - {id: engine-hour, unit: hour}\n  - {id: engine-hour, unit: hour}\n", diag.IDDuplicate},
		{book, "currency: USD", "currency: usd", diag.SchemaPattern},
		{book, "file: 2026-q3.csv", "file: 2026-q33.csv", diag.CostBook},
		{lines, "600.00", "6e2", diag.CostFigure},
		{rates, "currency: USD", "currency: usd", diag.SchemaPattern},
		{rates, `amount: "1.25"`, `amount: "1,25"`, diag.SchemaPattern},
		{rates, "is:", "is: [", diag.YAMLSyntax},
		{book, "costs:", "costs: [", diag.YAMLSyntax},
		{book, "kind: cost-book", "kind: cost-boot", diag.KindUnknown},
		{list, "parts:", "parts: [", diag.YAMLSyntax},
		{list, "region: emea", "region: \ufeffemea", diag.YAMLInvisible},
		{list, "region: emea", "region:\u00a0emea", diag.YAMLInvisible},
		{list, "region: emea", "region: em\x01ea", diag.YAMLInvisible},
		{list, "region: emea", "region: nowhere", diag.RefUnknown},
		{list, "currency: EUR", "currency: EEE", diag.PriceCurrency},
		{list, `price: "1.68"`, "price: \"1.6\u200b8\"", diag.YAMLInvisible},
		{list, "    unit: hour", "    <<: {unit: hour}", diag.YAMLKey},
		{list, "parts:", "---\nparts:", diag.YAMLDocuments},
		{list, "charge: per-unit", "charge: graduated", diag.SchemaRequired},
		{"pricing/policy.yaml", `"50000 EUR"`, `"50000"`, diag.SchemaPattern},
		{"content/people.yaml", "people:", "people: [", diag.YAMLSyntax},
	} {
		files := pricesOfAGolden(t)
		text := string(files[c.file].Data)
		if !strings.Contains(text, c.old) {
			t.Fatalf("there is no %q in %s", c.old, c.file)
		}
		files[c.file].Data = []byte(strings.Replace(text, c.old, c.new, 1))
		found := told(t, files)
		if len(found) != 1 || found[0].Code != c.code {
			t.Errorf("%s instead of %s: %+v", c.new, c.old, found)
		}
	}
}

// pricesOfAGolden is a repository with prices in which nothing is wrong, but for usage, which is left out.
func pricesOfAGolden(t *testing.T) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	for _, file := range readGolden(t, "testdata/golden/usage.txtar").Files {
		if strings.HasPrefix(file.Name, "content/") || strings.HasPrefix(file.Name, "pricing/") && !strings.HasPrefix(file.Name, "pricing/usage/") {
			files[file.Name] = &fstest.MapFile{Data: slices.Clone(file.Data)}
		}
	}
	return files
}

// told is what a check of a repository tells.
func told(t *testing.T, files fstest.MapFS) diag.List {
	t.Helper()
	w, err := workspace.Load(files, nil)
	if err != nil {
		t.Fatal(err)
	}
	prices := check.PricesOf(w, files, today, nil)
	return check.Told(w, files, slices.Concat(check.Run(w, today), check.Prices(w, files, prices), check.Usage(w, prices, prices.Used())))
}

// TestMistakesThatHaveNothingToDoWithEachOtherAreAllTold makes several at once: what is silent because of one of them is only what
// follows from it.
func TestMistakesThatHaveNothingToDoWithEachOtherAreAllTold(t *testing.T) {
	const list, book, lines, rates = "pricing/lists/emea-eur-gold.yaml", "pricing/costs/2026-q3.yaml", "pricing/costs/2026-q3.csv", "pricing/rates/2026-h2.yaml"
	type edit struct{ file, old, new string }
	for name, c := range map[string]struct {
		edits []edit
		want  string
	}{
		"a price and the other part":                               {[]edit{{list, `price: "1.68"`, `price: "1,68"`}, {list, `price: "0.06"`, `price: "0.05"`}}, "price/format price/differs price/margin-floor"},
		"an invisible character in one value, nonsense in another": {[]edit{{list, "region: emea", "region: \ufeffemea"}, {list, "payment: net-30", "payment: net-31"}}, "yaml/invisible schema/enum"},
		"an invisible character in a wrong price":                  {[]edit{{list, `price: "1.68"`, "price: \"1,6\u200b8\""}}, "price/format yaml/invisible"},
		"a table of rates that is lost, and a wrong line":          {[]edit{{rates, "is:", "is: ["}, {lines, "600.00", "6e2"}}, "cost/figure yaml/syntax"},
		"a book that is lost, and a wrong list":                    {[]edit{{book, "costs:", "costs: ["}, {list, "charge: per-unit", "charge: per-units"}}, "yaml/syntax schema/enum"},
		"people who are lost, and another reference":               {[]edit{{"content/people.yaml", "people:", "people: ["}, {list, "segments: [reseller]", "segments: [resellers]"}}, "yaml/syntax ref/unknown"},
		"a list that is lost, and the policy":                      {[]edit{{list, "parts:", "parts: ["}, {"pricing/policy.yaml", `"25%", discount`, `"125%", discount`}}, "yaml/syntax price/policy"},
	} {
		files := pricesOfAGolden(t)
		for _, e := range c.edits {
			text := string(files[e.file].Data)
			if !strings.Contains(text, e.old) {
				t.Fatalf("%s: there is no %q in %s", name, e.old, e.file)
			}
			files[e.file].Data = []byte(strings.Replace(text, e.old, e.new, 1))
		}
		var codes []string
		for _, finding := range told(t, files) {
			codes = append(codes, string(finding.Code))
		}
		if got := strings.Join(codes, " "); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}
