package translation

import (
	"strings"
	"unicode"

	"parley/internal/doc"
)

// Typeset puts blanks that do not break where a language has them: before % after a number, and in French before : ; ! ?. It is
// for what machines write, of which nobody has to decide so. What would not be the same translation afterwards stays as it is.
func (j *Judge) Typeset(unit doc.Unit, text string) string {
	set := text
	if j.percentApart {
		set = apart(set, "%", func(before rune) bool { return digit(before) >= 0 })
	}
	if base, _, _ := strings.Cut(j.language, "-"); base == "fr" && j.language != "fr-CA" {
		set = apart(set, ":;!?", unicode.IsLetter)
	}
	if set != text && len(Check(unit, set)) > len(Check(unit, text)) {
		return text // it stood in code, or in an address
	}
	return set
}

// apart puts a blank that does not break between marks and what may stand before them, in the place of a blank if there is one.
func apart(text, marks string, before func(rune) bool) string {
	var set []rune
	runes := []rune(text)
	for i, r := range runes {
		last := len(set) - 1
		ends := i+1 == len(runes) || !readable(runes[i+1]) && (marks == "%" || unicode.IsSpace(runes[i+1]))
		switch {
		case !strings.ContainsRune(marks, r) || !ends || last < 0:
		case set[last] == ' ':
			if last > 0 && (marks != "%" || before(set[last-1])) {
				set[last] = '\u00a0'
			}
		case before(set[last]):
			set = append(set, '\u00a0')
		}
		set = append(set, r)
	}
	return string(set)
}
