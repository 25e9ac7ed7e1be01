package ledger

import (
	"os"
	"path/filepath"
	"time"
)

// Unfinished starts the names of files that are being written, in the folder where they will lie. What is kept there for the
// next run is written beside its place, and put into it by a rename.
const Unfinished = ".parse-"

// Sweep removes what runs have left in a folder that were killed while they wrote. One that was touched within the hour before
// may be somebody's who is still writing it.
func Sweep(dir string) {
	left, _ := filepath.Glob(filepath.Join(dir, Unfinished+"*")) // the pattern is a good one
	for _, name := range left {
		if info, err := os.Lstat(name); err == nil && time.Since(info.ModTime()) > time.Hour {
			_ = os.Remove(name) // one that stays costs room, not truth
		}
	}
}
