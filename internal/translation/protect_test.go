package translation

import (
	"strings"
	"testing"

	"parley/internal/doc"
	"parley/internal/engine"
)

// pieced writes a passage with what it does not translate in brackets: ⟨hole⟩, ⟨open> and <close⟩.
func pieced(p engine.Passage) string {
	var b strings.Builder
	for _, piece := range p {
		b.WriteString([]string{"", "⟨", "⟨", "<"}[piece.Kind] + piece.Text + []string{"", "⟩", ">", "⟩"}[piece.Kind])
	}
	return b.String()
}

func TestProtect(t *testing.T) {
	for _, test := range []struct {
		block      doc.Block
		text, want string
	}{
		{doc.Paragraph, "Send **the `x y`** to [our *guide*](a(b).md \"Title\").", "Send ⟨**>the ⟨`x y`⟩<**⟩ to ⟨[>our ⟨*>guide<*⟩<](a(b).md \"Title\")⟩."},
		{doc.Paragraph, "![A picture](p.png) and <https://x.example> or www.x.example, mail me@x.example.", "⟨![>A picture<](p.png)⟩ and ⟨<https://x.example>⟩ or ⟨www.x.example⟩, mail ⟨me@x.example⟩."},
		{doc.Paragraph, "Dear {partner}, 5 * 3 is %s[^1] &nbsp; a\\_b <b>so</b>", "Dear ⟨{partner}⟩, 5 ⟨*⟩ 3 is ⟨%s⟩⟨[^1]⟩ ⟨&nbsp;⟩ a⟨\\_⟩b ⟨<b>⟩so⟨</b>⟩"},
		{doc.Paragraph, "Order MIG-ENGINE-HOUR, see [the list][prices].", "Order ⟨MIG-ENGINE-HOUR⟩, see ⟨[>the list<][prices]⟩."},
		{doc.Paragraph, "**a [b** c](d)", "⟨**>a ⟨[⟩b<**⟩ c⟨](d)⟩"},
		{doc.Paragraph, "a ` b and [c and **d", "a ⟨`⟩ b and [c and ⟨**⟩d"},
		{doc.Item, "[x] done [with](it.md)", "⟨[x]⟩ done ⟨[>with<](it.md)⟩"},
		{doc.Heading, "Setup {#setup}", "Setup ⟨{#setup}⟩"},
		{doc.Field, "Price *per* {unit}, see https://x.example/a_b.", "Price *per* ⟨{unit}⟩, see ⟨https://x.example/a_b⟩."},
		{doc.Paragraph, "", ""},
	} {
		unit := doc.Unit{Text: test.text, Block: test.block}
		if got := pieced(Protect(unit, nil)); got != test.want {
			t.Errorf("%s\n got %s\nwant %s", test.text, got, test.want)
		}
	}
	unit := doc.Unit{Text: "The Gold tier and `Gold`.", Block: doc.Paragraph}
	fixed := []Fixed{{4, 8, "Gold"}, {19, 23, "Or"}, {9, 13, "niveau"}}
	if got := pieced(Protect(unit, fixed)); got != "The ⟨Gold⟩ ⟨niveau⟩ and ⟨`Gold`⟩." {
		t.Error(got)
	}
}

// FuzzProtect: whatever the text, its pieces put together are the text, ranges nest, and a service that answers with what it
// was sent gives the text back, with the same marks.
func FuzzProtect(f *testing.F) {
	for _, text := range []string{"**a [b** c](d)", "![a](b) `c` *d* <e@f.g> {h} [i][j] ~~k~~ &amp; \\* l_m_n", "[ ] a", "a@b.c@d.e", "*a **b* c**", "[[a](b)](c)"} {
		f.Add(text, true)
		f.Add(text, false)
	}
	f.Fuzz(func(t *testing.T, text string, field bool) {
		unit := doc.Unit{Text: doc.Fold(text), Block: doc.Paragraph}
		if field {
			unit.Block = doc.Field
		}
		passage := Protect(unit, nil)
		var b strings.Builder
		for _, piece := range passage {
			b.WriteString(piece.Text)
		}
		if b.String() != unit.Text {
			t.Fatalf("%q became %q", unit.Text, b.String())
		}
		if strings.Contains(strings.ToLower(unit.Text), "xph") || strings.ContainsAny(unit.Text, "\x00\r\u00a0\u0085") {
			return // a text that holds tokens of its own is spoilt, and reported
		}
		for _, markup := range []engine.Markup{engine.HTML, engine.XML} {
			if got, err := passage.Decode(markup, passage.Encode(markup)); err != nil || doc.Fold(got) != unit.Text && !strings.ContainsAny(unit.Text, "*_~[]") {
				t.Errorf("%q came back as %q, %v", unit.Text, got, err)
			}
		}
	})
}

func TestRepairKeepsATextOneParagraph(t *testing.T) {
	paragraph := doc.Unit{Text: "On 2 October", Block: doc.Paragraph}
	for text, want := range map[string]string{"2. Oktober": `2\. Oktober`, "- so": `\- so`, "# eins": `\# eins`, "a  b\nc": "a b c", "> x": `\> x`, "gut": "gut"} {
		if got := Repair(paragraph, text); got != want || opens(got) != "" {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
	if got := Repair(doc.Unit{Text: "x", Block: doc.Field}, "2. Oktober"); got != "2. Oktober" {
		t.Error(got)
	}
}
