package repricing

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
	"time"

	"parley/internal/diag"
	"parley/internal/money"
	"parley/internal/pricing"
)

// The names of the guardrails that a list is held to.
const (
	MarginFloor    = "margin floor"
	DiscountCap    = "discount cap"
	VariabilityCap = "variability cap"
	Notice         = "notice"
)

// Breach is a guardrail that does not hold.
type Breach struct {
	Code    diag.Code
	Place   diag.Place // of the figure that breaks it
	Rule    diag.Place // of the guardrail in the policy
	Subject string     // what breaks it: "HOUR", "the discounts of emea-eur-gold"
	Name    string     // of the guardrail
	Actual  string
	Allowed string
	Hint    string
}

// Finding is the breach as a finding.
func (b Breach) Finding() diag.Diagnostic {
	finding := diag.New(b.Code, b.Place, "%s: %s is %s, allowed is %s", b.Name, b.Subject, b.Actual, b.Allowed).WithHint("%s", b.Hint)
	if b.Rule.Path != "" {
		finding = finding.WithNote(b.Rule, "the policy says so here")
	}
	return finding
}

// Discounts holds a list to the discount cap: the standing discounts together (they multiply), and the largest that the list
// allows.
func (p Policy) Discounts(l pricing.List) []Breach {
	if !p.DiscountCap.Given() {
		return nil
	}
	var breaches []Breach
	breach := func(at diag.Place, share *big.Rat, what string) {
		if share.Cmp(p.DiscountCap.Value) > 0 {
			breaches = append(breaches, Breach{diag.PriceDiscountCap, at, p.DiscountCap.Place, what + " of " + l.ID, DiscountCap,
				money.Fraction(share, 4), "at most " + p.DiscountCap.Text, "give less, or ask for a change of the policy"})
		}
	}
	if len(l.Standing) > 0 && l.Keep().Sign() > 0 { // one that leaves nothing to pay is a finding of the list already
		breach(l.Standing[0].Rate.Place, new(big.Rat).Sub(one, l.Keep()), "what the standing discounts take off together")
	}
	if l.MaxDiscount.Given() {
		breach(l.MaxDiscount.Place, l.MaxDiscount.Value, "the largest discount")
	}
	return breaches
}

// Margins holds every published price of a list to the margin floor: (net-cost)/net, where net is the price less as much as the
// list allows to be taken off. Cost is what one unit of a part costs in the currency of the list, false where nobody knows.
// Units of a package are counted; included units, minimum and cap are not, because what they are worth depends on the customer:
// that is what Impact shows.
func (p Policy) Margins(l pricing.List, cost func(pricing.Part) (*big.Rat, bool)) []Breach {
	if !p.MarginFloor.Given() {
		return nil
	}
	var breaches []Breach
	kept := l.LeastKept()
	if l.Keep().Sign() <= 0 {
		return nil // the same
	}
	for _, part := range l.Parts {
		unit, known := cost(part)
		if !known {
			continue
		}
		if part.Package.Given() {
			unit = new(big.Rat).Mul(unit, part.Package.Value)
		}
		for _, price := range part.Prices() {
			net := new(big.Rat).Mul(price.Value, kept)
			left := new(big.Rat).Sub(net, unit)
			// (net-cost)/net < floor, without dividing by a price of nothing
			if left.Cmp(new(big.Rat).Mul(net, p.MarginFloor.Value)) >= 0 {
				continue
			}
			actual := "that of a price of nothing"
			if net.Sign() > 0 {
				actual = money.Fraction(left.Quo(left, net), 4)
			}
			breaches = append(breaches, Breach{diag.PriceMarginFloor, price.Place, p.MarginFloor.Place, "the margin of " + part.SKU + " after the largest discount", MarginFloor,
				actual, "at least " + p.MarginFloor.Text, "raise the price, or allow less discount"})
		}
	}
	return breaches
}

// Announcement holds a version to the notice: the days from the one on which it is announced to its first, both as ISO 8601 writes
// them. Nothing is said of days that cannot be read.
func (p Policy) Announcement(l pricing.List, announced string) []Breach {
	day, known := time.Parse(time.DateOnly, announced)
	from, begins := time.Parse(time.DateOnly, l.Effective.From)
	earliest := day.AddDate(0, 0, p.Notice)
	if p.Notice == 0 || known != nil || begins != nil || !from.Before(earliest) {
		return nil
	}
	return []Breach{{diag.PriceNotice, l.EffectiveAt, p.NoticeAt, fmt.Sprintf("the time from %s, when %s of %s is announced, to its first day", announced, l.Version, l.ID), Notice,
		lead(int(from.Sub(day).Hours() / 24)), fmt.Sprintf("at least %d days", p.Notice), "let these prices hold from " + earliest.Format(time.DateOnly) + " or later"}}
}

// lead is a number of days ahead; one that lies behind is none.
func lead(days int) string {
	switch {
	case days < -1:
		return fmt.Sprintf("none: that was %d days before", -days)
	case days == -1:
		return "none: that was the day before"
	case days == 1:
		return "1 day"
	}
	return fmt.Sprintf("%d days", days)
}

// Dated is a curve from a day on.
type Dated struct {
	Day   string // ISO 8601
	Curve pricing.Curve
}

// Variability holds the newest curve of a part to the variability cap. Looked at are all curves that held at some time within
// the window of days that ends with the newest, the one included that held when it began. Net is the largest relative change
// from any of them to any later one; path is the sum of the changes from each to the next, up and down alike. The size of a
// change is that of Shift.Largest. Days come from the releases, not from their authors.
func (p Policy) Variability(sku string, at diag.Place, history []Dated) []Breach {
	if p.Window == 0 || len(history) < 2 {
		return nil
	}
	held := p.window(history)
	net, path, ends := new(big.Rat), new(big.Rat), true
	for i, from := range held {
		for j, to := range held[i+1:] {
			size, comparable := Between(from.Curve, to.Curve).Largest()
			ends = ends && comparable
			if size.Cmp(net) > 0 {
				net = size
			}
			if j == 0 {
				path.Add(path, size)
			}
		}
	}
	var breaches []Breach
	for _, c := range []struct {
		name    string
		size    *big.Rat
		allowed pricing.Figure
	}{{"net movement", net, p.Net}, {"length of the path", path, p.Length}} {
		if c.allowed.Given() && (!ends || c.size.Cmp(c.allowed.Value) > 0) {
			actual := money.Fraction(c.size, 4)
			if !ends {
				actual = "without a bound"
			}
			breaches = append(breaches, Breach{diag.PriceVariability, at, c.allowed.Place, fmt.Sprintf("the %s of %s within %d days", c.name, sku, p.Window), VariabilityCap,
				actual, "at most " + c.allowed.Text, "change the price less, or later"})
		}
	}
	return breaches
}

// window keeps what held within the days before the newest, in order.
func (p Policy) window(history []Dated) []Dated {
	sorted := slices.Clone(history)
	slices.SortStableFunc(sorted, func(a, b Dated) int { return cmp.Compare(a.Day, b.Day) })
	newest, err := time.Parse(time.DateOnly, sorted[len(sorted)-1].Day)
	if err != nil {
		return sorted
	}
	begin := newest.AddDate(0, 0, -p.Window).Format(time.DateOnly)
	first := 0
	for i, dated := range sorted {
		if dated.Day <= begin {
			first = i
		}
	}
	return sorted[first:]
}
