package costing

import (
	"io"
	"math/big"
	"regexp"
	"slices"
	"strings"

	"parley/internal/diag"
	"parley/internal/money"
	"parley/internal/pricing"
	"parley/internal/sheet"
)

// group is what invoice lines are added up by, beside month, currency and file.
type group struct{ provider, charge, part string }

// bucket holds the sums that are added line by line.
type bucket struct {
	file, month, currency string
	quantity, amount      *big.Rat
	at                    diag.Place // the first line
	lines                 []int
}

// Account gathers the invoice lines of a book.
type Account struct {
	book     Book
	rates    Tables
	buckets  map[group][]*bucket
	loose    map[string]*bucket // lines of exports that name no part, by file
	blind    bool               // a file could not be read at all, so that nobody knows what is missing
	seen     map[digest]origin  // of every line that counts
	copies   []*copies
	open     map[[2]string]*copies            // those that a next line may continue, by the two files
	months   map[sender]map[string]diag.Place // the months of which there are lines, with the first of each
	findings diag.List
}

// Open starts an account for a book.
func Open(book Book, rates Tables) *Account {
	return &Account{book: book, rates: rates, buckets: map[group][]*bucket{}, loose: map[string]*bucket{},
		seen: map[digest]origin{}, open: map[[2]string]*copies{}, months: map[sender]map[string]diag.Place{}}
}

// Invoice adds the lines of a file. What is wrong with a line is a finding, and the line does not count; a line that is a copy of one
// that counts is wrong, unless equal lines of the file are said to be meant. The error is that of the reader.
func (a *Account) Invoice(path string, columns Columns, repeats bool, in io.Reader) error {
	r := sheet.NewReader(path, in, columns.options)
	row := rowReader{Columns: columns, sheet: r, at: make([]int, len(keys)), repeats: repeats}
	for i, name := range columns.names {
		row.at[i] = slices.Index(columns.options.Columns, name)
	}
	for r.Next() {
		if !row.leftOut() {
			a.line(path, &row)
		}
	}
	a.blind = a.blind || r.Headless()
	a.findings = append(a.findings, r.Findings()...)
	return r.Err()
}

// line reads a row and adds it.
func (a *Account) line(path string, row *rowReader) {
	quantity, good := row.number(3)
	amount, alsoGood := row.number(4)
	currency, month, fine := row.text(5), "", true
	if _, known := money.MinorUnits(currency); !known {
		row.wrong(5, diag.CostFigure, "write the three letters of the currency: EUR, USD, JPY", "%q is not a currency of ISO 4217", currency)
		fine = false
	}
	if m, ok := row.month(row.text(6)); !ok {
		row.wrong(6, diag.CostPeriod, "write it as "+row.period, "%q is not a month", row.text(6))
		fine = false
	} else if month = m; !a.book.Period.Holds(m + "-01") {
		row.wrong(6, diag.CostPeriod, "move the line to the book of its quarter", "%s is not in the period of the book, %s to %s", m, a.book.Period.From, a.book.Period.Until)
		fine = false
	}
	of := group{row.text(0), row.text(1), row.part()}
	if of.provider != "" && month != "" && a.book.Period.Holds(month+"-01") {
		a.note(of.provider, of.part, month, row.sheet.Row())
	}
	for i, text := range []string{of.provider, of.charge, of.part} {
		if text == "" && !(row.foreign && i == 2) {
			row.wrong(i, diag.CostFigure, "fill it in", "the line has no %s", keys[i])
			fine = false
		}
	}
	if !fine || !good || !alsoGood || a.isCopy(path, row, of, month, currency, quantity, amount) {
		return
	}
	a.add(of, path, month, currency, row.sheet.Row(), quantity, amount)
}

func (a *Account) add(of group, file, month, currency string, at diag.Place, quantity, amount *big.Rat) {
	fresh := &bucket{file: file, month: month, currency: currency, quantity: new(big.Rat), amount: new(big.Rat), at: at}
	var into *bucket
	if of.part == "" {
		if a.loose[file] == nil {
			a.loose[file] = fresh
		}
		into = a.loose[file]
	} else {
		found := slices.IndexFunc(a.buckets[of], func(b *bucket) bool { return b.file == file && b.month == month && b.currency == currency })
		if found < 0 {
			a.buckets[of] = append(a.buckets[of], fresh)
			found = len(a.buckets[of]) - 1
		}
		into = a.buckets[of][found]
	}
	into.quantity.Add(into.quantity, quantity)
	into.amount.Add(into.amount, amount)
	into.lines = append(into.lines, at.Line)
}

// withComma is a number as much of Europe writes it, with points between groups or none.
var withComma = regexp.MustCompile(`^-?([0-9]+|[0-9]{1,3}(\.[0-9]{3})+)(,[0-9]+)?$`)

// rowReader reads the fields of a row by the numbers of keys.
type rowReader struct {
	Columns
	sheet *sheet.Reader
	at    []int // where each of keys stands among the columns that are read; -1 where it is fixed

	repeats bool // equal lines all count
}

func (r *rowReader) text(key int) string {
	if r.at[key] < 0 {
		return r.fixed[key]
	}
	return strings.TrimSpace(string(r.sheet.Field(r.at[key])))
}

// part is the part of the row, by the name that we have for it.
func (r *rowReader) part() string {
	if ours, known := r.parts[r.text(2)]; known {
		return ours
	}
	return r.text(2)
}

func (r *rowReader) number(key int) (*big.Rat, bool) {
	text, read := r.text(key), money.Signed
	if r.foreign {
		read = money.Machine
	}
	if r.comma {
		if !withComma.MatchString(text) {
			r.wrong(key, diag.CostFigure, "write digits and one comma, or say decimal: point in the map of columns", "%q is no amount with a decimal comma", text)
			return nil, false
		}
		text = strings.Replace(strings.ReplaceAll(text, ".", ""), ",", ".", 1)
	}
	value, err := read(text)
	if err != nil {
		r.wrong(key, diag.CostFigure, "write digits and one point: 1234.50", "%s", err)
	}
	return value, err == nil
}

func (r *rowReader) wrong(key int, code diag.Code, hint, format string, args ...any) {
	at := r.sheet.Row()
	if r.at[key] >= 0 {
		at = r.sheet.Place(r.at[key])
	}
	r.sheet.Report(diag.New(code, at, format, args...).WithHint("%s", hint))
}

func (r *rowReader) leftOut() bool {
	for name, values := range r.leaveOut {
		if slices.Contains(values, string(r.sheet.Field(slices.Index(r.options.Columns, name)))) {
			return true
		}
	}
	return false
}

// sumOf is the input that a bucket is.
func (b *bucket) sumOf(name pricing.Name, sum *big.Rat) pricing.Input {
	return pricing.Input{Name: name, Value: sum, Text: money.Text(sum), Place: b.at, Lines: b.lines}
}
