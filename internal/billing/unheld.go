package billing

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"parley/internal/diag"
	"parley/internal/pricing"
)

// Unheld are the lists that are used in months, up to that of a day, in which no version of them holds on any day: nobody can say what is to be
// paid. Of a list whose first version holds by that day, what was used before it is from before its prices were written here, and
// nothing is said of it. Versions are all that there are of a list; of one that has none, others tell.
func (u *Usage) Unheld(day string, versions func(list string) []pricing.List) diag.List {
	if day == unknownDay || len(day) < len("2006-01") {
		return nil
	}
	unheld, all := map[[2]uint32]bool{}, map[string][]pricing.List{} // by thing and month
	first, months := map[string]row{}, map[string]map[uint16]bool{}
	for _, r := range u.rows {
		at, list := [2]uint32{r.thing(), uint32(r.month())}, u.things[r.thing()].list
		is, known := unheld[at]
		if !known {
			if _, asked := all[list]; !asked {
				all[list] = versions(list)
			}
			is = goesUnheld(monthName(r.month()), day, all[list])
			unheld[at] = is
		}
		if !is {
			continue
		}
		if months[list] == nil {
			first[list], months[list] = r, map[uint16]bool{}
		}
		months[list][r.month()] = true
		if before := first[list]; cmp.Or(cmp.Compare(r.month(), before.month()), cmp.Compare(r.file, before.file), cmp.Compare(r.line, before.line)) < 0 {
			first[list] = r
		}
	}
	var found diag.List
	for list, r := range first {
		found = append(found, u.unpriced(list, r, len(months[list])-1, all[list]))
	}
	slices.SortFunc(found, func(a, b diag.Diagnostic) int { return cmp.Compare(a.Message, b.Message) })
	return found
}

// unpriced is the finding about a list that is used in a month in which it does not hold, and in so many more.
func (u *Usage) unpriced(list string, r row, others int, versions []pricing.List) diag.Diagnostic {
	more := ""
	switch {
	case others == 1:
		more = " nor in 1 other month in which it is used"
	case others > 1:
		more = fmt.Sprintf(" nor in %d other months in which it is used", others)
	}
	finding := diag.New(diag.UsageUnpriced, u.place(r), "no version of %s holds in %s%s", list, monthName(r.month()), more)
	begin := slices.MinFunc(versions, func(a, b pricing.List) int { return cmp.Compare(a.Effective.From, b.Effective.From) })
	finding = finding.WithNote(begin.EffectiveAt, "%s, the first, holds from this day", begin.Version)
	if monthName(r.month()) < begin.Effective.From {
		return finding.WithHint("correct the list; or let its first version hold by then. Before one that is released, parley price release %s --earlier writes another down", list)
	}
	return finding.WithHint("correct the list or the month; or release a version that holds from the day on which the last one ended")
}

// goesUnheld reports that a month has begun by a day and that no version holds in it, though prices were written down by then.
func goesUnheld(month, day string, versions []pricing.List) bool {
	first, err := time.Parse("2006-01", month)
	if err != nil || len(versions) == 0 || month > day[:len("2006-01")] {
		return false
	}
	next, began := first.AddDate(0, 1, 0).Format(time.DateOnly), ""
	for _, l := range versions {
		from, until := l.Effective.From, l.Effective.Until
		if from == "" {
			return false // its own finding
		}
		if until != "" && until <= from {
			continue // it never holds
		}
		if from < next && (until == "" || until > first.Format(time.DateOnly)) {
			return false
		}
		if began == "" || from < began {
			began = from
		}
	}
	return began != "" && (began > day || began < next)
}
