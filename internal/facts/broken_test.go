package facts

import (
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"parley/internal/diag"
	"parley/internal/doc"
)

// table is what most cases break: a row of it is "A-1,nordlys,gold,2026-10-31,2026-10-31T09:00:00Z,EUR,10.50,3,true".
const table = `files: [{file: a.csv, exported: "2026-11-20"}]
columns:
  - {name: number, type: text, unique: true}
  - {name: partner, type: text, ref: partner}
  - {name: tier, type: text, choices: [gold, silver], empty: true}
  - {name: day, type: date, min: "2026-01-01", max: "2026-12-31"}
  - {name: at, type: time, empty: true}
  - {name: currency, type: text, choices: [EUR, JPY, USD]}
  - {name: amount, type: money, currency: currency, in: EUR, at: day, min: "-100000"}
  - {name: count, type: integer, min: "0", max: "99", empty: true}
  - {name: kept, type: boolean, empty: true}
key: [partner, day, count]
months: {column: day}
`

const header = "number,partner,tier,day,at,currency,amount,count,kept\n"

// good is a row that is right; each case breaks a file that has it too, and it must count as what it is all the same.
const good = "A-1,nordlys,gold,2026-10-31,2026-10-31T09:00:00Z,EUR,10.50,3,true\n"

// german is a map of an export as a German Salesforce writes it.
const german = `separator: ";"
skip: "1"
footer: ["Copyright"]
decimal: comma
groups: point
dates: DD.MM.YYYY
times: DD.MM.YYYY hh:mm
time_zone: Europe/Berlin
columns:
  - {is: number, column: Nr}
  - {is: partner, column: Partner}
  - {is: day, column: Tag}
  - {is: at, column: Zeit}
  - {is: amount, column: Betrag}
fixed: [{is: currency, value: EUR}, {is: tier, value: gold}, {is: count, value: ""}, {is: kept, value: ""}]
values: [{is: partner, from: "Nordlys AS", to: nordlys}]
leave_out: [{column: Partner, is: [Test]}]
`

const germanHead = "Bericht vom 20.11.2026\nNr;Partner;Tag;Zeit;Betrag\n"
const germanGood = "A-1;Nordlys AS;31.10.2026;31.10.2026 10:00;\"1.010,50\"\n"
const germanFoot = "\n\"Copyright (c) 2026 Alderbrook\"\n\"Vertraulich; nicht weitergeben; Seite 1\"\n"

