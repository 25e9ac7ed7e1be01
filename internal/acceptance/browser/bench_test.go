package browser

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"parley/internal/acceptance/program"
)

// tellsWhenPainted runs in every page before anything of it: whenever the page shows another edit, it tells which, and
// when, in milliseconds since 1970, the browser had painted it. What is asked for in one frame runs after the frame.
const tellsWhenPainted = `{
	let shown;
	const look = () => {
		const edit = document.querySelector("main")?.textContent.match(/Edit (\d+)\./)?.[1] ?? "none";
		if (edit === shown) return;
		shown = edit;
		requestAnimationFrame(() => {
			const { port1, port2 } = new MessageChannel();
			port1.onmessage = () => painted(JSON.stringify({ edit, at: performance.timeOrigin + performance.now() }));
			port2.postMessage(0);
		});
	};
	document.addEventListener("DOMContentLoaded", () => {
		look();
		new MutationObserver(look).observe(document.body, { childList: true, characterData: true, subtree: true });
	});
}`

type paint struct {
	Edit string
	At   float64
}

// BenchmarkEditInTheBrowser measures what an editor waits for: from the moment before a page of a repository of 1,000
// is saved until a real browser has painted the new page. It reports the median and the 95th percentile.
//
//	go test ./internal/acceptance/browser -run '^$' -bench EditInTheBrowser -benchtime 100x
func BenchmarkEditInTheBrowser(b *testing.B) {
	dir := thousandPages(b)
	origin := program.Serve(b, dir, "off").URL
	paints := make(chan paint, 16)
	browser := startChromium(b)
	tab, end := chromedp.NewContext(browser, chromedp.WithListener(func(event any) {
		if called, ok := event.(*runtime.EventBindingCalled); ok {
			var p paint
			if json.Unmarshal([]byte(called.Payload), &p) == nil {
				paints <- p
			}
		}
	}))
	defer end()
	if _, err := chromedp.Call(tab, runtime.AddBinding, runtime.AddBindingParams{Name: "painted"}); err != nil {
		b.Fatal(err)
	}
	if _, err := chromedp.Call(tab, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: tellsWhenPainted}); err != nil {
		b.Fatal(err)
	}
	if err := chromedp.Do(tab, chromedp.EmulateViewport(1440, 900), chromedp.Navigate(origin+"part-3/page-3/")); err != nil {
		b.Fatal(err)
	}
	<-paints
	var took []float64
	for edit := 0; b.Loop(); edit++ {
		start := time.Now()
		writePage(b, dir, 3, fmt.Sprintf("Edit %d.", edit))
		p := <-paints
		if p.Edit != fmt.Sprint(edit) {
			b.Fatalf("the browser shows edit %q instead of %d", p.Edit, edit)
		}
		took = append(took, p.At-float64(start.UnixMicro())/1000)
		// The next edit comes when the page has come to rest, as it does between two edits of a person.
		if _, err := chromedp.Run(tab, chromedp.Evaluate[int]("new Promise(rest => requestIdleCallback(() => rest(0)))", chromedp.EvalAwaitPromise)); err != nil {
			b.Fatal(err)
		}
	}
	slices.Sort(took)
	b.ReportMetric(took[len(took)/2], "ms-p50")
	b.ReportMetric(took[len(took)*95/100], "ms-p95")
}

// thousandPages is a repository of 1,000 pages with a history.
func thousandPages(b *testing.B) string {
	b.Helper()
	dir := b.TempDir()
	for i := range 1000 {
		writePage(b, dir, i, "")
	}
	settings := "kind: site\ntitle: Thousand\nlanguages: [en]\nnavigation:\n  - {id: all, title: All, kinds: [page]}\n"
	if err := os.WriteFile(filepath.Join(dir, "content", "site.yaml"), []byte(settings), 0o644); err != nil {
		b.Fatal(err)
	}
	for _, args := range [][]string{{"init", "-q"}, {"add", "."}, {"-c", "user.name=A", "-c", "user.email=a@example.com", "commit", "-q", "-m", "Pages"}} {
		if out, err := exec.Command("git", append([]string{"-C", dir}, args...)...).CombinedOutput(); err != nil {
			b.Fatalf("git %s: %v\n%s", args[0], err, out)
		}
	}
	return dir
}

// writePage writes a page of 500 words with headings, a list, a table and links.
func writePage(b *testing.B, dir string, n int, first string) {
	b.Helper()
	text := strings.Repeat("Partners who plan a migration agree the date with the engineering liaison before the first wave starts. ", 12)
	page := fmt.Sprintf("---\ntitle: Page %d\nsummary: What page %[1]d says.\n---\n%s\n\n%[3]s\n\n## First\n\n%[3]s\n\n- one\n- two, see [another](../part-%[4]d/page-%[5]d.md)\n\n"+
		"| a | b |\n|---|---|\n| 1 | 2 |\n\n## Second\n\n%[3]s\n", n, first, text, (n*7+1)%1000%20, (n*7+1)%1000)
	name := filepath.Join(dir, "content", fmt.Sprintf("part-%d", n%20), fmt.Sprintf("page-%d.md", n))
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(page), 0o644); err != nil {
		b.Fatal(err)
	}
}
