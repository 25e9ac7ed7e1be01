package exchange

import (
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"maps"
	"slices"
	"strconv"
	"strings"

	"parley/internal/glossary"
)

// Term is a term with what the glossary says beyond its forms.
type Term struct {
	glossary.Term
	PartOfSpeech, Domain string
}

// form is one way to write a term in a language.
type form struct{ language, text, status string }

// The statuses of TBX-Basic.
const (
	preferred  = "preferredTerm-admn-sts"
	admitted   = "admittedTerm-admn-sts"
	superseded = "deprecatedTerm-admn-sts"
)

// forms lists the forms of a term: the source language first, then the others by their tags; preferred, admitted, deprecated.
func (t Term) forms(source string) []form {
	var all []form
	add := func(language, first string, allowed, forbidden []glossary.Form) {
		for _, f := range allowed {
			status := admitted
			if f.Text == first {
				status = preferred
			}
			if !slices.ContainsFunc(all, func(known form) bool { return known.language == language && known.text == f.Text }) {
				all = append(all, form{language, f.Text, status})
			}
		}
		for _, f := range forbidden {
			all = append(all, form{language, f.Text, superseded})
		}
	}
	add(source, t.Title, t.Forms, t.Forbidden)
	for _, language := range slices.Sorted(maps.Keys(t.Translations)) {
		other := t.Translations[language]
		add(language, other.Preferred, other.Forms, other.Forbidden)
	}
	return all
}

// WriteCSV writes one line for each form.
func WriteCSV(source string, terms []Term) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	_ = w.Write([]string{"id", "language", "term", "status", "part_of_speech", "domain", "do_not_translate", "case_sensitive", "definition"}) // a buffer takes everything
	for _, t := range terms {
		for _, f := range t.forms(source) {
			status := map[string]string{preferred: "preferred", admitted: "admitted", superseded: "forbidden"}[f.status]
			definition := ""
			if f.language == source && f.status == preferred {
				definition = t.Definition
			}
			_ = w.Write([]string{t.ID, f.language, f.text, status, t.PartOfSpeech, t.Domain, strconv.FormatBool(t.Keep), strconv.FormatBool(t.CaseMatters), definition})
		}
	}
	w.Flush()
	return b.Bytes()
}

type tbx struct {
	XMLName  xml.Name     `xml:"tbx"`
	Space    string       `xml:"xmlns,attr"`
	Style    string       `xml:"style,attr"`
	Type     string       `xml:"type,attr"`
	Language string       `xml:"xml:lang,attr"`
	Origin   string       `xml:"tbxHeader>fileDesc>sourceDesc>p"`
	Concepts []tbxConcept `xml:"text>body>conceptEntry"`
}

type tbxConcept struct {
	ID        string        `xml:"id,attr"`
	Notes     []tbxNote     `xml:"descrip"`
	Languages []tbxLanguage `xml:"langSec"`
}

type tbxNote struct {
	Type string `xml:"type,attr"`
	Text string `xml:",chardata"`
}

type tbxLanguage struct {
	Language string    `xml:"xml:lang,attr"`
	Terms    []tbxTerm `xml:"termSec"`
}

type tbxTerm struct {
	Term  string    `xml:"term"`
	Notes []tbxNote `xml:"termNote"`
}

// WriteTBX writes TBX-Basic of ISO 30042:2019, in the style in which categories are attributes.
func WriteTBX(source string, terms []Term) ([]byte, error) {
	file := tbx{Space: "urn:iso:std:iso:30042:ed-2", Style: "dca", Type: "TBX-Basic", Language: source, Origin: "The glossary of this repository, written by parley terms export."}
	for _, t := range terms {
		concept := tbxConcept{ID: t.ID, Notes: []tbxNote{{"subjectField", t.Domain}, {"definition", t.Definition}}}
		for _, f := range t.forms(source) {
			if last := len(concept.Languages) - 1; last < 0 || concept.Languages[last].Language != f.language {
				concept.Languages = append(concept.Languages, tbxLanguage{Language: f.language})
			}
			at := &concept.Languages[len(concept.Languages)-1]
			at.Terms = append(at.Terms, tbxTerm{f.text, []tbxNote{{"partOfSpeech", partOfSpeech(t.PartOfSpeech)}, {"administrativeStatus", f.status}}})
		}
		file.Concepts = append(file.Concepts, concept)
	}
	body, err := xml.MarshalIndent(file, "", "  ")
	return append(append([]byte(xml.Header), body...), '\n'), err
}

// partOfSpeech is one of those that TBX-Basic knows.
func partOfSpeech(ours string) string {
	switch ours {
	case "noun", "verb", "adjective":
		return ours
	}
	return "other"
}

// WriteVale writes a rule for the checker Vale: each forbidden form of a language with the one to write instead.
func WriteVale(language, source string, terms []Term) []byte {
	var b strings.Builder
	b.WriteString("# Written by parley terms export; change the glossary instead.\nextends: substitution\nmessage: \"Write '%s', not '%s'.\"\nlevel: error\nignorecase: true\nswap:\n")
	for _, t := range terms {
		instead := t.Title
		if language != source {
			instead = t.Translations[language].Preferred
		}
		for _, f := range t.forms(source) {
			if f.language == language && f.status == superseded {
				b.WriteString("  " + strconv.Quote(escapePattern(f.text)) + ": " + strconv.Quote(instead) + "\n")
			}
		}
	}
	return []byte(b.String())
}

// escapePattern writes a form as the regular expression that finds it and nothing else.
func escapePattern(text string) string {
	var b strings.Builder
	for _, r := range text {
		if strings.ContainsRune(`\.+*?()|[]{}^$`, r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}
