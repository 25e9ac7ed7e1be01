//go:build unix

package check_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"
)

const settings = "kind: site\ntitle: Portal\nlanguages: [en]\n"

// TestFilesOfADisk shows what an archive cannot hold: links and pipes. Links are never followed, wherever they lead;
// what is no file is not opened, so that a pipe cannot keep a check waiting.
func TestFilesOfADisk(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "content/site.yaml", settings)
	write(t, dir, "content/index.md", "[terms](terms.md)\n")
	write(t, dir, "secret/terms.md", "This must not be published.\n")
	link(t, dir, "content/terms.md", "../secret/terms.md")
	link(t, dir, "content/outside.md", "/etc/passwd")
	link(t, dir, "content/dangling.md", "nowhere.md")
	link(t, dir, "content/folder", "../secret")
	link(t, dir, "content/locales", "../secret")
	if err := syscall.Mkfifo(filepath.Join(dir, "content/pipe.md"), 0o644); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skipf("NOT TESTED, this file system has no pipes: %v", err)
	}
	want := symlink("content/dangling.md") + symlink("content/folder") +
		`content/index.md:1:9: warning[link/broken] content/terms.md does not exist
  1 | [terms](terms.md)
    |         ^^^^^^^^ paths are relative to the folder of this document
  run: parley explain link/broken

` + symlink("content/locales") + symlink("content/outside.md") +
		`content/pipe.md: error[file/unreadable] this is not a regular file
  hint: remove it
  run: parley explain file/unreadable

` + symlink("content/terms.md")
	compare(t, want, printedOfDisk(t, dir)+"\n")
}

// TestAFolderThatIsALink replaces a whole folder of documents by a link.
func TestAFolderThatIsALink(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "content/site.yaml", settings)
	write(t, dir, "content/index.md", "Hello.\n")
	write(t, dir, "secret/margin.md", "---\nkind: nonsense\n---\n")
	link(t, dir, "glossary", "secret")
	compare(t, symlink("glossary"), printedOfDisk(t, dir)+"\n")
}

// TestSettingsThatAreALink replaces the settings by a link.
func TestSettingsThatAreALink(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "content/index.md", "Hello.\n")
	write(t, dir, "secret/site.yaml", strings.Replace(settings, "[en]", "[xx]", 1))
	link(t, dir, "content/site.yaml", "../secret/site.yaml")
	missing := `content/site.yaml: error[site/missing] the repository has no settings
  hint: run parley new site site, or write kind: site, title: and languages: into it
  run: parley explain site/missing
`
	compare(t, symlink("content/site.yaml")+missing, printedOfDisk(t, dir))
}

// TestAFileThatCannotBeOpened gives the reason of the operating system.
func TestAFileThatCannotBeOpened(t *testing.T) {
	repository := closed{fstest.MapFS{
		"content/site.yaml": {Data: []byte(settings)},
		"content/index.md":  {Data: []byte("Hello.\n")},
	}, "content/index.md"}
	want := `content/index.md: error[file/unreadable] the file cannot be read: permission denied
  hint: check its permissions
  run: parley explain file/unreadable
`
	compare(t, want, printed(t, repository))
}

// TestANameThatIsNoText: no permission would help.
func TestANameThatIsNoText(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "content/site.yaml", settings)
	write(t, dir, "content/index.md", "Hello.\n")
	write(t, dir, "content/pr\xe9cis.md", "Hello.\n")
	want := `content/pr\xe9cis.md: error[file/unreadable] this name is not UTF-8, so that not every machine reads it alike
  hint: rename it
  run: parley explain file/unreadable
`
	compare(t, want, printedOfDisk(t, dir))
}

// closed is a repository with one file that nobody may open.
type closed struct {
	fstest.MapFS
	name string
}

func (c closed) Open(name string) (fs.File, error) {
	if name == c.name {
		return nil, &fs.PathError{Op: "open", Path: name, Err: errors.New("permission denied")}
	}
	return c.MapFS.Open(name)
}

func symlink(name string) string {
	return name + `: error[file/symlink] this is a symbolic link; links are never followed
  hint: put the file itself here
  run: parley explain file/symlink

`
}

// printedOfDisk checks a directory as the commands do, through an os.Root.
func printedOfDisk(t *testing.T, dir string) string {
	t.Helper()
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	return printed(t, root.FS())
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func link(t *testing.T, dir, name, target string) {
	t.Helper()
	if err := os.Symlink(target, filepath.Join(dir, name)); err != nil {
		t.Fatal(err)
	}
}
