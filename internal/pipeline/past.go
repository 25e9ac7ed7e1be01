package pipeline

import (
	"strings"
	"time"

	"parley/internal/git"
	"parley/internal/workspace"
)

// states is how many states of a document are recalled: as many as pages tell the changes of, and the one before.
const states = 6

// kindsChanged is when a team's own kinds changed last. What a document said before was kept from readers by other rules
// than today's, so it is not recalled.
func kindsChanged(history git.History) time.Time {
	var last time.Time
	for path, changes := range history.Changes {
		if strings.HasPrefix(path, "content/kinds/") && len(changes) > 0 && changes[0].When.After(last) {
			last = changes[0].When
		}
	}
	return last
}

// recall reads the last states of the documents whose fields mean something. Of pages, Git's own log says enough. A
// state that cannot be read, in a partial clone for one, ends what is known of its document.
func (r *Repository) recall(w *workspace.Workspace, history git.History, cache *workspace.Cache) workspace.Pasts {
	pasts := workspace.Pasts{}
	if len(history.Changes) == 0 {
		return pasts
	}
	revisions, err := git.OpenRevisions(r.Dir)
	if err != nil {
		return pasts // that the history cannot be read has been reported
	}
	defer revisions.Close()
	trees := map[string]*git.Tree{}
	since := kindsChanged(history)
	for i := range w.Documents {
		d := w.Documents[i]
		changes := history.Changes[d.Path]
		if d.Kind.Lenient || len(changes) < 2 {
			continue
		}
		for _, change := range changes[:min(len(changes), states)] {
			if change.When.Before(since) {
				break
			}
			if trees[change.Commit] == nil {
				if trees[change.Commit], err = revisions.Tree(change.Commit); err != nil {
					break
				}
			}
			text, err := trees[change.Commit].ReadFile(d.Path)
			if err != nil || int64(len(text)) > w.Settings.FileBytes {
				break
			}
			past, ok := w.Recall(d.Path, change.When, text, cache)
			if !ok {
				break
			}
			pasts[d.Path] = append(pasts[d.Path], past)
		}
	}
	return pasts
}
