package browser

import "testing"

// partners takes the columns of cost and margin out of the table of prices, which partners do not have.
const partners = `[...document.querySelectorAll(".prices tr")].every(row => [...row.children].slice(4, -1).every(cell => !cell.remove()))`

// TestPricesFitAPhone measures the tables of prices on a narrow screen, in languages with short words, long ones, and no blanks
// between words.
func TestPricesFitAPhone(t *testing.T) {
	t.Parallel()
	_, origin := openPortal(t)
	browser := startChromium(t)
	for _, lang := range []string{"", "/de", "/ja", "/ar"} {
		t.Run("prices"+lang, func(t *testing.T) {
			b := openAt(t, browser, origin, lang+"/pricing/lists/emea-eur-gold/")
			ctx, cancel := b.soon()
			defer cancel()
			if err := b.emulate(ctx, 360, light); err != nil {
				t.Fatal(err)
			}
			b.must(t, partners, "the table is that of partners")
			b.must(t, `(table => table.scrollWidth <= table.clientWidth)(document.querySelector(".prices"))`, "no price is moved aside to be seen")
		})
	}
	t.Run("badges", func(t *testing.T) {
		b := openAt(t, browser, origin, "/pricing/lists/")
		ctx, cancel := b.soon()
		defer cancel()
		if err := b.emulate(ctx, 360, light); err != nil {
			t.Fatal(err)
		}
		b.must(t, `document.querySelectorAll("td .badge").length > 0`, "a list that is not in force says so")
		b.must(t, `[...document.querySelectorAll("td .badge")].every(badge => badge.clientWidth < badge.parentElement.clientWidth / 2)`, "a badge is as long as its words")
	})
}
