package render

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"math/rand/v2"
	"path"
	"reflect"
	"slices"
	"strings"
	"testing"

	"parley/internal/site"
	"parley/themes"
)

// thought is what templates of these tests are given: something of every type that a page has, and of some that none has.
type thought struct {
	Inner
	Word, Empty string
	Number      int
	None, Next  *thought
	Words       []string
	Pair        [2]string
	Many        []thought
	Any         any
	Markup      template.HTML
	Sure        bool
	Kind        kindOfThought
}

type kindOfThought string

// Inner is embedded.
type Inner struct{ Deep string }

func (t thought) Say(word string) string { return word + t.Word }
func (t thought) Same() thought          { return t }
func (t thought) Fails() (string, error) { return "", errors.New("it fails") }
func (t *thought) Pointed() string       { return "pointed " + t.Word }

var thoughts = template.FuncMap{
	"t":     func(words ...any) string { return strings.Repeat("&", len(words)) },
	"shout": func(words ...string) string { return strings.ToUpper(strings.Join(words, "+")) },
	"fails": func(string) (string, error) { return "", errors.New("it fails") },
	"lang":  func(t thought) template.HTMLAttr { return template.HTMLAttr(` lang="` + string(t.Kind) + `"`) },
	"panic": func(word string) string { panic("it panics: " + word) },
	"of":    func(word string, value any) string { return word + reflect.TypeOf(value).String() },
}

// said are templates that programs know.
var said = []string{
	`{{.Word}}{{.Empty}}{{.Number}}{{.Markup}}{{.Sure}}{{.Kind}}{{.Deep}}{{.Inner.Deep}}{{/* nothing */}}`,
	`<p title="{{.Word}}" class="x {{.Number}}"{{lang .}}><title>{{.Word}}</title></p><a href="{{.Word}}" id={{.Word}}>{{.Word}}</a>`,
	`<a href="/x/{{.Word}}?q={{.Word}}#{{.Word}}">x</a><a href="{{.Markup}}" title="{{.Markup}}">{{.Markup}}</a><script>let x = {{.Word}} + {{.Number}}</script>`,
	`<svg viewBox="0 0 {{.Number}} 1"><path d="M{{.Number}} 0H{{.Word}}z"/></svg><time datetime="{{.Word}}">`,
	`{{if .Word}}a{{else}}b{{end}}{{if .Empty}}a{{else if .Number}}c{{else}}b{{end}}{{if .None}}a{{end}}{{if .Next}}n{{end}}{{if .Inner}}s{{end}}{{if .Words}}w{{end}}{{if .Sure}}q{{end}}`,
	`{{with .Next}}{{.Word}}{{$.Word}}{{with .Next}}{{.Word}}{{else}}none{{end}}{{end}}{{with .Empty}}x{{else}}{{.Word}}{{end}}{{with $x := .Word}}{{.}}{{$x}}{{end}}`,
	`{{range .Many}}{{.Word}}-{{$.Word}}{{else}}none{{end}}{{range $i, $x := .Many}}{{if $i}}, {{end}}{{$x.Word}}{{.Word}}{{end}}{{range $w := .Words}}{{$w}}{{end}}{{range .Words}}{{.}}{{end}}`,
	`{{$x := .Word}}{{if .Sure}}{{$x = "in"}}{{$x := "inner"}}{{$x}}{{end}}{{$x}}{{$n := 0}}{{range $i, $w := .Words}}{{$n = $i}}{{end}}{{$n}}`,
	`{{if and .Word .Number}}a{{end}}{{if and .Word .Empty .None.Word}}b{{end}}{{if or .Empty .Words}}c{{end}}{{if not .Empty}}d{{end}}{{if not (and .Word (eq .Word .Word))}}e{{end}}`,
	`{{if eq .Word "x" "y" .Word}}a{{end}}{{if ne .Word "x"}}b{{end}}{{if lt .Number 3}}c{{end}}{{if le .Number 3}}d{{end}}{{if gt (len .Words) 1}}e{{end}}{{if ge .Number -1}}f{{end}}{{if lt .Word "m"}}g{{end}}`,
	`{{or .Empty .Word}}{{and .Word .Empty}}{{and .Word "z"}}{{or .Empty ""}}{{eq .Number 3}}{{not .Sure}}{{len .Words}}{{len .Word}}`,
	`{{index .Words 0}}{{index .Pair 1}}{{range slice .Words 1}}{{.}}{{end}}{{(index .Many 0).Word}}{{(index .Many 0).Say "q"}}{{((.Same).Same).Word}}{{.Next.Next}}`,
	`{{.Say "<"}}{{.Same.Word}}{{.Same.Say .Word}}{{$.Say "$"}}{{template "inner" .Say "t"}}`,
	`{{t}}{{t "x" .Word 1 .Number}}{{shout .Word "b"}}{{shout}}{{of "a" .Many}}{{of "a" 1}}{{template "inner" "constant"}}{{template "nothing"}}`,
	`{{if .Sure}}{{template "again" .}}{{end}}{{define "again"}}{{.Word}}{{range .Many}}({{template "again" .}}){{end}}{{end}}`,
	`{{index .Words 9}}`, `{{slice .Words 9}}`, `{{.None.Word}}`, `{{.Next.Next.Word}}`, `{{.Fails}}`, `{{fails .Word}}`, `{{panic .Word}}`, `before {{template "fault" .}} after`,
}

