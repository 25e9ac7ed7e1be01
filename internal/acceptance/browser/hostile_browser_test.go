package browser

import (
	"context"
	"fmt"
	"html"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"parley/internal/render"
)

// tells is what payloads call. It is there before anything of a page is, in every frame.
const tells = `for (const name of ["fire", "alert", "confirm", "prompt", "print"]) window[name] = (...what) => console.error("FIRED " + name + " " + what)`

// canary is the rest of the world: a proxy through which the browser reaches all that is not on this machine. It answers
// nothing and remembers everything, whichever tab, frame or prefetch asked.
type canary struct {
	address string
	mutex   sync.Mutex
	asked   []string
}

func newCanary(t *testing.T) *canary {
	t.Helper()
	c := &canary{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c.mutex.Lock()
		defer c.mutex.Unlock()
		c.asked = append(c.asked, r.Method+" "+r.Host+r.URL.Path)
		http.Error(w, "This is nobody.", http.StatusBadGateway)
	}))
	t.Cleanup(server.Close)
	c.address = server.URL
	return c
}

// heard are the requests to hosts of payloads. The browser's own errands are none of ours.
func (c *canary) heard() []string {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return slices.DeleteFunc(slices.Clone(c.asked), func(request string) bool { return !strings.Contains(request, "canary.example") })
}

// lenient serves a portal so that nothing stands between a payload and the browser: the policy is not enforced, only what it
// would have stopped is reported.
func lenient(p *portal) http.Handler {
	policy := fmt.Sprintf(`<meta http-equiv="Content-Security-Policy" content="%s">`, strings.Replace(render.Policy, " frame-ancestors 'none';", "", 1))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		recorded := httptest.NewRecorder()
		p.ServeHTTP(recorded, r)
		for name, values := range recorded.Header() {
			w.Header()[name] = values
		}
		w.Header().Del("Content-Security-Policy")
		w.Header().Set("Content-Security-Policy-Report-Only", strings.Replace(render.Policy, " frame-ancestors 'none';", "", 1))
		w.WriteHeader(recorded.Code)
		_, _ = w.Write([]byte(strings.Replace(recorded.Body.String(), policy, "", 1)))
	})
}

// seenPage is what the browser says about a page: census.js.
type seenPage struct {
	Parts   [][3]string
	Text    string
	Blocked []string // what the policy has stopped, or would have
	Live    bool     // the portal's own scripts have run to their end
}

// openHostileTab opens a tab in which payloads would be heard.
func openHostileTab(t *testing.T, browser context.Context, origin string) *tab {
	t.Helper()
	b := openTab(t, browser, origin)
	if _, err := chromedp.Call(b.ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: tells}); err != nil {
		t.Fatal(err)
	}
	return b
}

// meet opens a page and looks at it.
func (b *tab) meet(address string) (seenPage, []string) {
	b.troubles()
	ctx, cancel := b.soon()
	defer cancel()
	if err := chromedp.Do(ctx, chromedp.Navigate(b.origin+address)); err != nil {
		return seenPage{}, []string{fmt.Sprintf("%s cannot be opened: %v", address, err)}
	}
	return b.examine(address)
}

// examine does with the page that is open what a reader can do. It returns what is wrong: what fired, what was asked of
// somebody else, what only the policy has stopped, and what no page of the portal consists of.
func (b *tab) examine(address string) (seenPage, []string) {
	script, err := os.ReadFile("testdata/hostile/census.js")
	if err != nil {
		return seenPage{}, []string{err.Error()}
	}
	ctx, cancel := b.soon()
	defer cancel()
	seen, err := chromedp.Run(ctx, chromedp.Evaluate[seenPage](string(script), chromedp.EvalAwaitPromise))
	if err != nil {
		return seenPage{}, []string{fmt.Sprintf("%s cannot be looked at: %v", address, err)}
	}
	var wrong []string
	for _, trouble := range b.troubles() {
		wrong = append(wrong, fmt.Sprintf("%s: %s: %s %s", address, trouble.rule, trouble.where, trouble.what))
	}
	for _, blocked := range seen.Blocked {
		wrong = append(wrong, fmt.Sprintf("%s: nothing but the Content Security Policy stops this: %s", address, blocked))
	}
	found := census{}
	for _, p := range seen.Parts {
		found[part{p[0], p[1], p[2]}] = true
	}
	strangers, err := found.strangers()
	if err != nil {
		wrong = append(wrong, err.Error())
	}
	for _, stranger := range strangers {
		wrong = append(wrong, address+" has in the browser "+stranger)
	}
	if !seen.Live && found[part{"main", "", ""}] {
		wrong = append(wrong, address+": the portal's own scripts have not run to their end")
	}
	return seen, wrong
}

