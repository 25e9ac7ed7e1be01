package repricing

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/money"
	"parley/internal/pricing"
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

// curve reads "graduated 1000:1.84 1.60 included=10 minimum=5 cap=900 package=50".
func curve(t testing.TB, text string) pricing.Curve {
	t.Helper()
	words := strings.Fields(text)
	c := pricing.Curve{Model: words[0]}
	for _, word := range words[1:] {
		if name, value, named := strings.Cut(word, "="); named {
			*map[string]**big.Rat{"included": &c.Included, "minimum": &c.Minimum, "cap": &c.Cap, "package": &c.Package}[name] = rat(t, value)
			continue
		}
		upTo, price, bounded := strings.Cut(word, ":")
		if !bounded {
			upTo, price = "", upTo
		}
		c.Tiers = append(c.Tiers, pricing.Bracket{UpTo: rat(t, upTo), Price: rat(t, price)})
	}
	return c
}

func TestBetween(t *testing.T) {
	for _, c := range []struct{ before, after, most, least, rate string }{
		{"per-unit 1.84", "per-unit 1.84", "0", "0", "0"},
		{"per-unit 2", "per-unit 2.2", "1/10", "1/10", "1/10"},
		{"per-unit 2", "per-unit 1.8", "-1/10", "-1/10", "1/10"},
		{"flat 40", "flat 50", "1/4", "1/4", "0"},
		{"graduated 10:2 1", "graduated 10:2 1.5", "1/2", "0", "1/2"}, // in the long run
		{"graduated 10:2 1", "graduated 20:2 1", "1/3", "0", "1"},     // 40 for 30, at 20 units
		{"volume 10:2 1", "volume 20:2 1", "1", "0", "1"},             // twice the price from 10 to 20
		{"volume 10:2 1", "graduated 10:2 1", "1", "0", "0"},          // just above 10: 20 for 10
		{"per-unit 2 included=10", "per-unit 2 included=5", "endless", "", ""},
		{"per-unit 2 included=5", "per-unit 2 included=10", "0", "-1", "0"},
		{"per-unit 2 cap=100", "per-unit 2 cap=110", "1/10", "0", "0"},
		{"per-unit 2 cap=100", "per-unit 2", "endless", "", ""},
		{"per-unit 2", "per-unit 2 cap=100", "0", "-1", "0"},
		{"per-unit 2 minimum=10", "per-unit 2 minimum=12", "1/5", "0", "0"},
		{"per-unit 2", "per-unit 2 minimum=10", "endless", "", ""},
		{"per-unit 0", "per-unit 1", "endless", "", ""},
		{"per-unit 1", "per-unit 0", "-1", "-1", "0"},
		{"package 5 package=100", "package 6 package=100", "1/5", "1/5", "1/5"},
		{"package 5 package=100", "package 5 package=50", "1", "0", "1"},
		{"package 5 package=100", "package 5 package=150", "0", "-1/2", "1/3"},
		{"package 3 package=3", "package 2 package=2", "1/3", "-1/3", "0"}, // 4 for 3 above 2 units, 2 for 3 below
		{"package 5 package=100 minimum=20", "package 6 package=100 minimum=20", "1/5", "0", "1/5"},
	} {
		s := Between(curve(t, c.before), curve(t, c.after))
		if s.Endless != (c.most == "endless") || s.Bounded {
			t.Errorf("%s → %s: %+v", c.before, c.after, s)
			continue
		}
		if s.Endless {
			continue
		}
		got := []string{s.Most.RatString(), s.Least.RatString(), s.Rate.RatString()}
		if diff := cmp.Diff([]string{c.most, c.least, c.rate}, got); diff != "" {
			t.Errorf("%s → %s: (-want +got)\n%s", c.before, c.after, diff)
		}
	}
}