// unsaid are templates that are left to html/template.
var unsaid = []string{
	`{{.Any}}`, `{{.Any.Word}}`, `{{printf "%q" .Word}}`, `{{.Word | printf "%s"}}`, `{{.Next.Pointed}}`, `{{.Kind | html}}`, `{{range $i, $x := .Many}}{{if $i}}{{break}}{{end}}{{.Word}}{{end}}`,
	`{{if eq .Any .Any}}x{{end}}{{.Word}}`, `{{if eq .Number 3.0}}x{{end}}`, `{{or .Empty .Number}}`, `{{eq .Sure true}}`, `<p title="{{template "inner" .Word}}">{{.Word}}</p>`, `{{range 3}}{{.}}{{end}}`,
	`{{with $x := .Any}}{{$x}}{{end}}`, `{{index .Words .Any}}`, `{{call .Any}}`, `{{.Nowhere}}`, `{{if $y := .Word}}{{$y}}{{end}}`, `{{and}}`,
}

const partsOfThought = `{{define "inner"}}<i class="{{.}}">{{.}}</i>{{end}}{{define "nothing"}}<hr>{{end}}{{define "fault"}}{{.Word}}{{.None.Word}}{{end}}`

// TestProgramsSayWhatTemplatesSay holds programs against html/template, of which nothing has been folded, with words that
// mean something to browsers.
func TestProgramsSayWhatTemplatesSay(t *testing.T) {
	for i, text := range slices.Concat(said, unsaid) {
		parsed := template.Must(template.New("layout").Funcs(thoughts).Parse(partsOfThought + text))
		other := template.Must(parsed.Clone())
		program := newProgram(other, thoughts)
		if known := program.routine("layout", reflect.TypeFor[thought]()).known; known != (i < len(said)) {
			t.Errorf("%s: that a program knows it is %v", text, known)
		}
		for _, word := range []string{"", "plain words, 3", `javascript:alert("<&+'>")`, "https://example.org/a?b=%20&c", "mailto:x@example.org", "\x00\xff é \u2028 %zz", "/a/b#c"} {
			inner := thought{Word: word, Many: []thought{{Word: "m" + word}}, Kind: kindOfThought(word)}
			for _, value := range []thought{{Word: word}, {Word: word, Number: 3, Sure: true, Next: &inner, Words: []string{word, "b"}, Pair: [2]string{"a", word},
				Many: []thought{inner, inner}, Any: inner, Markup: template.HTML("<b>" + word), Kind: "en", Inner: Inner{word}}} {
				var wanted bytes.Buffer
				failed := parsed.ExecuteTemplate(&wanted, "layout", value)
				found, err := program.execute("layout", value)
				if (err != nil) != (failed != nil) || err == nil && string(found) != wanted.String() {
					t.Errorf("%s of %q:\n%s, %v\nis not\n%s, %v", text, word, found, err, wanted.String(), failed)
				}
			}
		}
	}
}

// TestProgramsEnd executes a template that calls itself for ever, and one that is given nothing.
func TestProgramsEnd(t *testing.T) {
	set := template.Must(template.New("layout").Parse(`{{template "endless" .}}{{define "endless"}}{{if .}}{{template "endless" .}}{{end}}{{end}}{{define "said"}}a{{.}}{{end}}`))
	program := newProgram(set, nil)
	if said, err := program.execute("layout", "x"); err == nil || !program.routine("endless", reflect.TypeFor[string]()).known {
		t.Error(said, err)
	}
	if said, err := program.execute("layout", ""); err != nil || len(said) > 0 {
		t.Error(said, err)
	}
	if said, err := program.execute("said", nil); err != nil || string(said) != "a" {
		t.Errorf("%s, %v", said, err)
	}
}

