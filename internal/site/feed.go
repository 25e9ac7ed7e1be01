package site

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"parley/internal/kind"
	"parley/internal/workspace"
)

// Feed is what changed for subscribers of one language.
type Feed struct {
	Chrome *Chrome
	Title  Text
	URL    string // of the feed itself as Atom; its JSON stands beside it
	Page   string // of the page that it belongs to
	Items  []FeedItem
}

// FeedItem is one entry of a feed.
type FeedItem struct {
	Title   Text
	URL     string
	Summary Text
	Date    string // 2026-11-20
	Kind    string
}

// mostItems is how far back a feed goes.
const mostItems = 50

// Feeds returns the feeds of each language: one for the kinds that appear in the portal's own feed, and one for each kind
// that has an overview. The newest entries come first.
func (s *Site) Feeds() []Feed {
	var feeds []Feed
	for index := range s.languages {
		l := &s.languages[index]
		feeds = append(feeds, s.feed(index, Feed{Title: l.chrome.Title, URL: l.chrome.Feed, Page: l.chrome.Home}, func(sheet *sheet) bool { return sheet.kind.Feed }))
		for i := range s.sheets {
			overview := &s.sheets[i]
			if overview.what == anOverview {
				link := s.linkTo(index, i)
				feeds = append(feeds, s.feed(index, Feed{Title: link.Title, URL: s.feedOf(index, overview.kind), Page: link.URL},
					func(sheet *sheet) bool { return sheet.kind.Name == overview.kind.Name }))
			}
		}
	}
	return feeds
}

// feedOf is the address of a kind's feed, "" for a kind without an overview.
func (s *Site) feedOf(index int, k *kind.Kind) string {
	i, ok := s.byAddress[s.overviewAddress(k)]
	if !ok || s.sheets[i].what != anOverview {
		return ""
	}
	return s.href(s.in(s.sheets[i].address+"feed.xml", s.languages[index].Tag()), "")
}

func (s *Site) feed(index int, feed Feed, belongs func(*sheet) bool) Feed {
	l := &s.languages[index]
	feed.Chrome = l.chrome
	for i := range s.sheets {
		sheet := &s.sheets[i]
		if sheet.what == aDocument && belongs(sheet) {
			link := s.linkTo(index, i)
			feed.Items = append(feed.Items, FeedItem{link.Title, link.URL, s.summary(l, sheet.document), s.dateOf(sheet.document), link.Kind})
		}
	}
	slices.SortStableFunc(feed.Items, func(a, b FeedItem) int { return cmp.Or(cmp.Compare(b.Date, a.Date), cmp.Compare(a.URL, b.URL)) })
	feed.Items = feed.Items[:min(len(feed.Items), mostItems)]
	return feed
}

// dateOf is the day that a document gives itself, else that of its last change, else "".
func (s *Site) dateOf(d *workspace.Document) string {
	if date := d.Fields.Str("date"); date != "" {
		return date
	}
	return s.changedOn(d)
}

// changedOn is the day of a document's last change, "" when it is unknown.
func (s *Site) changedOn(d *workspace.Document) string {
	if changes := s.options.History.Changes[d.Path]; len(changes) > 0 {
		return changes[0].When.UTC().Format(time.DateOnly)
	}
	return ""
}

// Changed is a page that has changed, for the list of what is new since a reader's last visit.
type Changed struct {
	Title Text
	URL   string
	Kind  string
	Date  string
	Edits []string // in words: "Service level: 3 days → 2 days"
}

// mostChanges bounds the list of changes: a reader who has been away for longer reads the portal anew.
const mostChanges = 300

