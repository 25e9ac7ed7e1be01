package main

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"parley/internal/acceptance/folder"
	"parley/internal/acceptance/program"
)

// TestACacheThatIsSpoilt cuts, changes and replaces what the cache holds, in every way that a bad disk or a careless hand
// does, and edits the repository meanwhile. The next build gives what one without a cache gives. By default the cache is
// spoilt 8 times, in the long version 200 times.
func TestACacheThatIsSpoilt(t *testing.T) {
	t.Parallel()
	p := youngPlace(t)
	p.compare()
	stale := p.cacheFiles()
	foreign := foreignCache(t, p)
	for i := range edits(8, 200) {
		switch p.random.IntN(3) {
		case 0:
			changeText(p)
		case 1:
			changeTitle(p)
		}
		p.log = append(p.log, p.spoil(i, foreign, stale))
		p.compare()
	}
}

// foreignCache is the cache of another repository, whose files have the same names and other texts.
func foreignCache(t *testing.T, p *place) []string {
	t.Helper()
	other := newPlace(t)
	if err := os.CopyFS(other.dir, os.DirFS(p.dir)); err != nil {
		t.Fatal(err)
	}
	for _, name := range other.files(isDocument) {
		other.write(name, strings.ReplaceAll(other.read(name), "a", "o"))
	}
	other.check(other.cache)
	return other.cacheFiles()
}

// cacheFiles are the contents of the cache, however many files it has.
func (p *place) cacheFiles() []string {
	found := folder.Read(p.t, p.cache)
	var texts []string
	for _, name := range slices.Sorted(maps.Keys(found)) {
		texts = append(texts, found[name])
	}
	return texts
}

// spoil does something to every file of the cache, and says what.
func (p *place) spoil(i int, foreign, stale []string) string {
	p.t.Helper()
	ways := []struct {
		name string
		make func(n int, text []byte) []byte
	}{
		{"cut off", func(_ int, text []byte) []byte { return text[:p.random.IntN(len(text))] }},
		{"bits turned", func(_ int, text []byte) []byte {
			for range 1 + p.random.IntN(8) {
				text[p.random.IntN(len(text))] ^= 1 << p.random.IntN(8)
			}
			return text
		}},
		{"another repository's", func(n int, _ []byte) []byte { return []byte(foreign[n%len(foreign)]) }},
		{"as it was at the start", func(n int, _ []byte) []byte { return []byte(stale[n%len(stale)]) }},
		{"zeros in the middle", func(_ int, text []byte) []byte {
			from := p.random.IntN(len(text))
			clear(text[from:min(len(text), from+4096)])
			return text
		}},
		{"empty", func(int, []byte) []byte { return nil }},
		{"garbage", func(_ int, text []byte) []byte { return bytes.Repeat([]byte{0xa5}, len(text)) }},
		{"garbage behind it", func(_ int, text []byte) []byte { return append(text, "garbage"...) }},
		{"twice", func(_ int, text []byte) []byte { return append(text, text...) }},
		{"its end at its front", func(_ int, text []byte) []byte {
			at := p.random.IntN(len(text))
			return slices.Concat(text[at:], text[:at])
		}},
		{"mixed with another repository's", func(n int, text []byte) []byte {
			return append(text[:p.random.IntN(len(text))], foreign[n%len(foreign)]...)
		}},
	}
	way := ways[i%len(ways)]
	found := folder.Read(p.t, p.cache)
	if len(found) == 0 {
		p.t.Fatalf("there is no cache to be spoilt\n%s", p.story())
	}
	for n, name := range slices.Sorted(maps.Keys(found)) {
		if len(found[name]) == 0 {
			continue
		}
		if err := os.WriteFile(filepath.Join(p.cache, name), way.make(n, []byte(found[name])), 0o600); err != nil {
			p.t.Fatal(err)
		}
	}
	return fmt.Sprintf("the cache: %s (%d files)", way.name, len(found))
}

