package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
)

// cold measures builds without a cache and without an output.
func cold(name string, c corpus) row {
	return row{name: name, run: func(ctx context.Context, b *bench) error {
		s, err := b.site(ctx, c)
		if err != nil {
			return err
		}
		ours, theirs := b.builders(s)
		ours.prepare = func(int) error { return errors.Join(b.aside(s.parley, "public"), b.aside(b.dir, cacheFolder)) }
		if theirs != nil {
			theirs.prepare = func(int) error { return b.aside(s.hugo, "public", "resources", "cache") }
		}
		return b.add(b.compare(ctx, name, ours, theirs))
	}}
}

// aside moves what the last run has left out of the way of the next. It goes with everything else at the end: a disk that
// has just removed thousands of files takes several times as long to make new ones.
func (b *bench) aside(dir string, names ...string) error {
	for _, name := range names {
		away, err := os.MkdirTemp(b.dir, "aside-")
		if err != nil {
			return err
		}
		if err := os.Rename(filepath.Join(dir, name), filepath.Join(away, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// builders are the two sides of a build.
func (b *bench) builders(s site) (ours side, theirs *side) {
	ours = side{name: "parley", command: command{dir: s.parley, args: []string{b.parley, "build"}}}
	if b.hugo != "" {
		theirs = &side{name: "hugo", command: command{dir: s.hugo, args: append([]string{b.hugo, "build", "--quiet"}, b.hugoFlags(s)...)}}
	}
	return ours, theirs
}

// hugoFlags keep Hugo's cache in the site, and make it read dates of last changes where there is a repository.
func (b *bench) hugoFlags(s site) []string {
	flags := []string{"--cacheDir", filepath.Join(s.hugo, "cache")}
	if b.git != "" {
		flags = append(flags, "--enableGitInfo")
	}
	return flags
}

// warm measures builds after an edit, over the output and the cache that the build before has left.
func warm(name string, c corpus, e edit) row {
	return row{name: name, run: func(ctx context.Context, b *bench) error {
		s, err := b.site(ctx, c)
		if err != nil {
			return err
		}
		ours, theirs := b.builders(s)
		var both []*side
		for _, one := range []*side{&ours, theirs} {
			if one != nil {
				both = append(both, one)
			}
		}
		for _, one := range both {
			b.say("%s: a build of %s beforehand", name, one.name)
			if _, err := measure(ctx, one.command); err != nil {
				return err
			}
			restore, err := prepareEdits(one, s, e)
			if err != nil {
				return err
			}
			defer restore()
		}
		return b.add(b.compare(ctx, name, ours, theirs))
	}}
}

// prepareEdits makes a side edit a file before each of its runs, and returns what undoes the edits. All are made to one
// file, each to what it was at first.
func prepareEdits(one *side, s site, e edit) (restore func(), err error) {
	name, change := e(s, one.name, 0)
	if name == "" {
		return func() {}, nil
	}
	original, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	one.prepare = func(round int) error {
		return os.WriteFile(name, change(original, "round "+strconv.Itoa(round+1)), 0o644)
	}
	return func() { _ = os.WriteFile(name, original, 0o644) }, nil
}

// edit names a file of a side of a site, the number-th of those that can be edited, and says how a word gets into it.
// No name stands for no edit.
type edit func(s site, side string, number int) (file string, change func(original []byte, word string) []byte)

func nothing(site, string, int) (string, func([]byte, string) []byte) { return "", nil }

func editBody(s site, side string, number int) (string, func([]byte, string) []byte) {
	return s.file(side, s.page(number)), func(original []byte, word string) []byte {
		return append(append([]byte{}, original...), "\nThis was added in "+word+".\n"...)
	}
}

func editTitle(s site, side string, number int) (string, func([]byte, string) []byte) {
	return s.file(side, s.page(number)), func(original []byte, word string) []byte {
		return titleLine.ReplaceAll(original, []byte("title: \"Named anew in "+word+"\"\n"))
	}
}

func editTerm(s site, side string, number int) (string, func([]byte, string) []byte) {
	return s.file(side, newTerm(number, terms[number])), func(original []byte, word string) []byte {
		return definitionLine.ReplaceAll(original, []byte("definition: \"What it means since "+word+".\"\n"))
	}
}

var (
	titleLine      = regexp.MustCompile(`(?m)^title: .*\n`)
	definitionLine = regexp.MustCompile(`(?m)^definition: .*\n`)
)

// page is one of the pages that stand for no folder, each number another, far from its neighbours.
func (s site) page(number int) document {
	ids := s.corpus.ids()
	first := 1 + len(areas) + len(areas)*len(topics)
	return document{id: ids[first+(number*37+5)%(len(ids)-first)]}
}

// file is where a document lies on a side.
func (s site) file(side string, d document) string {
	if side == "hugo" {
		return filepath.Join(s.hugo, filepath.FromSlash(hugoPath(d, s.corpus.languages[0])))
	}
	return filepath.Join(s.parley, filepath.FromSlash(parleyPath(d)))
}
