package translation

import (
	"strings"
	"testing"
	"time"

	"parley/internal/diag"
	"parley/internal/doc"
)

// failed tells the names of the checks that a text fails.
func failed(unit doc.Unit, text string) string {
	var names []string
	for _, f := range Check(unit, text) {
		names = append(names, f.Check)
	}
	return strings.Join(names, " ")
}

func TestCheck(t *testing.T) {
	for _, test := range []struct {
		block        doc.Block
		source, text string
		want         string
	}{
		{"paragraph", "Send the **signed** [contract](contract.md).", "Envíe el [contrato](contract.md) **firmado**.", ""},
		{"paragraph", "Hello.", "  \u200b ", "blank"},
		{"paragraph", "Hello {name}, use `a b`.", "Hola {nombre}, use `a c`.", "placeholders code"},
		{"paragraph", "{a} {{ b }} ${c} %(d)s %s %1$s {0} {% e %}", "%1$s {% e %} {0} %s {a} {{ b }} %(d)s ${c}", ""},
		{"paragraph", "{a} and {a}", "{a} y", "placeholders"},
		{"paragraph", "It is 100 % sure, {not a variable}.", "Es 100 % seguro, {no es variable}.", ""},
		{"paragraph", "Run ``a ` b`` now", "Ahora ``a ` b``", ""},
		{"paragraph", "Run `a` now", "Ejecute a ahora", "code"},
		{"paragraph", "Run \\`a\\` now", "Ejecute \\`b\\` ahora", ""},
		{"paragraph", "See [a](x.md#top \"A title\")", "Ver [á](<x.md#top> 'Un título')", ""},
		{"paragraph", "See [a](x.md)", "Ver [a](y.md)", "links"},
		{"paragraph", "See [a](x(1).md) or [b]", "O [b] o ver [á](x(1).md)", ""},
		{"paragraph", "See https://a.example/b, or (https://c.example).", "Ver https://a.example/b o bien https://c.example。", ""},
		{"paragraph", "See <https://a.example/b>", "Ver https://a.example/b", ""},
		{"paragraph", "See https://a.example/b", "Ver https://a.example/c", "links"},
		{"paragraph", "[https://a.example](https://a.example)", "[el sitio](https://a.example)", ""},
		{"paragraph", "[![Alt](i.png)](x.md)", "[![Texto](i.png)](x.md)", ""},
		{"paragraph", "![Alt](i.png)", "![Texto](j.png)", "images"},
		{"paragraph", "Write to ana_b@example.com.", "Escriba a _ana_b@example.com_.", "emphasis"},
		{"paragraph", "Write to <ana@example.com>", "Escriba a eva@example.com", "emails"},
		{"paragraph", "As said[^1] in [text][ref]", "Como dice[^1] el [texto][ref]", ""},
		{"paragraph", "As said[^1] in [text][ref]", "Como dice[^2] el [texto][otra]", "references"},
		{"paragraph", "*so* and __so__ ~~gone~~", "_así_ y **así** ~~nada~~", ""},
		{"paragraph", "**so**", "así", "emphasis"},
		{"paragraph", "2 * 3 and snake_case_name", "2 x 3 y snake_case_name", ""},
		{"paragraph", "<b>x</b><br>", "<br/><b>y</b>", ""},
		{"paragraph", "x", "<script>y</script>", "markdown html"},
		{"paragraph", "an <img src=\"a.png\" alt=\"A\">", "una <img src=\"a.png\" alt=\"Á\" onerror=\"alert(1)\">", "safe-html"},
		{"paragraph", "an <img src=\"a.png\">", "una <img src=\"https://evil.example/a.png\">", "safe-html"},
		{"paragraph", "See [a](x.md)", "Ver [a](java&#115;cript:alert(1))", "links safe-html"},
		{"paragraph", "See <https://x.example>", "Ver <javascript:alert(1)>", "links safe-html"},
		{"paragraph", "One.", "Uno.\n\n# Dos", "markdown"},
		{"paragraph", "On 2 October.", "2. Oktober", "markdown"},
		{"paragraph", "On 2 October.", "2\\. Oktober", ""},
		{"paragraph", "One.", "- Uno", "markdown"},
		{"paragraph", "One.", "# Uno", "markdown"},
		{"paragraph", "One.", "#Uno", "debris"},
		{"paragraph", "One.", "> Uno", "markdown"},
		{"paragraph", "One.", "```uno", "markdown"},
		{"paragraph", "One `x`.", "`x` uno", ""},
		{"paragraph", "One `x`.", "`x``` uno", "code"},
		{"paragraph", "One.", "    uno", "markdown"},
		{"paragraph", "One.", "* * *", "markdown"},
		{"paragraph", "One.", "===", "markdown"},
		{"paragraph", "One.", "| uno", "markdown"},
		{"paragraph", "One.", ": uno", "markdown"},
		{"paragraph", "One.", "[uno]: dos", "markdown"},
		{"paragraph", "One <b>two</b>.", "<b>dos</b> uno", ""},
		{"paragraph", "A <details>.", "<details> un", "markdown"},
		{"heading", "1. Scope", "1. Alcance", ""},
		{"heading", "Scope {#scope}", "Alcance {#scope}", ""},
		{"heading", "Scope {#scope}", "Alcance {#alcance}", "markdown anchors"},
		{"heading", "Scope {#scope}", "{#scope} Alcance", "markdown"},
		{"item", "[ ] Sign", "[ ] Firmar", ""},
		{"item", "[ ] Sign", "[x] Firmar", "markdown"},
		{"item", "[x] Sign", "Firmar", "markdown"},
		{"cell", "a \\| b", "á \\| b", ""},
		{"cell", "a", "á | b", "markdown"},
		{"cell", "a", "á\\", "markdown"},
		{"paragraph", "The manager", "El #gerente", "debris"},
		{"paragraph", "The *big* thing", "La cosa *grande*", ""},
		{"paragraph", "**粗体** text", "**粗体**文字", ""},
		{"paragraph", "Send it", "Envíe *XPH0X", "emphasis debris debris"},
		{"paragraph", "The table", "La *tabla nueva", "emphasis debris"},
		{"paragraph", "Ask @ana about #pricing", "Pregunte a @ana por #pricing", ""},
		{"paragraph", "Fish &amp; chips", "Pescado &amp;amp; patatas", "debris"},
		{"paragraph", "Cafe", "CafÃ©", "debris"},
		{"paragraph", "It’s", "Itâ€™s", "debris"},
		{"paragraph", "Cafe", "Caf\uFFFD", "debris"},
		{"paragraph", "Cafe", "Caf\xff", "debris"},
		{"paragraph", "Cafe", "Café \uE000", "debris"},
		{"paragraph", "Cafe", "Caf\x07é", "debris"},
		{"paragraph", "NO", "NÃO, Ângela, pâte", ""},
		{"paragraph", "Hello", "\u2068مرحبا\u2069", ""},
		{"paragraph", "Hello", "\u202Eolleh", "bidi"},
		{"paragraph", "Hello", "olleh\u2069", "bidi"},
		{"field", "Say `a` to [b](c) & <d>", "- Diga `á` a [b](x) & <e>", ""},
		{"field", "See https://a.example for {name}", "Ver https://b.example", "placeholders links"},
		{"field", "One", "Uno\ndos", "markdown"},
		{"field", "Mail a@example.com", "Correo", "emails"},
		{"field", "Portal", "<script>alert(1)</script>Portal", "html"},
		{"field", "Press <b>", "Pulse <B>", ""},
	} {
		unit := doc.Unit{Block: test.block, Text: test.source}
		if got := failed(unit, test.text); got != test.want {
			t.Errorf("%s %q -> %q fails %q, want %q: %v", test.block, test.source, test.text, got, test.want, Check(unit, test.text))
		}
		if got := failed(unit, test.source); got != "" {
			t.Errorf("%s %q does not pass as its own translation: %v", test.block, test.source, Check(unit, test.source))
		}
	}
}

