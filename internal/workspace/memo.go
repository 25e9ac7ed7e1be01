package workspace

import (
	"io/fs"
	"maps"
	"reflect"
	"slices"
	"sync"

	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/glossary"
	"parley/internal/kind"
)

// memo keeps what was worked out about a document in a preview, where the same is asked after each edit: an answer, by
// what it depends on beside the document.
type memo struct {
	mutex   sync.Mutex
	answers map[any]any
}

// mostAnswers is how many answers about one document are kept: those about an earlier state of others pile up.
const mostAnswers = 12

// Remembered returns what work answers, from the last time if it was asked then on the same grounds. Grounds are all that
// the answer depends on beside the document: a value, or a pointer to what does not change.
func Remembered[Grounds comparable, Answer any](d *Document, on Grounds, work func() Answer) Answer {
	if d.memo == nil {
		return work()
	}
	d.memo.mutex.Lock()
	defer d.memo.mutex.Unlock()
	if answer, ok := d.memo.answers[on]; ok {
		return answer.(Answer)
	}
	if len(d.memo.answers) >= mostAnswers || d.memo.answers == nil {
		d.memo.answers = map[any]any{}
	}
	answer := work()
	d.memo.answers[on] = answer
	return answer
}

// classified is a document with its kind, and what its kind found wrong with it.
type classified struct {
	document *Document // not to be changed
	findings diag.List
}

// classified classifies what was read, once for as long as the kinds are the same.
func (w *Workspace) classified(read *cached) (*Document, diag.List) {
	if read.class == nil {
		document, findings := w.classify(read)
		if !w.cache.trusted() {
			return &document, findings
		}
		document.memo = &memo{}
		read.class = &classified{&document, findings}
	}
	return read.class.document, slices.Clone(read.class.findings)
}

// trusted reports whether documents are kept as long as nobody says that they have changed.
func (c *Cache) trusted() bool { return c != nil && c.known != nil }

// under says by which kinds of a team's own documents are classified. Under others, all is classified anew.
func (c *Cache) under(kinds []doc.Document) {
	if !c.trusted() || reflect.DeepEqual(kinds, c.kinds) {
		return
	}
	for _, entry := range c.known {
		entry.class = nil
	}
	c.kinds = kinds
}

// Vocabulary is a pointer that changes with the terms of the glossary: grounds for what depends on them alone.
func (w *Workspace) Vocabulary() any { return w.vocabulary }

// vocabulary returns what stands for the terms of a workspace. Equal terms have one.
func (c *Cache) vocabulary(terms []glossary.Term) *[]glossary.Term {
	if !c.trusted() {
		return nil
	}
	if c.terms == nil || !reflect.DeepEqual(*c.terms, terms) {
		c.terms = &terms
	}
	return c.terms
}

// extent is which documents and assets there are: where a link leads depends on nothing else.
type extent struct{ documents, assets []string }

// mostExtents is how many extents are kept: that of the repository and that of the view that is previewed.
const mostExtents = 2

// extent returns what a workspace holds. Equal extents are one.
func (c *Cache) extent(w *Workspace) *extent {
	if !c.trusted() {
		return nil
	}
	now := &extent{documents: make([]string, len(w.Documents))}
	for i := range w.Documents {
		now.documents[i] = w.Documents[i].Path
	}
	for name := range w.Assets {
		now.assets = append(now.assets, name)
	}
	slices.Sort(now.assets)
	for _, before := range c.extents {
		if slices.Equal(before.documents, now.documents) && slices.Equal(before.assets, now.assets) {
			return before
		}
	}
	if len(c.extents) >= mostExtents {
		c.extents = c.extents[1:]
	}
	c.extents = append(c.extents, now)
	return now
}

// standing is what documents say to those that link to them or name them: nothing of titles, summaries and words.
type standing struct {
	documents []*Document
	assets    map[string]Asset
}

// Standing is a pointer that changes with what documents and assets there are, and with the id, the readers and the anchors of any:
// grounds for what depends on the document at hand and on these alone. It is nil outside a preview.
func (w *Workspace) Standing() any { return w.standing }

// standing returns what stands for a workspace to which links and references lead alike.
func (c *Cache) standing(w *Workspace) *standing {
	if !c.trusted() {
		return nil
	}
	same := c.stands != nil && len(c.stands.documents) == len(w.Documents) && maps.Equal(c.stands.assets, w.Assets)
	for i := 0; same && i < len(w.Documents); i++ {
		same = standsAlike(c.stands.documents[i], w.Documents[i])
	}
	if !same {
		c.stands = &standing{}
	}
	c.stands.documents, c.stands.assets = w.Documents, w.Assets
	return c.stands
}

// standsAlike reports whether whoever links to a document or names it finds the same in both.
func standsAlike(a, b *Document) bool {
	return a == b || a.Path == b.Path && a.Kind == b.Kind && a.ID == b.ID && a.Audience == b.Audience && a.Rejected() == b.Rejected() &&
		slices.Equal(a.Anchors(), b.Anchors()) &&
		slices.EqualFunc(a.Defines, b.Defines, func(a, b kind.Thing) bool { return a.Kind == b.Kind && a.ID == b.ID && a.Path == b.Path })
}

// list lists a repository. In a preview, writing documents that are in the list already does not change it.
func (c *Cache) list(repository fs.FS) (*listing, error) {
	if !c.trusted() {
		return list(repository)
	}
	still := c.listed != nil && !slices.ContainsFunc(c.rewritten, func(name string) bool {
		info, err := fs.Lstat(repository, name)
		_, known := slices.BinarySearch(c.listed.documents, name)
		return !known || err != nil || !info.Mode().IsRegular()
	})
	c.rewritten = nil
	if still {
		return c.listed, nil
	}
	var err error
	c.listed, err = list(repository)
	return c.listed, err
}
