package pipeline

import (
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"parley/internal/kind"
	"parley/internal/workspace"
)

// works builds the starter's portal and reports whether that was any work.
func works(t *testing.T, dir, out string, view workspace.View, day string) bool {
	t.Helper()
	var worked atomic.Bool
	_, err := Build(open(t, dir), BuildOptions{Moment: Moment{AsOf: day}, View: view, Out: out}, func(int, int) { worked.Store(true) })
	if err != nil {
		t.Fatal(err)
	}
	return worked.Load()
}

// TestABuildOfWhichNothingHasChangedIsNoWork touches one thing after the other on which a build depends.
func TestABuildOfWhichNothingHasChangedIsNoWork(t *testing.T) {
	if testing.Short() {
		t.Skip("builds of the whole company again and again: go test without -short makes them")
	}
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "company")
	if _, err := Init(dir); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(dir, "public")
	view := workspace.View{Audience: kind.Partner}
	settle := func() {
		for range 2000 { // what was written a moment ago is not relied on
			if !works(t, dir, out, view, today) {
				return
			}
		}
		t.Skip("nothing is ever taken for unchanged on this system")
	}
	settle()
	want := files(t, out)
	page := filepath.Join(dir, "content", "index.md")
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	write := func(name, text string) func() error {
		return func() error { return os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644) }
	}
	for name, change := range map[string]func() error{
		"a page":            write("content/index.md", string(text)+"\nMore.\n"),
		"a new page":        write("content/new.md", "# New\n\nText.\n"),
		"an output file":    write("public/index.html", "tampered"),
		"a foreign file":    write("public/foreign.txt", "foreign"),
		"a missing file":    func() error { return os.Remove(filepath.Join(out, "robots.txt")) },
		"the whole output":  func() error { return os.RemoveAll(out) },
		"a theme's new one": func() error { return os.MkdirAll(filepath.Join(dir, "themes", "default", "assets"), 0o755) },
	} {
		if err := change(); err != nil {
			t.Fatal(err)
		}
		if !works(t, dir, out, view, today) {
			t.Errorf("%s: nothing was done", name)
		}
		if err := os.WriteFile(page, text, 0o644); err != nil {
			t.Fatal(err)
		}
		_ = os.Remove(filepath.Join(dir, "content", "new.md"))
		settle()
		if diff := cmp.Diff(want, files(t, out)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	if !works(t, dir, out, workspace.View{Audience: kind.Internal}, today) || !works(t, dir, out, view, today) {
		t.Error("another audience: nothing was done")
	}
	settle()
	if !works(t, dir, out, view, "2027-01-01") {
		t.Error("another day: nothing was done")
	}
}
