package facts

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"parley/internal/diag"
	"parley/internal/record"
)

// JSON reads one of the table's files: a list of objects whose keys are the columns. The error is that of emit.
func (r *Reading) JSON(file File, m Map, text []byte) error {
	if r.misfit(file, m) {
		return nil
	}
	list, err := record.Read(text, record.Usual)
	if err == nil && list.Kind != record.List {
		err = fmt.Errorf("it is %s, where a list of objects belongs", list.Kind)
	}
	if err != nil {
		r.found = append(r.found, diag.New(diag.FactsJSON, diag.Place{Path: file.Path, Span: diag.Span{Line: 1, Col: 1, EndLine: 1, EndCol: 2}}, "this is no list of rows: %s", err).
			WithHint(`write [{"partner": "nordlys", "amount": "12.50"}]`))
		r.broken = true
		return nil
	}
	r.forget()
	options, at := m.wanted(r.Schema)
	r.from = append(r.from, file.Path)
	source := diag.NewFile(file.Path, text)
	before, there := r.rows, 0
	for _, item := range list.Items {
		row := &object{file: source, value: item, names: options.Columns, at: at}
		if row.leftOut(m) {
			continue
		}
		there++
		if !row.shaped(!m.foreign) {
			r.found = append(r.found, row.findings...)
			continue
		}
		err = r.row(row, row.span(item).Line, m)
		if r.found = append(r.found, row.findings...); err != nil {
			return err
		}
	}
	r.counted(file, there, r.rows-before, false)
	return nil
}

// object is a row of a JSON file.
type object struct {
	file     *diag.File
	value    record.Value
	names    []string
	at       []int
	findings diag.List
}

func (o *object) found(column int) record.Value {
	if o.at[column] < 0 {
		return record.Value{Kind: record.Absent}
	}
	return o.value.Get(o.names[o.at[column]])
}

func (o *object) field(column int) []byte        { return []byte(o.found(column).Text) }
func (o *object) report(finding diag.Diagnostic) { o.findings = append(o.findings, finding) }
func (o *object) place(column int) diag.Place {
	if field := o.found(column); field.Kind != record.Absent {
		return o.span(field)
	}
	return o.span(o.value)
}

func (o *object) span(value record.Value) diag.Place {
	width := max(1, len(value.Text))
	if value.Kind == record.Text {
		width += 2
	}
	return o.file.Place(value.At, value.At+width)
}

func (o *object) leftOut(m Map) bool {
	for name, values := range m.leave {
		if slices.Contains(values, strings.TrimSpace(o.value.Get(name).Text)) {
			return true
		}
	}
	return false
}

// shaped reports what no cell can be: a row that is no object, a list in place of a value, a key that means nothing here, and
// characters that nobody sees.
func (o *object) shaped(closed bool) bool {
	wrong := func(at record.Value, hint, format string, args ...any) {
		o.report(diag.New(diag.FactsJSON, o.span(at), format, args...).WithHint("%s", hint))
	}
	if o.value.Kind != record.Map {
		wrong(o.value, `write {"partner": "nordlys"}`, "this row is %s, where an object belongs", o.value.Kind)
		return false
	}
	for _, name := range o.value.Names() {
		field := o.value.Get(name)
		switch {
		case closed && !slices.Contains(o.names, name):
			wrong(field, "remove it; the columns are "+strings.Join(o.names, ", "), "nothing is known of a column %q", name)
		case !slices.Contains(o.names, name):
		case field.Kind == record.List || field.Kind == record.Map:
			wrong(field, "write text or a number", "the column %s is %s, where one value belongs", name, field.Kind)
		case strings.ContainsFunc(field.Text, unseen):
			wrong(field, "remove it: two names that differ by it alone look the same", "the text %s holds a character that cannot be seen", strconv.QuoteToASCII(field.Text))
		case utf8.RuneCountInString(field.Text) > longestText:
			wrong(field, "shorten it", "the text has more than %d characters", longestText)
		}
	}
	return len(o.findings) == 0
}

const longestText = 10_000

func unseen(c rune) bool { return c != '\t' && (!unicode.IsGraphic(c) || unicode.Is(unicode.Cf, c)) }
