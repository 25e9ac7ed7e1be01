package site

import (
	"cmp"
	"path"
	"slices"
	"strings"
	"time"

	"parley/internal/doc"
	"parley/internal/kind"
	"parley/internal/translation"
	"parley/internal/workspace"
)

// Page says everything about one page.
func (s *Site) Page(i int) Page {
	page, _ := s.page(i)
	return page
}

// Told is a page, and the page as Markdown: its title, and its body in the page's language, or the document's fields as
// YAML. A page whose Markdown says more than it shows has none, and no address of one.
func (s *Site) Told(i int) (page Page, markdown string) {
	page, rendition := s.page(i)
	if page.Markdown != "" {
		markdown = s.markdown(i, page, rendition)
	}
	return page, markdown
}

// Markdown is a page as Markdown; ok is false for one that has none.
func (s *Site) Markdown(i int) (text string, ok bool) {
	page, text := s.Told(i)
	return text, page.Markdown != ""
}

// page says everything about one page, and how the body of its document reads in the page's language.
func (s *Site) page(i int) (page Page, rendition doc.Rendition) {
	l, sheet, n := s.at(i)
	index := i / len(s.sheets)
	if kept := s.keptOf(index, sheet.document); kept != nil {
		page = *kept
	} else {
		page = s.around(index, n)
	}
	page.Chrome = l.chrome
	if sheet.document != nil && sheet.what == aDocument {
		d, text, foreign := sheet.document, sheet.document.Text(), false
		if d.Markdown {
			rendition, foreign = s.rendition(l, d, text)
			page.Body, page.Contents = s.body(index, sheet, rendition, foreign), s.contents(l, d, rendition.Sections, foreign)
		}
		if !s.hides(d, text.Body) {
			page.Markdown = s.href(s.in(sheet.address+"page.md", l.Tag()), "")
		}
	}
	page.Translation = s.translation(index, sheet, page.Versions, page.Body.Lang != "")
	return page, rendition
}

// around is what a page says apart from what follows from the wording of its body.
func (s *Site) around(index, n int) Page {
	l, sheet := &s.languages[index], &s.sheets[n]
	page := Page{
		Kind: sheet.kind.Name, Template: s.template(sheet), URL: s.href(s.in(sheet.address, l.Tag()), ""),
		Lang: l.Tag(), Dir: l.Dir(), Title: l.titles[n], Breadcrumbs: s.breadcrumbs(index, n), Versions: s.versions(index, n),
	}
	if sheet.kind.Name != "" {
		page.Label = l.words.In("kind", sheet.kind.Title)
	}
	page.Prev, page.Next = s.neighbours(index, n)
	page.Backlinks = s.backlinksOf(index, n)
	page.Entries = s.entries(index, n)
	page.Matrix = s.matrix(index, sheet)
	page.Coverage = s.coverage(index, sheet)
	page.Feed = s.feedOf(index, sheet.kind)
	page.Contacts = s.contacts(index, sheet)
	if sheet.document != nil {
		s.describe(&page, index, sheet)
	}
	return page
}

// describe says what the fields and the history of the document behind a page say.
func (s *Site) describe(page *Page, index int, sheet *sheet) {
	l, d := &s.languages[index], sheet.document
	page.Path = d.Path
	page.Audience = string(d.Audience)
	page.Fields = s.fields(index, d)
	switch sheet.what {
	case aPerson, aRole:
		page.Fields = itemNode(page.Fields, sheet)
	case aHistory, aRelease, aPart:
		s.describePrices(page, index, sheet)
		return
	case aSlice:
		page.Summary, page.Dashboard = s.summary(l, d), s.dashboard(index, sheet)
	default:
		page.Summary = s.summary(l, d)
		page.Timeline = s.timeline(index, sheet)
		page.Run, page.Gaps, page.Experiment = s.run(index, d), s.gaps(index, d), s.experiment(index, d)
		page.Measured, page.Dashboard, page.Review = s.measured(index, sheet), s.dashboard(index, sheet), s.review(index, d)
		page.Prices, page.Landed = s.prices(index, sheet), s.landed(index, sheet)
	}
	s.remember(page, l, d)
	if sheet.what == aDocument {
		page.Edits = s.edits(index, d)
	}
}

// itemNode is the node of the person or role that a sheet is about.
func itemNode(fields Node, sheet *sheet) Node {
	list := map[what]string{aPerson: "people", aRole: "roles"}[sheet.what]
	for _, item := range fields.Get(list).Items {
		if item.ID == sheet.item {
			return item
		}
	}
	return Node{}
}

