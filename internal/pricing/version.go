package pricing

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
)

// Version is the number of a price list: v2.3 comes before v2.10.
type Version struct{ Major, Minor int }

// ParseVersion reads "v2.3". Needless zeros are refused: v2.03 and v2.3 would be two names of one version.
func ParseVersion(text string) (Version, bool) {
	digits, isVersion := strings.CutPrefix(text, "v")
	major, minor, hasPoint := strings.Cut(digits, ".")
	var v Version
	var first, second error
	v.Major, first = strconv.Atoi(major)
	v.Minor, second = strconv.Atoi(minor)
	if !isVersion || !hasPoint || first != nil || second != nil || v.Major < 0 || v.Minor < 0 || v.String() != text {
		return Version{}, false
	}
	return v, true
}

// String writes it as lists do: "v2.3".
func (v Version) String() string { return fmt.Sprintf("v%d.%d", v.Major, v.Minor) }

// Compare is less than 0 where v comes before the other, 0 where they are one.
func (v Version) Compare(other Version) int {
	return cmp.Or(cmp.Compare(v.Major, other.Major), cmp.Compare(v.Minor, other.Minor))
}

// Next is the version that comes after it: v2.4 after v2.3.
func (v Version) Next() Version { return Version{v.Major, v.Minor + 1} }

// Period is from a day until the day on which it no longer holds; both as ISO 8601 writes them. Until is empty where no end is
// known.
type Period struct{ From, Until string }

// Holds reports whether a day lies in the period: on From it does, on Until it does not.
func (p Period) Holds(day string) bool {
	return p.From <= day && (p.Until == "" || day < p.Until)
}

// InForce returns the version of a list that holds on a day, of all that there have been: of those whose period holds that
// day, the one that began last, and of those that began together the highest. False when none does. Whatever asks which prices hold
// asks this; that numbers and days agree, Reversals tells.
func InForce(versions []List, day string) (List, bool) {
	best, found := List{}, false
	for _, l := range versions {
		if !l.Effective.Holds(day) {
			continue
		}
		if !found || cmp.Or(cmp.Compare(l.Effective.From, best.Effective.From), l.Version.Compare(best.Version)) > 0 {
			best, found = l, true
		}
	}
	return best, found
}

// HeldUntil is the first day on which a version of a list no longer holds, among all that there are: it ends, or another replaces it.
// It is the version's first day where it never holds, and empty where no end is known.
func HeldUntil(versions []List, l List) string {
	for day := l.Effective.From; day != ""; day = NextChange(versions, day) {
		if now, holds := InForce(versions, day); !holds || now.Version != l.Version {
			return day
		}
	}
	return ""
}

// Reversal is a version that a lower one would replace on a day, so that by the days prices would go back to what they were before: the
// lower one begins later, or, where it comes Back, goes on when the higher one has ended.
type Reversal struct {
	Higher, Lower List
	Day           string // ISO 8601
	Back          bool
}

// Reversals finds the versions whose numbers and days disagree. One that begins on the same day as a lower version, or later,
// replaces it, for as long as that would hold; a lower version that never comes into force contradicts nothing.
func Reversals(versions []List) []Reversal {
	var found []Reversal
	for _, lower := range versions {
		if now, holds := InForce(versions, lower.Effective.From); !holds || now.Version != lower.Version {
			continue
		}
		for _, higher := range versions {
			if higher.Version.Compare(lower.Version) > 0 && higher.Effective.From != "" && higher.Effective.From < lower.Effective.From {
				found = append(found, Reversal{higher, lower, lower.Effective.From, false})
			}
		}
	}
	for _, higher := range versions {
		end := higher.Effective.Until
		if end == "" || higher.Effective.From >= end {
			continue // it never holds, or for ever
		}
		if now, holds := InForce(versions, end); holds && now.Effective.From <= higher.Effective.From && now.Version.Compare(higher.Version) < 0 {
			found = append(found, Reversal{higher, now, end, true})
		}
	}
	return found
}

// NextChange returns the first day after a day on which another version comes into force, or none does any more; empty when
// nothing is known to change.
func NextChange(versions []List, day string) string {
	next := ""
	for _, l := range versions {
		for _, edge := range []string{l.Effective.From, l.Effective.Until} {
			if edge > day && (next == "" || edge < next) {
				next = edge
			}
		}
	}
	return next
}
