package facts

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/sheet"
)

const (
	time2006   = "2006-01-02"
	mostSkip   = 100
	ownTimes   = time.RFC3339
	maxHintIDs = 20
)

// Map says how an export of somebody else is read. The zero Map is that of files of our own.
type Map struct {
	ID      string
	Sound   bool // false where what the document says cannot be followed
	foreign bool
	options sheet.Options
	names   map[string]string            // their column for ours
	fixed   map[string]string            // what a column of ours always is
	values  map[string]map[string]string // our value for theirs, by our column
	leave   map[string][]string          // values of their columns whose rows are left out
	comma   bool
	groups  string
	dates   string // as the library writes layouts
	times   string
	zone    *time.Location // of times that name none
	ours    []doc.Value    // the columns of ours that are named
	path    string
}

// Own reads files whose columns, dates and numbers are written as the table says.
var Own = Map{Sound: true, dates: time2006, times: ownTimes}

// letters turn the letters of a pattern into those of the library.
var letters = strings.NewReplacer("AM", "PM", "YYYY", "2006", "MM", "01", "M", "1", "DD", "02", "D", "2", "hh", "15", "h", "3", "mm", "04", "ss", "05")

var groupSigns = map[string]string{"point": ".", "comma": ",", "space": " ", "apostrophe": "'"}

// ReadMap reads a map of columns from its document. What the schema of its kind has refused is left out.
func ReadMap(d doc.Document, id string) (Map, diag.List) {
	f := d.Fields
	m := Map{ID: id, path: d.Path, foreign: true, comma: f.Str("decimal") == "comma", groups: groupSigns[f.Str("groups")],
		names: map[string]string{}, fixed: map[string]string{}, values: map[string]map[string]string{}, leave: map[string][]string{}}
	var findings diag.List
	wrong := func(at doc.Value, hint, format string, args ...any) {
		findings = append(findings, diag.New(diag.FactsMap, diag.Place{Path: d.Path, Span: at.Span}, format, args...).WithHint("%s", hint))
	}
	if m.groups == "." && !m.comma || m.groups == "," && m.comma {
		wrong(f.Get("groups"), "decimals and thousands are told apart by their signs", "one sign cannot stand before decimals and between thousands")
	}
	var ok bool
	if m.dates, ok = layout(f.Str("dates"), time2006, "YMD"); !ok {
		wrong(f.Get("dates"), "write it as DD.MM.YYYY or M/D/YYYY", "a date needs YYYY, a month and a day, once each")
	}
	if m.times, ok = layout(f.Str("times"), ownTimes, "YMDhm"); !ok {
		wrong(f.Get("times"), "write it as DD.MM.YYYY hh:mm or M/D/YYYY h:mm AM", "a time needs YYYY, a month, a day, an hour and mm, once each")
	}
	if zone := f.Get("time_zone"); zone.Text != "" {
		var err error
		if m.zone, err = time.LoadLocation(zone.Text); err != nil || zone.Text == "Local" {
			wrong(zone, "write it as Europe/Berlin", "there is no time zone %q", zone.Text)
		}
	} else if f.Has("times") {
		wrong(f.Get("times"), "add time_zone: with the zone that the export is written in", "times in a pattern name no zone")
	}
	for _, item := range f.Get("columns").Items {
		m.names[item.Str("is")] = item.Str("column")
		m.ours = append(m.ours, item.Get("is"))
	}
	for _, item := range f.Get("fixed").Items {
		if m.names[item.Str("is")] != "" {
			wrong(item.Get("is"), "keep one of the two", "%s has a column already", item.Str("is"))
		}
		m.fixed[item.Str("is")] = item.Str("value")
		m.ours = append(m.ours, item.Get("is"))
	}
	m.rest(f)
	m.Sound = len(findings) == 0
	return m, findings
}

// rest reads what cannot be wrong by itself.
func (m *Map) rest(f doc.Value) {
	for _, item := range f.Get("values").Items {
		if m.values[item.Str("is")] == nil {
			m.values[item.Str("is")] = map[string]string{}
		}
		m.values[item.Str("is")][item.Str("from")] = item.Str("to")
	}
	for _, item := range f.Get("leave_out").Items {
		m.leave[item.Str("column")] = append(m.leave[item.Str("column")], item.Strings("is")...)
	}
	if separator := f.Str("separator"); separator != "" {
		m.options.Separator = strings.Replace(separator, `\t`, "\t", 1)[0]
	}
	if skip, err := strconv.Atoi(f.Str("skip")); err == nil {
		m.options.Skip = min(max(skip, 0), mostSkip)
	}
	m.options.Footer = f.Strings("footer")
}

// layout turns a pattern into a layout of the library; false where one of its parts is missing or stands twice.
func layout(pattern, otherwise, parts string) (string, bool) {
	if pattern == "" {
		return otherwise, true
	}
	count := map[rune]int{}
	last := rune(0)
	for _, c := range strings.ReplaceAll(pattern, "AM", "") {
		if c != last {
			count[c]++
		}
		last = c
	}
	for _, part := range parts {
		if count[part] != 1 {
			return "", false
		}
	}
	hours := strings.Contains(pattern, "AM") == (strings.Contains(pattern, "h") && !strings.Contains(pattern, "hh"))
	return letters.Replace(pattern), strings.Contains(pattern, "YYYY") && !strings.Contains(pattern, "YYYYY") && hours
}

// fits reports what the map says of columns that the table does not have, and which of the table's it says nothing of.
func (m Map) fits(s Schema, at diag.Place) diag.List {
	if !m.foreign {
		return nil
	}
	var findings diag.List
	named := map[string]bool{}
	for _, ours := range m.ours {
		named[ours.Text] = true
		if s.Column(ours.Text) < 0 {
			findings = append(findings, diag.New(diag.FactsMap, diag.Place{Path: m.path, Span: ours.Span}, "the table %s has no column %q", s.ID, ours.Text).
				WithHint("remove it, or add the column to %s", s.Path).WithNote(at, "the map is used here"))
		}
	}
	for _, c := range s.Columns {
		if !named[c.Name] {
			findings = append(findings, diag.New(diag.FactsMap, at, "the map %s does not say where the column %s comes from", m.ID, c.Name).
				WithHint("add it to columns: or fixed: of %s", m.path))
		}
	}
	return findings
}

// wanted are the options with which a file is read, and where each column of the table stands in them; -1 where it is fixed.
func (m Map) wanted(s Schema) (sheet.Options, []int) {
	options, at := m.options, make([]int, len(s.Columns))
	options.Closed = !m.foreign
	want := func(name string) int {
		if i := slices.Index(options.Columns, name); i >= 0 {
			return i
		}
		options.Columns = append(options.Columns, name)
		return len(options.Columns) - 1
	}
	for i, c := range s.Columns {
		at[i] = -1
		if _, fixed := m.fixed[c.Name]; !fixed {
			name := c.Name
			if m.foreign {
				name = m.names[c.Name]
			}
			at[i] = want(name)
		}
	}
	for name := range m.leave {
		options.Columns = slices.Clip(options.Columns)
		want(name)
	}
	return options, at
}
