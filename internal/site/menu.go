package site

import (
	"slices"
	"strconv"
)

// A menu that grew with the site would make every page grow with it. A section therefore lists at most so many pages of
// a kind, and at most so many in all; more are reached through the overview of their kind.
const (
	mostOfKind = 10
	mostLinks  = 40
)

func atoi(text string) (int, bool) {
	n, err := strconv.Atoi(text)
	return n, err == nil
}

func (s *Site) newChrome(index int) *Chrome {
	l := &s.languages[index]
	settings := s.workspace.Settings
	chrome := &Chrome{
		Title: s.settingsText(l, "title", settings.Title), Company: settings.Company, Lang: l.Tag(), Dir: l.Dir(),
		Base: s.options.Base, Origin: s.options.Origin, Audience: string(s.options.Audience), Preview: s.options.Preview,
		Home: s.href(s.in("/", l.Tag()), ""), Feed: s.href(s.in("/feed.xml", l.Tag()), ""),
		Changes: s.href(s.in("/changes.json", l.Tag()), ""), Start: s.start(index),
		Translations: s.translations(l.Tag()),
	}
	for i, section := range settings.Menu {
		chrome.add(MenuSection{ID: section.ID, Title: s.settingsText(l, "navigation["+section.ID+"].title", section.ID)}, s.links(index, i))
	}
	s.addRest(chrome, index)
	return chrome
}

// add adds a section that has something in it.
func (c *Chrome) add(section MenuSection, links []Link) {
	if len(links) == 0 {
		return
	}
	section.Links = links
	c.Menu = append(c.Menu, section)
}

// links lists a section's pages. A kind of which there are too many is one link, to its overview.
func (s *Site) links(index, section int) []Link {
	count := map[string]int{}
	for _, i := range s.order[index] {
		if s.sheets[i].section == section {
			count[s.sheets[i].kind.Name]++
		}
	}
	var links []Link
	short := map[string]bool{}
	for _, i := range s.order[index] {
		sheet := &s.sheets[i]
		if sheet.section != section || short[sheet.kind.Name] {
			continue
		}
		overview, ok := s.byAddress[s.overviewAddress(sheet.kind)]
		if listed := slices.Contains(s.workspace.Settings.Menu[section].Kinds, sheet.kind.Name); ok && (listed && count[sheet.kind.Name] > mostOfKind || count[sheet.kind.Name] > mostLinks) {
			short[sheet.kind.Name] = true
			i = overview
		}
		links = append(links, s.linkTo(index, i))
	}
	return links
}

// addRest adds the kinds that no section names, each as a section of its own.
func (s *Site) addRest(chrome *Chrome, index int) {
	l := &s.languages[index]
	byKind := map[string][]int{}
	var names []string
	for _, i := range s.order[index] {
		if sheet := s.sheets[i]; sheet.section < 0 && sheet.address != "/" {
			if byKind[sheet.kind.Name] == nil {
				names = append(names, sheet.kind.Name)
			}
			byKind[sheet.kind.Name] = append(byKind[sheet.kind.Name], i)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		kind, _ := s.workspace.Kinds.Get(name)
		section := MenuSection{ID: name, Title: s.kindTitle(l, kind.Plural)}
		if overview, ok := s.byAddress[s.overviewAddress(kind)]; ok {
			section.URL = s.linkTo(index, overview).URL
		}
		var links []Link
		for _, i := range byKind[name] {
			links = append(links, s.linkTo(index, i))
		}
		if len(links) > mostLinks {
			links = []Link{{Title: Text{Text: l.words.Say("All %d pages", len(links))}, URL: section.URL}}
		}
		chrome.add(section, links)
	}
}

// linkTo is a link to a sheet in a language.
func (s *Site) linkTo(index, sheet int) Link {
	l := &s.languages[index]
	if l.links != nil {
		return l.links[sheet]
	}
	return Link{Title: l.titles[sheet], URL: s.href(s.in(s.sheets[sheet].address, l.Tag()), ""), Kind: l.words.In("kind", s.sheets[sheet].kind.Title)}
}

// neighbours returns the pages before and after a sheet in its section.
func (s *Site) neighbours(index, sheet int) (previous, next *Link) {
	order := s.order[index]
	at := s.places[index][sheet]
	if at < 0 {
		return nil, nil
	}
	near := func(i int) *Link {
		if i < 0 || i >= len(order) || s.sheets[order[i]].section != s.sheets[sheet].section || s.sheets[sheet].section < 0 && s.sheets[order[i]].kind.Name != s.sheets[sheet].kind.Name {
			return nil
		}
		link := s.linkTo(index, order[i])
		return &link
	}
	return near(at - 1), near(at + 1)
}

// Chrome returns what all pages of the i-th language share.
func (s *Site) Chrome(i int) *Chrome { return s.languages[i].chrome }
