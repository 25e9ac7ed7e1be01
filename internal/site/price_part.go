package site

import (
	"fmt"
	"math/big"
	"strings"

	"parley/internal/diag"
	"parley/internal/money"
	"parley/internal/pricing"
	"parley/internal/repricing"
)

// guardrails are the limits of the price policy, and whether the list holds to them; for internal readers.
func (p *pricer) guardrails() []Guardrail {
	if p.ours == nil {
		return nil
	}
	policy, words := p.ours.Policy, p.language.words
	var all []Guardrail
	add := func(name, label string, at pricing.Figure, allowed ...string) {
		if !at.Given() {
			return
		}
		rail := Guardrail{Name: label, Allowed: allowed, Source: placed(at.Place)}
		for _, breach := range p.ours.Breaches() {
			if breach.Name == name {
				rail.Broken = append(rail.Broken, breach.Subject+": "+breach.Actual)
			}
		}
		all = append(all, rail)
	}
	add(repricing.MarginFloor, words.Say("Margin floor"), policy.MarginFloor, words.Say("at least %s", p.share(policy.MarginFloor)))
	add(repricing.DiscountCap, words.Say("Discount cap"), policy.DiscountCap, words.Say("at most %s", p.share(policy.DiscountCap)))
	variability := policy.Net
	if !variability.Given() {
		variability = policy.Length
	}
	days := words.Count(p.language.Plural(policy.Window), policy.Window, "%d day", "%d days")
	add(repricing.VariabilityCap, words.Say("Variability cap"), variability, p.limits(days, policy)...)
	if policy.Notice > 0 {
		days := words.Count(p.language.Plural(policy.Notice), policy.Notice, "%d day", "%d days")
		add(repricing.Notice, words.Say("Notice period"), pricing.Figure{Value: new(big.Rat), Place: policy.NoticeAt}, words.Say("at least %s", days))
	}
	if limit := policy.MonthlyCap; limit.Amount != nil {
		text, _ := p.language.Money(money.Payable(limit.Amount, limit.Currency), limit.Currency)
		all = append(all, Guardrail{Name: words.Say("Monthly charge cap"), Allowed: []string{words.Say("at most %s", text)}, Source: placed(policy.MonthlyCapAt), Applied: true})
	}
	return all
}

func placed(at diag.Place) string { return fmt.Sprintf("%s:%d", at.Path, at.Line) }

// limits says how far prices may move within the window.
func (p *pricer) limits(days string, policy repricing.Policy) []string {
	var all []string
	if policy.Net.Given() {
		all = append(all, p.language.words.Say("within %[1]s at most %[2]s from any price to any later one", days, p.share(policy.Net)))
	}
	if policy.Length.Given() {
		all = append(all, p.language.words.Say("within %[1]s at most %[2]s, all changes added up", days, p.share(policy.Length)))
	}
	return all
}

// share writes a percentage as it stands in a file.
func (p *pricer) share(f pricing.Figure) string {
	return p.language.Percent(strings.TrimSuffix(f.Text, "%"))
}
