package site

import (
	"regexp"
	"slices"
	"strings"

	"parley/internal/doc"
	"parley/internal/workspace"
)

// link finds out which pages lead to which: by links of their bodies and by references of their fields.
func (s *Site) link() {
	s.backlinks = map[string][]int{}
	for i := range s.sheets {
		sheet := &s.sheets[i]
		if sheet.what != aDocument {
			continue
		}
		for _, link := range sheet.document.Links {
			if found := s.workspace.Resolve(sheet.document.Path, link.Target); found.What == workspace.ToDocument {
				s.backlink(found.Path, found.Fragment, i)
			}
		}
		for _, reference := range sheet.kind.References(sheet.document.Document) {
			for _, name := range reference.Kinds {
				if thing, ok := s.workspace.Thing(name, reference.ID); ok {
					s.backlink(thing.Path, thing.ID, i)
					break
				}
			}
		}
	}
}

// backlink notes that a sheet leads to a document, or to a person or role in it.
func (s *Site) backlink(path, item string, from int) {
	key := path
	for _, kindName := range []string{"person", "role"} {
		if i, ok := s.people[kindName+" "+item]; ok && s.sheets[i].document.Path == path {
			key = s.sheets[i].address
		}
	}
	if s.sheets[from].document.Path != path && !slices.Contains(s.backlinks[key], from) {
		s.backlinks[key] = append(s.backlinks[key], from)
	}
}

func (s *Site) backlinksOf(index, n int) []Link {
	sheet := &s.sheets[n]
	key := sheet.address
	if sheet.what == aDocument {
		key = sheet.document.Path
	}
	var links []Link
	for _, from := range s.backlinks[key] {
		links = append(links, s.linkTo(index, from))
	}
	return links
}

// AssetsOf lists the files that a page shows or links to, by their path in the repository.
func (s *Site) AssetsOf(i int) []string {
	_, sheet, _ := s.at(i)
	if sheet.what != aDocument {
		return nil
	}
	var assets []string
	for _, link := range sheet.document.Links {
		found := s.workspace.Resolve(sheet.document.Path, link.Target)
		if found.What == workspace.ToAsset && s.workspace.Assets[found.Path].Unsafe == "" {
			assets = append(assets, found.Path)
		}
	}
	return assets
}

// AssetFile is the file of the output that holds an asset.
func AssetFile(path string) string { return strings.TrimPrefix(assetAddress(path), "/") }

// Markdown is a page as Markdown: its title, and its body in the page's language, or the document's fields as YAML.
func (s *Site) Markdown(i int) (text string, ok bool) {
	l, sheet, n := s.at(i)
	if sheet.what != aDocument {
		return "", false
	}
	d := sheet.document
	var out strings.Builder
	if d.TitleText == "" || d.Fields.Has("title") {
		out.WriteString("# " + l.titles[n].Text + "\n\n")
	}
	if summary := s.summary(l, d); summary.Text != "" {
		out.WriteString(summary.Text + "\n\n")
	}
	out.WriteString(outline(s.fields(i/len(s.sheets), d), 0))
	if d.Markdown {
		rendition, _ := s.rendition(l, d)
		out.WriteString("\n" + strings.TrimSpace(s.relink(i/len(s.sheets), d, rendition)) + "\n")
	}
	return out.String(), true
}

// relink is a body whose links lead to pages of the site, as Markdown, and not to files of the repository. A link to what
// the audience may not see becomes its text: even the name of a file can tell too much.
func (s *Site) relink(index int, d *workspace.Document, rendition doc.Rendition) string {
	body := rendition.Body
	done := map[string]bool{}
	for _, link := range rendition.Links {
		target := s.target(index, d, link)
		if done[link.Target] || target.External || link.Target == "" {
			continue
		}
		done[link.Target] = true
		pattern := regexp.MustCompile(`(!?\[[^\]]*\])\(<?` + regexp.QuoteMeta(link.Target) + `>?((?:\s[^)]*)?)\)`)
		definition := regexp.MustCompile(`(?m)^( {0,3}\[[^\]]+\]:\s*)<?` + regexp.QuoteMeta(link.Target) + `>?`)
		if target.URL == "" {
			body = pattern.ReplaceAllStringFunc(body, func(whole string) string { return linkText(pattern.FindStringSubmatch(whole)[1]) })
			body = definition.ReplaceAllString(body, "${1}#")
			continue
		}
		address := strings.ReplaceAll(markdownAddress(target), "$", "$$")
		body = pattern.ReplaceAllString(body, "${1}("+address+"${2})")
		body = definition.ReplaceAllString(body, "${1}"+address)
	}
	return body
}

// linkText is what stands in the brackets of a link or picture.
func linkText(brackets string) string {
	return strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(brackets, "!"), "["), "]")
}

// markdownAddress is the address of the Markdown beside the page to which a link leads.
func markdownAddress(target Target) string {
	address, fragment, _ := strings.Cut(target.URL, "#")
	if strings.HasSuffix(address, "/") && !target.Image {
		address += "page.md"
	}
	if fragment != "" {
		address += "#" + fragment
	}
	return address
}

// shownElsewhere are the fields that every page shows in its head, not among its facts.
var shownElsewhere = []string{"kind", "id", "title", "summary", "definition", "draft", "order"}

// outline writes fields as nested Markdown lists.
func outline(node Node, depth int) string {
	var out strings.Builder
	indent := strings.Repeat("  ", depth)
	for _, field := range node.Fields {
		if depth == 0 && slices.Contains(shownElsewhere, field.Key) {
			continue
		}
		if field.Text.Text == "" && len(field.Items)+len(field.Fields) == 0 {
			continue
		}
		label := field.Label
		if label == "" {
			label = field.Key
		}
		out.WriteString(indent + "- " + label + ":" + outlineValue(field, depth) + "\n")
	}
	return out.String()
}

func outlineValue(node Node, depth int) string {
	indent := strings.Repeat("  ", depth+1)
	switch {
	case len(node.Fields) > 0:
		return "\n" + strings.TrimRight(outline(node, depth+1), "\n")
	case len(node.Items) > 0:
		var out strings.Builder
		for _, item := range node.Items {
			name := doc.Fold(item.ID + " " + item.Text.Text)
			out.WriteString("\n" + indent + "- " + name)
			if len(item.Fields) > 0 {
				out.WriteString("\n" + strings.TrimRight(outline(item, depth+2), "\n"))
			}
		}
		return out.String()
	}
	return " " + node.Text.Text
}
