package doc

import (
	"bytes"
	"html"
	"strings"

	"github.com/yuin/goldmark/ast"
	goldhtml "github.com/yuin/goldmark/renderer/html"

	"parley/internal/diag"
)

// linkSet holds the links of a body and where each node's link is in the list.
type linkSet struct {
	list  []Link
	index map[ast.Node]int
}

func (b body) links(place func(start, stop int) diag.Place) linkSet {
	set := linkSet{index: map[ast.Node]int{}}
	add := func(node ast.Node, link Link) {
		set.index[node] = len(set.list)
		set.list = append(set.list, link)
	}
	walk(b.root, func(node ast.Node) {
		switch n := node.(type) {
		case *ast.Link:
			add(node, Link{Target: unescape(string(n.Destination)), Title: unescape(string(n.Title)), Span: b.targetSpan(n, n.Destination, place)})
		case *ast.Image:
			add(node, Link{Target: unescape(string(n.Destination)), Title: unescape(string(n.Title)), Image: true,
				Alt: plainText(n, b.source), Span: b.targetSpan(n, n.Destination, place)})
		case *ast.AutoLink:
			add(node, Link{Target: autoTarget(n, b.source), Span: place(n.Pos(), n.Pos()+len(n.Label(b.source))).Span})
		}
	})
	return set
}

func autoTarget(n *ast.AutoLink, source []byte) string {
	url := string(n.URL(source))
	if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(url), "mailto:") {
		return "mailto:" + url
	}
	return url
}

// targetSpan covers the target of a link where it is written, else the link's opening bracket.
func (b body) targetSpan(n ast.Node, target []byte, place func(start, stop int) diag.Place) diag.Span {
	start := max(0, min(n.Pos(), len(b.source)))
	rest := b.source[start:]
	if len(rest) > 4096 {
		rest = rest[:4096]
	}
	for _, open := range []string{"](", "](<", "]: "} {
		if at := bytes.Index(rest, append([]byte(open), target...)); at >= 0 && len(target) > 0 {
			at += start + len(open)
			return place(at, at+len(target)).Span
		}
	}
	return place(start, start+1).Span
}

// unescape resolves backslash escapes and entities, each once, as they are in Markdown text: \&lt; is &lt;, and what begins
// like the name of a character in an address, as in ?page=1&section=2, is none without its semicolon.
func unescape(text string) string {
	if !strings.ContainsAny(text, `\&`) {
		return text
	}
	var out page
	goldhtml.DefaultWriter.Write(&out, []byte(text))
	return html.UnescapeString(out.String()) // which has no other entities than those that the writer has made
}
