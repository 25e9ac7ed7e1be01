package workspace

import (
	"path"
	"strings"
)

// KeptInput says why what prices are worked out from, and what is made of them, is never published, whoever links to it:
// invoice lines, what customers use, releases. What readers may know of it is on the pages of the price lists. The same holds for
// the facts that measures are made of, which are about partners and people.
const KeptInput = "holds figures behind our prices and measures, which are not published"

// bookKind is the kind of document beside which invoices lie.
const bookKind = "cost-book"

// keptFolders are those of which no file but a document is published.
var keptFolders = []string{"pricing/costs", "pricing/usage", "pricing/releases", "content/metrics"}

// keepInputs keeps invoices, usage and releases out of every portal: all files of their folders, however they are spelt, and
// the invoices of a book that lies elsewhere.
func (w *Workspace) keepInputs() {
	for name := range w.Assets {
		for _, folder := range keptFolders {
			if strings.HasPrefix(strings.ToLower(name), folder+"/") {
				w.keep(name, KeptInput)
			}
		}
	}
	for i := range w.Documents {
		d := w.Documents[i]
		if d.Kind.Name != bookKind {
			continue
		}
		for _, item := range d.Fields.Get("invoices").Items {
			if name := path.Join(path.Dir(d.Path), item.Str("file")); w.Assets[name].Path != "" {
				w.keep(name, KeptInput)
			}
		}
	}
}

// keep marks a file as one that is for us alone.
func (w *Workspace) keep(name, reason string) {
	asset := w.Assets[name]
	asset.Unsafe = reason
	w.Assets[name] = asset
}
