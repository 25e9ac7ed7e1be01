package facts

import (
	"bytes"
	"encoding/binary"
	"hash/maphash"
	"io"
	"maps"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"time"

	"parley/internal/diag"
	"parley/internal/money"
	"parley/internal/sheet"
)

// Outside is what cells may name, and what money is worth.
type Outside struct {
	IDs  func(kind string) []string                             // of the things of a repository, sorted
	Keys func(table string) (*Keys, bool)                       // of another table; false for one that could not be read
	Rate func(from, to, day string) (rate *big.Rat, known bool) // how much of a currency one unit of another is on a day
}

// Keys are the values of a table's first unique column.
type Keys struct{ lines map[digest]int }

// Has reports whether a row has the key.
func (k *Keys) Has(text string) bool {
	_, known := k.lines[digestOf(text)]
	return known
}

// digest stands for a text: a million of them fit into little room. It is 128 bits under seeds that nobody knows and no file can be
// made for; that two of a million texts have the same comes once in ten to the twenty-sixth.
type digest [2]uint64

var seeds = [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}

func digestOf(text string) digest {
	return digest{maphash.String(seeds[0], text), maphash.String(seeds[1], text)}
}

// joined are texts as one, from which each could be told again.
func joined(texts []string) string {
	var all []byte
	for _, text := range texts {
		all = binary.AppendUvarint(all, uint64(len(text)))
		all = append(all, text...)
	}
	return string(all)
}

// Reading is a table that is being read, file by file.
type Reading struct {
	Schema
	outside Outside
	emit    func(row []Value) error
	seen    []map[digest]int // of each unique column, and of the key at last: where a value stood first
	from    []string         // the file of each line in seen, by number of file
	months  map[string]bool
	rows    int
	texts   []string // of the present row
	values  []Value
	known   []map[string]cell          // cells of each column that have been read before, by what stands in the file
	things  map[string]map[string]bool // ids by kind
	rates   map[[3]string]*big.Rat     // nil for one that nobody knows
	broken  bool
	found   diag.List
}

// Read starts reading a table. Every row that counts is given to emit, which may keep nothing of the slice.
func Read(s Schema, outside Outside, emit func(row []Value) error) *Reading {
	r := &Reading{Schema: s, outside: outside, emit: emit, seen: make([]map[digest]int, len(s.Columns)+1), months: map[string]bool{},
		things: map[string]map[string]bool{}, rates: map[[3]string]*big.Rat{}, texts: make([]string, len(s.Columns)), values: make([]Value, len(s.Columns)), known: make([]map[string]cell, len(s.Columns))}
	for i := range r.seen {
		r.seen[i] = map[digest]int{}
	}
	return r
}

// cell is a cell that is right, or is money, which the rest of its row decides about.
type cell struct {
	text  string
	value Value
}

// mostKnown is how many cells of a column are kept: enough for days, partners and words of a list.
const mostKnown = 4096

// cells is a row as its file has it.
type cells interface {
	field(column int) []byte     // nil for a column that the file does not have
	place(column int) diag.Place // of the row for a column that the file does not have
	report(finding diag.Diagnostic)
}

// CSV reads one of the table's files. The error is that of the reader, or of emit.
func (r *Reading) CSV(file File, m Map, in io.Reader) error {
	if r.misfit(file, m) {
		return nil
	}
	r.forget()
	options, at := m.wanted(r.Schema)
	row := &line{Reader: sheet.NewReader(file.Path, in, options), at: at, options: options}
	r.from = append(r.from, file.Path)
	before := r.rows
	lines := 0
	for row.Next() {
		if row.leftOut(m) {
			continue
		}
		lines++
		if err := r.row(row, row.Line(), m); err != nil {
			return err
		}
	}
	if len(options.Footer) > 0 && !row.Footed() && !row.Headless() {
		row.Report(diag.New(diag.FactsRows, diag.Place{Path: file.Path, Span: diag.Span{Line: max(1, row.Line()), Col: 1, EndLine: max(1, row.Line()), EndCol: 2}},
			"the file ends without its footer, so rows may be missing").WithHint("export it again; the map says that the footer begins with %q", options.Footer[0]))
	}
	r.found = append(r.found, row.Findings()...)
	r.broken = r.broken || row.Headless()
	r.counted(file, lines, r.rows-before, row.Headless())
	return row.Err()
}

// misfit reports a map that does not fit the table.
func (r *Reading) misfit(file File, m Map) bool {
	findings := m.fits(r.Schema, file.Place)
	r.found = append(r.found, findings...)
	if len(findings) > 0 || !m.Sound {
		r.broken = true
		return true
	}
	return false
}

// counted holds a file to the number of rows that it has to have.
func (r *Reading) counted(file File, there, good int, broken bool) {
	if want, err := strconv.Atoi(file.Rows); err == nil && want != there && !broken {
		r.found = append(r.found, diag.New(diag.FactsRows, file.Place, "%s has %d rows, where %d belong", file.Path, there, want).
			WithHint("export it again, or correct rows:"))
	}
	r.broken = r.broken || good < there
}

