package derivation_test

import (
	"flag"
	"fmt"
	"math/big"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"parley/internal/costing"
	"parley/internal/derivation"
	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/money"
	"parley/internal/pricing"
	"parley/internal/repricing"
)

var update = flag.Bool("update", false, "write what is found into the goldens; read each change before you keep it")

const policyText = `kind: price-policy
guardrails: {margin_floor: "25%"}
`

const book = `id: 2026-q3
period: {from: "2026-07-01", until: "2026-10-01"}
effective: {from: "2026-10-01"}
currency: EUR
costs:
  - {id: engine-hour, unit: hour}
  - {id: dollar-hour, unit: hour, currency: USD}
`

const rates = `period: {from: "2026-07-01", until: "2027-07-01"}
one: EUR
is: [{currency: USD, amount: "1.25"}]
`

const list = `kind: price-list
id: emea-eur-gold
version: v1.0
region: emea
currency: EUR
partner_tier: gold
effective: {from: "2026-12-01"}
discounts: {max: "15%"}
parts:
  - sku: HOUR
    unit: hour
    cost: engine-hour
    margin: "38%"
    charge: per-unit
    price: "1.61"
`

// world is everything that a computation sees; texts are replaced in it before it is read.
type world struct {
	list     pricing.List
	in       derivation.Inputs
	listText string
}

func build(t testing.TB, amount, released string, replace ...string) world {
	t.Helper()
	swap := strings.NewReplacer(replace...)
	read := func(path, text string) doc.Document {
		d, findings := doc.Read(path, []byte(swap.Replace(text)))
		if len(findings) > 0 {
			t.Fatal(findings)
		}
		return d
	}
	w := world{listText: swap.Replace(list)}
	w.list, _ = pricing.Read(read("pricing/lists/emea-eur-gold.yaml", list))
	w.in.Book, _ = costing.ReadBook(read("pricing/costs/2026-q3.yaml", book))
	table, _ := costing.ReadRates(read("pricing/rates/2026-q3.yaml", rates))
	w.in.Rates = costing.Tables{table}
	w.in.Policy, _ = repricing.ReadPolicy(read("pricing/policy.yaml", policyText))
	w.in.Day = "2026-11-22"
	a := costing.Open(w.in.Book, w.in.Rates)
	lines := "provider,charge,part,quantity,amount,currency,period\nazure,compute,engine-hour,1000," + amount + ",EUR,2026-07\nazure,compute,dollar-hour,1000," + amount + ",EUR,2026-07\n"
	if err := a.Invoice("pricing/costs/2026-q3.csv", costing.Own, false, strings.NewReader(lines)); err != nil {
		t.Fatal(err)
	}
	costs, findings := a.Costs()
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	w.in.Costs = costs
	if released != "" {
		value, err := money.Exact(released)
		if err != nil {
			t.Fatal(err)
		}
		w.in.Released = map[string]pricing.Figure{"HOUR": {Value: value, Text: released, Place: diag.Place{Path: "pricing/releases/emea-eur-gold/v0.9.json", Span: diag.Span{Line: 12, Col: 3}}}}
	}
	return w
}

func (w world) compute(t testing.TB) ([]derivation.Price, diag.List) {
	t.Helper()
	prices, findings := derivation.Compute(w.list, w.in)
	for _, price := range prices {
		if price.Computed == nil {
			continue
		}
		if err := price.Derivation.Check(); err != nil {
			t.Fatalf("%v\n%s", err, price.Derivation.Text())
		}
		if last := price.Derivation.Last().Value; last.Cmp(price.Computed) != 0 {
			t.Fatalf("%s is explained as %s", money.Text(price.Computed), money.Text(last))
		}
	}
	return prices, findings
}

const adjusted = "margin: \"38%\"\n    adjust: {demand: {target: \"75\", measured: \"MEASURED\", strength: \"30%\"}, band: \"2%\", floor: \"1.50\", cap: \"2.40\", step: \"10%\"}"

