package sheet

import (
	"bytes"
	"unicode"
	"unicode/utf8"

	"parley/internal/diag"
)

// split cuts the present line into fields; false when it is malformed, which it has then reported.
func (r *Reader) split() bool {
	r.fields = r.fields[:0]
	start, quotes, odd := 0, false, false
	for i, b := range r.text {
		switch {
		case b == r.options.Separator:
			r.fields = append(r.fields, field{start: start, end: i})
			start = i + 1
		case b == '"':
			quotes = true
		case b < ' ' && b != '\t' || b > '~':
			odd = true
		}
	}
	r.fields = append(r.fields, field{start: start, end: len(r.text)})
	if odd && !r.readable() {
		return false
	}
	if quotes && !r.quoted() {
		return false
	}
	if len(r.fields) > mostFields {
		return r.malformed(0, 1, "this row has more than 2,000 fields", "look for a line end that is missing")
	}
	return true
}

// readable reports the first character that no reader of the file sees.
func (r *Reader) readable() bool {
	for i := 0; i < len(r.text); {
		c, size := utf8.DecodeRune(r.text[i:])
		switch {
		case c == utf8.RuneError && size == 1:
			clean := diag.Place{Path: r.path, Span: diag.Span{Line: r.line, Col: utf8.RuneCount(r.text[:i]) + 1, EndLine: r.line, EndCol: utf8.RuneCount(r.text[:i]) + 2}}
			r.tally.Add(diag.New(diag.FileEncoding, clean, "this is not UTF-8 text").WithHint("save the file as CSV in UTF-8"))
			return false
		case c != '\t' && (!unicode.IsGraphic(c) || unicode.Is(unicode.Cf, c)):
			return r.malformed(i, i+size, "the character "+unicodeName(c)+" cannot be seen", "remove it: two names that differ by it alone look the same")
		}
		i += size
	}
	return true
}

func unicodeName(c rune) string {
	const digits = "0123456789ABCDEF"
	name := "U+"
	for shift := 12; shift >= 0; shift -= 4 {
		name += string(digits[c>>shift&15])
	}
	if c > 0xffff {
		return "beyond U+FFFF"
	}
	return name
}

// quoted cuts a line anew that has quotes in it.
func (r *Reader) quoted() bool {
	r.fields = r.fields[:0]
	for i := 0; ; {
		f := field{start: i}
		if i < len(r.text) && r.text[i] == '"' {
			end, escaped := closing(r.text, i+1)
			if end < 0 {
				return r.malformed(i, i+1, "a quote is opened and not closed on this line", "close it; a row is one line")
			}
			f, i = field{start: i + 1, end: end, escaped: escaped}, end+1
			if i < len(r.text) && r.text[i] != r.options.Separator {
				return r.malformed(i, i+1, "something follows a closing quote", `write a quote within quotes twice: "a ""b"" c"`)
			}
		} else {
			length := bytes.IndexByte(r.text[i:], r.options.Separator)
			if length < 0 {
				length = len(r.text) - i
			}
			f.end = i + length
			if at := bytes.IndexByte(r.text[i:f.end], '"'); at >= 0 {
				return r.malformed(i+at, i+at+1, "a quote stands within a field that does not begin with one", `put the whole field in quotes: "a ""b"" c"`)
			}
			i = f.end
		}
		r.fields = append(r.fields, f)
		if i >= len(r.text) {
			return true
		}
		i++
	}
}

// closing finds the end of a quoted field, and whether quotes within it are written twice; -1 when there is none.
func closing(text []byte, at int) (end int, escaped bool) {
	for {
		next := bytes.IndexByte(text[at:], '"')
		if next < 0 {
			return -1, escaped
		}
		at += next
		if at+1 >= len(text) || text[at+1] != '"' {
			return at, escaped
		}
		at, escaped = at+2, true
	}
}

func (r *Reader) malformed(start, end int, message, hint string) bool {
	r.tally.Add(diag.New(diag.CSVSyntax, r.span(start, end), "%s", message).WithHint("%s", hint))
	return false
}
