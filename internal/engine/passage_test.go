package engine

import (
	"strings"
	"testing"
)

// sample is "Read **the [guide](g.md)**, `x`." as the room above takes it apart.
var sample = Passage{{Words, "Read "}, {Open, "**"}, {Words, "the "}, {Open, "["}, {Words, "guide"}, {Close, "](g.md)"}, {Close, "**"}, {Words, ", "}, {Hole, "`x`"}, {Words, ". A < B & C"}}

const sampleText = "Read **the [guide](g.md)**, `x`. A < B & C"

func TestPassagesComeBackAsTheyWent(t *testing.T) {
	for _, markup := range []Markup{Tokens, HTML, XML} {
		sent := sample.Encode(markup)
		if strings.Contains(sent, "g.md") {
			t.Errorf("a destination was sent: %s", sent)
		}
		if got, err := sample.Decode(markup, sent); err != nil || got != sampleText {
			t.Errorf("%d: sent %q, got back %q, %v", markup, sent, got, err)
		}
	}
}

func TestAnAnswerIsReadAsEnginesWriteIt(t *testing.T) {
	for _, test := range []struct {
		name   string
		markup Markup
		answer string
		want   string // "" for an answer that is spoilt
	}{
		{"stars before unknown words", Tokens, "Lea *XPH0X la *XPH1X guía *XPH2X *XPH3X , *XPH4X . A < B & C", "Lea **la [guía](g.md)**, `x`. A < B & C"},
		{"in another case", Tokens, "Lea xph0x la Xph1x guía Xph2x xph3x, xph4x. A", "Lea **la [guía](g.md)**, `x`. A"},
		{"moved", Tokens, "XPH4X: lea XPH0X la XPH1X guía XPH2X XPH3X", "`x`: lea **la [guía](g.md)**"},
		{"lost", Tokens, "Lea XPH0X la XPH1X guía XPH2X XPH3X", ""},
		{"doubled", Tokens, "XPH4X XPH0X la XPH1X guía XPH2X XPH3X XPH4X", ""},
		{"renamed", Tokens, "XPH4X XPH0X la XPH1X guía XPH2X XPH9X", ""},
		{"crossed", Tokens, "XPH4X XPH0X la XPH1X guía XPH3X XPH2X", ""},
		{"closed before it opens", Tokens, "XPH4X XPH3X la XPH1X guía XPH2X XPH0X", ""},
		{"html", HTML, `Lea <span id="p0">la <span id='p1'>guía</span></span>, <span translate="no" id="p4">whatever</span>. A &lt; B &amp; C`, "Lea **la [guía](g.md)**, `x`. A < B & C"},
		{"html with a tag of its own", HTML, `<b>Lea</b> <span id="p0">la <span id="p1">guía</span></span>, <span id="p4"></span>`, ""},
		{"html without an end", HTML, `Lea <span id="p0">la <span id="p1">guía</span>, <span id="p4"></span`, ""},
		{"html left open", HTML, `Lea <span id="p0">la <span id="p1">guía</span>, <span id="p4"></span>`, ""},
		{"xml", XML, `Lea <g id="0">la <g id="1">guía</g></g>, <x id="4"/>. A`, "Lea **la [guía](g.md)**, `x`. A"},
		{"xml with a long empty tag", XML, `Lea <g id="0">la <g id="1">guía</g></g>, <x id="4"></x>. A`, "Lea **la [guía](g.md)**, `x`. A"},
		{"a script that was text", XML, `&lt;script&gt; <g id="0">la <g id="1">guía</g></g>, <x id="4"/>`, "<script> **la [guía](g.md)**, `x`"},
		{"a script", XML, `<script> <g id="0">la <g id="1">guía</g></g>, <x id="4"/>`, ""},
		{"nothing", Tokens, "", ""},
	} {
		got, err := sample.Decode(test.markup, test.answer)
		if (err == nil) != (test.want != "") || err == nil && got != test.want {
			t.Errorf("%s: %q, %v", test.name, got, err)
		}
	}
}

func TestTokensStandBesideWhatTheyStoodBeside(t *testing.T) {
	for _, p := range []Passage{
		{{Words, "partner"}, {Hole, `\_`}, {Words, "id"}},
		{{Hole, "`a`"}, {Hole, "`b`"}, {Words, " and ("}, {Hole, "`c`"}, {Words, ")"}},
		{{Open, "*"}, {Words, "all"}, {Close, "*"}},
		{{Hole, "[ ]"}, {Words, " do it "}, {Hole, "{#id}"}},
		{{Words, "it’s "}, {Hole, "{x}"}, {Words, "’s"}},
	} {
		var want strings.Builder
		for _, piece := range p {
			want.WriteString(piece.Text)
		}
		if got, err := p.Decode(Tokens, p.Encode(Tokens)); err != nil || got != want.String() {
			t.Errorf("%q became %q, %v", want.String(), got, err)
		}
	}
}

// FuzzDecode: whatever a service answers, it is read in bounded time, and what is accepted holds each hole once.
func FuzzDecode(f *testing.F) {
	f.Add("Lea XPH0X la XPH1X guía XPH2X XPH3X, XPH4X.", uint8(0))
	f.Add(`Lea <g id="0">la <g id="1">guía</g></g>, <x id="4"/>`, uint8(2))
	f.Add(`</span><span id="p4"><`, uint8(1))
	f.Fuzz(func(t *testing.T, answer string, markup uint8) {
		got, err := sample.Decode(Markup(markup%3), answer)
		if err == nil && (!strings.Contains(got, "](g.md)") || !strings.Contains(got, "`x`")) {
			t.Errorf("%q was accepted as %q", answer, got)
		}
	})
}

func TestPseudoIsLongerAndAccentedAndKeepsTokens(t *testing.T) {
	text := Passage{{Hole, "[ ]"}, {Words, " Send the signed contract to "}, {Open, "["}, {Words, "us"}, {Close, "](m.md)"}, {Words, " within two days. "}, {Hole, "{#id}"}}
	reply, _ := pseudo{}.Translate(t.Context(), Request{To: Accented, Texts: []string{text.Encode(XML)}})
	got, err := text.Decode(XML, reply.Texts[0])
	if want := "[ ] [Šééñđ ţĥéé šîîĝñééđ çööñţŕààçţ ţöö [ûûš](m.md) ŵîîţĥîîñ ţŵöö đààýš.] {#id}"; err != nil || got != want {
		t.Errorf("%q, %v", got, err)
	}
	plain, _ := pseudo{}.Translate(t.Context(), Request{To: Accented, Texts: []string{"Send the signed contract to your partner manager within two days."}})
	if ratio := float64(runes(plain.Texts[0])) / 66; ratio < 1.25 || ratio > 1.45 {
		t.Errorf("%.2f times as long: %s", ratio, plain.Texts[0])
	}
	mirror, _ := pseudo{}.Translate(t.Context(), Request{To: Mirrored, Texts: []string{`a <x id="0"/> b`}})
	if mirror.Texts[0] != "\u202Ea\u202C <x id=\"0\"/> \u202Eb\u202C" {
		t.Errorf("%q", mirror.Texts[0])
	}
}