// line is a row of a CSV file.
type line struct {
	*sheet.Reader
	at      []int
	options sheet.Options
}

func (l *line) field(column int) []byte {
	if l.at[column] < 0 {
		return nil
	}
	return l.Field(l.at[column])
}

func (l *line) report(finding diag.Diagnostic) { l.Report(finding) }
func (l *line) place(column int) diag.Place {
	if l.at[column] < 0 {
		return l.Row()
	}
	return l.Place(l.at[column])
}

func (l *line) leftOut(m Map) bool {
	for name, values := range m.leave {
		if slices.Contains(values, strings.TrimSpace(string(l.Field(slices.Index(l.options.Columns, name))))) {
			return true
		}
	}
	return false
}

// forget forgets the cells of another file, whose map may be another.
func (r *Reading) forget() {
	for i, column := range r.Columns {
		if r.known[i] = nil; !column.Unique && column.Type != Money {
			r.known[i] = map[string]cell{}
		}
	}
}

// row reads a row, and gives it to emit if it is right.
func (r *Reading) row(c cells, line int, m Map) error {
	values, texts, good := r.values, r.texts, true
	for i := range r.Columns {
		one, wrong := r.cellOf(c, i, m)
		if texts[i], values[i] = one.text, one.value; wrong != nil {
			c.report(wrong.at(c.place(i)))
			good = false
		}
	}
	for i, column := range r.Columns {
		if column.Type != Money || !good {
			continue
		}
		value, wrong := r.money(i, texts, values, m)
		if values[i] = value; wrong != nil {
			c.report(wrong.at(c.place(i)))
			good = false
		}
	}
	if !r.once(c, texts, line, good) || !good {
		return nil
	}
	if r.Months >= 0 && values[r.Months].Kind == Words {
		r.months[values[r.Months].Text[:len("2006-01")]] = true
	}
	r.rows++
	return r.emit(values)
}

// cellOf reads a cell, unless it is money, or it is known what such a cell says.
func (r *Reading) cellOf(c cells, i int, m Map) (cell, *fault) {
	field := c.field(i)
	if known, is := r.known[i][string(field)]; is {
		return known, nil
	}
	one := cell{text: r.textOf(field, i, m)}
	if r.Columns[i].Type == Money {
		return one, nil
	}
	var wrong *fault
	if one.value, wrong = r.cell(i, one.text, m); wrong == nil && r.known[i] != nil && len(r.known[i]) < mostKnown {
		r.known[i][string(field)] = one
	}
	return one, wrong
}

func (f *fault) at(place diag.Place) diag.Diagnostic {
	return diag.New(f.code, place, "%s", f.message).WithHint("%s", f.hint)
}

// textOf is what a cell says in our words.
func (r *Reading) textOf(field []byte, i int, m Map) string {
	name := r.Columns[i].Name
	if fixed, is := m.fixed[name]; is {
		return fixed
	}
	text := string(bytes.TrimSpace(field))
	if ours, known := m.values[name][text]; known {
		return ours
	}
	return text
}

// cell reads any cell but one with money.
func (r *Reading) cell(i int, text string, m Map) (Value, *fault) {
	column := r.Columns[i]
	if text == "" {
		if column.Empty {
			return Value{}, nil
		}
		return Value{}, &fault{diag.FactsEmpty, column.Name + " is empty", "fill it in; empty: true in the table allows cells without anything"}
	}
	value, wrong := column.read(text, m)
	if wrong == nil {
		wrong = r.names(column, text)
	}
	return value, wrong
}

// names holds a cell to what it may name.
func (r *Reading) names(column Column, text string) *fault {
	switch {
	case column.Ref != "":
		if r.things[column.Ref] == nil {
			r.things[column.Ref] = map[string]bool{}
			for _, id := range r.outside.IDs(column.Ref) {
				r.things[column.Ref][id] = true
			}
		}
		if !r.things[column.Ref][text] {
			return &fault{diag.FactsReference, "there is no " + column.Ref + " " + strconv.Quote(text), didYouMean(text, r.outside.IDs(column.Ref))}
		}
	case column.Table != "":
		keys, known := r.outside.Keys(column.Table)
		if known && !keys.Has(text) {
			return &fault{diag.FactsReference, "the table " + column.Table + " has no row " + strconv.Quote(text), "correct it, or add the row there"}
		}
	}
	return nil
}

// money reads an amount, in a row that is right so far.
func (r *Reading) money(i int, texts []string, values []Value, m Map) (Value, *fault) {
	column, text := r.Columns[i], texts[i]
	if text == "" {
		return r.cell(i, text, m)
	}
	if isDamaged(text) {
		return column.read(text, m)
	}
	currency := column.Currency
	if column.By >= 0 {
		currency = texts[column.By]
	}
	if _, known := money.MinorUnits(currency); !known {
		return Value{}, cellFault(strconv.Quote(currency)+" is no currency of ISO 4217, so nobody knows what "+text+" is", "write the three letters of the currency: EUR, USD, JPY")
	}
	rate := big.NewRat(1, 1)
	if column.In != "" && column.In != currency {
		if column.At < 0 || values[column.At].Kind != Words {
			return Value{}, &fault{diag.FactsRate, "without a day nobody knows what " + text + " " + currency + " is in " + column.In, "fill in the day of the row"}
		}
		if rate = r.rate(currency, column.In, values[column.At].Text); rate == nil {
			return Value{}, &fault{diag.FactsRate, "no table of exchange rates says what " + currency + " is in " + column.In + " on " + values[column.At].Text, "add the rate to a table of exchange rates that holds on that day"}
		}
	}
	return column.amount(text, currency, rate, m)
}

