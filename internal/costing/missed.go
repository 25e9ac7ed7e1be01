package costing

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"parley/internal/diag"
)

// sender is a provider, or one of its parts.
type sender struct{ provider, part string }

// note keeps that a provider has a line for a part and a month.
func (a *Account) note(provider, part, month string, at diag.Place) {
	for _, of := range []sender{{provider, ""}, {provider, part}} {
		if a.months[of] == nil {
			a.months[of] = map[string]diag.Place{}
		}
		if _, known := a.months[of][month]; !known {
			a.months[of][month] = at
		}
	}
}

// missed reports months of the book for which a provider has no lines, or none for a part, though it has some for two others or more:
// whoever sends an invoice once in a quarter misses none. Months after the last line of all are still to come.
func (a *Account) missed() {
	last := ""
	for _, months := range a.months {
		last = max(last, slices.Max(slices.Collect(maps.Keys(months))))
	}
	begin, err := time.Parse(time.DateOnly, a.book.Period.From)
	if a.blind || err != nil {
		return
	}
	for day := begin.AddDate(0, 0, 1-begin.Day()); day.Format("2006-01") <= last; day = day.AddDate(0, 1, 0) {
		a.missedIn(day.Format("2006-01"))
	}
}

// missedIn reports what is missing of a month: a provider, else a part of which all providers miss the month, else a provider's part.
func (a *Account) missedIn(month string) {
	senders, absent := map[string]int{}, map[string][]sender{} // by part
	for _, of := range a.senders() {
		misses := a.misses(of, month)
		switch {
		case of.part == "" && misses:
			a.tellMissed(month, of.provider+" has no lines for "+month, of)
		case of.part != "" && !a.misses(sender{of.provider, ""}, month):
			if senders[of.part]++; misses {
				absent[of.part] = append(absent[of.part], of)
			}
		}
	}
	for _, part := range slices.Sorted(maps.Keys(absent)) {
		all := absent[part]
		if len(all) > 1 && len(all) == senders[part] {
			a.tellMissed(month, fmt.Sprintf("%s has no lines of any of its %d providers in %s", part, len(all), month), all...)
			continue
		}
		for _, of := range all {
			a.tellMissed(month, fmt.Sprintf("%s has no lines for %s in %s", of.provider, part, month), of)
		}
	}
}

// senders are all providers and their parts, in order, each provider before its parts.
func (a *Account) senders() []sender {
	return slices.SortedFunc(maps.Keys(a.months), func(x, y sender) int {
		return slices.Compare([]string{x.provider, x.part}, []string{y.provider, y.part})
	})
}

// misses is true of a month without lines where there are some in two other months, unless the book says why.
func (a *Account) misses(of sender, month string) bool {
	_, there := a.months[of][month]
	expected := slices.ContainsFunc(a.book.Gaps, func(g Gap) bool {
		return g.Provider == of.provider && g.Month == month && (g.Part == "" || g.Part == of.part)
	})
	return !there && !expected && len(a.months[of]) > 1
}

// tellMissed is the finding about a month, at the last line before it, or else the first after it.
func (a *Account) tellMissed(month, what string, of ...sender) {
	has := slices.Sorted(maps.Keys(a.months[of[0]]))
	near := a.months[of[0]][has[0]]
	for _, other := range has {
		if other < month {
			near = a.months[of[0]][other]
		}
	}
	gaps := ""
	for i, one := range of {
		if i > 0 {
			gaps += ", "
		}
		gaps += "{provider: " + one.provider
		if one.part != "" {
			gaps += ", part: " + one.part
		}
		gaps += fmt.Sprintf(", month: %q, reason: …}", month)
	}
	a.findings = append(a.findings, diag.New(diag.CostMonth, near, "%s, and has some for %d other months of the book", what, len(has)).
		WithHint("add the lines of that month; where there are none, write gaps: [%s] into %s", gaps, a.book.Path))
}
