package site

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"

	"parley/internal/git"
	"parley/internal/glossary"
	"parley/internal/kind"
	"parley/internal/locale"
	"parley/internal/metric"
	"parley/internal/workspace"
)

// Options say how a site is published.
type Options struct {
	Audience kind.Audience
	Partner  string // the one for whom the portal is made; "" for all
	Base     string // path under which the site is published, "" for the root; no slash at its end
	Origin   string // scheme and host, "" when unknown
	Preview  bool
	Today    string           // the day for which the site is made: 2026-11-22
	Words    map[string]Words // interface strings by language
	History  git.History
	Prices   map[string]Pricing              // by path of the price list; a list that is not among them is shown by its fields alone
	Measures func() map[string]metric.Result // what is measured, by path of the metric, asked for when a page needs it; nil where nobody has measured
	Services func() Services                 // what is shown of translation services, asked for when a page needs it; nil where nobody may see it
	Landed   *Landed                         // nil where there is no policy, and for all but internal readers
}

// Site is the plan of a portal: which pages exist, at which addresses, and how they relate.
type Site struct {
	workspace *workspace.Workspace
	options   Options
	languages []language
	sheets    []sheet          // what is published, once for all languages
	covered   func() []covered // by language, without the source; counted when somebody asks
	byAddress map[string]int
	byPath    map[string]int       // sheets of documents by path
	people    map[string]int       // sheets of persons and roles by kind and id
	digest    [sha256.Size]byte    // of the sheets: which pages there are, and of which documents
	backlinks [][]int              // of each sheet, those that lead to its document, its person or its role
	order     [][]int              // for each language the sheets in reading order, section by section
	places    [][]int              // for each language where in that order each sheet is; -1 for nowhere
	kept      map[inLanguage]*Page // what pages are made of that an earlier plan has planned; nil in a plan
	known     *sync.Map            // what fields say, by inLanguage: each person's page asks for everybody's; versions of price lists, by editionsOf
}

// language is what the pages of one language share.
type language struct {
	locale.Locale
	words  Words
	finder *glossary.Finder
	titles []Text // by sheet
	links  []Link // to each sheet; none where few are asked for
	terms  []Term // by term of the workspace
	people []person
	chrome *Chrome
}

// sheet is a page in all its languages.
type sheet struct {
	address  string // in the source language
	what     what
	document *workspace.Document // nil for overviews of kinds and the page that says "not found"
	kind     *kind.Kind
	item     string // id of the person or role, version of the release, SKU of the part, dimension and value of the slice
	section  int    // of the menu; -1 for none
}

type what uint8

const (
	aDocument what = iota
	anOverview
	aPerson
	aRole
	aHistory // of a price list
	aRelease // of one
	aPart    // of one
	aSlice   // of a dashboard
	notFound
	ofTranslations // how far everything is translated
)

// Plan plans the site of a workspace that has been filtered for its audience.
func Plan(w *workspace.Workspace, options Options) *Site {
	s := &Site{known: &sync.Map{}, workspace: w, options: options, people: map[string]int{},
		byAddress: make(map[string]int, len(w.Documents)), byPath: make(map[string]int, len(w.Documents))}
	s.addDocuments()
	s.addOverviews()
	s.add(sheet{address: "/404.html", what: notFound, section: -1})
	if len(w.Settings.Languages) > 1 {
		s.add(sheet{address: translationsAddress, what: ofTranslations, section: -1})
	}
	for _, tag := range w.Settings.Languages {
		s.addLanguage(tag)
	}
	s.digest = s.sheetsDigest()
	s.arrange()
	for i := range s.languages {
		s.languages[i].chrome = s.newChrome(i)
		s.languages[i].people = s.persons(i)
		s.languages[i].terms = s.terms(i)
	}
	s.link()
	s.covered = sync.OnceValue(s.cover)
	return s
}

// Reworded is the site of a workspace in which one document's body is worded differently, and nothing else has changed.
func (s *Site) Reworded(w *workspace.Workspace, path string) *Site {
	reworded := *s
	reworded.workspace = w
	reworded.sheets = slices.Clone(s.sheets)
	document, _ := w.Document(path)
	for i := range reworded.sheets {
		if d := reworded.sheets[i].document; d != nil && d.Path == path {
			reworded.sheets[i].document = document
		}
	}
	reworded.covered = sync.OnceValue(reworded.cover)
	return &reworded
}

func (s *Site) addDocuments() {
	for i := range s.workspace.Documents {
		d := s.workspace.Documents[i]
		if d.Kind.Name == "site" || s.belongsToLanguage(workspace.Address(d.Path)) {
			continue
		}
		if _, reserved := workspace.Reserved(workspace.Address(d.Path)); reserved {
			continue // check has reported it, but of a page it is a warning
		}
		s.byPath[d.Path] = s.add(sheet{address: workspace.Address(d.Path), document: d, kind: d.Kind, section: -1})
		s.addPrices(d)
		s.addSlices(d)
		if d.Kind.Name != "people" {
			continue
		}
		for _, role := range d.Fields.Get("roles").Items {
			s.addItem(d, "role", aRole, role.Str("id"))
		}
		for _, person := range d.Fields.Get("people").Items {
			s.addItem(d, "person", aPerson, person.Str("id"))
		}
	}
}

