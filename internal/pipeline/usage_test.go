package pipeline

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"parley/internal/diag"
	"parley/internal/kind"
	"parley/internal/workspace"
)

// counted counts how often something is read of files of usage.
type counted struct {
	fs.FS
	read *atomic.Int64
}

func (c counted) Open(name string) (fs.File, error) {
	file, err := c.FS.Open(name)
	if err == nil && strings.HasPrefix(name, "pricing/usage/") && strings.HasSuffix(name, ".csv") {
		return countedFile{file, c.read}, nil
	}
	return file, err
}

type countedFile struct {
	fs.File
	read *atomic.Int64
}

func (f countedFile) Read(to []byte) (int, error) {
	f.read.Add(1)
	return f.File.Read(to)
}

func (c counted) Lstat(name string) (fs.FileInfo, error)     { return fs.Lstat(c.FS, name) }
func (c counted) ReadLink(name string) (string, error)       { return fs.ReadLink(c.FS, name) }
func (c counted) ReadDir(name string) ([]fs.DirEntry, error) { return fs.ReadDir(c.FS, name) }

// TestUsageThatHasNotChangedIsNotReadAgain checks and previews while other files are edited: usage is read when its own files have
// changed, and what is found at it is the same whether it was read or not.
func TestUsageThatHasNotChangedIsNotReadAgain(t *testing.T) {
	dir := pricesAlone(t)
	t.Setenv("PARLEY_CACHE_DIR", t.TempDir())
	const bad = "nowhere-inc,reseller,atlantis,emea-eur-gold,RUN-SEAT,2026-10,x\nnowhere-inc,reseller,atlantis,emea-eur-gold,RUN-SEAT,2026-11,1\n"
	file := filepath.Join(dir, "pricing", "usage", "emea.csv")
	add := func(text string) {
		old, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		put(t, dir, "pricing/usage/emea.csv", string(old)+text)
	}
	add(bad)
	var reads atomic.Int64
	checked := func(repository *Repository) diag.List {
		reads.Store(0)
		report, err := Check(repository, CheckOptions{Moment: Moment{AsOf: today}})
		if err != nil {
			t.Fatal(err)
		}
		return report.Findings
	}
	repository := open(t, dir)
	plain := repository.Files
	repository.Files = counted{plain, &reads}
	settle := func() {
		t.Helper()
		for range 2000 { // what was written a moment ago is not relied on
			if checked(repository); reads.Load() == 0 {
				return
			}
		}
		t.Skip("nothing is ever taken for unchanged on this system")
	}
	found := func(findings diag.List) (codes []string) {
		for _, finding := range findings {
			if finding.Path == "pricing/usage/emea.csv" {
				codes = append(codes, string(finding.Code))
			}
		}
		return codes
	}
	if first := found(checked(repository)); strings.Join(first, " ") != "usage/unknown usage/figure" && strings.Join(first, " ") != "usage/figure usage/unknown" || reads.Load() == 0 {
		t.Fatalf("%v, %d reads", first, reads.Load())
	}
	settle()
	if again := found(checked(repository)); len(again) != 2 || reads.Load() != 0 {
		t.Errorf("%v, %d reads again", again, reads.Load())
	}
	put(t, dir, "content/words.md", "---\ntitle: Words\n---\nWords.\n")
	preview := NewPreview(repository, workspace.View{Audience: kind.Internal})
	planned, err := preview.Plan(today)
	if err != nil || len(found(planned.Findings)) != 2 || reads.Load() != 0 {
		t.Errorf("%v, %v, %d reads for a preview", err, found(planned.Findings), reads.Load())
	}
	settings, err := os.ReadFile(filepath.Join(dir, "content", "site.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	put(t, dir, "content/site.yaml", strings.Replace(string(settings), "regions: [", "regions: [{id: atlantis, title: Atlantis}, ", 1))
	if now := found(checked(repository)); len(now) != 1 || reads.Load() != 0 {
		t.Errorf("%v after the region is known, %d reads", now, reads.Load())
	}
	add("acme,reseller,emea,no-such-list,RUN-SEAT,2026-10,1\n")
	if now := found(checked(repository)); len(now) != 2 || reads.Load() == 0 {
		t.Errorf("%v after another row, %d reads", now, reads.Load())
	}
}