func TestPricesAreComputed(t *testing.T) {
	// A cost of 1.00 EUR, and with a margin of 38 % a baseline of 1.6129; the margin floor is 1/0.75/0.85 = 1.5687, so 1.57.
	adjust := func(measured string) []string {
		return []string{`margin: "38%"`, strings.Replace(adjusted, "MEASURED", measured, 1)}
	}
	for _, c := range []struct {
		name, amount, released string
		replace                []string
		want, conflict         string
	}{
		{"a margin", "1000.00", "", nil, "1.61", ""},
		{"a markup", "1000.00", "", []string{`margin: "38%"`, `markup: "140%"`}, "2.40", ""},
		{"below the margin floor", "1000.00", "", []string{`"38%"`, `"30%"`}, "1.57", ""},
		{"a budget buffer", "1000.00", "", []string{"currency: EUR\ncosts", "currency: EUR\nbuffer: \"4%\"\ncosts"}, "1.68", ""},
		{"a cost in dollars", "1000.00", "", []string{"cost: engine-hour", "cost: dollar-hour"}, "1.61", ""},
		{"a currency without decimals", "1000.00", "", []string{"emea\ncurrency: EUR", "emea\ncurrency: JPY", "is: [", `is: [{currency: JPY, amount: "160"}, `}, "258", ""},
		{"a policy that rounds to 5 cents", "1000.00", "", []string{"guardrails", "rounding: [{currency: EUR, step: \"0.05\", mode: up}]\nguardrails"}, "1.65", ""},
		{"a package", "1000.00", "", []string{"charge: per-unit", "charge: package\n    package: \"100\""}, "161.29", ""},
		{"demand on its target", "1000.00", "", adjust("75"), "1.61", ""},
		{"demand above its target", "1000.00", "", adjust("90"), "1.71", ""},
		{"demand far above its target, up to the cap", "1000.00", "", adjust("400"), "2.40", ""},
		{"demand below its target, down to the floors", "1000.00", "", adjust("10"), "1.57", ""},
		{"the step holds it back", "1000.00", "1.50", adjust("90"), "1.65", ""},
		{"the step holds it up", "1000.00", "2.00", adjust("75"), "1.80", ""},
		{"within the band nothing changes", "1000.00", "1.63", adjust("75"), "1.63", ""},
		{"at the edge of the band it does", "1000.00", "1.58", adjust("75"), "1.61", ""},
		{"the margin floor wins over the band", "1000.00", "1.55", adjust("68"), "1.57", ""},
		{"the margin floor wins over the step", "1400.00", "1.60", adjust("75"), "2.20", "the margin floor of HOUR asks for 2.2, and its step for 1.76; the margin floor wins"},
		{"the margin floor wins over the cap", "1600.00", "", adjust("75"), "2.51", "the margin floor of HOUR asks for 2.51, and its cap for 2.4; the margin floor wins"},
		{"the cap wins over the step", "1000.00", "3.00", adjust("75"), "2.40", "the cap of HOUR asks for 2.4, and its step for 2.7; the cap wins"},
		{"the floor wins over the step", "900.00", "1.30", adjust("75"), "1.50", "the floor of HOUR asks for 1.5, and its step for 1.43; the floor wins"},
		{"a step that is smaller than a cent", "50.00", "0.05", []string{`margin: "38%"`, strings.NewReplacer("MEASURED", "75", "1.50", "0.01").Replace(adjusted)}, "0.08", "the step of HOUR leaves HOUR at 0.05 for ever"},
	} {
		w := build(t, c.amount, c.released, c.replace...)
		prices, findings := w.compute(t)
		if len(prices) != 1 || prices[0].Text != c.want {
			t.Errorf("%s: %s, want %s\n%v", c.name, prices[0].Text, c.want, findings)
			continue
		}
		told := ""
		for _, f := range findings {
			if f.Code == diag.PriceConflict {
				told += f.Message + "\n"
			}
			if f.Hint == "" || f.Line == 0 {
				t.Errorf("%s: %+v", c.name, f)
			}
		}
		if (told == "") != (c.conflict == "") || !strings.Contains(told, c.conflict) {
			t.Errorf("%s: conflicts %q, want %q", c.name, told, c.conflict)
		}
	}
}

