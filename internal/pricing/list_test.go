package pricing_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/kind"
	"parley/internal/money"
	"parley/internal/pricing"
)

var update = flag.Bool("update", false, "write what is found into the golden table; read each change before you keep it")

const path = "pricing/lists/emea-eur-gold.yaml"

// whole is a list with everything that a list can have; each row of the table spoils one thing in it.
const whole = `# A list with everything.
kind: price-list
id: emea-eur-gold
title: EMEA, gold, in euros
version: v2.3
model: consumption
region: emea
currency: EUR
partner_tier: gold
segments: [reseller]
team: pricing-emea
effective:
  from: "2026-12-01"   # a Tuesday
  until: '2027-06-01'
terms:
  service_level: gold
  acceptance: "signed test report"
  payment: net-30
  cadence: monthly
discounts:
  max: "15%"
  standing:
    - {name: launch, rate: "5%"}
cost_book: 2026-q3
parts:
  - sku: HOUR
    unit: hour
    cost: engine-hour
    margin: "38%"
    charge: per-unit
    price: "1.84"        # per hour
    included: "10"
    minimum: "25.00"
    cap: "900.00"
    adjust:
      demand: {target: "75", measured: "82.5", strength: "30%"}
      band: "2%"
      floor: "1.50"
      cap: "2.40"
      step: "10%"
    override: {reason: "agreed for the launch", date: "2026-11-02", until: "2027-06-01"}
  - sku: DATA
    unit: gigabyte
    charge: graduated
    tiers:
      - up_to: "1000"
        price: '0.09'
      - up_to: "5000"
        discount: "10%"
        price: "0.08"
      - price: "0.07"
  - sku: CHECKS
    unit: request
    charge: package
    package: "1000"
    price: "2.50"
  - sku: PLAN
    unit: project
    charge: flat
    price: "4800.00"
`

// findings are those of all readers that see one list: YAML, schema, strictness, meaning.
func findings(text string) diag.List {
	d, found := doc.Read(path, []byte(text))
	if k, ok := kind.Builtin().Get("price-list"); ok && !d.Broken {
		found = append(found, k.Validate(d)...)
	}
	found = append(found, pricing.Strict(path, doc.Normalise([]byte(text)), d)...)
	_, more := pricing.Read(d)
	return append(found, more...).Sort().Once()
}

func TestAWholeListHasNoFindings(t *testing.T) {
	if found := findings(whole); len(found) > 0 {
		t.Errorf("%+v", found)
	}
	d, _ := doc.Read(path, []byte(whole))
	list, _ := pricing.Read(d)
	hour, _ := list.Part("HOUR")
	got := []string{
		list.Version.String(), list.Effective.From, list.Effective.Until, money.Fraction(list.Keep(), 2), money.Fraction(list.LeastKept(), 2),
		money.Text(hour.Margin.Value), money.Text(hour.Adjust().Demand.Strength.Value), hour.Override.Until, fmt.Sprint(hour.Price.Place.Line, hour.Price.Place.Col),
	}
	if diff := cmp.Diff([]string{"v2.3", "2026-12-01", "2027-06-01", "95%", "85%", "0.38", "0.3", "2027-06-01", "31 12"}, got); diff != "" {
		t.Error(diff)
	}
	for _, part := range list.Parts {
		if _, ok := part.Curve(); !ok {
			t.Errorf("%s has no curve", part.SKU)
		}
	}
}

