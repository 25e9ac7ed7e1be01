package release_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/pricing"
	"parley/internal/release"
	"parley/internal/repricing"
)

const list = `kind: price-list
id: emea-eur-gold
version: v2.2
model: consumption
region: emea
currency: EUR
partner_tier: gold
segments: [reseller]
effective: {from: "2026-12-01", until: "2027-06-01"}
languages: [en, fr]
features: [single-sign-on]
terms: {service_level: gold, acceptance: "a report, <signed> & sealed", payment: net-30, cadence: monthly}
change: {reason: "provider raised compute by 2 %", requested_by: mara}
discounts: {max: "15%", standing: [{name: launch, rate: "2%"}]}
parts:
  - {sku: HOUR, unit: hour, cost: secret-cost, margin: "38.7654321%", charge: per-unit, price: "1.84"}
  - {sku: DATA, unit: gigabyte, charge: graduated, tiers: [{up_to: "1000", price: "0.09"}, {price: "0.08"}]}
`

func read(t testing.TB, replace ...string) pricing.List {
	t.Helper()
	d, findings := doc.Read("pricing/lists/emea-eur-gold.yaml", []byte(strings.NewReplacer(replace...).Replace(list)))
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	l, _ := pricing.Read(d)
	return l
}

var inputs = []release.Input{{Path: "pricing/lists/emea-eur-gold.yaml", SHA256: strings.Repeat("0a", 32)}}

// released makes a payload and reads it back.
func released(t testing.TB, l pricing.List, earlier ...release.Payload) (release.Payload, []byte) {
	t.Helper()
	made, findings := release.New(l, earlier, inputs, "2026-10-29")
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	text := made.Encode()
	p, findings := release.Read(release.Path(made.List, made.Version), text)
	if len(findings) > 0 {
		t.Fatalf("%+v\n%s", findings, text)
	}
	if again := p.Encode(); !bytes.Equal(again, text) {
		t.Fatalf("read and written again it is\n%s", again)
	}
	return p, text
}

func TestAPayloadHasOldAndNewPrices(t *testing.T) {
	first, text := released(t, read(t))
	if first.Previous != "" || first.Parts[0].Old != nil || first.Parts[0].New.Prices[0].Price != "1.84" {
		t.Errorf("%s", text)
	}
	second, text := released(t, read(t, "v2.2", "v2.10", "1.84", "1.93", "sku: DATA", "sku: BYTES"), first)
	if second.Previous != "v2.2" || second.Parts[0].Old.Prices[0].Price != "1.84" || second.Parts[0].New.Prices[0].Price != "1.93" {
		t.Errorf("%s", text)
	}
	if len(second.Parts) != 3 || second.Parts[1].Old != nil || second.Parts[2].SKU != "DATA" || second.Parts[2].New != nil {
		t.Errorf("%s", text)
	}
	third, _ := released(t, read(t, "v2.2", "v3.0"), first, second)
	if third.Previous != "v2.10" || third.Parts[1].Old != nil {
		t.Errorf("%+v", third)
	}
	price := second.Released()["HOUR"]
	line := strings.Split(string(text), "\n")[price.Place.Line-1]
	if price.Text != "1.93" || line[price.Place.Col-1:] != `"1.93"` {
		t.Errorf("%+v stands in %q", price, line)
	}
}

func TestAVersionIsNeverUsedTwiceNorLowered(t *testing.T) {
	first, _ := released(t, read(t))
	second, _ := released(t, read(t, "v2.2", "v2.10"), first)
	for version, want := range map[string]string{"v2.10": "v2.10 has been released already, as v2.10", "v2.9": "v2.9 comes before v2.10, which has been released", "v1.99": "v1.99 comes before v2.10, which has been released"} {
		_, findings := release.New(read(t, "v2.2", version), []release.Payload{second, first}, inputs, "2026-10-29")
		if len(findings) != 1 || findings[0].Code != diag.PriceVersion || findings[0].Message != want || findings[0].Hint != "write version: v2.11" || findings[0].Line != 3 {
			t.Errorf("%s: %+v", version, findings)
		}
	}
	if _, findings := release.New(read(t, "emea-eur-gold", "emea-eur-silver"), []release.Payload{first}, inputs, "2026-10-29"); len(findings) > 0 {
		t.Errorf("another list: %+v", findings)
	}
}

