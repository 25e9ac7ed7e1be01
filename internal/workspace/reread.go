package workspace

import (
	"io/fs"
	"slices"

	"parley/internal/diag"
	"parley/internal/kind"
)

// Reread reads one document again. Ok says that nothing but the wording of its body has changed: then the workspace with
// the new wording is returned, and whatever is known of other documents is still true. A document with translations does
// not qualify: they are judged against its wording.
func (w *Workspace) Reread(repository fs.FS, path string) (now *Workspace, ok bool) {
	i, known := w.byPath[path]
	if !known || !w.cache.trusted() || !w.Documents[i].Markdown {
		return nil, false
	}
	for _, translated := range w.translated {
		if translated[path] != nil {
			return nil, false
		}
	}
	read, _, readable := w.cache.fetch(repository, path, w.Settings.FileBytes)
	if !readable {
		return nil, false
	}
	d, found := w.classified(read)
	if !sameButBody(w.Documents[i], d) {
		return nil, false
	}
	now = w.with(i, d)
	now.Findings = slices.DeleteFunc(slices.Clone(w.Findings), func(f diag.Diagnostic) bool { return f.Path == path })
	fresh := &Workspace{Findings: slices.Concat(found, read.Findings), Documents: now.Documents, names: now.names}
	fresh.lenient()
	now.Findings = append(now.Findings, fresh.Findings...)
	return now, true
}

// Redone returns what a view sees after Reread: the workspace that it saw before, with one document as it is now.
func (w *Workspace) Redone(now *Workspace, path string, view View) *Workspace {
	i, seen := w.byPath[path]
	d, known := now.Document(path)
	if !seen || !known {
		return w
	}
	if view.Audience != kind.Internal {
		d = Remembered(d, view.Audience, func() *Document { return d.redacted(view.Audience) })
	}
	return w.with(i, d)
}

// with is the workspace with another document in a place.
func (w *Workspace) with(i int, d *Document) *Workspace {
	changed := *w
	changed.Documents = slices.Clone(w.Documents)
	changed.Documents[i] = d
	return &changed
}
