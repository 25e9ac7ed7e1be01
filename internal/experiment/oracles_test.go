package experiment

import (
	"fmt"
	"math"
	"math/big"
	"testing"
)

// near compares a number with one that was published, to half a unit of its last digit.
func near(t *testing.T, what string, got, published float64, decimals int) {
	t.Helper()
	if tolerance := .5 * math.Pow(10, -float64(decimals)) * (1 + 1e-9); math.IsNaN(got) || math.Abs(got-published) > tolerance {
		t.Errorf("%s: %.*f, published %.*f", what, decimals+2, got, decimals, published)
	}
}

func TestTheQuantileOfTheNormalDistribution(t *testing.T) {
	// Wichura's own checks, and the numbers that everybody knows.
	for _, c := range []struct{ p, z float64 }{{.25, -.6744897501960817}, {.001, -3.090232306167814}, {1e-20, -9.262340089798408}, {.975, 1.959963984540054}, {.5, 0}} {
		if got := quantile(c.p); math.Abs(got-c.z) > 2e-15*max(1, math.Abs(c.z)) {
			t.Errorf("quantile(%g) = %.16g, want %.16g", c.p, got, c.z)
		}
	}
	for p := 1e-300; p < .5; p *= 3.7 {
		if back := upperTail(upperQuantile(p)); math.Abs(back/p-1) > 1e-12 {
			t.Errorf("the tail beyond the quantile of %g is %g", p, back)
		}
	}
	if !math.IsInf(quantile(0), -1) || !math.IsInf(quantile(1), 1) {
		t.Error("the quantiles of 0 and 1 are not infinite")
	}
}

func TestTwoProportions(t *testing.T) {
	for _, c := range []struct {
		name                                string
		accepted, offered, accepted2, over2 float64
		z, p                                float64
		decimals                            int
	}{
		{"statsmodels proportions_ztest", 5, 83, 12, 99, 1.407830, .159181, 6},
		{"28 of 254 and 36 of 301", 28, 254, 36, 301, .344135, .730745, 6},
		{"140 of 200 and 255 of 340", 140, 200, 255, 340, 1.266015, 2 * .10275, 5},
		{"Physicians' Health Study", 104, 11037, 189, 11034, 5.0014, 0, 4},
		{"Salk", 57, 200745, 142, 201229, 6.0100, 0, 4},
	} {
		z := pooledZ(share{c.accepted, c.offered}, share{c.accepted2, c.over2})
		near(t, c.name, z, c.z, c.decimals)
		near(t, c.name+", p", twoSided(z), c.p, min(c.decimals, 4))
	}
	near(t, "statsmodels, p as published", twoSided(pooledZ(share{5, 83}, share{12, 99})), .159, 3)
	near(t, "140 of 200, one-sided p", upperTail(pooledZ(share{140, 200}, share{255, 340})), .10275, 5)
	z := pooledZ(share{104, 11037}, share{189, 11034})
	near(t, "Agresti's chi-squared", z*z, 25.014, 3)
	for _, nothing := range [][2]share{{{0, 0}, {1, 2}}, {{0, 5}, {0, 7}}, {{5, 5}, {7, 7}}} {
		if z := pooledZ(nothing[0], nothing[1]); z != 0 {
			t.Errorf("%v have a z of %v", nothing, z)
		}
	}
}

func TestIntervalsOfWilsonAndNewcombe(t *testing.T) {
	z := upperQuantile(.025)
	// Newcombe (1998a), table I.
	for _, c := range []struct{ accepted, offered, low, high float64 }{{81, 263, .2553, .3662}, {15, 148, .0624, .1605}, {0, 20, 0, .1611}, {1, 29, .0061, .1718}} {
		got := wilson(share{c.accepted, c.offered}, z)
		near(t, fmt.Sprintf("Wilson, %v of %v", c.accepted, c.offered), got.Low, c.low, 4)
		near(t, fmt.Sprintf("Wilson, %v of %v", c.accepted, c.offered), got.High, c.high, 4)
	}
	// Newcombe (1998b), table II, method 10: first minus second, so the arms change places.
	for _, c := range []struct{ a, m, b, n, low, high float64 }{
		{56, 70, 48, 80, .0524, .3339}, {9, 10, 3, 10, .1705, .8090}, {6, 7, 2, 7, .0582, .8062}, {5, 56, 0, 29, -.0381, .1926},
		{0, 10, 0, 20, -.1611, .2775}, {0, 10, 0, 10, -.2775, .2775}, {10, 10, 0, 20, .6791, 1}, {10, 10, 0, 10, .6075, 1},
	} {
		got := newcombe(share{c.b, c.n}, share{c.a, c.m}, z)
		near(t, fmt.Sprintf("Newcombe, %v/%v - %v/%v", c.a, c.m, c.b, c.n), got.Low, c.low, 4)
		near(t, fmt.Sprintf("Newcombe, %v/%v - %v/%v", c.a, c.m, c.b, c.n), got.High, c.high, 4)
	}
}

