package site

import (
	"strings"
	"testing"

	"parley/internal/kind"
	"parley/internal/performance"
	"parley/internal/workspace"
)

// TestServicesAreShownAsTheyWere draws three months with a gap, two services and two currencies.
func TestServicesAreShownAsTheyWere(t *testing.T) {
	usage := []performance.Usage{
		{Month: "2026-08", Provider: "azure", Language: "fr", Requests: 2, Units: 40, Characters: 4000, Latency: 700, Cost: "0.040000", Currency: "EUR"},
		{Month: "2026-10", Provider: "azure", Language: "fr", Requests: 1, Units: 20, Characters: 1000, Latency: 100, Cost: "0.010000", Currency: "EUR"},
		{Month: "2026-10", Provider: "deepl", Language: "it", Requests: 1, Units: 20, Characters: 500, Latency: 1400, Cost: "0.02", Currency: "USD"},
	}
	likeness := performance.Estimate{Value: 0.75, Low: 0.5, High: 0.875}
	services := func() Services {
		return Services{Work: performance.ByLanguage(usage), Months: performance.ByMonth(usage), Accuracy: []performance.Accuracy{
			{Provider: "azure", Language: "fr", Known: 12, AsIs: 3, Changed: &performance.Estimate{High: 0.25}, Likeness: &likeness}, {Provider: "deepl", Language: "it", Unknown: 2}}}
	}
	w := load(t, map[string]string{"content/site.yaml": settings, "content/index.md": "# Start\n"}).For(workspace.View{Audience: kind.Internal})
	planned := Plan(w, Options{Audience: kind.Internal, Services: services})
	shown := pageAt(t, planned, "/fr/translations/").Coverage.Services
	if got := shown.Accuracy[0]; got.Language != "français" || got.Likeness.From != 500 || got.Likeness.To != 875 || got.Likeness.At != 746 || got.Known != "12" {
		t.Errorf("%+v, %+v", got, got.Likeness)
	}
	if got := shown.Accuracy[1]; got.Likeness != nil || got.Changed != "" || got.Unknown != "2" || got.Language != "it" {
		t.Errorf("of nothing, something is shown: %+v", got)
	}
	if got := shown.Work[0]; shown.Slowest != "2" || got.Seconds != "0,267" || got.Until != 133 || got.Cost != "0,05\u00a0€" {
		t.Errorf("up to %s: %+v", shown.Slowest, got)
	}
	if len(shown.Months) != 3 || shown.Months[0].Provider != "deepl" || shown.Months[2].Month != "2026-08" {
		t.Errorf("%+v", shown.Months)
	}
	if len(shown.Charts) != 4 {
		t.Fatalf("%d charts: %+v", len(shown.Charts), shown.Charts)
	}
	characters := shown.Charts[0].Chart
	if len(characters.Lines) != 2 || characters.First.ISO != "2026-08-01" || characters.Last.ISO != "2026-11-01" || characters.Scale[len(characters.Scale)-1] != "0" {
		t.Errorf("%+v", characters)
	}
	if gap := strings.Count(characters.Lines[0].Path, "M"); gap != 2 {
		t.Errorf("a month without a request is no gap: %s", characters.Lines[0].Path)
	}
	if euros := shown.Charts[2].Chart; len(euros.Lines) != 1 || euros.Lines[0].Label != "azure" {
		t.Errorf("two currencies are on one scale: %+v", euros)
	}
	if other := pageAt(t, Plan(w, Options{Audience: kind.Partner}), "/translations/").Coverage; other.Services != nil {
		t.Errorf("%+v", other.Services)
	}
}

func TestScalesEndInRoundNumbers(t *testing.T) {
	for n, want := range map[int64]int64{0: 1, 1: 1, 3: 5, 11: 20, 10506: 20000, 999999999999: 1000000000000} {
		if got := upTo(n); got != want {
			t.Errorf("%d: %d, want %d", n, got, want)
		}
	}
}
