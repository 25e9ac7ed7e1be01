package diag

import (
	"strings"
	"testing"
	"unicode"
)

func TestCut(t *testing.T) {
	ruler := strings.Repeat("0123456789", 3)
	tests := []struct {
		name, line string
		from, to   int
		want       string
	}{
		{"all of it", "abc", 0, 10, "abc"},
		{"just fits", "0123456789", 0, 10, "0123456789"},
		{"cut on the right", ruler, 0, 10, "012345678…"},
		{"cut on both sides", ruler, 10, 20, "…12345678…"},
		{"cut on the left", ruler, 20, 30, "…123456789"},
		{"shorter than the window starts", "abc", 10, 20, "…"},
		{"an empty line", "", 10, 20, ""},
		{"a wide character on the left edge", "日本語日本語", 2, 20, "… 語日本語"},
		{"a wide character on the right edge", "日本語日本語", 0, 6, "日本 …"},
		{"a tab over the left edge", "a\tb", 2, 20, "… b"},
		{"a tower of marks", "a" + strings.Repeat("\u0301", 9) + "b", 0, 10, "a" + strings.Repeat("\u0301", maxMarks) + "b"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := cut(test.line, test.from, test.to); got != test.want {
				t.Errorf("cut(%q, %d, %d) = %q, want %q", test.line, test.from, test.to, got, test.want)
			}
		})
	}
}

// TestTheCaretStaysUnderItsCharacter moves a caret along long lines. Wherever the line is cut, the character
// above the caret must be the right one.
func TestTheCaretStaysUnderItsCharacter(t *testing.T) {
	for name, letters := range map[string]string{
		"narrow": strings.Repeat("abcdefghijklmnopqrstuvwxyz", 20),
		"wide":   strings.Repeat("一二三四五六七八九十百千万", 20),
		"mixed":  strings.Repeat("a一b\t二\u0301c", 60),
	} {
		t.Run(name, func(t *testing.T) {
			runes := []rune(letters)
			for col := 1; col <= len(runes); col++ {
				if runes[col-1] == '\t' || unicode.Is(unicode.Mn, runes[col-1]) {
					continue
				}
				got := textOf(t, List{New(LinkBroken, at("a", 1, col, 1, col+1), "x")}, linesOf(letters), false)
				rows := strings.Split(got, "\n")
				_, line, _ := strings.Cut(rows[1], "| ")
				_, carets, _ := strings.Cut(rows[2], "| ")
				if above := characterAt(line, strings.Index(carets, "^")); above != runes[col-1] {
					t.Fatalf("column %d is %q, but the caret is under %q\n%s", col, runes[col-1], above, got)
				}
				if n := cellAt(line, len(line)); n > frameCells {
					t.Fatalf("the line takes %d cells\n%s", n, got)
				}
			}
		})
	}
}

func characterAt(line string, cell int) rune {
	at := 0
	for _, r := range line {
		_, cells, _ := glyph(string(r))
		if at == cell && cells > 0 {
			return r
		}
		at += cells
	}
	return 0
}
