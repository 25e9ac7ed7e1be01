package site

import (
	"testing"
	"time"

	"parley/internal/git"
)

func TestDelaysAreToTheFirstTranslation(t *testing.T) {
	at := func(days ...int) (changes []git.Change) {
		for _, day := range days {
			changes = append(changes, git.Change{When: time.Date(2026, 1, day, 0, 0, 0, 0, time.UTC)})
		}
		return changes
	}
	got := delays(at(20, 10, 5, 1), at(28, 25, 12, 10))
	if len(got) != 2 || got[0] != 5*24*time.Hour || got[1] != 0 {
		t.Errorf("%v", got)
	}
	if got := delays(at(20), at(12)); len(got) != 0 {
		t.Errorf("a translation from before the history has no delay: %v", got)
	}
}