func TestAPayloadHoldsNothingOfOurs(t *testing.T) {
	_, text := released(t, read(t))
	for _, secret := range []string{"38.7654321", "secret-cost", "margin"} {
		if bytes.Contains(text, []byte(secret)) {
			t.Errorf("%s stands in the payload", secret)
		}
	}
}

func TestAnEditedPayloadIsFound(t *testing.T) {
	_, text := released(t, read(t))
	name := release.Path("emea-eur-gold", "v2.2")
	for what, edit := range map[string]func(string) string{
		"a price":                 func(s string) string { return strings.Replace(s, `"price": "1.84"`, `"price": "1,84"`, 1) },
		"a blank":                 func(s string) string { return strings.Replace(s, `"version": `, `"version":  `, 1) },
		"a key more":              func(s string) string { return strings.Replace(s, "{\n", "{\n  \"x\": 1,\n", 1) },
		"a key twice":             func(s string) string { return strings.Replace(s, "{\n", "{\n  \"format\": 3,\n", 1) },
		"a key less":              func(s string) string { return strings.Replace(s, "  \"format\": 3,\n", "", 1) },
		"something after it":      func(s string) string { return s + "{}" },
		"no line end":             strings.TrimSpace,
		"Windows' line ends":      func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") },
		"an escape":               func(s string) string { return strings.Replace(s, `"HOUR"`, `"\u0048OUR"`, 1) },
		"another form":            func(s string) string { return strings.Replace(s, `"format": 3`, `"format": 1`, 1) },
		"another version":         func(s string) string { return strings.Replace(s, `"version": "v2.2"`, `"version": "v2.3"`, 1) },
		"a version before itself": func(s string) string { return strings.Replace(s, `"previous": ""`, `"previous": "v2.2"`, 1) },
		"a currency":              func(s string) string { return strings.Replace(s, `"EUR"`, `"EUX"`, 1) },
		"a day":                   func(s string) string { return strings.Replace(s, `"2026-12-01"`, `"soon"`, 1) },
		"a digest":                func(s string) string { return strings.Replace(s, "0a0a", "0A0a", 1) },
		"a part twice":            func(s string) string { return strings.Replace(s, `"DATA"`, `"HOUR"`, 1) },
		"a bound":                 func(s string) string { return strings.Replace(s, `"up_to": "1000"`, `"up_to": ""`, 1) },
		"an amount":               func(s string) string { return strings.Replace(s, `"cap": ""`, `"cap": "much"`, 1) },
		"nothing":                 func(string) string { return "" },
		"a list":                  func(string) string { return "[]" },
		"a discount":              func(s string) string { return strings.Replace(s, `"max": "15%"`, `"max": "15"`, 1) },
		"a standing discount":     func(s string) string { return strings.Replace(s, `"rate": "2%"`, `"rate": ""`, 1) },
		"null":                    func(string) string { return "null\n" },
	} {
		edited := edit(string(text))
		if edited == string(text) {
			t.Errorf("%s: nothing is edited", what)
		}
		p, findings := release.Read(name, []byte(edited))
		if len(findings) != 1 || findings[0].Code != diag.PriceRelease || findings[0].Line < 1 || findings[0].Hint == "" || p.List != "" {
			t.Errorf("%s: %+v", what, findings)
		}
	}
	if _, findings := release.Read("pricing/releases/emea-eur-gold/v2.3.json", text); len(findings) != 1 {
		t.Error("a payload under another name is read")
	}
}

