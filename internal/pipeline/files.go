package pipeline

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
)

var (
	errLink      = errors.New("this is a symbolic link, or lies behind one; links are never followed")
	errIrregular = errors.New("this is neither a file nor a folder")
)

// guarded is a repository as everything here reads it. A root keeps readers inside; beyond that, nothing is opened through a
// link, which could show one file under the name of another, nor what is neither a file nor a folder: a pipe would keep its
// reader waiting for ever.
type guarded struct{ now *atomic.Pointer[folder] }

// folder is what is read.
type folder struct {
	root   *os.Root
	top    *os.File // the same folder, for openBeneath
	before *folder  // in whose place this is read; somebody may still be reading that one
}

func openGuarded(dir string) (guarded, error) {
	opened, err := openFolder(dir)
	if err != nil {
		return guarded{}, err
	}
	f := guarded{new(atomic.Pointer[folder])}
	f.now.Store(opened)
	return f, nil
}

func openFolder(dir string) (*folder, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	top, err := root.Open(".")
	if err != nil {
		return nil, errors.Join(err, root.Close())
	}
	return &folder{root: root, top: top}, nil
}

// renew goes on with what stands under the name of the folder, and reports whether that is another one by now. While the old one is
// open, no new one can be mistaken for it.
func (f guarded) renew(dir string) (another bool, err error) {
	there, err := os.Stat(dir)
	if err != nil {
		return false, err
	}
	before := f.now.Load()
	if was, err := before.top.Stat(); err == nil && os.SameFile(was, there) {
		return false, nil
	}
	opened, err := openFolder(dir)
	if err != nil {
		return false, err
	}
	opened.before = before
	f.now.Store(opened)
	return true, nil
}

func (f guarded) root() *os.Root { return f.now.Load().root }

func (f guarded) close() error {
	var err error
	for at := f.now.Load(); at != nil; at = at.before {
		err = errors.Join(err, at.top.Close(), at.root.Close())
	}
	return err
}

// Open opens a file or a folder: at once where the system can watch the way there, else step by step.
func (f guarded) Open(name string) (fs.File, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	now := f.now.Load()
	file, err := openBeneath(now.top, filepath.FromSlash(name))
	if errors.Is(err, errors.ErrUnsupported) {
		file, err = walk(now.root, name)
	}
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	if opened, err := file.Stat(); err != nil || !opened.IsDir() && !opened.Mode().IsRegular() {
		return nil, errors.Join(&fs.PathError{Op: "open", Path: name, Err: errIrregular}, file.Close())
	}
	return file, nil
}

// walk opens a path step by step. What it has looked at and what it has opened are the same, or it is refused.
func walk(at *os.Root, name string) (*os.File, error) {
	step, rest, further := strings.Cut(name, "/")
	looked, err := at.Lstat(step)
	if err != nil {
		return nil, err
	}
	if looked.Mode()&fs.ModeSymlink != 0 {
		return nil, errLink
	}
	if !looked.IsDir() && !looked.Mode().IsRegular() {
		return nil, errIrregular
	}
	if further {
		below, err := at.OpenRoot(step)
		if err != nil {
			return nil, err
		}
		defer below.Close()
		if opened, err := below.Lstat("."); err != nil || !os.SameFile(looked, opened) {
			return nil, errLink
		}
		return walk(below, rest)
	}
	file, err := at.Open(step)
	if err != nil {
		return nil, err
	}
	if opened, err := file.Stat(); err != nil || !os.SameFile(looked, opened) {
		return nil, errors.Join(errLink, file.Close())
	}
	return file, nil
}

// Lstat says what a path names without opening it.
func (f guarded) Lstat(name string) (fs.FileInfo, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "lstat", Path: name, Err: fs.ErrInvalid}
	}
	return f.root().Lstat(filepath.FromSlash(name))
}

// ReadLink refuses: nobody here has to know where a link leads.
func (f guarded) ReadLink(name string) (string, error) {
	return "", &fs.PathError{Op: "readlink", Path: name, Err: errLink}
}
