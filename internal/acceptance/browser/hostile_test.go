package browser

import (
	"context"
	"io/fs"
	"maps"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"parley/internal/acceptance/folder"
	"parley/internal/diag"
	"parley/internal/pipeline"
)

// TestHostilePayloads writes hundreds of known script injections wherever people can write something, builds the portal of
// internal readers of what the check lets through, and looks at it: at every page with a parser, and in a real browser at
// pages on which every payload stands at every sort of place. None may run, none may reach another host, no page may
// consist of anything but what pages consist of, and each payload must be there as the text that it is.
//
// PARLEY_LONG=1 gives each payload its own document at the places where a few otherwise share one, and has the browser open
// every page: go test ./internal/acceptance/browser -run TestHostilePayloads -timeout 60m
func TestHostilePayloads(t *testing.T) {
	if testing.Short() {
		t.Skip("this takes half a minute")
	}
	t.Parallel()
	h := newHostile(t, long)
	h.settle(t)
	h.commit(t)
	p := h.build(t)
	pages := readPages(t, p)
	t.Run("what is refused", h.judgeRefusals)
	t.Run("what pages consist of", func(t *testing.T) { judgeCensus(t, pages) })
	t.Run("what pages show", func(t *testing.T) { h.judgeText(t, pages) })
	t.Run("what machines read", func(t *testing.T) { judgeFiles(t, p, pages) })
	browser, elsewhere := startHostileChromium(t)
	t.Run("in the browser", func(t *testing.T) { h.judgeInBrowser(t, p, browser, elsewhere) })
	t.Run("that all this sees", func(t *testing.T) { judgeUnescaped(t, p, browser, elsewhere) })
}

// commit puts the repository into Git, twice, by people and with words that are payloads: pages tell who changed what.
func (h *hostile) commit(t *testing.T) {
	t.Helper()
	var words []string
	for _, p := range h.corpus {
		if readable(p.text) && !lineEnd.MatchString(p.text) {
			words = append(words, p.text)
		}
	}
	one, err := filepath.Glob(filepath.Join(h.dir, "content/k-*/one.md"))
	if err != nil || len(one) == 0 {
		t.Fatal("there is nothing to change: ", err)
	}
	texts := regexp.MustCompile(`(?m)(id: p-\d+,.* text: ).*\}$`)
	now := map[string]string{}
	for _, name := range one {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		now[name] = string(text)
		folder.Write(t, name, texts.ReplaceAllString(now[name], "${1}Before}"))
	}
	h.git(t, "A", "", "init", "-q")
	h.git(t, "A", "", "add", ".")
	h.git(t, "A", "Before", "commit", "-q", "-F", "-")
	for i, name := range one {
		folder.Write(t, name, now[name])
		subject := strings.Join(words[i*len(words)/len(one):(i+1)*len(words)/len(one)], " ¶ ")
		h.git(t, `"><script>fire(0)</script>' onclick='fire(0)`, subject, "commit", "-q", "-F", "-", "--", name)
	}
}

func (h *hostile) git(t *testing.T, author, message string, args ...string) {
	t.Helper()
	command := exec.Command("git", append([]string{"-C", h.dir, "-c", "user.name=" + author, "-c", "user.email=a@canary.example"}, args...)...)
	command.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_SYSTEM="+os.DevNull, "GIT_AUTHOR_DATE=2026-11-20T12:00:00Z", "GIT_COMMITTER_DATE=2026-11-20T12:00:00Z")
	command.Stdin = strings.NewReader(message)
	if out, err := command.CombinedOutput(); err != nil {
		t.Fatalf("git %s: %v\n%s", args[0], err, out)
	}
}

