package browser

import (
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"strings"
	"sync"
	"testing"

	"parley/internal/diag"
	"parley/internal/kind"
	"parley/internal/pipeline"
	"parley/internal/render"
	"parley/internal/site"
	"parley/internal/workspace"
)

// portal is this repository's own content as internal readers get it, in all its languages: what browsers visit.
type portal struct {
	files   map[string][]byte
	headers []header
	pages   []site.Page // as planned: what their HTML has to agree with
	sheets  int         // pages of one language; page i in the next language is page i+sheets
}

// header is one line of the file _headers.
type header struct{ pattern, name, value string }

// builtPortal is built once for all tests of a run. It stays in memory, so no test leaves a folder behind for the next.
var builtPortal = sync.OnceValues(func() (*portal, error) {
	out, err := os.MkdirTemp("", "parley-portal-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(out) }()
	repository, err := pipeline.Open("../../..")
	if err != nil {
		return nil, err
	}
	defer func() { _ = repository.Close() }()
	p := &portal{files: map[string][]byte{}}
	if err := p.build(repository, out); err != nil {
		return nil, err
	}
	return p, p.plan(repository)
})

// openPortal returns the portal and its address on this machine.
func openPortal(t *testing.T) (*portal, string) {
	t.Helper()
	p, err := builtPortal()
	if err != nil {
		t.Fatal(err)
	}
	return p, servePortal(t, p)
}

func servePortal(t *testing.T, p *portal) string {
	t.Helper()
	server := httptest.NewServer(p)
	t.Cleanup(server.Close)
	return server.URL
}

var everything = workspace.View{Audience: kind.Internal}

func (p *portal) build(repository *pipeline.Repository, out string) error {
	// The address has no path, whatever content/site.yaml says: the portal is served at the root here.
	built, err := pipeline.Build(repository, pipeline.BuildOptions{View: everything, Out: out, BaseURL: "https://portal.example/"}, func(int, int) {})
	if err != nil {
		return err
	}
	if built.Findings.HasErrors() {
		var text strings.Builder
		_ = diag.WriteText(&text, built.Findings, repository.Lines(), false)
		return fmt.Errorf("the repository's own content has errors, so there is no portal to look at:\n%s", text.String())
	}
	files := os.DirFS(out)
	err = fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			p.files[name], err = fs.ReadFile(files, name)
		}
		return err
	})
	p.headers = readHeaders(string(p.files["_headers"]))
	return err
}

// plan finds out what each page should be. The preview plans the same pages as the build.
func (p *portal) plan(repository *pipeline.Repository) error {
	planned, err := pipeline.NewPreview(repository, everything).Plan("1970-01-01")
	if err != nil {
		return err
	}
	for i := range planned.Site.Len() {
		p.pages = append(p.pages, planned.Site.Page(i))
		if p.html(p.pages[i]) == nil {
			return fmt.Errorf("%s is planned, but the build has not written it", p.pages[i].URL)
		}
	}
	p.sheets = planned.Site.Len() / len(planned.Site.Languages())
	return nil
}

func (p *portal) html(page site.Page) []byte { return p.files[site.File(page.URL)] }

// readHeaders reads the rules that the portal gives its host: a pattern, and below it, indented, the headers.
func readHeaders(text string) []header {
	var headers []header
	pattern := ""
	for line := range strings.Lines(text) {
		name, value, isHeader := strings.Cut(strings.TrimSpace(line), ": ")
		switch {
		case strings.HasPrefix(line, "/"):
			pattern = strings.TrimSpace(line)
		case isHeader:
			headers = append(headers, header{pattern, name, value})
		}
	}
	return headers
}

// ServeHTTP answers as the hosts do that read _headers: folders by their index, what is missing by the nearest 404.html.
func (p *portal) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	for _, h := range p.headers {
		if prefix, wild := strings.CutSuffix(h.pattern, "*"); r.URL.Path == h.pattern || wild && strings.HasPrefix(r.URL.Path, prefix) {
			w.Header().Set(h.name, h.value)
		}
	}
	name, status := site.File(r.URL.Path), http.StatusOK
	if p.files[name] == nil {
		name, status = p.missing(name), http.StatusNotFound
	}
	w.Header().Set("Content-Type", mime.TypeByExtension(path.Ext(name)))
	w.WriteHeader(status)
	_, _ = w.Write(p.files[name])
}

func (p *portal) missing(name string) string {
	for folder := path.Dir(name); folder != "."; folder = path.Dir(folder) {
		if p.files[folder+"/404.html"] != nil {
			return folder + "/404.html"
		}
	}
	return "404.html"
}

// TestPortalIsServedUnderItsPolicy holds the other tests to their word: without the policy they would prove little.
func TestPortalIsServedUnderItsPolicy(t *testing.T) {
	t.Parallel()
	p, origin := openPortal(t)
	for _, page := range p.pages {
		response, err := http.Get(origin + page.URL)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		if got := response.Header.Get("Content-Security-Policy"); got != render.Policy {
			t.Fatalf("%s is served under the policy %q, want %q", page.URL, got, render.Policy)
		}
	}
}
