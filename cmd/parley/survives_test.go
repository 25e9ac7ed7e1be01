package main

import (
	"fmt"
	"os"
	"path"
	"strings"
	"testing"
)

// blow is something that happens to a repository while its preview runs.
type blow struct {
	name    string
	strike  func(w *served)
	file    string // that is edited afterwards
	address string // at which the edit shows
}

// blows are dealt one after the other to one preview.
var blows = []blow{
	{"content is deleted and made again", deleteAndMake("content"), "content/more/pictures.md", "/more/pictures/"},
	{"playbooks are deleted and made again", deleteAndMake("playbooks"), "playbooks/partner-start.md", "/playbooks/partner-start/"},
	{"a nested folder is deleted and made again", deleteAndMake("content/more"), "content/more/pictures.md", "/more/pictures/"},
	{"translations are deleted and made again", deleteAndMake("content/locales/fr"), frenchStart, "/fr/"},
	{"all translations are deleted and made again", deleteAndMake("content/locales"), frenchStart, "/fr/"},
	{"the theme comes", ownNotFound, notFound, "/nowhere/"},
	{"the theme is deleted and made again", deleteAndMake("themes"), notFound, "/nowhere/"},
	{"the theme goes", func(w *served) { w.remove("themes") }, "content/index.md", "/"},
	{"the history is deleted and begins again", func(w *served) { w.remove(".git"); w.begin() }, "content/index.md", "/"},
	{"the history goes for a while", func(w *served) { w.away(".git", "content/more/pictures.md", "/more/pictures/") }, "content/index.md", "/"},
	{"a branch with a thousand files", thousandFiles, "content/section-7/page-7.md", "/section-7/page-7/"},
	{"and back", func(w *served) { w.git("checkout", "-q", "-f", "main") }, "content/index.md", "/"},
	{"the settings go for a while", goForAWhile("content/site.yaml"), "content/index.md", "/"},
	{"content goes for a while", goForAWhile("content"), "content/more/pictures.md", "/more/pictures/"},
	{"a term goes for a while", goForAWhile("glossary/playbook.md"), "glossary/playbook.md", "/glossary/playbook/"},
	{"a folder is replaced by a file for a while", fileForAWhile("content/more"), "content/more/pictures.md", "/more/pictures/"},
	{"playbooks are replaced by a file for a while", fileForAWhile("playbooks"), "playbooks/partner-start.md", "/playbooks/partner-start/"},
	{"content is replaced by a file for a while", fileForAWhile("content"), "content/index.md", "/"},
	{"a folder is replaced by a link for a while", linkForAWhile("content/more"), "content/more/pictures.md", "/more/pictures/"},
	{"an editor's files", editorsFiles, "content/index.md", "/"},
}

const (
	frenchStart = "content/locales/fr/content/index.po"
	notFound    = "themes/default/templates/not-found.html"
)

// TestAPreviewSurvives deals blows to the repository of a preview. After each of them an edit shows, and what it shows is
// what a preview shows that is started then.
func TestAPreviewSurvives(t *testing.T) {
	if testing.Short() {
		t.Skip("many plans, one after the other")
	}
	t.Parallel()
	p := youngPlace(t)
	w := p.serve(p.cache)
	for _, b := range blows {
		p.log = append(p.log, b.name)
		b.strike(w)
		w.editShows(b.file, b.address)
	}
	if !w.comparedWithAnother() {
		t.Errorf("there are errors in the end: %s", w.heard().Report)
	}
}

// editShows edits a file and waits for the edit.
func (w *served) editShows(file, address string) {
	w.t.Helper()
	w.serial++
	word := fmt.Sprintf("Edit-%d-shows", w.serial)
	text := w.read(file)
	if text == "" {
		w.t.Fatalf("there is no %s\n%s", file, w.story())
	}
	switch path.Ext(file) {
	case ".md":
		text += "\n" + word + "\n"
	case ".po":
		text = strings.Replace(text, "Bienvenue", word+" Bienvenue", 1)
	case ".html":
		text = strings.Replace(text, "<h1>", "<h1>"+word, 1)
	}
	if text == w.read(file) {
		w.t.Fatalf("%s cannot be edited\n%s", file, text)
	}
	w.write(file, text)
	w.shows(address, word)
}

