package site

import (
	"slices"
	"strconv"
)

// mostLinks is how many pages a section of the menu lists. A longer section is reached through its overview:
// a menu that grew with the site would make every page grow with it.
const mostLinks = 40

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

// links lists a section's pages, or the overviews of its kinds where there are too many.
func (s *Site) links(index, section int) []Link {
	var links []Link
	seen := map[string]bool{}
	for _, i := range s.order[index] {
		if s.sheets[i].section != section {
			continue
		}
		links = append(links, s.linkTo(index, i))
		seen[s.sheets[i].kind.Name] = true
	}
	if len(links) <= mostLinks {
		return links
	}
	links = links[:0]
	for i, sheet := range s.sheets {
		if sheet.what == anOverview && seen[sheet.kind.Name] {
			links = append(links, s.linkTo(index, i))
		}
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
	return Link{Title: l.titles[sheet], URL: s.href(s.in(s.sheets[sheet].address, l.Tag()), ""), Kind: l.words.In("kind", s.sheets[sheet].kind.Title)}
}

// neighbours returns the pages before and after a sheet in its section.
func (s *Site) neighbours(index, sheet int) (previous, next *Link) {
	order := s.order[index]
	at := slices.Index(order, sheet)
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
