package playbook

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"parley/internal/diag"
	"parley/internal/doc"
)

func read(t *testing.T, header string) Playbook {
	t.Helper()
	d, findings := doc.Read("playbooks/x.md", []byte("---\n"+header+"---\n"))
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	return Read(d)
}

func TestTimeline(t *testing.T) {
	p := read(t, `phases:
  - {id: a, timeframe: {min: 2, unit: weeks}}
  - {id: b, timeframe: {min: 1, max: 2, unit: months}}
  - {id: c, timeframe: {min: x, unit: weeks}}
`)
	bars, whole := p.Timeline()
	want := []Bar{{"a", 0, 14, 14}, {"b", 14, 44, 74}, {"c", 74, 74, 74}}
	if diff := cmp.Diff(want, bars); diff != "" || whole != 74 {
		t.Errorf("whole %d\n%s", whole, diff)
	}
}

func TestCheckOverPlaybooks(t *testing.T) {
	first := read(t, `phases:
  - id: a
    inputs: [{id: brief, from: outside}, {id: nobodys}]
    outputs: [{id: plan}, {id: waste}, {id: report, to: outside}]
    tasks: [{code: A-01, after: [B-01]}, {code: A-02, after: [A-03]}]
`)
	second := read(t, `phases:
  - id: b
    inputs: [{id: plan}]
    outputs: []
    tasks: [{code: B-01, after: [A-01]}, {code: A-01}]
`)
	var codes []string
	for _, finding := range Check([]Playbook{first, second}) {
		codes = append(codes, string(finding.Code))
	}
	want := []string{string(diag.PlaybookInput), string(diag.PlaybookOutput), string(diag.PlaybookTaskCode), string(diag.PlaybookAfter), string(diag.PlaybookCycle)}
	if diff := cmp.Diff(want, codes); diff != "" {
		t.Error(diff)
	}
}

// TestALongChainIsNoCircle would end the program if each task waited on the stack.
func TestALongChainIsNoCircle(t *testing.T) {
	var tasks strings.Builder
	for i := range 20_000 {
		fmt.Fprintf(&tasks, "      - {code: T-%d, after: [T-%d]}\n", i, i+1)
	}
	p := read(t, "phases:\n  - id: a\n    tasks:\n"+tasks.String()+"      - {code: T-20000}\n")
	if findings := Check([]Playbook{p}); len(findings) > 0 {
		t.Errorf("%d findings, first %+v", len(findings), findings[0])
	}
}
