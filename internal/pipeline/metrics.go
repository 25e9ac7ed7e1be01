package pipeline

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/fxamacker/cbor/v2"

	"parley/internal/check"
	"parley/internal/diag"
	"parley/internal/git"
	"parley/internal/ledger"
	"parley/internal/metric"
	"parley/internal/workspace"
)

// measures works out all that is measured, with what an earlier run has found out: answers to questions are kept by a digest of the
// question and of all data. Files that nobody has touched since are not read to know that. A page that cannot be read or written
// costs time, not truth.
func (r *Repository) measures(w *workspace.Workspace, history func() git.History, day string) (*metric.Set, error) {
	page := r.cacheFile("measures")
	task, err := itself()
	root, unresolved := resolved(r.Dir)
	if page == "" || err != nil || unresolved != nil || !check.Measured(w) {
		return check.MeasuresOf(w, r.Files, r.pastOf(w, history), day, nil)
	}
	now, _ := ledger.Look(root, strings.TrimSuffix(metricsFolder, "/")) // before anything is read; where it cannot, nothing is known
	memo := &metric.Memo{}
	was, known := ledger.Read(page)
	if !known || was.Task != task || cbor.Unmarshal(was.Said, memo) != nil {
		was, memo = ledger.Page{}, &metric.Memo{}
	}
	changed, settled := now.Since(was.In)
	if settled {
		memo.Untouched = slices.DeleteFunc(slices.Clone(now.Names), func(name string) bool { return slices.Contains(changed, name) })
	}
	key, answers := memo.Key, slices.Sorted(maps.Keys(memo.Answers))
	set, err := check.MeasuresOf(w, r.Files, r.pastOf(w, history), day, memo)
	if err != nil {
		return nil, err
	}
	if settled && len(changed) == 0 && memo.Key == key && slices.Equal(slices.Sorted(maps.Keys(memo.Answers)), answers) {
		return set, nil // the page says all that already
	}
	if said, failed := cbor.Marshal(memo); failed == nil {
		_ = ledger.Page{Task: task, In: now, Said: said}.Write(page)
	}
	return set, nil
}

// history is the repository's history, for those who have not read it; of one that cannot be read, check tells.
func (r *Repository) history() git.History {
	history, _ := r.ReadHistory()
	return history
}

// Metrics are all measures of a repository, or those that are asked for by their ids.
type Metrics struct {
	Day      string
	Results  []metric.Result
	Findings diag.List // of what they are made of
}

// Measure works out the measures of a repository. What is wrong elsewhere, other commands tell.
func Measure(repository *Repository, moment Moment, ids []string) (Metrics, error) {
	day, err := repository.day(moment)
	if err != nil {
		return Metrics{}, err
	}
	cache := repository.cache()
	w, err := workspace.Load(repository.Files, cache)
	if err != nil {
		return Metrics{}, err
	}
	defer func() { _ = cache.Save() }() // a cache that cannot be written costs time, not truth
	set, err := repository.measures(w, repository.history, day)
	if err != nil {
		return Metrics{}, err
	}
	found := Metrics{Day: day, Results: set.Results}
	if len(ids) > 0 {
		if found.Results, err = wanted(set, ids); err != nil {
			return Metrics{}, err
		}
	}
	found.Findings = append(check.Within(metricsFolder, w, day), check.Measures(set)...).Sort()
	return found, nil
}

// metricsFolder is where metrics lie, and what they are made of.
const metricsFolder = "content/metrics/"

func wanted(set *metric.Set, ids []string) ([]metric.Result, error) {
	var known []string
	for _, result := range set.Results {
		known = append(known, result.ID)
	}
	var results []metric.Result
	for _, id := range ids {
		result, ok := set.Result(id)
		if ok {
			results = append(results, result)
			continue
		}
		if near := diag.Nearest(id, known); near != "" {
			return nil, fmt.Errorf("nothing measures %q; did you mean %s?", id, near)
		}
		return nil, fmt.Errorf("nothing measures %q; there are %s", id, orNone(known))
	}
	return results, nil
}

// Rows lists the figures of all measures: of the whole, or of each segment of a dimension.
func (m Metrics) Rows(by string, months bool) ([]metric.FigureRow, error) {
	return metric.Rows(m.Results, by, months)
}
