package glossary

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Finder finds the terms of one language.
type Finder struct {
	root  *node
	ascii [utf8.RuneSelf][utf8.RuneSelf]bool // the pairs of ASCII characters with which a term can start
	terms []Term

	Forbids bool // at least one form is forbidden
}

// node is a state of a trie over folded runes.
type node struct {
	next edges
	ends []end
}

// edges lead to further states, sorted by rune. Most states have one: to look through a few takes less time than a map.
type edges []edge

type edge struct {
	rune rune
	to   *node
}

// on returns the state to which a rune leads, nil for none.
func (e edges) on(r rune) *node {
	if at, ok := e.find(r); ok {
		return e[at].to
	}
	return nil
}

// add adds an edge to a new state, and returns where it is.
func (e *edges) add(r rune) int {
	at, _ := slices.BinarySearchFunc(*e, r, compare)
	*e = slices.Insert(*e, at, edge{r, &node{}})
	return at
}

func compare(one edge, r rune) int { return int(one.rune - r) }

// find returns where the edge for a rune is.
func (e edges) find(r rune) (at int, ok bool) {
	if len(e) == 1 {
		return 0, e[0].rune == r
	}
	return slices.BinarySearchFunc(e, r, compare)
}

type end struct {
	term      int
	form      Form
	forbidden bool
	exact     string // the spelling that is required, "" when case does not matter
}

// Match is one occurrence of a term.
type Match struct {
	Start, Stop int // byte range in the text
	Term        int // index into the terms that the Finder was made of
	Form        Form
	Forbidden   bool
}

// NewFinder prepares to find the terms of a language.
func NewFinder(terms []Term, language, source string) *Finder {
	f := &Finder{root: &node{}, terms: terms}
	for i, term := range terms {
		allowed, forbidden := term.In(language, source)
		for _, form := range allowed {
			f.add(form, i, false)
		}
		for _, form := range forbidden {
			f.add(form, i, true)
		}
	}
	for first := range rune(utf8.RuneSelf) {
		after := f.root.next.on(fold(first))
		for second := range rune(utf8.RuneSelf) {
			f.ascii[first][second] = after != nil && (len(after.ends) > 0 || after.next.on(fold(second)) != nil)
		}
	}
	return f
}

func (f *Finder) add(form Form, term int, forbidden bool) {
	if form.Text == "" {
		return
	}
	at := f.root
	for _, r := range form.Text {
		r = fold(r)
		i, ok := at.next.find(r)
		if !ok {
			i = at.next.add(r)
		}
		at = at.next[i].to
	}
	e := end{term: term, form: form, forbidden: forbidden}
	if f.terms[term].CaseMatters || isAbbreviation(form.Text) {
		e.exact = form.Text
	}
	at.ends = append(at.ends, e)
	f.Forbids = f.Forbids || forbidden
}

// isAbbreviation reports whether a form is written in capitals only, so that SLA is a term and "sla" is none.
func isAbbreviation(form string) bool {
	return strings.ToUpper(form) == form && strings.ToLower(form) != form
}

func fold(r rune) rune {
	if r < utf8.RuneSelf {
		return rune(folded[r])
	}
	if unicode.IsSpace(r) {
		return ' '
	}
	return unicode.ToLower(r)
}

// folded are the characters of ASCII as they are compared.
var folded = func() (all [utf8.RuneSelf]byte) {
	for c := range byte(utf8.RuneSelf) {
		switch all[c] = c; {
		case c >= 'A' && c <= 'Z':
			all[c] = c + 'a' - 'A'
		case c >= '\t' && c <= '\r':
			all[c] = ' '
		}
	}
	return all
}()

// Find returns the terms in a text, from left to right, the longest at each place, never overlapping.
func (f *Finder) Find(text string) []Match {
	if len(f.root.next) == 0 {
		return nil
	}
	var matches []Match
	previous := rune(' ')
	for i := 0; i < len(text); {
		if plainWord(previous) {
			start := i
			for i < len(text) && plain[text[i]] {
				i++
			}
			if i > start {
				previous = rune(text[i-1])
				continue
			}
		}
		if f.ruledOut(text, i) {
			previous = rune(text[i])
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		if !glued(previous, r) {
			if match, ok := f.longest(text, i); ok {
				matches = append(matches, match)
				previous, _ = utf8.DecodeLastRuneInString(text[i:match.Stop])
				i = match.Stop
				continue
			}
		}
		previous = r
		i += size
	}
	return matches
}

// plainWord reports whether a rune is a letter or a digit of ASCII: between two of these, no term starts.
func plainWord(r rune) bool { return r < utf8.RuneSelf && plain[r] }

// plain are the bytes that are plain words.
var plain = func() (all [256]bool) {
	for c := range all {
		all[c] = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
	}
	return all
}()

// ruledOut reports that no term starts at a place. It sees two ASCII characters only, which tell so of most places.
func (f *Finder) ruledOut(text string, i int) bool {
	return text[i] < utf8.RuneSelf && i+1 < len(text) && text[i+1] < utf8.RuneSelf && !f.ascii[text[i]][text[i+1]]
}

// longest returns the longest term that starts at a place. The walk is bounded by the longest form.
func (f *Finder) longest(text string, start int) (Match, bool) {
	var found Match
	ok, at, space := false, f.root, false
	for i := start; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		i += size
		folded := fold(r)
		if folded == ' ' && space {
			continue
		}
		space = folded == ' '
		at = at.next.on(folded)
		if at == nil {
			break
		}
		if len(at.ends) == 0 {
			continue
		}
		if next, _ := utf8.DecodeRuneInString(text[i:]); i < len(text) && glued(r, next) {
			continue
		}
		for _, e := range at.ends {
			if e.exact == "" || e.exact == text[start:i] {
				found, ok = Match{Start: start, Stop: i, Term: e.term, Form: e.form, Forbidden: e.forbidden}, true
				break
			}
		}
	}
	return found, ok
}

// glued reports whether two runes belong to one word. Scripts that are written without spaces never glue.
func glued(a, b rune) bool { return isWord(a) && isWord(b) && !unspaced(a) && !unspaced(b) }

func isWord(r rune) bool {
	return plainWord(r) || unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == '_'
}

func unspaced(r rune) bool {
	return r >= utf8.RuneSelf && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}
