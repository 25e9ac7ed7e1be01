package git

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
)

// Signed is a commit as evidence: who is named by it, what has been signed, and by which signature. Nothing in it is verified.
type Signed struct {
	Commit    string // 40 hexadecimal digits
	Parents   []string
	Committed time.Time // as the committer says; zero where that cannot be read
	Author    string    // e-mail addresses
	Committer string
	CoAuthors []string // of lines that begin with Co-authored-by:, wherever they stand
	Text      []byte   // what a signature is about
	Signature []byte   // nil for none
}

// mostCommits bounds a history that is walked for a verdict. Beyond it there is none.
const mostCommits = 1 << 20

// ErrCutOff says that the repository does not hold its whole history, or that a file outside its objects bends it.
var ErrCutOff = errors.New("the history is not whole")

// Whole refuses a repository whose history is cut off or bent: shallow and partial clones, and grafts.
func (r *Revisions) Whole() error {
	repo := r.repo
	if len(repo.boundary) > 0 {
		return fmt.Errorf("%w: this is a shallow clone; git fetch --unshallow gets the rest", ErrCutOff)
	}
	if _, err := os.Lstat(filepath.Join(repo.common, "info", "grafts")); !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%w: there is a file info/grafts, which gives commits other parents; remove it", ErrCutOff)
	}
	extensions, err := readExtensions(filepath.Join(repo.common, "config"))
	if err != nil {
		return err
	}
	promised := extensions["partialclone"] != ""
	for _, folder := range repo.objects.folders {
		packs, err := filepath.Glob(filepath.Join(quoteGlob(folder), "pack", "*.promisor"))
		if err != nil {
			return err
		}
		promised = promised || len(packs) > 0
	}
	if promised {
		return fmt.Errorf("%w: this is a partial clone; git fetch --refetch --no-filter gets the rest", ErrCutOff)
	}
	return nil
}

// Prefix is the directory that was opened, from the top of its repository; "" for the top.
func (r *Revisions) Prefix() string { return r.repo.prefix }

// Branch is the branch that a revision names, on this machine or on a remote one; "" where it names something else.
func (r *Revisions) Branch(revision string) string {
	name := strings.TrimPrefix(revision, "refs/")
	if branch, local := strings.CutPrefix(name, "heads/"); local && r.is("refs/"+name) {
		return branch
	}
	if r.is("refs/heads/" + revision) {
		return revision
	}
	name = strings.TrimPrefix(name, "remotes/")
	if _, branch, ok := strings.Cut(name, "/"); ok && r.is("refs/remotes/"+name) {
		return branch
	}
	return ""
}

func (r *Revisions) is(ref string) bool {
	if !validRef(ref) {
		return false
	}
	_, err := r.repo.refs.Reference(plumbing.ReferenceName(ref))
	return err == nil
}

// commit reads a commit, once.
func (r *Revisions) commit(hash plumbing.Hash) (*commit, error) {
	if known := r.commits[hash]; known != nil {
		return known, nil
	}
	if len(r.commits) >= mostCommits {
		return nil, fmt.Errorf("the history has more than %d commits", mostCommits)
	}
	text, err := r.read(hash, plumbing.CommitObject)
	if err != nil {
		return nil, err
	}
	found, err := parseCommit(hash, text)
	if err != nil {
		return nil, err
	}
	if r.commits == nil {
		r.commits = map[plumbing.Hash]*commit{}
	}
	r.commits[hash] = found
	return found, nil
}

// reach visits a commit and all its ancestors that are not in without, each once.
func (r *Revisions) reach(from plumbing.Hash, without map[plumbing.Hash]bool) (map[plumbing.Hash]bool, []*commit, error) {
	seen := map[plumbing.Hash]bool{from: true}
	var found []*commit
	next := []plumbing.Hash{from}
	for len(next) > 0 {
		hash := next[len(next)-1]
		next = next[:len(next)-1]
		if without[hash] {
			continue
		}
		c, err := r.commit(hash)
		if err != nil {
			return nil, nil, err
		}
		found = append(found, c)
		for _, parent := range c.parents {
			if !seen[parent] {
				seen[parent] = true
				next = append(next, parent)
			}
		}
	}
	return seen, found, nil
}

// Past is a commit with all its ancestors.
type Past struct {
	from    *Revisions
	commit  plumbing.Hash
	commits map[plumbing.Hash]bool
}

// Past walks from a tree's commit over all its ancestors.
func (r *Revisions) Past(t *Tree) (*Past, error) {
	hash := plumbing.NewHash(t.Commit)
	commits, _, err := r.reach(hash, nil)
	if err != nil {
		return nil, err
	}
	return &Past{r, hash, commits}, nil
}

// Since lists the commits of another tree's history that are not in this one, and where the two meet: the best common ancestors.
// Without any, the two have nothing in common. The order is that of their hashes.
func (p *Past) Since(t *Tree) (news []Signed, meet []string, err error) {
	_, found, err := p.from.reach(plumbing.NewHash(t.Commit), p.commits)
	if err != nil {
		return nil, nil, err
	}
	slices.SortFunc(found, func(a, b *commit) int { return bytes.Compare(a.hash[:], b.hash[:]) })
	touching := map[plumbing.Hash]bool{}
	if p.commits[plumbing.NewHash(t.Commit)] {
		touching[plumbing.NewHash(t.Commit)] = true
	}
	for _, c := range found {
		text, err := p.from.read(c.hash, plumbing.CommitObject)
		if err != nil {
			return nil, nil, err
		}
		news = append(news, signedOf(c, text))
		for _, parent := range c.parents {
			if p.commits[parent] {
				touching[parent] = true
			}
		}
	}
	best, err := p.from.best(touching)
	return news, best, err
}

