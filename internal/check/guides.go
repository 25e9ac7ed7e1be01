package check

import (
	"slices"
	"strings"

	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/workspace"
)

// guards are what a step of a migration needs, unless somebody has waived it.
var guards = []string{"test", "rollback"}

// migrations checks that each step can be tried and taken back. A draft may still lack what its author will add.
func migrations(w *workspace.Workspace, _ string) diag.List {
	var findings diag.List
	for _, d := range documentsOf(w, "migration-guide", "steps.test", "steps.rollback", "steps.waiver") {
		for _, step := range d.Fields.Get("steps").Items {
			lacking := slices.DeleteFunc(slices.Clone(guards), func(name string) bool { return isGiven(step, name) })
			waived := step.Has("waiver")
			switch {
			case len(lacking) > 0 && !waived && !d.Draft:
				findings = append(findings, diag.New(diag.MigrationUnguarded, placeOf(d, step.Get("id")), "the step %s has no %s", step.Str("id"), strings.Join(lacking, " and no ")).
					WithHint("add %s:, or have it waived: waiver: {reason: why it can be left out, approved_by: a person or a role}", strings.Join(lacking, ": and ")))
			case len(lacking) == 0 && waived:
				findings = append(findings, diag.New(diag.MigrationWaiver, keyOf(d, step, "waiver"), "the step %s has a test and a rollback, so nothing is waived", step.Str("id")).
					WithHint("remove the waiver"))
			}
		}
	}
	return findings
}

// isGiven reports whether something is written under a key. What is no text has been reported as such.
func isGiven(value doc.Value, key string) bool {
	text, ok := value.Lookup(key)
	return ok && (text.Type != doc.String || strings.TrimSpace(text.Text) != "")
}

// journeys checks that moments lie on the map, and that each stage has one.
func journeys(w *workspace.Workspace, _ string) diag.List {
	var findings diag.List
	for _, d := range documentsOf(w, "journey", "stages.id", "touchpoints.id", "moments.stage", "moments.touchpoint") {
		stages, touchpoints := each(d.Fields.Get("stages"), "id"), each(d.Fields.Get("touchpoints"), "id")
		moments := d.Fields.Get("moments")
		for _, moment := range moments.Items {
			stage, touchpoint := moment.Get("stage"), moment.Get("touchpoint")
			findings = append(findings, unlisted(d, diag.JourneyPlace, stage, stages, "this journey has no stage %q", stage.Text)...)
			findings = append(findings, unlisted(d, diag.JourneyPlace, touchpoint, touchpoints, "this journey has no touchpoint %q", touchpoint.Text)...)
		}
		visited := each(moments, "stage")
		for _, stage := range d.Fields.Get("stages").Items {
			if id := stage.Get("id"); id.Type == doc.String && !slices.Contains(visited, id.Text) {
				findings = append(findings, diag.New(diag.JourneyGap, placeOf(d, id), "nothing happens in the stage %s", id.Text).
					WithHint("add a moment with stage: %s, or join it with another stage", id.Text))
			}
		}
	}
	return findings
}
