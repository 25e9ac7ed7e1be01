package costing

import (
	"crypto/sha256"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"time"

	"parley/internal/diag"
)

// digest stands for a line: half of its SHA-256, which nobody finds twice by chance.
type digest [16]byte

// origin is where a line stands that counts.
type origin struct {
	file string
	line int
}

// copies are the lines of a file that stand in another one.
type copies struct {
	first, original diag.Place
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
	if before.file == file {
		row.sheet.Report(diag.New(diag.CostRepeated, at, "this line is here already, in line %d", before.line).
			WithHint("remove the copy; where both are charged, write repeats: with the reason at the file in %s", a.book.Path).WithNote(original, "the first"))
		return true
	}
	pair := [2]string{file, before.file}
	if a.copies[pair] == nil {
		a.copies[pair] = &copies{at, original, 0}
	}
	a.copies[pair].count++
	return true
}

// copied reports files with lines of others, once for each two.
func (a *Account) copied() {
	for _, pair := range slices.SortedFunc(maps.Keys(a.copies), func(x, y [2]string) int { return slices.Compare(x[:], y[:]) }) {
		c := a.copies[pair]
		what := "this line stands"
		if c.count > 1 {
			what = fmt.Sprintf("%d lines from here on stand", c.count)
		}
		a.findings = append(a.findings, diag.New(diag.CostRepeated, c.first, "%s in %s already", what, pair[1]).
			WithHint("remove one of the two; where both are charged, write repeats: with the reason at the file in %s", a.book.Path).WithNote(c.original, "the first"))
	}
}

// note keeps that a provider has a line for a month.
func (a *Account) note(provider, month string, at diag.Place) {
	if a.months[provider] == nil {
		a.months[provider] = map[string]diag.Place{}
	}
	if _, known := a.months[provider][month]; !known {
		a.months[provider][month] = at
	}
}

// missed reports months of the book for which a provider has no lines, though it has some for two others or more: whoever sends an
// invoice once in a quarter misses none. Months after the last line of all are still to come.
func (a *Account) missed() {
	last := ""
	for _, months := range a.months {
		last = max(last, slices.Max(slices.Collect(maps.Keys(months))))
	}
	begin, err := time.Parse(time.DateOnly, a.book.Period.From)
	if a.blind || err != nil {
		return
	}
	for _, provider := range slices.Sorted(maps.Keys(a.months)) {
		has := slices.Sorted(maps.Keys(a.months[provider]))
		near := a.months[provider][has[0]]
		for day := begin.AddDate(0, 0, 1-begin.Day()); len(has) > 1 && day.Format("2006-01") <= last; day = day.AddDate(0, 1, 0) {
			month := day.Format("2006-01")
			if at, there := a.months[provider][month]; there {
				near = at
			} else if !a.expected(provider, month) {
				a.findings = append(a.findings, diag.New(diag.CostMonth, near, "%s has no lines for %s, and has some for %d other months of the book", provider, month, len(has)).
					WithHint("add the lines of that month; where there are none, write gaps: [{provider: %s, month: %q, reason: …}] into %s", provider, month, a.book.Path))
			}
		}
	}
}

// expected is true of a month for which the book says that a provider has no lines.
func (a *Account) expected(provider, month string) bool {
	return slices.ContainsFunc(a.book.Gaps, func(g Gap) bool { return g.Provider == provider && g.Month == month })
}
