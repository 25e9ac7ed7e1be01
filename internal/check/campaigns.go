package check

import (
	"math/big"
	"slices"
	"strings"

	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/money"
	"parley/internal/workspace"
)

// budgeted are the amounts of a budget.
var budgeted = []string{"amount", "spent", "committed"}

// budgets checks that finance has signed whatever goes beyond its budget.
func budgets(w *workspace.Workspace, _ string) diag.List {
	var findings diag.List
	roles := rolesOf(w)
	for _, d := range documentsOf(w, "campaign", "budget.amount", "budget.spent", "budget.committed", "budget.sign_off.by") {
		budget := d.Fields.Get("budget")
		if !budget.Has("sign_off") {
			findings = append(findings, overspent(d, budget)...)
			continue
		}
		by := budget.Get("sign_off").Get("by")
		if held, known := roles[by.Text]; known && !slices.ContainsFunc(held, isFinance) {
			findings = append(findings, diag.New(diag.CampaignSignOff, placeOf(d, by), "%s signed, but holds no role of finance", by.Text).
				WithHint("%s", signers(roles)))
		}
	}
	return findings
}

func isFinance(role string) bool { return strings.HasPrefix(role, "finance") }

// signers says who may sign.
func signers(roles map[string][]string) string {
	var may []string
	for person, held := range roles {
		if slices.ContainsFunc(held, isFinance) {
			may = append(may, person)
		}
	}
	slices.Sort(may)
	if len(may) == 0 {
		return "give somebody a role whose id starts with finance, and have it signed there"
	}
	return "have it signed by " + enough(may)
}

// rolesOf are the roles that each person holds.
func rolesOf(w *workspace.Workspace) map[string][]string {
	roles := map[string][]string{}
	for _, d := range documentsOf(w, "people", "people.id", "people.roles") {
		for _, person := range d.Fields.Get("people").Items {
			if id := person.Str("id"); id != "" {
				roles[id] = append(roles[id], person.Strings("roles")...)
			}
		}
	}
	return roles
}

// overspent reports a budget that what is spent and committed goes beyond, at the amount that does it.
func overspent(d *workspace.Document, budget doc.Value) diag.List {
	limit, ok := exact(budget, "amount")
	spent, okSpent := exact(budget, "spent")
	committed, okCommitted := exact(budget, "committed")
	sum := new(big.Rat).Add(spent, committed)
	if !ok || !okSpent || !okCommitted || !budget.Has("amount") || sum.Cmp(limit) <= 0 {
		return nil
	}
	over := budget.Get("committed")
	if spent.Cmp(limit) > 0 {
		over = budget.Get("spent")
	}
	decimals := 0
	for _, name := range budgeted {
		decimals = max(decimals, money.Decimals(budget.Str(name)))
	}
	return diag.List{diag.New(diag.CampaignBudget, placeOf(d, over), "%s is spent or committed, %s more than the budget", sum.FloatString(decimals), new(big.Rat).Sub(sum, limit).FloatString(decimals)).
		WithHint("have finance sign it: sign_off: {by: a person, on: a day, reason: why}").
		WithNote(placeOf(d, budget.Get("amount")), "the budget")}
}

// exact is the amount under a key, as a fraction, which is exact; nothing when there is none. It is false for what is
// no amount.
func exact(value doc.Value, key string) (*big.Rat, bool) {
	text, ok := value.Lookup(key)
	if !ok {
		return new(big.Rat), true
	}
	if _, err := money.Parse(text.Text); err != nil || text.Type != doc.String {
		return new(big.Rat), false
	}
	return new(big.Rat).SetString(text.Text)
}
