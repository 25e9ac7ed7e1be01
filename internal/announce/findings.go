package announce

import (
	"fmt"
	"io"
	"slices"

	"parley/internal/approval"
	"parley/internal/diag"
)

// Findings are the reasons of a decision as findings: what denies a change or keeps it from being judged is an error, what is
// missing or only raises the tier a warning.
func Findings(d approval.Decision) diag.List {
	var list diag.List
	for _, r := range d.Reasons {
		severity := diag.Error
		if v := r.Code.Means(); v == approval.Pass || v == approval.Pending {
			severity = diag.Warning
		}
		finding := diag.Diagnostic{Place: diag.Place{Path: r.Path}, Code: diag.Code(r.Code), Severity: severity, Message: or(r.Message, string(r.Code))}
		if r.Line > 0 {
			finding.Span = diag.Span{Line: r.Line, Col: 1, EndLine: r.Line, EndCol: 1}
		}
		if actual := compared(r.Rule, r.Actual, r.Allowed); actual != "" {
			finding.Hint = actual[2 : len(actual)-1]
		}
		list = append(list, finding)
	}
	return list
}

// shown is how many annotations of each kind GitHub shows for one step.
const shown = 10

// WriteGitHub writes the reasons as annotations, the gravest first, at most as many of a kind as are shown; then the last of a
// kind says how many more there are.
func WriteGitHub(w io.Writer, d approval.Decision) error {
	var list diag.List
	for _, severity := range []diag.Severity{diag.Error, diag.Warning} {
		some := slices.DeleteFunc(Findings(d), func(f diag.Diagnostic) bool { return f.Severity != severity })
		if more := len(some) - shown; more > 0 {
			some = some[:shown]
			some[shown-1].Message += fmt.Sprintf(" (and %d more, which the report of the job lists)", more)
		}
		list = append(list, some...)
	}
	return diag.WriteGitHub(w, list)
}

// WriteSARIF writes the reasons as a SARIF log.
func WriteSARIF(w io.Writer, d approval.Decision, version string) error {
	return diag.WriteSARIF(w, Findings(d), version)
}
