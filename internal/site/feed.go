package site

import (
	"cmp"
	"slices"
)

// Feed is what changed for subscribers of one language.
type Feed struct {
	Chrome *Chrome
	URL    string // of the feed itself
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

// Feeds returns the feed of each language: the documents of kinds that appear in feeds, newest first.
func (s *Site) Feeds() []Feed {
	feeds := make([]Feed, len(s.languages))
	for index := range s.languages {
		l := &s.languages[index]
		feed := Feed{Chrome: l.chrome, URL: l.chrome.Feed}
		for i := range s.sheets {
			sheet := &s.sheets[i]
			if sheet.what != aDocument || !sheet.kind.Feed {
				continue
			}
			link := s.linkTo(index, i)
			feed.Items = append(feed.Items, FeedItem{link.Title, link.URL, s.summary(l, sheet.document), sheet.document.Fields.Str("date"), link.Kind})
		}
		slices.SortStableFunc(feed.Items, func(a, b FeedItem) int { return cmp.Or(cmp.Compare(b.Date, a.Date), cmp.Compare(a.URL, b.URL)) })
		feed.Items = feed.Items[:min(len(feed.Items), mostItems)]
		feeds[index] = feed
	}
	return feeds
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
			if changes := s.options.History.Changes[sheet.document.Path]; len(changes) > 0 {
				updated = changes[0].When.UTC().Format("2006-01-02")
			}
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
	return s.options.History.HeadTime.UTC().Format("2006-01-02")
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
