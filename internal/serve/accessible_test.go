package serve

import (
	"os"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// What is shown over a page is judged by the rules that pages are judged by, in both directions and in the dark.
func TestOverlayIsAccessible(t *testing.T) {
	p := run(t, newWorld(t))
	b := openBrowser(t, p.url+"/guide/")
	p.write(t, "content/guide.md", "# Guide\n\nBROKEN.\n")
	p.line(t, "1 error")
	for _, scheme := range []string{"light", "dark"} {
		for _, path := range []string{"/guide/", "/ar/guide/"} {
			b.do(t, chromedp.Navigate(p.url+path))
			b.sees(t, `panel`)
			b.judge(t, path+", panel", scheme)
			b.run(t, `panel.querySelector("button").click()`)
			b.sees(t, `badge`)
			b.judge(t, path+", badge", scheme)
			b.run(t, `sessionStorage.clear()`)
		}
	}
}

func TestFailureIsAccessible(t *testing.T) {
	w := newWorld(t)
	w.write(t, "themes/broken", "yes")
	b := openBrowser(t, run(t, w).url+"/guide/")
	b.judge(t, "failure", "light")
	b.judge(t, "failure", "dark")
}

// judge has axe-core judge what is seen.
func (b *browser) judge(t *testing.T, what, scheme string) {
	t.Helper()
	axe, err := os.ReadFile("../acceptance/browser/testdata/axe/axe.min.js")
	if err != nil {
		t.Fatal(err)
	}
	media := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}
	if _, err := chromedp.Call(b.Context, emulation.SetEmulatedMedia, media); err != nil {
		t.Fatal(err)
	}
	const all = `;axe.run().then(r => r.violations.map(v => v.id + ": " + v.nodes.map(n => n.html + " " + n.failureSummary).join()).join("\n"))`
	wrong, err := chromedp.Run(b, chromedp.Evaluate[string](string(axe)+all, chromedp.EvalAwaitPromise))
	if err != nil || wrong != "" {
		t.Errorf("%s, %s: %v %s", what, scheme, err, wrong)
	}
}
