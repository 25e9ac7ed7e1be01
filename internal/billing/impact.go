package billing

import (
	"cmp"
	"math/big"
	"slices"

	"parley/internal/diag"
	"parley/internal/money"
	"parley/internal/pricing"
)

// State is one of the two states of all price lists that are compared.
type State struct {
	Lists []pricing.List
	// Cost is what a unit of a part costs us in the currency of its list; false where nobody knows.
	Cost func(list pricing.List, part pricing.Part) (*big.Rat, bool)
}

// Settings are how an impact is told.
type Settings struct {
	Currency string // in which amounts of several currencies are told
	// Rate is how much of Currency one unit of another currency is; false where nobody knows.
	Rate     func(currency string) (*big.Rat, bool)
	Rounding func(currency string) (money.Rounding, bool) // of each line, as in a quote
	Cap      money.Sum                                    // the monthly charge cap; Amount is nil for none
	CapAt    diag.Place                                   // where the policy says so
}

// Effect is what a change does to one customer, or to all of a segment or region. Amounts are in the currency of the settings,
// and those of a month on average: a sum over all months of the usage, divided by their number. So effects add up.
type Effect struct {
	Name            string // the customer's id, the segment, the region; empty for all together
	Segment, Region string // of a customer
	Customers       int
	Before, After   *big.Rat
	Change          *big.Rat // After less Before
	Relative        *big.Rat // Change/Before; nil where nothing was paid before
	MarginBefore    *big.Rat // (net-cost)/net over what has a known cost; nil where that is nothing
	MarginAfter     *big.Rat
	Crosses         []string // the months in which a customer goes above the cap and did not before

	sums [2]sums
}

// sums are of one state, over all months: what is paid, and of it what has a known cost, with that cost.
type sums struct{ net, known, cost *big.Rat }

// Impact is what a change does to everybody.
type Impact struct {
	Currency  string
	Months    int
	Customers []Effect // those who pay most more, in money, first
	Segments  []Effect // the same
	Regions   []Effect // the same
	Total     Effect
	Dropped   []Dropped // in the order of the usage
	Findings  diag.List // what has no price in a state, currencies without a rate, customers who cross the cap
}

// Dropped is something that is used, has a price before a change, and has none after it. What was paid for it looks like a saving, and is
// none: nobody can buy it any more.
type Dropped struct {
	List, SKU string
	Customers []string // who have used it
}

// costScale is the precision of costs in sums over all customers: a unit costs a multiple of 10^-12, rounded up. The margin can
// come out too low by that, by less than a millionth of a cent for a thousand units, and never too high.
var costScale = big.NewInt(1e12)

// Compare works out what becomes of everybody's monthly charge. Each line is charged and rounded as Quote does, the standing
// discounts are taken off each month's charges of a list, and that is rounded once more. The monthly charge cap is reported
// and not applied.
func (u *Usage) Compare(before, after State, settings Settings) Impact {
	u.sort()
	c := newComparison(u, before, after, settings)
	impact := Impact{Currency: settings.Currency, Months: max(1, len(u.Months()))}
	for start := 0; start < len(u.rows); {
		end := start
		for end < len(u.rows) && u.rows[end].customer() == u.rows[start].customer() {
			end++
		}
		impact.Customers = append(impact.Customers, c.customer(u.rows[start:end]))
		start = end
	}
	impact.Segments = grouped(impact.Customers, func(e Effect) string { return e.Segment })
	impact.Regions = grouped(impact.Customers, func(e Effect) string { return e.Region })
	impact.Total = Effect{Name: ""}
	if all := grouped(impact.Customers, func(Effect) string { return "" }); len(all) > 0 {
		impact.Total = all[0]
	} else {
		impact.Total.finish(impact.Months)
	}
	for _, effects := range [][]Effect{impact.Customers, impact.Segments, impact.Regions} {
		for i := range effects {
			effects[i].finish(impact.Months)
		}
		slices.SortFunc(effects, func(a, b Effect) int { return cmp.Or(b.Change.Cmp(a.Change), cmp.Compare(a.Name, b.Name)) })
	}
	impact.Total.finish(impact.Months)
	impact.Dropped = c.dropped()
	impact.Findings = c.tally.List()
	return impact
}

