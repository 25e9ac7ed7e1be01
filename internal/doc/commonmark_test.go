package doc

import (
	"encoding/json"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	goldhtml "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
	nethtml "golang.org/x/net/html"
)

// TestCommonMark reads each example of the CommonMark specification, and compares its HTML with what goldmark's own
// renderers make of it, given the same extensions. Links and pictures are filled in from Links, so that their targets are
// compared too. Made the same before, because it differs on purpose, is only this: raw HTML is shown as the text that it
// is, less comments; no heading is above the second level; headings have ids, code and tables can be scrolled, a task is a
// label. And each example has to render as itself through its own units.
func TestCommonMark(t *testing.T) {
	for _, example := range examples(t) {
		d, _ := Read("a.md", []byte("---\ntitle: A title, so that no heading becomes it\n---\n"+example.Markdown))
		var want strings.Builder
		if err := reference(example.Markdown).Convert([]byte(example.Markdown), &want); err != nil {
			t.Fatal(err)
		}
		got := filled(d, d.HTML)
		if diff := cmp.Diff(elements(t, want.String()), elements(t, got)); diff != "" {
			t.Errorf("example %d of %s: %q is shown otherwise (-goldmark +Parley):\n%s", example.Example, example.Section, example.Markdown, diff)
		}
		if again, ok := d.Render(own(d)); !ok || filled(d, again.HTML) != got {
			t.Errorf("example %d of %s: %q does not render as itself: %v, %s", example.Example, example.Section, example.Markdown, ok, again.HTML.Text)
		}
	}
}

type example struct {
	Markdown, Section string
	Example           int
}

// examples are those of the specification, as goldmark's module has them.
func examples(t *testing.T) []example {
	t.Helper()
	said, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/yuin/goldmark").Output()
	if err != nil {
		t.Skipf("SKIPPED, NOTHING TESTED: where goldmark's module is cannot be found out: %v", err)
	}
	text, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(said)), "_test", "spec.json"))
	if err != nil {
		t.Skipf("SKIPPED, NOTHING TESTED: goldmark's module has no examples: %v", err)
	}
	var all []example
	if err := json.Unmarshal(text, &all); err != nil || len(all) < 600 {
		t.Fatalf("%d examples, %v", len(all), err)
	}
	return all
}

// reference is goldmark as it is, but for raw HTML. Spaces before a hard line break, which the specification drops, goldmark
// keeps where it looks for bare addresses: that is done for both or for none.
func reference(source string) goldmark.Markdown {
	extensions := []goldmark.Extender{extension.Table, extension.Strikethrough, extension.TaskList, extension.Footnote, extension.DefinitionList}
	if markdownFor([]byte(source)) == markdown {
		extensions = append(extensions, extension.Linkify)
	}
	return goldmark.New(
		goldmark.WithExtensions(extensions...),
		goldmark.WithParserOptions(parser.WithHeadingAttribute()),
		goldmark.WithRendererOptions(goldhtml.WithUnsafe(), renderer.WithNodeRenderers(util.Prioritized(shown{}, 100))),
	)
}

// shown renders raw HTML as the text that it is.
type shown struct{}

// comments are those with which a text begins.
var comments = regexp.MustCompile(`(?s)^(\s*<!--(-?>|.*?-->|.*$))+`)

func (shown) RegisterFuncs(register renderer.NodeRendererFuncRegisterer) {
	register.Register(ast.KindHTMLBlock, func(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
		block := node.(*ast.HTMLBlock)
		text := string(block.Lines().Value(source))
		if block.HasClosure() {
			text += string(block.ClosureLine.Value(source))
		}
		if text = comments.ReplaceAllString(text, ""); entering && strings.TrimSpace(text) != "" {
			_, _ = w.WriteString("<pre>" + html.EscapeString(text) + "</pre>\n")
		}
		return ast.WalkSkipChildren, nil
	})
	register.Register(ast.KindRawHTML, func(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
		segments := node.(*ast.RawHTML).Segments
		if text := string(segments.Value(source)); entering && !strings.HasPrefix(text, "<!--") {
			_, _ = w.WriteString("<code>" + html.EscapeString(text) + "</code>")
		}
		return ast.WalkSkipChildren, nil
	})
}

// filled is HTML with the links in its holes, as goldmark would write them.
func filled(d Document, page HTML) string {
	var out strings.Builder
	at := 0
	attribute := func(name, value string) string { return " " + name + `="` + html.EscapeString(value) + `"` }
	for _, hole := range page.Holes {
		if hole.What == HoleText {
			continue
		}
		out.WriteString(page.Text[at:hole.Start])
		at = hole.Stop
		link := d.Links[hole.Link]
		target, title := string(util.URLEscape([]byte(link.Target), false)), ""
		if link.Title != "" {
			title = attribute("title", link.Title)
		}
		switch hole.What {
		case HoleLinkOpen:
			out.WriteString("<a" + attribute("href", target) + title + ">")
		case HoleLinkClose:
			out.WriteString("</a>")
		case HoleImage:
			out.WriteString("<img" + attribute("src", target) + attribute("alt", link.Alt) + title + ">")
		}
	}
	return out.String() + page.Text[at:]
}

// elements are the tags and texts of a piece of HTML, without what differs on purpose.
func elements(t *testing.T, piece string) (list []string) {
	t.Helper()
	tokens := nethtml.NewTokenizer(strings.NewReader(piece))
	for {
		switch kind := tokens.Next(); kind {
		case nethtml.ErrorToken:
			return list
		case nethtml.TextToken:
			if text := strings.Trim(tokens.Token().Data, "\n"); text != "" {
				list = append(list, text)
			}
		default:
			if tag := tagOf(tokens.Token()); tag != "" {
				list = append(list, tag)
			}
		}
	}
}

func tagOf(token nethtml.Token) string {
	switch token.Data {
	case "div", "label", "span":
		return ""
	case "h1":
		token.Data = "h2"
	}
	if token.Type == nethtml.EndTagToken {
		return "</" + token.Data + ">"
	}
	token.Attr = slices.DeleteFunc(token.Attr, func(a nethtml.Attribute) bool {
		return !slices.Contains([]string{"href", "src", "alt", "title", "start", "checked"}, a.Key) && (a.Key != "class" || token.Data != "code")
	})
	token.Type = nethtml.StartTagToken
	return token.String()
}
