package glossary

import (
	"parley/internal/diag"
	"parley/internal/doc"
)

// Term is one entry of the glossary.
type Term struct {
	ID           string
	Path         string
	Title        string // the approved form in the source language
	Definition   string
	Forms        []Form
	Forbidden    []Form
	Keep         bool // never translated
	CaseMatters  bool
	Translations map[string]Translation
}

// Form is one way to write a term, with the place where the glossary says so.
type Form struct {
	Text  string
	Place diag.Place
}

// Translation is a term in another language.
type Translation struct {
	Preferred string
	Forms     []Form
	Forbidden []Form
}

// Read reads a term from its document.
func Read(d doc.Document, id string) Term {
	term := Term{
		ID: id, Path: d.Path,
		Title:       d.Fields.Str("title"),
		Definition:  d.Fields.Str("definition"),
		Keep:        d.Fields.Str("do_not_translate") == "true",
		CaseMatters: d.Fields.Str("case_sensitive") == "true",
		Forms:       append(forms(d, d.Fields.Get("title")), forms(d, d.Fields.Get("forms"))...),
		Forbidden:   forms(d, d.Fields.Get("forbidden")),
	}
	term.Translations = map[string]Translation{}
	for _, key := range d.Fields.Get("translations").Keys {
		term.Translations[key.Name] = Translation{
			Preferred: key.Value.Str("preferred"),
			Forms:     append(forms(d, key.Value.Get("preferred")), forms(d, key.Value.Get("forms"))...),
			Forbidden: forms(d, key.Value.Get("forbidden")),
		}
	}
	return term
}

// forms reads one text or a list of texts.
func forms(d doc.Document, value doc.Value) []Form {
	var list []Form
	add := func(v doc.Value) {
		if v.Text != "" && v.Type != doc.Map && v.Type != doc.List {
			list = append(list, Form{Text: doc.Fold(v.Text), Place: diag.Place{Path: d.Path, Span: v.Span}})
		}
	}
	add(value)
	for _, item := range value.Items {
		add(item)
	}
	return list
}

// In returns a term's allowed and forbidden forms in a language; source is the language that the glossary is written in.
// A term that is never translated keeps its forms everywhere.
func (t Term) In(language, source string) (allowed, forbidden []Form) {
	if language == source {
		return t.Forms, t.Forbidden
	}
	translation := t.Translations[language]
	allowed = translation.Forms
	if t.Keep {
		allowed = append(allowed[:len(allowed):len(allowed)], t.Forms...)
	}
	return allowed, translation.Forbidden
}
