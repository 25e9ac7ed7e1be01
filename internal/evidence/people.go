package evidence

import (
	"strings"

	"parley/internal/approval"
	"parley/internal/git"
	"parley/internal/signature"
)

// readPeople finds out who wrote the change: everybody whom one of its commits names. Left out are commits that touch nothing
// but signed approvals, and merges that say nothing but what their parents say.
func (g *gatherer) readPeople() error {
	for _, c := range g.news {
		wrote, err := g.wrote(c)
		if err != nil {
			return err
		}
		if wrote {
			g.facts.History = append(g.facts.History, commitOf(c))
		}
	}
	return nil
}

func (g *gatherer) wrote(c git.Signed) (bool, error) {
	own, err := g.revisions.Tree(c.Commit)
	if err != nil {
		return false, err
	}
	switch len(c.Parents) {
	case 1:
		parent, err := g.revisions.Tree(c.Parents[0])
		if err != nil {
			return false, err
		}
		differences, err := g.revisions.Compare(parent, own)
		if err != nil {
			return false, err
		}
		for _, d := range differences {
			if !strings.HasPrefix(d.Path, approvalsPlace) {
				return true, nil
			}
		}
		return len(differences) == 0, nil
	case 2:
		return g.joins(own, c.Parents)
	}
	return true, nil
}

// joins reports whether a merge has anything that merging its parents does not give by itself.
func (g *gatherer) joins(own *git.Tree, parents []string) (bool, error) {
	first, err := g.revisions.Tree(parents[0])
	if err != nil {
		return false, err
	}
	second, err := g.revisions.Tree(parents[1])
	if err != nil {
		return false, err
	}
	past, err := g.revisions.Past(first)
	if err != nil {
		return false, err
	}
	_, meet, err := past.Since(second)
	if err != nil || len(meet) == 0 {
		return true, err
	}
	merged, clashes, err := g.revisions.Merge(first, second, meet)
	if err != nil {
		return false, err
	}
	differences, err := g.revisions.Compare(merged, own)
	return len(clashes) > 0 || len(differences) > 0, err
}

func commitOf(c git.Signed) approval.Commit {
	found := approval.Commit{ID: c.Commit, Author: approval.Identity{Email: c.Author}, Committer: approval.Identity{Email: c.Committer}}
	for _, email := range c.CoAuthors {
		found.CoAuthors = append(found.CoAuthors, approval.Identity{Email: email})
	}
	if len(c.Signature) > 0 {
		if key, err := signature.Verify(c.Text, c.Signature, "git"); err == nil {
			found.Signer = string(key)
		}
	}
	return found
}

// readOpinions ties each opinion to the digest of the change that its author saw.
func (g *gatherer) readOpinions() error {
	if len(g.request.Reviews) > mostReviews {
		return refuse(approval.LimitExceeded, "there are more than %d reviews", mostReviews)
	}
	for _, review := range g.request.Reviews {
		review.Digest = g.seen(review.Commit)
		g.facts.Opinions = append(g.facts.Opinions, review.Opinion)
	}
	if err := g.signed(); err != nil {
		return err
	}
	return g.objections()
}

// seen is the digest of what somebody saw who looked at a commit: all that it changes from where it left the base. It is "",
// which no approval survives, where the commit is not known or that cannot be said.
func (g *gatherer) seen(commit string) string {
	if commit == "" {
		return ""
	}
	if known, ok := g.digests[commit]; ok {
		return known
	}
	digest := g.saw(commit)
	g.digests[commit] = digest
	return digest
}

func (g *gatherer) saw(commit string) string {
	tree, err := g.revisions.Tree(commit)
	if err != nil {
		return ""
	}
	_, meet, err := g.past.Since(tree)
	if err != nil || len(meet) != 1 {
		return ""
	}
	from, err := g.revisions.Tree(meet[0])
	if err != nil {
		return ""
	}
	digest, err := g.digestBetween(from, tree)
	if err != nil {
		return ""
	}
	return digest
}
