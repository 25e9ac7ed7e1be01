package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// What the gate is measured with.
const (
	gateLists   = 100
	gateParts   = 100
	gateChanges = 4 // prices of each list
	gateReviews = 120
	gateNow     = "2026-11-20T12:00:00Z"
	gateBegins  = 1_760_000_000 // October 2025; a commit each hour is the year that the policy looks back
)

// measureGate compares the verdict on a change of 400 prices in 100 lists, after 10,000 commits and with 120 reviews, with what Git
// takes to count the lines of the same change.
func measureGate(ctx context.Context, b *bench) error {
	dir := filepath.Join(b.dir, "gate")
	b.say("writing %d lists of %d parts and %d commits", gateLists, gateParts, historyCommits)
	if err := b.importGate(ctx, dir); err != nil {
		return err
	}
	head, err := os.ReadFile(filepath.Join(dir, ".git", "refs", "heads", "change"))
	if err != nil {
		return err
	}
	pull, reviews, err := gateEvidence(b.dir, strings.TrimSpace(string(head)))
	if err != nil {
		return err
	}
	ours := side{name: "parley", command: command{dir, []string{b.parley, "gate", "--base", "main", "--head", "change", "--pull", pull, "--reviews", reviews, "--now", gateNow}, true}}
	theirs := side{name: "git diff --stat", command: command{dir, []string{b.git, "diff", "--stat", "main", "change"}, true}}
	return b.add(b.compare(ctx, "gate", ours, &theirs))
}

func (b *bench) importGate(ctx context.Context, dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	file, err := os.Create(dir + ".stream")
	if err != nil {
		return err
	}
	defer file.Close()
	if err := writeGate(file, historyCommits); err != nil {
		return err
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	if err := b.runGit(ctx, dir, nil, "init", "-q", "-b", "main"); err != nil {
		return err
	}
	if err := b.runGit(ctx, dir, file, "fast-import", "--quiet"); err != nil {
		return err
	}
	if err := b.runGit(ctx, dir, nil, "gc", "-q"); err != nil {
		return err
	}
	return b.runGit(ctx, dir, nil, "update-ref", "refs/heads/change", "refs/heads/offered")
}

// gateEvidence writes what GitHub says: many comments, and one approval at the end.
func gateEvidence(dir, head string) (pull, reviews string, err error) {
	user := func(name string, id int) map[string]any {
		return map[string]any{"login": name, "id": id, "type": "User"}
	}
	address := "https://api.github.com/repos/alder/ops/pulls/7"
	all := []any{}
	for i := range gateReviews {
		state, who := "COMMENTED", user("wanda", 1000)
		if i == gateReviews-1 {
			state, who = "APPROVED", user("anna", 1)
		}
		all = append(all, map[string]any{"id": i + 1, "user": who, "state": state, "submitted_at": "2026-11-19T10:00:00Z", "commit_id": head, "pull_request_url": address})
	}
	pull, reviews = filepath.Join(dir, "pull.json"), filepath.Join(dir, "reviews.json")
	said := map[string]any{"url": address, "number": 7, "state": "open", "merged": false, "draft": false, "created_at": "2026-11-18T00:00:00Z", "user": user("wim", 70),
		"head": map[string]any{"sha": head}, "base": map[string]any{"ref": "main", "repo": map[string]any{"full_name": "alder/ops"}}}
	for name, value := range map[string]any{pull: said, reviews: all} {
		text, err := json.Marshal(value)
		if err != nil {
			return "", "", err
		}
		if err := os.WriteFile(name, text, 0o600); err != nil {
			return "", "", err
		}
	}
	return pull, reviews, nil
}

// writeGate writes what git fast-import reads: rules and lists, commits that change other pages, and a branch that raises prices
// by one percent.
func writeGate(to io.Writer, commits int) error {
	out := bufio.NewWriter(to)
	file := func(name, text string) { fmt.Fprintf(out, "M 100644 inline %s\ndata %d\n%s\n", name, len(text), text) }
	commit := func(branch string, at int) {
		fmt.Fprintf(out, "commit refs/heads/%s\ncommitter Wim <wim@example.com> %d +0000\ndata 4\nmore\n", branch, at)
	}
	for i := range commits {
		commit("main", gateBegins+i*3000)
		if i == 0 {
			file("pricing/policy.yaml", gatePolicy)
			file("pricing/approvers.yaml", gateRegistry)
			for n := range gateLists {
				file(gateList(n, false))
			}
		}
		file(fmt.Sprintf("content/area-%d/page-%d.md", i%20, i%2000), fmt.Sprintf("# Page\n\nAs of %d.\n", i))
	}
	commit("offered", gateBegins+commits*3000)
	fmt.Fprintf(out, "from refs/heads/main\n")
	for n := range gateLists {
		file(gateList(n, true))
	}
	return out.Flush()
}

// gateList is a list, as it is and as it would be.
func gateList(n int, dearer bool) (name, text string) {
	var out strings.Builder
	fmt.Fprintf(&out, "kind: price-list\nid: emea-eur-%03d\ntitle: List %d\nversion: v1.0\nmodel: consumption\nregion: emea\ncurrency: EUR\npartner_tier: gold\nteam: pricing\n", n, n)
	out.WriteString("effective: {from: \"2025-01-01\"}\nterms: {service_level: gold, acceptance: report, payment: net-30, cadence: monthly}\nparts:\n")
	for i := range gateParts {
		price := "100.00"
		if dearer && i%(gateParts/gateChanges) == 0 {
			price = "101.00"
		}
		fmt.Fprintf(&out, "  - sku: PART-%03d\n    name: Part %d\n    unit: hour\n    charge: per-unit\n    price: %q\n", i, i, price)
	}
	return fmt.Sprintf("pricing/lists/emea-eur-%03d.yaml", n), out.String()
}

const gatePolicy = `kind: price-policy
time_zone: Europe/Paris
evidence: forge
tiers:
  - name: minor
    below: {change: "2%", monthly_impact: "500 EUR", drift: {30d: "3%", 90d: "5%", 365d: "12%"}}
    approvals: [{any_of: [product, finance]}]
  - name: standard
    below: {change: "10%", monthly_impact: "5000 EUR", drift: {30d: "12%", 90d: "15%", 365d: "25%"}}
    approvals: [{role: product}, {role: finance}]
  - name: high
    people: 2
    approvals: [{role: product}, {role: finance}]
`

const gateRegistry = `kind: approvers
people:
  - id: anna
    human: true
    accounts: {github: {login: anna, id: 1}}
    roles: [{role: product, regions: [emea], from: "2025-01-01T00:00:00Z"}]
`
