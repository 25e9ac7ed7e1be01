package main

import (
	"context"
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

// murder is one build that is killed: what was there before, what it was to write, and when it dies.
type murder struct {
	before, after string  // names of whole builds; before is "" where there is no output yet
	cold          bool    // there is no cache
	share         float64 // of the time that a build takes, after which it dies,
	file          string  // or else the file with which it dies, as soon as that is in its place
}

// whole is a build that nobody has disturbed.
type whole struct {
	view    map[string]string
	sources map[string]string
	output  map[string]string
}

// TestABuildThatIsKilled kills builds at moments drawn by lot: with a cache and without, first builds and later ones,
// after an edit and for other readers. Whatever has been written by then is whole, each file is that of the build before
// or of the one that died, and never are there files for both kinds of readers. The next build gives what a build into a
// new folder gives, and leaves nothing of the dead one behind. By default 12 builds die, in the long version 300.
func TestABuildThatIsKilled(t *testing.T) {
	t.Parallel()
	p := youngPlace(t)
	builds, takes := wholeBuilds(p)
	usual, died := len(folder.Read(t, p.cache)), 0
	for i := range edits(12, 300) {
		m := p.plot(builds, i)
		p.lay(builds, m)
		if p.kill(m, takes) {
			died++
		}
		p.inspect(builds, m)
		if i%3 == 0 {
			p.kill(m, takes) // who comes after the dead may die as well
		}
		p.growOld()
		next := p.drawn(m.after, m.after, p.drawn(slices.Sorted(maps.Keys(builds))...))
		p.ask(builds[next])
		if a := p.build(p.cache, p.out); a.code != 0 {
			t.Fatalf("%+v: the next build, %s, fails: %s", m, next, a.err)
		}
		if diff := folder.Differences(builds[next].output, folder.Read(t, p.out)); diff != "" {
			t.Fatalf("%+v: the next build, %s, is not whole:\n%s", m, next, diff)
		}
		if left := slices.Sorted(maps.Keys(folder.Read(t, p.cache))); len(left) > usual+4 { // the last two dead may not have been tidied away yet, each with two
			t.Fatalf("%+v: the dead fill the cache, which usually has %d files, with others: %v", m, usual, left)
		}
	}
	t.Logf("seed %d: %d builds died", seed, died)
	if died == 0 {
		t.Error("no build was killed before its end")
	}
}

// wholeBuilds makes every build that can be killed, and measures how long one takes.
func wholeBuilds(p *place) (map[string]whole, time.Duration) {
	p.t.Helper()
	builds := map[string]whole{}
	var longest time.Duration
	for _, edited := range []string{"", "edited "} {
		if edited != "" {
			p.write("content/index.md", p.read("content/index.md")+"\n## More\n\nA line more.\n")
			p.write("content/site.yaml", titleLine.ReplaceAllString(p.read("content/site.yaml"), "title: Another portal"))
			p.remove("content/more/pictures.md")
			p.write("content/more/inside.md", "---\naudience: internal\n---\n\n# Inside\n\nAnother text.\n")
		}
		for _, audience := range []string{"public", "internal"} {
			p.view = map[string]string{"audience": audience}
			fresh := filepath.Join(filepath.Dir(p.dir), "fresh")
			start := time.Now()
			if a := p.build("off", fresh); a.code != 0 {
				p.t.Fatal(a.err, a.out)
			}
			longest = max(longest, time.Since(start))
			p.build(p.cache, p.out)
			builds[edited+audience] = whole{p.view, p.sources(), folder.Read(p.t, fresh)}
			if err := os.RemoveAll(fresh); err != nil {
				p.t.Fatal(err)
			}
		}
	}
	return builds, longest
}

// plot draws what is built, and when it dies. Every second build dies while it puts its files in place, which is a
// short time that few shares of the whole would meet.
func (p *place) plot(builds map[string]whole, i int) murder {
	names := slices.Sorted(maps.Keys(builds))
	m := murder{before: p.drawn(append(names[:len(names):len(names)], "")...), after: p.drawn(names...), cold: i%4 < 2}
	if i%2 == 0 {
		m.share = p.random.Float64()
		return m
	}
	var changed []string
	for name, text := range builds[m.after].output {
		if builds[m.before].output[name] != text {
			changed = append(changed, name)
		}
	}
	slices.Sort(changed)
	if len(changed) > 0 {
		m.file = changed[p.random.IntN(len(changed))]
	}
	return m
}

// lay lays out what is there before the build that dies.
func (p *place) lay(builds map[string]whole, m murder) {
	p.t.Helper()
	err := os.RemoveAll(p.out)
	if m.cold {
		err = os.RemoveAll(p.cache)
	}
	if err != nil {
		p.t.Fatal(err)
	}
	for _, name := range slices.Sorted(maps.Keys(builds[m.before].output)) {
		p.write("public/"+name, builds[m.before].output[name])
	}
	p.ask(builds[m.after])
}

// growOld makes what lies in the cache a day old: nobody can still be writing it.
func (p *place) growOld() {
	p.t.Helper()
	before := time.Now().AddDate(0, 0, -1)
	for name := range folder.Read(p.t, p.cache) {
		if err := os.Chtimes(filepath.Join(p.cache, name), before, before); err != nil {
			p.t.Fatal(err)
		}
	}
}

// ask makes a build what the next run builds.
func (p *place) ask(next whole) {
	p.restore(next.sources)
	p.view = next.view
}

// kill starts a build and kills it. It reports whether the build was still alive.
func (p *place) kill(m murder, takes time.Duration) bool {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), hang)
	defer cancel()
	command := program.Command(ctx, p.cache, "build", "-C", p.dir, "--audience", p.view["audience"])
	if err := command.Start(); err != nil {
		p.t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- command.Wait() }()
	moment := time.NewTimer(time.Duration(m.share * float64(takes)))
	defer moment.Stop()
	look := time.NewTicker(50 * time.Microsecond)
	defer look.Stop()
	if m.file == "" {
		look.Stop()
	} else {
		moment.Stop()
	}
	old, _ := os.Lstat(filepath.Join(p.out, m.file))
	for {
		select {
		case <-ended:
			return false
		case <-moment.C:
		case <-look.C:
			if now, err := os.Lstat(filepath.Join(p.out, m.file)); err != nil || old != nil && os.SameFile(old, now) {
				continue
			}
		}
		_ = command.Process.Kill()
		return <-ended != nil
	}
}

