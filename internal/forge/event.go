package forge

import (
	"context"
	"fmt"
	"strings"

	"parley/internal/record"
)

// Event is what has happened on GitHub, as Actions tell it: something about a pull request, or commits that are to land together
// or have landed.
type Event struct {
	Pull       int64  // 0 where commits land
	Branch     string // into which
	Base, Head string // the state of the branch before, and with the commits
}

// ReadEvent reads the file that GITHUB_EVENT_PATH names. The name is that of GITHUB_EVENT_NAME. Of a pull request only the number
// is believed: what the event says else may be old.
func ReadEvent(name string, text []byte) (Event, error) {
	v, err := record.Read(text, record.Usual)
	if err != nil {
		return Event{}, partial("the event cannot be read: %v", err)
	}
	f := fields{what: "the event"}
	var e Event
	switch name {
	case "pull_request", "pull_request_target", "pull_request_review":
		pull := f.object(v, "pull_request")
		e.Pull, e.Branch = f.number(pull, "number"), f.text(f.object(pull, "base"), "ref")
	case "merge_group":
		group := f.object(v, "merge_group")
		e.Base, e.Head, e.Branch = f.commit(group, "base_sha"), f.commit(group, "head_sha"), f.text(group, "base_ref")
	case "push":
		e.Base, e.Head, e.Branch = f.commit(v, "before"), f.commit(v, "after"), f.text(v, "ref")
	default:
		return e, partial("nobody knows what to judge at an event %q", name)
	}
	e.Branch = strings.TrimPrefix(e.Branch, "refs/heads/")
	if f.err == nil && strings.HasPrefix(e.Branch, "refs/") {
		f.fail("%s is no branch", e.Branch)
	}
	return e, f.err
}

// PullOf is the pull request into a branch that brought a commit, or is to bring it; 0 where none did. Two are one too many.
func (g GitHub) PullOf(ctx context.Context, repository, branch, commit string) (int64, error) {
	if !repositoryForm.MatchString(repository) || !fullHash.MatchString(commit) {
		return 0, partial("%q is not the name of a repository, or %q not a commit", repository, commit)
	}
	body, header, err := g.get(ctx, fmt.Sprintf("%s/repos/%s/commits/%s/pulls?per_page=%d", strings.TrimSuffix(g.API, "/"), repository, commit, pageSize))
	if err != nil {
		return 0, err
	}
	v, err := record.Read(body, record.Usual)
	if err != nil || v.Kind != record.List {
		return 0, partial("the pull requests of commit %s cannot be read", commit)
	}
	if next, _, err := links(header, 1); err != nil || next {
		return 0, partial("commit %s belongs to more pull requests than can be told apart", commit)
	}
	found := int64(0)
	for _, item := range v.Items {
		f := fields{what: "a pull request of commit " + commit}
		number, base := f.number(item, "number"), f.object(item, "base")
		into, in := f.text(base, "ref"), f.text(f.object(base, "repo"), "full_name")
		switch {
		case f.err != nil:
			return 0, f.err
		case into != branch || !strings.EqualFold(in, repository) || number == found:
		case found != 0:
			return 0, partial("commit %s belongs to the pull requests %d and %d", commit, found, number)
		default:
			found = number
		}
	}
	return found, nil
}
