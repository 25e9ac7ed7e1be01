package metric

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"parley/internal/doc"
)

// Frozen is a figure as a document has written it down, so that it stays what it was. Numbers are decimals as Shown writes them.
type Frozen struct {
	Of       Filter // whose it is
	Value    string
	Before   string // of the quarter before; empty for none
	Target   string // empty for none
	N        int64
	Digest   string // of the data; empty for a figure that somebody has written by hand
	Accepted string // the digest of data that people have seen, and with which the figure stands all the same
}

// ReadFrozen reads a figure of a document. Nothing is accepted without a remark that says why.
func ReadFrozen(item doc.Value) Frozen {
	frozen := Frozen{Of: Filter{Region: item.Str("region"), Tier: item.Str("tier")}, Value: item.Str("value"), Before: item.Str("before"), Target: item.Str("goal"), Digest: item.Str("digest")}
	frozen.N, _ = strconv.ParseInt(item.Str("n"), 10, 64) // what is no number, the schema has refused
	if strings.TrimSpace(item.Str("remark")) != "" {
		frozen.Accepted = item.Str("accepted")
	}
	return frozen
}

// digits is how many hexadecimal digits of a digest a document has. Sixteen tell any change that happens; whoever wants to deceive
// can write another digest as well.
const digits = 16

// Freeze is the figure of a quarter as a document writes it down; without a value where there is none.
func (r Result) Freeze(filter Filter, quarter string) Frozen {
	frozen := Frozen{Of: filter, Digest: r.digest(filter, quarter)}
	if now, ok := r.Quarter(filter, quarter); ok {
		frozen.Value, frozen.N = r.Shown(now.Value), now.N
	}
	if before, ok := r.Quarter(filter, QuarterBefore(quarter)); ok {
		frozen.Before = r.Shown(before.Value)
	}
	if target, ok := r.Targets[quarter]; ok && filter == (Filter{}) {
		frozen.Target = r.Shown(target.Value)
	}
	return frozen
}

// Changed compares a figure that a document has frozen with what its data say now. It is false where nobody can tell: while data have
// faults, of a quarter that is not over on the day of the result, and of a figure by hand that nothing measures.
func (r Result) Changed(quarter string, was Frozen) (now Frozen, changed bool) {
	if r.Withheld != "" || !Over(quarter, r.day) {
		return Frozen{}, false
	}
	now = r.Freeze(was.Of, quarter)
	differs := func(was, now string) bool { return was != "" && !Same(was, now) }
	switch {
	case was.Accepted != "":
		return now, was.Accepted != now.Digest
	case was.Digest != "":
		return now, was.Digest != now.Digest || differs(was.Value, now.Value) || differs(was.Before, now.Before)
	}
	return now, now.Value != "" && differs(was.Value, now.Value) || now.Before != "" && differs(was.Before, now.Before)
}

// digest is that of all that the value of a quarter and that of the one before follow from: how the measure is worked out, and the
// rows of the two quarters, in an order of their own. Neither the order of rows in files, nor when and where they are read, nor what
// they are told apart by is of any matter to it.
func (r Result) digest(filter Filter, quarter string) string {
	before := QuarterBefore(quarter)
	var lines []string
	for _, row := range r.Rows {
		if of := row.quarter(); filter.takes(row.Filter) && (of == quarter || of == before) {
			lines = append(lines, fmt.Sprintf("%s %q %t %d %d %d\n", row.Period, row.Arm, row.Known, row.Value, row.Of, row.N))
		}
	}
	slices.Sort(lines)
	sum := sha256.New()
	fmt.Fprintf(sum, "%q %q %d %q %q %q\n", r.Question.SQL, r.Aggregate, r.Per, r.Unit, r.Currency, quarter)
	for _, line := range lines {
		fmt.Fprint(sum, line)
	}
	return hex.EncodeToString(sum.Sum(nil))[:digits]
}

// Same compares two decimals: 6320000 is 6320000.00.
func Same(a, b string) bool {
	x, okX := new(big.Rat).SetString(a)
	y, okY := new(big.Rat).SetString(b)
	return okX && okY && x.Cmp(y) == 0
}

// IsQuarter reports whether a text is a quarter: 2026-q3.
func IsQuarter(text string) bool { return quarterly.MatchString(text) }

// QuarterBefore is the quarter before one: 2025-q4 for 2026-q1.
func QuarterBefore(quarter string) string {
	if quarter[6] == '1' {
		year, _ := strconv.Atoi(quarter[:4])
		return fmt.Sprintf("%04d-q4", year-1)
	}
	return quarter[:6] + string(quarter[6]-1)
}

// LastDay is the last day of a quarter.
func LastDay(quarter string) string { return lastDay(quarter) }

// Over reports whether a quarter is over on a day.
func Over(quarter, day string) bool { return lastDay(quarter) < day }
