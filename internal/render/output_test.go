package render

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// view is for whom the tests write.
const view = "audience: partner\n"

func begin(t *testing.T, dir, view string) *Output {
	t.Helper()
	out, err := OpenOutput(dir, view)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// output writes an output and returns what Commit did.
func output(t *testing.T, dir string, files map[string]string) (written, removed int) {
	t.Helper()
	out := begin(t, dir, view)
	put(t, out, files)
	written, removed, err := out.Commit()
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
	first := map[string]string{"index.html": "1", "a/index.html": "a", "a/b/index.html": "b", "x.css": "x"}
	if written, removed := output(t, dir, first); written != 5 || removed != 0 {
		t.Errorf("wrote %d, removed %d", written, removed)
	}
	// A folder becomes a file, a file becomes a folder, one file changes, one stays.
	second := map[string]string{marker: string(mark(view)), "index.html": "1", "a": "file", "x.css/y": "y"}
	if written, removed := output(t, dir, second); written != 2 || removed != 0 {
		t.Errorf("wrote %d, removed %d", written, removed)
	}
	if diff := cmp.Diff(second, tree(t, dir)); diff != "" {
		t.Error(diff)
	}
	if written, removed := output(t, dir, second); written != 0 || removed != 0 {
		t.Errorf("again: wrote %d, removed %d", written, removed)
	}
	if _, removed := output(t, dir, nil); removed != 3 {
		t.Errorf("removed %d", removed)
	}
	if diff := cmp.Diff(map[string]string{marker: string(mark(view))}, tree(t, dir)); diff != "" {
		t.Error(diff)
	}
}

func TestUntilCommitNothingChanges(t *testing.T) {
	dir := t.TempDir()
	before := map[string]string{marker: string(mark(view)), "index.html": "1"}
	output(t, dir, before)
	out := begin(t, dir, view)
	put(t, out, map[string]string{"index.html": "2", "new.html": "n"})
	for name, want := range before {
		if data, err := os.ReadFile(filepath.Join(dir, name)); err != nil || string(data) != want {
			t.Errorf("%s is %q, %v", name, data, err)
		}
	}
	// The build dies here: its lock ends with it, and what it staged is swept away by the next one.
	if err := out.lock.file.Close(); err != nil {
		t.Fatal(err)
	}
	after := map[string]string{marker: string(mark(view)), "index.html": "3"}
	output(t, dir, after)
	if diff := cmp.Diff(after, tree(t, dir)); diff != "" {
		t.Error(diff)
	}
	abandoned := begin(t, dir, view)
	put(t, abandoned, map[string]string{"index.html": "4"})
	if err := abandoned.Abandon(); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(after, tree(t, dir)); diff != "" {
		t.Error(diff)
	}
	fresh := filepath.Join(t.TempDir(), "fresh")
	if err := begin(t, fresh, view).Abandon(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Lstat(fresh); err == nil {
		t.Error("a build that was given up left a folder")
	}
}

// TestTwoBuildsAtOnce lets a second build begin while the first is at work. It is refused before it has changed anything.
func TestTwoBuildsAtOnce(t *testing.T) {
	dir := t.TempDir()
	first := begin(t, dir, "audience: internal\n")
	put(t, first, map[string]string{"index.html": "internal", "secret.html": "s"})
	_, err := OpenOutput(dir, "audience: public\n")
	if want := fmt.Sprintf("another build (process %d) is writing into %s", os.Getpid(), dir); err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("%v; want %q", err, want)
	}
	put(t, first, map[string]string{"more.html": "m"})
	if _, _, err := first.Commit(); err != nil {
		t.Fatal(err)
	}
	want := map[string]string{marker: string(mark("audience: internal\n")), "index.html": "internal", "secret.html": "s", "more.html": "m"}
	if diff := cmp.Diff(want, tree(t, dir)); diff != "" {
		t.Error(diff)
	}
	second := begin(t, dir, "audience: public\n")
	if err := second.Abandon(); err != nil {
		t.Fatal(err)
	}
}

// TestManyBuildsAtOnce has builds contend for one folder: whatever their order, each output is that of one build, whole.
func TestManyBuildsAtOnce(t *testing.T) {
	dir := t.TempDir()
	var group sync.WaitGroup
	var committed atomic.Int32
	for i := range 8 {
		group.Go(func() {
			for range 5 {
				out, err := OpenOutput(dir, fmt.Sprintf("audience: %d\n", i))
				if err != nil {
					continue
				}
				for j := range 5 {
					if err := out.Put(File{Path: fmt.Sprintf("%d/%d.html", i, j), Data: []byte("x")}); err != nil {
						t.Error(err)
					}
				}
				if _, _, err := out.Commit(); err != nil {
					t.Error(err)
				}
				committed.Add(1)
			}
		})
	}
	group.Wait()
	if got := tree(t, dir); len(got) != 6 || committed.Load() == 0 {
		t.Errorf("after %d builds: %v", committed.Load(), got)
	}
}

// TestAStaleLock is about what a build that was killed leaves behind, and about what somebody else laid there.
func TestAStaleLock(t *testing.T) {
	for _, owner := range []string{"", "999999999\n", "1\n", "nonsense"} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, lockName), []byte(owner), 0o644); err != nil {
			t.Fatal(err)
		}
		output(t, dir, map[string]string{"index.html": "1"})
		if diff := cmp.Diff(map[string]string{marker: string(mark(view)), "index.html": "1"}, tree(t, dir)); diff != "" {
			t.Errorf("%q: %s", owner, diff)
		}
	}
	dir := t.TempDir()
	if err := os.Symlink("../victim", filepath.Join(dir, lockName)); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenOutput(dir, view); err == nil || !strings.Contains(err.Error(), "is not a file that a build has made") {
		t.Errorf("a lock that leads elsewhere: %v", err)
	}
	if alive(999999999) || !alive(os.Getpid()) {
		t.Error("the living are not told from the dead")
	}
}

