package check

import (
	"slices"
	"strings"

	"parley/internal/diag"
	"parley/internal/engine"
	"parley/internal/translation"
	"parley/internal/workspace"
)

// translated checks that translations say what their sources say: the right words for terms, all numbers, all sentences; and
// that one long text has one translation. Of an unusual length, which one good text in ten has, only reviewers are told.
func translated(w *workspace.Workspace, _ string) diag.List {
	var findings diag.List
	for _, language := range w.Settings.Languages[1:] {
		if engine.IsTest(language) {
			continue
		}
		judge, said := translation.NewJudge(w.Terms, language, w.Settings.Source), map[string]translation.Translated{}
		for i := range w.Documents {
			d := w.Documents[i]
			if !w.HasTranslations(d, language) {
				continue
			}
			for _, t := range w.Translated(d, language) {
				findings = append(findings, wrongWords(d, t, judge)...)
				findings = append(findings, inconsistent(d, t, said)...)
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
		if f.Check != "forbidden" && f.Check != "ratio" && (f.Check != "terms" || !forbidden) {
			findings = append(findings, translation.WordFinding(t, f, d.Path))
		}
	}
	return findings
}

// inconsistent reports a text that is translated otherwise than the same text elsewhere. Short ones are words that a language
// may inflect by where they stand.
func inconsistent(d *workspace.Document, t translation.Translated, said map[string]translation.Translated) diag.List {
	if !t.Fresh() || len(strings.Fields(t.Unit.Text)) <= 4 {
		return nil
	}
	first, known := said[t.Unit.Text]
	if !known {
		said[t.Unit.Text] = t
		return nil
	}
	f := translation.Failure{Check: "inconsistent", Detail: "the same text is translated otherwise elsewhere", Severity: diag.Warning}
	if first.Text == t.Text || len(t.Unwaived([]translation.Failure{f})) == 0 {
		return nil
	}
	return diag.List{translation.WordFinding(t, f, d.Path).WithNote(first.Place, "here")}
}
