package check

import (
	"slices"

	"parley/internal/diag"
	"parley/internal/engine"
	"parley/internal/translation"
	"parley/internal/workspace"
)

// translated checks that translations say what their sources say: the right words for terms, all numbers, all sentences. What
// is a matter of taste is not told here; parley translate review tells it to whoever reviews.
func translated(w *workspace.Workspace, _ string) diag.List {
	var findings diag.List
	for _, language := range w.Settings.Languages[1:] {
		if engine.IsTest(language) {
			continue
		}
		judge := translation.NewJudge(w.Terms, language, w.Settings.Source)
		for i := range w.Documents {
			d := &w.Documents[i]
			if !w.HasTranslations(d, language) {
				continue
			}
			for _, t := range w.Translated(d, language) {
				findings = append(findings, wrongWords(d, t, judge)...)
			}
		}
	}
	return findings
}

// wrongWords reports what is wrong with the words of one translation. A forbidden form is reported by itself, and says enough.
func wrongWords(d *workspace.Document, t translation.Translated, judge *translation.Judge) diag.List {
	var findings diag.List
	failures := judge.Shown(t, d.Path, d.Critical())
	forbidden := slices.ContainsFunc(failures, func(f translation.Failure) bool { return f.Check == "forbidden" })
	for _, f := range failures {
		told := f.Severity == diag.Error || f.Check == "numbers" || f.Check == "terms" && !forbidden
		if told && f.Check != "forbidden" {
			findings = append(findings, translation.WordFinding(t, f, d.Path))
		}
	}
	return findings
}