// belongsToLanguage reports whether an address is one at which pages in another language stand; check has reported the
// document that would stand there, too.
func (s *Site) belongsToLanguage(address string) bool {
	first, _, _ := strings.Cut(strings.TrimPrefix(address, "/"), "/")
	return slices.ContainsFunc(s.workspace.Settings.Languages[1:], func(tag string) bool { return strings.EqualFold(tag, first) })
}

func (s *Site) addItem(d *workspace.Document, kindName string, what what, id string) {
	if id == "" {
		return
	}
	folder := map[string]string{"role": "/roles/", "person": "/people/"}[kindName]
	s.people[kindName+" "+id] = s.add(sheet{address: folder + id + "/", what: what, document: d, kind: d.Kind, item: id, section: -1})
}

// addOverviews adds a page for each kind that lists its documents, unless a document stands at its address.
func (s *Site) addOverviews() {
	used := map[string]bool{}
	for _, d := range s.workspace.Documents {
		used[d.Kind.Name] = true
	}
	for _, name := range s.workspace.Kinds.Names() {
		k, _ := s.workspace.Kinds.Get(name)
		if !used[name] || k.Single != "" || name == "people" {
			continue
		}
		address := s.overviewAddress(k)
		if _, taken := s.byAddress[address]; !taken {
			s.add(sheet{address: address, what: anOverview, kind: k, section: -1})
		}
	}
}

// overviewAddress is the folder of a kind; pages live everywhere and have a list of their own.
func (s *Site) overviewAddress(k *kind.Kind) string {
	if k.Dir == "content" {
		return "/" + k.Name + "s/"
	}
	return folderAddress(k.Dir)
}

// add adds a sheet. The first at an address keeps it; check has reported the second, which is left out.
func (s *Site) add(sheet sheet) int {
	if i, taken := s.byAddress[sheet.address]; taken {
		return i
	}
	if sheet.kind == nil {
		sheet.kind = &kind.Kind{} // that of no document
	}
	s.sheets = append(s.sheets, sheet)
	s.byAddress[sheet.address] = len(s.sheets) - 1
	return len(s.sheets) - 1
}

func (s *Site) addLanguage(tag string) {
	l := language{Locale: s.workspace.Settings.Locale(tag), words: s.options.Words[tag], titles: make([]Text, len(s.sheets))}
	l.finder = glossary.NewFinder(s.workspace.Terms, tag, s.workspace.Settings.Source)
	s.languages = append(s.languages, l)
	for i := range s.sheets {
		s.languages[len(s.languages)-1].titles[i] = s.title(&s.languages[len(s.languages)-1], &s.sheets[i])
	}
	links := make([]Link, len(s.sheets))
	for i := range links {
		links[i] = s.linkTo(len(s.languages)-1, i)
	}
	s.languages[len(s.languages)-1].links = links
}

// arrange puts every sheet into its section of the menu and into reading order.
func (s *Site) arrange() {
	menu := s.workspace.Settings.Menu
	sections := workspace.Named(s.workspace, arranged{s.digest, fmt.Sprintf("%q", menu)}, s.sections)
	for i := range s.sheets {
		s.sheets[i].section = sections[i]
	}
	ranks := s.ranks()
	for i := range s.languages {
		order := s.ordered(&s.languages[i], ranks)
		places := make([]int, len(s.sheets))
		for i := range places {
			places[i] = -1
		}
		for at, sheet := range order {
			places[sheet] = at
		}
		s.order, s.places = append(s.order, order), append(s.places, places)
	}
}

// arranged are the grounds of the sections in which sheets are, beside the documents.
type arranged struct {
	sheets [sha256.Size]byte
	menu   string
}

// sections are those of the menu in which sheets are.
func (s *Site) sections() []int {
	sections := make([]int, len(s.sheets))
	for i := range s.sheets {
		sheet := &s.sheets[i]
		if sections[i] = -1; sheet.what == aDocument {
			sections[i] = slices.IndexFunc(s.workspace.Settings.Menu, func(m workspace.MenuSection) bool { return inSection(m, sheet) })
		}
	}
	return sections
}

// lately is how the sheets were ordered in a language when they were ordered last: where to begin. Wherever one begins, there is one
// order only.
type lately struct {
	mutex     sync.Mutex
	order     []int
	collation *locale.Collation
}

// reading are the grounds of where to begin, beside the documents.
type reading struct {
	sheets   [sha256.Size]byte
	language string
}

