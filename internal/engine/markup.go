package engine

import (
	"fmt"
	"html"
	"strconv"
	"strings"
)

// Markup is a way of writing tokens into a text.
type Markup uint8

// The ways. Which of them a service leaves alone is a property of the service.
const (
	Tokens Markup = iota // XPH0X, as a word of its own
	HTML                 // <span translate="no" id="p0">…</span>
	XML                  // <x id="0"/>, and <g id="1">…</g> around words
)

// Encode writes a passage for a service.
func (p Passage) Encode(markup Markup) string {
	var b strings.Builder
	tokens, n := p.tokens(), 0
	for _, piece := range p {
		if piece.Kind != Words {
			writeToken(&b, markup, n, tokens[n])
			n++
			continue
		}
		if markup == Tokens {
			spaced(&b, piece.Text)
		} else {
			b.WriteString(html.EscapeString(piece.Text))
		}
	}
	return strings.TrimSpace(b.String())
}

// spaced adds words, with a blank between them and a token before them.
func spaced(b *strings.Builder, text string) {
	if b.Len() > 0 && !strings.HasSuffix(b.String(), " ") && !strings.HasPrefix(text, " ") {
		b.WriteByte(' ')
	}
	b.WriteString(text)
}

func writeToken(b *strings.Builder, markup Markup, n int, t token) {
	first := n
	if t.piece.Kind == Close {
		first = t.pair
	}
	switch {
	case markup == Tokens:
		spaced(b, fmt.Sprintf("XPH%dX", n))
	case markup == HTML && t.piece.Kind == Hole:
		fmt.Fprintf(b, `<span translate="no" id="p%d">%s</span>`, n, html.EscapeString(t.piece.Text))
	case markup == HTML && t.piece.Kind == Open:
		fmt.Fprintf(b, `<span id="p%d">`, first)
	case markup == HTML:
		b.WriteString("</span>")
	case t.piece.Kind == Hole:
		fmt.Fprintf(b, `<x id="%d"/>`, n)
	case t.piece.Kind == Open:
		fmt.Fprintf(b, `<g id="%d">`, first)
	default:
		b.WriteString("</g>")
	}
}

// found is a part of an answer: words, or the number of a token.
type found struct {
	words string
	token int
}

const noToken = -1

// Decode reads a service's answer and puts back what the tokens stand for. It fails unless each token is there once and the
// ranges nest as they must; words that look like markup are words.
func (p Passage) Decode(markup Markup, answer string) (string, error) {
	tokens := p.tokens()
	var parts []found
	var err error
	if markup == Tokens {
		parts = splitTokens(answer)
	} else {
		parts, err = splitTags(answer, tokens)
	}
	if err != nil {
		return "", err
	}
	if err := complete(parts, tokens); err != nil {
		return "", err
	}
	return join(parts, tokens), nil
}

// splitTokens finds XPH0X in any case. A star before it is an engine's mark for a word that it does not know.
func splitTokens(answer string) []found {
	var parts []found
	start := 0
	for i := 0; i+3 < len(answer); i++ {
		if !strings.EqualFold(answer[i:i+3], "xph") {
			continue
		}
		end := i + 3
		for end < len(answer) && answer[end] >= '0' && answer[end] <= '9' {
			end++
		}
		n, err := strconv.Atoi(answer[i+3 : end])
		if err != nil || end == len(answer) || answer[end] != 'X' && answer[end] != 'x' {
			continue
		}
		parts = append(parts, found{strings.TrimSuffix(answer[start:i], "*"), noToken}, found{token: n})
		start, i = end+1, end
	}
	return append(parts, found{answer[start:], noToken})
}

