package render

import (
	"fmt"
	"html"
	"strings"

	"parley/internal/site"
)

// moved is the page that stands at an old address. Browsers go on at once; who reads it finds the link.
const moved = `<!DOCTYPE html>
<html lang="%s" dir="%s">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; base-uri 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="0; url=%[3]s">
<link rel="canonical" href="%[4]s">
<title>%[5]s</title>
</head>
<body>
<main>
<h1>%[5]s</h1>
<p><a href="%[3]s">%[3]s</a></p>
</main>
</body>
</html>
`

// moves renders the pages at addresses that pages have left, and the list of them that hosts read.
func (r *Renderer) moves() []File {
	var files []File
	var list strings.Builder
	for _, m := range r.site.Moves() {
		to := html.EscapeString(m.To.URL)
		text := fmt.Sprintf(moved, html.EscapeString(m.Lang), m.Dir, to, html.EscapeString(r.site.Origin()+m.To.URL), html.EscapeString(m.To.Title.Text))
		files = append(files, File{Path: site.File(m.From), Data: []byte(text)})
		fmt.Fprintf(&list, "%s%s %s 301\n", r.site.Base(), m.From, m.To.URL)
	}
	if list.Len() > 0 {
		files = append(files, File{Path: "_redirects", Data: []byte(list.String())})
	}
	return files
}
