package facts

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/money"
)

// Type is what the cells of a column hold.
type Type string

// The types. In rows, text and dates (2026-11-22) are text; all others are whole numbers: money counts minor units, a time the
// seconds since the start of 1970 in UTC, and a boolean is 0 or 1.
const (
	Text    Type = "text"
	Integer Type = "integer"
	Money   Type = "money"
	Date    Type = "date"
	Time    Type = "time"
	Boolean Type = "boolean"
)

// Textual reports whether the values of a type are text.
func (t Type) Textual() bool { return t == Text || t == Date }

// Schema says what a table holds.
type Schema struct {
	Path, ID string // the id of the document
	Name     string // in SQL
	Files    []File
	Source   *Source // of a table that comes from a database, whose only file is a snapshot; nil for none
	Columns  []Column
	Key      []int // columns that no two rows have the same of
	Months   int   // the column of dates of which each month has a row; -1 for none
	Missing  []doc.Value
	Sound    bool // false where what the document says cannot be followed; it is a finding then

	monthsAt diag.Place
}

// File is one export.
type File struct {
	Path     string
	Columns  string // the id of a map of columns; empty where the columns have our names
	Exported string // the day on which it was made
	Rows     string // how many there have to be; empty where nobody says
	Place    diag.Place
}

// Column is a column of a table.
type Column struct {
	Name     string
	Type     Type
	Empty    bool // cells may be empty
	Unique   bool
	Min, Max string
	Choices  []string
	Ref      string // the kind of things whose ids the cells are
	Table    string // the id of the table whose keys the cells are
	Currency string // of money: a code, or
	By       int    // the column that has it; -1 for none
	In       string // into which money is converted; empty for not at all
	At       int    // the column with the day of the rate; -1 for none
	Place    diag.Place

	least, most *int64 // of numbers
}

// ReadSchema reads a table from its document. What the schema of its kind has refused is left out.
func ReadSchema(d doc.Document, id string) (Schema, diag.List) {
	s := schemaReader{d: d}
	s.ID, s.Path, s.Name, s.Months = id, d.Path, strings.ReplaceAll(id, "-", "_"), -1
	for _, item := range d.Fields.Get("files").Items {
		if name := item.Str("file"); name != "" {
			s.Files = append(s.Files, File{path.Join(path.Dir(d.Path), name), item.Str("columns"), item.Str("exported"), item.Str("rows"), s.place(item.Get("file"))})
		}
	}
	s.source()
	for _, item := range d.Fields.Get("columns").Items {
		s.column(item)
	}
	for i, item := range d.Fields.Get("columns").Items {
		if i < len(s.Columns) {
			s.money(i, item)
		}
	}
	for _, item := range d.Fields.Get("key").Items {
		s.Key = append(s.Key, s.named(item, ""))
	}
	if months, given := d.Fields.Lookup("months"); given {
		s.Months = s.named(months.Get("column"), Date)
		s.Missing, s.monthsAt = months.Get("missing").Items, s.place(months.Get("column"))
	}
	s.Sound = !s.findings.HasErrors() && len(s.Files) > 0 && len(s.Columns) > 0
	return s.Schema, s.findings
}

// schemaReader gathers what is wrong with a document.
type schemaReader struct {
	Schema
	d        doc.Document
	findings diag.List
}

func (s *schemaReader) place(v doc.Value) diag.Place { return diag.Place{Path: s.d.Path, Span: v.Span} }

func (s *schemaReader) wrong(v doc.Value, hint, format string, args ...any) {
	s.findings = append(s.findings, diag.New(diag.FactsTable, s.place(v), format, args...).WithHint("%s", hint))
}

// Column finds a column by its name; -1 for none.
func (s Schema) Column(name string) int {
	return slices.IndexFunc(s.Columns, func(c Column) bool { return c.Name == name })
}

// Identity is the column by which other tables name the rows: the first that is unique; -1 for none.
func (s Schema) Identity() int {
	return slices.IndexFunc(s.Columns, func(c Column) bool { return c.Unique })
}

