package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"
)

// hub plays GitHub for one repository: pull requests by number, their reviews, the comments of all, and whose each commit is.
type hub struct {
	pulls    map[int]map[string]any
	reviews  map[int][]any
	events   map[int][]any // what else has happened to each
	whose    map[string]int
	comments []map[string]any
	broken   func(path string) bool
}

func (h *hub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Authorization") != "Bearer secret" || h.broken != nil && h.broken(r.URL.Path) {
		w.WriteHeader(http.StatusForbidden)
		return
	}
	answer := func(v any) { _ = json.NewEncoder(w).Encode(v) }
	parts := strings.Split(strings.TrimPrefix(r.URL.Path, "/repos/alder/ops/"), "/")
	n := 0
	if len(parts) > 1 {
		_, _ = fmt.Sscan(parts[1], &n)
	}
	switch {
	case parts[0] == "pulls" && len(parts) == 2 && h.pulls[n] != nil:
		answer(h.pulls[n])
	case parts[0] == "pulls" && len(parts) == 3:
		answer(append([]any{}, h.reviews[n]...))
	case parts[0] == "commits":
		found := []any{}
		if number := h.whose[parts[1]]; number != 0 {
			found = append(found, map[string]any{"number": number, "base": map[string]any{"ref": "main", "repo": map[string]any{"full_name": "alder/ops"}}})
		}
		answer(found)
	case parts[0] == "issues" && parts[len(parts)-1] == "events":
		answer(append([]any{}, h.events[n]...))
	case parts[0] == "issues" && r.Method == http.MethodGet:
		answer(append([]map[string]any{}, h.comments...))
	case parts[0] == "issues":
		var sent map[string]any
		text, _ := io.ReadAll(r.Body)
		if err := json.Unmarshal(text, &sent); err != nil {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		if r.Method == http.MethodPatch {
			h.comments[len(h.comments)-1]["body"] = sent["body"]
			return
		}
		h.comments = append(h.comments, map[string]any{"id": len(h.comments) + 1, "body": sent["body"], "user": map[string]any{"login": "github-actions[bot]", "id": 9, "type": "Bot"}})
		w.WriteHeader(http.StatusCreated)
	default:
		w.WriteHeader(http.StatusNotFound)
	}
}

// gated repository of the story gate-github.
type company struct {
	t   *testing.T
	dir string
	hub *hub
	url string
}

func newCompany(t *testing.T) *company {
	archive, err := txtar.ParseFile("testdata/script/gate-github.txtar")
	if err != nil {
		t.Fatal(err)
	}
	c := &company{t: t, dir: t.TempDir(), hub: &hub{pulls: map[int]map[string]any{}, reviews: map[int][]any{}, events: map[int][]any{}, whose: map[string]int{}}}
	for _, file := range archive.Files {
		if name, ok := strings.CutPrefix(file.Name, "ops/"); ok {
			c.write(name, string(file.Data))
		}
	}
	c.git("init", "-q", "--template=", "-b", "main")
	c.commit("founder", "2026-01-01T00:00:00Z")
	c.git("update-ref", "refs/remotes/origin/main", "HEAD")
	server := httptest.NewServer(c.hub)
	t.Cleanup(server.Close)
	c.url = server.URL
	return c
}

func (c *company) write(name, text string) {
	c.t.Helper()
	file := filepath.Join(c.dir, name)
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		c.t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		c.t.Fatal(err)
	}
}

func (c *company) git(args ...string) string {
	c.t.Helper()
	return c.gitAs("wim", "2026-11-15T00:00:00Z", args...)
}

func (c *company) gitAs(who, at string, args ...string) string {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	command := exec.CommandContext(ctx, "git", args...)
	command.Dir = c.dir
	command.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1", "GIT_AUTHOR_NAME="+who, "GIT_AUTHOR_EMAIL="+who+"@example.com", "GIT_AUTHOR_DATE="+at,
		"GIT_COMMITTER_NAME="+who, "GIT_COMMITTER_EMAIL="+who+"@example.com", "GIT_COMMITTER_DATE="+at)
	out, err := command.CombinedOutput()
	if err != nil {
		c.t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(string(out))
}

func (c *company) commit(who, at string) string {
	c.git("add", "-A")
	c.gitAs(who, at, "commit", "-q", "-m", "A change")
	return c.git("rev-parse", "HEAD")
}

