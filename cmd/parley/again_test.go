package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"parley/internal/acceptance/folder"
	"parley/internal/acceptance/program"
)

// The long version of the tests that draw lots is asked for by PARLEY_LONG=1, other lots by PARLEY_SEED=number, and the
// number of edits by PARLEY_EDITS=number:
//
//	PARLEY_LONG=1 PARLEY_SEED=7 go test -run TestABuildAgain -timeout 3h ./cmd/parley
var (
	long = os.Getenv("PARLEY_LONG") != ""
	seed = numberOf("PARLEY_SEED", 1)
)

func numberOf(name string, otherwise int) int {
	if number, err := strconv.Atoi(os.Getenv(name)); err == nil {
		return number
	}
	return otherwise
}

// hang is more than any single command here takes; it is only ever reached by one that never ends.
const hang = 3 * time.Minute

// place is a repository in which somebody works, with the output and the cache that are used again and again.
type place struct {
	t      testing.TB
	dir    string // the repository
	out    string // the output that every build writes into
	cache  string
	random *rand.Rand
	view   map[string]string // what builds are asked for, by flag
	mild   []edit            // what is done to it, beside rough edits
	serial int               // makes every edit another one
	log    []string          // what has been done
	good   map[string]string // the sources as they were without errors
	old    map[string]string // and at some time before that
}

// answer is all that one run of the program says.
type answer struct {
	code     int
	out, err string
}

// TestABuildAgainIsABuildAnew edits a repository in every way that people do, one edit after another. After each few it
// builds into the folder, and with the cache, of the build before, and once more into a new folder without any cache:
// exit code, findings, messages and every byte of the output must be the same. Each build is a process of its own, so
// that nothing is shared but files.
//
// By default it makes a few dozen edits to what parley init makes, with some documents of the sample company. In the long
// version it makes 500, and as many to the whole sample company.
func TestABuildAgainIsABuildAnew(t *testing.T) {
	t.Run("young", func(t *testing.T) {
		t.Parallel()
		editAndCompare(t, youngPlace(t), edits(25, 500))
	})
	t.Run("company", func(t *testing.T) {
		t.Parallel()
		if !long {
			t.Skip("half an hour: PARLEY_LONG=1 asks for it")
		}
		editAndCompare(t, companyPlace(t), edits(0, 500))
	})
	t.Run("words", func(t *testing.T) {
		t.Parallel()
		p := youngPlace(t)
		inOneLanguage(p)
		rewordAndCompare(t, p, edits(12, 300))
	})
	t.Run("words of the company", func(t *testing.T) {
		t.Parallel()
		if !long {
			t.Skip("half an hour: PARLEY_LONG=1 asks for it")
		}
		rewordAndCompare(t, companyPlace(t), edits(0, 300))
	})
}

// inOneLanguage leaves a repository with its source language alone: with more, a page counts what is still to be translated, so
// that a paragraph more is not words alone.
func inOneLanguage(p *place) {
	p.write("content/site.yaml", strings.Replace(p.read("content/site.yaml"), "languages: [en, fr]", "languages: [en]", 1))
	for _, name := range p.files(isPO) {
		p.remove(name)
	}
	for _, name := range p.files(isMarkdown) {
		p.write(name, strings.Replace(p.read(name), "required_languages: [fr]\n", "", 1))
	}
}

// rewordAndCompare mostly makes edits that touch the words of documents alone, of which a build makes little work, and
// compares after each few.
func rewordAndCompare(t *testing.T, p *place, enough int) {
	whole := p.mild
	for i, name := range p.files(isPO) { // of what is translated, words are never alone
		if i%4 > 0 && !strings.Contains(name, "/notices/") { // which have to be translated
			p.remove(name)
		}
	}
	p.commit("Fewer translations")
	if !p.compare() {
		t.Fatal("there is nothing to build")
	}
	p.good, p.old = p.sources(), p.sources()
	reworded, compared, broken := 0, 0, 0
	for made := 0; made < enough; compared++ {
		p.mild = wordEdits
		if p.random.IntN(8) == 0 {
			p.mild = whole
		}
		for range 1 + p.random.IntN(3)/2 {
			p.edit(false)
			made++
		}
		before, out := p.book(), folder.Read(t, p.out)
		if !p.compare() {
			if broken++; broken > 1 {
				p.mend()
				broken = 0
			}
			continue
		}
		p.good, broken = p.sources(), 0
		if after := p.book(); before != nil && after != nil && os.SameFile(before, after) && !maps.Equal(out, folder.Read(t, p.out)) {
			reworded++
		}
	}
	t.Logf("seed %d: %d edits, %d times compared, %d times nothing but words was built", seed, enough, compared, reworded)
	if !testing.Short() && reworded*12 < compared { // a short test draws too few; of a company with many translations, about one in seven
		t.Errorf("only %d of %d builds were of words alone: nothing is shown", reworded, compared)
	}
}

