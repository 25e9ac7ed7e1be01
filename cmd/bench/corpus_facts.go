package main

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"

	"parley/internal/workspace"
)

// programme says what a generated repository of facts holds: partners, what they have been invoiced, and ten measures of that. Equal
// values give equal bytes.
type programme struct{ partners, invoices int }

// fullProgramme is the size that Parley promises to be quick with.
var fullProgramme = programme{partners: 500, invoices: 1_000_000}

// invoiceFiles is in how many exports the invoices come, each of as many months.
const (
	invoiceFiles  = 4
	monthsOfFile  = 6
	firstInvoices = 2025 // the year in January of which they begin
	factsDay      = "2026-12-31"
)

var (
	factTiers    = []string{"bronze", "silver", "gold"}
	factProducts = []string{"engine", "console", "connector", "storage", "training"}
)

// grouped are the measures: their names, units, ways of putting rows together, and queries. SQLite and PostgreSQL understand them alike.
var grouped = []struct{ name, unit, aggregate, query string }{
	{"sourced", "currency", "sum", byPartner("i.value, i.n", "sum(amount) as value, count(*) as n", "where origin = 'sourced'")},
	{"influenced", "currency", "sum", byPartner("i.value, i.n", "sum(amount) as value, count(*) as n", "where origin = 'influenced'")},
	{"invoiced", "currency", "sum", bySegment("p.region, p.tier", "sum(i.value) as value, sum(i.n) as n", "where what = 'invoice'")},
	{"credits", "percent", "ratio", byPartner("i.value, i.n as of, i.n", "sum(case when what = 'credit' then 1 else 0 end) as value, count(*) as n", "")},
	{"volume", "count", "sum", "select i.day as period, p.region, count(*) as value, count(*) as n from invoices i join partners p on p.id = i.partner group by i.day, p.region"},
	{"seats", "count", "sum", byPartner("i.value, i.n", "sum(seats) as value, count(*) as n", "where seats is not null")},
	{"active", "count", "sum", bySegment("p.region", "count(*) as value", "")},
	{"average", "currency", "mean", bySegment("p.region, p.tier, p.type", "sum(i.value) as value, sum(i.n) as of, sum(i.n) as n", "")},
	{"renewed", "percent", "ratio", byPartner("i.value, i.n as of, i.n", "sum(renewed) as value, count(*) as n", "")},
	{"engines", "currency", "sum", byPartner("i.value, i.n", "sum(amount) as value, count(*) as n", "where product = 'engine'")},
}

// byPartner asks for something by month and partner: the invoices are added up, and then joined.
func byPartner(shown, what, where string) string {
	return "select i.period, p.region, p.tier, p.type, p.id as partner, " + shown + " from (" + monthly(what, where) + ") i join partners p on p.id = i.partner"
}

// bySegment asks for something by month and segments of partners.
func bySegment(segments, shown, where string) string {
	return "select i.period, " + segments + ", " + shown + " from (" + monthly("sum(amount) as value, count(*) as n", where) + ") i join partners p on p.id = i.partner group by i.period, " + segments
}

// monthly adds invoices up by partner and month.
func monthly(what, where string) string {
	return "select partner, substr(day, 1, 7) as period, " + what + " from invoices " + where + " group by partner, substr(day, 1, 7)"
}

// invoicesTable describes the invoices, up to where their rows come from.
const invoicesTable = `columns:
  - {name: number, type: text, unique: true}
  - {name: partner, type: text, table: partners}
  - {name: origin, type: text, choices: [sourced, influenced, own]}
  - {name: what, type: text, choices: [invoice, credit]}
  - {name: product, type: text, choices: [engine, console, connector, storage, training]}
  - {name: day, type: date, min: "2025-01-01"}
  - {name: amount, type: money, currency: EUR}
  - {name: seats, type: integer, min: "0", empty: true}
  - {name: renewed, type: boolean}
months: {column: day}
`

