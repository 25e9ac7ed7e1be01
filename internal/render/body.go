package render

import (
	"html"
	"strconv"
	"strings"

	"parley/internal/doc"
	"parley/internal/site"
)

// fill writes a body with its holes filled in: links get their addresses, pictures their sizes, terms their explanation, charts
// their figure.
func fill(body site.Body, figures []string) string {
	var out strings.Builder
	out.Grow(len(body.HTML.Text) + 64*len(body.HTML.Holes))
	if body.Lang != "" {
		out.WriteString(`<div lang="` + html.EscapeString(body.Lang) + `" dir="` + html.EscapeString(body.Dir) + `">`)
	}
	at, mark := 0, 0
	for _, hole := range body.HTML.Holes {
		out.WriteString(body.HTML.Text[at:hole.Start])
		at = hole.Start
		switch hole.What {
		case doc.HoleLinkOpen:
			out.WriteString(linkOpen(body.Links[hole.Link]))
		case doc.HoleLinkClose:
			if body.Links[hole.Link].URL != "" {
				out.WriteString("</a>")
			}
		case doc.HoleImage:
			out.WriteString(image(body.Links[hole.Link]))
		case doc.HoleChart:
			if hole.Link < len(figures) && figures[hole.Link] != "" {
				out.WriteString(figures[hole.Link])
				at = hole.Stop
			}
		case doc.HoleText:
			for ; mark < len(body.Marks) && body.Marks[mark].Start < hole.Stop; mark++ {
				m := body.Marks[mark]
				out.WriteString(body.HTML.Text[at:m.Start])
				out.WriteString(`<button type="button" class="term" popovertarget="term-` + html.EscapeString(body.Terms[m.Term].ID) + `">`)
				out.WriteString(body.HTML.Text[m.Start:m.Stop] + "</button>")
				at = m.Stop
			}
		}
	}
	out.WriteString(body.HTML.Text[at:])
	if body.Lang != "" {
		out.WriteString("</div>")
	}
	return out.String()
}

// linkOpen is the opening tag of a link, or nothing where the link leads nowhere in this output.
func linkOpen(target site.Target) string {
	if target.URL == "" {
		return ""
	}
	tag := `<a href="` + html.EscapeString(target.URL) + `"`
	if target.Title != "" {
		tag += ` title="` + html.EscapeString(target.Title) + `"`
	}
	if target.External {
		tag += ` class="external" rel="noopener noreferrer"`
	}
	return tag + ">"
}

// image is a picture with its size, so that the page does not jump; without an address it is its text.
func image(target site.Target) string {
	if target.URL == "" {
		return `<span class="missing-image">` + html.EscapeString(target.Alt) + "</span>"
	}
	tag := `<img src="` + html.EscapeString(target.URL) + `" alt="` + html.EscapeString(target.Alt) + `"`
	if target.Width > 0 && target.Height > 0 {
		tag += ` width="` + strconv.Itoa(target.Width) + `" height="` + strconv.Itoa(target.Height) + `"`
	}
	if target.Title != "" {
		tag += ` title="` + html.EscapeString(target.Title) + `"`
	}
	return tag + ` loading="lazy">`
}
