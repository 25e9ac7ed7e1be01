package billing

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"parley/internal/diag"
	"parley/internal/pricing"
)

// pair is a row that says once more what an earlier one says, with that one.
type pair struct{ first, row row }

// repeat is some such rows that are one mistake: those of a file that stand in another file, or a block of lines within a file.
type repeat struct {
	pair     // the first of them
	last     pair
	quantity int // of rows
}

// Twice are the rows that say once more what a customer has used of a part in a month: they may be copies. A copied file is told once, and
// so is a block of rows that stands twice in a file.
func (u *Usage) Twice() diag.List {
	u.sort()
	var found diag.Tally
	for _, r := range u.repeats() {
		found.Add(u.again(r))
	}
	return found.List()
}

// repeats puts together what is one mistake, in the order of the rows.
func (u *Usage) repeats() []repeat {
	pairs := slices.SortedFunc(slices.Values(u.twice), func(a, b pair) int {
		return cmp.Or(cmp.Compare(a.row.file, b.row.file), cmp.Compare(a.row.line, b.row.line))
	})
	var all []repeat
	open := map[[2]uint32]int{} // by the two files
	for _, p := range pairs {
		files := [2]uint32{p.row.file, p.first.file}
		i, known := open[files]
		if known && (files[0] != files[1] || p.follows(all[i].last)) {
			all[i].last, all[i].quantity = p, all[i].quantity+1
			continue
		}
		open[files] = len(all)
		all = append(all, repeat{p, p, 1})
	}
	return all
}

// follows reports that both rows stand right below those of another pair.
func (p pair) follows(other pair) bool {
	return p.row.line == other.row.line+1 && p.first.line == other.first.line+1
}

// again is the finding about rows that stand twice.
func (u *Usage) again(r repeat) diag.Diagnostic {
	if r.quantity > 1 {
		where := "in " + u.files[r.first.file]
		if r.first.file == r.row.file {
			where = fmt.Sprintf("in lines %d to %d", r.first.line, r.last.first.line)
		}
		return diag.New(diag.UsageTwice, u.place(r.row), "%d rows from here on say once more what is written %s", r.quantity, where).
			WithHint("remove them if they are copies; if both are right, write each sum into one row").WithNote(u.place(r.first), "the first; the two are added up")
	}
	of := u.things[r.row.thing()]
	return diag.New(diag.UsageTwice, u.place(r.row), "what %s has used of %s of %s in %s is written here once more", u.customers[r.row.customer()].ID, of.sku, of.list, monthName(r.row.month())).
		WithHint("remove the row if it is a copy; if both are right, write their sum into one row").WithNote(u.place(r.first), "the first; the two are added up")
}

// unknownDay is the day of a repository without commits: nobody knows what is still to come.
const unknownDay = "1970-01-01"

// Ahead are the rows of months that have not begun on a day: for each file the first of them, which tells how many more there are.
func (u *Usage) Ahead(day string) diag.List {
	if day == unknownDay || len(day) < len("2006-01") {
		return nil
	}
	ahead := map[uint32][]row{}
	for _, r := range u.rows {
		if monthName(r.month()) > day[:len("2006-01")] {
			ahead[r.file] = append(ahead[r.file], r)
		}
	}
	var found diag.List
	for file := range uint32(len(u.files)) {
		rows := ahead[file]
		if len(rows) == 0 {
			continue
		}
		first := slices.MinFunc(rows, func(a, b row) int { return cmp.Compare(a.line, b.line) })
		what, more := "it", ""
		if len(rows) > 1 {
			what, more = "them", fmt.Sprintf(", and so are the months of %d more rows of this file", len(rows)-1)
		}
		finding := diag.New(diag.UsageMonth, u.place(first), "%s is still to come%s: nobody has used anything in %s", monthName(first.month()), more, what).WithHint("correct the month, or remove what is only planned")
		finding.Severity = diag.Warning
		found = append(found, finding)
	}
	return found
}

// Outside reports that some of what has been used of a list is of months in which a version of it does not hold on the first day, nor on
// the last: an invoice by that version is not what the customer was or will be charged.
func (u *Usage) Outside(list pricing.List, versions []pricing.List) (finding diag.Diagnostic, is bool) {
	var rows []row
	months := map[uint16]bool{}
	for _, r := range u.rows {
		outside, known := months[r.month()]
		if u.things[r.thing()].list != list.ID {
			continue
		}
		if !known {
			outside = !holdsIn(monthName(r.month()), list, versions)
			months[r.month()] = outside
		}
		if outside {
			rows = append(rows, r)
		}
	}
	if len(rows) == 0 {
		return diag.Diagnostic{}, false
	}
	first := slices.MinFunc(rows, func(a, b row) int {
		return cmp.Or(cmp.Compare(a.month(), b.month()), cmp.Compare(a.file, b.file), cmp.Compare(a.line, b.line))
	})
	many := 0
	for _, outside := range months {
		if outside {
			many++
		}
	}
	month, more := monthName(first.month()), ""
	switch {
	case many == 2:
		more = " nor in 1 other month"
	case many > 2:
		more = fmt.Sprintf(" nor in %d other months", many-1)
	}
	finding = diag.New(diag.UsageMonth, u.place(first), "%s of %s, by which this is quoted, does not hold in %s%s", list.Version, list.ID, month, more).
		WithHint("quote a month by the version that holds in it: --as-of %s-01", month)
	finding.Severity = diag.Warning
	return finding, true
}

// holdsIn reports that a version holds on the first day of a month, or on the last.
func holdsIn(month string, list pricing.List, versions []pricing.List) bool {
	first, err := time.Parse("2006-01", month)
	if err != nil {
		return false
	}
	for _, day := range []time.Time{first, first.AddDate(0, 1, -1)} {
		if now, holds := pricing.InForce(versions, day.Format(time.DateOnly)); holds && now.Version == list.Version {
			return true
		}
	}
	return false
}
