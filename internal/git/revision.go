package git

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/storer"
)

// Revisions is a repository opened for reading trees. Its trees may be read by many goroutines; Close ends reading.
type Revisions struct {
	repo   *repository
	mutex  sync.Mutex // the reader is for one goroutine at a time
	reader *reader

	commits map[plumbing.Hash]*commit // that a walk has read
	made    map[plumbing.Hash][]byte  // trees that are in no repository: the results of merges
}

// OpenRevisions opens the repository that dir is, or lies in. The error is ErrNoRepository where there is none.
func OpenRevisions(dir string) (*Revisions, error) {
	repo, err := openRepository(dir)
	if err != nil {
		return nil, err
	}
	return &Revisions{repo: repo, reader: newReader(repo.objects)}, nil
}

// Close ends reading.
func (r *Revisions) Close() error {
	r.repo.close()
	return nil
}

// Tree returns the files of a revision below the directory that was opened: a full commit hash, HEAD, or the name of a
// branch, a tag or a remote branch, and after it any number of ~N and ^. A name that could mean two refs is an error.
func (r *Revisions) Tree(revision string) (*Tree, error) {
	r.mutex.Lock()
	found, err := r.repo.commitOf(r.reader, revision)
	r.mutex.Unlock()
	if err != nil {
		return nil, fmt.Errorf("revision %q: %w", revision, err)
	}
	return newTree(r, found.hash, found.tree, r.repo.prefix)
}

// read reads an object for whichever goroutine asks. The bytes are not to be changed.
func (r *Revisions) read(hash plumbing.Hash, kind plumbing.ObjectType) ([]byte, error) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if made, ok := r.made[hash]; ok && kind == plumbing.TreeObject {
		return made, nil
	}
	return r.reader.read(hash, kind)
}

var (
	fullHash = regexp.MustCompile(`^[0-9a-f]{40}$`)
	steps    = regexp.MustCompile(`[~^][0-9]*`)
)

// mostSteps bounds REV~N: nobody means a commit farther away, and each step reads one.
const mostSteps = 100_000

// commitOf finds the commit that a revision names.
func (r *repository) commitOf(reader *reader, revision string) (*commit, error) {
	name, path := revision, ""
	if at := strings.IndexAny(revision, "~^"); at >= 0 {
		name, path = revision[:at], revision[at:]
	}
	hash, err := r.resolveName(name)
	if err != nil {
		return nil, err
	}
	found, err := peel(reader, hash)
	if err != nil {
		return nil, err
	}
	if steps.ReplaceAllString(path, "") != "" {
		return nil, errors.New("only ~N and ^ may follow a name")
	}
	for _, step := range steps.FindAllString(path, -1) {
		if found, err = r.back(reader, found, step); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// back goes from a commit to an ancestor: ~N is N first parents away, ^N its N-th parent.
func (r *repository) back(reader *reader, from *commit, step string) (*commit, error) {
	n := 1
	if step != "~" && step != "^" {
		var err error
		if n, err = strconv.Atoi(step[1:]); err != nil || n > mostSteps {
			return nil, errors.New("the number is too large")
		}
	}
	parent, times := 0, n
	if step[0] == '^' {
		parent, times = n-1, min(n, 1)
	}
	for range times {
		if r.boundary[from.hash] {
			return nil, errors.New("it lies before the point at which this shallow clone is cut off")
		}
		if parent >= len(from.parents) {
			return nil, fmt.Errorf("commit %s has no such parent", from.hash)
		}
		var err error
		if from, err = peel(reader, from.parents[parent]); err != nil {
			return nil, err
		}
	}
	return from, nil
}

// resolveName finds what a name without steps stands for.
func (r *repository) resolveName(name string) (plumbing.Hash, error) {
	if fullHash.MatchString(name) {
		return plumbing.NewHash(name), nil
	}
	var found []string
	var hash plumbing.Hash
	for _, full := range []string{name, "refs/" + name, "refs/tags/" + name, "refs/heads/" + name, "refs/remotes/" + name} {
		if full == name && name != "HEAD" && !strings.HasPrefix(name, "refs/") || !validRef(full) {
			continue
		}
		ref, err := storer.ResolveReference(r.refs, plumbing.ReferenceName(full))
		if errors.Is(err, plumbing.ErrReferenceNotFound) {
			continue
		}
		if err != nil {
			return hash, err
		}
		found, hash = append(found, full), ref.Hash()
	}
	switch len(found) {
	case 0:
		if name == "HEAD" {
			return hash, errors.New("there is no commit yet")
		}
		return hash, errors.New("there is no such branch, tag or commit; a commit is named by its 40 digits")
	case 1:
		return hash, nil
	}
	return hash, fmt.Errorf("the name could mean %s; write one of them", strings.Join(found, " or "))
}

// validRef refuses names that would lead out of the folder of refs.
func validRef(name string) bool {
	return name != "" && !strings.Contains(name, "..") && !strings.ContainsAny(name, " ~^:?*[\\\x7f\x00") && !strings.HasSuffix(name, "/") &&
		!strings.Contains(name, "//") && !strings.HasSuffix(name, ".lock")
}

// peel reads a commit, through annotated tags if there are any.
func peel(reader *reader, hash plumbing.Hash) (*commit, error) {
	for range 10 { // a tag of a tag of a tag is legal, and rare
		text, err := reader.read(hash, plumbing.CommitObject)
		if err == nil {
			return parseCommit(hash, text)
		}
		tag, tagErr := reader.read(hash, plumbing.TagObject)
		if tagErr != nil {
			return nil, err
		}
		line, _, _ := bytes.Cut(tag, []byte{'\n'})
		target, ok := bytes.CutPrefix(line, []byte("object "))
		if !ok || !fullHash.Match(target) {
			return nil, fmt.Errorf("tag %s is damaged", hash)
		}
		hash = plumbing.NewHash(string(target))
	}
	return nil, errors.New("the tag leads to too many other tags")
}
