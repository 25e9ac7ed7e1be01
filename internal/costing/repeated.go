package costing

import (
	"crypto/sha256"
	"fmt"
	"math/big"

	"parley/internal/diag"
)

// digest stands for a line: half of its SHA-256, which nobody finds twice by chance.
type digest [16]byte

// origin is where a line stands that counts.
type origin struct {
	file string
	line int
}

// copies are lines that are one mistake: those of a file that stand in another one, or a block that stands twice in one.
type copies struct {
	first, original diag.Place // of the first line
	last, lastOf    int        // the last line, and the one of which it is a copy
	count           int
}

// isCopy reports whether a line counts already, and tells so. Of our own lines all columns are compared, however numbers are written;
// of an export the whole line, because what is not read may tell two lines apart.
func (a *Account) isCopy(file string, row *rowReader, of group, month, currency string, quantity, amount *big.Rat) bool {
	if row.repeats {
		return false
	}
	text := fmt.Sprintf("%q %q %q %s %s %s %s", of.provider, of.charge, of.part, month, currency, quantity.RatString(), amount.RatString())
	if row.foreign {
		text = row.ID + "\x00" + string(row.sheet.Text())
	}
	sum := sha256.Sum256([]byte(text))
	key, at := digest(sum[:16]), row.sheet.Row()
	before, known := a.seen[key]
	if !known {
		a.seen[key] = origin{file, at.Line}
		return false
	}
	original := diag.Place{Path: before.file, Span: diag.Span{Line: before.line, Col: 1, EndLine: before.line, EndCol: 2}}
	pair := [2]string{file, before.file}
	c := a.open[pair]
	if c == nil || file == before.file && (at.Line != c.last+1 || before.line != c.lastOf+1) {
		c = &copies{first: at, original: original}
		a.open[pair], a.copies = c, append(a.copies, c)
	}
	c.last, c.lastOf = at.Line, before.line
	c.count++
	return true
}

// copied reports lines that count already: once for each two files, and for each block within one.
func (a *Account) copied() {
	var found diag.Tally
	for _, c := range a.copies {
		within, what, hint := c.first.Path == c.original.Path, "", "remove one of the two"
		switch {
		case within && c.count > 1:
			what, hint = fmt.Sprintf("%d lines from here on are here already, in lines %d to %d", c.count, c.original.Line, c.lastOf), "remove the copies"
		case within:
			what, hint = fmt.Sprintf("this line is here already, in line %d", c.original.Line), "remove the copy"
		case c.count > 1:
			what = fmt.Sprintf("%d lines from here on stand in %s already", c.count, c.original.Path)
		default:
			what = fmt.Sprintf("this line stands in %s already", c.original.Path)
		}
		found.Add(diag.New(diag.CostRepeated, c.first, "%s", what).
			WithHint("%s; where both are charged, write repeats: with the reason at the file in %s", hint, a.book.Path).WithNote(c.original, "the first"))
	}
	a.findings = append(a.findings, found.List()...)
}
