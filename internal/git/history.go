package git

import (
	"errors"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/storer"
)

// ErrNoRepository says that a directory is in no Git repository.
var ErrNoRepository = errors.New("no Git repository")

// Change is one commit that changed a file, as far as a reader of the file wants to know it.
type Change struct {
	Commit  string // 40 hexadecimal digits
	Author  string // the name only; an e-mail address never leaves the repository
	Subject string
	When    time.Time // the committer's time, in UTC; zero where the commit has no readable one
}

// History is what the commits reachable from HEAD say about files.
type History struct {
	Head     string    // commit of HEAD, 40 hexadecimal digits; empty in a repository without commits
	HeadTime time.Time // its committer's time, in UTC
	// Shallow says that the history is cut off: what happened to a file before is not known, and
	// a file without changes may have any age.
	Shallow bool
	// Changes has the changes of each file in the order of git log, newest first, among them those that
	// deleted it. Paths have slashes and are relative to the directory asked for.
	Changes map[string][]Change
}

// ReadHistory reads the history of the files in some folders of dir, which is a work tree, a folder in one, or a
// bare repository. The folders are slash-separated and relative to dir; "." is all of it, and a file may be named too.
// Of each file at most perFile changes are kept, all where perFile is 0.
//
// A merge counts as a change of the files that it has unlike all of its parents. The changes of the commits at which a
// shallow clone is cut off are not known and are left out. Renames are not followed. Refs under refs/replace have no effect.
//
// The error is ErrNoRepository where there is no repository; a repository without commits is no error. Other errors
// are repositories that cannot be read: damaged or partial ones, and those with SHA-256 or reftable.
func ReadHistory(dir string, under []string, perFile int) (History, error) {
	history, _, err := ContinueHistory(dir, under, func(string) int { return perFile }, Known{})
	return history, err
}

// ContinueHistory is ReadHistory for whoever has read the history before, and may want more of some files than of others: it looks
// only at commits of which nothing is known, and says what is known now. The history is the same whatever was known, but that of a
// damaged repository can be read as long as nothing is asked of what is damaged.
func ContinueHistory(dir string, under []string, perFile func(file string) int, before Known) (History, Known, error) {
	repo, err := openRepository(dir)
	if err != nil {
		return History{}, Known{}, err
	}
	defer repo.close()
	scope, err := newScope(repo.prefix, under)
	if err != nil {
		return History{}, Known{}, err
	}
	head, err := storer.ResolveReference(repo.refs, plumbing.HEAD)
	if errors.Is(err, plumbing.ErrReferenceNotFound) {
		return History{}, Known{}, nil
	}
	if err != nil {
		return History{}, Known{}, err
	}
	before = before.about(scope)
	files := newTable(before.files)
	commits, shallow, err := repo.walk(head.Hash(), scope, files, before.byHash())
	if err != nil {
		return History{}, Known{}, err
	}
	return History{
		Head:     head.Hash().String(),
		HeadTime: commits[0].committed(),
		Shallow:  shallow,
		Changes:  byFile(commits, files.names, repo.prefix, perFile),
	}, known(scope, files.names, commits), nil
}

// byFile turns "commit changed files" around.
func byFile(commits []*commit, names []string, prefix string, perFile func(file string) int) map[string][]Change {
	left := make([]int, len(names)) // how many more changes of each file are wanted
	for _, c := range commits {
		for _, file := range c.changed {
			left[file]++
		}
	}
	found, total := 0, 0
	for file, n := range left {
		if n == 0 {
			continue // it is known from elsewhere
		}
		if most := perFile(below(prefix, names[file])); most > 0 {
			left[file] = min(n, most)
		}
		found, total = found+1, total+left[file]
	}
	room := make([]Change, total) // for all files at once: lists that grow are copied time and again
	lists := make([][]Change, len(names))
	for file, n := range left {
		lists[file], room = room[:0:n], room[n:]
	}
	for _, c := range commits {
		change := Change{Author: c.author, Subject: c.subject, When: c.committed()}
		for _, file := range c.changed {
			if left[file] == 0 {
				continue
			}
			if change.Commit == "" {
				change.Commit = c.hash.String()
			}
			left[file], lists[file] = left[file]-1, append(lists[file], change)
		}
	}
	changes := make(map[string][]Change, found)
	for file, list := range lists {
		if len(list) > 0 {
			changes[below(prefix, names[file])] = list
		}
	}
	return changes
}

// below is a path in the repository as one from a folder.
func below(folder, path string) string {
	if folder == "" {
		return path
	}
	return path[len(folder)+1:]
}

// scope is which paths of the repository are asked for.
type scope []string // clean paths; "" is everything

func newScope(prefix string, under []string) (scope, error) {
	var s scope
	for _, folder := range under {
		full := path.Join(prefix, folder)
		if full == "." {
			full = ""
		}
		if path.IsAbs(folder) || !within(full, prefix) {
			return nil, errors.New("folder " + folder + " is not in the directory whose history is asked for")
		}
		s = append(s, full)
	}
	return s, nil
}

// has is whether the path is asked for, with all that may be under it.
func (s scope) has(path string) bool {
	for _, folder := range s {
		if within(path, folder) {
			return true
		}
	}
	return false
}

// leadsTo is whether something under the path may be asked for, although not all of it is.
func (s scope) leadsTo(path string) bool {
	for _, folder := range s {
		if within(folder, path) {
			return true
		}
	}
	return false
}

// within is whether path is folder or under it.
func within(path, folder string) bool {
	return folder == "" || path == folder || len(path) > len(folder) && path[:len(folder)] == folder && path[len(folder)] == '/'
}

// Head returns the commit that is checked out, "" where there is none yet. It costs a few small reads.
func Head(dir string) (string, error) {
	repo, err := openRepository(dir)
	if err != nil {
		return "", err
	}
	defer repo.close()
	head, err := storer.ResolveReference(repo.refs, plumbing.HEAD)
	if errors.Is(err, plumbing.ErrReferenceNotFound) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	return head.Hash().String(), nil
}

// Stand names all that decides what ReadHistory answers: the commit at which a directory is, and where its history is cut
// off. A directory that is no repository has the stand "".
func Stand(dir string) (string, error) {
	repo, err := openRepository(dir)
	if errors.Is(err, ErrNoRepository) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	defer repo.close()
	head, err := storer.ResolveReference(repo.refs, plumbing.HEAD)
	if err != nil && !errors.Is(err, plumbing.ErrReferenceNotFound) {
		return "", err
	}
	stand := []string{"unborn"}
	if head != nil {
		stand[0] = head.Hash().String()
	}
	for cut := range repo.boundary {
		stand = append(stand, cut.String())
	}
	slices.Sort(stand[1:])
	return strings.Join(stand, " "), nil
}
