package doc

import (
	"encoding/binary"
	"slices"
)

// unitBlocks are the kinds of units by the number that stands for them in a record.
var unitBlocks = []Block{Field, Paragraph, Heading, Item, Cell, Definition}

// AppendText appends a text to a record, from which ReadText reads it again. Records are those of one version: see Version.
func AppendText(record []byte, t Text) []byte {
	record = appendString(appendString(record, t.Body), t.HTML.Text)
	record = binary.AppendUvarint(record, uint64(len(t.HTML.Holes)))
	at := 0
	for _, hole := range t.HTML.Holes {
		record = append(record, byte(hole.What))
		record = appendInts(record, hole.Start-at, hole.Stop-hole.Start, hole.Link)
		at = hole.Stop
	}
	record = binary.AppendUvarint(record, uint64(len(t.Prose)))
	at = 0
	for _, run := range t.Prose {
		record = append(record, flag(run.Heading))
		record = appendInts(record, run.Start-at, run.Stop-run.Start)
		at = run.Stop
	}
	return record
}

// ReadText reads a text from the beginning of a record, and returns what follows it. The text shares the memory of the
// record. Ok is false where no text stands there.
func ReadText(record string) (t Text, rest string, ok bool) {
	r := recordReader{rest: record}
	t.Body, t.HTML.Text = r.text(), r.text()
	t.HTML.Holes = make([]Hole, r.count())
	at := 0
	for i := range t.HTML.Holes {
		hole := Hole{What: HoleKind(r.byte()), Start: at + r.int()}
		hole.Stop, hole.Link = hole.Start+r.int(), r.int()
		t.HTML.Holes[i], at = hole, hole.Stop
	}
	t.Prose = make([]Run, r.count())
	at = 0
	for i := range t.Prose {
		run := Run{Heading: r.byte() == 1, Start: at + r.int()}
		run.Stop = run.Start + r.int()
		t.Prose[i], at = run, run.Stop
	}
	return t, r.rest, !r.failed
}

// nearContexts is how many contexts are looked through for one that has been written already.
const nearContexts = 4

// AppendUnits appends the units of a body to a record, from which ReadUnits reads them again.
func AppendUnits(record []byte, body string, units []Unit) []byte {
	record = binary.AppendUvarint(record, uint64(len(units)))
	var contexts []string
	at, line := 0, 0
	for _, unit := range units {
		near := contexts[max(0, len(contexts)-nearContexts):]
		known := slices.Index(near, unit.Context)
		record = append(record, byte(known+1), byte(slices.Index(unitBlocks, unit.Block)))
		if known < 0 {
			contexts = append(contexts, unit.Context)
			record = appendString(record, unit.Context)
		}
		record = appendInts(record, unit.Start-at, unit.Stop-unit.Start)
		as := unit.Text == body[unit.Start:unit.Stop]
		if record = append(record, flag(as)); !as {
			record = appendString(record, unit.Text)
		}
		record = appendInts(record, unit.Span.Line-line, unit.Span.Col, unit.Span.EndLine-unit.Span.Line, unit.Span.EndCol)
		at, line = unit.Stop, unit.Span.Line
	}
	return record
}

// ReadUnits reads the units of a body. They share the memory of both.
func ReadUnits(record, body string) (units []Unit, ok bool) {
	r := recordReader{rest: record}
	units = make([]Unit, r.count())
	var contexts []string
	at, line := 0, 0
	for i := range units {
		unit := &units[i]
		near := contexts[max(0, len(contexts)-nearContexts):]
		known, block := int(r.byte())-1, int(r.byte())
		if known >= len(near) || block >= len(unitBlocks) {
			return nil, false
		}
		if unit.Block = unitBlocks[block]; known >= 0 {
			unit.Context = near[known]
		} else {
			unit.Context = r.text()
			contexts = append(contexts, unit.Context)
		}
		unit.Start = at + r.int()
		unit.Stop = unit.Start + r.int()
		if as := r.byte() == 1; !as {
			unit.Text = r.text()
		} else if unit.Start < 0 || unit.Stop < unit.Start || unit.Stop > len(body) {
			return nil, false
		} else {
			unit.Text = body[unit.Start:unit.Stop]
		}
		unit.Span.Line, unit.Span.Col = line+r.int(), r.int()
		unit.Span.EndLine, unit.Span.EndCol = unit.Span.Line+r.int(), r.int()
		at, line = unit.Stop, unit.Span.Line
	}
	return units, !r.failed && r.rest == ""
}

func flag(set bool) byte {
	if set {
		return 1
	}
	return 0
}

func appendString(record []byte, text string) []byte {
	return append(binary.AppendUvarint(record, uint64(len(text))), text...)
}

func appendInts(record []byte, numbers ...int) []byte {
	for _, n := range numbers {
		record = binary.AppendVarint(record, int64(n))
	}
	return record
}

// recordReader reads what the functions above have appended. Once something is not there, it reads nothing more.
type recordReader struct {
	rest   string
	failed bool
}

func (r *recordReader) fail() { r.rest, r.failed = "", true }

func (r *recordReader) byte() byte {
	if r.rest == "" {
		r.fail()
		return 0
	}
	b := r.rest[0]
	r.rest = r.rest[1:]
	return b
}

func (r *recordReader) uint() uint64 {
	var n uint64
	for shift := 0; shift < 64; shift += 7 {
		b := r.byte()
		n |= uint64(b&0x7f) << shift
		if b < 0x80 {
			return n
		}
	}
	r.fail()
	return 0
}

func (r *recordReader) int() int {
	n := r.uint()
	return int(n>>1) ^ -int(n&1)
}

// count is a number of things of which each takes a byte at least.
func (r *recordReader) count() int {
	n := r.uint()
	if n > uint64(len(r.rest)) {
		r.fail()
		return 0
	}
	return int(n)
}

func (r *recordReader) text() string {
	n := r.count()
	text := r.rest[:n]
	r.rest = r.rest[n:]
	return text
}
