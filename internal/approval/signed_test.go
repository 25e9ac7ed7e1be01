package approval

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"parley/internal/signature"
)

func statement() Statement {
	return Statement{Version: 1, Repository: "alder/ops", Branch: "main", Digest: digest, Person: "zoe", Role: "finance", Decision: Approved,
		Reason: "the margin stays above the floor", At: "2026-11-20T09:00:00Z", Until: "2026-11-27T09:00:00Z"}
}

func textOf(t *testing.T, s Statement) []byte {
	t.Helper()
	text, err := s.Text()
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// signer makes a key with the real ssh-keygen, and signs with it.
type signer struct {
	t    *testing.T
	file string
	key  string
}

func newSigner(t *testing.T) signer {
	t.Helper()
	if _, err := exec.LookPath("ssh-keygen"); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("there is no ssh-keygen on this machine: apt-get install openssh-client")
		}
		t.Skip("SKIPPED, NOTHING SIGNED: there is no ssh-keygen on this machine")
	}
	s := signer{t: t, file: filepath.Join(t.TempDir(), "key")}
	s.run(nil, "-q", "-t", "ed25519", "-N", "", "-C", "zoe", "-f", s.file)
	line, err := os.ReadFile(s.file + ".pub")
	if err != nil {
		t.Fatal(err)
	}
	key, err := signature.ParseKey(strings.TrimSpace(string(line)))
	if err != nil {
		t.Fatal(err)
	}
	s.key = string(key)
	return s
}

func (s signer) run(stdin []byte, args ...string) []byte {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(s.t.Context(), time.Minute)
	defer cancel()
	command := exec.CommandContext(ctx, "ssh-keygen", args...)
	command.Stdin = bytes.NewReader(stdin)
	out, err := command.Output()
	if err != nil {
		s.t.Fatalf("ssh-keygen %v: %v", args, err)
	}
	return out
}

func (s signer) sign(text []byte, namespace string) []byte {
	s.t.Helper()
	return s.run(text, "-Y", "sign", "-q", "-n", namespace, "-f", s.file)
}

// TestSignedFiles follows approvals from ssh-keygen to the decision.
func TestSignedFiles(t *testing.T) {
	mine, other := newSigner(t), newSigner(t)
	for _, test := range []struct {
		name  string
		alter func(*Statement)
		text  func([]byte) []byte // after it was signed
		place string
		space string
		with  *signer
		code  Code // why it does not count; "" where it does
	}{
		{name: "as it should be"},
		{name: "for another role", alter: func(s *Statement) { s.Role = "product" }, code: RoleScope},
		{name: "for another branch", alter: func(s *Statement) { s.Branch = "release" }, code: WrongSubject},
		{name: "for another repository", alter: func(s *Statement) { s.Repository = "alder/fork" }, code: WrongSubject},
		{name: "for another change", alter: func(s *Statement) { s.Digest = oldDigest }, code: Stale},
		{name: "expired", alter: func(s *Statement) { s.Until = "2026-11-20T11:59:59Z" }, code: Expired},
		{name: "of tomorrow", alter: func(s *Statement) { s.At = "2026-11-21T09:00:00Z" }, code: TimeInvalid},
		{name: "names somebody else", alter: func(s *Statement) { s.Person = "boris" }, code: KeyInvalid},
		{name: "names nobody", alter: func(s *Statement) { s.Person = "nobody" }, code: NotRegistered},
		{name: "signed by somebody else", with: &other, code: KeyInvalid},
		{name: "signed as a file", space: "file", code: KeyInvalid},
		{name: "signed as a commit", space: "git", code: KeyInvalid},
		{name: "digest exchanged", alter: func(s *Statement) { s.Digest = oldDigest }, text: func(b []byte) []byte { return bytes.ReplaceAll(b, []byte(oldDigest), []byte(digest)) },
			place: statement().Path(), code: KeyInvalid},
		{name: "a blank more", text: func(b []byte) []byte { return append(b, ' ') }, code: NotAnApproval},
		{name: "a key twice", text: func(b []byte) []byte {
			return bytes.Replace(b, []byte(`"version": 1,`), []byte(`"version": 1, "version": 1,`), 1)
		}, code: NotAnApproval},
		{name: "a key more", text: func(b []byte) []byte {
			return bytes.Replace(b, []byte(`"version": 1,`), []byte(`"version": 1, "note": "",`), 1)
		}, code: NotAnApproval},
		{name: "in the folder of another change", place: ApprovalsPath + "/" + strings.Repeat("c", 64) + "/zoe-finance.json", code: WrongSubject},
		{name: "under the name of somebody else", place: ApprovalsPath + "/" + strings.Repeat("a", 64) + "/boris-finance.json", code: WrongSubject},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := statement()
			if test.alter != nil {
				test.alter(&s)
			}
			text, by, space := textOf(t, s), mine, Namespace
			if test.with != nil {
				by = *test.with
			}
			if test.space != "" {
				space = test.space
			}
			sig := by.sign(text, space)
			if test.text != nil {
				text = test.text(text)
			}
			place := s.Path()
			if test.place != "" {
				place = test.place
			}
			f := facts(medium...)
			people1(&f, "zoe", func(p *Person) { p.Keys = []Key{{mine.key, Span{From: at("2026-01-01T00:00:00Z")}}} })
			f.Opinions = append(approvals("anna"), ReadSigned(place, text, sig))
			d := Decide(thePolicy(t), f)
			switch {
			case test.code == "" && d.Verdict != Pass:
				t.Errorf("%+v", d)
			case test.code != "" && (d.Verdict != Pending || len(d.Rejected) != 1 || d.Rejected[0].Code != test.code):
				t.Errorf("%s, rejected %+v, want %s", d.Verdict, d.Rejected, test.code)
			}
		})
	}
}

