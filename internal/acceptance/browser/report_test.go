package browser

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
)

// report is what probe.js says about a page.
type report struct {
	Lang, Dir   string
	Headings    int
	ScrollWidth int
	ClientWidth int
	Wide        []string
	Dark        bool
	Forced      bool
	Broken      []string
	Twice       []string
	Blocked     []string
	Rules       int
	Violations  []struct{ Rule, Impact, Selector, Summary, HTML string }
}

type scripts struct{ axe, probe string }

var readScripts = sync.OnceValues(func() (scripts, error) {
	axe, err := os.ReadFile("testdata/axe/axe.min.js")
	if err != nil {
		return scripts{}, err
	}
	probe, err := os.ReadFile("testdata/probe.js")
	return scripts{string(axe), string(probe)}, err
})

// wrong judges a report.
func (r report) wrong(v visit, w way) []trouble {
	var wrong []trouble
	note := func(rule, where, format string, args ...any) {
		wrong = append(wrong, trouble{rule, where, fmt.Sprintf(format, args...)})
	}
	least := 90 // axe 4.14 has 91, and tries all of them on every page
	if w.colours {
		least = 2
	}
	if r.Rules < least {
		note("axe", "", "axe has tried %d rules only", r.Rules)
	}
	if r.Headings != 1 {
		note("one-h1", "h1", "%d first-level headings, want one", r.Headings)
	}
	if r.Lang != v.page.Lang || r.Dir != v.page.Dir {
		note("language", "html", "lang=%q dir=%q, want %q and %q", r.Lang, r.Dir, v.page.Lang, v.page.Dir)
	}
	if r.ScrollWidth > r.ClientWidth {
		note("horizontal-scroll", strings.Join(r.Wide, ", "), "the page is %d pixels wide on a screen of %d", r.ScrollWidth, r.ClientWidth)
	}
	if r.Forced != (w.scheme == forced) || w.scheme != forced && r.Dark != (w.scheme == dark) {
		note("colour-scheme", "html", "the page is not in the colours it should be in: %s", w)
	}
	for _, image := range r.Broken {
		note("image", image, "the picture cannot be shown")
	}
	for _, id := range r.Twice {
		note("unique-id", "#"+id, "two elements have this id")
	}
	for _, blocked := range r.Blocked {
		note("policy", "", "%s", blocked)
	}
	for _, violation := range r.Violations {
		note(violation.Rule, violation.Selector, "%s: %s\n%.300s", violation.Impact, violation.Summary, violation.HTML)
	}
	return wrong
}

// findings are all that is wrong with all pages. What many ways of looking share is said once.
type findings struct {
	mutex sync.Mutex
	looks int
	ways  map[finding][]string
}

type finding struct {
	name, url string
	trouble
}

func (f *findings) add(v visit, w way, wrong []trouble) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	f.looks++
	if f.ways == nil {
		f.ways = map[finding][]string{}
	}
	seen := fmt.Sprintf("%s %s %d", v.page.Lang, w, v.width)
	for _, trouble := range wrong {
		key := finding{v.name, v.page.URL, trouble}
		if !slices.Contains(f.ways[key], seen) {
			f.ways[key] = append(f.ways[key], seen)
		}
	}
}

// report fails the test with everything at once, sorted by page and rule.
func (f *findings) report(t *testing.T) {
	t.Helper()
	var lines []string
	for key, ways := range f.ways {
		slices.Sort(ways)
		lines = append(lines, fmt.Sprintf("%s (%s): %s at %s\n  [%s]\n  %s", key.name, key.url, key.rule, key.where,
			strings.Join(ways, "; "), strings.ReplaceAll(strings.TrimSpace(key.what), "\n", "\n  ")))
	}
	slices.Sort(lines)
	if len(lines) > 0 {
		t.Errorf("%d things are wrong in the browser:\n\n%s", len(lines), strings.Join(lines, "\n\n"))
	}
}
