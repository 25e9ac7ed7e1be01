package check_test

import (
	"testing"

	"parley/internal/check"
	"parley/internal/workspace"
)

// TestWithoutADay checks for the day that stands for none: nothing is then said to be still to come.
func TestWithoutADay(t *testing.T) {
	w, err := workspace.Load(repositoryOf(t, readGolden(t, "testdata/golden/date-future.txtar")), nil)
	if err != nil {
		t.Fatal(err)
	}
	if findings := check.Run(w, "1970-01-01"); len(findings) > 0 {
		t.Errorf("%+v", findings)
	}
}