// Exported is the day of the newest export; empty where no file states one.
func (s Schema) Exported() string {
	newest := ""
	for _, file := range s.Files {
		newest = max(newest, file.Exported)
	}
	return newest
}

// named finds the column that a value names, which has to be of a type where one is given.
func (s *schemaReader) named(v doc.Value, of Type) int {
	at := s.Column(v.Text)
	switch {
	case at < 0:
		s.wrong(v, "name one of "+strings.Join(s.names(), ", "), "the table has no column %q", v.Text)
	case of != "" && s.Columns[at].Type != of:
		s.wrong(v, "name a column with type: "+string(of), "the column %s holds %s, where %s belongs", v.Text, s.Columns[at].Type, of)
	}
	return at
}

func (s *schemaReader) names() []string {
	var names []string
	for _, c := range s.Columns {
		names = append(names, c.Name)
	}
	return names
}

// column reads a column by itself.
func (s *schemaReader) column(item doc.Value) {
	c := Column{Name: item.Str("name"), Type: Type(item.Str("type")), Empty: item.Str("empty") == "true", Unique: item.Str("unique") == "true",
		Min: item.Str("min"), Max: item.Str("max"), Choices: item.Strings("choices"), Ref: item.Str("ref"), Table: item.Str("table"),
		By: -1, At: -1, Place: s.place(item.Get("name"))}
	if s.Column(c.Name) >= 0 {
		s.wrong(item.Get("name"), "keep one of the two", "the column %s is here a second time", c.Name)
	}
	if c.Type != Text && (c.Ref != "" || c.Table != "" || len(c.Choices) > 0) {
		s.wrong(item.Get("type"), "write type: text", "only text can be one of several words; %s is of type %s", c.Name, c.Type)
	}
	for _, key := range []string{"min", "max"} {
		s.bound(&c, key, item.Get(key))
	}
	if c.least != nil && c.most != nil && *c.least > *c.most || c.Type == Date && c.Max != "" && c.Min > c.Max {
		s.wrong(item.Get("min"), "write the smaller one under min:", "no value lies between %s and %s", c.Min, c.Max)
	}
	s.Columns = append(s.Columns, c)
}

// bound reads the least or the greatest value of a column.
func (s *schemaReader) bound(c *Column, key string, v doc.Value) {
	if v.Text == "" {
		return
	}
	if c.Type == Date {
		if _, ok := day(v.Text, time2006); !ok {
			s.wrong(v, `write a date: "2026-01-31"`, "%q is no date", v.Text)
		}
		return
	}
	number, err := strconv.ParseInt(v.Text, 10, 64)
	if err != nil || c.Type != Integer && c.Type != Money {
		s.wrong(v, "whole numbers and dates have bounds; those of money count minor units", "%q cannot bound a column of type %s", v.Text, c.Type)
		return
	}
	if key == "min" {
		c.least = &number
	} else {
		c.most = &number
	}
}

// money reads what the amounts of a column are in, when all columns are known.
func (s *schemaReader) money(i int, item doc.Value) {
	c := &s.Columns[i]
	currency, in, at := item.Get("currency"), item.Get("in"), item.Get("at")
	if c.Type != Money {
		return
	}
	c.Currency, c.In = currency.Text, in.Text
	if _, known := money.MinorUnits(c.Currency); !known {
		if c.Currency, c.By = "", s.Column(currency.Text); c.By < 0 || s.Columns[c.By].Type != Text {
			s.wrong(item.Get("name"), "write currency: EUR, or currency: with the name of the column of text that has it", "nothing says which currency the amounts of %s are in", c.Name)
		}
	}
	if _, known := money.MinorUnits(c.In); !known && (c.In != "" || c.By >= 0) {
		s.wrong(item.Get("name"), "write in: EUR, or another currency of ISO 4217", "amounts in several currencies cannot be added up")
	}
	if c.In != "" && c.In != c.Currency {
		if c.At = s.Column(at.Text); c.At < 0 || s.Columns[c.At].Type != Date {
			s.wrong(item.Get("name"), "write at: with the name of the column of dates whose rate counts", "nothing says at which day's rate the amounts of %s are converted", c.Name)
		}
	}
}
