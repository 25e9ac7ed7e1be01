package money

import (
	"errors"
	"math/big"
	"math/rand/v2"
	"testing"
)

func rat(t *testing.T, text string) *big.Rat {
	t.Helper()
	value, ok := new(big.Rat).SetString(text)
	if !ok {
		t.Fatalf("%q is no number", text)
	}
	return value
}

func TestNumbersAreReadExactlyOrRefused(t *testing.T) {
	for _, c := range []struct {
		name string
		read func(string) (*big.Rat, error)
		good map[string]string
		bad  []string
	}{
		{"Exact", Exact, map[string]string{"1.84": "46/25", "0": "0", "0.000000001": "1/1000000000"}, []string{"-1", "1e3", "1/2", "", "+1", ".5", "0x1", "NaN", "1_0"}},
		{"Signed", Signed, map[string]string{"-1.5": "-3/2", "0.000000000000000000000000000001": "1/1000000000000000000000000000000"}, []string{"--1", "+1", "1e-3", "1.", "-", "1,5"}},
		{"Machine", Machine, map[string]string{"1.2E-7": "3/25000000", "+1": "1", ".5": "1/2", "5.": "5", "007": "7", "-1e2": "-100"}, []string{"", ".", "1e31", "1e999", "0x1p4", "1/2", "Inf", "1,5", "e5", "1234567890123456789"}},
		{"Ratio", Ratio, map[string]string{"35%": "7/20", "-0.5%": "-1/200", "0%": "0", "33.333333333%": "33333333333/100000000000"}, []string{"35", "0.35", "35 %", "%", "1e1%", "+5%", "05%"}},
	} {
		for text, want := range c.good {
			if got, err := c.read(text); err != nil || got.Cmp(rat(t, want)) != 0 {
				t.Errorf("%s(%q) = %v, %v; want %s", c.name, text, got, err, want)
			}
		}
		for _, text := range c.bad {
			var wrong *FormatError
			if got, err := c.read(text); !errors.As(err, &wrong) || wrong.Reason == "" {
				t.Errorf("%s(%q) = %v, %v", c.name, text, got, err)
			}
		}
	}
	if _, err := Ratio("12,5 %"); err == nil || err.(*FormatError).Suggest != "12.5%" {
		t.Errorf("no suggestion: %v", err)
	}
	if _, err := Ratio("0.35"); err.(*FormatError).Suggest != "" {
		t.Errorf("a bare number may be either: %v", err)
	}
}

func TestParseSum(t *testing.T) {
	sum, err := ParseSum("500 EUR")
	if err != nil || sum.Currency != "EUR" || sum.Amount.Cmp(rat(t, "500")) != 0 {
		t.Errorf("%+v, %v", sum, err)
	}
	for _, text := range []string{"500", "500EUR", "EUR 500", "500 eur", "500 XXX", "1.5 JPY", "-5 EUR", "", "1e3 EUR"} {
		if sum, err := ParseSum(text); err == nil {
			t.Errorf("ParseSum(%q) = %+v", text, sum)
		}
	}
}

func TestFixed(t *testing.T) {
	for text, want := range map[string]int64{"1.5": 1500000, "0": 0, "0.000001": 1, "999999999999.999999": 999999999999999999, "12": 12000000} {
		if got, ok := Fixed([]byte(text), 6); !ok || got != want {
			t.Errorf("Fixed(%q) = %d, %v; want %d", text, got, ok, want)
		}
	}
	for _, text := range []string{"", ".", "1.", ".5", "1.0000001", "1000000000000", "-1", "+1", "1e3", "01", "1.2.3", "1,5", " 1", "00.5", "18446744073709551616"} {
		if got, ok := Fixed([]byte(text), 6); ok {
			t.Errorf("Fixed(%q) = %d", text, got)
		}
	}
}

func TestRounding(t *testing.T) {
	for _, c := range []struct {
		x, step string
		mode    Mode
		want    string
	}{
		{"1.005", "0.01", HalfUp, "1.01"}, {"1.005", "0.01", HalfEven, "1"}, {"1.015", "0.01", HalfEven, "1.02"},
		{"1.0049", "0.01", HalfUp, "1"}, {"1.001", "0.01", Up, "1.01"}, {"1.009", "0.01", Down, "1"},
		{"-1.005", "0.01", HalfUp, "-1.01"}, {"-1.001", "0.01", Up, "-1.01"}, {"-1.009", "0.01", Down, "-1"},
		{"1.02", "0.05", HalfUp, "1"}, {"1.025", "0.05", HalfUp, "1.05"}, {"14", "10", HalfUp, "10"}, {"1/3", "0.001", HalfUp, "0.333"},
		{"2", "0.01", Up, "2"}, {"0", "0.01", Up, "0"},
	} {
		if got := (Rounding{rat(t, c.step), c.mode}).Round(rat(t, c.x)); got.Cmp(rat(t, c.want)) != 0 {
			t.Errorf("%s to %s, %s: %s, want %s", c.x, c.step, c.mode, Text(got), c.want)
		}
	}
	for currency, want := range map[string]string{"EUR": "0.01, half up", "JPY": "1, half up", "BHD": "0.001, half up"} {
		if got, ok := RoundingOf(currency); !ok || got.String() != want {
			t.Errorf("%s: %s", currency, got)
		}
	}
	if _, ok := RoundingOf("XXX"); ok {
		t.Error("XXX is rounded")
	}
}

