package translation

import "strings"

// angle reads <https://…>, <name@host> or an HTML tag.
func (s *scanner) angle() bool {
	rest := s.text[s.pos:]
	name := ""
	if len(rest) > 1 {
		name = tagName(rest[1:])
	}
	if s.noTags || name == "" {
		return false
	}
	end := endOfTag(rest)
	if end == 0 {
		s.noTags = true
		return false
	}
	inside := rest[1 : end-1]
	if kind, ok := autolink(inside); ok {
		s.mark(kind, inside, end)
		return true
	}
	s.mark(markTag, name, end)
	if isLetter(name[0]) {
		s.attributes(inside[len(name):])
	}
	return true
}

// autolink recognises what stands between angle brackets as an address.
func autolink(inside string) (kind markKind, ok bool) {
	if strings.ContainsAny(inside, " \t\n<\"'") {
		return 0, false
	}
	if scheme, _, found := strings.Cut(inside, ":"); found && isScheme(scheme) {
		return markLink, true
	}
	return markEmail, strings.Contains(inside, "@") && isLetter(inside[0])
}

// endOfTag returns the length of <…>, where quotes may hold a >, or 0.
func endOfTag(text string) int {
	var quote byte
	for i := 1; i < min(len(text), longestTarget); i++ {
		switch c := text[i]; {
		case quote == 0 && c == '>':
			return i + 1
		case quote == 0 && (c == '"' || c == '\''):
			quote = c
		case c == quote:
			quote = 0
		}
	}
	return closed(text, ">", len(text)) // the quotes do not match, but a browser might not mind
}

func isScheme(word string) bool {
	for i := range len(word) {
		if c := word[i]; !isAlnum(c) && (i == 0 || strings.IndexByte("+.-", c) < 0) {
			return false
		}
	}
	return len(word) > 1 && len(word) <= 32 && isLetter(word[0])
}

// tagName returns the name of an HTML tag in lower case, with the / of a closing tag and the first character
// of comments, declarations and instructions; "" if the angle bracket begins no tag.
func tagName(inside string) string {
	if inside[0] == '!' || inside[0] == '?' {
		return inside[:1]
	}
	pos := 0
	if inside[0] == '/' {
		pos++
	}
	if pos == len(inside) || !isLetter(inside[pos]) {
		return ""
	}
	for pos < len(inside) && (isAlnum(inside[pos]) || inside[pos] == '-') {
		pos++
	}
	return strings.ToLower(inside[:pos])
}

// attributes records the attributes of a tag. Those whose values people read may be translated.
func (s *scanner) attributes(text string) {
	for pos := 0; pos < len(text); {
		if isBlank(text[pos]) || text[pos] == '/' {
			pos++
			continue
		}
		start := pos
		for pos < len(text) && !isBlank(text[pos]) && text[pos] != '=' && text[pos] != '/' {
			pos++
		}
		name, value := strings.ToLower(text[start:pos]), ""
		if equals := skipSpace(text, pos); equals < len(text) && text[equals] == '=' {
			value, pos = attributeValue(text, skipSpace(text, equals+1))
		}
		switch name {
		case "alt", "title", "lang", "dir", "aria-label":
		case "":
			pos++
		default:
			s.marks = append(s.marks, mark{markAttribute, name + "=" + value})
		}
	}
}

func attributeValue(text string, pos int) (value string, end int) {
	start := pos
	if pos < len(text) && (text[pos] == '"' || text[pos] == '\'') {
		if length := strings.IndexByte(text[pos+1:], text[pos]); length >= 0 {
			return text[pos+1 : pos+1+length], pos + length + 2
		}
	}
	for pos < len(text) && !isBlank(text[pos]) {
		pos++
	}
	return text[start:pos], pos
}