// anyCurve draws a curve by lot, with small numbers so that curves meet.
func anyCurve(lot *rand.Rand) pricing.Curve {
	c := pricing.Curve{Model: []string{"flat", "per-unit", "graduated", "volume", "package"}[lot.IntN(5)]}
	price := func() *big.Rat { return big.NewRat(lot.Int64N(20), 4) }
	if c.Model == "graduated" || c.Model == "volume" {
		upTo := int64(0)
		for range 1 + lot.IntN(3) {
			upTo += 1 + lot.Int64N(12)
			c.Tiers = append(c.Tiers, pricing.Bracket{UpTo: big.NewRat(upTo, 1), Price: price()})
		}
	}
	c.Tiers = append(c.Tiers, pricing.Bracket{Price: price()})
	if c.Model == "package" {
		c.Package = big.NewRat(1+lot.Int64N(6), 1)
	}
	if c.Model != "flat" {
		if lot.IntN(3) == 0 {
			c.Included = big.NewRat(lot.Int64N(6), 1)
		}
		if lot.IntN(3) == 0 {
			c.Minimum = price()
		}
		if lot.IntN(3) == 0 {
			c.Cap = big.NewRat(20+lot.Int64N(100), 1)
		}
	}
	return c
}

// packages draws packages that are above their minimum, and repeat each other, before the quantities end that are looked at.
func packages(lot *rand.Rand) pricing.Curve {
	c := pricing.Curve{Model: "package", Package: big.NewRat(1+lot.Int64N(6), 1), Tiers: []pricing.Bracket{{Price: big.NewRat(1+lot.Int64N(20), 4)}}}
	if lot.IntN(2) == 0 {
		c.Minimum = big.NewRat(1+lot.Int64N(3), 1)
	}
	return c
}

// TestNoQuantityChangesMoreThanTheShift compares with charges at many quantities: none lies outside, and some come as near to
// the ends as one likes.
func TestNoQuantityChangesMoreThanTheShift(t *testing.T) {
	lot := rand.New(rand.NewPCG(11, 12))
	var quantities []*big.Rat
	for i := int64(0); i < 130; i++ {
		quantities = append(quantities, big.NewRat(i, 1), new(big.Rat).Add(big.NewRat(i, 1), big.NewRat(1, 1e9)), big.NewRat(i*4+1, 4))
	}
	quantities = append(quantities, big.NewRat(1, 1e12), big.NewRat(1e15, 1))
	bounded := 0
	for i := range 250 {
		before, after := anyCurve(lot), anyCurve(lot)
		if i >= 150 { // packages, which repeat each other for ever
			before, after = packages(lot), packages(lot)
		}
		s := Between(before, after)
		if s.Bounded {
			bounded++
		}
		var most, least *big.Rat
		for _, q := range append(quantities, append(before.Breaks(60), after.Breaks(60)...)...) {
			old, now := before.Charge(q), after.Charge(q)
			if q.Sign() == 0 || old.Sign() == 0 {
				if q.Sign() > 0 && now.Sign() > 0 && !s.Endless {
					t.Fatalf("%+v → %+v: %s units cost nothing before, and %s after", before, after, q, now)
				}
				continue
			}
			change := new(big.Rat).Quo(now, old)
			change.Sub(change, one)
			if change.Cmp(s.Most) > 0 && !s.Endless || change.Cmp(s.Least) < 0 {
				t.Fatalf("%+v → %+v: %s at %s, which is outside %s to %s", before, after, change, q, s.Least, s.Most)
			}
			if most == nil || change.Cmp(most) > 0 {
				most = change
			}
			if least == nil || change.Cmp(least) < 0 {
				least = change
			}
		}
		if s.Bounded || s.Endless || most == nil {
			continue
		}
		near := func(a, b *big.Rat) bool {
			off := new(big.Rat).Sub(a, b)
			limit := new(big.Rat).Abs(b)
			return off.Abs(off).Cmp(limit.Add(limit, one).Mul(limit, big.NewRat(1, 1e5))) < 0
		}
		if !near(most, s.Most) || !near(least, s.Least) {
			t.Fatalf("%+v → %+v: %s to %s, but nothing comes near: %s to %s", before, after, s.Least.FloatString(9), s.Most.FloatString(9), least.FloatString(9), most.FloatString(9))
		}
	}
	if bounded > 40 {
		t.Errorf("%d of 250 are not exact", bounded)
	}
}

