package serve

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"parley/internal/kind"
	"parley/internal/render"
	"parley/internal/site"
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
func (w *world) plan() (Portal, error) {
	w.plans.Add(1)
	if _, err := os.Stat(w.path("themes/broken")); err == nil {
		return Portal{}, errors.New("theme templates/layout.html: unexpected <b>")
	}
	loaded, err := workspace.Load(os.DirFS(w.dir), nil)
	if err != nil {
		return Portal{}, err
	}
	read, err := render.ReadTheme(theme, loaded.Settings.Languages)
	if err != nil {
		return Portal{}, err
	}
	plan := site.Plan(loaded.For(workspace.View{Audience: kind.Internal}), site.Options{Audience: kind.Internal, Preview: true, Words: read.Words})
	portal := Portal{Site: plan, Renderer: render.New(plan, read), Files: map[string][]byte{"feed.xml": []byte("<feed/>"), "_headers": []byte("/*\n")}}
	for _, d := range loaded.Documents {
		if text, _ := os.ReadFile(w.path(d.Path)); strings.Contains(string(text), "BROKEN") {
			portal.Errors++
			portal.Report += d.Path + ":1:1: error[test/broken] this is BROKEN\n"
		}
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

// preview is a server that runs.
type preview struct {
	*world
	url    string // without a slash at its end
	lines  chan string
	stop   context.CancelFunc
	ended  chan error
	client *http.Client
}

// run serves a world until the test ends.
func run(t testing.TB, w *world) *preview {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	p := &preview{world: w, lines: make(chan string, 1000), stop: stop, ended: make(chan error, 1), client: &http.Client{Transport: &http.Transport{}}}
	p.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	go func() {
		p.ended <- Run(ctx, Options{Dir: w.dir, Folders: []string{"content", "themes"}, Addr: "127.0.0.1:0", Plan: w.plan,
			Say: func(format string, args ...any) { p.lines <- fmt.Sprintf(format, args...) }})
		close(p.ended)
	}()
	p.url = strings.TrimSuffix(p.line(t, "http://"), "/")
	t.Cleanup(func() {
		p.client.CloseIdleConnections()
		p.stop()
		<-p.ended
	})
	return p
}

// line waits for a line that has something in it.
func (p *preview) line(t testing.TB, part string) string {
	t.Helper()
	timeout := time.After(enough)
	for {
		select {
		case line := <-p.lines:
			if strings.Contains(line, part) {
				return line
			}
		case err := <-p.ended:
			t.Fatalf("the preview has ended: %v", err)
		case <-timeout:
			t.Fatalf("nobody has said %q", part)
		}
	}
}

func (p *preview) get(t testing.TB, path string) (*http.Response, string) {
	t.Helper()
	response, err := p.client.Get(p.url + path)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response, string(body)
}

// shows waits until a page has something in it.
func (p *preview) shows(t testing.TB, path, part string) {
	t.Helper()
	eventually(t, "a page with "+part, func() bool {
		_, body := p.get(t, path)
		return strings.Contains(body, part)
	})
}

// eventually looks again and again until something is so.
func eventually(t testing.TB, what string, so func() bool) {
	t.Helper()
	again := time.NewTicker(2 * time.Millisecond)
	defer again.Stop()
	for end := time.Now().Add(enough); !so(); <-again.C {
		if time.Now().After(end) {
			t.Fatalf("there was never %s", what)
		}
	}
}

type event struct{ name, data string }

// listen opens a stream of events.
func (p *preview) listen(t testing.TB) <-chan event {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, p.url+"/.parley/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := p.client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	events := make(chan event, 100)
	go func() {
		defer close(events)
		defer response.Body.Close()
		var name string
		for lines := bufio.NewScanner(response.Body); lines.Scan(); {
			if rest, ok := strings.CutPrefix(lines.Text(), "event: "); ok {
				name = rest
			}
			if rest, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				events <- event{name, rest}
			}
		}
	}()
	return events
}

// next waits for the next event of a name.
func next(t testing.TB, events <-chan event, name string) string {
	t.Helper()
	timeout := time.After(enough)
	for {
		select {
		case e, open := <-events:
			if !open {
				t.Fatalf("the stream ended before an event %s", name)
			}
			if e.name == name {
				return e.data
			}
		case <-timeout:
			t.Fatalf("there was no event %s", name)
		}
	}
}
