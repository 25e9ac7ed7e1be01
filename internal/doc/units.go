package doc

import (
	"bytes"
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	"golang.org/x/text/unicode/norm"

	"parley/internal/diag"
)

// pathSeparator stands between the headings of a unit's context.
const pathSeparator = " > "

// idPattern is what {#id} at the end of a heading may hold.
var idPattern = regexp.MustCompile(`^[A-Za-z][\w.:-]*$`)

// Fold returns text as a unit holds it: NFC, white space folded to single spaces, trimmed.
func Fold(text string) string {
	if isFolded(text) {
		return text
	}
	return norm.NFC.String(strings.Join(strings.Fields(text), " "))
}

// units cuts the text into translatable passages. The context of a passage is the path of the headings above it.
func (b body) units(text string, place func(start, stop int) diag.Place) []Unit {
	units := make([]Unit, 0, len(b.blocks))
	var path []string // path[i] is the heading of level i+1 that is in force
	context := ""     // which that makes
	for _, node := range b.blocks {
		start, stop := blockRange(node, b.source)
		unit := Unit{Text: b.unitText(node, text[start:stop]), Block: blockOf(node), Start: start, Stop: stop, Span: place(start, stop).Span}
		if heading, ok := node.(*ast.Heading); ok {
			for len(path) < heading.Level {
				path = append(path, "")
			}
			path = path[:heading.Level-1]
			unit.Context = joinPath(path)
			path = append(path, b.headingName(heading, unit.Text))
			context = joinPath(path)
		} else {
			unit.Context = context
		}
		units = append(units, unit)
	}
	return units
}

// unitText is the text of a block that is written so. Most are written as they are kept: these share the memory of the body.
func (b body) unitText(node ast.Node, written string) string {
	if node.Lines() != nil && node.Lines().Len() == 1 && isFolded(written) {
		return written
	}
	text := unitText(node, b.source)
	if text == written {
		return written
	}
	return text
}

// isFolded reports of many a text at a glance that Fold would not change it.
func isFolded(text string) bool {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c >= 0x7f || c == ' ' && (i == 0 || i == len(text)-1 || text[i+1] == ' ') {
			return false
		}
	}
	return true
}

func joinPath(path []string) string {
	return strings.Join(slices.DeleteFunc(slices.Clone(path), func(s string) bool { return s == "" }), pathSeparator)
}

// headingName is the explicit id of a heading where it has one, else its text.
func (b body) headingName(heading ast.Node, text string) string {
	if id := b.ids[heading]; id != "" {
		return "#" + id
	}
	return text
}

// blockRange is the range from the first to the last character of a block's text, without white space at its ends.
func blockRange(node ast.Node, source []byte) (start, stop int) {
	if node.Type() == ast.TypeInline {
		return 0, 0
	}
	lines := node.Lines()
	if lines == nil || lines.Len() == 0 {
		return 0, 0
	}
	start, stop = lines.At(0).Start, lines.At(lines.Len()-1).Stop
	start += len(source[start:stop]) - len(bytes.TrimLeft(source[start:stop], " \t\n"))
	return start, start + len(bytes.TrimRight(source[start:stop], " \t\n"))
}

// unitText joins the lines of a block; what stands between them (quote marks, indents) belongs to the block.
func unitText(node ast.Node, source []byte) string {
	lines := node.Lines()
	var text strings.Builder
	for i := range lines.Len() {
		segment := lines.At(i)
		line := segment.Value(source)
		// A hard line break cannot be kept in a unit, which is one line; its backslash must not stay behind.
		line = bytes.TrimSuffix(line, []byte("\n"))
		if i < lines.Len()-1 && bytes.HasSuffix(line, []byte(`\`)) && !bytes.HasSuffix(line, []byte(`\\`)) {
			line = line[:len(line)-1]
		}
		text.Write(line)
		text.WriteByte('\n')
	}
	return Fold(text.String())
}

func sortBySource(nodes []ast.Node) {
	slices.SortStableFunc(nodes, func(a, b ast.Node) int { return cmp.Compare(a.Lines().At(0).Start, b.Lines().At(0).Start) })
}

// headings lists the headings that are sections of the page.
func (b body) headings() []*ast.Heading {
	var headings []*ast.Heading
	for _, node := range b.blocks {
		if heading, ok := node.(*ast.Heading); ok && node != b.title {
			headings = append(headings, heading)
		}
	}
	return headings
}

func (b body) sections(place func(start, stop int) diag.Place) []Section {
	var sections []Section
	used := map[string]int{}
	for _, heading := range b.headings() {
		start, stop := blockRange(heading, b.source)
		section := Section{Level: heading.Level, Text: plainText(heading, b.source), Span: place(start, stop).Span}
		section.ID = unique(cmp.Or(b.ids[heading], Slug(textOf(heading, b.source, false))), used) // forges leave tags out of anchors
		sections = append(sections, section)
	}
	return sections
}

// unique adds -1, -2, … to an id that is taken, as forges do. Used has for each id that is taken the number with which to
// try next: without it, a thousand equal headings would be tried half a million times.
func unique(id string, used map[string]int) string {
	candidate := id
	for n := max(used[id], 1); used[candidate] > 0; n++ {
		candidate = id + "-" + strconv.Itoa(n)
		used[id] = n + 1
	}
	used[candidate] = max(used[candidate], 1)
	return candidate
}

// Slug returns the anchor that forges give to a heading: lower case, letters, digits, hyphens and underscores,
// a hyphen for each space. A text without any of these gives "section".
func Slug(text string) string {
	var slug strings.Builder
	for _, r := range strings.ToLower(text) {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r), r == '-', r == '_':
			slug.WriteRune(r)
		case r == ' ':
			slug.WriteByte('-')
		}
	}
	if slug.Len() == 0 {
		return "section"
	}
	return slug.String()
}

// plainText is the text of a node as it is read: without marks, but with the tags that are shown as text.
func plainText(node ast.Node, source []byte) string { return textOf(node, source, true) }

func textOf(node ast.Node, source []byte, tags bool) string {
	var text strings.Builder
	walk(node, func(n ast.Node) {
		switch n := n.(type) {
		case *ast.Text:
			piece := string(n.Segment.Value(source))
			if !n.IsRaw() && n.Parent().Kind() != ast.KindCodeSpan {
				piece = unescape(piece)
			}
			text.WriteString(piece)
			if n.SoftLineBreak() || n.HardLineBreak() {
				text.WriteByte(' ')
			}
		case *ast.String:
			text.Write(n.Value)
		case *ast.AutoLink:
			text.Write(n.Label(source))
		case *ast.RawHTML:
			if tag := n.Segments.Value(source); tags && !isComment(tag) {
				text.Write(tag)
			}
		case *ast.HTMLBlock: // a title by itself may look like one
			text.Write(n.Lines().Value(source))
		}
	})
	return Fold(text.String())
}

// setIDs gives each heading the anchor of its section.
func (b body) setIDs(sections []Section) {
	for i, heading := range b.headings() {
		heading.SetAttributeString("id", []byte(sections[i].ID))
	}
}

// Plain returns the text of one line of Markdown without its markup.
func Plain(markdownText string) string {
	b := parse([]byte(markdownText), false)
	return plainText(b.root, b.source)
}

// ProseOf returns the running text of a passage: Markdown without code and link targets, or the text of a field.
func ProseOf(passage string, block Block) []string {
	if block == Field {
		return []string{passage}
	}
	b := parse([]byte(passage), false)
	var texts []string
	for _, run := range b.prose() {
		texts = append(texts, passage[run.Start:run.Stop])
	}
	return texts
}
