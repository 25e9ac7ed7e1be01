package render

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func output(t *testing.T, dir string, files map[string]string) (written, removed int) {
	t.Helper()
	out, err := OpenOutput(dir)
	if err != nil {
		t.Fatal(err)
	}
	put(t, out, files)
	written, removed, err = out.Commit()
	if err != nil {
		t.Fatal(err)
	}
	return written, removed
}

func put(t *testing.T, out *Output, files map[string]string) {
	t.Helper()
	for name, text := range files {
		if err := out.Put(File{Path: name, Data: []byte(text)}); err != nil {
			t.Fatal(err)
		}
	}
}

func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		relative, _ := filepath.Rel(dir, name)
		if entry.IsDir() {
			if entries, _ := os.ReadDir(name); len(entries) == 0 {
				found[relative+"/"] = ""
			}
			return nil
		}
		data, err := os.ReadFile(name)
		found[filepath.ToSlash(relative)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestTheOutputHoldsExactlyWhatWasPut(t *testing.T) {
	dir := t.TempDir()
	first := map[string]string{marker: "", "index.html": "1", "a/index.html": "a", "a/b/index.html": "b", "x.css": "x"}
	if written, removed := output(t, dir, first); written != 5 || removed != 0 {
		t.Errorf("wrote %d, removed %d", written, removed)
	}
	// A folder becomes a file, a file becomes a folder, one file changes, one stays.
	second := map[string]string{marker: "", "index.html": "1", "a": "file", "x.css/y": "y"}
	if written, removed := output(t, dir, second); written != 2 || removed != 0 {
		t.Errorf("wrote %d, removed %d", written, removed)
	}
	if diff := cmp.Diff(second, tree(t, dir)); diff != "" {
		t.Error(diff)
	}
	if written, removed := output(t, dir, second); written != 0 || removed != 0 {
		t.Errorf("again: wrote %d, removed %d", written, removed)
	}
	if _, removed := output(t, dir, map[string]string{marker: ""}); removed != 3 {
		t.Errorf("removed %d", removed)
	}
	if diff := cmp.Diff(map[string]string{marker: ""}, tree(t, dir)); diff != "" {
		t.Error(diff)
	}
}

func TestUntilCommitNothingChanges(t *testing.T) {
	dir := t.TempDir()
	before := map[string]string{marker: "", "index.html": "1"}
	output(t, dir, before)
	out, err := OpenOutput(dir)
	if err != nil {
		t.Fatal(err)
	}
	put(t, out, map[string]string{"index.html": "2", "new.html": "n"})
	for name, want := range before {
		if data, err := os.ReadFile(filepath.Join(dir, name)); err != nil || string(data) != want {
			t.Errorf("%s is %q, %v", name, data, err)
		}
	}
	// The build dies here: what it staged is swept away by the next one.
	after := map[string]string{marker: "", "index.html": "3"}
	output(t, dir, after)
	if diff := cmp.Diff(after, tree(t, dir)); diff != "" {
		t.Error(diff)
	}
	abandoned, err := OpenOutput(dir)
	if err != nil {
		t.Fatal(err)
	}
	put(t, abandoned, map[string]string{"index.html": "4"})
	if err := abandoned.Abandon(); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(after, tree(t, dir)); diff != "" {
		t.Error(diff)
	}
}

func TestForeignFoldersAndPathsAreRefused(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "thesis.doc"), []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenOutput(dir); err == nil {
		t.Error("a folder with somebody's files was accepted")
	}
	out, err := OpenOutput(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"../x", "/x", "a/../../x", ""} {
		if err := out.Put(File{Path: name}); err == nil {
			t.Errorf("%q was accepted", name)
		}
	}
}
