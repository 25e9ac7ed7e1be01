package translation

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"parley/internal/diag"
)

// ParsePO reads a PO file of any layout: wrapped or not, LF or CRLF, with or without byte order mark.
//
// It reports every fault with its place, not only the first, up to a hundred. Entries with a fault are left
// out; the others are read as usual. It never panics, and its time and memory grow with the text, no faster.
func ParsePO(path string, text []byte) (File, diag.List) {
	text = bytes.TrimPrefix(text, []byte("\uFEFF"))
	entries := bytes.Count(text, []byte("\nmsgid "))
	p := parser{
		src: string(text), at: diag.NewFile(path, text), file: File{Path: path, Entries: make([]Entry, 0, entries)},
		first: make(map[Message]diag.Span, entries), valid: utf8.Valid(text),
	}
	p.encoding()
	for start := 0; start < len(p.src); {
		end := len(p.src)
		if newline := strings.IndexByte(p.src[start:], '\n'); newline >= 0 {
			end = start + newline
		}
		p.line(start, start+len(strings.TrimRight(p.src[start:end], "\r")))
		start = end + 1
	}
	p.endEntry(len(p.src), len(p.src))
	p.file.Trailing = p.entry.Comments
	p.header()
	return p.file, p.findings
}

// most is how many findings one file may have: a binary file by the name of .po must not fill a log.
const most = 100

// style is how a line is marked: #~ obsolete, #| previous, or both.
type style struct{ obsolete, previous bool }

// stage is how much of an entry has been read.
type stage uint8

const (
	stageIntro stage = iota // comments, flags, previous message
	stageContext
	stageID
	stagePlural
	stageStr
)

type parser struct {
	src      string
	valid    bool // src is UTF-8
	at       *diag.File
	file     File
	findings diag.List
	first    map[Message]diag.Span // where each message stands, without its plural

	entry  Entry
	stage  stage
	faulty bool   // the entry has a fault, so it is left out and further faults that follow from it are not told
	style  style  // of the field that is being read
	target string // keyword of the field that is being read, or ""
	text   string // its text so far, if it is one string
	joined []byte // its text so far, if it is several
	pieces int    // how many strings it has
	start  int    // byte range of its strings
	stop   int
}

// fault reports something wrong with the entry that is being read.
func (p *parser) fault(start, end int, hint, format string, args ...any) {
	p.faulty = true
	p.report(diag.New(diag.POSyntax, p.at.Place(start, end), format, args...).WithHint("%s", hint))
}

func (p *parser) report(d diag.Diagnostic) {
	if len(p.findings) < most {
		p.findings = append(p.findings, d)
	}
}

// encoding reports bytes that are not text, once a line.
func (p *parser) encoding() {
	if p.valid && strings.IndexByte(p.src, 0) < 0 {
		return
	}
	offset := 0
	for line := range strings.Lines(p.src) {
		for i, r := range line {
			_, width := utf8.DecodeRuneInString(line[i:])
			if r == 0 || r == utf8.RuneError && width == 1 {
				p.fault(offset+i, offset+i+1, "save the file as UTF-8", "the file is not UTF-8 text here")
				break
			}
		}
		offset += len(line)
	}
	p.faulty = false
}

// beginEntry is called where a comment or a keyword starts an entry, and ends the one before.
func (p *parser) beginEntry(start, end int) {
	if p.stage != stageIntro {
		p.endEntry(start, end)
	}
	p.endField()
}

// endEntry keeps the entry that was being read, if there was one and it is whole.
func (p *parser) endEntry(start, end int) {
	p.endField()
	if p.stage != stageIntro && p.stage != stageStr && !p.faulty {
		p.fault(start, end, "add msgstr with the translation, or \"\" for none", "the entry before this has no msgstr")
	}
	if p.stage == stageIntro && p.entry.Previous == nil && !p.faulty {
		return // comments alone belong to the next entry, or are trailing
	}
	if p.stage == stageIntro && !p.faulty {
		p.fault(start, end, "remove the #| lines", "the previous msgid belongs to no entry")
	}
	if !p.faulty {
		p.keep()
	}
	p.entry, p.stage, p.faulty = Entry{}, stageIntro, false
}

func (p *parser) keep() {
	e := p.entry
	if first, found := p.first[e.key()]; found {
		place := diag.Place{Path: p.file.Path, Span: e.IDSpan}
		p.report(diag.New(diag.PODuplicate, place, "a second entry for the same text in the same context").
			WithHint("keep the better translation and delete the other entry; gettext's tools refuse the file").
			WithNote(diag.Place{Path: p.file.Path, Span: first}, "the first one is here"))
	} else {
		p.first[e.key()] = e.IDSpan
	}
	if e.ID == "" && !e.HasContext && !e.Obsolete && len(p.file.Header.Str) == 0 {
		p.file.Header = e
		return
	}
	p.file.Entries = append(p.file.Entries, e)
}

// header reports a character set that is not UTF-8, which would make other tools read the text wrongly.
func (p *parser) header() {
	kind, _ := p.file.Field("Content-Type")
	_, charset, found := strings.Cut(strings.ToLower(kind), "charset=")
	if found && !slices.Contains([]string{"utf-8", "utf8"}, strings.TrimSpace(charset)) {
		place := diag.Place{Path: p.file.Path, Span: p.file.Header.StrSpan}
		p.report(diag.New(diag.POSyntax, place, "the header says charset=%s, but PO files here are UTF-8", strings.TrimSpace(charset)).
			WithHint("save the file as UTF-8 and write charset=UTF-8"))
	}
}
