package git

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
)

// Tree is the files of a revision, read from Git's objects alone: no work tree, no attributes, no filters. It is an
// fs.FS that also lists folders and tells links apart; links and submodules cannot be opened.
type Tree struct {
	Commit string // 40 hexadecimal digits

	from *Revisions
	root plumbing.Hash

	mutex  sync.Mutex
	room   int   // for the paths that may still be listed
	broken error // why a folder could not be listed
}

// Err says why some folder could not be listed, or nil: who walks over a tree would otherwise take what is damaged, or has no
// end, for what is not there.
func (t *Tree) Err() error {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	return t.broken
}

func newTree(from *Revisions, hash, tree plumbing.Hash, prefix string) (*Tree, error) {
	t := &Tree{Commit: hash.String(), from: from, root: tree, room: mostPaths}
	if prefix == "" {
		return t, nil
	}
	found, err := t.find("open", prefix)
	if err != nil {
		return nil, err
	}
	if !found.mode.IsDir() {
		return nil, &fs.PathError{Op: "open", Path: prefix, Err: fs.ErrNotExist}
	}
	t.root = found.hash
	return t, nil
}

// node is what a tree says about one name.
type node struct {
	name string
	mode fs.FileMode
	hash plumbing.Hash
}

// modeOf translates Git's modes: a submodule is something that is neither a file nor a folder here.
func modeOf(mode []byte) fs.FileMode {
	switch string(mode) {
	case "40000", "040000":
		return fs.ModeDir | 0o755
	case "120000":
		return fs.ModeSymlink | 0o777
	case "160000":
		return fs.ModeIrregular
	case "100755":
		return 0o755
	}
	return 0o644
}

// find looks a path up, folder by folder.
func (t *Tree) find(op, name string) (node, error) {
	if !fs.ValidPath(name) {
		return node{}, &fs.PathError{Op: op, Path: name, Err: fs.ErrInvalid}
	}
	at := node{name: ".", mode: fs.ModeDir | 0o755, hash: t.root}
	if name == "." {
		return at, nil
	}
	for part := range strings.SplitSeq(name, "/") {
		if !at.mode.IsDir() {
			return node{}, &fs.PathError{Op: op, Path: name, Err: fs.ErrNotExist}
		}
		children, err := t.children(at.hash)
		if err != nil {
			return node{}, &fs.PathError{Op: op, Path: name, Err: err}
		}
		at = node{}
		for _, child := range children {
			if child.name == part {
				at = child
			}
		}
		if at.name == "" {
			return node{}, &fs.PathError{Op: op, Path: name, Err: fs.ErrNotExist}
		}
	}
	return at, nil
}

// longestPath is the longest that a system takes.
const longestPath = 4096

// list lists a folder, unless one could not be listed before: there is then no end in sight, or no use in going on.
func (t *Tree) list(name string, hash plumbing.Hash) ([]node, error) {
	if err := t.Err(); err != nil {
		return nil, err
	}
	children, err := t.children(hash)
	if err != nil {
		return nil, err
	}
	t.mutex.Lock()
	t.room -= len(children) * (len(name) + perPath)
	full := t.room < 0 || len(name) > longestPath
	t.mutex.Unlock()
	if full {
		return nil, t.fail(errCrowded)
	}
	return children, nil
}

// fail notes that a folder could not be listed.
func (t *Tree) fail(err error) error {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	t.broken = err
	return err
}

// children lists a folder in Git's order.
func (t *Tree) children(hash plumbing.Hash) ([]node, error) {
	text, err := t.from.read(hash, plumbing.TreeObject)
	if err != nil {
		return nil, t.fail(err)
	}
	var children []node
	for len(text) > 0 {
		entry, err := parseItem(text)
		if err != nil {
			return nil, t.fail(err)
		}
		children = append(children, node{string(entry.name), modeOf(entry.mode), entry.hash})
		text = text[entry.length:]
	}
	return children, nil
}

// Open opens a file or a folder.
func (t *Tree) Open(name string) (fs.File, error) {
	found, err := t.find("open", name)
	if err != nil {
		return nil, err
	}
	if found.mode.IsDir() {
		return &treeFile{info: treeInfo{node: found}, list: func() ([]fs.DirEntry, error) { return t.ReadDir(name) }}, nil
	}
	data, err := t.ReadFile(name)
	if err != nil {
		return nil, err
	}
	return &treeFile{info: treeInfo{found, int64(len(data))}, data: bytes.NewReader(data)}, nil
}

