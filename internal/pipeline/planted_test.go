package pipeline

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"parley/internal/kind"
	"parley/internal/workspace"
)

// spellings are the ways in which an output may hold a text: as it is, packed as links and feeds pack it, and, of digits, as
// languages group and write them.
func spellings(text string) []string {
	all := []string{text, url.QueryEscape(text), base64.StdEncoding.EncodeToString([]byte(text)), hex.EncodeToString([]byte(text))}
	whole, fraction, decimal := strings.Cut(text, ".")
	if strings.Trim(whole+fraction, "0123456789") != "" {
		return all
	}
	for _, point := range []string{".", ",", "٫"} {
		for _, separator := range []string{"", ",", ".", " ", "'", "’", "\u00a0", "\u202f", "&nbsp;", "&#160;", "&#8239;", "٬"} {
			grouped := whole
			for i := len(whole) - 3; i > 0; i -= 3 {
				grouped = grouped[:i] + separator + grouped[i:]
			}
			if decimal {
				grouped += point + fraction
			}
			all = append(all, grouped)
		}
	}
	for _, written := range all {
		all = append(all, strings.Map(func(r rune) rune {
			if '0' <= r && r <= '9' {
				return r - '0' + '٠'
			}
			return r
		}, written))
	}
	return all
}

// pricesAlone copies what the sample company has of prices, with no more beside it than prices name.
func pricesAlone(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "pricing"), os.DirFS("../../pricing")); err != nil {
		t.Fatal(err)
	}
	for _, feature := range []string{"single-sign-on", "workload-discovery", "rollback-snapshots", "cost-forecast"} {
		put(t, dir, "content/features/"+feature+".md", "---\nkind: feature\ntitle: "+feature+"\nsummary: s\nowner: product-owner\nstatus: available\navailable_in: [emea]\navailable_to: [gold]\n---\n")
	}
	people, err := os.ReadFile("../../content/people.yaml")
	if err != nil {
		t.Fatal(err)
	}
	put(t, dir, "content/people.yaml", regexp.MustCompile(`(?m)^ +topics: .*\n`).ReplaceAllString(string(people), ""))
	put(t, dir, "content/site.yaml", `kind: site
title: Portal
languages: [en, de, ar]
regions: [{id: emea, title: EMEA}, {id: amer, title: AMER}, {id: apac, title: APAC}, {id: mena, title: MENA}]
tiers: [{id: registered, title: Registered}, {id: silver, title: Silver}, {id: gold, title: Gold}]
segments: [{id: reseller, title: Resellers}, {id: integrator, title: Integrators}, {id: managed-service-partner, title: Managed}]
engines: [{id: onboarding, title: Onboarding}, {id: migration, title: Migration}, {id: integration-checks, title: Checks}, {id: renewal, title: Renewal}]
partners: [{id: nordlys, title: Nordlys}]
navigation: [{id: prices, title: Prices, kinds: [price-list, cost-book, exchange-rates, invoice-columns]}]
`)
	return dir
}

