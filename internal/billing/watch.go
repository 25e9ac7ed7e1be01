package billing

import (
	"math/big"
	"slices"
	"time"

	"parley/internal/diag"
	"parley/internal/money"
	"parley/internal/pricing"
)

// WatchDays is for how many days a release is watched, and WatchMonths from how many months before it follows what is expected.
const (
	WatchDays   = 90
	WatchMonths = 3
)

// Watch compares what has been used since a version of a list came into force with what was to be expected: that it goes on as
// in the months before, at the new prices. Units and charges are those of a month on average.
type Watch struct {
	From, Until   string   // the window: WatchDays days, the last of which is the day before Until
	Before, After []string // the months that count: those that ended before the window, and those that began in it and have ended
	Lines         []WatchLine
	Total         WatchLine // its SKU is empty, and so are its units
	Customers     [2]int    // who used the list before, and who does since
}

// WatchLine is one part.
type WatchLine struct {
	SKU                     string
	Expected, Used          *big.Rat // units
	ExpectedCharge, Charged *big.Rat // in the currency of the list; the charges are those of invoices
}

// Watch watches a version of a list, as of a day. Usage is by month: a month counts that has ended by that day and that the
// usage reaches. False where the day from which the version holds is none. What has no price is a finding.
func (u *Usage) Watch(list pricing.List, day string, terms Terms) (Watch, diag.List, bool) {
	from, err := time.Parse(time.DateOnly, list.Effective.From)
	if err != nil {
		return Watch{}, nil, false
	}
	w := Watch{From: list.Effective.From, Until: from.AddDate(0, 0, WatchDays).Format(time.DateOnly)}
	w.Before, w.After = u.watched(from, day)
	before, after := newWatcher(w.Before), newWatcher(w.After)
	var findings diag.List
	for _, bill := range u.Bills(list.ID) {
		for _, side := range []*watcher{before, after} {
			findings = append(findings, side.add(list, bill, terms)...)
		}
	}
	w.Customers = [2]int{len(before.customers), len(after.customers)}
	w.Total = WatchLine{ExpectedCharge: new(big.Rat), Charged: new(big.Rat)}
	for _, part := range list.Parts {
		line := WatchLine{SKU: part.SKU, Expected: before.units(part.SKU), Used: after.units(part.SKU),
			ExpectedCharge: before.charge(part.SKU), Charged: after.charge(part.SKU)}
		w.Total.ExpectedCharge.Add(w.Total.ExpectedCharge, line.ExpectedCharge)
		w.Total.Charged.Add(w.Total.Charged, line.Charged)
		w.Lines = append(w.Lines, line)
	}
	return w, findings.Sort(), true
}

// watched are the months before a day that let expect something, and those of the window that begins with it.
func (u *Usage) watched(from time.Time, day string) (before, after []string) {
	known := u.Months()
	if len(known) == 0 {
		return nil, nil
	}
	reaches := func(month string) bool { return known[0] <= month && month <= known[len(known)-1] }
	first := time.Date(from.Year(), from.Month(), 1, 0, 0, 0, 0, time.UTC)
	until := from.AddDate(0, 0, WatchDays)
	for i := -WatchMonths; i <= WatchMonths; i++ {
		begin, end := first.AddDate(0, i, 0), first.AddDate(0, i+1, 0)
		month := begin.Format("2006-01")
		switch {
		case !reaches(month):
		case !end.After(from):
			before = append(before, month)
		case !begin.Before(from) && begin.Before(until) && end.Format(time.DateOnly) <= day:
			after = append(after, month)
		}
	}
	return before, after
}

// watcher adds up the invoices of some months.
type watcher struct {
	months    map[string]bool
	customers map[string]bool
	used, due map[string]*big.Rat // by SKU
}

func newWatcher(months []string) *watcher {
	w := &watcher{months: map[string]bool{}, customers: map[string]bool{}, used: map[string]*big.Rat{}, due: map[string]*big.Rat{}}
	for _, month := range months {
		w.months[month] = true
	}
	return w
}

func (w *watcher) add(list pricing.List, bill Bill, terms Terms) diag.List {
	if !w.months[bill.Month] {
		return nil
	}
	w.customers[bill.Customer.ID] = true
	invoice, findings := Quote(list, bill.Items, terms)
	for _, line := range invoice.Lines {
		sum(w.used, line.SKU, line.Quantity.Rat())
		sum(w.due, line.SKU, line.Net)
	}
	return findings
}

func sum(sums map[string]*big.Rat, sku string, amount *big.Rat) {
	if sums[sku] == nil {
		sums[sku] = new(big.Rat)
	}
	sums[sku].Add(sums[sku], amount)
}

func (w *watcher) units(sku string) *big.Rat { return w.average(w.used[sku]) }

func (w *watcher) charge(sku string) *big.Rat { return w.average(w.due[sku]) }

// average is a sum as that of a month; nothing where nothing is known.
func (w *watcher) average(sum *big.Rat) *big.Rat {
	if sum == nil || len(w.months) == 0 {
		return new(big.Rat)
	}
	return new(big.Rat).Quo(sum, big.NewRat(int64(len(w.months)), 1))
}

// Rounded is the watch with charges that can be written down, of which those of the parts sum to those of all: they are rounded as
// Rounding.Spread does.
func (w Watch) Rounded(rounding money.Rounding) Watch {
	expected, charged := make([]*big.Rat, len(w.Lines)), make([]*big.Rat, len(w.Lines))
	for i, line := range w.Lines {
		expected[i], charged[i] = line.ExpectedCharge, line.Charged
	}
	expected, charged = rounding.Spread(expected), rounding.Spread(charged)
	w.Lines = slices.Clone(w.Lines)
	w.Total.ExpectedCharge, w.Total.Charged = new(big.Rat), new(big.Rat)
	for i := range w.Lines {
		w.Lines[i].ExpectedCharge, w.Lines[i].Charged = expected[i], charged[i]
		w.Total.ExpectedCharge.Add(w.Total.ExpectedCharge, expected[i])
		w.Total.Charged.Add(w.Total.Charged, charged[i])
	}
	return w
}
