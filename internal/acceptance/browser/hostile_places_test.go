package browser

import (
	"fmt"
	"strings"
)

// fields writes kinds of the team's own, each with a document: what a kind is called, what its fields are called, keys,
// words to choose from, texts, lists.
func (h *hostile) fields() {
	for i, group := range h.together("kind") {
		name := fmt.Sprintf("k-%d", i)
		file := "content/kinds/" + name + ".yaml"
		h.put(file, "kind: kind\nname: "+name+"\ndir: content/"+name+"\nfeed: true\n", "")
		h.put(file, "title: "+quotedYAML(joined(group))+"\nplural: "+quotedYAML(joined(group))+"\n", "kind", group...)
		h.put(file, ownSchema, "")
		page := "content/" + name + "/one.md"
		h.put(page, "---\nkind: "+name+"\n", "")
		h.put(page, "title: "+quotedYAML("Word "+joined(group))+"\nsummary: "+quotedYAML("Word "+joined(group))+"\n", "title", group...)
		h.show("/"+name+"/one/", "title", "", literal, group...)
		h.show("/"+name+"/", "title", "", literal, group...)
		h.field(file, page, "points:\n", "point", group, func(p payload) string {
			return fmt.Sprintf("  - {id: p-%d, title: \"Word\", text: %s}\n", p.number, quotedYAML(p.text))
		})
		h.field(file, page, "words:\n", "word", group, func(p payload) string { return "  - " + quotedYAML(p.text) + "\n" })
		h.field(file, page, "seen:\n", "region", group, func(p payload) string { return fmt.Sprintf("  - r-%d\n", p.number) })
		h.field(file, page, "free:\n", "key", group, func(p payload) string { return "  " + quotedYAML(p.text) + ": Word\n" })
		h.field(file, page, "", "field", group, func(p payload) string { return quotedYAML("x"+p.text) + ": " + quotedYAML(p.text) + "\n" })
		h.field(file, page, "harmless:\n", "", group, func(p payload) string { return fmt.Sprintf("  - {id: h-%d, text: Word %[1]d.}\n", p.number) })
		h.put(page, "---\n\nWord.\n", "")
		for _, p := range group {
			h.put(page, fmt.Sprintf("\nHarmless %d.\n", p.number), "")
		}
	}
}

// field writes a field of a document of the team's own kind, and for a field of its own also the schema of it.
func (h *hostile) field(schema, page, name, channel string, group []payload, entry func(payload) string) {
	for _, p := range group {
		if h.refused[stand{channel, p.number}] != "" {
			continue
		}
		h.put(page, name, "") // only where something stands under it
		name = ""
		if channel == "field" {
			h.put(schema, fmt.Sprintf("    %s: {type: string, title: %s, description: %[2]s, enum: [%s]}\n", quotedYAML("x"+p.text), quotedYAML(p.text+" label"), quotedYAML(p.text)), channel, p)
			h.show("/"+strings.TrimSuffix(strings.TrimPrefix(page, "content/"), ".md")+"/", channel, "", func(p payload) string { return p.text + " label" }, p)
		}
		if channel == "" {
			h.put(page, entry(p), "")
			continue
		}
		h.put(page, entry(p), channel, p)
		h.show("/"+strings.TrimSuffix(strings.TrimPrefix(page, "content/"), ".md")+"/", channel, "", literal, p)
	}
}

const ownSchema = `template: document
schema:
  type: object
  properties:
    title: {type: string, maxLength: 1000000, translate: true}
    summary: {type: string, maxLength: 1000000, translate: true}
    points: {type: array, title: Points, items: {type: object, properties: {id: {type: string}, title: {type: string}, text: {type: string, translate: true}}}}
    words: {type: array, title: Words, items: {type: string}}
    seen: {type: array, title: Seen, items: {type: string, ref: region}}
    free: {type: object, title: Free, additionalProperties: true}
    harmless: {type: array, title: Harmless, items: {type: object, properties: {id: {type: string}, text: {type: string, translate: true}}}}
`

