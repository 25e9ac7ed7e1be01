package translation

import (
	"strings"
	"unicode/utf8"
)

// line reads one line of the file, without its end.
func (p *parser) line(start, end int) {
	pos := p.skipBlanks(start, end)
	if pos == end {
		if p.faulty && p.stage == stageStr { // what follows has faults of its own
			p.endEntry(start, end)
		}
		return
	}
	if p.src[pos] != '#' {
		p.tokens(pos, end, style{})
		return
	}
	rest := p.src[pos+1 : end]
	switch {
	case strings.HasPrefix(rest, "~|"):
		p.tokens(pos+3, end, style{obsolete: true, previous: true})
	case strings.HasPrefix(rest, "~"):
		p.tokens(pos+2, end, style{obsolete: true})
	case strings.HasPrefix(rest, "|"):
		p.tokens(pos+2, end, style{previous: true})
	default:
		p.comment(pos, end, rest)
	}
}

// comment reads a line of comments, references or flags, which begins the next entry.
func (p *parser) comment(start, end int, rest string) {
	p.beginEntry(start, end)
	rest = uncontinued(rest)
	switch {
	case strings.HasPrefix(rest, "."):
		p.entry.Extracted = append(p.entry.Extracted, strings.TrimPrefix(rest[1:], " "))
	case strings.HasPrefix(rest, ":"):
		p.entry.References = append(p.entry.References, strings.TrimPrefix(rest[1:], " "))
	case strings.HasPrefix(rest, ","), strings.HasPrefix(rest, "!"): // "#!" is an old spelling that gettext reads
		p.flags(start, end, rest[1:])
	default:
		p.entry.Comments = append(p.entry.Comments, strings.TrimPrefix(rest, " "))
	}
}

// mostFlags is how many flags an entry may have; gettext knows some forty.
const mostFlags = 100

// flags reads a list of flags. Blanks separate too, so that "fuzzy c-format" is not taken for finished; the
// value of "range:" belongs to its flag.
func (p *parser) flags(start, end int, list string) {
	words := strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == ' ' || r == '\t' })
	for i := 0; i < len(words); i++ {
		flag := words[i]
		if flag == "range:" && i+1 < len(words) && words[i+1][0] <= '9' {
			i++
			flag += " " + words[i]
		}
		if len(p.entry.Flags) == mostFlags && !p.seen(flag) {
			p.require(false, start, end, "keep fuzzy, if it is there, and remove what nobody reads", "an entry has no more than %d flags", mostFlags)
			return
		}
		if !p.seen(flag) {
			p.entry.Flags = append(p.entry.Flags, flag)
		}
	}
}

func (p *parser) seen(flag string) bool {
	for _, known := range p.entry.Flags {
		if known == flag {
			return true
		}
	}
	return false
}

// tokens reads keywords and strings up to the end of the line.
func (p *parser) tokens(pos, end int, s style) {
	for {
		pos = p.skipBlanks(pos, end)
		if pos == end {
			return
		}
		start := pos
		switch c := p.src[pos]; {
		case c == '"':
			pos = p.quoted(pos, end, s)
		case c == '#':
			p.comment(pos, end, p.src[pos+1:end]) // gettext lets a comment follow on the line
			return
		default:
			for pos < end && strings.IndexByte(" \t\v\f\r\"#", p.src[pos]) < 0 {
				pos++
			}
			if !p.keyword(start, pos, s) {
				return
			}
		}
	}
}

func (p *parser) skipBlanks(pos, end int) int {
	for pos < end && strings.IndexByte(" \t\v\f\r", p.src[pos]) >= 0 {
		pos++
	}
	return pos
}

// quoted reads one string in quotes and adds it to the field that is being read.
func (p *parser) quoted(start, end int, s style) int {
	pos := start + 1
	for pos < end && p.src[pos] != '"' && p.src[pos] != '\\' {
		pos++
	}
	if pos < end && p.src[pos] == '"' { // nearly every string: no escape, no copy
		p.chunk(p.src[start+1:pos], start, pos+1, s)
		return pos + 1
	}
	var decoded strings.Builder
	decoded.WriteString(p.src[start+1 : pos])
	for pos < end && p.src[pos] != '"' {
		if p.src[pos] == '\\' {
			pos = p.escape(&decoded, pos, end)
			continue
		}
		next := pos
		for next < end && p.src[next] != '"' && p.src[next] != '\\' {
			next++
		}
		decoded.WriteString(p.src[pos:next])
		pos = next
	}
	if pos >= end {
		p.fault(start, end, `close it with ", and write \n for a line break inside it`, "the string does not end on its line")
		return end
	}
	text := decoded.String()
	if p.valid && !utf8.ValidString(text) {
		p.fault(start, pos+1, "write the characters themselves", "the escapes of this string do not give UTF-8")
	}
	p.chunk(text, start, pos+1, s)
	return pos + 1
}

// escape decodes the escape at pos and returns where it ends.
func (p *parser) escape(decoded *strings.Builder, pos, end int) int {
	if pos+1 >= end {
		return end
	}
	c := p.src[pos+1]
	if c == '"' || c == '\\' {
		decoded.WriteByte(c)
		return pos + 2
	}
	if letter := strings.IndexByte("abtnvfr", c); letter >= 0 {
		decoded.WriteByte('\a' + byte(letter))
		return pos + 2
	}
	digits, base, most := pos+1, 8, 3
	if c == 'x' {
		digits, base, most = pos+2, 16, end // as in C, every hexadecimal digit that follows belongs to it
	}
	stop, value := digits, 0
	for stop < end && stop-digits < most {
		digit := strings.IndexByte("0123456789abcdef", p.src[stop]|0x20)
		if p.src[stop] < '0' || digit < 0 || digit >= base {
			break
		}
		value = min(value*base+digit, 1<<16)
		stop++
	}
	if stop == digits || value == 0 || value > 255 {
		_, width := utf8.DecodeRuneInString(p.src[pos+1:])
		stop = max(stop, pos+1+width)
		p.fault(pos, stop, `write \\ for a backslash; the escapes are \" \\ \n \t`, "%s is not an escape that PO knows", p.src[pos:stop])
		return stop
	}
	decoded.WriteByte(byte(value))
	return stop
}