const tiers = `charge: graduated
    tiers:
      - {up_to: "100", price: "1.61"}
      - {up_to: "200", discount: "2%", price: "1.58"}
      - {discount: "50%", price: "1.57"}
      # end`

func TestTiersFollowTheFirst(t *testing.T) {
	w := build(t, "1000.00", "", "charge: per-unit\n    price: \"1.61\"", tiers)
	prices, findings := w.compute(t)
	if len(prices) != 3 || len(findings) != 0 || prices[1].Text != "1.58" || prices[2].Text != "1.57" {
		t.Errorf("%+v\n%+v", prices, findings)
	}
}

// spoilt are prices that do not follow, and what is found.
func TestWhatDoesNotFollowIsFound(t *testing.T) {
	override := `margin: "38%"` + "\n    override: {reason: r, date: \"2026-11-01\"UNTIL}"
	for _, c := range []struct {
		name    string
		replace []string
		want    string
	}{
		{"all is well", nil, ""},
		{"written otherwise", []string{`"1.61"`, `"1.610"`}, ""},
		{"another price", []string{`"1.61"`, `"1.84"`}, "price/differs 15:12 HOUR is published at 1.84, and its inputs give 1.61"},
		{"another price with a reason", []string{`"1.61"`, `"1.84"`, `margin: "38%"`, strings.Replace(override, "UNTIL", "", 1)}, ""},
		{"a reason that has ended", []string{`"1.61"`, `"1.84"`, `margin: "38%"`, strings.Replace(override, "UNTIL", `, until: "2026-11-22"`, 1)}, "price/override 14:15 the override of HOUR has ended on 2026-11-22"},
		{"a reason for nothing", []string{`margin: "38%"`, strings.Replace(override, "UNTIL", "", 1)}, "price/override 14:15 HOUR is published at the computed price, so that nothing is overridden"},
		{"no cost", []string{"    cost: engine-hour\n    margin: \"38%\"\n", ""}, "price/underived 13:12 nothing says from what the price 1.61 of HOUR follows"},
		{"a cost that nobody knows", []string{"engine-hour\n", "engin-hour\n"}, "cost/unknown 12:11 the cost book 2026-q3 has no cost engin-hour"},
		{"a cost of another unit", []string{"    unit: hour", "    unit: day"}, "price/unit 12:11 HOUR is sold by the day, and its cost is for one hour"},
		{"a rate that nobody knows", []string{"cost: engine-hour", "cost: dollar-hour", `effective: {from: "2026-12-01"}`, `effective: {from: "2027-12-01"}`}, "cost/rate 12:11 no table says what USD is in EUR on 2027-12-01"},
		{"a tier without a discount", []string{"charge: per-unit\n    price: \"1.61\"", strings.Replace(tiers, `discount: "50%", `, "", 1)}, "price/underived 18:17 nothing says from what the price 1.57 of HOUR follows"},
		{"a tier with another price", []string{"charge: per-unit\n    price: \"1.61\"", strings.Replace(tiers, `"1.58"`, `"1.59"`, 1)}, "price/differs 17:47 HOUR is published at 1.59, and its inputs give 1.58"},
	} {
		_, findings := build(t, "1000.00", "", c.replace...).compute(t)
		var got []string
		for _, f := range findings {
			got = append(got, fmt.Sprintf("%s %d:%d %s", f.Code, f.Line, f.Col, f.Message))
			if f.Hint == "" {
				t.Errorf("%s: no hint: %+v", c.name, f)
			}
		}
		if diff := cmp.Diff(c.want, strings.Join(got, "\n")); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", c.name, diff)
		}
	}
}

// TestComputingTwiceChangesNothing writes the computed prices into the list and computes again, for worlds drawn by lot.
func TestComputingTwiceChangesNothing(t *testing.T) {
	lot := rand.New(rand.NewPCG(21, 22))
	for range 60 {
		w, _ := anyWorld(t, lot)
		prices, _ := w.compute(t)
		text, err := pricing.Rewrite([]byte(w.listText), derivation.Edits(prices))
		if err != nil {
			t.Fatal(err)
		}
		d, _ := doc.Read("pricing/lists/emea-eur-gold.yaml", text)
		w.list, _ = pricing.Read(d)
		again, _ := w.compute(t)
		if len(derivation.Edits(again)) > 0 || again[0].Computed.Cmp(prices[0].Computed) != 0 {
			t.Fatalf("%s, then %s", prices[0].Text, again[0].Text)
		}
	}
}

