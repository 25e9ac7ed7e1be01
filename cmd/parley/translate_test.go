package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"parley/internal/acceptance/folder"
	"parley/internal/acceptance/program"
	"parley/internal/translation"
)

// interpreter is a server that answers as LibreTranslate does, with the text that it was sent and the language before it; or
// in whatever way a test wants.
type interpreter struct {
	*httptest.Server
	mu       sync.Mutex
	requests int
	texts    []string
	spoil    func(w http.ResponseWriter, r *http.Request, texts []string) bool // reports whether it has answered
}

func newInterpreter(t *testing.T) *interpreter {
	i := &interpreter{}
	i.Server = httptest.NewServer(i)
	t.Cleanup(i.Close)
	return i
}

func (i *interpreter) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var asked struct {
		Q      []string
		Target string
	}
	body, _ := io.ReadAll(r.Body)
	if json.Unmarshal(body, &asked) != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	i.mu.Lock()
	i.requests++
	i.texts = append(i.texts, asked.Q...)
	spoil := i.spoil
	i.mu.Unlock()
	if spoil != nil && spoil(w, r, asked.Q) {
		return
	}
	answers := make([]string, len(asked.Q))
	for n, text := range asked.Q {
		answers[n] = asked.Target + " " + text
	}
	_ = json.NewEncoder(w).Encode(map[string]any{"translatedText": answers})
}

// seen returns how many requests and texts came since it was last called.
func (i *interpreter) seen() (requests int, texts []string) {
	i.mu.Lock()
	defer i.mu.Unlock()
	requests, texts = i.requests, i.texts
	i.requests, i.texts = 0, nil
	return requests, texts
}

func (i *interpreter) behave(spoil func(w http.ResponseWriter, texts []string) bool) {
	if spoil == nil {
		i.behaveTo(nil)
		return
	}
	i.behaveTo(func(w http.ResponseWriter, _ *http.Request, texts []string) bool { return spoil(w, texts) })
}

// behaveTo is behave for who wants to see the request.
func (i *interpreter) behaveTo(spoil func(w http.ResponseWriter, r *http.Request, texts []string) bool) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.spoil = spoil
}

const polyglot = `kind: site
title: Portal
languages: [en, fr, de, es, it, nl, pt]
translation:
  providers:
    - id: libretranslate
      price: "20.00"
      currency: EUR
`

// polyglots is a small repository in seven languages, one of which somebody has begun to translate.
func polyglots(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	lay := func(name, text string) {
		full := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	lay("content/site.yaml", polyglot)
	lay("content/index.md", "# Start\n\nSee [one](one.md) and [two](two.md).\n")
	for _, name := range []string{"one", "two"} {
		var body strings.Builder
		fmt.Fprintf(&body, "# Page %s\n", name)
		for n := range 12 {
			fmt.Fprintf(&body, "\nSentence %d of page %s, with `code %d` and {value}.\n", n, name, n)
		}
		lay("content/"+name+".md", body.String())
	}
	lay("content/locales/fr/content/index.po", "# kept by Mara\nmsgid \"\"\nmsgstr \"\"\n\"Language: fr\\n\"\n\"Content-Type: text/plain; charset=UTF-8\\n\"\n\n# by hand\nmsgid \"Start\"\nmsgstr \"Début\"\n")
	return dir
}

// interpreted runs the command in this process.
func interpreted(t *testing.T, dir string, args ...string) (code int, out, errs string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), hang)
	defer cancel()
	var stdout, stderr bytes.Buffer
	code = run(ctx, append([]string{"-C", dir, "translate"}, args...), &stdout, &stderr)
	return code, stdout.String(), stderr.String()
}

// wholeCatalogues fails the test unless every PO file below a folder can be read, is in canonical form, and is one that gettext
// takes.
func wholeCatalogues(t *testing.T, dir string) {
	t.Helper()
	for name, text := range folder.Read(t, filepath.Join(dir, "content", "locales")) {
		if !strings.HasSuffix(name, ".po") {
			continue
		}
		file, findings := translation.ParsePO(name, []byte(text))
		if len(findings) > 0 || string(file.Format()) != text {
			t.Errorf("%s: %v\n%s", name, findings, text)
		}
	}
}