// inspect looks at what a dead build has left.
func (p *place) inspect(builds map[string]whole, m murder) {
	p.t.Helper()
	before, after, left := builds[m.before].output, builds[m.after].output, folder.Read(p.t, p.out)
	var old, fresh, pages []string
	for _, name := range slices.Sorted(maps.Keys(left)) {
		if strings.HasPrefix(name, ".parley-staging-") || name == ".parley-lock" || strings.HasSuffix(name, "/") {
			continue
		}
		isOld, isNew := has(before, name, left[name]), has(after, name, left[name])
		switch {
		case !isOld && !isNew:
			p.t.Errorf("%+v: %s is neither of the build before nor of the one that died: %d bytes", m, name, len(left[name]))
		case !isNew && name != marker:
			old = append(old, name)
		case !isOld && name != marker:
			fresh = append(fresh, name)
			if strings.HasSuffix(name, ".html") {
				pages = append(pages, name)
			}
		}
	}
	others := before[marker] != after[marker] // which names the readers
	if others && len(old) > 0 && len(fresh) > 0 {
		p.t.Errorf("%+v: files for both: %v and %v", m, old, fresh)
	}
	for name, text := range after {
		if len(pages) == 0 || strings.HasSuffix(name, ".html") || left[name] == text {
			continue
		}
		folder, _, below := strings.Cut(name, "/")
		top := slices.ContainsFunc(pages, func(page string) bool { return !strings.Contains(page, "/") })
		if !below || top || !comesWhole(folder, left, after) {
			p.t.Errorf("%+v: the page %s is there before %s, which it may refer to", m, pages[0], name)
		}
	}
}

// comesWhole reports whether a folder that is still to come holds pages: it is moved with all that is in it, after the
// folders without any and before the pages that stand beside it.
func comesWhole(folder string, left, after map[string]string) bool {
	inside := func(name string) bool { return strings.HasPrefix(name, folder+"/") }
	for name := range left {
		if inside(name) {
			return false
		}
	}
	for name := range after {
		if inside(name) && strings.HasSuffix(name, ".html") {
			return true
		}
	}
	return false
}

// marker is the file by which a build knows an output.
const marker = ".parley-output"

func has(files map[string]string, name, text string) bool {
	there, ok := files[name]
	return ok && there == text
}
