package translator

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	"parley/internal/diag"
	"parley/internal/translation"
	"parley/internal/workspace"
)

// Count is how many units there are in each state.
type Count struct {
	Approved  int `json:"approved"`
	Edited    int `json:"edited"`
	Machine   int `json:"machine"`
	Stale     int `json:"stale"`
	Failed    int `json:"failed"`
	NeedsWork int `json:"needsWork"`
	Missing   int `json:"missing"`
}

func (c *Count) add(state translation.State) {
	counts := map[translation.State]*int{translation.Approved: &c.Approved, translation.Edited: &c.Edited, translation.Machine: &c.Machine,
		translation.Stale: &c.Stale, translation.Failed: &c.Failed, translation.NeedsWork: &c.NeedsWork, translation.Missing: &c.Missing}
	*counts[state]++
}

// All is how many units there are.
func (c Count) All() int {
	return c.Approved + c.Edited + c.Machine + c.Stale + c.Failed + c.NeedsWork + c.Missing
}

// Fresh is how many of them readers see in their language, as the source now says.
func (c Count) Fresh() int { return c.Approved + c.Edited + c.Machine }

// Row is the state of a language, of one kind of document in it, or of one document.
type Row struct {
	Language string `json:"language"`
	Kind     string `json:"kind,omitempty"`
	Document string `json:"document,omitempty"`
	Count
	Checks     map[string]int `json:"checks,omitempty"` // the checks that failed texts fail, each with how many do
	StaleHours *int           `json:"staleHours"`       // since the source of the oldest stale unit changed; null where nothing is stale, or nobody knows
}

// Status is how far a repository is translated.
type Status struct {
	Languages []Row `json:"languages"`
	Kinds     []Row `json:"kinds"`
	Documents []Row `json:"documents"`
}

// StatusOf counts units. since says when a document changed for the first time after its translation did.
func StatusOf(w *workspace.Workspace, languages []string, selected func(string) bool, since func(document, catalogue string) (time.Time, bool), now time.Time) Status {
	status := Status{Languages: []Row{}, Kinds: []Row{}, Documents: []Row{}}
	for _, language := range languages {
		judge := translation.NewJudge(w.Terms, language, w.Settings.Source)
		whole, kinds := Row{Language: language}, map[string]Row{}
		for i := range w.Documents {
			d := w.Documents[i]
			if len(d.FieldUnits)+d.Passages == 0 || !selected(d.Path) {
				continue
			}
			row := Row{Language: language, Kind: d.Kind.Name, Document: d.Path}
			for _, t := range w.Translated(d, language) {
				state := judge.StateOf(t, d.Path, d.Critical())
				row.add(state)
				if state == translation.Failed {
					row.Checks = sum(row.Checks, failing(t, judge.Shown(t, d.Path, d.Critical())))
				}
			}
			if at, known := since(d.Path, PathOf(d.Path, language)); known && row.Stale > 0 {
				hours := max(0, int(now.Sub(at).Hours()))
				row.StaleHours = &hours
			}
			status.Documents = append(status.Documents, row)
			whole = whole.plus(row)
			kind := kinds[row.Kind]
			kind.Language, kind.Kind = language, row.Kind
			kinds[row.Kind] = kind.plus(row)
		}
		status.Languages = append(status.Languages, whole)
		status.Kinds = slices.AppendSeq(status.Kinds, maps.Values(kinds))
	}
	slices.SortFunc(status.Kinds, func(a, b Row) int {
		return cmp.Or(cmp.Compare(slices.Index(languages, a.Language), slices.Index(languages, b.Language)), cmp.Compare(a.Kind, b.Kind))
	})
	return status
}

// failing names the checks that a failed text fails, each with a count of one.
func failing(t translation.Translated, shown []translation.Failure) map[string]int {
	named := map[string]int{}
	for _, check := range t.Checks {
		name, _, _ := strings.Cut(check, " ")
		named[name] = 1
	}
	for _, f := range shown {
		if f.Severity == diag.Error {
			named[f.Check] = 1
		}
	}
	return named
}

// sum adds counts, and is nil where there are none.
func sum(a, b map[string]int) map[string]int {
	if len(a)+len(b) == 0 {
		return nil
	}
	both := map[string]int{}
	for _, counts := range []map[string]int{a, b} {
		for check, n := range counts {
			both[check] += n
		}
	}
	return both
}

func (r Row) plus(other Row) Row {
	r.Approved, r.Edited, r.Machine = r.Approved+other.Approved, r.Edited+other.Edited, r.Machine+other.Machine
	r.Stale, r.Failed, r.NeedsWork, r.Missing = r.Stale+other.Stale, r.Failed+other.Failed, r.NeedsWork+other.NeedsWork, r.Missing+other.Missing
	r.Checks = sum(r.Checks, other.Checks)
	if other.StaleHours != nil && (r.StaleHours == nil || *other.StaleHours > *r.StaleHours) {
		r.StaleHours = other.StaleHours
	}
	return r
}
