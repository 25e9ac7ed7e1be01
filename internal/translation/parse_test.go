package translation

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"parley/internal/diag"
)

const head = `msgid ""
msgstr "Language: es\nContent-Type: text/plain; charset=UTF-8\n"

`

// told writes findings as line:col-line:col code message, as far as the tests look at them.
func told(findings diag.List) []string {
	var lines []string
	for _, d := range findings {
		line := fmt.Sprintf("%d:%d-%d:%d %s %s", d.Line, d.Col, d.EndLine, d.EndCol, d.Code, d.Message)
		for _, note := range d.Notes {
			line += fmt.Sprintf(" (%d:%d %s)", note.Line, note.Col, note.Message)
		}
		lines = append(lines, line)
	}
	return lines
}

func TestFaultsOfPO(t *testing.T) {
	for _, test := range []struct {
		name, text string
		want       []string
		entries    int
	}{
		{"no end quote", head + "msgid \"é a\nmsgstr \"b\"\n\nmsgid \"c\"\nmsgstr \"d\"\n", []string{`4:7-4:11 po/syntax the string does not end on its line`}, 1},
		{"all of them, not only the first",
			head + "msgid \"a\"\nmsgid \"b\"\nmsgstr \"x\\qy\"\n\nnonsense here\nmsgctxt \"c\"\nmsgstr \"d\"\n\nmsgid \"fine\"\nmsgstr \"fine\"\n",
			[]string{
				"5:1-5:6 po/syntax the entry before this has no msgstr",
				`6:10-6:12 po/syntax \q is not an escape that PO knows`,
				"8:1-8:9 po/syntax this is not PO",
				"10:1-10:7 po/syntax msgstr stands in the wrong place",
			}, 1},
		{"nonsense between entries", head + "nonsense here\nmsgid \"a\"\nmsgstr \"b\"\n", []string{"4:1-4:9 po/syntax this is not PO"}, 1},
		{"quote inside", head + "msgid \"a\"\nmsgstr \"say \"no\" now\"\n", []string{"5:14-5:16 po/syntax this stands outside the quotes"}, 0},
		{"no msgstr at the end", head + "msgid \"a\"\n", []string{"5:1-5:1 po/syntax the entry before this has no msgstr"}, 0},
		{"string before any keyword", "\"a\"\n", []string{"1:1-1:4 po/syntax the string belongs to nothing"}, 0},
		{"keyword without string", head + "msgid\nmsgstr \"b\"\n", []string{"4:6-4:6 po/syntax msgid has no text"}, 0},
		{"half obsolete", head + "#~ msgid \"a\"\nmsgstr \"b\"\n", []string{"5:1-5:7 po/syntax only part of the entry is obsolete"}, 0},
		{"half obsolete text", head + "#~ msgid \"a\"\n#~ msgstr \"b\"\n\"c\"\n", []string{"6:1-6:4 po/syntax the string is not marked like the text that it continues"}, 0},
		{"plural without msgid_plural", head + "msgid \"a\"\nmsgstr[0] \"b\"\n", []string{"5:1-5:10 po/syntax msgstr[0] stands in the wrong place"}, 0},
		{"plural forms out of order", head + "msgid \"a\"\nmsgid_plural \"as\"\nmsgstr[1] \"b\"\n", []string{"6:1-6:10 po/syntax msgstr[1] is not the form that comes next"}, 0},
		{"plural with msgstr", head + "msgid \"a\"\nmsgid_plural \"as\"\nmsgstr \"b\"\n", []string{"6:1-6:7 po/syntax msgstr stands in the wrong place"}, 0},
		{"previous of nothing", head + "#| msgid \"a\"\n", []string{"5:1-5:1 po/syntax the previous msgid belongs to no entry"}, 0},
		{"comment inside", head + "msgid \"a\"\n# no\nmsgstr \"b\"\n", []string{"5:1-5:5 po/syntax the entry before this has no msgstr", "6:1-6:7 po/syntax msgstr stands in the wrong place"}, 0},
		{"duplicate", head + "msgid \"a\"\nmsgstr \"b\"\n\nmsgctxt \"\"\nmsgid \"a\"\nmsgstr \"x\"\n\n#~ msgid \"a\"\n#~ msgstr \"c\"\n",
			[]string{"11:10-11:13 po/duplicate a second entry for the same text in the same context (4:7 the first one is here)"}, 3},
		{"charset", "msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=ISO-8859-1\\n\"\n", []string{"2:8-2:56 po/syntax the header says charset=iso-8859-1, but PO files here are UTF-8"}, 0},
		{"not UTF-8", head + "msgid \"a\"\nmsgstr \"b\xffc\"\n", []string{"5:10-5:11 po/syntax the file is not UTF-8 text here"}, 1},
		{"escape to no UTF-8", head + "msgid \"a\"\nmsgstr \"\\xff\"\n", []string{"5:8-5:14 po/syntax the escapes of this string do not give UTF-8"}, 0},
		{"NUL", head + "msgid \"a\"\nmsgstr \"\\000\"\n", []string{`5:9-5:13 po/syntax \000 is not an escape that PO knows`}, 0},
		{"byte order mark counts for no column", "\uFEFFmsgid \"a\" x\n", []string{"1:11-1:12 po/syntax this stands outside the quotes"}, 0},
		{"empty", "", nil, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			file, findings := ParsePO("es.po", []byte(test.text))
			if got := told(findings); !reflect.DeepEqual(got, test.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(test.want, "\n"))
			}
			if len(file.Entries) != test.entries {
				t.Errorf("%d entries, want %d", len(file.Entries), test.entries)
			}
			for _, d := range findings {
				if d.Hint == "" || d.Path != "es.po" || d.Severity != diag.Error {
					t.Errorf("incomplete finding %+v", d)
				}
			}
		})
	}
}

