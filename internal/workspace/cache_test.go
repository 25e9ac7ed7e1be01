package workspace

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"parley/internal/doc"
	"parley/internal/kind"
)

var files = fstest.MapFS{
	"content/site.yaml":               {Data: []byte("kind: site\ntitle: P\nlanguages: [en, fr]\n")},
	"content/index.md":                {Data: []byte("# Start\n\nText with a [link](gone.md) and\na break.\n\n| a |\n|---|\n| b |\n")},
	"content/bad.md":                  {Data: []byte("---\ntitle: [1\n---\n")},
	"content/locales/fr/content/x.po": {Data: []byte("msgid \"\"\nmsgstr \"\"\n\"Language: fr\\n\"\n")},
}

func load(t *testing.T, cache *Cache) *Workspace {
	t.Helper()
	w, err := Load(files, cache)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// same compares what two loads have read.
func sameWorkspace(t *testing.T, want, got *Workspace) {
	t.Helper()
	if diff := cmp.Diff(want.Findings, got.Findings); diff != "" {
		t.Errorf("findings differ:\n%s", diff)
	}
	for i := range want.Documents {
		if diff := cmp.Diff(want.Documents[i].Whole(), got.Documents[i].Whole()); diff != "" {
			t.Errorf("%s differs:\n%s", want.Documents[i].Path, diff)
		}
	}
}

func TestAWarmCacheSaysWhatAColdOneSays(t *testing.T) {
	path := filepath.Join(t.TempDir(), "cache", "documents")
	none := load(t, nil)
	cold := OpenCache(path)
	sameWorkspace(t, none, load(t, cold))
	if err := cold.Save(); err != nil {
		t.Fatal(err)
	}
	warm := OpenCache(path)
	kept := 0
	for _, d := range none.Documents {
		if text, err := fs.ReadFile(files, d.Path); err != nil {
			t.Fatal(err)
		} else if _, plain := doc.ReadPlain(d.Path, text); !plain {
			kept++
		}
	}
	if len(warm.store.slots) != kept || kept == 0 {
		t.Fatalf("%d records of %d documents that are worth it", len(warm.store.slots), kept)
	}
	sameWorkspace(t, none, load(t, warm))
	if warm.store.fresh != nil || len(warm.store.waiting) > 0 {
		t.Error("a warm cache read a document again")
	}
	if err := warm.Save(); err != nil {
		t.Fatal(err)
	}
}

// TestADamagedCacheIsNeverBelieved changes and cuts the file in many places: whatever is left of it, the answers stay.
func TestADamagedCacheIsNeverBelieved(t *testing.T) {
	path := filepath.Join(t.TempDir(), "documents")
	none, cold := load(t, nil), OpenCache(path)
	load(t, cold)
	if err := cold.Save(); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for at := 0; at < len(whole); at += 61 {
		for _, damaged := range [][]byte{whole[:at], flipped(whole, at)} {
			if err := os.WriteFile(path, damaged, 0o644); err != nil {
				t.Fatal(err)
			}
			cache := OpenCache(path)
			sameWorkspace(t, none, load(t, cache))
			if err := cache.Save(); err != nil {
				t.Fatal(err)
			}
			sameWorkspace(t, none, load(t, OpenCache(path)))
		}
	}
}

func flipped(data []byte, at int) []byte {
	changed := bytes.Clone(data)
	changed[at] ^= 0x55
	return changed
}

func TestTheCacheDropsWhatIsNoLongerUsed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "documents")
	for i := range 50 {
		cache := OpenCache(path)
		text := bytes.Repeat([]byte("Edit. "), 200+i)
		if _, err := Load(fstest.MapFS{"content/index.md": {Data: text}}, cache); err != nil {
			t.Fatal(err)
		}
		if err := cache.Save(); err != nil {
			t.Fatal(err)
		}
	}
	if info, err := os.Stat(path); err != nil || info.Size() > 50_000 {
		t.Errorf("the cache has grown to %d bytes, %v", info.Size(), err)
	}
}

