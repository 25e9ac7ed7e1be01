package browser

import (
	"context"
	"strconv"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// TestWithoutJavaScript reads the portal in a browser that runs no scripts: on a wide screen and on a narrow one.
func TestWithoutJavaScript(t *testing.T) {
	t.Parallel()
	p, origin := openPortal(t)
	browser := startChromium(t)
	pages := map[string]string{
		p.page(t, "home", "en").URL:       `document.querySelectorAll("main .cards li, main .entries li").length > 5`,
		p.page(t, "playbook", "en").URL:   `document.querySelectorAll("main .phase").length > 3 && document.querySelectorAll("main [data-task]").length > 5`,
		p.page(t, "price-list", "en").URL: `document.querySelectorAll("main .prices tbody tr").length > 2 && /\d/.test(document.querySelector("main .prices .money").innerText)`,
	}
	for url, content := range pages {
		for _, width := range []int64{360, 1440} {
			t.Run(url+" "+strconv.FormatInt(width, 10), func(t *testing.T) {
				b := openBare(t, browser, origin, url, width)
				b.must(t, content, "the page's own content is there")
				b.must(t, `[...document.querySelectorAll("main :is(h1, h2, h3, p, li, dt, dd, th, td, label)")].every(`+legible+`)`, "all of it can be read")
				b.must(t, `![...document.querySelectorAll("button:not([popovertarget])")].some(`+seen+`)`, "no button is shown that does nothing")
				b.useContents(t)
				b.useNavigation(t, width)
			})
		}
	}
	t.Run("what a term means", func(t *testing.T) {
		b := openBare(t, browser, origin, p.withTerm(t), 1440)
		b.click(t, "button.term")
		b.until(t, `document.querySelector(":popover-open")?.innerText.length > 20`)
		b.must(t, seen+`(document.querySelector(":popover-open"))`, "the card can be read")
	})
}

const (
	// seen tells whether an element is on the page for a reader's eyes.
	seen = `(element => element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true }))`
	// legible: it is seen, or it has nothing to say, or it lies in something that a reader can unfold, or it is a way to
	// another place, which useNavigation looks at, or it is a cell whose words a narrow screen shows under the row's head.
	legible = `(element => ` + seen + `(element) || !element.textContent.trim() || !!element.closest("details:not([open]), [popover], nav") || ` +
		`element.matches("th.wide") || element.matches("td.wide") && [...element.closest("tr").querySelectorAll(".per")].some(per => ` +
		seen + `(per) && per.textContent.includes(element.textContent.trim())))`
)

// openBare opens a page on a screen in a tab that runs no scripts. Questions about the page are still answered.
func openBare(t *testing.T, browser context.Context, origin, url string, width int64) *tab {
	t.Helper()
	b := openTab(t, browser, origin)
	ctx, cancel := b.soon()
	defer cancel()
	if _, err := chromedp.Call(ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}); err != nil {
		t.Fatal(err)
	}
	if err := b.emulate(ctx, width, light); err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Do(ctx, chromedp.Navigate(origin+url)); err != nil {
		t.Fatal(err)
	}
	b.must(t, `!document.documentElement.classList.contains("js")`, "no script has run")
	return b
}

// useContents unfolds the contents of a page that has them, where they are folded.
func (b *tab) useContents(t *testing.T) {
	t.Helper()
	const read = `[...document.querySelectorAll(".contents .level-2 a")].every(` + seen + `)`
	if !b.is(t, read) {
		b.click(t, ".contents summary")
		b.until(t, read)
	}
}

// useNavigation unfolds the whole navigation, and follows a link of it. Narrow screens have it behind a menu.
func (b *tab) useNavigation(t *testing.T, width int64) {
	t.Helper()
	const branch, links = `nav.portal .tree > details`, `nav.portal .tree a`
	if width < 600 {
		b.must(t, `![...document.querySelectorAll("`+branch+`")].some(`+seen+`)`, "the navigation is folded on a narrow screen")
		b.click(t, "nav.portal .menu summary")
	}
	b.until(t, `[...document.querySelectorAll("`+branch+` summary")].every(`+seen+`)`)
	b.must(t, `[...document.querySelectorAll("`+links+`[aria-current]")].every(`+seen+`)`, "the section of this page is unfolded")
	for n := range b.count(t, branch) {
		section := branch + ":nth-child(" + strconv.Itoa(n+1) + ")"
		all := `[...document.querySelectorAll("` + section + ` a")].every(` + seen + `)`
		if !b.is(t, all) {
			b.click(t, section+" summary")
			b.until(t, all)
		}
	}
	if found := b.count(t, links); found < 10 {
		t.Errorf("the navigation has %d links only", found)
	}
	const link = links + `:not([aria-current])`
	target := b.text(t, `document.querySelector("`+link+`").pathname`)
	b.click(t, link)
	b.until(t, `location.pathname === `+strconv.Quote(target)+` && document.readyState === "complete" && !!document.querySelector("h1")`)
}
