package browser

import (
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"parley/internal/acceptance/folder"
	"parley/internal/acceptance/program"
)

// TestHostilePreview serves what the check refuses, too: the preview shows a repository as it is, with the findings over it.
// The policy is enforced here, as it is in front of readers, and must have nothing to do.
func TestHostilePreview(t *testing.T) {
	if testing.Short() {
		t.Skip("this takes half a minute")
	}
	t.Parallel()
	h := newHostile(t, false)
	h.write(t)
	origin := strings.TrimSuffix(program.Serve(t, h.dir, "off").URL, "/")
	t.Run("what is no page", func(t *testing.T) { h.judgeServed(t, origin) })
	var addresses []string
	for _, channel := range []string{"block", "inline", "heading", "link-target", "link-title-raw", "picture-raw", "address", "bare"} {
		addresses = append(addresses, "/marks/"+channel+"/")
	}
	for i := range h.together("kind") {
		addresses = append(addresses, fmt.Sprintf("/k-%d/one/", i))
	}
	addresses = append(addresses, "/", "/people/", "/people/p-0/", "/names/", "/pictures/", "/fr/marks/block/", "/fr/k-0/one/", "/pricing/lists/all-eur-0/", "/glossary/g-0/", "/glossary/",
		"/people/emai-90/", "/people/hour-250/", "/people/time-42/", "/nowhere/%3Cscript%3Efire(0)%3C/script%3E/")
	browser, elsewhere := startHostileChromium(t)
	_, wrong := meetAll(t, browser, origin, addresses)
	for _, what := range append(wrong, elsewhere.heard()...) {
		if !strings.Contains(what, "/nowhere/") || !strings.Contains(what, "404") {
			t.Error(what)
		}
	}
	b := openHostileTab(t, browser, origin)
	ctx, cancel := b.soon()
	defer cancel()
	if err := chromedp.Do(ctx, chromedp.Navigate(origin+"/marks/")); err != nil {
		t.Fatal(err)
	}
	b.until(t, `[...document.body.children].find(child => child.shadowRoot)?.shadowRoot.querySelector("pre")?.textContent.includes("fire(")`)
	t.Logf("opened %d pages", len(addresses))
}

// judgeServed asks for every picture, of which only those that are safe are answered, and for texts, which browsers must not
// take for anything else.
func (h *hostile) judgeServed(t *testing.T, origin string) {
	served := map[int]int{}
	for _, p := range h.left("picture") {
		if !strings.HasPrefix(p.family, "picture-") && p.number%8 > 0 {
			continue // the others are very much alike: text of pages in a picture
		}
		response, err := http.Get(fmt.Sprintf("%s/pictures/p-%d.svg", origin, p.number))
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		served[response.StatusCode]++
		if response.Header.Get("Content-Security-Policy") == "" || response.Header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("picture %d is served without a policy", p.number)
		}
	}
	if served[http.StatusOK] < 20 || served[http.StatusNotFound] < 100 {
		t.Errorf("pictures are answered with %v", served)
	}
	for address, kind := range map[string]string{"/k-0/one/page.md": "text/markdown; charset=utf-8", "/feed.xml": "application/xml; charset=utf-8", "/feed.json": "application/json", "/changes.json": "application/json"} {
		response, err := http.Get(origin + address)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		if response.Header.Get("Content-Type") != kind || response.Header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s is served as %q: %d", address, response.Header.Get("Content-Type"), response.StatusCode)
		}
	}
}

// TestHostileWordsChangeInPlace saves payloads into pages that are open: the preview puts them into the page that is there,
// where it can, and loads it anew where it must.
func TestHostileWordsChangeInPlace(t *testing.T) {
	if testing.Short() {
		t.Skip("this takes a while")
	}
	t.Parallel()
	payloads, err := corpus()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	folder.Write(t, filepath.Join(dir, "content/site.yaml"), "kind: site\ntitle: Portal\nlanguages: [en]\n")
	page := filepath.Join(dir, "content/index.md")
	folder.Write(t, page, "# Start\n\nWord.\n\n- Word.\n\nEnd.\n")
	origin := strings.TrimSuffix(program.Serve(t, dir, "off").URL, "/")
	browser, elsewhere := startHostileChromium(t)
	b := openHostileTab(t, browser, origin)
	ctx, cancel := b.soon()
	defer cancel()
	if err := chromedp.Do(ctx, chromedp.Navigate(origin+"/")); err != nil {
		t.Fatal(err)
	}
	b.until(t, `[...document.body.children].some(child => child.shadowRoot) && (window.before = true)`)
	var paragraph, list, titles strings.Builder
	for _, p := range payloads {
		if readable(p.text) {
			paragraph.WriteString(backslashed(p.text) + " ")
			list.WriteString(indented("- Word ", "  ", p.text) + " word.\n")
			titles.WriteString(p.text + " ¶ ")
		}
	}
	last := payloads[len(payloads)-1]
	for _, edit := range []struct {
		text, shown string
		inPlace     bool
	}{
		{"# Start\n\n" + folded(paragraph.String()) + "\n\n- Word.\n\nEnd.\n", last.text, true},
		{"# Start\n\n" + folded(paragraph.String()) + "\n\n" + list.String() + "\nSecond.\n", "Second.", false},
		{"---\ntitle: " + quotedYAML(titles.String()) + "\nsummary: " + quotedYAML(titles.String()) + "\n---\n\nThird.\n", "Third.", false},
	} {
		folder.Write(t, page, edit.text)
		b.until(t, fmt.Sprintf("document.querySelector('main')?.textContent.includes(%q)", edit.shown))
		if kept := b.is(t, "!!window.before"); kept != edit.inPlace {
			t.Errorf("the page is the same as before: %t, want %t: %.60q", kept, edit.inPlace, edit.text)
		}
	}
	_, wrong := b.examine("/")
	for _, what := range append(wrong, elsewhere.heard()...) {
		if !strings.Contains(what, "/.parley/events net::ERR_ABORTED") { // a page that is loaded anew listens no more
			t.Error(what)
		}
	}
}