func TestNothingChangedNothingSentNothingWritten(t *testing.T) {
	i, dir := newInterpreter(t), polyglots(t)
	t.Setenv("LIBRETRANSLATE_URL", i.URL)
	t.Setenv("LIBRETRANSLATE_API_KEY", "a-key-that-nobody-may-read")
	code, out, errs := interpreted(t, dir)
	if want := "173 texts wanted: 0 from memory, 173 translated; 6 requests, 24 files written\n"; code != 0 || out != want {
		t.Fatalf("%d, %q, %s", code, out, errs)
	}
	i.seen()
	wholeCatalogues(t, dir)
	index, _ := os.ReadFile(filepath.Join(dir, "content/locales/fr/content/index.po"))
	if !strings.HasPrefix(string(index), "# kept by Mara\n") || !strings.Contains(string(index), "# by hand\nmsgid \"Start\"\nmsgstr \"Début\"\n") {
		t.Errorf("what somebody has written is gone:\n%s", index)
	}
	before, times := folder.Read(t, dir), timesOf(t, dir)
	code, out, _ = interpreted(t, dir)
	if requests, _ := i.seen(); code != 0 || requests != 0 || !strings.HasPrefix(out, "0 texts wanted") {
		t.Errorf("%d, %d requests, %q", code, requests, out)
	}
	if diff := folder.Differences(before, folder.Read(t, dir)); diff != "" || fmt.Sprint(times) != fmt.Sprint(timesOf(t, dir)) {
		t.Errorf("something was written: %s", diff)
	}
	for name, text := range before {
		if strings.Contains(text, "a-key-that-nobody-may-read") {
			t.Errorf("%s holds the key", name)
		}
	}
	if usage := before["content/locales/usage.csv"]; !strings.Contains(usage, "libretranslate,de,1,29,") || !strings.Contains(usage, ",EUR\n") {
		t.Errorf("the table of usage says\n%s", usage)
	}
	if log := before[".parley/translate.jsonl"]; strings.Count(log, "\n") != 6 || !strings.Contains(log, `"provider":"libretranslate"`) || strings.Contains(log, "Sentence") || !strings.Contains(log, `"currency":"EUR"`) {
		t.Errorf("the log says\n%s", log)
	}
}

// timesOf says when each file was last written.
func timesOf(t *testing.T, dir string) []string {
	t.Helper()
	var times []string
	_ = filepath.Walk(dir, func(name string, info os.FileInfo, err error) error {
		if err == nil {
			times = append(times, name+" "+info.ModTime().String())
		}
		return err
	})
	return times
}

func TestOneChangedSentenceInSixLanguagesIsSixTexts(t *testing.T) {
	i, dir := newInterpreter(t), polyglots(t)
	t.Setenv("LIBRETRANSLATE_URL", i.URL)
	interpreted(t, dir)
	i.seen()
	alter(t, filepath.Join(dir, "content/one.md"), "Sentence 3 of page one,", "Sentence 3 of this page,")
	code, out, errs := interpreted(t, dir)
	if _, texts := i.seen(); code != 0 || len(texts) != 6 || !strings.HasPrefix(texts[0], "Sentence 3 of this page, with XPH0X and XPH1X") {
		t.Errorf("%d, %s%s%q", code, out, errs, texts)
	}
	po, _ := os.ReadFile(filepath.Join(dir, "content/locales/nl/content/one.po"))
	if !strings.Contains(string(po), "msgid \"Sentence 3 of this page, with `code 3` and {value}.\"\nmsgstr \"nl Sentence 3 of this page, with `code 3` and {value}.\"\n") {
		t.Errorf("%s", po)
	}
}

