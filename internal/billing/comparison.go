package billing

import (
	"fmt"
	"math/big"

	"parley/internal/diag"
	"parley/internal/money"
	"parley/internal/pricing"
)

// comparison holds everything that is worked out once, and not for each row.
type comparison struct {
	usage    *Usage
	settings Settings
	sides    [2]side
	tally    diag.Tally
}

// side is one state of the lists, by the numbers that things have in the usage.
type side struct {
	meters []*pricing.Meter // nil for what has no price
	costs  []*big.Int       // of a millionth of a unit, in 10^-18 of the currency; nil where nobody knows
	lists  []int            // the account of the list
	blind  []bool           // of a list whose currency cannot be told
	accts  []*account
}

// account adds up what one customer pays for one list.
type account struct {
	list        string
	step        *big.Rat // of the rounding
	keep        *big.Rat // what discounts leave
	whole       bool     // they leave everything
	rounding    money.Rounding
	rate        *big.Rat // of the currency in which amounts are told
	month, sum  int64    // steps: gross of the present month, net of all months
	known       int64    // steps: gross of all months of what has a known cost
	cost        big.Int  // 10^-18 of the currency
	units, part big.Int  // of a row, so that no row needs memory of its own
	overflow    big.Int  // steps that do not fit into sum
	spilt       big.Int  // the same of the present month
	used, dirty bool     // by the present customer; in the present month
}

func newComparison(u *Usage, before, after State, settings Settings) *comparison {
	c := &comparison{usage: u, settings: settings}
	missing := map[string]bool{}
	for i, state := range []State{before, after} {
		c.sides[i] = c.side(state, missing)
	}
	for i, thing := range u.things {
		priced := c.sides[0].meters[i] != nil || c.sides[1].meters[i] != nil
		if !priced && !c.sides[0].blind[i] && !c.sides[1].blind[i] {
			c.tally.Add(diag.New(diag.UsageUnpriced, thing.place, "%s has no price in %s, neither before nor after", thing.sku, thing.list).
				WithHint("correct the list or the SKU; what is used of it counts as nothing"))
		}
	}
	return c
}

// side compiles a state for the things that are used.
func (c *comparison) side(state State, missing map[string]bool) side {
	n := len(c.usage.things)
	s := side{meters: make([]*pricing.Meter, n), costs: make([]*big.Int, n), lists: make([]int, n), blind: make([]bool, n)}
	lists, at := map[string]pricing.List{}, map[string]int{}
	parts := map[string]map[string]*pricing.Part{}
	for _, list := range state.Lists {
		lists[list.ID] = list
	}
	for i, thing := range c.usage.things {
		list, found := lists[thing.list]
		if !found {
			continue
		}
		if parts[list.ID] == nil {
			parts[list.ID] = bySKU(list)
		}
		acct, known := at[list.ID]
		if !known {
			acct, at[list.ID] = len(s.accts), len(s.accts)
			s.accts = append(s.accts, c.account(list, thing.place, missing))
		}
		s.lists[i], s.blind[i] = acct, s.accts[acct] == nil
		part := parts[list.ID][thing.sku]
		if part == nil || s.accts[acct] == nil {
			continue
		}
		curve, whole := part.Curve()
		if !whole {
			continue
		}
		s.meters[i] = curve.Meter(s.accts[acct].rounding)
		if state.Cost != nil {
			if cost, known := state.Cost(list, *part); known {
				s.costs[i] = scaledCost(cost)
			}
		}
	}
	return s
}

func bySKU(list pricing.List) map[string]*pricing.Part {
	parts := make(map[string]*pricing.Part, len(list.Parts))
	for i := range list.Parts {
		parts[list.Parts[i].SKU] = &list.Parts[i]
	}
	return parts
}

// scaledCost is a cost in 10^-12, rounded up; times millionths of units it is in 10^-18.
func scaledCost(cost *big.Rat) *big.Int {
	step := new(big.Rat).SetFrac(big.NewInt(1), costScale)
	return money.Rounding{Step: step, Mode: money.Up}.Steps(cost)
}

// account opens the account of a list; nil where its currency cannot be told in that of the settings.
func (c *comparison) account(list pricing.List, at diag.Place, missing map[string]bool) *account {
	rounding, known := c.settings.Rounding(list.Currency)
	rate, rated := c.settings.Rate(list.Currency)
	if !known || !rated {
		if !missing[list.Currency] {
			missing[list.Currency] = true
			c.tally.Add(diag.New(diag.CostRate, at, "no table says what %s is in %s; what is charged in it is left out", list.Currency, c.settings.Currency).
				WithHint("add the rate to a table of exchange rates"))
		}
		return nil
	}
	keep := list.Keep()
	return &account{list: list.ID, step: rounding.Step, keep: keep, whole: keep.Cmp(big.NewRat(1, 1)) == 0, rounding: rounding, rate: rate}
}

