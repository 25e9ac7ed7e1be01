package pricing

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"unicode/utf8"

	"parley/internal/diag"
)

// Edit puts another figure in the place of a quoted one.
type Edit struct {
	Figure Figure // as it stands
	Text   string // what shall stand there
}

// Rewrite returns the text of a file with edits made. The text is as it lies on disk: a byte order mark, the ends of lines,
// remarks, the kind of quotes, and everything else but the figures are kept byte for byte. It is an error, and nothing is
// changed, when a figure does not stand where it should: then the text is not that from which the figures were read.
func Rewrite(text []byte, edits []Edit) ([]byte, error) {
	lines := lineStarts(text)
	type change struct {
		start, end int
		text       string
	}
	var changes []change
	for _, edit := range edits {
		start, end, ok := locate(text, lines, edit.Figure)
		if !ok {
			at := edit.Figure.Place
			return nil, fmt.Errorf("%s:%d:%d: %s does not stand here any more", at.Path, at.Line, at.Col, edit.Figure.Text)
		}
		if plain(edit.Text) {
			changes = append(changes, change{start, end, edit.Text})
			continue
		}
		return nil, fmt.Errorf("%q is no figure that can be written into quotes", edit.Text)
	}
	slices.SortFunc(changes, func(a, b change) int { return cmp.Compare(a.start, b.start) })
	out, from := make([]byte, 0, len(text)+64), 0
	for _, c := range changes {
		if c.start < from {
			return nil, fmt.Errorf("a figure is changed twice, at byte %d", c.start)
		}
		out = append(append(out, text[from:c.start]...), c.text...)
		from = c.end
	}
	return append(out, text[from:]...), nil
}

// plain is true of text that means itself within quotes of either kind.
func plain(text string) bool {
	return text != "" && len(text) < 100 && len(bytes.Trim([]byte(text), "0123456789.%-")) == 0
}

// lineStarts are the offsets at which lines start, whatever ends them, as doc.Read counts lines.
func lineStarts(text []byte) []int {
	start := 0
	if bytes.HasPrefix(text, []byte("\ufeff")) {
		start = len("\ufeff")
	}
	lines := []int{start}
	for i := start; i < len(text); i++ {
		if text[i] == '\n' || text[i] == '\r' && (i+1 == len(text) || text[i+1] != '\n') {
			lines = append(lines, i+1)
		}
	}
	return lines
}

// locate finds the bytes within the quotes of a figure.
func locate(text []byte, lines []int, f Figure) (start, end int, ok bool) {
	at := f.Place.Span
	if at == (diag.Span{}) || at.Line > len(lines) || at.Line != at.EndLine {
		return 0, 0, false
	}
	start = lines[at.Line-1]
	for range at.Col - 1 {
		_, size := utf8.DecodeRune(text[start:])
		start += size
	}
	end = start + len(f.Text) + 2
	if end > len(text) {
		return 0, 0, false
	}
	written := text[start:end]
	quote := written[0]
	ok = (quote == '"' || quote == '\'') && written[len(written)-1] == quote && string(written[1:len(written)-1]) == f.Text
	return start + 1, end - 1, ok
}
