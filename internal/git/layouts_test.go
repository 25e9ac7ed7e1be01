package git

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// However the repository is laid out, the history is that of git log.
func TestLayouts(t *testing.T) {
	for name, lay := range map[string]func(s sandbox) sandbox{
		"detached head":        func(s sandbox) sandbox { s.git("checkout", "-q", "--detach"); return s },
		"packed refs, objects": func(s sandbox) sandbox { s.git("pack-refs", "--all"); s.git("gc", "-q"); return s },
		"work tree": func(s sandbox) sandbox {
			s.git("worktree", "add", "-q", "-b", "side", "../tree")
			s.at("../tree").write("c.md", "c")
			s.at("../tree").commit(1700000200, "Add c")
			return s.at("../tree")
		},
		"work tree of a bare repository that borrows": func(s sandbox) sandbox {
			s.git("clone", "-q", "--bare", "--shared", ".", "../bare")
			s.at("../bare").git("worktree", "add", "-q", "../tree", "main")
			return s.at("../tree")
		},
		"bare": func(s sandbox) sandbox { s.git("clone", "-q", "--bare", ".", "../bare"); return s.at("../bare") },
		"borrowed objects, and borrowed again": func(s sandbox) sandbox {
			s.git("gc", "-q")
			s.git("clone", "-q", "--shared", ".", "../second")
			s.git("clone", "-q", "--shared", "../second", "../third")
			s.at("../third").write("c.md", "c")
			s.at("../third").commit(1700000200, "Add c")
			return s.at("../third")
		},
		"borrowed by a relative path": func(s sandbox) sandbox {
			s.git("clone", "-q", "--shared", ".", "../second")
			s.at("../second").write(".git/objects/info/alternates", "# a comment\n../../../origin/.git/objects\n/no/such/place\n")
			return s.at("../second")
		},
		"submodule": func(s sandbox) sandbox {
			s.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", "../origin", "sub")
			s.commit(1700000200, "Add a submodule")
			return s.at("sub")
		},
		"settings that only git knows": func(s sandbox) sandbox {
			s.git("sparse-checkout", "set", "docs")
			s.write(".git/config", "[core]\n\trepositoryformatversion = 1\n[extensions]\n\tworktreeConfig = true ; why not\n"+
				"[branch \"main\"]\n\tmerge = nonsense\n[Section.With.dots]\n\tkey\n")
			return s
		},
		"blobless clone": func(s sandbox) sandbox {
			s.git("config", "uploadpack.allowFilter", "true")
			s.git("clone", "-q", "--no-checkout", "--filter=blob:none", "file://"+s.dir, "../partial")
			return s.at("../partial")
		},
	} {
		t.Run(name, func(t *testing.T) {
			origin := newSandbox(t).at("origin")
			origin.write("a.md", "one")
			origin.init()
			origin.commit(1700000000, "Add a")
			origin.write("docs/b.md", "b")
			origin.commit(1700000100, "Add b")
			s := lay(origin)
			h := mustRead(t, s.dir)
			if diff := cmp.Diff(s.log(), hashes(h.Changes)); diff != "" || h.Shallow || len(h.Changes) < 2 {
				t.Errorf("shallow: %v (-git +parley):\n%s", h.Shallow, diff)
			}
			if head := strings.TrimSpace(s.git("rev-parse", "HEAD")); h.Head != head {
				t.Errorf("head is %s, want %s", h.Head, head)
			}
		})
	}
}

func TestWhatCannotBeRead(t *testing.T) {
	s := newSandbox(t).at("sha256")
	s.write("a.md", "a")
	if out, err := s.try(1700000000, nil, "init", "-q", "--object-format=sha256", "."); err != nil {
		t.Skip("this git makes no SHA-256 repositories: " + out)
	}
	s.commit(1700000000, "Add a")
	if _, err := ReadHistory(s.dir, []string{"."}, 1); err == nil || !strings.Contains(err.Error(), "SHA256") {
		t.Errorf("a SHA-256 repository: %v", err)
	}

	s = twoCommits(t)
	s.write(".git/config", "[extensions]\nrefStorage = reftable\n")
	if _, err := ReadHistory(s.dir, []string{"."}, 1); err == nil || !strings.Contains(err.Error(), "reftable") {
		t.Errorf("a repository with reftable: %v", err)
	}

	s = twoCommits(t)
	tree := strings.TrimSpace(s.git("rev-parse", "HEAD:docs"))
	if err := os.Remove(filepath.Join(s.dir, ".git/objects", tree[:2], tree[2:])); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadHistory(s.dir, []string{"."}, 1); err == nil || !strings.Contains(err.Error(), tree) {
		t.Errorf("a missing tree: %v", err)
	}

	s = twoCommits(t)
	s.write(".git/refs/heads/main", "1234567890123456789012345678901234567890\n")
	if _, err := ReadHistory(s.dir, []string{"."}, 1); err == nil || !strings.Contains(err.Error(), "1234567890") {
		t.Errorf("a missing commit: %v", err)
	}
}
