package pipeline

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"parley/internal/kind"
	"parley/internal/workspace"
)

// scribe edits a repository by lot, in all ways in which pages, what leads to them, and their order can change.
type scribe struct {
	t     *testing.T
	lot   *rand.Rand
	dir   string
	pages []string // paths of pages that it has written
	next  int
	turn  int
}

func (s *scribe) read(name string) string {
	s.t.Helper()
	text, err := os.ReadFile(filepath.Join(s.dir, name))
	if err != nil {
		s.t.Fatal(err)
	}
	return string(text)
}

func (s *scribe) write(name, text string) string {
	s.t.Helper()
	file := filepath.Join(s.dir, name)
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		s.t.Fatal(err)
	}
	return name
}

func (s *scribe) any(words ...string) string { return words[s.lot.IntN(len(words))] }

// target is something to link to, or a file that is not there.
func (s *scribe) target() string {
	return s.any(append(slices.Clone(s.pages), "content/index.md", "glossary/notice.md", "content/people.yaml#amara", "content/folder", "content/nowhere.md", "content/picture.png")...)
}

// page is the text of a page.
func (s *scribe) page() string {
	var front strings.Builder
	fmt.Fprintf(&front, "---\ntitle: %s\n", s.any("Écluse", "Ecluse", "écluse", "Alpha", "Beta", "beta", "10 ways", "9 ways", "Written"))
	for _, line := range []string{"audience: " + s.any("public", "partner", "internal"), "order: " + s.any("1", "2", "10", "\"x\""), "draft: true", "tags: [a, b]",
		"owner: " + s.any("pricing-manager", "programme-director", "nobody")} {
		if s.lot.IntN(3) == 0 {
			front.WriteString(line + "\n")
		}
	}
	return front.String() + "---\n\nWords, and [a link](/" + s.target() + ").\n\n## " + s.any("Heading", "Other heading") + "\n\nSee [there](/" + s.target() + "), a notice, a circular.\n"
}

// edit makes one edit, each another than the one before, and names the files and folders that it has touched.
func (s *scribe) edit() (touched []string) {
	if len(s.pages) < 3 {
		return s.add()
	}
	page := s.any(s.pages...)
	s.turn++
	switch s.turn % 12 {
	case 1: // what leads to a page that all see, and nothing else
		return []string{s.write(page, s.read(page)+"\nMore words, and [one more link](/content/working-with-us.md).\n")}
	case 2: // a title, and nothing else
		text := s.read(page)
		return []string{s.write(page, strings.Replace(text, "title: "+titleOf(text), "title: "+s.any("Ärger", "Omega", "11 ways"), 1))}
	case 3:
		return []string{s.write(page, strings.Replace(s.read(page), "title: ", "order: 3\ntitle: ", 1))} // which may be there already
	case 4:
		term := s.read("glossary/notice.md")
		return []string{s.write("glossary/notice.md", strings.Replace(term, "title: "+titleOf(term), "title: "+s.any("notice", "announcement", "bulletin"), 1))}
	case 5:
		s.pages = slices.DeleteFunc(s.pages, func(name string) bool { return name == page })
		if err := os.Remove(filepath.Join(s.dir, page)); err != nil {
			s.t.Fatal(err)
		}
		return []string{page}
	case 6:
		settings := s.read(workspace.SettingsPath)
		return []string{s.write(workspace.SettingsPath, strings.Replace(settings, "- content/index.md", "- content/folder\n      - content/index.md", 1))}
	case 7:
		return []string{s.write(page, strings.Replace(s.page(), "title: ", s.any("kind: page\n", "kind: nothing\n", "kind: decision\nid: x\n", "title: twice\n")+"title: ", 1))}
	case 8:
		people := s.read("content/people.yaml")
		return []string{s.write("content/people.yaml", strings.Replace(people, "title: "+s.any("Pricing manager", "Programme director"), "title: "+s.any("Pricing manager", "Programme director"), 1))}
	case 9:
		return []string{s.write("content/picture.png", s.any("\x89PNG\r\n\x1a\n", "no picture"))}
	case 10:
		catalogue := s.read("content/locales/fr/content/index.po")
		return []string{s.write("content/locales/fr/content/index.po", strings.Replace(catalogue, "msgstr \"", "msgstr \""+s.any("", "É", "Z"), 2))}
	case 11:
		return s.add()
	}
	return []string{s.write(page, s.page())} // its title, its order, its readers, its links
}

// add writes a page that was not there.
func (s *scribe) add() []string {
	s.next++
	name := fmt.Sprintf("content/%spage-%d.md", s.any("", "folder/", "folder/"), s.next)
	if s.next%5 == 0 {
		name = "content/folder/" + s.any("README", "index") + ".md"
	}
	if !slices.Contains(s.pages, name) {
		s.pages = append(s.pages, name)
	}
	return []string{s.write(name, s.page())}
}

// titleOf is what stands behind title: in the head of a document.
func titleOf(text string) string {
	_, rest, _ := strings.Cut(text, "\ntitle: ")
	title, _, _ := strings.Cut(rest, "\n")
	return title
}

// TestAPreviewGoesOnWithTheRepositoryThatHasTakenThePlace, whatever it has been told of changes; where there is none, it says so.
func TestAPreviewGoesOnWithTheRepositoryThatHasTakenThePlace(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "company")
	if _, err := Init(dir); err != nil {
		t.Fatal(err)
	}
	preview := NewPreview(open(t, dir), workspace.View{Audience: kind.Internal})
	if _, err := preview.Plan(today); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(dir, dir+"-away"); err != nil {
		t.Fatal(err)
	}
	if _, err := preview.Plan(today); err == nil || !strings.Contains(err.Error(), "no longer where it was") {
		t.Errorf("of a repository that is gone, the error is %v", err)
	}
	if _, err := Init(dir); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "content", "index.md"), []byte("# Another start\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	planned, err := preview.Plan(today, "content/site.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if d, ok := planned.Workspace.Document("content/index.md"); !ok || d.Title() != "Another start" {
		t.Errorf("the start is %+v", d)
	}
}

// TestAPreviewIsWhatOneFromTheStartShows edits by lot, and after each edit compares the plan that knows of all before it with one that
// knows of none: every page, every feed and every finding.
func TestAPreviewIsWhatOneFromTheStartShows(t *testing.T) {
	t.Parallel()
	edits := 30
	if testing.Short() {
		edits = 8
	}
	for i, audience := range []kind.Audience{kind.Internal, kind.Partner} {
		t.Run(string(audience), func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), "company")
			if _, err := Init(dir); err != nil {
				t.Fatal(err)
			}
			repository, view := open(t, dir), workspace.View{Audience: audience, Drafts: true}
			preview := NewPreview(repository, view)
			if _, err := preview.Plan(today); err != nil {
				t.Fatal(err)
			}
			s := &scribe{t: t, lot: rand.New(rand.NewPCG(20261123, uint64(i))), dir: dir}
			for n := range edits {
				touched := s.edit()
				planned, err := preview.Plan(today, touched...)
				if err != nil {
					t.Fatal(err)
				}
				anew, err := NewPreview(repository, view).Plan(today)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(anew.Findings, planned.Findings); diff != "" {
					t.Fatalf("edit %d of %v: findings: %s", n, touched, diff)
				}
				if diff := cmp.Diff(everything(t, anew), everything(t, planned)); diff != "" {
					t.Fatalf("edit %d of %v: %s", n, touched, diff)
				}
			}
		})
	}
}
