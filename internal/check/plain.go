package check

import (
	"strings"

	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/plain"
	"parley/internal/workspace"
)

// plainNotices measures how hard notices are to read, in each language that has a measure. A score only warns: what is right
// but hard is better than what is wrong.
func plainNotices(w *workspace.Workspace, _ string) diag.List {
	var findings diag.List
	for i := range w.Documents {
		d := w.Documents[i]
		if !isNotice(d) {
			continue
		}
		findings = append(findings, plainSource(w, d)...)
		for _, language := range w.Settings.Languages[1:] {
			if !w.HasTranslations(d, language) {
				continue
			}
			var texts []string
			var at diag.Place
			for _, t := range w.Translated(d, language) {
				if t.Fresh() {
					texts = append(texts, reading(t.Unit, t.Text)...)
					at = diag.Place{Path: t.Place.Path}
				}
			}
			findings = append(findings, hardToRead(texts, language, at)...)
		}
	}
	return findings
}

func isNotice(d *workspace.Document) bool { return d.Kind.Name == "notice" && !d.Draft }

// plainSource measures a notice in the language in which it was written.
func plainSource(w *workspace.Workspace, d *workspace.Document) diag.List {
	var texts []string
	for _, unit := range d.Units() {
		texts = append(texts, reading(unit, unit.Text)...)
	}
	return hardToRead(texts, w.Settings.Source, diag.Place{Path: d.Path, Span: diag.Span{Line: d.BodyLine, Col: 1, EndLine: d.BodyLine, EndCol: 1}})
}

// reading is what of a unit is read as sentences: neither headings nor cells.
func reading(unit doc.Unit, text string) []string {
	if unit.Block == doc.Heading || unit.Block == doc.Cell {
		return nil
	}
	return []string{strings.Join(doc.ProseOf(text, unit.Block), " ")}
}

func hardToRead(texts []string, language string, at diag.Place) diag.List {
	score, ok := plain.Measure(texts, language)
	if !ok || !score.Hard() {
		return nil
	}
	finding := diag.New(diag.NoticePlain, at, "in %s this notice is hard to read: %s is %.0f, where %.0f is the limit", language, score.Measure, score.Value, score.Limit).
		WithHint("divide long sentences and take shorter words; what costs most: %q", score.Hardest[0].Text)
	return diag.List{finding}
}
