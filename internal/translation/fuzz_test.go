package translation

import (
	"reflect"
	"testing"
	"unicode/utf8"

	"parley/internal/diag"
	"parley/internal/doc"
)

// FuzzParsePO: whatever is read and written is read the same again.
func FuzzParsePO(f *testing.F) {
	for _, seed := range []string{head, foreign, checked, paragraphs, "\uFEFF#~ msgid \"a\\x41\"\r\n#~ msgstr \"\\\"\"\r\n# z\\\r\n", "msgid \"a\nmsgid\"b\"msgstr\"c\" #, x\n#| msgid \"d\"\n"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		file, findings := ParsePO("x.po", text)
		written := file.Format()
		again, more := ParsePO("x.po", written)
		if len(findings) == 0 && len(more) > 0 {
			t.Fatalf("%q is fine, but what we write is not: %v\n%s", text, told(more), written)
		}
		if !reflect.DeepEqual(content(file), content(again)) {
			t.Fatalf("%q is read as\n%+v\nand then as\n%+v", text, content(file), content(again))
		}
		for _, d := range findings {
			if d.Line < 1 || d.Col < 1 || d.Hint == "" {
				t.Fatalf("%q: finding without place or hint: %+v", text, d)
			}
		}
		units := []doc.Unit{{Text: "a"}, {Context: "c", Text: string(text)}}
		if len(Merge(units, file).Units) != len(units) {
			t.Fatal("a unit is lost")
		}
	})
}

// content leaves out what a file's layout decides, and what is not written.
func content(file File) File {
	active, obsolete := []Entry{}, []Entry{}
	for _, e := range append([]Entry{file.Header}, file.Entries...) {
		e.IDSpan, e.StrSpan, e.References = diag.Span{}, diag.Span{}, nil
		e.Flags = sortFlags(e.Flags)
		if e.Obsolete {
			obsolete = append(obsolete, e)
		} else {
			active = append(active, e)
		}
	}
	return File{Entries: append(active, obsolete...), Trailing: file.Trailing}
}

// FuzzCheck: no text makes a check panic, every text is its own correct translation as far as its marks go, and
// every detail fits a comment line.
func FuzzCheck(f *testing.F) {
	for _, seed := range []string{"a **b** `c` [d](e \"f\") <g h=\"i\"> ![j](k) {l}", "[x] a", "a | b \\", "<https://a.b> c@d.e ](", "\u202e*x #y"} {
		f.Add(seed, seed+" z", uint8(0))
	}
	f.Fuzz(func(t *testing.T, source, text string, block uint8) {
		blocks := []doc.Block{doc.Field, doc.Paragraph, doc.Heading, doc.Item, doc.Cell, doc.Definition}
		unit := doc.Unit{Text: source, Block: blocks[int(block)%len(blocks)]}
		for _, failure := range Check(unit, text) {
			if failure.Check == "" || failure.Detail == "" || len([]rune(failure.Detail)) > 300 {
				t.Fatalf("%+v", failure)
			}
			for _, r := range failure.Detail {
				if r == '\n' || r == '\r' {
					t.Fatalf("%+v", failure)
				}
			}
		}
		for _, failure := range Check(unit, source) {
			if failure.Check != "bidi" && failure.Check != "markdown" && utf8.ValidString(source) {
				t.Fatalf("%q is not its own translation: %+v", source, failure)
			}
		}
	})
}
