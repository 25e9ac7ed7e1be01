package doc

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// FuzzUnlinked: a text without any sign of an address is read the same with and without the search for addresses, but for
// spaces before a hard line break: these goldmark drops, as the specification has it, only where it does not search.
func FuzzUnlinked(f *testing.F) {
	samples, err := filepath.Glob("../../content/*/*.md")
	if err != nil || len(samples) == 0 {
		f.Fatal("no samples: ", err)
	}
	for _, sample := range samples {
		text, err := os.ReadFile(sample)
		if err != nil {
			f.Fatal(err)
		}
		for _, passage := range strings.SplitAfter(string(text), "\n## ") {
			f.Add([]byte(passage))
		}
	}
	for _, seed := range []string{"a (b *c _d ~e~ f_ g* h)\n i  \nj\\\n k", "| a | b |\n|---|---|\n| ( c | *d* |\n", "Term\n: what\n  it is\n\n[^1] and\n\n[^1]: note\n", "- [ ] a\n- [x] *b*\n> c (d\n>  e\n", "[a ( b](c \"d (e\") ![f *g*](h)", "mailto: http: https:x www ftp:", "a     \nb\t  \nc\\\nd", "# a  \nb   \n***"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, source []byte) {
		if len(source) > 1<<14 || markdownFor(source) == markdown {
			return
		}
		if at, why := tooComplex(source); why != "" || at > 0 {
			return
		}
		if with, without := treeOf(markdown, source), treeOf(unlinked, source); with != without {
			t.Errorf("%q\n with %s\nwithout %s", source, with, without)
		}
	})
}

// treeOf writes down a tree: what each node is, and which bytes it stands for. Where a text is cut makes no difference.
func treeOf(m goldmark.Markdown, source []byte) string {
	context := parser.NewContext()
	context.Set(crowdKey, &crowdState{})
	var said strings.Builder
	stop := -1
	walk(m.Parser().Parse(text.NewReader(source), parser.WithContext(context)), func(node ast.Node) {
		if piece, ok := node.(*ast.Text); ok {
			if piece.Segment.Start != stop {
				fmt.Fprintf(&said, " text from %d", piece.Segment.Start)
			}
			if stop = piece.Segment.Stop; piece.SoftLineBreak() || piece.HardLineBreak() {
				fmt.Fprintf(&said, " to %d, break %v", len(bytes.TrimRight(source[:stop], " \t")), piece.HardLineBreak())
			}
			return
		}
		fmt.Fprintf(&said, " to %d\n%s", stop, node.Kind())
		if node.Type() == ast.TypeBlock {
			for _, line := range node.Lines().Sliced(0, node.Lines().Len()) {
				fmt.Fprintf(&said, " %d-%d", line.Start, line.Stop)
			}
		}
		stop = -1
	})
	return said.String()
}