func (s *Site) template(sheet *sheet) string {
	switch {
	case sheet.what == notFound:
		return "not-found"
	case sheet.what == anOverview:
		return "list"
	case sheet.what == ofTranslations:
		return "translations"
	case sheet.what == aPerson:
		return "person"
	case sheet.what == aRole:
		return "role"
	case sheet.what == aHistory:
		return "price-history"
	case sheet.what == aRelease:
		return "price-release"
	case sheet.what == aPart:
		return "price-part"
	case sheet.address == "/":
		return "home"
	}
	return sheet.kind.Template
}

// breadcrumbs lead from the start page to the overview above a page. The page itself is not among them.
func (s *Site) breadcrumbs(index, n int) []Link {
	sheet := &s.sheets[n]
	l := &s.languages[index]
	if sheet.address == "/" {
		return nil
	}
	crumbs := []Link{{Title: Text{Text: l.words.Say("Home")}, URL: l.homeURL(s)}}
	seen := map[int]bool{n: true}
	var above []Link
	for address := path.Dir(strings.TrimSuffix(sheet.address, "/")); address != "/" && address != "."; address = path.Dir(address) {
		if i, ok := s.byAddress[address+"/"]; ok && !seen[i] {
			above = append([]Link{s.linkTo(index, i)}, above...)
			seen[i] = true
		}
	}
	if len(above) == 0 && sheet.kind.Name != "" && !sheet.kind.Lenient && sheet.what != anOverview {
		if i, ok := s.byAddress[s.overviewAddress(sheet.kind)]; ok && !seen[i] {
			above = append(above, s.linkTo(index, i))
		}
	}
	return append(crumbs, above...)
}

func (l *language) homeURL(s *Site) string { return s.href(s.in("/", l.Tag()), "") }

// versions lists a page in all languages of the site.
func (s *Site) versions(index, n int) []Version {
	sheet := &s.sheets[n]
	versions := make([]Version, len(s.languages))
	for i := range s.languages {
		l := &s.languages[i]
		versions[i] = Version{Lang: l.Tag(), Name: l.Name(), Named: l.NameIn(s.languages[index].Locale), Dir: l.Dir(), URL: s.href(s.in(sheet.address, l.Tag()), ""),
			Current: i == index, Real: i == 0 || s.isReal(l, sheet)}
	}
	return versions
}

// isReal reports whether most of a page is in the language, and as new as the source: only then is it announced as a
// translation.
func (s *Site) isReal(l *language, sheet *sheet) bool {
	if sheet.document == nil {
		return sheet.what != notFound
	}
	counts := s.count(l, sheet)
	if sheet.what == aPart && counts.total == 0 {
		return true // it says nothing but words of the interface
	}
	return counts.total > 0 && 2*(counts.missing+counts.stale) <= counts.total
}

type counts struct{ total, missing, stale, machine int }

func (s *Site) count(l *language, sheet *sheet) counts {
	var c counts
	if l.Tag() == s.workspace.Settings.Source {
		return c
	}
	translated := s.workspace.Translated(sheet.document, l.Tag())
	if sheet.what == aSlice { // which shows no body
		translated = translated[:len(sheet.document.FieldUnits)]
	}
	for _, t := range translated {
		if sheet.item != "" && sheet.what != aRelease && sheet.what != aSlice && !strings.Contains(t.Unit.Context, "["+sheet.item+"]") {
			continue
		}
		c.total++
		switch {
		case !t.Shown():
			c.missing++
		case t.State == translation.Stale:
			c.stale++
		case t.State == translation.Machine:
			c.machine++
		}
	}
	return c
}

// translation says how far a page is translated. A body may be foreign although its passages are translated: together
// they would have changed its structure.
func (s *Site) translation(index int, sheet *sheet, versions []Version, foreign bool) Translation {
	t := Translation{State: "source", Source: versions[0]}
	if index == 0 {
		return t
	}
	t.State = "translated"
	if sheet.document == nil {
		return t
	}
	c := s.count(&s.languages[index], sheet)
	if body := sheet.document.Passages; foreign && c.missing < body {
		c.missing, c.stale = body, 0
	}
	t.Total, t.Missing, t.Stale = c.total, c.missing, c.stale
	switch {
	case c.total == 0:
	case c.missing == c.total:
		t.State = "none"
	case c.stale > 0:
		t.State = "stale"
	case c.missing > 0:
		t.State = "partial"
	case c.machine > 0:
		t.State = "machine"
	}
	return t
}

