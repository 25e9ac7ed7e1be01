package diag

import (
	"strings"
	"testing"
)

func TestPositionsAndOffsets(t *testing.T) {
	long := strings.Repeat("é", 3000)
	f := NewFile("x", []byte("ab\n\nçd é\n"+long+"z\nend"))
	for _, test := range []struct {
		text      string // what starts at the place
		line, col int
	}{
		{"ab", 1, 1}, {"çd", 3, 1}, {"é\n", 3, 4}, {"z\n", 4, 3001}, {"end", 5, 1},
	} {
		at := strings.LastIndex(string(f.Text), test.text)
		if test.text == "é\n" {
			at = strings.Index(string(f.Text), test.text)
		}
		if line, col := f.Position(at); line != test.line || col != test.col {
			t.Errorf("%q is at %d:%d, want %d:%d", test.text, line, col, test.line, test.col)
		}
		if got := f.Offset(test.line, test.col); got != at {
			t.Errorf("%d:%d is at byte %d, want %d", test.line, test.col, got, at)
		}
	}
	if f.Line(3) != "çd é" || f.Line(0) != "" || f.Line(99) != "" {
		t.Errorf("lines %q %q %q", f.Line(3), f.Line(0), f.Line(99))
	}
	if line, col := f.Position(1 << 30); line != 5 || col != 4 {
		t.Errorf("beyond the end: %d:%d", line, col)
	}
}

// FuzzPosition compares every offset of a text with a count from the start.
func FuzzPosition(f *testing.F) {
	f.Add("a\né")
	f.Add(strings.Repeat("ü", 2500) + "\n" + strings.Repeat("y", 3000))
	f.Fuzz(func(t *testing.T, text string) {
		text = strings.ToValidUTF8(text, "?")
		file := NewFile("x", []byte(text))
		line, col := 1, 1
		for offset, r := range text {
			if l, c := file.Position(offset); l != line || c != col {
				t.Fatalf("offset %d is at %d:%d, want %d:%d", offset, l, c, line, col)
			}
			if got := file.Offset(line, col); got != offset {
				t.Fatalf("%d:%d is at byte %d, want %d", line, col, got, offset)
			}
			for _, width := range []int{0, 1, 7, 2000} {
				endLine, endCol := file.Position(offset + width)
				if got := file.Span(offset, offset+width); got != (Span{line, col, endLine, endCol}) {
					t.Fatalf("the %d bytes from %d on are %v, want an end at %d:%d", width, offset, got, endLine, endCol)
				}
			}
			if col++; r == '\n' {
				line, col = line+1, 1
			}
		}
	})
}

func TestSortDropsRepetitions(t *testing.T) {
	at := func(path string, line int) Place { return Place{path, Span{line, 1, line, 2}} }
	list := List{New(LinkBroken, at("b", 1), "x"), New(LinkBroken, at("a", 2), "x"), New(LinkBroken, at("b", 1), "x"), New(DocOrphan, at("a", 1), "y")}
	sorted := list.Sort()
	if len(sorted) != 3 || sorted[0].Code != DocOrphan || sorted[1].Path != "a" || sorted[2].Path != "b" {
		t.Errorf("%+v", sorted)
	}
	if !sorted.HasErrors() || sorted.Count(Warning) != 1 || sorted.WithSeverity(Warning).HasErrors() || !sorted.HasErrors() {
		t.Error("severities")
	}
}
