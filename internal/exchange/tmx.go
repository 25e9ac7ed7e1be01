package exchange

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"parley/internal/diag"
)

// Pair is a text and its translation.
type Pair struct {
	Source, Target string
	Language       string
	Context        string // the document and the place in it, for whoever reads the file

	Line, Col int // where the unit begins in the file that it was read from; 0 where it was not read
}

// The subset of TMX 1.4 that is written and read: one tuv for the source and one for a target, with plain text in seg. The text
// is the Markdown of the passage as it stands in the PO file; there are no inline elements.
type tmx struct {
	XMLName xml.Name  `xml:"tmx"`
	Version string    `xml:"version,attr"`
	Header  tmxHeader `xml:"header"`
	Units   []tmxUnit `xml:"body>tu"`
}

type tmxHeader struct {
	Tool     string `xml:"creationtool,attr"`
	Version  string `xml:"creationtoolversion,attr"`
	Segments string `xml:"segtype,attr"`
	Format   string `xml:"o-tmf,attr"`
	Admin    string `xml:"adminlang,attr"`
	Source   string `xml:"srclang,attr"`
	Data     string `xml:"datatype,attr"`
}

type tmxUnit struct {
	Source string       `xml:"srclang,attr,omitempty"`
	Notes  []string     `xml:"note,omitempty"`
	Texts  []tmxVariant `xml:"tuv"`
}

type tmxVariant struct {
	Language string     `xml:"xml:lang,attr"`
	Segment  tmxSegment `xml:"seg"`
}

type tmxSegment struct {
	Text string `xml:",chardata"`
}

// WriteTMX writes pairs whose sources are in one language.
func WriteTMX(source string, pairs []Pair) ([]byte, error) {
	file := tmx{Version: "1.4", Header: tmxHeader{"parley", "1", "block", "PO", "en", source, "plaintext"}}
	for _, p := range pairs {
		unit := tmxUnit{Texts: []tmxVariant{{source, tmxSegment{p.Source}}, {p.Language, tmxSegment{p.Target}}}}
		if p.Context != "" {
			unit.Notes = []string{p.Context}
		}
		file.Units = append(file.Units, unit)
	}
	body, err := xml.MarshalIndent(file, "", "  ")
	return append(append([]byte(xml.Header), body...), '\n'), err
}

// ReadTMX reads the pairs of a file whose source is in a language. Texts with inline elements, units without a text in the source
// language or in another, and second texts in a language are left out, each with a finding that says so and where.
func ReadTMX(name, source string, text []byte) ([]Pair, diag.List, error) {
	decoder := xml.NewDecoder(bytes.NewReader(text))
	decoder.CharsetReader = func(charset string, _ io.Reader) (io.Reader, error) {
		return nil, fmt.Errorf("the file is written in %s; save it as UTF-8", charset)
	}
	r := tmxReader{decoder: decoder, name: name, source: source}
	root := false
	for {
		line, col := decoder.InputPos()
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, nil, fmt.Errorf("this is no TMX file: %w", err)
		}
		start, ok := token.(xml.StartElement)
		switch {
		case !ok:
		case start.Name.Local == "tmx":
			root = true
		case start.Name.Local == "tu":
			if err := r.unit(line, col); err != nil {
				return nil, nil, err
			}
		}
	}
	if !root {
		return nil, nil, errors.New("this is no TMX file: it has no element tmx")
	}
	return r.pairs, r.skipped, nil
}

// tmxReader gathers what the units of a file say, and what of it is left out.
type tmxReader struct {
	decoder      *xml.Decoder
	name, source string
	pairs        []Pair
	skipped      diag.List
}

func (r *tmxReader) skip(line, col int, hint, format string, args ...any) {
	at := diag.Place{Path: r.name, Span: diag.Span{Line: line, Col: col, EndLine: line, EndCol: col}}
	r.skipped = append(r.skipped, diag.New(diag.ImportSkipped, at, format, args...).WithHint("%s", hint))
}

// tmxText is one text of a unit.
type tmxText struct{ language, text string }

// unit reads the rest of a tu: the source's text with each other language's.
func (r *tmxReader) unit(line, col int) error {
	told := len(r.skipped)
	texts, err := r.texts(line, col)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(texts, func(t tmxText) bool { return sameTag(t.language, r.source) })
	found := false
	for _, t := range texts {
		if at >= 0 && !sameTag(t.language, r.source) {
			found = true
			r.pairs = append(r.pairs, Pair{Source: texts[at].text, Target: t.text, Language: t.language, Line: line, Col: col})
		}
	}
	switch {
	case found || len(r.skipped) > told:
	case at < 0:
		r.skip(line, col, "give the unit a tuv in "+r.source+", in plain text", "the unit has no plain text in %s, so nobody can say what it translates", r.source)
	default:
		r.skip(line, col, "give the unit a tuv in the language that it is translated into, in plain text", "the unit has no plain text in another language than %s", r.source)
	}
	return nil
}

// texts reads the plain texts of a unit, the first of each language.
func (r *tmxReader) texts(line, col int) (texts []tmxText, err error) {
	language, segment, inline := "", false, false
	var text strings.Builder
	for depth := 1; depth > 0; {
		at, column := r.decoder.InputPos()
		token, err := r.decoder.Token()
		if err != nil {
			return nil, fmt.Errorf("this is no TMX file: %w", err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			depth++
			switch {
			case segment:
				inline = true
			case token.Name.Local == "tuv":
				language, line, col = attribute(token, "lang"), at, column
			case token.Name.Local == "seg":
				segment, inline = true, false
				text.Reset()
			}
		case xml.CharData:
			if segment {
				text.Write(token)
			}
		case xml.EndElement:
			depth--
			if !segment || token.Name.Local != "seg" {
				continue
			}
			segment = false
			switch {
			case inline:
				r.skip(line, col, "export the texts as plain text, without inline elements such as bpt and ph", "the text in %s has inline elements", cmp.Or(language, "no language"))
			case language == "":
				r.skip(line, col, `write xml:lang="…" at its tuv`, "the text does not say its language")
			case text.Len() == 0: // which is not translated yet
			case slices.ContainsFunc(texts, func(t tmxText) bool { return t.language == language }):
				r.skip(line, col, "leave one text in each language of a unit", "the unit has a text in %s already", language)
			default:
				texts = append(texts, tmxText{language, text.String()})
			}
		}
	}
	return texts, nil
}

func attribute(element xml.StartElement, name string) string {
	for _, a := range element.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// sameTag compares language tags. A tool that writes en-US for en means the same here.
func sameTag(a, b string) bool {
	a, b = strings.ReplaceAll(a, "_", "-"), strings.ReplaceAll(b, "_", "-")
	if strings.EqualFold(a, b) {
		return true
	}
	first, _, _ := strings.Cut(a, "-")
	return strings.EqualFold(first, b)
}
