package serve

import (
	"net/http"
	"path/filepath"
	"strings"
	"testing"
)

// TestTranslationsStandBesideTheirSources: each unit with its state, its place and what checks say; and what translators write
// is text, never markup.
func TestTranslationsStandBesideTheirSources(t *testing.T) {
	w := newWorld(t)
	w.write(t, "content/guide.md", "# Guide\n\nThe second text, with `code`.\n\nNobody has translated this.\n\nAsk us.\n")
	w.write(t, "content/locales/fr/content/guide.po", `msgid ""
msgstr "Language: fr\n"

msgid "Guide"
msgstr "<script>alert(1)</script>"

# mt: apertium 2026-11-20T14:03:11Z 00000000
#, fuzzy
#| msgctxt "Guide"
#| msgid "The first text."
msgctxt "Guide"
msgid "The second text, with `+"`code`"+`."
msgstr "Le premier texte."

# kept: "Ask." = "<b>Demandez"
# mt: apertium 2026-11-20T14:03:11Z 00000000
msgctxt "Guide"
msgid "Ask us."
msgstr "Demandez-nous."
`)
	p := run(t, w)
	response, body := p.get(t, "/.parley/beside/fr/guide/")
	if response.StatusCode != http.StatusOK || response.Header.Get("Content-Type") != "text/html; charset=utf-8" {
		t.Fatalf("%d %s", response.StatusCode, body)
	}
	for _, part := range []string{
		`<h1>content/guide.md</h1>`, `<a href="/fr/guide/">`,
		`&lt;script&gt;alert(1)&lt;/script&gt;`, `content/locales/fr/content/guide.po:5`,
		`<tr class="stale"><td lang="en" dir="auto">The second text, with ` + "`code`" + `.<p><del><span class="unseen">Before: </span>The first text.</del></p></td><td lang="fr" dir="auto">Le premier texte.</td><td>stale, by apertium</td>`,
		`<tr class="missing"><td lang="en" dir="auto">Nobody has translated this.</td><td lang="fr" dir="auto"></td><td>missing</td>`, `content/guide.md:5`,
		`html not in the source`,
		`Demandez-nous.<p>Kept, by a person: &lt;b&gt;Demandez</p>`,
		`<a href="vscode://file` + strings.ReplaceAll(filepath.ToSlash(w.dir), " ", "%20") + `/content/locales/fr/content/guide.po:13"><code>content/locales/fr/content/guide.po:13</code></a>`,
		`<a href="vscode://file` + strings.ReplaceAll(filepath.ToSlash(w.dir), " ", "%20") + `/content/guide.md:5"><code>content/guide.md:5</code></a>`,
	} {
		if !strings.Contains(body, part) {
			t.Errorf("there is no %s in\n%s", part, body)
		}
	}
	if strings.Contains(body, "<script>alert") {
		t.Error("what a translator writes is run")
	}
	for _, address := range []string{"/.parley/beside/guide/", "/.parley/beside/fr/nowhere/", "/.parley/beside/../../etc/passwd", "/.parley/beside/fr/404.html"} {
		if response, _ := p.get(t, address); response.StatusCode == http.StatusOK {
			t.Errorf("%s is answered", address)
		}
	}
}

// TestAnEditorIsAProgram: what a browser would open itself, or what names no file, is no address of an editor; what a file is called
// stays one part of the address.
func TestAnEditorIsAProgram(t *testing.T) {
	for _, address := range []string{"javascript:alert('{file}')", "JavaScript:{file}", "https://example.org/{file}", "{file}", "vscode://file/", "data:text/html,{file}", ":{file}"} {
		if _, err := newEditor(t.TempDir(), address); err == nil || !strings.Contains(err.Error(), "vscode://file/{file}:{line}") {
			t.Errorf("%s: %v", address, err)
		}
	}
	e, err := newEditor("/a b/c", "idea://open?file=/{file}&line={line}")
	if got := e.open("content/x?y#z%.md", 7); err != nil || got != "idea://open?file=/a%20b/c/content/x%3Fy%23z%25.md&line=7" {
		t.Errorf("%v %s", err, got)
	}
	if none, err := newEditor("/a", ""); err != nil || none.open("x", 1) != "" {
		t.Error("there is a link without an address", err)
	}
}