// meetAll opens pages in a few tabs and returns what each says, and what is wrong with all.
func meetAll(t *testing.T, browser context.Context, origin string, addresses []string) (map[string]seenPage, []string) {
	t.Helper()
	queue := make(chan string)
	pages := map[string]seenPage{}
	var wrong []string
	var mutex sync.Mutex
	var group sync.WaitGroup
	for range tabs() {
		b := openHostileTab(t, browser, origin)
		group.Go(func() {
			for address := range queue {
				seen, found := b.meet(address)
				mutex.Lock()
				pages[address], wrong = seen, append(wrong, found...)
				mutex.Unlock()
			}
		})
	}
	for _, address := range addresses {
		queue <- address
	}
	close(queue)
	group.Wait()
	return pages, wrong
}

// startHostileChromium starts a browser that reaches this machine alone, and returns the witness of what else it looked for.
func startHostileChromium(t *testing.T) (context.Context, *canary) {
	t.Helper()
	c := newCanary(t)
	return startChromium(t, chromedp.ProxyServer(c.address)), c
}

// meetPictures opens every picture that is published as a document of its own: what it holds runs in the portal's name, if
// it runs.
func meetPictures(t *testing.T, browser context.Context, p *portal) []string {
	t.Helper()
	var page strings.Builder
	page.WriteString("<!DOCTYPE html><title>Pictures</title><link rel=\"icon\" href=\"data:,\">")
	count := 0
	for _, name := range slices.Sorted(maps.Keys(p.files)) {
		if strings.HasSuffix(name, ".svg") {
			fmt.Fprintf(&page, `<iframe src="%s"></iframe>`, html.EscapeString((&url.URL{Path: "/" + name}).EscapedPath()))
			count++
		}
	}
	mux := http.NewServeMux()
	mux.Handle("/", lenient(p))
	mux.HandleFunc("/frames.html", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(page.String())) })
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	b := openHostileTab(t, browser, server.URL)
	ctx, cancel := b.soon()
	defer cancel()
	// A picture may have styles: in pages they hold, and opened by itself it does without.
	const poke = `Array.from(frames).reduce((sum, frame) => { for (const e of frame.document.querySelectorAll("*")) {
		for (const type of ["click", "mouseover", "focusin", "load", "error"]) e.dispatchEvent(new Event(type, { bubbles: true })); sum++ }
		for (const blocked of frame.blockedByPolicy) if (!blocked.startsWith("style-src")) console.error("the Content Security Policy: " + blocked); return sum }, 0)`
	if err := chromedp.Do(ctx, chromedp.Navigate(server.URL+"/frames.html")); err != nil {
		t.Fatal(err)
	}
	if n, err := chromedp.Run(ctx, chromedp.Evaluate[int](poke)); err != nil || n < count || count < 100 {
		t.Errorf("%d pictures have %d elements: %v", count, n, err)
	}
	var wrong []string
	for _, trouble := range b.troubles() {
		wrong = append(wrong, fmt.Sprintf("a picture: %s: %s %s", trouble.rule, trouble.where, trouble.what))
	}
	return wrong
}

// meetMoved goes to addresses that pages have left, and must arrive at the pages.
func meetMoved(t *testing.T, browser context.Context, origin string) []string {
	t.Helper()
	b := openHostileTab(t, browser, origin)
	for i := range 3 {
		ctx, cancel := b.soon()
		_ = chromedp.Do(ctx, chromedp.Navigate(fmt.Sprintf("%s/fr/old-%d/", origin, i))) // it may have gone on already
		cancel()
		b.until(t, fmt.Sprintf(`location.pathname === "/fr/k-%d/one/" && document.readyState === "complete"`, i))
	}
	var wrong []string
	for _, trouble := range b.troubles() {
		wrong = append(wrong, fmt.Sprintf("a page that has moved: %s: %s %s", trouble.rule, trouble.where, trouble.what))
	}
	return wrong
}
