package translation

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"parley/internal/doc"
	"parley/internal/engine"
)

// Fixed is a stretch of a unit's text whose translation is settled: a name that stays, or a term whose approved form is known.
type Fixed struct {
	Start, Stop int
	Text        string // what stands in its place in the translation
}

// Protect takes a unit apart for an engine: words, and the holes that must survive: code, addresses, placeholders, tags, marks,
// codes such as SKUs, and what is fixed. The text of links and of emphasis are words between an Open and a Close. The pieces
// put together again are the unit's text, but for what is fixed to something else.
func Protect(unit doc.Unit, fixed []Fixed) engine.Passage {
	spans := nested(sortSpans(markup(unit)))
	if strings.ContainsAny(unit.Text, "&-_") { // without which there is no code, and looking costs more than all else here
		for _, at := range codes.FindAllStringIndex(unit.Text, -1) {
			spans = addSpan(spans, span{start: at[0], stop: at[1], text: unit.Text[at[0]:at[1]]})
		}
	}
	for _, f := range fixed {
		spans = addSpan(spans, span{start: f.Start, stop: f.Stop, text: f.Text})
	}
	var passage engine.Passage
	at := 0
	for _, s := range spans {
		if s.start > at {
			passage = append(passage, engine.Piece{Kind: engine.Words, Text: unit.Text[at:s.start]})
		}
		text := s.text
		if text == "" {
			text = unit.Text[s.start:s.stop]
		}
		passage = append(passage, engine.Piece{Kind: s.kind(), Text: text})
		at = s.stop
	}
	if at < len(unit.Text) {
		passage = append(passage, engine.Piece{Kind: engine.Words, Text: unit.Text[at:]})
	}
	return passage
}

// codes are entities, and names that no language translates: MIG-ENGINE-HOUR, SEV-1.
var codes = regexp.MustCompile(`&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);|\b[A-Z][A-Z0-9]*(?:[-_][A-Z0-9]+)+\b`)

// span is a stretch of a unit's text that does not travel as words.
type span struct {
	start, stop int
	pair        int    // number of the pair that it opens or closes, 0 for none
	closes      bool   // of a pair
	text        string // what it becomes; "" for what it is
}

func (s span) kind() engine.PieceKind {
	switch {
	case s.pair == 0:
		return engine.Hole
	case s.closes:
		return engine.Close
	}
	return engine.Open
}

// protector follows the scanner of the checks step by step, and notes where each mark stands.
type protector struct {
	scanner
	spans []span
	pairs int
	runs  []int // spans of emphasis that may still be closed
}

// markup finds what is no words, in no particular order; stretches may overlap where a reference was read as a bracket first.
func markup(unit doc.Unit) []span {
	p := &protector{scanner: scanner{text: unit.Text}}
	if mark := taskMark(unit.Text); unit.Block == doc.Item && mark != "" {
		p.spans = append(p.spans, span{start: 0, stop: len(mark)})
	}
	for p.pos < len(p.text) {
		if unit.Block == doc.Field {
			p.inField()
		} else {
			p.body()
		}
	}
	return p.spans
}

func (p *protector) inField() {
	at := p.pos
	if !p.field() {
		p.literal(1)
		return
	}
	p.hole(at)
}

func (p *protector) body() {
	at, before := p.pos, len(p.marks)
	opened := opener{pos: -1}
	if len(p.open) > 0 {
		opened = p.open[len(p.open)-1]
	}
	first := p.text[at]
	if !p.markdown() && !p.either() {
		p.literal(1)
		return
	}
	switch first {
	case '!':
		if p.pos == at+2 { // it may begin an image
			return
		}
		p.hole(at)
	case '*', '_', '~':
		if len(p.marks) > before {
			p.run(at)
		} else if first == '*' {
			p.hole(at)
		}
	case ']':
		p.link(at, opened)
	default:
		p.hole(at)
	}
}

// hole notes what the last step has read. An e-mail address begins before the @ at which it is found.
func (p *protector) hole(at int) {
	if last := len(p.marks) - 1; last >= 0 && p.text[at] == '@' && p.marks[last].kind == markEmail {
		at = p.pos - len(p.marks[last].text)
	}
	p.spans = append(p.spans, span{start: at, stop: p.pos})
}

// run notes a run of delimiters of emphasis. It closes the last run that is equal to it, if it can close one.
func (p *protector) run(at int) {
	s := span{start: at, stop: p.pos}
	text := p.text[at:p.pos]
	if last := len(p.runs) - 1; last >= 0 && at > 0 && !isBlank(p.text[at-1]) {
		if first := &p.spans[p.runs[last]]; p.text[first.start:first.stop] == text {
			p.pairs++
			first.pair, s.pair, s.closes = p.pairs, p.pairs, true
			p.runs = p.runs[:last]
			p.spans = append(p.spans, s)
			return
		}
	}
	p.runs = append(p.runs, len(p.spans))
	p.spans = append(p.spans, s)
}

// link notes the brackets of a link or an image.
func (p *protector) link(at int, opened opener) {
	if opened.pos < 0 {
		return
	}
	stop := p.pos
	if last := p.marks[len(p.marks)-1]; last.kind == markReference {
		stop = at + 1 + len(last.text)
	}
	width := 1
	if opened.image {
		width = 2
	}
	p.pairs++
	p.spans = append(p.spans, span{start: opened.pos, stop: opened.pos + width, pair: p.pairs},
		span{start: at, stop: stop, pair: p.pairs, closes: true})
}

// sortSpans puts stretches into order and leaves out those that begin in another.
func sortSpans(spans []span) []span {
	slices.SortStableFunc(spans, func(a, b span) int { return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(b.stop, a.stop)) })
	var kept []span
	for _, s := range spans {
		if len(kept) == 0 || s.start >= kept[len(kept)-1].stop {
			kept = append(kept, s)
		}
	}
	return kept
}

// nested makes holes of what opens or closes a pair that does not nest in the others.
func nested(spans []span) []span {
	whole := map[int]bool{}
	var open []int
	for _, s := range spans {
		switch {
		case s.pair == 0:
		case !s.closes:
			open = append(open, s.pair)
		default:
			if at := slices.Index(open, s.pair); at >= 0 {
				whole[s.pair] = true
				open = open[:at]
			}
		}
	}
	for i := range spans {
		if !whole[spans[i].pair] {
			spans[i].pair = 0
		}
	}
	return spans
}

// addSpan adds a stretch, unless it touches one that is there already.
func addSpan(spans []span, s span) []span {
	at, _ := slices.BinarySearchFunc(spans, s, func(a, b span) int { return cmp.Compare(a.start, b.start) })
	if s.start >= s.stop || at > 0 && spans[at-1].stop > s.start || at < len(spans) && spans[at].start < s.stop {
		return spans
	}
	return slices.Insert(spans, at, s)
}

// Repair puts a translation into the form of a unit: one line, and no block of its own kind: "2. Oktober" begins a list unless
// it is told not to.
func Repair(unit doc.Unit, text string) string {
	text = doc.Fold(text)
	if unit.Block == doc.Field || text == "" {
		return text
	}
	if block := opens(text); block == "" || block == opens(unit.Text) {
		return text
	}
	digits := 0
	for digits < len(text) && text[digits] >= '0' && text[digits] <= '9' {
		digits++
	}
	if digits < len(text) && isPunct(text[digits]) {
		return text[:digits] + `\` + text[digits:]
	}
	return text
}
