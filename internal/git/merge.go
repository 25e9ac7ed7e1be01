package git

import (
	"bytes"
	"crypto/sha1"
	"fmt"
	"slices"

	"github.com/go-git/go-git/v5/plumbing"
)

// Merge is the tree that would be there if one commit were merged into another, file by file: a file that one side has left
// as it was at each point where the two meet is taken from the other side. Files that both have changed, each in its way, are
// clashes; the tree has theirs. Nothing is written: the tree lives as long as the Revisions.
//
// Git also joins changes within a file and follows renames. What this finds is never anything else than what Git finds, but
// that it finds clashes where Git would find none, and that a folder's rename moves no file of the other side.
func (r *Revisions) Merge(ours, theirs *Tree, meet []string) (*Tree, []string, error) {
	m := merger{from: r, room: mostPaths}
	var bases []item
	for _, name := range meet {
		c, err := r.commit(plumbing.NewHash(name))
		if err != nil {
			return nil, nil, err
		}
		tree, err := newTree(r, c.hash, c.tree, r.repo.prefix)
		if err != nil {
			return nil, nil, err
		}
		bases = append(bases, tree.top())
	}
	root, err := m.item("", ours.top(), theirs.top(), bases)
	if err != nil {
		return nil, nil, err
	}
	if root.name == nil {
		root.hash = emptyTree
	}
	slices.Sort(m.clashes)
	return &Tree{Commit: root.hash.String(), from: r, root: root.hash, room: mostPaths}, m.clashes, nil
}

// top is a tree's root as something that could stand in a folder.
func (t *Tree) top() item { return item{name: []byte("."), mode: []byte("40000"), hash: t.root} }

type merger struct {
	from    *Revisions
	clashes []string
	room    int
}

func same(a, b item) bool {
	return (a.name == nil) == (b.name == nil) && a.hash == b.hash && bytes.Equal(a.mode, b.mode)
}

// item merges what the sides have under one name.
func (m *merger) item(name string, ours, theirs item, bases []item) (item, error) {
	unchanged := func(side item) bool {
		return len(bases) > 0 && !slices.ContainsFunc(bases, func(base item) bool { return !same(side, base) })
	}
	switch {
	case same(ours, theirs), unchanged(ours):
		return theirs, nil
	case unchanged(theirs):
		return ours, nil
	case (ours.name == nil || ours.isFolder()) && (theirs.name == nil || theirs.isFolder()) && ours.name != nil && theirs.name != nil:
		return m.folder(name, ours, theirs, bases)
	}
	m.clashes = append(m.clashes, name)
	return theirs, nil
}

func (m *merger) folder(name string, ours, theirs item, bases []item) (item, error) {
	sides := make([]map[string]item, 2+len(bases))
	names := map[string]bool{}
	for i, side := range append([]item{ours, theirs}, bases...) {
		sides[i] = map[string]item{}
		if !side.isFolder() || side.hash == emptyTree {
			continue
		}
		text, err := m.from.tree(side.hash)
		if err != nil {
			return item{}, err
		}
		for len(text) > 0 {
			one, err := parseItem(text)
			if err != nil {
				return item{}, err
			}
			sides[i][string(one.name)], names[string(one.name)] = one, true
			text = text[one.length:]
		}
	}
	var merged []item
	for one := range names {
		full := one
		if name != "" {
			full = name + "/" + one
		}
		if m.room -= len(full) + perPath; m.room < 0 {
			return item{}, errCrowded
		}
		var below []item
		for _, base := range sides[2:] {
			below = append(below, base[one])
		}
		found, err := m.item(full, sides[0][one], sides[1][one], below)
		if err != nil {
			return item{}, err
		}
		if found.name != nil {
			merged = append(merged, found)
		}
	}
	if len(merged) == 0 {
		return item{}, nil
	}
	slices.SortFunc(merged, compareNames)
	return item{name: ours.name, mode: []byte("40000"), hash: m.from.keep(merged)}, nil
}

// keep makes a tree of entries, in memory, under the name that Git would give it.
func (r *Revisions) keep(entries []item) plumbing.Hash {
	var text bytes.Buffer
	for _, one := range entries {
		fmt.Fprintf(&text, "%s %s\x00", one.mode, one.name)
		text.Write(one.hash[:])
	}
	sum := sha1.New()
	fmt.Fprintf(sum, "tree %d\x00", text.Len())
	sum.Write(text.Bytes())
	hash := plumbing.Hash(sum.Sum(nil))
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if r.made == nil {
		r.made = map[plumbing.Hash][]byte{}
	}
	r.made[hash] = text.Bytes()
	return hash
}