// best keeps the commits that are no ancestors of others among them.
func (r *Revisions) best(some map[plumbing.Hash]bool) ([]string, error) {
	older := map[plumbing.Hash]bool{}
	if len(some) > 1 {
		for hash := range some {
			c, err := r.commit(hash)
			if err != nil {
				return nil, err
			}
			for _, parent := range c.parents {
				if older[parent] {
					continue
				}
				more, _, err := r.reach(parent, older)
				if err != nil {
					return nil, err
				}
				for ancestor := range more {
					older[ancestor] = true
				}
			}
		}
	}
	var best []string
	for hash := range some {
		if !older[hash] {
			best = append(best, hash.String())
		}
	}
	slices.Sort(best)
	return best, nil
}

// signedOf reads what a commit says about people.
func signedOf(c *commit, text []byte) Signed {
	s := Signed{Commit: c.hash.String(), Committed: c.committed()}
	for _, parent := range c.parents {
		s.Parents = append(s.Parents, parent.String())
	}
	header, message, _ := bytes.Cut(text, []byte("\n\n"))
	inside := false // a signature, which goes on over lines that begin with a blank
	for line := range bytes.Lines(header) {
		bare := bytes.TrimSuffix(line, []byte{'\n'})
		key, value, _ := bytes.Cut(bare, []byte{' '})
		switch {
		case inside && len(key) == 0:
			s.Signature = append(append(s.Signature, value...), '\n')
			continue
		case string(key) == "gpgsig" || string(key) == "gpgsig-sha256":
			inside = true
			s.Signature = append(append(s.Signature, value...), '\n')
			continue
		case string(key) == "author" && s.Author == "":
			s.Author = address(value)
		case string(key) == "committer" && s.Committer == "":
			s.Committer = address(value)
		case string(key) == "author", string(key) == "committer": // no program writes a second one
			s.CoAuthors = append(s.CoAuthors, address(value))
		}
		inside = false
		s.Text = append(s.Text, bare...)
		s.Text = append(s.Text, '\n')
	}
	s.Text = append(append(s.Text, '\n'), message...)
	for line := range bytes.Lines(message) {
		name, value, ok := bytes.Cut(line, []byte{':'})
		if ok && strings.EqualFold(string(bytes.TrimSpace(name)), "co-authored-by") {
			s.CoAuthors = append(s.CoAuthors, address(value))
		}
	}
	return s
}

// address is what stands between angle brackets.
func address(line []byte) string {
	_, after, _ := bytes.Cut(line, []byte{'<'})
	inside, _, _ := bytes.Cut(after, []byte{'>'})
	return strings.ToValidUTF8(strings.TrimSpace(string(inside)), "\uFFFD")
}

// Landed is one state of a branch: its tree, from the moment at which it landed.
type Landed struct {
	Tree    *Tree
	From    time.Time
	Subject string // first paragraph of the commit's message
}

// Landings are the states of a branch, the present one first, following first parents, until the first that was there at a
// moment. Times are those of committers, which anybody can forge, so each counts only as far as it agrees with all the others, back
// to the first commit: one that lies ahead or before an earlier state's, or cannot be read, is that of the next state, the latest
// that it can be.
func (r *Revisions) Landings(t *Tree, since, now time.Time) ([]Landed, error) {
	chain, err := r.chain(plumbing.NewHash(t.Commit))
	if err != nil {
		return nil, err
	}
	landed := make([]Landed, len(chain))
	latest := time.Time{}
	for i := len(chain) - 1; i >= 0; i-- {
		at := chain[i].committed()
		if !at.IsZero() && !at.After(now) && !at.Before(latest.Add(-skew)) {
			landed[i].From = at
			latest = later(latest, at)
		}
	}
	until := now
	for i, c := range chain {
		if landed[i].From.IsZero() || landed[i].From.After(until) {
			landed[i].From = until
		}
		until = landed[i].From
		tree, err := newTree(r, c.hash, c.tree, r.repo.prefix)
		if errors.Is(err, fs.ErrNotExist) {
			return landed[:i], nil // before that, the directory was not there
		}
		if err != nil {
			return nil, err
		}
		landed[i].Tree, landed[i].Subject = tree, c.subject
		if !until.After(since) {
			return landed[:i+1], nil
		}
	}
	return landed, nil
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// skew is how far the clocks of honest people differ.
const skew = 24 * time.Hour

// chain is a commit with its first parents, to the first. However many of them say that they are old, they may be forged.
func (r *Revisions) chain(hash plumbing.Hash) ([]*commit, error) {
	var chain []*commit
	for {
		c, err := r.commit(hash)
		if err != nil {
			return nil, err
		}
		if chain = append(chain, c); len(c.parents) == 0 {
			return chain, nil
		}
		if hash = c.parents[0]; len(chain) > mostCommits {
			return nil, fmt.Errorf("the history has more than %d commits", mostCommits)
		}
	}
}

// Steps are the commits by which a branch has come from one to another, following first parents, the first step first. A branch
// that did not come from there, because its history was rewritten, has none, which is an error.
func (r *Revisions) Steps(from, to *Tree, most int) ([]Signed, error) {
	var steps []Signed
	start := plumbing.NewHash(from.Commit)
	for hash := plumbing.NewHash(to.Commit); hash != start; {
		c, err := r.commit(hash)
		if err != nil {
			return nil, err
		}
		if len(c.parents) == 0 || len(steps) == most {
			return nil, fmt.Errorf("%s does not come from %s in %d steps", to.Commit, from.Commit, most)
		}
		text, err := r.read(hash, plumbing.CommitObject)
		if err != nil {
			return nil, err
		}
		steps = append(steps, signedOf(c, text))
		hash = c.parents[0]
	}
	slices.Reverse(steps)
	return steps, nil
}