const list = `kind: price-list
id: emea-eur-gold
version: v1.0
region: emea
currency: EUR
partner_tier: gold
effective: {from: "2026-12-01"}
terms: {service_level: gold, acceptance: test, payment: net-30, cadence: monthly}
discounts: {max: "15%", standing: [{name: a, rate: "5%"}]}
parts:
  - {sku: HOUR, unit: hour, charge: per-unit, price: "1.84"}
  - sku: DATA
    unit: gigabyte
    charge: graduated
    tiers: [{up_to: "1000", price: "0.09"}, {price: "0.08"}]
`

func lists(t testing.TB, texts ...string) []pricing.List {
	t.Helper()
	var all []pricing.List
	for _, text := range texts {
		d, findings := doc.Read("pricing/lists/x.yaml", []byte(text))
		l, more := pricing.Read(d)
		if len(findings)+len(more) > 0 {
			t.Fatal(findings, more)
		}
		all = append(all, l)
	}
	return all
}

// told is a diff as text.
func told(d Diff) string {
	var b strings.Builder
	for _, l := range d.Lists {
		fmt.Fprintf(&b, "%s → %s:", l.Before, l.After)
		for _, f := range l.Fields {
			fmt.Fprintf(&b, " %s %s → %s", f.Name, f.Old, f.New)
		}
		for _, p := range l.Parts {
			fmt.Fprintf(&b, " %s %s%s", p.SKU, p.What, p.From)
			for _, f := range p.Fields {
				fmt.Fprintf(&b, " %s %s → %s", f.Name, f.Old, f.New)
				if f.Change != nil {
					fmt.Fprintf(&b, " (%s)", money.Fraction(f.Change, 2))
				}
			}
			if largest, ends := p.Shift.Largest(); p.What == Changed && ends {
				fmt.Fprintf(&b, " at most %s", money.Fraction(largest, 2))
			}
		}
		b.WriteString("\n")
	}
	return b.String()
}

