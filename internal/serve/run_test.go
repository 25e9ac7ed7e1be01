package serve

import (
	"encoding/json"
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
	group.Go(func() {
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
			body := make([]byte, 1000)
			n, _ := response.Body.Read(body)
			_ = response.Body.Close()
			if text := string(body[:n]); !strings.Contains(text, "text") || response.StatusCode != 200 {
				t.Errorf("a half-written page was shown: %d %q", response.StatusCode, text)
				return
			}
		}
	})
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
