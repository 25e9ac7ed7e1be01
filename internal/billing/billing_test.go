package billing_test

import (
	"errors"
	"fmt"
	"io"
	"math/big"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"parley/internal/billing"
	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/money"
	"parley/internal/pricing"
)

const list = `kind: price-list
id: emea-eur-gold
version: v1.0
region: emea
currency: EUR
effective: {from: "2026-12-01"}
parts:
  - {sku: HOUR, unit: hour, charge: per-unit, price: "1.84"}
  - {sku: DATA, unit: gigabyte, charge: graduated, tiers: [{up_to: "1000", price: "0.09"}, {price: "0.08"}]}
  - {sku: PLAN, unit: project, charge: flat, price: "4800.00"}
`

func listOf(t testing.TB, replace ...string) pricing.List {
	t.Helper()
	d, findings := doc.Read("pricing/lists/emea-eur-gold.yaml", []byte(strings.NewReplacer(replace...).Replace(list)))
	l, more := pricing.Read(d)
	if len(findings)+len(more) > 0 {
		t.Fatal(findings, more)
	}
	return l
}

const header = "customer,segment,region,list,sku,month,quantity\n"

func usage(t testing.TB, rows string) *billing.Usage {
	t.Helper()
	var u billing.Usage
	findings, err := u.Read("pricing/usage/a.csv", strings.NewReader(header+rows))
	if err != nil || len(findings) > 0 {
		t.Fatal(err, findings)
	}
	return &u
}

