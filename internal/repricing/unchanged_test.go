package repricing

import (
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"parley/internal/pricing"
)

// partOf is a part that has a curve.
func partOf(c pricing.Curve) pricing.Part {
	figure := func(value *big.Rat) pricing.Figure {
		if value == nil {
			return pricing.Figure{}
		}
		return pricing.Figure{Value: value, Text: value.RatString()}
	}
	p := pricing.Part{SKU: "HOUR", Name: "Hour", Unit: "hour", Charge: c.Model, Package: figure(c.Package), Included: figure(c.Included), Minimum: figure(c.Minimum), Cap: figure(c.Cap)}
	if c.Model != "graduated" && c.Model != "volume" {
		p.Price = figure(c.Tiers[0].Price)
		return p
	}
	for _, tier := range c.Tiers {
		p.Tiers = append(p.Tiers, pricing.Tier{UpTo: figure(tier.UpTo), Price: figure(tier.Price)})
	}
	return p
}

// TestWhatIsUnchangedIsNoChange holds the short answer to the long one, for equal parts and for parts of which one thing differs.
func TestWhatIsUnchangedIsNoChange(t *testing.T) {
	lot := rand.New(rand.NewPCG(8, 2026))
	seen := map[bool]int{}
	for range 600 {
		curve := anyCurve(lot)
		a, b := partOf(curve), partOf(curve)
		figures := []*pricing.Figure{&b.Price, &b.Included, &b.Minimum, &b.Cap, &b.Package}
		for i := range b.Tiers {
			figures = append(figures, &b.Tiers[i].UpTo, &b.Tiers[i].Price)
		}
		switch n := lot.IntN(len(figures) + 5); n {
		case 0:
			b.Name = "An hour"
		case 1:
			b.Unit = "day"
		case 2:
			b.Charge = "per-unit"
		case 3, 4:
		default:
			*figures[n-5] = pricing.Figure{Value: big.NewRat(37, 4), Text: "9.25"}
		}
		change, different := compareParts(&a, &b, true)
		if same := unchanged(&a, &b); same == different {
			t.Fatalf("%+v and %+v: unchanged is %v, and the change is %+v", a, b, same, change)
		}
		seen[different]++
	}
	if seen[true] < 60 || seen[false] < 60 {
		t.Errorf("one of the two hardly came up: %v", seen)
	}
}

// TestAPartThatMovesIsAChangeOfBothLists: of the list that it leaves, nothing else tells.
func TestAPartThatMovesIsAChangeOfBothLists(t *testing.T) {
	other := strings.NewReplacer("emea-eur-gold", "emea-eur-top", "HOUR", "DAY", "DATA", "DISK").Replace(list)
	const hour = "  - {sku: HOUR, unit: hour, charge: per-unit, price: \"1.84\"}\n"
	diff := Compare(lists(t, list, other), lists(t, strings.Replace(list, hour, "", 1), strings.Replace(other, "parts:\n", "parts:\n"+hour, 1)))
	if len(diff.Lists) != 2 || !diff.Lists[0].Pays() || !diff.Lists[1].Pays() || !slices.Equal(diff.Lists[0].Left, []string{"HOUR"}) || len(diff.Lists[0].Parts) != 0 {
		t.Errorf("%+v", diff.Lists)
	}
	if titled := Compare(lists(t, list), lists(t, strings.Replace(list, "net-30", "net-60", 1))); titled.Lists[0].Pays() {
		t.Errorf("%+v", titled.Lists)
	}
}
