package check_test

import (
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"parley/internal/check"
	"parley/internal/diag"
	"parley/internal/workspace"
)

// TestWithinAFolderAllIsFound compares what is found within pricing/ with what a check of everything finds there: of the company, of
// each golden, and of each golden with the documents of every other folder moved into that of prices.
func TestWithinAFolderAllIsFound(t *testing.T) {
	found := within(t, os.DirFS("../.."), check.PriceFolder)
	for _, name := range goldens(t) {
		repository := repositoryOf(t, readGolden(t, name))
		found += within(t, repository, check.PriceFolder) + within(t, moved(t, repository), check.PriceFolder)
	}
	if found < 300 {
		t.Errorf("only %d findings were compared", found)
	}
}

// within compares, and counts what was found.
func within(t *testing.T, repository fs.FS, folder string) int {
	t.Helper()
	w, err := workspace.Load(repository, nil)
	if err != nil {
		t.Fatal(err)
	}
	var want diag.List
	for _, finding := range check.Run(w, today) {
		if strings.HasPrefix(finding.Path, folder) {
			want = append(want, finding)
		}
	}
	got := check.Within(folder, w, today)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-all +within)\n%s", diff)
	}
	return len(got)
}

// moved puts all files but the settings and what is read with them into the folder of prices.
func moved(t *testing.T, repository fs.FS) fs.FS {
	t.Helper()
	files := fstest.MapFS{}
	err := fs.WalkDir(repository, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(repository, name)
		to := name
		if name != workspace.SettingsPath && !strings.HasPrefix(name, "content/kinds/") && !strings.HasPrefix(name, check.PriceFolder) {
			to = path.Join(check.PriceFolder, name)
		}
		files[to] = &fstest.MapFile{Data: text}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}
