package doc

import (
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// For each mark that may end an emphasis, and each bracket that may end a link, the library looks back over all that may
// begin one. So a passage has at most so many of them; of what follows, nothing is read.
const (
	mostMarks    = 4000 // stars, underscores and tildes
	mostBrackets = 300
)

// crowd keeps the open marks of a passage few. It stands before the library's own parsers, and after that of footnotes,
// whose brackets never wait for their end.
type crowd struct{}

// crowdState is what has been seen of the present passage, and where in the text the first one is cut off.
type crowdState struct {
	passage         ast.Node
	marks, brackets int
	full            bool // the rest of the passage is text
	crowded         bool // so was that of this passage, or of one before
	at              int
}

var crowdKey = parser.NewContextKey()

// Trigger names the characters that may open or close something.
func (crowd) Trigger() []byte { return []byte("*_~[]!") }

// Parse counts, and leaves what it counts to the library's parsers; of a passage that is full it takes the line for text.
func (crowd) Parse(passage ast.Node, block text.Reader, pc parser.Context) ast.Node {
	state := pc.Get(crowdKey).(*crowdState)
	if state.passage != passage {
		state.passage, state.marks, state.brackets, state.full = passage, 0, 0, false
	}
	line, segment := block.PeekLine()
	if state.count(line); !state.full {
		return nil
	}
	if !state.crowded {
		state.crowded, state.at = true, segment.Start
	}
	segment = segment.TrimRightSpace(block.Source())
	block.Advance(segment.Len())
	return ast.NewTextSegment(segment)
}

// count looks at what a line begins with.
func (s *crowdState) count(line []byte) {
	switch picture := len(line) > 1 && line[1] == '['; {
	case line[0] == ']':
		s.brackets = max(0, s.brackets-1)
	case line[0] == '[' || line[0] == '!' && picture:
		s.brackets++
	case line[0] != '!':
		s.marks++
	}
	s.full = s.full || s.marks > mostMarks || s.brackets > mostBrackets
}