// broken are ways to break an export. What must be told is code and place; the rows that count must be those alone that are right.
var broken = []struct {
	name, text string // text without a header is one row that stands below a good one
	said       string
	rows       int // that count
}{
	// what a spreadsheet does
	{"amount with a decimal comma", `A-2,nordlys,gold,2026-10-30,,EUR,"1,50",4,`, "3:35 facts/cell", 1},
	{"amount with thousands in groups", `A-2,nordlys,gold,2026-10-30,,EUR,"1,500.00",4,`, "3:35 facts/cell", 1},
	{"amount with a currency sign", `A-2,nordlys,gold,2026-10-30,,EUR,€10.50,4,`, "3:34 facts/cell", 1},
	{"amount with its currency", `A-2,nordlys,gold,2026-10-30,,EUR,EUR 10.50,4,`, "3:34 facts/cell", 1},
	{"amount in scientific notation", `A-2,nordlys,gold,2026-10-30,,EUR,1.05E+03,4,`, "3:34 facts/cell", 1},
	{"amount in brackets, as accountants write debts", `A-2,nordlys,gold,2026-10-30,,EUR,(10.50),4,`, "3:34 facts/cell", 1},
	{"amount with a minus behind it", `A-2,nordlys,gold,2026-10-30,,EUR,10.50-,4,`, "3:34 facts/cell", 1},
	{"amount with a percent sign", `A-2,nordlys,gold,2026-10-30,,EUR,10%,4,`, "3:34 facts/cell", 1},
	{"amount with thousandths of a cent", `A-2,nordlys,gold,2026-10-30,,EUR,10.505,4,`, "3:34 facts/cell", 1},
	{"yen with decimals", `A-2,nordlys,gold,2026-10-30,,JPY,10.50,4,`, "3:34 facts/cell", 1},
	{"a formula that went wrong, as an amount", `A-2,nordlys,gold,2026-10-30,,EUR,#DIV/0!,4,`, "3:34 facts/cell", 1},
	{"a look-up that went wrong, as text", `#N/A,nordlys,gold,2026-10-30,,EUR,10.50,4,`, "3:1 facts/cell", 1},
	{"a formula in place of text", `=A1,nordlys,gold,2026-10-30,,EUR,10.50,4,`, "3:1 facts/cell", 1},
	{"a number of a contract that was shortened", `1.23E+11,nordlys,gold,2026-10-30,,EUR,10.50,4,`, "3:1 facts/cell", 1},
	{"a date as the count of days since 1900", `A-2,nordlys,gold,46325,,EUR,10.50,4,`, "3:18 facts/cell", 1},
	{"day and month the American way", `A-2,nordlys,gold,10/30/2026,,EUR,10.50,4,`, "3:18 facts/cell", 1},
	{"day and month the German way", `A-2,nordlys,gold,30.10.2026,,EUR,10.50,4,`, "3:18 facts/cell", 1},
	{"a year of two digits", `A-2,nordlys,gold,26-10-30,,EUR,10.50,4,`, "3:18 facts/cell", 1},
	{"a day that no month has", `A-2,nordlys,gold,2026-02-30,,EUR,10.50,4,`, "3:18 facts/cell", 1},
	{"a date with a time", `A-2,nordlys,gold,2026-10-30 00:00,,EUR,10.50,4,`, "3:18 facts/cell", 1},
	{"a month without its zero", `A-2,nordlys,gold,2026-9-30,,EUR,10.50,4,`, "3:18 facts/cell", 1},
	// times
	{"a time without zone", `A-2,nordlys,gold,2026-10-30,2026-10-30 09:00,EUR,10.50,4,`, "3:29 facts/cell", 1},
	{"a time that is only a day", `A-2,nordlys,gold,2026-10-30,2026-10-30,EUR,10.50,4,`, "3:29 facts/cell", 1},
	{"an hour that no day has", `A-2,nordlys,gold,2026-10-30,2026-10-30T25:00:00Z,EUR,10.50,4,`, "3:29 facts/cell", 1},
	// values that cannot be
	{"a day before the first", `A-2,nordlys,gold,2025-12-31,,EUR,10.50,4,`, "3:18 facts/range", 1},
	{"a day after the last", `A-2,nordlys,gold,2027-01-01,,EUR,10.50,4,`, "3:18 facts/range", 1},
	{"the year 0206", `A-2,nordlys,gold,0206-10-30,,EUR,10.50,4,`, "3:18 facts/cell", 1},
	{"a negative count", `A-2,nordlys,gold,2026-10-30,,EUR,10.50,-1,`, "3:40 facts/range", 1},
	{"a count that is too large", `A-2,nordlys,gold,2026-10-30,,EUR,10.50,100,`, "3:40 facts/range", 1},
	{"a count with a fraction", `A-2,nordlys,gold,2026-10-30,,EUR,10.50,1.5,`, "3:40 facts/cell", 1},
	{"a count in words", `A-2,nordlys,gold,2026-10-30,,EUR,10.50,four,`, "3:40 facts/cell", 1},
	{"a count beyond all integers", `A-2,nordlys,gold,2026-10-30,,EUR,10.50,99999999999999999999,`, "3:40 facts/cell", 1},
	{"an amount below the least", `A-2,nordlys,gold,2026-10-30,,EUR,-1000.01,4,`, "3:34 facts/range", 1},
	{"a word that is none of the choices", `A-2,nordlys,Gold,2026-10-30,,EUR,10.50,4,`, "3:13 facts/range", 1},
	{"neither true nor false", `A-2,nordlys,gold,2026-10-30,,EUR,10.50,4,maybe`, "3:42 facts/cell", 1},
	{"a currency that is none of the choices", `A-2,nordlys,gold,2026-10-30,,EURO,10.50,4,`, "3:30 facts/range", 1},
	{"a currency without a rate", `A-2,nordlys,gold,2026-10-30,,USD,10.50,4,`, "3:34 facts/rate", 1},
	{"a partner that nobody knows", `A-2,nordlyss,gold,2026-10-30,,EUR,10.50,4,`, "3:5 facts/reference", 1},
	{"a partner by another capital letter", `A-2,Nordlys,gold,2026-10-30,,EUR,10.50,4,`, "3:5 facts/reference", 1},
	// what is not there
	{"no number", `,nordlys,gold,2026-10-30,,EUR,10.50,4,`, "3:1 facts/empty", 1},
	{"no amount", `A-2,nordlys,gold,2026-10-30,,EUR,,4,`, "3:34 facts/empty", 1},
	{"no day, so no rate", `A-2,nordlys,gold,,,JPY,10,4,`, "3:18 facts/empty", 1},
	{"blanks alone", `A-2,nordlys,gold,2026-10-30,,   ,10.50,4,`, "3:30 facts/empty", 1},
	// rows that are there twice, or not
	{"a number twice", `A-1,nordlys,gold,2026-10-30,,EUR,10.50,4,`, "3:1 facts/twice", 1},
	{"a key twice", `A-2,nordlys,gold,2026-10-31,,EUR,10.50,3,`, "3:5 facts/twice", 1},
	{"the whole file twice", header + good + good, "3:1 facts/twice", 1},
	{"two files glued together, with their headers", header + good + header, "3:8 facts/reference; 3:16 facts/range; 3:21 facts/cell; 3:25 facts/cell; 3:28 facts/range; 3:44 facts/cell; 3:50 facts/cell", 1},
	{"a header alone", header, "1:16 facts/rows", 0},
	{"nothing at all", "", "0:0 csv/header", 0},
	{"a month between two others", header + good + "A-2,nordlys,gold,2026-08-30,,EUR,10.50,4,\n", "13:18 facts/rows", 2},
	// files that are damaged
	{"a column is missing", strings.Replace(header, ",amount", "", 1) + "A-1,nordlys,gold,2026-10-31,,EUR,3,true\n", "1:1 csv/header", 0},
	{"a column was renamed", strings.Replace(header, "amount", "Amount", 1) + good, "1:1 csv/header; 1:37 csv/header", 0},
	{"a column stands twice", strings.Replace(header, "kept", "amount", 1) + good, "1:1 csv/header; 1:50 csv/header", 0},
	{"a column more than the table knows", "x," + header + "1," + good, "1:1 csv/header", 1},
	{"no header", good, "1:1 csv/header; 1:5 csv/header; 1:13 csv/header; 1:18 csv/header; 1:29 csv/header; 1:50 csv/header; 1:54 csv/header; 1:60 csv/header; 1:62 csv/header", 0},
	{"semicolons in place of commas", strings.ReplaceAll(header+good, ",", ";"), "1:1 csv/header", 0},
	{"tabs in place of commas", strings.ReplaceAll(header+good, ",", "\t"), "1:1 csv/header", 0},
	{"one separator too few", `A-2,nordlys,gold,2026-10-30,EUR,10.50,4,`, "3:1 csv/width", 1},
	{"one separator too many", `A-2,nordlys,gold,2026-10-30,,,EUR,10.50,4,`, "3:1 csv/width", 1},
	{"the last line cut off", `A-2,nordlys,go`, "3:1 csv/width", 1},
	{"a quote that is never closed", `A-2,"nordlys,gold,2026-10-30,,EUR,10.50,4,`, "3:5 csv/syntax", 1},
	{"a quote within a field", `A-2,nord"lys,gold,2026-10-30,,EUR,10.50,4,`, "3:9 csv/syntax", 1},
	{"a line end within quotes", header + good + "A-2,\"nord\nlys\",gold,2026-10-30,,EUR,10.50,4,\n", "3:5 csv/syntax; 4:4 csv/syntax", 1},
	{"a footer below the rows", header + good + "Copyright 2026\n", "3:1 csv/width", 1},
	{"letters of another encoding", "A-2,nordl\xfds,gold,2026-10-30,,EUR,10.50,4,", "3:10 file/encoding", 1},
	{"letters that were lost", "A-\ufffd,nordlys,gold,2026-10-30,,EUR,10.50,4,", "3:1 facts/cell", 1},
	{"a character that nobody sees", "A-2,nord\u200blys,gold,2026-10-30,,EUR,10.50,4,", "3:9 csv/syntax", 1},
	{"UTF-16", "n\x00u\x00m\x00b\x00e\x00r\x00,\x00", "1:2 csv/syntax", 0},
	{"an Excel file with another name", "PK\x03\x04\x14\x00", "1:3 csv/syntax", 0},
	{"a page that asks for a password", "<!DOCTYPE html>\n<html></html>\n", "1:1 csv/header", 0},
	// exports through a map
	{"map: no footer, so the end may be lost", germanHead + germanGood, "3:1 facts/rows", 1},
	{"map: a row below the footer", germanHead + germanGood + germanFoot + strings.Replace(germanGood, "A-1", "A-2", 1), "7:1 csv/width", 1},
	{"map: decimal point where commas are", germanHead + germanGood + "A-2;nordlys;30.10.2026;;10.50\n" + germanFoot, "4:25 facts/cell", 1},
	{"map: groups of two digits", germanHead + germanGood + "A-2;nordlys;30.10.2026;;1.05,50\n" + germanFoot, "4:25 facts/cell", 1},
	{"map: two commas", germanHead + germanGood + "A-2;nordlys;30.10.2026;;1,050,50\n" + germanFoot, "4:25 facts/cell", 1},
	{"map: a date as we write it", germanHead + germanGood + "A-2;nordlys;2026-10-30;;10,50\n" + germanFoot, "4:13 facts/cell", 1},
	{"map: an hour that the clocks leave out", germanHead + germanGood + "A-2;nordlys;30.10.2026;29.03.2026 02:30;10,50\n" + germanFoot, "4:24 facts/cell", 1},
	{"map: an hour that the clocks show twice", germanHead + germanGood + "A-2;nordlys;30.10.2026;25.10.2026 02:30;10,50\n" + germanFoot, "4:24 facts/cell", 1},
	{"map: a partner whom no one has mapped", germanHead + germanGood + "A-2;Kestrel Ltd;30.10.2026;;10,50\n" + germanFoot, "4:5 facts/reference", 1},
	{"map: the header one line lower", "Bericht\n" + germanHead + germanGood + germanFoot, "2:1 csv/header", 0},
}

