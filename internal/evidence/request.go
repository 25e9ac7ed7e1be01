package evidence

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"parley/internal/approval"
	"parley/internal/git"
	"parley/internal/repricing"
)

// Request says which change is to be judged, and what others know of it.
type Request struct {
	Base   string // the tip of the branch into which it is to land: a revision
	Head   string // the end of the change
	Result string // what would land; empty for what a merge of the two gives
	// Repository and Branch are as evidence names them. Empty, they are those of the pull request, else those that the base says:
	// the address in content/site.yaml, and the name of the branch that Base is.
	Repository, Branch string
	Now                time.Time
	Pull               *approval.Pull // nil without a forge
	Reviews            []Review
	Problems           []approval.Reason // what was wrong with what others know
}

// Review is what somebody has said on a forge, with the commit that was looked at.
type Review struct {
	approval.Opinion
	Commit string // "" where the forge does not say
}

// Most that is looked at. Beyond it there is no verdict.
const (
	mostFiles   = 20_000
	mostNews    = 5_000
	mostBytes   = 8 << 20 // of a document
	mostParts   = 100_000
	mostReviews = 10_000
)

// gatherer gathers the facts on one change.
type gatherer struct {
	revisions *git.Revisions
	request   Request
	policy    approval.Policy
	facts     approval.Facts

	base, head, result *git.Tree
	past               *git.Past
	meet               []string // where head and base meet
	news               []git.Signed
	differences        []git.Difference
	landings           []git.Landed
	since              time.Time // until when landings reach back
	readings           map[string]*reading
	digests            map[string]string

	states []*state // of prices, in base and result; none where no list has changed

	repriced map[string]repricing.ListChange // what becomes of lists from one to the other, by id; those that stay as they are are not there
	offers   *offers                         // what parts cost; nil until some text asks
	prices   []string                        // folders of prices, in each landing, by hash
	turned   []turn                          // landings that changed such a folder
	keys     map[string]string               // of rules, by such a folder
	lists    map[string]map[string]string    // contents of lists, by such a folder and by path
	pasts    map[string][]held               // of lists, by path
}

// Gather gathers the facts on a change, and the policy of its base.
func Gather(revisions *git.Revisions, request Request) (approval.Policy, approval.Facts) {
	g := &gatherer{revisions: revisions, request: request, readings: map[string]*reading{}, digests: map[string]string{},
		repriced: map[string]repricing.ListChange{}, keys: map[string]string{}, lists: map[string]map[string]string{}, pasts: map[string][]held{}}
	g.facts.Now, g.facts.Pull, g.facts.Problems = request.Now.UTC(), request.Pull, slices.Clone(request.Problems)
	err := g.gather()
	var broken *trouble
	switch {
	case errors.As(err, &broken):
		g.problem(broken.code, "", "%s", broken.message)
	case err != nil:
		g.problem(approval.HistoryIncomplete, "", "the repository cannot be read: %v", err)
	default:
		g.facts.Complete = true
	}
	return g.policy, g.facts
}

// trouble is why facts cannot be gathered any further.
type trouble struct {
	code    approval.Code
	message string
}

func (t *trouble) Error() string { return t.message }

func refuse(code approval.Code, format string, args ...any) error {
	return &trouble{code, fmt.Sprintf(format, args...)}
}

func (g *gatherer) problem(code approval.Code, path, format string, args ...any) {
	g.facts.Problems = append(g.facts.Problems, approval.Reason{Code: code, Path: path, Message: fmt.Sprintf(format, args...)})
}

func (g *gatherer) gather() error {
	if err := g.findEnds(); err != nil {
		return err
	}
	wait := g.readAhead()
	err := inTurn(g.findResult, g.name, g.compare, g.readRules)
	wait()
	if err != nil {
		return err
	}
	return inTurn(g.readFiles, g.readPrices, g.readTexts, g.digest, g.readPeople, g.readOpinions)
}

