package pipeline

import (
	"os"
	"os/exec"
	"testing"
	"time"

	"parley/internal/diag"
)

// TestAnEditThatIsNotCommittedMakesTranslationsStaleNow: whoever opens a document that nobody has changed for months gets the days
// that content/site.yaml allows, from the edit on; what was stale before the edit stays stale since then.
func TestAnEditThatIsNotCommittedMakesTranslationsStaleNow(t *testing.T) {
	const site = "kind: site\ntitle: Portal\nlanguages: [en, fr]\ntranslation: {freshness: [{kinds: [page], days: 5}]}\n"
	const po = "msgid \"\"\nmsgstr \"\"\n\"Language: fr\\n\"\n\"X-Source: content/guide.md\\n\"\n\nmsgctxt \"title\"\nmsgid \"Guide\"\nmsgstr \"Guide\"\n\nmsgid \"The first text.\"\nmsgstr \"Le premier texte.\"\n"
	guide := func(text string) string { return "---\ntitle: Guide\n---\n\n" + text + "\n" }
	if _, err := exec.LookPath("git"); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("the git command is missing, and this is CI")
		}
		t.Skip("SKIPPED, NOTHING TESTED: there is no git command to build repositories with")
	}
	h := history{t: t, dir: t.TempDir()}
	h.git("2026-01-01T12:00:00Z", "init", "-q", "--template=", "-b", "main")
	put(t, h.dir, "content/site.yaml", site)
	put(t, h.dir, "content/guide.md", guide("The first text."))
	put(t, h.dir, "content/locales/fr/content/guide.po", po)
	h.commit("2026-01-01T12:00:00Z", "All")
	stale := func(what string, hours, findings int) {
		t.Helper()
		r := open(t, h.dir)
		status, err := TranslationStatus(r, nil, nil, time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC))
		if err != nil {
			t.Fatal(err)
		}
		if got := status.Languages[0].StaleHours; got == nil || *got != hours {
			t.Errorf("%s: stale for %v hours, want %d", what, got, hours)
		}
		report, err := Check(r, CheckOptions{Moment: Moment{AsOf: "2026-07-01"}})
		if err != nil {
			t.Fatal(err)
		}
		late := 0
		for _, f := range report.Findings {
			if f.Code == diag.POStale {
				late++
			}
		}
		if late != findings {
			t.Errorf("%s: %d findings of %s, want %d", what, late, diag.POStale, findings)
		}
	}
	put(t, h.dir, "content/guide.md", guide("The second text."))
	stale("edited", 0, 0)
	h.commit("2026-06-01T12:00:00Z", "Edit")
	stale("committed", 30*24, 1)
	put(t, h.dir, "content/guide.md", guide("The third text."))
	stale("committed, then edited", 30*24, 1)
}
