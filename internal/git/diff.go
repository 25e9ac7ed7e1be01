package git

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/go-git/go-git/v5/plumbing"
)

// differ compares the tree of a commit with those of its parents. It reads only folders that differ.
type differ struct {
	reader *reader
	scope  scope
	names  map[string]string // one string for each path, however many commits changed it
	files  *table
	found  []int32
	room   int // for the paths that the commit at hand has unlike its parents
}

// mostPaths bounds what one commit may change, in bytes of paths with some for each: more than a million files. Folders
// in each other can be made to have more files than there are atoms, and a folder that says it is in itself has no end.
const (
	mostPaths = 128 << 20
	perPath   = 100
)

// changed lists the files in scope that the commit has unlike each of its parents, or that it lacks
// while all of them have it. A commit without parents changed all it has.
func (d *differ) changed(c *commit) ([]int32, error) {
	d.found, d.room = nil, mostPaths
	for _, parent := range c.parentTrees {
		if parent == c.tree {
			return nil, nil
		}
	}
	trees := append([]plumbing.Hash{c.tree}, c.parentTrees...)
	if len(trees) == 1 {
		trees = append(trees, plumbing.ZeroHash)
	}
	if err := d.folder("", d.scope.has(""), trees); err != nil {
		return nil, fmt.Errorf("commit %s: %w", c.hash, err)
	}
	return d.found, nil
}

// emptyTree is known to git without being stored.
var emptyTree = plumbing.NewHash("4b825dc642cb6eb9a060e54bf8d69288fbee4904")

// folder compares a folder in the commit (the first tree) with the same one in each parent. A zero hash stands
// for a folder that is not there.
func (d *differ) folder(name string, all bool, trees []plumbing.Hash) error {
	contents := make([][]byte, len(trees))
	for i, tree := range trees {
		if tree.IsZero() || tree == emptyTree {
			continue
		}
		content, err := d.reader.read(tree, plumbing.TreeObject)
		if err != nil {
			return err
		}
		contents[i] = content
	}
	here := make([]item, len(trees))
	for {
		if err := skipEqual(contents); err != nil {
			return err
		}
		first, err := firstName(contents, here)
		if err != nil || first.name == nil {
			return err
		}
		if err := d.item(name, first, all, here); err != nil {
			return err
		}
		for i := range here {
			contents[i] = contents[i][here[i].length:]
		}
	}
}

// item compares one file or folder. The trees do not mix the two under one name: Git sorts them apart.
func (d *differ) item(folder string, first item, all bool, here []item) error {
	for _, parent := range here[1:] {
		if parent.hash == here[0].hash && bytes.Equal(parent.mode, here[0].mode) {
			return nil
		}
	}
	if d.room -= len(folder) + len(first.name) + perPath; d.room < 0 {
		return errCrowded
	}
	path := d.join(folder, first.name)
	all = all || d.scope.has(path)
	if !first.isFolder() {
		if all {
			d.found = append(d.found, d.files.number(path))
		}
		return nil
	}
	if !all && !d.scope.leadsTo(path) {
		return nil
	}
	trees := make([]plumbing.Hash, len(here))
	for i := range here {
		trees[i] = here[i].hash
	}
	return d.folder(path, all, trees)
}

func (d *differ) join(folder string, name []byte) string {
	var buffer [256]byte
	path := buffer[:0]
	if folder != "" {
		path = append(append(path, folder...), '/')
	}
	path = append(path, name...)
	known, ok := d.names[string(path)]
	if !ok {
		known = string(path)
		d.names[known] = known
	}
	return known
}

// item is one entry of a tree object: "<mode> <name>\0<hash>". Its zero value is no entry.
type item struct {
	mode, name []byte
	hash       plumbing.Hash
	length     int // of the entry, in bytes
}

func (i item) isFolder() bool { return len(i.mode) == 5 && i.mode[0] == '4' } // 40000

var errCrowded = errors.New("there are more files than can be read, or a folder that is in itself")

var errTree = errors.New("a tree object is damaged")

func entryLength(tree []byte) (int, error) {
	length := bytes.IndexByte(tree, 0) + 1 + len(plumbing.Hash{})
	if length <= len(plumbing.Hash{}) || length > len(tree) {
		return 0, errTree
	}
	return length, nil
}

func parseItem(tree []byte) (item, error) {
	length, err := entryLength(tree)
	if err != nil {
		return item{}, err
	}
	mode, name, ok := bytes.Cut(tree[:length-len(plumbing.Hash{})-1], []byte{' '})
	if !ok || len(name) == 0 {
		return item{}, errTree
	}
	i := item{mode: mode, name: name, length: length}
	copy(i.hash[:], tree[length-len(i.hash):length])
	return i, nil
}

// skipEqual moves past the entries that are the same, byte for byte, in all trees: nearly all of them.
func skipEqual(trees [][]byte) error {
	for len(trees[0]) > 0 {
		length, err := entryLength(trees[0])
		if err != nil {
			return err
		}
		for _, other := range trees[1:] {
			if len(other) < length || !bytes.Equal(other[:length], trees[0][:length]) {
				return nil
			}
		}
		for i := range trees {
			trees[i] = trees[i][length:]
		}
	}
	return nil
}

// firstName gives the first entry, in Git's order, of all that the trees begin with, and puts into here
// the entry of that name from each tree that has one. Without entries the name is nil.
func firstName(trees [][]byte, here []item) (item, error) {
	var first item
	for i, tree := range trees {
		here[i] = item{}
		if len(tree) == 0 {
			continue
		}
		entry, err := parseItem(tree)
		if err != nil {
			return item{}, err
		}
		here[i] = entry
		if first.name == nil || compareNames(entry, first) < 0 {
			first = entry
		}
	}
	for i := range here {
		if here[i].name != nil && compareNames(here[i], first) != 0 {
			here[i] = item{}
		}
	}
	return first, nil
}

// compareNames orders entries as Git does: as if the names of folders ended in a slash.
func compareNames(a, b item) int {
	common := min(len(a.name), len(b.name))
	if c := bytes.Compare(a.name[:common], b.name[:common]); c != 0 {
		return c
	}
	return int(a.at(common)) - int(b.at(common))
}

func (i item) at(n int) byte {
	switch {
	case n < len(i.name):
		return i.name[n]
	case i.isFolder():
		return '/'
	}
	return 0
}