// TestBrokenExports breaks an export in every way that we have met. Each is a finding with its place, and no wrong row counts.
func TestBrokenExports(t *testing.T) {
	if len(broken) < 60 {
		t.Fatalf("only %d ways", len(broken))
	}
	for _, c := range broken {
		t.Run(c.name, func(t *testing.T) {
			text, m := c.text, Own
			switch {
			case strings.HasPrefix(c.name, "map:"):
				m = mapOf(t, german)
			case !strings.Contains(text, "\n") && strings.Contains(text, ",") && !strings.Contains(text, "\x00"):
				text = header + good + text + "\n"
			}
			rows, findings, whole := read(t, table, m, text)
			if whole || len(rows) != c.rows {
				t.Errorf("whole: %v, rows %q", whole, rows)
			}
			if diff := cmp.Diff(sorted(c.said), findings); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			for _, row := range rows {
				if strings.HasPrefix(row, "A-1|") && row != "A-1|nordlys|gold|2026-10-31|1793437200|EUR|1050|3|1" && row != "A-1|nordlys|gold|2026-10-31|1793437200|EUR|101050||" {
					t.Errorf("a wrong row counts: %s", row)
				}
			}
		})
	}
}

// TestWholeExports reads what is right, however its system writes it.
func TestWholeExports(t *testing.T) {
	for _, c := range []struct {
		name, columns, text string
		want                []string
	}{
		{"ours, with a mark of byte order and Windows lines", "", "\ufeff" + strings.ReplaceAll(header+good+"A-2,nordlys,,2026-10-30,,JPY,-1723,,no\n", "\n", "\r\n"),
			[]string{"A-1|nordlys|gold|2026-10-31|1793437200|EUR|1050|3|1", "A-2|nordlys||2026-10-30||JPY|-1000||0"}}, // 1,723 yen at 172.3 are 10 euros
		{"Salesforce in German", german, germanHead + germanGood + "T-1;Test;x;y;z\n" + germanFoot, []string{"A-1|nordlys|gold|2026-10-31|1793437200|EUR|101050||"}},
		{"HubSpot in English", `dates: M/D/YYYY
times: M/D/YYYY h:mm AM
time_zone: America/Toronto
groups: comma
columns: [{is: number, column: Record ID}, {is: partner, column: Associated Company}, {is: day, column: Close Date}, {is: at, column: Create Date}, {is: amount, column: Amount}]
fixed: [{is: currency, value: EUR}, {is: tier, value: ""}, {is: count, value: "3"}, {is: kept, value: "yes"}]
`, "Record ID,Deal Name,Associated Company,Close Date,Create Date,Amount\nA-1,x,nordlys,10/31/2026,10/31/2026 5:00 AM,\"1,010.5\"\n", []string{"A-1|nordlys||2026-10-31|1793437200|EUR|101050|3|1"}},
	} {
		m := Own
		if c.columns != "" {
			m = mapOf(t, c.columns)
		}
		rows, findings, whole := read(t, table, m, c.text)
		if diff := cmp.Diff(c.want, rows); diff != "" || !whole || len(findings) > 0 {
			t.Errorf("%s: %v %v\n%s", c.name, whole, findings, diff)
		}
	}
}

