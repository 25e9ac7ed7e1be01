package browser

import (
	"cmp"
	"io/fs"
	"maps"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"parley/internal/site"
	"parley/themes"
)

// visit is one page on one screen. It is opened once and looked at in several ways, as a reader does.
type visit struct {
	name  string // of the template, with the state of translation where that is why the page was chosen
	page  site.Page
	width int64
	ways  []way
}

const (
	light  = "light"
	dark   = "dark"
	forced = "forced"
)

type way struct {
	scheme   string
	unfolded bool
	colours  bool // only what depends on colours is judged: the rest has been, in the other scheme
}

func (w way) String() string {
	if w.unfolded {
		return w.scheme + "-unfolded"
	}
	return w.scheme
}

// onEveryScreen is a page in light and dark on a phone and a desk. In one language of each script, what can be unfolded is
// looked at, too; it stands last, for nothing folds a page up again.
func onEveryScreen(name string, page site.Page) []visit {
	phone := visit{name, page, 360, []way{{scheme: light}, {scheme: dark, colours: true}}}
	desk := visit{name, page, 1440, []way{{scheme: dark}, {scheme: light, colours: true}}}
	if slices.Contains([]string{"en", "ar", "ja"}, page.Lang) {
		phone.ways = append(phone.ways, way{scheme: dark, unfolded: true})
		desk.ways = append(desk.ways, way{scheme: light, unfolded: true})
	}
	return []visit{phone, desk}
}

// onOneScreen leaves of each page one screen: of a template, the phone in one language and the desk in the next.
func onOneScreen(visits []visit) []visit {
	var some []visit
	for i := 0; i < len(visits); i += 2 {
		some = append(some, visits[i+i/2%2])
	}
	return some
}

// visits are the pages to look at: of each template the longest page, which has most that can go wrong, and one more of
// each language for every state of translation that those do not show.
func (p *portal) visits(t *testing.T) []visit {
	t.Helper()
	chosen := p.longest(t)
	shown := map[string]bool{}
	var visits []visit
	for _, name := range slices.Sorted(maps.Keys(chosen)) {
		for i := chosen[name]; i < len(p.pages); i += p.sheets {
			visits = append(visits, onEveryScreen(name, p.pages[i])...)
			shown[p.pages[i].Lang+" "+p.pages[i].Translation.State] = true
		}
	}
	every := os.Getenv("PARLEY_EVERY_PAGE") != ""
	for i, page := range p.pages {
		state := page.Translation.State
		if shown[page.Lang+" "+state] && !(every && chosen[nameOf(page)] != i%p.sheets) {
			continue
		}
		shown[page.Lang+" "+state] = true
		visits = append(visits, onEveryScreen(page.Template+"-"+state, page)...)
	}
	if !long {
		visits = onOneScreen(visits)
	}
	for _, name := range []string{"home", "playbook", "price-list"} {
		visits = append(visits, visit{name, p.pages[chosen[name]], 1440, []way{{scheme: forced}}})
	}
	asked := regexp.MustCompile(os.Getenv("PARLEY_PAGES"))
	visits = slices.DeleteFunc(visits, func(v visit) bool { return !asked.MatchString(v.page.URL) })
	slices.SortFunc(visits, func(a, b visit) int {
		return cmp.Or(strings.Compare(a.name, b.name), strings.Compare(a.page.URL, b.page.URL), cmp.Compare(a.width, b.width))
	})
	return visits
}

// nameOf is the template of a page. A dashboard looks otherwise where it is narrowed down.
func nameOf(page site.Page) string {
	if page.Dashboard != nil && page.Dashboard.Slice != "" {
		return page.Template + "-narrowed"
	}
	return page.Template
}

// longest returns the longest page of each template, by its number in the first language.
func (p *portal) longest(t *testing.T) map[string]int {
	t.Helper()
	chosen := map[string]int{}
	for i, page := range p.pages[:p.sheets] {
		if best, ok := chosen[nameOf(page)]; !ok || len(p.html(page)) > len(p.html(p.pages[best])) {
			chosen[nameOf(page)] = i
		}
	}
	names, err := fs.Glob(themes.Default(), "templates/*.html")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		name = strings.TrimSuffix(path.Base(name), ".html")
		// The first two are parts of all pages; the third is for kinds that a team adds without a template.
		if _, ok := chosen[name]; !ok && !slices.Contains([]string{"layout", "nav", "document"}, name) {
			t.Errorf("no page uses the template %s, so nobody looks at it: add content that does", name)
		}
	}
	return chosen
}

// page returns the longest page of a template in a language.
func (p *portal) page(t *testing.T, template, lang string) site.Page {
	t.Helper()
	sheet, ok := p.longest(t)[template]
	for i := sheet; ok && i < len(p.pages); i += p.sheets {
		if p.pages[i].Lang == lang {
			return p.pages[i]
		}
	}
	t.Fatalf("there is no page of the template %s in %s", template, lang)
	return site.Page{}
}
