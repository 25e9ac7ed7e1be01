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
	} {
		files := fstest.MapFS{}
		golden := readGolden(t, "testdata/golden/usage.txtar")
		for _, file := range golden.Files {
			if strings.HasPrefix(file.Name, "content/") || strings.HasPrefix(file.Name, "pricing/") && !strings.HasPrefix(file.Name, "pricing/usage/") {
				files[file.Name] = &fstest.MapFile{Data: slices.Clone(file.Data)}
			}
		}
		text := string(files[c.file].Data)
		if !strings.Contains(text, c.old) {
			t.Fatalf("there is no %q in %s", c.old, c.file)
		}
		files[c.file].Data = []byte(strings.Replace(text, c.old, c.new, 1))
		w, err := workspace.Load(files, nil)
		if err != nil {
			t.Fatal(err)
		}
		found := slices.Concat(check.Run(w, today), check.Prices(w, files, check.PricesOf(w, files, today, nil)))
		if len(found) != 1 || found[0].Code != c.code {
			t.Errorf("%s instead of %s: %+v", c.new, c.old, found)
		}
	}
}
