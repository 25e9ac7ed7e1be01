package serve

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fsnotify/fsnotify"
)

func TestEditIsShown(t *testing.T) {
	p := run(t, newWorld(t))
	p.write(t, "content/guide.md", "# Guide\n\nThe second text.\n")
	p.shows(t, "/guide/", "The second text.")
	if line := p.line(t, "content/guide.md"); !strings.Contains(line, "pages planned in ") || !strings.Contains(line, "0 errors, 0 warnings") {
		t.Errorf("the line about the plan is %q", line)
	}
}

func TestFileThatIsPutInPlaceOfAnother(t *testing.T) {
	p := run(t, newWorld(t))
	p.write(t, "content/guide.md.tmp", "# Guide\n\nSaved by rename.\n")
	p.rename(t, "content/guide.md.tmp", "content/guide.md")
	p.shows(t, "/guide/", "Saved by rename.")
}

func TestFolderThatIsDeletedAndMadeAgain(t *testing.T) {
	p := run(t, newWorld(t))
	for round := range 5 {
		p.remove(t, "content")
		p.write(t, "content/site.yaml", "kind: site\ntitle: Test\nlanguages: [en, fr]\n")
		p.write(t, "content/deep/down/page.md", fmt.Sprintf("# Page\n\nMade in round %d.\n", round))
		p.shows(t, "/deep/down/page/", fmt.Sprintf("Made in round %d.", round))
		p.write(t, "content/deep/down/page.md", fmt.Sprintf("# Page\n\nEdited in round %d.\n", round))
		p.shows(t, "/deep/down/page/", fmt.Sprintf("Edited in round %d.", round))
	}
}

// TestRepositoryThatIsReplaced: not only a folder in the repository can go and come, but all of it, as when it is cloned anew. No event
// tells of a folder above that is renamed.
func TestRepositoryThatIsReplaced(t *testing.T) {
	w := newWorld(t)
	above := w.dir
	w.dir = filepath.Join(above, "parent", "repository")
	again := func(text string) {
		w.write(t, "content/site.yaml", "kind: site\ntitle: Test\nlanguages: [en, fr]\n")
		w.write(t, "content/guide.md", "# Guide\n\n"+text+"\n")
	}
	again("The first text.")
	p := run(t, w)
	for round, away := range []func() error{
		func() error { return os.RemoveAll(w.dir) },
		func() error { return os.Rename(w.dir, w.dir+"-away") },
		func() error { return os.Rename(filepath.Dir(w.dir), filepath.Join(above, "elsewhere")) },
	} {
		if err := away(); err != nil {
			t.Fatal(err)
		}
		again(fmt.Sprintf("Made in round %d.", round))
		p.shows(t, "/guide/", fmt.Sprintf("Made in round %d.", round))
		p.write(t, "content/guide.md", fmt.Sprintf("# Guide\n\nEdited in round %d.\n", round))
		p.shows(t, "/guide/", fmt.Sprintf("Edited in round %d.", round))
	}
}

func TestFolderThatIsRenamed(t *testing.T) {
	w := newWorld(t)
	w.write(t, "content/old/deep/page.md", "# Page\n\nText.\n")
	p := run(t, w)
	p.rename(t, "content/old", "content/new")
	p.shows(t, "/new/deep/page/", "Text.")
	if response, _ := p.get(t, "/old/deep/page/"); response.StatusCode != 404 {
		t.Errorf("the old address answers %d", response.StatusCode)
	}
	p.write(t, "content/new/deep/page.md", "# Page\n\nEdited.\n")
	p.shows(t, "/new/deep/page/", "Edited.")
	p.line(t, "content/new/deep/page.md: ") // and not under the old name

	// A folder of the old name is another folder.
	p.write(t, "content/old/deep/page.md", "# Page\n\nAnother.\n")
	p.shows(t, "/old/deep/page/", "Another.")
	p.write(t, "content/old/deep/page.md", "# Page\n\nAnother, edited.\n")
	p.shows(t, "/old/deep/page/", "Another, edited.")
}

func TestFolderThatComesFromElsewhere(t *testing.T) {
	w := newWorld(t)
	w.write(t, "elsewhere/deep/page.md", "# Page\n\nText.\n")
	p := run(t, w)
	p.rename(t, "elsewhere", "content/here")
	p.shows(t, "/here/deep/page/", "Text.")
	p.write(t, "content/here/deep/page.md", "# Page\n\nEdited.\n")
	p.shows(t, "/here/deep/page/", "Edited.")
}

