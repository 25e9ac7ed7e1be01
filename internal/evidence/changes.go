package evidence

import (
	"bytes"
	"math/big"
	"slices"
	"strings"

	"parley/internal/approval"
	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/pricing"
	"parley/internal/repricing"
)

// listed is one list in both trees, as far as it is there.
type listed struct {
	was, is       pricing.List
	before, after *reading // nil where it is not there
	change        repricing.ListChange
}

// changes tells what becomes of prices and of the terms under which they are paid.
func (g *gatherer) changes(before, after *state) error {
	impact, err := g.impact(before, after)
	if err != nil {
		return err
	}
	for _, id := range unionOf(before.readings, after.readings) {
		l := listed{before: before.readings[id], after: after.readings[id], change: g.repriced[id]}
		l.was, _ = before.List(id)
		l.is, _ = after.List(id)
		if l.before != nil && l.after != nil && g.idle(id, before, after) {
			continue
		}
		found := append(append(l.ofList(), l.ofParts(impact)...), l.ofDays(before, after, impact)...)
		if gap(before, after, id) {
			found = append(found, l.about(approval.FlagGap))
		}
		for i := range found {
			found[i] = g.complete(found[i], l, before)
		}
		g.facts.Changes = append(g.facts.Changes, found...)
		g.facts.Problems = append(g.facts.Problems, l.costs()...)
		if len(g.facts.Changes) > mostParts {
			return refuse(approval.LimitExceeded, "the change touches more than %d prices", mostParts)
		}
	}
	return nil
}

