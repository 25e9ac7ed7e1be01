package check

import (
	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/workspace"
)

// measured are the kinds that name a metric and a target of it: themselves, or in each item of a list.
var measured = []struct{ kind, list string }{
	{"plan", "milestones"}, {"review", "figures"}, {"pilot", ""}, {"campaign", ""},
}

// targets checks that each target is one of the metric that is named beside it.
func targets(w *workspace.Workspace, _ string) diag.List {
	var findings diag.List
	for _, m := range measured {
		for _, d := range documentsOf(w, m.kind, under(m.list, "metric"), under(m.list, "target")) {
			for _, item := range itemsOf(d, m.list) {
				findings = append(findings, judgeTarget(w, d, item)...)
			}
		}
	}
	return findings
}

func judgeTarget(w *workspace.Workspace, d *workspace.Document, item doc.Value) diag.List {
	metric := named(w, "metric", item.Str("metric"), "targets.id")
	if metric == nil {
		return nil
	}
	target := item.Get("target")
	found := unlisted(d, diag.MetricTarget, target, each(metric.Fields.Get("targets"), "id"), "the metric %s has no target %q", metric.ID, target.Text)
	note := "the targets of %s"
	if !metric.Fields.Has("targets") {
		note = "%s has no targets"
	}
	for i := range found {
		found[i] = found[i].WithNote(keyOf(metric, metric.Fields, "targets"), note, metric.ID)
	}
	return found
}

// plans checks the days of a plan.
func plans(w *workspace.Workspace, _ string) diag.List {
	var findings diag.List
	for _, d := range documentsOf(w, "plan", "days", "milestones.from_day", "milestones.to_day") {
		days := d.Fields.Get("days")
		last, bounded := number(days)
		for _, milestone := range d.Fields.Get("milestones").Items {
			until := milestone.Get("to_day")
			to, ok := number(until)
			if !ok {
				continue
			}
			if from, ok := number(milestone.Get("from_day")); ok && from > to {
				findings = append(findings, diag.New(diag.PlanDays, placeOf(d, until), "the milestone ends on day %d, before it begins", to).
					WithHint("write a later day").WithNote(placeOf(d, milestone.Get("from_day")), "it begins on day %d", from))
			}
			if bounded && to > last {
				findings = append(findings, diag.New(diag.PlanDays, placeOf(d, until), "day %d is beyond the end of the plan", to).
					WithHint("write a day up to %d, or make the plan longer", last).WithNote(placeOf(d, days), "it has %d days", last))
			}
		}
	}
	return findings
}
