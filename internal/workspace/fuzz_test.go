package workspace

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/net/html"

	"parley/internal/diag"
	"parley/internal/doc"
)

// FuzzResolve: wherever a link leads, it leads to something that there is, to another site, or nowhere; never to what a
// browser would run.
func FuzzResolve(f *testing.F) {
	for _, target := range []string{"b.md#c", "../content/b.md", "/content/deep", "p.png?x#y", "//a.b/c", "java\tscript:alert(1)", " \x01JavaScript:x", "data:text/html,x", "mailto:a@b", "%2e%2e/%2e%2e/x", `..\x`, "C:/x", "vbscript&colon;x", "./deep/../b.md"} {
		f.Add("content/a.md", target)
	}
	files := fstest.MapFS{}
	for _, name := range []string{"content/a.md", "content/b.md", "content/deep/index.md", "content/p.png", "glossary/README.md"} {
		files[name] = &fstest.MapFile{Data: []byte("# A\n")}
	}
	w, err := Load(files, nil)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, from, target string) {
		if _, there := files[from]; !there {
			from = "content/deep/index.md"
		}
		got := w.Resolve(from, target)
		switch got.What {
		case ToDocument, ToAsset:
			if _, there := files[got.Path]; !there {
				t.Fatalf("%q in %s leads to %+v, which does not exist", target, from, got)
			}
		case ToOutside:
			if scheme := schemeInABrowser(got.URL); scheme != "http" && scheme != "https" && scheme != "mailto" && scheme != "tel" {
				t.Fatalf("%q leads to %+v: a browser takes it for %s", target, got, scheme)
			}
		case ToNothing:
			if strings.HasPrefix(path.Clean(got.Path), "../") {
				t.Fatalf("%q in %s leads out: %+v", target, from, got)
			}
		}
	})
}

// schemeInABrowser is the scheme of an address as the standard of browsers finds it: controls and blanks at the ends, and
// tabs and line ends anywhere, are left out.
func schemeInABrowser(address string) string {
	address = strings.TrimFunc(address, func(r rune) bool { return r <= ' ' })
	address = strings.NewReplacer("\t", "", "\n", "", "\r", "").Replace(address)
	scheme, _, _ := strings.Cut(address, ":")
	return strings.ToLower(scheme)
}

// FuzzAddress: each document has an address that stays on the site, and is a folder.
func FuzzAddress(f *testing.F) {
	f.Add("content/a.md")
	f.Add("content/a b/index.md")
	f.Add("playbooks/cafe\u0301.v1.md")
	f.Fuzz(func(t *testing.T, name string) {
		if !fs.ValidPath(name) || path.Ext(name) == "" || strings.HasPrefix(path.Base(name), ".") {
			return
		}
		address := Address(name)
		if !strings.HasPrefix(address, "/") || !strings.HasSuffix(address, "/") || strings.Contains(address, "//") || strings.Contains(address, "/../") || strings.Contains(address, "/./") {
			t.Fatalf("%q is at %q", name, address)
		}
	})
}

// FuzzSettings: whatever the settings say, a repository has a language, bounds and addresses of the web, and each finding
// lies in the file.
func FuzzSettings(f *testing.F) {
	f.Add([]byte("kind: site\ntitle: A\nlanguages: [en, fr]\nbase_url: https://a.b\ntheme: {name: x, accent: \"#123456\"}\nlimits: {file_bytes: 4096}\nnaming: {files: \"^a\"}\n"))
	f.Add([]byte("languages: [[x], 1]\nbase_url: javascript:x\nrepository: {url: 'file:///x', edit: 'https://x/{path}'}\nlimits: {file_bytes: 1e300}\nnaming: {files: '('}\nbudget: {a: -1}\n"))
	f.Add([]byte("navigation: [{id: a, kinds: [b]}, c]\nstart: [{id: x}]\nredirects: [{from: /a/, to: b.md}]\ncontact: {a: {b: c}}\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		if len(text) > 1<<13 {
			return
		}
		w, err := Load(fstest.MapFS{SettingsPath: &fstest.MapFile{Data: text}}, nil)
		if err != nil {
			t.Fatal(err)
		}
		s := w.Settings
		if len(s.Languages) == 0 || s.Source != s.Languages[0] || s.FileBytes < 1024 || s.FileNames == nil || s.Title == "" || s.Theme == "" {
			t.Fatalf("%q is read as %+v", text, s)
		}
		for _, address := range []string{s.BaseURL, s.Repository.URL, s.Repository.Edit} {
			if parsed, err := url.Parse(address); address != "" && (err != nil || parsed.Scheme != "http" && parsed.Scheme != "https" || parsed.Host == "") {
				t.Fatalf("%q has the address %q", text, address)
			}
		}
		file := diag.NewFile(SettingsPath, bytes.ToValidUTF8(doc.Normalise(text), []byte("\ufffd")))
		for _, finding := range w.Findings {
			line, _ := file.Position(file.Offset(finding.Line, finding.Col))
			if finding.Hint == "" || finding.Path != SettingsPath || finding.Line > 0 && line != finding.Line {
				t.Fatalf("%q: %+v", text, finding)
			}
		}
	})
}