// rate is that of a day; nil where nobody knows it.
func (r *Reading) rate(from, to, day string) *big.Rat {
	of := [3]string{from, to, day}
	rate, asked := r.rates[of]
	if !asked {
		if known, ok := r.outside.Rate(from, to, day); ok {
			rate = known
		}
		r.rates[of] = rate
	}
	return rate
}

// once holds a row to what may stand in one row only. A row that is wrong otherwise takes its keys all the same, so that rows of
// other tables that name it are not told to be wrong as well.
func (r *Reading) once(c cells, texts []string, line int, good bool) bool {
	for i, column := range r.Columns {
		if column.Unique && texts[i] != "" && !r.first(c, i, []int{i}, texts[i], line) {
			return false
		}
	}
	if len(r.Key) == 0 || !good {
		return true
	}
	var key []string
	for _, i := range r.Key {
		key = append(key, texts[i])
	}
	return r.first(c, len(r.Columns), r.Key, joined(key), line)
}

// fileBits is how many bits of a number in seen say which file it is.
const fileBits = 12

// first reports whether a row is the first with some text, or some texts, in columns.
func (r *Reading) first(c cells, set int, columns []int, text string, line int) bool {
	key := digestOf(text)
	before, twice := r.seen[set][key]
	if !twice {
		r.seen[set][key] = line<<fileBits | (len(r.from)-1)&(1<<fileBits-1)
		return true
	}
	at := diag.Place{Path: r.from[before&(1<<fileBits-1)], Span: diag.Span{Line: before >> fileBits, Col: 1, EndLine: before >> fileBits, EndCol: 2}}
	c.report(diag.New(diag.FactsTwice, c.place(columns[0]), "another row has %s already", r.named(columns, set < len(r.Columns))).
		WithHint("keep one of the two; a row that is exported twice would count twice").WithNote(at, "it stands here first"))
	return false
}

// named are columns of the present row with what stands in them; a column alone has it in quotes.
func (r *Reading) named(columns []int, alone bool) string {
	if alone {
		return r.Columns[columns[0]].Name + " " + strconv.Quote(r.texts[columns[0]])
	}
	var names, texts []string
	for _, i := range columns {
		names, texts = append(names, r.Columns[i].Name), append(texts, r.texts[i])
	}
	return strings.Join(names, ", ") + " " + strings.Join(texts, ", ")
}

// Spoil says that rows are missing, for a reason that is told already.
func (r *Reading) Spoil() { r.broken = true }

// Keys are those of the rows so far; false for a table that has no unique column.
func (r *Reading) Keys() (*Keys, bool) {
	if i := r.Identity(); i >= 0 {
		return &Keys{r.seen[i]}, true
	}
	return nil, false
}

// Close ends reading. Whole reports that every row of every file counts, so that what is added up from them is right; gaps are the
// months for which the document says that there are no rows.
func (r *Reading) Close() (findings diag.List, gaps []string, whole bool) {
	if r.rows == 0 && !r.found.HasErrors() && !r.broken {
		r.found = append(r.found, diag.New(diag.FactsRows, r.Files[0].Place, "the table %s has no rows", r.ID).WithHint("export it again; a table without facts says nothing"))
	}
	if r.Months >= 0 && !r.broken {
		gaps = r.gaps()
	}
	return r.found, gaps, !r.broken && !r.found.HasErrors()
}

// gaps are the months that the document says are missing; every other one has to be there.
func (r *Reading) gaps() []string {
	var gaps []string
	for _, item := range r.Missing {
		gaps = append(gaps, item.Text)
		if r.months[item.Text] {
			r.found = append(r.found, diag.New(diag.FactsRows, diag.Place{Path: r.Path, Span: item.Span}, "%s has rows in %s", r.ID, item.Text).
				WithHint("remove it from missing:"))
		}
	}
	there := slices.Sorted(maps.Keys(r.months))
	if len(there) == 0 {
		return gaps
	}
	for month := there[0]; month < there[len(there)-1]; month = following(month) {
		if !r.months[month] && !slices.Contains(gaps, month) {
			r.found = append(r.found, diag.New(diag.FactsRows, r.monthsAt, "%s has no rows in %s, but before and after it", r.ID, month).
				WithHint("export that month too, or name it under missing:, so that nobody takes it for a month with nothing in it"))
		}
	}
	return gaps
}

func following(month string) string {
	at, err := time.Parse("2006-01", month)
	if err != nil {
		return "9999-12"
	}
	return at.AddDate(0, 1, 0).Format("2006-01")
}