func alter(t *testing.T, name, old, replacement string) {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil || !bytes.Contains(text, []byte(old)) {
		t.Fatal(err, "there is no", old)
	}
	if err := os.WriteFile(name, bytes.Replace(text, []byte(old), []byte(replacement), 1), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestABadNetworkDamagesNothing: a service that is down, cuts off, lies or loses what must survive never damages a file, never
// touches what somebody has written, and never makes a text look fresh. When it is well again, the rest is done.
func TestABadNetworkDamagesNothing(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var mu sync.Mutex
	for name, spoil := range map[string]func(w http.ResponseWriter, texts []string) bool{
		"one too few": func(w http.ResponseWriter, texts []string) bool {
			_ = json.NewEncoder(w).Encode(map[string]any{"translatedText": texts[1:]})
			return true
		},
		"cut anywhere": func(w http.ResponseWriter, texts []string) bool {
			body, _ := json.Marshal(map[string]any{"translatedText": texts})
			mu.Lock()
			at := random.IntN(len(body))
			mu.Unlock()
			_, _ = w.Write(body[:at])
			return true
		},
		"hangs up":   func(http.ResponseWriter, []string) bool { panic(http.ErrAbortHandler) },
		"not a word": func(w http.ResponseWriter, _ []string) bool { _, _ = io.WriteString(w, "<html>Welcome"); return true },
		"wrong key":  func(w http.ResponseWriter, _ []string) bool { w.WriteHeader(http.StatusForbidden); return true },
		"too much": func(w http.ResponseWriter, _ []string) bool {
			w.Header().Set("Retry-After", "3600")
			w.WriteHeader(http.StatusTooManyRequests)
			return true
		},
		"tokens lost": func(w http.ResponseWriter, texts []string) bool {
			for n := range texts {
				texts[n] = strings.ReplaceAll(texts[n], "XPH", "")
			}
			_ = json.NewEncoder(w).Encode(map[string]any{"translatedText": texts})
			return true
		},
		"smiles": func(w http.ResponseWriter, texts []string) bool {
			for n := range texts {
				texts[n] = "🙂"
			}
			_ = json.NewEncoder(w).Encode(map[string]any{"translatedText": texts})
			return true
		},
		"scripts": func(w http.ResponseWriter, texts []string) bool {
			for n := range texts {
				texts[n] = "<script>alert(1)</script>" + texts[n] + " [x](javascript:alert(1))"
			}
			_ = json.NewEncoder(w).Encode(map[string]any{"translatedText": texts})
			return true
		},
	} {
		t.Run(name, func(t *testing.T) {
			i, dir := newInterpreter(t), polyglots(t)
			t.Setenv("LIBRETRANSLATE_URL", i.URL)
			i.behave(spoil)
			code, out, errs := interpreted(t, dir, "--to", "fr")
			if code == 0 {
				t.Errorf("all is said to be well: %s%s", out, errs)
			}
			wholeCatalogues(t, dir)
			i.behave(nil)
			if _, out, errs = interpreted(t, dir, "--to", "fr", "--again"); !strings.Contains(out, "translated") {
				t.Error(out, errs)
			}
			wholeCatalogues(t, dir)
			if code, out, errs := interpreted(t, dir, "--to", "fr"); code != 0 || !strings.HasPrefix(out, "0 texts wanted") {
				t.Errorf("something is left: %s%s", out, errs)
			}
			if index, _ := os.ReadFile(filepath.Join(dir, "content/locales/fr/content/index.po")); !strings.Contains(string(index), "msgstr \"Début\"") {
				t.Errorf("%s", index)
			}
		})
	}
}

// weathers are what the network is like: each answers a request, or reports that it leaves it to the server to answer it well.
// Slow is a server that sends the first byte and then nothing, until whoever asked has gone.
var weathers = map[string]func(random *lots, w http.ResponseWriter, r *http.Request, texts []string) bool{
	"fair": func(*lots, http.ResponseWriter, *http.Request, []string) bool { return false },
	"down": func(*lots, http.ResponseWriter, *http.Request, []string) bool { panic(http.ErrAbortHandler) },
	"slow": func(_ *lots, w http.ResponseWriter, r *http.Request, _ []string) bool {
		_, _ = io.WriteString(w, "{")
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
		return true
	},
	"lying": func(random *lots, w http.ResponseWriter, _ *http.Request, texts []string) bool {
		for n := range texts {
			texts[n] = []string{"🙂", "", texts[n] + " XPH9X", "<script>alert(1)</script>" + texts[n]}[random.below(4)]
		}
		_ = json.NewEncoder(w).Encode(map[string]any{"translatedText": texts[random.below(2):]})
		return true
	},
	"cut": func(random *lots, w http.ResponseWriter, _ *http.Request, texts []string) bool {
		body, _ := json.Marshal(map[string]any{"translatedText": texts})
		_, _ = w.Write(body[:random.below(len(body))])
		return true
	},
}

// lots are drawn by a server that answers several requests at once.
type lots struct {
	mu     sync.Mutex
	random *rand.Rand
}

func (l *lots) below(n int) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.random.IntN(n)
}

func (l *lots) share() float64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.random.Float64()
}

// TestATranslationThatIsKilled kills the command at moments drawn by lot, while the network is well, down, slow, lying or cut at
// any byte, or a mixture of these. Whatever has been written by then is whole, nothing that somebody has written is lost, nothing
// that is not a translation is fresh, and the next run ends where an undisturbed one does. By default 8 runs are killed at, in the
// long version (PARLEY_LONG=1) 200.
func TestATranslationThatIsKilled(t *testing.T) {
	i := newInterpreter(t)
	t.Setenv("LIBRETRANSLATE_URL", i.URL)
	undisturbed := polyglots(t)
	start := time.Now()
	if out, err := program.Command(t.Context(), "off", "-C", undisturbed, "translate").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	takes, whole := time.Since(start), textsOf(t, undisturbed)
	random := &lots{random: rand.New(rand.NewPCG(7, uint64(seed)))}
	names := append(slices.Sorted(maps.Keys(weathers)), "mixed")
	died := map[string]int{}
	for range edits(8, 200) {
		dir, weather := polyglots(t), names[random.below(len(names))]
		for range 2 { // who comes after the dead may die as well
			if kill(t, dir, i, weather, random, takes) {
				died[weather]++
			}
			wholeCatalogues(t, dir)
			inspectTranslations(t, dir, whole)
		}
		i.behave(nil)
		if code, out, errs := interpreted(t, dir, "--again"); code != 0 {
			t.Fatalf("%s: %s%s", weather, out, errs)
		}
		if diff := folder.Differences(whole, textsOf(t, dir)); diff != "" {
			t.Fatalf("%s: the run after the dead ends elsewhere: %s", weather, diff)
		}
	}
	t.Logf("seed %d: runs that died, by the weather: %v", seed, died)
	if len(died) == 0 {
		t.Error("no run was killed before its end")
	}
}

