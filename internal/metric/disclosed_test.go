package metric

import (
	"fmt"
	"maps"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// group makes rows of one quarter: "emea gold reseller 3" are three partners with a row each, whose values are powers of two, so
// that every sum says whose it is.
func group(t *testing.T, groups ...string) Result {
	t.Helper()
	r := Result{Measure: Measure{ID: "m", Aggregate: sum, Unit: "count", Per: 1}, day: "2026-11-22"}
	n := 0
	for _, g := range groups {
		var f Filter
		var count int
		if _, err := fmt.Sscan(g, &f.Region, &f.Tier, &f.Type, &count); err != nil {
			t.Fatal(err)
		}
		for range count {
			f.Partner = fmt.Sprintf("p%d", n)
			r.Rows = append(r.Rows, Row{Period: "2026-08", Filter: f, Known: true, Value: 1 << n, N: 1})
			n++
		}
	}
	return r
}

// withheldOf are the slices of which nothing is told.
func withheldOf(r Result) []string {
	var all []string
	for filter, figures := range r.Disclosed() {
		for _, figure := range figures {
			if figure.Withheld != "" {
				if figure.Value != nil || figure.N != 0 || figure.Open != 0 || figure.Low != nil {
					all = append(all, fmt.Sprintf("%v is told after all: %+v", filter, figure))
				}
				all = append(all, strings.Trim(strings.Join([]string{filter.Region, filter.Tier, filter.Type}, ""), " ")+": "+figure.Withheld)
			}
		}
	}
	slices.Sort(all)
	return all
}

func TestWhatTellsOfFewPartnersIsWithheld(t *testing.T) {
	for _, c := range []struct {
		name   string
		groups []string
		want   []string
	}{
		{"three of each", []string{"emea gold reseller 3", "apac silver integrator 3"}, nil},
		{"a region of two is withheld, and one more, by which it could be worked out", []string{"emea gold reseller 5", "apac gold reseller 4", "mena gold reseller 2"},
			[]string{"apac: " + TooFew, "mena: " + TooFew}},
		{"two small regions hide each other", []string{"emea gold reseller 5", "apac gold reseller 2", "mena gold reseller 2"},
			[]string{"apac: " + TooFew, "mena: " + TooFew}},
		{"a tier is a type and one more partner", []string{"emea gold reseller 4", "emea gold integrator 1", "emea silver integrator 4"},
			[]string{"gold: " + TooFew, "silver: " + TooFew}},
		{"the whole is of two", []string{"emea gold reseller 2"}, []string{": " + TooFew, "emea: " + TooFew, "gold: " + TooFew, "reseller: " + TooFew}},
	} {
		slices.Sort(c.want)
		if diff := cmp.Diff(c.want, withheldOf(group(t, c.groups...))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
	nameless := group(t, "emea gold reseller 9", "apac silver reseller 9")
	nameless.Rows[4].Partner = ""
	want := []string{"apac: " + Unnamed, "emea: " + Unnamed, "gold: " + Unnamed, "reseller: " + Unnamed, "silver: " + Unnamed}
	if diff := cmp.Diff(want, withheldOf(nameless)); diff != "" {
		t.Error(diff)
	}
}

// TestNoPartnerCanBeWorkedOut adds and subtracts what is shown of many programmes in every way: what comes out is of nobody, or of
// three partners at least.
func TestNoPartnerCanBeWorkedOut(t *testing.T) {
	shown, kept := 0, 0
	for seed := range uint64(200) {
		random := rand.New(rand.NewPCG(seed, 1))
		pick := func(words ...string) string { return words[random.IntN(len(words))] }
		var groups []string
		for range 6 {
			groups = append(groups, fmt.Sprintf("%s %s %s %d", pick("emea", "apac", "mena"), pick("gold", "silver"), pick("a", "b", "c"), 1+random.IntN(4)))
		}
		r := group(t, groups...)
		var told []*big.Int
		for _, figures := range r.Disclosed() {
			for _, figure := range figures {
				if figure.Withheld != "" {
					kept++
				} else {
					told, shown = append(told, figure.Value.Num()), shown+1
				}
			}
		}
		if n := fewest(told, make([]int, len(r.Rows))); n < FewestPartners {
			t.Errorf("%v: what is shown tells of %d partners", groups, n)
		}
	}
	if shown < 600 || kept < 300 {
		t.Errorf("%d figures are shown and %d withheld: this tries too little", shown, kept)
	}
}

// fewest is the least number of partners on whom a combination of sums depends, with factors of −1, 0 and 1.
func fewest(sums []*big.Int, combined []int) int {
	if len(sums) == 0 {
		n := 0
		for _, times := range combined {
			if times != 0 {
				n++
			}
		}
		if n == 0 {
			return len(combined) + FewestPartners
		}
		return n
	}
	least := len(combined) + FewestPartners
	for times := -1; times <= 1; times++ {
		next := slices.Clone(combined)
		for i := range next {
			next[i] += times * int(sums[0].Bit(i))
		}
		least = min(least, fewest(sums[1:], next))
	}
	return least
}

// TestWhatIsToldIsTheFigureItself compares what is told with what internal readers see.
func TestWhatIsToldIsTheFigureItself(t *testing.T) {
	r := group(t, "emea gold reseller 5", "apac silver integrator 4", "mena silver reseller 6")
	told := r.Disclosed()
	if len(told) != 8 {
		t.Errorf("%d slices, not 8: %v", len(told), slices.Collect(maps.Keys(told)))
	}
	for filter, figures := range told {
		for i, figure := range r.Quarters(filter) {
			if figures[i].Withheld == "" && figures[i].Value.Cmp(figure.Value) != 0 {
				t.Errorf("%v: %s is told, and it is %s", filter, figures[i].Value, figure.Value)
			}
		}
	}
}
