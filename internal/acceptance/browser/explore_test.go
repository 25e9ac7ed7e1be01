package browser

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// drawn is how many colours the chart that can be touched shows.
const drawn = `(() => {
	const canvas = document.querySelector(".plot .live canvas");
	if (!canvas || !canvas.width) return 0;
	const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height), colours = new Set();
	for (let i = 0; i < data.length; i += 4) if (data[i + 3]) colours.add(data.slice(i, i + 3).join());
	return colours.size;
})()`

// TestChartsCanBeTouched asks for the chart of a measure that can be touched, as a reader does, in a script that runs from left to
// right and in one that runs from right to left. Nothing it needs comes from elsewhere, and the policy of the pages holds: openAt
// fails the test for both.
func TestChartsCanBeTouched(t *testing.T) {
	t.Parallel()
	p, origin := openPortal(t)
	browser := startChromium(t)
	for _, lang := range []string{"en", "ar"} {
		t.Run(lang, func(t *testing.T) {
			b := openAt(t, browser, origin, p.page(t, "metric", lang).URL)
			b.must(t, `document.querySelector(".plot [role=group] svg") && !document.querySelector(".plot canvas")`, "the picture is there, and no script has drawn anything")
			b.must(t, `!performance.getEntriesByType("resource").some(r => r.name.includes("/assets/charts."))`, "the library is not loaded before anybody asks")
			b.click(t, ".plot > button")
			b.until(t, drawn+` > 5`)
			b.must(t, `document.querySelector(".plot [role=group]").hidden && document.querySelector(".plot .live").ariaLabel.length > 10`, "the chart has taken the place of the picture, with its name")
			b.keepPicture(t)
			b.hover(t, ".plot .live canvas")
			b.until(t, `document.querySelector(".plot .live canvas").toDataURL() !== before`) // what the value is
			light := b.text(t, `document.querySelector(".plot .live canvas").toDataURL()`)
			b.click(t, ".shade")
			b.until(t, drawn+` > 5 && document.querySelector(".plot .live canvas").toDataURL() !== `+"`"+light+"`")
			b.click(t, ".plot > button")
			b.until(t, `!document.querySelector(".plot canvas") && !document.querySelector(".plot [role=group]").hidden`)
		})
	}
}

// keepPicture remembers what the chart looks like.
func (b *tab) keepPicture(t *testing.T) {
	t.Helper()
	b.must(t, `(globalThis.before = document.querySelector(".plot .live canvas").toDataURL()).length > 100`, "the chart is a picture")
}

// hover moves the mouse into the middle of an element.
func (b *tab) hover(t *testing.T, selector string) {
	t.Helper()
	ctx, cancel := b.soon()
	defer cancel()
	box, err := chromedp.Run(ctx, chromedp.Evaluate[[]float64](`(() => { const e = document.querySelector("`+selector+`"); e.scrollIntoView({ block: "center" }); const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2] })()`))
	if err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Do(ctx, chromedp.MouseEvent("mouseMoved", box[0], box[1])); err != nil {
		t.Fatal(err)
	}
}
