package review

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"parley/internal/kind"
	"parley/internal/metric"
)

// Item is a measure as a review names it. Items stand in the order in which the review has them.
type Item struct {
	metric.Result
	Title string
}

// fact is what a review says of a measure.
type fact struct {
	Item
	metric.Frozen
	met  string   // yes, no, or empty where nobody can tell
	step *big.Rat // how much better than the quarter before, as a share of that; nil where nobody can tell
	miss *big.Rat // how far from the target, as a share of it; nil for none
}

// Quarters are those that are over on a day and have a value of some measure, in order.
func Quarters(items []Item, day string) []string {
	var quarters []string
	for _, item := range items {
		for _, figure := range item.Quarters(metric.Filter{}) {
			if figure.Value != nil && metric.Over(figure.Period, day) {
				quarters = append(quarters, figure.Period)
			}
		}
	}
	slices.Sort(quarters)
	return slices.Compact(quarters)
}

// Write writes the review of a quarter. Title names a region or a tier.
func Write(quarter string, items []Item, title func(by, id string) string) kind.Given {
	var facts []fact
	var lacking []Item
	for _, item := range items {
		f, ok := factOf(item, quarter)
		if ok {
			facts = append(facts, f)
		} else if f.Target != "" {
			lacking = append(lacking, item)
		}
	}
	year, number := quarter[:4], quarter[6]-'1'
	name := fmt.Sprintf("Review of the %s quarter of %s", []string{"first", "second", "third", "fourth"}[number], year)
	keys := map[string]string{
		"title": " " + name + "\n", "summary": " " + strconv.Quote(summary(facts)) + "\n", "audience": " internal\n", "period": " " + quarter + "\n",
		"figures": figures(quarter, facts, lacking),
	}
	if parts := breakdown(quarter, facts); parts != "" {
		keys["breakdown"] = parts
	}
	return kind.Given{Keys: keys, Body: body(quarter, facts, title)}
}

// factOf is what a review says of a measure; false where it has no value.
func factOf(item Item, quarter string) (fact, bool) {
	f := fact{Item: item, Frozen: item.Freeze(metric.Filter{}, quarter)}
	if item.Withheld != "" || f.Value == "" {
		return f, false
	}
	if now, ok := item.Quarter(metric.Filter{}, quarter); ok {
		f.met = item.Met(now)
	}
	if change := share(f.Value, f.Before); change != nil && item.Good != "within" {
		if f.step = change; item.Good == "down" {
			f.step = new(big.Rat).Neg(change)
		}
	}
	if f.met == "no" {
		f.miss = new(big.Rat).Abs(cmp.Or(share(f.Value, f.Target), new(big.Rat)))
	}
	return f, true
}

// share is by how much a value differs from another one, as a share of that; all of it where that is nothing, and nil where one of
// them is not known.
func share(value, than string) *big.Rat {
	x, known := new(big.Rat).SetString(value)
	y, compared := new(big.Rat).SetString(than)
	if !known || !compared {
		return nil
	}
	difference := new(big.Rat).Sub(x, y)
	if y.Sign() == 0 {
		return big.NewRat(int64(difference.Sign()), 1)
	}
	return difference.Quo(difference, new(big.Rat).Abs(y))
}

// figures writes the figures of all measures as YAML, below those that have a target and no value as comments.
func figures(quarter string, facts []fact, lacking []Item) string {
	var out strings.Builder
	out.WriteString("\n")
	for _, f := range facts {
		target := ""
		if aim, ok := f.Targets[quarter]; ok {
			target = fmt.Sprintf(", target: %s, goal: %q", aim.ID, f.Target)
		}
		fmt.Fprintf(&out, "  - {metric: %s, value: %q%s%s, n: \"%d\", digest: %q}\n", f.ID, f.Value, before(f.Frozen), target, f.N, f.Digest)
	}
	for _, item := range lacking {
		fmt.Fprintf(&out, "  # - {metric: %s, value: \"\", target: %s}  # nothing measures it for this quarter: write its value, or remove the line\n", item.ID, item.Targets[quarter].ID)
	}
	return out.String()
}

func before(frozen metric.Frozen) string {
	if frozen.Before == "" {
		return ""
	}
	return fmt.Sprintf(", before: %q", frozen.Before)
}

// breakdown writes the figures of each region and tier as YAML.
func breakdown(quarter string, facts []fact) string {
	var out strings.Builder
	for _, f := range facts {
		for _, by := range f.Breakdown {
			for _, id := range f.Segments(by) {
				if part := f.Freeze(metric.Filter{}.With(by, id), quarter); part.Value != "" {
					fmt.Fprintf(&out, "  - {metric: %s, %s: %s, value: %q%s, n: \"%d\", digest: %q}\n", f.ID, by, id, part.Value, before(part), part.N, part.Digest)
				}
			}
		}
	}
	if out.Len() == 0 {
		return ""
	}
	return "\n" + out.String()
}