// dropped finds what is used and no longer sold, and by whom.
func (c *comparison) dropped() []Dropped {
	var all []Dropped
	at := map[uint32]int{}
	for i, thing := range c.usage.things {
		if c.sides[0].meters[i] != nil && c.sides[1].meters[i] == nil && !c.sides[1].blind[i] {
			at[uint32(i)] = len(all)
			all = append(all, Dropped{List: thing.list, SKU: thing.sku})
		}
	}
	if len(all) == 0 {
		return nil
	}
	for _, r := range c.usage.rows { // in the order of customers
		if i, gone := at[r.thing()]; gone {
			all[i].Customers = append(all[i].Customers, c.usage.customers[r.customer()].ID)
		}
	}
	for i := range all {
		all[i].Customers = slices.Compact(all[i].Customers)
	}
	return all
}

// grouped adds effects up by a name.
func grouped(effects []Effect, name func(Effect) string) []Effect {
	var groups []Effect
	at := map[string]int{}
	for _, e := range effects {
		i, known := at[name(e)]
		if !known {
			i = len(groups)
			at[name(e)] = i
			groups = append(groups, Effect{Name: name(e), sums: [2]sums{noSums(), noSums()}})
		}
		groups[i].Customers++
		for side := range groups[i].sums {
			groups[i].sums[side].add(e.sums[side])
		}
	}
	return groups
}

func noSums() sums { return sums{new(big.Rat), new(big.Rat), new(big.Rat)} }

func (s *sums) add(other sums) {
	s.net.Add(s.net, other.net)
	s.known.Add(s.known, other.known)
	s.cost.Add(s.cost, other.cost)
}

// margin is (net-cost)/net of what has a known cost.
func (s sums) margin() *big.Rat {
	if s.known.Sign() <= 0 {
		return nil
	}
	margin := new(big.Rat).Sub(s.known, s.cost)
	return margin.Quo(margin, s.known)
}

// finish makes of the sums over all months what is told.
func (e *Effect) finish(months int) {
	if e.sums[0].net == nil {
		e.sums = [2]sums{noSums(), noSums()}
	}
	share := big.NewRat(1, int64(months))
	e.Before, e.After = new(big.Rat).Mul(e.sums[0].net, share), new(big.Rat).Mul(e.sums[1].net, share)
	e.Change = new(big.Rat).Sub(e.After, e.Before)
	if e.Before.Sign() > 0 {
		e.Relative = new(big.Rat).Quo(e.Change, e.Before)
	}
	e.MarginBefore, e.MarginAfter = e.sums[0].margin(), e.sums[1].margin()
}

// Rounded is the impact with amounts that can be written down, which agree to the last minor unit: what becomes of the customers sums
// to what becomes of their segment, of their region and of all together, and what is paid before, with the change, is what is paid
// after. What all pay before is rounded, and so is the change; each customer has a part of these by the method of the largest
// remainder, so that nothing changes for whom nothing does. Shares, margins and months are as they were.
func (i Impact) Rounded(rounding money.Rounding) Impact {
	spread := func(of func(Effect) *big.Rat) []*big.Rat {
		amounts := make([]*big.Rat, len(i.Customers))
		for n, e := range i.Customers {
			amounts[n] = of(e)
		}
		return rounding.Spread(amounts)
	}
	before, change := spread(func(e Effect) *big.Rat { return e.Before }), spread(func(e Effect) *big.Rat { return e.Change })
	groups := []map[string]*Effect{byName(i.Segments), byName(i.Regions), byName([]Effect{i.Total})}
	customers := slices.Clone(i.Customers)
	for n := range customers {
		e := &customers[n]
		e.Before, e.Change, e.After = before[n], change[n], new(big.Rat).Add(before[n], change[n])
		for g, name := range []string{e.Segment, e.Region, i.Total.Name} {
			group := groups[g][name]
			group.Before.Add(group.Before, e.Before)
			group.Change.Add(group.Change, e.Change)
			group.After.Add(group.After, e.After)
		}
	}
	named := func(effects []Effect, group map[string]*Effect) []Effect {
		rounded := make([]Effect, len(effects))
		for n, e := range effects {
			rounded[n] = *group[e.Name]
		}
		return rounded
	}
	i.Customers, i.Segments, i.Regions, i.Total = customers, named(i.Segments, groups[0]), named(i.Regions, groups[1]), *groups[2][i.Total.Name]
	return i
}

// byName are copies of some effects whose amounts are still nothing.
func byName(effects []Effect) map[string]*Effect {
	groups := map[string]*Effect{}
	for _, e := range effects {
		e.Before, e.After, e.Change = new(big.Rat), new(big.Rat), new(big.Rat)
		groups[e.Name] = &e
	}
	return groups
}
