package announce

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"parley/internal/approval"
	"parley/internal/doc"
)

var digest = "sha256:" + strings.Repeat("a", 64)

func decision() approval.Decision {
	return approval.Decision{
		Verdict: approval.Pending, Tier: approval.Standard, Digest: digest, PolicyDigest: digest,
		Why: []approval.Cause{{Tier: approval.Standard, Message: "emea-eur-gold MIG", Rule: "change", Actual: "2.22%", Allowed: "below 2%"}},
		Reasons: []approval.Reason{
			{Code: approval.MarginFloor, Message: "the margin is too low", Path: "pricing/lists/emea-eur-gold.yaml", Line: 14, Rule: "margin_floor", Actual: "24%", Allowed: "25%"},
			{Code: approval.ApprovalMissing, Message: "an approval is missing: finance", Rule: "finance"},
		},
		Needed:   []approval.Need{{Role: "finance", Count: 1, CouldBe: []string{"boris", "zoe"}}, {Role: "regional-owner", Count: 1, Region: "apac"}},
		Counted:  []approval.Counted{{Person: "anna", Role: "product", Source: approval.GitHub, Approval: "github:1"}},
		Rejected: []approval.Rejected{{Person: "@wim", Code: approval.SelfApproval, Approval: "github:2"}},
		Changes:  []approval.Line{{List: "emea-eur-gold", SKU: "MIG", Old: "1.80", New: "1.84", Currency: "EUR", Percent: "2.22", MonthlyImpact: "120.00 EUR", Flags: []approval.Flag{approval.FlagTerms}}},
	}
}

func TestText(t *testing.T) {
	var out bytes.Buffer
	if err := WriteText(&out, decision()); err != nil {
		t.Fatal(err)
	}
	want := `pending: the change is in order, but approvals are missing
├─ tier standard
│  └─ standard: emea-eur-gold MIG (change: 2.22%, allowed below 2%)
├─ changes
│  └─ emea-eur-gold MIG: 1.80 -> 1.84 EUR, 2.22%, 120.00 EUR a month, terms
├─ reasons
│  ├─ MARGIN_FLOOR the margin is too low (margin_floor: 24%, allowed 25%) at pricing/lists/emea-eur-gold.yaml:14
│  └─ APPROVAL_MISSING an approval is missing: finance
├─ needed
│  ├─ 1 x finance: boris, zoe
│  └─ 1 x regional-owner of apac: nobody is left who could
├─ counted
│  └─ anna as product (github:1), unverified
├─ not counted
│  └─ @wim SELF_APPROVAL (github:2)
└─ digest ` + digest + "\n"
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Error(diff)
	}
}

// hostile is what somebody could write into a list, a name or a reason.
const hostile = "x\x1b[2J\r\n::error::y | z\n# big @team <script>alert(1)</script> [a](https://evil.example) ![i](x) `c` #7 www.evil.example **b** $a$ \u202e"

func spoilt() approval.Decision {
	d := decision()
	d.Why[0].Message, d.Reasons[0].Message, d.Reasons[0].Path, d.Reasons[0].Actual = hostile, hostile, hostile, hostile
	d.Needed[0].Role, d.Needed[0].CouldBe, d.Counted[0].Person, d.Counted[0].Approval = hostile, []string{hostile}, hostile, hostile
	d.Rejected[0].Person, d.Changes[0].List, d.Changes[0].SKU, d.Changes[0].Old, d.Changes[0].MonthlyImpact = hostile, hostile, hostile, hostile, hostile
	d.Digest = hostile
	return d
}

