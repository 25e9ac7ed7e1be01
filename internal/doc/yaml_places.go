package doc

import (
	"errors"
	"strings"

	"go.yaml.in/yaml/v4"

	"parley/internal/diag"
)

// syntax turns the library's error into a finding at the place where the reader stumbled.
func (r *yamlReader) syntax(err error) diag.Diagnostic {
	at, message := r.at(1, 1), err.Error()
	var load *yaml.LoadError
	if errors.As(err, &load) {
		at, message = r.stumbled(load), load.Message
	}
	finding := diag.New(diag.YAMLSyntax, at, "this is not YAML: %s", message).WithHint("%s", syntaxHint(message))
	if strings.HasPrefix(message, "did not find expected ','") {
		if open := r.at(load.ContextMark.Line, load.ContextMark.Column); open != at {
			finding = finding.WithNote(open, "the bracket is opened here")
		}
	}
	return finding
}

// at is the place of one character of the YAML text, or of its end: the reader may stumble behind it.
func (r *yamlReader) at(line, col int) diag.Place {
	span := r.span(max(1, line), max(1, col), 1)
	start := r.file.Offset(span.Line, span.Col)
	if atLine, atCol := r.file.Position(start); atLine != span.Line || atCol != span.Col {
		return r.file.Place(start, start)
	}
	return diag.Place{Path: r.file.Path, Span: span}
}

// stumbled is the place of an error. Where something is opened and never closed, the reader stumbles at the end of
// the text; the place to look at is where it was opened.
func (r *yamlReader) stumbled(load *yaml.LoadError) diag.Place {
	at := load.Mark
	if at.Line == 0 { // what reads characters knows no lines, only how far it came
		start := r.file.Offset(r.lines+1, 1) + at.Index
		return r.file.Place(start, start+1)
	}
	if open := load.ContextMark; open.Line > 0 && (at.Line > r.last || unclosedQuote(load.Message)) {
		at = open
	}
	return r.at(at.Line, at.Column)
}

func syntaxHint(message string) string {
	switch {
	case strings.Contains(message, "mapping values are not allowed"):
		return "text with a colon needs quotes; keys of one level start in the same column"
	case strings.Contains(message, "cannot start any token"), strings.Contains(message, "tab character"):
		return "indent with spaces, never with tabs; quote text that starts with @, ` or %"
	case unclosedQuote(message):
		return "a quote was opened and never closed"
	case strings.Contains(message, "escape character"):
		return `write \\ for a backslash, or put the text in single quotes`
	default:
		return "look at the quotes, brackets and indentation just before this place"
	}
}

func unclosedQuote(message string) bool {
	return message == "found unexpected end of stream" || message == "found unexpected document indicator"
}

// span is a range on one line of the YAML text, which starts r.lines below the start of the file.
func (r *yamlReader) span(line, col, width int) diag.Span {
	return diag.Span{Line: line + r.lines, Col: col, EndLine: line + r.lines, EndCol: col + width}
}

// spanOf covers a scalar as it is written, quotes included, or the start of anything larger.
func (r *yamlReader) spanOf(node *yaml.Node) diag.Span {
	start := r.file.Offset(node.Line+r.lines, node.Column)
	if node.Line == 0 {
		return r.span(1, 1, 0)
	}
	return r.file.Span(start, start+r.width(node, r.text[min(start, len(r.text)):]))
}

// width looks no farther into the rest of the file than the node reaches: a line may be as long as the file, and full of nodes.
func (r *yamlReader) width(node *yaml.Node, rest string) int {
	switch {
	case node.Kind == yaml.AliasNode || node.Anchor != "" || tagged(node):
		return len(firstWord(rest))
	case node.Kind == yaml.DocumentNode:
		return len(firstWord(rest))
	case node.Kind != yaml.ScalarNode && node.Style&yaml.FlowStyle != 0:
		return flowWidth(rest)
	case node.Kind != yaml.ScalarNode:
		return min(1, len(firstLine(rest)))
	case node.Style&yaml.SingleQuotedStyle != 0:
		return quotedWidth(rest, '\'', 0)
	case node.Style&yaml.DoubleQuotedStyle != 0:
		return quotedWidth(rest, '"', '\\')
	case node.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		return len(strings.TrimRight(firstLine(rest), " \r"))
	case strings.HasPrefix(rest, node.Value):
		return len(node.Value)
	default: // a plain scalar over several lines
		return len(strings.TrimRight(firstLine(rest), " \r"))
	}
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}

// firstWord ends where an anchor, an alias or a tag does: at a blank, or at a mark of the list around it.
func firstWord(text string) string {
	if end := strings.IndexAny(text, " \t\r\n,[]{}"); end >= 0 {
		return text[:end]
	}
	return text
}

// flowWidth returns the length of a list or map in brackets at the start of text, both brackets included.
func flowWidth(text string) int {
	depth := 0
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '[' || c == '{':
			depth++
		case c == ']' || c == '}':
			if depth--; depth == 0 {
				return i + 1
			}
		case (c == '"' || c == '\'') && opensQuote(text[:i]):
			escape := map[byte]byte{'"': '\\'}[c]
			i += quotedWidth(text[i:], c, escape) - 1
		case c == '#' && strings.IndexByte(" \t\n", text[i-1]) >= 0:
			i += max(0, strings.IndexByte(text[i:], '\n'))
		}
	}
	return len(text)
}

// opensQuote reports whether a quote after text in brackets begins a value; elsewhere it is a character of a word.
func opensQuote(before string) bool {
	before = strings.TrimRight(before, " \t\n")
	return strings.IndexByte("[{,:", before[len(before)-1]) >= 0
}

// quotedWidth returns the length of a quoted scalar at the start of text, both quotes included.
func quotedWidth(text string, quote, escape byte) int {
	for i := 1; i < len(text); i++ {
		switch {
		case escape != 0 && text[i] == escape:
			i++
		case text[i] == quote && escape == 0 && i+1 < len(text) && text[i+1] == quote:
			i++
		case text[i] == quote:
			return i + 1
		}
	}
	return len(text)
}

// widen makes the span of a list reach to the end of its last item.
func widen(span diag.Span, items []Value) diag.Span {
	if len(items) > 0 {
		last := items[len(items)-1].Span
		span.EndLine, span.EndCol = last.EndLine, last.EndCol
	}
	return span
}
