package render

import (
	"encoding/json"
	"html/template"

	"parley/internal/site"
)

// thing is a node of JSON-LD as schema.org names it.
type thing map[string]any

// jsonld describes a page to machines: where it stands, the term that it explains, the steps that it tells. It is a block
// of data, which the pages' policy lets through, and json.Marshal leaves no angle bracket in it.
func (r *Renderer) jsonld(page site.Page) (template.HTML, error) {
	things := []any{r.trail(page)}
	switch {
	case page.Kind == "term" && page.Path != "":
		things = append(things, thing{"@type": "DefinedTerm", "name": page.Title.Text, "description": page.Fields.Get("definition").Text.Text,
			"url": r.site.Origin() + page.URL, "inLanguage": page.Lang})
	case page.Kind == "playbook" && page.Path != "":
		things = append(things, r.howTo(page, "phases"))
	case page.Kind == "migration-guide" && page.Path != "":
		things = append(things, r.howTo(page, "steps"))
	}
	data, err := json.Marshal(graph{"https://schema.org", things})
	return template.HTML(`<script type="application/ld+json">` + string(data) + `</script>`), err
}

// step is one page of the trail to another: a thing of which every page has some.
type step struct {
	Type     string `json:"@type"`
	Item     string `json:"item"`
	Name     string `json:"name"`
	Position int    `json:"position"`
}

// trail is the way from the start page to a page.
type trail struct {
	Type  string `json:"@type"`
	Items []step `json:"itemListElement"`
}

func (r *Renderer) trail(page site.Page) trail {
	items := make([]step, 0, len(page.Breadcrumbs)+1)
	for _, link := range append(page.Breadcrumbs, site.Link{Title: page.Title, URL: page.URL}) {
		items = append(items, step{"ListItem", r.site.Origin() + link.URL, link.Title.Text, len(items) + 1})
	}
	return trail{"BreadcrumbList", items}
}

// graph is all that is said of a page.
type graph struct {
	Context string `json:"@context"`
	Things  []any  `json:"@graph"`
}

func (r *Renderer) howTo(page site.Page, list string) thing {
	var steps []thing
	for _, step := range page.Fields.Get(list).Items {
		steps = append(steps, thing{"@type": "HowToStep", "name": step.Get("title").Text.Text, "url": r.site.Origin() + page.URL + "#" + step.ID})
	}
	return thing{"@type": "HowTo", "name": page.Title.Text, "description": page.Summary.Text, "inLanguage": page.Lang, "step": steps}
}
