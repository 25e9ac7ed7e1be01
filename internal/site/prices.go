package site

import (
	"cmp"
	"slices"

	"parley/internal/billing"
	"parley/internal/derivation"
	"parley/internal/doc"
	"parley/internal/pricing"
	"parley/internal/repricing"
	"parley/internal/workspace"
)

// Pricing is what is known of a price list beside its document, less what the audience may not see.
type Pricing struct {
	Releases []doc.Value // released versions as the fields of a list, the lowest first
	Ours     *Ours       // nil but for internal readers
}

// Ours is what only internal readers may know of a list.
type Ours struct {
	Policy   repricing.Policy
	Breaches func() []repricing.Breach
	Explain  func(sku string) (derivation.Explanation, bool)
	Watch    func(version string) (billing.Watch, bool)
}

// edition is one version of a list.
type edition struct {
	pricing.List
	fields   doc.Value
	released bool
}

// editionsOf is a list as the key of its versions.
type editionsOf struct{ document *workspace.Document }

// editions are all versions of a list that are known, the lowest first: its releases, and the list as it stands, unless that
// is one of them.
func (s *Site) editions(d *workspace.Document) []edition {
	if known, ok := s.known.Load(editionsOf{d}); ok {
		return known.([]edition)
	}
	var all []edition
	now := d.Fields.Str("version")
	for _, fields := range s.options.Prices[d.Path].Releases {
		list, _ := pricing.Read(doc.Document{Head: doc.Head{Path: d.Path, Fields: fields}})
		all = append(all, edition{list, fields, true})
	}
	if !slices.ContainsFunc(all, func(e edition) bool { return e.Version.String() == now }) {
		list, _ := pricing.Read(d.Outline())
		all = append(all, edition{list, d.Fields, false})
	}
	slices.SortStableFunc(all, func(a, b edition) int { return a.Version.Compare(b.Version) })
	s.known.Store(editionsOf{d}, all)
	return all
}

func listsOf(all []edition) []pricing.List {
	lists := make([]pricing.List, len(all))
	for i, e := range all {
		lists[i] = e.List
	}
	return lists
}

// sortPriceLists puts lists into the order of the regions that the settings name, and by currency within each.
func (s *Site) sortPriceLists(entries []Entry) {
	regions := s.listed("regions")
	slices.SortStableFunc(entries, func(a, b Entry) int {
		return cmp.Or(cmp.Compare(slices.Index(regions, a.Fields.Get("region").Raw), slices.Index(regions, b.Fields.Get("region").Raw)),
			cmp.Compare(a.Fields.Get("currency").Raw, b.Fields.Get("currency").Raw))
	})
}

// addPrices adds the pages of a list beside its own: its history where there is one, its releases, and, for internal readers,
// its parts.
func (s *Site) addPrices(d *workspace.Document) {
	known, priced := s.options.Prices[d.Path]
	if !priced {
		return
	}
	address := workspace.Address(d.Path)
	now, versions := d.Fields.Str("version"), 1
	for _, fields := range known.Releases {
		version := fields.Str("version")
		s.add(sheet{address: address + version + "/", what: aRelease, document: d, kind: d.Kind, item: version, section: -1})
		if version != now {
			versions++
		}
	}
	if versions > 1 {
		s.add(sheet{address: address + "history/", what: aHistory, document: d, kind: d.Kind, section: -1})
	}
	if known.Ours == nil {
		return
	}
	for _, part := range d.Fields.Get("parts").Items {
		if sku := part.Str("sku"); sku != "" {
			s.add(sheet{address: address + partsFolder + sku + "/", what: aPart, document: d, kind: d.Kind, item: sku, section: -1})
		}
	}
}

const partsFolder = "parts/"

// besides is the address of a page beside that of a list, "" where there is none.
func (s *Site) besides(index int, d *workspace.Document, what what, name string) string {
	i, ok := s.byAddress[workspace.Address(d.Path)+name]
	if !ok || s.sheets[i].what != what {
		return ""
	}
	return s.linkTo(index, i).URL
}

// prices is what a page about a price list shows of it; nil on other pages.
func (s *Site) prices(index int, sheet *sheet) *Prices {
	d := sheet.document
	known, priced := s.options.Prices[d.Path]
	if !priced {
		return nil
	}
	p := pricer{site: s, index: index, language: &s.languages[index], document: d, ours: known.Ours, all: s.editions(d)}
	page := p.open(sheet)
	switch sheet.what {
	case aHistory:
		page.Parts = p.histories()
	case aRelease:
		page.Compared, page.Watch = p.comparisons(sheet.item), p.watch(sheet.item)
	case aPart:
		page.Part = itemOf(s.fields(index, d).Get("parts"), sheet.item)
		page.Derived = p.derived(sheet.item)
	default:
		page.Guardrails = p.guardrails()
	}
	return page
}

// describePrices says what a page beside that of a list says.
func (s *Site) describePrices(page *Page, index int, sheet *sheet) {
	page.Prices = s.prices(index, sheet)
	switch sheet.what {
	case aHistory:
		for _, part := range page.Prices.Parts {
			page.Contents = append(page.Contents, Section{Level: 2, ID: part.SKU, Title: named(part.Name, part.SKU)})
		}
	case aRelease:
		p := pricer{site: s, index: index, language: &s.languages[index], document: sheet.document}
		for _, e := range s.editions(sheet.document) {
			if e.Version.String() == sheet.item {
				page.Fields = p.node(e)
			}
		}
	}
}

// named is the name of a part, its SKU where it has none.
func named(name Text, sku string) Text {
	if name.Text == "" {
		return Text{Text: sku}
	}
	return name
}

