package git

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

// BenchmarkHistory compares the cold reading of a history (2,000 files in 60 folders, 3,000 commits) with
// "git log --name-only" of the same repository, in turns. The budget is a ratio of at most 5, the aim 2.
func BenchmarkHistory(b *testing.B) {
	s := newSandbox(b)
	s.init()
	s.gitAt(1700000000, manyCommits(2000, 3000), "fast-import", "--quiet")
	s.git("gc", "-q")
	var ours, git time.Duration
	for b.Loop() {
		start := time.Now()
		h := mustRead(b, s.dir)
		ours += time.Since(start)
		if len(h.Changes) != 2000 {
			b.Fatalf("%d files", len(h.Changes))
		}
		start = time.Now()
		s.git("log", "--name-only", "--format=%H%x00%an%x00%ct%x00%s")
		git += time.Since(start)
	}
	b.ReportMetric(float64(ours.Milliseconds())/float64(b.N), "ms/history")
	b.ReportMetric(float64(git.Milliseconds())/float64(b.N), "ms/git-log")
	b.ReportMetric(float64(ours)/float64(git), "ratio")
}

// manyCommits is a stream for git fast-import: all files, then commits that change one to five of them.
func manyCommits(files, commits int) []byte {
	random := rand.New(rand.NewPCG(1, 2))
	var stream bytes.Buffer
	name := func(n int) string { return fmt.Sprintf("content/part%d/section%02d/page-%04d.md", n%6, n/6%10, n) }
	change := func(n int) {
		text := fmt.Sprintf("# Page %d\n\n%d\n", n, random.Uint64())
		fmt.Fprintf(&stream, "M 100644 inline %s\ndata %d\n%s\n", name(n), len(text), text)
	}
	for i := range commits {
		subject := fmt.Sprintf("change %d", i)
		fmt.Fprintf(&stream, "commit refs/heads/main\ncommitter Mara <mara@example.com> %d +0000\ndata %d\n%s\n", 1600000000+i*600, len(subject), subject)
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
	return stream.Bytes()
}

// BenchmarkHistoryContinued reads a history of 2,000 files and 10,000 commits of which all but the last hundred are known,
// and writes what is known then. The budget is 60 ms, the aim 30 ms.
func BenchmarkHistoryContinued(b *testing.B) {
	s := newSandbox(b)
	s.init()
	s.gitAt(1700000000, manyCommits(2000, 10_000), "fast-import", "--quiet")
	s.git("gc", "-q")
	s.git("update-ref", "HEAD", "HEAD~100")
	_, known := mustContinue(b, s, Known{})
	before, err := known.Encode()
	if err != nil {
		b.Fatal(err)
	}
	s.git("update-ref", "HEAD", "HEAD@{1}")
	for b.Loop() {
		known, _ := DecodeKnown(before)
		h, now, err := ContinueHistory(s.dir, []string{"."}, func(string) int { return 20 }, known)
		if err != nil || len(h.Changes) != 2000 || now.Fresh() != 100 {
			b.Fatal(err, len(h.Changes), now.Fresh())
		}
		if _, err := now.Encode(); err != nil {
			b.Fatal(err)
		}
	}
}
