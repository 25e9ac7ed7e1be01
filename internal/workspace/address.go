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
