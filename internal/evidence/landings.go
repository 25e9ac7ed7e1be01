package evidence

import (
	"errors"
	"strings"
	"time"

	"parley/internal/approval"
	"parley/internal/git"
)

// Landing is a change of what is said about prices that has landed on a branch.
type Landing struct {
	Commit, Before string // the state of the branch, and the one before it
	Subject        string // first paragraph of the commit's message
	At             time.Time
}

// ErrWithin says that a directory is no repository by itself, so that nothing in it can be judged.
var ErrWithin = errors.New("a folder within a repository is not judged by itself")

// Landings are the changes of the folder of prices that landed last before a revision, the newest first, back to the first that a
// policy stood before; at most so many, and more says that there are others. Signed approvals alone are no change. Of a history
// that is cut off the error is git.ErrCutOff.
func Landings(revisions *git.Revisions, revision string, now time.Time, most int) (landings []Landing, more bool, err error) {
	if err := revisions.Whole(); err != nil {
		return nil, false, err
	}
	if revisions.Prefix() != "" {
		return nil, false, ErrWithin
	}
	tree, err := revisions.Tree(revision)
	if err != nil {
		return nil, false, err
	}
	states, err := revisions.Landings(tree, time.Time{}, now)
	if err != nil {
		return nil, false, err
	}
	for i := range len(states) - 1 {
		changed, err := changesPrices(revisions, states[i+1].Tree, states[i].Tree)
		if err != nil {
			return nil, false, err
		}
		if !changed {
			continue
		}
		if policy, err := states[i+1].Tree.Entry(approval.PolicyPath); err != nil || policy.Hash == "" {
			return landings, false, err
		}
		if len(landings) == most {
			return landings, true, nil
		}
		landings = append(landings, Landing{states[i].Tree.Commit, states[i+1].Tree.Commit, states[i].Subject, states[i].From})
	}
	return landings, false, nil
}

// changesPrices reports whether two states differ in the folder of prices, approvals left aside.
func changesPrices(revisions *git.Revisions, before, after *git.Tree) (bool, error) {
	folder := strings.TrimSuffix(pricesFolder, "/")
	was, err := before.Entry(folder)
	if err != nil {
		return false, err
	}
	is, err := after.Entry(folder)
	if err != nil || was == is {
		return false, err
	}
	differences, err := revisions.Compare(before, after)
	for _, d := range differences {
		if strings.HasPrefix(d.Path, pricesFolder) && !strings.HasPrefix(d.Path, approvalsPlace) || d.Path == folder {
			return true, err
		}
	}
	return false, err
}
