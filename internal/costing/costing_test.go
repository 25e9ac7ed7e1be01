package costing_test

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"math/big"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"parley/internal/costing"
	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/money"
)

var update = flag.Bool("update", false, "write what is found into the goldens; read each change before you keep it")

const book = `kind: cost-book
id: 2026-q3
period: {from: "2026-07-01", until: "2026-10-01"}
effective: {from: "2026-10-01", until: "2027-01-01"}
currency: EUR
buffer: "4%"
costs:
  - {id: engine-hour, unit: hour}
  - id: data-gigabyte
    unit: gigabyte
    currency: JPY
    buffer: "0%"
    charges:
      - {provider: aws, charge: transfer, part: data}
      - {provider: aws, charge: storage, part: data, use: "0.25"}
      - {provider: aws, charge: support, part: account, spread: "12000", share: "40%"}
gaps:
  - {provider: aws, month: "2026-08", reason: "transfers are charged in the month after"}
  - {provider: azure, month: "2026-09", reason: "nothing was used"}
`

const rates = `kind: exchange-rates
id: 2026-q3
source: test
period: {from: "2026-07-01", until: "2026-10-01"}
one: EUR
is:
  - {currency: USD, amount: "1.25"}
  - {currency: JPY, amount: "160"}
`

const lines = `provider,charge,part,quantity,amount,currency,period
azure,compute,engine-hour,1000,1000.00,EUR,2026-07
azure,compute,engine-hour,1500,1375.00,USD,2026-08
azure,disk,engine-hour,500,50.00,EUR,2026-08
aws,transfer,data,10000,125.00,USD,2026-07
aws,storage,data,4000,100.00,USD,2026-07
aws,support,account,1,750.00,USD,2026-09
`

func read[T any](t testing.TB, path, text string, reader func(doc.Document) (T, diag.List)) T {
	t.Helper()
	d, findings := doc.Read(path, []byte(text))
	value, more := reader(d)
	if findings = append(findings, more...); len(findings) > 0 {
		t.Fatalf("%+v", findings)
	}
	return value
}

func account(t testing.TB, book, lines string) (map[string]costing.Cost, diag.List) {
	t.Helper()
	a := costing.Open(read(t, "pricing/costs/2026-q3.yaml", book, costing.ReadBook), costing.Tables{read(t, "pricing/rates/2026-q3.yaml", rates, costing.ReadRates)})
	if err := a.Invoice("pricing/costs/2026-q3.csv", costing.Own, false, strings.NewReader(lines)); err != nil {
		t.Fatal(err)
	}
	return a.Costs()
}

