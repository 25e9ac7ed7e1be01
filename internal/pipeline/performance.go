package pipeline

import (
	"io/fs"
	"iter"
	"sync"

	"parley/internal/git"
	"parley/internal/kind"
	"parley/internal/performance"
	"parley/internal/site"
	"parley/internal/translator"
	"parley/internal/workspace"
)

// performance is what internal readers are shown of translation services, and nil for others. Only when somebody asks are the
// table of usage and earlier states of PO files read.
func (r *Repository) performance(w *workspace.Workspace, history git.History, view workspace.View) func() site.Services {
	if view.Audience != kind.Internal {
		return nil
	}
	return sync.OnceValue(func() site.Services {
		text, _ := fs.ReadFile(r.Files, performance.UsagePath) // without one, nobody was asked
		usage, _ := performance.ReadUsage(text)                // check has reported what cannot be read
		return site.Services{
			Work: performance.ByLanguage(usage), Months: performance.ByMonth(usage),
			Accuracy: performance.Compare(translator.Corrections(w, r.past(history))),
		}
	})
}

// past lists the earlier states of a file, the newest first, as far back as its history is known. A state that cannot be read, in
// a partial clone for one, is passed over, and so is the deletion of the file.
func (r *Repository) past(history git.History) func(name string) iter.Seq[[]byte] {
	return func(name string) iter.Seq[[]byte] {
		return func(yield func([]byte) bool) {
			if len(history.Changes[name]) == 0 {
				return
			}
			revisions, err := git.OpenRevisions(r.Dir)
			if err != nil {
				return
			}
			defer revisions.Close()
			for _, change := range history.Changes[name] {
				tree, err := revisions.Tree(change.Commit)
				if err != nil {
					continue
				}
				if text, err := tree.ReadFile(name); err == nil && !yield(text) {
					return
				}
			}
		}
	}
}