// TestAnotherRepositoryInTheSamePlace lets one repository take the place of another on the disk, under the same path, with
// files of the same names, sizes and times: what the cache knows of the one must not be said of the other.
func TestAnotherRepositoryInTheSamePlace(t *testing.T) {
	t.Parallel()
	p := youngPlace(t)
	other := filepath.Join(filepath.Dir(p.dir), "other")
	if err := os.CopyFS(other, os.DirFS(p.dir)); err != nil {
		t.Fatal(err)
	}
	dir := p.dir
	p.dir = other
	for _, name := range p.files(isMarkdown) {
		p.write(name, strings.ReplaceAll(p.read(name), "the", "eht"))
	}
	for _, at := range []string{dir, other} {
		p.dir = at
		for _, name := range p.files(isAny) {
			if err := os.Chtimes(p.path(name), time.Unix(1e9, 0), time.Unix(1e9, 0)); err != nil {
				t.Fatal(err)
			}
		}
	}
	p.dir = dir
	for _, step := range [][2]string{{dir, dir + "-away"}, {other, dir}, {dir, other}, {dir + "-away", dir}} {
		if _, err := os.Stat(dir); err == nil && !p.compare() {
			t.Fatal("there are errors")
		}
		if err := os.Rename(step[0], step[1]); err != nil {
			t.Fatal(err)
		}
	}
	p.compare()
}

// TestBuildsAtOnce starts builds for different readers into one folder, with one cache, all at the same time. Each does
// its work or says who is at work; at least one does it. What is there then is one of them, whole, and so is what the
// next build makes of it, with the cache that all have written to.
func TestBuildsAtOnce(t *testing.T) {
	t.Parallel()
	p := youngPlace(t)
	audiences := []string{"public", "partner", "internal", "public"}
	want := map[string]map[string]string{}
	for _, audience := range audiences[:3] {
		p.view["audience"] = audience
		fresh := filepath.Join(filepath.Dir(p.dir), audience)
		if a := p.build("off", fresh); a.code != 0 {
			t.Fatal(a.err)
		}
		want[audience] = folder.Read(t, fresh)
	}
	for range edits(2, 60) {
		p.loseSome()
		built := p.buildAtOnce(audiences)
		got := folder.Read(t, p.out)
		if len(built) == 0 || !slices.ContainsFunc(built, func(audience string) bool { return folder.Differences(want[audience], got) == "" }) {
			t.Fatalf("of builds for %v, those for %v succeeded, and none of them is whole: %s", audiences, built, got[marker])
		}
		p.view["audience"] = p.drawn(audiences...)
		if a := p.build(p.cache, p.out); a.code != 0 {
			t.Fatal(a.err)
		}
		if diff := folder.Differences(want[p.view["audience"]], folder.Read(t, p.out)); diff != "" {
			t.Fatalf("the next build is not whole:\n%s", diff)
		}
	}
}

// loseSome makes the next builds have more to do: now and then the output is gone, or the cache.
func (p *place) loseSome() {
	p.t.Helper()
	for _, folder := range []string{p.out, p.cache} {
		if p.random.IntN(2) == 0 {
			if err := os.RemoveAll(folder); err != nil {
				p.t.Fatal(err)
			}
		}
	}
}

// buildAtOnce starts a build for each of the readers and returns for whom there was one.
func (p *place) buildAtOnce(audiences []string) (built []string) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), hang)
	defer cancel()
	said := make([]bytes.Buffer, len(audiences))
	wait := make([]func() error, len(audiences))
	for i, audience := range audiences {
		command := program.Command(ctx, p.cache, "build", "-C", p.dir, "--audience", audience)
		command.Stderr = &said[i]
		if err := command.Start(); err != nil {
			p.t.Fatal(err)
		}
		wait[i] = command.Wait
	}
	for i, audience := range audiences {
		switch err := wait[i](); {
		case err == nil:
			built = append(built, audience)
		case !strings.Contains(said[i].String(), "is writing into"):
			p.t.Errorf("the build for %s says %v: %s", audience, err, said[i].String())
		}
	}
	return built
}
