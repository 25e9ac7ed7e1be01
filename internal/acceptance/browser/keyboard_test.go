package browser

import (
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// TestKeyboardPath goes through the portal as a reader does who has no mouse.
func TestKeyboardPath(t *testing.T) {
	t.Parallel()
	p, origin := openPortal(t)
	browser := startChromium(t)
	start := p.page(t, "home", "en").URL
	paths := []struct {
		what, url string
		walk      func(*testing.T, *tab)
	}{
		{"skip to the content", start, skipToContent},
		{"change the language", start, func(t *testing.T, b *tab) { changeLanguage(t, b, p.page(t, "home", "ar").URL) }},
		{"read what a term means", p.withTerm(t), readTerm},
		{"tick a task", p.page(t, "playbook", "en").URL, tickTask},
		{"switch to dark colours", start, switchColours},
	}
	for _, path := range paths {
		t.Run(path.what, func(t *testing.T) { path.walk(t, openAt(t, browser, origin, path.url)) })
	}
}

func skipToContent(t *testing.T, b *tab) {
	b.press(t, kb.Tab)
	b.must(t, `document.activeElement.matches("a.skip")`, "the first stop is the skip link")
	b.mustSeeFocus(t)
	b.press(t, kb.Enter)
	b.until(t, `document.activeElement.matches("main")`)
	b.press(t, kb.Tab)
	b.must(t, `!!document.activeElement.closest("main") && !document.activeElement.matches("main")`, "the next stop is in the content")
}

func changeLanguage(t *testing.T, b *tab, arabic string) {
	b.tabTo(t, ".languages summary")
	b.press(t, kb.Enter)
	b.until(t, `document.querySelector(".languages").open`)
	b.tabTo(t, `.languages a[hreflang=ar]`)
	b.press(t, kb.Enter)
	b.until(t, `document.readyState === "complete" && location.pathname === `+strconv.Quote(arabic))
	b.must(t, `document.documentElement.lang === "ar" && document.documentElement.dir === "rtl"`, "the page is Arabic, from right to left")
}

func readTerm(t *testing.T, b *tab) {
	const card = `document.querySelector(":popover-open")`
	skipToContent(t, b)
	b.tabTo(t, "button.term")
	b.must(t, card+` === null`, "no card is open yet")
	b.press(t, kb.Enter)
	b.until(t, card+`?.id === document.activeElement.getAttribute("popovertarget")`)
	b.must(t, seen+`(`+card+`) && `+card+`.innerText.length > 20`, "the card can be read")
	b.press(t, kb.Escape)
	b.until(t, card+` === null`)
	b.must(t, `document.activeElement.matches("button.term")`, "the focus is back on the term")
}

func tickTask(t *testing.T, b *tab) {
	const ticked = `[...document.querySelectorAll("[data-task]:checked")].map(box => box.dataset.task).join() ===
		document.querySelector("[data-task]").dataset.task`
	skipToContent(t, b)
	b.tabTo(t, "[data-task]")
	b.press(t, " ")
	b.until(t, ticked)
	b.reload(t)
	b.until(t, ticked)
}

func switchColours(t *testing.T, b *tab) {
	const switched = `getComputedStyle(document.documentElement).colorScheme === "dark" &&
		document.querySelector(".shade").getAttribute("aria-pressed") === "true"`
	b.must(t, `document.querySelector(".shade").getAttribute("aria-pressed") === "false"`, "the page is light at first")
	b.tabTo(t, ".shade")
	b.press(t, kb.Enter)
	b.until(t, switched)
	b.reload(t)
	b.until(t, switched)
}

// withTerm returns the address of a page in whose text a term is explained.
func (p *portal) withTerm(t *testing.T) string {
	t.Helper()
	for _, page := range p.pages {
		if strings.Contains(string(p.html(page)), "popovertarget=") {
			return page.URL
		}
	}
	t.Fatal("no page explains a term")
	return ""
}

// tabTo presses Tab until something has the focus, and makes sure that every stop on the way can be seen.
func (b *tab) tabTo(t *testing.T, selector string) {
	t.Helper()
	for range 200 {
		if b.is(t, "document.activeElement.matches("+strconv.Quote(selector)+")") {
			return
		}
		b.press(t, kb.Tab)
		b.mustSeeFocus(t)
	}
	t.Fatalf("200 times Tab do not lead to %s", selector)
}

// mustSeeFocus makes sure that the focus is shown, and that nothing hides it (WCAG 2.4.7 and 2.4.11), as soon as the page has
// scrolled there.
func (b *tab) mustSeeFocus(t *testing.T) {
	t.Helper()
	b.until(t, `(() => {
		const element = document.activeElement, style = getComputedStyle(element);
		const marked = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== "none";
		const bare = ({ left, top, right, bottom }) => { // a link that runs over two lines has two boxes
			const there = document.elementFromPoint(
				(Math.max(left, 0) + Math.min(right, innerWidth)) / 2, (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2);
			return right > 0 && bottom > 0 && left < innerWidth && top < innerHeight && (element.contains(there) || !!there?.contains(element));
		};
		return marked && [...element.getClientRects()].some(bare);
	})()`)
}