// entries lists the documents of an overview, and the persons who hold a role.
func (s *Site) entries(index, n int) []Entry {
	sheet := &s.sheets[n]
	var entries []Entry
	l := &s.languages[index]
	if sheet.what == aRole {
		for _, person := range sheet.document.Fields.Get("people").Items {
			if i, ok := s.people["person "+person.Str("id")]; ok && slices.Contains(person.Strings("roles"), sheet.item) {
				entries = append(entries, Entry{Link: s.linkTo(index, i), Fields: itemNode(s.fields(index, sheet.document), &s.sheets[i])})
			}
		}
	}
	if sheet.address == "/" {
		entries = s.urgent(l, index)
	}
	if sheet.what == anOverview {
		for _, i := range s.order[index] {
			if other := &s.sheets[i]; other.kind.Name == sheet.kind.Name {
				entries = append(entries, s.entry(l, index, i))
			}
		}
	}
	if sheet.what == anOverview && sheet.kind.Name == "price-list" {
		s.sortPriceLists(entries)
	}
	if sheet.kind.Name == "page" {
		slices.SortStableFunc(entries, func(a, b Entry) int { return cmp.Compare(a.Group, b.Group) })
	}
	return entries
}

// urgent lists the critical notices that are still open, for the start page.
func (s *Site) urgent(l *language, index int) []Entry {
	var entries []Entry
	for _, i := range s.order[index] {
		d := s.sheets[i].document
		if d.Kind.Name != "notice" || d.Fields.Str("severity") != "critical" {
			continue
		}
		if until := d.Fields.Str("expires"); until == "" || s.options.Today == "" || until >= s.options.Today {
			entries = append(entries, s.entry(l, index, i))
		}
	}
	return entries
}

func (s *Site) entry(l *language, index, i int) Entry {
	d := s.sheets[i].document
	entry := Entry{Link: s.linkTo(index, i), Summary: s.summary(l, d), Fields: s.fields(index, d)}
	if _, priced := s.options.Prices[d.Path]; priced {
		entry.Next = s.nextChange(l, d)
		p := pricer{site: s, index: index, language: l, document: d, all: s.editions(d)}
		entry.Holding, entry.Holds = p.holding()
	}
	if result, ok := s.result(d); ok {
		entry.Latest = s.measurer(index, result).latest()
	}
	if date := d.Fields.Str("date"); date != "" {
		entry.Date = s.day(l, date)
	}
	switch group := d.Kind.Group; {
	case group != "":
		entry.Group = entry.Fields.Get(group).Text.Text
	case d.Kind.Name == "price-list":
		entry.Group = entry.Fields.Get("region").Text.Text
	case d.Kind.Name == "term":
		entry.Group = initial(entry.Title.Text)
	case d.Kind.Name == "page":
		if folder := strings.TrimPrefix(path.Dir(d.Path), "content"); folder != "" {
			entry.Group = strings.Trim(folder, "/")
		}
	}
	return entry
}

// timeline lays the phases of a playbook on a time scale.
func (s *Site) timeline(index int, sheet *sheet) []Bar {
	d := sheet.document
	for _, p := range s.workspace.Playbooks {
		if p.Path != d.Path {
			continue
		}
		bars, whole := p.Timeline()
		shown := make([]Bar, len(bars))
		phases := s.fields(index, d).Get("phases").Items
		for i, bar := range bars {
			shown[i] = Bar{ID: bar.ID, Title: phases[i].Get("title").Text, Span: phases[i].Get("timeframe").Text.Text,
				Start: bar.Start, Earliest: bar.Earliest, Latest: bar.Latest, Whole: whole}
		}
		return shown
	}
	return nil
}

// remember fills in what the repository's history knows about a document.
func (s *Site) remember(page *Page, l *language, d *workspace.Document) {
	repository := s.workspace.Settings.Repository
	changes := s.options.History.Changes[d.Path]
	if len(changes) > 0 {
		page.Updated = s.day(l, changes[0].When.UTC().Format(time.DateOnly))
	}
	if repository.Edit != "" && s.options.Audience.Sees(repository.Audience) {
		page.EditURL = strings.ReplaceAll(repository.Edit, "{path}", s.escapedPath(d.Path))
	}
	if s.options.Audience != kind.Internal {
		return // a commit's message can hold what no partner may read
	}
	for _, change := range changes {
		c := Change{Day: s.day(l, change.When.UTC().Format(time.DateOnly)), Author: change.Author, Subject: change.Subject, Commit: short(change.Commit)}
		if repository.URL != "" {
			c.URL = strings.TrimSuffix(repository.URL, "/") + "/commit/" + change.Commit
		}
		page.History = append(page.History, c)
	}
}

func short(commit string) string { return commit[:min(8, len(commit))] }
