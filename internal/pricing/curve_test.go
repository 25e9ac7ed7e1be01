package pricing

import (
	"math/big"
	"math/rand/v2"
	"testing"

	"parley/internal/money"
)

func rat(t testing.TB, text string) *big.Rat {
	t.Helper()
	if text == "" {
		return nil
	}
	value, ok := new(big.Rat).SetString(text)
	if !ok {
		t.Fatalf("%q is no number", text)
	}
	return value
}

// curve is written as "model up_to:price up_to:price price".
func curve(t testing.TB, model string, tiers ...[2]string) Curve {
	t.Helper()
	c := Curve{Model: model}
	for _, tier := range tiers {
		c.Tiers = append(c.Tiers, Bracket{rat(t, tier[0]), rat(t, tier[1])})
	}
	return c
}

// TestPublishedExamples holds the models to the examples that others publish for theirs.
func TestPublishedExamples(t *testing.T) {
	zuplo := [][2]string{{"1000", "0.10"}, {"10000", "0.05"}, {"", "0.01"}}
	autumn := [][2]string{{"1000", "0.01"}, {"10000", "0.008"}, {"", "0.005"}}
	lago := [][2]string{{"100", "1.00"}, {"200", "0.50"}, {"", "0.10"}}
	for _, c := range []struct {
		name, quantity, want string
		curve                Curve
	}{
		{"Zuplo, graduated", "15000", "600", curve(t, "graduated", zuplo...)},
		{"Zuplo, volume", "15000", "150", curve(t, "volume", zuplo...)},
		{"Autumn, graduated", "15000", "107", curve(t, "graduated", autumn...)},
		{"Lago, graduated", "250", "155", curve(t, "graduated", lago...)},
	} {
		if got := c.curve.Charge(rat(t, c.quantity)); got.Cmp(rat(t, c.want)) != 0 {
			t.Errorf("%s: %s units cost %s, want %s", c.name, c.quantity, money.Text(got), c.want)
		}
	}
	// Kill Bill, TOP_TIER: two units of which each is charged whole at the price of its top tier, 2,400 and 100.
	first := curve(t, "volume", [2]string{"100", "10"}, [2]string{"", "8"}).Charge(rat(t, "300"))
	second := curve(t, "volume", [2]string{"10", "12"}, [2]string{"", "5"}).Charge(rat(t, "20"))
	if sum := first.Add(first, second); sum.Cmp(rat(t, "2500")) != 0 {
		t.Errorf("Kill Bill: %s", money.Text(sum))
	}
}

func TestEveryModel(t *testing.T) {
	with := func(c Curve, included, minimum, limit, pack string) Curve {
		c.Included, c.Minimum, c.Cap, c.Package = rat(t, included), rat(t, minimum), rat(t, limit), rat(t, pack)
		return c
	}
	flat, unit := curve(t, "flat", [2]string{"", "40"}), curve(t, "per-unit", [2]string{"", "2"})
	packed := with(curve(t, "package", [2]string{"", "5"}), "", "", "", "100")
	tiers := [][2]string{{"10", "3"}, {"", "1"}}
	for _, c := range []struct {
		name  string
		curve Curve
		want  map[string]string
	}{
		{"flat", flat, map[string]string{"0": "0", "0.5": "40", "1": "40", "1000": "40"}},
		{"per unit", unit, map[string]string{"0": "0", "1.5": "3", "7": "14"}},
		{"included", with(unit, "5", "", "", ""), map[string]string{"0": "0", "5": "0", "5.5": "1", "7": "4"}},
		{"minimum and cap", with(unit, "", "6", "20", ""), map[string]string{"0": "6", "3": "6", "4": "8", "10": "20", "99": "20"}},
		{"package", packed, map[string]string{"0": "0", "0.001": "5", "100": "5", "100.5": "10", "201": "15"}},
		{"package with included units", with(packed, "50", "", "", "100"), map[string]string{"50": "0", "51": "5", "150": "5", "151": "10"}},
		{"graduated at its bounds", curve(t, "graduated", tiers...), map[string]string{"0": "0", "10": "30", "11": "31"}},
		{"volume at its bounds", curve(t, "volume", tiers...), map[string]string{"10": "30", "10.5": "10.5", "11": "11"}},
		{"graduated after included units", with(curve(t, "graduated", tiers...), "5", "", "", ""), map[string]string{"5": "0", "15": "30", "16": "31"}},
	} {
		for quantity, want := range c.want {
			if got := c.curve.Charge(rat(t, quantity)); got.Cmp(rat(t, want)) != 0 {
				t.Errorf("%s: %s units cost %s, want %s", c.name, quantity, money.Text(got), want)
			}
		}
	}
	if above := packed.At(rat(t, "100"), true).Charge; above.Cmp(rat(t, "10")) != 0 {
		t.Errorf("just above a package: %s", money.Text(above))
	}
	if above := curve(t, "volume", tiers...).At(rat(t, "10"), true).Charge; above.Cmp(rat(t, "10")) != 0 {
		t.Errorf("just above a tier: %s", money.Text(above))
	}
}

