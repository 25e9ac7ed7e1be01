package render

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// heard writes down what a scan comes across; texts without what surrounds them.
type heard []string

func (h *heard) start(name []byte, attributes attributes) {
	said := "<" + string(name)
	for key, value, rest, more := attributes.next(); more; key, value, rest, more = rest.next() {
		said += fmt.Sprintf(" %s=%q", key, value)
	}
	*h = append(*h, said)
}

func (h *heard) end(name []byte) { *h = append(*h, "</"+string(name)) }

func (h *heard) text(text []byte) {
	if said := strings.TrimSpace(string(text)); said != "" {
		*h = append(*h, "text")
	}
}

// tokenized is what the tokenizer of golang.org/x/net/html comes across, in the same words. It says what stands in a
// script, which a scan leaves out.
func tokenized(page string) heard {
	var h heard
	tokens := html.NewTokenizer(strings.NewReader(page))
	inside := ""
	for {
		kind := tokens.Next()
		token := tokens.Token()
		switch kind {
		case html.ErrorToken:
			return h
		case html.StartTagToken, html.SelfClosingTagToken:
			said := "<" + token.Data
			for _, attribute := range token.Attr {
				said += fmt.Sprintf(" %s=%q", attribute.Key, attribute.Val)
			}
			h, inside = append(h, said), token.Data
		case html.EndTagToken:
			h, inside = append(h, "</"+token.Data), ""
		case html.TextToken:
			if !slices.Contains([]string{"script", "style", "title", "textarea"}, inside) {
				h.text([]byte(token.Data))
			}
		}
	}
}

func TestAScanHearsWhatATokenizerHears(t *testing.T) {
	for _, page := range []string{
		`<!DOCTYPE html><html lang="en" dir=ltr><title>A <b> & c</title><body class='x "y"'>Text`,
		`<p id=a>One<br/>two <a href="/x?a=1&amp;b=2" title='>'>three</a><!-- <h1 id="no"> --> four</p>`,
		`<img src="a.png" alt=""><img src=a.png alt><input disabled value = "x" type= 'text'>`,
		`<script>if (a < b) { "<h1>" }</script><h1>After</h1><style>a > b {}</style><h2>`,
		`<H1 ID="Big">Capitals</H1><A HREF=x>y</A>`,
		"a < b and c<3 <\n<p>\n</p\n>",
		`<svg viewBox="0 0 1 1"><path d="M0 0"/></svg><textarea><p></textarea>`,
		`<a title="a=b>c" href=/d/>e</a><p / id=x / lang="fr">`,
		`<p data-x="&lt;&#43;&nosuch;" data-y=&quot;>`,
	} {
		var got heard
		scan([]byte(page), &got)
		if want := tokenized(page); !slices.Equal(dropRepeats(got), dropRepeats(want)) {
			t.Errorf("%s\n got %q\nwant %q", page, got, want)
		}
	}
}

// dropRepeats takes texts that follow each other for one: where a text is cut makes no difference.
func dropRepeats(h heard) heard { return slices.Compact(slices.Clone(h)) }

func FuzzScan(f *testing.F) {
	f.Add(`<p id=a>One<br/>two <a href="/x?a=1&amp;b=2" title='>'>three</a><!-- <h1 id="no"> --> four</p><script>`)
	f.Add(`<a =b="c" d= e='f'/ g>`)
	f.Fuzz(func(t *testing.T, page string) {
		var got heard
		scan([]byte(page), &got)
		if len(got) > len(page) {
			t.Errorf("more is heard than there is: %d of %d bytes", len(got), len(page))
		}
	})
}