// pull opens a pull request that replaces something in the list, with approvals by some.
func (c *company) pull(number int, old, now string, approvers ...string) (head string) {
	c.t.Helper()
	c.git("checkout", "-q", "-b", fmt.Sprintf("pull-%d", number), "main")
	name := "pricing/lists/emea-eur-gold.yaml"
	text, err := os.ReadFile(filepath.Join(c.dir, name))
	if err != nil || !strings.Contains(string(text), old) {
		c.t.Fatal(err, "nothing to replace")
	}
	c.write(name, strings.ReplaceAll(string(text), old, now))
	head = c.commit("wim", "2026-11-15T00:00:00Z")
	c.git("checkout", "-q", "main")
	c.hub.pulls[number] = map[string]any{"url": fmt.Sprintf("https://api.github.com/repos/alder/ops/pulls/%d", number), "number": number, "state": "open", "merged": false, "draft": false,
		"created_at": "2026-11-10T00:00:00Z", "user": map[string]any{"login": "wim", "id": 70, "type": "User"}, "head": map[string]any{"sha": head},
		"base": map[string]any{"ref": "main", "repo": map[string]any{"full_name": "alder/ops"}}}
	for i, who := range approvers {
		c.hub.reviews[number] = append(c.hub.reviews[number], map[string]any{"id": number*100 + i, "user": map[string]any{"login": who, "id": map[string]int{"mara": 1, "sigrid": 2}[who], "type": "User"},
			"state": "APPROVED", "submitted_at": "2026-11-16T10:00:00Z", "commit_id": head, "pull_request_url": fmt.Sprintf("https://api.github.com/repos/alder/ops/pulls/%d", number)})
	}
	return head
}

// land merges a pull request as a forge does, and says whose commit that is.
func (c *company) land(number int, head string, squash bool) {
	if squash {
		c.git("merge", "-q", "--squash", head)
		c.gitAs("noreply", "2026-11-18T00:00:00Z", "commit", "-q", "-m", "Squashed")
	} else {
		c.gitAs("noreply", "2026-11-18T00:00:00Z", "merge", "-q", "--no-ff", "-m", "Merged", head)
	}
	c.hub.whose[c.git("rev-parse", "HEAD")] = number
}

// gate runs parley gate --github for an event.
func (c *company) gate(name string, event any, args ...string) (int, map[string]any, string) {
	c.t.Helper()
	text, err := json.Marshal(event)
	if err != nil {
		c.t.Fatal(err)
	}
	file := filepath.Join(c.t.TempDir(), "event.json")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		c.t.Fatal(err)
	}
	for key, value := range map[string]string{"GITHUB_API_URL": c.url, "GITHUB_TOKEN": "secret", "GITHUB_REPOSITORY": "alder/ops", "GITHUB_EVENT_NAME": name, "GITHUB_EVENT_PATH": file,
		"GITHUB_STEP_SUMMARY": filepath.Join(c.dir, ".git", "summary")} {
		c.t.Setenv(key, value)
	}
	var out, errors bytes.Buffer
	code := run(context.Background(), append([]string{"-C", c.dir, "gate", "--github", "--now", "2026-11-20T12:00:00Z", "--format", "json"}, args...), &out, &errors)
	var decision map[string]any
	if out.Len() > 0 {
		if err := json.Unmarshal(out.Bytes(), &decision); err != nil {
			c.t.Fatal(err, out.String())
		}
	}
	if strings.Contains(out.String()+errors.String(), "secret") {
		c.t.Error("the token is told")
	}
	return code, decision, out.String() + errors.String()
}

func pullEvent(number int) any {
	return map[string]any{"action": "opened", "pull_request": map[string]any{"number": number, "base": map[string]any{"ref": "main"}}}
}

