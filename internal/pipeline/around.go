package pipeline

import (
	"bytes"
	"slices"
	"sync"

	"github.com/fxamacker/cbor/v2"

	"parley/internal/check"
	"parley/internal/diag"
	"parley/internal/glossary"
	"parley/internal/ledger"
	"parley/internal/site"
	"parley/internal/workspace"
)

// around is the book in which a build writes down what its pages say apart from the wording of bodies, so that a later
// build need not plan the whole site to make a page that has been reworded. A nil around writes nothing.
type around struct {
	book    *ledger.BookWriter
	buffers sync.Pool // of *bytes.Buffer
}

// common is what the book says of all pages.
type common struct {
	Site  site.Common
	Terms []glossary.Term // of the whole repository, also of what the view does not see
}

// faced is what the book says of a document.
type faced struct {
	Face    [32]byte
	Shown   bool      // it has pages
	Wording diag.List // what was found in it for its words alone
}

// Names of what stands in the book.
const commonName = "common"

func faceName(path string) string      { return "face\x00" + path }
func pageName(path, tag string) string { return "page\x00" + tag + "\x00" + path }

// writeAround begins the book of a build; nil where nothing is kept.
func (l *lastBuild) writeAround() *around {
	if l.page == "" {
		return nil
	}
	book, err := ledger.WriteBook(l.page + aroundSuffix)
	if err != nil {
		return nil // the next build takes longer
	}
	return &around{book: book}
}

// aroundSuffix tells the name of the book from that of the page that it belongs to.
const aroundSuffix = "-around"

// put writes down a value. One that cannot be encoded will be missed, and its page planned anew.
func (a *around) put(name string, value any) {
	buffer, _ := a.buffers.Get().(*bytes.Buffer)
	if buffer == nil {
		buffer = &bytes.Buffer{}
	}
	defer a.buffers.Put(buffer)
	buffer.Reset()
	if err := cbor.MarshalToBuffer(value, buffer); err == nil {
		a.book.Put(name, buffer.Bytes())
	}
}

// begin writes down what all pages have in common, the faces of documents, and which of the findings are for words.
func (a *around) begin(w *workspace.Workspace, findings diag.List, plan *site.Site) {
	if a == nil {
		return
	}
	a.put(commonName, common{plan.Common(), w.Terms})
	shown := map[string]int{}
	for i := range plan.Len() / len(plan.Languages()) {
		path, _ := plan.Source(i)
		shown[path]++
	}
	var faulty []string
	for _, finding := range findings {
		faulty = append(faulty, finding.Path)
	}
	wordings := check.Wordings(w, slices.Compact(faulty)) // findings are sorted by file
	_ = each(len(w.Documents), func(i int) error {
		d := w.Documents[i]
		if face, ok := w.Face(d); ok && shown[d.Path] <= 1 { // what has pages for its persons is more than a body
			a.put(faceName(d.Path), faced{face, shown[d.Path] == 1, wordings[d.Path]})
		}
		return nil
	})
}

// add writes down what the i-th page says.
func (a *around) add(plan *site.Site, i int, page site.Page) {
	if a == nil {
		return
	}
	if kept, ok := plan.Around(i, page); ok {
		a.put(pageName(page.Path, page.Lang), kept)
	}
}

// close puts the book in its place and returns its number, "" where there is none.
func (a *around) close() string {
	if a == nil {
		return ""
	}
	number, err := a.book.Close()
	if err != nil {
		return ""
	}
	return number
}

// abandon leaves no half of a book behind.
func (a *around) abandon() {
	if a != nil {
		a.book.Abandon()
	}
}
