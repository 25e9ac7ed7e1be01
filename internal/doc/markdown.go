package doc

import (
	"bytes"
	"encoding/binary"
	"hash/fnv"
	"slices"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"parley/internal/diag"
)

// markdown is GFM with footnotes and definition lists. Attributes are read on headings only, and only {#id} is kept.
var markdown = newMarkdown(extension.Linkify)

// unlinked is markdown without the search for bare addresses, which looks behind each space: for texts without any.
var unlinked = newMarkdown()

func newMarkdown(more ...goldmark.Extender) goldmark.Markdown {
	return goldmark.New(
		goldmark.WithExtensions(append(more,
			extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignNone)),
			extension.Strikethrough, extension.TaskList, extension.Footnote, extension.DefinitionList,
		)...),
		goldmark.WithParserOptions(parser.WithHeadingAttribute(), parser.WithInlineParsers(util.Prioritized(crowd{}, 150))),
		goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(blocks{}, 100), util.Prioritized(inlines{}, 100))),
	)
}

// bareAddresses are what every address has that is a link without being marked as one: of the web, or of mail.
var bareAddresses = [][]byte{[]byte("://"), []byte("www."), []byte("@")}

// markdownFor is what reads a text.
func markdownFor(source []byte) goldmark.Markdown {
	if slices.ContainsFunc(bareAddresses, func(sign []byte) bool { return bytes.Contains(source, sign) }) {
		return markdown
	}
	return unlinked
}

// body is a Markdown text with its tree, while it is being read.
type body struct {
	source []byte
	root   ast.Node
	blocks []ast.Node // the blocks that hold running text, in the order of the source
	title  ast.Node   // the opening # heading, when it is the title
	crowd  crowdState // where it is too crowded to be read to the end
	maze   maze       // where it is too complex to be read at all

	ids map[ast.Node]string // explicit ids of headings
}

// parse reads Markdown. With takeTitle, an opening # heading becomes the title.
func parse(source []byte, takeTitle bool) body {
	b := body{source: source, ids: map[ast.Node]string{}}
	b.maze.at, b.maze.why = tooComplex(source)
	b.root = parseTree(source, b.maze, &b.crowd)
	walk(b.root, func(node ast.Node) {
		if id, ok := node.AttributeString("id"); ok && node.Kind() == ast.KindHeading {
			b.ids[node] = explicitID(id)
		}
		node.RemoveAttributes() // of what an author writes in braces, only the id of a heading is kept
		if start, stop := blockRange(node, source); holdsText(node) && stop > start {
			b.blocks = append(b.blocks, node)
		}
	})
	sortBySource(b.blocks)
	if first, ok := b.root.FirstChild().(*ast.Heading); ok && takeTitle && first.Level == 1 {
		b.title = first
	}
	return b
}

// parseTree parses a text, unless that would take far longer than it is long: then it is one block of code.
func parseTree(source []byte, maze maze, crowd *crowdState) ast.Node {
	if maze.why == "" {
		context := parser.NewContext()
		context.Set(crowdKey, crowd)
		return markdownFor(source).Parser().Parse(text.NewReader(source), parser.WithContext(context))
	}
	root, block := ast.NewDocument(), ast.NewCodeBlock()
	block.Lines().Append(text.NewSegment(0, len(source)))
	root.AppendChild(root, block)
	return root
}

func explicitID(id any) string {
	if text, ok := id.([]byte); ok && idPattern.Match(text) {
		return string(text)
	}
	return ""
}

// walk visits every node from the top down.
func walk(node ast.Node, visit func(ast.Node)) {
	visit(node)
	for below := node.FirstChild(); below != nil; below = below.NextSibling() {
		walk(below, visit)
	}
}

func holdsText(node ast.Node) bool {
	switch node.Kind() {
	case ast.KindHeading, ast.KindParagraph, ast.KindTextBlock, extast.KindTableCell, extast.KindDefinitionTerm:
		return true
	}
	return false
}

func blockOf(node ast.Node) Block {
	switch node.Kind() {
	case ast.KindHeading:
		return Heading
	case extast.KindTableCell:
		return Cell
	case extast.KindDefinitionTerm:
		return Definition
	case ast.KindTextBlock:
		return Item
	}
	if parent := node.Parent(); parent != nil && parent.Kind() == ast.KindListItem {
		return Item
	}
	return Paragraph
}

// readMarkdown fills the document from its body, which starts at offset in the file.
func readMarkdown(d *Document, file *diag.File, offset int) diag.List {
	b := parse(slices.Clip(file.Text[offset:]), !d.Fields.Has("title"))
	d.TitleUnit = -1
	d.Shape = b.shape()
	place := func(start, stop int) diag.Place { return file.Place(offset+start, offset+stop) }
	d.Units = b.units(d.Body, place)
	if b.title != nil {
		d.TitleText = plainText(b.title, b.source)
		for i, node := range b.blocks {
			if node == b.title {
				d.TitleUnit = i
			}
		}
	}
	d.Sections = b.sections(place)
	links := b.links(place)
	d.Links = slices.Clone(links.list)
	d.Prose = b.prose()
	findings := b.judge(place)
	if b.crowd.crowded {
		findings = append(findings, diag.New(diag.MarkdownTooComplex, place(b.crowd.at, b.crowd.at+1), "from here on, this passage is shown as it is written: it has thousands of marks of emphasis, or hundreds of brackets that do not end").
			WithHint("divide it, or write it more simply"))
	}
	if b.maze.why != "" {
		findings = append(findings, diag.New(diag.MarkdownTooComplex, place(b.maze.at, min(b.maze.at+1, len(d.Body))), "this text is shown as it is written: %s", b.maze.why).
			WithHint("divide it, or write it more simply"))
	}
	for _, node := range b.charts() {
		chart, wrong := readChart(file, offset, node)
		d.Charts, findings = append(d.Charts, chart), append(findings, wrong...)
	}
	b.setIDs(d.Sections)
	d.HTML = b.render(links.index)
	return findings
}

