package translation

import "strings"

// markKind is a kind of thing that a translation must carry over unchanged.
type markKind uint8

const (
	markPlaceholder markKind = iota // {name}, {{name}}, ${name}, %(name)s, %s, {% tag %}
	markLink                        // destination of a link, autolink or bare address
	markImage                       // source of an image
	markEmail                       // e-mail address
	markCode                        // code span with its backticks
	markReference                   // [^footnote], or the [label] of a reference link
	markAnchor                      // {#id}
	markTag                         // name of an HTML tag
	markAttribute                   // attribute of an HTML tag with its value, unless people read it
	markEmphasis                    // one delimiter of emphasis
)

// mark is one such thing.
type mark struct {
	kind markKind
	text string
}

// scanner finds the marks of one unit in one pass. It follows CommonMark closely enough that what it takes
// for text is text; where the two could differ it finds a mark too many, on both sides alike.
type scanner struct {
	text  string
	pos   int
	marks []mark
	open  []opener // of brackets that may begin a link
	plain []byte   // the text without its marks, for finding what engines leave behind
	word  int      // where the word before pos may begin: after the mark before

	unclosed map[int]bool // lengths of backtick runs that nothing closes from here on
	noTags   bool         // no > follows
}

// Bounds on what a mark may be, so that a hostile text costs time in proportion to its length.
const (
	longestName   = 200   // of a placeholder, footnote or anchor
	longestTarget = 1_000 // of a link's destination, its title, or an HTML tag with quotes
	deepest       = 100   // brackets that are open at once
)

// opener is a bracket that may begin a link or an image.
type opener struct {
	image bool
	marks int // how many marks there were before it
	pos   int // where it stands
}

// scanMarkdown finds the marks of a unit of the body.
func scanMarkdown(text string) ([]mark, string) {
	s := &scanner{text: text, plain: make([]byte, 0, len(text))}
	for s.pos < len(text) {
		if !s.markdown() && !s.either() {
			s.literal(1)
		}
	}
	return s.marks, string(s.plain)
}

// scanPlain finds the marks of a field, where only placeholders and addresses mean anything, and tags of HTML should not be.
func scanPlain(text string) ([]mark, string) {
	s := &scanner{text: text, plain: make([]byte, 0, len(text))}
	for s.pos < len(text) {
		if !s.field() {
			s.literal(1)
		}
	}
	return s.marks, string(s.plain)
}

// field reads what must survive in a field. It returns false if there is nothing of the kind. A tag is shown as it is written
// there, so <customer> is text that may be translated; what HTML knows as a tag is not.
func (s *scanner) field() bool {
	rest := s.text[s.pos:]
	if len(rest) > 1 && rest[0] == '<' {
		name := strings.TrimPrefix(tagName(rest[1:]), "/")
		if name != "" && strings.Contains(blockTags+inlineTags, " "+name+" ") {
			return s.angle()
		}
	}
	return s.either()
}

// literal passes over n bytes of text.
func (s *scanner) literal(n int) {
	s.plain = append(s.plain, s.text[s.pos:s.pos+n]...)
	s.pos += n
}

// mark records a mark and passes over n bytes.
func (s *scanner) mark(kind markKind, text string, n int) {
	s.marks = append(s.marks, mark{kind, text})
	s.pos += n
	s.word = s.pos
}

// markdown reads what only Markdown gives a meaning to. It returns false if there is nothing of the kind.
func (s *scanner) markdown() bool {
	rest := s.text[s.pos:]
	switch rest[0] {
	case '\\':
		if len(rest) > 1 && isPunct(rest[1]) {
			s.pos++ // an escaped character is text, without its backslash
			s.literal(1)
			return true
		}
	case '`':
		s.code()
		return true
	case '<':
		return s.angle()
	case '!':
		if strings.HasPrefix(rest, "![") {
			s.openBracket(true)
			s.literal(2)
			return true
		}
	case '[':
		if s.footnote() {
			return true
		}
		s.openBracket(false)
	case ']':
		return s.closeBracket()
	case '*', '_', '~':
		s.emphasis()
		return true
	}
	return false
}

func (s *scanner) openBracket(image bool) {
	if len(s.open) < deepest {
		s.open = append(s.open, opener{image, len(s.marks), s.pos})
	}
}

// code reads a code span, or backticks that have no counterpart.
func (s *scanner) code() {
	rest := s.text[s.pos:]
	fence := rest[:run(rest, '`')]
	for at := len(fence); at < len(rest) && !s.unclosed[len(fence)]; {
		next := strings.IndexByte(rest[at:], '`')
		if next < 0 {
			break
		}
		at += next
		length := run(rest[at:], '`')
		at += length
		if length == len(fence) {
			s.mark(markCode, rest[:at], at)
			return
		}
	}
	if s.unclosed == nil {
		s.unclosed = make(map[int]bool)
	}
	s.unclosed[len(fence)] = true
	s.literal(len(fence))
}

// emphasis reads a run of delimiters that may open or close emphasis. Marks count delimiters, not their kind,
// because *so* and _so_ are the same.
func (s *scanner) emphasis() {
	c := s.text[s.pos]
	length := run(s.text[s.pos:], c)
	before, after := s.around(s.pos, s.pos+length)
	inWord := c == '_' && isWord(before) && isWord(after)
	if !inWord && (c != '~' || length == 2) && !(isBlank(before) && isBlank(after)) {
		kind := "*"
		if c == '~' {
			kind = "~"
		}
		for range length {
			s.marks = append(s.marks, mark{markEmphasis, kind})
		}
	}
	s.literal(length)
}

// around returns the bytes before start and at end, blanks where the text ends.
func (s *scanner) around(start, end int) (before, after byte) {
	before, after = ' ', ' '
	if start > 0 {
		before = s.text[start-1]
	}
	if end < len(s.text) {
		after = s.text[end]
	}
	return before, after
}

// run counts how often c stands at the start of the text.
func run(text string, c byte) int {
	n := 0
	for n < len(text) && text[n] == c {
		n++
	}
	return n
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

func isPunct(c byte) bool {
	return c > ' ' && c < 0x7F && !isAlnum(c)
}

func isAlnum(c byte) bool { return c >= '0' && c <= '9' || isLetter(c) }

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

// isWord takes every byte outside ASCII for part of a letter.
func isWord(c byte) bool { return isAlnum(c) || c >= 0x80 }
