package serve

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

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
		p.ended <- Run(ctx, Options{Dir: w.dir, Folders: []string{"content", "themes"}, Addr: "127.0.0.1:0", Plan: w.plan, Editor: "vscode://file/{file}:{line}",
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
