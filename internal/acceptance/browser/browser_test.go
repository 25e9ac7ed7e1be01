package browser

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// TestEveryTemplateInTheBrowser looks at one page of every template, in every language, light and dark, on a narrow or
// on a wide screen, with everything folded and unfolded, under the policy that the portal is published with. Nothing
// may be wrong with any of them. Each template is met on both screens, in one half of the languages on each. The long version
// (PARLEY_LONG=1) looks at each page on both screens.
//
// PARLEY_SCREENSHOTS=DIR keeps a picture of each in DIR. PARLEY_EVERY_PAGE=1 looks at all pages, not at one a template.
// PARLEY_PAGES='/dashboards/[a-z-]+/$' looks only at those with such addresses.
func TestEveryTemplateInTheBrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("this takes a minute or two")
	}
	t.Parallel()
	p, origin := openPortal(t)
	browser := startChromium(t)
	visits := p.visits(t)
	found := &findings{}
	queue := make(chan visit)
	var group sync.WaitGroup
	for range tabs() {
		b := openTab(t, browser, origin)
		group.Go(func() {
			for v := range queue {
				b.visit(v, found)
			}
		})
	}
	for _, v := range visits {
		queue <- v
	}
	close(queue)
	group.Wait()
	found.report(t)
	t.Logf("opened %d pages and looked at them in %d ways", len(visits), found.looks)
}

// visit opens a page and looks at it in each of the visit's ways.
func (b *tab) visit(v visit, found *findings) {
	b.troubles()
	address := b.origin + v.page.URL
	if v.page.Template == "not-found" {
		address = strings.TrimSuffix(address, "404.html") + "there/is/no/such/page/"
	}
	ctx, cancel := context.WithTimeout(b.ctx, 2*time.Minute)
	defer cancel()
	if err := b.open(ctx, address, v); err != nil {
		found.add(v, v.ways[0], []trouble{{"broken", address, err.Error()}})
		return
	}
	for _, w := range v.ways {
		wrong, err := b.look(ctx, v, w)
		if err != nil {
			wrong = append(wrong, trouble{"broken", address, err.Error()})
		}
		found.add(v, w, expected(address, v, append(wrong, b.troubles()...)))
	}
}

func (b *tab) open(ctx context.Context, address string, v visit) error {
	scripts, err := readScripts()
	if err != nil {
		return err
	}
	if err := b.emulate(ctx, v.width, v.ways[0].scheme); err != nil {
		return err
	}
	return chromedp.Do(ctx, chromedp.Navigate(address), chromedp.Evaluate[chromedp.Void](scripts.axe))
}

// unfold opens what a reader can open: the menus, the history, and the explanation of a term.
const unfold = `document.querySelector("[popovertarget]")?.click();
for (const details of document.querySelectorAll("details")) details.open = true;`

// look looks at the page that is open.
func (b *tab) look(ctx context.Context, v visit, w way) ([]trouble, error) {
	scripts, err := readScripts()
	if err != nil {
		return nil, err
	}
	if err := b.emulate(ctx, v.width, w.scheme); err != nil {
		return nil, err
	}
	if w.unfolded {
		if err := chromedp.Do(ctx, chromedp.Evaluate[chromedp.Void](unfold)); err != nil {
			return nil, err
		}
	}
	if err := chromedp.Do(ctx, chromedp.Evaluate[chromedp.Void](fmt.Sprintf("window.onlyColours = %t", w.colours))); err != nil {
		return nil, err
	}
	r, err := chromedp.Run(ctx, chromedp.Evaluate[report](scripts.probe, chromedp.EvalAwaitPromise))
	if err != nil {
		return nil, err
	}
	if dir := os.Getenv("PARLEY_SCREENSHOTS"); dir != "" {
		err = b.picture(ctx, filepath.Join(dir, fmt.Sprintf("%s-%s-%s-%d.png", v.name, v.page.Lang, w, v.width)))
	}
	return r.wrong(v, w), err
}

// expected leaves out what must be so: the page that says "not found" is served as what it is, and Chromium says so,
// once as an answer and once in the console.
func expected(address string, v visit, wrong []trouble) []trouble {
	return slices.DeleteFunc(wrong, func(w trouble) bool {
		return v.page.Template == "not-found" && w.where == address && (w.what == "answered with 404" || strings.Contains(w.what, "status of 404"))
	})
}

func (b *tab) picture(ctx context.Context, file string) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	png, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
	if err != nil {
		return err
	}
	return os.WriteFile(file, png, 0o644)
}

// TestTheBrowserTestSees looks at a page that does everything that no page may do. A check that does not see it is no check.
func TestTheBrowserTestSees(t *testing.T) {
	t.Parallel()
	p, _ := openPortal(t)
	files := map[string][]byte{}
	for name, from := range map[string]string{"broken/index.html": "broken.html", "broken/broken.css": "broken.css", "broken/broken.js": "broken.js"} {
		data, err := os.ReadFile("testdata/" + from)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = data
	}
	page := p.pages[0]
	page.URL = "/broken/"
	origin := servePortal(t, &portal{files: files, headers: p.headers})
	b := openTab(t, startChromium(t), origin)
	found := &findings{}
	b.visit(visit{"broken", page, 360, []way{{scheme: dark}}}, found)
	seen := map[string]bool{}
	for finding := range found.ways {
		seen[finding.rule] = true
	}
	for _, rule := range []string{
		"foreign-request", "failed-request", "exception", "console", "policy", "image", "one-h1", "language", "horizontal-scroll",
		"colour-scheme", "image-alt", "color-contrast", "target-size", "label", "unique-id",
	} {
		if !seen[rule] {
			t.Errorf("the check %s does not see what is wrong with testdata/broken.html", rule)
		}
	}
	if t.Failed() {
		for finding := range found.ways {
			t.Log(finding.rule, finding.where, finding.what)
		}
	}
}
