package translation

import "strings"

// footnote reads [^label].
func (s *scanner) footnote() bool {
	rest := s.text[s.pos:]
	if !strings.HasPrefix(rest, "[^") {
		return false
	}
	end := closed(rest, "]", longestName)
	if end < 4 || strings.ContainsAny(rest[:end], " \t") {
		return false
	}
	if _, _, link := inlineTarget(rest[end:]); link { // which it is, if no such footnote exists
		return false
	}
	s.mark(markReference, rest[:end], end)
	return true
}

// closeBracket reads the end of a link or image: ](destination "title"), ][label] or ][].
func (s *scanner) closeBracket() bool {
	if len(s.open) == 0 {
		return false
	}
	from := s.open[len(s.open)-1]
	rest := s.text[s.pos+1:]
	kind := markLink
	if from.image {
		kind = markImage
	}
	if destination, length, ok := inlineTarget(rest); ok {
		s.closeLink(from)
		s.mark(kind, destination, length+1)
		return true
	}
	s.open = s.open[:len(s.open)-1]
	if strings.HasPrefix(rest, "[") {
		if end := closed(rest, "]", longestTarget); end > 2 && strings.TrimSpace(rest[1:end-1]) != "" {
			s.mark(markReference, rest[:end], 1) // not more, as [label](…) is a link if nothing defines the label
			return true
		}
	}
	return false
}

// closeLink forgets the brackets that a link has used up: its own and, as links do not nest, those around it.
// An address inside a link's text is text.
func (s *scanner) closeLink(from opener) {
	s.open = s.open[:len(s.open)-1]
	if from.image {
		return
	}
	kept := s.open[:0]
	for _, o := range s.open {
		if o.image {
			kept = append(kept, o)
		}
	}
	s.open = kept
	inside := s.marks[from.marks:]
	s.marks = s.marks[:from.marks]
	for _, m := range inside {
		if m.kind != markLink && m.kind != markEmail {
			s.marks = append(s.marks, m)
		}
	}
}

// inlineTarget reads (destination "title") and returns the destination and the length of all.
func inlineTarget(text string) (destination string, length int, ok bool) {
	if !strings.HasPrefix(text, "(") {
		return "", 0, false
	}
	pos := skipSpace(text, 1)
	start := pos
	if strings.HasPrefix(text[pos:], "<") {
		end := closed(text[pos:], ">", longestTarget)
		if end == 0 {
			return "", 0, false
		}
		destination, pos = text[pos+1:pos+end-1], pos+end
	} else {
		pos = endOfDestination(text, pos)
		destination = text[start:pos]
	}
	after := skipSpace(text, pos)
	if after > pos && after < len(text) && text[after] != ')' {
		if after = endOfTitle(text, after); after < 0 {
			return "", 0, false
		}
		after = skipSpace(text, after)
	}
	if after >= len(text) || text[after] != ')' {
		return "", 0, false
	}
	return destination, after + 1, true
}

// endOfDestination passes over a destination without angle brackets: no blanks, parentheses in pairs.
func endOfDestination(text string, pos int) int {
	depth := 0
	text = text[:min(len(text), pos+longestTarget)]
	for pos < len(text) && !isBlank(text[pos]) {
		switch text[pos] {
		case '\\':
			if pos+1 < len(text) && isPunct(text[pos+1]) {
				pos++
			}
		case '(':
			depth++
		case ')':
			if depth == 0 {
				return pos
			}
			depth--
		}
		pos++
	}
	return pos
}

// endOfTitle passes over a title in quotes or parentheses, or returns -1.
func endOfTitle(text string, pos int) int {
	closing := text[pos]
	switch closing {
	case '"', '\'':
	case '(':
		closing = ')'
	default:
		return -1
	}
	text = text[:min(len(text), pos+longestTarget)]
	for pos++; pos < len(text); pos++ {
		switch text[pos] {
		case '\\':
			pos++
		case closing:
			return pos + 1
		}
	}
	return -1
}

func skipSpace(text string, pos int) int {
	for pos < len(text) && isBlank(text[pos]) {
		pos++
	}
	return pos
}