// inspectTranslations looks at what a dead run has left: what somebody has written, and of everything else only texts that an
// undisturbed run would have written, or such that are marked as failed.
func inspectTranslations(t *testing.T, dir string, whole map[string]string) {
	t.Helper()
	if index, _ := os.ReadFile(filepath.Join(dir, "content/locales/fr/content/index.po")); !strings.Contains(string(index), "# by hand\nmsgid \"Start\"\nmsgstr \"Début\"\n") {
		t.Errorf("what somebody has written is gone:\n%s", index)
	}
	for name, texts := range textsOf(t, dir) {
		for line := range strings.Lines(texts) {
			fresh := strings.HasSuffix(line, "|"+string(translation.Machine)+"\n") || strings.HasSuffix(line, "|"+string(translation.Edited)+"\n")
			if fresh && !strings.Contains(whole[name], line) {
				t.Errorf("%s: this looks fresh: %s", name, line)
			}
		}
	}
}

// kill starts a run in some weather and kills it: every other time after a while, else as soon as a request drawn by lot has
// come. It reports whether the run died of that.
func kill(t *testing.T, dir string, i *interpreter, weather string, random *lots, takes time.Duration) bool {
	t.Helper()
	command := program.Command(t.Context(), "off", "-C", dir, "translate")
	var starting sync.Mutex
	die := func() {
		starting.Lock()
		defer starting.Unlock()
		_ = command.Process.Kill()
	}
	var came atomic.Int32
	fatal, byRequest := int32(1+random.below(6)), random.below(2) == 0
	i.behaveTo(func(w http.ResponseWriter, r *http.Request, texts []string) bool {
		if came.Add(1) == fatal && byRequest {
			die()
		}
		today := weather
		if weather == "mixed" {
			today = slices.Sorted(maps.Keys(weathers))[random.below(len(weathers))]
		}
		return weathers[today](random, w, r, texts)
	})
	after := time.Duration(random.share() * float64(takes))
	if byRequest {
		after = 2 * takes // where fewer requests come
	}
	starting.Lock()
	err := command.Start()
	starting.Unlock()
	if err != nil {
		t.Fatal(err)
	}
	timer := time.AfterFunc(after, die)
	err = command.Wait()
	timer.Stop()
	var ended *exec.ExitError
	return errors.As(err, &ended) && !ended.Exited()
}

// textsOf are the translations of a repository, without the times that are noted beside them.
func textsOf(t *testing.T, dir string) map[string]string {
	t.Helper()
	texts := map[string]string{}
	for name, text := range folder.Read(t, filepath.Join(dir, "content", "locales")) {
		if !strings.HasSuffix(name, ".po") {
			continue
		}
		file, _ := translation.ParsePO(name, []byte(text))
		for _, e := range file.Entries {
			texts[name] += fmt.Sprintf("%s|%s|%s|%v\n", e.Context, e.ID, e.Text(), e.State())
		}
	}
	return texts
}

// TestWhatIsConfidentialStaysHere: a service gets what its readers may see, and no more: not a document for us, not a field
// for us of a document for partners.
func TestWhatIsConfidentialStaysHere(t *testing.T) {
	i, dir := newInterpreter(t), polyglots(t)
	t.Setenv("LIBRETRANSLATE_URL", i.URL)
	secret := filepath.Join(dir, "content", "secret.md")
	if err := os.WriteFile(secret, []byte("---\naudience: internal\n---\n\n# Margin plans\n\nOur margin is high.\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	alter(t, filepath.Join(dir, "content/two.md"), "# Page two", "---\naudience: partner\n---\n\n# Page two")
	alter(t, filepath.Join(dir, "content/site.yaml"), "    - id: libretranslate\n", "    - id: libretranslate\n      audience: public\n")
	alter(t, filepath.Join(dir, "content/one.md"), "# Page one", "---\naudience: public\n---\n\n# Page one")
	code, out, errs := interpreted(t, dir, "--to", "fr")
	_, texts := i.seen()
	sent := strings.Join(texts, "\n")
	if code != 1 || !strings.Contains(sent, "Page one") || strings.Contains(sent, "argin") || strings.Contains(sent, "Page two") {
		t.Errorf("%d, %s%s\n%s", code, out, errs, sent)
	}
	if !strings.Contains(errs, "no provider for fr may see what is for internal readers: ") || !strings.Contains(errs, "no provider for fr may see what is for partner readers: ") {
		t.Errorf("nobody is told why: %s", errs)
	}
}