// TestAnotherViewLeavesNothingBehind stops a build for others at its first page. Nothing of the old output may be there
// then, and the next build must not take what is left for its own.
func TestAnotherViewLeavesNothingBehind(t *testing.T) {
	dir := t.TempDir()
	output(t, dir, map[string]string{"index.html": "same", "secret/index.html": "s", "assets/a.css": "a"})
	out := begin(t, dir, "audience: public\n")
	put(t, out, map[string]string{"index.html": "same", "z.html": "z"})
	if err := os.Remove(filepath.Join(dir, out.waits, out.staged[len(out.staged)-1])); err != nil {
		t.Fatal(err)
	}
	if _, _, err := out.Commit(); err == nil {
		t.Fatal("a file that is gone was moved")
	}
	for name := range tree(t, dir) {
		if name != marker && name != "index.html" && name != "z.html" {
			t.Errorf("%s is still there", name)
		}
	}
	output(t, dir, map[string]string{"index.html": "other"})
	if diff := cmp.Diff(map[string]string{marker: string(mark(view)), "index.html": "other"}, tree(t, dir)); diff != "" {
		t.Error(diff)
	}
	// An output of an older Parley says nothing about its view.
	if err := os.WriteFile(filepath.Join(dir, marker), []byte("This folder is written by parley build.\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if written, removed := output(t, dir, map[string]string{"index.html": "other"}); written != 2 || removed != 1 {
		t.Errorf("wrote %d, removed %d", written, removed)
	}
}

// TestWhatWaitsIsForNobodyElse: an internal build that dies leaves its pages waiting in the folder of a public portal. Until the next
// build sweeps them away, who serves or copies the folder cannot read them. What is moved into place can be read by all.
func TestWhatWaitsIsForNobodyElse(t *testing.T) {
	dir := t.TempDir()
	output(t, dir, map[string]string{"index.html": "public"})
	out := begin(t, dir, "audience: internal\n")
	put(t, out, map[string]string{"index.html": "internal", "margins/index.html": "internal"})
	if mode := modeOf(t, filepath.Join(dir, out.waits)); mode != 0o700 {
		t.Errorf("what waits can be read with %v", mode)
	}
	if _, _, err := out.Commit(); err != nil {
		t.Fatal(err)
	}
	if folder, file := modeOf(t, filepath.Join(dir, "margins")), modeOf(t, filepath.Join(dir, "margins/index.html")); folder&0o55 != 0o55 || file&0o44 != 0o44 {
		t.Errorf("a folder is %v, and a page in it %v", folder, file)
	}
}

func modeOf(t *testing.T, name string) fs.FileMode {
	t.Helper()
	info, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	return info.Mode().Perm()
}

// TestAnOutputBehindALink is swept like any other; links inside it are removed, and what they lead to is not touched.
func TestAnOutputBehindALink(t *testing.T) {
	dir, elsewhere := t.TempDir(), t.TempDir()
	name := filepath.Join(t.TempDir(), "public")
	if err := os.Symlink(dir, name); err != nil {
		t.Fatal(err)
	}
	output(t, name, map[string]string{"index.html": "1", "old/index.html": "o", "gone.html": "g"})
	for _, link := range []string{"linked", "new"} {
		if err := os.Symlink(elsewhere, filepath.Join(dir, link)); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(elsewhere, "index.html"), []byte("n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, removed := output(t, name, map[string]string{"index.html": "1", "new/index.html": "n"}); removed != 3 {
		t.Errorf("removed %d", removed)
	}
	if diff := cmp.Diff(map[string]string{marker: string(mark(view)), "index.html": "1", "new/index.html": "n"}, tree(t, dir)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(map[string]string{"index.html": "n"}, tree(t, elsewhere)); diff != "" {
		t.Error(diff)
	}
}

func TestForeignFoldersAndPathsAreRefused(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "thesis.doc"), []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenOutput(dir, view); err == nil {
		t.Error("a folder with somebody's files was accepted")
	}
	if diff := cmp.Diff(map[string]string{"thesis.doc": "x"}, tree(t, dir)); diff != "" {
		t.Error(diff)
	}
	if err := os.Symlink("thesis.doc", filepath.Join(dir, marker)); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenOutput(dir, view); err == nil {
		t.Error("a link was taken for the mark of a build")
	}
	out := begin(t, t.TempDir(), view)
	for _, name := range []string{"../x", "/x", "a/../../x", ""} {
		if err := out.Put(File{Path: name}); err == nil {
			t.Errorf("%q was accepted", name)
		}
	}
}