// TestTemplatesEnd executes templates that write, or call, more than any page has: each ends in an error, in bounded time and memory.
func TestTemplatesEnd(t *testing.T) {
	var doubling strings.Builder
	for i := range 60 {
		fmt.Fprintf(&doubling, `{{define "t%d"}}{{if .}}{{template "t%d" .}}{{template "t%d" .}}{{end}}{{end}}`, i, i+1, i+1)
	}
	for _, text := range []string{
		`{{range 99999999999}}more and more {{end}}`,
		`{{range $i := 99999999999}}{{$i}}{{end}}`,
		`{{template "t0" .}}` + doubling.String() + `{{define "t60"}}{{end}}`,
	} {
		set := template.Must(template.New("layout").Parse(text))
		if said, err := newProgram(set, nil).execute("layout", "x"); !errors.Is(err, errTooMuch) {
			t.Errorf("%.40s: %d bytes, %v", text, len(said), err)
		}
	}
}

// TestEscapersKeepWhatTemplatesKeep writes texts of all characters, and of random ones, in every kind of place.
func TestEscapersKeepWhatTemplatesKeep(t *testing.T) {
	pieces := []string{"javascript:", "https://", "http://", "HTTP:", "mailto:", "data:", ":", "/", "%", "%2", "%20", "é", "\u2028", "\ufdd0", "\xff", "\x00", "&amp;", "<", ">", `"`, "'", "+", " ", "\n", "=", "`", "a", "Z", "0", "-", "{", "(", "*/", "//", ","}
	for b := range 0x100 {
		pieces = append(pieces, string(rune(b)), string([]byte{byte(b)}))
	}
	texts := slices.Clone(pieces)
	random := rand.New(rand.NewPCG(1, 2))
	for range 3000 {
		text := ""
		for range random.IntN(6) {
			text += pieces[random.IntN(len(pieces))]
		}
		texts = append(texts, text)
	}
	for _, place := range []string{`{{.}}`, `<p title="{{.}}">`, `<p title={{.}}>`, `<title>{{.}}</title>`, `<a href="{{.}}">`, `<a href="/x?{{.}}">`, `<a href="{{.}}/x" title='{{.}}'>`, `<img srcset="{{.}}">`, `<p {{.}}>`, `<p style="color: {{.}}">`, `<script>x = {{.}}; y = "{{.}}"</script>`} {
		set := template.Must(template.New("layout").Parse(place))
		program := newProgram(template.Must(set.Clone()), nil)
		for _, text := range texts {
			for _, value := range []any{text, template.HTML(text), template.HTMLAttr(text), template.URL(text), len(text), -len(text)} {
				var wanted bytes.Buffer
				failed := set.Execute(&wanted, value)
				found, err := program.execute("layout", value)
				if (err != nil) != (failed != nil) || string(found) != wanted.String() {
					t.Fatalf("%T %q in %s is %s, not %s", value, text, place, found, wanted.String())
				}
			}
		}
	}
}

// TestTheThemeIsKnown holds the theme to what programs know: all but templates that are called within a tag.
func TestTheThemeIsKnown(t *testing.T) {
	theme, err := ReadTheme(themes.Default(), []string{"en"}, "")
	if err != nil {
		t.Fatal(err)
	}
	names, err := fs.Glob(themes.Default(), "templates/*.html")
	if err != nil || len(names) < 20 {
		t.Fatal(names, err)
	}
	for _, file := range names {
		name := strings.TrimSuffix(path.Base(file), ".html")
		if name == "layout" || name == "nav" {
			continue
		}
		set, err := theme.template(name)
		if err != nil {
			t.Fatal(err)
		}
		program := newProgram(set.Funcs(placeholders()), placeholders())
		program.routine("layout", reflect.TypeFor[site.Page]())
		for called, made := range program.made {
			if !made.known {
				t.Errorf("%s: %s is left to html/template", name, called.name)
			}
		}
		if len(program.made) < 10 {
			t.Errorf("%s: the layout calls no more than %d templates", name, len(program.made))
		}
	}
}
