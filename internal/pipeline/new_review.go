package pipeline

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"parley/internal/check"
	"parley/internal/kind"
	"parley/internal/metric"
	"parley/internal/review"
	"parley/internal/workspace"
)

// reviewOf is what a new review of a quarter begins with: the figures of all measures, frozen, and a first text. Nothing is given where
// nothing is measured.
func (r *Repository) reviewOf(w *workspace.Workspace, quarter, today string) (kind.Given, error) {
	if !check.Measured(w) {
		return kind.Given{}, nil
	}
	set, err := r.measures(w, r.history, today)
	if err != nil {
		return kind.Given{}, err
	}
	if set.Findings.HasErrors() {
		return kind.Given{}, errors.New("what is measured has errors, and a review would lack figures; run parley check, and mend them first")
	}
	items := itemsOf(w, set)
	if err := reviewable(quarter, today, review.Quarters(items, today)); err != nil {
		return kind.Given{}, err
	}
	return review.Write(quarter, items, func(by, id string) string {
		thing, _ := w.Thing(by, id)
		return cmp.Or(thing.Title, id)
	}), nil
}

// reviewable says why there can be no review of a quarter.
func reviewable(quarter, today string, known []string) error {
	possible := "no quarter that is over has a value yet"
	if len(known) > 0 {
		possible = "there are " + strings.Join(known, ", ")
	}
	switch {
	case !metric.IsQuarter(quarter):
		return fmt.Errorf("%q is no quarter, which a review is named after: write 2026-q3; %s", quarter, possible)
	case slices.Contains(known, quarter):
		return nil
	case !metric.Over(quarter, today):
		return fmt.Errorf("%s is not over yet: it ends on %s; %s", quarter, inWords(metric.LastDay(quarter)), possible)
	}
	return fmt.Errorf("nothing is measured for %s; %s", quarter, possible)
}

func inWords(day string) string {
	at, _ := time.Parse(time.DateOnly, day)
	return at.Format("2 January 2006")
}

// itemsOf are all measures with their titles, in the order of their pages.
func itemsOf(w *workspace.Workspace, set *metric.Set) []review.Item {
	var items []review.Item
	place := map[string]int{}
	for _, result := range set.Results {
		d, ok := w.Document(result.Path)
		if !ok {
			continue
		}
		place[result.ID] = 1 << 20
		if order, err := strconv.Atoi(d.Fields.Str("order")); err == nil {
			place[result.ID] = order
		}
		items = append(items, review.Item{Result: result, Title: d.Title()})
	}
	slices.SortStableFunc(items, func(a, b review.Item) int { return cmp.Compare(place[a.ID], place[b.ID]) })
	return items
}