func TestHowManyOffersAreNeeded(t *testing.T) {
	r := test{.5, .75, .05, .9, 1}
	near(t, "R power.prop.test(.5, .75, power .9)", r.fleiss(), 76.707, 3)
	r.alpha = .01
	near(t, "the same at .01", r.fleiss(), 109.095, 3)
	near(t, "R power.prop.test(n 50)", test{.5, .75, .05, 0, 1}.powerAt(50), .740166, 6)
	miller := test{.20, .25, .05, .8, 1}
	near(t, "Evan Miller, 20% and 5 points", miller.miller(), 1030.2, 1)
	near(t, "the same by R", miller.fleiss(), 1093.7, 1)
	near(t, "Evan Miller, as he shows it", math.Floor(miller.miller()), 1030, 0)
	tenth := test{.10, .12, .05, .8, 1}
	near(t, "R, 10% to 12%", tenth.fleiss(), 3840.8, 1)
	near(t, "Evan Miller, 10% to 12%", tenth.miller(), 3622.6, 1)
	for h, n := range map[float64]float64{.2: 392.4, .5: 62.8, .8: 24.5} {
		near(t, fmt.Sprintf("Cohen, h %v", h), cohenOffers(h, tenth.reach()), n, 1)
	}
	near(t, "Cohen's h", cohenH(.75, .5), .523599, 6)
	near(t, "Cohen, by proportions", test{.5, .75, .05, .8, 1}.cohen(), 57.3, 1)
	limits := test{alpha: .05, power: .8}.wald()
	near(t, "Wald, ln A", limits.High, 2.772589, 6)
	near(t, "Wald, ln B", limits.Low, -1.558145, 6)
}

// TestOffersAndPowerAgree holds arms of unequal size to what each formula says of the other.
func TestOffersAndPowerAgree(t *testing.T) {
	for _, ratio := range []float64{.25, 1, 3} {
		c := test{.4, .33, .05, .85, ratio}
		near(t, fmt.Sprintf("the power at the size for it, %v to 1", ratio), c.powerAt(c.fleiss()), .85, 10)
	}
}

func equally(looks int) []float64 {
	fractions := make([]float64, looks)
	for i := range fractions {
		fractions[i] = float64(i+1) / float64(looks)
	}
	return fractions
}

// constant are bounds c at each look; falling those of O'Brien and Fleming, c·√(K/k).
func constant(c float64, looks int) []float64 {
	bounds := make([]float64, looks)
	for i := range bounds {
		bounds[i] = c
	}
	return bounds
}

func falling(c float64, looks int) []float64 {
	bounds := constant(c, looks)
	for i := range bounds {
		bounds[i] *= math.Sqrt(float64(looks) / float64(i+1))
	}
	return bounds
}

func TestErrorOverManyLooks(t *testing.T) {
	wrong := func(bounds []float64) float64 { return crossing(bounds, equally(len(bounds)), 0) }
	// The constants have three decimals: half of the last one moves the error by less than a ten-thousandth.
	for looks, c := range map[int]float64{2: 2.178, 3: 2.289, 4: 2.361, 5: 2.413} {
		if got := wrong(constant(c, looks)); math.Abs(got-.05) > 1e-4 {
			t.Errorf("Pocock, %d looks: %.5f, published .05", looks, got)
		}
	}
	for looks, c := range map[int]float64{2: 1.977, 3: 2.004, 4: 2.024, 5: 2.040} {
		if got := wrong(falling(c, looks)); math.Abs(got-.05) > 1e-4 {
			t.Errorf("O'Brien-Fleming, %d looks: %.5f, published .05", looks, got)
		}
	}
	// Armitage, McPherson and Rowe (1969).
	for looks, published := range map[int]float64{2: .083, 5: .142, 10: .193} {
		near(t, fmt.Sprintf("1.96 at %d looks", looks), wrong(constant(1.96, looks)), published, 3)
	}
}

// TestBoundsThatSpendTheError compares with what ldbounds, gsDesign and rpact for R say of five looks, .025 on each side.
func TestBoundsThatSpendTheError(t *testing.T) {
	for spending, published := range map[string][]float64{
		Late: {4.877, 3.357, 2.680, 2.290, 2.031}, Evenly: {2.438, 2.427, 2.410, 2.397, 2.386},
	} {
		for i, bound := range boundsOf(spending, .05, equally(5)) {
			near(t, fmt.Sprintf("%s, look %d", spending, i+1), bound, published[i], 3)
		}
	}
	near(t, "one look", boundsOf(Late, .05, []float64{1})[0], 1.959964, 6)
}

