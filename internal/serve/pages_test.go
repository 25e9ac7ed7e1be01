package serve

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestWhatIsAnswered(t *testing.T) {
	p := run(t, newWorld(t))
	tests := []struct {
		path   string
		status int
		kind   string
		part   string // of the answer, or where it leads
	}{
		{"/", 200, "text/html; charset=utf-8", "Welcome."},
		{"/guide/", 200, "text/html; charset=utf-8", "The first text"},
		{"/guide/?from=mail", 200, "text/html; charset=utf-8", "The first text"},
		{"/ar/guide/", 200, "text/html; charset=utf-8", `lang="ar" dir="rtl"`},
		{"/guide", 302, "text/html; charset=utf-8", "/guide/"},
		{"/guide?from=mail", 302, "text/html; charset=utf-8", "/guide/?from=mail"},
		{"/fr", 302, "text/html; charset=utf-8", "/fr/"},
		{"/guide/index.html", 302, "text/html; charset=utf-8", "/guide/"},
		{"/guide/page.md", 200, "text/markdown; charset=utf-8", "# Guide"},
		{"/page.md", 200, "text/markdown; charset=utf-8", "# Start"},
		{"/feed.xml", 200, "application/xml; charset=utf-8", "<feed/>"},
		{"/_headers", 200, "text/plain; charset=utf-8", "/*"},
		{"/images/plan.svg", 200, "image/svg+xml", "<svg"},
		{"/nowhere", 404, "text/html; charset=utf-8", "nothing in en"},
		{"/fr/nowhere/", 404, "text/html; charset=utf-8", "nothing in fr"},
		{"/ar/nowhere/deep.txt", 404, "text/html; charset=utf-8", "nothing in ar"},
		{"/en/guide/", 404, "text/html; charset=utf-8", "nothing in en"},
		{"/nowhere/page.md", 404, "text/html; charset=utf-8", "nothing in en"},
		{"/.parley/preview.js", 200, "text/javascript; charset=utf-8", "EventSource"},
		{"/.parley/preview.css", 200, "text/css; charset=utf-8", ":host"},
		{"/.parley/cache/documents", 404, "text/plain; charset=utf-8", "no such file"},
	}
	for _, test := range tests {
		response, body := p.get(t, test.path)
		if test.status == http.StatusFound {
			body = response.Header.Get("Location")
			if body != test.part {
				t.Errorf("%s leads to %s; want %s", test.path, body, test.part)
			}
		}
		if response.StatusCode != test.status || response.Header.Get("Content-Type") != test.kind || !strings.Contains(body, test.part) {
			t.Errorf("%s: %d, %s, %q; want %d, %s, %q", test.path, response.StatusCode, response.Header.Get("Content-Type"), body, test.status, test.kind, test.part)
		}
		want := "no-store"
		if strings.HasPrefix(test.path, "/assets/") && test.status == http.StatusOK {
			want = "max-age=31536000, immutable"
		}
		if response.Header.Get("Cache-Control") != want {
			t.Errorf("%s: kept as %q, want %q", test.path, response.Header.Get("Cache-Control"), want)
		}
	}
}

// A client of Go would tidy these paths up: they are sent by hand.
func TestNoPathLeavesThePortal(t *testing.T) {
	p := run(t, newWorld(t))
	p.write(t, "secret.txt", "SECRET")
	p.write(t, "content/secret.txt", "SECRET")
	for _, path := range []string{
		"/../secret.txt", "/guide/../../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/images/../secret.txt", "/images/..%2f..%2fsecret.txt",
		"/secret.txt", "/content/secret.txt", "/content/site.yaml", "//secret.txt", "/\\..\\secret.txt", "/%00", "/.git/config", "/.parley/../secret.txt",
		"//evil.example", "//evil.example/..", "http://evil.example/", "/guide/%2e%2e/%2e%2e/etc/passwd",
	} {
		connection, err := net.Dial("tcp", strings.TrimPrefix(p.url, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(connection, "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n", path, strings.TrimPrefix(p.url, "http://"))
		response, err := http.ReadResponse(bufio.NewReader(connection), nil)
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		body, _ := io.ReadAll(response.Body)
		_ = connection.Close()
		if response.StatusCode < 400 || strings.Contains(string(body), "SECRET") || strings.Contains(string(body), "kind: site") {
			t.Errorf("%s: %d %q", path, response.StatusCode, body)
		}
	}
}

func TestHeadHasTheHeadersAndNoMore(t *testing.T) {
	p := run(t, newWorld(t))
	page, body := p.get(t, "/guide/")
	response, err := p.client.Head(p.url + "/guide/")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.ContentLength != int64(len(body)) || response.Header.Get("Server-Timing") != page.Header.Get("Server-Timing") {
		t.Errorf("HEAD says %d bytes and %q; GET %d and %q", response.ContentLength, response.Header.Get("Server-Timing"), len(body), page.Header.Get("Server-Timing"))
	}
	events, err := p.client.Head(p.url + "/.parley/events")
	if err != nil {
		t.Fatal(err)
	}
	defer events.Body.Close()
	if events.Header.Get("Content-Type") != "text/event-stream; charset=utf-8" {
		t.Errorf("events are %s", events.Header.Get("Content-Type"))
	}
}

func TestPageThatCannotBeRendered(t *testing.T) {
	recorder := httptest.NewRecorder()
	answerFailure(recorder, `template: <script>alert("x")</script>`)
	body := recorder.Body.String()
	if recorder.Code != 500 || strings.Contains(body, "<script>alert") || !strings.Contains(body, "&lt;script&gt;") || !strings.Contains(body, "/.parley/preview.js") {
		t.Errorf("%d %s", recorder.Code, body)
	}
}
