package git

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

func (s sandbox) revisions() *Revisions {
	s.t.Helper()
	r, err := OpenRevisions(s.dir)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { _ = r.Close() })
	return r
}

func (s sandbox) tree(r *Revisions, name string) *Tree {
	s.t.Helper()
	t, err := r.Tree(name)
	if err != nil {
		s.t.Fatal(err)
	}
	return t
}

func (s sandbox) rev(name string) string { return strings.TrimSpace(s.git("rev-parse", name)) }

// TestPastAndMergeAreThoseOfGit builds branches at random, and compares what is new, where they meet, what differs and what merging
// gives with what git says. Where Git joins changes within a file, there has to be a clash here.
func TestPastAndMergeAreThoseOfGit(t *testing.T) {
	random := rand.New(rand.NewPCG(20261123, 7))
	merged, clashed := 0, 0
	for round := range 25 {
		s := newSandbox(t)
		s.init()
		second := 1_700_000_000
		edit := func() {
			second += 60
			for range 1 + random.IntN(3) {
				name := fmt.Sprintf("%c/%c/%d.txt", 'a'+random.IntN(3), 'a'+random.IntN(2), random.IntN(3))
				if random.IntN(6) == 0 {
					_ = os.Remove(filepath.Join(s.dir, name))
					continue
				}
				s.write(name, fmt.Sprintf("%d\n%d\n", random.IntN(1000), random.IntN(1000)))
			}
			s.commit(second, "edit")
		}
		edit()
		edit()
		s.git("branch", "side")
		for range 1 + random.IntN(3) {
			edit()
		}
		s.git("checkout", "-q", "side")
		for range 1 + random.IntN(3) {
			edit()
		}
		if round%3 == 0 { // a second point at which they meet
			_, _ = s.try(second+30, nil, "merge", "-q", "-X", "ours", "--no-ff", "-m", "merge", "main~1")
		}
		r := s.revisions()
		ours, theirs := s.tree(r, "main"), s.tree(r, "side")
		past, err := r.Past(ours)
		if err != nil {
			t.Fatal(err)
		}
		news, meet, err := past.Since(theirs)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, c := range news {
			got = append(got, c.Commit)
		}
		want := strings.Fields(s.git("rev-list", "main..side"))
		slices.Sort(want)
		bases := strings.Fields(s.git("merge-base", "--all", "main", "side"))
		slices.Sort(bases)
		if !slices.Equal(got, want) || !slices.Equal(meet, bases) {
			t.Fatalf("round %d: news %q, not %q; meet at %q, not %q", round, got, want, meet, bases)
		}
		differences, err := r.Compare(ours, theirs)
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, d := range differences {
			names = append(names, d.Path)
		}
		if want := strings.Fields(s.git("diff-tree", "-r", "--no-renames", "--name-only", "main", "side")); !slices.Equal(names, want) {
			t.Fatalf("round %d: %q differ, not %q", round, names, want)
		}
		tree, clashes, err := r.Merge(ours, theirs, meet)
		if err != nil {
			t.Fatal(err)
		}
		if len(clashes) > 0 {
			clashed++
			continue
		}
		merged++
		theirTree, err := s.try(second, nil, "-c", "merge.renames=false", "merge-tree", "--write-tree", "main", "side")
		if err != nil || strings.TrimSpace(theirTree) != tree.Commit {
			t.Fatalf("round %d: %s, and git says %s %v", round, tree.Commit, theirTree, err)
		}
	}
	if merged < 5 || clashed < 3 {
		t.Errorf("%d merges and %d clashes are too few to tell", merged, clashed)
	}
}

