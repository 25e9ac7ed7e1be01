package pipeline

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"parley/internal/approval"
	"parley/internal/evidence"
	"parley/internal/kind"
	"parley/internal/workspace"
)

const (
	ofLanding = "pricing/lists/emea-eur-gold.yaml"
	landings  = `kind: price-list
id: emea-eur-gold
title: Gold
version: v1.0
model: consumption
region: emea
currency: EUR
partner_tier: gold
team: pricing
effective:
  from: "2025-01-01"
terms: {service_level: gold, acceptance: "a report", payment: net-30, cadence: monthly}
parts:
  - sku: HOUR
    name: An hour
    unit: hour
    charge: per-unit
    price: "100.00"
`
	rulesOfLanding = `kind: price-policy
time_zone: Europe/Paris
evidence: forge
tiers:
  - name: minor
    below: {change: "2%", monthly_impact: "500 EUR", drift: {30d: "9%", 90d: "9%", 365d: "12%"}}
    approvals: [{any_of: [product, finance]}]
  - name: standard
    below: {change: "10%", monthly_impact: "5000 EUR", drift: {30d: "12%", 90d: "15%", 365d: "25%"}}
    approvals: [{role: product}, {role: finance}]
  - name: high
    people: 2
    approvals: [{role: product}, {role: finance}]
`
)

// history is a repository with prices, and with somebody who can sign.
type history struct {
	t   *testing.T
	dir string
	key string
}

func newLandings(t *testing.T) history {
	for _, program := range []string{"git", "ssh-keygen"} {
		if _, err := exec.LookPath(program); err != nil {
			if os.Getenv("CI") != "" {
				t.Fatalf("there is no %s on this machine", program)
			}
			t.Skipf("SKIPPED, NOTHING TESTED: there is no %s on this machine", program)
		}
	}
	h := history{t, t.TempDir(), filepath.Join(t.TempDir(), "key")}
	if out, err := exec.CommandContext(t.Context(), "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", h.key).CombinedOutput(); err != nil {
		t.Fatal(err, string(out))
	}
	public, err := os.ReadFile(h.key + ".pub")
	if err != nil {
		t.Fatal(err)
	}
	put(t, h.dir, "content/site.yaml", "kind: site\ntitle: Portal\nlanguages: [en, de]\nrepository:\n  url: https://github.com/alder/ops\nregions: [{id: emea, title: EMEA}]\ntiers: [{id: gold, title: Gold}]\n")
	put(t, h.dir, "content/index.md", "---\ntitle: Welcome\naudience: public\n---\nWelcome.\n")
	put(t, h.dir, "content/people.yaml", "kind: people\ntitle: People\naudience: internal\nroles:\n  - {id: seller, title: Seller, purpose: Sells.}\npeople:\n  - {id: plantedanna, name: Anna, roles: [seller]}\n  - {id: boris, name: Boris, roles: [seller]}\n")
	put(t, h.dir, ofLanding, landings)
	h.git("2025-02-01T00:00:00Z", "init", "-q", "--template=", "-b", "main")
	h.commit("2025-02-01T00:00:00Z", "The beginning")
	put(t, h.dir, approval.RegistryPath, fmt.Sprintf(`kind: approvers
people:
  - id: plantedanna
    human: true
    emails: [anna@example.com]
    keys: [{key: %q, from: "2025-01-01T00:00:00Z"}]
    roles: [{role: product, regions: [emea], from: "2025-01-01T00:00:00Z"}]
  - id: boris
    human: true
    emails: [boris@example.com]
    roles: [{role: finance, regions: [emea], from: "2025-01-01T00:00:00Z"}]
`, strings.TrimSpace(string(public))))
	put(t, h.dir, approval.PolicyPath, rulesOfLanding)
	h.commit("2025-03-01T00:00:00Z", "A first policy")
	return h
}

func (h history) git(at string, args ...string) string {
	h.t.Helper()
	ctx, cancel := context.WithTimeout(h.t.Context(), time.Minute)
	defer cancel()
	command := exec.CommandContext(ctx, "git", args...)
	command.Dir = h.dir
	command.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1", "GIT_AUTHOR_NAME=Wim", "GIT_AUTHOR_EMAIL=wim@example.com", "GIT_AUTHOR_DATE="+at,
		"GIT_COMMITTER_NAME=Wim", "GIT_COMMITTER_EMAIL=wim@example.com", "GIT_COMMITTER_DATE="+at)
	out, err := command.CombinedOutput()
	if err != nil {
		h.t.Fatalf("git %s: %v\n%s", args, err, out)
	}
	return strings.TrimSpace(string(out))
}

func (h history) commit(at, message string) {
	h.t.Helper()
	h.git(at, "add", "-A")
	h.git(at, "commit", "-q", "-m", message)
}

// raise changes the price on a branch, has it approved if it is to be, and merges it.
func (h history) raise(day, old, now, subject string, approved bool) {
	h.t.Helper()
	at := day + "T10:00:00Z"
	h.git(at, "checkout", "-q", "-b", "change")
	edit(h.t, filepath.Join(h.dir, ofLanding), old, now)
	h.commit(at, "A price")
	if approved {
		signing, err := time.Parse(time.RFC3339, day+"T11:00:00Z")
		if err != nil {
			h.t.Fatal(err)
		}
		request := evidence.Request{Base: "main", Head: "change", Now: signing}
		if _, err := ApproveChange(h.t.Context(), open(h.t, h.dir), request, Approval{Role: "product", Decision: approval.Approved, Lasts: 48 * time.Hour, Key: h.key}); err != nil {
			h.t.Fatal(err)
		}
		h.commit(at, "An approval")
	}
	h.git(at, "checkout", "-q", "main")
	h.git(day+"T12:00:00Z", "merge", "-q", "--no-ff", "-m", subject, "change")
	h.git(at, "branch", "-q", "-D", "change")
}

