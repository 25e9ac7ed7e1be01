package check

import (
	"fmt"
	"slices"

	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/workspace"
)

// skills checks that the levels of a skill count up from 1.
func skills(w *workspace.Workspace, _ string) diag.List {
	var findings diag.List
	for _, d := range documentsOf(w, "skill", "levels.level") {
		for i, item := range d.Fields.Get("levels").Items {
			level, ok := number(item.Get("level"))
			if ok && level == i+1 {
				continue
			}
			if ok {
				findings = append(findings, diag.New(diag.SkillLevels, placeOf(d, item.Get("level")), "the levels go 1, 2, 3 and so on; here stands %d", level).
					WithHint("write %d, or change the order", i+1))
			}
			break // what follows is out of step, too
		}
	}
	return findings
}

// levelsOf are the levels of a skill, as they are written.
func levelsOf(skill *workspace.Document) []string { return each(skill.Fields.Get("levels"), "level") }

// withSkill calls judge for each item of a list that names a skill.
func withSkill(w *workspace.Workspace, d *workspace.Document, list string, judge func(item doc.Value, skill *workspace.Document) diag.List) diag.List {
	var findings diag.List
	for _, item := range d.Fields.Get(list).Items {
		if skill := named(w, "skill", item.Str("skill"), "levels.level", "drills.id"); skill != nil {
			findings = append(findings, judge(item, skill)...)
		}
	}
	return findings
}

// careers checks that required levels exist, and that the next step leads up.
func careers(w *workspace.Workspace, _ string) diag.List {
	var findings diag.List
	for _, d := range documentsOf(w, "career-role", "requires.skill", "requires.level") {
		findings = append(findings, withSkill(w, d, "requires", func(item doc.Value, skill *workspace.Document) diag.List {
			return judgeLevel(d, diag.CareerLevel, item.Get("level"), skill)
		})...)
	}
	for _, d := range documentsOf(w, "career-role", "ladder", "rung", "next") {
		for _, step := range d.Fields.Get("next").Items {
			findings = append(findings, judgeStep(w, d, step)...)
		}
	}
	return findings
}

func judgeStep(w *workspace.Workspace, d *workspace.Document, step doc.Value) diag.List {
	next := named(w, "career-role", step.Text)
	if next == nil {
		return nil
	}
	from, to := d.Fields.Str("ladder"), next.Fields.Str("ladder")
	low, okLow := number(d.Fields.Get("rung"))
	high, okHigh := number(next.Fields.Get("rung"))
	switch {
	case from != "" && to != "" && from != to:
		return diag.List{diag.New(diag.CareerLadder, placeOf(d, step), "%s is on another ladder: %s", next.ID, to).
			WithHint("name a role of the ladder %s", from).WithNote(next.Place("ladder"), "the ladder of %s", next.ID)}
	case okLow && okHigh && high <= low:
		return diag.List{diag.New(diag.CareerLadder, placeOf(d, step), "%s is on rung %d, which is not above rung %d", next.ID, high, low).
			WithHint("name a role that stands higher").WithNote(next.Place("rung"), "the rung of %s", next.ID)}
	}
	return nil
}

// scorecards checks that levels and drills are those of the skill.
func scorecards(w *workspace.Workspace, _ string) diag.List {
	var findings diag.List
	for _, d := range documentsOf(w, "scorecard", "levels.skill", "levels.level", "levels.next_drill") {
		findings = append(findings, withSkill(w, d, "levels", func(item doc.Value, skill *workspace.Document) diag.List {
			drill := item.Get("next_drill")
			return append(judgeLevel(d, diag.ScorecardLevel, item.Get("level"), skill),
				unlisted(d, diag.ScorecardDrill, drill, each(skill.Fields.Get("drills"), "id"), "the skill %s has no drill %q", skill.ID, drill.Text)...)
		})...)
	}
	return findings
}

// judgeLevel reports a level that a skill does not have. Level 0 is that of somebody who has not begun.
func judgeLevel(d *workspace.Document, code diag.Code, value doc.Value, skill *workspace.Document) diag.List {
	level, ok := number(value)
	known := levelsOf(skill)
	if !ok || level < 1 || len(known) == 0 || slices.Contains(known, fmt.Sprint(level)) {
		return nil
	}
	return diag.List{diag.New(code, placeOf(d, value), "the skill %s has no level %d", skill.ID, level).
		WithHint("its levels are %s", enough(known)).WithNote(keyOf(skill, skill.Fields, "levels"), "the levels of %s", skill.ID)}
}
