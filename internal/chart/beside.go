package chart

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// room is how many units a name beside the rows of a chart may be wide, and in how many lines.
const (
	room  = 112
	lines = 3
)

// rows are the names beside the rows of a timeline or a heat map.
func (c Chart) rows() []string {
	var names []string
	if c.Kind == Timeline {
		for _, label := range c.labels() {
			names = append(names, beside(label))
		}
		return names
	}
	for _, series := range c.Series {
		names = append(names, beside(series.Name))
	}
	return names
}

// beside is a name in lines that have room beside a row. ECharts would part words of most scripts anywhere.
func beside(name string) string {
	var done []string
	line := ""
	for _, part := range parts(name) {
		if line != "" && wide(strings.TrimRight(line+part, " ")) > room {
			done, line = append(done, strings.TrimRight(line, " ")), ""
		}
		line += part
	}
	if done = append(done, strings.TrimRight(line, " ")); len(done) > lines {
		done = append(done[:lines-1], done[lines-1]+"…")
	}
	for i := range done {
		done[i] = fitted(done[i])
	}
	return strings.Join(done, "\n")
}

// never are signs with which no line of Japanese begins.
const never = "ーァィゥェォッャュョぁぃぅぇぉっゃゅょ・、。，．）」』】：；？！々"

// parts are the pieces of a name that stay together: words with the space after them, words of katakana that have room in a line,
// and each other sign of Han and kana.
func parts(name string) []string {
	var all []string
	for _, part := range pieces(name, true) {
		if wide(strings.TrimRight(part, " ")) > room {
			all = append(all, pieces(part, false)...)
			continue
		}
		all = append(all, part)
	}
	return all
}

// pieces parts a name where a line may end, with words of katakana whole or not.
func pieces(name string, whole bool) []string {
	var pieces []string
	begun, before := 0, rune(0)
	for i, r := range name {
		ends := before == ' ' || before == '-' || square(before)
		if ends && !strings.ContainsRune(never, r) && !(whole && katakana(before) && katakana(r)) {
			pieces, begun = append(pieces, name[begun:i]), i
		}
		before = r
	}
	return append(pieces, name[begun:])
}

// katakana reports whether a sign belongs to a word of katakana. Unicode counts the long sound to no script.
func katakana(r rune) bool { return r == 'ー' || unicode.Is(unicode.Katakana, r) }

// square reports whether a sign is as wide as it is high.
func square(r rune) bool {
	kind := width.LookupRune(r).Kind()
	return kind == width.EastAsianWide || kind == width.EastAsianFullwidth
}

// fitted is a line that is no wider than the room, with an ellipsis where something had to go.
func fitted(line string) string {
	if wide(line) <= room {
		return line
	}
	for whole := strings.TrimSuffix(line, "…"); ; {
		_, size := utf8.DecodeLastRuneInString(whole)
		if whole = whole[:len(whole)-size]; wide(whole+"…") <= room {
			return whole + "…"
		}
	}
}

// wide is about how many units a line is wide.
func wide(line string) int {
	tenths := 0
	for _, r := range line {
		switch {
		case square(r):
			tenths += 120
		case strings.ContainsRune(" .,:;|!iIjlft-()'", r):
			tenths += 45
		default:
			tenths += 73
		}
	}
	return tenths / 10
}
