package render

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// staging is the folder inside the output in which new files wait. A build that dies leaves it behind; the next one
// empties it. Nothing in it is ever published.
const staging = ".parley-staging"

// Output is a folder that is to hold exactly the files that are put into it.
//
// Put only stages: until Commit, the folder is what it was. Commit moves each changed file into place by a rename,
// pages last, and then removes what no longer belongs. A folder with files in it that no build has made is refused.
type Output struct {
	dir    string
	mutex  sync.Mutex
	kept   map[string]bool // every path of the new output
	staged []staged
	next   int
}

type staged struct {
	from, path string
}

// marker is the file that tells an output folder from any other. No other tool writes one.
const marker = ".parley-output"

// OpenOutput prepares a folder to receive a build.
func OpenOutput(dir string) (*Output, error) {
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	ours := func(e os.DirEntry) bool { return e.Name() == marker || e.Name() == staging }
	for _, e := range entries {
		if e.Name() == ".git" || e.Name() == "content" && e.IsDir() && exists(filepath.Join(dir, "content", "site.yaml")) {
			return nil, fmt.Errorf("%s is a repository, not the folder of an output; choose another with --out", dir)
		}
	}
	if len(entries) > 0 && !slices.ContainsFunc(entries, ours) {
		return nil, fmt.Errorf("%s holds files that no build has made; choose an empty folder with --out", dir)
	}
	if err := os.RemoveAll(filepath.Join(dir, staging)); err != nil {
		return nil, err
	}
	return &Output{dir: dir, kept: map[string]bool{}}, nil
}

func exists(name string) bool {
	_, err := os.Lstat(name)
	return err == nil
}

// Put stages a file, unless the folder already holds the same bytes under its path.
func (o *Output) Put(file File) error {
	if !filepath.IsLocal(filepath.FromSlash(file.Path)) {
		return fmt.Errorf("%q would be written outside the output", file.Path)
	}
	o.mutex.Lock()
	if o.kept[file.Path] {
		o.mutex.Unlock()
		return nil // an asset that two pages show
	}
	o.kept[file.Path] = true
	o.next++
	name := filepath.Join(o.dir, staging, strconv.Itoa(o.next))
	o.mutex.Unlock()

	if present, err := os.ReadFile(filepath.Join(o.dir, filepath.FromSlash(file.Path))); err == nil && bytes.Equal(present, file.Data) {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(name, file.Data, 0o644); err != nil {
		return err
	}
	o.mutex.Lock()
	defer o.mutex.Unlock()
	o.staged = append(o.staged, staged{name, file.Path})
	return nil
}

// Abandon leaves the folder as it was.
func (o *Output) Abandon() error { return os.RemoveAll(filepath.Join(o.dir, staging)) }

// Commit makes the folder hold exactly the files that were put. It returns how many were written and removed.
func (o *Output) Commit() (written, removed int, err error) {
	slices.SortFunc(o.staged, func(a, b staged) int {
		return strings.Compare(rank(a.path)+a.path, rank(b.path)+b.path)
	})
	for _, file := range o.staged {
		target := filepath.Join(o.dir, filepath.FromSlash(file.path))
		if err := o.clear(target); err != nil {
			return written, 0, err
		}
		if err := os.Rename(file.from, target); err != nil {
			return written, 0, err
		}
		written++
	}
	if removed, err = o.sweep(); err != nil {
		return written, removed, err
	}
	return written, removed, os.RemoveAll(filepath.Join(o.dir, staging))
}

// rank orders files so that a page never refers to something that is not there yet.
func rank(path string) string {
	switch {
	case path == marker:
		return "0"
	case strings.HasSuffix(path, ".html"):
		return "2"
	}
	return "1"
}

// clear makes room for a file: its folder exists, and nothing of another type stands in its way.
func (o *Output) clear(target string) error {
	for parent := filepath.Dir(target); len(parent) > len(o.dir); parent = filepath.Dir(parent) {
		if info, err := os.Lstat(parent); err == nil && !info.IsDir() {
			if err := os.Remove(parent); err != nil {
				return err
			}
		}
	}
	if info, err := os.Lstat(target); err == nil && info.IsDir() {
		if err := os.RemoveAll(target); err != nil {
			return err
		}
	}
	return os.MkdirAll(filepath.Dir(target), 0o755)
}

// sweep removes files that no longer belong, and folders that this leaves empty.
func (o *Output) sweep() (removed int, err error) {
	var folders []string
	err = filepath.WalkDir(o.dir, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(o.dir, name)
		if err != nil || relative == "." {
			return err
		}
		switch {
		case entry.IsDir() && relative == staging:
			return fs.SkipDir
		case entry.IsDir():
			folders = append(folders, name)
		case !o.kept[filepath.ToSlash(relative)]:
			removed++
			return os.Remove(name)
		}
		return nil
	})
	for _, folder := range slices.Backward(folders) {
		if entries, readErr := os.ReadDir(folder); readErr == nil && len(entries) == 0 {
			err = errors.Join(err, os.Remove(folder))
		}
	}
	return removed, err
}
