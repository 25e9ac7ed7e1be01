package site

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"parley/internal/billing"
	"parley/internal/derivation"
	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/kind"
	"parley/internal/money"
	"parley/internal/pricing"
	"parley/internal/repricing"
	"parley/internal/workspace"
)

// listed is a list with two parts, one of them in tiers, which has been released as v1.0 and v1.1; v1.2 is not out.
const listed = "kind: price-list\nid: emea-eur-gold\ntitle: Gold\nversion: v1.2\nmodel: consumption\nregion: emea\ncurrency: EUR\npartner_tier: gold\nteam: t\n" +
	"effective: {from: \"2026-12-01\", until: \"2027-06-01\"}\nterms: {service_level: gold, acceptance: \"a report\", payment: net-30, cadence: monthly}\nparts:\n" +
	"  - {sku: HOUR, name: An hour, unit: hour, charge: per-unit, price: \"1250.50\", included: \"1000\", minimum: \"20.00\", cap: \"9000.00\", margin: \"38.7654321%\"}\n" +
	"  - {sku: DATA, unit: gigabyte, charge: graduated, tiers: [{up_to: \"10000\", price: \"0.09\"}, {price: \"0.08\"}]}\n"

// versionOf is the list as an earlier version has it.
func versionOf(t *testing.T, replace ...string) doc.Value {
	t.Helper()
	d, findings := doc.Read("x.yaml", []byte(strings.NewReplacer(append(replace, `, margin: "38.7654321%"`, "", "team: t\n", "")...).Replace(listed)))
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	return d.Fields
}

func pricesOn(t *testing.T, audience kind.Audience, today string, ours *Ours) *Site {
	t.Helper()
	files := map[string]string{"pricing/lists/emea-eur-gold.yaml": listed}
	for _, name := range []string{"content/site.yaml", "content/people.yaml"} {
		files[name] = strings.Replace(trial[name], "[en, de]\n", "[en, de, ar]\n", 1)
	}
	releases := []doc.Value{
		versionOf(t, "v1.2", "v1.0", "2026-12-01", "2026-03-01", "2027-06-01", "2026-09-01", "1250.50", "1000.00", "net-30", "net-60", `{up_to: "10000", price: "0.09"}, {price: "0.08"}`, `{up_to: "500", price: "0.09"}, {price: "0.08"}`),
		versionOf(t, "v1.2", "v1.1", "2026-12-01", "2026-09-01", "2027-06-01", "2026-12-01", "1250.50", "1100.00"),
	}
	return Plan(load(t, files).For(workspace.View{Audience: audience}), Options{Audience: audience, Today: today,
		Prices: map[string]Pricing{"pricing/lists/emea-eur-gold.yaml": {Releases: releases, Ours: ours}}})
}

const address = "/pricing/lists/emea-eur-gold/"

func TestAListSaysWhenItHoldsAndWhatChangesNext(t *testing.T) {
	for today, want := range map[string]string{
		"2026-11-23": "later, now v1.1, next 2026-12-01",
		"2026-12-01": "now, now -, next 2027-06-01",
		"2027-06-01": "over, now -, next ",
		"":           ", now -, next ",
	} {
		p := pageAt(t, pricesOn(t, kind.Partner, today, nil), address).Prices
		now := "-"
		if p.Now != nil {
			now = p.Now.Version
		}
		if got := fmt.Sprintf("%s, now %s, next %s", p.Holds, now, p.Next.ISO); got != want {
			t.Errorf("on %q: %s; want %s", today, got, want)
		}
		if len(p.Versions) != 3 || p.Versions[0].Version != "v1.2" || p.Versions[1].URL != address+"v1.1/" || p.History != address+"history/" {
			t.Errorf("versions %+v", p.Versions)
		}
	}
}

// TestAVersionThatIsReplacedIsOver: one version holds on a day, though the days of two include it.
func TestAVersionThatIsReplacedIsOver(t *testing.T) {
	version := func(minor int, from string) pricing.List {
		return pricing.List{Version: pricing.Version{Major: 1, Minor: minor}, Effective: pricing.Period{From: from}}
	}
	first, second := version(0, "2026-03-01"), version(1, "2026-09-01")
	for day, want := range map[string]string{"2026-02-01": "later later", "2026-08-31": "now later", "2026-09-01": "over now"} {
		now, _ := pricing.InForce([]pricing.List{first, second}, day)
		if got := holdsOn(first, now, day) + " " + holdsOn(second, now, day); got != want {
			t.Errorf("%s: %s, want %s", day, got, want)
		}
	}
}

