package browser

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"parley/internal/acceptance/folder"
	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/pipeline"
)

// hostile is a repository in which every payload stands wherever people can write, and what became of each there.
type hostile struct {
	dir     string
	alone   bool // every payload has a document of its own where it would else share one
	corpus  []payload
	refused map[stand]diag.Code // what the check does not let through

	files  map[string]*file
	places map[string][]stretch // by file
	shown  []shown
}

// file is a file that is being written.
type file struct {
	strings.Builder
	line int // on which the text goes on
}

// stand is one payload at one sort of place.
type stand struct {
	channel string
	number  int
}

// stretch is where payloads stand: the lines of a file.
type stretch struct {
	text        string
	first, last int
	stands      []stand
}

// shown is what a page must show as text.
type shown struct {
	stand
	url   string
	text  string
	where string // "" in the text of the page, else an attribute
}

func newHostile(t *testing.T, alone bool) *hostile {
	t.Helper()
	payloads, err := corpus()
	if err != nil {
		t.Fatal(err)
	}
	return &hostile{dir: filepath.Join(t.TempDir(), "repository"), alone: alone, corpus: payloads, refused: map[stand]diag.Code{}}
}

// left are the payloads that nobody has refused at a sort of place. Those that are made for pictures stand in pictures alone.
func (h *hostile) left(channel string) []payload {
	return slices.DeleteFunc(slices.Clone(h.corpus), func(p payload) bool {
		return h.refused[stand{channel, p.number}] != "" || strings.HasPrefix(p.family, "picture-") && channel != "picture"
	})
}

// together are some payloads at a time, to be one text. Those that would spoil the whole file stay alone.
func (h *hostile) together(channel string) [][]payload {
	most := 100
	if h.alone {
		most = 1
	}
	var groups [][]payload
	for _, p := range h.left(channel) {
		last := len(groups) - 1
		if last < 0 || len(groups[last]) >= most || !readable(p.text) || !readable(groups[last][0].text) {
			groups = append(groups, []payload{p})
		} else {
			groups[last] = append(groups[last], p)
		}
	}
	return groups
}

// joined is a group as one text.
func joined(group []payload) string {
	var texts []string
	for _, p := range group {
		texts = append(texts, p.text)
	}
	return strings.Join(texts, " ¶ ")
}

// put adds text to a file; the payloads in it, if there are any, stand at a sort of place.
func (h *hostile) put(name, text, channel string, payloads ...payload) {
	if h.files[name] == nil {
		h.files[name] = &file{line: 1}
	}
	out := h.files[name]
	here := stretch{first: out.line}
	out.WriteString(text)
	out.line += strings.Count(string(doc.Normalise([]byte(text))), "\n")
	here.text, here.last = text, out.line
	if strings.HasSuffix(text, "\n") {
		here.last--
	}
	if len(payloads) == 0 {
		return
	}
	for _, p := range payloads {
		here.stands = append(here.stands, stand{channel, p.number})
	}
	h.places[name] = append(h.places[name], here)
}

// show notes what a page must show of payloads.
func (h *hostile) show(url, channel, where string, text func(payload) string, payloads ...payload) {
	for _, p := range payloads {
		h.shown = append(h.shown, shown{stand{channel, p.number}, url, text(p), where})
	}
}

// write writes the repository as it is without what has been refused.
func (h *hostile) write(t *testing.T) {
	t.Helper()
	h.files, h.places, h.shown = map[string]*file{}, map[string][]stretch{}, nil
	h.marks()
	h.fields()
	h.people()
	h.prices()
	h.terms()
	h.names()
	h.pictures()
	h.settings()
	h.translations(t)
	h.theme(t)
	for _, folder := range []string{"content", "glossary", "pricing"} {
		if err := os.RemoveAll(filepath.Join(h.dir, folder)); err != nil {
			t.Fatal(err)
		}
	}
	for name, text := range h.files {
		folder.Write(t, filepath.Join(h.dir, filepath.FromSlash(name)), text.String())
	}
}

