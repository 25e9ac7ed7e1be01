package pipeline

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestTheHistoryDoesNotDependOnWhatIsKept reads a history with nothing kept, with what the last reading has kept, and with
// that damaged or exchanged for what another repository keeps.
func TestTheHistoryDoesNotDependOnWhatIsKept(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("the git command is missing, and this is CI")
		}
		t.Skip("SKIPPED, NOTHING TESTED: there is no git command to build repositories with")
	}
	committed := func(more string) *Repository {
		dir := filepath.Join(t.TempDir(), "company")
		if _, err := Init(dir); err != nil {
			t.Fatal(err)
		}
		for _, args := range [][]string{{"init", "-q"}, {"add", "-A"}, {"commit", "-q", "-m", "All" + more}, {"commit", "-q", "--allow-empty", "-m", "Nothing"}} {
			command := exec.Command("git", append([]string{"-C", dir, "-c", "user.name=Ana", "-c", "user.email=ana@example.com"}, args...)...)
			if out, err := command.CombinedOutput(); err != nil {
				t.Fatalf("%v: %s", args, out)
			}
		}
		return open(t, dir)
	}
	r, other := committed(""), committed(" of another")
	other.ReadHistory()
	want, _ := r.ReadHistory()
	if len(want.Changes) == 0 || r.knownCommits().Len() != 2 {
		t.Fatalf("%d files have a history; %d commits are kept", len(want.Changes), r.knownCommits().Len())
	}
	name := r.cacheFile(commits)
	whole, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	foreign, err := os.ReadFile(other.cacheFile(commits))
	if err != nil {
		t.Fatal(err)
	}
	for _, kept := range [][]byte{whole, whole[:len(whole)/2], append(append([]byte{}, whole[:len(whole)-1]...), whole[len(whole)-1]^1), foreign, nil} {
		if err := os.WriteFile(name, kept, 0o600); err != nil {
			t.Fatal(err)
		}
		if got, findings := r.ReadHistory(); cmp.Diff(want, got) != "" || len(findings) > 0 {
			t.Errorf("with %d bytes kept: %v %s", len(kept), findings, cmp.Diff(want, got))
		}
	}
}
