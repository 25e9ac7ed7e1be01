package render

import (
	"bytes"
	"fmt"
	"html"
	"html/template"
	"maps"
	"net/url"
	"strings"
	"sync"

	"parley/internal/chart"
	"parley/internal/site"
)

// Renderer renders the pages of a site. It may be used by many goroutines.
type Renderer struct {
	site      *site.Site
	theme     *Theme
	charts    *chart.Kept
	languages map[string]*languageSet
}

// languageSet is the theme bound to a language. Templates are bound when the first page needs them.
type languageSet struct {
	funcs  template.FuncMap
	mutex  sync.Mutex
	bound  map[string]*program
	theme  *Theme
	menu   menu
	failed error
}

// menu is the navigation of a language, rendered once, with the places where the current page is marked.
type menu struct {
	html   string
	places map[string]int // offset after href="URL", by URL
}

// New prepares to render a site with a theme. Charts that are kept need not be drawn again.
func New(s *site.Site, theme *Theme, charts *chart.Kept) *Renderer {
	r := &Renderer{site: s, theme: theme, charts: charts, languages: map[string]*languageSet{}}
	for _, tag := range s.Languages() {
		set := &languageSet{bound: map[string]*program{}, theme: theme}
		set.funcs = r.functions(tag, set)
		r.languages[tag] = set
	}
	for i, tag := range s.Languages() {
		chrome := s.Chrome(i)
		r.languages[tag].menu, r.languages[tag].failed = r.renderMenu(r.languages[tag], chrome)
	}
	return r
}

// Reworded renders a site that differs from this renderer's in the wording of bodies alone: menus and templates are the same.
func (r *Renderer) Reworded(s *site.Site) *Renderer {
	return &Renderer{site: s, theme: r.theme, charts: r.charts, languages: r.languages}
}

// Page renders one page.
func (r *Renderer) Page(i int) (File, error) { return r.Show(i, r.site.Page(i)) }

// Show renders a page of which it is known what it says.
func (r *Renderer) Show(i int, page site.Page) (File, error) {
	set := r.languages[page.Lang]
	if set.failed != nil {
		return File{}, set.failed
	}
	bound, err := set.template(page.Template)
	if err != nil {
		return File{}, err
	}
	draft := drafts.Get().(*bytes.Buffer)
	if err := bound.write(draft, "layout", page); err != nil {
		return File{}, fmt.Errorf("page %s: %w", page.URL, err)
	}
	return File{Path: site.File(r.site.Locate(i)), Data: draft.Bytes(), draft: draft}, nil
}

// template binds a template to the language. A kind whose template the theme lacks is shown by "document".
func (s *languageSet) template(name string) (*program, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if bound, ok := s.bound[name]; ok {
		return bound, nil
	}
	written := name
	if _, ok := s.theme.base[name]; !ok {
		written = "document"
	}
	bound, err := s.theme.template(written)
	if err != nil {
		return nil, err
	}
	made := &fragments{}
	funcs := maps.Clone(s.funcs)
	funcs["fragment"], funcs["fragments"] = made.fragment, made.all
	made.program = newProgram(bound.Funcs(funcs), funcs)
	s.bound[name] = made.program
	return made.program, nil
}

func (r *Renderer) renderMenu(set *languageSet, chrome *site.Chrome) (menu, error) {
	bound, err := r.theme.nav.Clone()
	if err != nil {
		return menu{}, err
	}
	data, err := execute(bound.Funcs(set.funcs), "nav", chrome)
	if err != nil {
		return menu{}, err
	}
	m := menu{html: string(data), places: map[string]int{}}
	for at := 0; ; {
		start := strings.Index(m.html[at:], `href="`)
		if start < 0 {
			return m, nil
		}
		start += at + len(`href="`)
		end := start + strings.IndexByte(m.html[start:], '"')
		m.places[html.UnescapeString(m.html[start:end])] = end + 1
		at = end
	}
}

// currentMark says of a link that it leads to the page on which it stands.
const currentMark = ` aria-current="page"`

// Parts are what stands on every page.
func (r *Renderer) Parts() []Part {
	var parts []Part
	for _, set := range r.languages {
		if part, ok := NewPart(set.menu.html); ok {
			parts = append(parts, part)
		}
	}
	return parts
}

// mark returns the navigation with the current page marked.
func (m menu) mark(current string) template.HTML {
	at, ok := m.places[current]
	if !ok {
		return template.HTML(m.html)
	}
	return template.HTML(m.html[:at] + currentMark + m.html[at:])
}

// placeholders let templates be parsed before they are bound to a language.
func placeholders() template.FuncMap {
	return template.FuncMap{
		"t":         func(string, ...any) string { return "" },
		"tn":        func(int, string, string, ...any) string { return "" },
		"nav":       func(site.Page) template.HTML { return "" },
		"body":      func(site.Page) (template.HTML, error) { return "", nil },
		"asset":     func(string) (string, error) { return "", nil },
		"integrity": func(string) (string, error) { return "", nil },
		"abs":       func(string) string { return "" },
		"lang":      func(site.Text) template.HTMLAttr { return "" },
		"plot":      func(*site.Plot) (template.HTML, error) { return "", nil },
		"jsonld":    func(site.Page) (template.HTML, error) { return "", nil },
		"fragment":  func(string, any) (template.HTML, error) { return "", nil },
		"fragments": func(string, any) (template.HTML, error) { return "", nil },
	}
}

func (r *Renderer) functions(tag string, set *languageSet) template.FuncMap {
	words := r.site.Words(tag)
	return template.FuncMap{
		"t": words.Say,
		"tn": func(n int, one, other string, args ...any) string {
			return words.Count(r.site.Plural(tag, n), n, one, other, args...)
		},
		"nav":       func(page site.Page) template.HTML { return set.menu.mark(page.URL) },
		"body":      set.body,
		"asset":     r.assetURL,
		"integrity": r.integrity,
		"abs":       func(address string) string { return r.site.Origin() + address },
		"lang":      langAttributes,
		"plot":      r.plot,
		"jsonld":    r.jsonld,
	}
}

// body is the body of a page with its charts.
func (s *languageSet) body(page site.Page) (template.HTML, error) {
	figures := make([]string, len(page.Body.Charts))
	for i, chart := range page.Body.Charts {
		if chart == nil {
			continue
		}
		bound, err := s.template(page.Template)
		if err != nil {
			return "", err
		}
		figure, err := bound.execute("chart-block", chart)
		if err != nil {
			return "", err
		}
		figures[i] = string(figure)
	}
	return template.HTML(fill(page.Body, figures)), nil
}

// plot draws a chart.
func (r *Renderer) plot(p *site.Plot) (template.HTML, error) {
	svg, err := r.charts.SVG(p.Chart, p.Title)
	return template.HTML(svg), err
}

func (r *Renderer) assetURL(name string) (string, error) {
	a, ok := r.theme.assets[name]
	if !ok {
		return "", fmt.Errorf("theme: assets/%s is missing", name)
	}
	return r.site.Base() + "/" + (&url.URL{Path: a.file.Path}).EscapedPath(), nil
}

func (r *Renderer) integrity(name string) (string, error) {
	a, ok := r.theme.assets[name]
	if !ok {
		return "", fmt.Errorf("theme: assets/%s is missing", name)
	}
	return a.integrity, nil
}

// langAttributes says in which language a text is, where that is not the page's.
func langAttributes(text site.Text) template.HTMLAttr {
	if text.Lang == "" {
		return ""
	}
	return template.HTMLAttr(` lang="` + html.EscapeString(text.Lang) + `" dir="` + html.EscapeString(text.Dir) + `"`)
}
