package workspace

import (
	"path"
	"slices"
	"strings"

	"parley/internal/diag"
	"parley/internal/kind"
)

// Rejected reports whether nobody knows what a document means: its fields are lost, or it is of no kind. That is a finding, and
// mending it mends whatever depends on the document: nothing else is said of that.
func (d *Document) Rejected() bool { return d.Broken || d.Misfit }

// Lost reports whether something that nothing defines may be defined by a document that was rejected: one of its name where documents of
// its kind lie, or any where documents lie that define such things in a list. An empty id stands for any of the kind.
func (w *Workspace) Lost(kindName, id string) bool {
	return slices.ContainsFunc(w.rejected, func(d *Document) bool { return w.mayBe(d, kindName, id) })
}

func (w *Workspace) mayBe(d *Document, kindName, id string) bool {
	for _, name := range w.Kinds.Names() {
		k, _ := w.Kinds.Get(name)
		itself := name == kindName && (id == "" || baseName(d.Path) == id || d.Fields.Str("id") == id)
		if d.Markdown == (k.Format == "markdown") && at(d.Path, k) && (itself || k.MayDefine(kindName)) {
			return true
		}
	}
	return false
}

// at reports whether a file lies where documents of a kind do.
func at(name string, k kind.Kind) bool {
	switch {
	case k.Single != "":
		return name == k.Dir+"/"+k.Single
	case k.Dir == Folders[0]: // everything else lies below it
		return path.Dir(name) == k.Dir
	}
	return strings.HasPrefix(name, k.Dir+"/")
}

// Refused are the places of a document where its schema, or YAML, has refused what is written.
func (w *Workspace) Refused(name string) []diag.Place {
	var places []diag.Place
	for _, finding := range w.Findings {
		if finding.Path == name && finding.Severity == diag.Error && finding.Code.Refuses() {
			places = append(places, finding.Place)
		}
	}
	return places
}
