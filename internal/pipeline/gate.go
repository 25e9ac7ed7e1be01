package pipeline

import (
	"parley/internal/approval"
	"parley/internal/evidence"
	"parley/internal/git"
)

// Gate decides on a change of prices in the repository that a directory is, or lies in. Facts that cannot be gathered make a
// decision of their own, which is an error; the error of this function is that of a directory that is no repository.
func Gate(dir string, request evidence.Request) (approval.Decision, error) {
	revisions, err := git.OpenRevisions(dir)
	if err != nil {
		return approval.Decision{}, err
	}
	defer revisions.Close()
	return approval.Decide(evidence.Gather(revisions, request)), nil
}
