package translation

import "strings"

// either reads what means something in Markdown and in plain text: placeholders, addresses, e-mail addresses.
func (s *scanner) either() bool {
	rest := s.text[s.pos:]
	switch rest[0] {
	case '{', '$', '%':
		if strings.HasPrefix(rest, "{#") {
			if end := closed(rest, "}", longestName); end > 3 {
				s.mark(markAnchor, rest[:end], end)
				return true
			}
		}
		if length := placeholder(rest); length > 0 {
			s.mark(markPlaceholder, rest[:length], length)
			return true
		}
	case 'h', 'H', 'f', 'F', 'w', 'W', 'm', 'M':
		if before, _ := s.around(s.pos, s.pos); !isAlnum(before) {
			if length := bareURL(rest); length > 0 {
				s.mark(markLink, rest[:length], length)
				return true
			}
		}
	case '@':
		return s.email()
	}
	return false
}

// placeholder returns the length of the placeholder that the text begins with, or 0.
func placeholder(text string) int {
	switch {
	case strings.HasPrefix(text, "{{"):
		return closed(text, "}}", longestName)
	case strings.HasPrefix(text, "{%"):
		return closed(text, "%}", longestName)
	case strings.HasPrefix(text, "${"):
		return closed(text, "}", longestName)
	case strings.HasPrefix(text, "%("):
		if end := closed(text, ")", longestName); end > 3 && end < len(text) && isAlnum(text[end]) {
			return end + 1
		}
	case strings.HasPrefix(text, "{"):
		end := closed(text, "}", longestName)
		for i := 1; i < end-1; i++ {
			if !isAlnum(text[i]) && strings.IndexByte("_.-", text[i]) < 0 {
				return 0
			}
		}
		if end > 2 {
			return end
		}
	case strings.HasPrefix(text, "%"):
		return printf(text)
	}
	return 0
}

// closed returns the length of the text up to and with its first closing mark, or 0 if there is none near.
func closed(text, closing string, longest int) int {
	if end := strings.Index(text[:min(len(text), longest)], closing); end >= 0 {
		return end + len(closing)
	}
	return 0
}

// printf returns the length of %s, %d or %1$s. Anything more would take "100 % sure" for a variable.
func printf(text string) int {
	pos := 1
	for pos < len(text) && text[pos] >= '0' && text[pos] <= '9' {
		pos++
	}
	if pos > 1 {
		if pos == len(text) || text[pos] != '$' {
			return 0
		}
		pos++
	}
	if pos == len(text) || text[pos] != 's' && text[pos] != 'd' || pos+1 < len(text) && isWord(text[pos+1]) {
		return 0
	}
	return pos + 1
}

// bareURL returns the length of the web address that the text begins with, or 0. As in GFM, it ends before
// punctuation that ends the sentence, and before a parenthesis that was not opened in it.
func bareURL(text string) int {
	scheme := 0
	for _, prefix := range []string{"https://", "http://", "ftp://", "www.", "mailto:"} {
		if len(text) > len(prefix) && strings.EqualFold(text[:len(prefix)], prefix) {
			scheme = len(prefix)
		}
	}
	if scheme == 0 || !isAlnum(text[scheme]) && text[scheme] != '{' {
		return 0
	}
	end := scheme
	for end < len(text) && text[end] > ' ' && text[end] < 0x7F && strings.IndexByte("<>[]\"`|\\", text[end]) < 0 {
		end++
	}
	opened := strings.Count(text[:end], "(")
	closings := strings.Count(text[:end], ")")
	for end > scheme {
		switch c := text[end-1]; {
		case strings.IndexByte("?!.,:;*_~'[]", c) >= 0:
		case c == ')' && closings > opened:
			closings--
		default:
			return end
		}
		end--
	}
	return 0
}

// email reads an e-mail address around the @ at the present place.
func (s *scanner) email() bool {
	start, end := s.pos, s.pos+1
	for start > s.word && (isAlnum(s.text[start-1]) || strings.IndexByte("._%+-", s.text[start-1]) >= 0) {
		start--
	}
	for start < s.pos && s.text[start] == '_' { // rather emphasis than part of the address
		start++
	}
	for end < len(s.text) && (isAlnum(s.text[end]) || s.text[end] == '.' || s.text[end] == '-') {
		end++
	}
	for end > s.pos && (s.text[end-1] == '.' || s.text[end-1] == '-') {
		end--
	}
	if start == s.pos || !strings.Contains(s.text[s.pos:max(end, s.pos)], ".") {
		return false
	}
	s.plain = s.plain[:max(0, len(s.plain)-(s.pos-start))]
	s.mark(markEmail, s.text[start:end], end-s.pos)
	return true
}
