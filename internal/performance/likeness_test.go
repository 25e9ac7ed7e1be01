package performance

import (
	"math"
	"reflect"
	"slices"
	"testing"
)

// The figures are those of another program, which was written from the papers, and counts as sacreBLEU does: no blanks, six
// lengths, means over those that both texts have.
var compared = []struct {
	pair             Pair
	changed, longest int
	chrF2            float64
}{
	{Pair{"Envíe el contrato firmado.", "Envíe el contrato firmado en dos días."}, 12, 38, 0.708416158},
	{Pair{"La guía por", "Lea la guía antes de empezar."}, 19, 29, 0.151623413},
	{Pair{"署名した契約書を送る。", "署名済みの契約書をお送りください。"}, 9, 17, 0.166637126},
	{Pair{"a", "a"}, 0, 1, 1},
	{Pair{"ab", "cd"}, 2, 2, 0},
	{Pair{"", "abc"}, 3, 3, 0},
	{Pair{"", ""}, 0, 0, 0},
}

func TestHowNearTextsAre(t *testing.T) {
	whole := tally{}
	for i, test := range compared {
		got := tallyOf(test.pair)
		if got.changed != test.changed || got.length != test.longest || math.Abs(got.chrF2()-test.chrF2) > 1e-9 {
			t.Errorf("%q: %d of %d, chrF2 %.9f; want %d of %d, %.9f", test.pair, got.changed, got.length, got.chrF2(), test.changed, test.longest, test.chrF2)
		}
		if i < 3 {
			whole.add(&got)
		}
	}
	if got := whole.chrF2(); math.Abs(got-0.416322591) > 1e-9 {
		t.Errorf("of three texts together: %.9f", got)
	}
	if got := whole.share(); math.Abs(got-40.0/84) > 1e-12 {
		t.Errorf("of three texts together %.9f was changed", got)
	}
}

func TestIntervalsHoldTheFigure(t *testing.T) {
	var pairs []Pair
	for i := range 40 {
		pairs = append(pairs, compared[i%4].pair)
	}
	settled := func(pairs []Pair) []Settled {
		return []Settled{{Provider: "deepl", Language: "es", Pairs: pairs, Unknown: 3}}
	}
	wide, narrow := Compare(settled(pairs[:4]))[0], Compare(settled(pairs))[0]
	for _, a := range []Accuracy{wide, narrow} {
		for _, e := range []*Estimate{a.Changed, a.Likeness} {
			if !(0 <= e.Low && e.Low <= e.Value && e.Value <= e.High && e.High <= 1) {
				t.Errorf("%+v", e)
			}
		}
	}
	if wide.Likeness.High-wide.Likeness.Low <= narrow.Likeness.High-narrow.Likeness.Low {
		t.Errorf("ten times as many texts say no more: %+v and %+v", wide.Likeness, narrow.Likeness)
	}
	if narrow.Known != 40 || narrow.Unknown != 3 || narrow.AsIs != 10 {
		t.Errorf("%+v", narrow)
	}
	slices.Reverse(pairs)
	if again := Compare(settled(pairs))[0]; !reflect.DeepEqual(again, narrow) {
		t.Errorf("another order gives %+v, not %+v", again, narrow)
	}
	if none := Compare([]Settled{{Provider: "azure", Language: "fr", Unknown: 2}}); none[0].Changed != nil || none[0].Likeness != nil || none[0].Unknown != 2 {
		t.Errorf("of nothing, something is known: %+v", none)
	}
}

func TestWhatWasDoneIsAddedUp(t *testing.T) {
	usage := []Usage{
		{"2026-10", "azure", "fr", 2, 80, 4000, 1, 0, 700, "0.040000", "EUR"},
		{"2026-11", "azure", "fr", 1, 20, 1000, 0, 1, 101, "0.010000", "EUR"},
		{"2026-11", "azure", "de", 1, 20, 1000, 0, 0, 300, "0.02", "USD"},
		{"2026-11", "apertium", "fr", 0, 0, 0, 0, 0, 0, "", ""},
	}
	want := []Work{
		{Provider: "apertium", Language: "fr"},
		{Provider: "azure", Language: "de", Requests: 1, Texts: 20, Characters: 1000, Took: 300, Cost: "0.02", Currency: "USD"},
		{Provider: "azure", Language: "fr", Requests: 3, Texts: 100, Characters: 5000, Retries: 1, Failures: 1, Took: 801, Cost: "0.050000", Currency: "EUR"},
	}
	got := ByLanguage(usage)
	if !slices.Equal(got, want) {
		t.Errorf("%+v", got)
	}
	if mean, known := got[2].Mean(); mean != 267 || !known {
		t.Error(mean, known)
	}
	if _, known := got[0].Mean(); known {
		t.Error("no request took a while")
	}
	months := ByMonth(usage)
	if len(months) != 4 || months[0].Month != "2026-10" || months[2].Currency == months[3].Currency {
		t.Errorf("two currencies are one amount: %+v", months)
	}
}
