package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"

	"parley/internal/git"
	"parley/internal/pipeline"
)

const (
	historyFiles   = 2000
	historyCommits = 10_000
	moreCommits    = 100
	perFile        = 20 // how many changes of a file Parley keeps when it builds
)

// measureHistory compares the reading of a whole history by Parley's package, in a process of its own, with Git's own
// log of which commit changed which file.
func measureHistory(ctx context.Context, b *bench) error {
	dir, err := b.history(ctx)
	if err != nil {
		return err
	}
	ours := side{name: "parley", command: command{dir: b.dir, args: b.child("history", dir)}}
	theirs := b.log(dir)
	return b.add(b.compare(ctx, "history", ours, &theirs))
}

// measureMoreHistory compares the reading of a history that has been read up to the last hundred commits.
func measureMoreHistory(ctx context.Context, b *bench) error {
	dir, err := b.history(ctx)
	if err != nil {
		return err
	}
	ours := side{name: "parley", command: command{dir: b.dir, args: b.child("more history", dir)}}
	ours.prepare = func(int) error { return b.readBefore(ctx, dir, ours.command) }
	theirs := b.log(dir)
	return b.add(b.compare(ctx, "history, 100 new commits", ours, &theirs))
}

// readBefore has the history read as it was before the last commits.
func (b *bench) readBefore(ctx context.Context, dir string, read command) error {
	last := said(ctx, b.git, "-C", dir, "rev-parse", "main")
	err := b.runGit(ctx, dir, nil, "update-ref", "refs/heads/main", last+"~"+strconv.Itoa(moreCommits))
	if err == nil {
		err = b.aside(b.dir, cacheFolder)
	}
	if err == nil {
		_, err = measure(ctx, read)
	}
	return errors.Join(err, b.runGit(ctx, dir, nil, "update-ref", "refs/heads/main", last))
}

// log is Git's own log of a whole history.
func (b *bench) log(dir string) side {
	return side{name: "git log", command: command{dir, []string{b.git, "log", "--name-only", "--format=%H%x00%an%x00%ct%x00%s"}, true}}
}

// history makes the repository whose history is read, once for all rows.
func (b *bench) history(ctx context.Context) (dir string, err error) {
	dir = filepath.Join(b.dir, "history")
	if b.written[dir] {
		return dir, nil
	}
	b.say("writing a history of %d files and %d commits", historyFiles, historyCommits)
	if err := os.MkdirAll(filepath.Join(dir, "content"), 0o755); err != nil {
		return "", err
	}
	b.written[dir] = true
	return dir, b.importHistory(ctx, dir, filepath.Join(b.dir, "history.stream"))
}

func (b *bench) importHistory(ctx context.Context, dir, stream string) error {
	file, err := os.Create(stream)
	if err != nil {
		return err
	}
	defer file.Close()
	if err := writeHistory(file, historyFiles, historyCommits); err != nil {
		return err
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	if err := b.runGit(ctx, dir, nil, "init", "-q", "-b", "main"); err != nil {
		return err
	}
	if err := b.runGit(ctx, dir, file, "fast-import", "--quiet"); err != nil {
		return err
	}
	return b.runGit(ctx, dir, nil, "gc", "-q")
}

// readHistory is what the measured process does.
func readHistory(dir string) error {
	history, err := git.ReadHistory(dir, []string{"content"}, perFile)
	if err != nil {
		return err
	}
	if len(history.Changes) != historyFiles {
		return fmt.Errorf("the history tells of %d files, not of %d", len(history.Changes), historyFiles)
	}
	return nil
}

// readMoreHistory is what the measured process does where there is a cache.
func readMoreHistory(dir string) error {
	repository, err := pipeline.Open(dir)
	if err != nil {
		return err
	}
	history, findings := repository.ReadHistory()
	if len(history.Changes) != historyFiles || len(findings) > 0 {
		return fmt.Errorf("the history tells of %d files, not of %d; %v", len(history.Changes), historyFiles, findings)
	}
	return repository.Close()
}

// writeHistory writes what git fast-import reads: all files, then commits that change one to five of them.
func writeHistory(to io.Writer, files, commits int) error {
	out := bufio.NewWriter(to)
	random := rand.New(rand.NewPCG(20261122, 3))
	change := func(n int) {
		text := fmt.Sprintf("# Page %d\n\nAs of %d.\n", n, random.Uint64())
		fmt.Fprintf(out, "M 100644 inline content/%s/%s/page-%05d.md\ndata %d\n%s\n", areas[n%len(areas)], topics[n/len(areas)%len(topics)], n, len(text), text)
	}
	for i := range commits {
		subject := fmt.Sprintf("Change %d", i)
		fmt.Fprintf(out, "commit refs/heads/main\ncommitter Mara Lindqvist <mara@measured.example> %d +0000\ndata %d\n%s\n", 1_700_000_000+i*3600, len(subject), subject)
		if i == 0 {
			for n := range files {
				change(n)
			}
			continue
		}
		for range 1 + random.IntN(5) {
			change(random.IntN(files))
		}
	}
	return out.Flush()
}
