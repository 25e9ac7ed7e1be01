package serve

import (
	"bytes"
	_ "embed" // what the preview adds to a page
	"fmt"
	"html"
	"net/http"
	"strings"
	"time"
)

//go:embed assets/preview.js
var script []byte

//go:embed assets/preview.css
var style []byte

// own is where the preview keeps what belongs to itself; no page can stand there, as no document's path starts with a point.
const own = "/.parley/"

// desk answers every request with what the board shows at that moment.
type desk struct {
	board  *board
	editor editor
}

func (d desk) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if name, ok := strings.CutPrefix(r.URL.Path, own); ok {
		d.answerOwn(w, r, name)
		return
	}
	now := d.board.look()
	// A page learns from this header of which plan it is, without a word of it in its text.
	w.Header().Set("Server-Timing", fmt.Sprintf("plan;desc=%q", now.id))
	if now.shown == nil {
		answerFailure(w, now.notice.Report)
		return
	}
	if now.shown.isHashed(r.URL.Path) {
		// Its name holds a hash of its bytes: the browser need not ask for it again after every edit.
		w.Header().Set("Cache-Control", "max-age=31536000, immutable")
	}
	if _, ok := now.shown.portal.Site.Find(r.URL.Path); ok {
		d.board.ask(r.URL.Path)
	}
	now.shown.answer(w, r)
}

func (d desk) answerOwn(w http.ResponseWriter, r *http.Request, name string) {
	data := map[string][]byte{"preview.js": script, "preview.css": style}[name]
	switch {
	case strings.HasPrefix(name, besideOwn):
		d.answerBeside(w, strings.TrimPrefix(name, besideOwn))
	case name == "events":
		d.stream(w, r)
	case data != nil:
		w.Header().Set("Content-Type", contentType(name))
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
	default:
		http.Error(w, "The preview has no such file.", http.StatusNotFound)
	}
}

// failure is the page that stands where no page can be shown. Its script loads it again as soon as one can.
const failure = `<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>This page cannot be shown</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/.parley/preview.css">
<script src="/.parley/preview.js" defer></script>
</head>
<body class="parley-failure">
<main>
<h1>This page cannot be shown</h1>
<pre tabindex="0" role="group" aria-label="Message">%s</pre>
<p>It will be here by itself as soon as that is mended.</p>
</main>
</body>
</html>
`

func answerFailure(w http.ResponseWriter, message string) {
	w.Header().Set("Content-Type", contentType(".html"))
	w.WriteHeader(http.StatusInternalServerError)
	_, _ = fmt.Fprintf(w, failure, html.EscapeString(message)) // the browser may have gone
}