// TestLandings dates the states of a branch, with honest and forged times.
func TestLandings(t *testing.T) {
	day := func(n int) time.Time { return time.Unix(1_700_000_000, 0).UTC().AddDate(0, 0, n) }
	for name, test := range map[string]struct {
		committed []int // days, the first commit first
		since     int
		want      []int // the newest first
	}{
		"honest":              {[]int{0, 10, 20, 30}, -1, []int{30, 20, 10, 0}},
		"cut off":             {[]int{0, 10, 20, 30}, 15, []int{30, 20, 10}},
		"forged to be old":    {[]int{0, 10, 2, 30}, -1, []int{30, 30, 10, 0}},
		"the last is forged":  {[]int{0, 10, 20, 1}, -1, []int{40, 20, 10, 0}},
		"of the future":       {[]int{0, 10, 4000, 30}, -1, []int{30, 30, 10, 0}},
		"a clock that is off": {[]int{0, 10, 20, 20}, -1, []int{20, 20, 10, 0}},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSandbox(t)
			s.init()
			for i, n := range test.committed {
				s.write("a.txt", fmt.Sprint(i))
				s.commit(int(day(n).Unix()), "more")
			}
			r := s.revisions()
			landed, err := r.Landings(s.tree(r, "main"), day(test.since), day(40))
			if err != nil {
				t.Fatal(err)
			}
			var got []int
			for _, l := range landed {
				got = append(got, int(l.From.Sub(day(0)).Hours()/24))
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("%v, not %v", got, test.want)
			}
		})
	}
}

// TestWhole refuses what is cut off or bent.
func TestWhole(t *testing.T) {
	s := newSandbox(t)
	s.init()
	s.write("a.txt", "one")
	s.commit(1_700_000_000, "one")
	s.write("a.txt", "two")
	s.commit(1_700_000_060, "two")
	if err := s.revisions().Whole(); err != nil {
		t.Error(err)
	}
	shallow := s.at("shallow")
	s.git("clone", "-q", "--depth", "1", "file://"+s.dir, shallow.dir)
	if err := shallow.revisions().Whole(); !errors.Is(err, ErrCutOff) {
		t.Error("shallow", err)
	}
	s.git("config", "uploadpack.allowFilter", "true")
	partial := s.at("partial")
	s.git("clone", "-q", "--filter=blob:none", "--no-checkout", "file://"+s.dir, partial.dir)
	if err := partial.revisions().Whole(); !errors.Is(err, ErrCutOff) {
		t.Error("partial", err)
	}
	s.write(".git/info/grafts", "")
	if err := s.revisions().Whole(); !errors.Is(err, ErrCutOff) {
		t.Error("grafts", err)
	}
}

// TestBranchAndSteps names branches, and walks over what has landed.
func TestBranchAndSteps(t *testing.T) {
	s := newSandbox(t)
	s.init()
	for i := range 4 {
		s.write("a.txt", fmt.Sprint(i))
		s.commit(1_700_000_000+i, "more")
	}
	s.git("update-ref", "refs/remotes/origin/next/one", "HEAD~1")
	s.git("tag", "v1")
	r := s.revisions()
	for name, want := range map[string]string{"main": "main", "refs/heads/main": "main", "origin/next/one": "next/one", "refs/remotes/origin/next/one": "next/one",
		"HEAD": "", "v1": "", s.rev("main"): "", "main~1": "", "../main": "", "nowhere": ""} {
		if got := r.Branch(name); got != want {
			t.Errorf("%s is the branch %q, not %q", name, got, want)
		}
	}
	steps, err := r.Steps(s.tree(r, "main~2"), s.tree(r, "main"), 10)
	if err != nil || len(steps) != 2 || steps[0].Commit != s.rev("main~1") || steps[1].Commit != s.rev("main") || steps[0].Parents[0] != s.rev("main~2") {
		t.Error(steps, err)
	}
	if _, err := r.Steps(s.tree(r, "main"), s.tree(r, "main~2"), 10); err == nil {
		t.Error("history runs backwards")
	}
	if _, err := r.Steps(s.tree(r, "main~3"), s.tree(r, "main"), 2); err == nil {
		t.Error("three steps are two")
	}
}
