package doc

import (
	"slices"
	"strings"
	"unicode/utf8"

	"parley/internal/diag"
)

// plainYAML reads what most YAML is made of: keys and items a line each, words, figures, texts in quotes without escapes, lists and
// maps in brackets on one line, remarks. Such a text is read here in a tenth of the time that the library takes, to the same values at
// the same places; whatever else stands in it, ok is false, and the library has to say what it means. Nothing is refused here.
type plainYAML struct {
	text  string
	wide  bool // characters may take more than a byte
	keys  []Key
	items []Value // of maps and lists that are not at their end

	// The line that is read next; at the end of the text, its indent is less than any.
	line     int // its number in the file
	start    int // where it begins
	indent   int // blanks before what stands on it; before what stands behind its hyphen, once that is read
	from, to int // what stands on it
	next     int // where the following one begins
}

// Bounds of what is read here. The library takes a longer key for none, and deeper values are refused there.
const (
	longestPlainKey = 200
	deepestPlain    = 20
	longestFigure   = 300  // figures with more digits are beyond those of the library, which takes them for words
	longestWideLine = 2000 // of which the characters are counted for each value between brackets
)

// readPlainly reads YAML that begins on a line of the file, if it is of that sort.
func readPlainly(text []byte, firstLine int) (Value, bool) {
	wide, ok := plainCharacters(text)
	if !ok {
		return Value{}, false
	}
	p := &plainYAML{text: string(text), wide: wide, line: firstLine - 1}
	p.advance()
	if p.indent != 0 || p.isItem() {
		return Value{}, false
	}
	value, ok := p.block(0)
	return value, ok && p.indent < 0
}

// plainCharacters reports whether a text has no characters that mean something to readers of YAML without being seen, and whether
// some take more than a byte.
func plainCharacters(text []byte) (wide, ok bool) {
	for _, b := range text {
		if b < ' ' && b != '\n' || b == 0x7f {
			return false, false
		}
		wide = wide || b >= utf8.RuneSelf
	}
	if !wide {
		return false, true
	}
	for _, r := range string(text) {
		if r >= 0x7f && r < 0xa0 || r == 0x2028 || r == 0x2029 || r == 0xfeff || r >= 0xfffd && r <= 0xffff {
			return true, false
		}
	}
	return true, true
}

// advance goes to the next line with something other than a remark.
func (p *plainYAML) advance() {
	for p.next < len(p.text) {
		p.start = p.next
		p.line++
		p.to = len(p.text)
		if n := strings.IndexByte(p.text[p.start:], '\n'); n >= 0 {
			p.to = p.start + n
		}
		p.next = min(p.to+1, len(p.text))
		for p.from = p.start; p.from < p.to && p.text[p.from] == ' '; p.from++ {
		}
		if p.from < p.to && p.text[p.from] != '#' {
			for p.text[p.to-1] == ' ' {
				p.to--
			}
			p.indent = p.from - p.start
			return
		}
	}
	p.indent = -1
}

// isItem reports whether the line begins with the hyphen of an item.
func (p *plainYAML) isItem() bool { return strings.HasPrefix(p.text[p.from:p.to], "- ") }

// block reads the map or the list that begins on this line.
func (p *plainYAML) block(depth int) (Value, bool) {
	if depth > deepestPlain {
		return Value{}, false
	}
	if p.isItem() {
		return p.list(depth)
	}
	start, indent, first := p.here(p.from, p.from+1), p.indent, len(p.keys)
	for p.indent == indent && !p.isItem() {
		key, ok := p.key(depth, p.keys[first:])
		if !ok || p.indent > indent {
			return Value{}, false
		}
		p.keys = append(p.keys, key)
	}
	value := Value{Type: Map, Span: start, Keys: kept(p.keys[first:])}
	p.keys = p.keys[:first]
	last := value.Keys[len(value.Keys)-1].Value.Span
	value.Span.EndLine, value.Span.EndCol = last.EndLine, last.EndCol
	return value, true
}

