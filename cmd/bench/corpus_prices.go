package main

import (
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"

	"parley/internal/pipeline"
	"parley/internal/workspace"
)

// market says what a generated repository of prices holds. Equal values give equal bytes.
type market struct {
	lists, parts    int // price lists; parts of each
	costs           int // of the cost book
	customers, uses int // customers; parts that each uses
	months          int
}

// fullMarket is the size that Parley promises to be quick with: 10,000 parts, 1.2 million rows of usage.
var fullMarket = market{lists: 100, parts: 100, costs: 1000, customers: 5000, uses: 20, months: 12}

var (
	priceRegions  = []string{"emea", "amer", "apac", "mena"}
	priceSegments = []string{"reseller", "integrator", "managed-service-partner"}
)

// usageFolder is where what customers use lies.
const usageFolder = "pricing/usage"

// state is one of the two that are compared: in the second, each fifth part has another markup, and every list another version.
type state int

const (
	stateBefore state = iota
	stateAfter
)

func (m market) listID(n int) string {
	return fmt.Sprintf("%s-eur-list%03d", priceRegions[n%len(priceRegions)], n)
}

func (m market) sku(list, part int) string { return fmt.Sprintf("PART-%05d", list*m.parts+part) }

// writeLists writes all lists as they are in a state.
func (m market) writeLists(dir string, s state) error {
	for n := range m.lists {
		if err := writeFile(dir, "pricing/lists/"+m.listID(n)+".yaml", m.list(n, s)); err != nil {
			return err
		}
	}
	return nil
}

// list is a price list whose prices are those that follow from its costs.
func (m market) list(n int, s state) string {
	var out strings.Builder
	version, from := "v1.0", "2026-01-01"
	if s == stateAfter {
		version, from = "v1.1", "2026-12-01"
	}
	fmt.Fprintf(&out, "kind: price-list\nid: %s\ntitle: Prices of list %d\nowner: pricing-lead\nversion: %s\nmodel: consumption\n"+
		"region: %s\ncurrency: EUR\npartner_tier: gold\nsegments: [reseller, integrator]\nteam: pricing\neffective:\n  from: %q\n"+
		"terms:\n  service_level: gold\n  acceptance: a signed test report\n  payment: net-30\n  cadence: monthly\ndiscounts:\n  max: \"10%%\"\nparts:\n",
		m.listID(n), n, version, priceRegions[n%len(priceRegions)], from)
	for i := range m.parts {
		out.WriteString(m.part(n, i, s))
	}
	return out.String()
}

// part is a part of a list: of three, one is graduated.
func (m market) part(list, i int, s state) string {
	number := list*m.parts + i
	cost := number % m.costs
	markup, hundredths := "100%", 2*m.unitCost(cost)
	if s == stateAfter && number%5 == 0 {
		markup, hundredths = "125%", 9*m.unitCost(cost)/4
	}
	amount := func(hundredths int) string { return fmt.Sprintf("%d.%02d", hundredths/100, hundredths%100) }
	text := fmt.Sprintf("  - sku: %s\n    name: Part %d of the list\n    unit: hour\n    cost: cost-%04d\n    markup: %q\n    adjust:\n      step: \"20%%\"\n", m.sku(list, i), i, cost, markup)
	if number%3 == 0 {
		return text + fmt.Sprintf("    charge: graduated\n    tiers:\n      - up_to: \"1000\"\n        price: %q\n      - discount: \"25%%\"\n        price: %q\n",
			amount(hundredths), amount(3*hundredths/4))
	}
	return text + fmt.Sprintf("    charge: per-unit\n    price: %q\n", amount(hundredths))
}

// unitCost is what a unit of a cost costs, in hundredths: multiples of 16, so that no price is rounded.
func (m market) unitCost(cost int) int { return 16 * (10 + (cost*7919)%997) }

// writeRest writes all that is no list: settings, roles, costs with their invoices, guardrails, usage.
func (m market) writeRest(dir string) error {
	files := map[string]string{
		workspace.SettingsPath: "kind: site\ntitle: Measured prices\ncompany: Measured Ltd\nlanguages: [en]\n" +
			defined("regions", priceRegions) + defined("tiers", []string{"gold"}) + defined("segments", priceSegments) +
			"navigation:\n  - id: prices\n    title: Prices\n    kinds: [price-list, cost-book, price-policy]\n",
		"content/index.md":        "---\ntitle: Measured prices\n---\n\nPrices.\n",
		"content/people.yaml":     "kind: people\ntitle: Roles\nroles:\n  - id: pricing-lead\n    title: Pricing lead\n    purpose: Keeps the prices.\npeople:\n  - id: mara\n    name: Mara Lindqvist\n    roles: [pricing-lead]\n",
		"pricing/policy.yaml":     guardrails,
		"pricing/costs/2026.yaml": m.book(),
		"pricing/costs/2026.csv":  m.invoice(),
		".gitignore":              "/public/\n",
	}
	for name, text := range files {
		if err := writeFile(dir, name, text); err != nil {
			return err
		}
	}
	return m.writeUsage(dir)
}