func TestFailureSaysWhatIsWrong(t *testing.T) {
	unit := doc.Unit{Block: doc.Paragraph, Text: "Hello {name} **you**, see [a](x.md) [b](y.md)"}
	got := Check(unit, "Hola {nombre}, ver [a](z.md) [b](x.md)")
	want := []Failure{
		{"placeholders", "missing {name}; not in the source {nombre}", diag.Error},
		{"links", "missing y.md; not in the source z.md", diag.Error},
		{"emphasis", "missing *, *, *, *", diag.Warning},
	}
	if len(got) != len(want) || got[0] != want[0] || got[1] != want[1] || got[2] != want[2] {
		t.Errorf("%+v", got)
	}
	if detail := Check(doc.Unit{Text: "a"}, strings.Repeat("`a b` ", 1000))[0].Detail; len(detail) > 400 || strings.Contains(detail, "\n") {
		t.Error(detail)
	}
}

// TestCheckIsLinear: a text that takes a minute would stop every build.
func TestCheckIsLinear(t *testing.T) {
	for _, piece := range []string{"<", "<a ", "</", "<a'>", "`", "` `` ", "[", "![", "[]", "](", "[](<", "[](a", "[](a \"", "][", "[^", "{", "{{", "${", "%(", "*", "* ", " *a", "_a", "~", "@", "a@", "www.a", "www.[", "https://(", "&amp;", "XPH", "{#", "\\", "|", "![[](x)"} {
		text := strings.Repeat(piece, 200_000/len(piece))
		start := time.Now()
		Check(doc.Unit{Block: doc.Cell, Text: "a"}, text)
		Check(doc.Unit{Block: doc.Cell, Text: text}, text+" ")
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("%q repeated takes %v", piece, took)
		} else {
			t.Logf("%-10q %v", piece, took)
		}
	}
}