// TestAReleaseHoldsAllThatIsPromised: a list is no different from its release; and whatever of it is written otherwise, the release
// tells from it, by its name.
func TestAReleaseHoldsAllThatIsPromised(t *testing.T) {
	const data = `charge: graduated, tiers: [{up_to: "1000", price: "0.09"}, {price: "0.08"}]`
	whole := []string{data, `name: Data, included: "100", minimum: "25.00", cap: "900.00", ` + data,
		"features: [single", "team: pricing\nfeatures: [single"}
	p, text := released(t, read(t, whole...))
	if at := p.AsList().MaxDiscount.Place; strings.Split(string(text), "\n")[at.Line-1][at.Col-1:at.EndCol-1] != `"15%"` {
		t.Errorf("the largest discount stands at %+v", at)
	}
	differs := func(now pricing.List) (names []string) {
		for _, l := range repricing.Compare([]pricing.List{p.AsList()}, []pricing.List{now}).Lists {
			for _, field := range l.Fields {
				names = append(names, field.Name)
			}
			for _, part := range l.Parts {
				for _, field := range part.Fields {
					names = append(names, part.SKU+" "+field.Name)
				}
			}
		}
		return names
	}
	if names := differs(read(t, whole...)); len(names) > 0 {
		t.Fatalf("the list and its release differ in %v", names)
	}
	for name, change := range map[string][2]string{
		"model": {"consumption", "project"}, "region": {"region: emea", "region: apac"}, "currency": {"EUR", "USD"}, "partner_tier": {"tier: gold", "tier: silver"},
		"segments": {"[reseller]", "[reseller, integrator]"}, "effective.from": {"2026-12-01", "2026-12-02"}, "effective.until": {"2027-06-01", "2027-07-01"},
		"languages": {"[en, fr]", "[en]"}, "features": {"single-sign-on", "cost-forecast"}, "terms.service_level": {"level: gold", "level: silver"},
		"terms.acceptance": {"sealed", "read"}, "terms.payment": {"net-30", "net-60"}, "terms.cadence": {"monthly", "yearly"},
		"discounts.max": {"15%", "16%"}, "discounts.standing": {`"2%"`, `"3%"`}, "HOUR unit": {"unit: hour", "unit: day"}, "HOUR charge": {"per-unit", "flat"},
		"HOUR price": {"1.84", "1.85"}, "DATA name": {"name: Data", "name: Bytes"}, "DATA included": {`"100"`, `"101"`}, "DATA minimum": {"25.00", "26.00"},
		"DATA cap": {"900.00", "901.00"}, "DATA tiers[0].up_to": {`"1000"`, `"1001"`}, "DATA tiers[1].price": {"0.08", "0.07"},
	} {
		changed := strings.NewReplacer(whole...).Replace(list)
		if !strings.Contains(changed, change[0]) {
			t.Fatalf("there is no %s in the list", change[0])
		}
		d, _ := doc.Read("pricing/lists/emea-eur-gold.yaml", []byte(strings.ReplaceAll(changed, change[0], change[1])))
		now, _ := pricing.Read(d)
		if names := differs(now); !slices.Contains(names, name) || len(names) > 1 {
			t.Errorf("%s is changed, and they differ in %v", name, names)
		}
	}
}

// TestReleasesCanBeComparedAndLookedUp: a release is a list, to whatever takes lists.
func TestReleasesCanBeComparedAndLookedUp(t *testing.T) {
	first, _ := released(t, read(t))
	second, _ := released(t, read(t, "v2.2", "v2.3", "1.84", "2.30", "2026-12-01", "2027-01-01"), first)
	diff := repricing.Compare([]pricing.List{first.AsList()}, []pricing.List{second.AsList()})
	if largest, ends := diff.Largest(); !ends || largest.RatString() != "1/4" || len(diff.Lists[0].Parts) != 1 {
		t.Errorf("%+v", diff)
	}
	var got []string
	for _, day := range []string{"2026-11-30", "2026-12-31", "2027-01-01", "2027-06-01"} {
		l, _ := pricing.InForce([]pricing.List{second.AsList(), first.AsList()}, day)
		got = append(got, l.Version.String())
	}
	if d := cmp.Diff([]string{"v0.0", "v2.2", "v2.3", "v0.0"}, got); d != "" {
		t.Error(d)
	}
}

// FuzzRead: what is read is written again as it was, whatever the bytes are.
func FuzzRead(f *testing.F) {
	_, text := released(f, read(f))
	f.Add(text)
	f.Add([]byte("{}"))
	f.Fuzz(func(t *testing.T, text []byte) {
		p, findings := release.Read(release.Path("emea-eur-gold", "v2.2"), text)
		if len(findings) == 0 && !bytes.Equal(p.Encode(), text) {
			t.Fatalf("%q is read as %q", text, p.Encode())
		}
		p.Released()
	})
}
