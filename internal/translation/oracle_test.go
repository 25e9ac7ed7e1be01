package translation

import (
	"bytes"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// gettext runs one of GNU gettext's tools on a file. These tools are the authority on what PO is, so where
// they are missing the test is skipped loudly, and in CI it fails.
func gettext(t *testing.T, text []byte, tool string, args ...string) ([]byte, error) {
	t.Helper()
	if _, err := exec.LookPath(tool); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatalf("%s is not installed: apt-get install gettext", tool)
		}
		t.Skipf("NOT CHECKED AGAINST GETTEXT: %s is not installed: apt-get install gettext", tool)
	}
	path := filepath.Join(t.TempDir(), "test.po")
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	var stderr bytes.Buffer
	command := exec.Command(tool, append(args, path)...)
	command.Env = append(os.Environ(), "LC_ALL=C.UTF-8")
	command.Stderr = &stderr
	out, err := command.Output()
	if err != nil {
		t.Logf("%s: %v\n%s", tool, err, stderr.Bytes())
	}
	return out, err
}

// agrees fails the test unless gettext accepts the text and would write the same bytes.
func agrees(t *testing.T, text []byte) {
	t.Helper()
	if _, err := gettext(t, text, "msgfmt", "-c", "-o", "/dev/null"); err != nil {
		t.Errorf("msgfmt -c refuses what we wrote:\n%s", text)
	}
	out, err := gettext(t, text, "msgcat", "--no-wrap")
	if err != nil || !bytes.Equal(out, text) {
		t.Errorf("msgcat writes it differently (%v)\nours:\n%s\ngettext's:\n%s", err, text, out)
	}
}

// TestHeadersSatisfyGettext: msgfmt -c has nothing to say about a header of ours, nor about one of others that has been completed;
// what others have written in it stays.
func TestHeadersSatisfyGettext(t *testing.T) {
	imprint := Imprint{Project: "Portal \"A\"\nB", Team: "Alder & Co", Tag: "pt-BR", Source: "content/a.md"}
	fresh := NewHeader(imprint)
	for name, test := range map[string]struct{ header, want string }{
		"new":           {"", fresh.Text()},
		"only language": {"Language: pt_BR\nContent-Type: text/plain; charset=UTF-8\n", fresh.Text()},
		"of a translator": {"X-Foo: bar\nlanguage-team: us\nLanguage: pt_BR\nLast-Translator: Mara <mara@example.com>\nContent-Type: text/plain; charset=UTF-8\nX-Generator: y",
			"X-Foo: bar\nlanguage-team: us\nLanguage: pt_BR\nProject-Id-Version: Portal \"A\" B\nPO-Revision-Date: 1970-01-01 00:00+0000\nLast-Translator: Mara <mara@example.com>\nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\nX-Generator: y\nContent-Transfer-Encoding: 8bit\nX-Source: content/a.md\n"},
	} {
		completed := imprint.Complete(Entry{Str: []string{test.header}})
		if diff := cmp.Diff(strings.Split(test.want, "\n"), strings.Split(completed.Text(), "\n")); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		if again := imprint.Complete(completed); again.Text() != completed.Text() {
			t.Errorf("%s: a second time it is completed otherwise:\n%s", name, again.Text())
		}
		said, err := gettext(t, File{Header: completed, Entries: []Entry{{Message: Message{ID: "a"}, Str: []string{"b"}}}}.Format(), "sh", "-c", `msgfmt -c -o /dev/null "$0" 2>&1`)
		if name != "of a translator" && (err != nil || len(said) > 0) {
			t.Errorf("%s: %v %s", name, err, said)
		}
	}
}

// foreign is what other tools and people write: wrapped, unordered, with everything that PO knows.
const foreign = `# head comment
#no blank
#	tab
#
#, fuzzy
msgid ""
msgstr "Language: es\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n" "Content-Transfer-Encoding: 8bit\n"
"X-Foo: bar\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

# obsolete with everything
#. extracted
#, fuzzy, c-format
#~| msgctxt "p"
#~| msgid "prev\n"
#~| "prev"
#~ msgctxt "c"
#~ msgid "obs2"
#~ msgstr ""
#~ "x\n"
#~ "y"

# mt: azure 2026-11-20T14:03:11Z 61ec8481

#. extracted
#.no blank
#, no-wrap, range: 1..2, python-brace-format, fuzzy
#| msgctxt "old"
#| msgid "a\n"
#| "b"
msgctxt "ctx"
msgid "esc \v\f\r\t\\ \" \101\x41 " "wrapped"
msgstr "\101\t ä\302\240ß 日本 \\ \""

  msgid   "multi\nline"
msgstr""
"a\n"
"b"

msgid "end\n"   msgstr "end\n"
msgctxt "" msgid "empty context" msgstr "" # for the next
msgid "word"
msgid_plural "words"
msgstr[0] "Wort"
msgstr[1] ""
"Wörter, "
"viele"
`

func TestFormatIsWhatMsgcatWrites(t *testing.T) {
	file, findings := ParsePO("test.po", []byte(foreign))
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	ours := file.Format()
	agrees(t, ours)
	theirs, err := gettext(t, []byte(foreign), "msgcat", "--no-wrap")
	if err != nil || !bytes.Equal(ours, theirs) {
		t.Errorf("we read it differently\nours:\n%s\ngettext's:\n%s", ours, theirs)
	}
}

