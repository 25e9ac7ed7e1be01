package workspace

import (
	"bytes"
	"errors"
	"io/fs"
	"strings"
	"time"

	"parley/internal/diag"
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
	d, found := w.classify(read)
	// A state with an error was never published, and may not say what it meant to keep from whom.
	return Past{d, when}, !d.Broken && !d.Misfit && !found.HasErrors() && !read.Findings.HasErrors()
}

// Elsewhen is the workspace with the files of a folder as another revision has them, under the same settings and kinds. Files are
// those that it was loaded from: a document that has not changed since is not parsed again. One that had errors is a finding.
func (w *Workspace) Elsewhen(folder string, files, then fs.FS) (*Workspace, diag.List, error) {
	past := &Workspace{Settings: w.Settings, Kinds: w.Kinds, Assets: map[string]Asset{}, names: &names{}}
	var names []string
	err := fs.WalkDir(then, folder, func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil || entry.IsDir() || !entry.Type().IsRegular() || strings.HasPrefix(entry.Name(), "."):
			return err
		case strings.HasSuffix(name, ".yaml"), strings.HasSuffix(name, ".yml"):
			names = append(names, name)
		default:
			past.Assets[name] = Asset{Path: name}
		}
		return nil
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) { // there may have been none of it yet
		return nil, nil, err
	}
	documents, whole, broken := make([]*Document, len(names)), make([]bool, len(names)), make([]error, len(names))
	each(len(names), func(i int) { documents[i], whole[i], broken[i] = w.elsewhen(names[i], files, then) })
	var findings diag.List
	for i, name := range names {
		if whole[i] {
			past.Documents = append(past.Documents, documents[i])
			continue
		}
		findings = append(findings, diag.New(diag.FileUnreadable, diag.Place{Path: name}, "this document had errors in that revision").
			WithHint("what it said there is not compared"))
	}
	return past, findings, errors.Join(broken...)
}

// elsewhen reads a document as another revision has it.
func (w *Workspace) elsewhen(name string, files, then fs.FS) (d *Document, whole bool, err error) {
	text, err := fs.ReadFile(then, name)
	if err != nil {
		return nil, false, err
	}
	if now, there := w.Document(name); there {
		if same, err := fs.ReadFile(files, name); err == nil && bytes.Equal(same, text) {
			return now, true, nil
		}
	}
	past, whole := w.Recall(name, time.Time{}, text, w.cache)
	return &past.Document, whole, nil
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
