package doc

import (
	"bufio"
	"bytes"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/adrg/frontmatter"

	"parley/internal/diag"
)

// IsMarkdown reports whether a path names a Markdown document.
func IsMarkdown(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".md", ".markdown":
		return true
	}
	return false
}

// IsYAML reports whether a path names a YAML document.
func IsYAML(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".yaml", ".yml":
		return true
	}
	return false
}

// Read reads a file: Markdown by its name, else YAML. The Document is usable whatever the findings say.
func Read(name string, text []byte) (Document, diag.List) {
	if d, plain := ReadPlain(name, text); plain {
		return d, nil
	}
	binary := bytes.IndexByte(text, 0) >= 0
	returns := lonely(text)
	text, findings := normalise(name, text)
	file := diag.NewFile(name, text)
	if binary && !IsMarkdown(name) {
		return Document{Head: Head{Path: name, Fields: Value{Type: Map}, Broken: true}}, findings // nothing in it means anything
	}
	if !IsMarkdown(name) {
		fields, more := readFields(file, text, 1, doubtfulEnds(file, len(text), returns))
		findings = append(findings, more...)
		return Document{Head: Head{Path: name, Fields: fields, Broken: broken(findings)}}, findings
	}
	header, body, more := split(file)
	findings = append(findings, more...)
	d := Document{Head: Head{Path: name, Markdown: true, Fields: Value{Type: Map}}}
	start := len(text) - len(body)
	if header != nil {
		d.Fields, more = readFields(file, header, 2, doubtfulEnds(file, start, returns))
		findings = append(findings, more...)
	}
	d.Broken = binary || broken(findings)
	d.BodyLine, _ = file.Position(start)
	d.Body = string(body)
	more = readMarkdown(&d, file, start)
	return d, append(findings, more...)
}

// ReadPlain reads a YAML file with which nothing is wrong, and whose text is so plain that this takes less time than to look up what was
// said of it before; false for any other.
func ReadPlain(name string, text []byte) (Document, bool) {
	if IsMarkdown(name) {
		return Document{}, false
	}
	fields, plain := readPlainly(text, 1)
	return Document{Head: Head{Path: name, Fields: fields}}, plain
}

// readFields reads YAML that starts on a line of the file, unless it is doubtful where its lines end.
func readFields(file *diag.File, text []byte, firstLine int, doubts diag.List) (Value, diag.List) {
	if len(doubts) > 0 {
		return Value{Type: Map}, doubts
	}
	return readYAML(file, text, firstLine)
}

// broken reports whether the fields of a document are lost. A fault that leaves them readable is none.
func broken(findings diag.List) bool {
	return slices.ContainsFunc(findings, func(finding diag.Diagnostic) bool {
		return finding.Code == diag.YAMLSyntax || finding.Code == diag.FrontMatterUnclosed
	})
}

// Normalise strips a byte order mark and turns CRLF and CR into LF. Lines and columns of findings are those of its result,
// and of what an editor shows.
func Normalise(text []byte) []byte {
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	if bytes.IndexByte(text, '\r') >= 0 {
		text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
		text = bytes.ReplaceAll(text, []byte("\r"), []byte("\n"))
	}
	return text
}

// normalise makes a text one that can be read: normal line ends, and valid UTF-8 without NUL.
func normalise(name string, text []byte) ([]byte, diag.List) {
	text = Normalise(text)
	at := bytes.IndexByte(text, 0)
	if at < 0 && utf8.Valid(text) {
		return text, nil
	}
	for i := 0; at < 0 || i < at; {
		r, size := utf8.DecodeRune(text[i:])
		if r == utf8.RuneError && size <= 1 {
			at = i
			break
		}
		i += size
	}
	finding := diag.New(diag.FileEncoding, diag.NewFile(name, bytes.ToValidUTF8(text, []byte("?"))).Place(at, at+1), "this is not UTF-8 text").
		WithHint("save the file as UTF-8; %s", encodingGuess(text))
	text = bytes.ReplaceAll(bytes.ToValidUTF8(text, []byte("\ufffd")), []byte{0}, []byte("\ufffd"))
	return text, diag.List{finding}
}

func encodingGuess(text []byte) string {
	if bytes.IndexByte(text, 0) >= 0 {
		return "it looks like UTF-16 or a binary file"
	}
	return "it looks like Windows-1252 or Latin-1"
}

// firstKey is what follows the opening fence of front matter.
var firstKey = regexp.MustCompile(`^\n(#.*\n|\s*\n)*[A-Za-z_][\w -]*:`)

// lineReaders are what the library reads front matter through, which is smaller than the buffer that it would make each time.
var lineReaders = sync.Pool{New: func() any { return bufio.NewReader(nil) }}

// split separates the front matter from the body. A fence is a line of three hyphens and nothing else;
// the first must be the first line of the file. Without front matter, header is nil.
func split(file *diag.File) (header, body []byte, findings diag.List) {
	text := file.Text
	if !bytes.HasPrefix(text, []byte("---\n")) && !bytes.Equal(text, []byte("---")) {
		return nil, text, nil
	}
	end, next := closingFence(text)
	if end < 0 && !firstKey.Match(text[3:]) {
		return nil, text, nil // a line across the page, as Markdown has it
	}
	if end < 0 {
		return nil, text, diag.List{diag.New(diag.FrontMatterUnclosed, file.Place(0, 3), "the front matter that starts here never ends").
			WithHint("write --- on a line of its own below the last key")}
	}
	var raw []byte
	format := frontmatter.NewFormat("---", "---", func(data []byte, _ any) error {
		raw = bytes.Clone(data)
		return nil
	})
	lines := lineReaders.Get().(*bufio.Reader)
	defer lineReaders.Put(lines)
	lines.Reset(bytes.NewReader(text[:next]))
	if _, err := frontmatter.Parse(lines, nil, format); err != nil || len(raw) != end-4 {
		at := 4 + len(raw)
		at += len(text[at:]) - len(bytes.TrimLeft(text[at:], " \t"))
		return text[4:end], text[next:], diag.List{diag.New(diag.FrontMatterUnclosed, file.Place(at, at+3), "other tools would end the front matter at this indented ---").
			WithHint("write this line in another way, or move the text to the body")}
	}
	return raw, text[next:], nil
}

// closingFence returns where the closing fence starts and where the body after it starts.
func closingFence(text []byte) (end, next int) {
	for at := 4; at < len(text); {
		line := text[at:]
		if i := bytes.IndexByte(line, '\n'); i >= 0 {
			line = line[:i+1]
		}
		if string(bytes.TrimRight(line, " \t\n")) == "---" && line[0] == '-' {
			return at, at + len(line)
		}
		at += len(line)
	}
	return -1, -1
}
