package translation

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// debris returns what a translation engine or a broken encoding has left in the text, or "". What the source
// has too is no debris.
func debris(source, text string) string {
	for _, r := range text {
		var what string
		switch {
		case r >= ' ' && r < 0x7F: // nearly every character
			continue
		case r < ' ' && r != '\n' && r != '\t' && r != '\r', r == 0x7F:
			what = "control character"
		case r == utf8.RuneError:
			what = "replacement character"
		case unicode.Is(unicode.Co, r):
			what = "private-use character"
		default:
			continue
		}
		if !strings.ContainsRune(source, r) {
			return fmt.Sprintf("%s U+%04X", what, r)
		}
	}
	for _, find := range []func(string) string{escapedEntity, mojibake, token} {
		if found := find(text); found != "" && !strings.Contains(source, found) {
			return found
		}
	}
	return ""
}

// escapedEntity finds an entity that was escaped twice, such as &amp;lt; for &lt;.
func escapedEntity(text string) string {
	for {
		start := strings.Index(text, "&amp;")
		if start < 0 {
			return ""
		}
		text = text[start:]
		for _, name := range []string{"amp;", "lt;", "gt;", "quot;", "nbsp;", "#"} {
			if strings.HasPrefix(text[len("&amp;"):], name) {
				return text[:len("&amp;")+len(name)]
			}
		}
		text = text[len("&amp;"):]
	}
}

// mojibake finds UTF-8 that was read as Latin-1 or Windows-1252: Ã© for é, â€™ for ’.
func mojibake(text string) string {
	for at, r := range text {
		if r != 'Ã' && r != 'Â' && r != 'â' {
			continue
		}
		rest := text[at+utf8.RuneLen(r):]
		next, width := utf8.DecodeRuneInString(rest)
		if r != 'â' && next >= 0x80 && next <= 0xBF || r == 'â' && (next == '€' || next == 0x80) {
			return text[at : at+utf8.RuneLen(r)+width]
		}
	}
	return ""
}

// token finds a token that stood for something protected while the text was with an engine.
func token(text string) string {
	for _, form := range [][2]string{{"XPH", "X"}, {"⟦", "⟧"}, {"__", "__"}} {
		for rest := text; ; {
			start := strings.Index(rest, form[0])
			if start < 0 {
				break
			}
			rest = rest[start+len(form[0]):]
			digits := len(rest) - len(strings.TrimLeft(rest, "0123456789"))
			if digits > 0 && strings.HasPrefix(rest[digits:], form[1]) {
				return form[0] + rest[:digits] + form[1]
			}
		}
	}
	return ""
}

// unknownWord finds a word that Apertium marks as unknown or could not inflect: *word, #word, @word. Both
// texts are given without their marks. A * that another one closes is emphasis.
func unknownWord(source, text string) string {
	for _, c := range []byte("*#@") {
		if leading, first := wordsAfter(text, c); leading > 0 {
			if before, _ := wordsAfter(source, c); leading > before {
				return first
			}
		}
	}
	return ""
}

// wordsAfter counts the words that have c directly before them and nothing but a blank before that, and
// returns the first with c.
func wordsAfter(text string, c byte) (count int, first string) {
	closing := 0 // where the last * stands that can close emphasis
	for at := 1; at < len(text) && c == '*'; at++ {
		if text[at] == '*' && !isBlank(text[at-1]) {
			closing = at
		}
	}
	for at := 0; ; at++ {
		next := strings.IndexByte(text[at:], c)
		if next < 0 {
			return count, first
		}
		at += next
		letter, _ := utf8.DecodeRuneInString(text[at+1:])
		if !unicode.IsLetter(letter) || at > 0 && !isBlank(text[at-1]) || closing > at {
			continue
		}
		if count++; first == "" {
			first, _, _ = strings.Cut(text[at:], " ")
		}
	}
}

// bidi returns a control character of text direction that has no counterpart, or "".
func bidi(text string) string {
	var open []rune
	if !strings.Contains(text, "\u202A"[:2]) && !strings.Contains(text, "\u2066"[:2]) {
		return "" // nearly every text
	}
	for _, r := range text {
		closing := rune(0)
		switch r {
		case '\u202A', '\u202B', '\u202D', '\u202E':
			closing = '\u202C'
		case '\u2066', '\u2067', '\u2068':
			closing = '\u2069'
		case '\u202C', '\u2069':
			if len(open) == 0 || open[len(open)-1] != r {
				return fmt.Sprintf("U+%04X closes nothing", r)
			}
			open = open[:len(open)-1]
		}
		if closing != 0 {
			open = append(open, closing)
		}
	}
	if len(open) > 0 {
		return fmt.Sprintf("U+%04X is missing at the end", open[len(open)-1])
	}
	return ""
}