func TestBoundsOfAChargeAreWrittenAsTheLanguageDoes(t *testing.T) {
	parts := pageAt(t, pricesOn(t, kind.Partner, "", nil), "/de"+address).Fields.Get("parts")
	hour, data := itemOf(parts, "HOUR"), itemOf(parts, "DATA")
	got := []string{hour.Get("price").Text.Text, hour.Get("included").Text.Text, hour.Get("minimum").Text.Text, hour.Get("cap").Text.Text, data.Get("tiers").Items[0].Get("up_to").Text.Text}
	if diff := cmp.Diff([]string{"1.250,50\u00a0€", "1.000", "20,00\u00a0€", "9.000,00\u00a0€", "10.000"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestAHistoryTellsEachPart(t *testing.T) {
	page := pageAt(t, pricesOn(t, kind.Partner, "2026-11-23", nil), address+"history/")
	hour, data := page.Prices.Parts[0], page.Prices.Parts[1]
	got := []string{page.Title.Text, hour.Summary, data.Summary, hour.Rows[0].Change, hour.Rows[1].Change, hour.Chart.Lines[0].Path, data.Chart.Lines[1].Label}
	want := []string{"Gold\u00a0· Price history", "€1,100.00 from September 1, 2026; €1,250.50 from December 1, 2026.", "€0.09 from March 1, 2026 on; tiers or limits last changed on September 1, 2026.",
		"0% to ≈\u00a0+13.68%", "0% to +10%", "M0 240H403V160H602V40H1000", "above that"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if !strings.Contains(data.Rows[1].Change, "+") || data.Rows[0].Change != "0%" {
		t.Errorf("%+v", data.Rows)
	}
}

// A sign stays in front of its number where text runs from right to left.
func TestASignStaysBeforeItsNumber(t *testing.T) {
	page := pageAt(t, pricesOn(t, kind.Partner, "2026-11-23", nil), "/ar"+address+"v1.1/")
	if got := page.Prices.Compared[1].Parts[0].Paid; got != "\u200f0\u200e%\u200e to \u200e≈\u00a0\u200e+13.68\u200e%\u200e" {
		t.Errorf("%q", got)
	}
}

// Whoever opens a list whose version is not in force yet finds what holds today, what is different and who announced it.
func TestPricesOfAnotherDayStandBesideThoseOfToday(t *testing.T) {
	for at, want := range map[string]string{
		address + "/ 2026-11-23":     "€1,100.00; changes " + address + "history/",
		address + "v1.1/ 2026-12-01": "€1,250.50; changes " + address + "v1.1/#against-v1.2",
		address + "v1.1/ 2026-11-23": "; changes ",
		address + "/ ":               "; changes ",
	} {
		page, today, _ := strings.Cut(at, " ")
		p := pageAt(t, pricesOn(t, kind.Partner, today, nil), strings.Replace(page, "//", "/", 1))
		if got := fmt.Sprintf("%s; changes %s", p.Today("HOUR").Get("price").Text.Text, p.Prices.Changes); got != want {
			t.Errorf("%s on %q: %s; want %s", page, today, got, want)
		}
		if p.Today("DATA").Fields != nil {
			t.Errorf("%s on %q: DATA costs the same", page, today)
		}
	}
	if nothing := (Page{}).Today("HOUR"); nothing.Fields != nil {
		t.Errorf("a page without prices has %+v", nothing)
	}
}

// The page of a part tells how the price of the list follows, so no other version leads there.
func TestAReleaseDoesNotLeadToTheDerivationOfAnotherPrice(t *testing.T) {
	ours := &Ours{Breaches: func() []repricing.Breach { return nil }, Watch: func(string) (billing.Watch, bool) { return billing.Watch{}, false },
		Explain: func(string) (derivation.Explanation, bool) { return derivation.Explanation{}, false }}
	s := pricesOn(t, kind.Internal, "2026-11-23", ours)
	if url := itemOf(pageAt(t, s, address+"v1.1/").Fields.Get("parts"), "HOUR").URL; url != "" {
		t.Error(url)
	}
}

func TestAReleaseIsComparedWithEachOther(t *testing.T) {
	page := pageAt(t, pricesOn(t, kind.Partner, "2026-11-23", nil), address+"v1.1/")
	if page.Title.Text != "Gold\u00a0· v1.1" || itemOf(page.Fields.Get("parts"), "HOUR").Get("price").Text.Text != "€1,100.00" {
		t.Errorf("%+v", page.Title)
	}
	var got []string
	for _, c := range page.Prices.Compared {
		for _, field := range c.Terms {
			got = append(got, fmt.Sprintf("%s: %s: %s → %s", c.ID, field.Label, field.Old.Text, field.New.Text))
		}
		for _, part := range c.Parts {
			for _, field := range part.Fields {
				got = append(got, fmt.Sprintf("%s: %s %s: %s → %s %s", c.ID, part.SKU, field.Label, field.Old.Text, field.New.Text, field.Change))
			}
		}
	}
	want := []string{"against-v1.0: Payment: net 60 → net 30", "against-v1.0: DATA Up to · tier 1: 500 → 10,000 ", "against-v1.0: HOUR Price: €1,000.00 → €1,100.00 +10%",
		"against-v1.2: HOUR Price: €1,100.00 → €1,250.50 ≈\u00a0+13.68%"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestDerivationsAndGuardrailsAreForUsAlone(t *testing.T) {
	floor := pricing.FigureOf("pricing/policy.yaml", doc.Value{Type: doc.String, Text: "25%", Span: diag.Span{Line: 9}}, money.Ratio)
	ours := &Ours{Policy: repricing.Policy{MarginFloor: floor},
		Breaches: func() []repricing.Breach {
			return []repricing.Breach{{Name: repricing.MarginFloor, Subject: "the margin of HOUR", Actual: "20%"}}
		},
		Explain: func(sku string) (derivation.Explanation, bool) {
			return derivation.Explanation{Prices: []derivation.Price{{SKU: sku, Published: pricing.Figure{Text: "1250.50"}}}}, true
		}}
	s := pricesOn(t, kind.Internal, "", ours)
	if part := pageAt(t, s, address+"parts/HOUR/"); part.Prices.Derived[0].Price != "" || part.Prices.Derived[0].Published != "€1,250.50" || part.Template != "price-part" {
		t.Errorf("%+v", part.Prices.Derived)
	}
	if itemOf(pageAt(t, s, address).Fields.Get("parts"), "HOUR").URL != address+"parts/HOUR/" {
		t.Error("the list does not lead to its part")
	}
	rails := []Guardrail{{Name: "Margin floor", Allowed: []string{"at least 25%"}, Source: "pricing/policy.yaml:9", Broken: []string{"the margin of HOUR: 20%"}}}
	if diff := cmp.Diff(rails, pageAt(t, s, address).Prices.Guardrails); diff != "" {
		t.Error(diff)
	}
	partners := pricesOn(t, kind.Partner, "", nil)
	if _, there := partners.Find(address + "parts/HOUR/"); there {
		t.Error("partners have a page of a part")
	}
	for _, at := range []string{address, address + "history/", address + "v1.1/"} {
		if p := pageAt(t, partners, at).Prices; len(p.Guardrails)+len(p.Derived) > 0 || p.Watch != nil {
			t.Errorf("%s tells partners %+v", at, p)
		}
	}
}

// TestTheReasonOfAReleaseIsTranslatedByThePOFileOfItsList, as long as that keeps what the list said then; else it is told in the
// language in which it was written.
func TestTheReasonOfAReleaseIsTranslatedByThePOFileOfItsList(t *testing.T) {
	now := strings.Replace(listed, "parts:\n", "change: {reason: \"Costs rose.\"}\nparts:\n", 1)
	entry := "\nmsgctxt \"change.reason\"\nmsgid \"Costs rose.\"\nmsgstr \"Die Kosten sind gestiegen.\"\n\n#~ msgctxt \"change.reason\"\n#~ msgid \"Costs fell.\"\n#~ msgstr \"Die Kosten sind gefallen.\"\n"
	files := map[string]string{"pricing/lists/emea-eur-gold.yaml": now, "content/locales/de/pricing/lists/emea-eur-gold.po": "msgid \"\"\nmsgstr \"Language: de\\n\"\n" + entry}
	for _, name := range []string{"content/site.yaml", "content/people.yaml"} {
		files[name] = trial[name]
	}
	var releases []doc.Value
	for version, reason := range map[string]string{"v1.0": "Costs fell.", "v1.1": "Nobody knows.", "v1.2": "Costs rose."} {
		releases = append(releases, versionOf(t, "v1.2", version, "parts:\n", "change: {reason: \""+reason+"\"}\nparts:\n"))
	}
	s := Plan(load(t, files).For(workspace.View{Audience: kind.Internal}), Options{Audience: kind.Internal, Prices: map[string]Pricing{"pricing/lists/emea-eur-gold.yaml": {Releases: releases, Ours: &Ours{
		Breaches: func() []repricing.Breach { return nil }, Watch: func(string) (billing.Watch, bool) { return billing.Watch{}, false }}}}})
	for version, want := range map[string]Text{"v1.0": {Text: "Die Kosten sind gefallen."}, "v1.1": {Text: "Nobody knows.", Lang: "en", Dir: "ltr"}, "v1.2": {Text: "Die Kosten sind gestiegen."}} {
		if got := pageAt(t, s, "/de"+address+version+"/").Fields.Get("change").Get("reason").Text; got != want {
			t.Errorf("%s: %+v, want %+v", version, got, want)
		}
	}
}
