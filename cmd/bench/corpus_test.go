package main

import (
	"bytes"
	"crypto/sha256"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"parley/internal/diag"
	"parley/internal/pipeline"
)

// little is the smallest corpus, in two languages.
var little = corpus{fewest, allLanguages[:2]}

func TestCorpusIsTheSameEachTime(t *testing.T) {
	first, second := t.TempDir(), t.TempDir()
	for _, dir := range []string{first, second} {
		if err := little.write(dir); err != nil {
			t.Fatal(err)
		}
	}
	one, other := hashes(t, first), hashes(t, second)
	if len(one) < 4*fewest {
		t.Errorf("only %d files", len(one))
	}
	for name, hash := range one {
		if other[name] != hash {
			t.Errorf("%s differs the second time", name)
		}
	}
	if len(one) != len(other) {
		t.Errorf("%d files the first time, %d the second", len(one), len(other))
	}
}

func hashes(t *testing.T, dir string) map[string][32]byte {
	t.Helper()
	found := map[string][32]byte{}
	err := filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := os.ReadFile(name)
		found[strings.TrimPrefix(name, dir)] = sha256.Sum256(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestCorpusHasNoErrors(t *testing.T) {
	t.Setenv("PARLEY_CACHE_DIR", "off")
	dir := t.TempDir()
	if err := little.writeParley(dir); err != nil {
		t.Fatal(err)
	}
	repository, err := pipeline.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer repository.Close()
	report, err := pipeline.Check(repository, pipeline.CheckOptions{Moment: pipeline.Moment{AsOf: "2026-11-22"}})
	if err != nil {
		t.Fatal(err)
	}
	if want := fewest + 1; report.Documents != want {
		t.Errorf("%d documents, not %d", report.Documents, want)
	}
	for _, finding := range report.Findings {
		if finding.Severity == diag.Error {
			t.Errorf("%s:%d %s: %s", finding.Path, finding.Line, finding.Code, finding.Message)
		} else {
			t.Logf("%s:%d %s: %s", finding.Path, finding.Line, finding.Code, finding.Message)
		}
	}
}

func TestPagesAreAsLongAsTheySay(t *testing.T) {
	word := regexp.MustCompile(`[\pL\d]+`)
	seen := map[string]bool{}
	for _, d := range english(1000).documents() {
		if seen[d.id] {
			t.Fatalf("%s is there twice", d.id)
		}
		seen[d.id] = true
		if d.isTerm() {
			continue
		}
		words := len(word.FindAllString(resolveLinks(d.body, func(string) string { return "" }), -1))
		if links := strings.Count(d.body, "](to:"); words < 400 || words > 700 || links < 8 || links > 10 {
			t.Errorf("%s has %d words and %d links", d.id, words, links)
		}
	}
	if len(seen) != 1000 {
		t.Errorf("%d documents", len(seen))
	}
}

func TestTranslationKeepsMarkup(t *testing.T) {
	text := "The **price list**, see [here](to:a/b) and `code`.\n\n```yaml\nkey: word\n```\n\nThe price list."
	got := translate(text, "fr")
	for _, part := range []string{"](to:a/b)", "`code`", "```yaml\nkey: word\n```", "**"} {
		if !strings.Contains(got, part) {
			t.Errorf("%q is lost in %q", part, got)
		}
	}
	if term := translate("price list", "fr"); strings.Count(got, term) != 2 || term == "price list" {
		t.Errorf("the term is not always %q in %q", term, got)
	}
	if again := translate(text, "fr"); again != got || translate(text, "en") != text {
		t.Errorf("it is not the same each time: %q", again)
	}
}

func TestEditsChangeBothSidesAlike(t *testing.T) {
	dir := t.TempDir()
	if err := little.write(dir); err != nil {
		t.Fatal(err)
	}
	s := site{little, filepath.Join(dir, "parley"), filepath.Join(dir, "hugo")}
	for name, e := range map[string]edit{"body": editBody, "title": editTitle, "term": editTerm} {
		for _, side := range []string{"parley", "hugo"} {
			file, change := e(s, side, 1)
			original, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if once := change(original, "a word"); bytes.Count(once, []byte("a word")) != 1 || bytes.Contains(original, []byte("a word")) {
				t.Errorf("the edit of a %s on the side of %s does not say its word", name, side)
			}
		}
	}
}

func TestHistoryIsTheSameEachTime(t *testing.T) {
	var first, second bytes.Buffer
	for _, out := range []*bytes.Buffer{&first, &second} {
		if err := writeHistory(out, 20, 30); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Error("it differs the second time")
	}
	if commits := bytes.Count(first.Bytes(), []byte("commit refs/heads/main\n")); commits != 30 {
		t.Errorf("%d commits", commits)
	}
}