func TestAStatementHasOneSpelling(t *testing.T) {
	text := textOf(t, statement())
	if back, err := ReadStatement(text); err != nil || back != statement() {
		t.Errorf("%+v %v", back, err)
	}
	for name, alter := range map[string]func(*Statement){
		"version": func(s *Statement) { s.Version = 2 }, "repository": func(s *Statement) { s.Repository = "" }, "branch": func(s *Statement) { s.Branch = "a b" },
		"digest": func(s *Statement) { s.Digest = "sha256:abc" }, "person": func(s *Statement) { s.Person = "../x" }, "role": func(s *Statement) { s.Role = "" },
		"decision": func(s *Statement) { s.Decision = Commented }, "time": func(s *Statement) { s.At = "2026-11-20T09:00:00+01:00" }, "end": func(s *Statement) { s.Until = s.At },
		"reason": func(s *Statement) { s.Reason = "a\nb" },
	} {
		s := statement()
		alter(&s)
		if _, err := s.Text(); err == nil {
			t.Errorf("%s: %+v has a text", name, s)
		}
	}
}

func TestChangeDigest(t *testing.T) {
	rows := []Row{{"a", []byte("1"), []byte("2")}, {"b", nil, []byte("3")}, {"same", []byte("4"), []byte("4")}}
	first, err := ChangeDigest(rows, "sha256:p")
	if err != nil || !digestID.MatchString(first) {
		t.Fatal(first, err)
	}
	for name, test := range map[string]struct {
		rows   []Row
		policy string
		same   bool
	}{
		"another order, fewer rows that are the same": {[]Row{rows[1], rows[0]}, "sha256:p", true},
		"another policy":     {rows, "sha256:q", false},
		"another result":     {[]Row{{"a", []byte("1"), []byte("5")}, rows[1]}, "sha256:p", false},
		"another base":       {[]Row{{"a", []byte("0"), []byte("2")}, rows[1]}, "sha256:p", false},
		"empty for missing":  {[]Row{rows[0], {"b", []byte{}, []byte("3")}}, "sha256:p", false},
		"bytes moved across": {[]Row{{"a1", nil, []byte("2")}, rows[1]}, "sha256:p", false},
		"a row less":         {rows[:1], "sha256:p", false},
	} {
		if got, err := ChangeDigest(test.rows, test.policy); err != nil || (got == first) != test.same {
			t.Errorf("%s: %s %v", name, got, err)
		}
	}
	if _, err := ChangeDigest([]Row{rows[0], rows[0]}, "p"); err == nil {
		t.Error("two rows of one key have a digest")
	}
}

// TestSpellingsOfOnePolicy digests a policy in two spellings, and in ones that mean something else.
func TestSpellingsOfOnePolicy(t *testing.T) {
	want := thePolicy(t).Digest
	for text, same := range map[string]bool{
		"# a comment\n" + policyText: true,
		strings.Replace(policyText, `evidence: forge`, `evidence:   "forge"`, 1): true,
		strings.Replace(policyText, `"2%"`, `"3%"`, 1):                           false,
		strings.Replace(policyText, "people: 2", "people: 3", 1):                 false,
	} {
		p, findings := ReadPolicy([]byte(text))
		if len(findings) > 0 || (p.Digest == want) != same {
			t.Errorf("%s: %v %v", text, p.Digest, findings)
		}
	}
}

// TestReadPolicyIsStrict has policies that must not be taken for something else than they say.
func TestReadPolicyIsStrict(t *testing.T) {
	for old, written := range map[string]string{
		`change: "2%"`:               `treshold: "2%"`,
		`change: "10%"`:              `change: .inf`,
		`"3%"`:                       `0.03`,
		`"12%"`:                      `12`,
		`"500 EUR"`:                  `"500 XXX"`,
		`"5000 EUR"`:                 `"5e3 EUR"`,
		`evidence: forge`:            `evidence: none`,
		`people: 2`:                  `people: 0`,
		`count: 1`:                   `count: 0`,
		`{role: product}`:            `{}`,
		`30d:`:                       `30:`,
		`name: high`:                 `name: higher`,
		`kind: price-policy`:         `kind: page`,
		`max_age: "14d"`:             `max_age: "-14d"`,
		`[{role: product}, {role: f`: `[&a {role: product}, *a, {role: f`,
		`within: "24h"`:              `within: "24h", within: "48h"`,
	} {
		text := strings.Replace(policyText, old, written, 1)
		if _, findings := ReadPolicy([]byte(text)); text == policyText || !findings.HasErrors() {
			t.Errorf("%s in place of %s is accepted", written, old)
		}
	}
}

func FuzzReadSigned(f *testing.F) {
	text, _ := statement().Text()
	f.Add(string(text), "-----BEGIN SSH SIGNATURE-----\nU1NIU0lH\n-----END SSH SIGNATURE-----\n")
	f.Fuzz(func(t *testing.T, text, sig string) {
		if o := ReadSigned(statement().Path(), []byte(text), []byte(sig)); o.Verified || o.Flaw == "" {
			t.Errorf("%+v", o)
		}
	})
}

func FuzzReadPolicy(f *testing.F) {
	f.Add(policyText)
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 1<<12 {
			return
		}
		if p, findings := ReadPolicy([]byte(text)); !findings.HasErrors() && len(p.flaws()) > 0 {
			t.Errorf("nothing is found, but %v", p.flaws())
		}
		ReadRegistry([]byte(text))
	})
}
