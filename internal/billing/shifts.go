package billing

import (
	"math/big"
)

// Part names a part of a list.
type Part struct{ List, SKU string }

// Shifts are, for each part that is used, what a change does to monthly charges: the sum over all customers of how much each
// pays more or less for it, a month on average, in the currency of the settings. That one pays more is not made up for by
// another who pays less. Standing discounts are taken off; the cap of a month is not applied. Nil stands for a part whose
// currency nobody can tell in that of the settings.
func (u *Usage) Shifts(before, after State, settings Settings) map[Part]*big.Rat {
	u.sort()
	c := newComparison(u, before, after, settings)
	shifts := map[Part]*big.Rat{}
	months := big.NewRat(1, int64(max(1, len(u.Months()))))
	for start := 0; start < len(u.rows); {
		end := start
		used := map[uint32]*[2]big.Rat{}
		for ; end < len(u.rows) && u.rows[end].customer() == u.rows[start].customer(); end++ {
			r := u.rows[end]
			if !c.sides[0].concerns(r.thing()) && !c.sides[1].concerns(r.thing()) {
				continue
			}
			charged := used[r.thing()]
			if charged == nil {
				charged = new([2]big.Rat)
				used[r.thing()] = charged
			}
			for i := range c.sides {
				charged[i].Add(&charged[i], c.sides[i].charge(r))
			}
		}
		for thing, charged := range used {
			part := Part{u.things[thing].list, u.things[thing].sku}
			sum, known := shifts[part]
			if !known {
				sum = new(big.Rat)
			}
			if c.sides[0].blind[thing] || c.sides[1].blind[thing] || sum == nil {
				shifts[part] = nil
				continue
			}
			change := new(big.Rat).Sub(&charged[1], &charged[0])
			shifts[part] = sum.Add(sum, change.Mul(change.Abs(change), months))
		}
		start = end
	}
	return shifts
}

// Lists are the ids of all price lists of which something is used.
func (u *Usage) Lists() []string {
	var ids []string
	for id := range u.byThing {
		ids = append(ids, id)
	}
	return ids
}

// concerns is true of what has a price in this state, or has one that cannot be told.
func (s *side) concerns(thing uint32) bool { return s.meters[thing] != nil || s.blind[thing] }

// charge is what a row costs after the standing discounts, in the currency of the settings.
func (s *side) charge(r row) *big.Rat {
	meter := s.meters[r.thing()]
	if meter == nil {
		return new(big.Rat)
	}
	acct := s.accts[s.lists[r.thing()]]
	steps := meter.Exact(r.quantity)
	amount := new(big.Rat).SetInt(steps)
	amount.Mul(amount, acct.step).Mul(amount, acct.keep)
	return amount.Mul(amount, acct.rate)
}
