package render

import (
	"bytes"
	"fmt"
	"strings"

	"golang.org/x/net/html"
)

// Judge reports what no page may have: an id given twice, a heading that skips a level, a picture without a text, a box
// to tick or a link or a button without a name, a head of a table that does not say what it is the head of, more or fewer
// than one first heading. It reads the page once, without building a tree: every page of every build is judged.
func Judge(page []byte) []string {
	j := judge{ids: map[string]bool{}}
	tokens := html.NewTokenizer(bytes.NewReader(page))
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			if j.tops != 1 {
				j.fault("it has %d headings of the first level", j.tops)
			}
			return j.faults
		case html.StartTagToken, html.SelfClosingTagToken:
			j.start(tokens)
		case html.EndTagToken:
			name, _ := tokens.TagName()
			j.end(string(name))
		case html.TextToken:
			if j.naming != "" && len(bytes.TrimSpace(tokens.Text())) > 0 {
				j.named = true
			}
		}
	}
}

// judge is what has been seen of a page so far.
type judge struct {
	ids    map[string]bool
	tops   int    // headings of the first level
	level  int    // of the last heading
	labels int    // labels that are open
	naming string // the element whose name is being read: a link, a button or a heading
	named  bool
	what   string // that element, for the message
	faults []string
}

// mostFaults is how many faults of one page are told: a broken template has thousands.
const mostFaults = 20

func (j *judge) fault(format string, args ...any) {
	if len(j.faults) < mostFaults {
		j.faults = append(j.faults, fmt.Sprintf(format, args...))
	}
}

func (j *judge) start(tokens *html.Tokenizer) {
	raw, more := tokens.TagName()
	name := string(raw)
	attributes := map[string]string{}
	for more {
		var key, value []byte
		key, value, more = tokens.TagAttr()
		attributes[string(key)] = string(value)
	}
	if id, ok := attributes["id"]; ok {
		if j.ids[id] || id == "" {
			j.fault("the id %q is given twice, or empty", id)
		}
		j.ids[id] = true
	}
	switch name {
	case "html":
		if attributes["lang"] == "" || attributes["dir"] == "" {
			j.fault("it does not say its language and direction")
		}
	case "h1", "h2", "h3", "h4", "h5", "h6":
		j.heading(int(name[1] - '0'))
		j.open(name, attributes)
	case "img":
		j.image(attributes)
	case "label":
		j.labels++
	case "input", "select", "textarea":
		if j.labels == 0 && !hasName(attributes) && attributes["type"] != "hidden" {
			j.fault("a field for input has no label")
		}
	case "th":
		if attributes["scope"] == "" {
			j.fault("a head of a table does not say whether it is that of a row or of a column")
		}
	case "a":
		if _, leads := attributes["href"]; leads {
			j.open(name, attributes)
		}
	case "button", "summary":
		j.open(name, attributes)
	}
}

func (j *judge) heading(level int) {
	if level == 1 {
		j.tops++
	}
	if level > j.level+1 && j.level > 0 {
		j.fault("a heading of level %d follows one of level %d", level, j.level)
	}
	j.level = level
}

func (j *judge) image(attributes map[string]string) {
	alt, told := attributes["alt"]
	if !told {
		j.fault("the picture %s has no text for those who cannot see it", attributes["src"])
	}
	if j.naming != "" && alt != "" {
		j.named = true
	}
}

func hasName(attributes map[string]string) bool {
	return attributes["aria-label"] != "" || attributes["aria-labelledby"] != "" || attributes["title"] != ""
}

// open begins to look for the name of an element. Elements with names do not nest.
func (j *judge) open(name string, attributes map[string]string) {
	if j.naming == "" {
		j.naming, j.named, j.what = name, hasName(attributes), strings.TrimSpace(name+" "+attributes["href"])
	}
}

func (j *judge) end(name string) {
	if name == "label" && j.labels > 0 {
		j.labels--
	}
	if name != j.naming {
		return
	}
	if !j.named {
		j.fault("<%s> has no name", j.what)
	}
	j.naming = ""
}