// ReadFile reads a file. The bytes belong to the caller.
func (t *Tree) ReadFile(name string) ([]byte, error) {
	found, err := t.find("read", name)
	if err == nil && !found.mode.IsRegular() {
		err = &fs.PathError{Op: "read", Path: name, Err: fmt.Errorf("this is not a regular file: %w", fs.ErrInvalid)}
	}
	if err != nil {
		return nil, err
	}
	data, err := t.blob(found.hash)
	if err != nil {
		return nil, &fs.PathError{Op: "read", Path: name, Err: err}
	}
	return data, nil
}

func (t *Tree) blob(hash plumbing.Hash) ([]byte, error) {
	data, err := t.from.read(hash, plumbing.BlobObject)
	return bytes.Clone(data), err
}

// ReadDir lists a folder, sorted by name.
func (t *Tree) ReadDir(name string) ([]fs.DirEntry, error) {
	found, err := t.find("readdir", name)
	if err == nil && !found.mode.IsDir() {
		err = &fs.PathError{Op: "readdir", Path: name, Err: fs.ErrInvalid}
	}
	if err != nil {
		return nil, err
	}
	children, err := t.list(name, found.hash)
	if err != nil {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: err}
	}
	entries := make([]fs.DirEntry, 0, len(children))
	for _, child := range children {
		if fs.ValidPath(child.name) && !strings.Contains(child.name, "/") {
			entries = append(entries, treeEntry{child, t})
		}
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return entries, nil
}

// Lstat tells what a name is without following it.
func (t *Tree) Lstat(name string) (fs.FileInfo, error) {
	found, err := t.find("lstat", name)
	if err != nil {
		return nil, err
	}
	return treeEntry{found, t}.Info()
}

// ReadLink refuses: what a link says is never followed.
func (t *Tree) ReadLink(name string) (string, error) {
	return "", &fs.PathError{Op: "readlink", Path: name, Err: fs.ErrInvalid}
}

// treeEntry is a name in a folder. Only who asks for a file's size has it read.
type treeEntry struct {
	node
	tree *Tree
}

func (e treeEntry) Name() string      { return e.name }
func (e treeEntry) IsDir() bool       { return e.mode.IsDir() }
func (e treeEntry) Type() fs.FileMode { return e.mode.Type() }

// Info describes the name, with the size of a file.
func (e treeEntry) Info() (fs.FileInfo, error) {
	if !e.mode.IsRegular() {
		return treeInfo{node: e.node}, nil
	}
	data, err := e.tree.blob(e.hash)
	return treeInfo{e.node, int64(len(data))}, err
}

// treeInfo describes a node.
type treeInfo struct {
	node
	size int64
}

func (i treeInfo) Name() string       { return path.Base(i.name) }
func (i treeInfo) Size() int64        { return i.size }
func (i treeInfo) Mode() fs.FileMode  { return i.mode }
func (i treeInfo) ModTime() time.Time { return time.Time{} }
func (i treeInfo) IsDir() bool        { return i.mode.IsDir() }
func (i treeInfo) Sys() any           { return nil }

// treeFile is an open file or folder.
type treeFile struct {
	info treeInfo
	data *bytes.Reader                 // of a file
	list func() ([]fs.DirEntry, error) // of a folder
	rest []fs.DirEntry
	read bool
}

func (f *treeFile) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *treeFile) Close() error               { return nil }

func (f *treeFile) Read(p []byte) (int, error) {
	if f.data == nil {
		return 0, &fs.PathError{Op: "read", Path: f.info.name, Err: fs.ErrInvalid}
	}
	return f.data.Read(p)
}

// ReadDir lists the folder, n entries at a time where n is positive.
func (f *treeFile) ReadDir(n int) ([]fs.DirEntry, error) {
	if f.list == nil {
		return nil, &fs.PathError{Op: "readdir", Path: f.info.name, Err: fs.ErrInvalid}
	}
	if !f.read {
		all, err := f.list()
		if err != nil {
			return nil, err
		}
		f.rest, f.read = all, true
	}
	if n <= 0 {
		n = len(f.rest)
	} else if len(f.rest) == 0 {
		return nil, io.EOF
	}
	n = min(n, len(f.rest))
	taken := f.rest[:n]
	f.rest = f.rest[n:]
	return taken, nil
}