// people writes people and roles.
func (h *hostile) people() {
	const file = "content/people.yaml"
	h.put(file, "kind: people\ntitle: People\nroles:\n  - {id: any, title: All}\n", "")
	for i, group := range h.together("role") {
		h.put(file, fmt.Sprintf("  - id: r-%d\n    title: %s\n    purpose: %[2]s\n", i, quotedYAML(joined(group))), "role", group...)
		h.show(fmt.Sprintf("/roles/r-%d/", i), "role", "", literal, group...)
		h.put(file, "    duties:\n", "")
		for _, p := range group {
			h.put(file, fmt.Sprintf("      - {id: d-%d, text: %s}\n", p.number, quotedYAML(p.text)), "role", p)
		}
	}
	h.put(file, "people:\n  - {id: all, name: All, roles: [any]}\n", "")
	for i, group := range h.together("person") {
		h.put(file, fmt.Sprintf("  - id: p-%d\n    roles: [any, r-%d]\n    topics: [all]\n", i, i%3), "")
		h.put(file, "    name: "+quotedYAML(joined(group))+"\n", "person", group...)
		h.show(fmt.Sprintf("/people/p-%d/", i), "person", "", literal, group...)
	}
	for _, field := range []string{"email", "hours", "time_zone"} {
		for _, p := range h.left(field) {
			h.put(file, fmt.Sprintf("  - {id: %.4s-%d, name: All, roles: [any], %[1]s: ", field, p.number)+quotedYAML(p.text)+"}\n", field, p)
		}
	}
}

// prices writes price lists.
func (h *hostile) prices() {
	for i, group := range h.together("price-list") {
		file := fmt.Sprintf("pricing/lists/all-eur-%d.yaml", i)
		h.put(file, fmt.Sprintf("kind: price-list\nid: all-eur-%d\naudience: partner\nversion: v1.0\nmodel: project\nregion: all\ncurrency: EUR\npartner_tier: all\neffective: {from: \"2026-01-01\"}\n", i), "")
		h.put(file, fmt.Sprintf("title: Prices\nteam: %s\nchange: {reason: %[1]s}\nterms: {service_level: %[1]s, acceptance: %[1]s, payment: prepaid, cadence: once}\nparts:\n", quotedYAML(joined(group))), "price-list", group...)
		for _, p := range group {
			h.put(file, fmt.Sprintf("  - {sku: S-%d, name: %s, unit: hour, charge: flat, price: \"1.00\"}\n", p.number, quotedYAML(p.text)), "price-list", p)
			h.show(fmt.Sprintf("/pricing/lists/all-eur-%d/", i), "price-list", "", literal, p)
		}
		for _, p := range group {
			if h.refused[stand{"sku", p.number}] == "" {
				h.put(file, "  - {sku: "+quotedYAML(p.text)+", unit: hour, charge: flat, price: \"1.00\"}\n", "sku", p)
			}
		}
	}
}

// terms writes the glossary: terms that are payloads, and terms that are the words of markup itself.
func (h *hostile) terms() {
	h.put("content/kinds/term.yaml", "kind: kind\nname: term\ntitle: Term\nplural: Glossary\ndir: glossary\ntemplate: term\nschema:\n  type: object\n  properties:\n"+
		"    title: {type: string, maxLength: 1000000}\n    definition: {type: string, maxLength: 1000000, translate: true}\n    forms: {type: array, title: Forms, items: {type: string}}\n"+
		"    translations: {type: object, title: Translations, additionalProperties: {type: object, properties: {preferred: {type: string}, forms: {type: array, items: {type: string}}}}}\n", "")
	for i, group := range h.together("term") {
		file := fmt.Sprintf("glossary/g-%d.md", i)
		h.put(file, "---\nkind: term\n", "")
		h.put(file, fmt.Sprintf("title: %s\ndefinition: %[1]s\ntranslations: {fr: {preferred: %[1]s, forms: [%[1]s]}}\nforms:\n", quotedYAML(joined(group))), "term", group...)
		h.show(fmt.Sprintf("/glossary/g-%d/", i), "term", "", literal, group...)
		for _, p := range group {
			h.put(file, "  - "+quotedYAML(p.text)+"\n  - "+quotedYAML("Word "+p.text)+"\n", "term", p)
		}
		h.put(file, "---\n", "")
	}
	for _, word := range []string{"amp", "lt", "gt", "quot", "34", "39", "nbsp", "script", "img", "src", "onerror", "href", "fire", "x", "button", "code", "class", "alert", "&", "<", ">", "\"", "<script", "/script>", "=", "&lt;", "&amp"} {
		h.put("glossary/w-"+fmt.Sprintf("%x", word)+".md", "---\nkind: term\ntitle: "+quotedYAML(word)+"\ndefinition: Word.\ntranslations: {fr: {preferred: "+quotedYAML(word)+"}}\n---\n", "")
	}
}