func TestGateAsksGitHub(t *testing.T) {
	c := newCompany(t)
	c.pull(7, `"100.00"`, `"105.00"`, "mara")
	code, d, text := c.gate("pull_request", pullEvent(7), "--comment")
	if code != 1 || d["verdict"] != "pending" {
		t.Fatal(code, text)
	}
	if counted := d["counted"].([]any); len(counted) != 1 || counted[0].(map[string]any)["verified"] != true {
		t.Error(counted)
	}
	c.pull(8, `"100.00"`, `"104.00"`, "mara", "sigrid")
	if code, _, text := c.gate("pull_request_review", pullEvent(8), "--comment"); code != 0 {
		t.Error(code, text)
	}
	if body := fmt.Sprint(c.hub.comments[0]["body"]); len(c.hub.comments) != 1 || !strings.Contains(body, "Price gate: pass") {
		t.Errorf("%d comments, the first says %s", len(c.hub.comments), body)
	}
	summary, err := os.ReadFile(filepath.Join(c.dir, ".git", "summary"))
	if err != nil || !strings.Contains(string(summary), "Price gate: pending") {
		t.Error(err, string(summary))
	}
	c.hub.events[8] = []any{map[string]any{"event": "base_ref_changed", "created_at": "2026-11-17T00:00:00Z"}} // what was approved before was a change of another branch
	if code, d, text := c.gate("pull_request", pullEvent(8)); code != 1 || !strings.Contains(text, `"STALE"`) {
		t.Error(code, d["verdict"], text)
	}
	delete(c.hub.events, 8)
	for name, broken := range map[string]string{"events": "/repos/alder/ops/issues/8/events", "pull": "/repos/alder/ops/pulls/8", "reviews": "/repos/alder/ops/pulls/8/reviews", "comments": "/repos/alder/ops/issues/8/comments"} {
		c.hub.broken = func(path string) bool { return path == broken }
		if code, _, text := c.gate("pull_request", pullEvent(8), "--comment"); code != 3 {
			t.Error(name, code, text)
		}
	}
	c.hub.broken = nil
	for name, event := range map[string]any{"issue_comment": pullEvent(8), "pull_request": map[string]any{"number": 8}, "push": map[string]any{"ref": "refs/tags/v1", "before": strings.Repeat("1", 40), "after": strings.Repeat("2", 40)}} {
		if code, _, text := c.gate(name, event); code != 3 {
			t.Error(name, code, text)
		}
	}
}

// TestGateJudgesWhatLandsTogether has two pull requests in one group of a merge queue, and what landed on the branch.
func TestGateJudgesWhatLandsTogether(t *testing.T) {
	for _, test := range []struct {
		name   string
		first  []string
		second []string
		price  string
		squash bool
		code   int
	}{
		{"both are approved", []string{"mara"}, []string{"sigrid"}, `"101.00"`, false, 0},
		{"both are approved and squashed", []string{"mara"}, []string{"sigrid"}, `"101.00"`, true, 0},
		{"one is not approved", []string{"mara"}, nil, `"101.00"`, false, 1},
		{"together they are more", []string{"mara"}, []string{"sigrid"}, `"101.90"`, false, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := newCompany(t)
			if test.price == `"101.90"` { // as much as both together may cost
				c.write("pricing/usage/emea.csv", "customer,segment,region,list,sku,month,quantity\nacme,reseller,emea,emea-eur-gold,HOUR,2026-10,250\nbolt,reseller,emea,emea-eur-gold,DAY,2026-10,250\n")
				c.commit("founder", "2026-08-01T00:00:00Z")
			}
			list := "pricing/lists/emea-eur-gold.yaml"
			text, err := os.ReadFile(filepath.Join(c.dir, list))
			if err != nil {
				t.Fatal(err)
			}
			c.write(list, string(text)+"  - sku: WEEK\n    unit: day\n    charge: per-unit\n    price: \"9.00\"\n  - sku: DAY\n    unit: day\n    charge: per-unit\n    price: \"80.00\"\n")
			before := c.commit("founder", "2026-08-02T00:00:00Z")
			first := c.pull(7, `"100.00"`, test.price, test.first...)
			second := c.pull(8, `"80.00"`, `"81.50"`, test.second...)
			c.land(7, first, test.squash)
			c.land(8, second, test.squash)
			after := c.git("rev-parse", "HEAD")
			group := map[string]any{"merge_group": map[string]any{"base_sha": before, "head_sha": after, "base_ref": "refs/heads/main"}}
			if code, _, text := c.gate("merge_group", group); code != test.code {
				t.Error(code, text)
			}
			push := map[string]any{"ref": "refs/heads/main", "before": before, "after": after}
			if code, _, text := c.gate("push", push); code != test.code {
				t.Error(code, text)
			}
			c.write(list, string(text))
			direct := c.commit("wim", "2026-11-19T00:00:00Z") // past everybody
			push = map[string]any{"ref": "refs/heads/main", "before": after, "after": direct}
			if code, _, text := c.gate("push", push); code != 1 {
				t.Error("a push that nobody has approved", code, text)
			}
			push = map[string]any{"ref": "refs/heads/main", "before": direct, "after": after}
			if code, _, text := c.gate("push", push); code != 3 {
				t.Error("a push that rewrites history", code, text)
			}
		})
	}
}
