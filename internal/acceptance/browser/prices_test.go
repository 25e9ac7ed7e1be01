package browser

import "testing"

const (
	fits  = `[...document.querySelectorAll(".table")].every(table => getComputedStyle(table).overflowX === "visible" || table.scrollWidth <= table.clientWidth)`
	still = `document.documentElement.scrollWidth <= innerWidth`
)

// TestPricesFitEveryScreen measures all tables of the pages about prices and experiments, as internal readers see them, who see most, on
// a phone and on a desk, in every language.
func TestPricesFitEveryScreen(t *testing.T) {
	t.Parallel()
	_, origin := openPortal(t)
	browser := startChromium(t)
	for _, page := range []string{"lists/apac-jpy-gold/", "lists/emea-eur-gold/history/", "lists/emea-eur-gold/v2.2/", "lists/apac-jpy-gold/v1.3/", "lists/amer-usd-silver/parts/MIG-ENGINE-HOUR/",
		"experiments/emea-silver-console-seat/"} {
		for _, lang := range []string{"", "/fr", "/es", "/de", "/ja", "/ar"} {
			t.Run(page+lang, func(t *testing.T) {
				b := openAt(t, browser, origin, lang+"/pricing/"+page)
				for _, width := range []int64{360, 1280} {
					ctx, cancel := b.soon()
					defer cancel()
					if err := b.emulate(ctx, width, light); err != nil {
						t.Fatal(err)
					}
					b.must(t, fits, "no figure is moved aside to be seen")
					b.must(t, still, "the page itself does not move sideways")
				}
			})
		}
	}
	t.Run("badges", func(t *testing.T) {
		b := openAt(t, browser, origin, "/pricing/lists/emea-eur-gold/")
		ctx, cancel := b.soon()
		defer cancel()
		if err := b.emulate(ctx, 360, light); err != nil {
			t.Fatal(err)
		}
		b.must(t, `document.querySelectorAll("td .badge").length > 0`, "a guardrail says whether it is held")
		b.must(t, `[...document.querySelectorAll("td .badge")].every(badge => badge.clientWidth < badge.parentElement.clientWidth / 2)`, "a badge is as long as its words")
	})
}