// splitTags reads the tags that we have sent. Any other tag is not ours and therefore an error.
func splitTags(answer string, tokens []token) ([]found, error) {
	var parts []found
	var open []int
	for {
		start := strings.IndexByte(answer, '<')
		if start < 0 {
			return append(parts, found{html.UnescapeString(answer), noToken}), nil
		}
		end := strings.IndexByte(answer[start:], '>')
		if end < 0 {
			return nil, fmt.Errorf("a tag does not end")
		}
		parts = append(parts, found{html.UnescapeString(answer[:start]), noToken})
		tag := answer[start+1 : start+end]
		answer = answer[start+end+1:]
		if strings.HasPrefix(tag, "/") {
			if len(open) == 0 || open[len(open)-1] >= len(tokens) {
				return nil, fmt.Errorf("a tag ends that never began")
			}
			n := open[len(open)-1]
			open = open[:len(open)-1]
			if pair := tokens[n].pair; pair >= 0 {
				parts = append(parts, found{token: pair})
			}
			continue
		}
		n := idOf(tag)
		if n < 0 || n >= len(tokens) {
			return nil, fmt.Errorf("a tag came back that was not sent")
		}
		parts = append(parts, found{token: n})
		if tokens[n].piece.Kind == Open {
			open = append(open, n)
			continue
		}
		answer = afterHole(answer, tag)
	}
}

// idOf reads the number in id="p0" or id="0".
func idOf(tag string) int {
	_, rest, ok := strings.Cut(strings.ReplaceAll(tag, "'", `"`), `id="`)
	id, _, closed := strings.Cut(rest, `"`)
	n, err := strconv.Atoi(strings.TrimPrefix(id, "p"))
	if !ok || !closed || err != nil {
		return -1
	}
	return n
}

// afterHole passes over what a service has left or put between the tags of a hole.
func afterHole(answer, tag string) string {
	if strings.HasSuffix(tag, "/") {
		return answer
	}
	name, _, _ := strings.Cut(tag, " ")
	if _, after, ok := strings.Cut(answer, "</"+name+">"); ok {
		return after
	}
	return answer
}

// complete checks that each token is there once, and that no range ends before it begins.
func complete(parts []found, tokens []token) error {
	seen := make([]bool, len(tokens))
	var open []int
	for _, part := range parts {
		n := part.token
		switch {
		case n == noToken:
			continue
		case n >= len(tokens):
			return fmt.Errorf("token %d came back, which was not sent", n)
		case seen[n]:
			return fmt.Errorf("token %d came back twice", n)
		}
		seen[n] = true
		switch tokens[n].piece.Kind {
		case Open:
			open = append(open, n)
		case Close:
			if len(open) == 0 || open[len(open)-1] != tokens[n].pair {
				return fmt.Errorf("token %d came back in the wrong place", n)
			}
			open = open[:len(open)-1]
		}
	}
	for n := range seen {
		if !seen[n] {
			return fmt.Errorf("token %d is lost", n)
		}
	}
	return nil
}

// join puts words and what the tokens stand for together. Blanks that were put around tokens for the service's sake are
// taken away again: inside of ranges, and where the source has the same character right beside the token.
func join(parts []found, tokens []token) string {
	var b strings.Builder
	for i, part := range parts {
		if part.token == noToken {
			words := part.words
			if i > 0 && closeBy(tokens[parts[i-1].token], words, parts, i) {
				words = strings.TrimLeft(words, " ")
			}
			if i+1 < len(parts) && tightBefore(tokens[parts[i+1].token], words) {
				words = strings.TrimRight(words, " ")
			}
			b.WriteString(words)
			continue
		}
		b.WriteString(tokens[part.token].piece.Text)
	}
	return strings.TrimSpace(b.String())
}

// closeBy reports whether the words after a token belong right beside it.
func closeBy(t token, words string, parts []found, i int) bool {
	trimmed := strings.TrimLeft(words, " ")
	if t.piece.Kind == Open {
		return t.right != blank // no emphasis begins with a blank, but what only looks like some may
	}
	if trimmed == "" {
		return t.right == glued && i+1 < len(parts)
	}
	return t.right > 0 && t.right != blank && strings.HasPrefix(trimmed, string(t.right))
}

// tightBefore reports whether the words before a token belong right beside it.
func tightBefore(t token, words string) bool {
	trimmed := strings.TrimRight(words, " ")
	if t.piece.Kind == Close {
		return t.left != blank
	}
	return trimmed != "" && t.left > 0 && t.left != blank && strings.HasSuffix(trimmed, string(t.left))
}