// book is the file in which the last whole build has written down what its pages say, nil where there is none. A build of
// words leaves it.
func (p *place) book() os.FileInfo {
	var last os.FileInfo
	found, _ := filepath.Glob(filepath.Join(p.cache, "*", "build-*-around")) // the pattern is a good one
	for _, name := range found {
		if info, err := os.Lstat(name); err == nil && (last == nil || info.ModTime().After(last.ModTime())) {
			last = info
		}
	}
	return last
}

// edits is how many edits are made.
func edits(usual, lots int) int {
	switch {
	case long:
		usual = lots
	case testing.Short():
		usual = min(usual, 4)
	}
	return numberOf("PARLEY_EDITS", usual)
}

// editAndCompare makes edits until there are enough, and compares after each few. What has errors is mended soon.
func editAndCompare(t *testing.T, p *place, enough int) {
	few := 4
	if long {
		few = 2
	}
	p.compare()
	p.good, p.old = p.sources(), p.sources()
	compared, built, broken := 1, 1, 0
	for made := 0; made < enough; {
		for range 1 + p.random.IntN(few) {
			p.edit(built*5 > compared*3)
			made++
		}
		compared++
		if p.compare() {
			built, broken = built+1, 0
			if p.random.IntN(4) == 0 {
				p.old = p.good
			}
			p.good = p.sources()
			continue
		}
		if broken++; broken > 1 || p.random.IntN(3) > 0 {
			p.mend()
			broken = 0
		}
	}
	t.Logf("seed %d: %d edits, %d times compared, of these %d with an output", seed, enough, compared, built)
	if built*2 < compared {
		t.Errorf("only %d of %d states could be built: the edits break too much", built, compared)
	}
}

// newPlace prepares a repository in a folder; what it holds comes next.
func newPlace(t testing.TB) *place {
	t.Helper()
	dir := t.TempDir()
	p := &place{t: t, dir: filepath.Join(dir, "repository"), cache: filepath.Join(dir, "cache"), view: map[string]string{}}
	p.out = filepath.Join(p.dir, "public")
	p.mild = slices.Concat(fileEdits, historyEdits, outputEdits, askedEdits)
	p.random = rand.New(rand.NewPCG(uint64(seed), 0))
	return p
}

// youngPlace is what parley init makes, with some of the sample company's documents, a picture and a kind of its own.
func youngPlace(t testing.TB) *place {
	t.Helper()
	young.Do(func() { young.files = makeYoung(t) })
	if young.files == nil {
		t.Fatal("the first test that wanted a young place could not make it, and says why")
	}
	p := newPlace(t)
	for name, text := range young.files {
		p.write(name, text)
	}
	p.begin()
	return p
}

// young are the files of a young place, once somebody has made them.
var young struct {
	sync.Once
	files map[string]string
}

// makeYoung makes the files of a young place, which every test then has for itself.
func makeYoung(t testing.TB) map[string]string {
	p := newPlace(t)
	if a := p.run("off", "init", p.dir); a.code != 0 {
		t.Fatalf("init: %s", a.err)
	}
	for _, name := range []string{"cutover", "handoff", "workload", "sla", "sku", "renewal", "onboarding"} {
		for _, file := range []string{"glossary/" + name + ".md", "content/locales/fr/glossary/" + name + ".po"} {
			text, err := os.ReadFile(filepath.Join("../..", file))
			if err != nil {
				continue // not every term is translated
			}
			p.write(file, ownerLine.ReplaceAllString(string(text), "owner: pricing-manager"))
		}
	}
	for _, name := range []string{"tiers.svg", "lifecycle.svg"} {
		text, err := os.ReadFile(filepath.Join("../../content/images", name))
		if err != nil {
			t.Fatal(err)
		}
		p.write("content/images/"+name, string(text))
	}
	for name, text := range youngFiles {
		p.write(name, text)
	}
	p.dropWhatHasErrors()
	return folder.Read(t, p.dir)
}

// companyPlace is the whole sample company, in three of its languages.
func companyPlace(t testing.TB) *place {
	p := newPlace(t)
	for _, folder := range []string{"content", "glossary", "playbooks", "pricing"} {
		if err := os.CopyFS(filepath.Join(p.dir, folder), os.DirFS(filepath.Join("../..", folder))); err != nil {
			t.Fatal(err)
		}
	}
	for _, language := range []string{"de", "es", "ja"} {
		if err := os.RemoveAll(p.path("content/locales/" + language)); err != nil {
			t.Fatal(err)
		}
	}
	p.write("content/site.yaml", languageLine.ReplaceAllString(p.read("content/site.yaml"), "languages: [en, fr, ar]"))
	p.dropWhatHasErrors()
	p.begin()
	return p
}

// begin makes the first commit.
func (p *place) begin() {
	p.git("init", "-q", "-b", "main")
	p.write(".gitignore", "/public/\n")
	p.commit("The first version")
}

// dropWhatHasErrors removes documents that miss something which was not copied along, and all that misses these.
func (p *place) dropWhatHasErrors() {
	p.t.Helper()
	for range 10 {
		var report struct {
			Findings []struct{ Path, Severity string }
		}
		a := p.run("off", "check", "-C", p.dir, "--format", "json", "--as-of", "2026-11-22")
		if err := json.Unmarshal([]byte(a.out), &report); err != nil {
			p.t.Fatalf("%v: %s%s", err, a.out, a.err)
		}
		if a.code == 0 {
			return
		}
		for _, f := range report.Findings {
			if f.Severity == "error" {
				_ = os.Remove(p.path(f.Path)) // some have more than one
			}
		}
	}
	p.t.Fatal("the copy has errors that do not go away with the documents")
}

