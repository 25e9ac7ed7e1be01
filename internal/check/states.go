package check

import (
	"slices"
	"strings"
	"time"

	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/workspace"
)

// promises are what a document must say in a certain state.
var promises = []struct {
	kind   string
	states []string
	fields []string
	code   diag.Code
	hint   string
}{
	{"decision", []string{"proposed"}, []string{"deadline"}, diag.DecisionDeadline, "write the day by which it is decided"},
	{"pilot", []string{"scaled", "dropped"}, []string{"result", "decision"}, diag.PilotDecision, "write what was measured, and name the decision that was taken on it"},
	{"price-experiment", []string{"finished", "stopped"}, []string{"result"}, diag.ExperimentOutcome, "write what was found and what was not; parley price experiment status says it in words"},
	{"feature", []string{"retired"}, []string{"replaced_by"}, diag.FeatureReplaced, "name the feature that partners use instead"},
}

// outcomes checks that documents say what their state calls for. A draft may still lack what its author will add.
func outcomes(w *workspace.Workspace, _ string) diag.List {
	var findings diag.List
	for _, p := range promises {
		for _, d := range documentsOf(w, p.kind, append([]string{"status"}, p.fields...)...) {
			status := d.Fields.Get("status")
			lacking := slices.DeleteFunc(slices.Clone(p.fields), func(name string) bool { return isGiven(d.Fields, name) })
			if d.Draft || len(lacking) == 0 || !slices.Contains(p.states, status.Text) {
				continue
			}
			findings = append(findings, diag.New(p.code, placeOf(d, status), "a %s %s lacks %s:", status.Text, p.kind, strings.Join(lacking, ": and ")).WithHint("%s", p.hint))
		}
	}
	return findings
}

// ends are the days up to which a document may be in certain states.
var ends = []struct {
	kind   string
	states []string
	day    string
	code   diag.Code
	hint   string
}{
	{"decision", []string{"proposed"}, "deadline", diag.DecisionOverdue, "decide, or agree on another day"},
	{"pilot", []string{"planned", "running"}, "until", diag.PilotOverdue, "write the result and set status: scaled or dropped, or agree on a longer pilot"},
	{"price-experiment", []string{"planned", "running"}, "until", diag.ExperimentOverdue, "write the result and set status: finished, or stopped if it ended early"},
	{"campaign", []string{"planned", "running"}, "until", diag.CampaignOverdue, "set status: closed or cancelled, or agree on a longer campaign"},
}

// overdue reports what should have been settled by the day of the check.
func overdue(w *workspace.Workspace, today string) diag.List {
	var findings diag.List
	for _, e := range ends {
		for _, d := range documentsOf(w, e.kind, "status", e.day) {
			status, day := d.Fields.Str("status"), d.Fields.Get(e.day)
			if slices.Contains(e.states, status) && isPast(day, today) {
				findings = append(findings, diag.New(e.code, placeOf(d, day), "the last day was %s, and this %s is still %s", day.Text, e.kind, status).WithHint("%s", e.hint))
			}
		}
	}
	for _, d := range documentsOf(w, "review", "actions.status", "actions.due") {
		for _, action := range d.Fields.Get("actions").Items {
			if due := action.Get("due"); action.Str("status") == "open" && isPast(due, today) {
				findings = append(findings, diag.New(diag.ActionOverdue, placeOf(d, due), "the action %s was due on %s and is still open", action.Str("id"), due.Text).
					WithHint("do it, drop it with a reason, or agree on another day"))
			}
		}
	}
	return findings
}

// isPast reports whether a day is over. Dates as ISO 8601 writes them sort as text.
func isPast(day doc.Value, today string) bool { return isDate(day) && day.Text < today }

// unknownDay is for which a repository is checked that has neither a commit nor any other day.
const unknownDay = "1970-01-01"

// isFuture reports whether a day has not yet come anywhere: where a task is done, it may be tomorrow already.
func isFuture(day doc.Value, today string) bool {
	now, err := time.Parse(time.DateOnly, today)
	return err == nil && today != unknownDay && isDate(day) && day.Text > now.AddDate(0, 0, 1).Format(time.DateOnly)
}
