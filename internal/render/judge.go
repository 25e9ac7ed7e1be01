package render

import (
	"bytes"
	"fmt"
	"strings"
	"sync"
)

// Judge reports what no page may have: an id given twice, a heading that skips a level, a picture without a text, a box
// to tick or a link or a button without a name, a head of a table that does not say what it is the head of, more or fewer
// than one first heading. It reads the page once, without building a tree: every page of every build is judged.
//
// Parts are what stands on many pages and has been judged before; on the page they are skipped. Asked are the addresses in its
// <link> and <script> elements, as parts of the page.
func Judge(page []byte, parts ...Part) (faults []string, asked [][]byte) {
	j := judge{ids: idSets.Get().(map[string]bool)}
	defer func() {
		clear(j.ids)
		idSets.Put(j.ids)
	}()
	for _, part := range parts {
		if before, after, found := part.cut(page); found {
			j.read(before)
			j.join(part)
			page = after
		}
	}
	j.read(page)
	if j.tops != 1 {
		j.fault("it has %d headings of the first level", j.tops)
	}
	return j.faults, j.asked
}

// idSets are sets of ids, empty: a page has some dozens of these, and a set that has grown for one is large enough for the next.
var idSets = sync.Pool{New: func() any { return map[string]bool{} }}

// Part is HTML that stands on many pages as it is, but for the link to the page itself, which is marked. It is whole: what
// it opens, it closes.
type Part struct {
	html   []byte
	ids    map[string]bool
	packed int // its size as gzip packs it, with room for the mark
}

// NewPart judges a part. One that has faults, asks for styles or scripts, or has headings, whose levels depend on what stands
// before them, is none.
func NewPart(html string) (part Part, ok bool) {
	j := judge{ids: map[string]bool{}}
	j.read([]byte(html))
	if len(j.faults) > 0 || j.level > 0 || j.labels > 0 || j.naming != "" || len(j.asked) > 0 || len(html) < len(currentMark) {
		return Part{}, false
	}
	return Part{[]byte(html), j.ids, packed([]byte(html)) + 2*len(currentMark)}, true
}

// cut returns what stands before and after the part on a page.
func (p Part) cut(page []byte) (before, after []byte, found bool) {
	start := bytes.Index(page, p.html[:len(currentMark)])
	if start < 0 {
		return nil, nil, false
	}
	rest := page[start:]
	same := shared(p.html, rest)
	if after, marked := bytes.CutPrefix(rest[same:], []byte(currentMark)); marked && same < len(p.html) {
		after, found = bytes.CutPrefix(after, p.html[same:])
		return page[:start], after, found
	}
	return page[:start], rest[same:], same == len(p.html)
}

// shared is how many bytes two texts have in common at their beginning.
func shared(a, b []byte) (n int) {
	const step = 256
	for n+step <= min(len(a), len(b)) && bytes.Equal(a[n:n+step], b[n:n+step]) {
		n += step
	}
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	return n
}

// join adds what is known of a part.
func (j *judge) join(part Part) {
	for id := range part.ids {
		j.take([]byte(id))
	}
}

// take notes an id.
func (j *judge) take(id []byte) {
	if j.ids[string(id)] || len(id) == 0 {
		j.fault("the id %q is given twice, or empty", id)
	}
	j.ids[string(id)] = true
}

// read reads a stretch of a page.
func (j *judge) read(text []byte) { scan(text, j) }

func (j *judge) text(text []byte) {
	if j.naming != "" && !j.named {
		j.named = len(bytes.TrimSpace(text)) > 0
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
	leads  []byte // where it leads, for the message
	faults []string
	asked  [][]byte
}

// mostFaults is how many faults of one page are told: a broken template has thousands.
const mostFaults = 20

func (j *judge) fault(format string, args ...any) {
	if len(j.faults) < mostFaults {
		j.faults = append(j.faults, fmt.Sprintf(format, args...))
	}
}

// tag is what matters of a start tag.
type tag struct {
	name                     string
	id, lang, dir, src, kind []byte
	alt, href                []byte
	hasID, hasAlt, hasHref   bool
	labelled, scoped         bool
}

// judged is the name of an element of which more is read than its id; "" for any other. It is shared, not made anew for each tag.
func judged(name []byte) string {
	for _, known := range judgedNames[min(len(name), len(judgedNames)-1)] {
		if string(name) == known {
			return known
		}
	}
	return ""
}

// judgedNames are these elements, by the lengths of their names.
var judgedNames = [...][]string{1: {"a"}, 2: {"th", "h1", "h2", "h3", "h4", "h5", "h6"}, 3: {"img"}, 4: {"html", "link"}, 5: {"label", "input"}, 6: {"button", "select", "script"}, 7: {"summary"}, 8: {"textarea"}, 9: nil}

// readTag reads the attributes of an element: one that is judged, by its name.
func readTag(name string, attributes attributes) tag {
	t := tag{name: name}
	for key, value, rest, more := attributes.next(); more; key, value, rest, more = rest.next() {
		switch string(key) {
		case "id":
			t.id, t.hasID = value, true
		case "lang":
			t.lang = value
		case "dir":
			t.dir = value
		}
		if name != "" {
			t.read(key, value)
		}
	}
	return t
}

// read notes an attribute that says what an element is, or what it is called.
func (t *tag) read(key, value []byte) {
	switch string(key) {
	case "src":
		t.src = value
	case "type":
		t.kind = value
	case "alt":
		t.alt, t.hasAlt = value, true
	case "href":
		t.href, t.hasHref = value, true
	case "scope":
		t.scoped = len(value) > 0
	case "aria-label", "aria-labelledby", "title":
		t.labelled = t.labelled || len(value) > 0
	}
}

func (j *judge) start(name []byte, attributes attributes) {
	known := judged(name)
	if known == "" && len(attributes) == 0 {
		return
	}
	t := readTag(known, attributes)
	if t.hasID {
		j.take(t.id)
	}
	switch t.name {
	case "html":
		if len(t.lang) == 0 || len(t.dir) == 0 {
			j.fault("it does not say its language and direction")
		}
	case "h1", "h2", "h3", "h4", "h5", "h6":
		j.heading(int(t.name[1] - '0'))
		j.open(t)
	case "img":
		j.image(t)
	case "link":
		j.asked = append(j.asked, t.href)
	case "script":
		j.asked = append(j.asked, t.src)
	case "label":
		j.labels++
	case "input", "select", "textarea":
		if j.labels == 0 && !t.labelled && string(t.kind) != "hidden" {
			j.fault("a field for input has no label")
		}
	case "th":
		if !t.scoped {
			j.fault("a head of a table does not say whether it is that of a row or of a column")
		}
	case "a":
		if t.hasHref {
			j.open(t)
		}
	case "button", "summary":
		j.open(t)
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

func (j *judge) image(t tag) {
	if !t.hasAlt {
		j.fault("the picture %s has no text for those who cannot see it", t.src)
	}
	if j.naming != "" && len(t.alt) > 0 {
		j.named = true
	}
}

// open begins to look for the name of an element. Elements with names do not nest.
func (j *judge) open(t tag) {
	if j.naming == "" {
		j.naming, j.named, j.leads = t.name, t.labelled, t.href
	}
}

func (j *judge) end(name []byte) {
	if string(name) == "label" && j.labels > 0 {
		j.labels--
	}
	if string(name) != j.naming {
		return
	}
	if !j.named {
		j.fault("<%s> has no name", strings.TrimSpace(j.naming+" "+string(j.leads)))
	}
	j.naming = ""
}
