package main

import (
	"context"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestKeyboardPath goes through the portal as a reader does who has no mouse.
func TestKeyboardPath(t *testing.T) {
	p, origin := openPortal(t)
	browser := startChromium(t)
	start := p.page(t, "home", "en").URL
	t.Run("skip to the content", func(t *testing.T) {
		b := openAt(t, browser, origin, start)
		b.press(t, kb.Tab)
		b.must(t, `document.activeElement.matches("a.skip")`, "the first stop is the skip link")
		b.mustSeeFocus(t)
		b.press(t, kb.Enter)
		b.until(t, `document.activeElement.matches("main")`)
		b.press(t, kb.Tab)
		b.must(t, `!!document.activeElement.closest("main") && !document.activeElement.matches("main")`, "the next stop is in the content")
	})
	t.Run("change the language", func(t *testing.T) {
		b := openAt(t, browser, origin, start)
		b.tabTo(t, ".languages summary")
		b.press(t, kb.Enter)
		b.until(t, `document.querySelector(".languages").open`)
		b.tabTo(t, `.languages a[hreflang=ar]`)
		b.press(t, kb.Enter)
		b.until(t, `document.readyState === "complete" && location.pathname === `+strconv.Quote(p.page(t, "home", "ar").URL))
		b.must(t, `document.documentElement.lang === "ar" && document.documentElement.dir === "rtl"`, "the page is Arabic, from right to left")
	})
	t.Run("read what a term means", func(t *testing.T) {
		b := openAt(t, browser, origin, p.withTerm(t))
		b.skipToContent(t)
		b.tabTo(t, "button.term")
		b.must(t, `document.querySelector(":popover-open") === null`, "no card is open yet")
		b.press(t, kb.Enter)
		b.until(t, `document.querySelector(":popover-open")?.id === document.activeElement.getAttribute("popovertarget")`)
		b.must(t, `document.querySelector(":popover-open").checkVisibility({ opacityProperty: true }) && document.querySelector(":popover-open").innerText.length > 20`, "the card can be read")
		b.press(t, kb.Escape)
		b.until(t, `document.querySelector(":popover-open") === null`)
		b.must(t, `document.activeElement.matches("button.term")`, "the focus is back on the term")
	})
	t.Run("tick a task", func(t *testing.T) {
		b := openAt(t, browser, origin, p.page(t, "playbook", "en").URL)
		b.skipToContent(t)
		b.tabTo(t, "[data-task]")
		const ticked = `[...document.querySelectorAll("[data-task]:checked")].map(box => box.dataset.task).join() === document.querySelector("[data-task]").dataset.task`
		b.press(t, " ")
		b.until(t, ticked)
		b.reload(t)
		b.until(t, ticked)
	})
	t.Run("switch to dark colours", func(t *testing.T) {
		b := openAt(t, browser, origin, start)
		const dark = `getComputedStyle(document.documentElement).colorScheme === "dark" && document.querySelector(".shade").getAttribute("aria-pressed") === "true"`
		b.must(t, `document.querySelector(".shade").getAttribute("aria-pressed") === "false"`, "the page is light at first")
		b.tabTo(t, ".shade")
		b.press(t, kb.Enter)
		b.until(t, dark)
		b.reload(t)
		b.until(t, dark)
	})
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

// openAt opens a page in a new tab of a wide screen, which follows a light scheme.
func openAt(t *testing.T, browser context.Context, origin, url string) *tab {
	t.Helper()
	b := openTab(t, browser, origin)
	ctx, cancel := b.soon()
	defer cancel()
	if err := b.emulate(ctx, 1440, light); err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Do(ctx, chromedp.Navigate(origin+url)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		for _, trouble := range b.troubles() {
			t.Errorf("%s: %s: %s", trouble.rule, trouble.where, trouble.what)
		}
	})
	return b
}

// soon bounds one step: generously, for a machine may be busy; what it waits for is never how long something takes.
func (b *tab) soon() (context.Context, context.CancelFunc) {
	return context.WithTimeout(b.ctx, 30*time.Second)
}

func (b *tab) press(t *testing.T, keys string) {
	t.Helper()
	ctx, cancel := b.soon()
	defer cancel()
	if err := chromedp.Do(ctx, chromedp.KeyEvent(keys)); err != nil {
		t.Fatal(err)
	}
}

func (b *tab) reload(t *testing.T) {
	t.Helper()
	ctx, cancel := b.soon()
	defer cancel()
	if err := chromedp.Do(ctx, chromedp.Reload()); err != nil {
		t.Fatal(err)
	}
}

// tabTo presses Tab until something has the focus, and makes sure that every stop on the way can be seen.
func (b *tab) tabTo(t *testing.T, selector string) {
	t.Helper()
	for range 200 {
		b.press(t, kb.Tab)
		b.mustSeeFocus(t)
		if b.is(t, "document.activeElement.matches("+strconv.Quote(selector)+")") {
			return
		}
	}
	t.Fatalf("200 times Tab do not lead to %s", selector)
}

func (b *tab) skipToContent(t *testing.T) {
	t.Helper()
	b.tabTo(t, "a.skip")
	b.press(t, kb.Enter)
	b.until(t, `document.activeElement.matches("main")`)
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
