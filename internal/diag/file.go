package diag

import (
	"bytes"
	"sort"
	"unicode/utf8"
)

// File turns byte offsets of a text into lines and columns. It is the only place that does.
type File struct {
	Path string
	Text []byte

	lines []int // byte offset at which each line starts
	marks []int // how many characters start before each multiple of stride: a line may be as long as the file
}

// stride is the distance between two marks, in bytes.
const stride = 1 << 10

// NewFile indexes the lines of text. Lines end at \n; a \r before it belongs to the line's end.
func NewFile(path string, text []byte) *File {
	lines := make([]int, 1, bytes.Count(text, []byte{'\n'})+1)
	for offset := 0; ; {
		next := bytes.IndexByte(text[offset:], '\n')
		if next < 0 {
			break
		}
		offset += next + 1
		lines = append(lines, offset)
	}
	marks := make([]int, 0, len(text)/stride+1)
	for at, before := 0, 0; at <= len(text); at += stride {
		marks = append(marks, before)
		before += characters(text[at:min(at+stride, len(text))])
	}
	return &File{Path: path, Text: text, lines: lines, marks: marks}
}

// characters counts the bytes at which a character starts, so that counts of pieces add up wherever the text is cut.
func characters(text []byte) int {
	n := 0
	for _, b := range text {
		if utf8.RuneStart(b) {
			n++
		}
	}
	return n
}

// before counts the characters before a byte offset.
func (f *File) before(offset int) int {
	mark := offset / stride
	return f.marks[mark] + characters(f.Text[mark*stride:offset])
}

// Position returns the line and column of a byte offset, both from 1. An offset outside the text is moved inside.
func (f *File) Position(offset int) (line, col int) {
	offset = max(0, min(offset, len(f.Text)))
	line = sort.Search(len(f.lines), func(i int) bool { return f.lines[i] > offset })
	start := f.lines[line-1]
	if offset-start < stride {
		return line, characters(f.Text[start:offset]) + 1
	}
	return line, f.before(offset) - f.before(start) + 1
}

// Offset returns the byte offset of a line and column. A place outside the text is moved inside.
func (f *File) Offset(line, col int) int {
	if line < 1 {
		return 0
	}
	if line > len(f.lines) {
		return len(f.Text)
	}
	offset, left := f.lines[line-1], col-1
	if left >= stride {
		wanted := f.before(offset) + left
		mark := sort.Search(len(f.marks), func(i int) bool { return f.marks[i] > wanted }) - 1
		if at := mark * stride; at > offset {
			left, offset = wanted-f.marks[mark], at
			for ; offset < len(f.Text) && !utf8.RuneStart(f.Text[offset]); offset++ {
			}
		}
	}
	for ; left > 0 && offset < len(f.Text) && f.Text[offset] != '\n'; left-- {
		_, size := utf8.DecodeRune(f.Text[offset:])
		offset += size
	}
	return offset
}

// next is where the line after another begins; where there is none, the text ends.
func (f *File) next(line int) int {
	if line < len(f.lines) {
		return f.lines[line]
	}
	return len(f.Text)
}

// Span returns the range from one byte offset to another (exclusive).
func (f *File) Span(start, end int) Span {
	line, col := f.Position(start)
	if start >= 0 && start <= end && end-start < stride && end < f.next(line) { // as most are
		return Span{line, col, line, col + characters(f.Text[start:end])}
	}
	endLine, endCol := f.Position(max(start, end))
	return Span{line, col, endLine, endCol}
}

// Place returns the range from one byte offset to another (exclusive) with the file's path.
func (f *File) Place(start, end int) Place { return Place{f.Path, f.Span(start, end)} }

// Line returns the text of a line without its end. Lines start at 1; a line that does not exist is empty.
func (f *File) Line(line int) string {
	if line < 1 || line > len(f.lines) {
		return ""
	}
	end := len(f.Text)
	if line < len(f.lines) {
		end = f.lines[line]
	}
	return string(bytes.TrimRight(f.Text[f.lines[line-1]:end], "\r\n"))
}
