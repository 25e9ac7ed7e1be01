package doc

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"parley/internal/diag"
)

// plainSeeds are texts of the sort that is read without the library, and some that nearly are.
var plainSeeds = []string{
	"kind: price-list\nid: emea-eur\neffective: {from: \"2025-01-01\"}\nterms: {service_level: gold, payment: net-30}\nparts:\n  - sku: A\n    price: \"100.00\"\n    tiers:\n      - up_to: '5'\n  - sku: B\n",
	"# remark\na: b # remark\n\nlist:\n- 1\n- 2.50\n- true\n- x y, [z]\nday: 2026-01-01\nempty: []\nnone: {}\n",
	"title: Ünïcode — ‘quoted’ 日本\nn: [é, \"ü: x\", {k: 3 days}]\nlast: it's \"so\"",
	"a:\n  b:\n    c: 1\n  d: [[1, 2], [3]]\n   # odd\ne: http://x/y#z\n",
	"a: 0x1F\nb: 1e3\nc: 007\nd: 1_000\ne: .5\nf: 12:30\ng: Null\nh: 1.2.3\ni: 2026-1-1\n",
	"a: b\n c\n", "a: b: c\n", "a:\n", "a: 'it''s'\n", "a: \"\\n\"\n", "- a\n", "a: b\na: c\n", "a: [b,]\n", "a: {b}\n", "a: |\n  x\n", "---\na: b\n", "a: b\n...\n", "a:\n  - b: c\n   d: e\n",
	"a: [\"x\" , 'y']#z\n", "a: \"x\"#y\n", "a: x#y #z\n", "a: {b: [c, d] , e: f }  # g\n", "a: ~\nb: -1\nc: +1\n", "a:\n    b: c\n  d: e\n", "a\u00a0b: c\nd: \u00a0e\n",
	"a: " + strings.Repeat("x ", 1500) + "y\nb:\n  - " + strings.Repeat("y", 3000) + "\n  - [" + strings.Repeat("z, ", 1500) + "z]\n  - \"" + strings.Repeat("z", 3000) + "\"\n",
	strings.Repeat("k", 199) + ": x\nb: {" + strings.Repeat("l", 190) + ": " + strings.Repeat("m", 1200) + "}\n", "a: [" + strings.Repeat("é, ", 2000) + "z]\n",
	"a: " + strings.Repeat("9", 400) + ".5\nb: " + strings.Repeat("9", 18) + ".5\n",
}

// FuzzPlainYAML: whatever is read without the library means the same to it, at the same places, and nothing is wrong with it.
func FuzzPlainYAML(f *testing.F) {
	for _, seed := range plainSeeds {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if len(text) < 1<<14 {
			judgePlain(t, text)
		}
	})
}

// judgePlain holds what is read without the library against what the library says, and reports whether the text was of that sort.
func judgePlain(t *testing.T, text []byte) bool {
	t.Helper()
	text, _ = normalise("a.yaml", text)
	file := diag.NewFile("a.yaml", append([]byte("---\n"), text...))
	got, plain := readPlainly(text, 2)
	if !plain {
		return false
	}
	if doubts := doubtfulEnds(file, len(file.Text), nil); len(doubts) > 0 {
		t.Fatalf("%q: %v", text, doubts)
	}
	want, findings := readAnyYAML(file, text, 2)
	if len(findings) > 0 || !reflect.DeepEqual(got, want) {
		t.Fatalf("%q is read as\n%+v, and the library says\n%+v %v", text, got, want, findings)
	}
	return true
}

// TestPlainYAMLAtRandom writes texts at random and then breaks half of them in a place or two: many are read without the library, and
// each means the same to it.
func TestPlainYAMLAtRandom(t *testing.T) {
	source, read := rand.New(rand.NewPCG(7, 7)), 0
	for range randomTexts {
		text := randomYAML(source, "", 0)
		for range source.IntN(3) {
			at, n := source.IntN(len(text)+1), source.IntN(3)
			text = text[:at] + oddPieces[source.IntN(len(oddPieces))] + text[min(len(text), at+n):]
		}
		if judgePlain(t, []byte(text)) {
			read++
		}
	}
	if t.Logf("%d of %d were plain", read, randomTexts); read < randomTexts/5 {
		t.Errorf("only %d of %d were plain", read, randomTexts)
	}
}

const randomTexts = 20_000

// What stands behind keys and hyphens, and what breaks a text, or not.
var (
	plainPieces = []string{"x", "word word", "\"t: #\"", "'s, ]'", "1", "2.5", "2026-01-01", "true", "FALSE", "null", "é", "日本 — x", "3 days", "(y)", "a/b", "http://x", "x#y", "\"\"", "[]", "{}", "x,y", "it's"}
	oddPieces   = []string{"\n", "\n", "\n  ", "\n - ", " ", " ", "  ", ":", ": ", "- ", "-", "#", " #", ",", "[", "]", "{", "}", "?", "? ", "!", "!!str ", "&a ", "*a", "|", ">", "%", "@", "`", "\\", "\"", "'", "...", "---", "\n---\n", "\n...\n", "0x1f",
		"1e3", "1_000", "007", "12:30", "<<", "<<: ", "=", "~", ".", ".inf", "\u00a0", "\u0085", "\u2028", "\ufeff", "\t", "\r", "0", "é", "a: ", "b:", "\x7f", "\ufffe", "𝕏"}
)

// randomYAML is a map with an indent.
func randomYAML(source *rand.Rand, indent string, depth int) string {
	var out strings.Builder
	for i := range 1 + source.IntN(4) {
		if out.WriteString(indent); i == 0 && strings.HasSuffix(indent, "- ") {
			indent = strings.Repeat(" ", len(indent))
		}
		fmt.Fprintf(&out, "%s%d:", []string{"a", "key_", "b-", "C.", ""}[source.IntN(5)], i)
		switch what := source.IntN(8); {
		case what == 0 && depth < 4:
			out.WriteString("\n" + randomYAML(source, indent+strings.Repeat(" ", 1+source.IntN(3)), depth+1))
			continue
		case what == 1 && depth < 4:
			out.WriteString("\n")
			inside := indent + strings.Repeat(" ", source.IntN(3))
			for range 1 + source.IntN(3) {
				if source.IntN(2) == 0 {
					out.WriteString(randomYAML(source, inside+"- ", depth+1))
				} else {
					out.WriteString(inside + "- " + randomValue(source, 0) + "\n")
				}
			}
			continue
		}
		out.WriteString(" " + randomValue(source, 0) + []string{"\n", "\n", " # r\n", "\n\n", "  \n", "\n # r\n"}[source.IntN(6)])
	}
	return out.String()
}

// randomValue is a value on one line.
func randomValue(source *rand.Rand, depth int) string {
	switch what := source.IntN(6); {
	case what == 0 && depth < 3:
		return "[" + randomValue(source, depth+1) + ", " + randomValue(source, depth+1) + "]"
	case what == 1 && depth < 3:
		return "{k: " + randomValue(source, depth+1) + ",l:  " + randomValue(source, depth+1) + " }"
	}
	return plainPieces[source.IntN(len(plainPieces))]
}
