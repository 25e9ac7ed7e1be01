package doc

import (
	"bytes"
	"unicode/utf8"

	"parley/internal/diag"
)

// lonely returns where a line ends with a carriage return alone, as offsets in what Normalise makes of the text. Where all
// lines end so, as they did on old computers, none is hidden in another.
func lonely(text []byte) []int {
	if bytes.IndexByte(text, '\n') < 0 || bytes.IndexByte(text, '\r') < 0 {
		return nil
	}
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	var offsets []int
	pairs := 0
	for i, b := range text {
		switch {
		case b != '\r':
		case i+1 < len(text) && text[i+1] == '\n':
			pairs++
		default:
			offsets = append(offsets, i-pairs)
		}
	}
	return offsets
}

// mostEnds is how many doubtful line ends of a file are reported: the first ones show what is wrong with the others.
const mostEnds = 10

// doubtfulEnds reports what ends a line of YAML for some readers and not for others: a carriage return alone, and three
// characters of Unicode. The library takes each for the end of a line, and so ends a remark with it; who reviews the
// change sees one line, and a remark. Text in which they stand is not read at all.
func doubtfulEnds(file *diag.File, stop int, returns []int) diag.List {
	var findings diag.List
	for _, at := range returns {
		if at < stop && len(findings) < mostEnds {
			findings = append(findings, diag.New(diag.YAMLSyntax, file.Place(at, at+1), "this line ends with a carriage return alone, which many programs do not take for the end of a line").
				WithHint("save the file with the line ends of Unix or Windows"))
		}
	}
	for at := 0; len(findings) < mostEnds; {
		next := bytes.IndexAny(file.Text[at:stop], "\u0085\u2028\u2029")
		if next < 0 {
			break
		}
		at += next
		r, size := utf8.DecodeRune(file.Text[at:])
		findings = append(findings, diag.New(diag.YAMLSyntax, file.Place(at, at+size), "%U ends a line for some readers of YAML and not for others", r).
			WithHint(`remove it; where a text needs it, write it as "\u%04X" in double quotes`, r))
		at += size
	}
	return findings
}
