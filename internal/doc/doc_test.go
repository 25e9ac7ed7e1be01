package doc

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"parley/internal/diag"
)

// tricky is Markdown with everything that makes cutting it into units hard.
const tricky = `---
title: X
---
Para with [link](a.md#x "T") and ` + "`code`" + ` and
second line\
hard. <b>raw</b> https://x.example/a

## Sec & co {#ss onclick="x"}

- [ ] do *it*
- [x] done
  - nested
    > quoted
    > twice

Setext heading
--------------

| a | b |
|--|:-:|
| x \| y | ![alt](i.png) |

<div onclick=1>
x
</div>

foot[^1] <foo@bar.example>

[^1]: note *text*

term
: def
`

func TestUnits(t *testing.T) {
	d, findings := Read("a.md", []byte(tricky))
	var got []string
	for _, unit := range d.Units {
		got = append(got, string(unit.Block)+" | "+unit.Context+" | "+unit.Text)
	}
	want := []string{
		"paragraph |  | Para with [link](a.md#x \"T\") and `code` and second line hard. <b>raw</b> https://x.example/a",
		"heading |  | Sec & co",
		"item | #ss | [ ] do *it*",
		"item | #ss | [x] done",
		"item | #ss | nested",
		"paragraph | #ss | quoted twice",
		"heading |  | Setext heading",
		"cell | Setext heading | a",
		"cell | Setext heading | b",
		`cell | Setext heading | x \| y`,
		"cell | Setext heading | ![alt](i.png)",
		"paragraph | Setext heading | foot[^1] <foo@bar.example>",
		"paragraph | Setext heading | note *text*",
		"definition | Setext heading | term",
		"item | Setext heading | def",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	var codes []diag.Code
	for _, finding := range findings {
		codes = append(codes, finding.Code)
	}
	if want := []diag.Code{diag.MarkdownRawHTML, diag.MarkdownRawHTML, diag.MarkdownRawHTML}; !slices.Equal(codes, want) {
		t.Errorf("findings %v, want %v", codes, want)
	}
}

func TestSpliceOfOwnUnitsGivesTheSameBytes(t *testing.T) {
	d, _ := Read("a.md", []byte(tricky))
	if got := d.Splice(own(d)); got != d.Body {
		t.Error(cmp.Diff(d.Body, got))
	}
}

// own are passages that say what the units say.
func own(d Document) []Passage {
	passages := make([]Passage, len(d.Units))
	for i, unit := range d.Units {
		passages[i].Text = unit.Text
	}
	return passages
}

func TestRenderInAnotherLanguage(t *testing.T) {
	d, _ := Read("a.md", []byte("Hello [you](you.md).\n\n## Second {#two}\n\n- [ ] one\n- two\n"))
	r, ok := d.Render([]Passage{{Text: "Bonjour [vous](you.md)."}, {Text: "Deuxième"}, {Lang: "en", Dir: "ltr"}, {Text: "deux"}})
	if !ok {
		t.Fatal("not rendered")
	}
	want := "<p>Bonjour vous.</p>\n<h2 id=\"two\">Deuxième</h2>\n<ul>\n" +
		"<li><span lang=\"en\" dir=\"ltr\"><label class=\"task\"><input type=\"checkbox\" data-task=\"0\"> <span>one</span></label></span></li>\n" +
		"<li>deux</li>\n</ul>\n"
	if diff := cmp.Diff(want, r.HTML.Text); diff != "" {
		t.Error(diff)
	}
	if r.Sections[0].ID != "two" || r.Sections[0].Text != "Deuxième" {
		t.Errorf("section %+v", r.Sections[0])
	}
}

func TestATranslationNeverChangesTheStructure(t *testing.T) {
	d, _ := Read("a.md", []byte("One.\n\n- two\n\n| a |\n|---|\n| b |\n"))
	for _, evil := range []string{"# big", "- list", "> quote", "1. first", "```", "a\n\nb", "---", "<div>", "a | b"} {
		for i := range d.Units {
			passages := own(d)
			passages[i].Text = evil
			r, ok := d.Render(passages)
			if ok && strings.Count(r.HTML.Text, "<p>")+strings.Count(r.HTML.Text, "<li>")+strings.Count(r.HTML.Text, "<td>")+strings.Count(r.HTML.Text, "<th ") != 4 {
				t.Errorf("unit %d as %q gives other blocks:\n%s", i, evil, r.HTML.Text)
			}
		}
	}
}

func TestReadFrontMatter(t *testing.T) {
	for _, test := range []struct {
		name, text, title, body string
		line                    int
		code                    diag.Code
	}{
		{"plain", "---\ntitle: A\n---\nbody\n", "A", "body\n", 4, ""},
		{"none", "body\n", "", "body\n", 1, ""},
		{"a line across the page", "---\n\nbody\n", "", "---\n\nbody\n", 1, ""},
		{"never ends", "---\ntitle: A\n", "", "---\ntitle: A\n", 1, diag.FrontMatterUnclosed},
		{"byte order mark and CRLF", "\ufeff---\r\ntitle: A\r\n---\r\nbody\r\n", "A", "body\n", 4, ""},
		{"rule in the body", "---\ntitle: A\n---\n\n---\n\nx\n", "A", "\n---\n\nx\n", 4, ""},
		{"an indented fence", "---\ntitle: |\n  a\n  ---\n  b\n---\nbody\n", "a\n---\nb\n", "body\n", 7, diag.FrontMatterUnclosed},
		{"empty", "---\n---\nbody\n", "", "body\n", 3, ""},
		{"Latin-1", "---\ntitle: caf\xe9\n---\nbody\n", "caf\ufffd", "body\n", 4, diag.FileEncoding},
	} {
		t.Run(test.name, func(t *testing.T) {
			d, findings := Read("a.md", []byte(test.text))
			if d.Fields.Str("title") != test.title || d.Body != test.body || d.BodyLine != test.line {
				t.Errorf("title %q, body %q from line %d", d.Fields.Str("title"), d.Body, d.BodyLine)
			}
			var code diag.Code
			if len(findings) > 0 {
				code = findings[0].Code
			}
			if code != test.code {
				t.Errorf("findings %v, want %q", findings, test.code)
			}
		})
	}
}

// TestLineEndsThatOnlySomeReadersKnow hides a key behind a character that ends a line for one reader of YAML and not for
// another. It is reported where it stands, nothing around it is read, and lines after it are those that editors count.
func TestLineEndsThatOnlySomeReadersKnow(t *testing.T) {
	for _, test := range []struct {
		name, text string
		line, col  int // of the finding; 0 for none
	}{
		{"a.yaml", "title: A # remark\u2028audience: public\n", 1, 18},
		{"a.yaml", "é: A\ntitle: A # remark\u2029audience: public\n", 2, 18},
		{"a.yaml", "title: A # remark\u0085audience: public\n", 1, 18},
		{"a.yaml", "title: \"A\u2028B\"\n", 1, 10},
		{"a.yaml", "title: A # remark\raudience: public\n", 1, 18},
		{"a.yaml", "\ufefftitle: A\r\nsummary: B # remark\raudience: public\r\n", 2, 20},
		{"a.md", "---\ntitle: A # remark\u2028audience: public\n---\nbody\n", 2, 18},
		{"a.md", "---\r\ntitle: A # remark\raudience: public\r\n---\r\nbody\r\n", 2, 18},
		{"a.md", "---\r\ntitle: A\r\n---\rbody\r\n", 3, 4},
		{"a.md", "---\rtitle: A\r\n---\r\nbody\r\n", 1, 4},
		{"a.yaml", "title: \"A\\u2028B\"\r\n", 0, 0},
		{"a.md", "---\rtitle: A # remark\raudience: internal\r---\rbody\r", 0, 0}, // as old computers wrote
		{"a.md", "---\ntitle: A\n---\nbody\u2028more\rand more\n", 0, 0},
		{"a.md", "body\u2028more\rand more\n", 0, 0},
	} {
		d, findings := Read(test.name, []byte(test.text))
		if test.line == 0 {
			if len(findings) > 0 || d.Broken {
				t.Errorf("%q: %v", test.text, findings)
			}
			continue
		}
		if len(findings) != 1 || findings[0].Code != diag.YAMLSyntax || findings[0].Line != test.line || findings[0].Col != test.col || findings[0].Hint == "" {
			t.Errorf("%q: %+v; want one finding at %d:%d", test.text, findings, test.line, test.col)
		}
		if !d.Broken || len(d.Fields.Keys) > 0 {
			t.Errorf("%q was read: %v", test.text, d.Fields.Keys)
		}
	}
}

func TestAnOpeningHeadingIsTheTitle(t *testing.T) {
	d, findings := Read("a.md", []byte("# Title *here* {#x}\n\nText.\n\n# Second\n"))
	if d.TitleText != "Title here" || d.TitleUnit != 0 || strings.Contains(d.HTML.Text, "Title") {
		t.Errorf("title %q, unit %d, html %s", d.TitleText, d.TitleUnit, d.HTML.Text)
	}
	if len(findings) != 1 || findings[0].Code != diag.MarkdownHeadingOne || findings[0].Line != 5 {
		t.Errorf("findings %v", findings)
	}
}

func TestSlug(t *testing.T) {
	for text, want := range map[string]string{"Sec & co": "sec--co", "Où ça ?": "où-ça-", "価格表": "価格表", "!!!": "section", "A_b-c": "a_b-c"} {
		if got := Slug(text); got != want {
			t.Errorf("Slug(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestTextIsNeverMarkup(t *testing.T) {
	for _, text := range []string{
		"<script>alert(1)</script>\n", "a <img src=x onerror=alert(1)> b\n", "[x](javascript:alert(1))\n", "![x\" onerror=\"alert(1)](x.png)\n",
		"## h {onclick=\"alert(1)\"}\n", "<!-- --><script>alert(1)</script>\n", "[x](a \"t\\\" onclick=alert(1)\")\n", "```\"><script>\nx\n```\n", "&lt;script&gt;\n",
	} {
		d, _ := Read("a.md", []byte(text))
		for _, bad := range []string{"<script", "<img", "onclick=\"", "href"} {
			if strings.Contains(d.HTML.Text, bad) {
				t.Errorf("%q gives %q", text, d.HTML.Text)
			}
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add("a.md", []byte(tricky))
	f.Add("a.yaml", []byte("a: [1, {b: c}]\nd: &x y\ne: *x\n"))
	f.Add("a.md", []byte("# T\n\n[a]: b \"c\"\n\n[a] ![a][a] <x@y.z>\n"))
	f.Fuzz(func(t *testing.T, name string, text []byte) {
		if len(text) > 1<<14 {
			return
		}
		d, _ := Read(name, text)
		if !d.Markdown {
			return
		}
		if got := d.Splice(own(d)); got != d.Body {
			t.Fatalf("splice changed %q to %q", d.Body, got)
		}
		checkHoles(t, d)
		if _, ok := d.Render(own(d)); !ok {
			t.Fatalf("%q does not render as itself", d.Body)
		}
	})
}

func checkHoles(t *testing.T, d Document) {
	t.Helper()
	at := 0
	for _, hole := range d.HTML.Holes {
		if hole.Start < at || hole.Stop < hole.Start || hole.Stop > len(d.HTML.Text) {
			t.Fatalf("hole %+v after %d in %q", hole, at, d.HTML.Text)
		}
		if hole.What == HoleChart && hole.Link >= len(d.Charts) {
			t.Fatalf("hole %+v of %d charts", hole, len(d.Charts))
		}
		if hole.What != HoleText && hole.What != HoleChart && hole.Link >= len(d.Links) {
			t.Fatalf("hole %+v of %d links", hole, len(d.Links))
		}
		at = hole.Stop
	}
}