// deleteAndMake deletes a folder and makes it again, once before the preview can look and once after.
func deleteAndMake(folder string) func(w *served) {
	return func(w *served) {
		before := w.sources()
		w.remove(folder)
		w.restore(before)
		w.editShows("content/index.md", "/")
		before = w.sources()
		w.quiet()
		w.remove(folder)
		w.line("planned")
		w.restore(before)
	}
}

// quiet forgets what the preview has said so far.
func (w *served) quiet() {
	for {
		select {
		case <-w.preview.Lines:
		default:
			return
		}
	}
}

// away takes something away, edits a file meanwhile, and puts it back.
func (w *served) away(name, file, address string) {
	w.t.Helper()
	spare := w.dir + "-spare"
	if err := os.Rename(w.path(name), spare); err != nil {
		w.t.Fatal(err)
	}
	w.editShows(file, address)
	if err := os.Rename(spare, w.path(name)); err != nil {
		w.t.Fatal(err)
	}
}

// goForAWhile takes a file or folder away until the preview has seen it, and puts it back.
func goForAWhile(name string) func(w *served) {
	return func(w *served) { w.insteadOf(name, func() {}) }
}

func fileForAWhile(name string) func(w *served) {
	return func(w *served) { w.insteadOf(name, func() { w.write(name, "This was a folder.\n") }) }
}

func linkForAWhile(name string) func(w *served) {
	return func(w *served) {
		w.insteadOf(name, func() {
			if err := os.Symlink("locales", w.path(name)); err != nil {
				w.t.Fatal(err)
			}
		})
	}
}

// insteadOf puts something else in the place of a file or folder until the preview has seen it.
func (w *served) insteadOf(name string, put func()) {
	w.t.Helper()
	w.quiet()
	spare := w.dir + "-spare"
	if err := os.Rename(w.path(name), spare); err != nil {
		w.t.Fatal(err)
	}
	put()
	w.line("planned")
	w.remove(name)
	if err := os.Rename(spare, w.path(name)); err != nil {
		w.t.Fatal(err)
	}
}

// thousandFiles switches to a branch that has a thousand documents more, all at once.
func thousandFiles(w *served) {
	w.commit("Before the branch")
	w.git("checkout", "-q", "-b", "large")
	for i := range 1000 {
		w.write(fmt.Sprintf("content/section-%d/page-%d.md", i%20, i), fmt.Sprintf("# Page %d\n\nOf the other branch.\n", i))
	}
	w.commit("A thousand documents")
	w.git("checkout", "-q", "-f", "main")
	w.editShows("content/index.md", "/")
	w.git("checkout", "-q", "-f", "large")
	w.shows("/section-19/page-999/", "Of the other branch.")
}

// ownNotFound makes the repository's first own file of the theme.
func ownNotFound(w *served) {
	text, err := os.ReadFile("../../" + notFound)
	if err != nil {
		w.t.Fatal(err)
	}
	w.write(notFound, string(text))
}

// editorsFiles does what editors do when they save: files of their own, renames, and files that are empty for a moment.
func editorsFiles(w *served) {
	for _, name := range []string{".index.md.swp", "index.md~", "4913", "#index.md#", ".index.md.un~", "index.md.tmp"} {
		w.write("content/"+name, "Not a document.")
	}
	text := w.read("content/index.md")
	for _, save := range []func(text string){
		func(text string) { // by rename
			w.write("content/index.md.tmp", text)
			if err := os.Rename(w.path("content/index.md.tmp"), w.path("content/index.md")); err != nil {
				w.t.Fatal(err)
			}
		},
		func(text string) { // by a backup, as vim does
			if err := os.Rename(w.path("content/index.md"), w.path("content/index.md~")); err != nil {
				w.t.Fatal(err)
			}
			w.write("content/index.md", text)
			w.remove("content/index.md~")
		},
		func(text string) { // emptied, then written
			w.write("content/index.md", "")
			w.write("content/index.md", text)
		},
		func(text string) { // by a file of another name
			w.write("content/other", text)
			w.remove("content/index.md")
			if err := os.Rename(w.path("content/other"), w.path("content/index.md")); err != nil {
				w.t.Fatal(err)
			}
		},
	} {
		w.serial++
		word := fmt.Sprintf("Saved-%d-times", w.serial)
		save(text + "\n" + word + "\n")
		w.shows("/", word)
	}
	for _, name := range []string{".index.md.swp", "4913", "#index.md#", ".index.md.un~"} {
		w.remove("content/" + name)
	}
}
