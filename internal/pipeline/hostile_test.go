package pipeline

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"parley/internal/kind"
	"parley/internal/workspace"
)

// small makes a repository of the given files and of settings.
func small(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "repository")
	put(t, dir, "content/site.yaml", "kind: site\ntitle: Portal\nlanguages: [en]\n")
	put(t, dir, "content/index.md", "# Start\n")
	for name, text := range files {
		put(t, dir, name, text)
	}
	return dir
}

func link(t *testing.T, dir, name, target string) {
	t.Helper()
	file := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(target, file); err != nil {
		t.Fatal(err)
	}
}

// listed lists the files of a folder; links are none.
func listed(t *testing.T, dir string) []string {
	t.Helper()
	var names []string
	err := filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() {
			relative, _ := filepath.Rel(dir, name)
			names = append(names, filepath.ToSlash(relative))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// codes lists the findings of a check, each with its file.
func codes(t *testing.T, dir string) []string {
	t.Helper()
	report, err := Check(open(t, dir), CheckOptions{Moment: Moment{AsOf: today}})
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, finding := range report.Findings {
		found = append(found, finding.Path+" "+string(finding.Code))
	}
	return found
}

// TestOutputsStayOutOfSources gives outputs by ways that lead to a folder of sources, and by some that only look like it.
func TestOutputsStayOutOfSources(t *testing.T) {
	dir := small(t, map[string]string{"notes/plan.txt": "p"})
	link(t, dir, "public", "content/portal")
	link(t, dir, "deep", "notes/../content")
	link(t, dir, "dangling", "nowhere/at/all")
	link(t, dir, "loop", "loop")
	link(t, dir, "elsewhere", t.TempDir())
	link(t, filepath.Dir(dir), "alias", dir)
	if err := os.Mkdir(filepath.Join(dir, "content/portal"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, out := range []string{
		"public", "public/x", "deep/x", "deep", "content", "content/x/y", "glossary", "Content/x", "themes/x", ".parley/x", ".git", ".", "..", "../alias/content/x",
		"elsewhere/../content", "notes/../content/x", "dangling", "dangling/x", "loop",
	} {
		built, err := Build(open(t, dir), BuildOptions{Moment: Moment{AsOf: today}, View: workspace.View{Audience: kind.Partner}, Out: dir + "/" + out}, func(int, int) {})
		if err == nil {
			t.Errorf("a portal of %d files was written into %s", built.Written, out)
		}
	}
	want := []string{"content/index.md", "content/site.yaml", "notes/plan.txt"}
	if diff := cmp.Diff(want, listed(t, dir)); diff != "" {
		t.Error(diff)
	}
	for _, out := range []string{"elsewhere", "contents", "notes/../site"} {
		build(t, dir, dir+"/"+out, workspace.View{Audience: kind.Partner})
	}
	for _, name := range []string{"elsewhere/index.html", "contents/index.html", "site/index.html"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			t.Error(err)
		}
	}
}

// TestTheOutputKnowsForWhomItWasWritten builds one view after the other into one folder.
func TestTheOutputKnowsForWhomItWasWritten(t *testing.T) {
	dir := small(t, map[string]string{"content/site.yaml": "kind: site\ntitle: Portal\nlanguages: [en]\nregions: [{id: emea, title: EMEA}]\npartners: [{id: acme, title: Acme}]\n"})
	out := filepath.Join(t.TempDir(), "public")
	views := []workspace.View{
		{Audience: kind.Internal}, {Audience: kind.Partner}, {Audience: kind.Partner, Region: "emea"}, {Audience: kind.Partner, Partner: "acme"},
	}
	for _, view := range views {
		built := build(t, dir, out, view)
		if fresh := built.Written; fresh != len(files(t, out)) {
			t.Errorf("%+v: %d of %d files were written anew", view, fresh, len(files(t, out)))
		}
		if again := build(t, dir, out, view); again.Written != 0 || again.Removed != 0 {
			t.Errorf("%+v: wrote %d and removed %d for nothing", view, again.Written, again.Removed)
		}
	}
}

// TestTheCacheIsNotInTheRepository plants a cache, and looks where the own one goes.
func TestTheCacheIsNotInTheRepository(t *testing.T) {
	t.Setenv("PARLEY_CACHE_DIR", "")
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	t.Setenv("HOME", t.TempDir())
	for name, test := range map[string]struct {
		set   func(dir string) string // PARLEY_CACHE_DIR, "-" for none
		files func(dir string) string // pattern of the one file that is written, "" for none
	}{
		"the user's": {func(string) string { return "-" }, func(string) string {
			user, err := os.UserCacheDir()
			if err != nil {
				t.Fatal(err)
			}
			return filepath.Join(user, "parley", "*", "documents")
		}},
		"another":           {func(dir string) string { return filepath.Join(dir, "../cache") }, func(dir string) string { return filepath.Join(dir, "../cache/*/documents") }},
		"off":               {func(string) string { return "off" }, nil},
		"empty":             {func(string) string { return "" }, nil},
		"in the repository": {func(dir string) string { return filepath.Join(dir, ".cache") }, nil},
		"in it by a link":   {func(dir string) string { return filepath.Join(dir, "../alias/cache") }, nil},
	} {
		t.Run(name, func(t *testing.T) {
			dir := small(t, nil)
			link(t, dir, "../alias", dir)
			if value := test.set(dir); value != "-" {
				t.Setenv("PARLEY_CACHE_DIR", value)
			} else {
				t.Setenv("PARLEY_CACHE_DIR", "x")
				if err := os.Unsetenv("PARLEY_CACHE_DIR"); err != nil {
					t.Fatal(err)
				}
			}
			before := files(t, dir)
			codes(t, dir)
			if diff := cmp.Diff(before, files(t, dir)); diff != "" {
				t.Error(diff)
			}
			if test.files == nil {
				return
			}
			found, err := filepath.Glob(test.files(dir))
			if err != nil || len(found) != 1 {
				t.Fatalf("%v, %v", found, err)
			}
			if info, err := os.Stat(found[0]); err != nil || info.Mode().Perm()&0o077 != 0 {
				t.Errorf("others can read the cache: %v, %v", info.Mode(), err)
			}
		})
	}
}

// TestAPlantedCacheIsNotRead commits parse results of which the checksums are right.
func TestAPlantedCacheIsNotRead(t *testing.T) {
	honest := small(t, map[string]string{"content/a.md": "---\ntitle: A\naudience: internal\n---\n"})
	cache := filepath.Join(t.TempDir(), "cache")
	t.Setenv("PARLEY_CACHE_DIR", cache)
	codes(t, honest)
	made, err := filepath.Glob(filepath.Join(cache, "*", "documents"))
	if err != nil || len(made) != 1 {
		t.Fatal(made, err)
	}
	data, err := os.ReadFile(made[0])
	if err != nil {
		t.Fatal(err)
	}
	put(t, honest, ".parley/cache/documents", string(data))
	for _, value := range []string{"off", filepath.Join(honest, ".parley/cache"), filepath.Join(honest, ".parley")} {
		t.Setenv("PARLEY_CACHE_DIR", value)
		if file := open(t, honest).cacheFile("documents"); file != "" {
			t.Errorf("with %s, the cache is %s", value, file)
		}
	}
}

// TestNewStaysInItsFolders starts documents of kinds that want them elsewhere, and behind links.
func TestNewStaysInItsFolders(t *testing.T) {
	const schema = "schema: {type: object}\n"
	outside := t.TempDir()
	dir := small(t, map[string]string{
		"content/kinds/above.yaml":    "name: above\ndir: ../../x\n" + schema,
		"content/kinds/root.yaml":     "name: root\ndir: " + outside + "\n" + schema,
		"content/kinds/single.yaml":   "name: single\nsingle: ../../x.md\n" + schema,
		"content/kinds/workflow.yaml": "name: workflow\ndir: .github/workflows\nformat: yaml\n" + schema,
		"content/kinds/linked.yaml":   "name: linked\ndir: content/linked\n" + schema,
		"content/kinds/inside.yaml":   "name: inside\ndir: content/inside\n" + schema,
		"content/kinds/fine.yaml":     "name: fine\ndir: content/fine/deep\n" + schema,
		".git/hooks/x":                "",
	})
	link(t, dir, "content/linked", outside)
	link(t, dir, "content/inside", "../.git/hooks")
	link(t, dir, "content/fine/deep/there.md", filepath.Join(outside, "there.md"))
	before := listed(t, dir)
	for _, name := range []string{"above a", "root a", "single a", "workflow a", "linked a", "inside a", "inside deep/a", "fine there", "fine ../a"} {
		kindName, document, _ := strings.Cut(name, " ")
		if made, err := New(open(t, dir), kindName, document, today); err == nil {
			t.Errorf("%s was written to %s", name, made)
		}
	}
	if diff := cmp.Diff(before, listed(t, dir)); diff != "" {
		t.Error(diff)
	}
	if left := listed(t, outside); len(left) > 0 {
		t.Errorf("outside the repository: %v", left)
	}
	if made, err := New(open(t, dir), "fine", "a", today); err != nil || made != "content/fine/deep/a.md" {
		t.Errorf("%s, %v", made, err)
	}
}

// TestLinksOfThemesAndKindsAreRefused leads a theme's files, and kinds, out of the repository and to other places in it.
func TestLinksOfThemesAndKindsAreRefused(t *testing.T) {
	outside := t.TempDir()
	put(t, outside, "main.html", "{{define \"main\"}}secret{{end}}")
	put(t, outside, "kind.yaml", "name: planted\nschema: {type: object}\n")
	put(t, outside, "theme/templates/home.html", "{{define \"main\"}}secret{{end}}")
	const page = "themes/default/templates/not-found.html"
	for name, test := range map[string]struct {
		link, target string
		want         string
	}{
		"a template outside":  {page, filepath.Join(outside, "main.html"), page},
		"a template inside":   {page, "../../../content/index.md", page},
		"a folder of a theme": {"themes/default/templates", filepath.Join(outside, "theme/templates"), "themes/default/templates"},
		"a theme":             {"themes/default", filepath.Join(outside, "theme"), "themes/default"},
		"all themes":          {"themes", outside, "themes"},
		"a kind outside":      {"content/kinds/planted.yaml", filepath.Join(outside, "kind.yaml"), "content/kinds/planted.yaml"},
		"a kind inside":       {"content/kinds/planted.yaml", "../../kind.yaml", "content/kinds/planted.yaml"},
		"all kinds":           {"content/kinds", outside, "content/kinds"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := small(t, map[string]string{"kind.yaml": "name: planted\nschema: {type: object}\n"})
			link(t, dir, test.link, test.target)
			if got, want := codes(t, dir), []string{test.want + " file/symlink"}; !cmp.Equal(got, want) {
				t.Errorf("%v; want %v", got, want)
			}
			for _, k := range Kinds(dir) {
				if k.Name == "planted" {
					t.Error("parley schema follows the link")
				}
			}
			if _, err := Schema(dir, "planted"); err == nil {
				t.Error("parley schema follows the link")
			}
		})
	}
}

// TestAThemeOfItsOwnThatIsALink is refused where the settings name it.
func TestAThemeOfItsOwnThatIsALink(t *testing.T) {
	dir := small(t, map[string]string{"content/site.yaml": "kind: site\ntitle: Portal\nlanguages: [en]\ntheme: {name: ours}\n"})
	link(t, dir, "themes/ours", "../content")
	if got, want := codes(t, dir), []string{"themes/ours file/symlink"}; !cmp.Equal(got, want) {
		t.Errorf("%v; want %v", got, want)
	}
}

// TestAddressesThatAreNoLinks gives addresses that run something, or lead nowhere, where links are made of them.
func TestAddressesThatAreNoLinks(t *testing.T) {
	for address, want := range map[string]string{
		"https://example.org/a/{path}":   "",
		"HTTP://example.org/a/{path}":    "",
		"javascript:alert(1)//{path}":    "link/scheme",
		"JavaScript:alert(1)//{path}":    "link/scheme",
		"data:text/html,x{path}":         "link/scheme",
		"vbscript:x{path}":               "link/scheme",
		"file:///etc/passwd?{path}":      "link/scheme",
		"https:example.org/{path}":       "link/scheme",
		"https:///{path}":                "link/scheme",
		"java\\tscript:alert(1)//{path}": "schema/format",
		" javascript:alert(1)//{path}":   "schema/format",
		"//example.org/{path}":           "schema/format",
		"example.org/{path}":             "schema/format",
	} {
		dir := small(t, map[string]string{"content/site.yaml": "kind: site\ntitle: Portal\nlanguages: [en]\nbase_url: \"" + address + "\"\n" +
			"repository:\n  url: \"" + address + "\"\n  edit: \"" + address + "\"\n  audience: public\n"})
		var expected []string
		if want != "" {
			expected = slices.Repeat([]string{"content/site.yaml " + want}, 3)
		}
		if got := codes(t, dir); !cmp.Equal(got, expected) {
			t.Errorf("%q: %v; want %v", address, got, expected)
		}
		w, err := workspace.Load(open(t, dir).Files, nil)
		if err != nil {
			t.Fatal(err)
		}
		if s := w.Settings; want != "" && s.BaseURL+s.Repository.URL+s.Repository.Edit != "" || want == "" && s.Repository.Edit != address {
			t.Errorf("%q: %q, %q and %q are left", address, s.BaseURL, s.Repository.URL, s.Repository.Edit)
		}
	}
}