// ordered are the documents in reading order: where nothing else decides, by their titles in the language, and at last by their paths.
func (s *Site) ordered(l *language, ranks []rank) []int {
	last := workspace.Named(s.workspace, reading{s.digest, l.Tag()}, func() *lately {
		first := &lately{collation: locale.NewCollation(l.Locale)}
		for i := range s.sheets {
			if s.sheets[i].what == aDocument {
				first.order = append(first.order, i)
			}
		}
		return first
	})
	last.mutex.Lock()
	defer last.mutex.Unlock()
	titles := make([]string, len(l.titles))
	for i := range titles {
		titles[i] = l.titles[i].Text
	}
	order, keys := slices.Clone(last.order), last.collation.Keys(titles)
	slices.SortFunc(order, func(a, b int) int {
		if c := before(&ranks[a], &ranks[b]); c != 0 {
			return c
		}
		return cmp.Or(bytes.Compare(keys[a], keys[b]), strings.Compare(titles[a], titles[b]), cmp.Compare(a, b))
	})
	last.order = order
	return slices.Clone(order)
}

func inSection(m workspace.MenuSection, sheet *sheet) bool {
	if slices.Contains(m.Kinds, sheet.kind.Name) {
		return true
	}
	return slices.ContainsFunc(m.Paths, func(place string) bool { return lies(sheet.document.Path, place) })
}

// lies reports whether a document is the one at a place of a section, or lies in the folder there.
func lies(document, place string) bool {
	rest, inside := strings.CutPrefix(document, strings.TrimSuffix(place, "/"))
	return inside && (rest == "" || rest[0] == '/')
}

// rank is what decides on the place of a sheet before its title does.
type rank struct {
	*sheet
	section, place int // of the menu, and in the section; what is in none comes last
	position       int
}

// ranks are those of all documents: looked up once, not for each comparison.
func (s *Site) ranks() []rank {
	menu := s.workspace.Settings.Menu
	ranks := make([]rank, len(s.sheets))
	for i := range s.sheets {
		sheet := &s.sheets[i]
		if sheet.what != aDocument {
			continue
		}
		ranks[i] = rank{sheet: sheet, section: len(menu), position: position(sheet)}
		if sheet.section >= 0 {
			ranks[i].section, ranks[i].place = sheet.section, place(menu[sheet.section], sheet)
		}
	}
	return ranks
}

// before is the reading order where titles do not decide: section, kind, the author's own order, newest first.
func before(a, b *rank) int {
	if c := cmp.Or(cmp.Compare(a.section, b.section), cmp.Compare(a.place, b.place)); c != 0 {
		return c
	}
	if a.kind.Name != b.kind.Name {
		return strings.Compare(a.kind.Name, b.kind.Name)
	}
	if c := cmp.Compare(a.position, b.position); c != 0 {
		return c
	}
	return cmp.Or(a.kind.CompareGroups(a.document.Fields, b.document.Fields), a.kind.Compare(a.document.Fields, b.document.Fields))
}

// place is where in its section a sheet was named: sections list kinds and paths in the order that editors want.
func place(m workspace.MenuSection, sheet *sheet) int {
	if i := slices.Index(m.Kinds, sheet.kind.Name); i >= 0 {
		return i
	}
	for i, name := range m.Paths {
		if lies(sheet.document.Path, name) {
			return len(m.Kinds) + i
		}
	}
	return len(m.Kinds) + len(m.Paths)
}

// position is the document's own order:, and an index comes before what stands in its folder.
func position(sheet *sheet) int {
	if base := path.Base(sheet.document.Path); base == "index.md" || base == "README.md" {
		return -1 << 20
	}
	if n, ok := atoi(sheet.document.Fields.Str("order")); ok {
		return n
	}
	return 1 << 20
}

// Len returns the number of pages, all languages together.
func (s *Site) Len() int { return len(s.sheets) * len(s.languages) }

// at takes the number of a page apart.
func (s *Site) at(i int) (*language, *sheet, int) {
	return &s.languages[i/len(s.sheets)], &s.sheets[i%len(s.sheets)], i % len(s.sheets)
}

// Locate returns the address of a page from the root of the site, without the base path.
func (s *Site) Locate(i int) string {
	l, sheet, _ := s.at(i)
	return s.in(sheet.address, l.Tag())
}

// Source returns the path of the document behind a page, "" when there is none, and the name of its template.
func (s *Site) Source(i int) (path, template string) {
	_, sheet, _ := s.at(i)
	if sheet.document != nil {
		path = sheet.document.Path
	}
	return path, s.template(sheet)
}

// Find returns the page at an address.
func (s *Site) Find(address string) (int, bool) {
	for i, tag := range s.workspace.Settings.Languages {
		rest, inside := strings.CutPrefix(address, "/"+tag+"/")
		if i == 0 || !inside {
			continue
		}
		n, ok := s.byAddress["/"+rest]
		return i*len(s.sheets) + n, ok
	}
	n, ok := s.byAddress[address]
	return n, ok
}

// Languages returns the tags of the site's languages, the source first.
func (s *Site) Languages() []string { return s.workspace.Settings.Languages }
