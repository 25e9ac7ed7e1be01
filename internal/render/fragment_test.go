package render

import (
	"fmt"
	"html/template"
	"reflect"
	"testing"

	"parley/internal/site"
)

// TestFragmentsTellValuesApart makes fragments of values that share their name, more of them than are kept, in two rounds.
func TestFragmentsTellValuesApart(t *testing.T) {
	made := &fragments{}
	funcs := template.FuncMap{"fragment": made.fragment, "fragments": made.all}
	set := template.Must(template.New("").Funcs(funcs).Parse(`{{define "layout"}}{{fragment "one" .}}{{end}}{{define "one"}}<b>{{.Title.Text}}</b>{{end}}{{define "other"}}<i>{{.Title.Text}}</i>{{end}}`))
	made.program = newProgram(set, funcs)
	for range 2 {
		for n := range 3 * mostOfName {
			link := site.Link{URL: "/same/", Title: site.Text{Text: fmt.Sprint("<", n)}}
			for name, wanted := range map[string]string{"one": fmt.Sprintf("<b>&lt;%d</b>", n), "other": fmt.Sprintf("<i>&lt;%d</i>", n)} {
				if said, err := made.fragment(name, link); err != nil || string(said) != wanted {
					t.Fatalf("%s of %v is %s, %v", name, link, said, err)
				}
			}
			if said, err := made.fragment("one", site.Term{ID: "/same/", Title: site.Text{Text: fmt.Sprint("term ", n)}}); err != nil || string(said) != fmt.Sprintf("<b>term %d</b>", n) {
				t.Fatal(said, err)
			}
		}
	}
	if kept := made.links.made[label{"one", "/same/"}]; len(kept) != mostOfName || !made.program.routine("one", reflect.TypeFor[site.Link]()).known {
		t.Errorf("%d are kept", len(kept))
	}
}