// inTurn takes steps until one fails.
func inTurn(steps ...func() error) error {
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// findEnds finds the trees of base and head, and refuses a repository that does not hold all of its history.
func (g *gatherer) findEnds() error {
	if err := g.revisions.Whole(); err != nil {
		return refuse(approval.HistoryIncomplete, "%v", err)
	}
	if g.revisions.Prefix() != "" {
		return refuse(approval.RefInvalid, "a folder within a repository is not judged by itself: whoever may change the rest of it may change the gate's own files")
	}
	for _, one := range []struct {
		name string
		into **git.Tree
	}{{g.request.Base, &g.base}, {g.request.Head, &g.head}} {
		tree, err := g.revisions.Tree(one.name)
		if err != nil {
			return refuse(approval.RefInvalid, "%v", err)
		}
		*one.into = tree
	}
	g.facts.Commits = approval.Commits{Base: g.base.Commit, Head: g.head.Commit}
	return nil
}

// findResult finds out what the change brings along, and the tree that would land.
func (g *gatherer) findResult() (err error) {
	if g.past, err = g.revisions.Past(g.base); err != nil {
		return refuse(approval.HistoryIncomplete, "the history of the base cannot be read: %v", err)
	}
	if g.news, g.meet, err = g.past.Since(g.head); err != nil {
		return refuse(approval.HistoryIncomplete, "the history of the change cannot be read: %v", err)
	}
	if len(g.meet) == 0 {
		g.problem(approval.HistoryUnrelated, "", "the change and its base have no commit in common")
	}
	if g.result, err = g.land(); err != nil {
		return err
	}
	g.facts.Commits.Result = g.result.Commit
	if len(g.news) > mostNews {
		return refuse(approval.LimitExceeded, "the change has %d commits; at most %d can be judged", len(g.news), mostNews)
	}
	return nil
}

// land is the tree that would land. What somebody names must have been made from the base as it is now; commits that only it
// brings belong to the change.
func (g *gatherer) land() (*git.Tree, error) {
	if g.request.Result == "" {
		return g.merge()
	}
	result, err := g.revisions.Tree(g.request.Result)
	if err != nil {
		return nil, refuse(approval.RefInvalid, "%v", err)
	}
	more, meet, err := g.past.Since(result)
	if err != nil {
		return nil, refuse(approval.HistoryIncomplete, "the history of the result cannot be read: %v", err)
	}
	if len(meet) != 1 || meet[0] != g.base.Commit {
		return nil, refuse(approval.HistoryIncomplete, "the result %s was not made from the base %s", result.Commit, g.base.Commit)
	}
	known := map[string]bool{}
	for _, c := range g.news {
		known[c.Commit] = true
	}
	for _, c := range more {
		if !known[c.Commit] {
			g.news = append(g.news, c)
		}
	}
	return result, nil
}

func (g *gatherer) merge() (*git.Tree, error) {
	if len(g.meet) == 0 || len(g.meet) == 1 && g.meet[0] == g.base.Commit {
		return g.head, nil
	}
	merged, clashes, err := g.revisions.Merge(g.base, g.head, g.meet)
	if err != nil {
		return nil, err
	}
	for _, path := range clashes {
		if governedAnyhow(path) {
			return nil, refuse(approval.MergeConflict, "%s has been changed both in the base and by the change: merge the base into the change, or name what would land with --result", path)
		}
	}
	for _, side := range []*git.Tree{g.base, g.head} {
		if err := g.renamed(clashes, side); err != nil {
			return nil, err
		}
	}
	return merged, nil
}

// renamed refuses a file that one side has changed where the other has removed it and added something about prices: Git takes that for
// a renaming, and would write the change there.
func (g *gatherer) renamed(clashes []string, side *git.Tree) error {
	gone := ""
	for _, path := range clashes {
		if there, err := side.Entry(path); err != nil {
			return err
		} else if there.Hash == "" {
			gone = path
			break
		}
	}
	if gone == "" {
		return nil
	}
	for _, commit := range g.meet {
		meet, err := g.revisions.Tree(commit)
		if err != nil {
			return err
		}
		differences, err := g.revisions.Compare(meet, side)
		if err != nil {
			return err
		}
		for _, d := range differences {
			if d.Before.Hash == "" && governedAnyhow(d.Path) {
				return refuse(approval.MergeConflict, "%s has been changed on one side and removed on the other, where %s is new: a merge could write the change there; merge the base into the change, or name what would land with --result", gone, d.Path)
			}
		}
	}
	return nil
}

// name finds what evidence calls the repository and its branch.
func (g *gatherer) name() error {
	f := &g.facts
	f.Repository, f.Branch = g.request.Repository, g.request.Branch
	if pull := g.request.Pull; pull != nil {
		if f.Repository == "" {
			f.Repository = pull.Repository
		}
		if f.Branch == "" {
			f.Branch = pull.Branch
		}
	}
	if f.Branch == "" {
		f.Branch = g.revisions.Branch(g.request.Base)
	}
	if f.Repository == "" {
		f.Repository = repositoryOf(g.site(g.base))
	}
	if f.Repository == "" {
		return refuse(approval.WrongSubject, "it is not known what evidence calls this repository: write repository: url: in content/site.yaml, or --repository")
	}
	if f.Branch == "" {
		return refuse(approval.WrongSubject, "%s is no branch, so that it is not known where the change would land: name it with --branch", g.request.Base)
	}
	return nil
}
