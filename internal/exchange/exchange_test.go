package exchange

import (
	"encoding/xml"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTMXComesBackAsItWent(t *testing.T) {
	want := []Pair{{Source: "A & `b` <c>\n“d”", Target: "É & `b` <c>", Language: "fr"}, {Source: "x", Target: "ي", Language: "ar"}}
	text, err := WriteTMX("en", want)
	if err != nil {
		t.Fatal(err)
	}
	got, left, err := ReadTMX("en", text)
	if err != nil || left != 0 || cmp.Diff(want, got) != "" {
		t.Errorf("%v, %d left, %s", err, left, cmp.Diff(want, got))
	}
}

func TestOnlyPlainTextIsTakenFromTMX(t *testing.T) {
	const text = `<?xml version="1.0"?><!DOCTYPE tmx SYSTEM "tmx14.dtd"><tmx version="1.4"><header srclang="en"/><body>
<tu><prop type="x">p</prop><tuv xml:lang="EN-us"><prop>q</prop><seg>one</seg></tuv><tuv xml:lang="fr"><seg>un</seg></tuv><tuv xml:lang="de"><seg>eins</seg></tuv></tu>
<tu><tuv xml:lang="en"><seg>with <bpt i="1">x</bpt>markup</seg></tuv><tuv xml:lang="fr"><seg>a</seg></tuv></tu>
<tu><tuv xml:lang="it"><seg>due</seg></tuv></tu></body></tmx>`
	pairs, left, err := ReadTMX("en", []byte(text))
	want := []Pair{{Source: "one", Target: "un", Language: "fr"}, {Source: "one", Target: "eins", Language: "de"}}
	if err != nil || left != 2 || cmp.Diff(want, pairs) != "" {
		t.Errorf("%v, %d left\n%s", err, left, cmp.Diff(want, pairs))
	}
}

// FuzzReadTMX: whatever the bytes are, reading ends, and what is read can be written and read again.
func FuzzReadTMX(f *testing.F) {
	f.Add("<tmx><tu><tuv xml:lang='en'><seg>a</seg></tuv><tuv xml:lang='fr'><seg>b</seg></tuv></tu></tmx>")
	f.Add("<tmx><tu>")
	f.Add("<a/>")
	f.Fuzz(func(t *testing.T, text string) {
		pairs, _, err := ReadTMX("en", []byte(text))
		if err != nil {
			return
		}
		if _, err := WriteTMX("en", pairs); err != nil {
			t.Error(err)
		}
	})
}

func TestTBXIsWellFormed(t *testing.T) {
	var term Term
	term.ID, term.Title, term.Definition = "a&b", "A <b>", "x & y"
	text, err := WriteTBX("en", []Term{term})
	var any struct{ XMLName xml.Name }
	if err != nil || xml.Unmarshal(text, &any) != nil || any.XMLName.Space != "urn:iso:std:iso:30042:ed-2" || !strings.Contains(string(text), `id="a&amp;b"`) {
		t.Errorf("%v\n%s", err, text)
	}
}
