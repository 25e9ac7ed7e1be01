package workspace

import (
	"path"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Address is where a document is published in the source language, from the root of the site: a function of its path
// alone. content/ is left out, and an index or README stands for its folder.
func Address(documentPath string) string {
	name := norm.NFC.String(strings.TrimSuffix(documentPath, path.Ext(documentPath)))
	name = strings.TrimPrefix(name, "content/")
	if base := path.Base(name); base == "index" || base == "README" {
		name = strings.TrimSuffix(strings.TrimSuffix(name, base), "/")
	}
	if name == "" {
		return "/"
	}
	return "/" + name + "/"
}

// Reserved finds a part of an address that every portal needs for a file of its own. No document is published there: its
// folder would stand in the place of that file, which may be the one that tells hosts the policy of all pages.
func Reserved(address string) (part string, taken bool) {
	parts := strings.Split(strings.ToLower(strings.Trim(address, "/")), "/")
	for _, part := range parts {
		if part == "index.html" || part == "page.md" {
			return part, true
		}
	}
	switch parts[0] {
	case "assets", "_headers", "_redirects", "feed.xml", "feed.json", "changes.json", "sitemap.xml", "robots.txt", "404.html":
		return parts[0], true
	}
	return "", false
}