// youngFiles are beside what parley init makes: what has an audience, a region, a picture, a draft or a kind of its own.
var youngFiles = map[string]string{
	"content/kinds/meetup.yaml": "name: meetup\ntitle: Meetup\nplural: Meetups\ndir: content/meetups\nschema:\n  type: object\n  required: [title, status]\n" +
		"  properties:\n    status: {type: string, title: Status, enum: [planned, over]}\n    seats: {type: integer, title: Seats, minimum: 1}\n",
	"content/meetups/spring.md": "---\nkind: meetup\ntitle: Meetup in spring\nstatus: planned\nseats: 40\n---\n\n## What it is about\n\nEvery workload that moved.\n",
	"content/more/pictures.md":  "---\ntitle: Pictures\naudience: public\n---\n\n## Tiers\n\n![Partners by tier](../images/tiers.svg)\n\nThe text goes on, with a [link](../index.md#where-to-go-first).\n",
	"content/more/inside.md":    "---\ntitle: Only for us\naudience: internal\n---\n\n## Secret\n\nWhat partners do not see, and a [way back](pictures.md).\n",
	"content/more/region.md":    "---\ntitle: Only for Europe\nregions: [europe]\n---\n\n## Europe\n\nThe price list of Europe.\n\n| a | b |\n|---|---|\n| one | two |\n",
	"content/more/unready.md":   "---\ntitle: Not ready\ndraft: true\n---\n\n## Draft\n\nNobody sees this.\n",
}

// run runs the program, as a process of its own, with a cache.
func (p *place) run(cache string, args ...string) answer {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), hang)
	defer cancel()
	command := program.Command(ctx, cache, args...)
	var out, errs bytes.Buffer
	command.Stdout, command.Stderr = &out, &errs
	err := command.Run()
	var ended *exec.ExitError
	if err != nil && !errors.As(err, &ended) || ctx.Err() != nil {
		p.t.Fatalf("parley %v: %v\n%s", args, err, errs.String())
	}
	return answer{command.ProcessState.ExitCode(), out.String(), errs.String()}
}

// build builds into a folder. What it says of that folder is said without its name.
func (p *place) build(cache, out string) answer {
	p.t.Helper()
	args := []string{"build", "-C", p.dir, "--format", "json", "--out", out}
	for _, flag := range slices.Sorted(maps.Keys(p.view)) {
		args = append(args, "--"+flag, p.view[flag])
	}
	a := p.run(cache, args...)
	a.err = strings.ReplaceAll(a.err, out, "OUT")
	return a
}

// check runs the check, now and then with a question about the past.
func (p *place) check(cache string, more ...string) answer {
	p.t.Helper()
	args := append([]string{"check", "-C", p.dir, "--format", "json"}, more...)
	if day, ok := p.view["as-of"]; ok {
		args = append(args, "--as-of", day)
	}
	return p.run(cache, args...)
}

// compare builds again and anew, and reports whether there was anything to build.
func (p *place) compare() bool {
	p.t.Helper()
	var more []string
	if p.random.IntN(4) == 0 {
		more = []string{"--since", "HEAD~1"}
	}
	p.same("check", p.check("off", more...), p.check(p.cache, more...))
	before := folder.Read(p.t, p.out)
	fresh := filepath.Join(filepath.Dir(p.dir), "fresh")
	anew, again := p.build("off", fresh), p.build(p.cache, p.out)
	p.same("build", anew, again)
	want := folder.Read(p.t, fresh)
	if err := os.RemoveAll(fresh); err != nil {
		p.t.Fatal(err)
	}
	if anew.code != 0 {
		want = before // nothing may have changed
	}
	if diff := folder.Differences(want, folder.Read(p.t, p.out)); diff != "" {
		p.t.Fatalf("the output of a build again is not that of a build anew:\n%s\n%s", diff, p.story())
	}
	return anew.code == 0
}

func (p *place) same(what string, anew, again answer) {
	p.t.Helper()
	if anew.code > 2 || anew.code < 0 {
		p.t.Fatalf("%s ended with %d: %s\n%s", what, anew.code, anew.err, p.story())
	}
	if anew != again {
		p.t.Fatalf("%s anew and again differ:\nanew  %d\nagain %d\n%s%s%s", what, anew.code, again.code,
			folder.FirstDifference(anew.out, again.out), folder.FirstDifference(anew.err, again.err), p.story())
	}
}

// story says how to make all this happen once more, and what was done last.
func (p *place) story() string {
	from := max(0, len(p.log)-12)
	return fmt.Sprintf("PARLEY_SEED=%d, as %v, after %d edits, the last of which are\n  %s", seed, p.view, len(p.log), strings.Join(p.log[from:], "\n  "))
}