func TestUsageIsReadOrTold(t *testing.T) {
	var u billing.Usage
	findings, err := u.Read("pricing/usage/a.csv", strings.NewReader(header+
		"b,reseller,emea,l,HOUR,2026-09,1.5\n"+
		"a,reseller,emea,l,HOUR,2026-09,1e3\n"+
		"a,reseller,emea,l,HOUR,2026-13,1\n"+
		"a,reseller,emea,l,HOUR,26-09,1\n"+
		",reseller,emea,l,HOUR,2026-09,1\n"+
		"b,integrator,emea,l,HOUR,2026-09,1\n"+
		"b,reseller,apac,l,HOUR,2026-09,1\n"+
		"b,reseller,emea,,HOUR,2026-09,1\n"+
		"b,reseller,emea,l,HOUR,1999-09,1\n"+
		"b,reseller,emea,l,HOUR,2026-09,-1\n"+
		"b,reseller,emea,l,HOUR\n"+
		"b,reseller,emea,l,HOUR,2026-09,2.5\n"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range findings {
		got = append(got, fmt.Sprintf("%d:%d %s", f.Line, f.Col, f.Code))
		if f.Hint == "" {
			t.Errorf("no hint: %+v", f)
		}
	}
	want := []string{"3:32 usage/figure", "4:24 usage/month", "5:24 usage/month", "6:1 usage/customer", "7:3 usage/customer", "8:12 usage/customer", "9:18 usage/figure", "10:24 usage/month", "11:32 usage/figure", "12:1 csv/width"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	bills := u.Bills("l")
	if len(bills) != 1 || bills[0].Customer.ID != "b" || bills[0].Month != "2026-09" || len(bills[0].Items) != 1 || bills[0].Items[0].Quantity != 4e6 {
		t.Errorf("%+v", bills)
	}
}

func TestABrokenDiskIsAnError(t *testing.T) {
	var u billing.Usage
	broken := errors.New("broken")
	if _, err := u.Read("a.csv", io.MultiReader(strings.NewReader(header), iotest.ErrReader(broken))); !errors.Is(err, broken) {
		t.Error(err)
	}
}

var cents, _ = money.RoundingOf("EUR")

// shown is an invoice as text.
func shown(i billing.Invoice) string {
	var b strings.Builder
	for _, line := range i.Lines {
		fmt.Fprintf(&b, "%s %s→%s, ", line.SKU, money.Text(line.Gross), money.Text(line.Net))
	}
	return b.String() + money.Text(i.Total)
}

func TestQuote(t *testing.T) {
	items := []billing.Item{{SKU: "HOUR", Quantity: 10_500_000}, {SKU: "DATA", Quantity: 2_000_500_000}, {SKU: "PLAN", Quantity: 1e6}}
	for _, c := range []struct {
		name    string
		replace []string
		terms   billing.Terms
		want    string
	}{
		{"as it stands", nil, billing.Terms{}, "HOUR 19.32→19.32, DATA 170.04→170.04, PLAN 4800→4800, 4989.36"},
		{"two discounts", []string{"parts:", "discounts: {standing: [{name: a, rate: \"10%\"}]}\nparts:"}, billing.Terms{Discounts: []*big.Rat{big.NewRat(1, 10)}},
			"HOUR 19.32→15.65, DATA 170.04→137.73, PLAN 4800→3888, 4041.38"},
	} {
		c.terms.Rounding = cents
		invoice, findings := billing.Quote(listOf(t, c.replace...), items, c.terms)
		if len(findings) > 0 || shown(invoice) != c.want {
			t.Errorf("%s: %s, want %s\n%v", c.name, shown(invoice), c.want, findings)
		}
	}
	twice, _ := billing.Quote(listOf(t), []billing.Item{{SKU: "DATA", Quantity: 600e6}, {SKU: "DATA", Quantity: 600e6}}, billing.Terms{Rounding: cents})
	if shown(twice) != "DATA 106→106, 106" {
		t.Errorf("two items of one SKU: %s", shown(twice))
	}
	_, findings := billing.Quote(listOf(t), []billing.Item{{SKU: "HUOR", Quantity: 1, Place: diag.Place{Path: "u.csv", Span: diag.Span{Line: 2}}}}, billing.Terms{Rounding: cents})
	if len(findings) != 1 || findings[0].Code != diag.UsageUnpriced || findings[0].Severity != diag.Error || findings[0].Hint != "did you mean HOUR?" {
		t.Errorf("%+v", findings)
	}
	_, findings = billing.Quote(listOf(t, "parts:", "discounts: {max: \"5%\"}\nparts:"), nil, billing.Terms{Rounding: cents, Discounts: []*big.Rat{big.NewRat(501, 10000)}})
	if len(findings) != 1 || findings[0].Code != diag.PriceDiscountCap {
		t.Errorf("%+v", findings)
	}
}

// quoteHolds checks what every quote promises.
func quoteHolds(t *testing.T, invoice billing.Invoice, terms billing.Terms) {
	t.Helper()
	sum, gross := new(big.Rat), new(big.Rat)
	for _, line := range invoice.Lines {
		sum.Add(sum, line.Net)
		gross.Add(gross, line.Gross)
		if !new(big.Rat).Quo(line.Net, terms.Rounding.Step).IsInt() || line.Net.Sign() < 0 {
			t.Fatalf("%s is not payable", line.Net)
		}
	}
	if sum.Cmp(invoice.Total) != 0 || gross.Cmp(invoice.Gross) != 0 {
		t.Fatalf("the lines sum to %s and %s, the invoice says %s and %s", sum, gross, invoice.Total, invoice.Gross)
	}
}

// FuzzQuote holds quotes to their promise: whatever is used, at whatever discount.
func FuzzQuote(f *testing.F) {
	f.Add(int64(10_500_000), int64(2_000_500_000), int64(1), uint8(13), uint8(2))
	f.Add(int64(1e17), int64(999_999_999_999_999_999), int64(0), uint8(0), uint8(0))
	f.Fuzz(func(t *testing.T, a, b, c int64, discount uint8, decimals uint8) {
		terms := billing.Terms{Rounding: money.Rounding{Step: new(big.Rat).SetFrac(big.NewInt(1), new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(decimals%5)), nil)), Mode: money.Mode(money.Modes()[decimals%4])}}
		terms.Discounts = []*big.Rat{big.NewRat(int64(discount%100), 100)}
		items := []billing.Item{{SKU: "HOUR", Quantity: pricing.Quantity(a)}, {SKU: "DATA", Quantity: pricing.Quantity(b)}, {SKU: "PLAN", Quantity: pricing.Quantity(c)}, {SKU: "DATA", Quantity: pricing.Quantity(c)}}
		invoice, _ := billing.Quote(listOf(t), items, terms)
		quoteHolds(t, invoice, terms)
	})
}

// TestLinesSumToTheTotal quotes by lot; the seed is fixed.
func TestLinesSumToTheTotal(t *testing.T) {
	lot, l := rand.New(rand.NewPCG(31, 32)), listOf(t)
	for range 1000 {
		terms := billing.Terms{Rounding: cents, Discounts: []*big.Rat{big.NewRat(lot.Int64N(60), 100), big.NewRat(lot.Int64N(300), 1000)}}
		var items []billing.Item
		for _, sku := range []string{"HOUR", "DATA", "PLAN"}[:1+lot.IntN(3)] {
			items = append(items, billing.Item{SKU: sku, Quantity: pricing.Quantity(lot.Int64N(5e9))})
		}
		invoice, _ := billing.Quote(l, items, terms)
		quoteHolds(t, invoice, terms)
	}
}

// TestAFlatPriceIsChargedOnceAMonth: for half a project as for thirty, and for none not at all.
func TestAFlatPriceIsChargedOnceAMonth(t *testing.T) {
	for quantity, want := range map[pricing.Quantity][2]string{0: {"0", "0"}, 500_000: {"4800", "1"}, 1e6: {"4800", "1"}, 30e6: {"4800", "1"}} {
		invoice, _ := billing.Quote(listOf(t), []billing.Item{{SKU: "PLAN", Quantity: quantity}}, billing.Terms{Rounding: cents})
		if got := [2]string{money.Text(invoice.Total), money.Text(invoice.Lines[0].Billed)}; got != want {
			t.Errorf("%s projects: %v, want %v", money.Text(quantity.Rat()), got, want)
		}
	}
}

// TestTheMonthlyCapCountsAllListsTogether: neither list alone is above the cap, both are; and no month of others, nor one that reaches
// it exactly.
func TestTheMonthlyCapCountsAllListsTogether(t *testing.T) {
	dollars := listOf(t, "emea-eur-gold", "amer-usd-gold", "EUR", "USD")
	u := usage(t, "both,s,r,emea-eur-gold,HOUR,2026-08,100\nboth,s,r,emea-eur-gold,HOUR,2026-09,600\nboth,s,r,amer-usd-gold,HOUR,2026-09,600\n"+
		"one,s,r,emea-eur-gold,HOUR,2026-09,1000\nboth,s,r,emea-eur-gold,HOUR,2026-10,2000\nhuge,s,r,emea-eur-gold,HOUR,2026-09,999999999999.999999\n")
	s := settings("1840 EUR")
	var got []string
	all := u.Above(billing.State{Lists: []pricing.List{listOf(t), dollars}}, s)
	for _, a := range all {
		got = append(got, a.Customer.ID+" "+a.Month+" "+money.Text(a.Charged))
	}
	// 600*1.84 EUR and 600*1.84 USD at 0.8
	if diff := cmp.Diff([]string{"both 2026-09 1987.2", "both 2026-10 3680", "huge 2026-09 1840000000000"}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	findings := s.Breaches(all)
	const want = "monthly charge cap: what both pays over all lists in 2026-10 (and 1 month more) is 3680.00 EUR, allowed is at most 1840 EUR"
	if len(findings) != 2 || findings[0].Message != want || findings[0].Line != 6 || findings[0].Severity != diag.Warning {
		t.Errorf("%+v", findings)
	}
	if within := billing.Within(all, []string{"2026-09"}); len(within) != 2 || within[0].Month != "2026-09" {
		t.Errorf("%+v", within)
	}
	if none := u.Above(billing.State{Lists: []pricing.List{listOf(t)}}, settings("")); none != nil {
		t.Errorf("%+v without a cap", none)
	}
}

func settings(limit string) billing.Settings {
	s := billing.Settings{Currency: "EUR", Rounding: money.RoundingOf, Rate: func(currency string) (*big.Rat, bool) {
		rate, known := map[string]*big.Rat{"EUR": big.NewRat(1, 1), "USD": big.NewRat(4, 5)}[currency]
		return rate, known
	}}
	if limit != "" {
		s.Cap, _ = money.ParseSum(limit)
	}
	return s
}

func costs(text string) func(pricing.List, pricing.Part) (*big.Rat, bool) {
	return func(_ pricing.List, part pricing.Part) (*big.Rat, bool) {
		cost, _ := new(big.Rat).SetString(text)
		return cost, part.SKU == "HOUR"
	}
}

func TestImpact(t *testing.T) {
	u := usage(t, "a,reseller,emea,emea-eur-gold,HOUR,2026-09,1000\n"+
		"a,reseller,emea,emea-eur-gold,HOUR,2026-10,500\n"+
		"b,integrator,apac,emea-eur-gold,DATA,2026-09,2000\n"+
		"b,integrator,apac,emea-usd-gold,HOUR,2026-09,100\n"+
		"c,reseller,emea,emea-eur-gold,GONE,2026-09,7\n")
	before := billing.State{Lists: []pricing.List{listOf(t), listOf(t, "emea-eur-gold", "emea-usd-gold", "EUR", "USD")}, Cost: costs("1.20")}
	after := billing.State{Lists: []pricing.List{listOf(t, "1.84", "2.00", "0.08", "0.07"), listOf(t, "emea-eur-gold", "emea-usd-gold", "EUR", "USD")}, Cost: costs("1.20")}
	impact := u.Compare(before, after, settings("1900 EUR"))
	var got []string
	for _, effects := range [][]billing.Effect{impact.Customers, impact.Segments, impact.Regions, {impact.Total}} {
		for _, e := range effects {
			line := fmt.Sprintf("%s %d: %s → %s (%s)", e.Name, e.Customers, money.Text(e.Before), money.Text(e.After), money.Text(e.Change))
			if e.MarginBefore != nil {
				line += " margin " + money.Fraction(e.MarginBefore, 2) + " → " + money.Fraction(e.MarginAfter, 2)
			}
			got = append(got, line+" "+strings.Join(e.Crosses, " "))
		}
	}
	want := []string{ // of two months: a 1500*1.84, b 1000*0.09 + 1000*0.08 and 184 USD
		"a 1: 1380 → 1500 (120) margin ≈ 34.78% → 40% 2026-09",
		"c 1: 0 → 0 (0) ",
		"b 1: 158.6 → 153.6 (-5) margin ≈ 34.78% → ≈ 34.78% ",
		"reseller 2: 1380 → 1500 (120) margin ≈ 34.78% → 40% ",
		"integrator 1: 158.6 → 153.6 (-5) margin ≈ 34.78% → ≈ 34.78% ",
		"emea 2: 1380 → 1500 (120) margin ≈ 34.78% → 40% ",
		"apac 1: 158.6 → 153.6 (-5) margin ≈ 34.78% → ≈ 34.78% ",
		" 3: 1538.6 → 1653.6 (115) margin ≈ 34.78% → ≈ 39.76% ",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	var codes []string
	for _, f := range impact.Findings {
		codes = append(codes, fmt.Sprintf("%d %s", f.Line, f.Code))
	}
	if diff := cmp.Diff([]string{"6 usage/unpriced", "2 price/monthly-cap"}, codes); diff != "" {
		t.Error(diff)
	}
}

// TestWhoIsAboveTheCapAlreadyDoesNotCrossIt; nor does who reaches it exactly.
func TestWhoIsAboveTheCapAlreadyDoesNotCrossIt(t *testing.T) {
	u := usage(t, "above,s,r,emea-eur-gold,HOUR,2026-09,2000\nat,s,r,emea-eur-gold,HOUR,2026-09,950\nbeyond,s,r,emea-eur-gold,HOUR,2026-09,951\n")
	impact := u.Compare(billing.State{Lists: []pricing.List{listOf(t)}}, billing.State{Lists: []pricing.List{listOf(t, "1.84", "2.00")}}, settings("1900 EUR"))
	crossing := map[string]int{}
	for _, e := range impact.Customers {
		crossing[e.Name] = len(e.Crosses)
	}
	if diff := cmp.Diff(map[string]int{"above": 0, "at": 0, "beyond": 1}, crossing); diff != "" {
		t.Error(diff)
	}
}

func TestACurrencyThatNobodyKnowsIsLeftOut(t *testing.T) {
	yen := listOf(t, "emea-eur-gold", "apac-jpy-gold", "EUR", "JPY", "1.84", "184", "0.09", "9", "0.08", "8", "4800.00", "480000")
	u := usage(t, "a,reseller,apac,apac-jpy-gold,HOUR,2026-09,1000\n")
	impact := u.Compare(billing.State{Lists: []pricing.List{yen}}, billing.State{Lists: []pricing.List{yen}}, settings(""))
	if impact.Total.Before.Sign() != 0 || len(impact.Findings) < 1 || impact.Findings[0].Code != diag.CostRate {
		t.Errorf("%+v", impact)
	}
}

func TestNoUsageHasNoImpact(t *testing.T) {
	var u billing.Usage
	impact := u.Compare(billing.State{}, billing.State{}, settings("1 EUR"))
	if impact.Total.Change.Sign() != 0 || impact.Total.MarginAfter != nil || impact.Total.Relative != nil || len(impact.Customers) != 0 {
		t.Errorf("%+v", impact)
	}
}

// TestTheImpactIsTheSumOfTheQuotes quotes every bill of usage drawn by lot, before and after.
func TestTheImpactIsTheSumOfTheQuotes(t *testing.T) {
	lot := rand.New(rand.NewPCG(41, 42))
	var rows strings.Builder
	for range 600 {
		customer := lot.IntN(12)
		fmt.Fprintf(&rows, "c%d,s,r,emea-eur-gold,%s,2026-%02d,%d.%03d\n", customer, []string{"HOUR", "DATA", "PLAN"}[lot.IntN(3)], 1+lot.IntN(12), lot.IntN(3000), lot.IntN(1000))
	}
	u := usage(t, rows.String())
	discount := []string{"parts:", "discounts: {standing: [{name: a, rate: \"7.5%\"}]}\nparts:"}
	before, after := listOf(t), listOf(t, append(discount, "1.84", "1.99")...)
	impact := u.Compare(billing.State{Lists: []pricing.List{before}}, billing.State{Lists: []pricing.List{after}}, settings(""))
	want := map[string][2]*big.Rat{}
	for _, bill := range u.Bills("emea-eur-gold") {
		sums, known := want[bill.Customer.ID]
		if !known {
			sums = [2]*big.Rat{new(big.Rat), new(big.Rat)}
		}
		for i, l := range []pricing.List{before, after} {
			invoice, findings := billing.Quote(l, bill.Items, billing.Terms{Rounding: cents})
			if len(findings) > 0 {
				t.Fatal(findings)
			}
			sums[i].Add(sums[i], invoice.Total)
		}
		want[bill.Customer.ID] = sums
	}
	if len(impact.Customers) != 12 || impact.Months != 12 {
		t.Fatalf("%d customers, %d months", len(impact.Customers), impact.Months)
	}
	year := big.NewRat(12, 1)
	for _, e := range impact.Customers {
		sums := want[e.Name]
		if new(big.Rat).Mul(e.Before, year).Cmp(sums[0]) != 0 || new(big.Rat).Mul(e.After, year).Cmp(sums[1]) != 0 {
			t.Errorf("%s: %s → %s a month, the invoices of a year sum to %s → %s", e.Name, e.Before, e.After, sums[0], sums[1])
		}
	}
}

// FuzzUsage holds the reader to its promise whatever the bytes are.
func FuzzUsage(f *testing.F) {
	f.Add([]byte(header + "a,reseller,emea,emea-eur-gold,HOUR,2026-09,1000\n"))
	f.Add([]byte(header + "a,reseller,emea,emea-eur-gold,HOUR,2026-09,999999999999.999999\na,x,emea,l,HOUR,9999-12,1\n\"a"))
	f.Fuzz(func(t *testing.T, text []byte) {
		var u billing.Usage
		if _, err := u.Read("a.csv", strings.NewReader(string(text))); err != nil {
			t.Fatal(err)
		}
		state := billing.State{Lists: []pricing.List{listOf(t)}, Cost: costs("1/3")}
		if impact := u.Compare(state, state, settings("100 EUR")); impact.Total.Change.Sign() != 0 {
			t.Fatalf("nothing has changed, by %s", impact.Total.Change)
		}
	})
}

// million is 5,000 customers with 20 parts each over 12 months, of 10,000 parts in 100 lists.
func million(b *testing.B) (text string, before, after []pricing.List) {
	for i := range 100 {
		parts := "parts:\n"
		for j := range 100 {
			parts += fmt.Sprintf("  - {sku: P-%d, unit: hour, charge: graduated, tiers: [{up_to: \"1000\", price: \"1.84\"}, {up_to: \"9000\", price: \"1.60\"}, {price: \"1.40\"}]}\n", j)
		}
		id := fmt.Sprintf("emea-eur-%d", i)
		head := list[:strings.Index(list, "parts:")]
		before = append(before, listOf(b, "emea-eur-gold", id, list[len(head):], parts))
		after = append(after, listOf(b, "emea-eur-gold", id, list[len(head):], strings.ReplaceAll(parts, "1.60", "1.63")))
	}
	var rows strings.Builder
	rows.WriteString(header)
	for customer := range 5000 {
		for part := range 20 {
			for month := range 12 {
				fmt.Fprintf(&rows, "customer-%d,reseller,emea,emea-eur-%d,P-%d,2026-%02d,%d.%d\n", customer, customer%100, (customer+part*7)%100, month+1, (customer*31+part*977+month*13)%12000, month)
			}
		}
	}
	return rows.String(), before, after
}

// BenchmarkImpact reads 1.2 million rows and compares two states of the lists. It reports how much memory is in use at the end.
func BenchmarkImpact(b *testing.B) {
	text, before, after := million(b)
	b.ReportAllocs()
	b.ResetTimer()
	for b.Loop() {
		var u billing.Usage
		if findings, err := u.Read("a.csv", strings.NewReader(text)); err != nil || len(findings) > 0 {
			b.Fatal(err, findings)
		}
		impact := u.Compare(billing.State{Lists: before, Cost: thirds}, billing.State{Lists: after, Cost: thirds}, settings("50000 EUR"))
		if len(impact.Customers) != 5000 || impact.Total.Change.Sign() <= 0 || impact.Total.MarginAfter == nil {
			b.Fatal(len(impact.Customers))
		}
		runtime.KeepAlive(&u)
	}
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	b.ReportMetric(float64(memory.Sys)/1e6, "MB-of-the-system")
}

func thirds(_ pricing.List, part pricing.Part) (*big.Rat, bool) {
	return big.NewRat(int64(len(part.SKU)), 3), true
}
