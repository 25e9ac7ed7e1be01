package pipeline

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"parley/internal/kind"
	"parley/internal/workspace"
)

// everything is all that a plan would show.
func everything(t *testing.T, planned Planned) map[string]string {
	t.Helper()
	shown := map[string]string{}
	for i := range planned.Site.Len() {
		page, err := planned.Renderer.Page(i)
		if err != nil {
			t.Fatal(err)
		}
		shown[page.Path] = string(page.Data)
		if markdown, ok := planned.Renderer.Markdown(i); ok {
			shown[markdown.Path] = string(markdown.Data)
		}
	}
	extras, err := planned.Renderer.Extras()
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range extras {
		shown[file.Path] = string(file.Data)
	}
	return shown
}

// TestAPlanThatIsRewordedIsOneThatIsMadeAnew edits a page again and again, in ways that touch its words alone and in ways
// that touch more, and compares each plan with one that knows of no other before it.
func TestAPlanThatIsRewordedIsOneThatIsMadeAnew(t *testing.T) {
	if testing.Short() {
		t.Skip("builds of the whole company again and again: go test without -short makes them")
	}
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "company")
	if _, err := Init(dir); err != nil {
		t.Fatal(err)
	}
	page := filepath.Join(dir, "content", "written.md")
	start := "---\ntitle: Written\n---\n\nWords, and [a link](index.md).\n\n## A heading\n\nMore words.\n"
	save := func(text string) {
		if err := os.WriteFile(page, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	save(start)
	index := filepath.Join(dir, "content", "index.md")
	text, err := os.ReadFile(index)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(index, append(text, "\n[A page that is written](written.md), and [its heading](written.md#a-heading)\n"...), 0o644); err != nil {
		t.Fatal(err)
	}
	repository := open(t, dir)
	for _, audience := range []kind.Audience{kind.Partner, kind.Internal} {
		view := workspace.View{Audience: audience, Drafts: true}
		preview := NewPreview(repository, view)
		if _, err := preview.Plan(today); err != nil {
			t.Fatal(err)
		}
		for _, edit := range []struct {
			name, text string
			words      bool // nothing but words has changed
		}{
			{"a word", strings.Replace(start, "More words", "Other words", 1), true},
			{"a line above a link", strings.Replace(start, "Words, and", "Words\nover\nlines, and", 1), true},
			{"a table and code", start + "\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```yaml\na: 1\n```\n", true},
			{"a comment", start + "\n<!-- nobody sees this -->\n", true},
			{"a heading", strings.Replace(start, "A heading", "Another heading", 1), false},
			{"a link that leads nowhere", strings.Replace(start, "index.md", "nowhere.md", 1), false},
			{"that link on another line", strings.Replace(strings.Replace(start, "index.md", "nowhere.md", 1), "Words", "\nWords", 1), false},
			{"a picture without a text", start + "\n![](nothing.png)\n", false},
			{"a title", strings.Replace(start, "title: Written", "title: Rewritten", 1), false},
			{"an audience", strings.Replace(start, "title: Written", "title: Written\naudience: internal", 1), false},
			{"the beginning", start, false},
			{"a word again", strings.Replace(start, "More words", "Still other words", 1), true},
		} {
			save(edit.text)
			preview.cache.Forget([]string{"content/written.md"})
			planned, reworded := preview.reword(today, []string{"content/written.md"})
			if reworded != edit.words {
				t.Errorf("%s: reworded is %t", edit.name, reworded)
			}
			if !reworded {
				var err error
				if planned, err = preview.Plan(today, "content/written.md"); err != nil {
					t.Fatal(err)
				}
			}
			anew, err := NewPreview(repository, view).Plan(today)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(anew.Findings, planned.Findings); diff != "" {
				t.Errorf("%s: findings: %s", edit.name, diff)
			}
			if diff := cmp.Diff(everything(t, anew), everything(t, planned)); diff != "" {
				t.Errorf("%s: %s", edit.name, diff)
			}
		}
		save(start)
	}
}
