package repricing

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"parley/internal/diag"
	"parley/internal/pricing"
)

// Diff is what is different between two states of all price lists: what it means, not which lines.
type Diff struct{ Lists []ListChange }

// ListChange is what is different in a list. Only one of two names is empty: a list is new, or has gone.
type ListChange struct {
	Before, After string // ids
	Region        string
	Currency      string
	PartnerTier   string
	Segments      []string
	Fields        []Field // version, dates, terms, discounts, segments, languages, features
	Parts         []PartChange
	Left          []string // SKUs that have moved from here to another list, of which that list tells
}

// Pays reports whether what is paid for a part, by this list or at all, is another than before.
func (l ListChange) Pays() bool { return len(l.Parts)+len(l.Left) > 0 }

// PartChange is what is different in a part.
type PartChange struct {
	SKU    string
	What   What
	From   string     // the list from which it has moved
	Before diag.Place // of the SKU; without a path where it is new
	After  diag.Place // of the SKU; without a path where it has gone
	Fields []Field    // unit, charge, prices and bounds of tiers, packages, included units, minimum, cap
	Shift  Shift      // of a part that is in both states
}

// What has become of a part.
type What string

// What may become of a part.
const (
	Changed What = "changed"
	Added   What = "new"
	Removed What = "removed"
	Moved   What = "moved" // to another list of the same currency
)

// Field is one thing that is written otherwise. Change is the exact relative change where both are prices above zero.
type Field struct {
	Name     string
	Old, New string
	Change   *big.Rat
}

// Compare compares two states. Lists, and parts within them, are in the order of their names.
func Compare(before, after []pricing.List) Diff {
	old, now := byID(before), byID(after)
	var diff Diff
	for _, id := range ids(before, after) {
		a, wasThere := old[id]
		b, isThere := now[id]
		change := ListChange{Before: a.ID, After: b.ID}
		shown := b
		if !isThere {
			shown = a
		}
		change.Region, change.Currency, change.PartnerTier, change.Segments = shown.Region, shown.Currency, shown.PartnerTier, shown.Segments
		if wasThere && isThere {
			change.Fields = listFields(a, b)
		}
		change.Parts = parts(a, b)
		if len(change.Fields)+len(change.Parts) > 0 || wasThere != isThere {
			diff.Lists = append(diff.Lists, change)
		}
	}
	diff.moves(old, now)
	return diff
}

func byID(lists []pricing.List) map[string]pricing.List {
	found := make(map[string]pricing.List, len(lists))
	for _, l := range lists {
		found[l.ID] = l
	}
	return found
}