func TestRootThatDoesNotExistYet(t *testing.T) {
	p := run(t, newWorld(t))
	p.write(t, "themes/broken", "yes")
	p.line(t, "could not be planned")
	p.remove(t, "themes")
	p.line(t, "pages planned in")
	p.write(t, "themes/broken", "again")
	p.line(t, "could not be planned")
}

func TestSwitchOfABranch(t *testing.T) {
	p := run(t, newWorld(t))
	for i := range 1000 {
		p.write(t, fmt.Sprintf("content/section-%d/page-%d.md", i%20, i), "# Page\n\nOf the other branch.\n")
	}
	p.shows(t, "/section-19/page-999/", "Of the other branch.")
	for i := range 1000 {
		p.remove(t, fmt.Sprintf("content/section-%d", i%20))
	}
	eventually(t, "the first branch again", func() bool {
		response, _ := p.get(t, "/section-19/page-999/")
		return response.StatusCode == 404
	})
}

func TestFilesThatAreNotThereToStay(t *testing.T) {
	for name, want := range map[string]bool{
		".guide.md.swp": true, "guide.md~": true, "4913": true, "guide.md.swp": true, "guide.tmp": true, "#guide.md#": true, ".git": true,
		"guide.md": false, "page-4913": false, "#1": false, "a~b.md": false,
	} {
		if passing(name) != want {
			t.Errorf("passing(%q) is %v", name, !want)
		}
	}
}

// watch returns a tree whose events a test makes up.
func watch(t *testing.T, w *world) *tree {
	t.Helper()
	watched, err := newTree(Options{Dir: w.dir, Folders: []string{"content", "deep/themes"}, Say: t.Logf})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(watched.close)
	return watched
}

func TestEventsThatSayNothing(t *testing.T) {
	w := newWorld(t)
	watched := watch(t, w)
	for _, test := range []struct {
		name string
		op   fsnotify.Op
		want bool
	}{
		{"content/guide.md", fsnotify.Write, true},
		{"content/guide.md", fsnotify.Write | fsnotify.Chmod, true},
		{"content/guide.md", fsnotify.Chmod, false},
		{"content/.guide.md.swp", fsnotify.Create, false},
		{"content/guide.md~", fsnotify.Rename, false},
		{"content", fsnotify.Remove, true},
		{"contents/guide.md", fsnotify.Write, false},
		{"README.md", fsnotify.Write, false},
		{"public/index.html", fsnotify.Create, false},
		{"deep", fsnotify.Create, false},
		{"deep/themes", fsnotify.Create, true},
		{"../content/guide.md", fsnotify.Write, false},
	} {
		if _, got := watched.heed(fsnotify.Event{Name: w.path(test.name), Op: test.op}); got != test.want {
			t.Errorf("%s %s: %v", test.op, test.name, got)
		}
	}
}

func TestFoldersThatAreWatched(t *testing.T) {
	w := newWorld(t)
	w.write(t, "deep/themes/own/style.css", "")
	w.write(t, "deep/other/file", "")
	w.write(t, "content/.git/config", "")
	w.write(t, "node_modules/x/file", "")
	if err := os.Symlink(w.path("node_modules"), w.path("content/link")); err != nil {
		t.Fatal(err)
	}
	got := watch(t, w).folders
	want := []string{".", "content", "content/images", "deep", "deep/themes", "deep/themes/own"}
	for _, folder := range want {
		if !got[folder] {
			t.Errorf("%s is not watched", folder)
		}
	}
	if len(got) != len(want) {
		t.Errorf("watched are %v; want %v", got, want)
	}
}

func TestEventsThatWereLost(t *testing.T) {
	w := newWorld(t)
	watched := watch(t, w)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	changes, ended := make(chan change), make(chan struct{})
	w.write(t, "content/new/page.md", "# Page\n") // of which nobody has heard: nobody reads the events yet
	go func() {
		watched.follow(ctx, changes)
		close(ended)
	}()
	watched.errors <- fsnotify.ErrEventOverflow
	eventually(t, "a change of everything", func() bool { return (<-changes).path == "" })
	eventually(t, "a watch on the new folder", func() bool {
		w.write(t, "content/new/page.md", "# Page, edited\n")
		return (<-changes).path == "content/new/page.md"
	})
	cancel()
	<-ended
}
