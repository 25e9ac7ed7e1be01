package browser

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	goruntime "runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// startChromium starts a browser with an empty profile, which ends with the test.
func startChromium(t testing.TB, more ...chromedp.ExecAllocatorOption) context.Context {
	t.Helper()
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]),
		chromedp.ExecPath(findChromium(t)), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))
	options = append(options, more...)
	bounded, stop := context.WithCancel(context.Background())
	if test, ok := t.(interface{ Deadline() (time.Time, bool) }); ok {
		if deadline, limited := test.Deadline(); limited {
			// A browser that hangs ends first, so that the test can still say where.
			bounded, stop = context.WithDeadline(bounded, deadline.Add(-10*time.Second))
		}
	}
	allocator, end := chromedp.NewExecAllocator(bounded, options...)
	browser, quit := chromedp.NewContext(allocator)
	t.Cleanup(func() { quit(); end(); stop() })
	if err := chromedp.Do(browser); err != nil {
		t.Fatalf("Chromium does not start: %v", err)
	}
	return browser
}

func findChromium(t testing.TB) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			return found
		}
	}
	const how = "NO PAGE HAS BEEN LOOKED AT IN A BROWSER: there is no Chromium on this machine. " +
		"Install it (Debian, Ubuntu: apt-get install chromium; Fedora: dnf install chromium; macOS: brew install --cask chromium) and run the tests again."
	if os.Getenv("CI") != "" {
		t.Fatal(how)
	}
	t.Skip(how)
	return ""
}

// tabs is how many tabs work side by side: one more than there are cores, since a tab also waits.
func tabs() int { return goruntime.NumCPU() + 1 }

// tab is a tab with storage of its own. It keeps what goes wrong in it: what the console says, what is asked of the
// network and what of that fails.
type tab struct {
	ctx    context.Context
	origin string

	mutex   sync.Mutex
	asked   map[network.RequestID]string
	trouble []trouble
}

// trouble is something that no page may do.
type trouble struct{ rule, where, what string }

// seesViolations runs before anything of the page: the browser says only once what its policy has blocked.
const seesViolations = `window.blockedByPolicy = [];
document.addEventListener("securitypolicyviolation", event => blockedByPolicy.push(
	event.effectiveDirective + " blocked " + (event.blockedURI || "?") + " at " + event.sourceFile + ":" + event.lineNumber + " " + event.sample));`

func openTab(t *testing.T, browser context.Context, origin string) *tab {
	t.Helper()
	b := &tab{origin: origin, asked: map[network.RequestID]string{}}
	var end context.CancelFunc
	b.ctx, end = chromedp.NewContext(browser, chromedp.WithNewBrowserContext(), chromedp.WithListener(b.hear))
	t.Cleanup(end)
	if _, err := chromedp.Call(b.ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: seesViolations}); err != nil {
		t.Fatalf("no tab: %v", err)
	}
	// A tab that is not in front has no focus of its own and draws no frames.
	if _, err := chromedp.Call(b.ctx, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true}); err != nil {
		t.Fatalf("no focus: %v", err)
	}
	return b
}

// hear is called for every event of the tab, before the answer to any later command.
func (b *tab) hear(event any) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	note := func(rule, where, what string) { b.trouble = append(b.trouble, trouble{rule, where, what}) }
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		b.asked[e.RequestID] = e.Request.URL
		if !strings.HasPrefix(e.Request.URL, b.origin+"/") && !strings.HasPrefix(e.Request.URL, "data:") {
			note("foreign-request", e.Request.URL, "a request leaves the portal")
		}
	case *network.EventResponseReceived:
		if e.Response.Status >= 400 {
			note("failed-request", e.Response.URL, fmt.Sprintf("answered with %d", e.Response.Status))
		}
	case *network.EventLoadingFailed:
		note("failed-request", b.asked[e.RequestID], strings.TrimSpace(e.ErrorText+" "+string(e.BlockedReason)))
	case *runtime.EventExceptionThrown:
		note("exception", e.ExceptionDetails.URL, (&chromedp.ExceptionError{ExceptionDetails: e.ExceptionDetails}).Error())
	case *runtime.EventConsoleAPICalled:
		if slices.Contains([]string{"error", "assert", "warning"}, string(e.Type)) {
			note("console", string(e.Type), said(e.Args))
		}
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError || e.Entry.Level == log.EntryLevelWarning {
			note("console", e.Entry.URL, string(e.Entry.Source)+": "+e.Entry.Text)
		}
	}
}

func said(args []*runtime.RemoteObject) string {
	var words []string
	for _, arg := range args {
		words = append(words, strings.TrimSpace(string(arg.Value)+" "+arg.Description))
	}
	return strings.Join(words, " ")
}

// troubles returns what has gone wrong since it was last asked.
func (b *tab) troubles() []trouble {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	heard := b.trouble
	b.trouble = nil
	return heard
}

// emulate makes the tab a screen of a width with a colour scheme: light, dark, or forced colours.
func (b *tab) emulate(ctx context.Context, width int64, scheme string) error {
	forms := []chromedp.EmulateViewportOption{}
	if width < 600 {
		forms = append(forms, chromedp.EmulateMobile, chromedp.EmulateTouch)
	}
	feature := &emulation.MediaFeature{Name: "prefers-color-scheme", Value: scheme}
	if scheme == forced {
		feature = &emulation.MediaFeature{Name: "forced-colors", Value: "active"}
	}
	media := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{feature}}
	return chromedp.Do(ctx, chromedp.EmulateViewport(width, 900, forms...),
		chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
			_, err := cdp.Call(ctx, target, emulation.SetEmulatedMedia, media)
			return err
		}))
}
