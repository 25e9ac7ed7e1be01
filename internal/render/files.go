package render

import (
	"bytes"
	"encoding/xml"
	"maps"
	"slices"
	"strings"

	"parley/internal/site"
)

// Policy is the content-security policy of every page: nothing inline, nothing from elsewhere.
const Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
	"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"

// Markdown renders the Markdown that lies beside a page.
func (r *Renderer) Markdown(i int) (File, bool) {
	text, ok := r.site.Markdown(i)
	if !ok {
		return File{}, false
	}
	return r.Beside(i, text), true
}

// Beside is the file of a page's Markdown.
func (r *Renderer) Beside(i int, markdown string) File {
	return File{Path: strings.TrimSuffix(site.File(r.site.Locate(i)), "index.html") + "page.md", Data: []byte(markdown)}
}

// Chart is what a browser needs to draw the chart of a measure's page by itself, in the language of the page. Ok is false where the
// page has no such chart.
func (r *Renderer) Chart(i int, page site.Page) (file File, ok bool, err error) {
	if page.Measured == nil || page.Measured.Plot == nil {
		return File{}, false, nil
	}
	told, err := page.Measured.Plot.Told()
	return File{Path: strings.TrimSuffix(site.File(r.site.Locate(i)), "index.html") + "chart.json", Data: told}, err == nil, err
}

// Extras renders the files that belong to the site as a whole: feeds, data, sitemap, what hosts and robots need.
func (r *Renderer) Extras() ([]File, error) {
	files := []File{
		{Path: "_headers", Data: []byte("/*\n  Content-Security-Policy: " + Policy + "\n  X-Content-Type-Options: nosniff\n  Referrer-Policy: same-origin\n" +
			"/assets/*\n  Cache-Control: public, max-age=31536000, immutable\n")},
		{Path: ".nojekyll"},
	}
	for _, feed := range r.site.Feeds() {
		atom, err := r.atom(feed)
		if err != nil {
			return nil, err
		}
		data, err := r.jsonFeed(feed)
		if err != nil {
			return nil, err
		}
		files = append(files, atom, data)
	}
	for i := range r.site.Languages() {
		changes, err := r.changes(i)
		if err != nil {
			return nil, err
		}
		files = append(files, changes)
	}
	coverage, err := r.site.CoverageFiles()
	if err != nil {
		return nil, err
	}
	for _, name := range slices.Sorted(maps.Keys(coverage)) {
		files = append(files, File{Path: name, Data: coverage[name]})
	}
	data, err := r.data()
	if err != nil {
		return nil, err
	}
	files = append(append(files, data...), r.moves()...)
	sitemap, err := r.sitemap()
	if err != nil {
		return nil, err
	}
	robots := "User-agent: *\nAllow: /\n"
	if origin := r.site.Origin(); origin != "" {
		robots += "Sitemap: " + origin + r.site.Base() + "/sitemap.xml\n"
	}
	return append(files, sitemap, File{Path: "robots.txt", Data: []byte(robots)}), nil
}

type atomText struct {
	Lang string `xml:"xml:lang,attr,omitempty"`
	Text string `xml:",chardata"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr,omitempty"`
	Href string `xml:"href,attr"`
	Type string `xml:"type,attr,omitempty"`
}

type atomEntry struct {
	ID       string   `xml:"id"`
	Title    atomText `xml:"title"`
	Updated  string   `xml:"updated"`
	Link     atomLink `xml:"link"`
	Category struct {
		Term string `xml:"term,attr"`
	} `xml:"category"`
	Summary *atomText `xml:"summary,omitempty"`
}

type atomFeed struct {
	XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string   `xml:"xml:lang,attr"`
	ID      string   `xml:"id"`
	Title   atomText `xml:"title"`
	Updated string   `xml:"updated"`
	Author  struct {
		Name string `xml:"name"`
	} `xml:"author"`
	Links   []atomLink  `xml:"link"`
	Entries []atomEntry `xml:"entry"`
}

// atom renders a feed as RFC 4287 has it.
func (r *Renderer) atom(feed site.Feed) (File, error) {
	self := r.site.Origin() + feed.URL
	out := atomFeed{Lang: feed.Chrome.Lang, ID: self, Title: atomText{Lang: feed.Title.Lang, Text: feed.Title.Text}}
	out.Author.Name = feed.Chrome.Company
	out.Links = []atomLink{{Rel: "self", Href: self, Type: "application/atom+xml"}, {Href: r.site.Origin() + feed.Page, Type: "text/html"}}
	out.Updated = moment(r.site.Revised())
	for i, item := range feed.Items {
		if i == 0 {
			out.Updated = moment(item.Date)
		}
		entry := atomEntry{ID: r.site.Origin() + item.URL, Title: atomText{Lang: item.Title.Lang, Text: item.Title.Text}, Updated: moment(item.Date)}
		entry.Link = atomLink{Href: r.site.Origin() + item.URL}
		entry.Category.Term = item.Kind
		if item.Summary.Text != "" {
			entry.Summary = &atomText{Lang: item.Summary.Lang, Text: item.Summary.Text}
		}
		out.Entries = append(out.Entries, entry)
	}
	return xmlFile(strings.TrimPrefix(strings.TrimPrefix(feed.URL, r.site.Base()), "/"), out)
}

func moment(day string) string {
	if day == "" {
		return "1970-01-01T00:00:00Z"
	}
	return day + "T00:00:00Z"
}

type mapAlternate struct {
	Rel  string `xml:"rel,attr"`
	Lang string `xml:"hreflang,attr"`
	Href string `xml:"href,attr"`
}

type mapURL struct {
	Loc        string         `xml:"loc"`
	LastMod    string         `xml:"lastmod,omitempty"`
	Alternates []mapAlternate `xml:"xhtml:link"`
}

type mapSet struct {
	XMLName xml.Name `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	XHTML   string   `xml:"xmlns:xhtml,attr"`
	URLs    []mapURL `xml:"url"`
}

// sitemap lists every page with its real translations.
func (r *Renderer) sitemap() (File, error) {
	out := mapSet{XHTML: "http://www.w3.org/1999/xhtml"}
	for _, entry := range r.site.Map() {
		u := mapURL{Loc: r.site.Origin() + entry.URL, LastMod: entry.Updated}
		if len(entry.Versions) > 1 {
			for _, version := range entry.Versions {
				u.Alternates = append(u.Alternates, mapAlternate{"alternate", version.Lang, r.site.Origin() + version.URL})
			}
		}
		out.URLs = append(out.URLs, u)
	}
	return xmlFile("sitemap.xml", out)
}

func xmlFile(path string, value any) (File, error) {
	var out bytes.Buffer
	out.WriteString(xml.Header)
	encoder := xml.NewEncoder(&out)
	encoder.Indent("", " ")
	if err := encoder.Encode(value); err != nil {
		return File{}, err
	}
	out.WriteByte('\n')
	return File{Path: path, Data: out.Bytes()}, nil
}