// TestJSON reads the same rows from JSON, and breaks them.
func TestJSON(t *testing.T) {
	row := `{"number": "A-1", "partner": "nordlys", "tier": "gold", "day": "2026-10-31", "at": "2026-10-31T09:00:00Z", "currency": "EUR", "amount": 10.50, "count": 3, "kept": true}`
	for _, c := range []struct {
		name, text, said string
		rows             int
	}{
		{"whole", "[" + row + ",\n " + strings.Replace(row, `"A-1"`, `"A-2"`, 1) + "]", "2:31 facts/twice", 1}, // by its key
		{"what is null is empty", "[" + strings.Replace(row, `"count": 3`, `"count": null`, 1) + "]", "", 1},
		{"no list", row, "1:1 facts/json", 0},
		{"cut off", "[" + row, "1:1 facts/json", 0},
		{"a row that is none", "[" + row + ",\n 7]", "2:2 facts/json", 1},
		{"a list in place of a value", "[" + strings.Replace(row, `"gold"`, `["gold"]`, 1) + "]", "1:50 facts/json", 0},
		{"a key that means nothing", "[" + strings.Replace(row, `"tier"`, `"teir"`, 1) + "]", "1:50 facts/json", 0},
		{"a float as money", "[" + strings.Replace(row, "10.50", "10.5000001", 1) + "]", "1:138 facts/cell", 0},
		{"an exponent", "[" + strings.Replace(row, "10.50", "1e3", 1) + "]", "1:138 facts/cell", 0},
		{"a key is missing", "[" + strings.Replace(row, `"day": "2026-10-31", `, "", 1) + "]", "1:2 facts/empty", 0},
		{"an unseen character", "[" + strings.Replace(row, "nordlys", `nord\u200blys`, 1) + "]", "1:31 facts/json", 0},
	} {
		var rows []string
		r := Read(schemaOf(t, table), outside, collect(&rows))
		if err := r.JSON(r.Files[0], Own, []byte(c.text)); err != nil {
			t.Fatal(err)
		}
		findings, _, _ := r.Close()
		if diff := cmp.Diff(sorted(c.said), told(findings)); diff != "" || len(rows) != c.rows {
			t.Errorf("%s: %q\n%s", c.name, rows, diff)
		}
	}
}

