package site

import (
	"crypto/sha256"
	"encoding/binary"
	"regexp"
	"slices"
	"strings"

	"parley/internal/doc"
	"parley/internal/workspace"
)

// link finds out which pages lead to which. Titles make no difference to that.
func (s *Site) link() {
	s.backlinks = workspace.Named(s.workspace, leading{s.digest}, func() [][]int {
		s.linkAll()
		return s.backlinks
	})
}

// leading are the grounds of which pages lead to which, beside the documents and their links.
type leading struct{ sheets [sha256.Size]byte }

// sheetsDigest sums up which pages there are, and of which documents.
func (s *Site) sheetsDigest() [sha256.Size]byte {
	text := make([]byte, 0, 64*len(s.sheets))
	add := func(word string) { text = append(binary.AppendUvarint(text, uint64(len(word))), word...) }
	for i := range s.sheets {
		sheet := &s.sheets[i]
		text = append(text, byte(sheet.what))
		add(sheet.address)
		add(sheet.item)
		if sheet.document != nil {
			add(sheet.document.Path)
		}
	}
	return sha256.Sum256(text)
}

// linkAll asks every document, by links of its body and by references of its fields.
func (s *Site) linkAll() {
	s.backlinks = make([][]int, len(s.sheets))
	for i := range s.sheets {
		sheet := &s.sheets[i]
		if sheet.what != aDocument {
			continue
		}
		for _, found := range s.workspace.Targets(sheet.document) {
			if found.What == workspace.ToDocument {
				s.backlink(found.Path, found.Fragment, i)
			}
		}
		for _, reference := range sheet.document.References {
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
	to, ok := s.personOrRole(path, item)
	if !ok {
		if to, ok = s.byPath[path]; !ok || s.sheets[to].document.Path != path {
			return // another document stands at its address
		}
	}
	known := s.backlinks[to]
	noted := len(known) > 0 && known[len(known)-1] == from // sheets are asked one after the other
	if s.sheets[from].document.Path != path && !noted {
		s.backlinks[to] = append(known, from)
	}
}

func (s *Site) backlinksOf(index, n int) []Link {
	var links []Link
	for _, from := range s.backlinks[n] {
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
	for _, found := range s.workspace.Targets(sheet.document) {
		if found.What == workspace.ToAsset && s.workspace.Assets[found.Path].Unsafe == "" {
			assets = append(assets, found.Path)
		}
	}
	return assets
}

// AssetFile is the file of the output that holds an asset.
func AssetFile(path string) string { return strings.TrimPrefix(assetAddress(path), "/") }

// markdown is a page as Markdown.
func (s *Site) markdown(i int, page Page, rendition doc.Rendition) string {
	l, sheet, n := s.at(i)
	d := sheet.document
	var out strings.Builder
	if d.TitleText == "" || d.Fields.Has("title") {
		out.WriteString("# " + l.titles[n].Text + "\n\n")
	}
	if summary := s.summary(l, d); summary.Text != "" {
		out.WriteString(summary.Text + "\n\n")
	}
	out.WriteString(outline(page.Fields, 0))
	if d.Markdown {
		body := strings.TrimSpace(relink(rendition, page.Body.Links))
		out.Grow(len(body) + len("\n\n"))
		out.WriteByte('\n')
		out.WriteString(body)
		out.WriteByte('\n')
	}
	return out.String()
}

var (
	definition  = regexp.MustCompile(`(?m)^( {0,3}\[[^\]^][^\]]*\]:[ \t]*\n?[ \t]*)<?([^\s>]+)>?`)
	attribute   = regexp.MustCompile(`(?i)\b(?:href|src)\s*=\s*["']?([^"'\s>]+)`)
	defined     = regexp.MustCompile(`(?m)^ {0,3}\[([^\]]+)\]:`)
	information = regexp.MustCompile("^ {0,3}(?:```|~~~)[^\\s`]+[ \t]+\\S")
)

// relink is a body whose links lead to pages of the site, as Markdown, and not to files of the repository.
func relink(rendition doc.Rendition, targets []Target) string {
	addresses := make(map[string]string, len(targets))
	for i, target := range targets {
		if !target.External && target.URL != "" {
			addresses[rendition.Links[i].Target] = markdownAddress(target)
		}
	}
	body := readdress(rendition.Body, addresses)
	if !strings.Contains(body, "]:") {
		return body
	}
	return definition.ReplaceAllStringFunc(body, func(whole string) string {
		parts := definition.FindStringSubmatch(whole)
		if address, ok := addresses[parts[2]]; ok {
			return parts[1] + address
		}
		return whole
	})
}

// readdress gives links and pictures, as they are mostly written, their new addresses. It looks for what stands between
// the brackets and the end of the target only: a pattern for the whole link took longer than making the page.
func readdress(body string, addresses map[string]string) string {
	var out strings.Builder
	out.Grow(len(body) + 64*len(addresses)) // mostly enough
	for {
		at := strings.Index(body, "](")
		if at < 0 {
			out.WriteString(body)
			return out.String()
		}
		start := at + len("](")
		if start < len(body) && body[start] == '<' {
			start++
		}
		end := start + strings.IndexAny(body[start:], ")> \t\n")
		if end < start {
			end = len(body)
		}
		address, ok := addresses[body[start:end]]
		if !ok {
			out.WriteString(body[:end])
			body = body[end:]
			continue
		}
		out.WriteString(body[:at+len("](")] + address)
		body = strings.TrimPrefix(body[end:], ">")
	}
}

// hides reports whether a document's Markdown holds what its page does not show: the path of a document that the audience
// may not see, in a link, in a definition that no link uses or in raw HTML, or a footnote that nothing refers to. Nobody
// can cut that out of a text surely, so the whole Markdown is not published then.
func (s *Site) hides(d *workspace.Document, body string) bool {
	if s.keptOf(0, d) == nil && slices.ContainsFunc(s.workspace.Targets(d), workspace.Target.Nowhere) {
		return true
	}
	// Looking for a few letters first costs nothing; most texts have none of these.
	for sign, form := range map[string]*regexp.Regexp{"]:": definition, "<": attribute} {
		if !strings.Contains(body, sign) {
			continue
		}
		for _, found := range form.FindAllStringSubmatch(body, -1) {
			if s.workspace.Resolve(d.Path, found[len(found)-1]).Nowhere() {
				return true
			}
		}
	}
	return unseen(body)
}

// mostCounted is how many letters are looked at to find out whether each definition is used; of a text with more, nobody knows.
const mostCounted = 1 << 30

// unseen reports whether a body has what no page shows: a comment, a definition or a footnote that nothing uses, more
// words than one beside the marks of a block of code.
func unseen(body string) bool {
	if strings.Contains(body, "<!--") || informed(body, "```") || informed(body, "~~~") {
		return true
	}
	if !strings.Contains(body, "]:") {
		return false
	}
	body = strings.ToLower(body)
	definitions := defined.FindAllStringSubmatch(body, -1)
	if len(definitions)*len(body) > mostCounted {
		return true
	}
	for _, found := range definitions {
		if name := "[" + found[1] + "]"; strings.Count(body, name) <= strings.Count(body, name+":") {
			return true
		}
	}
	return false
}

// informed reports whether a block of code that a fence opens says more than its language. Looking for fences first is
// many times as fast as the pattern on the whole body.
func informed(body, fence string) bool {
	for at := 0; ; {
		next := strings.Index(body[at:], fence)
		if next < 0 {
			return false
		}
		at += next
		if information.MatchString(body[strings.LastIndexByte(body[:at], '\n')+1:]) {
			return true
		}
		line := strings.IndexByte(body[at:], '\n')
		if line < 0 {
			return false
		}
		at += line // what else is on this line does not begin it
	}
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
