package billing_test

import (
	"fmt"
	"math/big"
	"testing"

	"parley/internal/billing"
	"parley/internal/money"
	"parley/internal/pricing"
)

// TestAnImpactAgreesWithItselfToTheLastCent: customers in two segments and three regions, over seven months, so that no average is a
// whole number of cents. Whatever is written in one table can be added up to what is written in another.
func TestAnImpactAgreesWithItselfToTheLastCent(t *testing.T) {
	rows := ""
	for i := range 60 {
		list := []string{"emea-eur-gold", "emea-usd-gold"}[i%2]
		rows += fmt.Sprintf("c%02d,%s,%s,%s,HOUR,2026-%02d,%d\n", i, []string{"reseller", "integrator"}[i/2%2], []string{"emea", "apac", "amer"}[i%3], list, 1+i%7, 3+i*i%41)
	}
	u := usage(t, rows)
	dollars := listOf(t, "emea-eur-gold", "emea-usd-gold", "EUR", "USD")
	exact := u.Compare(billing.State{Lists: []pricing.List{listOf(t), dollars}}, billing.State{Lists: []pricing.List{listOf(t, "1.84", "1.87"), dollars}}, settings(""))
	rounding, _ := money.RoundingOf("EUR")
	impact := exact.Rounded(rounding)
	for what, groups := range map[string][]billing.Effect{"customers": impact.Customers, "segments": impact.Segments, "regions": impact.Regions} {
		before, after, change := new(big.Rat), new(big.Rat), new(big.Rat)
		for _, e := range groups {
			if rounding.Round(e.Before).Cmp(e.Before) != 0 || new(big.Rat).Add(e.Before, e.Change).Cmp(e.After) != 0 {
				t.Errorf("%s: %s and %s are not %s", e.Name, e.Before, e.Change, e.After)
			}
			before.Add(before, e.Before)
			after.Add(after, e.After)
			change.Add(change, e.Change)
		}
		if before.Cmp(impact.Total.Before) != 0 || after.Cmp(impact.Total.After) != 0 || change.Cmp(impact.Total.Change) != 0 {
			t.Errorf("%s sum to %s, %s and %s; the total is %s, %s and %s", what, before, after, change, impact.Total.Before, impact.Total.After, impact.Total.Change)
		}
	}
	byItself := new(big.Rat)
	for i, e := range impact.Customers {
		was := exact.Customers[i]
		byItself.Add(byItself, rounding.Round(was.Before))
		if was.Name != e.Name || was.Change.Sign() == 0 && e.Change.Sign() != 0 {
			t.Errorf("nothing changes for %s, and %s is written", was.Name, e.Change)
		}
		if off := new(big.Rat).Sub(e.Before, was.Before); off.Abs(off).Cmp(rounding.Step) >= 0 {
			t.Errorf("%s is off by %s", e.Name, off)
		}
	}
	if impact.Total.Before.Cmp(rounding.Round(exact.Total.Before)) != 0 || byItself.Cmp(impact.Total.Before) == 0 {
		t.Errorf("the total is %s; rounded one by one, the customers sum to %s", impact.Total.Before, byItself)
	}
}
