package browser

import (
	"cmp"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"

	"golang.org/x/net/html"
)

// census is what a page consists of. The browser takes one, too: testdata/hostile/census.js.
type census map[part]bool

// part is an element, or an attribute of one. The value is kept where an allowance depends on it; of an address, it is where
// that leads.
type part struct{ Element, Attribute, Value string }

// allowance is what an attribute may say: any word of words, or an address that leads to one of leads; without both, anything.
type allowance struct{ words, leads []string }

// allowances are read from testdata/hostile/allowed.txt, which says how it is written: by element and attribute. The
// attribute "" says that there may be such an element.
var allowances = sync.OnceValues(func() (map[string]map[string]allowance, error) {
	text, err := os.ReadFile("testdata/hostile/allowed.txt")
	if err != nil {
		return nil, err
	}
	all := map[string]map[string]allowance{}
	for line := range strings.Lines(string(text)) {
		element, attributes, ok := strings.Cut(strings.TrimSpace(line), ":")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		all[element] = map[string]allowance{"": {}}
		for _, attribute := range strings.Fields(attributes) {
			name, words, fixed := strings.Cut(attribute, "=")
			address, leads, leading := strings.Cut(attribute, ">")
			switch {
			case fixed:
				all[element][name] = allowance{words: strings.Split(words, ",")}
			case leading:
				all[element][address] = allowance{leads: strings.Split(leads, ",")}
			default:
				all[element][name] = allowance{}
			}
		}
	}
	return all, nil
})

// strangers are the parts of a page that only a payload can have brought there.
func (c census) strangers() ([]string, error) {
	all, err := allowances()
	if err != nil {
		return nil, err
	}
	var found []string
	for p := range c {
		may, ok := all[p.Element][p.Attribute]
		if !ok {
			may, ok = all["*"][p.Attribute]
			ok = ok && p.Attribute != ""
		}
		if !ok || !may.let(p.Value) {
			found = append(found, strings.TrimSpace(fmt.Sprintf("<%s %s %.200q", p.Element, p.Attribute, p.Value)))
		}
	}
	slices.Sort(found)
	return found, nil
}

func (a allowance) let(value string) bool {
	if a.leads != nil {
		return slices.Contains(a.leads, value)
	}
	return a.words == nil || !slices.ContainsFunc(strings.Fields(strings.ToLower(value)), func(word string) bool { return !slices.Contains(a.words, word) })
}

// addresses are the attributes that make a browser go somewhere or ask for something.
var addresses = strings.Fields("href src action formaction data srcset poster background ping manifest cite longdesc xlink:href")

// read is a page as golang.org/x/net/html reads it.
type read struct {
	census census
	text   string          // of its main part, folded
	values map[string]bool // of title and alt, folded, with the attribute's name in front
	data   []string        // blocks of data
}

func readPage(page string) (read, error) {
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return read{}, err
	}
	r := read{census: census{}, values: map[string]bool{}}
	var text strings.Builder
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		r.take(n)
		if n.Data == "main" && text.Len() == 0 {
			textOf(n, &text)
		}
	}
	r.text = folded(text.String())
	return r, nil
}

// take takes an element into the census.
func (r *read) take(n *html.Node) {
	element := strings.TrimSpace(n.Namespace + " " + n.Data)
	r.census[part{element, "", ""}] = true
	if element == "script" && n.FirstChild != nil {
		r.data = append(r.data, n.FirstChild.Data)
	}
	for _, a := range n.Attr {
		name, value := strings.TrimPrefix(cmp.Or(a.Namespace, "x")+":"+a.Key, "x:"), ""
		switch {
		case slices.Contains(addresses, name):
			value = leads(a.Val)
		case slices.Contains([]string{"rel", "type", "http-equiv", "popover", "loading", "translate", "name"}, name):
			value = a.Val
		}
		r.census[part{element, name, value}] = true
		if name == "title" || name == "alt" {
			r.values[name+" "+folded(a.Val)] = true
		}
	}
}

// textOf writes the text of a node, without what is folded up until somebody asks for it: there, a payload may stand once
// more as a term.
func textOf(n *html.Node, out *strings.Builder) {
	if n.Type == html.TextNode {
		out.WriteString(n.Data)
	}
	if n.Data == "script" || slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "popover" }) {
		return
	}
	for child := range n.ChildNodes() {
		textOf(child, out)
	}
}

var scheme = regexp.MustCompile(`^[a-z][a-z0-9+.-]*:`)

// leads says where a browser takes an address: here, or to what its scheme says.
func leads(address string) string {
	address = strings.TrimLeftFunc(address, func(r rune) bool { return r <= ' ' })
	address = strings.ToLower(strings.NewReplacer("\t", "", "\n", "", "\r", "").Replace(address))
	switch found := scheme.FindString(address); {
	case found != "":
		return strings.TrimSuffix(found, ":")
	case strings.HasPrefix(strings.ReplaceAll(address, `\`, "/"), "//"):
		return "http"
	}
	return "here"
}

// shows reports whether a page shows a text where it must.
func (r read) shows(s shown) bool {
	if s.where != "" {
		return r.values[s.where+" "+folded("Word "+s.text)] || r.values[s.where+" "+folded("Mot "+s.text)]
	}
	return strings.Contains(r.text, folded(s.text))
}