// TestUnevenLooksSpendNoMore is the promise for looks that nobody planned: on whatever days, together no more than alpha.
func TestUnevenLooksSpendNoMore(t *testing.T) {
	for _, spending := range []string{Late, Evenly} {
		for _, fractions := range [][]float64{{.5, 1}, {.1, .101, .3, .9, 1}, {.02, .5, .501, .502, .999, 1}, {.001, .002, 1}} {
			bounds := boundsOf(spending, .05, fractions)
			near(t, fmt.Sprintf("%s %v", spending, fractions), crossing(bounds, fractions, 0), .05, 7)
		}
	}
}

// TestLookingCostsOffers compares with tables 2.2 and 2.4 of Jennison and Turnbull: at .05 and power .8, how much larger an
// experiment with looks is than one without.
func TestLookingCostsOffers(t *testing.T) {
	without := test{alpha: .05, power: .8}.reach()
	compare := func(bounds []float64, published float64) {
		drift := driftFor(bounds, equally(len(bounds)), .8)
		if got := drift * drift / without / without; math.Abs(got-published) > 1e-3 { // the constants are rounded, too
			t.Errorf("%.3f: %.4f, published %.3f", bounds, got, published)
		}
	}
	for looks, c := range map[int]struct{ pocock, p, obrien, o float64 }{2: {2.178, 1.110, 1.977, 1.008}, 3: {2.289, 1.166, 2.004, 1.017}, 4: {2.361, 1.202, 2.024, 1.024}, 5: {2.413, 1.229, 2.040, 1.028}} {
		compare(constant(c.pocock, looks), c.p)
		compare(falling(c.obrien, looks), c.o)
	}
}

func valuesOf(values ...string) moments {
	m := moments{sum: new(big.Rat), squares: new(big.Rat)}
	for _, text := range values {
		v, _ := new(big.Rat).SetString(text)
		m.n++
		m.sum.Add(m.sum, v)
		m.squares.Add(m.squares, new(big.Rat).Mul(v, v))
	}
	return m
}

func TestStudentsDistribution(t *testing.T) {
	for degrees, published := range map[float64]float64{1: 12.706, 2: 4.303, 5: 2.571, 10: 2.228, 30: 2.042, 120: 1.980} {
		near(t, fmt.Sprintf("t of %v degrees", degrees), studentQuantile(.05, degrees), published, 3)
	}
	near(t, "one degree is Cauchy's", studentTwoSided(1, 1), .5, 12)
	near(t, "many degrees are normal", studentTwoSided(1.96, 1e7), twoSided(1.96), 7)
}

func TestWelch(t *testing.T) {
	// R: t.test(extra ~ group, data = sleep), whose difference is the first minus the second.
	first := valuesOf("0.7", "-1.6", "-0.2", "-1.2", "-0.1", "3.4", "3.7", "0.8", "0.0", "2.0")
	second := valuesOf("1.9", "0.8", "1.1", "0.1", "-0.1", "4.4", "5.5", "1.6", "4.6", "3.4")
	c, ok := welch(second, first, .05)
	if !ok {
		t.Fatal("nothing compared")
	}
	near(t, "t", c.t, -1.8608, 4)
	near(t, "degrees of freedom", c.degrees, 17.776, 3)
	near(t, "p", c.p, .07939, 5)
	near(t, "low", c.interval.Low, -3.3654832, 7)
	near(t, "high", c.interval.High, .2054832, 7)
	for _, few := range []moments{valuesOf(), valuesOf("1"), valuesOf("1", "1")} {
		if _, ok := welch(few, few, .05); ok {
			t.Errorf("%d values alike can be compared", few.n)
		}
	}
	// Values far from zero lose no digit.
	c, _ = welch(valuesOf("100000000.1", "100000000.2", "100000000.3"), valuesOf("100000000.2", "100000000.3", "100000000.4"), .05)
	near(t, "t, far from zero", c.t, math.Sqrt(1.5), 6)
}

func TestTheSplit(t *testing.T) {
	chiSquared, p := splitTest(821, 766, .5)
	near(t, "chi-squared of 821 to 766", chiSquared, 1.906, 3)
	near(t, "its p", p, .1674, 4)
	chiSquared, _ = splitTest(705, 224, .75) // Mendel's round and wrinkled... purple and white flowers
	near(t, "Mendel's flowers", chiSquared, .3907, 4)
}
