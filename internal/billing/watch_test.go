package billing_test

import (
	"math/big"
	"strings"
	"testing"

	"parley/internal/billing"
	"parley/internal/money"
)

// TestAWatchComparesMonthsThatCount follows a release of the middle of June: neither June nor a month that has not ended counts.
func TestAWatchComparesMonthsThatCount(t *testing.T) {
	used := usage(t, "a,reseller,emea,emea-eur-gold,HOUR,2026-02,900\n"+ // too early
		"a,reseller,emea,emea-eur-gold,HOUR,2026-03,10\n"+
		"a,reseller,emea,emea-eur-gold,HOUR,2026-05,20\n"+
		"b,reseller,emea,emea-eur-gold,DATA,2026-05,1500\n"+
		"a,reseller,emea,emea-eur-gold,HOUR,2026-06,900\n"+ // partly before, partly after
		"a,reseller,emea,emea-eur-gold,HOUR,2026-07,15\n"+
		"a,reseller,emea,other,HOUR,2026-07,900\n"+
		"c,reseller,emea,emea-eur-gold,HOUR,2026-08,25\n"+
		"c,reseller,emea,emea-eur-gold,HOUR,2026-09,80\n")
	l := listOf(t, "2026-12-01", "2026-06-15")
	terms := billing.Terms{}
	terms.Rounding, _ = money.RoundingOf("EUR")
	for _, c := range []struct{ day, before, after, expected, used, due, charged string }{
		// (10+20)/3 hours; 18.40+36.80, and 1,500 GB: 90+40 = 130, over three months
		{"2026-10-01", "2026-03 2026-04 2026-05", "2026-07 2026-08 2026-09", "10.0", "40.0", "61.73", "73.60"},
		{"2026-09-30", "2026-03 2026-04 2026-05", "2026-07 2026-08", "10.0", "20.0", "61.73", "36.80"},
		{"2026-06-20", "2026-03 2026-04 2026-05", "", "10.0", "0.0", "61.73", "0.00"},
	} {
		w, findings, ok := used.Watch(l, c.day, terms)
		got := strings.Join([]string{strings.Join(w.Before, " "), strings.Join(w.After, " "), w.Lines[0].Expected.FloatString(1), w.Lines[0].Used.FloatString(1),
			w.Total.ExpectedCharge.FloatString(2), w.Total.Charged.FloatString(2)}, ", ")
		want := strings.Join([]string{c.before, c.after, c.expected, c.used, c.due, c.charged}, ", ")
		if !ok || len(findings) > 0 || got != want {
			t.Errorf("on %s: %s; want %s; %v", c.day, got, want, findings)
		}
		if w.From != "2026-06-15" || w.Until != "2026-09-13" || w.Customers[0] != 2 {
			t.Errorf("from %s until %s, %d customers", w.From, w.Until, w.Customers[0])
		}
	}
}

// TestAWatchKnowsNoMoreThanTheUsage takes months that no file reaches for unknown, not for empty.
func TestAWatchKnowsNoMoreThanTheUsage(t *testing.T) {
	used := usage(t, "a,reseller,emea,emea-eur-gold,HOUR,2026-05,10\na,reseller,emea,other,HOUR,2026-06,1\n")
	terms := billing.Terms{}
	terms.Rounding, _ = money.RoundingOf("EUR")
	w, _, _ := used.Watch(listOf(t, "2026-12-01", "2026-06-01"), "2026-12-31", terms)
	if strings.Join(w.Before, " ") != "2026-05" || strings.Join(w.After, " ") != "2026-06" || w.Lines[0].Expected.FloatString(1) != "10.0" || w.Lines[0].Used.Sign() != 0 {
		t.Errorf("%+v", w)
	}
	if _, _, ok := used.Watch(listOf(t, "2026-12-01", "soon"), "2026-12-31", terms); ok {
		t.Error("a day that is none is watched")
	}
}

// TestChargesOfAWatchSumToTheirTotal: of three months, 18.40 and 90.16 are 36.19, and 6.13 and 30.05 once each is rounded by itself.
func TestChargesOfAWatchSumToTheirTotal(t *testing.T) {
	used := usage(t, "a,reseller,emea,emea-eur-gold,HOUR,2026-03,10\n"+"b,reseller,emea,emea-eur-gold,DATA,2026-04,1002\n"+"b,reseller,emea,other,HOUR,2026-05,1\n")
	terms := billing.Terms{}
	terms.Rounding, _ = money.RoundingOf("EUR")
	exact, _, _ := used.Watch(listOf(t, "2026-12-01", "2026-06-15"), "2026-10-01", terms)
	sums := func(w billing.Watch) (parts, total string) {
		cents := new(big.Rat)
		for _, line := range w.Lines {
			cents.Add(cents, rational(t, line.ExpectedCharge.FloatString(2)))
		}
		return cents.FloatString(2), w.Total.ExpectedCharge.FloatString(2)
	}
	if parts, total := sums(exact); parts == total {
		t.Fatalf("%s is no sum that is lost by rounding", total)
	}
	if parts, total := sums(exact.Rounded(terms.Rounding)); parts != total || total != exact.Total.ExpectedCharge.FloatString(2) {
		t.Errorf("the parts sum to %s, the total is %s", parts, total)
	}
}

func rational(t *testing.T, text string) *big.Rat {
	t.Helper()
	x, ok := new(big.Rat).SetString(text)
	if !ok {
		t.Fatal(text)
	}
	return x
}
