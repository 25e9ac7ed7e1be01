package sheet

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"slices"
	"unicode/utf8"

	"parley/internal/diag"
)

const (
	longestLine = 64 << 10 // bytes; the widest exports of clouds have lines of some kilobytes
	mostFields  = 2000
)

// Options say what is wanted of a file.
type Options struct {
	Columns   []string // the columns that are wanted, in the order in which Field gives them
	Optional  []string // those of them that may be missing; Field gives nothing for them then
	Closed    bool     // a column that is not wanted is a fault
	Separator byte     // between fields; a comma where it is 0
	Skip      int      // lines before the header
	Footer    []string // what the lines begin with that some exports add below their rows: the first of them ends the rows
}

// Reader gives the rows of a file one by one.
type Reader struct {
	path    string
	in      *bufio.Reader
	options Options
	line    int    // the present line, from 1
	text    []byte // the present line without its end
	fields  []field
	column  []int // where in a row each wanted column stands; -1 for one that is not there
	width   int   // fields of the header
	tally   diag.Tally
	err     error
	ended   bool

	headless bool
	footed   bool // a line of the footer has been met
}

// field is a range of the present line, within quotes where there are any.
type field struct {
	start, end int
	escaped    bool // a quote is written twice
}

// NewReader reads the header. What is wrong with it is a finding, and there are then no rows.
func NewReader(path string, in io.Reader, options Options) *Reader {
	if options.Separator == 0 {
		options.Separator = ','
	}
	r := &Reader{path: path, in: bufio.NewReaderSize(in, longestLine), options: options}
	for range options.Skip {
		r.readLine()
	}
	for r.readLine() && len(bytes.TrimSpace(r.text)) == 0 {
	}
	if r.headless = r.ended; r.ended && len(r.tally.List()) > 0 {
		return r // a line that is no line is why
	}
	if r.ended {
		r.tally.Add(diag.New(diag.CSVHeader, diag.Place{Path: path}, "the file has no line with the names of its columns").
			WithHint("begin it with %s", string(joined(options.Columns, options.Separator))))
		return r
	}
	if !r.split() || !r.header() {
		r.ended, r.headless = true, true
	}
	return r
}

func joined(names []string, separator byte) []byte {
	var line []byte
	for i, name := range names {
		if i > 0 {
			line = append(line, separator)
		}
		line = append(line, name...)
	}
	return line
}

// header finds the wanted columns.
func (r *Reader) header() bool {
	r.width = len(r.fields)
	r.column = slices.Repeat([]int{-1}, len(r.options.Columns))
	names, good := make([]string, r.width), true
	for i := range r.fields {
		names[i] = string(bytes.TrimSpace(r.value(i)))
		want := slices.Index(r.options.Columns, names[i])
		switch {
		case want >= 0 && r.column[want] >= 0:
			good = false
			r.tally.Add(diag.New(diag.CSVHeader, r.at(i), "the column %s is here a second time", names[i]).WithHint("keep one of the two"))
		case want >= 0:
			r.column[want] = i
		case r.options.Closed:
			r.tally.Add(unknownColumn(r.at(i), names[i], r.options.Columns))
		}
	}
	for i, name := range r.options.Columns {
		if r.column[i] >= 0 || slices.Contains(r.options.Optional, name) {
			continue
		}
		good = false
		finding := diag.New(diag.CSVHeader, diag.Place{Path: r.path, Span: diag.Span{Line: r.line, Col: 1, EndLine: r.line, EndCol: 2}}, "there is no column %s", name)
		if near := diag.Nearest(name, names); near != "" {
			r.tally.Add(finding.WithHint("is it the column %q?", near))
		} else {
			r.tally.Add(finding.WithHint("add the column; the first line names the columns, between %q", r.options.Separator))
		}
	}
	return good
}

func unknownColumn(at diag.Place, name string, known []string) diag.Diagnostic {
	finding := diag.New(diag.CSVHeader, at, "nothing is known of a column %q", name)
	if near := diag.Nearest(name, known); near != "" {
		return finding.WithHint("did you mean %s?", near)
	}
	return finding.WithHint("remove it; the columns are %s", string(joined(known, ',')))
}