// build builds the portal.
func (h *hostile) build(t *testing.T) *portal {
	t.Helper()
	out := filepath.Join(t.TempDir(), "public")
	built, err := pipeline.Build(h.open(t), pipeline.BuildOptions{Moment: pipeline.Moment{AsOf: "2026-11-22"}, View: everything, Out: out}, func(int, int) {})
	if err != nil {
		t.Fatal(err)
	}
	for _, finding := range built.Findings {
		if finding.Severity == diag.Error {
			t.Fatalf("the check lets through what the build refuses: %s: %s", finding.Path, finding.Message)
		}
	}
	p := &portal{files: map[string][]byte{}}
	err = filepath.WalkDir(out, func(name string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() {
			relative, _ := filepath.Rel(out, name)
			p.files[filepath.ToSlash(relative)], err = os.ReadFile(name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	p.headers = readHeaders(string(p.files["_headers"]))
	return p
}

// share is how much of the payloads a sort of place lets through and refuses at least.
type share struct{ through, refused int }

// shares are those of the places that refuse more than what no file can hold, or at which fewer payloads can stand at all.
// At a place that lets nothing through, a payload is seen in the preview alone: TestHostilePreview.
var shares = map[string]share{
	"email": {0, 600}, "hours": {0, 600}, "time_zone": {0, 600}, "sku": {0, 600}, "redirect": {0, 600}, "address-of-redirect": {0, 600},
	"picture": {100, 500}, "name": {50, 0}, "site": {20, 0}, "site-title": {3, 0},
	"fr-of-harmless-text": {50, 400}, "fr-of-harmless-field": {150, 400}, "fr-title": {40, 50}, "fr-code-language": {5, 0},
	"fr-address": {250, 0}, "fr-point": {500, 0}, // a text of many words that is its source is no translation
}

func (h *hostile) judgeRefusals(t *testing.T) {
	counts := h.counts()
	codes := map[string]map[diag.Code]int{}
	for s, code := range h.refused {
		if codes[s.channel] == nil {
			codes[s.channel] = map[diag.Code]int{}
		}
		codes[s.channel][code]++
	}
	for channel, want := range shares {
		if _, ok := counts[channel]; !ok {
			t.Errorf("no payload stands at %s: want %v", channel, want)
		}
	}
	for _, channel := range slices.Sorted(maps.Keys(counts)) {
		got := share{counts[channel][0], counts[channel][1]}
		want, special := shares[channel]
		if special && (got.through < want.through || got.refused < want.refused || want.through == 0 && got.through > 0) {
			t.Errorf("%s lets %d payloads through and refuses %d; want %v at least", channel, got.through, got.refused, want)
		}
		if !special && (got.through < 350 || got.refused > 60) {
			t.Errorf("%s lets only %d payloads through and refuses %d", channel, got.through, got.refused)
		}
		t.Logf("%-22s %4d through %4d refused %v", channel, got.through, got.refused, codes[channel])
	}
}

// readPages reads all pages, by their addresses.
func readPages(t *testing.T, p *portal) map[string]read {
	t.Helper()
	pages := map[string]read{}
	for name, data := range p.files {
		if strings.HasSuffix(name, ".html") {
			page, err := readPage(string(data))
			if err != nil {
				t.Fatal(err)
			}
			pages[addressOf(name)] = page
		}
	}
	return pages
}

func addressOf(name string) string { return "/" + strings.TrimSuffix(name, "index.html") }

// isMoved reports whether a page does nothing but lead on to another.
func isMoved(address string) bool { return strings.Contains(address, "/old-") }

func judgeCensus(t *testing.T, pages map[string]read) {
	for address, page := range pages {
		strangers, err := page.census.strangers()
		if err != nil {
			t.Fatal(err)
		}
		if isMoved(address) {
			strangers = slices.DeleteFunc(strangers, func(s string) bool { return s == `<meta http-equiv "refresh"` })
		}
		for _, stranger := range strangers {
			t.Errorf("%s has %s", address, stranger)
		}
	}
}

func (h *hostile) judgeText(t *testing.T, pages map[string]read) {
	seen := map[int]bool{}
	for _, s := range h.shown {
		page, ok := pages[s.url]
		if !ok {
			t.Errorf("%s: there is no page %s", s.channel, s.url)
		} else if !page.shows(s) {
			t.Errorf("%s does not show payload %d (%s) as %q", s.url, s.number, s.channel, s.text)
		}
		seen[s.number] = true
	}
	if len(seen) < 600 {
		t.Errorf("%d payloads have been looked for", len(seen))
	}
	t.Logf("%d pages show %d payloads as text at %d places", len(pages), len(seen), len(h.shown))
}

// visited are the pages that the browser opens: all that say something of their own.
func (h *hostile) visited(p *portal) []string {
	var addresses []string
	terms, names := 0, 0
	for _, name := range slices.Sorted(maps.Keys(p.files)) {
		if !strings.HasSuffix(name, ".html") {
			continue
		}
		folder, _, _ := strings.Cut(strings.TrimPrefix(name, "fr/"), "/")
		french := strings.HasPrefix(name, "fr/")
		switch {
		case h.alone && !isMoved("/"+name):
		case isMoved("/" + name):
			continue // nobody can look at it: meetMoved
		case strings.HasPrefix(name, "glossary/w-"):
			if terms++; terms > 3 {
				continue
			}
		case strings.HasPrefix(name, "names/") && name != "names/index.html":
			if names++; names%6 > 0 {
				continue
			}
		case french && folder == "marks" && !slices.Contains([]string{"inline", "block", "heading"}, strings.Split(name, "/")[2]):
			continue // of the others, only single words differ
		case french && folder != "marks" && folder != "index.html" && !strings.HasSuffix(name, "/one/index.html"):
			continue
		}
		addresses = append(addresses, (&url.URL{Path: addressOf(name)}).EscapedPath())
	}
	return addresses
}

func (h *hostile) judgeInBrowser(t *testing.T, p *portal, browser context.Context, elsewhere *canary) {
	server := httptest.NewServer(lenient(p))
	t.Cleanup(server.Close)
	addresses := h.visited(p)
	pages, wrong := meetAll(t, browser, server.URL, addresses)
	wrong = append(wrong, meetPictures(t, browser, p)...)
	wrong = append(wrong, meetMoved(t, browser, server.URL)...)
	for _, what := range wrong {
		t.Error(what)
	}
	for _, request := range elsewhere.heard() {
		t.Errorf("somebody else was asked: %s", request)
	}
	texts := map[string]string{} // folded once, for a page shows hundreds of payloads
	for address, page := range pages {
		texts[address] = folded(page.Text)
	}
	looked := 0
	for _, s := range h.shown {
		if text, ok := texts[s.url]; ok && s.where == "" {
			looked++
			if !strings.Contains(text, folded(s.text)) {
				t.Errorf("the browser does not show payload %d (%s) at %s as %q", s.number, s.channel, s.url, s.text)
			}
		}
	}
	t.Logf("opened %d pages and found %d texts", len(addresses), looked)
}
