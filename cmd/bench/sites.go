package main

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// site is a corpus on disk, once for each side, each the only thing in a Git repository of one commit.
type site struct {
	corpus       corpus
	parley, hugo string
}

// site writes a corpus when it is asked for first.
func (b *bench) site(ctx context.Context, c corpus) (site, error) {
	name := fmt.Sprintf("%d-pages-%d-languages", c.pages, len(c.languages))
	dir := filepath.Join(b.dir, name)
	s := site{c, filepath.Join(dir, "parley"), filepath.Join(dir, "hugo")}
	if b.written[name] {
		return s, nil
	}
	b.say("writing %d pages in %s", c.pages, strings.Join(c.languages, ", "))
	if _, err := measure(ctx, command{dir: b.dir, args: b.child("write", dir, strconv.Itoa(c.pages), strings.Join(c.languages, ","))}); err != nil {
		return s, err
	}
	for _, repository := range []string{s.parley, s.hugo} {
		if err := b.commit(ctx, repository); err != nil {
			return s, err
		}
	}
	b.written[name] = true
	return s, b.prove(ctx, s)
}

// write is what the process does that writes a corpus.
func (c corpus) write(dir string) error {
	if err := c.writeParley(filepath.Join(dir, "parley")); err != nil {
		return err
	}
	return c.writeHugo(filepath.Join(dir, "hugo"))
}

// commit makes a folder a repository with one commit, packed as a clone is. Without Git, neither side knows dates.
func (b *bench) commit(ctx context.Context, dir string) error {
	if b.git == "" {
		return nil
	}
	for _, args := range [][]string{{"init", "-q", "-b", "main"}, {"add", "-A"}, {"commit", "-q", "-m", "Everything"}, {"gc", "-q"}} {
		if err := b.runGit(ctx, dir, nil, args...); err != nil {
			return err
		}
	}
	return nil
}

// runGit runs Git as if nobody had configured it, at a day that is always the same.
func (b *bench) runGit(ctx context.Context, dir string, input *os.File, args ...string) error {
	cmd := exec.CommandContext(ctx, b.git, append([]string{"-c", "gc.auto=0", "-c", "maintenance.auto=false"}, args...)...)
	cmd.Dir = dir
	if input != nil {
		cmd.Stdin = input
	}
	day := "2026-11-22T09:00:00Z"
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_NAME=Mara Lindqvist", "GIT_AUTHOR_EMAIL=mara@measured.example", "GIT_AUTHOR_DATE="+day,
		"GIT_COMMITTER_NAME=Mara Lindqvist", "GIT_COMMITTER_EMAIL=mara@measured.example", "GIT_COMMITTER_DATE="+day)
	if said, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("git %s: %w\n%s", strings.Join(args, " "), err, end(string(said), 2000))
	}
	return nil
}

// prove builds a site once on each side and counts the pages: whoever leaves pages out is fast for nothing.
func (b *bench) prove(ctx context.Context, s site) error {
	ours, theirs := b.builders(s)
	for _, one := range []*side{&ours, theirs} {
		if one == nil {
			continue
		}
		if _, err := measure(ctx, one.command); err != nil {
			return err
		}
		count, want := 0, s.corpus.pages*len(s.corpus.languages)
		err := filepath.WalkDir(filepath.Join(one.command.dir, "public"), func(_ string, entry fs.DirEntry, err error) error {
			if err == nil && entry.Name() == "index.html" {
				count++
			}
			return err
		})
		if err != nil {
			return err
		}
		if count < want || count > want+20*len(s.corpus.languages) {
			return fmt.Errorf("%s has built %d pages, not %d", one.name, count, want)
		}
		b.say("%s builds %d pages", one.name, count)
	}
	return nil
}

// short is a time as people compare it.
func short(d time.Duration) string {
	switch {
	case d >= 10*time.Second:
		return fmt.Sprintf("%.1f s", d.Seconds())
	case d >= time.Second:
		return fmt.Sprintf("%.2f s", d.Seconds())
	case d >= 10*time.Millisecond:
		return fmt.Sprintf("%.0f ms", float64(d)/1e6)
	}
	return fmt.Sprintf("%.1f ms", float64(d)/1e6)
}