// anyWorld draws a cost, a released price and an adjustment.
func anyWorld(t *testing.T, lot *rand.Rand) (world, string) {
	amount := fmt.Sprintf("%d.%02d", 200+lot.IntN(3000), lot.IntN(100))
	return worldAt(t, amount, lot), amount
}

func worldAt(t *testing.T, amount string, lot *rand.Rand) world {
	released := ""
	if lot.IntN(3) > 0 {
		released = fmt.Sprintf("%d.%02d", lot.IntN(4), 1+lot.IntN(99))
	}
	adjust := fmt.Sprintf("margin: \"%d%%\"\n    adjust: {demand: {target: \"75\", measured: \"%d\", strength: \"%d%%\"}, band: \"%d%%\", step: \"%d%%\", cap: \"%d.%02d\"}",
		lot.IntN(60), lot.IntN(200), lot.IntN(100)-20, lot.IntN(4), 4+lot.IntN(20), 2+lot.IntN(4), lot.IntN(100))
	return build(t, amount, released, `margin: "38%"`, adjust)
}

// TestPricesAreBoundedAndMonotone: never below the margin floor; and where the cost rises and nothing else changes, no price
// falls.
func TestPricesAreBoundedAndMonotone(t *testing.T) {
	lot := rand.New(rand.NewPCG(23, 24))
	for i := range 60 {
		seed := rand.NewPCG(uint64(i), 7)
		low := 200 + lot.IntN(3000)
		less := worldAt(t, fmt.Sprintf("%d.00", low), rand.New(seed))
		more := worldAt(t, fmt.Sprintf("%d.00", low+lot.IntN(200)), rand.New(rand.NewPCG(uint64(i), 7)))
		a, _ := less.compute(t)
		b, _ := more.compute(t)
		if a[0].Computed.Cmp(b[0].Computed) > 0 {
			t.Fatalf("a higher cost gives %s instead of %s\n%s\n%s", b[0].Text, a[0].Text, a[0].Derivation.Text(), b[0].Derivation.Text())
		}
		cost, known := derivation.UnitCost(less.list, less.list.Parts[0], less.in)
		net := new(big.Rat).Mul(a[0].Computed, big.NewRat(85, 100))
		if !known || cost.Cmp(net.Mul(net, big.NewRat(3, 4))) > 0 {
			t.Fatalf("%s is below the margin floor at a cost of %s", a[0].Text, cost)
		}
	}
}

func TestExplain(t *testing.T) {
	w := build(t, "1000.00", "1.55", `margin: "38%"`, strings.Replace(adjusted, "MEASURED", "82.5", 1), `max: "15%"`, `max: "15%", standing: [{name: launch, rate: "5%"}]`)
	quantity := pricing.Figure{Value: big.NewRat(250, 1), Text: "250", Place: diag.Place{Path: "--quantity", Span: diag.Span{Line: 1, Col: 1}}}
	e, found := derivation.Explain(w.list, "HOUR", quantity, w.in)
	if !found || e.Charge.Check() != nil {
		t.Fatal(found, e.Charge.Check())
	}
	golden(t, "testdata/explain.golden", e.Text("EUR"))
	if _, found := derivation.Explain(w.list, "HOURS", quantity, w.in); found {
		t.Error("an SKU that is not there is explained")
	}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// BenchmarkCompute computes 10,000 parts in 100 lists.
func BenchmarkCompute(b *testing.B) {
	part := list[strings.Index(list, "  - sku"):]
	many := ""
	for i := range 100 {
		many += strings.Replace(part, "HOUR", fmt.Sprintf("P-%d", i), 1)
	}
	w := build(b, "1000.00", "", part, many)
	for b.Loop() {
		for range 100 {
			if prices, findings := derivation.Compute(w.list, w.in); len(prices) != 100 || len(findings) > 0 {
				b.Fatal(len(prices), findings)
			}
		}
	}
}
