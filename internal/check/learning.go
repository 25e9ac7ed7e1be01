package check

import (
	"strings"

	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/workspace"
)

// lessons checks the figures of learning sessions.
func lessons(w *workspace.Workspace, today string) diag.List {
	var findings diag.List
	for _, d := range documentsOf(w, "learning-session", "certificate.pass") {
		findings = append(findings, judgePass(d, d.Fields.Get("certificate").Get("pass"))...)
	}
	for _, d := range documentsOf(w, "learning-session", "dates.date", "dates.invited", "dates.attended") {
		for _, date := range d.Fields.Get("dates").Items {
			invited, attended := date.Get("invited"), date.Get("attended")
			asked, okAsked := number(invited)
			came, ok := number(attended)
			if ok && okAsked && came > asked {
				findings = append(findings, diag.New(diag.LearningAttended, placeOf(d, attended), "%d people attended, but only %d were invited", came, asked).
					WithHint("correct one of the two figures").WithNote(placeOf(d, invited), "invited"))
			}
			if ok {
				findings = append(findings, future(d, date.Get("date"), today)...)
			}
		}
	}
	return findings
}

// judgePass reports a mark that everybody reaches, or nobody.
func judgePass(d *workspace.Document, pass doc.Value) diag.List {
	percent, isPercent := strings.CutSuffix(pass.Text, "%")
	mark, ok := number(doc.Value{Type: doc.Number, Text: percent})
	if !isPercent || !ok || mark >= 1 && mark <= 100 {
		return nil
	}
	who := "everybody"
	if mark > 100 {
		who = "nobody"
	}
	return diag.List{diag.New(diag.LearningPass, placeOf(d, pass), "with a pass mark of %s %s passes", pass.Text, who).
		WithHint("write a mark from 1%% to 100%%")}
}
