package serve

import (
	"context"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// browser is a tab of a real browser, under the policy that every page has.
type browser struct {
	context.Context
	mutex    sync.Mutex
	troubles []string // what the page has complained about; the policy's refusals are among it
}

func openBrowser(t *testing.T, address string) *browser {
	t.Helper()
	var path string
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil && path == "" {
			path = found
		}
	}
	if path == "" {
		const how = "there is no Chromium on this machine, so what the preview does in a browser has NOT been looked at: apt-get install chromium"
		if os.Getenv("CI") != "" {
			t.Fatal(how)
		}
		t.Skip(how)
	}
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]), chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))
	bounded, stop := context.WithTimeout(context.Background(), 3*time.Minute)
	allocator, end := chromedp.NewExecAllocator(bounded, options...)
	b := &browser{}
	var quit context.CancelFunc
	b.Context, quit = chromedp.NewContext(allocator, chromedp.WithListener(b.hear))
	t.Cleanup(func() { quit(); end(); stop() })
	if _, err := chromedp.Call(b.Context, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true}); err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Do(b, chromedp.EmulateViewport(1000, 700), chromedp.Navigate(address)); err != nil {
		t.Fatal(err)
	}
	return b
}

func (b *browser) hear(event any) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	switch e := event.(type) {
	case *log.EventEntryAdded:
		b.troubles = append(b.troubles, e.Entry.Text)
	case *runtime.EventExceptionThrown:
		b.troubles = append(b.troubles, e.ExceptionDetails.Text)
	case *runtime.EventConsoleAPICalled:
		b.troubles = append(b.troubles, "console: "+string(e.Type))
	}
}

// quietSoFar checks that the page has complained about nothing.
func (b *browser) quietSoFar(t *testing.T) {
	t.Helper()
	b.mutex.Lock()
	defer b.mutex.Unlock()
	if len(b.troubles) > 0 {
		t.Errorf("the browser says: %s", strings.Join(b.troubles, "; "))
	}
}

// of begins every expression: what the preview has put over the page, "" where it shows nothing.
const of = `(() => {
	const root = [...document.body.children].at(-1).shadowRoot;
	const seen = selector => { const e = root?.querySelector(selector); return e?.checkVisibility() ? e : null };
	const badge = seen(".badge"), panel = seen(".panel"), report = seen("pre");
	return `

// sees waits until an expression is true. While the page loads again there is nothing to ask.
func (b *browser) sees(t *testing.T, expression string) {
	t.Helper()
	eventually(t, expression, func() bool {
		is, err := chromedp.Run(b, chromedp.Evaluate[bool](of+"!!("+expression+") })()"))
		return err == nil && is
	})
}

func (b *browser) do(t *testing.T, actions ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(b, actions...); err != nil {
		t.Fatal(err)
	}
}

// run evaluates an expression for what it does.
func (b *browser) run(t *testing.T, expression string) {
	t.Helper()
	if _, err := chromedp.Run(b, chromedp.Evaluate[bool](of+"("+expression+", true) })()")); err != nil {
		t.Fatal(err)
	}
}

func TestPageIsPutBackAsItWas(t *testing.T) {
	w := newWorld(t)
	long := "# Guide\n\n" + strings.Repeat("A paragraph.\n\n", 200)
	w.write(t, "content/guide.md", long+"The first text.\n")
	p := run(t, w)
	b := openBrowser(t, p.url+"/guide/")
	b.sees(t, `document.body.textContent.includes("The first text.")`)
	b.run(t, `document.querySelector("details").open = true, scrollTo(0, 900), document.querySelector("details a").focus({ preventScroll: true }), window.before = true`)
	p.write(t, "content/guide.md", long+"## A heading\n\nThe second text.\n")
	b.sees(t, `document.body.textContent.includes("The second text.") && !window.before`)
	b.sees(t, `scrollY === 900 && document.querySelector("details").open && document.activeElement.textContent === "Start"`)
	b.sees(t, `!badge && !panel`)
	b.quietSoFar(t)
}