func TestFindingsAreBounded(t *testing.T) {
	for _, text := range []string{"\x00\xff\n", "nonsense\n", "msgid \"a\n", "\"", "#~ msgid \"a\"\n", "msgid \"\"\nmsgstr \"\"\n"} {
		if _, findings := ParsePO("x.po", []byte(strings.Repeat(text, 10_000))); len(findings) > most {
			t.Errorf("%q gives %d findings", text, len(findings))
		}
	}
}

func TestRoundTripKeepsEverything(t *testing.T) {
	const text = `# people's comment
#
# mt: azure 2026-11-20T14:03:11Z 61ec8481
#. extracted
#, fuzzy, c-format, their-own-flag
#| msgctxt "c0"
#| msgid "one"
#| msgid_plural "ones"
msgctxt "c"
msgid "uno"
msgid_plural "unos"
msgstr[0] "1"
msgstr[1] ""
"2\n"
"3"

# gone
#, fuzzy
#~| msgid "before"
#~ msgid "gone"
#~ msgstr ""

# the end
`
	file, findings := ParsePO("x.po", []byte(head+text))
	if len(findings) > 0 {
		t.Fatal(told(findings))
	}
	want := strings.Replace(head, `"Language: es\n`, "\"\"\n\"Language: es\\n\"\n\"", 1) + text
	if got := string(file.Format()); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestReferencesAreReadAndNotWritten(t *testing.T) {
	file, _ := ParsePO("x.po", []byte(head+"#: a.md:1 b.md:2\n#! fuzzy\nmsgid \"a\"\nmsgstr \"b\"\n"))
	if e := file.Entries[0]; !reflect.DeepEqual(e.References, []string{"a.md:1 b.md:2"}) || !e.Fuzzy() {
		t.Errorf("%+v", e)
	}
	if text := string(file.Format()); strings.Contains(text, "#:") {
		t.Error(text)
	}
}

func TestPlacesOfEntries(t *testing.T) {
	file, _ := ParsePO("x.po", []byte(head+"msgid \"é\"\nmsgstr \"\"\n\"b\"\n"))
	e := file.Entries[0]
	if e.IDSpan != (diag.Span{Line: 4, Col: 7, EndLine: 4, EndCol: 10}) || e.StrSpan != (diag.Span{Line: 5, Col: 8, EndLine: 6, EndCol: 4}) {
		t.Errorf("%+v %+v", e.IDSpan, e.StrSpan)
	}
}

func TestLanguage(t *testing.T) {
	for _, test := range []struct {
		header, tag string
		agrees      bool
	}{
		{"es", "es", true}, {"pt_BR", "pt-BR", true}, {"pt-br", "pt-BR", true}, {"pt", "pt-BR", false},
		{"sr@latin", "sr-Latn", true}, {"sr_RS@latin", "sr-Latn-RS", true}, {"sr", "sr-Latn", false}, {"", "es", false},
	} {
		file := File{Path: "x.po", Header: NewHeader(Imprint{Project: "parley", Tag: test.header, Source: "content/a.md"})}
		if findings := file.CheckLanguage(test.tag); (len(findings) == 0) != test.agrees {
			t.Errorf("%s in folder %s: %v", test.header, test.tag, told(findings))
		}
	}
	if findings := (File{}).CheckLanguage("es"); len(findings) != 1 || findings[0].Code != diag.POLanguage {
		t.Error(findings)
	}
}

func TestCatalogue(t *testing.T) {
	file, _ := ParsePO("x.po", []byte(foreign+"\nmsgctxt \"nav\"\nmsgid \"Home\"\nmsgstr \"Inicio\"\n"))
	want := map[string]string{"\x04multi\nline": "a\nb", "\x04end\n": "end\n", "\x04word": "Wort", "nav\x04Home": "Inicio"}
	if got := file.Catalogue(); !reflect.DeepEqual(got, want) {
		t.Errorf("%q", got)
	}
}
