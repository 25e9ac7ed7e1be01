package diag

import (
	"errors"
	"strings"
	"testing"
)

// linesOf serves the lines of one text under every path.
func linesOf(text string) func(string, int) string {
	return NewFile("", []byte(text)).lineAt
}

func (f *File) lineAt(_ string, line int) string { return f.Line(line) }

func at(path string, line, col, endLine, endCol int) Place {
	return Place{Path: path, Span: Span{Line: line, Col: col, EndLine: endLine, EndCol: endCol}}
}

func textOf(t *testing.T, list List, lines func(string, int) string, colour bool) string {
	t.Helper()
	var b strings.Builder
	if err := WriteText(&b, list, lines, colour); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

const priceList = "kind: price-list\nparts:\n  - sku: MIG-ENGINE-HOUR\n    price: \"1,84\"\n\n  - sku: EXPORT\n"

func TestWriteText(t *testing.T) {
	price := New(PriceFormat, at("pricing/lists/emea-eur-gold.yaml", 4, 12, 4, 18), "a price is a quoted decimal with a point")
	long := strings.Repeat("a long hint ", 6) + "ends"
	tests := []struct {
		name  string
		list  List
		lines string
		want  string
	}{
		{"no findings", nil, "", ""},
		{"the form of the contract", List{price.WithHint(`did you mean "1.84"?`)}, priceList, `
pricing/lists/emea-eur-gold.yaml:4:12: error[price/format] a price is a quoted decimal with a point
  3 |   - sku: MIG-ENGINE-HOUR
  4 |     price: "1,84"
    |            ^^^^^^ did you mean "1.84"?
  run: parley explain price/format
`},
		{"no hint", List{New(KindMissing, at("a.md", 1, 1, 1, 1), "no kind")}, "title: A", `
a.md:1:1: error[kind/missing] no kind
  1 | title: A
    | ^
  run: parley explain kind/missing
`},
		{"a long hint has its own line", List{price.WithHint("%s", long)}, priceList, `
pricing/lists/emea-eur-gold.yaml:4:12: error[price/format] a price is a quoted decimal with a point
  3 |   - sku: MIG-ENGINE-HOUR
  4 |     price: "1,84"
    |            ^^^^^^
  hint: ` + long + `
  run: parley explain price/format
`},
		{"a hint of several lines has a gutter", List{price.WithHint("write\n::error::one\n\nof them\n")}, priceList, `
pricing/lists/emea-eur-gold.yaml:4:12: error[price/format] a price is a quoted decimal with a point
  3 |   - sku: MIG-ENGINE-HOUR
  4 |     price: "1,84"
    |            ^^^^^^
  hint: write
      | ::error::one
      |
      | of them
  run: parley explain price/format
`},
		{"no place", List{New(SiteMissing, Place{Path: "content/site.yaml"}, "there are no settings").WithHint("run parley init")}, "x", `
content/site.yaml: error[site/missing] there are no settings
  hint: run parley init
  run: parley explain site/missing
`},
		{"no path", List{New(HistoryShallow, Place{}, "the history ends early")}, "x", `
warning[history/shallow] the history ends early
  run: parley explain history/shallow
`},
		{"notes", List{price.WithNote(at("old.yaml", 6, 5, 6, 8), "the list says").WithNote(Place{Path: "b.yaml"}, "see here").WithNote(Place{}, "so it is")}, priceList, `
pricing/lists/emea-eur-gold.yaml:4:12: error[price/format] a price is a quoted decimal with a point
  3 |   - sku: MIG-ENGINE-HOUR
  4 |     price: "1,84"
    |            ^^^^^^
  note: old.yaml:6:5: the list says
  6 |   - sku: EXPORT
    |     ^^^
  note: b.yaml: see here
  note: so it is
  run: parley explain price/format
`},
		{"an empty line stands between findings", List{New(DocOrphan, Place{Path: "a"}, "x"), New(DocOrphan, Place{Path: "b"}, "y")}, "", `
a: warning[doc/orphan] x
  run: parley explain doc/orphan

b: warning[doc/orphan] y
  run: parley explain doc/orphan
`},
		{"the number above is shorter, the line above empty", List{New(LinkBroken, at("a.md", 10, 1, 10, 3), "x")}, strings.Repeat("\n", 9) + "ab", `
a.md:10:1: error[link/broken] x
   9 |
  10 | ab
     | ^^
  run: parley explain link/broken
`},
		{"a line that does not exist", List{New(LinkBroken, at("a.md", 2, 7, 2, 9), "x")}, "ab", `
a.md:2:7: error[link/broken] x
  1 | ab
  2 |
    | ^
  run: parley explain link/broken
`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			want := strings.TrimPrefix(test.want, "\n")
			if got := textOf(t, test.list, linesOf(test.lines), false); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// TestFrames looks at the frame alone: what is shown of a line, and where the carets stand.
func TestFrames(t *testing.T) {
	tests := []struct {
		name string
		text string
		span Span
		want string
	}{
		{"a span of no width", "abc", Span{1, 2, 1, 2}, "  1 | abc\n    |  ^\n"},
		{"no end", "abc", Span{Line: 1, Col: 2}, "  1 | abc\n    |  ^\n"},
		{"no column", "abc", Span{Line: 1}, "  1 | abc\n    | ^\n"},
		{"a span of several lines is marked on the first", "ab cd\nef", Span{1, 4, 2, 2}, "  1 | ab cd\n    |    ^^\n"},
		{"a span that ends before it starts", "abc", Span{1, 3, 1, 1}, "  1 | abc\n    |   ^\n"},
		{"the place behind the end", "abc", Span{1, 4, 1, 5}, "  1 | abc\n    |    ^\n"},
		{"a column far behind the end", "abc", Span{1, 99, 1, 120}, "  1 | abc\n    |    ^\n"},
		{"tabs", "\tab\tcd", Span{1, 5, 1, 7}, "  1 |     ab  cd\n    |         ^^\n"},
		{"the tab itself", "a\tb", Span{1, 2, 1, 3}, "  1 | a   b\n    |  ^^^\n"},
		{"wide characters", "価格: 高い", Span{1, 5, 1, 7}, "  1 | 価格: 高い\n    |       ^^^^\n"},
		{"full-width forms and emoji", "Ａ👍x", Span{1, 3, 1, 4}, "  1 | Ａ👍x\n    |     ^\n"},
		{"half-width forms", "ｶﾅx", Span{1, 3, 1, 4}, "  1 | ｶﾅx\n    |   ^\n"},
		{"combining marks have no width", "e\u0301x", Span{1, 3, 1, 4}, "  1 | e\u0301x\n    |  ^\n"},
		{"a mark alone gets a caret", "e\u0301x", Span{1, 2, 1, 3}, "  1 | e\u0301x\n    |  ^\n"},
		{"an escape is marked as a whole", "a\x1bb", Span{1, 2, 1, 3}, "  1 | a\\x1bb\n    |  ^^^^\n"},
		{"a byte that is not UTF-8", "a\x9bb", Span{1, 3, 1, 4}, "  1 | a\\x9bb\n    |      ^\n"},
		{"a change of direction", "a\u202eb", Span{1, 3, 1, 4}, "  1 | a\\u202eb\n    |        ^\n"},
		{"spaces at the end are not shown", "ab   ", Span{1, 1, 1, 3}, "  1 | ab\n    | ^^\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := textOf(t, List{New(LinkBroken, Place{"a", test.span}, "x")}, linesOf(test.text), false)
			_, got, _ = strings.Cut(got, "\n")
			got = strings.TrimSuffix(got, "  run: parley explain link/broken\n")
			if got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

func TestWriteTextShowsNothingThatActs(t *testing.T) {
	hostile := "\x1b]0;x\a\x9b2J\u009b\u202e\u200b\ufeff\r\n\t\x00\x7f"
	shown := `\x1b]0;x\a\x9b2J\u009b\u202e\u200b\ufeff\r\n\t\x00\x7f`
	d := Diagnostic{Place: Place{Path: "p" + hostile}, Code: Code("c" + hostile), Severity: Severity("s" + hostile), Message: "m" + hostile}
	d = d.WithNote(Place{Path: "q" + hostile}, "%s", "n"+hostile)
	want := "p" + shown + ": s" + shown + "[c" + shown + "] m" + shown + "\n" +
		"  note: q" + shown + ": n" + shown + "\n" +
		"  run: parley explain c" + shown + "\n"
	if got := textOf(t, List{d}, nil, false); got != want {
		t.Errorf("got\n%q\nwant\n%q", got, want)
	}
	for _, legitimate := range []string{"12\u00a0%", "می\u200cخواهم", "日本語", "e\u0301", "👩\u200d💻", "\u3000"} {
		if got := Visible(legitimate); got != legitimate {
			t.Errorf("Visible(%q) = %q, want it unchanged", legitimate, got)
		}
	}
}

func TestWriteTextNeverStartsALineWithABuildServerCommand(t *testing.T) {
	for _, path := range []string{"::add-mask::x.md", ":", "\u00a0 ::stop-commands::x"} {
		got := textOf(t, List{New(FileName, Place{Path: path}, "x").WithHint("a\n::error::b")}, nil, false)
		for line := range strings.Lines(got) {
			if strings.HasPrefix(strings.TrimSpace(line), "::") {
				t.Errorf("path %q starts a command: %q", path, line)
			}
		}
	}
}

func TestWriteTextWithoutLines(t *testing.T) {
	d := New(LinkBroken, at("a.md", 2, 7, 2, 9), "x").WithHint("y").WithNote(at("b.md", 1, 1, 1, 2), "z")
	want := "a.md:2:7: error[link/broken] x\n  hint: y\n  note: b.md:1:1: z\n  run: parley explain link/broken\n"
	if got := textOf(t, List{d}, nil, false); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestColourAddsNothingButColour(t *testing.T) {
	list := List{
		New(PriceFormat, at("a.yaml", 4, 12, 4, 18), "x").WithHint("y").WithNote(at("a.yaml", 3, 5, 3, 6), "z"),
		New(DocOrphan, Place{Path: "b.md"}, "x").WithHint("two\nlines"),
	}
	plain, coloured := textOf(t, list, linesOf(priceList), false), textOf(t, list, linesOf(priceList), true)
	if got := withoutColour(coloured); got != plain {
		t.Errorf("got\n%s\nwant\n%s", got, plain)
	}
	for _, part := range []string{colourError + "error[price/format]" + colourOff, colourWarning + "warning[doc/orphan]" + colourOff, colourError + "^^^^^^" + colourOff} {
		if !strings.Contains(coloured, part) {
			t.Errorf("%q is not in\n%q", part, coloured)
		}
	}
	for line := range strings.Lines(coloured) {
		if opened, closed := strings.Count(line, "\x1b["), strings.Count(line, colourOff); opened != 2*closed {
			t.Errorf("a colour runs on at the end of the line %q", line)
		}
	}
}

func withoutColour(text string) string {
	return strings.NewReplacer(colourError, "", colourWarning, "", colourBold, "", colourDim, "", colourHint, "", colourOff, "").Replace(text)
}

func TestSummary(t *testing.T) {
	e, w := Diagnostic{Severity: Error}, Diagnostic{Severity: Warning}
	tests := []struct {
		list      List
		documents int
		want      string
	}{
		{nil, 210, "no findings in 210 documents"},
		{nil, 1, "no findings in 1 document"},
		{nil, 0, "no findings in 0 documents"},
		{List{e}, 1, "1 error in 1 document"},
		{List{w}, 2, "1 warning in 2 documents"},
		{List{e, w, e}, 210, "2 errors, 1 warning in 210 documents"},
		{List{w, w, e}, 210, "1 error, 2 warnings in 210 documents"},
	}
	for _, test := range tests {
		if got := Summary(test.list, test.documents); got != test.want {
			t.Errorf("got %q, want %q", got, test.want)
		}
	}
}

// fullDisk fails every write.
type fullDisk struct{}

var errFull = errors.New("disk is full")

func (fullDisk) Write([]byte) (int, error) { return 0, errFull }

func TestWritersReportAFailedWrite(t *testing.T) {
	list := List{New(LinkBroken, at("a.md", 1, 1, 1, 2), "x")}
	for name, err := range map[string]error{
		"text":   WriteText(fullDisk{}, list, linesOf("abc"), true),
		"json":   WriteJSON(fullDisk{}, list, 1),
		"sarif":  WriteSARIF(fullDisk{}, list, "v1"),
		"github": WriteGitHub(fullDisk{}, list),
	} {
		if !errors.Is(err, errFull) {
			t.Errorf("%s: %v, want %v", name, err, errFull)
		}
	}
}
