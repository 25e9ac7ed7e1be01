package check

import (
	"slices"
	"strings"
	"unicode/utf8"

	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/glossary"
	"parley/internal/workspace"
)

// terms checks the glossary against itself, and all texts against the glossary.
func terms(w *workspace.Workspace, _ string) diag.List {
	findings := conflicts(w)
	source := glossary.NewFinder(w.Terms, w.Settings.Source, w.Settings.Source)
	for i := range w.Documents {
		findings = append(findings, wording(w, w.Documents[i], source)...)
	}
	for _, tag := range w.Settings.Languages[1:] {
		findings = append(findings, forbiddenInTranslations(w, tag)...)
	}
	return findings
}

// wording checks the texts of a document in the source language.
func wording(w *workspace.Workspace, d *workspace.Document, finder *glossary.Finder) diag.List {
	if d.Kind.Name == "site" || !finder.Forbids {
		return nil
	}
	return workspace.Remembered(d, w.Vocabulary(), func() diag.List {
		return append(forbiddenInFields(w, d, finder), forbiddenInBody(w, d, finder)...)
	})
}

// Wording returns what is found in a document for its words alone: what reading it has shown, its terms, and how hard a
// notice is to read. Nothing else that is found changes with them, but for what a notice lacks in a language, which is counted.
func Wording(w *workspace.Workspace, path string) diag.List { return Wordings(w, []string{path})[path] }

// Wordings is Wording for many documents at once.
func Wordings(w *workspace.Workspace, paths []string) map[string]diag.List {
	found := make(map[string]diag.List, len(paths))
	finder := glossary.NewFinder(w.Terms, w.Settings.Source, w.Settings.Source)
	for _, path := range paths {
		d, ok := w.Document(path)
		if !ok {
			continue
		}
		found[path] = slices.Clip(wording(w, d, finder))
		if isNotice(d) {
			found[path] = append(found[path], plainSource(w, d)...)
		}
		if w.Lenient(path) {
			found[path] = found[path].WithSeverity(diag.Warning)
		}
	}
	for _, finding := range w.Findings {
		if list, asked := found[finding.Path]; asked {
			found[finding.Path] = append(list, finding)
		}
	}
	return found
}

// conflicts reports forms that two terms claim: a form means one thing, and what is right once is not wrong elsewhere.
func conflicts(w *workspace.Workspace) diag.List {
	var findings diag.List
	for _, tag := range w.Settings.Languages {
		first := map[string]glossary.Form{}
		owner := map[string]string{}
		for _, term := range w.Terms {
			allowed, forbidden := term.In(tag, w.Settings.Source)
			findings = append(findings, contradiction(term, allowed, forbidden)...)
			for _, form := range slices.Concat(allowed, forbidden) {
				key := strings.ToLower(form.Text)
				if before, taken := first[key]; taken && owner[key] != term.ID {
					findings = append(findings, diag.New(diag.TermConflict, form.Place, "%q belongs to the terms %s and %s", form.Text, owner[key], term.ID).
						WithHint("keep it in one of them").WithNote(before.Place, "the other"))
				} else if !taken {
					first[key], owner[key] = form, term.ID
				}
			}
		}
	}
	return findings
}

// contradiction reports a form that a term both allows and forbids.
func contradiction(term glossary.Term, allowed, forbidden []glossary.Form) diag.List {
	var findings diag.List
	for _, bad := range forbidden {
		for _, good := range allowed {
			if strings.EqualFold(bad.Text, good.Text) {
				findings = append(findings, diag.New(diag.TermConflict, bad.Place, "%q is both allowed and forbidden for the term %s", bad.Text, term.ID).
					WithHint("keep it in one of the two").WithNote(good.Place, "allowed here"))
			}
		}
	}
	return findings
}

func forbiddenInBody(w *workspace.Workspace, d *workspace.Document, finder *glossary.Finder) diag.List {
	var findings diag.List
	var body *diag.File
	text := d.Text()
	for _, run := range text.Prose {
		for _, match := range finder.Find(text.Body[run.Start:run.Stop]) {
			if !match.Forbidden || w.Terms[match.Term].Path == d.Path {
				continue
			}
			if body == nil {
				body = diag.NewFile(d.Path, []byte(text.Body))
			}
			span := body.Span(run.Start+match.Start, run.Start+match.Stop)
			span.Line += d.BodyLine - 1
			span.EndLine += d.BodyLine - 1
			findings = append(findings, forbidden(w.Terms[match.Term], match, w.Terms[match.Term].Title, diag.Place{Path: d.Path, Span: span}))
		}
	}
	return findings
}

