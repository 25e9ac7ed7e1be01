package diag

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Severity says whether a finding stops a build.
type Severity string

const (
	// Error stops a build and makes check fail.
	Error Severity = "error"
	// Warning is shown and stops nothing, unless check --strict is asked for.
	Warning Severity = "warning"
)

// Span is a range of text. Lines and columns start at 1; columns count Unicode code points; the end is exclusive.
// The zero Span means the file as a whole.
type Span struct {
	Line, Col, EndLine, EndCol int
}

// Place is a span of one file. Path is relative to the repository and uses slashes.
type Place struct {
	Path string
	Span
}

// Diagnostic is one finding.
type Diagnostic struct {
	Place
	Code     Code
	Severity Severity
	Message  string
	Hint     string
	Notes    []Note
}

// Note points at a second place that helps to understand a finding.
type Note struct {
	Place
	Message string
}

// List holds findings. It is not an error.
type List []Diagnostic

// New makes a finding with the severity that its code has in the catalogue.
func New(code Code, at Place, format string, args ...any) Diagnostic {
	return Diagnostic{Place: at, Code: code, Severity: code.Severity(), Message: told(format, args)}
}

// WithHint returns the finding with a way to mend it.
func (d Diagnostic) WithHint(format string, args ...any) Diagnostic {
	d.Hint = told(format, args)
	return d
}

// WithNote returns the finding with one more place to look at.
func (d Diagnostic) WithNote(at Place, format string, args ...any) Diagnostic {
	d.Notes = append(slices.Clip(d.Notes), Note{Place: at, Message: told(format, args)})
	return d
}

// longest is how many bytes of a text are told: what a finding quotes from a file may be as long as the file.
const longest = 1000

func told(format string, args []any) string { return shortened(Veiled(fmt.Sprintf(format, args...))) }

func shortened(text string) string {
	if len(text) <= longest {
		return text
	}
	end := longest
	for ; end > longest-utf8.UTFMax && !utf8.RuneStart(text[end]); end-- {
	}
	return text[:end] + "…"
}

// Refuses reports whether findings of a code say that what is written cannot be read as what it should be: it is not YAML, not of the
// schema, not a price. What it says is then judged by nobody. A value that only lacks its quotes can be read.
func (c Code) Refuses() bool {
	group, _, _ := strings.Cut(string(c), "/")
	return group == "yaml" && c != YAMLQuote || group == "schema" || group == "kind" || c == PriceFormat
}

// Once returns a sorted list without judgements of what has been refused: of findings at one place, where one says that the value is not
// written as it must be, those that say so alone.
func (l List) Once() List {
	refused := map[Place]bool{}
	for _, d := range l {
		if d.Code.Refuses() && d.Line > 0 {
			refused[d.Place] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(l), func(d Diagnostic) bool { return refused[d.Place] && !d.Code.Refuses() })
}

// Sort orders findings by path, place, code and message, and drops exact repetitions.
func (l List) Sort() List {
	slices.SortFunc(l, compare)
	return slices.CompactFunc(l, func(a, b Diagnostic) bool { return compare(a, b) == 0 })
}

func compare(a, b Diagnostic) int {
	return cmp.Or(
		cmp.Compare(a.Path, b.Path),
		cmp.Compare(a.Line, b.Line),
		cmp.Compare(a.Col, b.Col),
		cmp.Compare(a.Code, b.Code),
		cmp.Compare(a.Message, b.Message),
		cmp.Compare(a.EndLine, b.EndLine),
		cmp.Compare(a.EndCol, b.EndCol),
	)
}

// Count returns how many findings have the severity.
func (l List) Count(severity Severity) int {
	n := 0
	for _, d := range l {
		if d.Severity == severity {
			n++
		}
	}
	return n
}

// HasErrors reports whether one finding at least is an error.
func (l List) HasErrors() bool { return l.Count(Error) > 0 }

// WithSeverity returns a copy of the list in which every finding has the severity.
func (l List) WithSeverity(severity Severity) List {
	changed := slices.Clone(l)
	for i := range changed {
		changed[i].Severity = severity
	}
	return changed
}