func TestEveryLayoutOfGettextReadsTheSame(t *testing.T) {
	file, _ := ParsePO("test.po", []byte(foreign))
	canonical := file.Format()
	for _, layout := range [][]string{nil, {"-w", "20"}, {"--force-po"}, {"-i"}, {"--escape"}, {"--no-location"}} {
		text, err := gettext(t, canonical, "msgcat", layout...)
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range [][]byte{text, bytes.ReplaceAll(text, []byte("\n"), []byte("\r\n")), append([]byte("\uFEFF"), text...)} {
			again, findings := ParsePO("test.po", text)
			if got := again.Format(); len(findings) > 0 || !bytes.Equal(got, canonical) {
				t.Errorf("layout %v: %v\n%s", layout, findings, got)
			}
		}
	}
}

// TestAnyTextIsWrittenLikeGettext writes random texts of the characters that writers of PO get wrong.
func TestAnyTextIsWrittenLikeGettext(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	alphabet := []string{"a", "b", " ", "\n", "\n", "\t", "\\", "\"", "\r", "\x01", "\x7f", "é", "日", "\u00a0", "\u200b", "\u2028", "\ufeff", "😀", "n", "#", "~", "'", "%", "\U000F0000"}
	text := func(end string) string {
		var b strings.Builder
		for range random.IntN(12) {
			b.WriteString(alphabet[random.IntN(len(alphabet))])
		}
		return strings.Trim(b.String(), "\n") + end
	}
	file := File{Header: NewHeader(Imprint{Project: "parley", Tag: "pt-BR", Source: "content/charter.md"})}
	for i := range 300 {
		end := []string{"", "", "\n"}[random.IntN(3)]
		e := Entry{Message: Message{HasContext: true, Context: text("") + string(rune('a'+i%26)), ID: text("") + strings.Repeat("x", i) + end}}
		e.Str = []string{text("") + "z" + end}
		e.Comments = []string{"note " + strings.Map(printable, text(""))}
		if i%3 == 0 {
			e.Flags, e.Previous = []string{fuzzy}, &Message{ID: text("y"), Context: text(""), HasContext: i%2 == 0}
		}
		e.Obsolete = i > 250
		file.Entries = append(file.Entries, e)
	}
	agrees(t, file.Format())
	again, findings := ParsePO("", file.Format())
	if !bytes.Equal(again.Format(), file.Format()) || len(findings) > 0 {
		t.Error("what we write is not what we read", findings)
	}
}

// printable drops what would end a comment.
func printable(r rune) rune {
	if r == '\n' || r == '\r' {
		return -1
	}
	return r
}

func TestCountsAreThoseOfMsgattrib(t *testing.T) {
	file, _ := ParsePO("test.po", []byte(foreign))
	fuzzies, untranslated := 0, 0
	for _, e := range file.Entries {
		if e.Fuzzy() && !e.Obsolete {
			fuzzies++
		}
		if e.Text() == "" && !e.Obsolete {
			untranslated++
		}
	}
	for option, want := range map[string]int{"--only-fuzzy": fuzzies, "--untranslated": untranslated} {
		out, err := gettext(t, file.Format(), "msgattrib", option, "--no-obsolete", "--no-wrap")
		if err != nil {
			t.Fatal(err)
		}
		listed, _ := ParsePO("out.po", out)
		if len(listed.Entries) != want {
			t.Errorf("msgattrib %s lists %d, we count %d", option, len(listed.Entries), want)
		}
	}
}

// TestSmallEditsMergeLikeMsgmerge: where gettext and we mean the same, we write the same.
func TestSmallEditsMergeLikeMsgmerge(t *testing.T) {
	const old = `msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\n"

# note
msgctxt "a"
msgid "Send the signed contract."
msgstr "Envíe el contrato firmado."

#, fuzzy
#| msgctxt "b"
#| msgid "The first text of this paragraph."
msgctxt "b"
msgid "The second text of this paragraph."
msgstr "El primer texto."

msgctxt "c"
msgid "Gone from the source"
msgstr "Ya no está"

msgctxt "d"
msgid "Unchanged"
msgstr "Igual"
`
	units := unitsOf(t, "a | field | Send the signed contract within two days.\nb | field | The third text of this paragraph.\nd | field | Unchanged\ne | field | Brand-new words")
	template := filepath.Join(t.TempDir(), "template.po")
	empty := Merge(units, File{Header: Entry{Str: []string{"Content-Type: text/plain; charset=UTF-8\n"}}}).File
	if err := os.WriteFile(template, empty.Format(), 0o600); err != nil {
		t.Fatal(err)
	}
	theirs, err := gettext(t, []byte(old), "sh", "-c", `msgmerge --previous --no-wrap -q "$1" "$0"`, template)
	ours := Merge(units, parse(t, old)).File.Format()
	if err != nil || !bytes.Equal(ours, theirs) {
		t.Errorf("%v\nours:\n%s\nmsgmerge's:\n%s", err, ours, theirs)
	}
}
