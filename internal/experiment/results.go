package experiment

import (
	"errors"
	"fmt"
	"math/big"
	"path"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/money"
)

// Results are the figures of an experiment, day by day.
type Results struct {
	Path string
	Rows []Row
}

// Row is what one day brought at one price.
type Row struct {
	Line              int // of the table
	Day               string
	Arm               int   // 0 or 1
	Offered, Accepted int64 // offers whose outcome became known on that day, and those of them that were accepted
	also              []moments
}

// ResultsPath is where the results of an experiment lie: beside its document.
func ResultsPath(document string) string {
	return strings.TrimSuffix(document, path.Ext(document)) + ".csv"
}

// mostLines and mostFaults are how much of a table is read, and how much is told of one that is wrong throughout.
const (
	mostLines  = 2*mostDays + 1
	mostFaults = 100
	mostBytes  = 500 // of a line
)

// Header is the first line of an experiment's results. Sums of values and of their squares say all that Welch's test asks.
func (e Experiment) Header() string {
	columns := []string{"day", "arm", "offered", "accepted"}
	for _, measure := range e.Also {
		columns = append(columns, measure+"_n", measure+"_sum", measure+"_squares")
	}
	return strings.Join(columns, ",")
}

// ReadResults reads the results of an experiment whose plan is sound. Lines with findings are left out.
func ReadResults(e Experiment, path string, text []byte) (Results, diag.List) {
	r := reader{e: e, results: Results{Path: path}, seen: map[string]int{}}
	lines := strings.Split(strings.TrimSuffix(string(doc.Normalise(text)), "\n"), "\n")
	r.header(lines[0])
	if len(r.findings) > 0 {
		return r.results, r.findings
	}
	for i, line := range lines[1:] {
		r.line = i + 2
		if r.line > mostLines || len(r.findings) >= mostFaults {
			r.fault(0, line, "mend what is before, or what has written the table", "from here on, the table is not read")
			break
		}
		r.row(line)
	}
	return r.results, r.findings
}

// reader is a table that is being read.
type reader struct {
	e        Experiment
	results  Results
	findings diag.List
	line     int
	seen     map[string]int // lines by day and arm
	last     string         // day
}

// fault reports a cell that begins so many bytes into a line.
func (r *reader) fault(cell int, line, hint, format string, args ...any) {
	end := len(line)
	if comma := strings.IndexByte(line[cell:], ','); comma >= 0 {
		end = cell + comma
	}
	col := utf8.RuneCountInString(line[:cell]) + 1
	span := diag.Span{Line: max(r.line, 1), Col: col, EndLine: max(r.line, 1), EndCol: col + max(1, utf8.RuneCountInString(line[cell:end]))}
	r.findings = append(r.findings, diag.New(diag.ExperimentResults, diag.Place{Path: r.results.Path, Span: span}, format, args...).WithHint("%s", hint))
}

func (r *reader) header(line string) {
	want := r.e.Header()
	switch {
	case line == want:
	case strings.ContainsAny(line, ";\t"):
		r.fault(0, line, "the first line is "+want, "the columns are separated by commas")
	case strings.Contains(line, `"`):
		r.fault(0, line, "the first line is "+want, "nothing in this table needs quotes")
	default:
		r.fault(0, line, "the first line is "+want, "the columns are not those of this experiment")
	}
}

// row reads one line.
func (r *reader) row(line string) {
	before := len(r.findings)
	if len(line) > mostBytes {
		r.fault(0, line, "look for a line end that is missing", "this line has %d bytes", len(line))
		return
	}
	cells := strings.Split(line, ",")
	if want := strings.Count(r.e.Header(), ",") + 1; len(cells) != want {
		r.fault(0, line, "write "+r.e.Header(), "this line has %d of %d columns", len(cells), want)
		return
	}
	c := cursor{reader: r, line: line, cells: cells}
	row := Row{Line: r.line, Day: c.day(), Arm: c.arm()}
	c.once(row)
	row.Offered = c.count("offers")
	row.Accepted = c.count("accepted offers")
	if len(r.findings) == before && row.Accepted > row.Offered {
		c.fault("no more offers can be accepted than were made", "of %d offers, %d cannot have been accepted", row.Offered, row.Accepted)
	}
	for range r.e.Also {
		row.also = append(row.also, c.moments())
	}
	if len(r.findings) == before {
		r.results.Rows = append(r.results.Rows, row)
	}
}

// cursor goes through the cells of a line.
type cursor struct {
	*reader
	line  string
	cells []string
	at    int // the next cell
}

