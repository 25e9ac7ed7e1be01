package browser

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"regexp"
	"slices"
	"strings"
	"testing"

	"parley/internal/render"
)

// TestPageWeight weighs every page as a browser does, by the styles and scripts that it names, and holds it to the budget
// that a build has: 25 kB for a text page. It needs no browser.
func TestPageWeight(t *testing.T) {
	t.Parallel()
	p, _ := openPortal(t)
	type weight struct {
		url                 string
		html, assets, bound int
	}
	var weights []weight
	packed := map[string]int{}
	for _, page := range p.pages {
		w := weight{url: page.URL, html: compressed(t, p.html(page)), bound: render.Budget(page.Template, nil)}
		names := assetsOf(string(p.html(page)))
		if len(names) < 2 {
			t.Errorf("%s names %d styles and scripts; this test no longer knows how pages name them", page.URL, len(names))
		}
		for _, name := range names {
			if p.files[name] == nil {
				t.Fatalf("%s names %s, which the build has not written", page.URL, name)
			}
			if packed[name] == 0 {
				packed[name] = compressed(t, p.files[name])
			}
			w.assets += packed[name]
		}
		if w.html+w.assets > w.bound {
			t.Errorf("%s weighs %d bytes (HTML %d, styles and scripts %d); %d are allowed", w.url, w.html+w.assets, w.html, w.assets, w.bound)
		}
		weights = append(weights, w)
	}
	weighStylesOfCharts(t, packed)
	slices.SortFunc(weights, func(a, b weight) int { return cmp.Compare(b.html+b.assets, a.html+a.assets) })
	for _, w := range weights[:5] {
		t.Logf("%6d bytes: %s (HTML %d, styles and scripts %d)", w.html+w.assets, w.url, w.html, w.assets)
	}
}

// mostStylesOfCharts is what the styles of charts and dashboards may weigh: a sixteenth of what a page may.
const mostStylesOfCharts = 25_000 / 16

// weighStylesOfCharts holds the styles that only pages with charts load to a budget of their own. Some page has to have loaded them.
func weighStylesOfCharts(t *testing.T, packed map[string]int) {
	t.Helper()
	found := 0
	for name, bytes := range packed {
		if strings.HasPrefix(name, "assets/plot.") && strings.HasSuffix(name, ".css") {
			if found++; bytes > mostStylesOfCharts {
				t.Errorf("%s weighs %d bytes; %d are allowed", name, bytes, mostStylesOfCharts)
			}
		}
	}
	if found != 1 {
		t.Errorf("%d files with the styles of charts were weighed with pages; this test no longer knows how they are called", found)
	}
}

// compressed is the size of data as a host sends it.
func compressed(t *testing.T, data []byte) int {
	t.Helper()
	var out bytes.Buffer
	packer := gzip.NewWriter(&out)
	if _, err := packer.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := packer.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Len()
}

var (
	loads = regexp.MustCompile(`<(?:script|link)\b[^>]*>`)
	from  = regexp.MustCompile(`\b(?:src|href)="/([^"]+\.(?:css|js))"`)
)

// assetsOf returns the files of the styles and scripts that a page names.
func assetsOf(html string) []string {
	var names []string
	for _, tag := range loads.FindAllString(html, -1) {
		if name := from.FindStringSubmatch(tag); name != nil && !strings.Contains(tag, `rel="alternate"`) {
			names = append(names, name[1])
		}
	}
	return names
}
