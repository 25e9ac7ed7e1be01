package translator

import (
	"context"
	"errors"
	"io/fs"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"parley/internal/engine"
	"parley/internal/translation"
	"parley/internal/workspace"
)

const twoPages = `kind: site
title: Portal
languages: [en, fr, en-XA]
translation:
  providers:
    - {id: libretranslate, languages: [fr], audience: internal, budget: 1000, rate: 4, parallel: 3, price: "20.00", currency: EUR}
    - {id: gtranslate, audience: internal, i_accept_unofficial: true}
`

// shelf is a repository in memory: files that are read and written.
type shelf struct {
	mu    sync.Mutex
	files fstest.MapFS
}

func newShelf(files map[string]string) *shelf {
	s := &shelf{files: fstest.MapFS{"content/site.yaml": {Data: []byte(twoPages)}}}
	for name, text := range files {
		s.files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return s
}

func (s *shelf) Files() Files {
	return Files{
		Read: func(name string) ([]byte, error) {
			s.mu.Lock()
			defer s.mu.Unlock()
			return fs.ReadFile(s.files, name)
		},
		Write: func(name string, data []byte) error {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.files[name] = &fstest.MapFile{Data: data}
			return nil
		},
	}
}

func (s *shelf) load(t *testing.T) *workspace.Workspace {
	t.Helper()
	w, err := workspace.Load(s.files, nil)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func everything(string) bool { return true }

// fill runs the language of accents, which needs no service from outside.
func (s *shelf) fill(t *testing.T, write func(string, []byte) error) (Summary, error) {
	t.Helper()
	world := engine.World{Now: func() time.Time { return time.Unix(0, 0) }}
	provider, err := engine.New(Named("pseudo").Config, world)
	if err != nil {
		t.Fatal(err)
	}
	files := s.Files()
	if write != nil {
		files.Write = write
	}
	run := Run{Workspace: s.load(t), Files: files, At: "2026-11-23T00:00:00Z", Progress: func(int, int) {}, Selected: everything,
		Chain: func(string) engine.Chain {
			return engine.Chain{Services: []*engine.Service{engine.NewService(provider, 2, Named("pseudo").Limits, world)}, Note: func(engine.Record) {}}
		}}
	summaries, err := run.Translate(context.Background(), []string{"en-XA"})
	return summaries[0], err
}

func TestARunFillsInWhatIsWantedAndNothingElse(t *testing.T) {
	s := newShelf(map[string]string{"content/index.md": "# Start\n\nA text.\n\nA text.\n", "content/other.md": "# Other\n\nA text.\n"})
	first, err := s.fill(t, nil)
	if err != nil || first.Wanted != 5 || first.Translated != 5 || first.Sent != 4 || first.Files != 3 {
		t.Errorf("%+v, %v", first, err) // the text that stands on both pages is sent once
	}
	again, err := s.fill(t, func(name string, _ []byte) error { return errors.New(name + " is written") })
	if err != nil || again.Wanted != 0 || again.Files != 0 {
		t.Errorf("%+v, %v", again, err)
	}
}

func TestAFileThatCannotBeWrittenIsAnErrorAndTheOthersAreWritten(t *testing.T) {
	s := newShelf(map[string]string{"content/index.md": "# Start\n", "content/other.md": "# Other\n"})
	keep := s.Files().Write
	_, err := s.fill(t, func(name string, data []byte) error {
		if strings.HasSuffix(name, "index.po") {
			return errors.New("the disk is full")
		}
		return keep(name, data)
	})
	if err == nil || !strings.Contains(err.Error(), "the disk is full") || s.files["content/locales/en-XA/content/other.po"] == nil {
		t.Errorf("%v, %v", err, s.files)
	}
}

func TestSettingsOfProviders(t *testing.T) {
	providers := Providers(newShelf(nil).load(t))
	if len(providers) != 2 {
		t.Fatalf("%+v", providers)
	}
	libre, g := providers[0], providers[1]
	if libre.Rank() != 2 || !libre.Serves("fr") || libre.Serves("de") || libre.Serves("en-XA") || libre.Limits.Budget != 1000 || libre.Limits.Parallel != 3 || libre.Limits.Interval != 250*time.Millisecond {
		t.Errorf("%+v", libre)
	}
	if g.Rank() != 0 || !g.Unofficial || g.Limits.Tries != 1 || g.Limits.Interval < time.Second {
		t.Errorf("gtranslate may see more than the public does, or ask more than once a second: %+v", g)
	}
	if unknown := Named("azure"); unknown.Rank() != 1 || Named("apertium").Rank() != 2 {
		t.Error("a service elsewhere sees what partners see, and what stays here sees all")
	}
}

func TestStatusCountsWhatFailsByWhatItSays(t *testing.T) {
	s := newShelf(map[string]string{
		"content/index.md": "# Start\n\nThis is a text that nobody has ever translated.\n\nAnother.\n",
		"content/locales/fr/content/index.po": "msgid \"\"\nmsgstr \"Language: fr\\n\"\n\nmsgid \"Start\"\nmsgstr \"Début\"\n\nmsgctxt \"Start\"\n" +
			"msgid \"This is a text that nobody has ever translated.\"\nmsgstr \"This is a text that nobody has ever translated.\"\n",
	})
	since := func(string, string) (time.Time, bool) { return time.Time{}, false }
	status := StatusOf(s.load(t), []string{"fr"}, func(path string) bool { return path == "content/index.md" }, since, time.Now())
	if want := (Count{Edited: 1, Failed: 1, Missing: 1}); len(status.Documents) != 1 || status.Documents[0].Count != want || status.Languages[0].Count != want {
		t.Errorf("%+v", status)
	}
	list := Review(s.load(t), []string{"fr"}, everything)
	if len(list) != 1 || list[0].State != translation.Failed || !strings.HasPrefix(list[0].Reasons[0], "unchanged ") {
		t.Errorf("%+v", list)
	}
}