func TestNumbersAreWritten(t *testing.T) {
	for _, c := range [][2]string{
		{Text(rat(t, "1.84")), "1.84"}, {Text(rat(t, "1/3")), "1/3"}, {Near(rat(t, "1/3"), 3), "≈ 0.333"}, {Near(rat(t, "1.50"), 3), "1.5"},
		{Fraction(rat(t, "7/20"), 2), "35%"}, {Fraction(rat(t, "1/3"), 2), "≈ 33.33%"}, {Payable(rat(t, "5"), "EUR"), "5.00"},
		{Payable(rat(t, "5"), "JPY"), "5"}, {Payable(rat(t, "0.0625"), "BHD"), "0.0625"},
	} {
		if c[0] != c[1] {
			t.Errorf("%s, want %s", c[0], c[1])
		}
	}
}

// TestSharesSumToTheWhole draws totals and weights by lot; the seed is fixed.
func TestSharesSumToTheWhole(t *testing.T) {
	lot := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		total := big.NewInt(lot.Int64N(2_000_000) - 1_000_000)
		weights, all := make([]*big.Rat, 1+lot.IntN(9)), new(big.Rat)
		for i := range weights {
			weights[i] = big.NewRat(lot.Int64N(5)*lot.Int64N(1000), 1+lot.Int64N(30))
			all.Add(all, weights[i])
		}
		sum := new(big.Int)
		for i, share := range Allocate(total, weights) {
			sum.Add(sum, share)
			exact := big.NewRat(1, int64(len(weights)))
			if all.Sign() > 0 {
				exact.Quo(weights[i], all)
			}
			exact.Mul(exact, new(big.Rat).SetInt(total))
			if off := exact.Sub(exact, new(big.Rat).SetInt(share)); off.Abs(off).Cmp(big.NewRat(1, 1)) >= 0 {
				t.Fatalf("a share of %s by %v is off by %s", total, weights, off)
			}
		}
		if sum.Cmp(total) != 0 {
			t.Fatalf("%s by %v sums to %s", total, weights, sum)
		}
	}
	if got := Allocate(big.NewInt(5), nil); len(got) != 0 {
		t.Errorf("%v", got)
	}
	// A cent that is left goes to the first of those that have lost as much.
	if got := Allocate(big.NewInt(100), []*big.Rat{big.NewRat(1, 1), big.NewRat(1, 1), big.NewRat(1, 1)}); got[0].Int64() != 34 || got[2].Int64() != 33 {
		t.Errorf("%v", got)
	}
}

// asBigRatReads is the number that a text is to those who have no shorter way.
func asBigRatReads(text string) *big.Rat {
	value, _ := new(big.Rat).SetString(text)
	return value
}

// FuzzNumbers holds every reader to the same: no panic, the number that big.Rat reads, and what Fixed takes, Exact takes for the same number.
func FuzzNumbers(f *testing.F) {
	for _, seed := range []string{"1.84", "35%", "500 EUR", "1.2E-7", "-1", "0", "000", "1.", "999999999999999999", "999999999999999999.000000001", "-0.50", "0.000000000000000000000000000001", "1e-30"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		_, _ = Ratio(text)
		_, _ = ParseSum(text)
		if value, err := Exact(text); err == nil && value.Cmp(asBigRatReads(text)) != 0 {
			t.Fatalf("%q is %v", text, value)
		}
		if value, err := Signed(text); err == nil {
			if value.Cmp(asBigRatReads(text)) != 0 {
				t.Fatalf("%q is %v", text, value)
			}
			if other, err := Machine(text); err != nil || other.Cmp(value) != 0 {
				t.Fatalf("%q is %v for our files and %v (%v) for those of programs", text, value, other, err)
			}
		}
		if fixed, ok := Fixed([]byte(text), 6); ok {
			exact, err := Exact(text)
			if err != nil || exact.Mul(exact, big.NewRat(1e6, 1)).Cmp(new(big.Rat).SetInt64(fixed)) != 0 {
				t.Fatalf("%q: %d, %v, %v", text, fixed, exact, err)
			}
		}
	})
}

// TestPartsSumToTheirRoundedSum takes thirds of a cent, of both signs: nothing is lost, none is off by a cent, and what is exact stays.
func TestPartsSumToTheirRoundedSum(t *testing.T) {
	rounding, _ := RoundingOf("EUR")
	random := rand.New(rand.NewPCG(8, 5))
	for range 200 {
		amounts, all := make([]*big.Rat, 1+random.IntN(40)), new(big.Rat)
		for i := range amounts {
			amounts[i] = big.NewRat(random.Int64N(200_000)-100_000, []int64{100, 300, 700, 1}[random.IntN(4)])
			all.Add(all, amounts[i])
		}
		sum := new(big.Rat)
		for i, part := range rounding.Spread(amounts) {
			sum.Add(sum, part)
			off := new(big.Rat).Sub(part, amounts[i])
			exact := rounding.Round(amounts[i]).Cmp(amounts[i]) == 0
			if off.Abs(off).Cmp(rounding.Step) >= 0 || exact && off.Sign() != 0 {
				t.Fatalf("%s becomes %s", amounts[i].RatString(), part.RatString())
			}
		}
		if sum.Cmp(rounding.Round(all)) != 0 {
			t.Fatalf("%s is the sum of the parts of %s", sum.RatString(), all.RatString())
		}
	}
	if none := rounding.Spread(nil); len(none) != 0 {
		t.Error(none)
	}
}