// TestWhatHasLandedIsToldToInternalReadersAlone merges a change with a signed approval and one without, and looks for both in every
// file of every output.
func TestWhatHasLandedIsToldToInternalReadersAlone(t *testing.T) {
	skipShort(t)
	h := newLandings(t)
	h.raise("2025-04-01", `"100.00"`, `"101.00"`, "Plantedfirst", true)
	h.raise("2025-05-01", `"101.00"`, `"102.00"`, "Plantedsecond", false)
	put(t, h.dir, "content/index.md", "---\ntitle: Welcome\naudience: public\n---\nWelcome back.\n")
	h.commit("2025-05-02T00:00:00Z", "Plantedword")
	const page = "pricing/policy/index.html"
	for _, audience := range []kind.Audience{kind.Public, kind.Partner, kind.Internal} {
		out := filepath.Join(t.TempDir(), "out")
		if built := build(t, h.dir, out, workspace.View{Audience: audience}); built.Findings.HasErrors() {
			t.Fatal(built.Findings)
		}
		output := files(t, out)
		all := strings.Join(texts(output), "\n")
		secrets := []string{"plantedanna", "Plantedfirst", "Plantedsecond", "page-landed", "APPROVAL_MISSING"}
		if audience == kind.Internal {
			_, told, _ := strings.Cut(output[page], `id="page-landed"`)
			told, _, _ = strings.Cut(told, "</section>")
			second, first, _ := strings.Cut(told, "Plantedfirst")
			for where, texts := range map[string][]string{
				second: {"Plantedsecond", `<time datetime="2025-05-01">`, ">Approvals were missing<", "1 x product or finance: boris, plantedanna", "101.00 -&gt; 102.00 EUR"},
				first:  {">Properly approved<", "plantedanna as product", "tier minor", "100.00 -&gt; 101.00 EUR", "https://github.com/alder/ops/commit/"},
			} {
				for _, text := range texts {
					if !strings.Contains(where, text) {
						t.Errorf("%s does not tell %q", page, text)
					}
				}
			}
			if strings.Contains(told, "Plantedword") || strings.Contains(told, "A first policy") {
				t.Error("what changed no price, or came before the policy, is told")
			}
			if german := output["de/"+page]; !strings.Contains(german, "Preisänderungen") || !strings.Contains(german, "Plantedsecond") {
				t.Error("the German page does not tell it")
			}
			continue
		}
		for _, secret := range secrets {
			for _, spelt := range spellings(secret) {
				if strings.Contains(all, spelt) {
					t.Errorf("readers of %s find %q", audience, spelt)
				}
			}
		}
	}
	cut := t.TempDir()
	h.git("2025-05-03T00:00:00Z", "clone", "-q", "--depth", "2", "file://"+h.dir, cut)
	out := filepath.Join(t.TempDir(), "out")
	build(t, cut, out, workspace.View{Audience: kind.Internal})
	if text := files(t, out)[page]; !strings.Contains(text, "made from a clone without its whole history") || strings.Contains(text, "Plantedsecond") {
		t.Error("a shallow clone does not say that it knows nothing")
	}
}

// TestOnlyTheLastLandingsAreTold lands more than a page tells, and follows the plan of a preview past the next one.
func TestOnlyTheLastLandingsAreTold(t *testing.T) {
	h := newLandings(t)
	preview := NewPreview(open(t, h.dir), workspace.View{Audience: kind.Internal})
	planned, err := preview.Plan(today)
	if err != nil {
		t.Fatal(err)
	}
	if landed := preview.landed; landed == nil || len(landed.Changes) != 0 || planned.Site == nil {
		t.Fatalf("before anything has landed: %+v", landed)
	}
	for i := range mostLanded + 1 {
		put(t, h.dir, ofLanding, strings.Replace(landings, "100.00", fmt.Sprintf("%d.00", 101+i), 1))
		h.commit(fmt.Sprintf("2025-04-%02dT00:00:00Z", i+1), fmt.Sprintf("Price %d", i))
	}
	if _, err := preview.Plan(today, ofLanding); err != nil {
		t.Fatal(err)
	}
	landed := preview.landed
	if landed == nil || !landed.More || len(landed.Changes) != mostLanded || landed.Changes[0].Subject != fmt.Sprintf("Price %d", mostLanded) {
		t.Errorf("%+v", landed)
	}
	if again := open(t, h.dir).landed(preview.last.all, preview.history, kind.Partner); again != nil {
		t.Error("partners are told what has landed")
	}
	if err := os.Remove(filepath.Join(h.dir, approval.PolicyPath)); err != nil {
		t.Fatal(err)
	}
	h.commit("2025-05-01T00:00:00Z", "No policy")
	if _, err := preview.Plan(today, approval.PolicyPath); err != nil || preview.landed != nil {
		t.Errorf("without a policy: %v %+v", err, preview.landed)
	}
}
