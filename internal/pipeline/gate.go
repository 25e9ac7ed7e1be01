package pipeline

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"parley/internal/approval"
	"parley/internal/evidence"
	"parley/internal/git"
	"parley/internal/signature"
)

// Gate decides on a change of prices in the repository that a directory is, or lies in; supposed are people who are taken to have
// approved it. Facts that cannot be gathered make a decision of their own, which is an error; the error of this function is that
// of a directory that is no repository, and of people who could not approve.
func Gate(dir string, request evidence.Request, supposed ...string) (approval.Decision, error) {
	policy, facts, err := gather(dir, request)
	if err != nil {
		return approval.Decision{}, err
	}
	if facts, err = facts.Suppose(supposed...); err != nil {
		return approval.Decision{}, err
	}
	return approval.Decide(policy, facts), nil
}

func gather(dir string, request evidence.Request) (approval.Policy, approval.Facts, error) {
	revisions, err := git.OpenRevisions(dir)
	if err != nil {
		return approval.Policy{}, approval.Facts{}, err
	}
	defer revisions.Close()
	policy, facts := evidence.Gather(revisions, request)
	return policy, facts, nil
}

// Approval is what somebody wants to sign.
type Approval struct {
	Role     string
	Decision approval.State
	Reason   string
	Lasts    time.Duration
	Key      string // the file of a private key, or of the public half of one that an agent holds
}

// ApproveChange signs an approval of a change as it stands, and writes it where the gate looks for it: the statement, and its signature
// beside it. Whose key it is, the registry of the base says.
func ApproveChange(ctx context.Context, repository *Repository, request evidence.Request, a Approval) (approval.Statement, error) {
	_, facts, err := gather(repository.Dir, request)
	if err != nil {
		return approval.Statement{}, err
	}
	if !facts.Complete {
		for _, problem := range facts.Problems {
			if problem.Code.Means() == approval.Error {
				return approval.Statement{}, fmt.Errorf("the change cannot be told: %s", problem.Message)
			}
		}
		return approval.Statement{}, errors.New("the change cannot be told")
	}
	person, err := signer(facts.Registry, a.Key)
	if err != nil {
		return approval.Statement{}, err
	}
	s := approval.Statement{Version: 1, Repository: facts.Repository, Branch: facts.Branch, Digest: facts.Digest, Person: person, Role: a.Role, Decision: a.Decision, Reason: a.Reason,
		At: instant(facts.Now), Until: instant(facts.Now.Add(a.Lasts))}
	text, armoured, err := Sign(ctx, a.Key, s)
	if err != nil {
		return s, err
	}
	if err := repository.create(s.Path(), text); err != nil {
		return s, err
	}
	return s, repository.create(s.Path()+".sig", armoured)
}

func instant(at time.Time) string { return at.UTC().Format("2006-01-02T15:04:05Z") }

// signer finds whose key a file holds, by its public half.
func signer(registry approval.Registry, file string) (string, error) {
	public := strings.TrimSuffix(file, ".pub") + ".pub"
	text, err := os.ReadFile(public)
	if err != nil {
		return "", fmt.Errorf("the public half of the key cannot be read: %w", err)
	}
	key, err := signature.ParseKey(strings.TrimSpace(string(text)))
	if err != nil {
		return "", fmt.Errorf("%s cannot be used: %w", public, err)
	}
	person, known := registry.PersonOfKey(string(key))
	if !known {
		return "", fmt.Errorf("the key of %s is nobody's in the registry of the base, or that of two people", public)
	}
	return person, nil
}

// Landing is a commit of a branch, and the state that it was made from.
type Landing struct{ Before, After string }

// mostSteps bounds how much may land at once.
const mostSteps = 200

// Steps are the commits by which a branch has come from one to another. The error says that it did not, or that one is not known.
func Steps(dir, from, to string) ([]Landing, error) {
	revisions, err := git.OpenRevisions(dir)
	if err != nil {
		return nil, err
	}
	defer revisions.Close()
	var ends [2]*git.Tree
	for i, name := range []string{from, to} {
		if ends[i], err = revisions.Tree(name); err != nil {
			return nil, err
		}
	}
	commits, err := revisions.Steps(ends[0], ends[1], mostSteps)
	if err != nil {
		return nil, err
	}
	var steps []Landing
	for _, c := range commits {
		steps = append(steps, Landing{c.Parents[0], c.Commit})
	}
	return steps, nil
}
