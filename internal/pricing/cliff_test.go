package pricing

import (
	"fmt"
	"math/big"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestACliffGoesOnAsLongAsMoreCostsLess over as many tiers as that takes, and what lies within is no cliff of its own.
func TestACliffGoesOnAsLongAsMoreCostsLess(t *testing.T) {
	rat := func(text string) *big.Rat { r, _ := new(big.Rat).SetString(text); return r }
	curve := func(included string, tiers ...string) Curve {
		c := Curve{Model: "volume"}
		if included != "" {
			c.Included = rat(included)
		}
		for i := 0; i+1 < len(tiers); i += 2 {
			c.Tiers = append(c.Tiers, Bracket{rat(tiers[i]), rat(tiers[i+1])})
		}
		c.Tiers = append(c.Tiers, Bracket{nil, rat(tiers[len(tiers)-1])})
		return c
	}
	for name, test := range map[string]struct {
		curve Curve
		want  []string
	}{
		"none":                       {curve("", "10", "1", "1"), nil},
		"within a tier":              {curve("", "100", "1.00", "0.80"), []string{"100 to 125"}},
		"over a tier":                {curve("50", "500", "3.72", "510", "3.35", "3.19"), []string{"550 to 633.1"}},
		"to a dearer tier":           {curve("", "100", "1.00", "105", "0.80", "1.10"), []string{"100 to 105"}},
		"two, far apart":             {curve("", "100", "1.00", "1000", "0.90", "0.80"), []string{"100 to 111.1", "1000 to 1125"}},
		"without an end":             {curve("", "100", "1.00", "0"), []string{"100 to ∞"}},
		"over a tier that is free":   {curve("", "100", "1.00", "200", "0", "0.20"), []string{"100 to 500"}},
		"the second within the last": {curve("", "100", "1.00", "110", "0.50", "0"), []string{"100 to ∞"}},
	} {
		var got []string
		for _, cliff := range test.curve.Cliffs() {
			end := "∞"
			if cliff.To != nil {
				end = fmt.Sprintf("%.4g", mustFloat(cliff.To))
				if at := test.curve.Charge(cliff.To); cliff.To.Cmp(cliff.From) <= 0 || at.Cmp(cliff.Charge) > 0 {
					t.Errorf("%s: %s costs %s, and %s %s", name, end, at, cliff.From, cliff.Charge)
				}
			}
			got = append(got, fmt.Sprintf("%s to %s", cliff.From.FloatString(0), end))
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", name, diff)
		}
	}
}

func mustFloat(r *big.Rat) float64 { f, _ := r.Float64(); return f }