func TestForLeavesNothingThatTheViewMayNotSee(t *testing.T) {
	w, err := Load(fstest.MapFS{
		"content/site.yaml":   {Data: []byte("kind: site\ntitle: P\nlanguages: [en]\npartners: [{id: acme, title: Acme}]\n")},
		"content/open.md":     {Data: []byte("---\ntitle: Open\naudience: public\n---\n")},
		"content/usual.md":    {Data: []byte("---\ntitle: Usual\n---\n")},
		"content/own.md":      {Data: []byte("---\ntitle: Own\naudience: internal\n---\n")},
		"content/misspelt.md": {Data: []byte("---\ntitle: Misspelt\naudience: partners\n---\n")},
		"content/draft.md":    {Data: []byte("---\ntitle: Draft\ndraft: true\n---\n")},
		"content/acme.md":     {Data: []byte("---\ntitle: Acme\npartner: acme\n---\n")},
		"content/twice.md":    {Data: []byte("---\ntitle: T\naudience: public\naudience: internal\n---\n")},
		"content/capital.md":  {Data: []byte("---\ntitle: C\nAudience: internal\n---\n")},
		"content/typo.md":     {Data: []byte("---\ntitle: Y\naudiance: internal\n---\n")},
		"content/merged.md":   {Data: []byte("---\ntitle: M\n<<: {audience: internal}\n---\n")},
		"content/toml.md":     {Data: []byte("+++\naudience = \"internal\"\n+++\n")},
		"content/late.md":     {Data: []byte("\n---\naudience: internal\n---\n")},
		"content/quoted.md":   {Data: []byte("---\n\"audience\": internal\n\ntext\n")},
		"content/mapped.md":   {Data: []byte("---\ntitle: P\npartner: {id: acme}\n---\n")},
		"content/shout.md":    {Data: []byte("---\ntitle: D\ndraft: TRUE\n---\n")},
		"content/emea.md":     {Data: []byte("---\ntitle: EMEA\nregions: [emea]\n---\n")},
		"content/what.md":     {Data: []byte("---\nkind: whatever\naudience: public\n---\n")},
		"glossary/margin.md":  {Data: []byte("---\nkind: term\ntitle: margin\naudience: internal\n---\n")},
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	doubted := []string{"twice", "capital", "typo", "merged", "toml", "late", "quoted"} // and "mapped", which is about one partner
	for _, test := range []struct {
		name string
		view View
		want []string
	}{
		{"public", View{Audience: kind.Public}, []string{"open"}},
		{"partner", View{Audience: kind.Partner}, []string{"emea", "open", "usual"}},
		{"another region", View{Audience: kind.Partner, Region: "apac"}, []string{"open", "usual"}},
		{"one partner", View{Audience: kind.Partner, Partner: "acme"}, []string{"acme", "emea", "open", "usual"}},
		{"another partner", View{Audience: kind.Internal, Partner: "zeta"}, append([]string{"emea", "margin", "misspelt", "open", "own", "usual", "what"}, doubted...)},
		{"internal", View{Audience: kind.Internal}, append([]string{"acme", "emea", "mapped", "margin", "misspelt", "open", "own", "usual", "what"}, doubted...)},
		{"preview", View{Audience: kind.Partner, Drafts: true}, []string{"draft", "emea", "open", "shout", "usual"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			seen := w.For(test.view)
			var got []string
			for _, d := range seen.Documents {
				if d.Kind.Name != "site" {
					got = append(got, baseName(d.Path))
				}
			}
			if diff := cmp.Diff(test.want, got, cmp.Transformer("sorted", sorted)); diff != "" {
				t.Error(diff)
			}
			if _, ok := seen.Thing("partner", "acme"); ok != (test.view.Audience == kind.Internal) {
				t.Errorf("the list of partners is there: %v", ok)
			}
			if len(seen.Terms) > 0 && test.view.Audience != kind.Internal {
				t.Error("an internal term is there")
			}
		})
	}
}

func TestResolve(t *testing.T) {
	w := load(t, nil)
	for target, want := range map[string]Target{
		"bad.md":                  {What: ToDocument, Path: "content/bad.md"},
		"./bad.md#x%20y":          {What: ToDocument, Path: "content/bad.md", Fragment: "x y"},
		"#here":                   {What: ToDocument, Path: "content/index.md", Fragment: "here"},
		"/content/bad.md":         {What: ToDocument, Path: "content/bad.md"},
		"..":                      {What: ToNothing, Path: "."},
		"../../etc/passwd":        {What: OutOfBounds, Path: "../etc/passwd"},
		"..\\..\\x":               {What: OutOfBounds, Path: "content/..\\..\\x"},
		"gone.md":                 {What: ToNothing, Path: "content/gone.md"},
		"/content":                {What: ToDocument, Path: "content/index.md"},
		"https://example.org":     {What: ToOutside, URL: "https://example.org"},
		"//example.org/x":         {What: ToOutside, URL: "https://example.org/x"},
		"mailto:a@b.example":      {What: ToOutside, URL: "mailto:a@b.example"},
		"javascript:alert(1)":     {What: BadScheme, URL: "javascript:alert(1)"},
		"JaVa\tScRiPt:alert(1)":   {What: BadScheme, URL: "JaVa\tScRiPt:alert(1)"},
		"\x01javascript:alert(1)": {What: BadScheme, URL: "\x01javascript:alert(1)"},
		"data:text/html,<script>": {What: BadScheme, URL: "data:text/html,<script>"},
		"vbscript:x":              {What: BadScheme, URL: "vbscript:x"},
		"file:///etc/passwd":      {What: BadScheme, URL: "file:///etc/passwd"},
		"a:b/c.md":                {What: BadScheme, URL: "a:b/c.md"},
		"":                        {What: ToDocument, Path: "content/index.md"},
	} {
		if got := w.Resolve("content/index.md", target); got != want {
			t.Errorf("%q leads to %+v, want %+v", target, got, want)
		}
	}
}

func TestUnsafePictures(t *testing.T) {
	for text, safe := range map[string]bool{
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><path d="M0 0"/><use href="#a"/></svg>`: true,
		`<svg onload="alert(1)"/>`:                                      false,
		`<svg><script>alert(1)</script></svg>`:                          false,
		`<svg><a href="javascript:alert(1)"><path/></a></svg>`:          false,
		`<svg><foreignObject/></svg>`:                                   false,
		`<svg><image href="https://example.org/x.png"/></svg>`:          false,
		`<svg><rect fill="url(https://example.org/x)"/></svg>`:          false,
		`<svg><rect fill="url(#a)"/></svg>`:                             true,
		`<!DOCTYPE svg [<!ENTITY x "y">]><svg/>`:                        false,
		`<?xml-stylesheet href="x"?><svg/>`:                             false,
		`<svg><set attributeName="href" to="javascript:alert(1)"/>`:     false,
		`<svg><style>@import url(https://example.org/x);</style></svg>`: false,
		`<svg`: false,
		`<svg xmlns:x="http://www.w3.org/1999/xhtml"><x:script>alert(1)</x:script></svg>`: false,
		`<svg xmlns="http://www.w3.org/1999/xhtml"><path/></svg>`:                         false,
		`<svg><animate attributeName="href"/></svg>`:                                      false,
		`<svg><style>@im<g/>port "//example.org"</style></svg>`:                           false,
		`<svg><style>a{fill:u<g/>rl(//example.org)}</style></svg>`:                        false,
		`<svg><discard/></svg>`: false,
		`<svg><style>a{background:u<!-- -->rl(//example.org)}</style></svg>`:                                                       false,
		`<svg><style>a{background:\75rl(//example.org)}</style></svg>`:                                                             false,
		`<svg><rect style="background:image-set('https://example.org/x')"/></svg>`:                                                 false,
		`<svg><rect style="fill:&#117;rl(//example.org)"/></svg>`:                                                                  false,
		`<svg xml:base="https://example.org/"><use href="#a"/></svg>`:                                                              false,
		`<svg xmlns:l="http://www.w3.org/1999/xlink"><use l:href="x.svg#a"/></svg>`:                                                false,
		`<svg><image href="data:image/svg+xml;base64,PHN2Zy8+"/></svg>`:                                                            false,
		`<svg><image href="data:image/png;base64,iVBORw0KGgo="/></svg>`:                                                            true,
		`<svg xmlns="http://www.w3.org/2000/svg" xmlns:i="http://www.inkscape.org/namespaces/inkscape" i:version="1"><i:x/></svg>`: true,
		`<svg aria-label="x" role="img"><title>url</title><style>.a{fill:url(#g)}</style></svg>`:                                   true,
	} {
		if _, _, unsafe := readSVG([]byte(text)); (unsafe == "") != safe {
			t.Errorf("%s: %q", text, unsafe)
		}
	}
	if width, height, _ := readSVG([]byte(`<svg width="1e99" viewBox="0 0 40 30"/>`)); width != 40 || height != 30 {
		t.Errorf("size %d x %d", width, height)
	}
}

func TestATrustedCacheReadsAgainWhatIsForgotten(t *testing.T) {
	cache := OpenCache("")
	cache.Trust()
	edited := maps.Clone(files)
	edited["content/part/a.md"] = &fstest.MapFile{Data: []byte("# A\n")}
	check := func(changed ...string) {
		t.Helper()
		cache.Forget(changed)
		want, _ := Load(edited, nil)
		got, err := Load(edited, cache)
		if err != nil {
			t.Fatal(err)
		}
		if len(want.Documents) != len(got.Documents) {
			t.Fatalf("%d documents; want %d", len(got.Documents), len(want.Documents))
		}
		sameWorkspace(t, want, got)
	}
	check()
	edited["content/index.md"] = &fstest.MapFile{Data: []byte("# Another start\n")}
	check("content/index.md")
	edited["content/part/a.md"] = &fstest.MapFile{Data: []byte("# Another A\n")}
	check("content/part") // a folder that another has taken the place of
	delete(edited, "content/part/a.md")
	check("content/part/a.md")
	edited["content/part/a.md"] = &fstest.MapFile{Data: []byte("# It is back\n")}
	edited["content/index.md"] = &fstest.MapFile{Data: []byte("# And this, of which nobody says so\n")}
	check()
	edited["content/site.yaml"] = &fstest.MapFile{Data: []byte("kind: site\ntitle: P\nlanguages: [en]\nlimits: {file_bytes: 20}\n")}
	check("content/site.yaml")
}

// TestWordsAreReadWhereverTheyAre reads documents whose words wait in memory, whose words have been written, whose words
// cannot be written, and after the cache has been saved.
func TestWordsAreReadWhereverTheyAre(t *testing.T) {
	many := fstest.MapFS{"content/site.yaml": files["content/site.yaml"]}
	for i := range 200 {
		text := fmt.Sprintf("# Page %d\n\n", i) + strings.Repeat(fmt.Sprintf("Words of page %d.\n\n- an *item*\n", i), 100)
		many[fmt.Sprintf("content/page-%d.md", i)] = &fstest.MapFile{Data: []byte(text)}
	}
	want, err := Load(many, nil)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "file"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{filepath.Join(dir, "documents"), filepath.Join(dir, "file", "documents"), filepath.Join(dir, "documents")} {
		cache := OpenCache(path)
		got, err := Load(many, cache)
		if err != nil {
			t.Fatal(err)
		}
		sameWorkspace(t, want, got)
		if failed := cache.Save(); (failed != nil) != strings.Contains(path, "file") {
			t.Error(failed)
		}
		sameWorkspace(t, want, got)
	}
}
