package site

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"parley/internal/kind"
	"parley/internal/workspace"
)

// trial is an experiment whose first look is on 1 November and whose results go further.
var trial = map[string]string{
	"content/site.yaml":   "kind: site\ntitle: Portal\nlanguages: [en, de]\nregions: [{id: emea, title: Europe}]\ntiers: [{id: gold, title: Gold}]\n",
	"content/people.yaml": "kind: people\ntitle: People\nroles: [{id: lead, title: Lead}]\npeople:\n  - {id: ina, name: Ina, roles: [lead], languages: [en]}\n",
	"pricing/lists/emea-eur-gold.yaml": "kind: price-list\nid: emea-eur-gold\nversion: v1.0\nmodel: consumption\nregion: emea\ncurrency: EUR\npartner_tier: gold\nteam: t\neffective: {from: \"2026-01-01\"}\n" +
		"terms: {service_level: gold, acceptance: \"a\", payment: net-30, cadence: monthly}\nparts:\n  - {sku: HOUR, unit: hour, charge: per-unit, price: \"1.84\"}\n",
	"pricing/experiments/hour.yaml": "kind: price-experiment\ntitle: Hour\nsummary: s\nowner: lead\nstatus: running\nhypothesis: h\nasked_by: ina\nlist: emea-eur-gold\nsku: HOUR\ncurrency: EUR\n" +
		"start: \"2026-10-05\"\nuntil: \"2026-12-13\"\narms:\n  - {id: list, title: Old, price: \"1.84\", share: \"50%\"}\n  - {id: higher, title: New, price: \"1.98\", share: \"50%\"}\n" +
		"offer: o\nacceptance: a\nbase_rate: \"40%\"\nminimum_effect: \"-6%\"\nalpha: \"5%\"\npower: \"80%\"\nlooks: [\"2026-11-01\"]\ntraffic: \"300\"\nalso: [{id: throughput, text: t}]\n",
	"pricing/experiments/hour.csv": "day,arm,offered,accepted,throughput_n,throughput_sum,throughput_squares\n2026-10-05,list,600,255,2,3,5\n2026-10-05,higher,600,230,2,5,13\n" +
		"2026-11-15,list,200,80,0,0,0\n2026-11-15,higher,200,75,0,0,0\n",
}

func experimentOn(t *testing.T, today, address string) *Experiment {
	t.Helper()
	w := load(t, trial).For(workspace.View{Audience: kind.Internal})
	return pageAt(t, Plan(w, Options{Audience: kind.Internal, Today: today}), address).Experiment
}

// TestAPageShowsNoMoreThanTheLastLook holds pages to what was to be seen on the day of a look: else whoever reads them looks.
func TestAPageShowsNoMoreThanTheLastLook(t *testing.T) {
	for today, want := range map[string]string{
		"2026-10-31": "Nobody has looked yet; next 2026-11-01; 0 and 0 offers",
		"2026-11-01": "Nothing is decided yet 2026-11-01; next 2026-12-13; 600 and 600 offers",
		"2026-12-12": "Nothing is decided yet 2026-11-01; next 2026-12-13; 600 and 600 offers",
		"2026-12-13": "No difference is shown 2026-12-13; 800 and 800 offers",
	} {
		x := experimentOn(t, today, "/pricing/experiments/hour/")
		got := x.Word
		if x.Day.ISO != "" {
			got += " " + x.Day.ISO
		}
		if x.Next.ISO != "" {
			got += "; next " + x.Next.ISO
		}
		got += fmt.Sprintf("; %s and %s offers", x.Arms[0].Offered, x.Arms[1].Offered)
		if got != want {
			t.Errorf("on %s: %s\nwant %s", today, got, want)
		}
	}
}

func TestFiguresOfAnExperimentAreWrittenAsTheLanguageDoes(t *testing.T) {
	x := experimentOn(t, "2026-11-01", "/de/pricing/experiments/hour/")
	rate := x.Arms[1].Rate
	got := []string{x.Arms[1].Price, rate.Value, rate.Low, rate.High, x.Difference.Value, x.Z, x.P, x.Looks[0].Fraction, x.Looks[0].Bound, strings.Join(x.Scale[:], " "), x.Means[0].Mean[1]}
	want := []string{"1,98\u00a0€", "38,3\u00a0%", "34,5\u00a0%", "42,3\u00a0%", "-4,2", "-1,47", "0,1414", "59,0\u00a0%", "2,69", "30\u00a0% 50\u00a0%", "2,50"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if rate.From < 200 || rate.From > 250 || rate.To < rate.Past || rate.At < rate.From || x.Difference.Zero <= x.Difference.At {
		t.Errorf("the picture shows %+v and %+v", rate, x.Difference)
	}
}

func TestExperimentsAreForUsAlone(t *testing.T) {
	w := load(t, trial).For(workspace.View{Audience: kind.Partner})
	if len(w.Trials) > 0 {
		t.Errorf("partners see %+v", w.Trials)
	}
	if _, ok := Plan(w, Options{Audience: kind.Partner}).Find("/pricing/experiments/hour/"); ok {
		t.Error("partners have a page")
	}
}
