package main

import (
	"bufio"
	"encoding/json"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"parley/internal/acceptance/folder"
	"parley/internal/acceptance/program"
)

// soon is how long a test waits for what a preview must show; it is only ever reached by a failure.
const soon = time.Minute

// served is a preview of a place, and a reader of it.
type served struct {
	*place
	preview *program.Preview
	url     string // without a slash at its end
	client  *http.Client
}

// serve starts a preview of a place with a cache; it ends with the test, or when it is stopped.
func (p *place) serve(cache string) *served {
	p.t.Helper()
	w := &served{place: p, preview: program.Serve(p.t, p.dir, cache), client: &http.Client{Timeout: soon, Transport: &http.Transport{}}}
	w.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	w.url = strings.TrimSuffix(w.preview.URL, "/")
	p.t.Cleanup(w.client.CloseIdleConnections) // before the preview ends, which waits for them
	return w
}

// stop ends the preview.
func (w *served) stop() {
	w.client.CloseIdleConnections()
	w.preview.Stop()
}

// line waits until the preview says something with a part in it.
func (w *served) line(part string) string {
	w.t.Helper()
	timeout := time.After(soon)
	for {
		select {
		case line, open := <-w.preview.Lines:
			if !open {
				w.t.Fatalf("the preview has ended before it said %q\n%s", part, w.story())
			}
			if strings.Contains(line, part) {
				return line
			}
		case <-timeout:
			w.t.Fatalf("the preview never says %q\n%s", part, w.story())
		}
	}
}

// get asks for a page. What fails says so in the body, with status 0.
func (w *served) get(address string) (status int, body string) {
	response, err := w.client.Get(w.url + address)
	if err != nil {
		return 0, err.Error()
	}
	defer response.Body.Close()
	data, err := io.ReadAll(response.Body)
	if err != nil {
		return 0, err.Error()
	}
	return response.StatusCode, string(data)
}

// shows waits until a page has something in it.
func (w *served) shows(address, part string) {
	w.t.Helper()
	var status int
	var body string
	if !eventually(func() bool {
		status, body = w.get(address)
		return strings.Contains(body, part)
	}) {
		w.t.Fatalf("%s never shows %q, but %d:\n%.2000s\n%s\n%s", address, part, status, body, w.heard().Report, w.story())
	}
}

// eventually looks again and again until something is so, or it has taken too long.
func eventually(so func() bool) bool {
	again := time.NewTicker(5 * time.Millisecond)
	defer again.Stop()
	for end := time.Now().Add(soon); !so(); <-again.C {
		if time.Now().After(end) {
			return false
		}
	}
	return true
}

// notice is what the stream of events says about findings. Whether they hold back pages is left out: that depends on
// what was shown before.
type notice struct {
	Report           string
	Errors, Warnings int
	Failed           bool
}

// heard is what the preview says to a browser that begins to listen.
func (w *served) heard() (n notice) {
	w.t.Helper()
	response, err := w.client.Get(w.url + "/.parley/events")
	if err != nil {
		w.t.Fatal(err)
	}
	defer response.Body.Close()
	lines := bufio.NewScanner(response.Body)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
			if err := json.Unmarshal([]byte(data), &n); err != nil {
				w.t.Fatal(err)
			}
			return n
		}
	}
	w.t.Fatalf("the stream ends without a word: %v", lines.Err())
	return n
}

var address = regexp.MustCompile(`(?:href|src)="(/[^"#]*)`)

// everything follows all links from the start page, and returns what is at their ends.
func (w *served) everything() map[string]string {
	w.t.Helper()
	found := map[string]string{}
	for ask := []string{"/", "/nowhere/", "/fr/nowhere/", "/_headers", "/sitemap.xml", "/robots.txt", "/changes.json"}; len(ask) > 0; {
		at := ask[0]
		ask = ask[1:]
		if _, seen := found[at]; seen {
			continue
		}
		status, body := w.get(at)
		found[at] = http.StatusText(status) + "\n" + body
		for _, link := range address.FindAllStringSubmatch(body, -1) {
			ask = append(ask, link[1])
		}
	}
	return found
}

// TestAPreviewLongAfterIsAPreviewAnew lets a preview run while somebody edits its repository in every way that people
// do. After each few edits it says and shows what one says and shows that is started then, without a cache: the same
// findings, and if there are no errors, the same bytes at every address to which links lead. By default there are a dozen
// edits, in the long version 500.
func TestAPreviewLongAfterIsAPreviewAnew(t *testing.T) {
	t.Parallel()
	p := youngPlace(t)
	p.mild = slices.Concat(fileEdits, fileEdits, fileEdits, historyEdits)
	p.good, p.old = p.sources(), p.sources()
	watched := p.serve(p.cache)
	compared, clean := 0, 0
	for made := 0; made < edits(12, 500); {
		for range 1 + p.random.IntN(4) {
			p.edit(clean*5 >= compared*3)
			made++
		}
		// A commit alone is no edit, and not watched; what it has changed shows with the next edit.
		p.write("content/more/last.md", "# Last\n\n"+p.numbered("Edit")+".\n")
		compared++
		if watched.comparedWithAnother() {
			clean++
			p.good = p.sources()
			continue
		}
		p.mend()
	}
	t.Logf("seed %d: %d times compared, %d times with pages", seed, compared, clean)
}

// comparedWithAnother starts another preview, and waits until this one says and shows the same. It reports whether there
// were pages to compare.
func (w *served) comparedWithAnother() bool {
	w.t.Helper()
	another := w.place.serve("off")
	want := another.heard()
	var heard notice
	if !eventually(func() bool { heard = w.heard(); return heard == want }) {
		w.t.Fatalf("the preview says\n%+v\na new one says\n%+v\n%s", heard, want, w.story())
	}
	if want.Errors > 0 || want.Failed {
		another.stop()
		return false
	}
	pages := another.everything()
	another.stop()
	if len(pages) < 50 {
		w.t.Fatalf("only %d addresses were found\n%s", len(pages), w.story())
	}
	diff := ""
	if !eventually(func() bool { diff = folder.Differences(pages, w.everything()); return diff == "" }) {
		w.t.Fatalf("the preview shows other pages than a new one:\n%s\n%s", diff, w.story())
	}
	return true
}
