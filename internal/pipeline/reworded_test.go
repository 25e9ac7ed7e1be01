package pipeline

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"parley/internal/doc"
	"parley/internal/kind"
	"parley/internal/workspace"
)

// TestAnOutputThatIsRewordedIsOneThatIsMadeAnew edits a page again and again, in ways that touch its words alone and in ways
// that touch more, and compares the output and the findings with those of a build that knows of no other before it. It asks
// the way through words alone directly, so that it is known which edits go it.
func TestAnOutputThatIsRewordedIsOneThatIsMadeAnew(t *testing.T) {
	for _, audience := range []kind.Audience{kind.Partner, kind.Internal} {
		for _, languages := range []string{"en", "en, fr"} {
			if testing.Short() && (audience == kind.Internal) == (languages == "en") {
				continue // each audience and each number of languages is met once
			}
			t.Run(string(audience)+" "+languages, func(t *testing.T) {
				t.Parallel()
				rewordOutputs(t, workspace.View{Audience: audience}, languages)
			})
		}
	}
}

// written is where the page lies that is edited.
const written = "content/written.md"

// rewordOutputs makes the edits in a repository of some languages. With more than one, a page says how many passages are still
// to be translated, so that an edit that adds or takes one away touches more than its own words.
func rewordOutputs(t *testing.T, view workspace.View, languages string) {
	dir := filepath.Join(t.TempDir(), "company")
	if _, err := Init(dir); err != nil {
		t.Fatal(err)
	}
	save := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	start := "---\ntitle: Written\naudience: partner\n---\n\nWords of a partner, and [a link](index.md).\n\n## A heading\n\nMore words.\n"
	index, err := os.ReadFile(filepath.Join(dir, "content/index.md"))
	if err != nil {
		t.Fatal(err)
	}
	edit(t, filepath.Join(dir, "content/site.yaml"), "languages: [en, fr]", "languages: ["+languages+"]")
	if languages == "en" {
		if err := os.RemoveAll(filepath.Join(dir, "content/locales")); err != nil {
			t.Fatal(err)
		}
	}
	save("content/index.md", string(index)+"\n[A page that is written](written.md)\n")
	save("content/secret.md", "---\ntitle: Secret\naudience: internal\n---\n\n## Here\n\nNobody else.\n")
	save("content/unready.md", "---\ntitle: Unready\ndraft: true\n---\n\n## Here\n\nNobody at all.\n")
	save("glossary/unwanted.md", "---\nkind: term\ntitle: wanted thing\nowner: partner-operations-manager\naudience: public\ndefinition: What is wanted.\ndomain: governance\npart_of_speech: noun\nforbidden: [unwanted thing]\n---\n")
	save(written, start)
	r := open(t, dir)
	out := filepath.Join(dir, "public")
	build := func(reworded string, out string) (Built, bool) {
		t.Helper()
		options := BuildOptions{Moment: Moment{AsOf: today}, View: view, Out: out}
		last := r.lastBuild(options)
		if _, same := last.again(); same && reworded != "" {
			t.Fatalf("%s: nothing has changed", reworded)
		}
		if built, ok := last.reword(r, options, func(int, int) {}); ok {
			return built, true
		}
		built, err := Build(r, options, func(int, int) {})
		if err != nil {
			t.Fatal(err)
		}
		return built, false
	}
	if built, _ := build("", out); built.Findings.HasErrors() {
		t.Fatal(built.Findings)
	}
	was := start
	for _, edit := range []struct {
		name, text string
		words      bool // nothing but words has changed: since the edit before, or, where a name ends in !, since the start
	}{
		{"a word", strings.Replace(start, "More words", "Other words", 1), true},
		{"a line above a link", strings.Replace(start, "Words of", "Words\nover\nlines, of", 1), true},
		{"a table and code", start + "\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```yaml\na: 1\n```\n", true},
		{"a term", start + "\nIt is the wanted thing, and a tier, a notice and a playbook.\n", true},
		{"a forbidden term", start + "\nAn unwanted thing.\n", true},
		{"a forbidden term on another line", start + "\nMore.\n\nAn unwanted thing.\n", true},
		{"no forbidden term", start + "\nMore, and less.\n", true},
		{"a page too heavy", start + "\n" + noise(40_000) + "\n", true},
		{"a page that is none too heavy", start + "\nLight.\n", true},
		{"a comment!", start + "\n<!-- nobody sees this -->\n", false}, // its Markdown goes
		{"no comment", start + "\nWords.\n", false},
		{"a raw link!", start + "\n<a href=\"secret.md\">x</a>\n", false},
		{"no raw link", start, view.Audience == kind.Internal}, // to whom the link was no secret
		{"a heading!", strings.Replace(start, "A heading", "Another heading", 1), false},
		{"a link that leads nowhere!", strings.Replace(start, "index.md", "nowhere.md", 1), false},
		{"that link on another line", strings.Replace(strings.Replace(start, "index.md", "nowhere.md", 1), "Words of", "Words\nof", 1), false},
		{"a link to what few may see!", strings.Replace(start, "index.md", "secret.md", 1), false},
		{"what few may see on another line", strings.Replace(strings.Replace(start, "index.md", "secret.md", 1), "Words of", "Words\nof", 1), false},
		{"a title!", strings.Replace(start, "title: Written", "title: Rewritten", 1), false},
		{"a field more!", strings.Replace(start, "title: Written", "title: Written\nsummary: In short.", 1), false},
		{"an audience!", strings.Replace(start, "audience: partner", "audience: internal", 1), false},
		{"the beginning", start, false},
		{"a word again", strings.Replace(start, "More words", "Still other words", 1), true},
	} {
		if strings.HasSuffix(edit.name, "!") {
			save(written, start)
			build("", out)
			was = start
		}
		save(written, edit.text)
		built, reworded := build(edit.name, out)
		kept := languages == "en" || passages(was) == passages(edit.text)
		was = edit.text
		if reworded != (edit.words && kept) {
			t.Errorf("%s: reworded is %t", edit.name, reworded)
		}
		compareWithAnew(t, edit.name, dir, view, built, out)
	}
	for _, name := range []string{"content/secret.md", "content/unready.md"} {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		save(name, strings.Replace(string(text), "Nobody", "Still nobody", 1))
		built, reworded := build(name, out)
		if !reworded {
			t.Errorf("%s: more than words was built", name)
		}
		compareWithAnew(t, name, dir, view, built, out)
	}
	for name, spoil := range map[string]func(){
		"an output file":    func() { save("public/written/index.html", "tampered") },
		"another file":      func() { save("public/index.html", "tampered") },
		"a foreign file":    func() { save("public/foreign.html", "foreign") },
		"the book":          func() { damage(t, r, out) },
		"the whole output":  func() { _ = os.RemoveAll(out) },
		"another page, too": func() { save("content/index.md", string(index)+"\n[A page](written.md)\n\n[Another](secret.md)\n") },
	} {
		save(written, start+"\nWords with "+name+".\n")
		spoil()
		built, reworded := build(name, out)
		if reworded {
			t.Errorf("%s is spoilt, and nothing but words was built", name)
		}
		compareWithAnew(t, name, dir, view, built, out)
	}
}

