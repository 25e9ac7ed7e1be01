package main

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestOurOwnGateIsWell has doctor look at our own workflows, owners and rules, and at what is left when one of them goes.
func TestOurOwnGateIsWell(t *testing.T) {
	c := newCompany(t)
	if err := os.CopyFS(filepath.Join(c.dir, ".github"), os.DirFS("../../.github")); err != nil {
		t.Fatal(err)
	}
	c.commit("founder", "2026-02-01T00:00:00Z")
	rules := `[{"type":"pull_request"},{"type":"required_status_checks","parameters":{"required_status_checks":[{"context":"Price gate","integration_id":15368}]}},{"type":"non_fast_forward"},{"type":"deletion"}]`
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/repos/alder/ops/rules/branches/main" {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		_, _ = w.Write([]byte(rules))
	}))
	defer server.Close()
	t.Setenv("GITHUB_API_URL", server.URL)
	t.Setenv("GITHUB_TOKEN", "secret")
	t.Setenv("GITHUB_REPOSITORY", "alder/ops")
	doctor := func(args ...string) (int, string) {
		var out bytes.Buffer
		code := run(context.Background(), append([]string{"-C", c.dir, "gate", "doctor", "--now", "2026-11-20T12:00:00Z"}, args...), &out, &out)
		return code, out.String()
	}
	if code, text := doctor("--github"); code != 0 {
		t.Error(code, text)
	}
	rules = `[{"type":"pull_request"}]`
	if code, text := doctor("--github"); code != 1 || !strings.Contains(text, `the check "Price gate" is not required`) || !strings.Contains(text, "no rule deletion") {
		t.Error(code, text)
	}
	rules = `{"message":"Not Found"}`
	if code, text := doctor("--github"); code != 3 {
		t.Error(code, text)
	}
	for name, test := range map[string][3]string{
		"workflow": {".github/workflows/gate.yml", "  merge_group:\n    types: [checks_requested]\n", "lands together"},
		"owners":   {".github/CODEOWNERS", "/pricing/", "nobody owns /pricing/"},
		"role":     {"pricing/approvers.yaml", "role: finance", "nobody is left who could approve as finance"},
		"policy":   {"pricing/policy.yaml", "evidence: forge", "POLICY_INVALID"},
	} {
		c.git("checkout", "-q", "-B", name, "main")
		text, err := os.ReadFile(filepath.Join(c.dir, test[0]))
		if err != nil || !strings.Contains(string(text), test[1]) {
			t.Fatal(name, err)
		}
		c.write(test[0], strings.NewReplacer(test[1], strings.Map(func(r rune) rune {
			if r == 'f' || r == 'r' || r == 'm' {
				return 'x'
			}
			return r
		}, test[1])).Replace(string(text)))
		if name == "owners" {
			c.write(test[0], "/other/ @somebody\n")
		}
		c.commit("founder", "2026-02-02T00:00:00Z")
		if code, told := doctor(); code != 1 || !strings.Contains(told, test[2]) {
			t.Error(name, code, told)
		}
	}
}

// TestEveryReasonIsExplained holds the page for editors to the codes that the gate can give.
func TestEveryReasonIsExplained(t *testing.T) {
	codes, err := os.ReadFile("../../internal/approval/code.go")
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile("../../content/internal/gate-reasons.md")
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(`Code = "([A-Z_]+)"`).FindAllStringSubmatch(string(codes), -1)
	for _, code := range found {
		if !strings.Contains(string(page), "| `"+code[1]+"` | ") {
			t.Errorf("the page does not explain %s", code[1])
		}
	}
	if rows := strings.Count(string(page), "\n| `"); rows != len(found) || len(found) < 70 {
		t.Errorf("%d reasons are explained, and there are %d", rows, len(found))
	}
}
