package browser

import (
	"context"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

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
	return context.WithTimeout(b.ctx, 2*time.Minute)
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

// is asks the page whether something is so.
func (b *tab) is(t *testing.T, condition string) bool {
	t.Helper()
	ctx, cancel := b.soon()
	defer cancel()
	yes, err := chromedp.Run(ctx, chromedp.Evaluate[bool](condition))
	if err != nil {
		t.Fatalf("%s: %v", condition, err)
	}
	return yes
}

// text asks the page for a word.
func (b *tab) text(t *testing.T, expression string) string {
	t.Helper()
	ctx, cancel := b.soon()
	defer cancel()
	text, err := chromedp.Run(ctx, chromedp.Evaluate[string](expression))
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	return text
}

func (b *tab) count(t *testing.T, selector string) int {
	t.Helper()
	ctx, cancel := b.soon()
	defer cancel()
	n, err := chromedp.Run(ctx, chromedp.Evaluate[int](`document.querySelectorAll(`+strconv.Quote(selector)+`).length`))
	if err != nil {
		t.Fatalf("%s: %v", selector, err)
	}
	return n
}

// click clicks where an element is drawn, as a finger does: what covers it gets the click.
func (b *tab) click(t *testing.T, selector string) {
	t.Helper()
	ctx, cancel := b.soon()
	defer cancel()
	if err := chromedp.Do(ctx, chromedp.Click(chromedp.CSS(selector))); err != nil {
		t.Fatalf("%s cannot be clicked: %v", selector, err)
	}
}

// must fails the test unless something is so.
func (b *tab) must(t *testing.T, condition, why string) {
	t.Helper()
	if !b.is(t, condition) {
		t.Fatalf("it should be so that %s, but at %s it is not:\n%s", why, b.place(), condition)
	}
}

// until waits for something that the page does in its own time. A page that is just being left has no answer; it is asked again.
func (b *tab) until(t *testing.T, condition string) {
	t.Helper()
	ctx, cancel := b.soon()
	defer cancel()
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for {
		yes, err := chromedp.Run(ctx, chromedp.Evaluate[bool](condition))
		if err == nil && yes {
			return
		}
		select {
		case <-ctx.Done():
			t.Fatalf("waited in vain at %s for\n%s\n%v", b.place(), condition, err)
		case <-again.C:
		}
	}
}

// place says where the tab is, and what has the focus.
func (b *tab) place() string {
	ctx, cancel := b.soon()
	defer cancel()
	place, _ := chromedp.Run(ctx, chromedp.Evaluate[string](
		`location.pathname + ", focus on " + document.activeElement.outerHTML.slice(0, document.activeElement.outerHTML.indexOf(">") + 1)`))
	return strings.TrimSpace(place)
}
