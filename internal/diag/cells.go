package diag

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"
)

const (
	tabStop  = 4
	maxMarks = 4 // combining marks kept on one letter; scripts need three, towers of them are made to annoy
)

const (
	zeroWidthNonJoiner = '\u200c'
	zeroWidthJoiner    = '\u200d'
)

// Visible returns text in which nothing acts: control characters, line ends, invisible and direction-changing
// characters, and bytes that are not UTF-8 are written as escapes. Content is hostile until it is shown like this.
func Visible(text string) string {
	if plain(text) {
		return text
	}
	var b strings.Builder
	for len(text) > 0 {
		shown, _, size := glyph(text)
		b.WriteString(shown)
		text = text[size:]
	}
	return b.String()
}

// plain reports whether text is printable ASCII only, as nearly all text is.
func plain(text string) bool {
	for i := range len(text) {
		if text[i] < ' ' || text[i] > '~' {
			return false
		}
	}
	return true
}

// glyph returns how the first character of a text is shown, how many terminal cells that takes, and its bytes.
func glyph(text string) (shown string, cells, size int) {
	r, size := utf8.DecodeRuneInString(text)
	switch {
	case ' ' <= r && r <= '~':
		return text[:1], 1, 1
	case r == utf8.RuneError && size == 1:
		shown = `\x` + strconv.FormatInt(0x100|int64(text[0]), 16)[1:]
		return shown, len(shown), size
	case r == zeroWidthJoiner || r == zeroWidthNonJoiner || unicode.In(r, unicode.Mn, unicode.Me):
		return text[:size], 0, size // Persian, Hindi and emoji need the joiners
	case !unicode.IsGraphic(r):
		quoted := strconv.QuoteRuneToASCII(r)
		shown = quoted[1 : len(quoted)-1]
		return shown, len(shown), size
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return text[:size], 2, size
	}
	return text[:size], 1, size
}

// cellAt returns the terminal column, from 0, at which a character of a line starts. A character beyond the end
// counts as the one just behind the last.
func cellAt(line string, character int) int {
	at := 0
	for ; character > 0 && len(line) > 0; character-- {
		_, cells, size := glyphAt(line, at)
		at += cells
		line = line[size:]
	}
	return at
}

// glyphAt is glyph for a line of a file, where a tab is the space up to the next stop.
func glyphAt(text string, at int) (shown string, cells, size int) {
	if text[0] == '\t' {
		cells = tabStop - at%tabStop
		return strings.Repeat(" ", cells), cells, 1
	}
	return glyph(text)
}

// cut returns the cells of a line from one column to another, with an ellipsis on each side where text is missing.
// A wide character on an edge becomes spaces, so that what follows stays in its column.
func cut(line string, from, to int) string {
	total := cellAt(line, len(line))
	var b strings.Builder
	if from > 0 && total > 0 {
		b.WriteString("…")
		from++
	}
	if total > to {
		to--
	}
	marks := 0
	for at := 0; len(line) > 0 && at <= to; {
		shown, cells, size := glyphAt(line, at)
		line = line[size:]
		if marks++; cells > 0 {
			marks = 0
		}
		switch {
		case at >= from && at+cells <= to && marks <= maxMarks:
			b.WriteString(shown)
		case cells > 0:
			b.WriteString(strings.Repeat(" ", max(0, min(to, at+cells)-max(from, at))))
		}
		at += cells
	}
	if total > to {
		b.WriteString("…")
	}
	return strings.TrimRight(b.String(), " ")
}