func TestWordsChangeInPlace(t *testing.T) {
	p := run(t, newWorld(t))
	p.write(t, "content/guide.md", "# Guide\n\nOne.\n\n- a\n- b\n\n```\ncode\n```\n")
	b := openBrowser(t, p.url+"/guide/")
	const shows = `document.querySelector("main").innerText.replace(/\s+/g, " ") === `
	b.sees(t, shows+`"Guide One. a b code More"`)
	b.run(t, `window.before = true`)
	for _, edit := range []struct{ text, shown string }{
		{"Two *words*.\n\n- a\n- b\n\n```\ncode\n```\n", "Two words. a b code More"},
		{"Two *words*.\n\n- a\n- new\n- b\n\n```\ncode\n```\n", "Two words. a new b code More"},
		{"Before.\n\nTwo *words*.\n\n- a\n\n```\ncode\n```\n", "Before. Two words. a code More"},
		{"Before.\n\n- a\n\n> Quoted [once](index.md).\n\n```\nother\n```\n", "Before. a Quoted once. other More"},
	} {
		p.write(t, "content/guide.md", "# Guide\n\n"+edit.text)
		b.sees(t, shows+`"Guide `+edit.shown+`" && window.before`)
	}
	b.run(t, `document.querySelector("main p").className = "theirs"`) // a script of the theme has been here
	p.write(t, "content/guide.md", "# Guide\n\nThe end.\n")
	b.sees(t, shows+`"Guide The end. More" && !window.before`)
	b.quietSoFar(t)
}

func TestFindingsStandOverTheLastGoodPage(t *testing.T) {
	p := run(t, newWorld(t))
	b := openBrowser(t, p.url+"/guide/")
	b.sees(t, `root && !badge && !panel`)
	p.write(t, "content/guide.md", "# Guide\n\nBROKEN.\n")
	b.sees(t, `panel && report.dir !== "rtl" && report.textContent.includes("content/guide.md:1:1: error") && panel.textContent.includes("1 error")`)
	b.sees(t, `document.body.textContent.includes("The first text") && root.querySelector("[role=status]").textContent === "1 error"`)
	b.do(t, chromedp.KeyEvent("\x1b"))
	b.sees(t, `!panel && badge.textContent === "1 error" && badge.ariaExpanded === "false"`)
	b.run(t, `window.before = true, location.reload()`)
	b.sees(t, `!window.before && !panel && badge`) // it has been closed over this very report
	b.run(t, `badge.focus()`)
	b.do(t, chromedp.KeyEvent("\r"))
	b.sees(t, `panel && !badge && panel.contains(root.activeElement)`)
	b.run(t, `panel.querySelector("button").click()`)
	b.sees(t, `!panel && badge === root.activeElement`)
	p.write(t, "content/index.md", "# Start\n\nBROKEN, too.\n")
	b.sees(t, `panel && panel.textContent.includes("2 errors")`) // another report is shown again
	p.write(t, "content/index.md", "# Start\n\nMended.\n")
	p.write(t, "content/guide.md", "# Guide\n\nMended.\n")
	b.sees(t, `!panel && !badge && document.body.textContent.includes("Mended.")`)
	b.quietSoFar(t)
}

func TestFailureMendsItself(t *testing.T) {
	w := newWorld(t)
	w.write(t, "themes/broken", "yes")
	p := run(t, w)
	b := openBrowser(t, p.url+"/ar/guide/")
	b.sees(t, `document.querySelector("pre").textContent.includes("unexpected <b>") && !panel && !badge`)
	p.remove(t, "themes/broken")
	b.sees(t, `document.documentElement.dir === "rtl" && document.body.textContent.includes("The first text")`)
}

func TestPreviewThatHasStopped(t *testing.T) {
	p := run(t, newWorld(t))
	b := openBrowser(t, p.url+"/guide/")
	b.sees(t, `root && !badge`)
	p.stop()
	b.sees(t, `badge?.textContent === "The preview has stopped"`)
}

// TestATranslatedPageLeadsToItsSides: from a page to its texts beside their originals, and back; the page in the language of the
// documents has no such link. axe judges the page with the link, and the one that it leads to.
func TestATranslatedPageLeadsToItsSides(t *testing.T) {
	p := run(t, newWorld(t))
	b := openBrowser(t, p.url+"/ar/guide/")
	b.sees(t, `seen("nav a")?.getAttribute("href") === "/.parley/beside/ar/guide/"`)
	b.judge(t, "/ar/guide/, link", "light")
	b.judge(t, "/ar/guide/, link", "dark")
	b.run(t, `seen("nav a").click()`)
	b.sees(t, `document.querySelector(".parley-beside td a")?.href.startsWith("vscode://file/")`)
	b.judge(t, "beside", "light")
	b.judge(t, "beside", "dark")
	b.do(t, chromedp.Navigate(p.url+"/guide/"))
	b.sees(t, `root.querySelector("section")`)
	b.sees(t, `!root.querySelector("nav")`)
}
