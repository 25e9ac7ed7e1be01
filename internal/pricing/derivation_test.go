package pricing

import (
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"

	"parley/internal/diag"
	"parley/internal/money"
)

var somewhere = diag.Place{Path: "pricing/lists/a.yaml", Span: diag.Span{Line: 7, Col: 1, EndLine: 7, EndCol: 2}}

func written(x *big.Rat) Figure {
	if x == nil {
		return Figure{}
	}
	return Figure{Value: x, Text: money.Text(x), Place: somewhere}
}

// partOf is a part that has a curve.
func partOf(c Curve) Part {
	p := Part{SKU: "X", Place: somewhere, Unit: "hours", Charge: c.Model, Included: written(c.Included), Minimum: written(c.Minimum), Cap: written(c.Cap), Package: written(c.Package)}
	if c.Model != "graduated" && c.Model != "volume" {
		p.Price = written(c.Tiers[0].Price)
		return p
	}
	for _, tier := range c.Tiers {
		p.Tiers = append(p.Tiers, Tier{Place: somewhere, UpTo: written(tier.UpTo), Price: written(tier.Price)})
	}
	return p
}

// TestTheExplanationIsTheCharge explains charges of curves and quantities drawn by lot.
func TestTheExplanationIsTheCharge(t *testing.T) {
	lot := rand.New(rand.NewPCG(3, 4))
	for range 3000 {
		c := anyCurve(lot)
		part := partOf(c)
		if back, ok := part.Curve(); !ok || len(back.Tiers) != len(c.Tiers) {
			t.Fatalf("%+v is read back as %+v", c, back)
		}
		quantity := big.NewRat(lot.Int64N(1e6), 1+lot.Int64N(200))
		var d Derivation
		sum := c.Explain(&d, part, written(quantity).In(TermQuantity), "EUR")
		if sum.Value.Cmp(c.Charge(quantity)) != 0 {
			t.Fatalf("%+v: %s cost %s, explained as %s\n%s", c, quantity, c.Charge(quantity), sum.Value, d.Text())
		}
		if err := d.Check(); err != nil {
			t.Fatalf("%v\n%s", err, d.Text())
		}
	}
}

func TestADerivationIsPrinted(t *testing.T) {
	var d Derivation
	cost := d.Do(TermCostOfOne.Of(Detail{Kind: Unit, Text: "hour"}), "EUR/hour", Quotient, Input{Name: TermAmountOf.Of(Detail{Kind: Own, Text: "Compute"}), Value: big.NewRat(100, 1), Text: "100.00", Place: somewhere, Lines: []int{7, 9, 11}}, written(big.NewRat(30, 1)).In(TermQuantity))
	d.Round(TermRounded.Of(), "EUR", money.Rounding{Step: big.NewRat(1, 100), Mode: money.HalfUp}, d.Do(TermBaseline.Of(), "EUR", OnMargin, cost, written(big.NewRat(1, 5)).In(TermMargin)))
	want := `1. cost of one hour = a / b
     a = 100.00  amount of Compute, pricing/lists/a.yaml:7 and 2 lines more
     b = 30  quantity, pricing/lists/a.yaml:7
     → ≈ 3.333333333 EUR/hour
2. baseline = a / (1 - b)
     a ≈ 3.333333333  cost of one hour, step 1
     b = 0.2  margin, pricing/lists/a.yaml:7
     → ≈ 4.166666667 EUR
3. rounded = a, rounded to 0.01, half up
     a ≈ 4.166666667  baseline, step 2
     → 4.17 EUR
`
	if got := d.Text(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	var all Derivation
	all.Do(TermQuantity.Of(), "", Taken, written(big.NewRat(1, 1)).In(TermIncluded))
	if last := all.Join(d); last.Step != 4 || all.Check() != nil || d.Check() != nil || d.Steps[1].Inputs[0].Step != 1 {
		t.Errorf("%v %v %v", last, all.Check(), d.Check())
	}
}

func TestADerivationThatDoesNotHoldIsFound(t *testing.T) {
	for name, spoil := range map[string]func(*Derivation){
		"another result":           func(d *Derivation) { d.Steps[1].Result = big.NewRat(1, 3) },
		"another input":            func(d *Derivation) { d.Steps[1].Inputs[0].Value = big.NewRat(1, 3) },
		"a step that comes later":  func(d *Derivation) { d.Steps[0].Inputs[0].Step = 2 },
		"a figure of no file":      func(d *Derivation) { d.Steps[0].Inputs[0].Place = diag.Place{} },
		"an input without a value": func(d *Derivation) { d.Steps[0].Inputs[0].Value = nil },
		"another number":           func(d *Derivation) { d.Steps[1].Number = 3 },
	} {
		var d Derivation
		half := d.Do(TermShareOf.Of(Detail{Kind: Own, Text: "half"}), "", Product, written(big.NewRat(5, 1)).In(TermQuantity), written(big.NewRat(1, 2)).In(TermShare))
		d.Do(TermBuffered.Of(), "", Raised, half, written(big.NewRat(1, 10)).In(TermBuffer))
		if err := d.Check(); err != nil {
			t.Fatal(err)
		}
		spoil(&d)
		if d.Check() == nil {
			t.Errorf("%s is not found", name)
		}
	}
}

func TestFormulas(t *testing.T) {
	for _, c := range []struct {
		formula Formula
		inputs  string
		want    string
	}{
		{OnMargin, "100 1/5", "125"}, {OnMargin, "75 1/4", "100"}, {Raised, "500 7/5", "1200"}, {Lowered, "100 1/10", "90"},
		{Respond, "100 1/2 75 75", "100"}, {Respond, "100 1/2 90 75", "110"}, {Respond, "100 -1/10 1100 1000", "99"}, {Respond, "100 -5 1000 100", "0"},
		{Stay, "102 100 1/50", "102"}, {Stay, "101.9 100 1/50", "100"}, {Stay, "98.5 100 1/50", "100"},
		{AtLeast, "1 2", "2"}, {AtMost, "1 2", "1"}, {Excess, "1 2", "0"}, {Excess, "3 2", "1"}, {Packages, "201 100", "3"}, {Total, "1 2 3", "6"}, {Quotient, "1 4", "1/4"}, {Taken, "7", "7"},
	} {
		var inputs []Input
		for _, text := range strings.Fields(c.inputs) {
			inputs = append(inputs, written(rat(t, text)).In(TermQuantity))
		}
		var d Derivation
		if got := d.Do(TermQuantity.Of(), "", c.formula, inputs...); got.Value.Cmp(rat(t, c.want)) != 0 {
			t.Errorf("%s of %s: %s, want %s", c.formula, c.inputs, money.Text(got.Value), c.want)
		}
		if d.Steps[0].Inputs[0].Value.Cmp(rat(t, strings.Fields(c.inputs)[0])) != 0 {
			t.Errorf("%s changes its input", c.formula)
		}
	}
}
