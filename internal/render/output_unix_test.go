//go:build unix

package render

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestPipesInTheOutputKeepNobodyWaiting lays pipes where a build looks for files of its own.
func TestPipesInTheOutputKeepNobodyWaiting(t *testing.T) {
	dir := t.TempDir()
	output(t, dir, map[string]string{"index.html": "1"})
	for _, name := range []string{"page.html", "other", marker} {
		_ = os.Remove(filepath.Join(dir, name))
		if err := syscall.Mkfifo(filepath.Join(dir, name), 0o644); err != nil {
			if os.Getenv("CI") != "" {
				t.Fatal(err)
			}
			t.Skipf("NOT TESTED, this file system has no pipes: %v", err)
		}
	}
	if _, err := OpenOutput(dir, view); err == nil {
		t.Error("a pipe was taken for the mark of a build")
	}
	if err := os.Remove(filepath.Join(dir, marker)); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, marker), mark(view), 0o644); err != nil {
		t.Fatal(err)
	}
	output(t, dir, map[string]string{"index.html": "1", "page.html": ""})
	if diff := cmp.Diff(map[string]string{marker: string(mark(view)), "index.html": "1", "page.html": ""}, tree(t, dir)); diff != "" {
		t.Error(diff)
	}
	if err := syscall.Mkfifo(filepath.Join(dir, lockName), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenOutput(dir, view); err == nil {
		t.Error("a pipe was taken for the lock of a build")
	}
}
