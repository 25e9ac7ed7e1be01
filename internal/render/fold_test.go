package render

import (
	"html/template"
	"testing"
)

// TestFoldedTemplatesEscapeAsBefore shows hostile words by every kind of template that a theme can have: called in a text,
// within a tag and in a link, made into a fragment, and reached by neither.
func TestFoldedTemplatesEscapeAsBefore(t *testing.T) {
	const theme = `{{define "layout"}}<p title="{{template "called" .}}">{{template "called" .}}{{t "<&>"}}</p>` +
		`<a href="{{template "address" .}}">{{if .}}{{fragment "piece" .}}{{end}}</a>{{range $i, $x := slice . 1}}{{fragment "deep" "x"}}{{end}}{{fragments "item" (slice . 1)}}{{end}}` +
		`{{define "called"}}{{.}}{{t "\""}}{{end}}{{define "address"}}{{.}}{{t "a b"}}{{end}}` +
		`{{define "piece"}}<i class="{{t "x y"}}" id="{{.}}">{{.}}</i>{{template "inner" .}}{{end}}{{define "inner"}}{{t "it's"}}<b>{{.}}</b>{{end}}` +
		`{{define "deep"}}{{.}}{{end}}{{define "item"}}<li class="{{.}}">{{.}}</li>{{end}}{{define "unreached"}}{{t "c"}}<u>{{.}}</u>{{end}}`
	said := func(folded bool) (pages []string) {
		made := &fragments{}
		funcs := template.FuncMap{
			"t": func(s string) string { return s }, "fragment": made.fragment, "fragments": made.all,
			"slice": func(s string, n int) []string { return []string{s}[:n] },
		}
		set := template.New("").Funcs(funcs)
		run := func(name string, value any) ([]byte, error) { return execute(set, name, value) }
		if !folded {
			fragment := func(name string, value any) (template.HTML, error) {
				data, err := run(name, value)
				return template.HTML(data), err
			}
			set.Funcs(template.FuncMap{"fragment": fragment, "fragments": func(name string, values []string) (template.HTML, error) {
				return listed(values, func(value string) (template.HTML, error) { return fragment(name, value) })
			}})
		}
		if template.Must(set.Parse(theme)); folded {
			made.program = newProgram(set, funcs)
			run = made.program.execute
		}
		for _, name := range []string{"layout", "piece", "inner", "unreached", "deep", "item"} {
			data, err := run(name, `javascript:'"><script>x()</script>`)
			if err != nil {
				t.Fatal(name, err)
			}
			pages = append(pages, string(data))
		}
		return pages
	}
	before := said(false)
	for i, page := range said(true) {
		if page != before[i] {
			t.Errorf("folded\n%s\nis not\n%s", page, before[i])
		}
	}
}