// names writes documents and pictures that are called what the payloads are, as far as a disk can hold such names.
func (h *hostile) names() {
	h.put("content/names/index.md", "# Names\n", "")
	for _, p := range h.left("name") {
		if strings.ContainsAny(p.text, "/\x00") || len(p.text) > 200 || strings.HasPrefix(p.text, ".") || !h.alone && p.number%8 != 0 && p.family != "names" {
			continue
		}
		h.put("content/names/"+p.text+".md", "Word.\n", "name", p)
		h.show("/names/"+p.text+"/", "name", "", literal, p)
		h.put("content/names/"+p.text+".svg", `<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>`, "name", p)
		link := strings.NewReplacer("%", "%25", "<", "%3C", ">", "%3E", "\\", "%5C", "#", "%23", "?", "%3F", "\n", "%0A", "\r", "%0D", "&", "%26").Replace(p.text)
		h.put("content/names/index.md", "\n- ![Word](<"+link+".svg>) [Word](<"+link+".svg>) [Word](<"+link+".md>)\n", "name", p)
	}
}

// pictures writes pictures, and a page that shows them all.
func (h *hostile) pictures() {
	h.put("content/pictures/index.md", "# Pictures\n", "")
	for _, p := range h.left("picture") {
		text := p.text
		if !strings.HasPrefix(text, "<svg xmlns") && !strings.HasPrefix(text, "<?") && !strings.HasPrefix(text, "<!DOCTYPE") {
			text = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="40" height="40">` + text + `</svg>`
		}
		h.put(fmt.Sprintf("content/pictures/p-%d.svg", p.number), text, "picture", p)
		h.put("content/pictures/index.md", fmt.Sprintf("\n![Picture %d](p-%[1]d.svg)\n", p.number), "")
	}
}

// settings writes the settings: what all pages show, and what the start page shows.
func (h *hostile) settings() {
	const file = "content/site.yaml"
	h.put(file, "kind: site\nlanguages: [en, fr]\nbase_url: https://portal.example/\nnaming: {files: \"(?s).*\"}\ntheme: {name: ours, accent: \"#0b6468\"}\n"+
		"repository: {url: \"https://forge.example/x\", edit: \"https://forge.example/x/{path}\", audience: public}\n"+
		"budget: {page: 100000, home: 100000, document: 100000, term: 100000, list: 100000, people: 100000, role: 100000, person: 100000, price-list: 100000}\n"+
		"topics: [{id: all, title: All}]\ntiers: [{id: all, title: All}]\nregions:\n  - {id: all, title: All}\n", "")
	for _, p := range h.left("region") {
		h.put(file, fmt.Sprintf("  - {id: r-%d, title: %s}\n", p.number, quotedYAML(p.text)), "region", p)
	}
	h.everywhere(file)
	h.put(file, "start:\n", "")
	for i, group := range h.together("start") {
		h.put(file, fmt.Sprintf("  - {id: s-%d, title: %s, summary: %[2]s, paths: [content/index.md]}\n", i, quotedYAML(joined(group))), "start", group...)
		h.show("/", "start", "", literal, group...)
	}
	h.put("content/index.md", "# Start\n\nWord.\n", "")
	h.redirects(file)
}

// everywhere writes what every page shows: the title of the portal, the company, the menu.
func (h *hostile) everywhere(file string) {
	short, some := []payload{}, []payload{} // a title has a bound, a company's name has none
	for i, p := range h.left("site") {
		if readable(p.text) && len(joined(append(short, p))) < 110 && strings.HasSuffix(p.family, "break-outs") {
			short = append(short, p)
		}
		if readable(p.text) && (i == 0 || p.family != h.corpus[i-1].family) {
			some = append(some, p)
		}
	}
	h.put(file, "title: "+quotedYAML("Word "+joined(short))+"\n", "site-title", short...)
	h.put(file, "company: "+quotedYAML(joined(some))+"\n", "site", some...)
	var kinds []string // in one section of the menu: each as one of its own would make all pages far longer
	for i := range h.together("kind") {
		kinds = append(kinds, fmt.Sprintf("k-%d", i))
	}
	h.put(file, "navigation:\n", "")
	h.put(file, "  - {id: some, title: "+quotedYAML(joined(some))+", kinds: ["+strings.Join(kinds, ", ")+"]}\n", "site", some...)
}

// redirects writes addresses that have moved: to pages with hostile titles, and from and to payloads.
func (h *hostile) redirects(file string) {
	h.put(file, "redirects:\n", "")
	for i := range h.together("kind") {
		h.put(file, fmt.Sprintf("  - {from: /old-%d/, to: content/k-%[1]d/one.md}\n", i), "")
	}
	for _, p := range h.left("redirect") {
		h.put(file, "  - {from: "+quotedYAML("/"+p.text+"/")+", to: content/index.md}\n", "redirect", p)
	}
	for _, p := range h.left("address-of-redirect") {
		h.put(file, fmt.Sprintf("  - {from: /to-%d/, to: %s}\n", p.number, quotedYAML(p.text)), "address-of-redirect", p)
	}
}
