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
		if d.Markdown == (k.Format == "markdown") && at(d.Path, k) && (itself || d.mayDefine(k, kindName, id)) {
			return true
		}
	}
	return false
}

// mayDefine reports whether a document, if it is of a kind, defines a thing in a list. If its fields are lost, it may.
func (d *Document) mayDefine(k *kind.Kind, kindName, id string) bool {
	if d.Broken {
		return k.MayDefine(kindName)
	}
	return slices.ContainsFunc(k.Defines(d.Outline()), func(thing kind.Thing) bool { return thing.Kind == kindName && (id == "" || thing.ID == id) })
}

// at reports whether a file lies where documents of a kind do. Beside those at the top of the content, where everything else lies too, it
// has their name.
func at(name string, k *kind.Kind) bool {
	switch {
	case k.Single != "":
		return name == k.Dir+"/"+k.Single
	case k.Dir == Folders[0]:
		return path.Dir(name) == k.Dir && baseName(name) == k.Name
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
