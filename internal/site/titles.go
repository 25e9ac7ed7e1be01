package site

import (
	"parley/internal/doc"
	"parley/internal/translation"
	"parley/internal/workspace"
)

// text is a text in the source language, seen from a language.
func (s *Site) text(l *language, text string) Text {
	if source := &s.languages[0]; source.Tag() != l.Tag() && text != "" {
		return Text{Text: text, Lang: source.Tag(), Dir: source.Dir()}
	}
	return Text{Text: text}
}

// shown is a unit as a language shows it.
func (s *Site) shown(l *language, t translation.Translated) Text {
	if l.Tag() == s.workspace.Settings.Source || !t.Shown() {
		return s.text(l, t.Unit.Text)
	}
	return Text{Text: t.Text, Stale: t.State == translation.Stale}
}

// fieldTexts are the translatable fields of a document in a language, by their path.
func (s *Site) fieldTexts(l *language, d *workspace.Document) map[string]Text {
	texts := make(map[string]Text, len(d.FieldUnits))
	if l.Tag() == s.workspace.Settings.Source {
		for _, unit := range d.FieldUnits {
			texts[unit.Context] = Text{Text: unit.Text}
		}
		return texts
	}
	for _, translated := range s.workspace.Translated(d, l.Tag())[:len(d.FieldUnits)] {
		texts[translated.Unit.Context] = s.shown(l, translated)
	}
	return texts
}

// title is the title of a sheet in a language.
func (s *Site) title(l *language, sheet *sheet) Text {
	switch sheet.what {
	case notFound:
		return Text{Text: l.words.Say("Page not found")}
	case ofTranslations:
		return Text{Text: l.words.Say("How far this portal is translated")}
	case anOverview:
		return s.kindTitle(l, sheet.kind.Plural)
	case aPerson:
		return Text{Text: item(sheet, "people").Str("name")}
	case aRole:
		return s.fieldText(l, sheet.document, "roles["+sheet.item+"].title")
	case aHistory, aRelease, aPart:
		return s.besideTitle(l, sheet)
	case aSlice:
		return s.sliceTitle(l, sheet)
	}
	return s.documentTitle(l, sheet.document)
}

// besideTitle is the title of a page beside that of a price list, in one language: where the list's title is not translated,
// nothing of it is.
func (s *Site) besideTitle(l *language, sheet *sheet) Text {
	title, words := s.documentTitle(l, sheet.document), l.words
	if title.Lang != "" {
		words = s.languages[0].words
	}
	name := sheet.item
	if sheet.what == aHistory {
		name = words.Say("Price history")
	}
	title.Text += "\u00a0· " + name // no line begins with the dot
	return title
}

func (s *Site) documentTitle(l *language, d *workspace.Document) Text {
	if d.Kind.Name == "term" && l.Tag() != s.workspace.Settings.Source {
		if preferred := d.Fields.Get("translations").Get(l.Tag()).Str("preferred"); preferred != "" {
			return Text{Text: preferred}
		}
		return s.text(l, d.Title())
	}
	if l.Tag() == s.workspace.Settings.Source {
		return Text{Text: d.Title()}
	}
	if d.Fields.Has("title") {
		return s.fieldText(l, d, "title")
	}
	if d.TitleUnit >= 0 && d.TitleText != "" {
		if translated := s.workspace.Translated(d, l.Tag())[len(d.FieldUnits)+d.TitleUnit]; translated.Shown() {
			return Text{Text: doc.Plain(translated.Text), Stale: translated.State == translation.Stale}
		}
	}
	return s.text(l, d.Title())
}

// fieldText is one translatable field of a document in a language.
func (s *Site) fieldText(l *language, d *workspace.Document, path string) Text {
	for i, unit := range d.FieldUnits {
		if unit.Context != path {
			continue
		}
		if l.Tag() == s.workspace.Settings.Source {
			return Text{Text: unit.Text}
		}
		return s.shown(l, s.workspace.Translated(d, l.Tag())[i])
	}
	return Text{}
}

// settingsText is a text of content/site.yaml in a language.
func (s *Site) settingsText(l *language, path, fallback string) Text {
	if d, ok := s.workspace.Document(workspace.SettingsPath); ok {
		if text := s.fieldText(l, d, path); text.Text != "" {
			return text
		}
	}
	return s.text(l, fallback)
}

// kindTitle is the title of a kind. Those of Parley's own kinds are interface strings.
func (s *Site) kindTitle(l *language, english string) Text {
	if l.words.has("kind", english) || l.Tag() == "en" {
		return Text{Text: l.words.In("kind", english)}
	}
	return Text{Text: english, Lang: "en", Dir: "ltr"}
}

// item is the person or role that a sheet is about.
func item(sheet *sheet, list string) doc.Value {
	for _, item := range sheet.document.Fields.Get(list).Items {
		if item.Str("id") == sheet.item {
			return item
		}
	}
	return doc.Value{}
}

// summary is the summary of a document in a language.
func (s *Site) summary(l *language, d *workspace.Document) Text {
	if d.Kind.Name == "term" {
		return s.fieldText(l, d, "definition")
	}
	return s.fieldText(l, d, "summary")
}