// key reads a key that is none of those before it, with its value.
func (p *plainYAML) key(depth int, before []Key) (Key, bool) {
	key, ok := p.name(p.from, before)
	if !ok {
		return Key{}, false
	}
	if at := p.from + len(key.Name) + 1; at < p.to {
		if p.text[at] != ' ' {
			return Key{}, false
		}
		key.Value, ok = p.rest(at)
		return key, ok
	}
	indent := p.indent
	p.advance()
	if p.indent < indent || p.indent == indent && !p.isItem() {
		return Key{}, false // without a value
	}
	key.Value, ok = p.block(depth + 1)
	return key, ok
}

// name reads the name of a key that is none of those before it; a colon stands behind it.
func (p *plainYAML) name(at int, before []Key) (Key, bool) {
	end := at + plainName(p.text[at:p.to])
	if end == at || end-at > longestPlainKey || end == p.to || p.text[end] != ':' {
		return Key{}, false
	}
	key := Key{Name: p.text[at:end], Span: p.here(at, end)}
	again := func(k Key) bool { return k.Name == key.Name }
	return key, len(before) <= few && !slices.ContainsFunc(before, again)
}

// plainName is how long the name of a key is at the beginning of a text.
func plainName(text string) int {
	for i := range len(text) {
		if c := text[i]; !isLetter(c) && !isDigit(c) && c != '_' && (i == 0 || c != '-' && c != '.') {
			return i
		}
	}
	return len(text)
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
func isDigit(c byte) bool  { return c >= '0' && c <= '9' }

// list reads the items that begin at one indent.
func (p *plainYAML) list(depth int) (Value, bool) {
	value, indent, first := Value{Type: List, Span: p.here(p.from, p.from+1)}, p.indent, len(p.items)
	for p.indent == indent && p.isItem() {
		item, ok := p.item(depth)
		if !ok || p.indent > indent {
			return Value{}, false
		}
		p.items = append(p.items, item)
	}
	value.Items = kept(p.items[first:])
	p.items = p.items[:first]
	value.Span = widen(value.Span, value.Items)
	return value, true
}

// item reads an item: a map that begins behind its hyphen, or what stands on the line.
func (p *plainYAML) item(depth int) (Value, bool) {
	at := p.from + 1
	for p.text[at] == ' ' {
		at++
	}
	if name := at + plainName(p.text[at:p.to]); name < p.to && p.text[name] == ':' && (name+1 == p.to || p.text[name+1] == ' ') {
		p.indent += at - p.from
		p.from = at
		return p.block(depth + 1)
	}
	return p.rest(at - 1)
}

// rest reads the value that is the rest of a line from a blank on, and goes to the next line.
func (p *plainYAML) rest(at int) (Value, bool) {
	value, end, ok := p.value(p.blanks(at), 0)
	if !ok || end < p.to && (p.text[end] != ' ' || p.text[p.blanks(end)] != '#') {
		return Value{}, false
	}
	p.advance()
	return value, true
}

// value reads what begins at one offset of the line, and says where it ends; brackets is how many are open around it.
func (p *plainYAML) value(at, brackets int) (value Value, end int, ok bool) {
	if at == p.to || brackets > deepestPlain {
		return Value{}, 0, false
	}
	switch p.text[at] {
	case '"', '\'':
		return p.quoted(at)
	case '[', '{':
		return p.bracketed(at, brackets)
	}
	if end, ok = plainEnd(p.text[:p.to], at, brackets > 0); !ok {
		return Value{}, 0, false
	}
	kind, ok := plainType(p.text[at:end])
	return Value{Type: kind, Text: p.text[at:end], Span: p.here(at, end)}, end, ok
}

// quoted reads a text in quotes in which nothing is escaped.
func (p *plainYAML) quoted(at int) (value Value, end int, ok bool) {
	quote := p.text[at]
	n := strings.IndexByte(p.text[at+1:p.to], quote)
	if n < 0 {
		return Value{}, 0, false
	}
	inside, end := p.text[at+1:at+1+n], at+n+2
	if quote == '"' && strings.IndexByte(inside, '\\') >= 0 || quote == '\'' && end < p.to && p.text[end] == quote {
		return Value{}, 0, false
	}
	return Value{Type: String, Text: inside, Quoted: true, Span: p.here(at, end)}, end, true
}

// bracketed reads a list or a map in brackets.
func (p *plainYAML) bracketed(at, brackets int) (value Value, end int, ok bool) {
	if p.wide && p.to-p.start > longestWideLine {
		return Value{}, 0, false
	}
	value.Type = List
	closing := p.text[at] + 2 // as ASCII has it
	if closing == '}' {
		value.Type = Map
	}
	if end = p.blanks(at + 1); end < p.to && p.text[end] == closing {
		value.Span = p.here(at, end+1)
		return value, end + 1, true
	}
	for firstKey, firstItem := len(p.keys), len(p.items); ; end = p.blanks(end + 1) {
		if end, ok = p.element(end, value.Type, brackets+1, p.keys[firstKey:]); !ok {
			return Value{}, 0, false
		}
		if end = p.blanks(end); end < p.to && p.text[end] == closing {
			value.Keys, value.Items, value.Span = kept(p.keys[firstKey:]), kept(p.items[firstItem:]), p.here(at, end+1)
			p.keys, p.items = p.keys[:firstKey], p.items[:firstItem]
			return value, end + 1, true
		}
		if end == p.to || p.text[end] != ',' {
			return Value{}, 0, false
		}
	}
}

// blanks skips blanks of the line.
func (p *plainYAML) blanks(at int) int {
	for at < p.to && p.text[at] == ' ' {
		at++
	}
	return at
}

// element reads one value between brackets, which has a name in a map, and says where it ends.
func (p *plainYAML) element(at int, in ValueType, brackets int, before []Key) (end int, ok bool) {
	if in == List {
		value, end, ok := p.value(at, brackets)
		p.items = append(p.items, value)
		return end, ok
	}
	key, ok := p.name(at, before)
	if at += len(key.Name) + 1; !ok || at >= p.to || p.text[at] != ' ' {
		return 0, false
	}
	key.Value, end, ok = p.value(p.blanks(at), brackets)
	p.keys = append(p.keys, key)
	return end, ok
}

// plainEnd is where the word or the words that begin at an offset end, on the line or between brackets.
func plainEnd(text string, at int, within bool) (end int, ok bool) {
	if c := text[at]; !isLetter(c) && !isDigit(c) && c < utf8.RuneSelf && strings.IndexByte("_/($", c) < 0 {
		return 0, false
	}
	for end = at; end < len(text); end++ {
		switch c := text[end]; {
		case within && (c == ',' || c == ']' || c == '}'):
			return at + len(strings.TrimRight(text[at:end], " ")), true
		case within && strings.IndexByte(":#[{\"'", c) >= 0, c == ':' && (end+1 == len(text) || text[end+1] == ' '):
			return 0, false
		case c == '#' && text[end-1] == ' ':
			return at + len(strings.TrimRight(text[at:end], " ")), true
		}
	}
	return end, !within
}

// plainType is what a word without quotes is; ok is false where that is not for sure.
func plainType(text string) (kind ValueType, ok bool) {
	switch text {
	case "true", "True", "TRUE", "false", "False", "FALSE":
		return Bool, true
	case "null", "Null", "NULL":
		return Null, true
	}
	if !isDigit(text[0]) {
		return String, true
	}
	digits, points := 0, 0
	for i := range len(text) {
		switch c := text[i]; {
		case isDigit(c):
			digits++
		case c == '.':
			points++
		case strings.IndexByte("abcdefoxABCDEFOX_+-", c) < 0:
			return String, true // no number of any base has that
		}
	}
	switch whole := digits == len(text); {
	case whole && digits < 19 && (digits == 1 || text[0] != '0'), digits+points == len(text) && points == 1 && digits <= longestFigure:
		return Number, true
	case digits == 8 && len(text) == 10 && text[4] == '-' && text[7] == '-':
		return String, true // a day
	}
	return String, false
}

// here is a range of the line, from 1, in characters.
func (p *plainYAML) here(from, to int) diag.Span {
	before, width := from-p.start, to-from
	if p.wide {
		before, width = utf8.RuneCountInString(p.text[p.start:from]), utf8.RuneCountInString(p.text[from:to])
	}
	return diag.Span{Line: p.line, Col: before + 1, EndLine: p.line, EndCol: before + 1 + width}
}

// kept is a list of its own of what one holds for now.
func kept[T any](some []T) []T { return append(room[T](len(some)), some...) }
