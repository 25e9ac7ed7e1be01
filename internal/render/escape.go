package render

import (
	"bytes"
	"errors"
	"html/template"
	"io"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"text/template/parse"
)

// escaper writes values as html/template does at one kind of place. It is html/template that escapes; of texts that it would
// leave as they are, this knows that they are such. What it leaves as it is, html/template has been asked before.
type escaper struct {
	set    *template.Template // {{. | …}} with the functions that html/template has chosen for the place
	plain  [256]bool          // the bytes that stay as they are
	before []string           // beginnings of addresses that stay as they are, before plain bytes
	empty  bool               // nothing stays nothing
	kept   map[reflect.Type]bool
}

// escapers are those that have been made, by the functions that html/template has chosen.
var escapers sync.Map // of *escaper by string

// byByte are the functions of html/template that look at each byte by itself, so that a text stays as it is where all of its
// bytes do; one also looks at what stands before a colon, which therefore is no plain byte.
var byByte = map[string]bool{"_html_template_htmlescaper": true, "_html_template_attrescaper": true, "_html_template_rcdataescaper": true,
	"_html_template_urlfilter": true, "_html_template_urlnormalizer": true}

// escaperOf returns the escaper that a chain of functions is.
func escaperOf(chain []*parse.CommandNode) (*escaper, error) {
	if len(chain) == 0 {
		return nil, errUnknown
	}
	named := make([]string, len(chain))
	for i, command := range chain {
		if len(command.Args) != 1 || !strings.HasPrefix(command.Args[0].String(), "_html_template_") {
			return nil, errUnknown
		}
		named[i] = command.Args[0].String()
	}
	key := strings.Join(named, "|")
	if known, ok := escapers.Load(key); ok {
		return known.(*escaper), nil
	}
	made, err := newEscaper(named, chain)
	if err != nil {
		return nil, err
	}
	known, _ := escapers.LoadOrStore(key, made)
	return known.(*escaper), nil
}

func newEscaper(named []string, chain []*parse.CommandNode) (*escaper, error) {
	set, err := template.New("escaper").Parse("{{.}}")
	if err != nil {
		return nil, err
	}
	if err := set.Execute(io.Discard, ""); err != nil { // which has it escaped: from now on it stays as it is
		return nil, err
	}
	action, ok := set.Tree.Root.Nodes[0].(*parse.ActionNode)
	if !ok {
		return nil, errUnknown
	}
	action.Pipe.Cmds = append(action.Pipe.Cmds[:1:1], chain...)
	e := &escaper{set: set, kept: map[reflect.Type]bool{}}
	e.empty = e.keeps("", "")
	const marked = `<b title="x">&amp;'+` + "\x00"
	e.kept[reflect.TypeFor[template.HTML]()] = e.keeps(template.HTML(marked), marked)
	e.kept[reflect.TypeFor[template.HTMLAttr]()] = e.keeps(template.HTMLAttr(marked), marked)
	for _, name := range named {
		if !byByte[name] {
			return e, nil // no byte is plain
		}
	}
	for b := range 0x80 {
		e.plain[b] = e.keeps(string(rune(b)), string(rune(b)))
	}
	for b := 0x80; b <= 0xff; b++ {
		e.plain[b] = e.keeps("é", "é")
	}
	for _, start := range []string{"https://", "http://"} {
		if e.keeps(start, start) {
			e.before = append(e.before, start)
		}
	}
	return e, nil
}

// keeps reports whether html/template writes a value as this text.
func (e *escaper) keeps(value any, text string) bool {
	var out bytes.Buffer
	return e.set.Execute(&out, value) == nil && out.String() == text
}

// write writes a value.
func (e *escaper) write(out *bytes.Buffer, value reflect.Value) error {
	switch {
	case value.Type() == reflect.TypeFor[string]():
		if text := value.String(); e.stays(text) {
			out.WriteString(text)
			return nil
		}
	case value.Type() == reflect.TypeFor[int]() && value.Int() >= 0 && e.plain['0']:
		out.Write(strconv.AppendInt(out.AvailableBuffer(), value.Int(), 10))
		return nil
	case value.Kind() == reflect.String && value.Len() > 0 && e.kept[value.Type()]:
		out.WriteString(value.String())
		return nil
	}
	return e.set.Execute(out, value.Interface())
}

// stays reports whether a text stays as it is.
func (e *escaper) stays(text string) bool {
	if text == "" {
		return e.empty
	}
	for _, start := range e.before {
		if rest, ok := strings.CutPrefix(text, start); ok {
			text = rest
			break
		}
	}
	for i := range len(text) {
		if !e.plain[text[i]] {
			return false
		}
	}
	return true
}

// errUnknown says that only html/template knows how to execute a template.
var errUnknown = errors.New("this is left to html/template")
