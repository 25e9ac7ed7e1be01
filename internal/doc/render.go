package doc

import (
	"bytes"
	"html"
	"slices"
	"strconv"
	"sync"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	goldhtml "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

// page is what goldmark writes to: a buffer that remembers where the holes are. Because it satisfies
// util.BufWriter, goldmark hands it to the node renderers as it is.
type page struct {
	bytes.Buffer
	holes  []Hole
	index  map[ast.Node]int // of links
	quiet  int              // depth of nodes in which no term is explained
	tasks  int
	charts int    // that have been written
	above  string // anchor of the heading above
}

func (p *page) Buffered() int { return p.Len() }
func (p *page) Flush() error  { return nil }

func (p *page) hole(what HoleKind, link int) {
	p.holes = append(p.holes, Hole{Start: p.Len(), Stop: p.Len(), What: what, Link: link})
}

// render writes the HTML of the body, less the title.
func (b body) render(index map[ast.Node]int) HTML {
	if b.title != nil {
		b.root.RemoveChild(b.root, b.title)
	}
	out := pages.Get().(*page)
	defer func() {
		out.Reset()
		*out = page{Buffer: out.Buffer, holes: out.holes[:0]}
		pages.Put(out)
	}()
	out.index = index
	if err := markdown.Renderer().Render(out, b.source, b.root); err != nil {
		// A bytes.Buffer never fails and the node renderers return no error.
		panic(err)
	}
	return HTML{Text: out.String(), Holes: slices.Clone(out.holes)}
}

// pages are those that have been written to, empty: one that has grown for a text is large enough for the next.
var pages = sync.Pool{New: func() any { return &page{} }}

// blocks renders the blocks for which goldmark's own HTML falls short.
type blocks struct{}

func (blocks) RegisterFuncs(register renderer.NodeRendererFuncRegisterer) {
	register.Register(ast.KindHeading, heading)
	register.Register(ast.KindParagraph, paragraph)
	register.Register(ast.KindTextBlock, textBlock)
	register.Register(ast.KindCodeBlock, codeBlock)
	register.Register(ast.KindFencedCodeBlock, codeBlock)
	register.Register(ast.KindHTMLBlock, htmlBlock)
	register.Register(extast.KindTable, table)
	register.Register(extast.KindTableCell, tableCell)
}

// heading keeps one h1 a page: the title. A second # in the body is shown as an h2.
func heading(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n, p := node.(*ast.Heading), w.(*page)
	level := strconv.Itoa(max(2, n.Level))
	if entering {
		p.quiet++
		if id, ok := n.AttributeString("id"); ok {
			p.above = string(id.([]byte))
		}
		p.WriteString("<h" + level)
		goldhtml.RenderAttributes(w, n, nil)
		p.WriteByte('>')
		return ast.WalkContinue, nil
	}
	p.quiet--
	p.WriteString("</h" + level + ">\n")
	return ast.WalkContinue, nil
}

func paragraph(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	p := w.(*page)
	if entering {
		p.WriteString("<p")
		goldhtml.RenderAttributes(w, node, nil)
		p.WriteByte('>')
		p.openTask(node)
		return ast.WalkContinue, nil
	}
	p.closeTask(node)
	p.WriteString("</p>\n")
	return ast.WalkContinue, nil
}

// textBlock is text without an element of its own; where its language differs from the page it needs one.
func textBlock(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	p := w.(*page)
	foreign := node.Attributes() != nil
	if entering {
		if foreign {
			p.WriteString("<span")
			goldhtml.RenderAttributes(w, node, nil)
			p.WriteByte('>')
		}
		p.openTask(node)
		return ast.WalkContinue, nil
	}
	p.closeTask(node)
	if foreign {
		p.WriteString("</span>")
	}
	if node.NextSibling() != nil && node.FirstChild() != nil {
		p.WriteByte('\n')
	}
	return ast.WalkContinue, nil
}

func isTask(node ast.Node) bool {
	first := node.FirstChild()
	return first != nil && first.Kind() == extast.KindTaskCheckBox
}

// openTask puts a task's text into the label of its box, so that the box has a name.
func (p *page) openTask(node ast.Node) {
	if !isTask(node) {
		return
	}
	p.WriteString(`<label class="task"><input type="checkbox" data-task="` + strconv.Itoa(p.tasks) + `"`)
	if node.FirstChild().(*extast.TaskCheckBox).IsChecked {
		p.WriteString(" checked")
	}
	p.WriteString("> <span>")
	p.tasks++
	p.quiet++ // a label has one control: a button that explains a term would be a second
}

func (p *page) closeTask(node ast.Node) {
	if isTask(node) {
		p.quiet--
		p.WriteString("</span></label>")
	}
}

// codeBlock can be scrolled by keyboard, as a wide block must be.
func codeBlock(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	p, chart := w.(*page), false
	start := p.Len()
	p.WriteString(`<pre tabindex="0" dir="ltr" translate="no"><code`)
	if fenced, ok := node.(*ast.FencedCodeBlock); ok {
		chart = isChart(fenced, source)
		if language := fenced.Language(source); language != nil {
			p.WriteString(` class="language-` + html.EscapeString(unescape(string(language))) + `"`)
		}
	}
	p.WriteByte('>')
	p.WriteString(html.EscapeString(string(node.Lines().Value(source))))
	p.WriteString("</code></pre>\n")
	if chart {
		p.holes = append(p.holes, Hole{Start: start, Stop: p.Len(), What: HoleChart, Link: p.charts})
		p.charts++
	}
	return ast.WalkContinue, nil
}

// htmlBlock shows HTML as the text it is; comments are left out.
func htmlBlock(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if text := uncommented(htmlText(node.(*ast.HTMLBlock), source)); entering && len(text) > 0 {
		p := w.(*page)
		p.WriteString(`<pre class="raw-html" tabindex="0" dir="ltr">` + html.EscapeString(string(text)) + "</pre>\n")
	}
	return ast.WalkSkipChildren, nil
}

// htmlText is the text of a block of HTML.
func htmlText(n *ast.HTMLBlock, source []byte) []byte {
	text := n.Lines().Value(source)
	if n.HasClosure() {
		text = append(bytes.Clone(text), n.ClosureLine.Value(source)...)
	}
	return text
}

// uncommented is HTML without the comments that it begins with; nothing, where there is nothing else. The block of a comment
// goes on to the end of its last line, and what stands on it is no part of the comment.
func uncommented(text []byte) []byte {
	for isComment(text) {
		_, rest, closed := bytes.Cut(bytes.TrimSpace(text)[len("<!"):], []byte("-->")) // <!--> is one by itself
		if !closed {
			return nil
		}
		text = rest
	}
	if len(bytes.TrimSpace(text)) == 0 {
		return nil
	}
	return text
}

// table lies in a box that scrolls sideways, by keyboard too, and is named after the heading above it.
func table(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	p := w.(*page)
	if entering {
		p.WriteString(`<div class="table" tabindex="0"`)
		if p.above != "" {
			p.WriteString(` role="group" aria-labelledby="` + html.EscapeString(p.above) + `"`)
		}
		p.WriteString(">\n<table>\n")
	} else {
		p.WriteString("</table>\n</div>\n")
	}
	return ast.WalkContinue, nil
}

func tableCell(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n, p := node.(*extast.TableCell), w.(*page)
	tag := "td"
	if n.Parent().Kind() == extast.KindTableHeader && n.HasChildren() {
		tag = "th" // a header without text would be a header of nothing: the empty corner of a table is a cell
	}
	if !entering {
		p.WriteString("</" + tag + ">\n")
		return ast.WalkContinue, nil
	}
	p.WriteString("<" + tag)
	if tag == "th" {
		p.WriteString(` scope="col"`)
	}
	if n.Alignment != extast.AlignNone {
		p.WriteString(` class="` + n.Alignment.String() + `"`)
	}
	goldhtml.RenderAttributes(w, n, nil)
	p.WriteByte('>')
	return ast.WalkContinue, nil
}
