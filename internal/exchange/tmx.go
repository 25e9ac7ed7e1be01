package exchange

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Pair is a text and its translation.
type Pair struct {
	Source, Target string
	Language       string
	Context        string // the document and the place in it, for whoever reads the file
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

// ReadTMX reads the pairs of a file whose source is in a language. Units with inline elements, or without a text in the source
// language, are left out and counted.
func ReadTMX(source string, text []byte) (pairs []Pair, left int, err error) {
	decoder := xml.NewDecoder(bytes.NewReader(text))
	decoder.CharsetReader = func(charset string, _ io.Reader) (io.Reader, error) {
		return nil, fmt.Errorf("the file is written in %s; save it as UTF-8", charset)
	}
	root := false
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, 0, fmt.Errorf("this is no TMX file: %w", err)
		}
		start, ok := token.(xml.StartElement)
		switch {
		case !ok:
		case start.Name.Local == "tmx":
			root = true
		case start.Name.Local == "tu":
			found, err := readUnit(decoder, source)
			if err != nil {
				return nil, 0, err
			}
			if len(found) == 0 {
				left++
			}
			pairs = append(pairs, found...)
		}
	}
	if !root {
		return nil, 0, errors.New("this is no TMX file: it has no element tmx")
	}
	return pairs, left, nil
}

// readUnit reads the rest of a tu: the source's text with each other language's.
func readUnit(decoder *xml.Decoder, source string) ([]Pair, error) {
	texts := map[string]string{}
	var languages []string
	language, segment, inline := "", false, false
	var text strings.Builder
	for depth := 1; depth > 0; {
		token, err := decoder.Token()
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
				language = attribute(token, "lang")
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
			if segment && token.Name.Local == "seg" {
				segment = false
				if !inline && language != "" && texts[language] == "" {
					texts[language] = text.String()
					languages = append(languages, language)
				}
			}
		}
	}
	var pairs []Pair
	at := slices.IndexFunc(languages, func(l string) bool { return sameTag(l, source) })
	for _, l := range languages {
		if at >= 0 && !sameTag(l, source) {
			pairs = append(pairs, Pair{Source: texts[languages[at]], Target: texts[l], Language: l})
		}
	}
	return pairs, nil
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
