package engine

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// PieceKind is what a piece of a passage is.
type PieceKind uint8

// The kinds of pieces.
const (
	Words PieceKind = iota // to be translated
	Hole                   // to be put back as it is
	Open                   // begins a range of words, such as the text of a link
	Close                  // ends the range that the last Open began
)

// Piece is a stretch of a passage.
type Piece struct {
	Kind PieceKind
	Text string // the words, or what stands in the place of the token in the result
}

// Passage is what is translated as one text. Its pieces other than words are numbered in their order: token 0, token 1, …
// Each Open has its Close, and they nest.
type Passage []Piece

// Words counts the characters that a reader would have to translate.
func (p Passage) Words() int {
	count := 0
	for _, piece := range p {
		if piece.Kind == Words {
			count += runes(strings.TrimSpace(piece.Text))
		}
	}
	return count
}

// tokens are the pieces that travel as tokens, with what stands beside each.
func (p Passage) tokens() []token {
	var tokens []token
	for i, piece := range p {
		if piece.Kind == Words {
			continue
		}
		t := token{piece: piece, pair: -1}
		t.left, t.right = p.edge(i-1, true), p.edge(i+1, false)
		tokens = append(tokens, t)
	}
	var open []int
	for i := range tokens {
		switch tokens[i].piece.Kind {
		case Open:
			open = append(open, i)
		case Close:
			if len(open) > 0 {
				first := open[len(open)-1]
				open = open[:len(open)-1]
				tokens[first].pair, tokens[i].pair = i, first
			}
		}
	}
	return tokens
}

// token is a numbered piece. left and right are the characters of the source right beside it: glued if it is another token,
// blank where there is a blank or the text ends.
type token struct {
	piece       Piece
	pair        int // number of the Close of an Open and the other way round
	left, right rune
}

const (
	blank rune = ' '
	glued rune = -1
)

func (p Passage) edge(i int, last bool) rune {
	if i < 0 || i >= len(p) {
		return blank
	}
	if p[i].Kind != Words {
		return glued
	}
	r, _ := utf8.DecodeRuneInString(p[i].Text)
	if last {
		r, _ = utf8.DecodeLastRuneInString(p[i].Text)
	}
	if unicode.IsSpace(r) || r == utf8.RuneError {
		return blank
	}
	return r
}

func runes(text string) int { return utf8.RuneCountInString(text) }
