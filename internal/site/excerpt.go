package site

import (
	"sync"

	"parley/internal/glossary"
	"parley/internal/workspace"
)

// Common is what a plan knows of all pages, as far as those of an Excerpt need it.
type Common struct {
	Chromes []Chrome        // by language
	Terms   []glossary.Term // of the workspace
	Told    [][]Term        // by language and term: how it is explained
}

// Common returns what an Excerpt of the plan needs beside its pages.
func (s *Site) Common() Common {
	common := Common{Terms: s.workspace.Terms}
	for i := range s.languages {
		common.Chromes = append(common.Chromes, *s.languages[i].chrome)
		common.Told = append(common.Told, s.languages[i].terms)
	}
	return common
}

// Around takes from a page what follows from the wording of its body. What is left stays true as long as all that others
// can know of the document does, and all of other documents. Ok is false where no Excerpt can show the page: it is not that
// of a Markdown document, or its Markdown is not published, which may depend on other documents.
func (s *Site) Around(i int, page Page) (around Page, ok bool) {
	_, sheet, _ := s.at(i)
	if sheet.what != aDocument || !sheet.document.Markdown || page.Markdown == "" {
		return Page{}, false
	}
	page.Chrome, page.Body, page.Contents, page.Markdown, page.Translation = nil, Body{Links: page.Body.Links}, nil, "", Translation{}
	return page, true
}

// Excerpt is a part of a plan: the pages of a workspace's documents, of which only words of bodies have changed since the
// plan was made. Pages are by path and language, in the order of the site's languages, as Around has left them.
//
// It answers for these pages alone: what a site says as a whole, it does not know.
func Excerpt(w *workspace.Workspace, options Options, common Common, pages map[string][]Page) (s *Site, ok bool) {
	tags := w.Settings.Languages
	if len(common.Chromes) != len(tags) || len(common.Told) != len(tags) {
		return nil, false
	}
	w.Terms = common.Terms
	s = &Site{known: &sync.Map{}, workspace: w, options: options, byAddress: map[string]int{}, kept: map[inLanguage]*Page{}}
	for i := range w.Documents {
		d := w.Documents[i]
		if len(pages[d.Path]) != len(tags) {
			return nil, false
		}
		s.add(sheet{address: workspace.Address(d.Path), document: d, kind: d.Kind, section: -1})
		for index := range tags {
			s.kept[inLanguage{index, d}] = &pages[d.Path][index]
		}
	}
	for index, tag := range tags {
		l := language{Locale: w.Settings.Locale(tag), words: options.Words[tag], chrome: &common.Chromes[index], terms: common.Told[index]}
		l.finder = glossary.NewFinder(w.Terms, tag, w.Settings.Source)
		for i := range s.sheets {
			l.titles = append(l.titles, pages[s.sheets[i].document.Path][index].Title)
		}
		if len(l.terms) != len(w.Terms) {
			return nil, false
		}
		s.languages = append(s.languages, l)
	}
	return s, len(s.sheets) == len(w.Documents)
}

// keptOf is what an Excerpt knows of the page of a document in a language; nil in a plan.
func (s *Site) keptOf(index int, d *workspace.Document) *Page {
	if s.kept == nil {
		return nil
	}
	return s.kept[inLanguage{index, d}]
}
