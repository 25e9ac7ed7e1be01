package workspace

import (
	"time"

	"parley/internal/kind"
)

// Past is a document as a commit left it.
type Past struct {
	Document
	When time.Time
}

// Pasts are earlier states of documents by path, the newest first.
type Pasts map[string][]Past

// Recall reads what a commit left of a document. It is classified as if it stood there today, so that what an audience may
// not see of the document, it does not see of its past either. What is not understood is not recalled.
func (w *Workspace) Recall(path string, when time.Time, text []byte, cache *Cache) (Past, bool) {
	read := cache.parse(path, text)
	d, found := w.classify(read.Document, read.Findings)
	// A state with an error was never published, and may not say what it meant to keep from whom.
	return Past{d, when}, !d.Broken && !d.Misfit && !found.HasErrors() && !read.Findings.HasErrors()
}

// Elsewhen is an empty workspace under the same settings and kinds, for the documents of another revision.
func (w *Workspace) Elsewhen() *Workspace {
	return &Workspace{Settings: w.Settings, Kinds: w.Kinds, Assets: map[string]Asset{}}
}

// Remember gives the workspace the past of its documents.
func (w *Workspace) Remember(pasts Pasts) { w.past = pasts }

// PastOf returns the remembered states of a document, the newest first.
func (w *Workspace) PastOf(path string) []Past { return w.past[path] }

// pastFor returns what a view may see of the past. A state that it may not see ends the past: the difference from it to
// the next would tell what it said.
func (w *Workspace) pastFor(view View) Pasts {
	seen := Pasts{}
	for path, states := range w.past {
		for _, state := range states {
			if !view.sees(&state.Document) || state.Draft {
				break
			}
			if view.Audience != kind.Internal {
				state.Document = *state.redacted(view.Audience)
			}
			seen[path] = append(seen[path], state)
		}
	}
	return seen
}
