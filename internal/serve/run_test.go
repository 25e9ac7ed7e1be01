package serve

import (
	"encoding/json"
	"io"
	"net/http"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
)

func TestBrowserIsTold(t *testing.T) {
	p := run(t, newWorld(t))
	events := p.listen(t)
	page, _ := p.get(t, "/guide/")
	first := next(t, events, "reload")
	if timing := page.Header.Get("Server-Timing"); timing != `plan;desc="`+first+`"` {
		t.Errorf("the page says it is of %s, the stream says %s", timing, first)
	}
	p.write(t, "content/guide.md", "# Guide\n\nThe second text.\n")
	second := next(t, events, "reload")
	if second == first {
		t.Error("two plans have one name")
	}
	if _, body := p.get(t, "/guide/"); !strings.Contains(body, "The second text.") {
		t.Errorf("the browser was told too early: %s", body)
	}
}

func TestErrorsKeepTheLastGoodPage(t *testing.T) {
	p := run(t, newWorld(t))
	events := p.listen(t)
	first := next(t, events, "reload")
	heard := func() (n notice) {
		if err := json.Unmarshal([]byte(next(t, events, "findings")), &n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	p.write(t, "content/guide.md", "# Guide\n\nBROKEN now.\n")
	if n := heard(); n.Errors != 1 || !n.Held || !strings.Contains(n.Report, "content/guide.md:1:1: error") {
		t.Errorf("the browser hears %+v", n)
	}
	if _, body := p.get(t, "/guide/"); !strings.Contains(body, "The first text") {
		t.Errorf("the last good page is gone: %s", body)
	}
	p.write(t, "themes/broken", "yes")
	if n := heard(); !n.Failed || !n.Held || !strings.Contains(n.Report, "unexpected <b>") {
		t.Errorf("the browser hears %+v", n)
	}
	if _, body := p.get(t, "/guide/"); !strings.Contains(body, "The first text") {
		t.Errorf("the last good page is gone: %s", body)
	}
	p.remove(t, "themes/broken")
	heard()
	p.write(t, "content/guide.md", "# Guide\n\nThe second text.\n")
	if n := heard(); n.Errors != 0 || n.Report != "" {
		t.Errorf("the browser hears %+v", n)
	}
	if next(t, events, "reload") == first {
		t.Error("the browser is not told to load the page again")
	}
}

func TestTemplateThatFailsOnlyWhenItIsUsed(t *testing.T) {
	p := run(t, newWorld(t))
	p.get(t, "/guide/")
	p.write(t, "themes/templates/document.html", `{{define "main"}}{{.Nope}}{{end}}`)
	if line := p.line(t, "could not be planned"); !strings.Contains(line, "page /guide/: ") || !strings.Contains(line, "the last good pages stay") {
		t.Errorf("the line about the plan is %q", line)
	}
	p.shows(t, "/guide/", "The first text")
	p.remove(t, "themes/templates")
	p.line(t, "pages planned in")

	// A template that nobody looked at when the plan was made fails when somebody does.
	p.write(t, "themes/templates/not-found.html", `{{define "main"}}{{.Nope}}{{end}}`)
	p.shows(t, "/nowhere/", "Nope") // a deletion may be planned in two steps, so a line does not tell which plan it is of
	if response, body := p.get(t, "/nowhere/"); response.StatusCode != 500 || !strings.Contains(body, "Nope") {
		t.Errorf("%d %s", response.StatusCode, body)
	}
}

func TestNothingToShowYet(t *testing.T) {
	w := newWorld(t)
	w.write(t, "themes/broken", "yes")
	p := run(t, w)
	events := p.listen(t)
	response, body := p.get(t, "/guide/")
	if response.StatusCode != 500 || !strings.Contains(body, "unexpected &lt;b&gt;") {
		t.Errorf("%d %s", response.StatusCode, body)
	}
	first := next(t, events, "reload")
	w.remove(t, "themes/broken")
	if next(t, events, "reload") == first {
		t.Error("the page is not told that it can be shown now")
	}
	p.shows(t, "/guide/", "The first text")
}

// A reader who looks all the time never sees a text that nobody has written.
func TestHalfWrittenFileIsNeverShown(t *testing.T) {
	p := run(t, newWorld(t))
	done := make(chan struct{})
	var group sync.WaitGroup
	group.Go(func() { p.look(t, done) })
	events := p.listen(t)
	next(t, events, "reload")
	for range 10 {
		file, err := os.Create(p.path("content/guide.md")) // as editors do: the file is empty now
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range []string{"# Gui", "de\n\nThe next ", "text.\n"} {
			runtime.Gosched()
			if _, err := file.WriteString(part); err != nil {
				t.Fatal(err)
			}
		}
		_ = file.Close()
		next(t, events, "reload")
	}
	close(done)
	group.Wait()
}

// look reads the guide again and again.
func (p *preview) look(t *testing.T, done <-chan struct{}) {
	for {
		select {
		case <-done:
			return
		default:
		}
		response, err := p.client.Get(p.url + "/guide/page.md")
		if err != nil {
			t.Error(err)
			return
		}
		body, _ := io.ReadAll(response.Body)
		_ = response.Body.Close()
		if !strings.Contains(string(body), "text") || response.StatusCode != http.StatusOK {
			t.Errorf("a half-written page was shown: %d %q", response.StatusCode, body)
			return
		}
	}
}

func TestAThousandBrowsers(t *testing.T) {
	p := run(t, newWorld(t))
	p.client.Transport = &http.Transport{MaxIdleConns: 1, MaxConnsPerHost: 0}
	streams := make([]<-chan event, 1000)
	for i := range streams {
		streams[i] = p.listen(t)
	}
	for _, events := range streams {
		next(t, events, "reload")
	}
	p.write(t, "content/guide.md", "# Guide\n\nThe second text.\n")
	told := map[string]int{}
	for _, events := range streams {
		told[next(t, events, "reload")]++
	}
	if len(told) != 1 {
		t.Errorf("the browsers were told of different plans: %v", told)
	}
	p.shows(t, "/guide/", "The second text.")
	p.stop()
	for _, events := range streams {
		for range events { // until the stream ends
		}
	}
}

func TestNothingIsLeftRunning(t *testing.T) {
	before := runtime.NumGoroutine()
	t.Run("preview", func(t *testing.T) {
		p := run(t, newWorld(t))
		for range 20 {
			p.listen(t)
		}
		p.write(t, "content/guide.md", "# Guide\n\nThe second text.\n")
		p.stop()
		if err := <-p.ended; err != nil {
			t.Errorf("the end is an error: %v", err)
		}
		if _, err := p.client.Get(p.url + "/"); err == nil {
			t.Error("it still answers")
		}
	})
	eventually(t, "an end to all that was started", func() bool { return runtime.NumGoroutine() <= before })
}
