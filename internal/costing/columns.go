package costing

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/sheet"
)

// keys are the columns of our own invoice lines, and what a map finds in the columns of others.
var keys = []string{"provider", "charge", "part", "quantity", "amount", "currency", "period"}

// Columns say how an export of somebody else is read.
type Columns struct {
	ID       string
	names    []string // the column for each of keys; empty where it is fixed
	fixed    []string // what it is then
	options  sheet.Options
	period   string // YYYY-MM and the like
	comma    bool
	parts    map[string]string
	leaveOut map[string][]string
	foreign  bool
}

// Own are the columns of our own lines: every one of them, by its name.
var Own = Columns{names: keys, fixed: make([]string, len(keys)), options: sheet.Options{Columns: keys, Closed: true}, period: "YYYY-MM"}

// ReadColumns reads a map of columns from its document.
func ReadColumns(d doc.Document) (Columns, diag.List) {
	f := d.Fields
	c := Columns{ID: f.Str("id"), period: f.Str("period"), comma: f.Str("decimal") == "comma", parts: map[string]string{}, leaveOut: map[string][]string{}, foreign: true}
	var findings diag.List
	wrong := func(at doc.Value, hint, format string, args ...any) {
		findings = append(findings, diag.New(diag.CostColumns, diag.Place{Path: d.Path, Span: at.Span}, format, args...).WithHint("%s", hint))
	}
	for _, key := range keys {
		name, fixed := f.Get("columns").Str(key), f.Get("fixed").Str(key)
		if (name == "") == (fixed == "") {
			wrong(f.Get("columns"), "name its column under columns:, or what it always is under fixed:", "nothing says, or two things say, what the %s of a line is", key)
		}
		c.names, c.fixed = append(c.names, name), append(c.fixed, fixed)
	}
	if !readable(c.period) {
		wrong(f.Get("period"), `write it as "YYYY-MM-DD" or "MM/DD/YYYY"`, "a period needs YYYY and MM, once each")
	}
	if separator := f.Str("separator"); separator != "" {
		c.options.Separator = strings.Replace(separator, `\t`, "\t", 1)[0]
	}
	if skip, err := strconv.Atoi(f.Str("skip")); err == nil {
		c.options.Skip = min(max(skip, 0), 100)
	}
	for _, item := range f.Get("parts").Items {
		c.parts[item.Str("is")] = item.Str("part")
	}
	for _, item := range f.Get("leave_out").Items {
		c.leaveOut[item.Str("column")] = item.Strings("is")
	}
	c.options.Columns = c.wanted()
	return c, findings
}

// wanted are the columns that are read: those of keys first, then those that decide what is left out.
func (c Columns) wanted() []string {
	var wanted []string
	for _, name := range c.names {
		if name != "" && !slices.Contains(wanted, name) {
			wanted = append(wanted, name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(c.leaveOut)) {
		if !slices.Contains(wanted, name) {
			wanted = append(wanted, name)
		}
	}
	return wanted
}

func readable(pattern string) bool {
	return strings.Count(pattern, "YYYY") == 1 && strings.Count(pattern, "MM") == 1 && strings.Count(pattern, "Y") == 4 && strings.Count(pattern, "M") == 2 && strings.Count(pattern, "D") <= 2
}

// month reads the month of a line, as YYYY-MM. What our own files write has nothing after it; exports may add a time.
func (c Columns) month(text string) (string, bool) {
	pattern := c.period
	if len(text) < len(pattern) || !c.foreign && len(text) > len(pattern) {
		return "", false
	}
	at := func(letters string) string {
		start := strings.Index(pattern, letters)
		return text[start : start+len(letters)]
	}
	for i, letter := range pattern {
		if digit := '0' <= text[i] && text[i] <= '9'; strings.ContainsRune("YMD", letter) != digit || !digit && rune(text[i]) != letter {
			return "", false
		}
	}
	month := at("YYYY") + "-" + at("MM")
	_, err := time.Parse("2006-01", month)
	return month, err == nil
}

// Invoice names a file of invoice lines.
type Invoice struct {
	File    string // beside the book
	Columns string // the id of a map of columns; empty for our own
	Repeats string // why equal lines of it all count; empty where none is to be there twice
	Place   diag.Place
}