func TestCosts(t *testing.T) {
	costs, findings := account(t, book, lines)
	if len(findings) > 0 {
		t.Fatalf("%+v", findings)
	}
	// engine-hour: (1000 + 1375/1.25) / 2500 + 50/500 = 0.94 EUR, and 4 % on top.
	// data-gigabyte: 128 JPY a USD: (125/10000 + 100/4000*0.25 + 750*0.4/12000) * 128
	want := map[string]*big.Rat{"engine-hour": big.NewRat(9776, 10000), "data-gigabyte": big.NewRat(28, 5)}
	for id, want := range want {
		if cost := costs[id]; cost.PerUnit == nil || cost.PerUnit.Cmp(want) != 0 {
			t.Errorf("%s costs %s, want %s\n%s", id, cost.PerUnit, want, cost.Derivation.Text())
		} else if err := cost.Derivation.Check(); err != nil || cost.Derivation.Last().Value.Cmp(want) != 0 {
			t.Errorf("%s: %v\n%s", id, err, cost.Derivation.Text())
		}
	}
	golden(t, "testdata/costs.golden", costs["engine-hour"].Derivation.Text()+"\n"+costs["data-gigabyte"].Derivation.Text())
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestALineChangesTheCostsThatItGoesInto changes each line in turn.
func TestALineChangesTheCostsThatItGoesInto(t *testing.T) {
	before, _ := account(t, book, lines)
	rows := strings.SplitAfter(strings.TrimSuffix(lines, "\n"), "\n")
	for i, row := range rows[1:] {
		changed := slices.Clone(rows)
		changed[i+1] = strings.Replace(row, ".00,", ".01,", 1)
		after, _ := account(t, book, strings.Join(changed, ""))
		var moved []string
		for _, id := range slices.Sorted(maps.Keys(before)) {
			if before[id].PerUnit.Cmp(after[id].PerUnit) != 0 {
				moved = append(moved, id)
			}
			named := strings.Contains(fmt.Sprint(lineNumbers(before[id])), fmt.Sprintf(" %d ", i+2))
			if named != slices.Contains(moved, id) {
				t.Errorf("line %d: %s is changed: %v, names the line: %v", i+2, id, slices.Contains(moved, id), named)
			}
		}
		if len(moved) != 1 {
			t.Errorf("line %d changes %v", i+2, moved)
		}
	}
}

func lineNumbers(cost costing.Cost) string {
	all := " "
	for _, step := range cost.Derivation.Steps {
		for _, input := range step.Inputs {
			for _, line := range input.Lines {
				all += fmt.Sprintf("%d ", line)
			}
		}
	}
	return all
}

// spoilt are faults of the lines and of the book, and what is found.
var spoilt = []struct{ name, old, new string }{
	{"an amount with a comma", "1000.00", `"1,000.00"`},
	{"an amount with an exponent", "1000.00", "1e3"},
	{"an amount that is a word", "1000.00", "free"},
	{"no quantity", "engine-hour,1000,", "engine-hour,,"},
	{"a month of a year that has none", "2026-07\n", "2026-13\n"},
	{"a day where a month belongs", "2026-07\n", "2026-07-01\n"},
	{"a month of another quarter", "EUR,2026-07", "EUR,2026-10"},
	{"a currency of no country", "1000.00,EUR", "1000.00,EUX"},
	{"a currency that no table knows", "1000.00,EUR", "1000.00,GBP"},
	{"no provider", "azure,compute,engine-hour,1000", ",compute,engine-hour,1000"},
	{"no part", "azure,compute,engine-hour,1000", "azure,compute,,1000"},
	{"a part that nothing is made of", "azure,disk,engine-hour", "azure,disk,engine-hours"},
	{"a charge without lines", "aws,storage,data", "aws,storage2,data"},
	{"a row that is too long", "500,50.00", "500,50,00"},
	{"a quote that does not end", "azure,disk", `"azure,disk`},
	{"a column with another name", "provider,charge,part,quantity,amount", "provider,charge,part,quantity,amuont"},
	{"a column more", "provider,charge", "id,provider,charge"},
	{"nothing was used", "aws,storage,data,4000", "aws,storage,data,0"},
	{"more credits than charges", "500,50.00", "500,-5000.00"},
	{"no lines", lines, lines[:strings.Index(lines, "\n")+1]},
	{"nothing at all", lines, ""},
	{"a cost without a currency", "currency: EUR\n", ""},
	{"a charge that is used and spread", `use: "0.25"`, `use: "0.25", spread: "10"`},
	{"a share of what is not spread", `use: "0.25"`, `share: "25%"`},
	{"a spread over nothing", `"12000"`, `"0"`},
	{"a charge of no part", `storage, part: data`, `storage`},
	{"a charge that counts twice", `charge: storage, part: data`, `part: data`},
	{"more than all is spread", "  - {id: engine-hour, unit: hour}", "  - {id: engine-hour, unit: hour}\n  - {id: x, unit: hour, charges: [{provider: aws, charge: support, part: account, spread: \"1\", share: \"61%\"}]}"},
}

func TestMalformedInvoicesAndBooks(t *testing.T) {
	var out strings.Builder
	for _, c := range spoilt {
		bookNow, linesNow := strings.Replace(book, c.old, c.new, 1), strings.Replace(lines, c.old, c.new, 1)
		if bookNow == book && linesNow == lines {
			t.Errorf("%s: there is no %q", c.name, c.old)
		}
		d, found := doc.Read("book.yaml", []byte(bookNow))
		b, more := costing.ReadBook(d)
		a := costing.Open(b, costing.Tables{read(t, "rates.yaml", rates, costing.ReadRates)})
		if err := a.Invoice("lines.csv", costing.Own, false, strings.NewReader(linesNow)); err != nil {
			t.Fatal(err)
		}
		_, evenMore := a.Costs()
		fmt.Fprintf(&out, "## %s\n%s", c.name, shown(t, slices.Concat(found, more, evenMore)))
	}
	golden(t, "testdata/malformed.golden", out.String())
}

func shown(t *testing.T, found diag.List) string {
	t.Helper()
	if len(found) == 0 {
		t.Error("nothing is found")
	}
	var b strings.Builder
	for _, f := range found.Sort() {
		if f.Hint == "" || f.Path == "" {
			t.Errorf("no hint or no place: %+v", f)
		}
		fmt.Fprintf(&b, "%s:%d:%d %s: %s\n    %s\n", f.Path, f.Line, f.Col, f.Code, f.Message, f.Hint)
	}
	return b.String()
}

func TestRatesAreHeldToTheirMeaning(t *testing.T) {
	var out strings.Builder
	for _, c := range [][2]string{{"USD", "USX"}, {"JPY", "USD"}, {"USD", "EUR"}, {`"1.25"`, `"0"`}} {
		d, _ := doc.Read("rates.yaml", []byte(strings.Replace(rates, c[0], c[1], 1)))
		_, found := costing.ReadRates(d)
		out.WriteString(shown(t, found))
	}
	golden(t, "testdata/rates.golden", out.String())
}

func TestConversionsAreExactAndDated(t *testing.T) {
	tables := costing.Tables{
		read(t, "a.yaml", rates, costing.ReadRates),
		read(t, "b.yaml", strings.NewReplacer("2026-07-01", "2026-09-01", "1.25", "1.20").Replace(rates), costing.ReadRates),
	}
	for _, c := range []struct{ from, to, day, want string }{
		{"EUR", "USD", "2026-07-01", "5/4"}, {"USD", "EUR", "2026-07-01", "4/5"}, {"USD", "JPY", "2026-07-01", "128"}, {"JPY", "USD", "2026-08-31", "1/128"},
		{"EUR", "USD", "2026-09-01", "6/5"}, {"EUR", "EUR", "1999-01-01", "1"}, {"EUR", "USD", "2026-10-01", ""}, {"EUR", "GBP", "2026-07-01", ""},
	} {
		got, known := tables.Rate(c.from, c.to, c.day)
		want, _ := new(big.Rat).SetString(c.want)
		if known != (c.want != "") || known && got.Cmp(want) != 0 {
			t.Errorf("%s in %s on %s: %v, %v", c.from, c.to, c.day, got, known)
		}
	}
}

// exports are files as clouds write them, less the columns that nobody reads, with the map that reads each.
var exports = []struct{ name, columns, file string }{
	{"AWS, cost and usage report 2.0", `
id: aws
fixed: {provider: aws}
columns: {charge: line_item_product_code, part: resource_tags_user_part, quantity: line_item_usage_amount, amount: line_item_unblended_cost, currency: line_item_currency_code, period: bill_billing_period_start_date}
period: YYYY-MM-DD
leave_out: [{column: line_item_line_item_type, is: [Tax]}]
`, `bill_billing_period_start_date,line_item_line_item_type,line_item_product_code,line_item_usage_amount,line_item_currency_code,line_item_unblended_cost,resource_tags_user_part
2026-07-01T00:00:00.000Z,Usage,AmazonEC2,100.0000000000,USD,24.9999999000,data
2026-07-01T00:00:00.000Z,Usage,AmazonEC2,100.0000000000,USD,1.0E-7,data
2026-07-01T00:00:00.000Z,Tax,AmazonEC2,1,USD,5.00,data
`},
	{"Azure, cost details", `
id: azure
fixed: {provider: azure}
columns: {charge: MeterCategory, part: ResourceGroup, quantity: Quantity, amount: CostInBillingCurrency, currency: BillingCurrency, period: Date}
period: MM/DD/YYYY
parts: [{is: rg-migration, part: data}]
`, "\ufeffDate,MeterCategory,Quantity,CostInBillingCurrency,BillingCurrency,ResourceGroup,Tags\r\n07/15/2026,Bandwidth,200,25,USD,rg-migration,\"\"\"env\"\": \"\"prod\"\"\"\r\n"},
	{"Google Cloud, a table of billing as CSV", `
id: google
fixed: {provider: google}
columns: {charge: service.description, part: project.id, quantity: usage.amount, amount: cost, currency: currency, period: invoice.month}
period: YYYYMM
`, "service.description,project.id,usage.amount,cost,currency,invoice.month\nCompute Engine,data,4E2,50.0,USD,202608\n"},
	{"FOCUS 1.2", `
id: focus
columns: {provider: ProviderName, charge: ServiceName, part: SubAccountName, quantity: ConsumedQuantity, amount: BilledCost, currency: BillingCurrency, period: BillingPeriodStart}
period: YYYY-MM-DD
`, "ProviderName,ServiceName,SubAccountName,ConsumedQuantity,BilledCost,BillingCurrency,BillingPeriodStart\nOracle,Block Volume,data,8,1.00,USD,2026-09-01T00:00:00Z\n"},
	{"a spreadsheet of Europe", `
id: sheet
skip: "1"
separator: ";"
decimal: comma
fixed: {currency: USD, provider: hoster}
columns: {charge: Posten, part: Teil, quantity: Menge, amount: Betrag, period: Monat}
period: MM.YYYY
`, "Rechnung 4711\nPosten;Teil;Menge;Betrag;Monat\nMiete;data;1.000;125,00;07.2026\n"},
}

func TestExportsOfCloudsAreRead(t *testing.T) {
	simple := strings.Replace(book[:strings.Index(book, "costs:")], "currency: EUR", "currency: USD", 1) + "costs: [{id: data, unit: gigabyte, buffer: \"0%\"}]\n"
	for _, c := range exports {
		a := costing.Open(read(t, "book.yaml", simple, costing.ReadBook), nil)
		if err := a.Invoice("x.csv", read(t, "columns.yaml", c.columns, costing.ReadColumns), false, strings.NewReader(c.file)); err != nil {
			t.Fatal(err)
		}
		costs, findings := a.Costs()
		if len(findings) > 0 || costs["data"].PerUnit == nil || costs["data"].PerUnit.Cmp(big.NewRat(1, 8)) != 0 {
			t.Errorf("%s: %s\n%+v", c.name, costs["data"].Derivation.Text(), findings)
		}
	}
}

// TestACopyCountsOnce: whether it stands in the file or in another one, however its numbers are written; lines that are meant all count.
func TestACopyCountsOnce(t *testing.T) {
	add := func(a *costing.Account, name, text string, repeats bool) {
		if err := a.Invoice(name, costing.Own, repeats, strings.NewReader(text)); err != nil {
			t.Fatal(err)
		}
	}
	header, one := lines[:strings.Index(lines, "azure")], "azure,disk,engine-hour,500,50.00,EUR,2026-08\n"
	for what, c := range map[string]struct {
		name, text string
		repeats    bool
		want       string // findings
		cost       int64  // hundred-thousandths of what an hour costs
	}{
		"nothing more":         {"b.csv", header, false, "", 97760},
		"the line":             {"b.csv", header + strings.Replace(one, "50.00", "50", 1), false, "b.csv:2 this line stands in a.csv already; a.csv:4", 97760},
		"the file":             {"b.csv", lines, false, "b.csv:2 6 lines from here on stand in a.csv already; a.csv:2", 97760},
		"twice in a file":      {"b.csv", header + strings.Repeat("azure,disk,engine-hour,500,150.00,EUR,2026-08\n", 2), false, "b.csv:3 this line is here already, in line 2; b.csv:2", 108160},
		"the line, on purpose": {"b.csv", header + one, true, "", 97760},
		"two, on purpose":      {"b.csv", header + strings.Repeat("azure,disk,engine-hour,500,150.00,EUR,2026-08\n", 2), true, "", 111627},
	} {
		a := costing.Open(read(t, "book.yaml", book, costing.ReadBook), costing.Tables{read(t, "rates.yaml", rates, costing.ReadRates)})
		add(a, "a.csv", lines, false)
		add(a, c.name, c.text, c.repeats)
		costs, findings := a.Costs()
		got := ""
		for _, f := range findings {
			got += fmt.Sprintf("%s:%d %s; %s:%d", f.Path, f.Line, f.Message, f.Notes[0].Path, f.Notes[0].Line)
		}
		if cost := costs["engine-hour"].PerUnit; got != c.want || cost == nil || cost.FloatString(5) != big.NewRat(c.cost, 100000).FloatString(5) {
			t.Errorf("%s: %s, costs %v\nwant %s", what, got, cost.FloatString(5), c.want)
		}
	}
}

// TestAMonthWithoutAProviderIsTold, unless the book says that there is none, or the provider sends one invoice in a quarter.
func TestAMonthWithoutAProviderIsTold(t *testing.T) {
	_, findings := account(t, strings.Replace(book, `month: "2026-08"`, `month: "2026-07"`, 1), lines)
	if len(findings) != 1 || findings[0].Code != diag.CostMonth || findings[0].Line != 5 || !strings.HasPrefix(findings[0].Message, "aws has no lines for 2026-08") {
		t.Errorf("%+v", findings)
	}
	_, findings = account(t, book, strings.Replace(lines, "azure,compute,engine-hour,1000,1000.00,EUR,2026-07\n", "", 1))
	if len(findings) > 0 {
		t.Errorf("one month: %+v", findings)
	}
}

func TestLinesWithoutAPartAreToldOnceForAFile(t *testing.T) {
	a := costing.Open(read(t, "book.yaml", book[:strings.Index(book, "costs:")], costing.ReadBook), nil)
	text := "ProviderName,ServiceName,SubAccountName,ConsumedQuantity,BilledCost,BillingCurrency,BillingPeriodStart\n" + "x,y,,1,0.50,EUR,2026-07-01\nx,z,,1,0.50,EUR,2026-07-01\nx,y,,2,0.50,EUR,2026-07-01\n"
	if err := a.Invoice("x.csv", read(t, "columns.yaml", exports[3].columns, costing.ReadColumns), false, strings.NewReader(text)); err != nil {
		t.Fatal(err)
	}
	if _, findings := a.Costs(); len(findings) != 1 || !strings.Contains(findings[0].Message, "3 lines name no part, and go into no cost; they sum to 1.5 EUR") {
		t.Errorf("%+v", findings)
	}
}

func TestMapsOfColumnsAreHeldToTheirMeaning(t *testing.T) {
	var out strings.Builder
	for _, c := range [][2]string{{"charge: ServiceName, ", ""}, {"columns:", "fixed: {provider: x}\ncolumns:"}, {"YYYY-MM-DD", "YY-MM-DD"}} {
		d, _ := doc.Read("columns.yaml", []byte(strings.Replace(exports[3].columns, c[0], c[1], 1)))
		_, found := costing.ReadColumns(d)
		out.WriteString(shown(t, found))
	}
	golden(t, "testdata/columns.golden", out.String())
}

func TestABrokenDiskIsAnError(t *testing.T) {
	broken := errors.New("broken")
	a := costing.Open(read(t, "book.yaml", book, costing.ReadBook), nil)
	if err := a.Invoice("x.csv", costing.Own, false, io.MultiReader(strings.NewReader(lines), iotest.ErrReader(broken))); !errors.Is(err, broken) {
		t.Error(err)
	}
}

func TestTheBookOfADay(t *testing.T) {
	first := read(t, "a.yaml", book, costing.ReadBook)
	second := read(t, "b.yaml", strings.NewReplacer("id: 2026-q3", "id: 2026-q4", `"2026-10-01", until: "2027-01-01"`, `"2026-12-01", until: "2027-04-01"`).Replace(book), costing.ReadBook)
	for day, want := range map[string]string{"2026-09-30": "", "2026-10-01": "2026-q3", "2026-12-01": "2026-q4", "2027-03-31": "2026-q4", "2027-04-01": ""} {
		if got, found := costing.InForce([]costing.Book{second, first}, day); got.ID != want || found != (want != "") {
			t.Errorf("%s: %s", day, got.ID)
		}
	}
}

// FuzzInvoice holds the reader to its promise whatever the bytes are.
func FuzzInvoice(f *testing.F) {
	f.Add([]byte(lines), 0)
	for i, c := range exports {
		f.Add([]byte(c.file), i+1)
	}
	for _, c := range spoilt {
		f.Add([]byte(strings.Replace(lines, c.old, c.new, 1)), 0)
	}
	f.Fuzz(func(t *testing.T, text []byte, which int) {
		columns := costing.Own
		if which > 0 && which <= len(exports) {
			columns = read(t, "columns.yaml", exports[which-1].columns, costing.ReadColumns)
		}
		a := costing.Open(read(t, "book.yaml", book, costing.ReadBook), costing.Tables{read(t, "rates.yaml", rates, costing.ReadRates)})
		if err := a.Invoice("x.csv", columns, false, strings.NewReader(string(text))); err != nil {
			t.Fatal(err)
		}
		costs, _ := a.Costs()
		for id, cost := range costs {
			if err := cost.Derivation.Check(); err != nil || cost.PerUnit.Sign() < 0 {
				t.Fatalf("%s: %s, %v\n%s", id, money.Text(cost.PerUnit), err, cost.Derivation.Text())
			}
		}
	})
}
