package workspace

import (
	"crypto/sha256"
	"io/fs"
	"reflect"
	"slices"

	"github.com/fxamacker/cbor/v2"

	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/glossary"
	"parley/internal/kind"
)

// face is all that others can know of a document: its fields, its headings, where its links lead. Where in the body they
// stand makes no difference to others, and neither do the words of the body.
type face struct {
	Kind, ID                string
	Audience                kind.Audience
	Draft, Misfit, Markdown bool
	Broken, Wordless        bool // a document without words needs no translation
	BodyLine, TitleUnit     int
	TitleText               string
	Fields                  doc.Value
	Sections                []doc.Section
	Links                   []doc.Link
	Charts                  []doc.Value // with their places: a chart that has moved is judged again
}

func faceOf(d *Document) face {
	f := face{Kind: d.Kind.Name, ID: d.ID, Audience: d.Audience, Draft: d.Draft, Misfit: d.Misfit, Markdown: d.Markdown, Broken: d.Broken,
		Wordless: d.Passages == 0, BodyLine: d.BodyLine, TitleUnit: d.TitleUnit, TitleText: d.TitleText, Fields: d.Fields,
		Sections: slices.Clone(d.Sections), Links: slices.Clone(d.Links), Charts: d.Charts}
	for i := range f.Sections {
		f.Sections[i].Span = diag.Span{}
	}
	for i := range f.Links {
		f.Links[i].Span = diag.Span{}
	}
	return f
}

// sameButBody reports whether all that others can know of a document is the same.
func sameButBody(a, b *Document) bool { return reflect.DeepEqual(faceOf(a), faceOf(b)) }

// Face sums up all that others can know of a document, so that a later run can tell whether only words of its body have
// changed. Ok is false for a document of which more than that depends on its words: one that is not Markdown, is translated, or shows charts.
func (w *Workspace) Face(d *Document) (sum [32]byte, ok bool) {
	if !d.Markdown || len(d.Charts) > 0 {
		return sum, false
	}
	for _, translated := range w.translated {
		if translated[d.Path] != nil {
			return sum, false
		}
	}
	said := struct {
		Face     face
		Passages int
	}{Face: faceOf(d)}
	if len(w.Settings.Languages) > 1 {
		said.Passages = len(d.FieldUnits) + d.Passages // which the page about translations counts
	}
	data, err := cbor.Marshal(said)
	return sha256.Sum256(data), err == nil
}

// LoadSome reads some documents as Load does, with the settings and kinds of the repository, and with the terms of its
// glossary. Translations are left out, and so is whatever depends on which other documents there are.
func LoadSome(repository fs.FS, paths []string, terms []glossary.Term) (*Workspace, error) {
	w := &Workspace{Assets: map[string]Asset{}}
	w.settings(repository)
	kinds, err := listKinds(repository)
	if err != nil {
		return nil, err
	}
	w.defineKinds(repository, kinds)
	w.Findings = nil // of which Load has told
	w.documents(repository, paths, nil)
	w.index()
	w.Terms = terms
	w.lenient()
	return w, nil
}
