package costing

import (
	"cmp"
	"math/big"
	"slices"

	"parley/internal/diag"
	"parley/internal/money"
	"parley/internal/pricing"
)

// Cost is what a unit costs, with the budget buffer.
type Cost struct {
	ID, Unit   string
	Currency   string   // ISO 4217
	PerUnit    *big.Rat // amount a unit; exact
	Place      diag.Place
	Derivation pricing.Derivation // its last result is PerUnit
}

// Costs works out every cost of the book. A cost that cannot be worked out is missing, which is a finding; so are the invoice
// lines that go into none.
func (a *Account) Costs() (map[string]Cost, diag.List) {
	costs, used := make(map[string]Cost, len(a.book.Costs)), map[group]bool{}
	byPart := map[string][]group{}
	for of := range a.buckets {
		byPart[of.part] = append(byPart[of.part], of)
	}
	for _, groups := range byPart {
		slices.SortFunc(groups, compareGroups)
	}
	for _, entry := range a.book.Costs {
		w := worker{account: a, entry: entry, byPart: byPart, used: used, own: map[group]bool{}}
		if cost, ok := w.cost(); ok {
			costs[entry.ID] = cost
		}
	}
	a.unused(used)
	a.copied()
	a.missed()
	return costs, a.findings
}

func compareGroups(a, b group) int {
	return cmp.Or(cmp.Compare(a.provider, b.provider), cmp.Compare(a.charge, b.charge), cmp.Compare(a.part, b.part))
}

// unused reports what nobody pays for, once for each charge.
func (a *Account) unused(used map[group]bool) {
	var findings diag.List
	for of, buckets := range a.buckets {
		if !used[of] {
			findings = append(findings, diag.New(diag.CostUnused, buckets[0].at, "%s of %s for %s goes into no cost", of.charge, of.provider, of.part).
				WithHint("name it under the charges of a cost, or leave the line out"))
		}
	}
	for _, b := range a.loose {
		findings = append(findings, diag.New(diag.CostUnused, b.at, "%d lines name no part, and go into no cost; they sum to %s %s", len(b.lines), money.Text(b.amount), b.currency).
			WithHint("tag what is charged for, map it to a part, or leave such lines out"))
	}
	a.findings = append(a.findings, findings.Sort()...)
}

// worker works out one cost.
type worker struct {
	account *Account
	entry   Entry
	byPart  map[string][]group
	used    map[group]bool
	own     map[group]bool // those that this cost has counted
	d       pricing.Derivation
	failed  bool
}

func (w *worker) wrong(code diag.Code, at diag.Place, hint, format string, args ...any) {
	w.failed = true
	w.account.findings = append(w.account.findings, diag.New(code, at, format, args...).WithHint("%s", hint))
}

// missing reports lines that are not there, unless it may be that nobody could read them.
func (w *worker) missing(at diag.Place, hint, format string, args ...any) {
	if w.failed = true; !w.account.blind {
		w.wrong(diag.CostUnknown, at, hint, format, args...)
	}
}

func (w *worker) cost() (Cost, bool) {
	charges := w.entry.Charges
	if len(charges) == 0 {
		for _, of := range w.byPart[w.entry.ID] {
			charges = append(charges, Charge{w.entry.Place, of.provider, of.charge, of.part, pricing.Figure{}, pricing.Figure{}, pricing.Figure{}})
		}
	}
	if _, known := money.MinorUnits(w.entry.Currency); !known {
		for _, charge := range charges {
			w.buckets(charge) // its lines are not unused: they would be in it
		}
		return Cost{}, false
	}
	var parts []pricing.Input
	for _, charge := range charges {
		if sum, ok := w.charge(charge); ok {
			parts = append(parts, sum)
		}
	}
	if len(charges) == 0 {
		w.missing(w.entry.Place, "write "+w.entry.ID+" as the part of invoice lines, or name charges", "no invoice line is for %s", w.entry.ID)
	}
	if w.failed {
		return Cost{}, false
	}
	unit := w.entry.Currency + "/" + w.entry.Unit
	sum := w.d.Do(pricing.TermCostOfOne.Of(w.unit()), unit, pricing.Total, parts...)
	if w.entry.Buffer.Given() {
		sum = w.d.Do(pricing.TermBuffered.Of(), unit, pricing.Raised, sum, w.entry.Buffer.In(pricing.TermBuffer))
	}
	if sum.Value.Sign() < 0 {
		w.wrong(diag.CostQuantity, w.entry.Place, "credits are higher than charges; leave them out, or spread them over more invoices", "a unit of %s would cost less than nothing", w.entry.ID)
	}
	return Cost{w.entry.ID, w.entry.Unit, w.entry.Currency, sum.Value, w.entry.Place, w.d}, !w.failed
}

