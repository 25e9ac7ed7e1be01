package doc

import (
	"bytes"
	"html"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	goldhtml "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

// inlines renders the inline nodes that leave holes.
type inlines struct{}

func (inlines) RegisterFuncs(register renderer.NodeRendererFuncRegisterer) {
	register.Register(ast.KindLink, link)
	register.Register(ast.KindAutoLink, autoLink)
	register.Register(ast.KindImage, image)
	register.Register(ast.KindText, runningText)
	register.Register(ast.KindRawHTML, inlineHTML)
	register.Register(extast.KindTaskCheckBox, nothing)
}

// nothing renders a node that its parent has written.
func nothing(util.BufWriter, []byte, ast.Node, bool) (ast.WalkStatus, error) {
	return ast.WalkContinue, nil
}

func link(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	p := w.(*page)
	if entering {
		p.quiet++
		p.hole(HoleLinkOpen, p.index[node])
	} else {
		p.quiet--
		p.hole(HoleLinkClose, p.index[node])
	}
	return ast.WalkContinue, nil
}

func autoLink(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	p := w.(*page)
	p.hole(HoleLinkOpen, p.index[node])
	p.WriteString(html.EscapeString(string(node.(*ast.AutoLink).Label(source))))
	p.hole(HoleLinkClose, p.index[node])
	return ast.WalkContinue, nil
}

func image(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		p := w.(*page)
		p.hole(HoleImage, p.index[node])
	}
	return ast.WalkSkipChildren, nil
}

// runningText is a hole in which terms may be explained, unless a link or heading is around it.
func runningText(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	n, p := node.(*ast.Text), w.(*page)
	start := p.Len()
	if n.IsRaw() {
		goldhtml.DefaultWriter.RawWrite(w, n.Segment.Value(source))
	} else {
		goldhtml.DefaultWriter.Write(w, n.Segment.Value(source))
	}
	p.text(start)
	switch {
	case n.HardLineBreak():
		p.WriteString("<br>\n")
	case n.SoftLineBreak():
		p.WriteByte('\n')
	}
	return ast.WalkContinue, nil
}

// text makes what was written since start a hole. goldmark cuts text at many characters: pieces that touch are one.
func (p *page) text(start int) {
	if p.quiet > 0 || p.Len() == start {
		return
	}
	if n := len(p.holes); n > 0 && p.holes[n-1].What == HoleText && p.holes[n-1].Stop == start {
		p.holes[n-1].Stop = p.Len()
		return
	}
	p.holes = append(p.holes, Hole{Start: start, Stop: p.Len(), What: HoleText})
}

// inlineHTML shows a tag as text; comments are left out.
func inlineHTML(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkSkipChildren, nil
	}
	p := w.(*page)
	segments := node.(*ast.RawHTML).Segments
	var tag []byte
	for i := range segments.Len() {
		at := segments.At(i)
		tag = append(tag, at.Value(source)...)
	}
	if !bytes.HasPrefix(tag, []byte("<!--")) {
		p.WriteString("<code>" + html.EscapeString(string(tag)) + "</code>")
	}
	return ast.WalkSkipChildren, nil
}
