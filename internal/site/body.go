package site

import (
	"html"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"parley/internal/doc"
	"parley/internal/glossary"
	"parley/internal/workspace"
)

// body is the Markdown of a document in a language.
func (s *Site) body(index int, sheet *sheet, rendition doc.Rendition, foreign bool) Body {
	body := Body{HTML: rendition.HTML}
	if foreign {
		source := &s.languages[0]
		body.Lang, body.Dir = source.Tag(), source.Dir()
	}
	body.Links = s.targets(index, sheet.document, rendition.Links)
	body.Charts = s.chartBlocks(index, sheet.document)
	s.explain(&body, index, sheet, foreign)
	return body
}

// rendition is the body in a language, of which the text is that in the source language. It is foreign where nothing of it
// is translated.
func (s *Site) rendition(l *language, d *workspace.Document, text doc.Text) (rendition doc.Rendition, foreign bool) {
	source := doc.Rendition{Body: text.Body, HTML: text.HTML, Sections: d.Sections, Links: d.Links}
	if l.Tag() == s.workspace.Settings.Source {
		return source, false
	}
	passages, any := s.passages(l, d)
	if !any {
		return source, d.Passages > 0
	}
	rendition, ok := d.Whole().Render(passages)
	if !ok {
		return source, true
	}
	return rendition, false
}

// passages is how a language shows each unit of a body; any reports whether one at least is translated.
func (s *Site) passages(l *language, d *workspace.Document) (passages []doc.Passage, any bool) {
	for _, t := range s.workspace.Translated(d, l.Tag())[len(d.FieldUnits):] {
		shown := s.shown(l, t)
		any = any || shown.Lang == ""
		passages = append(passages, doc.Passage{Text: shown.Text, Lang: shown.Lang, Dir: shown.Dir})
	}
	return passages, any
}

// contents lists the sections of a page, each with its language: a heading that is not translated says so here too.
func (s *Site) contents(l *language, d *workspace.Document, sections []doc.Section, foreign bool) []Section {
	var contents []Section
	translated := s.headings(l, d)
	for i, section := range sections {
		title := Text{Text: section.Text}
		if foreign || i < len(translated) && !translated[i] {
			title = s.text(l, section.Text)
		}
		contents = append(contents, Section{Level: max(2, section.Level), ID: section.ID, Title: title})
	}
	return contents
}

// headings says for each section of a document whether its heading is translated.
func (s *Site) headings(l *language, d *workspace.Document) []bool {
	if l.Tag() == s.workspace.Settings.Source {
		return nil
	}
	var translated []bool
	for i, t := range s.workspace.Translated(d, l.Tag())[len(d.FieldUnits):] {
		if t.Unit.Block == doc.Heading && i != d.TitleUnit {
			translated = append(translated, t.Shown())
		}
	}
	return translated
}

// targets is where the links of a body lead in this output. A translation mostly has those of its source, in their order.
func (s *Site) targets(index int, d *workspace.Document, links []doc.Link) []Target {
	if kept := s.keptOf(index, d); kept != nil {
		return kept.Body.Links
	}
	own := s.workspace.Targets(d)
	targets := make([]Target, len(links))
	for i, link := range links {
		if i < len(own) && d.Links[i].Target == link.Target {
			targets[i] = s.target(index, link, own[i])
		} else {
			targets[i] = s.target(index, link, s.workspace.Resolve(d.Path, link.Target))
		}
	}
	return targets
}

// target is where a link leads in this output. What the audience may not see has no page: its link is text.
func (s *Site) target(index int, link doc.Link, found workspace.Target) Target {
	t := Target{Title: link.Title, Image: link.Image, Alt: link.Alt}
	switch found.What {
	case workspace.ToOutside:
		// A picture from elsewhere would be a request to a third party.
		if !link.Image {
			t.URL, t.External = found.URL, true
		}
	case workspace.ToAsset:
		asset := s.workspace.Assets[found.Path]
		if asset.Unsafe == "" {
			t.URL, t.Width, t.Height = s.href(assetAddress(found.Path), ""), asset.Width, asset.Height
		}
	case workspace.ToDocument:
		t.URL = s.documentURL(index, found)
	}
	return t
}

