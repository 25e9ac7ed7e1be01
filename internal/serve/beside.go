package serve

import (
	"bytes"
	"fmt"
	"html"
	"net/http"
	"strings"

	"parley/internal/translation"
	"parley/internal/translator"
)

// besideOwn begins the addresses at which translations stand beside their sources: /.parley/beside/fr/guide/ for /fr/guide/.
const besideOwn = "beside/"

// answerBeside shows the page at an address side by side: source, translation, state, terms, what checks say, and where it stands.
func (d desk) answerBeside(w http.ResponseWriter, address string) {
	now := d.board.look()
	if now.shown == nil {
		answerFailure(w, now.notice.Report)
		return
	}
	portal := now.shown.portal
	number, ok := portal.Site.Find("/" + address)
	if !ok || portal.Beside == nil {
		http.Error(w, "There is no page at this address.", http.StatusNotFound)
		return
	}
	path, _ := portal.Site.Source(number)
	languages := portal.Site.Languages()
	language := languages[0]
	for _, tag := range languages[1:] {
		if strings.HasPrefix(address, tag+"/") {
			language = tag
		}
	}
	if path == "" || language == languages[0] {
		http.Error(w, "This page is no translation of a document.", http.StatusNotFound)
		return
	}
	w.Header().Set("Server-Timing", fmt.Sprintf("plan;desc=%q", now.id))
	w.Header().Set("Content-Type", contentType(".html"))
	_, _ = w.Write(d.besidePage("/"+address, path, languages[0], language, portal.Beside(path, language))) // the browser may have gone
}

// besidePage writes the page. Its words are for editors, in English as all that the preview says itself.
func (d desk) besidePage(address, path, source, language string, units []translator.Reviewed) []byte {
	var b bytes.Buffer
	esc := html.EscapeString
	fmt.Fprintf(&b, `<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>%[1]s: %[2]s beside %[3]s</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/.parley/preview.css">
<script src="/.parley/preview.js" defer></script>
</head>
<body class="parley-beside">
<main>
<h1>%[1]s</h1>
<p><a href="%[4]s">The page in %[3]s</a></p>
<table>
<thead><tr><th scope="col">%[2]s</th><th scope="col">%[3]s</th><th scope="col">State</th><th scope="col">Terms</th><th scope="col">Checks</th><th scope="col">Place</th></tr></thead>
<tbody>
`, esc(path), esc(source), esc(language), esc(address))
	for _, u := range units {
		fmt.Fprintf(&b, "<tr class=\"%s\"><td lang=\"%s\" dir=\"auto\">%s%s</td><td lang=\"%s\" dir=\"auto\">%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>\n",
			esc(string(u.State)), esc(source), esc(u.Source), was(u.Previous), esc(language), esc(u.Target)+kept(u.Kept), esc(stateOf(u)), terms(u.Terms), lines(u.Reasons), d.place(u))
	}
	b.WriteString("</tbody></table>\n</main>\n</body>\n</html>\n")
	return b.Bytes()
}

func was(previous string) string {
	if previous == "" {
		return ""
	}
	return "<p><del><span class=\"unseen\">Before: </span>" + html.EscapeString(previous) + "</del></p>"
}

func stateOf(u translator.Reviewed) string {
	if u.By == "" || u.State == translation.Missing {
		return string(u.State)
	}
	return string(u.State) + ", by " + u.By
}

func terms(all []translator.Term) string {
	var texts []string
	for _, term := range all {
		texts = append(texts, term.Source+" = "+term.Target)
	}
	return lines(texts)
}

func lines(texts []string) string {
	var b strings.Builder
	for _, text := range texts {
		b.WriteString("<p>" + html.EscapeString(text) + "</p>")
	}
	return b.String()
}

// kept is what a person had written for an older source.
func kept(text string) string {
	if text == "" {
		return ""
	}
	return "<p>Kept, by a person: " + html.EscapeString(text) + "</p>"
}

// place leads to the translation in the editor: file and line; to the source of one that has no entry yet.
func (d desk) place(u translator.Reviewed) string {
	file, line := u.File, u.FileLine
	if line == 0 {
		file, line = u.Document, u.Line
	}
	shown := fmt.Sprintf("<code>%s:%d</code>", html.EscapeString(file), line)
	if address := d.editor.open(file, line); address != "" {
		return fmt.Sprintf("<a href=\"%s\">%s</a>", html.EscapeString(address), shown)
	}
	return shown
}