// FuzzSVG: a picture that may be published has nothing in it that a tolerant reader would take for something that runs or
// leads elsewhere; and no picture is larger than a page can use.
func FuzzSVG(f *testing.F) {
	for _, inner := range []string{"<g><path d='M0 0'/></g>", "<script>x</script>", "<a href='javascript:x'/>", "<use xlink:href='#a'/>", "<rect onload='x'/>", "<style>a{fill:url(#b)}</style>", "<image href='data:image/png;base64,x'/>", "<foreignObject/>", "<!-- x -->", "<?x y?>", "<x:script xmlns:x='http://www.w3.org/2000/svg'/>"} {
		f.Add([]byte("<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' width='1' viewBox='0 0 3 4'>" + inner + "</svg>"))
	}
	runs := regexp.MustCompile(`^(on.*|formaction|action|srcdoc|begin)$`)
	f.Fuzz(func(t *testing.T, text []byte) {
		width, height, unsafe := readSVG(text)
		if width < 0 || height < 0 || width > 1e6 || height > 1e6 {
			t.Fatalf("%q is %d by %d", text, width, height)
		}
		if unsafe != "" || bytes.Contains(text, []byte("<!")) {
			return // in a comment or a literal there may be anything
		}
		for tokens := html.NewTokenizer(bytes.NewReader(text)); tokens.Next() != html.ErrorToken; {
			token := tokens.Token()
			if token.Type != html.StartTagToken && token.Type != html.SelfClosingTagToken {
				continue
			}
			_, local, _ := strings.Cut(":"+token.Data, ":")
			if local == "script" || local == "foreignobject" || local == "iframe" || local == "a" || local == "animate" || local == "set" {
				t.Fatalf("%q is published with %v", text, token)
			}
			for _, a := range token.Attr {
				if runs.MatchString(a.Key) || (a.Key == "href" || a.Key == "xlink:href") && schemeInABrowser(a.Val) == "javascript" {
					t.Fatalf("%q is published with %v", text, token)
				}
			}
		}
	})
}

// FuzzStore: whatever lies where the cache should be, what it gives is what was put, and what is put is there the next time.
func FuzzStore(f *testing.F) {
	key := func(n byte) (key [32]byte) { key[0] = n; return key }
	record := func(n byte, data string) string {
		return string(appendRecord(nil, key(n), crc32.ChecksumIEEE([]byte(data)), []byte(data)))
	}
	f.Add([]byte(magic+record(1, "one")+record(2, "two")+record(1, "three")), []byte("x"))
	f.Add([]byte(magic+record(1, "one")[:20]), []byte(""))
	f.Add([]byte("parley parse cache 1\n"), []byte("y"))
	f.Add(append([]byte(magic), bytes.Repeat([]byte{0xff}, 100)...), []byte("z"))
	f.Fuzz(func(t *testing.T, old, data []byte) {
		name := filepath.Join(t.TempDir(), "documents")
		if err := os.WriteFile(name, old, 0o600); err != nil {
			t.Fatal(err)
		}
		for round := range 3 {
			s := openStore(name)
			for known := range s.slots {
				if got, _, ok := s.get(known); ok && !holdsRecord(old, known, got) && !(known == key(7) && bytes.Equal(got, data)) {
					t.Fatalf("%q gives %q", old, got)
				}
			}
			if got, _, ok := s.get(key(7)); round > 0 && (!ok || !bytes.Equal(got, data)) {
				t.Fatalf("after %q, %q is put, and %q, %v is there in round %d", old, data, got, ok, round)
			}
			s.put(key(7), data)
			if err := s.save(); err != nil {
				t.Fatalf("%q: %v", old, err)
			}
		}
	})
}

// holdsRecord reports whether a file has a record with its checksum somewhere.
func holdsRecord(file []byte, key [32]byte, data []byte) bool {
	head := binary.LittleEndian.AppendUint32(key[:], uint32(len(data)))
	head = binary.LittleEndian.AppendUint32(head, crc32.ChecksumIEEE(data))
	return bytes.Contains(file, append(head, data...))
}
