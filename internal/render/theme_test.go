package render

import (
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"parley/internal/chart"
	"parley/internal/kind"
	"parley/internal/site"
	"parley/internal/workspace"
	"parley/themes"
)

// calls are the interface strings in templates: {{t "…"}} and {{tn n "…" "…"}}.
var calls = regexp.MustCompile("\\bt ((?:\"(?:[^\"\\\\]|\\\\.)*\")|`[^`]*`)|\\btn \\S+ (\"(?:[^\"\\\\]|\\\\.)*\")")

// languages are those in which the default theme speaks, beside English.
func languages(t *testing.T) []string {
	t.Helper()
	names, err := fs.Glob(themes.Default(), "locales/*.po")
	if err != nil || len(names) == 0 {
		t.Fatalf("the theme has no interface strings: %v", err)
	}
	var tags []string
	for _, name := range names {
		tags = append(tags, strings.TrimSuffix(strings.TrimPrefix(name, "locales/"), ".po"))
	}
	return tags
}

func TestTheInterfaceIsCompleteInEveryLanguage(t *testing.T) {
	singles, plurals := interfaceStrings(t)
	for _, tag := range languages(t) {
		words, err := readWords(themes.Default(), tag)
		if err != nil {
			t.Fatal(err)
		}
		for _, english := range singles {
			if words[english] == "" {
				t.Errorf("%s: %q is not translated", tag, english)
			}
		}
		for _, english := range plurals {
			if words[english+"\x000"] == "" {
				t.Errorf("%s: the plural %q is not translated", tag, english)
			}
		}
		for context, list := range schemaWords(t) {
			for _, english := range list {
				if words[context+"\x04"+english] == "" {
					t.Errorf("%s: the %s %q is not translated", tag, context, english)
				}
			}
		}
	}
}

// interfaceStrings are those of the templates and those that package site says itself.
func interfaceStrings(t *testing.T) (singles, plurals []string) {
	t.Helper()
	singles, plurals = site.Spoken()
	err := fs.WalkDir(themes.Default(), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, ".html") {
			return err
		}
		text, err := fs.ReadFile(themes.Default(), name)
		for _, call := range calls.FindAllStringSubmatch(string(text), -1) {
			if call[1] != "" {
				singles = append(singles, unquote(t, call[1]))
			} else {
				plurals = append(plurals, unquote(t, call[2]))
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return singles, plurals
}

func unquote(t *testing.T, quoted string) string {
	t.Helper()
	text, err := strconv.Unquote(quoted)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// schemaWords are the words of Parley's own kinds that pages show.
func schemaWords(t *testing.T) map[string][]string {
	t.Helper()
	set := kind.Builtin()
	words := map[string]map[string]bool{"kind": {}, "field": {}, "enum": {}}
	for _, name := range set.Names() {
		k, _ := set.Get(name)
		if k.Template == "none" {
			continue // it has no page
		}
		words["kind"][k.Title], words["kind"][k.Plural] = true, true
		fields, enums := k.Words()
		for _, field := range fields {
			words["field"][field] = true
		}
		for _, enum := range enums {
			words["enum"][enum] = true
		}
	}
	lists := map[string][]string{}
	for context, list := range words {
		lists[context] = slices.Sorted(maps.Keys(list))
	}
	return lists
}

func TestATeamsFileReplacesTheThemes(t *testing.T) {
	own := fstest.MapFS{
		"assets/style.css":         {Data: []byte("body { color: rebeccapurple }")},
		"templates/not-found.html": {Data: []byte(`{{define "main"}}<p>Nothing here, dear partner.</p>{{end}}`)},
	}
	theme, err := ReadTheme(Overlay(own, themes.Default()), []string{"en"}, "")
	if err != nil {
		t.Fatal(err)
	}
	plan := site.Plan(emptyWorkspace(t), site.Options{Words: theme.Words})
	i, ok := plan.Find("/404.html")
	if !ok {
		t.Fatal("no page for what is not found")
	}
	page, err := New(plan, theme, &chart.Kept{}).Page(i)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(page.Data), "Nothing here, dear partner.") {
		t.Errorf("the team's template was not used:\n%s", page.Data)
	}
	for _, asset := range theme.Assets() {
		if strings.HasPrefix(asset.Path, "assets/style.") && !strings.Contains(string(asset.Data), "rebeccapurple") {
			t.Error("the team's style was not used")
		}
	}
}

func emptyWorkspace(t *testing.T) *workspace.Workspace {
	t.Helper()
	w, err := workspace.Load(fstest.MapFS{"content/index.md": {Data: []byte("# Start\n")}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return w
}
