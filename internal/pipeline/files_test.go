//go:build unix

package pipeline

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestBothWaysOfOpeningRefuseTheSame opens what may be opened, and what may not, at once and step by step.
func TestBothWaysOfOpeningRefuseTheSame(t *testing.T) {
	dir := t.TempDir()
	deep := strings.Repeat("a/", 2500) // longer than any system takes at once
	lay(t, dir, deep)
	files, err := openGuarded(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer files.close()
	for name, want := range map[string]error{
		"file": nil, "folder/file": nil, "folder": nil, ".": nil, deep + "file": nil, "gone": fs.ErrNotExist, "folder/gone": fs.ErrNotExist, "folder/pipe": errIrregular,
		"link": errLink, "link/file": errLink, "folder/link": errLink, "up": errLink, "loop": errLink, "": fs.ErrInvalid, "..": fs.ErrInvalid, "/file": fs.ErrInvalid, "folder/../file": fs.ErrInvalid,
	} {
		if file, err := files.Open(name); !errors.Is(err, want) {
			t.Errorf("%.30s is opened with %v, %v; want %v", name, file, err, want)
		}
		if !fs.ValidPath(name) {
			continue
		}
		file, err := walk(files.root(), name)
		if !errors.Is(err, want) {
			t.Errorf("%.30s is walked to with %v, %v; want %v", name, file, err, want)
		}
		if text, _ := io.ReadAll(file); strings.HasSuffix(name, "file") && want == nil && string(text) != "text" {
			t.Errorf("%.30s has %q", name, text)
		}
	}
}

// lay lays files, links and a pipe.
func lay(t *testing.T, dir, deep string) {
	t.Helper()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	for _, err := range []error{
		root.MkdirAll("folder", 0o755), root.MkdirAll(strings.TrimSuffix(deep, "/"), 0o755), root.WriteFile("file", []byte("text"), 0o644), root.WriteFile("folder/file", []byte("text"), 0o644),
		root.WriteFile(deep+"file", []byte("text"), 0o644), root.Symlink("folder", "link"), root.Symlink("../file", "folder/link"), root.Symlink("..", "up"), root.Symlink("loop", "loop"),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	pipe(t, filepath.Join(dir, "folder"), "pipe")
}