// charts are the blocks of code that say what chart stands in their place, in the order of the source.
func (b body) charts() []*ast.FencedCodeBlock {
	var charts []*ast.FencedCodeBlock
	walk(b.root, func(node ast.Node) {
		if fenced, ok := node.(*ast.FencedCodeBlock); ok && isChart(fenced, b.source) {
			charts = append(charts, fenced)
		}
	})
	return charts
}

func isChart(node *ast.FencedCodeBlock, source []byte) bool {
	return string(node.Language(source)) == "chart"
}

// readChart reads the YAML of a chart.
func readChart(file *diag.File, offset int, node *ast.FencedCodeBlock) (Value, diag.List) {
	line, _ := file.Position(offset + node.Info.Segment.Start)
	text := node.Lines().Value(file.Text[offset:])
	if len(text) == 0 {
		at := file.Place(offset+node.Info.Segment.Start, offset+node.Info.Segment.Stop)
		return Value{Type: Map, Span: at.Span}, nil
	}
	chart, findings := readYAML(file, text, line+1)
	chart.Partly = chart.Partly || len(findings) > 0
	return chart, findings
}

// shape is a hash of the tree of blocks: what each is, and how deep it lies.
func (b body) shape() uint64 {
	hash, depth, step := fnv.New64a(), 0, make([]byte, 0, 3*binary.MaxVarintLen64)
	_ = ast.Walk(b.root, func(node ast.Node, entering bool) (ast.WalkStatus, error) {
		if node.Type() == ast.TypeInline {
			return ast.WalkSkipChildren, nil
		}
		if !entering {
			depth--
			return ast.WalkContinue, nil
		}
		step = binary.AppendVarint(binary.AppendVarint(step[:0], int64(depth)), int64(node.Kind()))
		if heading, ok := node.(*ast.Heading); ok {
			step = binary.AppendVarint(step, int64(heading.Level))
		}
		_, _ = hash.Write(step) // which never fails
		depth++
		return ast.WalkContinue, nil
	})
	return hash.Sum64()
}

// prose lists the running text outside code, joined over soft line breaks so that a term of two words is one run.
func (b body) prose() []Run {
	runs := make([]Run, 0, 3*len(b.blocks)) // mostly enough
	for _, block := range b.blocks {
		first := len(runs)
		walk(block, func(node ast.Node) {
			t, ok := node.(*ast.Text)
			if !ok || t.IsRaw() || node.Parent().Kind() == ast.KindCodeSpan || t.Segment.IsEmpty() {
				return
			}
			if n := len(runs); n > first && len(bytes.TrimSpace(b.source[runs[n-1].Stop:max(runs[n-1].Stop, t.Segment.Start)])) == 0 {
				runs[n-1].Stop = t.Segment.Stop
				return
			}
			runs = append(runs, Run{Start: t.Segment.Start, Stop: t.Segment.Stop, Heading: block.Kind() == ast.KindHeading})
		})
	}
	return runs
}

// judge reports what one Markdown text shows by itself.
func (b body) judge(place func(start, stop int) diag.Place) diag.List {
	var findings diag.List
	level := 1
	walk(b.root, func(node ast.Node) {
		switch n := node.(type) {
		case *ast.Heading:
			if node == b.title || n.Lines().Len() == 0 {
				return
			}
			findings = append(findings, b.judgeHeading(n, level, place)...)
			level = n.Level
		case *ast.HTMLBlock:
			if lines := n.Lines(); lines.Len() > 0 && len(uncommented(htmlText(n, b.source))) > 0 {
				at := lines.At(0)
				findings = append(findings, rawHTML(place(at.Start, at.Start+len(bytes.TrimRight(at.Value(b.source), " \n")))))
			}
		case *ast.RawHTML:
			if at := n.Segments.At(0); !isComment(at.Value(b.source)) {
				findings = append(findings, rawHTML(place(at.Start, at.Stop)))
			}
		}
	})
	return findings
}

func (b body) judgeHeading(n *ast.Heading, level int, place func(start, stop int) diag.Place) diag.List {
	start, stop := blockRange(n, b.source)
	switch {
	case n.Level == 1:
		return diag.List{diag.New(diag.MarkdownHeadingOne, place(start, stop), "a page has one main heading, and that is its title").
			WithHint("write ## for sections of the page")}
	case n.Level > level+1:
		return diag.List{diag.New(diag.MarkdownHeadingSkip, place(start, stop), "this heading of level %d follows one of level %d", n.Level, level).
			WithHint("write %s", strings.Repeat("#", level+1))}
	}
	return nil
}

func isComment(text []byte) bool { return bytes.HasPrefix(bytes.TrimSpace(text), []byte("<!--")) }

func rawHTML(at diag.Place) diag.Diagnostic {
	return diag.New(diag.MarkdownRawHTML, at, "HTML in Markdown is shown as text").WithHint("write it in Markdown")
}