// next is the text of the next cell.
func (c *cursor) next() string {
	c.at++
	return c.cells[c.at-1]
}

// fault reports the cell that was read last.
func (c *cursor) fault(hint, format string, args ...any) {
	start := 0
	for _, cell := range c.cells[:c.at-1] {
		start += len(cell) + 1
	}
	c.reader.fault(start, c.line, hint, format, args...)
}

func (c *cursor) day() string {
	day := c.next()
	switch {
	case !isDay(day):
		c.fault("write it as 2026-09-07", "%q is not a day", day)
		return ""
	case day < c.e.Start || day > c.e.Until:
		c.fault("offers of other days do not count; leave the line out", "the experiment goes from %s to %s", c.e.Start, c.e.Until)
	case day < c.last:
		c.fault("sort the lines by day", "%s comes after %s", day, c.last)
	default:
		c.last = day
	}
	return day
}

func (c *cursor) arm() int {
	id := c.next()
	for i, arm := range c.e.Arms {
		if arm.ID == id {
			return i
		}
	}
	c.fault(fmt.Sprintf("write %s or %s", c.e.Arms[0].ID, c.e.Arms[1].ID), "there is no arm %q", id)
	return -1
}

// once reports a day and arm that are there already.
func (c *cursor) once(row Row) {
	if row.Day == "" || row.Arm < 0 {
		return
	}
	key := fmt.Sprint(row.Day, " ", row.Arm)
	if before, twice := c.seen[key]; twice {
		c.fault("add the figures up in one line", "%s of %s is in line %d already", c.e.Arms[row.Arm].ID, row.Day, before)
		return
	}
	c.seen[key] = c.reader.line
}

// counted is how a number of things is written.
var counted = regexp.MustCompile(`^(0|[1-9][0-9]{0,8})$`)

func (c *cursor) count(what string) int64 {
	text := c.next()
	if !counted.MatchString(text) {
		c.fault("write a whole number with nothing else: 0 to 999999999", "%q is not a number of %s", text, what)
		return 0
	}
	n, _ := strconv.ParseInt(text, 10, 64)
	return n
}

// moments reads a count, a sum and a sum of squares.
func (c *cursor) moments() moments {
	before := len(c.findings)
	m := moments{n: c.count("values"), sum: c.decimal(), squares: c.decimal()}
	if len(c.findings) > before {
		return m
	}
	if m.n == 0 && (m.sum.Sign() != 0 || m.squares.Sign() != 0) || m.scatter().Sign() < 0 {
		c.fault("write the sum of the squares of the values, not the square of their sum", "no %d values have the sum %s and these squares", m.n, m.sum.FloatString(3))
	}
	return m
}

// decimal reads a sum as strictly as an amount.
func (c *cursor) decimal() *big.Rat {
	text := c.next()
	_, err := money.Parse(text)
	var wrong *money.FormatError
	if errors.As(err, &wrong) {
		hint := "write digits, and a point before decimals"
		if wrong.Suggest != "" {
			hint = "write " + wrong.Suggest
		}
		c.fault(hint, "%q is not a sum: %s", text, wrong.Reason)
		return new(big.Rat)
	}
	sum, _ := new(big.Rat).SetString(text)
	return sum
}

// Place is where the day of a row stands.
func (r Results) Place(row Row) diag.Place {
	return diag.Place{Path: r.Path, Span: diag.Span{Line: row.Line, Col: 1, EndLine: row.Line, EndCol: 1 + len(row.Day)}}
}

// totals are all figures of one arm up to a day.
type totals struct {
	share
	also []moments
}

// upTo adds up the figures of both arms, up to and with a day.
func (r Results) upTo(e Experiment, day string) (both [2]totals) {
	for i := range both {
		for range e.Also {
			both[i].also = append(both[i].also, moments{sum: new(big.Rat), squares: new(big.Rat)})
		}
	}
	for _, row := range r.Rows {
		if row.Day > day {
			continue
		}
		of := &both[row.Arm]
		of.offered += float64(row.Offered)
		of.accepted += float64(row.Accepted)
		for i, m := range row.also {
			of.also[i].n += m.n
			of.also[i].sum.Add(of.also[i].sum, m.sum)
			of.also[i].squares.Add(of.also[i].squares, m.squares)
		}
	}
	return both
}

// lastDay is the last day with results, "" when there is none.
func (r Results) lastDay() string {
	if len(r.Rows) == 0 {
		return ""
	}
	return r.Rows[len(r.Rows)-1].Day
}