// pricer writes what is known of a list as a language does.
type pricer struct {
	site     *Site
	index    int
	language *language
	document *workspace.Document
	ours     *Ours
	all      []edition
	passages map[string]Text // what has been translated, by the source
}

// open says what all pages about a list say: the version that they are about, when it holds, which others there are.
func (p *pricer) open(sheet *sheet) *Prices {
	d, today := p.document, p.site.options.Today
	page := &Prices{Version: d.Fields.Str("version"), List: p.site.linkTo(p.index, p.site.byPath[d.Path]), History: p.site.besides(p.index, d, aHistory, "history/")}
	if sheet.what == aRelease {
		page.Version = sheet.item
	}
	for _, e := range slices.Backward(p.all) {
		version := p.version(e)
		if version.Here = version.Version == page.Version; version.Here {
			page.Until = version.Until
		}
		page.Versions = append(page.Versions, version)
	}
	page.Next = p.site.nextChange(p.language, d)
	now, holds := pricing.InForce(listsOf(p.all), today)
	for _, e := range p.all {
		if e.Version.String() == page.Version && today != "" {
			page.Holds = holdsOn(e.List, now, today)
		}
	}
	if holds && now.Version.String() != page.Version {
		i := slices.IndexFunc(page.Versions, func(v PriceVersion) bool { return v.Version == now.Version.String() })
		page.Now = &page.Versions[i]
	}
	page.Held, page.Changes, page.Notices = p.held(page), p.changes(page), p.notices(page)
	page.Nothing = !holds && today != ""
	if coming, will := next(listsOf(p.all), today); page.Nothing && will {
		i := slices.IndexFunc(page.Versions, func(v PriceVersion) bool { return v.Version == coming.Version.String() })
		page.Coming = &page.Versions[i]
	}
	if name := dataName(sheet.what); name != "" {
		page.CSV, page.JSON = p.site.href(sheet.address+name+".csv", ""), p.site.href(sheet.address+name+".json", "")
	}
	return page
}

// next is the version that comes into force first after a day on which none holds; false where none is known to.
func next(versions []pricing.List, day string) (pricing.List, bool) {
	for day = pricing.NextChange(versions, day); day != ""; day = pricing.NextChange(versions, day) {
		if list, holds := pricing.InForce(versions, day); holds {
			return list, true
		}
	}
	return pricing.List{}, false
}

// holdsOn says of a version whether it is the one that holds on a day, will be, or has been.
func holdsOn(list, now pricing.List, day string) string {
	switch {
	case list.Effective.From > day:
		return "later"
	case list.Version == now.Version && list.Effective.Holds(day):
		return "now"
	}
	return "over"
}

// nextChange is the day on which something about a list changes next, as far as is known.
func (s *Site) nextChange(l *language, d *workspace.Document) Day {
	if s.options.Today == "" {
		return Day{}
	}
	if day := pricing.NextChange(listsOf(s.editions(d)), s.options.Today); day != "" {
		return s.day(l, day)
	}
	return Day{}
}

// holding is the version that holds today, or that of the list where none does, and whether it does.
func (p *pricer) holding() (version PriceVersion, holds string) {
	today, written := p.site.options.Today, p.document.Fields.Str("version")
	now, _ := pricing.InForce(listsOf(p.all), today)
	for _, e := range p.all {
		switch {
		case today != "" && e.Version == now.Version && e.Effective.Holds(today):
			return p.version(e), "now"
		case e.Version.String() == written && today != "":
			version, holds = p.version(e), holdsOn(e.List, now, today)
		case e.Version.String() == written:
			version = p.version(e)
		}
	}
	return version, holds
}

// version says where a version of the list is told, and when it holds.
func (p *pricer) version(e edition) PriceVersion {
	v := PriceVersion{Version: e.Version.String(), From: p.day(e.Effective.From), Until: p.day(pricing.HeldUntil(listsOf(p.all), e.List))}
	v.Lists = v.Version == p.document.Fields.Str("version")
	if e.released {
		v.URL = p.site.besides(p.index, p.document, aRelease, v.Version+"/")
	} else if v.Lists {
		v.URL = p.site.linkTo(p.index, p.site.byPath[p.document.Path]).URL
	}
	return v
}

func (p *pricer) day(iso string) Day {
	if iso == "" {
		return Day{}
	}
	return p.site.day(p.language, iso)
}

// node shows the fields of a version as those of the list are shown.
func (p *pricer) node(e edition) Node {
	if !e.released {
		return p.site.fields(p.index, p.document)
	}
	d := *p.document
	d.Fields = e.fields
	n := p.site.nodesOf(p.index, p.document)
	n.past = e.Version.String() != p.document.Fields.Str("version")
	n.document, n.rules, n.texts, n.currency = &d, d.Kind.Describe(d.Fields), map[string]Text{}, e.Currency
	for _, unit := range d.Kind.Units(d.Outline()) {
		n.texts[unit.Context] = p.passage(unit.Text)
	}
	return n.node("", "", d.Fields)
}

// passage is a passage of the list or of a release of it. One that the list has is translated as there; one that it had once, as its
// PO file still has it.
func (p *pricer) passage(text string) Text {
	if p.passages == nil {
		p.passages = map[string]Text{}
		for once, translated := range p.site.workspace.Former(p.document, p.language.Tag()) {
			p.passages[once] = Text{Text: translated}
		}
		texts := p.site.fieldTexts(p.language, p.document)
		for _, unit := range p.document.FieldUnits {
			p.passages[unit.Text] = texts[unit.Context]
		}
	}
	if known, ok := p.passages[text]; ok {
		return known
	}
	return p.site.text(p.language, text)
}

// itemOf is an item of a list by its identity; the zero Node where there is none.
func itemOf(list Node, id string) Node {
	for _, item := range list.Items {
		if item.ID == id {
			return item
		}
	}
	return Node{}
}