func forbiddenInFields(w *workspace.Workspace, d *workspace.Document, finder *glossary.Finder) diag.List {
	var findings diag.List
	for _, unit := range d.FieldUnits {
		for _, match := range finder.Find(unit.Text) {
			if match.Forbidden && w.Terms[match.Term].Path != d.Path {
				findings = append(findings, forbidden(w.Terms[match.Term], match, w.Terms[match.Term].Title, diag.Place{Path: d.Path, Span: within(d, unit, match)}))
			}
		}
	}
	return findings
}

// within is the place of a match in a field that is written on one line as it is read; otherwise the whole field.
func within(d *workspace.Document, unit doc.Unit, match glossary.Match) diag.Span {
	span := unit.Span
	value := valueAt(d.Fields, span)
	start, width := span.Col, utf8.RuneCountInString(value.Text)
	if value.Quoted {
		start, width = start+1, width+2
	}
	// Blanks that were folded, escapes, and accents that were put together have moved what follows them.
	if value.Text != unit.Text || span.Line != span.EndLine || span.EndCol-span.Col != width {
		return span
	}
	start += utf8.RuneCountInString(unit.Text[:match.Start])
	return diag.Span{Line: span.Line, Col: start, EndLine: span.Line, EndCol: start + utf8.RuneCountInString(unit.Text[match.Start:match.Stop])}
}

// valueAt finds the scalar that stands at a place.
func valueAt(value doc.Value, span diag.Span) doc.Value {
	if value.Span == span && value.Type != doc.Map && value.Type != doc.List {
		return value
	}
	for _, key := range value.Keys {
		if found := valueAt(key.Value, span); found.Span == span {
			return found
		}
	}
	for _, item := range value.Items {
		if found := valueAt(item, span); found.Span == span {
			return found
		}
	}
	return doc.Value{}
}

func forbidden(term glossary.Term, match glossary.Match, approved string, at diag.Place) diag.Diagnostic {
	return diag.New(diag.TermForbidden, at, "%q is not our word for this", match.Form.Text).
		WithHint("write %s", approved).WithNote(match.Form.Place, "the glossary says so under %s", term.ID)
}

func forbiddenInTranslations(w *workspace.Workspace, tag string) diag.List {
	var findings diag.List
	finder := glossary.NewFinder(w.Terms, tag, w.Settings.Source)
	for i := range w.Documents {
		d := w.Documents[i]
		if !w.HasTranslations(d, tag) {
			continue
		}
		for _, t := range w.Translated(d, tag) {
			if !t.Shown() {
				continue
			}
			for _, text := range doc.ProseOf(t.Text, t.Unit.Block) {
				findings = append(findings, forbiddenIn(w, d, tag, finder.Find(text), t.Place)...)
			}
		}
	}
	return findings
}

func forbiddenIn(w *workspace.Workspace, d *workspace.Document, tag string, matches []glossary.Match, at diag.Place) diag.List {
	var findings diag.List
	for _, match := range matches {
		if term := w.Terms[match.Term]; match.Forbidden && term.Path != d.Path {
			findings = append(findings, forbidden(term, match, term.Translations[tag].Preferred, at))
		}
	}
	return findings
}

// notices checks that a critical notice is fresh in every language that it requires.
func notices(w *workspace.Workspace, _ string) diag.List {
	var findings diag.List
	for i := range w.Documents {
		d := w.Documents[i]
		if d.Kind.Name != "notice" || d.Fields.Str("severity") != "critical" {
			continue
		}
		for _, language := range d.Fields.Get("required_languages").Items {
			at := diag.Place{Path: d.Path, Span: language.Span}
			if !slices.Contains(w.Settings.Languages, language.Text) {
				findings = append(findings, diag.New(diag.NoticeLanguage, at, "%s is not a language of the site", language.Text).
					WithHint("add it to languages: in %s", workspace.SettingsPath))
			} else if problem := w.Lacks(d, language.Text); problem != "" {
				findings = append(findings, diag.New(diag.NoticeLanguage, at, "a critical notice must be complete in %s: %s", language.Text, problem).
					WithHint("translate %s/%s/%s.po", workspace.Locales, language.Text, strings.TrimSuffix(d.Path, ".md")))
			}
		}
	}
	return findings
}
