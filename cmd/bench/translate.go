package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"
)

// What is translated, and by whom: the service's time for a request is given, whatever is in it.
const (
	translatedUnits  = 10_000
	unitsOfRequest   = 50
	requestsAtOnce   = 8
	timeOfRequest    = 200 * time.Millisecond
	unitsOfDocument  = 100
	translatedFolder = "translated"
)

// filled measures filling in a language for the first time, against nothing but the requests that it takes.
func filled(name string) row {
	return row{name: name, run: func(ctx context.Context, b *bench) error {
		return b.translated(ctx, func(dir, address string) error {
			ours := side{name: "parley", command: command{dir: dir, args: []string{b.parley, "translate"}}}
			ours.prepare = func(int) error { return b.aside(filepath.Join(dir, "content"), "locales") }
			theirs := side{name: "requests", command: command{dir: dir, args: b.child("requests", address)}}
			return b.add(b.compare(ctx, name, ours, &theirs))
		})
	}}
}

// filledAlready measures a run that finds nothing to do.
func filledAlready(name string) row {
	return row{name: name, run: func(ctx context.Context, b *bench) error {
		return b.translated(ctx, func(dir, _ string) error {
			ours := side{name: "parley", command: command{dir: dir, args: []string{b.parley, "translate"}}}
			b.say("%s: a run beforehand", name)
			if _, err := measure(ctx, ours.command); err != nil {
				return err
			}
			return b.add(b.compare(ctx, name, ours, nil))
		})
	}}
}

// translated writes a repository and starts a service on this machine, for as long as something is measured.
func (b *bench) translated(ctx context.Context, work func(dir, address string) error) error {
	dir := filepath.Join(b.dir, translatedFolder)
	if !b.written[dir] {
		if err := writeTranslated(dir); err != nil {
			return err
		}
		b.written[dir] = true
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	server := &http.Server{Handler: http.HandlerFunc(answer), ReadHeaderTimeout: time.Minute, BaseContext: func(net.Listener) context.Context { return ctx }}
	go func() { _ = server.Serve(listener) }() // until it is closed
	defer server.Close()
	address := "http://" + listener.Addr().String()
	if err := os.Setenv("LIBRETRANSLATE_URL", address); err != nil {
		return err
	}
	return work(dir, address)
}

// writeTranslated writes documents with as many units as are to be translated, no two of them alike. The title of the site is
// one of them.
func writeTranslated(dir string) error {
	files := map[string]string{"content/site.yaml": fmt.Sprintf("kind: site\ntitle: Portal\nlanguages: [en, fr]\ntranslation: {providers: [{id: libretranslate, parallel: %d}]}\n", requestsAtOnce)}
	for n := range translatedUnits / unitsOfDocument {
		var body strings.Builder
		for i := range unitsOfDocument {
			if n+i == 0 {
				continue
			}
			fmt.Fprintf(&body, "Partner %d signs sheet %d, keeps one copy and sends back another.\n\n", n, i)
		}
		files["content/page-"+strconv.Itoa(n)+".md"] = body.String()
	}
	for name, text := range files {
		full := filepath.Join(dir, filepath.FromSlash(name))
		if err := errors.Join(os.MkdirAll(filepath.Dir(full), 0o755), os.WriteFile(full, []byte(text), 0o644)); err != nil {
			return err
		}
	}
	return nil
}

// answer answers as LibreTranslate does, after the time that a request takes.
func answer(w http.ResponseWriter, r *http.Request) {
	var asked struct{ Q []string }
	if json.NewDecoder(r.Body).Decode(&asked) != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	select {
	case <-time.After(timeOfRequest):
	case <-r.Context().Done():
	}
	for i, text := range asked.Q {
		asked.Q[i] = strings.NewReplacer("signs sheet", "signe la feuille", "keeps one copy and sends back another", "en garde une copie et en renvoie une autre", "Partner", "Le partenaire").Replace(text)
	}
	_ = json.NewEncoder(w).Encode(map[string]any{"translatedText": asked.Q})
}

// sendRequests is what the process does that is compared with: the same requests, and nothing else.
func sendRequests(address string) error {
	texts := make([]string, unitsOfRequest)
	for i := range texts {
		texts[i] = fmt.Sprintf("Partner 100 signs sheet %d, keeps one copy and sends back another.", i)
	}
	body, err := json.Marshal(map[string]any{"q": texts, "source": "en", "target": "fr", "format": "text"})
	if err != nil {
		return err
	}
	failures := make([]error, requestsAtOnce)
	var group sync.WaitGroup
	for n := range requestsAtOnce {
		group.Go(func() {
			for range translatedUnits / unitsOfRequest / requestsAtOnce {
				failures[n] = errors.Join(failures[n], sendRequest(address, body))
			}
		})
	}
	group.Wait()
	return errors.Join(failures...)
}

func sendRequest(address string, body []byte) error {
	response, err := http.Post(address+"/translate", "application/json", bytes.NewReader(body))
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, response.Body)
	return errors.Join(err, response.Body.Close())
}
