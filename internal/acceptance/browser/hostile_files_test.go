package browser

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"slices"
	"strings"
	"testing"

	"parley/internal/render"
)

// judgeFiles reads what machines read with strict parsers: feeds, the sitemap, lists of changes, blocks of data in pages,
// what hosts are told.
func judgeFiles(t *testing.T, p *portal, pages map[string]read) {
	kinds := map[string]int{}
	for name, data := range p.files {
		var err error
		kind := path.Ext(name)
		switch {
		case kind == ".xml":
			err = judgeXML(data)
		case kind == ".json":
			err = judgeJSON(data)
		case path.Base(name) == "_redirects":
			kind, err = "_redirects", judgeRedirects(string(data))
		case path.Base(name) == "_headers":
			kind, err = "_headers", judgeHeaders(string(data))
		default:
			continue
		}
		kinds[kind]++
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for address, page := range pages {
		for _, block := range page.data {
			kinds["data"]++
			if err := judgeJSON([]byte(block)); err != nil || strings.ContainsAny(block, "<>") {
				t.Errorf("%s: a block of data that scripts could leave: %v", address, err)
			}
		}
	}
	for _, kind := range []string{".xml", ".json", "_redirects", "_headers", "data"} {
		if kinds[kind] == 0 {
			t.Errorf("nobody has read any %s", kind)
		}
	}
	t.Log(kinds)
}

// feedElements are those of feeds and sitemaps. An element of another name has come from a payload.
var feedElements = strings.Fields("feed id title updated author name link entry category summary urlset url loc lastmod")

func judgeXML(data []byte) error {
	decoder := xml.NewDecoder(bytes.NewReader(data))
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch token := token.(type) {
		case xml.StartElement:
			if !slices.Contains(feedElements, token.Name.Local) || strings.Contains(token.Name.Space, "xhtml") && token.Name.Local != "link" {
				return errors.New("it has an element " + token.Name.Local)
			}
			for _, a := range token.Attr {
				if a.Name.Local == "href" && leads(a.Value) != "https" {
					return errors.New("it leads to " + a.Value)
				}
			}
		case xml.Comment, xml.Directive:
			return errors.New("it has a comment or a document type")
		case xml.ProcInst:
			if token.Target != "xml" {
				return errors.New("it has an instruction")
			}
		}
	}
}

func judgeJSON(data []byte) error {
	decoder := json.NewDecoder(bytes.NewReader(data))
	var value any
	if err := decoder.Decode(&value); err != nil {
		return err
	}
	if decoder.More() {
		return errors.New("something stands behind its end")
	}
	return nil
}

// judgeRedirects has each line of the list that hosts read say from where and to where, both on the portal.
func judgeRedirects(text string) error {
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		if len(words) != 3 || words[2] != "301" || !strings.HasPrefix(words[0], "/") || leads(words[0]) != "here" || leads(words[1]) != "here" {
			return errors.New("it says " + line)
		}
	}
	return nil
}

func judgeHeaders(text string) error {
	for _, h := range readHeaders(text) {
		if h.name == "Content-Security-Policy" && h.value != render.Policy {
			return errors.New("its policy is " + h.value)
		}
	}
	if strings.Contains(text, "fire") {
		return errors.New("a payload stands in it")
	}
	return nil
}
