package workspace

import (
	"fmt"
	"strings"

	"parley/internal/translation"
)

// Lacks says what a document lacks in a language, "" when it is complete and fresh.
func (w *Workspace) Lacks(d *Document, language string) string {
	if language == w.Settings.Source {
		return ""
	}
	counts := map[translation.State]int{}
	for _, t := range w.Translated(d, language) {
		if !t.Fresh() {
			counts[t.State]++
		}
	}
	var parts []string
	for _, state := range []translation.State{translation.Missing, translation.Stale, translation.Failed, translation.NeedsWork} {
		if counts[state] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", counts[state], state))
		}
	}
	return strings.Join(parts, ", ")
}