const checked = head + `
# ignore: links the Spanish site has another address
msgid "See <https://example.com/en>."
msgstr "Vea <https://example.com/es>."

# ignore: links
msgid "Or <https://example.com/en>."
msgstr "O <https://example.com/es>."

# ignore: markdown I like it
msgid "Two paragraphs."
msgstr "Dos\n\npárrafos."

#, fuzzy
#| msgid "Dear {partner},"
msgid "Dear {customer},"
msgstr "Estimado {partner}:"

#, fuzzy
#| msgid "Old {x}"
msgid "New {y}"
msgstr "Nuevo {y}"

# check: placeholders missing {z}
#, fuzzy
msgid "Bad {z}"
msgstr "Malo"

msgid "**So**"
msgstr "Así"
`

func TestVerify(t *testing.T) {
	units := unitsOf(t, " | paragraph | See <https://example.com/en>.\n | paragraph | Or <https://example.com/en>.\n | paragraph | Or <https://example.com/en>.\n | paragraph | Two paragraphs.\n | paragraph | Dear {customer},\n | paragraph | New {y}\n | paragraph | Bad {z}\n | paragraph | **So**")
	merged := Merge(units, parse(t, checked)).Units
	verified, findings := Verify(merged, "content/a.md")
	want := "edited Vea <https://example.com/es>.\nfailed O <https://example.com/es>.\nfailed O <https://example.com/es>.\nfailed Dos\n\npárrafos.\n" +
		"stale Estimado {partner}: <- Dear {partner},\nfailed Nuevo {y} <- Old {x}\nfailed Malo\nedited Así"
	if got := shown(verified); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	for i, u := range verified {
		if u.State == Failed && (u.Shown() || u.Fresh() || len(u.Checks) != 1) || u.State != Failed && !u.Shown() {
			t.Errorf("%+v", u)
		}
		if merged[i].State == Failed && i != 6 {
			t.Error("Verify changed the units that it was given")
		}
	}
	wantFindings := []string{
		"11:8-11:37 po/check the translation fails the check links: missing https://example.com/en; not in the source https://example.com/es (0:0 this is the source text)",
		"15:8-15:26 po/check the translation fails the check markdown: the text has a line break (0:0 this is the source text)",
		"25:8-25:19 po/check the translation fails the check placeholders: missing {x}; not in the source {y}",
		"33:8-33:13 po/check the translation fails the check emphasis: missing *, *, *, * (0:0 this is the source text)",
	}
	if got := told(findings); strings.Join(got, "\n") != strings.Join(wantFindings, "\n") {
		t.Errorf("got\n%s", strings.Join(got, "\n"))
	}
	if findings.Count(diag.Error) != 3 || findings.Count(diag.Warning) != 1 {
		t.Error("severities", findings)
	}
}

// TestStaleTextFitsItsPlace: what was a paragraph may now stand in a table.
func TestStaleTextFitsItsPlace(t *testing.T) {
	stale := Translated{Unit: doc.Unit{Block: doc.Cell, Text: "a or c"}, Text: "á | b", State: Stale, Previous: "a | b"}
	if verified, findings := Verify([]Translated{stale}, ""); verified[0].State != Failed || len(findings) != 1 {
		t.Error(verified, findings)
	}
}
