package render

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// staging starts the name of the folder inside the output in which new files wait. The rest of the name is drawn by lot,
// so that nobody can lay anything there beforehand. A build that dies leaves the folder behind; the next one removes it.
const staging = ".parley-staging"

// Output is a folder that is to hold exactly the files that are put into it.
//
// Put only stages: until Commit, the folder is what it was. Commit moves each changed file into place by a rename,
// pages last, and then removes what no longer belongs. A folder with files in it that no build has made is refused, and so
// is one into which another build is writing.
//
// The folder remembers for whom it was written. A build for others removes everything that is there before its own first
// page appears, so that no moment, and no build that dies, leaves pages of both side by side. It does not refuse: a
// developer looks at one audience after the other in the same folder and gets what was asked for each time. What this
// costs is that the folder is empty for a moment; a folder that is being served belongs to one audience alone.
type Output struct {
	root   *os.Root
	lock   *lock
	stage  string // the staging folder
	made   bool   // the folder did not exist
	others bool   // what is in the folder was, or may have been, written for others
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

// mark is what the marker says in the output of a view.
func mark(view string) []byte {
	return []byte("This folder is written by parley build, which removes whatever else is in it.\nIt holds the portal for:\n" + view)
}

// OpenOutput prepares a folder to receive a build for a view, which is named by whatever tells it from others.
func OpenOutput(dir, view string) (*Output, error) {
	_, err := os.Lstat(dir)
	made := errors.Is(err, fs.ErrNotExist)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	o := &Output{root: root, made: made, kept: map[string]bool{}}
	if err := o.prepare(view); err != nil {
		return nil, errors.Join(err, o.close())
	}
	return o, nil
}

// prepare makes sure that the folder is ours, and ours alone.
func (o *Output) prepare(view string) error {
	err := o.claim()
	if err != nil {
		return err
	}
	if o.lock, err = acquire(o.root); err != nil {
		return err
	}
	entries, err := fs.ReadDir(o.root.FS(), ".")
	if err != nil {
		return err
	}
	for _, e := range entries { // of builds that died: none that lives has the lock
		if strings.HasPrefix(e.Name(), staging) {
			if err := o.root.RemoveAll(e.Name()); err != nil {
				return err
			}
		}
	}
	o.others = !o.holds(marker, mark(view))
	o.stage = staging + "-" + rand.Text()
	if err := o.root.Mkdir(o.stage, 0o755); err != nil {
		return err
	}
	return o.Put(File{Path: marker, Data: mark(view)})
}

// claim refuses a folder with files that no build has made.
func (o *Output) claim() error {
	entries, err := fs.ReadDir(o.root.FS(), ".")
	if err != nil {
		return err
	}
	marked, foreign := false, false
	for _, e := range entries {
		switch name := e.Name(); {
		case name == ".git" || name == "content" && e.IsDir() && o.exists("content/site.yaml"):
			return fmt.Errorf("%s is a repository, not the folder of an output; choose another with --out", o.root.Name())
		case name == marker && e.Type().IsRegular():
			marked = true
		case name != lockName && !strings.HasPrefix(name, staging):
			foreign = true
		}
	}
	if foreign && !marked {
		return fmt.Errorf("%s holds files that no build has made; choose an empty folder with --out", o.root.Name())
	}
	return nil
}

func (o *Output) exists(name string) bool {
	_, err := o.root.Lstat(name)
	return err == nil
}

// holds reports whether the folder has a file with just these bytes. Nothing but a file is opened: a pipe would keep the
// build waiting, and a link leads to what is not in the folder.
func (o *Output) holds(name string, data []byte) bool {
	info, err := o.root.Lstat(name)
	if err != nil || !info.Mode().IsRegular() || info.Size() != int64(len(data)) {
		return false
	}
	present, err := o.root.ReadFile(name)
	return err == nil && bytes.Equal(present, data)
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
	name := path.Join(o.stage, strconv.Itoa(o.next))
	o.mutex.Unlock()

	if !o.others && o.holds(file.Path, file.Data) {
		return nil
	}
	if err := o.root.WriteFile(name, file.Data, 0o644); err != nil {
		return err
	}
	o.mutex.Lock()
	defer o.mutex.Unlock()
	o.staged = append(o.staged, staged{name, file.Path})
	return nil
}

// Abandon leaves the folder as it was.
func (o *Output) Abandon() error { return o.close() }

// close takes away what only this build needs. It can be called at any time, and twice.
func (o *Output) close() error {
	if o.root == nil {
		return nil
	}
	var err error
	if o.stage != "" {
		err = o.root.RemoveAll(o.stage)
	}
	if o.lock != nil {
		err = errors.Join(err, o.lock.release())
	}
	dir := o.root.Name()
	err = errors.Join(err, o.root.Close())
	o.root = nil
	if o.made {
		_ = os.Remove(dir) // which leaves it, unless it is empty
	}
	return err
}

// Commit makes the folder hold exactly the files that were put. It returns how many were written and removed.
func (o *Output) Commit() (written, removed int, err error) {
	written, removed, err = o.commit()
	return written, removed, errors.Join(err, o.close())
}

func (o *Output) commit() (written, removed int, err error) {
	if o.others {
		if removed, err = o.empty(); err != nil {
			return 0, removed, err
		}
	}
	slices.SortFunc(o.staged, func(a, b staged) int {
		return strings.Compare(rank(a.path)+a.path, rank(b.path)+b.path)
	})
	for _, file := range o.staged {
		if err := o.clear(file.path); err != nil {
			return written, removed, err
		}
		if err := o.root.Rename(file.from, file.path); err != nil {
			return written, removed, err
		}
		written++
	}
	swept, err := o.sweep()
	return written, removed + swept, err
}

// empty removes all that was written for others. The marker goes last: until then, the next build knows that it has to go on.
func (o *Output) empty() (removed int, err error) {
	removed, err = o.sweepBut(func(path string) bool { return path == marker })
	if err == nil && o.exists(marker) {
		err = o.root.RemoveAll(marker)
	}
	return removed, err
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
	for i, c := range target {
		if c != '/' {
			continue
		}
		if info, err := o.root.Lstat(target[:i]); err == nil && !info.IsDir() {
			if err := o.root.Remove(target[:i]); err != nil {
				return err
			}
		}
	}
	if info, err := o.root.Lstat(target); err == nil && info.IsDir() {
		if err := o.root.RemoveAll(target); err != nil {
			return err
		}
	}
	return o.root.MkdirAll(path.Dir(target), 0o755)
}

// sweep removes files that no longer belong.
func (o *Output) sweep() (removed int, err error) {
	return o.sweepBut(func(path string) bool { return o.kept[path] })
}

// sweepBut removes all files but those to keep, and folders that this leaves empty.
func (o *Output) sweepBut(keep func(path string) bool) (removed int, err error) {
	var folders []string
	err = fs.WalkDir(o.root.FS(), ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil || name == ".":
			return err
		case entry.IsDir() && name == o.stage:
			return fs.SkipDir
		case entry.IsDir():
			folders = append(folders, name)
		case name != lockName && !keep(name):
			removed++
			return o.root.Remove(name)
		}
		return nil
	})
	for _, folder := range slices.Backward(folders) {
		if entries, readErr := fs.ReadDir(o.root.FS(), folder); readErr == nil && len(entries) == 0 {
			err = errors.Join(err, o.root.Remove(folder))
		}
	}
	return removed, err
}
