package pipeline

import (
	"math/big"
	"path/filepath"
	"strings"
	"testing"
)

// TestAnImpactCanBeAddedUp takes two dearer prices to the sample company, and adds up the amounts as they are written: those of all
// customers, of all segments and of all regions are those of the total, and what is paid before, with the change, is what is paid after.
func TestAnImpactCanBeAddedUp(t *testing.T) {
	was, is := pricesAlone(t), pricesAlone(t)
	edit(t, filepath.Join(is, "pricing/lists/emea-eur-gold.yaml"), `price: "38.00"`, `price: "38.37"`)
	edit(t, filepath.Join(is, "pricing/lists/apac-jpy-gold.yaml"), `price: "280"`, `price: "281"`)
	var states [2]*Prices
	for i, dir := range []string{was, is} {
		var err error
		if states[i], err = OpenPrices(open(t, dir), Moment{AsOf: today}); err != nil {
			t.Fatal(err)
		}
	}
	impact, err := ImpactOf(states[0], states[1])
	if err != nil {
		t.Fatal(err)
	}
	written := func(text string) *big.Rat {
		amount, ok := new(big.Rat).SetString(text)
		if cents := strings.Index(text, "."); !ok || cents != len(text)-3 {
			t.Fatalf("%q is no amount in euros and cents", text)
		}
		return amount
	}
	for what, all := range map[string][]Impacted{"customers": impact.Customers, "segments": impact.Segments, "regions": impact.Regions} {
		before, after, change := new(big.Rat), new(big.Rat), new(big.Rat)
		for _, one := range all {
			if new(big.Rat).Add(written(one.Before), written(one.Change)).Cmp(written(one.After)) != 0 {
				t.Errorf("%s: %s and %s are not %s", one.Name, one.Before, one.Change, one.After)
			}
			before.Add(before, written(one.Before))
			after.Add(after, written(one.After))
			change.Add(change, written(one.Change))
		}
		total := impact.Total
		if before.Cmp(written(total.Before)) != 0 || after.Cmp(written(total.After)) != 0 || change.Cmp(written(total.Change)) != 0 {
			t.Errorf("%s sum to %s, %s, %s; the total is %s, %s, %s", what, before.FloatString(2), after.FloatString(2), change.FloatString(2), total.Before, total.After, total.Change)
		}
	}
	if impact.Total.Change == "0.00" || len(impact.Customers) < 60 {
		t.Errorf("%+v of %d customers", impact.Total, len(impact.Customers))
	}
}