const guardrails = `kind: price-policy
title: Guardrails
owner: pricing-lead
time_zone: Europe/Paris
evidence: forge
tiers:
  - name: minor
    below: {change: "2%", monthly_impact: "500 EUR", drift: {30d: "3%", 90d: "5%", 365d: "12%"}}
    approvals:
      - role: pricing-lead
  - name: standard
    below: {change: "10%", monthly_impact: "5000 EUR", drift: {30d: "12%", 90d: "15%", 365d: "25%"}}
    approvals:
      - role: pricing-lead
  - name: high
    people: 2
    approvals:
      - role: pricing-lead
guardrails:
  margin_floor: "10%"
  monthly_charge_cap: "900000000 EUR"
`

func defined(key string, ids []string) string {
	text := key + ":\n"
	for _, id := range ids {
		text += fmt.Sprintf("  - id: %s\n    title: %s\n", id, capital(id))
	}
	return text
}

func (m market) book() string {
	var out strings.Builder
	out.WriteString("kind: cost-book\nid: \"2026\"\ntitle: Costs of 2026\nowner: pricing-lead\nperiod:\n  from: \"2025-10-01\"\n  until: \"2026-01-01\"\n" +
		"effective:\n  from: \"2026-01-01\"\ncurrency: EUR\ninvoices:\n  - file: 2026.csv\ncosts:\n")
	for cost := range m.costs {
		fmt.Fprintf(&out, "  - id: cost-%04d\n    unit: hour\n    charges:\n      - charge: hours\n        part: part-%04d\n", cost, cost)
	}
	return out.String()
}

// invoice has three lines for each cost, one a month.
func (m market) invoice() string {
	var out strings.Builder
	out.WriteString("provider,charge,part,quantity,amount,currency,period\n")
	for month := 10; month <= 12; month++ {
		for cost := range m.costs {
			fmt.Fprintf(&out, "provider,hours,part-%04d,100,%d.00,EUR,2025-%d\n", cost, m.unitCost(cost), month)
		}
	}
	return out.String()
}

// writeUsage writes a file for each region: its customers by month.
func (m market) writeUsage(dir string) error {
	random := rand.New(rand.NewPCG(20261123, 5))
	texts := make([]strings.Builder, len(priceRegions))
	for region := range texts {
		texts[region].WriteString("customer,segment,region,list,sku,month,quantity\n")
	}
	for customer := range m.customers {
		region := customer % len(priceRegions)
		list := region + len(priceRegions)*random.IntN(m.lists/len(priceRegions))
		used := random.Perm(m.parts)[:m.uses]
		for month := range m.months {
			for _, part := range used {
				fmt.Fprintf(&texts[region], "customer-%05d,%s,%s,%s,%s,2026-%02d,%d.%d\n", customer, priceSegments[customer%len(priceSegments)],
					priceRegions[region], m.listID(list), m.sku(list, part), month+1, random.IntN(2000), random.IntN(10))
			}
		}
	}
	for region, id := range priceRegions {
		if err := writeFile(dir, usageFolder+"/"+id+".csv", texts[region].String()); err != nil {
			return err
		}
	}
	return nil
}

// release writes down what the lists say now, each as a version.
func (m market) release(dir string) error {
	repository, err := pipeline.Open(dir)
	if err != nil {
		return err
	}
	defer repository.Close()
	prices, err := pipeline.OpenPrices(repository, pipeline.Moment{AsOf: "2026-11-22"})
	if err != nil {
		return err
	}
	for n := range m.lists {
		made, err := pipeline.ReleaseList(repository, prices, m.listID(n))
		if err != nil || made.Findings.HasErrors() {
			return fmt.Errorf("%s cannot be released: %w %v", m.listID(n), err, made.Findings)
		}
	}
	return nil
}

// readAll reads all files of a folder, but not those of some folders in it: the least that anybody has to do who wants to know what
// they say.
func readAll(dir string, without ...string) error {
	return filepath.WalkDir(dir, func(name string, entry os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		for _, left := range without {
			if name == filepath.Join(dir, filepath.FromSlash(left)) {
				return filepath.SkipDir
			}
		}
		if entry.IsDir() {
			return nil
		}
		file, err := os.Open(name)
		if err != nil {
			return err
		}
		defer file.Close()
		_, err = io.Copy(io.Discard, file)
		return err
	})
}
