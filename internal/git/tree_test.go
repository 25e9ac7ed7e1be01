package git

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
)

func openTree(t *testing.T, dir, revision string) *Tree {
	t.Helper()
	r, err := OpenRevisions(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Close() })
	tree, err := r.Tree(revision)
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

func history(t *testing.T) sandbox {
	t.Helper()
	s := newSandbox(t)
	s.init()
	s.write("content/a.md", "one\n")
	s.write("content/deep/er/b.md", "deep\n")
	s.commit(1700000000, "first")
	s.git("tag", "-a", "-m", "A tag", "v1")
	s.write("content/a.md", "two\n")
	s.commit(1700000100, "second")
	if err := os.Symlink("a.md", filepath.Join(s.dir, "content", "link.md")); err != nil {
		t.Skip("SKIPPED, NOTHING TESTED: no links on this disk")
	}
	s.write("content/a.md", "three\n")
	s.commit(1700000200, "third")
	s.git("repack", "-a", "-d", "-q")
	return s
}

func TestTreeIsAFileSystem(t *testing.T) {
	tree := openTree(t, history(t).dir, "HEAD~")
	if err := fstest.TestFS(tree, "content/a.md", "content/deep/er/b.md"); err != nil {
		t.Fatal(err)
	}
}

func TestTreeOfARevision(t *testing.T) {
	s := history(t)
	first := strings.TrimSpace(s.git("rev-parse", "HEAD~2"))
	for revision, want := range map[string]string{"HEAD": "three\n", "main": "three\n", "HEAD~1": "two\n", "main^": "two\n", "v1": "one\n", "HEAD~2": "one\n",
		"refs/heads/main~~": "one\n", first: "one\n", "HEAD^0": "three\n", "tags/v1": "one\n"} {
		data, err := openTree(t, s.dir, revision).ReadFile("content/a.md")
		if err != nil || string(data) != want {
			t.Errorf("%s has %q, %v; want %q", revision, data, err, want)
		}
	}
	below := openTree(t, filepath.Join(s.dir, "content"), "HEAD")
	if data, err := below.ReadFile("deep/er/b.md"); err != nil || string(data) != "deep\n" {
		t.Errorf("below a folder: %q, %v", data, err)
	}
}

func TestLinksAreToldApart(t *testing.T) {
	tree := openTree(t, history(t).dir, "HEAD")
	info, err := fs.Lstat(tree, "content/link.md")
	if err != nil || info.Mode()&fs.ModeSymlink == 0 {
		t.Errorf("the link is %v, %v", info, err)
	}
	if _, err := tree.ReadFile("content/link.md"); err == nil {
		t.Error("a link was followed")
	}
}

func TestRevisionsThatAreNone(t *testing.T) {
	s := history(t)
	s.git("branch", "v1")
	r, err := OpenRevisions(s.dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Close() }()
	for revision, want := range map[string]string{
		"gone": "no such", "v1": "could mean", "HEAD~9": "no such parent", "HEAD^2": "no such parent", "HEAD~x": "may follow", "../../etc/passwd": "no such", "": "no such",
		"HEAD~99999999999999999999": "too large", strings.Repeat("0", 40): "missing", "HEAD^{tree}": "may follow",
	} {
		if _, err := r.Tree(revision); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v; want something with %q", revision, err, want)
		}
	}
}
