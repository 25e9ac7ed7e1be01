package diag

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

const (
	frameCells = 100 // how much of a line is shown
	frameLead  = 40  // how much of it stands before the place, if the line is cut
	besideHint = 60  // a longer hint gets a line of its own

	reach = 1000 // characters before and behind a place: a line may be as long as the file, and all findings may be on it
)

// Colours of a terminal. Nothing else in this package writes an escape sequence.
const (
	colourError   = "\x1b[1;31m"
	colourWarning = "\x1b[1;33m"
	colourBold    = "\x1b[1m"
	colourDim     = "\x1b[2m"
	colourHint    = "\x1b[36m"
	colourOff     = "\x1b[0m"
)

// WriteText writes findings for people: place, message, the line with the place marked, hint, notes, and how to
// learn more, with an empty line between findings. lines returns a line of a file without its end; it may be nil,
// and then no lines are shown. No control character of path, message or line reaches w.
func WriteText(w io.Writer, list List, lines func(path string, line int) string, colour bool) error {
	t := textWriter{out: bufio.NewWriter(w), lines: lines, colour: colour}
	for i, d := range list {
		if i > 0 {
			t.out.WriteByte('\n')
		}
		t.finding(d)
	}
	return t.out.Flush() // the first error of any write
}

// Summary says in one line how many findings there are: "2 errors, 1 warning in 210 documents".
func Summary(list List, documents int) string {
	var parts []string
	if n := list.Count(Error); n > 0 {
		parts = append(parts, plural(n, "error"))
	}
	if n := list.Count(Warning); n > 0 {
		parts = append(parts, plural(n, "warning"))
	}
	if len(parts) == 0 {
		parts = append(parts, "no findings")
	}
	return strings.Join(parts, ", ") + " in " + plural(documents, "document")
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

type textWriter struct {
	out    *bufio.Writer
	lines  func(path string, line int) string
	colour bool
}

func (t textWriter) finding(d Diagnostic) {
	tint := colourError
	if d.Severity == Warning {
		tint = colourWarning
	}
	if label := d.Place.Label(); label != "" {
		t.out.WriteString(t.paint(colourBold, label+":") + " ")
	}
	t.out.WriteString(t.paint(tint, Visible(string(d.Severity))+"["+Visible(string(d.Code))+"]"))
	t.out.WriteString(" " + Visible(d.Message) + "\n")

	hint := d.Hint
	if t.lines != nil && d.Line > 0 {
		beside := ""
		if utf8.RuneCountInString(hint) <= besideHint && !strings.Contains(hint, "\n") {
			beside, hint = hint, ""
		}
		t.frame(d.Place, true, tint, beside)
	}
	t.hint(hint)
	for _, note := range d.Notes {
		t.note(note)
	}
	t.out.WriteString("  " + t.paint(colourDim, "run: parley explain "+Visible(string(d.Code))) + "\n")
}

// hint writes a hint on lines of its own. Further lines get a gutter: a build server that reads the log for
// commands at the start of a line must find none.
func (t textWriter) hint(hint string) {
	if hint == "" {
		return
	}
	lead := "  hint: "
	for line := range strings.SplitSeq(strings.TrimRight(hint, "\n"), "\n") {
		t.out.WriteString(t.paint(colourHint, strings.TrimRight(lead+Visible(line), " ")) + "\n")
		lead = "      | "
	}
}

func (t textWriter) note(note Note) {
	t.out.WriteString("  " + t.paint(colourBold, "note:") + " ")
	if label := note.Place.Label(); label != "" {
		t.out.WriteString(label + ": ")
	}
	t.out.WriteString(Visible(note.Message) + "\n")
	if t.lines != nil && note.Line > 0 {
		t.frame(note.Place, false, colourBold, "")
	}
}

// frame shows the line of a place, the line above it if that is asked for, carets under the place, and a hint.
func (t textWriter) frame(at Place, above bool, tint, hint string) {
	line := Veiled(t.lines(at.Path, at.Line))
	dropped := 0 // characters at the start of a line that is too long to be looked at
	if len(line) > 4*reach {
		dropped = max(0, at.Col-1-reach)
		at.Col, at.EndCol = at.Col-dropped, at.EndCol-dropped
	}
	line = around(line, dropped)
	start, end := caretCells(line, at.Span)
	from := windowStart(line, start)
	start, end = start-from, min(end-from, frameCells)

	digits := len(fmt.Sprint(at.Line))
	if above && at.Line > 1 {
		t.row(fmt.Sprintf("%*d", digits, at.Line-1), cut(around(Veiled(t.lines(at.Path, at.Line-1)), dropped), from, from+frameCells))
	}
	t.row(fmt.Sprint(at.Line), cut(line, from, from+frameCells))
	carets := strings.Repeat(" ", start) + t.paint(tint, strings.Repeat("^", max(1, end-start)))
	if hint != "" {
		carets += " " + t.paint(colourHint, Visible(hint))
	}
	t.row(strings.Repeat(" ", digits), carets)
}

// around is a line less its first characters, as far as it can be seen.
func around(line string, dropped int) string {
	for ; dropped > 0 && line != ""; dropped-- {
		_, size := utf8.DecodeRuneInString(line)
		line = line[size:]
	}
	if end := 2 * reach * utf8.UTFMax; len(line) > end {
		for ; end > 0 && !utf8.RuneStart(line[end]); end-- {
		}
		line = line[:end]
	}
	return line
}

func (t textWriter) row(number, text string) {
	t.out.WriteString("  " + t.paint(colourDim, number+" |"))
	if text != "" {
		t.out.WriteString(" " + text)
	}
	t.out.WriteByte('\n')
}

// caretCells returns the terminal columns of a span on its first line; one that goes on below ends with the line.
func caretCells(line string, span Span) (start, end int) {
	start = cellAt(line, span.Col-1)
	if span.EndLine > span.Line {
		return start, cellAt(line, len(line))
	}
	return start, cellAt(line, span.EndCol-1)
}

// windowStart returns the first column of a line to show so that the column of the caret is in sight.
func windowStart(line string, caret int) int {
	if caret < 2*frameLead {
		return 0
	}
	return max(0, min(caret-frameLead, cellAt(line, len(line))+1-frameCells))
}

// Label is a place as path:line:column, which terminals and editors turn into a link.
func (at Place) Label() string {
	if at.Path == "" {
		return ""
	}
	label := Visible(at.Path)
	if strings.HasPrefix(strings.TrimSpace(label), ":") {
		label = "./" + label // at the start of a line, build servers take :: for a command
	}
	if at.Line > 0 {
		label += fmt.Sprintf(":%d:%d", at.Line, max(1, at.Col))
	}
	return label
}

func (t textWriter) paint(tint, text string) string {
	if !t.colour || text == "" {
		return text
	}
	return tint + text + colourOff
}
