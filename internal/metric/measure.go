package metric

import (
	"bytes"
	"math/big"
	"strconv"
	"strings"
	"time"

	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/money"
	"parley/internal/query"
)

// Measure is a document of kind metric that says how it is worked out.
type Measure struct {
	ID, Path  string
	Unit      string // count, percent, currency, days, hours or score
	Currency  string // of unit currency
	Good      string // up, down or within
	Owner     string
	Aggregate string
	Per       int64
	Question  query.Question
	Targets   map[string]Target // by quarter
	Breakdown []string          // the dimensions that a quarterly review tells apart
	Freshness Duration
	Sound     bool // the query may be asked

	sql         doc.Value
	freshnessAt diag.Place
}

// Target is what a measure is to reach in a quarter.
type Target struct {
	ID    string
	Value *big.Rat
}

// Duration is a length of time as documents write it.
type Duration struct {
	Count int
	Unit  string
}

// aggregates are the ways of putting rows together.
const (
	sum      = "sum"
	ratio    = "ratio"
	quotient = "quotient"
	mean     = "mean"
	median   = "median"
	p90      = "p90"
	lift     = "lift"
)

// readMeasure reads a metric; false for one that nobody measures by a query. Text is the file, for places within the query.
func readMeasure(d doc.Document, id string, text []byte) (Measure, diag.List, bool) {
	f := d.Fields
	how, given := f.Lookup("measure")
	if !given {
		return Measure{}, nil, false
	}
	m := Measure{ID: id, Path: d.Path, Unit: f.Str("unit"), Currency: how.Str("currency"), Good: f.Str("good"), Owner: f.Str("owner"), Aggregate: how.Str("aggregate"),
		Per: 1, Breakdown: f.Strings("breakdown"), Targets: map[string]Target{}, sql: how.Get("query"), freshnessAt: diag.Place{Path: d.Path, Span: f.Get("freshness").Span}}
	m.Freshness.Count, _ = strconv.Atoi(f.Get("freshness").Str("count")) // what is no number, the schema has refused
	m.Freshness.Unit = f.Get("freshness").Str("unit")
	if per, err := strconv.ParseInt(how.Str("per"), 10, 64); err == nil && per > 0 {
		m.Per = per
	}
	for _, item := range f.Get("targets").Items {
		if value, ok := new(big.Rat).SetString(item.Str("value")); ok && item.Str("period") != "" {
			m.Targets[item.Str("period")] = Target{item.Str("id"), value}
		}
	}
	question, fault := query.Read(m.sql.Text)
	if fault != nil {
		return m, diag.List{m.finding(diag.MetricQuery, *fault, text)}, true
	}
	m.Question = question
	var findings diag.List
	if _, known := money.MinorUnits(m.Currency); m.Unit == "currency" && !known {
		findings = append(findings, diag.New(diag.MetricResult, diag.Place{Path: d.Path, Span: how.Get("aggregate").Span}, "nothing says which currency the query counts in minor units of").
			WithHint("write currency: EUR under measure:"))
	}
	m.Sound = len(findings) == 0 && m.Aggregate != ""
	return m, findings, true
}

// finding is a fault at its place within the query.
func (m Measure) finding(code diag.Code, fault query.Fault, text []byte) diag.Diagnostic {
	return diag.New(code, m.place(fault.At, text), "%s", fault.Message).WithHint("%s", fault.Hint)
}

// place is where a byte of the query stands in the file.
func (m Measure) place(at int, text []byte) diag.Place {
	span := m.sql.Span
	if span.Line == 0 || at == 0 && span.EndLine == span.Line {
		return diag.Place{Path: m.Path, Span: span}
	}
	file := diag.NewFile(m.Path, text)
	before := m.sql.Text[:min(at, len(m.sql.Text))]
	line := bytes.TrimRight([]byte(lineOf(m.sql.Text, strings.Count(before, "\n"))), " ")
	for number := span.Line; number <= span.Line+strings.Count(m.sql.Text, "\n")+1; number++ {
		if number-span.Line < strings.Count(before, "\n") {
			continue
		}
		if start := strings.Index(file.Line(number), string(line)); start >= 0 && len(line) > 0 {
			column := start + len(before) - (strings.LastIndex(before, "\n") + 1)
			offset := file.Offset(number, 1) + column
			return file.Place(offset, offset+1)
		}
	}
	return diag.Place{Path: m.Path, Span: span}
}

func lineOf(text string, number int) string {
	lines := strings.Split(text, "\n")
	return lines[min(number, len(lines)-1)]
}

// until is the last day on which data of a day are fresh enough; empty where nothing limits their age.
func (d Duration) until(day string) string {
	at, err := time.Parse(time.DateOnly, day)
	if err != nil || d.Count < 1 {
		return ""
	}
	switch d.Unit {
	case "hours":
		at = at.AddDate(0, 0, (d.Count+23)/24)
	case "days":
		at = at.AddDate(0, 0, d.Count)
	case "working-days":
		for left := d.Count; left > 0; {
			if at = at.AddDate(0, 0, 1); at.Weekday() != time.Saturday && at.Weekday() != time.Sunday {
				left--
			}
		}
	case "weeks":
		at = at.AddDate(0, 0, 7*d.Count)
	case "months":
		at = at.AddDate(0, d.Count, 0)
	case "quarters":
		at = at.AddDate(0, 3*d.Count, 0)
	default:
		return ""
	}
	return at.Format(time.DateOnly)
}