// settle writes the repository, has it checked, and leaves out what the check refuses, until it refuses nothing.
func (h *hostile) settle(t *testing.T) {
	t.Helper()
	for range 12 {
		h.write(t)
		report, err := pipeline.Check(h.open(t), pipeline.CheckOptions{Moment: pipeline.Moment{AsOf: "2026-11-22"}})
		if err != nil {
			t.Fatal(err)
		}
		if !report.Findings.HasErrors() {
			return
		}
		for _, finding := range report.Findings {
			if finding.Severity == diag.Error {
				h.refuse(t, finding)
			}
		}
	}
	t.Fatal("the check refuses more of what it let through before, again and again")
}

func (h *hostile) open(t *testing.T) *pipeline.Repository {
	t.Helper()
	repository, err := pipeline.Open(h.dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = repository.Close() })
	return repository
}

// refuse notes which payloads a finding is about. A file that is no text is reported once, for all that is none in it.
func (h *hostile) refuse(t *testing.T, finding diag.Diagnostic) {
	t.Helper()
	found := false
	for _, at := range h.places[finding.Path] {
		here := finding.Line == 0 && len(at.stands) == 1 || at.first <= finding.Line && finding.Line <= at.last
		if !here && (finding.Code != diag.FileEncoding || readable(at.text)) {
			continue
		}
		for _, s := range at.stands {
			h.refused[s], found = finding.Code, true
		}
	}
	if !found {
		t.Fatalf("no payload stands where the check finds an error: %s:%d: %s: %s", finding.Path, finding.Line, finding.Code, finding.Message)
	}
}

// counts says for each sort of place how many payloads the check let through and refused there.
func (h *hostile) counts() map[string][2]int {
	counts := map[string][2]int{}
	add := func(s stand, i int) {
		pair := counts[s.channel]
		pair[i]++
		counts[s.channel] = pair
	}
	for _, places := range h.places {
		for _, at := range places {
			for _, s := range at.stands {
				add(s, 0)
			}
		}
	}
	for s := range h.refused {
		add(s, 1)
	}
	return counts
}

// marks writes a page for each sort of place in Markdown.
func (h *hostile) marks() {
	h.put("content/marks/index.md", "# Marks\n\nWord.\n", "")
	h.put("content/marks/images/plain.svg", `<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>`, "")
	for _, channel := range markChannels {
		file, url := "content/marks/"+channel.name+".md", "/marks/"+channel.name+"/"
		h.put(file, "---\ntitle: Marks\n---\n## Word\n\n"+channel.head, "")
		for _, p := range h.left(channel.name) {
			if channel.oneLine && lineEnd.MatchString(p.text) {
				continue
			}
			h.put(file, channel.write(p), channel.name, p)
			if h.put(file, "\n", ""); channel.head == "" {
				h.put(file, "\n", "")
			}
			if channel.shows != nil {
				h.show(url, channel.name, channel.where, channel.shows, p)
				h.show("/fr"+url, channel.name, channel.where, channel.shows, p) // translated or not
			}
		}
	}
}

// quotedYAML is a text as YAML has it between quotes. What is no UTF-8 stays as it is.
func quotedYAML(text string) string {
	var out strings.Builder
	out.WriteByte('"')
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			out.WriteByte(text[i])
		case r == '"' || r == '\\':
			out.WriteString(`\` + string(r))
		case !unicode.IsPrint(r) && r > 0xffff:
			fmt.Fprintf(&out, `\U%08x`, r)
		case !unicode.IsPrint(r):
			fmt.Fprintf(&out, `\u%04x`, r)
		default:
			out.WriteRune(r)
		}
		i += size
	}
	out.WriteByte('"')
	return out.String()
}

// folded is a text as it can be compared with what a page shows: with its white space folded, and what no page can hold
// replaced as the standard of HTML does.
func folded(text string) string {
	text = strings.ReplaceAll(strings.ToValidUTF8(text, "\ufffd"), "\x00", "\ufffd")
	return norm.NFC.String(strings.Join(strings.Fields(text), " "))
}
