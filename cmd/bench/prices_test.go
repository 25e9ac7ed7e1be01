package main

import (
	"os"
	"testing"

	"parley/internal/pipeline"
)

// TestMarketHasNoErrors writes a small market in both states: the commands that are measured have nothing to complain of, and the
// change is one that they can tell of.
func TestMarketHasNoErrors(t *testing.T) {
	t.Setenv("PARLEY_CACHE_DIR", "off")
	m := market{lists: 4, parts: 15, costs: 7, customers: 8, uses: 3, months: 2}
	b := &bench{dir: t.TempDir(), written: map[string]bool{}, say: t.Logf}
	var found bool
	if b.git, found = find("git"); !found {
		if os.Getenv("CI") != "" {
			t.Fatal("the git command is missing, and this is CI")
		}
		t.Skip("SKIPPED, NOTHING TESTED: there is no git command to build repositories with")
	}
	dir, err := b.market(t.Context(), m)
	if err != nil {
		t.Fatal(err)
	}
	repository, err := pipeline.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer repository.Close()
	checked, err := pipeline.Check(repository, pipeline.CheckOptions{})
	if err != nil || checked.Findings.HasErrors() {
		t.Fatalf("%v %+v", err, checked.Findings)
	}
	before, after, err := pipeline.Between(repository, pipeline.Moment{}, []string{"HEAD~1"})
	if err != nil {
		t.Fatal(err)
	}
	diff := pipeline.DiffPrices(before, after)
	if len(diff.Lists) != m.lists || len(diff.Lists[0].Parts) != m.parts/5 {
		t.Errorf("%+v", diff)
	}
	impact, err := pipeline.ImpactOf(before, after)
	if err != nil || len(impact.Customers) != m.customers || impact.Months != m.months || impact.Findings.HasErrors() {
		t.Errorf("%v %+v", err, impact)
	}
	if computed, err := pipeline.ComputePrices(repository, after, nil, false); err != nil || !computed.Settled() || len(computed.Prices) < m.lists*m.parts {
		t.Errorf("%v %+v", err, computed)
	}
}
