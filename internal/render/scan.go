package render

import (
	"bytes"
	"html"
)

// reader is told what a scan of HTML comes across. Names are in lower case; a value is as its browser reads it.
type reader interface {
	start(name []byte, attributes attributes)
	end(name []byte)
	text(text []byte)
}

// scan reads HTML that templates and Markdown have made: it takes tags apart as the HTML standard does, and asks for no
// more than a judgement of every page needs. It knows comments, and elements whose text is no HTML.
func scan(page []byte, to reader) {
	for len(page) > 0 {
		open := bytes.IndexByte(page, '<')
		if open < 0 {
			to.text(page)
			return
		}
		if open > 0 {
			to.text(page[:open])
			page = page[open:]
		}
		page = markup(page, to)
	}
}

// markup reads what begins with <, and returns what follows.
func markup(page []byte, to reader) []byte {
	switch {
	case bytes.HasPrefix(page, []byte("<!--")):
		return after(page[4:], "-->")
	case len(page) > 1 && (page[1] == '!' || page[1] == '?'):
		return after(page, ">")
	case len(page) > 2 && page[1] == '/' && isLetter(page[2]):
		name, rest := tagName(page[2:])
		to.end(name)
		return after(rest, ">")
	case len(page) < 2 || !isLetter(page[1]):
		to.text(page[:1])
		return page[1:]
	}
	name, rest := tagName(page[1:])
	inside, rest := tagEnd(rest)
	to.start(name, attributes(inside))
	switch string(name) {
	case "script", "style", "textarea", "title":
		if at := bytes.Index(rest, append([]byte("</"), name...)); at >= 0 {
			return rest[at:]
		}
	}
	return rest
}

func after(page []byte, mark string) []byte {
	if _, rest, found := bytes.Cut(page, []byte(mark)); found {
		return rest
	}
	return nil
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' }

func tagName(page []byte) (name, rest []byte) {
	stop := 0
	for stop < len(page) && !isSpace(page[stop]) && page[stop] != '/' && page[stop] != '>' {
		stop++
	}
	return lower(page[:stop]), page[stop:]
}

// lower is a name in lower case, which nearly all are already.
func lower(name []byte) []byte {
	for _, c := range name {
		if c >= 'A' && c <= 'Z' {
			return bytes.ToLower(name)
		}
	}
	return name
}

// tagEnd finds the > that ends a tag: not one in a value.
func tagEnd(page []byte) (inside, rest []byte) {
	for at := 0; at < len(page); at++ {
		switch c := page[at]; {
		case c == '>':
			return page[:at], page[at+1:]
		case c == '=':
			for at+1 < len(page) && isSpace(page[at+1]) {
				at++
			}
			if at+1 < len(page) && (page[at+1] == '"' || page[at+1] == '\'') {
				quote := bytes.IndexByte(page[at+2:], page[at+1])
				if quote < 0 {
					return page, nil
				}
				at += 2 + quote
			}
		}
	}
	return page, nil
}

// attributes are those of a tag, as they are written.
type attributes []byte

// next returns the first attribute and those after it; more is false where there is none.
func (a attributes) next() (key, value []byte, rest attributes, more bool) {
	at := 0
	for at < len(a) && (isSpace(a[at]) || a[at] == '/') {
		at++
	}
	start := at
	for at < len(a) && !isSpace(a[at]) && a[at] != '/' && (a[at] != '=' || at == start) {
		at++
	}
	if key = a[start:at]; len(key) == 0 {
		return nil, nil, nil, false
	}
	for at < len(a) && isSpace(a[at]) {
		at++
	}
	if at == len(a) || a[at] != '=' {
		return lower(key), nil, a[at:], true
	}
	for at++; at < len(a) && isSpace(a[at]); {
		at++
	}
	value, rest = attributeValue(a[at:])
	if bytes.IndexByte(value, '&') >= 0 {
		value = []byte(html.UnescapeString(string(value)))
	}
	return lower(key), value, rest, true
}

func attributeValue(a attributes) (value []byte, rest attributes) {
	if len(a) > 0 && (a[0] == '"' || a[0] == '\'') {
		if stop := bytes.IndexByte(a[1:], a[0]); stop >= 0 {
			return a[1 : 1+stop], a[stop+2:]
		}
		return a[1:], nil
	}
	stop := bytes.IndexFunc(a, func(r rune) bool { return r < 0x80 && isSpace(byte(r)) })
	if stop < 0 {
		stop = len(a)
	}
	return a[:stop], a[stop:]
}