// Changes lists for the i-th language which documents changed last, the newest first, and what changed in them.
func (s *Site) Changes(index int) []Changed {
	var changes []Changed
	for i := range s.sheets {
		sheet := &s.sheets[i]
		if sheet.what != aDocument || s.changedOn(sheet.document) == "" {
			continue
		}
		link := s.linkTo(index, i)
		changes = append(changes, Changed{link.Title, link.URL, link.Kind, s.changedOn(sheet.document), nil})
	}
	slices.SortStableFunc(changes, func(a, b Changed) int { return cmp.Or(cmp.Compare(b.Date, a.Date), cmp.Compare(a.URL, b.URL)) })
	changes = changes[:min(len(changes), mostChanges)]
	for i := range changes {
		if n, ok := s.Find(strings.TrimPrefix(changes[i].URL, s.options.Base)); ok {
			changes[i].Edits = s.told(index, &s.sheets[n%len(s.sheets)], changes[i].Date)
		}
	}
	return changes
}

// told says in words what happened to a document on a day.
func (s *Site) told(index int, sheet *sheet, day string) []string {
	var words []string
	for _, revision := range s.edits(index, sheet.document) {
		if revision.Day.ISO != day {
			continue
		}
		for _, edit := range revision.Edits {
			line := edit.Label.Text
			if edit.Old.Text != "" || edit.New.Text != "" {
				line += ": " + cmp.Or(edit.Old.Text, "–") + " → " + cmp.Or(edit.New.Text, "–")
			}
			words = append(words, line)
		}
	}
	return words
}

// Moved is an address at which a page stood, and the page that took its place.
type Moved struct {
	From string // without the base path
	To   Link
	Lang string
	Dir  string
}

// Moves lists the redirects of all languages. One to a page that the audience may not see leads nowhere, and one from an
// address that a page has taken since is none any more.
func (s *Site) Moves() []Moved {
	var moves []Moved
	for index := range s.languages {
		l := &s.languages[index]
		for _, redirect := range s.workspace.Settings.Redirects {
			to, ok := s.byPath[redirect.To]
			if ok && !s.taken(redirect.From) {
				moves = append(moves, Moved{s.in(redirect.From, l.Tag()), s.linkTo(index, to), l.Tag(), l.Dir()})
			}
		}
	}
	return moves
}

// taken reports whether a page stands at an address, in whatever letters and in any language.
func (s *Site) taken(address string) bool {
	if s.belongsToLanguage(address) {
		return true
	}
	for other := range s.byAddress {
		if strings.EqualFold(other, address) {
			return true
		}
	}
	return false
}

// MapEntry is one page of the sitemap with its real translations.
type MapEntry struct {
	URL      string
	Versions []Version
	Updated  string // 2026-11-20, "" when unknown
}

// Map lists the pages that search engines may find: those that are really in their language.
func (s *Site) Map() []MapEntry {
	var entries []MapEntry
	for n := range s.sheets {
		sheet := &s.sheets[n]
		if sheet.what == notFound {
			continue
		}
		var real []Version
		for _, version := range s.versions(0, n) {
			if version.Real {
				real = append(real, version)
			}
		}
		updated := ""
		if sheet.document != nil {
			updated = s.changedOn(sheet.document)
		}
		for _, version := range real {
			entries = append(entries, MapEntry{version.URL, real, updated})
		}
	}
	return entries
}

// Origin returns the scheme and host under which the site is published, "" when unknown.
func (s *Site) Origin() string { return s.options.Origin }

// Base returns the path under which the site is published.
func (s *Site) Base() string { return s.options.Base }

// Revised returns the day of the revision that the site shows, "" when there is none.
func (s *Site) Revised() string {
	if s.options.History.HeadTime.IsZero() {
		return ""
	}
	return s.options.History.HeadTime.UTC().Format(time.DateOnly)
}

// Words returns the interface strings of a page's language, for the template that shows it.
func (s *Site) Words(tag string) Words { return s.options.Words[tag] }

// Plural returns the plural category of a number in one of the site's languages.
func (s *Site) Plural(tag string, n int) string {
	for i := range s.languages {
		if s.languages[i].Tag() == tag {
			return s.languages[i].Locale.Plural(n)
		}
	}
	return "other"
}
