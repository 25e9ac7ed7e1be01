package git

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// twoCommits makes a small repository: a.md, then a.md and docs/b.md.
func twoCommits(t *testing.T) sandbox {
	s := newSandbox(t)
	s.init()
	s.write("a.md", "one")
	s.commit(1700000000, "Add a")
	s.write("a.md", "two")
	s.write("docs/b.md", "b")
	s.commit(1700000100, "Extend a\nand add b\n\nLong story.")
	return s
}

func TestChangeSaysWhoAndWhen(t *testing.T) {
	s := twoCommits(t)
	h := mustRead(t, s.dir)
	head := strings.TrimSpace(s.git("rev-parse", "HEAD"))
	first := strings.TrimSpace(s.git("rev-parse", "HEAD~1"))
	want := History{
		Head: head, HeadTime: time.Unix(1700000100, 0).UTC(),
		Changes: map[string][]Change{
			"a.md": {
				{Commit: head, Author: "Mara König", Subject: "Extend a and add b", When: time.Unix(1700000100, 0).UTC()},
				{Commit: first, Author: "Mara König", Subject: "Add a", When: time.Unix(1700000000, 0).UTC()},
			},
			"docs/b.md": {{Commit: head, Author: "Mara König", Subject: "Extend a and add b", When: time.Unix(1700000100, 0).UTC()}},
		},
	}
	if diff := cmp.Diff(want, h); diff != "" {
		t.Error(diff)
	}
}

func TestNothingToReadIsNoInvention(t *testing.T) {
	s := newSandbox(t)
	if _, err := ReadHistory(s.dir, []string{"."}, 1); !errors.Is(err, ErrNoRepository) {
		t.Errorf("without a repository: %v", err)
	}
	if _, err := ReadHistory(filepath.Join(s.dir, "missing"), []string{"."}, 1); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("without the folder: %v", err)
	}
	s.init()
	h, err := ReadHistory(s.dir, []string{"."}, 1)
	if diff := cmp.Diff(History{}, h); err != nil || diff != "" {
		t.Errorf("without commits: %v %s", err, diff)
	}
}

func TestFolderOfAWorkTree(t *testing.T) {
	s := twoCommits(t)
	h := mustRead(t, filepath.Join(s.dir, "docs"))
	if len(h.Changes) != 1 || len(h.Changes["b.md"]) != 1 {
		t.Errorf("seen from docs: %v", h.Changes)
	}
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(filepath.Join(s.dir, "docs"), link); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skipf("NOT TESTED, no symbolic links here: %v", err)
	}
	if diff := cmp.Diff(h, mustRead(t, link)); diff != "" {
		t.Errorf("seen through a link: %s", diff)
	}
	if h := mustRead(t, s.dir, "doc", "a.md"); len(h.Changes) != 1 || len(h.Changes["a.md"]) != 2 {
		t.Errorf("a folder is not a prefix of a name: %v", h.Changes)
	}
	if h, err := ReadHistory(s.dir, []string{"."}, 1); err != nil || len(h.Changes["a.md"]) != 1 || h.Changes["a.md"][0].Commit != h.Head {
		t.Errorf("one change each: %v %v", h.Changes, err)
	}
	for _, outside := range []string{"..", "../a.md", "/etc"} {
		if _, err := ReadHistory(filepath.Join(s.dir, "docs"), []string{outside}, 1); err == nil {
			t.Errorf("%s is outside, but is read", outside)
		}
	}
}

func TestShallowCloneSaysSo(t *testing.T) {
	origin := newSandbox(t).at("origin")
	origin.write("old.md", "old")
	origin.init()
	origin.commit(1700000000, "Add old")
	origin.write("cut.md", "cut")
	origin.commit(1700000100, "Add cut")
	origin.write("new.md", "new")
	origin.commit(1700000200, "Add new")
	origin.git("clone", "-q", "--depth=2", "file://"+origin.dir, "../shallow")
	h := mustRead(t, origin.at("../shallow").dir)
	head := strings.TrimSpace(origin.git("rev-parse", "HEAD"))
	if diff := cmp.Diff(map[string][]string{"new.md": {head}}, hashes(h.Changes)); diff != "" || !h.Shallow || h.Head != head {
		t.Errorf("shallow: %v, %s", h.Shallow, diff)
	}
}

func TestMergeOfThreeThatIsUnlikeAll(t *testing.T) {
	s := twoCommits(t)
	var parents []string
	for _, name := range []string{"x", "y", "z"} {
		s.git("checkout", "-q", "-b", name, "main")
		s.write(name+".md", name)
		s.write("same.md", "same")
		s.commit(1700000200, "Add "+name)
		parents = append(parents, "-p", name)
	}
	s.write("x.md", "x")
	s.write("y.md", "another y")
	s.write("same.md", "not the same")
	if err := os.Remove(filepath.Join(s.dir, "a.md")); err != nil {
		t.Fatal(err)
	}
	s.git("add", "-A")
	tree := strings.TrimSpace(s.git("write-tree"))
	merge := strings.TrimSpace(s.gitAt(1700000300, nil, append([]string{"commit-tree", tree, "-m", "merge"}, parents...)...))
	s.git("reset", "-q", "--hard", merge)
	got := hashes(mustRead(t, s.dir).Changes)
	if diff := cmp.Diff(s.log(), got); diff != "" {
		t.Errorf("(-git +parley):\n%s", diff)
	}
	for name, want := range map[string]bool{"a.md": true, "same.md": true, "y.md": true, "x.md": false, "z.md": false} {
		if (got[name][0] == merge) != want {
			t.Errorf("%s changed in the merge: %v", name, !want)
		}
	}
}
