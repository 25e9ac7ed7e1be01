package serve

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// change is one path that is not what it was.
type change struct {
	path string // below the repository, "" when nobody knows what has changed
	born bool   // there was nothing under this name
}

// burst is a number of changes that come so close to each other that they are one to the person who makes them: a save
// is up to six of them, a switch to another branch thousands.
type burst struct {
	since time.Time // of the first
	paths []string  // in the order in which they changed first
	born  map[string]bool
}

func (b *burst) empty() bool { return len(b.paths) == 0 }

func (b *burst) add(c change, now time.Time) {
	if b.empty() {
		b.since, b.born = now, map[string]bool{}
	}
	if _, known := b.born[c.path]; !known {
		b.paths = append(b.paths, c.path)
		b.born[c.path] = c.born
	}
}

// join adds a later burst.
func (b *burst) join(later burst) {
	for _, path := range later.paths {
		b.add(change{path, later.born[path]}, later.since)
	}
}

// halfway reports whether some file looks as if somebody were about to write it: editors empty a file before they fill
// it, or take it away before they put another in its place.
func (b *burst) halfway(dir string) bool {
	for _, path := range b.paths {
		info, err := os.Stat(filepath.Join(dir, path))
		if err != nil && !b.born[path] || err == nil && info.Mode().IsRegular() && info.Size() == 0 {
			return true
		}
	}
	return false
}

// lasting leaves out what came and went within the burst, such as the file that a tool writes first and then renames.
func (b *burst) lasting(dir string) burst {
	kept := burst{since: b.since, born: map[string]bool{}}
	for _, path := range b.paths {
		if _, err := os.Lstat(filepath.Join(dir, path)); err != nil && b.born[path] {
			continue
		}
		kept.paths = append(kept.paths, path)
		kept.born[path] = b.born[path]
	}
	return kept
}

// known returns the paths that changed, none if somebody lost count of them.
func (b *burst) known() []string {
	if slices.Contains(b.paths, "") {
		return nil
	}
	return b.paths
}

// String says what changed, in one line.
func (b *burst) String() string {
	first := b.paths[0]
	if first == "" {
		first = "the repository"
	}
	if len(b.paths) > 1 {
		return fmt.Sprintf("%s +%d more", first, len(b.paths)-1)
	}
	return first
}