func ids(states ...[]pricing.List) []string {
	var all []string
	for _, lists := range states {
		for _, l := range lists {
			all = append(all, l.ID)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// fields keeps the pairs that differ.
func fields(pairs ...[3]string) []Field {
	var found []Field
	for _, pair := range pairs {
		if pair[1] != pair[2] {
			found = append(found, Field{Name: pair[0], Old: pair[1], New: pair[2]})
		}
	}
	return found
}

func listFields(a, b pricing.List) []Field {
	list := func(items []string) string { return strings.Join(items, ", ") }
	standing := func(l pricing.List) string {
		var all []string
		for _, d := range l.Standing {
			all = append(all, d.Name+" "+d.Rate.Text)
		}
		return list(all)
	}
	return fields(
		[3]string{"version", a.Version.String(), b.Version.String()}, [3]string{"model", a.Model, b.Model},
		[3]string{"region", a.Region, b.Region}, [3]string{"currency", a.Currency, b.Currency},
		[3]string{"partner_tier", a.PartnerTier, b.PartnerTier}, [3]string{"segments", list(a.Segments), list(b.Segments)},
		[3]string{"effective.from", a.Effective.From, b.Effective.From}, [3]string{"effective.until", a.Effective.Until, b.Effective.Until},
		[3]string{"languages", list(a.Languages), list(b.Languages)}, [3]string{"features", list(a.Features), list(b.Features)},
		[3]string{"terms.service_level", a.Terms.ServiceLevel, b.Terms.ServiceLevel}, [3]string{"terms.acceptance", a.Terms.Acceptance, b.Terms.Acceptance},
		[3]string{"terms.payment", a.Terms.Payment, b.Terms.Payment}, [3]string{"terms.cadence", a.Terms.Cadence, b.Terms.Cadence},
		[3]string{"discounts.max", a.MaxDiscount.Text, b.MaxDiscount.Text}, [3]string{"discounts.standing", standing(a), standing(b)},
	)
}

// parts compares the parts of two versions of a list.
func parts(a, b pricing.List) []PartChange {
	old, now := bySKU(a), bySKU(b)
	var changes []PartChange
	for i := range a.Parts {
		p := &a.Parts[i]
		if _, stays := now[p.SKU]; !stays {
			changes = append(changes, PartChange{SKU: p.SKU, What: Removed, Before: p.Place})
		}
	}
	for i := range b.Parts {
		p := &b.Parts[i]
		was, wasThere := old[p.SKU]
		if !wasThere {
			changes = append(changes, PartChange{SKU: p.SKU, What: Added, After: p.Place})
		} else if a.Currency == b.Currency && unchanged(&a.Parts[was], p) {
			continue // as most are
		} else if change, different := compareParts(&a.Parts[was], p, a.Currency == b.Currency); different {
			changes = append(changes, change)
		}
	}
	slices.SortFunc(changes, func(x, y PartChange) int { return cmp.Compare(x.SKU, y.SKU) })
	return changes
}

// bySKU says where the parts of a list are, the last where an SKU stands twice.
func bySKU(l pricing.List) map[string]int {
	found := make(map[string]int, len(l.Parts))
	for i := range l.Parts {
		found[l.Parts[i].SKU] = i
	}
	return found
}

// unchanged reports whether compareParts would find nothing, without saying where there is something.
func unchanged(a, b *pricing.Part) bool {
	return a.Name == b.Name && a.Unit == b.Unit && a.Charge == b.Charge && a.Included.Text == b.Included.Text && a.Package.Text == b.Package.Text &&
		equal(a.Included.Value, b.Included.Value) && equal(a.Package.Value, b.Package.Value) && equal(a.Price.Value, b.Price.Value) &&
		equal(a.Minimum.Value, b.Minimum.Value) && equal(a.Cap.Value, b.Cap.Value) &&
		slices.EqualFunc(a.Tiers, b.Tiers, func(x, y pricing.Tier) bool {
			return equal(x.UpTo.Value, y.UpTo.Value) && equal(x.Price.Value, y.Price.Value)
		})
}

func compareParts(a, b *pricing.Part, sameCurrency bool) (PartChange, bool) {
	change := PartChange{SKU: b.SKU, What: Changed, Before: a.Place, After: b.Place}
	change.Fields = fields([3]string{"name", a.Name, b.Name}, [3]string{"unit", a.Unit, b.Unit}, [3]string{"charge", a.Charge, b.Charge},
		[3]string{"included", a.Included.Text, b.Included.Text}, [3]string{"package", a.Package.Text, b.Package.Text})
	change.amount("price", &a.Price, &b.Price)
	change.amount("minimum", &a.Minimum, &b.Minimum)
	change.amount("cap", &a.Cap, &b.Cap)
	for i := range max(len(a.Tiers), len(b.Tiers)) {
		var x, y pricing.Tier
		if i < len(a.Tiers) {
			x = a.Tiers[i]
		}
		if i < len(b.Tiers) {
			y = b.Tiers[i]
		}
		change.amount(fmt.Sprintf("tiers[%d].up_to", i), &x.UpTo, &y.UpTo)
		change.amount(fmt.Sprintf("tiers[%d].price", i), &x.Price, &y.Price)
	}
	old, wasWhole := a.Curve()
	now, isWhole := b.Curve()
	switch {
	case !sameCurrency || a.Unit != b.Unit || wasWhole != isWhole:
		change.Shift = Shift{Most: new(big.Rat), Least: new(big.Rat), Rate: new(big.Rat), Endless: true}
	case wasWhole:
		change.Shift = Between(old, now)
	default:
		change.Shift = Shift{Most: new(big.Rat), Least: new(big.Rat), Rate: new(big.Rat)}
	}
	return change, len(change.Fields) > 0 || !change.Shift.None()
}

// amount compares two figures by what they are worth: "1.5" and "1.50" are one.
func (c *PartChange) amount(name string, a, b *pricing.Figure) {
	if equal(a.Value, b.Value) {
		return
	}
	field := Field{Name: name, Old: a.Text, New: b.Text}
	if a.Given() && b.Given() && a.Value.Sign() > 0 {
		field.Change = new(big.Rat).Quo(b.Value, a.Value)
		field.Change.Sub(field.Change, one)
	}
	c.Fields = append(c.Fields, field)
}

// moves joins a part that has gone from one list with the same SKU that is new in another one of the same currency and region,
// where there is just one such.
func (d *Diff) moves(old, now map[string]pricing.List) {
	type end struct{ list, part int }
	gone, come := map[string][]end{}, map[string][]end{}
	for i, list := range d.Lists {
		for j, part := range list.Parts {
			key := part.SKU + " " + list.Currency + " " + list.Region
			switch part.What {
			case Removed:
				gone[key] = append(gone[key], end{i, j})
			case Added:
				come[key] = append(come[key], end{i, j})
			}
		}
	}
	for key, from := range gone {
		to := come[key]
		if len(from) != 1 || len(to) != 1 {
			continue
		}
		source, target := &d.Lists[from[0].list], &d.Lists[to[0].list]
		part := &target.Parts[to[0].part]
		was, _ := old[source.Before].Part(part.SKU)
		is, _ := now[target.After].Part(part.SKU)
		change, _ := compareParts(&was, &is, true)
		change.What, change.From = Moved, source.Before
		*part = change
		source.Parts[from[0].part].What = ""
		source.Left = append(source.Left, part.SKU)
	}
	for i := range d.Lists {
		d.Lists[i].Parts = slices.DeleteFunc(d.Lists[i].Parts, func(p PartChange) bool { return p.What == "" })
		slices.Sort(d.Lists[i].Left)
	}
}

// Largest is the largest relative change of any part that is in both states; false where there is none, because something
// cannot be compared with what it was.
func (d Diff) Largest() (*big.Rat, bool) {
	largest, ends := new(big.Rat), true
	for _, list := range d.Lists {
		for _, part := range list.Parts {
			if part.What != Changed && part.What != Moved {
				continue
			}
			size, bounded := part.Shift.Largest()
			if ends = ends && bounded; size.Cmp(largest) > 0 {
				largest = size
			}
		}
	}
	return largest, ends
}