// Next goes to the next well-formed row, and is false when there is none.
func (r *Reader) Next() bool {
	for !r.ended && r.readLine() {
		if len(r.text) == 0 || r.below() || !r.split() {
			continue
		}
		if len(r.fields) != r.width {
			r.tally.Add(diag.New(diag.CSVWidth, r.Row(), "this row has %d fields, the header has %d", len(r.fields), r.width).
				WithHint("put a field in quotes that has a %q in it; write nothing between two of them for what is not known", r.options.Separator))
			continue
		}
		return true
	}
	return false
}

// below reports whether the present line is one of the footer, or follows it. A row that follows would be lost unseen, so it is a
// finding.
func (r *Reader) below() bool {
	start := bytes.TrimPrefix(r.text, []byte(`"`))
	foot := slices.ContainsFunc(r.options.Footer, func(text string) bool { return bytes.HasPrefix(start, []byte(text)) })
	if r.footed = r.footed || foot; !r.footed {
		return false
	}
	if !foot && r.width > 1 && bytes.Count(r.text, []byte{r.options.Separator}) >= r.width-1 {
		r.tally.Add(diag.New(diag.CSVWidth, r.Row(), "a row follows the footer of the export, below which nothing counts").
			WithHint("move it up, or correct what the footer begins with"))
	}
	return true
}

// Footed reports whether the footer has been met: an export that has none where one belongs has lost its end.
func (r *Reader) Footed() bool { return r.footed }

// Field is a field of the present row, by the number of its column in Options. It holds until the next row.
func (r *Reader) Field(column int) []byte {
	if at := r.column[column]; at >= 0 {
		return r.value(at)
	}
	return nil
}

func (r *Reader) value(i int) []byte {
	f := r.fields[i]
	if f.escaped {
		return bytes.ReplaceAll(r.text[f.start:f.end], []byte(`""`), []byte(`"`))
	}
	return r.text[f.start:f.end]
}

// Text is the present row as it stands in the file, without its end. It holds until the next row.
func (r *Reader) Text() []byte { return r.text }

// Place is where a field of the present row stands.
func (r *Reader) Place(column int) diag.Place {
	if at := r.column[column]; at >= 0 {
		return r.at(at)
	}
	return r.Row()
}

func (r *Reader) at(i int) diag.Place { return r.span(r.fields[i].start, r.fields[i].end) }

// Row is where the present row stands.
func (r *Reader) Row() diag.Place { return r.span(0, len(r.text)) }

// Line is the number of the present line, from 1.
func (r *Reader) Line() int { return r.line }

func (r *Reader) span(start, end int) diag.Place {
	col := utf8.RuneCount(r.text[:start]) + 1
	return diag.Place{Path: r.path, Span: diag.Span{Line: r.line, Col: col, EndLine: r.line, EndCol: col + max(1, utf8.RuneCount(r.text[start:end]))}}
}

// Report adds what the caller has found in a row. Of each code no more is kept than is told.
func (r *Reader) Report(finding diag.Diagnostic) { r.tally.Add(finding) }

// Findings are those of all rows so far, in the order of the file.
func (r *Reader) Findings() diag.List { return r.tally.List() }

// Headless reports that no row can be read, because the header does not say what is in them.
func (r *Reader) Headless() bool { return r.headless }

// Err is what kept the bytes from being read, if anything did.
func (r *Reader) Err() error { return r.err }

// readLine goes to the next line that fits, and reports those that do not.
func (r *Reader) readLine() bool {
	for {
		text, err := r.in.ReadSlice('\n')
		if len(text) == 0 && err != nil {
			return r.stop(err)
		}
		r.line++
		if errors.Is(err, bufio.ErrBufferFull) {
			for errors.Is(err, bufio.ErrBufferFull) {
				_, err = r.in.ReadSlice('\n')
			}
			r.tally.Add(diag.New(diag.CSVSyntax, diag.Place{Path: r.path, Span: diag.Span{Line: r.line, Col: 1, EndLine: r.line, EndCol: 2}},
				"this line has more than %d bytes", longestLine).WithHint("look for a line end that is missing"))
			if err != nil {
				return r.stop(err)
			}
			continue
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return r.stop(err)
		}
		if r.line == 1 {
			text = bytes.TrimPrefix(text, []byte("\ufeff"))
		}
		r.text = bytes.TrimSuffix(bytes.TrimSuffix(text, []byte("\n")), []byte("\r"))
		return true
	}
}

func (r *Reader) stop(err error) bool {
	r.ended, r.text = true, nil
	if !errors.Is(err, io.EOF) {
		r.err = err
	}
	return false
}
