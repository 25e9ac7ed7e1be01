package serve

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/fsnotify/fsnotify"
)

// tree watches folders with everything in them. The system watches one folder at a time and forgets it when it goes,
// so that every folder that comes is added, and every one that goes is taken off before its name can come back.
type tree struct {
	dir     string
	roots   []string // below dir, with slashes; they may come and go
	say     func(format string, args ...any)
	watcher *fsnotify.Watcher
	errors  chan error
	folders map[string]bool // that are watched, below dir
	partial bool            // it has been said that not every folder can be watched
	held    *os.File        // dir as it is watched, nil while there is none: as long as it is open, no other can be taken for it
}

// glance is how often somebody looks whether the repository itself is still the one that is watched: of a folder above it that is
// renamed, no event tells.
const glance = 500 * time.Millisecond

// newTree watches the folders of the options, as far as they exist.
func newTree(o Options) (*tree, error) {
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, fmt.Errorf("cannot watch the repository: %w", err)
	}
	t := &tree{dir: o.Dir, say: o.Say, watcher: watcher, errors: make(chan error, 1), folders: map[string]bool{}}
	for _, root := range o.Folders {
		t.roots = append(t.roots, path.Clean(filepath.ToSlash(root)))
	}
	// fsnotify may wait for an error to be taken while it holds what Add and Remove need: somebody must always take it.
	go func() {
		for err := range watcher.Errors {
			select {
			case t.errors <- err:
			default: // one is enough to look at everything anew
			}
		}
	}()
	t.held, _ = os.Open(t.dir) // without it, the next glance tries again
	t.add(".")
	return t, nil
}

func (t *tree) close() {
	_ = t.watcher.Close()
	_ = t.held.Close() // which does no harm to none
}

// follow keeps watching until the context ends, and reports what changes.
func (t *tree) follow(ctx context.Context, changes chan<- change) {
	glances := time.NewTicker(glance)
	defer glances.Stop()
	for {
		var found change
		ok := true
		select {
		case <-ctx.Done():
			return
		case event := <-t.watcher.Events:
			found, ok = t.heed(event)
		case <-t.errors:
			// Events may have been lost: nobody knows what has changed, nor which folders have come and gone.
			t.drop(".")
			t.add(".")
		case <-glances.C:
			ok = t.replaced()
		}
		if !ok {
			continue
		}
		select {
		case changes <- found:
		case <-ctx.Done():
			return
		}
	}
}

// replaced reports whether the repository has gone, or come back, or another has taken its place, since somebody looked last. What is
// there now is watched from then on.
func (t *tree) replaced() bool {
	_, watched := t.folders["."]
	info, err := os.Stat(t.dir)
	was, _ := t.held.Stat() // nil of none
	if err != nil && t.held == nil || err == nil && was != nil && watched && os.SameFile(info, was) {
		return false
	}
	t.drop(".")
	_ = t.held.Close()
	if t.held, err = os.Open(t.dir); err != nil {
		t.held = nil
		return true
	}
	t.add(".")
	return true
}

// heed keeps up with folders that come and go. It reports whether an event is a change of what is watched.
func (t *tree) heed(event fsnotify.Event) (change, bool) {
	if event.Op == fsnotify.Chmod || event.Op == 0 {
		return change{}, false // indexers and virus scanners touch files without changing them
	}
	relative, err := filepath.Rel(t.dir, event.Name)
	if err != nil {
		return change{}, false
	}
	name := filepath.ToSlash(relative)
	if !t.leads(name) || passing(path.Base(name)) {
		return change{}, false
	}
	if event.Has(fsnotify.Remove | fsnotify.Rename | fsnotify.Create) {
		t.drop(name)
	}
	if info, err := os.Lstat(t.path(name)); err == nil && event.Has(fsnotify.Create) && t.isFolder(name, info.Mode()) {
		t.add(name)
	}
	return change{path: name, born: event.Has(fsnotify.Create)}, t.inside(name)
}

// add watches a folder and those in it. It is watched before it is listed: what comes in between is seen twice rather than never.
func (t *tree) add(folder string) {
	err := t.watcher.Add(t.path(folder))
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
		return // it has gone again, and the event that says so is under way
	}
	if err != nil && !t.partial {
		t.partial = true
		t.say("not every folder can be watched, so that some edits will not show by themselves: %s: %v%s", t.path(folder), err, remedy(err))
	}
	t.folders[folder] = err == nil
	entries, err := os.ReadDir(t.path(folder))
	if err != nil {
		return
	}
	for _, entry := range entries {
		name := path.Join(folder, entry.Name())
		if t.leads(name) && !passing(entry.Name()) && t.isFolder(name, entry.Type()) {
			t.add(name)
		}
	}
}

func remedy(err error) string {
	if errors.Is(err, syscall.ENOSPC) {
		return "; raise the limit: sysctl fs.inotify.max_user_watches=524288"
	}
	return ""
}

// drop stops watching a folder and those in it, under the names that they had: a folder that is renamed takes its
// watches along, and they would report changes under the old name.
func (t *tree) drop(folder string) {
	for name := range t.folders {
		if within(folder, name) {
			_ = t.watcher.Remove(t.path(name)) // the system may have been faster
			delete(t.folders, name)
		}
	}
}

// isFolder reports whether a name is a folder to be watched. Links are not followed, as documents are not read through
// them; only a root may be one.
func (t *tree) isFolder(name string, mode fs.FileMode) bool {
	if mode.IsDir() {
		return true
	}
	info, err := os.Stat(t.path(name))
	return slices.Contains(t.roots, name) && err == nil && info.IsDir()
}

func (t *tree) path(name string) string { return filepath.Join(t.dir, filepath.FromSlash(name)) }

// inside reports whether a name is a root or in one.
func (t *tree) inside(name string) bool {
	return slices.ContainsFunc(t.roots, func(root string) bool { return within(root, name) })
}

// leads reports whether a name is in a root, or a folder in which a root is or may appear.
func (t *tree) leads(name string) bool {
	return t.inside(name) || slices.ContainsFunc(t.roots, func(root string) bool { return within(name, root) })
}

func within(folder, name string) bool {
	return folder == "." || name == folder || strings.HasPrefix(name, folder+"/")
}

// passing reports whether a name is one that editors and tools give to files that are not there to stay.
func passing(name string) bool {
	return name == "4913" || // with which vim tries whether it may write
		strings.HasPrefix(name, ".") && name != "." || strings.HasSuffix(name, "~") ||
		strings.HasSuffix(name, ".swp") || strings.HasSuffix(name, ".swx") || strings.HasSuffix(name, ".tmp") ||
		len(name) > 1 && strings.HasPrefix(name, "#") && strings.HasSuffix(name, "#")
}
