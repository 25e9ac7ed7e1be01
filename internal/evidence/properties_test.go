package evidence_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"parley/internal/approval"
)

const goldList = "pricing/lists/emea-eur-gold.yaml"

// fresh is a company of its own, with a pull request by wim.
func fresh(t *testing.T, base string, lines ...string) *world {
	return corpusCase{lines: lines}.build(t, base)
}

// skipShort skips a test in a short run, as the race detector has it: a few cases of the corpus do all that is done side by side.
func skipShort(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("asks the gate many times: go test without -short does it")
	}
}

// respell writes a list in another way that means the same: remarks, blank lines, needless zeros, sets in another order, flow and
// block style, line ends.
func respell(random *rand.Rand, text string) string {
	swaps := [][2]string{{`"100.00"`, `"100"`}, {`"100.00"`, `"100.000000"`}, {`"0.10"`, `"0.1"`}, {`"5000.00"`, `"5000"`}, {`"15%"`, `"15.00%"`}, {`"15%"`, `'15%'`},
		{"[reseller, integrator]", "[integrator, reseller]"}, {"[reseller, integrator]", "\n  - reseller # first\n  - integrator"}, {"kind: price-list", "# a list\nkind: price-list"},
		{"parts:", "\nparts:   # all of them"}, {"region: emea\ncurrency: EUR", "currency: EUR\nregion: emea"}, {"title: \"EMEA, gold\"", "title: Gold"}, {"reason: \"yearly review\"", "reason: review"},
		{"unit: hour\n    cost: hour", "cost: hour\n    unit: hour"}, {"service_level: gold", "\"service_level\": gold"}}
	for _, swap := range swaps[:len(swaps)-1] { // quoted keys are refused
		if random.IntN(2) == 0 {
			text = strings.Replace(text, swap[0], swap[1], 1)
		}
	}
	if random.IntN(3) == 0 {
		text = strings.ReplaceAll(text, "\n", "\r\n")
	}
	return text
}

// TestTwoSpellingsHaveOneDigest spells a dearer list in many ways: the change is one and the same.
func TestTwoSpellingsHaveOneDigest(t *testing.T) {
	skipShort(t)
	base := newBase(t)
	random := rand.New(rand.NewPCG(20261123, 1))
	first := ""
	for i := range 25 {
		w := fresh(t, base, "nopull", "branch change")
		text, err := os.ReadFile(filepath.Join(w.dir, goldList))
		if err != nil {
			t.Fatal(err)
		}
		dearer := strings.Replace(string(text), `margin: "40%"`, `margin: "41%"`, 1)
		if i > 0 {
			dearer = respell(random, dearer)
		}
		w.write(goldList, dearer)
		w.do("commit wim")
		d, facts := w.decide()
		if !facts.Complete || d.Verdict != approval.Pending || len(d.Changes) != 1 {
			t.Fatalf("%+v\n%s", d, dearer)
		}
		if first == "" {
			first = d.Digest
		}
		if d.Digest != first {
			t.Errorf("another digest for\n%s", dearer)
		}
	}
}

// TestOneChangedFigureHasAnotherDigest changes each figure of a list in turn by its last digit.
func TestOneChangedFigureHasAnotherDigest(t *testing.T) {
	skipShort(t)
	base := newBase(t)
	seen := map[string]string{}
	w := fresh(t, base, "nopull", "branch change")
	text, err := os.ReadFile(filepath.Join(w.dir, goldList))
	if err != nil {
		t.Fatal(err)
	}
	for i := range text {
		if text[i] < '1' || text[i] > '8' || text[i+1] != '"' && text[i+1] != '%' && text[i+1] != '0' {
			continue
		}
		changed := slices.Clone(text)
		changed[i]++
		w.write(goldList, string(changed))
		w.do("commit wim")
		d, _ := w.decide()
		line := strings.Count(string(text[:i]), "\n") + 1
		if before, twice := seen[d.Digest]; twice || d.Verdict == approval.Pass {
			t.Errorf("line %d: %s, the digest of %s", line, d.Verdict, before)
		}
		seen[d.Digest] = fmt.Sprint("line ", line)
		w.git(nil, "reset", "-q", "--hard", "main")
	}
	if len(seen) < 15 {
		t.Errorf("only %d figures", len(seen))
	}
}

// TestOrderMakesNoDifference makes one change of several commits, files and reviews in different orders.
func TestOrderMakesNoDifference(t *testing.T) {
	skipShort(t)
	base := newBase(t)
	edits := []string{`sub pricing/lists/emea-eur-gold.yaml "\"100.00\"" "\"105.00\""`, `sub pricing/lists/apac-jpy-silver.yaml "\"10000\"" "\"10400\""`, `write content/new.md "# New"`, `sub pricing/lists/emea-eur-gold.yaml net-30 net-60`}
	reviews := []string{"review anna approves at=2026-11-16T10:00:00Z id=1", "review boris objects at=2026-11-16T11:00:00Z id=2", "review boris approves at=2026-11-16T12:00:00Z id=3", "review wanda approves at=2026-11-16T12:00:00Z id=4"}
	random := rand.New(rand.NewPCG(20261123, 2))
	var first []byte
	for range 12 {
		lines := []string{"branch change"}
		for _, i := range random.Perm(len(edits)) {
			lines = append(lines, edits[i])
			if random.IntN(2) == 0 {
				lines = append(lines, "commit wim")
			}
		}
		lines = append(lines, "commit wim")
		for _, i := range random.Perm(len(reviews)) {
			lines = append(lines, reviews[i])
		}
		d, _ := fresh(t, base, lines...).decide()
		d.Commits = approval.Commits{}
		text, err := d.JSON()
		if err != nil || d.Verdict != approval.Pass {
			t.Fatalf("%s %v", text, err)
		}
		if first == nil {
			first = text
		}
		if string(text) != string(first) {
			t.Errorf("%s\n%s", first, text)
		}
	}
}

// TestMoreApprovalsNeverWorsen adds valid approvals one by one to changes of each tier, and takes them away again.
func TestMoreApprovalsNeverWorsen(t *testing.T) {
	skipShort(t)
	base := newBase(t)
	rank := map[approval.Verdict]int{approval.Pass: 0, approval.Pending: 1, approval.Deny: 2, approval.Error: 3}
	everybody := []string{"anna", "boris", "carla", "mara", "finn", "petra", "zoe"}
	random := rand.New(rand.NewPCG(20261123, 3))
	for _, price := range []string{"101.00", "105.00", "120.00", "85.00"} {
		w := fresh(t, base, "branch change", `sub pricing/lists/emea-eur-gold.yaml "\"100.00\"" "\"`+price+`\""`, "commit wim")
		for range 6 {
			w.reviews = []any{}
			last, _ := w.decide()
			for _, i := range random.Perm(len(everybody)) {
				w.do("review " + everybody[i] + " approves")
				d, _ := w.decide()
				if rank[d.Verdict] > rank[last.Verdict] || len(d.Needed) > len(last.Needed) {
					t.Errorf("%s: with %s %s becomes %s", price, everybody[i], last.Verdict, d.Verdict)
				}
				last = d
			}
		}
	}
}

// TestAFolderIsNotJudgedByItself opens a repository from within.
func TestAFolderIsNotJudgedByItself(t *testing.T) {
	w := fresh(t, newBase(t), "nopull", "branch change")
	w.dir = filepath.Join(w.dir, "pricing")
	if d, _ := w.decide(); d.Verdict != approval.Error {
		t.Errorf("%+v", d)
	}
}
