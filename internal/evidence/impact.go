package evidence

import (
	"math/big"
	"slices"
	"strings"

	"parley/internal/approval"
	"parley/internal/billing"
	"parley/internal/diag"
	"parley/internal/git"
	"parley/internal/tariff"
)

// impact is what the change does to monthly charges, part by part: by usage and rates of the base, and of the result where
// they differ, of which the larger holds.
type impact struct {
	currency string
	views    []map[billing.Part]*big.Rat
}

func (g *gatherer) impact(before, after *state) (impact, error) {
	found := impact{}
	if tiers := g.policy.Tiers; len(tiers) > 0 && tiers[0].Below != nil {
		found.currency = tiers[0].Below.Impact.Currency
	}
	views := []*state{before}
	if slices.ContainsFunc(g.differences, func(d git.Difference) bool {
		return strings.HasPrefix(d.Path, usageFolder) || strings.HasPrefix(d.Path, "pricing/rates/")
	}) {
		views = append(views, after)
	}
	for _, view := range views {
		usage, findings := view.Usage()
		for _, finding := range findings {
			if finding.Severity == diag.Error {
				g.facts.Problems = append(g.facts.Problems, reasonOf(finding))
			}
		}
		settings := view.Settings(usage)
		settings.Currency, settings.Rate = found.currency, rateTo(view.Prices, usage, found.currency)
		found.views = append(found.views, usage.Shifts(before.State(), after.State(), settings))
		if err := g.holdCap(view, usage); err != nil {
			return found, err
		}
	}
	return found, nil
}

// rateTo is how much of a currency one unit of another is, today or else in the last month of the usage.
func rateTo(p *tariff.Prices, usage *billing.Usage, to string) func(string) (*big.Rat, bool) {
	days := []string{p.Day}
	if months := usage.Months(); len(months) > 0 {
		days = append(days, months[len(months)-1]+"-01")
	}
	return func(from string) (*big.Rat, bool) {
		if from == to {
			return big.NewRat(1, 1), true
		}
		for _, day := range days {
			if rate, known := p.Rates.Rate(from, to, day); known {
				return rate, true
			}
		}
		return nil, false
	}
}

// of is the impact of one part; nil where it cannot be told. What nobody uses has none.
func (i impact) of(list, sku string) *approval.Money {
	worst := new(big.Rat)
	for _, view := range i.views {
		amount, used := view[billing.Part{List: list, SKU: sku}]
		if used && amount == nil {
			return nil
		}
		if used && amount.Cmp(worst) > 0 {
			worst = amount
		}
	}
	return &approval.Money{Amount: worst, Currency: i.currency}
}

// holdCap refuses a change by which a customer goes above the monthly charge cap. For that all lists are read that somebody uses.
func (g *gatherer) holdCap(view *state, usage *billing.Usage) error {
	if view.Policy.MonthlyCap.Amount == nil || len(usage.Customers()) == 0 {
		return nil
	}
	ids := append(usage.Lists(), g.changedLists()...)
	slices.Sort(ids)
	ids = slices.Compact(ids)
	memo := &tariff.Memo{}
	var states [2]billing.State
	for i, tree := range []*git.Tree{g.base, g.result} {
		s, err := g.stateOf(tree, g.base, ids, memo)
		if err != nil {
			return err
		}
		states[i] = billing.State{Lists: s.Lists}
	}
	for _, finding := range usage.Compare(states[0], states[1], view.Settings(usage)).Findings {
		if finding.Code == diag.PriceMonthlyCap {
			g.facts.Problems = append(g.facts.Problems, reasonOf(finding))
		}
	}
	return nil
}