func (s *Site) documentURL(index int, found workspace.Target) string {
	if i, ok := s.personOrRole(found.Path, found.Fragment); ok {
		return s.linkTo(index, i).URL
	}
	i, ok := s.byPath[found.Path]
	switch {
	case !ok:
		return ""
	case found.Fragment == "":
		return s.linkTo(index, i).URL
	}
	return s.linkTo(index, i).URL + "#" + url.PathEscape(found.Fragment)
}

// personOrRole is the sheet of a person or a role that has an id in a document.
func (s *Site) personOrRole(path, id string) (sheet int, ok bool) {
	if len(s.people) == 0 || id == "" {
		return 0, false
	}
	for _, kindName := range []string{"person", "role"} {
		if i, ok := s.people[kindName+" "+id]; ok && s.sheets[i].document.Path == path {
			return i, true
		}
	}
	return 0, false
}

// explain marks the first occurrence of each term on the page.
func (s *Site) explain(body *Body, index int, sheet *sheet, foreign bool) {
	finder := s.languages[index].finder
	if foreign {
		finder = s.languages[0].finder
	}
	explained := map[int]int{}
	for _, hole := range body.HTML.Holes {
		if hole.What != doc.HoleText {
			continue
		}
		for _, match := range findIn(finder, body.HTML.Text[hole.Start:hole.Stop]) {
			if _, again := explained[match.Term]; again || match.Forbidden {
				continue
			}
			term := s.languages[index].terms[match.Term]
			if term.URL == "" || s.workspace.Terms[match.Term].Path == sheet.document.Path {
				continue
			}
			explained[match.Term] = len(body.Terms)
			body.Marks = append(body.Marks, Mark{hole.Start + match.Start, hole.Start + match.Stop, len(body.Terms)})
			body.Terms = append(body.Terms, term)
		}
	}
}

// findIn finds terms in escaped text as it is read: the term "R&D" in R&amp;D, and no term "amp". Matches are places in
// the escaped text; none begins or ends within a reference.
func findIn(finder *glossary.Finder, escaped string) []glossary.Match {
	if !strings.Contains(escaped, "&") {
		return finder.Find(escaped)
	}
	var text strings.Builder
	shorter := make([]int, 0, len(escaped)) // for each byte of the text, how much shorter it is up to there than what is escaped
	for at := 0; at < len(escaped); at++ {
		shorter = append(shorter, at-text.Len())
		length := strings.IndexByte(escaped[at:], ';')
		if escaped[at] != '&' || length < 0 {
			text.WriteByte(escaped[at])
			continue
		}
		text.WriteString(html.UnescapeString(escaped[at : at+length+1])) // one byte: & < > or "
		at += length
	}
	shorter = append(shorter, len(escaped)-text.Len())
	matches := finder.Find(text.String())
	for i, match := range matches {
		matches[i].Start += shorter[match.Start]
		matches[i].Stop += shorter[match.Stop]
	}
	return matches
}

// terms are the explanations of the glossary's terms in a language. One without an address has no page, and is not explained.
func (s *Site) terms(index int) []Term {
	terms := make([]Term, len(s.workspace.Terms))
	for n, term := range s.workspace.Terms {
		if i, ok := s.byPath[term.Path]; ok {
			link := s.linkTo(index, i)
			terms[n] = Term{ID: term.ID, Title: link.Title, URL: link.URL, Definition: s.fieldText(&s.languages[index], s.sheets[i].document, "definition")}
		}
	}
	return terms
}

func (s *Site) escapedPath(name string) string {
	parts := strings.Split(name, "/")
	for i, part := range parts {
		parts[i] = url.PathEscape(part)
	}
	return strings.Join(parts, "/")
}

// initial is the letter under which a glossary lists a term.
func initial(text string) string {
	r, _ := utf8.DecodeRuneInString(norm.NFD.String(text)) // É belongs under E, إ under ا
	if !unicode.IsLetter(r) {
		return "#"
	}
	return string(unicode.ToUpper(r))
}
