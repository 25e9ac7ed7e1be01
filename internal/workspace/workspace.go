package workspace

import (
	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/glossary"
	"parley/internal/kind"
	"parley/internal/playbook"
	"parley/internal/translation"
)

// Folders are the places where a repository keeps its documents.
var Folders = []string{"content", "glossary", "playbooks", "pricing"}

// Locales is where translations live; it holds no documents.
const Locales = "content/locales"

// SettingsPath is the document of kind site.
const SettingsPath = "content/site.yaml"

// Workspace is a repository.
type Workspace struct {
	Settings  Settings
	Kinds     kind.Set
	Documents []*Document      // sorted by path
	Assets    map[string]Asset // files that are no documents, by path
	Terms     []glossary.Term
	Playbooks []playbook.Playbook
	Trials    []Trial
	Findings  diag.List // what each file shows by itself; not sorted

	whole       *Workspace // of which this is what a view sees; nil for one that has been loaded
	cache       *Cache
	vocabulary  *[]glossary.Term
	standing    *standing
	kindFolders []string                                       // where documents of some kind other than a page are kept
	translated  map[string]map[string][]translation.Translated // by language and path of the document
	former      map[string]map[string]string                   // by language, slash and path: what PO files keep of passages that are gone
	past        Pasts
	tables      map[string][]byte // results of experiments by path
	rejected    []*Document
	*names
}

// Document is a document with its kind.
type Document struct {
	doc.Head
	Kind     *kind.Kind
	ID       string
	Audience kind.Audience
	Draft    bool
	Misfit   bool // the kind that the document names does not exist; it is shown as a page

	FieldUnits []doc.Unit // translatable passages of the fields
	Passages   int        // how many the body has; Units reads them

	References []kind.Reference // what its fields name
	Defines    []kind.Thing     // what its lists define
	limits     limits
	wording    *wording // of the body; nil where there is none
	memo       *memo    // nil outside a preview
}

// limits are those to whom a document is limited; none means all.
type limits struct{ regions, tiers, partners []string }

// understand works out what the fields mean.
func (d *Document) understand() {
	outline := d.Outline()
	d.FieldUnits = d.Kind.Units(outline)
	d.References, d.Defines = d.Kind.References(outline), d.Kind.Defines(outline)
	d.limits = limits{d.Kind.Scope(outline, "region"), d.Kind.Scope(outline, "tier"), d.Kind.Scope(outline, "partner")}
}

// Asset is a file that documents may show: a picture, a download.
type Asset struct {
	Path   string
	Size   int64
	Width  int // of pictures, in CSS pixels; 0 when unknown
	Height int
	Unsafe string // why the file must not be published, "" when it may
}

// Document returns a document by its path.
func (w *Workspace) Document(path string) (*Document, bool) {
	i, ok := w.byPath[path]
	if !ok {
		return nil, false
	}
	return w.Documents[i], true
}

// Thing returns what has an id among the things of a kind: a document, a role, a region, a SKU.
func (w *Workspace) Thing(kindName, id string) (kind.Thing, bool) {
	from, ok := w.things[kindName][id]
	if !ok {
		return kind.Thing{}, false
	}
	return w.Documents[from.document].thing(from.item), true
}

// IDs lists the ids of a kind's things, sorted. The list is shared: it is not to be changed.
func (w *Workspace) IDs(kindName string) []string {
	return w.ids[kindName]
}

// index prepares the look-ups.
func (w *Workspace) index() {
	w.names = w.cache.names(w)
	w.Terms, w.Playbooks, w.Trials, w.rejected = nil, nil, nil, nil
	for _, d := range w.Documents {
		if d.Rejected() {
			w.rejected = append(w.rejected, d)
		}
		switch d.Kind.Name {
		case "term":
			w.Terms = append(w.Terms, glossary.Read(d.Outline(), d.ID))
		case "playbook":
			w.Playbooks = append(w.Playbooks, playbook.Read(d.Outline()))
		case experimentKind:
			w.Trials = append(w.Trials, w.trial(d))
		}
	}
}

// Title returns the title of a document in the source language: its field, its opening heading, or its file name.
func (d *Document) Title() string {
	if title := d.Fields.Str("title"); title != "" {
		return doc.Fold(title)
	}
	if d.TitleText != "" {
		return d.TitleText
	}
	return baseName(d.Path)
}

// Place returns where a field of the document's top level stands; the start of the file when there is no such field.
func (d *Document) Place(field string) diag.Place {
	if value, ok := d.Fields.Lookup(field); ok {
		return diag.Place{Path: d.Path, Span: value.Span}
	}
	return diag.Place{Path: d.Path, Span: diag.Span{Line: 1, Col: 1, EndLine: 1, EndCol: 1}}
}
