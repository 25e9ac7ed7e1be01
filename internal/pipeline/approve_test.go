package pipeline

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"parley/internal/approval"
)

// TestSign signs with a good key, with one that is too weak, and with none.
func TestSign(t *testing.T) {
	if _, err := exec.LookPath("ssh-keygen"); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("there is no ssh-keygen on this machine: apt-get install openssh-client")
		}
		t.Skip("SKIPPED, NOTHING SIGNED: there is no ssh-keygen on this machine")
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	s := approval.Statement{Version: 1, Repository: "alder/ops", Branch: "main", Digest: "sha256:" + strings.Repeat("a", 64), Person: "zoe", Role: "finance",
		Decision: approval.Approved, At: "2026-11-20T09:00:00Z", Until: "2026-11-27T09:00:00Z"}
	dir := t.TempDir()
	for name, test := range map[string]struct {
		options []string
		problem string
	}{
		"ed25519": {[]string{"-t", "ed25519"}, ""},
		"weak":    {[]string{"-t", "rsa", "-b", "2048"}, "will not count"},
		"-none":   {nil, "has not signed"},
	} {
		file := filepath.Join(dir, name)
		if test.options != nil {
			if out, err := exec.CommandContext(ctx, "ssh-keygen", append(test.options, "-q", "-N", "", "-f", file)...).CombinedOutput(); err != nil {
				t.Fatal(err, string(out))
			}
		}
		text, armoured, err := Sign(ctx, file, s)
		if test.problem != "" {
			if err == nil || !strings.Contains(err.Error(), test.problem) {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if o := approval.ReadSigned(s.Path(), text, armoured); err != nil || !o.Verified || o.Person != "zoe" {
			t.Errorf("%s: %+v %v", name, o, err)
		}
	}
	if _, _, err := Sign(ctx, filepath.Join(dir, "ed25519"), approval.Statement{}); err == nil {
		t.Error("a statement that says nothing is signed")
	}
}