func unionOf(a, b map[string]*reading) []string {
	var ids []string
	for _, m := range []map[string]*reading{a, b} {
		for id := range m {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// shown is the list as it is, or as it was where it has gone.
func (l listed) shown() pricing.List {
	if l.after != nil {
		return l.is
	}
	return l.was
}

// about is a change of the list as a whole, by which no price moves.
func (l listed) about(flags ...approval.Flag) approval.Change {
	shown := l.shown()
	return approval.Change{List: shown.ID, Region: shown.Region, Currency: shown.Currency, Path: shown.Path, Line: shown.EffectiveAt.Line, Relative: new(big.Rat), Flags: flags}
}

// ofList tells what changes about a list beside its parts.
func (l listed) ofList() []approval.Change {
	if l.before == nil || l.after == nil {
		return nil // its parts are new, or have gone
	}
	var flags []approval.Flag
	for _, field := range l.change.Fields {
		name, _, _ := strings.Cut(field.Name, ".")
		if sets[name] && !differ(keep(l.before.Fields, name), keep(l.after.Fields, name)) {
			continue // in another order
		}
		switch name {
		case "version", "discounts": // discounts move prices
		case "model":
			flags = append(flags, approval.FlagCharge)
		case "region":
			flags = append(flags, approval.FlagMoved)
		case "currency":
			flags = append(flags, approval.FlagCurrency)
		case "partner_tier", "segments":
			flags = append(flags, approval.FlagSegment)
		case "effective":
			flags = append(flags, approval.FlagDates)
		default:
			flags = append(flags, approval.FlagTerms)
		}
	}
	scope := []string{"audience", "regions", "tiers", "partner"}
	if differ(keep(l.before.Fields, scope...), keep(l.after.Fields, scope...)) {
		flags = append(flags, approval.FlagSegment)
	}
	known := append([]string{"version", "model", "region", "currency", "partner_tier", "segments", "effective", "terms", "languages", "features"}, append(idle, scope...)...)
	if l.discounted() {
		known = append(known, "discounts")
	}
	if differ(without(l.before.Fields, known...), without(l.after.Fields, known...)) {
		flags = append(flags, approval.FlagTerms)
	}
	if len(flags) == 0 {
		return nil
	}
	slices.Sort(flags)
	found := []approval.Change{l.about(slices.Compact(flags)...)}
	if l.was.Region != l.is.Region {
		left := found[0]
		left.Region = l.was.Region
		found = append(found, left)
	}
	return found
}

func differ(a, b doc.Value) bool {
	return !bytes.Equal(approval.AppendCanonical(nil, a, listForm), approval.AppendCanonical(nil, b, listForm))
}

// costs are the parts that follow another cost than before. Prices need not move by that, but what keeps them above their cost does.
func (l listed) costs() []approval.Reason {
	if l.before == nil || l.after == nil {
		return nil
	}
	var found []approval.Reason
	add := func(at diag.Place, what string) {
		found = append(found, approval.Reason{Code: approval.PolicyChanged, Path: l.is.Path, Line: at.Line, Rule: "cost", Message: what + " follows other costs than before"})
	}
	if l.was.CostBook != l.is.CostBook {
		add(l.is.VersionAt, l.is.ID)
	}
	for i := range l.is.Parts {
		part := &l.is.Parts[i]
		if l.alike(part.SKU) {
			continue
		}
		if was, both := l.was.Part(part.SKU); both && was.Cost != part.Cost {
			add(part.Place, part.SKU)
		}
	}
	return found
}

// ofParts tells what becomes of the parts of a list.
func (l listed) ofParts(impact impact) []approval.Change {
	var found []approval.Change
	done := map[string]bool{}
	for _, part := range l.change.Parts {
		if l.change.Before != l.change.After && l.change.Before != "" && l.change.After != "" {
			continue
		}
		done[part.SKU] = true
		found = append(found, l.part(part, impact))
	}
	if l.before == nil || l.after == nil {
		return found
	}
	discounted := l.discounted()
	for i := range l.is.Parts {
		part := &l.is.Parts[i]
		if done[part.SKU] || l.alike(part.SKU) && !discounted {
			continue
		}
		was, both := l.was.Part(part.SKU)
		if !both {
			continue
		}
		change := repricing.PartChange{SKU: part.SKU, What: repricing.Changed, Before: was.Place, After: part.Place, Shift: still()}
		one := l.part(change, impact)
		if !l.alike(part.SKU) {
			one.Flags = append(one.Flags, approval.FlagTerms)
		}
		found = append(found, one)
	}
	return found
}

// ofDays tells what becomes of prices where the days of a list change, and on some day from today on other versions hold than the two
// that the file has held: one that was released before may come back, or go.
func (l listed) ofDays(before, after *state, impact impact) []approval.Change {
	if l.before == nil || l.after == nil || l.was.Effective == l.is.Effective {
		return nil
	}
	var found []approval.Change
	had, has := before.Versions(l.is.ID), after.Versions(l.is.ID)
	told := map[[2]pricing.Version]bool{{l.was.Version, l.is.Version}: true}
	for _, day := range daysOf(before.Day, had, has) {
		was, priced := pricing.InForce(had, day)
		is, still := pricing.InForce(has, day)
		pair := [2]pricing.Version{was.Version, is.Version}
		if !priced || !still || told[pair] {
			continue
		}
		told[pair] = true
		one := listed{was: was, is: is, before: l.before, after: l.after}
		for _, change := range repricing.Compare([]pricing.List{was}, []pricing.List{is}).Lists {
			for _, part := range change.Parts {
				c := one.part(part, impact)
				c.Path, c.Line, c.Flags = l.is.Path, l.is.EffectiveAt.Line, append(c.Flags, approval.FlagDates)
				found = append(found, c)
			}
		}
	}
	return found
}

// discounted is true of a list of which the discounts leave another share of each price than before.
func (l listed) discounted() bool {
	return l.was.Keep().Cmp(l.is.Keep()) != 0 || l.was.LeastKept().Cmp(l.is.LeastKept()) != 0
}

// alike is true of a part that says the same in both trees.
func (l listed) alike(sku string) bool {
	return bytes.Equal(l.before.meanings()["/"+sku], l.after.meanings()["/"+sku])
}

func still() repricing.Shift {
	return repricing.Shift{Most: new(big.Rat), Least: new(big.Rat), Rate: new(big.Rat)}
}

// part tells what becomes of one part.
func (l listed) part(change repricing.PartChange, impact impact) approval.Change {
	shown := l.shown()
	was, sold := l.was.Part(change.SKU)
	is, sells := l.is.Part(change.SKU)
	c := approval.Change{List: shown.ID, SKU: change.SKU, Region: shown.Region, Currency: shown.Currency, Path: shown.Path,
		Line: cmpLine(was, is, change), Old: pricesOf(was), New: pricesOf(is), Impact: impact.of(shown.ID, change.SKU)}
	switch change.What {
	case repricing.Added:
		c.Flags = append(c.Flags, approval.FlagNew)
	case repricing.Removed:
		c.Flags = append(c.Flags, approval.FlagRemoved)
	case repricing.Moved:
		c.Flags = append(c.Flags, approval.FlagMoved)
	}
	for _, field := range change.Fields {
		switch field.Name {
		case "unit":
			c.Flags = append(c.Flags, approval.FlagUnit)
		case "charge":
			c.Flags = append(c.Flags, approval.FlagCharge)
		case "name":
			c.Flags = append(c.Flags, approval.FlagTerms)
		}
	}
	if sells && free(is) {
		c.Flags = append(c.Flags, approval.FlagFree)
	}
	if sold && sells && change.Shift.Most != nil && !change.Shift.Endless {
		c.Relative = net(change.Shift, l.was, l.is)
	}
	return c
}

// free is true of a part that costs nothing for some quantity that is charged.
func free(part pricing.Part) bool {
	return slices.ContainsFunc(part.Prices(), func(price pricing.Figure) bool { return price.Value.Sign() == 0 })
}

// cmpLine is the line of the first price that differs, or of the part.
func cmpLine(was, is pricing.Part, change repricing.PartChange) int {
	old := was.Prices()
	for i, price := range is.Prices() {
		if i >= len(old) || old[i].Value.Cmp(price.Value) != 0 {
			return price.Place.Line
		}
	}
	if change.After.Line > 0 {
		return change.After.Line
	}
	return change.Before.Line
}

// pricesOf shows the prices of a part.
func pricesOf(part pricing.Part) string {
	var all []string
	for _, price := range part.Prices() {
		all = append(all, price.Text)
	}
	return strings.Join(all, " / ")
}

// net is the largest relative change of what is paid: over the whole curve, and after the discounts of the list, the standing ones
// and the largest alike.
func net(shift repricing.Shift, was, is pricing.List) *big.Rat {
	largest := new(big.Rat)
	one := big.NewRat(1, 1)
	pairs := [][2]*big.Rat{{was.Keep(), is.Keep()}, {was.LeastKept(), is.LeastKept()}}
	for _, pair := range pairs {
		if pair[0].Sign() <= 0 {
			return nil
		}
		factor := new(big.Rat).Quo(pair[1], pair[0])
		for _, moved := range []*big.Rat{shift.Most, shift.Least, shift.Rate, new(big.Rat).Neg(shift.Rate)} {
			size := new(big.Rat).Add(one, moved)
			size.Mul(size, factor).Sub(size, one).Abs(size)
			if size.Cmp(largest) > 0 {
				largest = size
			}
		}
	}
	return largest
}

// gap is true where some day from today on had a price of the list, and will have none.
func gap(before, after *state, id string) bool {
	had, has := before.Versions(id), after.Versions(id)
	return slices.ContainsFunc(daysOf(before.Day, had, has), func(day string) bool {
		_, priced := pricing.InForce(had, day)
		_, still := pricing.InForce(has, day)
		return priced && !still
	})
}

// daysOf are today and the days to come on which some version begins or ends.
func daysOf(today string, versions ...[]pricing.List) []string {
	days := []string{today}
	for _, version := range slices.Concat(versions...) {
		for _, day := range []string{version.Effective.From, version.Effective.Until} {
			if day > today {
				days = append(days, day)
			}
		}
	}
	return days
}
