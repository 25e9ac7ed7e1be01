package pipeline

import (
	"testing"
	"time"

	"parley/internal/engine"
	"parley/internal/performance"
)

// TestTwoRunsAtOnceAreBothCounted: the budget of a month is kept by what the table says, so no run may write over what another
// has added to it.
func TestTwoRunsAtOnceAreBothCounted(t *testing.T) {
	dir := t.TempDir()
	put(t, dir, "content/site.yaml", "kind: site\ntitle: Portal\nlanguages: [en, fr]\n")
	r := open(t, dir)
	var books []*book
	for range 2 {
		b, err := openBook(r)
		if err != nil {
			t.Fatal(err)
		}
		books = append(books, b)
	}
	for _, b := range append(books, books[0]) {
		b.note(engine.Record{At: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC), Provider: "azure", To: "fr", Units: []string{"x"}, Characters: 100})
		if err := b.save(); err != nil {
			t.Fatal(err)
		}
	}
	usage, err := readUsage(r)
	if err != nil || performance.Spent(usage, "2026-11", "azure") != 300 {
		t.Errorf("%v: %+v", err, usage)
	}
}
