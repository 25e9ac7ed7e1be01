package translation

import (
	"strings"

	"parley/internal/doc"
)

// shape returns why the text would not be one block of the unit's kind at the unit's place, or "".
//
// A translation is put where its source stands, so a line break or an opening mark in it would change the
// page around it: "2. Oktober" begins a list in Markdown.
func shape(unit doc.Unit, text string) string {
	if strings.ContainsAny(text, "\n\r") && !strings.ContainsAny(unit.Text, "\n\r") {
		return "the text has a line break"
	}
	if unit.Block == doc.Field {
		return ""
	}
	if block := opens(text); block != "" && block != opens(unit.Text) {
		return "the text begins " + block + "; put a backslash before its first mark"
	}
	if unit.Block == doc.Cell {
		if pipes(text) != pipes(unit.Text) {
			return `the text has a | that ends the table cell; write \|`
		}
		if backslashes := len(text) - len(strings.TrimRight(text, `\`)); backslashes%2 == 1 {
			return `the text ends in a backslash that would keep the table cell open; write \\`
		}
	}
	return ""
}

// frame returns why the marks at the edges of the text differ from those of its source, or "".
func frame(block doc.Block, source, text string) string {
	if block == doc.Item && taskMark(source) != taskMark(text) {
		return "the task mark [ ] or [x] at the start must be that of the source"
	}
	if block == doc.Heading && trailingAnchor(source) != trailingAnchor(text) {
		return "the {#id} at the end must be that of the source"
	}
	return ""
}

// taskMark returns the mark of a task list item that the text begins with, or "".
func taskMark(text string) string {
	for _, mark := range []string{"[ ]", "[x]", "[X]"} {
		if text == mark || strings.HasPrefix(text, mark+" ") {
			return strings.ToLower(mark)
		}
	}
	return ""
}

func trailingAnchor(text string) string {
	text = strings.TrimRight(text, " ")
	start := strings.LastIndexByte(text, '{')
	if start < 0 || !strings.HasSuffix(text, "}") {
		return ""
	}
	return text[start:]
}

// pipes counts the characters that separate table cells. GFM counts them in code spans too.
func pipes(text string) int {
	count := 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '|':
			count++
		}
	}
	return count
}

// opens names the block other than a paragraph that a line of Markdown begins, or "".
func opens(line string) string {
	text := strings.TrimLeft(line, " ")
	if len(line)-len(text) >= 4 || strings.HasPrefix(text, "\t") {
		return "indented code"
	}
	if text == "" {
		return ""
	}
	switch c := text[0]; c {
	case '#':
		if marks := run(text, c); marks <= 6 && endsMark(text, marks) {
			return "a heading"
		}
	case '>':
		return "a quote"
	case '-', '+', '*', '_', '=':
		return opensRule(text, c)
	case '`', '~':
		if run(text, c) >= 3 && (c == '~' || !strings.Contains(text[run(text, c):], "`")) {
			return "a code block"
		}
	case '|':
		return "a table"
	case ':':
		if endsMark(text, 1) {
			return "a definition"
		}
	case '[':
		if end := strings.Index(text, "]:"); end > 1 && !strings.Contains(text[1:end], "]") {
			return "a link definition or footnote"
		}
	case '<':
		return opensHTML(text)
	}
	return opensNumber(text)
}

// opensRule recognises lists, thematic breaks and underlines of headings.
func opensRule(text string, c byte) string {
	if strings.Trim(text, string(c)) == "" && (c == '=' || c == '-' && len(text) > 1) {
		return "an underline of " + string(c)
	}
	if strings.Trim(text, string(c)+" \t") == "" && c != '=' && strings.Count(text, string(c)) >= 3 {
		return "a rule"
	}
	if c != '_' && c != '=' && endsMark(text, 1) {
		return "a list"
	}
	return ""
}

func opensNumber(text string) string {
	digits := 0
	for digits < len(text) && text[digits] >= '0' && text[digits] <= '9' {
		digits++
	}
	if digits < 1 || digits > 9 || digits == len(text) || text[digits] != '.' && text[digits] != ')' || !endsMark(text, digits+1) {
		return ""
	}
	return "a numbered list"
}

// endsMark reports whether the mark of a block ends at pos: a blank follows, or nothing.
func endsMark(text string, pos int) bool { return pos == len(text) || isBlank(text[pos]) }

// blockTags are the HTML tags that begin an HTML block in CommonMark wherever a line starts with one.
const blockTags = " address article aside base basefont blockquote body caption center col colgroup dd details dialog dir" +
	" div dl dt fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html iframe" +
	" legend li link main menu menuitem nav noframes ol optgroup option p param pre script search section source style" +
	" summary table tbody td textarea tfoot th thead title tr track ul ! ? "

// inlineTags are the other tags of HTML.
const inlineTags = " a abbr audio b bdi bdo br button canvas cite code data del dfn em embed i img input ins kbd label map mark math" +
	" meter noscript object output picture progress q rp rt ruby s samp select slot small span strong sub sup svg template time u" +
	" var video wbr "

// opensHTML recognises HTML blocks: one of the tags above, or any tag that is alone on its line.
func opensHTML(text string) string {
	name := ""
	if len(text) > 1 {
		name = strings.TrimPrefix(tagName(text[1:]), "/")
	}
	if name == "" {
		return ""
	}
	alone := false
	if end := endOfTag(text); end > 0 {
		_, address := autolink(text[1 : end-1])
		alone = !address && strings.TrimSpace(text[end:]) == ""
	}
	if alone || strings.Contains(blockTags, " "+name+" ") {
		return "an HTML block"
	}
	return ""
}