// digestOf is the SHA-256 of a file, in hexadecimal.
func digestOf(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// TestFiguresBehindPricesAreInNoOutput plants invoice lines and usage that stand nowhere else, has a public page link to their
// files and to a release, and searches every file of every output for them. Partners and the public find no word of the
// cost books, the rates and the maps of columns either.
func TestFiguresBehindPricesAreInNoOutput(t *testing.T) {
	if testing.Short() {
		t.Skip("builds of the whole company again and again: go test without -short makes them")
	}
	dir := pricesAlone(t)
	lines := map[string]string{ // at the usual rate, so that no price changes
		"pricing/costs/2026-q3-own.csv": "alderbrook,planning hour,planning,79190317,7127128530.00,EUR,2026-09\n",
		"pricing/usage/emea.csv":        "plantedcustomer,reseller,emea,emea-eur-gold,RUN-SEAT,2026-10,83170319\n",
	}
	for name, line := range lines {
		file := filepath.Join(dir, filepath.FromSlash(name))
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		put(t, dir, name, string(text)+line)
	}
	list, out := filepath.Join(dir, "pricing/lists/emea-eur-gold.yaml"), filepath.Join(dir, "pricing/releases/emea-eur-gold/v2.2.json")
	edit(t, list, `margin: "38%"`, `margin: "38.00417%"`) // which gives the same price
	edit(t, list, `band: "1%"`, "cap: \"7340.63\"\n      band: \"1.0917%\"")
	edit(t, list, `max: "15%"`, `max: "14.9173%"`)
	edit(t, filepath.Join(dir, "pricing/releases/emea-eur-gold/v2.3.json"), `"max": "15%"`, `"max": "14.9173%"`) // which the list says, too
	before := digestOf(t, out)
	edit(t, out, `"max": "15%"`, `"max": "14.8173%"`)
	edit(t, out, `"reason": "Console`, `"reason": "Plantedreason: console`)
	edit(t, filepath.Join(dir, "pricing/releases/emea-eur-gold/v2.3.json"), before, digestOf(t, out)) // as if it had been released so
	put(t, dir, "pricing/Usage/planted.txt", "plantednote\n")
	release, err := os.ReadFile(filepath.Join(dir, "pricing/releases/emea-eur-gold/v2.3.json"))
	if err != nil {
		t.Fatal(err)
	}
	digests := regexp.MustCompile(`[0-9a-f]{64}`).FindAllString(string(release), -1)
	if len(digests) == 0 {
		t.Fatal("the release names no inputs")
	}
	put(t, dir, "content/link.md", "---\ntitle: A page that links\naudience: public\n---\nThe [lines](../pricing/costs/2026-q3-own.csv), [usage](../pricing/usage/emea.csv), "+
		"[release](../pricing/releases/emea-eur-gold/v2.3.json), [note](../pricing/Usage/planted.txt), [book](../pricing/costs/2026-q3.yaml).\n")

	everywhere := append([]string{"79190317", "7127128530", "plantednote"}, digests...)
	elsewhere := append([]string{"plantedcustomer", "83170319", "usage/emea.csv", "azure-migrate-hour", "rg-migration", "lantern", "7.53%", "0.439356", "Costs of the third quarter", "cost-book", "exchange-rates", "invoice-columns", "Kostenbuch"}, everywhere...)
	// What the pages of lists, parts and releases show to us.
	shown := []string{"38.00417", "7340.63", "1.0917", "14.9173", "14.8173", "Plantedreason", "page-guardrails", "page-watch", "page-derived", "parts/MIG-ENGINE-HOUR", "2026-q3-azure.csv:10", "policy.yaml:"}
	elsewhere = append(elsewhere, shown...)
	for _, c := range []struct {
		view    workspace.View
		secrets []string
	}{
		{workspace.View{Audience: kind.Public}, elsewhere},
		{workspace.View{Audience: kind.Partner}, elsewhere},
		{workspace.View{Audience: kind.Partner, Partner: "nordlys"}, elsewhere},
		{workspace.View{Audience: kind.Internal}, everywhere},
	} {
		out := filepath.Join(t.TempDir(), "out")
		told := 0
		built := build(t, dir, out, c.view)
		for _, finding := range built.Findings {
			if finding.Path == "content/link.md" && strings.HasSuffix(finding.Message, workspace.KeptInput) {
				told++
			}
		}
		if built.Findings.HasErrors() || told != 4 {
			t.Fatalf("%v: %d links are told: %v", c.view, told, built.Findings)
		}
		output := files(t, out)
		if text, there := output["link/index.html"]; !there || !strings.Contains(text, "release") {
			t.Fatalf("%v: the page with the links is not there", c.view)
		}
		for name, text := range output {
			for _, secret := range c.secrets {
				for _, spelt := range spellings(secret) {
					if strings.Contains(name, spelt) || strings.Contains(text, spelt) {
						t.Errorf("%v: %s holds %q", c.view, name, spelt)
					}
				}
			}
		}
		all := strings.Join(texts(output), "\n")
		for _, text := range shown {
			found := slices.ContainsFunc(spellings(text), func(spelt string) bool { return strings.Contains(all, spelt) })
			if c.view.Audience == kind.Internal && !found {
				t.Errorf("internal readers do not find %q: the test would not notice a leak", text)
			}
		}
		for _, name := range []string{"prices.csv", "prices.json", "history/index.html", "history/history.csv", "v2.2/index.html", "v2.2/changes.json"} {
			if _, there := output["pricing/lists/emea-eur-gold/"+name]; there != (c.view.Audience != kind.Public) {
				t.Errorf("%v: %s is there: %v", c.view, name, there)
			}
		}
		if _, there := output["pricing/costs/2026-q3/index.html"]; there != (c.view.Audience == kind.Internal) {
			t.Errorf("%v: the page of the cost book: %v", c.view, there)
		}
	}
}