// TestAnotherTable names the rows of another table.
func TestAnotherTable(t *testing.T) {
	var rows []string
	first := Read(schemaOf(t, "files: [{file: a.csv, exported: \"2026-11-20\"}]\ncolumns: [{name: id, type: text, unique: true}]\n"), outside, collect(&rows))
	if err := first.CSV(first.Files[0], Own, strings.NewReader("id\nx\n")); err != nil {
		t.Fatal(err)
	}
	keys, ok := first.Keys()
	other := outside
	other.Keys = func(table string) (*Keys, bool) { return keys, ok && table == "a" }
	second := Read(schemaOf(t, "files: [{file: b.csv, exported: \"2026-11-20\"}]\ncolumns: [{name: a, type: text, table: a}]\n"), other, collect(&rows))
	if err := second.CSV(second.Files[0], Own, strings.NewReader("a\nx\ny\n")); err != nil {
		t.Fatal(err)
	}
	findings, _, whole := second.Close()
	if got := told(findings); whole || !slices.Equal(got, []string{"3:1 facts/reference"}) {
		t.Error(got)
	}
}

// TestABrokenSinkIsAnError passes on what the receiver of rows says.
func TestABrokenSinkIsAnError(t *testing.T) {
	full := errors.New("full")
	r := Read(schemaOf(t, table), outside, func([]Value) error { return full })
	if err := r.CSV(r.Files[0], Own, strings.NewReader(header+good)); !errors.Is(err, full) {
		t.Error(err)
	}
}

