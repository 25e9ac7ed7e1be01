package site

import (
	"cmp"
	"slices"
	"strings"

	"parley/internal/doc"
	"parley/internal/locale"
)

// mostContacts is how many persons a page names.
const mostContacts = 5

// person is a contact with what decides whether to ask it.
type person struct {
	Contact
	id      string
	roles   []string
	topics  []string
	regions []string
}

// persons are the people of the repository, as a language shows them. They are the same on all pages.
func (s *Site) persons(index int) []person {
	var all []person
	for i := range s.workspace.Documents {
		d := s.workspace.Documents[i]
		if d.Kind.Name != "people" {
			continue
		}
		for _, item := range d.Fields.Get("people").Items {
			if sheet, ok := s.people["person "+item.Str("id")]; ok {
				all = append(all, s.person(index, sheet, item))
			}
		}
	}
	return all
}

func (s *Site) person(index, sheet int, item doc.Value) person {
	l := &s.languages[index]
	p := person{id: item.Str("id"), roles: item.Strings("roles"), topics: item.Strings("topics"), regions: item.Strings("regions")}
	p.Link = s.linkTo(index, sheet)
	p.Email, p.TimeZone = item.Str("email"), item.Str("time_zone")
	p.Place = l.words.place(p.TimeZone)
	p.Hours = strings.ReplaceAll(item.Str("hours"), "-", "–")
	for _, tag := range item.Strings("languages") {
		spoken, _ := locale.For(tag)
		p.Spoken = append(p.Spoken, spoken.NameIn(l.Locale))
		p.Speaks = p.Speaks || tag == l.Tag()
	}
	if len(p.regions) < len(s.listed("regions")) {
		for _, region := range p.regions {
			p.Regions = append(p.Regions, s.listedText(index, "regions", region))
		}
	}
	if i, ok := s.people["person "+item.Str("stand_in")]; ok {
		link := s.linkTo(index, i)
		p.StandIn = &link
	}
	return p
}

// contacts says whom the readers of a page ask: who answers for it or knows its topic, in its region, and of those who fit
// as well, first who speaks the reader's language. If nobody of them does, somebody of the region who does comes last.
func (s *Site) contacts(index int, sheet *sheet) []Contact {
	if sheet.what != aDocument && sheet.what != anOverview || sheet.kind.Name == "people" || sheet.kind.Name == "" {
		return nil
	}
	wanted := s.wanted(sheet)
	type ranked struct {
		person
		fit int
	}
	var found []ranked
	for _, p := range s.languages[index].people {
		if fit := wanted.fit(p); fit > 0 {
			p.Role = s.roleOf(index, p, wanted.owner)
			found = append(found, ranked{p, fit})
		}
	}
	slices.SortStableFunc(found, func(a, b ranked) int {
		return cmp.Or(cmp.Compare(b.fit, a.fit), cmp.Compare(speaking(b.Speaks), speaking(a.Speaks)), strings.Compare(a.id, b.id))
	})
	var contacts []Contact
	spoken := false
	for _, r := range found[:min(len(found), mostContacts)] {
		contacts = append(contacts, r.Contact)
		spoken = spoken || r.Speaks
	}
	if spoken || len(contacts) == 0 {
		return contacts
	}
	return append(contacts, s.speaker(index, wanted)...)
}

// speaker is somebody who speaks the reader's language, in the regions that a page is for.
func (s *Site) speaker(index int, q question) []Contact {
	for _, p := range s.languages[index].people {
		if p.Speaks && q.reaches(p) {
			p.Role = s.roleOf(index, p, "")
			return []Contact{p.Contact}
		}
	}
	return nil
}

func speaking(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// question is what a reader of a page may want to ask about.
type question struct {
	owner   string   // a person or a role
	topics  []string // of the page's kind and its tags
	regions []string // none: any
}

func (s *Site) wanted(sheet *sheet) question {
	q := question{}
	if topic := s.workspace.Settings.Topics[sheet.kind.Name]; topic != "" {
		q.topics = []string{topic}
	}
	if d := sheet.document; d != nil {
		q.owner = d.Fields.Str("owner")
		q.topics = append(q.topics, d.Fields.Strings("tags")...)
		q.regions = d.Kind.Scope(d.Outline(), "region")
	}
	return q
}

// reaches reports whether a person looks after one of the regions that a page is for.
func (q question) reaches(p person) bool {
	return len(q.regions) == 0 || len(p.regions) == 0 || slices.ContainsFunc(q.regions, func(region string) bool { return slices.Contains(p.regions, region) })
}

// fit says how well a person suits: 0 not at all.
func (q question) fit(p person) int {
	if !q.reaches(p) {
		return 0
	}
	fit := 0
	if q.owner == p.id || slices.Contains(p.roles, q.owner) && q.owner != "" {
		fit += 2
	}
	if slices.ContainsFunc(q.topics, func(topic string) bool { return slices.Contains(p.topics, topic) }) {
		fit++
	}
	return fit
}

// roleOf is the role in which a person is asked.
func (s *Site) roleOf(index int, p person, owner string) Text {
	role := owner
	if !slices.Contains(p.roles, role) && len(p.roles) > 0 {
		role = p.roles[0]
	}
	if thing, ok := s.workspace.Thing("role", role); ok {
		text, _ := s.thingText(index, thing)
		return text
	}
	return Text{}
}