// TestNothingActs spoils every text of a decision, and reads each form as it will be read.
func TestNothingActs(t *testing.T) {
	var text, annotations bytes.Buffer
	if err := WriteText(&text, spoilt()); err != nil {
		t.Fatal(err)
	}
	if err := WriteGitHub(&annotations, spoilt()); err != nil {
		t.Fatal(err)
	}
	markdown := Markdown(spoilt())
	for name, shown := range map[string]string{"text": text.String(), "annotations": annotations.String(), "Markdown": markdown} {
		if strings.ContainsAny(shown, "\x1b\r\u202e") || strings.Contains(shown, "\n::error::y") {
			t.Errorf("%s: something acts in\n%q", name, shown)
		}
	}
	if n := strings.Count(annotations.String(), "\n"); n != 2 {
		t.Errorf("%d lines for two annotations", n)
	}
	d, _ := doc.Read("comment.md", []byte(strings.TrimPrefix(markdown, Mark)))
	if len(d.Links) > 0 || strings.Contains(d.HTML.Text, "<script") || strings.Contains(d.HTML.Text, "<strong>b") || strings.Contains(d.HTML.Text, "<code>c") {
		t.Errorf("mark-up: %v\n%s", d.Links, d.HTML.Text)
	}
	if strings.Contains(d.HTML.Text, "@team") || strings.Contains(d.HTML.Text, "#7") {
		t.Errorf("somebody is mentioned:\n%s", d.HTML.Text)
	}
	plain, _ := doc.Read("comment.md", []byte(strings.TrimPrefix(Markdown(decision()), Mark)))
	if a, b := strings.Count(plain.HTML.Text, "<td"), strings.Count(d.HTML.Text, "<td"); a != b || a == 0 {
		t.Errorf("%d cells became %d", a, b)
	}
}

// TestACommentFits has more of everything than fits into a comment.
func TestACommentFits(t *testing.T) {
	d := decision()
	for i := range 5000 {
		d.Changes = append(d.Changes, approval.Line{List: fmt.Sprintf("list-%d", i), SKU: strings.Repeat("X", 300), Flags: []approval.Flag{approval.FlagNew}})
		d.Rejected = append(d.Rejected, approval.Rejected{Person: fmt.Sprintf("@%d", i), Code: approval.NotRegistered})
	}
	markdown := Markdown(d)
	if len(markdown) > longestComment || !strings.Contains(markdown, "more, which the report of the job lists") || !strings.HasPrefix(markdown, Mark+"\n") {
		t.Errorf("%d bytes:\n%s", len(markdown), markdown[:500])
	}
	for _, must := range []string{"boris, zoe", "MARGIN_FLOOR", "#### Not counted", strings.TrimPrefix(digest, "sha256:")} {
		if !strings.Contains(strings.ReplaceAll(markdown, "&#95;", "_"), must) {
			t.Errorf("%s is left out", must)
		}
	}
}

func TestAnnotationsFit(t *testing.T) {
	d := decision()
	for i := range 30 {
		d.Reasons = append(d.Reasons, approval.Reason{Code: approval.MinorUnit, Message: fmt.Sprint("part ", i), Path: "a.yaml", Line: i + 1})
	}
	var out bytes.Buffer
	if err := WriteGitHub(&out, d); err != nil {
		t.Fatal(err)
	}
	errors, warnings := strings.Count(out.String(), "::error "), strings.Count(out.String(), "::warning ")
	if errors != 10 || warnings != 1 || !strings.Contains(out.String(), "and 21 more") || !strings.HasPrefix(out.String(), "::error file=pricing/lists/emea-eur-gold.yaml,line=14,") {
		t.Errorf("%d errors, %d warnings\n%s", errors, warnings, out.String())
	}
}

func TestSARIF(t *testing.T) {
	var out bytes.Buffer
	if err := WriteSARIF(&out, decision(), "v1"); err != nil {
		t.Fatal(err)
	}
	var log struct {
		Runs []struct {
			Results []struct{ RuleID, Level string }
		}
	}
	if err := json.Unmarshal(out.Bytes(), &log); err != nil || len(log.Runs) != 1 || len(log.Runs[0].Results) != 2 ||
		log.Runs[0].Results[0].RuleID != "MARGIN_FLOOR" || log.Runs[0].Results[0].Level != "error" || log.Runs[0].Results[1].Level != "warning" {
		t.Errorf("%+v %v", log, err)
	}
}
