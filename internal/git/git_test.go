package git

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// A sandbox is a folder in which the git command runs, untouched by the settings of the machine.
type sandbox struct {
	t   testing.TB
	dir string
}

func newSandbox(t testing.TB) sandbox {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("the git command is missing, and this is CI")
		}
		t.Skip("SKIPPED, NOTHING TESTED: there is no git command to build repositories with")
	}
	return sandbox{t, t.TempDir()}
}

func (s sandbox) at(dir string) sandbox { return sandbox{s.t, filepath.Join(s.dir, dir)} }

func (s sandbox) git(args ...string) string {
	s.t.Helper()
	return s.gitAt(1700000000, nil, args...)
}

// gitAt runs git as if it were the given second.
func (s sandbox) gitAt(second int, input []byte, args ...string) string {
	s.t.Helper()
	out, err := s.try(second, input, args...)
	if err != nil {
		s.t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return out
}

func (s sandbox) try(second int, input []byte, args ...string) (string, error) {
	cmd := exec.Command("git", args...)
	cmd.Dir = s.dir
	if input != nil {
		cmd.Stdin = bytes.NewReader(input)
	}
	when := fmt.Sprintf("%d +0200", second)
	cmd.Env = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + s.t.TempDir(), "LC_ALL=C", "TZ=UTC",
		"GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_SYSTEM=/dev/null", "GIT_CONFIG_NOSYSTEM=1", "GIT_TERMINAL_PROMPT=0",
		"GIT_AUTHOR_NAME=Mara König", "GIT_AUTHOR_EMAIL=mara@example.com", "GIT_AUTHOR_DATE=" + when,
		"GIT_COMMITTER_NAME=Bot", "GIT_COMMITTER_EMAIL=bot@example.com", "GIT_COMMITTER_DATE=" + when,
	}
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func (s sandbox) init() {
	s.t.Helper()
	s.git("init", "-q", "-b", "main", ".")
}

func (s sandbox) write(name, text string) {
	s.t.Helper()
	file := filepath.Join(s.dir, name)
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		s.t.Fatal(err)
	}
}

func (s sandbox) commit(second int, subject string) {
	s.t.Helper()
	s.git("add", "-A")
	s.gitAt(second, nil, "commit", "-q", "--allow-empty", "-m", subject)
}

// log is the history as git tells it: for each path the commits that changed it, newest first.
func (s sandbox) log(args ...string) map[string][]string {
	s.t.Helper()
	args = append([]string{"-c", "core.quotePath=false", "-c", "log.showRoot=true", "log", "-c", "--name-only", "--no-renames", "--format=%x01%H"}, args...)
	changes := map[string][]string{}
	for _, record := range strings.Split(s.git(args...), "\x01")[1:] {
		lines := strings.Split(strings.TrimSpace(record), "\n")
		for _, name := range lines[1:] {
			if name != "" {
				changes[name] = append(changes[name], lines[0])
			}
		}
	}
	return changes
}

func hashes(changes map[string][]Change) map[string][]string {
	all := map[string][]string{}
	for name, list := range changes {
		for _, c := range list {
			all[name] = append(all[name], c.Commit)
		}
	}
	return all
}

func mustRead(t testing.TB, dir string, under ...string) History {
	t.Helper()
	if under == nil {
		under = []string{"."}
	}
	h, err := ReadHistory(dir, under, 0)
	if err != nil {
		t.Fatal(err)
	}
	return h
}
