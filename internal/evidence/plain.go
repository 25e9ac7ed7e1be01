package evidence

import (
	"bytes"
	"strings"

	"parley/internal/doc"
)

// plainly reports whether a text is YAML of the plainest sort, and says what the first reader has understood: ASCII, a key or an
// item a line, indented by blanks, with words, texts in double quotes without anything that is escaped, and short lists in
// brackets. Whatever else it may be, that is for a reader of all of YAML to say.
func plainly(text []byte, first doc.Value) bool {
	p := plain{lines: make([]plainLine, 0, bytes.Count(text, []byte{'\n'})+1)}
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSuffix(line, "\n")
		bare := strings.TrimLeft(line, " ")
		if !printable(line) {
			return false
		}
		if bare != "" && bare[0] != '#' {
			p.lines = append(p.lines, plainLine{len(line) - len(bare), bare})
		}
	}
	return len(p.lines) > 0 && p.block(first, 0, 0) && p.next == len(p.lines)
}

func printable(line string) bool {
	for i := range len(line) {
		if line[i] < ' ' || line[i] > '~' {
			return false
		}
	}
	return true
}

// plain reads lines that are neither empty nor remarks.
type plain struct {
	lines []plainLine
	next  int
}

type plainLine struct {
	indent int
	text   string
}

// at reports whether the next line is indented by this much.
func (p *plain) at(indent int) bool { return p.next < len(p.lines) && p.lines[p.next].indent == indent }

// deeper reports whether the next line is indented by more.
func (p *plain) deeper(indent int) bool {
	return p.next < len(p.lines) && p.lines[p.next].indent > indent
}

// block reads a mapping or a list of which each key or item begins at one indent.
func (p *plain) block(v doc.Value, indent, depth int) bool {
	if depth > deepest || !p.at(indent) {
		return false
	}
	if strings.HasPrefix(p.lines[p.next].text, "- ") {
		return p.list(v, indent, depth)
	}
	n := 0
	for ; p.at(indent); n++ {
		name, rest, _ := strings.Cut(p.lines[p.next].text, ":")
		if v.Type != doc.Map || n >= len(v.Keys) || !plainKey(name) || name != v.Keys[n].Name {
			return false
		}
		p.next++
		value := v.Keys[n].Value
		if rest != "" && (rest[0] != ' ' || !plainScalar(value, rest[1:])) || rest == "" && (!p.deeper(indent) || !p.block(value, p.lines[p.next].indent, depth+1)) {
			return false
		}
		if p.deeper(indent) { // a text that goes on
			return false
		}
	}
	return v.Type == doc.Map && n == len(v.Keys)
}

func (p *plain) list(v doc.Value, indent, depth int) bool {
	n := 0
	for ; p.at(indent); n++ {
		line := &p.lines[p.next]
		item, isItem := strings.CutPrefix(line.text, "- ")
		if v.Type != doc.List || n >= len(v.Items) || !isItem {
			return false
		}
		if plainScalar(v.Items[n], item) {
			p.next++
		} else if *line = (plainLine{indent + 2, item}); !p.block(v.Items[n], indent+2, depth+1) {
			return false
		}
		if p.deeper(indent) {
			return false
		}
	}
	return v.Type == doc.List && n == len(v.Items)
}

// What keys and words begin with, and what follows.
const (
	letters  = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	keyFirst = letters + "_"
	keyRest  = letters + "0123456789_-"
	wordRest = letters + "0123456789_.,()/ -"
)

// madeOf reports whether a text has a first character out of some, and only others out of some.
func madeOf(text, first, rest string) bool {
	if text == "" || strings.IndexByte(first, text[0]) < 0 {
		return false
	}
	for i := 1; i < len(text); i++ {
		if strings.IndexByte(rest, text[i]) < 0 {
			return false
		}
	}
	return true
}

// otherwise are words that some reader takes for something else than a text.
var otherwise = map[string]bool{"null": true, "true": true, "false": true, "yes": true, "no": true, "on": true, "off": true, "y": true, "n": true, "nan": true, "inf": true}

func plainKey(name string) bool {
	return madeOf(name, keyFirst, keyRest) && !otherwise[strings.ToLower(name)]
}

// plainScalar reads a text, or a short list or mapping in brackets.
func plainScalar(v doc.Value, text string) bool {
	if text == "" {
		return false
	}
	last := text[len(text)-1]
	switch {
	case len(text) > 1 && text[0] == '"' && last == '"':
		inside := text[1 : len(text)-1]
		return v.Type == doc.String && v.Quoted && v.Text == inside && !strings.ContainsAny(inside, `"\`)
	case len(text) > 2 && text[0] == '[' && last == ']':
		items := strings.Split(text[1:len(text)-1], ", ")
		if v.Type != doc.List || len(items) != len(v.Items) {
			return false
		}
		for i, item := range items {
			if !plainWithin(v.Items[i], item) {
				return false
			}
		}
		return true
	case len(text) > 2 && text[0] == '{' && last == '}':
		items := strings.Split(text[1:len(text)-1], ", ")
		if v.Type != doc.Map || len(items) != len(v.Keys) {
			return false
		}
		for i, item := range items {
			name, rest, ok := strings.Cut(item, ": ")
			if !ok || !plainKey(name) || name != v.Keys[i].Name || !plainWithin(v.Keys[i].Value, rest) {
				return false
			}
		}
		return true
	}
	return v.Type == doc.String && !v.Quoted && v.Text == text && last != ' ' && madeOf(text, letters, wordRest) && !otherwise[strings.ToLower(text)]
}

// plainWithin reads a text between brackets.
func plainWithin(v doc.Value, text string) bool {
	return text != "" && text[0] != '[' && text[0] != '{' && !strings.Contains(text, ",") && plainScalar(v, text)
}