// write writes the repository.
func (p programme) write(dir string) error {
	files := map[string]string{
		workspace.SettingsPath: "kind: site\ntitle: Measured facts\ncompany: Measured Ltd\nlanguages: [en]\n" +
			defined("regions", priceRegions) + defined("tiers", factTiers) + defined("segments", priceSegments) +
			"navigation:\n  - {id: measures, title: Measures, kinds: [metric, fact-table]}\n",
		"content/index.md":    "---\ntitle: Measured facts\n---\n\nFacts.\n",
		"content/people.yaml": "kind: people\ntitle: Roles\nroles:\n  - {id: lead, title: Lead, purpose: Measures.}\npeople:\n  - {id: mara, name: Mara Lindqvist, roles: [lead]}\n",
		"content/metrics/data/partners.yaml": "kind: fact-table\ntitle: Partners\nowner: lead\nfiles: [{file: partners.csv, exported: \"2026-12-31\"}]\ncolumns:\n  - {name: id, type: text, unique: true}\n" +
			"  - {name: region, type: text, ref: region}\n  - {name: tier, type: text, ref: tier}\n  - {name: type, type: text, ref: segment}\n",
		"content/metrics/data/partners.csv": p.partnersFile(),
	}
	table := "kind: fact-table\ntitle: Invoices\nowner: lead\nfiles:\n"
	for file := range invoiceFiles {
		table += fmt.Sprintf("  - {file: invoices-%d.csv, exported: \"2026-12-31\"}\n", file+1)
	}
	files["content/metrics/data/invoices.yaml"] = table + invoicesTable
	for _, m := range grouped {
		files["content/metrics/"+m.name+".md"] = metricPage(m.name, m.unit, m.aggregate, m.query)
	}
	for name, text := range files {
		if err := writeFile(dir, name, text); err != nil {
			return err
		}
	}
	random := rand.New(rand.NewPCG(20261123, 7))
	for file := range invoiceFiles {
		if err := p.writeInvoices(filepath.Join(dir, "content", "metrics", "data", fmt.Sprintf("invoices-%d.csv", file+1)), file, random); err != nil {
			return err
		}
	}
	return nil
}

func metricPage(name, unit, aggregate, query string) string {
	currency := ""
	if unit == "currency" {
		currency = "\n  currency: EUR"
	}
	return fmt.Sprintf("---\nkind: metric\ntitle: %s\nsummary: What is %s.\nowner: lead\ndefinition: What is %s.\nformula: All of it.\nunit: %s\ngood: up\nmeasure:\n  aggregate: %s%s\n  query: %s\n---\n\n## How to read it\n\nAs it is.\n",
		capital(name), name, name, unit, aggregate, currency, query)
}

func (p programme) partnersFile() string {
	var out strings.Builder
	out.WriteString("id,region,tier,type\n")
	for n := range p.partners {
		fmt.Fprintf(&out, "p-%04d,%s,%s,%s\n", n, priceRegions[n%len(priceRegions)], factTiers[n/4%len(factTiers)], priceSegments[n/12%len(priceSegments)])
	}
	return out.String()
}

// writeInvoices writes one export: rows in no order, as systems export them. One in seven partners has half of all invoices.
func (p programme) writeInvoices(name string, file int, random *rand.Rand) error {
	out, err := os.Create(name)
	if err != nil {
		return err
	}
	defer out.Close()
	buffered := bufio.NewWriterSize(out, 1<<20)
	buffered.WriteString("number,partner,origin,what,product,day,amount,seats,renewed\n")
	for row := file * p.invoices / invoiceFiles; row < (file+1)*p.invoices/invoiceFiles; row++ {
		partner, month := random.IntN(p.partners), file*monthsOfFile+random.IntN(monthsOfFile)
		if random.IntN(2) == 0 {
			partner = partner / 7 * 7
		}
		what, sign, seats := "invoice", "", fmt.Sprint(random.IntN(500))
		if random.IntN(20) == 0 {
			what, sign, seats = "credit", "-", ""
		}
		fmt.Fprintf(buffered, "INV-%07d,p-%04d,%s,%s,%s,%d-%02d-%02d,%s%d.%02d,%s,%s\n", row, partner, []string{"sourced", "influenced", "own", "own"}[random.IntN(4)], what,
			factProducts[random.IntN(len(factProducts))], firstInvoices+month/12, month%12+1, random.IntN(28)+1, sign, random.IntN(90_000), random.IntN(100), seats,
			[]string{"yes", "no"}[random.IntN(2)])
	}
	return buffered.Flush()
}
