package serve

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"parley/internal/chart"
	"parley/internal/kind"
	"parley/internal/render"
	"parley/internal/site"
	"parley/internal/translator"
	"parley/internal/workspace"
)

// enough is how long a test waits for what must come; it is only ever reached by a failure.
const enough = 20 * time.Second

// theme is the least that shows a page: the tests are about how pages are served, not about how they look.
var theme = fstest.MapFS{
	"templates/layout.html": {Data: []byte(`{{define "layout"}}<!DOCTYPE html><html lang="{{.Lang}}" dir="{{.Dir}}"><head><title>{{.Title.Text}}</title><link rel="icon" href="data:,">` +
		`<script src="/.parley/preview.js" defer></script></head><body><main>{{template "main" .}}</main></body></html>{{end}}`)},
	"templates/nav.html":       {Data: []byte(`{{define "nav"}}{{end}}`)},
	"templates/document.html":  {Data: []byte(`{{define "main"}}<h1>{{.Title.Text}}</h1>{{body .}}<details><summary>More</summary><p><a href="/">Start</a></p></details>{{end}}`)},
	"templates/not-found.html": {Data: []byte(`{{define "main"}}<p>nothing in {{.Lang}}</p>{{end}}`)},
	"assets/style.css":         {Data: []byte("p { margin: 0 }")},
}

// world is a repository on disk and a plan that reads it.
type world struct {
	dir   string
	plans atomic.Int32
}

func newWorld(t testing.TB) *world {
	w := &world{dir: t.TempDir()}
	w.write(t, "content/site.yaml", "kind: site\ntitle: Test\ncompany: Test\nlanguages: [en, fr, ar]\n")
	w.write(t, "content/index.md", "# Start\n\nWelcome.\n")
	w.write(t, "content/guide.md", "# Guide\n\nThe first text, and ![a plan](images/plan.svg).\n")
	w.write(t, "content/images/plan.svg", `<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>`)
	return w
}

func (w *world) write(t testing.TB, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(w.path(name)), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(w.path(name), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func (w *world) remove(t testing.TB, name string) {
	t.Helper()
	if err := os.RemoveAll(w.path(name)); err != nil {
		t.Fatal(err)
	}
}

func (w *world) rename(t testing.TB, from, to string) {
	t.Helper()
	if err := os.Rename(w.path(from), w.path(to)); err != nil {
		t.Fatal(err)
	}
}

func (w *world) path(name string) string { return filepath.Join(w.dir, filepath.FromSlash(name)) }

// plan plans what is on disk. Every document with the word BROKEN is an error; a file themes/broken breaks the tool.
func (w *world) plan(...string) (Portal, error) {
	w.plans.Add(1)
	if _, err := os.Stat(w.path("themes/broken")); err == nil {
		return Portal{}, errors.New("theme templates/layout.html: unexpected <b>")
	}
	loaded, err := workspace.Load(os.DirFS(w.dir), nil)
	if err != nil {
		return Portal{}, err
	}
	read, err := render.ReadTheme(render.Overlay(os.DirFS(w.path("themes")), theme), loaded.Settings.Languages, "")
	if err != nil {
		return Portal{}, err
	}
	plan := site.Plan(loaded.For(workspace.View{Audience: kind.Internal}), site.Options{Audience: kind.Internal, Preview: true, Words: read.Words})
	portal := Portal{Site: plan, Renderer: render.New(plan, read, &chart.Kept{}), Files: map[string][]byte{"feed.xml": []byte("<feed/>"), "_headers": []byte("/*\n")}}
	for _, d := range loaded.Documents {
		if text, _ := os.ReadFile(w.path(d.Path)); strings.Contains(string(text), "BROKEN") {
			portal.Errors++
			portal.Report += d.Path + ":1:1: error[test/broken] this is BROKEN\n"
		}
	}
	seen := loaded.For(workspace.View{Audience: kind.Internal})
	portal.Beside = func(path, language string) []translator.Reviewed {
		d, _ := seen.Document(path)
		return translator.Beside(seen, d, language)
	}
	portal.Asset = func(name string) ([]byte, bool) {
		if name != "images/plan.svg" {
			return nil, false
		}
		data, err := os.ReadFile(w.path("content/" + name))
		return data, err == nil
	}
	return portal, nil
}
