package doc

import (
	"strings"

	"parley/internal/diag"
)

// Passage is how one unit of a body is shown in another language.
type Passage struct {
	Text string // Markdown on one line; "" keeps the source's text
	Lang string // set where the passage is not in the page's language: its own language and direction
	Dir  string
}

// Rendition is a body in another language.
type Rendition struct {
	Body     string // Markdown
	HTML     HTML
	Sections []Section // same anchors as the source's, translated text
	Links    []Link
	Title    string // plain text of the opening # heading, where that is the title
}

// Splice returns the body with passages in place of its units; passages[i] belongs to Units[i]. A passage that
// equals its unit's text, or is empty, leaves the source's bytes as they are.
func (d Document) Splice(passages []Passage) string {
	var body strings.Builder
	at := 0
	for i, unit := range d.Units {
		text := passages[i].Text
		if text == "" || text == unit.Text || unit.Start < at {
			continue
		}
		body.WriteString(d.Body[at:unit.Start])
		body.WriteString(text)
		at = unit.Stop
	}
	body.WriteString(d.Body[at:])
	return body.String()
}

// Render renders the body with passages in place of its units. It reports false, and renders nothing, when a passage
// changes the structure of the text, so that a translation can never add, drop or move a block.
func (d Document) Render(passages []Passage) (Rendition, bool) {
	r := Rendition{Body: d.Splice(passages)}
	b := parse([]byte(r.Body), !d.Fields.Has("title"))
	if !d.sameBlocks(b) {
		return Rendition{}, false
	}
	nowhere := func(int, int) diag.Place { return diag.Place{} }
	r.Sections = b.sections(nowhere)
	for i := range r.Sections {
		r.Sections[i].ID = d.Sections[i].ID
	}
	b.setIDs(d.Sections)
	for i, node := range b.blocks {
		if passages[i].Lang != "" {
			node.SetAttributeString("lang", []byte(passages[i].Lang))
			node.SetAttributeString("dir", []byte(passages[i].Dir))
		}
	}
	if b.title != nil {
		r.Title = plainText(b.title, b.source)
	}
	links := b.links(nowhere)
	r.Links = links.list
	r.HTML = b.render(links.index)
	return r, true
}

// sameBlocks compares structures. Equal shapes hold the same number of units; the comparison says so to the reader.
func (d Document) sameBlocks(b body) bool {
	return b.shape() == d.Shape && len(b.blocks) == len(d.Units) && len(b.headings()) == len(d.Sections)
}