// charge is what one charge costs for one unit of the cost.
func (w *worker) charge(c Charge) (pricing.Input, bool) {
	if c.Part == "" {
		w.failed = true
		return pricing.Input{}, false
	}
	name := cmp.Or(c.Name, c.Part)
	buckets := w.buckets(c)
	if len(buckets) == 0 {
		w.missing(c.Place, "compare provider, charge and part with the invoice lines, letter by letter", "no invoice line is for %s of %s", name, c.Part)
		return pricing.Input{}, false
	}
	own := pricing.Detail{Kind: pricing.Own, Text: name}
	var amounts, quantities []pricing.Input
	for _, b := range buckets {
		month := pricing.Detail{Kind: pricing.Month, Text: b.month}
		amount := b.sumOf(pricing.TermInMonth.Of(own, month), b.amount).Counted(b.currency)
		converted, known := w.account.rates.Convert(&w.d, amount, b.currency, w.entry.Currency, b.month+"-01")
		if !known {
			w.wrong(diag.CostRate, b.at, "add the rate to a table that holds in this month", "no table says what %s is in %s in %s", b.currency, w.entry.Currency, b.month)
		}
		amounts = append(amounts, converted)
		quantities = append(quantities, b.sumOf(pricing.TermQuantityInMonth.Of(month), b.quantity))
	}
	if w.failed || c.Spread.Given() && c.Spread.Value.Sign() == 0 {
		w.failed = true // a spread over nothing is the book's finding
		return pricing.Input{}, false
	}
	amount := w.d.Do(pricing.TermAmountOf.Of(own), w.entry.Currency, pricing.Total, amounts...)
	if c.Spread.Given() {
		if c.Share.Given() {
			amount = w.d.Do(pricing.TermShareOf.Of(own), w.entry.Currency, pricing.Product, amount, c.Share.In(pricing.TermShare))
		}
		return w.d.Do(pricing.TermForOne.Of(own, w.unit()), w.entry.Currency, pricing.Quotient, amount, c.Spread.In(pricing.TermSpread)), true
	}
	quantity := w.d.Do(pricing.TermQuantityOf.Of(own), "", pricing.Total, quantities...)
	if quantity.Value.Sign() <= 0 {
		w.wrong(diag.CostQuantity, buckets[0].at, "spread the charge over units of the cost: spread:", "the quantities of %s sum to %s, so nobody knows what one costs", name, money.Text(quantity.Value))
		return pricing.Input{}, false
	}
	rate := w.d.Do(pricing.TermOneUnitOf.Of(own), w.entry.Currency, pricing.Quotient, amount, quantity)
	if c.Use.Given() {
		rate = w.d.Do(pricing.TermForOne.Of(own, w.unit()), w.entry.Currency, pricing.Product, rate, c.Use.In(pricing.TermUse))
	}
	return rate, true
}

// unit is that of the cost, as a name speaks of it.
func (w *worker) unit() pricing.Detail {
	return pricing.Detail{Kind: pricing.Unit, Text: w.entry.Unit}
}

// buckets are the sums that a charge counts.
func (w *worker) buckets(c Charge) []*bucket {
	var buckets []*bucket
	for _, of := range w.byPart[c.Part] {
		if (c.Provider == "" || c.Provider == of.provider) && (c.Name == "" || c.Name == of.charge) {
			if w.own[of] {
				w.wrong(diag.CostBook, c.Place, "say of which provider and which charge each is", "%s of %s counts in this cost already", of.charge, of.provider)
			}
			buckets, w.used[of], w.own[of] = append(buckets, w.account.buckets[of]...), true, true
		}
	}
	return buckets
}