var outside = Outside{
	IDs:  func(kind string) []string { return map[string][]string{"partner": {"kestrel-row", "nordlys"}}[kind] },
	Keys: func(string) (*Keys, bool) { return nil, false },
	Rate: func(from, to, day string) (*big.Rat, bool) {
		if from == "JPY" && to == "EUR" {
			return big.NewRat(10, 1723), true
		}
		return nil, false
	},
}

func read(t *testing.T, described string, m Map, text string) (rows, findings []string, whole bool) {
	t.Helper()
	r := Read(schemaOf(t, described), outside, collect(&rows))
	if err := r.CSV(r.Files[0], m, strings.NewReader(text)); err != nil {
		t.Fatal(err)
	}
	found, _, whole := r.Close()
	return rows, told(found), whole
}

func collect(rows *[]string) func(row []Value) error {
	return func(row []Value) error {
		var cells []string
		for _, value := range row {
			cells = append(cells, value.String())
		}
		*rows = append(*rows, strings.Join(cells, "|"))
		return nil
	}
}

func schemaOf(t testing.TB, text string) Schema {
	t.Helper()
	d, found := doc.Read("content/metrics/data/a.yaml", []byte(text))
	s, findings := ReadSchema(d, "a")
	if len(found)+len(findings) > 0 {
		t.Fatalf("%v %v", found, findings)
	}
	return s
}

func mapOf(t testing.TB, text string) Map {
	t.Helper()
	d, found := doc.Read("content/metrics/columns/m.yaml", []byte(text))
	m, findings := ReadMap(d, "m")
	if len(found)+len(findings) > 0 {
		t.Fatalf("%v %v", found, findings)
	}
	return m
}

// told is what findings say, in an order of their own.
func told(findings diag.List) []string {
	var all []string
	for _, f := range findings {
		all = append(all, fmt.Sprintf("%d:%d %s", f.Line, f.Col, f.Code))
	}
	slices.Sort(all)
	return slices.Compact(all) // of a header, each column that is missing is told
}

func sorted(said string) []string {
	if said == "" {
		return nil
	}
	all := strings.Split(said, "; ")
	slices.Sort(all)
	return all
}

// FuzzCSV says that whatever the bytes are, every row that counts has a cell for each column, and every finding a way to mend it.
func FuzzCSV(f *testing.F) {
	for _, c := range broken {
		f.Add(c.text, strings.HasPrefix(c.name, "map:"))
	}
	f.Add(header+good, false)
	f.Fuzz(func(t *testing.T, text string, mapped bool) {
		m := Own
		if mapped {
			m = mapOf(t, german)
		}
		s := schemaOf(t, table)
		r := Read(s, outside, func(row []Value) error {
			for i, c := range s.Columns {
				if row[i].Kind != None && c.Type.Textual() != (row[i].Kind == Words) || row[i].Kind == None && !c.Empty {
					t.Fatalf("%s is %+v", c.Name, row[i])
				}
			}
			return nil
		})
		if err := r.CSV(r.Files[0], m, strings.NewReader(text)); err != nil {
			t.Fatal(err)
		}
		findings, _, whole := r.Close()
		if whole == findings.HasErrors() {
			t.Fatalf("whole is %v with %v", whole, findings)
		}
		for _, finding := range findings {
			if finding.Message == "" || finding.Hint == "" || finding.Path == "" {
				t.Fatalf("%+v", finding)
			}
		}
	})
}