func TestCompare(t *testing.T) {
	for _, c := range []struct{ name, old, new, want string }{
		{"nothing", "", "", ""},
		{"a price", `"1.84"`, `"1.93"`, "emea-eur-gold → emea-eur-gold: HOUR changed price 1.84 → 1.93 (≈ 4.89%) at most ≈ 4.89%\n"},
		{"a price written otherwise", `"1.84"`, `"1.840"`, ""},
		{"a bound", `"1000"`, `"2000"`, "emea-eur-gold → emea-eur-gold: DATA changed tiers[0].up_to 1000 → 2000 (100%) at most 12.5%\n"},
		{"a unit", "unit: hour", "unit: day", "emea-eur-gold → emea-eur-gold: HOUR changed unit hour → day\n"},
		{"terms and days", `payment: net-30`, `payment: net-60`, "emea-eur-gold → emea-eur-gold: terms.payment net-30 → net-60\n"},
		{"a day", `"2026-12-01"`, `"2027-01-01"`, "emea-eur-gold → emea-eur-gold: effective.from 2026-12-01 → 2027-01-01\n"},
		{"a discount", `max: "15%"`, `max: "20%"`, "emea-eur-gold → emea-eur-gold: discounts.max 15% → 20%\n"},
		{"another SKU", `HOUR`, `HOURS`, "emea-eur-gold → emea-eur-gold: HOUR removed HOURS new\n"},
		{"another list", `emea-eur-gold`, `emea-eur-top`, "emea-eur-gold → :\n → emea-eur-top: DATA movedemea-eur-gold HOUR movedemea-eur-gold\n"},
	} {
		got := told(Compare(lists(t, list), lists(t, strings.Replace(list, c.old, c.new, 1))))
		if got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
	if largest, ends := Compare(lists(t, list), lists(t, strings.Replace(list, `"1.84"`, `"2.30"`, 1))).Largest(); !ends || largest.Cmp(big.NewRat(1, 4)) != 0 {
		t.Errorf("%s, %v", largest, ends)
	}
	if _, ends := Compare(lists(t, list), lists(t, strings.Replace(list, "unit: hour", "unit: day", 1))).Largest(); ends {
		t.Error("hours and days have been compared")
	}
}

const policyText = `kind: price-policy
guardrails: {margin_floor: "25%", discount_cap: "30%", variability_cap: {window: 90d, net: "15%", path: "25%"}, monthly_charge_cap: "50000 EUR"}
rounding:
  - {currency: CHF, step: "0.05", mode: half-up}
`

func policy(t testing.TB, text string) Policy {
	t.Helper()
	d, findings := doc.Read("pricing/policy.yaml", []byte(text))
	p, more := ReadPolicy(d)
	if len(findings)+len(more) > 0 {
		t.Fatal(findings, more)
	}
	return p
}

func TestPolicy(t *testing.T) {
	p := policy(t, policyText)
	chf, _ := p.RoundingOf("CHF")
	eur, _ := p.RoundingOf("EUR")
	if chf.String() != "0.05, half up" || eur.String() != "0.01, half up" || p.Window != 90 || p.MonthlyCap.Amount.Cmp(rat(t, "50000")) != 0 {
		t.Errorf("%+v", p)
	}
	for _, c := range [][2]string{{`"25%", d`, `"100%", d`}, {"90d", "3m"}, {"monthly_charge_cap", "notice: 0d, monthly_charge_cap"}, {`"50000 EUR"`, `"50000"`}, {"CHF", "CHX"}, {`"0.05"`, `"0.001"`}, {`"0.05"`, `"0"`}, {"half-up", "half-down"},
		{"rounding:", "rounding:\n  - {currency: CHF, step: \"0.05\", mode: up}"}} {
		d, _ := doc.Read("pricing/policy.yaml", []byte(strings.Replace(policyText, c[0], c[1], 1)))
		if _, found := ReadPolicy(d); len(found) != 1 || found[0].Code != diag.PricePolicy || found[0].Hint == "" || found[0].Line == 0 {
			t.Errorf("%s for %s: %+v", c[1], c[0], found)
		}
	}
}

// TestTheNoticeIsCountedInDays: from the day of the announcement to the first day, over the end of a month and of winter time alike.
func TestTheNoticeIsCountedInDays(t *testing.T) {
	p := policy(t, strings.Replace(policyText, "monthly_charge_cap", "notice: 30d, monthly_charge_cap", 1))
	l := pricing.List{ID: "emea-eur-gold", Effective: pricing.Period{From: "2027-04-01"}}
	for announced, actual := range map[string]string{"2027-03-02": "", "2027-03-03": "29 days", "2027-04-01": "0 days", "2027-04-03": "none: that was 2 days before", "": ""} {
		got := ""
		for _, breach := range p.Announcement(l, announced) {
			got = breach.Actual
			if breach.Allowed != "at least 30 days" || breach.Rule.Line == 0 || announced == "2027-03-03" && breach.Hint != "let these prices hold from 2027-04-02 or later" {
				t.Errorf("%+v", breach)
			}
		}
		if got != actual {
			t.Errorf("announced on %s: %q, want %q", announced, got, actual)
		}
	}
}

func TestDiscountsMultiply(t *testing.T) {
	p := policy(t, policyText)
	stacked := strings.Replace(list, `[{name: a, rate: "5%"}]`, `[{name: a, rate: "20%"}, {name: b, rate: "RATE"}]`, 1)
	// (1-0.2)(1-0.125) = 0.7: exactly the cap, which holds.
	for rate, want := range map[string]int{"12.5%": 0, "12.500001%": 1, "12.499999%": 0} {
		all := strings.NewReplacer("RATE", rate, `max: "15%", `, "").Replace(stacked)
		if got := p.Discounts(lists(t, all)[0]); len(got) != want {
			t.Errorf("%s: %+v", rate, got)
		}
	}
	got := p.Discounts(lists(t, strings.Replace(list, `"15%"`, `"30.5%"`, 1))[0])
	if len(got) != 1 || got[0].Finding().Message != "discount cap: the largest discount of emea-eur-gold is 30.5%, allowed is at most 30%" || got[0].Rule.Line != 2 {
		t.Errorf("%+v", got)
	}
}

// TestTheMarginFloorIsExact tries costs just below, at and just above the floor: 1.84 less 15 % leaves 1.564, of which 75 % are 1.173.
func TestTheMarginFloorIsExact(t *testing.T) {
	p, l := policy(t, policyText), lists(t, list)[0]
	for cost, want := range map[string]int{"1.172999": 0, "1.173": 0, "1.173001": 1} {
		got := p.Margins(l, func(part pricing.Part) (*big.Rat, bool) { return rat(t, cost), part.SKU == "HOUR" })
		if len(got) != want {
			t.Errorf("at a cost of %s: %+v", cost, got)
		}
	}
	got := p.Margins(l, func(part pricing.Part) (*big.Rat, bool) { return rat(t, "0.055"), part.SKU == "DATA" })
	if len(got) != 1 || got[0].Place.Line != 15 || !strings.Contains(got[0].Finding().Message, "the margin of DATA after the largest discount is ≈ 19.1176%, allowed is at least 25%") {
		t.Errorf("%+v", got)
	}
}

func TestVariability(t *testing.T) {
	p := policy(t, policyText)
	at := diag.Place{Path: "x", Span: diag.Span{Line: 1, Col: 1}}
	for _, c := range []struct {
		name    string
		history string // day=price
		want    string
	}{
		{"one price", "2026-01-01=100", ""},
		{"exactly the cap", "2026-01-01=100 2026-03-01=115", ""},
		{"above the cap", "2026-01-01=100 2026-03-01=115.01", "net movement of HOUR within 90 days is 15.01%"},
		{"an old price does not count", "2026-01-01=50 2026-02-01=100 2026-06-01=110", ""},
		{"the price at the beginning of the window counts", "2026-01-01=100 2026-06-01=110 2026-06-10=120", "net movement of HOUR within 90 days is 20%"},
		{"up and down", "2026-01-01=100 2026-02-01=110 2026-02-10=100 2026-02-20=110", "length of the path of HOUR within 90 days is ≈ 29.0909%"},
		{"up and down again is a movement", "2026-01-01=100 2026-02-01=116 2026-02-10=100", "net movement of HOUR within 90 days is 16%"},
		{"days in another order", "2026-03-01=120 2026-01-01=100", "net movement of HOUR within 90 days is 20%"},
		{"from nothing", "2026-01-01=0 2026-02-01=1", "net movement of HOUR within 90 days is without a bound"},
	} {
		var history []Dated
		for _, word := range strings.Fields(c.history) {
			day, price, _ := strings.Cut(word, "=")
			history = append(history, Dated{day, curve(t, "per-unit "+price)})
		}
		var got []string
		for _, breach := range p.Variability("HOUR", at, history) {
			got = append(got, breach.Finding().Message)
		}
		if all := strings.Join(got, "\n"); (c.want == "") != (all == "") || !strings.Contains(all, c.want) {
			t.Errorf("%s: got %q, want %q", c.name, all, c.want)
		}
	}
}

// BenchmarkCompare compares 10,000 parts, of which every price has changed.
func BenchmarkCompare(b *testing.B) {
	var before, after []pricing.List
	for i := range 100 {
		text := strings.Replace(list, "emea-eur-gold", fmt.Sprintf("emea-eur-%d", i), 1)
		text = text[:strings.Index(text, "  - {sku")]
		for j := range 100 {
			text += fmt.Sprintf("  - {sku: P-%d, unit: hour, charge: graduated, tiers: [{up_to: \"1000\", price: \"1.84\"}, {up_to: \"9000\", price: \"1.60\"}, {price: \"1.40\"}]}\n", j)
		}
		before = append(before, lists(b, text)...)
		after = append(after, lists(b, strings.NewReplacer("1.84", "1.93", "1.60", "1.71", "1.40", "1.44").Replace(text))...)
	}
	for b.Loop() {
		if d := Compare(before, after); len(d.Lists) != 100 || len(d.Lists[0].Parts) != 100 {
			b.Fatal(len(d.Lists))
		}
	}
}
