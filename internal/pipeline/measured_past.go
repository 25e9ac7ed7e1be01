package pipeline

import (
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/fxamacker/cbor/v2"

	"parley/internal/approval"
	"parley/internal/check"
	"parley/internal/evidence"
	"parley/internal/git"
	"parley/internal/ledger"
	"parley/internal/workspace"
)

// pastOf is what the history says to measures that ask.
func (r *Repository) pastOf(w *workspace.Workspace, history func() git.History) check.Past {
	history = sync.OnceValue(history)
	return check.Past{
		Changes: func() (map[string][]git.Change, string) {
			if known := history(); !known.Shallow {
				return known.Changes, ""
			}
			return nil, "this is a clone without its whole history"
		},
		Landings: func() ([]check.PriceLanding, string) { return r.priceLandings(w, history()) },
	}
}

// mostMeasured is how many changes of prices are measured: those of some years.
const mostMeasured = 500

// landingsPage is the page of the ledger that keeps how landed changes of prices were judged: what has landed does not change.
const landingsPage = "landings"

// priceLandings judges the changes of prices that have landed, each by the rules that stood before it; those that an earlier run has
// judged, it remembers.
func (r *Repository) priceLandings(w *workspace.Workspace, history git.History) ([]check.PriceLanding, string) {
	policy, there := w.Document(approval.PolicyPath)
	if !there || policy.Kind.Name != "price-policy" || history.Head == "" {
		return nil, ""
	}
	page, task, known := r.judgedBefore(w.Settings.Repository.Branch)
	if known.Head == history.Head {
		return known.Landings, ""
	}
	revisions, err := git.OpenRevisions(r.Dir)
	if err != nil {
		return nil, "the history cannot be read"
	}
	defer revisions.Close()
	landings, _, err := evidence.Landings(revisions, history.Head, history.HeadTime, mostMeasured)
	switch {
	case errors.Is(err, git.ErrCutOff):
		return nil, "this is a clone without its whole history"
	case errors.Is(err, evidence.ErrWithin):
		return nil, "prices of a folder within a repository are not judged"
	case err != nil:
		return nil, "the history cannot be read"
	}
	now := judgedLandings{Head: history.Head}
	for _, l := range landings {
		day := l.At.UTC().Format(time.DateOnly)
		if at := slices.IndexFunc(known.Landings, func(k check.PriceLanding) bool { return k.Commit == l.Commit && k.Day == day }); at >= 0 {
			now.Landings = append(now.Landings, known.Landings[at])
			continue
		}
		policy, facts := evidence.Gather(revisions, evidence.Request{Base: l.Before, Head: l.Commit, Branch: w.Settings.Repository.Branch, Now: l.At})
		now.Landings = append(now.Landings, landingOf(l.Commit, day, approval.Decide(policy, facts)))
	}
	if said, failed := cbor.Marshal(now); failed == nil && page != "" {
		_ = ledger.Page{Task: task, Said: said}.Write(page) // one that cannot be written costs time, not truth
	}
	return now.Landings, ""
}

// landingOf counts the people whose approvals count, each once.
func landingOf(commit, day string, d approval.Decision) check.PriceLanding {
	people := map[string]bool{}
	for _, counted := range d.Counted {
		people[counted.Person] = true
	}
	return check.PriceLanding{Commit: commit, Day: day, Tier: string(d.Tier), Verdict: string(d.Verdict), Approvals: len(people), Known: d.Verdict == approval.Pass}
}

// judgedLandings are the changes of prices that had landed at a commit, the newest first.
type judgedLandings struct {
	Head     string
	Landings []check.PriceLanding
}

// judgedBefore is what this very program has judged before, on a branch.
func (r *Repository) judgedBefore(branch string) (page, task string, known judgedLandings) {
	program, err := itself()
	if page = r.cacheFile(landingsPage); page == "" || err != nil {
		return "", "", judgedLandings{}
	}
	task = program + " " + branch
	if was, ok := ledger.Read(page); ok && was.Task == task && cbor.Unmarshal(was.Said, &known) != nil {
		known = judgedLandings{} // this is none
	}
	return page, task, known
}
