package git

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// The history of random repositories, with merges, renames, deletions, files that become folders, and clocks that go wrong,
// must be the one that git log tells, read at once or in pieces.
func TestHistoryIsThatOfGitLog(t *testing.T) {
	for seed := range uint64(10) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			s := newSandbox(t)
			s.init()
			random := rand.New(rand.NewPCG(seed, 7))
			build(s, random)
			compareWithLog(t, s)
			s.git("gc", "-q", "--aggressive", "--prune=now")
			compareWithLog(t, s)
			compareInPieces(t, s, random)
		})
	}
}

func compareWithLog(t *testing.T, s sandbox) {
	t.Helper()
	want := s.log()
	if len(want) < 5 {
		t.Fatal("the random history is too poor to show anything")
	}
	if diff := cmp.Diff(want, hashes(mustRead(t, s.dir).Changes)); diff != "" {
		t.Errorf("all files (-git +parley):\n%s", diff)
	}
	some := map[string][]string{}
	for name, list := range want {
		if within(name, "b/c") { // b/c is a file in some commits
			some[strings.TrimPrefix(name, "b/")] = list[:min(2, len(list))]
		}
	}
	if err := os.MkdirAll(filepath.Join(s.dir, "b"), 0o755); err != nil {
		t.Fatal(err)
	}
	h, err := ReadHistory(filepath.Join(s.dir, "b"), []string{"c", "nowhere"}, 2)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(some, hashes(h.Changes)); diff != "" {
		t.Errorf("two changes of the files in b/c, seen from b (-git +parley):\n%s", diff)
	}
}

// build makes some sixty commits on up to four branches.
func build(s sandbox, random *rand.Rand) {
	s.t.Helper()
	second, branches := 1700000000, []string{"main"}
	s.write("a/first.md", "first")
	s.commit(second, "first")
	for i := range 60 {
		second += random.IntN(4) * 30 // some at the same second
		if random.IntN(15) == 0 {
			second -= 100 // a clock that is behind
		}
		switch branch := branches[random.IntN(len(branches))]; {
		case random.IntN(8) == 0 && len(branches) < 4:
			name := fmt.Sprintf("branch%d", i)
			s.git("checkout", "-q", "-b", name)
			branches = append(branches, name)
		case random.IntN(5) == 0 && len(branches) > 1:
			s.mergeSomehow(second, branch, random)
			continue
		case random.IntN(4) == 0:
			s.git("checkout", "-q", branch)
		}
		s.change(random)
		s.commit(second, fmt.Sprintf("change %d", i))
	}
	s.git("checkout", "-q", "main")
	for _, branch := range branches[1:] {
		second += 60
		s.mergeSomehow(second, branch, random)
	}
}

// mergeSomehow merges a branch; where it conflicts, or by chance, the result is unlike both sides.
func (s sandbox) mergeSomehow(second int, branch string, random *rand.Rand) {
	s.t.Helper()
	out, err := s.try(second, nil, "merge", "-q", "--no-ff", "--no-commit", branch)
	switch {
	case strings.Contains(out, "BUG: merge-ort"): // too odd for git itself: go on without this merge
		os.Remove(filepath.Join(s.dir, ".git", "index.lock"))
		s.git("reset", "-q", "--hard")
	case err != nil && !strings.Contains(out, "CONFLICT"):
		s.t.Fatalf("merge: %s", out)
	}
	if random.IntN(2) == 0 {
		s.change(random)
	}
	s.commit(second, "merge "+branch)
}

// change edits, adds, moves or removes a few files. Names clash on purpose: "b/c" is a folder for some, a file for others,
// and "b.md", "b/", "b0" stand next to each other in different orders for Git and for strings.
func (s sandbox) change(random *rand.Rand) {
	s.t.Helper()
	names := []string{"a/first.md", "a/second.md", "b/c/one.md", "b/c/two.md", "b/c/d/three é.md", "b/c", "b.md", "b0", "b/c.md", "x/y/z/deep.md"}
	for range 1 + random.IntN(3) {
		name := names[random.IntN(len(names))]
		file := filepath.Join(s.dir, name)
		switch random.IntN(5) {
		case 0:
			os.RemoveAll(file)
		case 1:
			to := filepath.Join(s.dir, fmt.Sprintf("moved/%d.md", random.IntN(3)))
			os.MkdirAll(filepath.Dir(to), 0o755)
			os.RemoveAll(to)
			os.Rename(file, to)
		case 2:
			os.Chmod(file, 0o755)
		default:
			for parent := filepath.Dir(file); parent != s.dir; parent = filepath.Dir(parent) {
				if info, err := os.Stat(parent); err == nil && !info.IsDir() {
					os.Remove(parent)
				}
			}
			os.RemoveAll(file)
			s.write(name, fmt.Sprint(random.IntN(1000), strings.Repeat(" words", random.IntN(200))))
		}
	}
}
