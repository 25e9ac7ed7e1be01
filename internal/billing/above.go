package billing

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"

	"parley/internal/diag"
	"parley/internal/money"
)

// Above is a month in which a customer is charged more than the monthly charge cap allows. The cap is a guardrail of ours on what one
// customer pays in a month over all lists together: it is told where it is broken, and lowers nobody's bill. What lowers a bill is the
// cap of a part, which a price list promises.
type Above struct {
	Customer Customer
	Month    string     // YYYY-MM
	Charged  *big.Rat   // over all lists, in the currency of the settings
	Place    diag.Place // of the first row of that month
}

// Above finds all months above the cap, in the order of customers and months: each line is charged as in an invoice. A month that
// reaches the cap exactly is not above it. Where nobody knows what a list's currency is in that of the settings, what is charged by it
// does not count.
func (u *Usage) Above(state State, settings Settings) []Above {
	limit := settings.limit()
	if limit == nil {
		return nil
	}
	u.sort()
	c := &comparison{usage: u, settings: settings}
	side := c.side(State{Lists: state.Lists}, map[string]bool{})
	var all []Above
	for start := 0; start < len(u.rows); {
		who, month, end := u.rows[start].customer(), u.rows[start].month(), start
		for end < len(u.rows) && u.rows[end].customer() == who && u.rows[end].month() == month {
			end++
		}
		used := side.add(u.rows[start:end], nil)
		if charged := closeMonth(used, true); charged.Cmp(limit) > 0 {
			all = append(all, Above{u.customers[who], monthName(month), charged, u.first(u.rows[start:end])})
		}
		closeAccounts(used)
		start = end
	}
	return all
}

// Breaches tells of each customer who is above the cap once, in the month with the highest charge. They are warnings: what somebody uses is no
// mistake in a file. That a change of prices lifts somebody above the cap is an error, which Compare tells.
func (s Settings) Breaches(all []Above) diag.List {
	var findings diag.List
	for start := 0; start < len(all); {
		end, worst := start, all[start]
		for ; end < len(all) && all[end].Customer.ID == worst.Customer.ID; end++ {
			if all[end].Charged.Cmp(worst.Charged) > 0 {
				worst = all[end]
			}
		}
		finding := s.breach(worst.Customer, worst.Place, worst.Month, s.amount(worst.Charged), end-start-1).
			WithHint("agree with the customer on it, or ask for a change of the policy; no bill is lowered")
		finding.Severity = diag.Warning
		findings = append(findings, finding)
		start = end
	}
	return findings
}

// Within keeps those of some months.
func Within(all []Above, months []string) []Above {
	return slices.DeleteFunc(slices.Clone(all), func(a Above) bool { return !slices.Contains(months, a.Month) })
}

// first is where the first of some rows stands.
func (u *Usage) first(rows []row) diag.Place {
	return u.place(slices.MinFunc(rows, func(a, b row) int { return cmp.Or(cmp.Compare(a.file, b.file), cmp.Compare(a.line, b.line)) }))
}

// breach is the finding about a customer in a month, at its first row.
func (s Settings) breach(who Customer, at diag.Place, month, actual string, more int) diag.Diagnostic {
	and := ""
	switch {
	case more == 1:
		and = " (and 1 month more)"
	case more > 1:
		and = fmt.Sprintf(" (and %d months more)", more)
	}
	finding := diag.New(diag.PriceMonthlyCap, at, "monthly charge cap: what %s pays over all lists in %s%s is %s, allowed is at most %s %s",
		who.ID, month, and, actual, money.Text(s.Cap.Amount), s.Cap.Currency)
	if s.CapAt.Path != "" {
		finding = finding.WithNote(s.CapAt, "the policy says so here")
	}
	return finding
}

// Exceeds reports a charge for a month that is above the monthly charge cap by itself, as a warning where the policy states the cap.
func (s Settings) Exceeds(charge *big.Rat, currency, what string) (finding diag.Diagnostic, above bool) {
	limit := s.limit()
	rate, known := s.Rate(currency)
	if limit == nil || !known || new(big.Rat).Mul(charge, rate).Cmp(limit) <= 0 {
		return diag.Diagnostic{}, false
	}
	finding = diag.New(diag.PriceMonthlyCap, s.CapAt, "monthly charge cap: what %s costs in a month is %s, allowed is at most %s %s for all that a customer uses",
		what, s.amount(new(big.Rat).Mul(charge, rate)), money.Text(s.Cap.Amount), s.Cap.Currency).WithHint("agree with the customer on it, or ask for a change of the policy; no bill is lowered")
	finding.Severity = diag.Warning
	return finding, true
}

// limit is the cap in the currency of the settings; nil where there is none, or nobody knows what it is in that currency.
func (s Settings) limit() *big.Rat {
	if s.Cap.Amount == nil {
		return nil
	}
	rate, known := s.Rate(s.Cap.Currency)
	if !known {
		return nil
	}
	return new(big.Rat).Mul(s.Cap.Amount, rate)
}

// amount writes an amount in the currency of the settings.
func (s Settings) amount(x *big.Rat) string {
	rounding, known := money.RoundingOf(s.Currency)
	if !known {
		return money.Near(x, 2) + " " + s.Currency
	}
	return money.Payable(rounding.Round(x), s.Currency) + " " + s.Currency
}
