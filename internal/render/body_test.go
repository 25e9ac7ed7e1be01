package render

import (
	"testing"

	"parley/internal/doc"
	"parley/internal/site"
)

func TestFill(t *testing.T) {
	d, _ := doc.Read("a.md", []byte("A term & [a link](x.md \"T\") to [nowhere](y.md), ![alt](z.png) ![gone](w.png) <https://e.example/?a&b>.\n"))
	body := site.Body{HTML: d.HTML, Links: []site.Target{
		{URL: "/x/", Title: "T\"<"}, {}, {URL: "/z.png", Image: true, Alt: "\"><b>", Width: 4, Height: 3}, {Image: true, Alt: "gone"},
		{URL: "https://e.example/?a&b", External: true},
	}, Terms: []site.Term{{ID: "term"}}}
	for _, hole := range d.HTML.Holes {
		if hole.What == doc.HoleText && len(body.Marks) == 0 {
			body.Marks = []site.Mark{{Start: hole.Start + 2, Stop: hole.Start + 6}}
		}
	}
	want := `<p>A <button type="button" class="term" popovertarget="term-term">term</button> &amp; ` +
		`<a href="/x/" title="T&#34;&lt;">a link</a> to nowhere, ` +
		`<img src="/z.png" alt="&#34;&gt;&lt;b&gt;" width="4" height="3" loading="lazy"> <span class="missing-image">gone</span> ` +
		`<a href="https://e.example/?a&amp;b" class="external" rel="noopener noreferrer">https://e.example/?a&amp;b</a>.</p>` + "\n"
	if got := fill(body, nil); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