// spoilt are the faults of the golden table: what is replaced in the whole list, by what.
var spoilt = []struct{ name, old, new string }{
	{"a price that is a number", `price: "1.84"`, `price: 1.84`},
	{"a price with a comma", `"1.84"`, `"1,84"`},
	{"a price with a currency", `"1.84"`, `"1.84 EUR"`},
	{"a price with a sign", `"1.84"`, `"-1.84"`},
	{"a price with an exponent", `"1.84"`, `"184e-2"`},
	{"a bare exponent", `price: "1.84"`, `price: 184e-2`},
	{"a price in octal", `price: "1.84"`, `price: 0o17`},
	{"a price that is not finite", `price: "1.84"`, `price: .inf`},
	{"a price with underscores", `price: "1.84"`, `price: 1_000`},
	{"a price in minutes", `price: "1.84"`, `price: 1:30`},
	{"a price as a block", `price: "1.84"        # per hour`, "price: >-\n      1.84"},
	{"a price over two lines", `price: "1.84"        # per hour`, "price: \"1.\\\n      84\""},
	{"a price with an escape", `"1.84"`, `"1\x2e84"`},
	{"a price with full-width digits", `"1.84"`, `"１.84"`},
	{"a price with a blank of no width", `"1.84"`, "\"1.8\u200b4\""},
	{"no price", `price: "1.84"        # per hour`, `# none`},
	{"an empty price", `price: "1.84"        # per hour`, `price:`},
	{"a list of prices", `price: "1.84"        # per hour`, `price: ["1.84"]`},
	{"a price that is true", `price: "1.84"`, `price: true`},
	{"a price with 10 decimals", `"1.84"`, `"1.8400000001"`},
	{"a price with 19 digits", `"1.84"`, `"1234567890123456789"`},
	{"a tag", `price: "1.84"`, `price: !!str 1.84`},
	{"a tag of our own", `price: "1.84"`, `price: !price "1.84"`},
	{"an anchor", `price: "1.84"`, `price: &p "1.84"`},
	{"an alias", `price: "1.84"`, `price: *p`},
	{"a merge key", `    unit: hour`, "    <<: {unit: hour}"},
	{"a key twice", `    unit: hour`, "    unit: hour\n    unit: day"},
	{"a second document", `parts:`, "---\nparts:"},
	{"a directive", `# A list with everything.`, "%YAML 1.1\n---"},
	{"a key with a Cyrillic letter", `    price: "1.84"`, "    pri\u0441e: \"1.84\""},
	{"a key in capitals", `    price: "1.84"`, `    Price: "1.84"`},
	{"a key in quotes", `    unit: hour`, `    "unit": hour`},
	{"a key with an escape", `    unit: hour`, `    "un\x69t": hour`},
	{"an unknown key", `    unit: hour`, "    unit: hour\n    prise: \"2\""},
	{"a mark of direction in a remark", `# per hour`, "# per \u202ehour"},
	{"a blank that does not break", `region: emea`, "region:\u00a0emea"},
	{"a byte order mark within", `region: emea`, "region: \ufeffemea"},
	{"a control character", `region: emea`, "region: em\x01ea"},
	{"a line end of old computers", `region: emea`, "region: emea\rcurrency: USD"},
	{"a tab before a key", `  max: "15%"`, "\tmax: \"15%\""},
	{"a quote that does not end", `"1.84"`, `"1.84`},
	{"no list", whole, "[1, 2]\n"},
	{"nothing", whole, ""},
	{"a day without quotes", `"2026-12-01"`, `2026-12-01`},
	{"a day of no calendar", `"2026-12-01"`, `"2026-02-30"`},
	{"a day in another order", `"2026-12-01"`, `"01.12.2026"`},
	{"a time of day", `"2026-12-01"`, `"2026-12-01T00:00:00Z"`},
	{"no day on which it begins", `  from: "2026-12-01"   # a Tuesday`, `  # none`},
	{"a version without a v", `v2.3`, `2.3`},
	{"a version with needless zeros", `v2.3`, `v2.03`},
	{"a version with three numbers", `v2.3`, `v2.3.1`},
	{"a currency in small letters", `EUR`, `eur`},
	{"a margin without quotes", `margin: "38%"`, `margin: 38%`},
	{"a margin without a percent sign", `"38%"`, `"0.38"`},
	{"a margin of all", `"38%"`, `"100%"`},
	{"a margin with a comma", `"38%"`, `"38,5%"`},
	{"a negative margin", `"38%"`, `"-38%"`},
	{"margin and markup", `    margin: "38%"`, "    margin: \"38%\"\n    markup: \"61%\""},
	{"a cost without a margin", `    margin: "38%"`, `    # none`},
	{"a margin without a cost", `    cost: engine-hour`, `    # none`},
	{"an unknown model of charging", `charge: per-unit`, `charge: per-units`},
	{"an unknown unit", `unit: hour`, `unit: hours`},
	{"an SKU in small letters", `sku: HOUR`, `sku: hour`},
	{"tiers that are not in order", `up_to: "5000"`, `up_to: "500"`},
	{"tiers that end together", `up_to: "5000"`, `up_to: "1000"`},
	{"a last tier that ends", `      - price: "0.07"`, "      - up_to: \"9000\"\n        price: \"0.07\""},
	{"a tier that does not end, in the middle", `      - up_to: "5000"`, `      - # no end`},
	{"a tier without a price", `        price: "0.08"`, `        # none`},
	{"a bound that is a number", `up_to: "1000"`, `up_to: 1000`},
	{"a bound of nothing", `up_to: "1000"`, `up_to: "0"`},
	{"a bound with a decimal", `up_to: "1000"`, `up_to: "1000.5"`},
	{"one tier", "      - up_to: \"1000\"\n        price: '0.09'\n      - up_to: \"5000\"\n        discount: \"10%\"\n        price: \"0.08\"\n", ""},
	{"a discount on the first tier", `        price: '0.09'`, "        price: '0.09'\n        discount: \"5%\""},
	{"a discount of all on a tier", `discount: "10%"`, `discount: "100%"`},
	{"a price beside tiers", `    tiers:`, "    price: \"0.09\"\n    tiers:"},
	{"tiers of a flat price", `    charge: flat`, "    charge: flat\n    tiers: [{up_to: \"1\", price: \"1\"}, {price: \"2\"}]"},
	{"graduated without tiers", `charge: per-unit`, `charge: graduated`},
	{"a package of nothing", `package: "1000"`, `package: "0"`},
	{"a package of no size", `    package: "1000"`, `    # none`},
	{"a package that is not sold as one", `charge: package`, `charge: per-unit`},
	{"included units of a flat price", `    charge: flat`, "    charge: flat\n    included: \"5\""},
	{"a cap below the minimum", `cap: "900.00"`, `cap: "9.00"`},
	{"a minimum finer than the currency", `"25.00"`, `"25.001"`},
	{"a target of nothing", `target: "75"`, `target: "0"`},
	{"a response without a measurement", `measured: "82.5", `, ``},
	{"a floor above its cap", `floor: "1.50"`, `floor: "3.00"`},
	{"a step of nothing", `step: "10%"`, `step: "0%"`},
	{"a band wider than the step", `band: "2%"`, `band: "12%"`},
	{"an override without a reason", `reason: "agreed for the launch", `, ``},
	{"an override with an empty reason", `"agreed for the launch"`, `""`},
	{"an override without a day", `date: "2026-11-02", `, ``},
	{"an override that ends before it begins", `date: "2026-11-02"`, `date: "2027-11-02"`},
	{"standing discounts beyond the largest", `rate: "5%"`, `rate: "16%"`},
	{"a standing discount of all", `rate: "5%"`, `rate: "100%"`},
	{"no parts", `parts:`, "parts: []\nmore:"},
	{"a part that is a word", `  - sku: PLAN`, "  - PLAN\n  - sku: PLAN"},

	{"two figures, each wrong", "price: \"1.84\"        # per hour\n    included: \"10\"", "price: \"1,84\"\n    included: 10"},
	{"an unseen character in a price that is wrong without it", `"1.84"`, "\"1,8\u200b4\""},
	{"an unseen character in one price, a comma in the next", "price: \"1.84\"        # per hour\n    included: \"10\"\n    minimum: \"25.00\"", "price: \"1.\u200b84\"\n    minimum: \"25,00\""},
	{"a key in capitals beside an unknown one", `    unit: hour`, "    Unit: hour\n    colour: blue"},
	{"a merge key beside a wrong price", "    unit: hour\n    cost: engine-hour\n    margin: \"38%\"\n    charge: per-unit\n    price: \"1.84\"", "    <<: {unit: hour}\n    charge: per-unit\n    price: 1.84"},
	{"a second document with a wrong price in the first", "  max: \"15%\"\n  standing:\n    - {name: launch, rate: \"5%\"}\ncost_book: 2026-q3\nparts:", "  max: 15%\n---\nparts:"},
	{"a version and a day, each wrong", "version: v2.3\nmodel: consumption\nregion: emea\ncurrency: EUR\npartner_tier: gold\nsegments: [reseller]\nteam: pricing-emea\neffective:\n  from: \"2026-12-01\"", "version: 2.3\nmodel: consumption\nregion: emea\ncurrency: EUR\npartner_tier: gold\nsegments: [reseller]\nteam: pricing-emea\neffective:\n  from: \"2026-13-01\""},
	{"a margin of nothing that can be read, and no charge", "    margin: \"38%\"\n    charge: per-unit", `    margin: "high"`},
	{"graduated, with a cap below its minimum", "charge: per-unit\n    price: \"1.84\"        # per hour\n    included: \"10\"\n    minimum: \"25.00\"\n    cap: \"900.00\"", "charge: graduated\n    price: \"1.84\"\n    minimum: \"25.00\"\n    cap: \"9.00\""},
}