// customer adds up the rows of one customer, which are in the order of months.
func (c *comparison) customer(rows []row) Effect {
	who := c.usage.customers[rows[0].customer()]
	e := Effect{Name: who.ID, Segment: who.Segment, Region: who.Region, Customers: 1}
	var first [2]*big.Rat
	var at diag.Place
	used := [2][]*account{}
	for start := 0; start < len(rows); {
		end := start
		for end < len(rows) && rows[end].month() == rows[start].month() {
			end++
		}
		var charged [2]*big.Rat
		for i := range c.sides {
			used[i] = c.sides[i].add(rows[start:end], used[i])
			charged[i] = closeMonth(used[i], c.settings.Cap.Amount != nil)
		}
		if c.crosses(charged) {
			if len(e.Crosses) == 0 {
				first, at = charged, c.usage.first(rows[start:end])
			}
			e.Crosses = append(e.Crosses, monthName(rows[start].month()))
		}
		start = end
	}
	for i := range used {
		e.sums[i] = closeAccounts(used[i])
	}
	c.reportCrossing(who, at, e.Crosses, first)
	return e
}

// add charges the rows of a month.
func (s *side) add(rows []row, used []*account) []*account {
	for _, r := range rows {
		thing := r.thing()
		meter := s.meters[thing]
		if meter == nil {
			continue
		}
		acct := s.accts[s.lists[thing]]
		if !acct.used {
			acct.used = true
			used = append(used, acct)
		}
		steps, fits := meter.Steps(r.quantity)
		if !fits || acct.month > 1<<61 {
			acct.spilt.Add(&acct.spilt, meter.Exact(r.quantity))
			acct.dirty = true
			continue
		}
		acct.month += steps
		acct.dirty = true
		if cost := s.costs[thing]; cost != nil {
			acct.known += steps
			acct.cost.Add(&acct.cost, acct.part.Mul(acct.units.SetInt64(int64(r.quantity)), cost))
		}
	}
	return used
}

// closeMonth takes the discounts off what a month has cost, and returns what it comes to where that is asked for.
func closeMonth(used []*account, asked bool) *big.Rat {
	var all *big.Rat
	if asked {
		all = new(big.Rat)
	}
	for _, a := range used {
		if !a.dirty {
			continue
		}
		net := a.month
		if !a.whole {
			gross := new(big.Rat).SetInt64(net)
			net = a.rounding.Steps(gross.Mul(gross, a.step).Mul(gross, a.keep)).Int64()
		}
		a.sum += net
		if asked {
			all.Add(all, a.told(net))
			all.Add(all, a.beyond(&a.spilt))
		}
		a.overflow.Add(&a.overflow, &a.spilt)
		a.spilt.SetInt64(0)
		a.month, a.dirty = 0, false
	}
	return all
}

// told is a number of steps in the currency of the settings.
func (a *account) told(steps int64) *big.Rat {
	amount := new(big.Rat).SetInt64(steps)
	return amount.Mul(amount, a.step).Mul(amount, a.rate)
}

// beyond is a number of steps that do not fit into 64 bits, less the discounts, in the currency of the settings.
func (a *account) beyond(steps *big.Int) *big.Rat {
	amount := new(big.Rat).SetInt(steps)
	return amount.Mul(amount, a.step).Mul(amount, a.keep).Mul(amount, a.rate)
}

// closeAccounts adds up what a customer pays over all months, and clears the accounts for the next.
func closeAccounts(used []*account) sums {
	all := noSums()
	for _, a := range used {
		over := a.beyond(&a.overflow)
		cost := new(big.Rat).SetFrac(&a.cost, new(big.Int).Mul(costScale, big.NewInt(1e6)))
		known := a.told(a.known)
		all.add(sums{over.Add(over, a.told(a.sum)), known.Mul(known, a.keep), cost.Mul(cost, a.rate)})
		a.sum, a.known, a.used = 0, 0, false
		a.cost.SetInt64(0)
		a.overflow.SetInt64(0)
	}
	return all
}

// crosses reports that a month is above the cap after the change, and was not before.
func (c *comparison) crosses(charged [2]*big.Rat) bool {
	limit := c.settings.limit()
	return limit != nil && charged[1].Cmp(limit) > 0 && charged[0].Cmp(limit) <= 0
}

func (c *comparison) reportCrossing(who Customer, at diag.Place, months []string, charged [2]*big.Rat) {
	if len(months) == 0 {
		return
	}
	actual := fmt.Sprintf("%s, and %s without the change", c.settings.amount(charged[1]), c.settings.amount(charged[0]))
	c.tally.Add(c.settings.breach(who, at, months[0], actual, len(months)-1).WithHint("lower the change for what this customer uses, or agree on it first"))
}
