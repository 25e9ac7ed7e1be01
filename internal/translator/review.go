package translator

import (
	"cmp"
	"slices"

	"parley/internal/diag"
	"parley/internal/translation"
	"parley/internal/workspace"
)

// Reviewed is a unit that a person should look at, with all that it takes to decide.
type Reviewed struct {
	Language string            `json:"language"`
	Document string            `json:"document"`
	Line     int               `json:"line"` // of the source
	File     string            `json:"file"`
	FileLine int               `json:"fileLine"` // of the translation
	State    translation.State `json:"state"`
	Source   string            `json:"source"`
	Previous string            `json:"previous,omitempty"` // the source that a stale text translates
	Target   string            `json:"target"`
	Kept     string            `json:"kept,omitempty"` // what a person had written for an older source, where a machine's text took its place
	By       string            `json:"by,omitempty"`
	Terms    []Term            `json:"terms,omitempty"`
	Reasons  []string          `json:"reasons,omitempty"` // checks that the text fails, warnings included
}

// Term is a term of the source with what it is called in the language.
type Term struct {
	Source string `json:"source"`
	Target string `json:"target"`
}

// Review lists what a person should look at: first what fails a check, then what a machine made, then what is stale or was
// marked by somebody; everything else with a warning at the end. Missing units are nobody's to review.
func Review(w *workspace.Workspace, languages []string, selected func(string) bool) []Reviewed {
	list := []Reviewed{}
	for _, language := range languages {
		judge := translation.NewJudge(w.Terms, language, w.Settings.Source)
		for i := range w.Documents {
			d := w.Documents[i]
			if !selected(d.Path) || !w.HasTranslations(d, language) {
				continue
			}
			for _, t := range w.Translated(d, language) {
				if r, ok := reviewed(d, t, judge); ok {
					r.Language = language
					list = append(list, r)
				}
			}
		}
	}
	slices.SortStableFunc(list, func(a, b Reviewed) int { return cmp.Compare(urgency(a), urgency(b)) })
	return list
}

// Beside lists every unit of a document with its translation, in the document's order: what the preview shows side by side.
func Beside(w *workspace.Workspace, d *workspace.Document, language string) []Reviewed {
	judge := translation.NewJudge(w.Terms, language, w.Settings.Source)
	var list []Reviewed
	for _, t := range w.Translated(d, language) {
		r := judged(d, t, judge)
		r.Language = language
		list = append(list, r)
	}
	return list
}

func urgency(r Reviewed) int {
	return slices.Index([]translation.State{translation.Failed, translation.Machine, translation.Stale, translation.NeedsWork, translation.Edited, translation.Approved}, r.State)
}

func reviewed(d *workspace.Document, t translation.Translated, judge *translation.Judge) (Reviewed, bool) {
	if t.State == translation.Missing && len(t.Checks) == 0 {
		return Reviewed{}, false
	}
	r := judged(d, t, judge)
	settled := r.State == translation.Edited || r.State == translation.Approved
	return r, !settled || len(r.Reasons) > 0
}

// judged is a unit with all that is known of it.
func judged(d *workspace.Document, t translation.Translated, judge *translation.Judge) Reviewed {
	r := Reviewed{Document: d.Path, Line: t.Unit.Span.Line, File: t.Place.Path, FileLine: t.Place.Line, State: t.State,
		Source: t.Unit.Text, Previous: t.Previous, Target: t.Text, Kept: t.Kept.Text, By: t.By, Reasons: slices.Clone(t.Checks)}
	if t.State == translation.Missing && len(t.Checks) > 0 { // what came back was no text at all
		r.State = translation.Failed
	}
	for _, f := range judge.Shown(t, d.Path, d.Critical()) {
		r.Reasons = append(r.Reasons, f.Check+" "+f.Detail)
		if f.Severity == diag.Error && t.State != translation.Stale {
			r.State = translation.Failed
		}
	}
	for _, term := range judge.Terms(t.Unit, true) {
		r.Terms = append(r.Terms, Term{t.Unit.Text[term.Start:term.Stop], term.Text})
	}
	return r
}
