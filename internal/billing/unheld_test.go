package billing_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"parley/internal/pricing"
)

// TestUsageInMonthsWithoutPricesIsTold, once for each list, with the first row; not what was used before prices were written down.
func TestUsageInMonthsWithoutPricesIsTold(t *testing.T) {
	u := usage(t, "a,reseller,emea,gap,HOUR,2026-05,1\na,reseller,emea,gap,HOUR,2026-08,1\na,reseller,emea,gap,DATA,2026-07,1\n"+
		"a,reseller,emea,later,HOUR,2026-09,1\na,reseller,emea,later,HOUR,2026-12,1\n"+
		"a,reseller,emea,begun,HOUR,2026-01,1\na,reseller,emea,begun,HOUR,2026-11,1\na,reseller,emea,nowhere,HOUR,2026-01,1\n"+
		"a,reseller,emea,never,HOUR,2026-01,1\na,reseller,emea,middle,HOUR,2026-06,1\n")
	held := func(periods ...string) (all []pricing.List) {
		for i := 0; i < len(periods); i += 2 {
			all = append(all, pricing.List{Version: pricing.Version{Major: 1, Minor: i / 2}, Effective: pricing.Period{From: periods[i], Until: periods[i+1]}})
		}
		return all
	}
	lists := map[string][]pricing.List{
		"gap": held("2026-06-01", "2026-07-01", "2026-09-01", ""), "later": held("2026-12-01", ""), "begun": held("2026-10-31", ""),
		"never": held("2026-06-01", "2026-06-01"), "middle": held("2026-06-15", "2026-06-16"),
	}
	told := func(day string) (got []string) {
		for _, f := range u.Unheld(day, func(id string) []pricing.List { return lists[id] }) {
			got = append(got, fmt.Sprintf("%d %s %s", f.Line, f.Code, f.Message))
		}
		return got
	}
	want := []string{"4 usage/unpriced no version of gap holds in 2026-07 nor in 1 other month in which it is used", "5 usage/unpriced no version of later holds in 2026-09"}
	if diff := cmp.Diff(want, told("2026-11-22")); diff != "" {
		t.Error(diff)
	}
	for day, want := range map[string]int{"2026-12-01": 1, "2026-08-31": 2, "1970-01-01": 0, "": 0} {
		if got := told(day); len(got) != want {
			t.Errorf("on %q: %q", day, got)
		}
	}
}
