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
	"strings"
	"sync"

	"parley/internal/ledger"
)

// staging starts the name of the folder inside the output in which new files wait. The rest of the name is drawn by lot,
// so that nobody can lay anything there beforehand. A build that dies leaves the folder behind; the next one removes it. Nobody
// else can look into it: what waits there may be for others than those who read what is beside it.
const staging = ".parley-staging"

// Output is a folder that is to hold exactly the files that are put into it.
//
// Put only stages: until Commit, the folder is what it was. Commit moves each changed file into place by a rename, pages
// last, and folders that are new as a whole; then it removes what no longer belongs. A folder with files in it that no
// build has made is refused, and so is one into which another build is writing.
//
// The folder remembers for whom it was written. A build for others removes everything that is there before its own first
// page appears, so that no moment, and no build that dies, leaves pages of both side by side. It does not refuse: a
// developer looks at one audience after the other in the same folder and gets what was asked for each time. What this
// costs is that the folder is empty for a moment; a folder that is being served belongs to one audience alone.
type Output struct {
	root   *os.Root
	lock   *lock
	stage  *os.Root        // the staging folder, in which each file waits at its own path
	waits  string          // its name
	made   bool            // the folder did not exist
	bare   bool            // nothing was in it
	others bool            // what is in the folder was, or may have been, written for others
	mutex  sync.Mutex      // of what follows
	kept   map[string]bool // every path of the new output
	staged []string        // paths of files that wait
	nest   nest
	left   *ledger.Stamps // as which all files stay that are not put; nil when they go
	stamps ledger.Stamps
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
	o.bare = true
	for _, e := range entries { // of builds that died: none that lives has the lock
		if strings.HasPrefix(e.Name(), staging) {
			if err := o.root.RemoveAll(e.Name()); err != nil {
				return err
			}
		} else if e.Name() != lockName {
			o.bare = false
		}
	}
	o.others = !o.holds(marker, mark(view))
	o.waits = staging + "-" + rand.Text()
	if err := o.root.Mkdir(o.waits, 0o700); err != nil {
		return err
	}
	if o.stage, err = o.root.OpenRoot(o.waits); err != nil {
		return err
	}
	o.nest = nest{made: map[string]bool{}, open: []room{{".", o.stage}}}
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
	defer o.mutex.Unlock()
	if o.kept[file.Path] {
		return nil // an asset that two pages show
	}
	if o.left != nil && !o.left.Has(file.Path) {
		return fmt.Errorf("%s is none of the files that the last build has left", file.Path)
	}
	o.kept[file.Path] = true
	if !o.bare && !o.others && o.holds(file.Path, file.Data) {
		return nil
	}
	room, err := o.nest.enter(path.Dir(file.Path))
	if err != nil {
		return err
	}
	if err := room.WriteFile(path.Base(file.Path), file.Data, 0o644); err != nil {
		return err
	}
	o.staged = append(o.staged, file.Path)
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
	if o.stage != nil {
		err = errors.Join(o.nest.leave(1), o.stage.Close(), o.root.RemoveAll(o.waits))
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
	if err = o.nest.leave(1); err == nil { // some systems move no folder that is open
		written, removed, err = o.commit()
	}
	if err == nil {
		o.stamps, _ = o.look() // without them, the next build does its work
	}
	return written, removed, errors.Join(err, o.close())
}

// look notes the states of all files.
func (o *Output) look() (ledger.Stamps, error) {
	if o.left != nil {
		return o.left.Renewed(o.root.Name(), o.staged...)
	}
	names, err := contents(o.root.Name())
	if err != nil {
		return ledger.Stamps{}, err
	}
	return ledger.Look(o.root.Name(), names...)
}

// Continue reports whether the output is as a build for the same view has left it. If it is, Commit lets all files stay
// that are not put, and nothing may be put but what takes the place of a file.
func (o *Output) Continue(left ledger.Stamps) bool {
	names, err := contents(o.root.Name())
	if err != nil || o.others || !untouched(o.root.Name(), names, left) {
		return false
	}
	o.left = &left
	return true
}

// Stamps are the states of all files as Commit left them; nothing when they are not known.
func (o *Output) Stamps() ledger.Stamps { return o.stamps }

// Untouched reports whether an output is as a build left it, and no build is writing into it, or has died while it did.
func Untouched(dir string, left ledger.Stamps) bool {
	entries, err := os.ReadDir(dir)
	names := make([]string, len(entries))
	for i, entry := range entries {
		names[i] = entry.Name()
	}
	return err == nil && untouched(dir, names, left)
}

// untouched reports whether a folder with these entries is as it was left.
func untouched(dir string, names []string, left ledger.Stamps) bool {
	was := slices.DeleteFunc(slices.Clone(left.Names), func(name string) bool { return strings.Contains(name, "/") })
	return len(was) > 0 && slices.Equal(names, was) && left.Hold(dir)
}

// contents lists what an output holds beside what only a build needs, sorted.
func contents(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	var names []string
	for _, entry := range entries {
		if name := entry.Name(); name != lockName && !strings.HasPrefix(name, staging) {
			names = append(names, name)
		}
	}
	return names, err
}

func (o *Output) commit() (written, removed int, err error) {
	if o.others {
		if removed, err = o.empty(); err != nil {
			return 0, removed, err
		}
	}
	for _, one := range o.moves() {
		if err := o.place(one.path); err != nil {
			return written, removed, err
		}
		written += one.files
	}
	if o.bare || o.left != nil {
		return written, removed, nil
	}
	swept, err := o.sweep()
	return written, removed + swept, err
}

// move is one rename: of a file, or of a folder that is new with all that is in it.
type move struct {
	path  string
	files int
	pages bool // among them
}

// moves lists what has to be renamed, in an order in which no page refers to something that is not there yet.
func (o *Output) moves() []move {
	slices.Sort(o.staged)
	present := map[string]bool{}
	var moves []move
	for _, file := range o.staged {
		target := o.missing(file, present)
		if last := len(moves) - 1; last < 0 || moves[last].path != target {
			moves = append(moves, move{path: target})
		}
		last := &moves[len(moves)-1]
		last.files++
		last.pages = last.pages || strings.HasSuffix(file, ".html")
	}
	slices.SortStableFunc(moves, func(a, b move) int { return strings.Compare(a.rank(), b.rank()) })
	return moves
}

// rank puts what no page is first, then new folders, then single pages: those that were there before lead to new ones.
func (m move) rank() string {
	switch {
	case m.path == marker:
		return "0"
	case strings.HasSuffix(m.path, ".html"):
		return "3"
	case m.pages: // a folder
		return "2"
	}
	return "1"
}

// missing is the topmost folder of a file that the output does not have, or the file itself.
func (o *Output) missing(file string, present map[string]bool) string {
	for i, c := range file {
		if c != '/' {
			continue
		}
		there, known := present[file[:i]]
		if !known {
			info, err := o.root.Lstat(file[:i])
			there = err == nil && info.IsDir()
			present[file[:i]] = there
		}
		if !there {
			return file[:i]
		}
	}
	return file
}

// place moves a file or a folder from the staging folder to where it belongs, in place of what is there.
func (o *Output) place(target string) error {
	if info, err := o.root.Lstat(target); err == nil {
		waiting, err := o.stage.Lstat(target)
		if err != nil {
			return err
		}
		if info.IsDir() || waiting.IsDir() {
			if err := o.root.RemoveAll(target); err != nil {
				return err
			}
		}
	}
	return o.root.Rename(path.Join(o.waits, target), target)
}

// empty removes all that was written for others. The marker goes last: until then, the next build knows that it has to go on.
func (o *Output) empty() (removed int, err error) {
	removed, err = o.sweepBut(func(path string) bool { return path == marker })
	if err == nil && o.exists(marker) {
		err = o.root.RemoveAll(marker)
	}
	return removed, err
}

// sweep removes files that no longer belong.
func (o *Output) sweep() (removed int, err error) {
	return o.sweepBut(func(path string) bool { return o.kept[path] })
}

// sweepBut removes all files but those to keep, and folders that this leaves empty.
func (o *Output) sweepBut(keep func(path string) bool) (removed int, err error) {
	_, removed, err = o.sweepFolder(".", keep)
	return removed, err
}

// sweepFolder returns how many entries it has left in a folder, and how many files it has removed below.
func (o *Output) sweepFolder(folder string, keep func(path string) bool) (left, removed int, err error) {
	entries, err := fs.ReadDir(o.root.FS(), folder)
	if err != nil {
		return 0, 0, err
	}
	for _, entry := range entries {
		name := path.Join(folder, entry.Name())
		switch {
		case name == o.waits, name == lockName, !entry.IsDir() && keep(name):
			left++
		case entry.IsDir():
			inside, gone, err := o.sweepFolder(name, keep)
			removed += gone
			if err == nil && inside == 0 {
				err = o.root.Remove(name)
			} else {
				left++
			}
			if err != nil {
				return left, removed, err
			}
		default:
			if err := o.root.Remove(name); err != nil {
				return left, removed, err
			}
			removed++
		}
	}
	return left, removed, nil
}
