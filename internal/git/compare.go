package git

import (
	"bytes"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
)

// Entry is what a tree says about one file, as it stands there: names that no system takes, and modes that Git does not write,
// are told as they are. The zero Entry is none.
type Entry struct {
	Mode string // 100644, 100755, 120000 for a link, 160000 for another repository
	Hash string // of the content
}

// Difference is a file that two trees do not have alike. Renames are not looked for.
type Difference struct {
	Path          string
	Before, After Entry
}

// Compare lists the files that two trees of one repository do not have alike, in Git's order.
func (r *Revisions) Compare(before, after *Tree) ([]Difference, error) {
	c := comparison{r, nil, mostPaths}
	err := c.folder("", before.root, after.root)
	return c.found, err
}

type comparison struct {
	from  *Revisions
	found []Difference
	room  int
}

func (c *comparison) folder(name string, before, after plumbing.Hash) error {
	if before == after {
		return nil
	}
	contents := make([][]byte, 2)
	for i, tree := range []plumbing.Hash{before, after} {
		if tree.IsZero() || tree == emptyTree {
			continue
		}
		text, err := c.from.tree(tree)
		if err != nil {
			return err
		}
		contents[i] = text
	}
	here := make([]item, 2)
	for {
		if err := skipEqual(contents); err != nil {
			return err
		}
		first, err := firstName(contents, here)
		if err != nil || first.name == nil {
			return err
		}
		if err := c.item(path.Join(name, string(first.name)), first, here); err != nil {
			return err
		}
		for i := range here {
			contents[i] = contents[i][here[i].length:]
		}
	}
}

func (c *comparison) item(name string, first item, here []item) error {
	if c.room -= len(name) + perPath; c.room < 0 {
		return errCrowded
	}
	if first.isFolder() {
		return c.folder(name, here[0].hash, here[1].hash)
	}
	c.found = append(c.found, Difference{name, entryOf(here[0]), entryOf(here[1])})
	return nil
}

func entryOf(i item) Entry {
	if i.name == nil {
		return Entry{}
	}
	return Entry{string(i.mode), i.hash.String()}
}

// File is one that a folder of a tree holds, however deep.
type File struct {
	Path string
	Entry
}

// Files lists a folder and all below it, as it stands there. A folder that is not there has none; where a file stands in its
// place, that is the one.
func (t *Tree) Files(folder string) ([]File, error) {
	found, err := t.entry(folder)
	if err != nil || found.name == nil {
		return nil, err
	}
	if !found.isFolder() {
		return []File{{folder, entryOf(found)}}, nil
	}
	l := lister{t.from, nil, mostPaths}
	err = l.folder(folder, found.hash)
	return l.found, err
}

// Entry says what stands at a path; the zero Entry where nothing does. A folder is an entry too.
func (t *Tree) Entry(name string) (Entry, error) {
	found, err := t.entry(name)
	return entryOf(found), err
}

// entry finds a path; the zero item where there is none.
func (t *Tree) entry(name string) (item, error) {
	if !fs.ValidPath(name) || name == "." {
		return item{}, &fs.PathError{Op: "find", Path: name, Err: fs.ErrInvalid}
	}
	at := item{name: []byte("."), mode: []byte("40000"), hash: t.root}
	for rest := name; rest != ""; {
		var part string
		part, rest, _ = strings.Cut(rest, "/")
		if !at.isFolder() {
			return item{}, nil
		}
		text, err := t.from.tree(at.hash)
		if err != nil {
			return item{}, err
		}
		at = item{}
		for len(text) > 0 {
			one, err := parseItem(text)
			if err != nil {
				return item{}, err
			}
			if string(one.name) == part {
				at = one
			}
			text = text[one.length:]
		}
	}
	return at, nil
}

type lister struct {
	from  *Revisions
	found []File
	room  int
}

func (l *lister) folder(name string, tree plumbing.Hash) error {
	text, err := l.from.tree(tree)
	if err != nil {
		return err
	}
	for len(text) > 0 {
		one, err := parseItem(text)
		if err != nil {
			return err
		}
		text = text[one.length:]
		below := name + "/" + string(one.name)
		if l.room -= len(below) + perPath; l.room < 0 || len(below) > longestPath {
			return errCrowded
		}
		if !one.isFolder() {
			l.found = append(l.found, File{below, entryOf(one)})
		} else if err := l.folder(below, one.hash); err != nil {
			return err
		}
	}
	return nil
}

// modes are those that Git writes, or has written: the last is a file as any other. What others mean, such as 040000, programs do
// not agree on.
var modes = []string{"40000", "100644", "100755", "120000", "160000", "100664"}

// tree reads a tree object of which every reader takes the same: each name once, in Git's order, with a mode that says what it is. Of
// two entries with one name, some would take the first and some the last.
func (r *Revisions) tree(hash plumbing.Hash) ([]byte, error) {
	text, err := r.read(hash, plumbing.TreeObject)
	if err != nil {
		return nil, err
	}
	var last item
	var files [][]byte // of which each begins with the one before it, and the next entry with the last
	for rest := text; len(rest) > 0; {
		entry, err := parseItem(rest)
		if err != nil {
			return nil, err
		}
		if name := string(entry.name); name == "." || name == ".." || strings.Contains(name, "/") {
			return nil, fmt.Errorf("the tree %s has the name %q, which leads somewhere else", hash, name)
		}
		if !slices.Contains(modes, string(entry.mode)) {
			return nil, fmt.Errorf("the tree %s has the name %q with the mode %s, which is none of Git's", hash, entry.name, entry.mode)
		}
		for len(files) > 0 && !bytes.HasPrefix(entry.name, files[len(files)-1]) {
			files = files[:len(files)-1]
		}
		twice := len(files) > 0 && len(files[len(files)-1]) == len(entry.name) // a file, and a folder of its name
		if twice || last.name != nil && compareNames(last, entry) >= 0 {
			return nil, fmt.Errorf("the tree %s has the name %q twice, or in the wrong place", hash, entry.name)
		}
		if !entry.isFolder() {
			files = append(files, entry.name)
		}
		last, rest = entry, rest[entry.length:]
	}
	return text, nil
}

// Blob reads a content by its hash. The bytes are not to be changed.
func (r *Revisions) Blob(hash string) ([]byte, error) {
	if !fullHash.MatchString(hash) {
		return nil, fmt.Errorf("%q names no content", hash)
	}
	return r.read(plumbing.NewHash(hash), plumbing.BlobObject)
}