// anyCurve draws a curve by lot.
func anyCurve(lot *rand.Rand) Curve {
	c := Curve{Model: []string{"flat", "per-unit", "graduated", "volume", "package"}[lot.IntN(5)]}
	decimals := lot.Int64N(4)
	price := func() *big.Rat {
		return new(big.Rat).SetFrac(big.NewInt(lot.Int64N(100_000)), new(big.Int).Exp(big.NewInt(10), big.NewInt(decimals), nil))
	}
	if c.Model == "graduated" || c.Model == "volume" {
		upTo := int64(0)
		for range 1 + lot.IntN(4) {
			upTo += 1 + lot.Int64N(2000)
			c.Tiers = append(c.Tiers, Bracket{big.NewRat(upTo, 1), price()})
		}
	}
	c.Tiers = append(c.Tiers, Bracket{Price: price()})
	if c.Model == "package" {
		c.Package = big.NewRat(1+lot.Int64N(500), 1)
	}
	if c.Model != "flat" && lot.IntN(2) == 0 {
		c.Included = big.NewRat(lot.Int64N(300), 1)
	}
	if c.Model != "flat" && lot.IntN(2) == 0 {
		c.Minimum = price()
	}
	if c.Model != "flat" && lot.IntN(2) == 0 {
		c.Cap = price()
		if c.Minimum != nil {
			c.Cap.Add(c.Cap, c.Minimum)
		}
	}
	return c
}

// TestAMeterIsItsCurve compares whole numbers with rational ones, for curves, quantities and roundings drawn by lot.
func TestAMeterIsItsCurve(t *testing.T) {
	lot := rand.New(rand.NewPCG(5, 6))
	slow := 0
	for range 4000 {
		c := anyCurve(lot)
		step := []string{"1", "0.01", "0.001", "0.05", "10"}[lot.IntN(5)]
		rounding := money.Rounding{Step: rat(t, step), Mode: money.Mode(money.Modes()[lot.IntN(4)])}
		meter := c.Meter(rounding)
		if !meter.fits {
			slow++
		}
		for range 5 {
			quantity := Quantity(lot.Int64N(int64(1) << (10 + lot.IntN(48))))
			if lot.IntN(2) == 0 {
				quantity -= quantity % 1e6
			}
			want := rounding.Steps(c.Charge(quantity.Rat()))
			got, ok := meter.Steps(quantity)
			if ok != (want.CmpAbs(most) < 0) || ok && got != want.Int64() {
				t.Fatalf("%+v at %d: %d, %v; want %s", c, quantity, got, ok, want)
			}
		}
	}
	if slow > 0 {
		t.Errorf("%d curves of ordinary prices were not compiled", slow)
	}
}

func TestAMeterWorksOutWhatDoesNotFit(t *testing.T) {
	rounding := money.Rounding{Step: rat(t, "0.01"), Mode: money.HalfUp}
	odd := curve(t, "per-unit", [2]string{"", "1/3"})
	if got, ok := odd.Meter(rounding).Steps(3e6); !ok || got != 100 {
		t.Errorf("%d, %v", got, ok)
	}
	dear := curve(t, "graduated", [2]string{"1", "999999999999999999.999999999"}, [2]string{"", "1"})
	if got, ok := dear.Meter(rounding).Steps(2e6); ok {
		t.Errorf("%d fits", got)
	}
}

// TestBreaksAreWhereTheCurveBends looks between all neighbours: there the curve must be a straight line.
func TestBreaksAreWhereTheCurveBends(t *testing.T) {
	lot := rand.New(rand.NewPCG(7, 8))
	for range 600 {
		c := anyCurve(lot)
		breaks := c.Breaks(40)
		edges := append([]*big.Rat{new(big.Rat)}, breaks...)
		if len(breaks) < 40 {
			edges = append(edges, new(big.Rat).Add(edges[len(edges)-1], big.NewRat(1_000_000, 1)))
		}
		for i := 0; i+1 < len(edges); i++ {
			from, to := edges[i], edges[i+1]
			if from.Cmp(to) >= 0 {
				t.Fatalf("%+v: %v", c, edges)
			}
			start := c.At(from, true)
			for _, share := range []*big.Rat{big.NewRat(1, 3), big.NewRat(2, 3), big.NewRat(1, 1)} {
				way := new(big.Rat).Sub(to, from)
				way.Mul(way, share)
				line := new(big.Rat).Mul(start.Rate, way)
				line.Add(line, start.Charge)
				if got := c.Charge(way.Add(way, from)); got.Cmp(line) != 0 {
					t.Fatalf("%+v between %s and %s: %s is not on the line, which has %s", c, from, to, got, line)
				}
			}
		}
	}
}

// TestMoreCostsNoLess holds of every model but volume, where it is known not to.
func TestMoreCostsNoLess(t *testing.T) {
	lot := rand.New(rand.NewPCG(9, 10))
	for range 2000 {
		c := anyCurve(lot)
		if c.Model == "volume" {
			continue
		}
		less := big.NewRat(lot.Int64N(1e9), 1e5)
		more := new(big.Rat).Add(less, big.NewRat(lot.Int64N(1e6), 1e5))
		if c.Charge(more).Cmp(c.Charge(less)) < 0 {
			t.Fatalf("%+v: %s costs more than %s", c, less, more)
		}
	}
}

func BenchmarkMeter(b *testing.B) {
	c := curve(b, "graduated", [2]string{"10000", "0.09"}, [2]string{"100000", "0.08"}, [2]string{"", "0.07"})
	rounding, _ := money.RoundingOf("EUR")
	m := c.Meter(rounding)
	for i := 0; b.Loop(); i++ {
		m.Steps(Quantity(i) * 1e6)
	}
}