// passages is how many there are to be translated in the text of a document.
func passages(text string) int {
	d, _ := doc.Read(written, []byte(text))
	return len(d.Units)
}

// noise is text that cannot be packed well.
func noise(n int) string {
	var out strings.Builder
	state := uint32(n)
	for range n {
		state = state*1664525 + 1013904223
		out.WriteByte("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ      "[(state>>24)%58])
	}
	return out.String()
}

// damage flips a bit of every value in the book of an output.
func damage(t *testing.T, r *Repository, out string) {
	t.Helper()
	last := r.lastBuild(BuildOptions{Moment: Moment{AsOf: today}, Out: out})
	name := last.page + aroundSuffix
	book, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for i := 100; i < len(book); i += 40 {
		book[i] ^= 1
	}
	if err := os.WriteFile(name, book, 0o600); err != nil {
		t.Fatal(err)
	}
}

// compareWithAnew compares an output and what was found with those of a build by somebody who keeps nothing.
func compareWithAnew(t *testing.T, name, dir string, view workspace.View, built Built, out string) {
	t.Helper()
	options := BuildOptions{Moment: Moment{AsOf: today}, View: view, Out: filepath.Join(t.TempDir(), "anew")}
	anew, _, err := buildAnew(open(t, dir), options, nil, func(int, int) {})
	if err != nil {
		t.Fatal(err)
	}
	anew.Written, anew.Removed, built.Written, built.Removed = 0, 0, 0, 0
	if diff := cmp.Diff(anew, built); diff != "" {
		t.Errorf("%s (-anew +again): %s", name, diff)
	}
	if built.Findings.HasErrors() {
		return // nothing was written
	}
	if diff := cmp.Diff(files(t, options.Out), files(t, out)); diff != "" {
		t.Errorf("%s (-anew +again): %s", name, diff)
	}
}

// TestWordsAfterAnErrorAreStillWords: an error in between leaves what the last whole build has written down.
func TestWordsAfterAnErrorAreStillWords(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "company")
	if _, err := Init(dir); err != nil {
		t.Fatal(err)
	}
	r, view := open(t, dir), workspace.View{Audience: kind.Partner}
	options := BuildOptions{Moment: Moment{AsOf: today}, View: view, Out: filepath.Join(dir, "public")}
	page := filepath.Join(dir, "content/features/self-service-orders.md")
	start, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	for i, text := range []string{string(start), strings.Replace(string(start), "kind: ", "kind: no-", 1), string(start) + "More.\n"} {
		if err := os.WriteFile(page, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		last := r.lastBuild(options)
		last.again()
		built, reworded := last.reword(r, options, func(int, int) {})
		if reworded != (i == 2) {
			t.Fatalf("step %d: reworded is %t", i, reworded)
		}
		if !reworded {
			if built, err = Build(r, options, func(int, int) {}); err != nil || built.Findings.HasErrors() != (i == 1) {
				t.Fatalf("step %d: %v %v", i, err, built.Findings)
			}
		}
		if i == 2 {
			compareWithAnew(t, "words after an error", dir, view, built, options.Out)
		}
	}
}
