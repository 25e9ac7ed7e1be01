package pipeline

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

var (
	errLink      = errors.New("this is a symbolic link, or lies behind one; links are never followed")
	errIrregular = errors.New("this is neither a file nor a folder")
)

// guarded is a repository as everything here reads it. A root keeps readers inside; beyond that, nothing is opened through a
// link, which could show one file under the name of another, nor what is neither a file nor a folder: a pipe would keep its
// reader waiting for ever.
type guarded struct{ root *os.Root }

// Open opens a file or a folder. What it has looked at and what it has opened are the same, or it is refused.
func (f guarded) Open(name string) (fs.File, error) {
	looked, err := f.look(name)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	file, err := f.root.Open(filepath.FromSlash(name))
	if err != nil {
		return nil, err
	}
	if opened, err := file.Stat(); err != nil || !os.SameFile(looked, opened) {
		return nil, errors.Join(&fs.PathError{Op: "open", Path: name, Err: errLink}, file.Close())
	}
	return file, nil
}

// look follows a path step by step and returns what is at its end.
func (f guarded) look(name string) (info fs.FileInfo, err error) {
	if !fs.ValidPath(name) {
		return nil, fs.ErrInvalid
	}
	for end := 0; end <= len(name); end++ {
		if end < len(name) && name[end] != '/' {
			continue
		}
		if info, err = f.root.Lstat(filepath.FromSlash(name[:end])); err != nil {
			return nil, err
		}
		if info.Mode()&fs.ModeSymlink != 0 {
			return nil, errLink
		}
	}
	if !info.IsDir() && !info.Mode().IsRegular() {
		return nil, errIrregular
	}
	return info, nil
}

// Lstat says what a path names without opening it.
func (f guarded) Lstat(name string) (fs.FileInfo, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "lstat", Path: name, Err: fs.ErrInvalid}
	}
	return f.root.Lstat(filepath.FromSlash(name))
}

// ReadLink refuses: nobody here has to know where a link leads.
func (f guarded) ReadLink(name string) (string, error) {
	return "", &fs.PathError{Op: "readlink", Path: name, Err: errLink}
}
