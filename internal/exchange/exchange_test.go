package exchange

import (
	"encoding/xml"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"parley/internal/diag"
)

func TestTMXComesBackAsItWent(t *testing.T) {
	want := []Pair{{Source: "A & `b` <c>\n“d”", Target: "É & `b` <c>", Language: "fr"}, {Source: "x", Target: "ي", Language: "ar"}}
	text, err := WriteTMX("en", want)
	if err != nil {
		t.Fatal(err)
	}
	got, left, err := ReadTMX("a.tmx", "en", text)
	for i := range got {
		got[i].Line, got[i].Col = 0, 0
	}
	if err != nil || len(left) != 0 || cmp.Diff(want, got) != "" {
		t.Errorf("%v, %v left, %s", err, left, cmp.Diff(want, got))
	}
}

func TestOnlyPlainTextIsTakenFromTMX(t *testing.T) {
	const text = `<?xml version="1.0"?><!DOCTYPE tmx SYSTEM "tmx14.dtd"><tmx version="1.4"><header srclang="en"/><body>
<tu><prop type="x">p</prop><tuv xml:lang="EN-us"><prop>q</prop><seg>one</seg></tuv><tuv xml:lang="fr"><seg>un</seg></tuv><tuv xml:lang="de"><seg>eins</seg></tuv></tu>
<tu><tuv xml:lang="en"><seg>with <bpt i="1">x</bpt>markup</seg></tuv><tuv xml:lang="fr"><seg>a</seg></tuv></tu>
<tu><tuv xml:lang="it"><seg>due</seg></tuv></tu>
<tu><tuv xml:lang="en"><seg>only</seg></tuv><tuv xml:lang="fr"><seg></seg></tuv></tu>
 <tu><tuv xml:lang="en"><seg>two</seg></tuv><tuv xml:lang="fr"><seg>deux</seg></tuv><tuv xml:lang="fr"><seg>2</seg></tuv>
<tuv><seg>zwei</seg></tuv></tu></body></tmx>`
	pairs, skipped, err := ReadTMX("a.tmx", "en", []byte(text))
	want := []Pair{
		{Source: "one", Target: "un", Language: "fr", Line: 2, Col: 1}, {Source: "one", Target: "eins", Language: "de", Line: 2, Col: 1},
		{Source: "two", Target: "deux", Language: "fr", Line: 6, Col: 2},
	}
	if err != nil || cmp.Diff(want, pairs) != "" {
		t.Errorf("%v\n%s", err, cmp.Diff(want, pairs))
	}
	var places []string
	for _, d := range skipped {
		places = append(places, fmt.Sprintf("%s:%d:%d: %s", d.Path, d.Line, d.Col, d.Message))
		if d.Code != diag.ImportSkipped || d.Hint == "" {
			t.Errorf("%+v", d)
		}
	}
	if diff := cmp.Diff([]string{
		"a.tmx:3:5: the text in en has inline elements",
		"a.tmx:4:1: the unit has no plain text in en, so nobody can say what it translates",
		"a.tmx:5:1: the unit has no plain text in another language than en",
		"a.tmx:6:85: the unit has a text in fr already",
		"a.tmx:7:1: the text does not say its language",
	}, places); diff != "" {
		t.Error(diff)
	}
}

// FuzzReadTMX: whatever the bytes are, reading ends, and what is read can be written and read again.
func FuzzReadTMX(f *testing.F) {
	f.Add("<tmx><tu><tuv xml:lang='en'><seg>a</seg></tuv><tuv xml:lang='fr'><seg>b</seg></tuv></tu></tmx>")
	f.Add("<tmx><tu>")
	f.Add("<a/>")
	f.Fuzz(func(t *testing.T, text string) {
		pairs, _, err := ReadTMX("a.tmx", "en", []byte(text))
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
