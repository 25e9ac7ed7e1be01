package pipeline

import (
	"errors"

	"parley/internal/announce"
	"parley/internal/approval"
	"parley/internal/evidence"
	"parley/internal/git"
	"parley/internal/kind"
	"parley/internal/site"
	"parley/internal/workspace"
)

// mostLanded is how many changes of prices the portal tells of.
const mostLanded = 20

// landed judges anew the changes of prices that have landed last, each by the rules that stood before it and at the moment at which
// it landed, from the repository alone. Nil for whoever may not know, and where there is no policy.
func (r *Repository) landed(w *workspace.Workspace, history git.History, audience kind.Audience) *site.Landed {
	policy, there := w.Document(approval.PolicyPath)
	if audience != kind.Internal || !there || policy.Kind.Name != "price-policy" || history.Head == "" {
		return nil
	}
	revisions, err := git.OpenRevisions(r.Dir)
	if err != nil {
		return &site.Landed{Unknown: true} // that the history cannot be read has been reported
	}
	defer revisions.Close()
	landings, more, err := evidence.Landings(revisions, history.Head, history.HeadTime, mostLanded)
	if err != nil {
		return &site.Landed{Unknown: true, CutOff: errors.Is(err, git.ErrCutOff)}
	}
	told := &site.Landed{More: more}
	for _, l := range landings {
		policy, facts := evidence.Gather(revisions, evidence.Request{Base: l.Before, Head: l.Commit, Branch: w.Settings.Repository.Branch, Now: l.At})
		d := approval.Decide(policy, facts)
		told.Changes = append(told.Changes, site.LandedChange{Commit: l.Commit, Subject: l.Subject, At: l.At, Verdict: string(d.Verdict), Decision: announce.Tree(d)})
	}
	return told
}