// TestMalformedLists tries every fault of the table, and compares what is found with testdata/malformed.golden.
func TestMalformedLists(t *testing.T) {
	if len(spoilt) < 60 {
		t.Errorf("only %d faults", len(spoilt))
	}
	var out strings.Builder
	for _, c := range spoilt {
		if !strings.Contains(whole, c.old) {
			t.Errorf("%s: the list has no %q", c.name, c.old)
		}
		found := findings(strings.Replace(whole, c.old, c.new, 1))
		if len(found) == 0 {
			t.Errorf("%s: nothing is found", c.name)
		}
		fmt.Fprintf(&out, "## %s\n", c.name)
		for _, f := range found {
			if f.Hint == "" || f.Path != path || f.Line == 0 {
				t.Errorf("%s: no hint or no place: %+v", c.name, f)
			}
			fmt.Fprintf(&out, "%d:%d-%d:%d %s: %s\n    %s\n", f.Line, f.Col, f.EndLine, f.EndCol, f.Code, diag.Visible(f.Message), diag.Visible(f.Hint))
		}
	}
	golden(t, "testdata/malformed.golden", out.String())
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

// TestPublishedListsAreRead reads the lists of this repository.
func TestPublishedListsAreRead(t *testing.T) {
	entries, err := os.ReadDir("../../pricing/lists")
	if err != nil || len(entries) < 5 {
		t.Fatal(err, len(entries))
	}
	for _, entry := range entries {
		text, err := os.ReadFile("../../pricing/lists/" + entry.Name())
		if err != nil {
			t.Fatal(err)
		}
		d, found := doc.Read(entry.Name(), text)
		list, more := pricing.Read(d)
		found = append(append(found, more...), pricing.Strict(entry.Name(), doc.Normalise(text), d)...)
		if len(found) > 0 || len(list.Parts) < 7 {
			t.Errorf("%s: %d parts, %+v", entry.Name(), len(list.Parts), found)
		}
	}
}

// figures are the published prices of a list.
func figures(l pricing.List) []pricing.Figure {
	var all []pricing.Figure
	for _, part := range l.Parts {
		all = append(all, part.Price)
		for _, tier := range part.Tiers {
			all = append(all, tier.Price)
		}
	}
	return all
}

// TestRewriteKeepsEveryOtherByte writes prices into lists with all ends of lines, with and without a byte order mark, and
// writes them back.
func TestRewriteKeepsEveryOtherByte(t *testing.T) {
	for name, text := range map[string]string{
		"as Unix writes it":         whole,
		"as Windows writes it":      strings.ReplaceAll(whole, "\n", "\r\n"),
		"as old computers wrote it": strings.ReplaceAll(whole, "\n", "\r"),
		"with a byte order mark":    "\ufeff" + whole,
		"in one line":               `{kind: price-list, currency: EUR, parts: [{sku: "Ä", charge: flat, price: "1.00"}, {sku: B, charge: flat, price: '2.00'}]}`,
	} {
		d, _ := doc.Read(path, []byte(text))
		before, _ := pricing.Read(d)
		var there, back []pricing.Edit
		for i, price := range figures(before) {
			if price.Given() {
				there = append(there, pricing.Edit{Figure: price, Text: fmt.Sprintf("10%d.5", i)})
			}
		}
		changed, err := pricing.Rewrite([]byte(text), there)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		d, _ = doc.Read(path, changed)
		after, _ := pricing.Read(d)
		for i, price := range figures(after) {
			if was := figures(before)[i]; price.Given() {
				back = append(back, pricing.Edit{Figure: price, Text: was.Text})
				if want := fmt.Sprintf("10%d.5", i); price.Text != want {
					t.Errorf("%s: %s, want %s", name, price.Text, want)
				}
			}
		}
		if same, err := pricing.Rewrite(changed, back); err != nil || !bytes.Equal(same, []byte(text)) || len(back) != len(there) {
			t.Errorf("%s: %v, there and back is\n%s", name, err, same)
		}
	}
}

func TestRewriteRefusesWhatItDoesNotFind(t *testing.T) {
	d, _ := doc.Read(path, []byte(whole))
	list, _ := pricing.Read(d)
	price := list.Parts[0].Price
	for name, c := range map[string]struct {
		text  string
		edits []pricing.Edit
	}{
		"another text":         {"# one line more\n" + whole, []pricing.Edit{{Figure: price, Text: "2"}}},
		"no text":              {"", []pricing.Edit{{Figure: price, Text: "2"}}},
		"a figure twice":       {whole, []pricing.Edit{{Figure: price, Text: "2"}, {Figure: price, Text: "3"}}},
		"a figure of nobody":   {whole, []pricing.Edit{{Text: "2"}}},
		"what ends the quotes": {whole, []pricing.Edit{{Figure: price, Text: `2", x: "1`}}},
	} {
		if got, err := pricing.Rewrite([]byte(c.text), c.edits); err == nil || got != nil {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestVersions(t *testing.T) {
	for text, good := range map[string]bool{"v2.3": true, "v0.0": true, "v2.03": false, "2.3": false, "v2": false, "v2.3.4": false, "v-1.2": false, "v99999999999999999999.1": false, "v+1.2": false} {
		if v, ok := pricing.ParseVersion(text); ok != good || ok && v.String() != text {
			t.Errorf("%s: %v, %v", text, v, ok)
		}
	}
	low, _ := pricing.ParseVersion("v2.9")
	high, _ := pricing.ParseVersion("v2.10")
	if low.Compare(high) >= 0 || high.Compare(low) <= 0 || high.Compare(high) != 0 {
		t.Error("v2.10 does not come after v2.9")
	}
}

func TestInForce(t *testing.T) {
	version := func(minor int, from, until string) pricing.List {
		return pricing.List{Version: pricing.Version{Major: 1, Minor: minor}, Effective: pricing.Period{From: from, Until: until}}
	}
	all := []pricing.List{version(2, "2026-06-01", "2026-09-01"), version(0, "2026-01-01", ""), version(3, "2026-06-01", "2026-09-01")}
	for day, want := range map[string]string{"2025-12-31": "", "2026-01-01": "v1.0", "2026-05-31": "v1.0", "2026-06-01": "v1.3", "2026-08-31": "v1.3", "2026-09-01": "v1.0"} {
		got, found := pricing.InForce(all, day)
		if found != (want != "") || found && got.Version.String() != want {
			t.Errorf("%s: %s, %v; want %s", day, got.Version, found, want)
		}
	}
	for day, want := range map[string]string{"2025-01-01": "2026-01-01", "2026-06-01": "2026-09-01", "2026-09-01": ""} {
		if got := pricing.NextChange(all, day); got != want {
			t.Errorf("after %s: %s, want %s", day, got, want)
		}
	}
}

// TestReversals: a lower version that would come into force, or back, after a higher one is found, and only that.
func TestReversals(t *testing.T) {
	version := func(minor int, from, until string) pricing.List {
		return pricing.List{Version: pricing.Version{Major: 1, Minor: minor}, Effective: pricing.Period{From: from, Until: until}}
	}
	for want, all := range map[string][]pricing.List{
		"":                                {version(0, "2026-01-01", ""), version(1, "2026-03-01", ""), version(2, "2026-03-01", "")},
		" ":                               {version(0, "2026-01-01", "2026-04-01"), version(1, "2026-03-01", "2026-04-01"), version(2, "2026-05-01", "")},
		"v1.1 < v1.0, back on 2026-04-01": {version(0, "2026-01-01", ""), version(1, "2026-03-01", "2026-04-01"), version(2, "2026-05-01", "")},
		"   ":                             {version(0, "2026-01-01", ""), version(1, "2026-03-01", "2026-04-01"), version(2, "2026-04-01", "")}, // v1.2 replaces both
		"v1.1 < v1.0":                     {version(0, "2026-03-01", ""), version(1, "2026-01-01", "")},
		"  ":                              {version(0, "2026-03-01", ""), version(1, "2026-01-01", ""), version(2, "2026-03-01", "")}, // v1.0 never holds
		"v1.2 < v1.1, v1.2 < v1.0, back on 2026-04-01": {version(0, "2026-01-01", ""), version(1, "2026-05-01", ""), version(2, "2026-03-01", "2026-04-01")},
	} {
		var got []string
		for _, r := range pricing.Reversals(all) {
			got = append(got, r.Higher.Version.String()+" < "+r.Lower.Version.String())
			if r.Back {
				got[len(got)-1] += ", back on " + r.Day
			}
		}
		if strings.Join(got, ", ") != strings.TrimSpace(want) {
			t.Errorf("%q: %v", want, got)
		}
	}
}

// TestHeldUntil: a version holds until it ends, or another replaces it, whichever is first.
func TestHeldUntil(t *testing.T) {
	version := func(minor int, from, until string) pricing.List {
		return pricing.List{Version: pricing.Version{Major: 1, Minor: minor}, Effective: pricing.Period{From: from, Until: until}}
	}
	all := []pricing.List{version(0, "2026-01-01", "2026-06-01"), version(1, "2026-03-01", "2026-12-01"), version(2, "2026-03-01", "2026-05-01"), version(3, "2027-01-01", "")}
	for i, want := range []string{"2026-03-01", "2026-03-01", "2026-05-01", ""} {
		if got := pricing.HeldUntil(all, all[i]); got != want {
			t.Errorf("%s holds until %q, want %q", all[i].Version, got, want)
		}
	}
}

// FuzzList holds the reader to its promise: no panic, every finding with place and hint, an edit that can be undone.
func FuzzList(f *testing.F) {
	f.Add([]byte(whole))
	for _, c := range spoilt {
		f.Add([]byte(strings.Replace(whole, c.old, c.new, 1)))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		d, _ := doc.Read(path, text)
		list, found := pricing.Read(d)
		found = append(found, pricing.Strict(path, doc.Normalise(text), d)...)
		for _, finding := range found {
			if finding.Hint == "" || finding.Path != path {
				t.Fatalf("%+v", finding)
			}
		}
		for _, part := range list.Parts {
			if c, ok := part.Curve(); ok {
				c.Charge(money1234)
				c.Breaks(20)
			}
		}
		for _, price := range figures(list) {
			if !price.Given() {
				continue
			}
			changed, err := pricing.Rewrite(text, []pricing.Edit{{Figure: price, Text: "987654.321"}})
			if err != nil {
				continue // written as a block or with escapes, which Strict reports
			}
			d, _ := doc.Read(path, changed)
			again, _ := pricing.Read(d)
			if len(figures(again)) != len(figures(list)) || !strings.Contains(fmt.Sprint(figures(again)), "987654.321") {
				t.Fatalf("%s is lost in\n%s", price.Text, changed)
			}
		}
	})
}

var money1234, _ = money.Exact("1234.5")
