package check

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"parley/internal/diag"
	"parley/internal/kind"
	"parley/internal/workspace"
)

// references checks that what fields name exists, and that two-way references point both ways.
func references(w *workspace.Workspace, _ string) diag.List {
	var findings diag.List
	for i := range w.Documents {
		d := w.Documents[i]
		for _, reference := range d.References {
			if reference.ID == kind.Placeholder {
				continue // that it is to be filled in has been reported
			}
			if finding, bad := judgeReference(w, d, reference); bad {
				findings = append(findings, finding)
			}
		}
	}
	return findings
}

func judgeReference(w *workspace.Workspace, d *workspace.Document, reference kind.Reference) (diag.Diagnostic, bool) {
	var candidates []string
	for _, name := range reference.Kinds {
		if name == "path" {
			if _, ok := w.Document(reference.ID); ok {
				return diag.Diagnostic{}, false
			}
			candidates = append(candidates, paths(w)...)
			continue
		}
		if thing, ok := w.Thing(name, reference.ID); ok {
			return oneWay(w, d, reference, thing)
		}
		if w.Lost(name, reference.ID) {
			return diag.Diagnostic{}, false // mending the document that was rejected mends this
		}
		candidates = append(candidates, w.IDs(name)...)
	}
	finding := diag.New(diag.RefUnknown, reference.Place, "there is no %s %q", strings.Join(reference.Kinds, " or "), reference.ID)
	return suggest(finding, reference.ID, candidates, knownAre(candidates)), true
}

// oneWay reports a reference whose other side does not point back.
func oneWay(w *workspace.Workspace, d *workspace.Document, reference kind.Reference, thing kind.Thing) (diag.Diagnostic, bool) {
	target, ok := w.Document(thing.Path)
	if reference.Inverse == "" || !ok || target.ID != thing.ID {
		return diag.Diagnostic{}, false
	}
	back := target.Fields.Get(reference.Inverse)
	if back.Text == d.ID || slices.Contains(target.Fields.Strings(reference.Inverse), d.ID) {
		return diag.Diagnostic{}, false
	}
	return diag.New(diag.RefOneWay, reference.Place, "%s names %s, but that does not name it back", d.ID, thing.ID).
		WithHint("add %s to %s: in %s", d.ID, reference.Inverse, thing.Path).
		WithNote(target.Place(reference.Inverse), "here"), true
}

// identities checks ids. Things of a list count too: a role or a SKU must be one.
func identities(w *workspace.Workspace, _ string) diag.List {
	var findings diag.List
	first := make(map[string]kind.Thing, len(w.Documents))
	claim := func(thing kind.Thing, hint string) {
		key := thing.Kind + " " + thing.ID
		if thing.Kind == "sku" {
			key += " " + thing.Path // a SKU is sold in many lists, once in each
		}
		if before, taken := first[key]; taken {
			findings = append(findings, diag.New(diag.IDDuplicate, thing.Place, "the %s %q exists already", thing.Kind, thing.ID).
				WithHint("%s", hint).WithNote(before.Place, "the first %s", thing.ID))
			return
		}
		first[key] = thing
	}
	for i := range w.Documents {
		d := w.Documents[i]
		claim(kind.Thing{Kind: d.Kind.Name, ID: d.ID, Path: d.Path, Place: d.Place("id")}, "rename one of the two files")
		for _, thing := range d.Defines {
			claim(thing, "choose another id")
		}
		if finding, bad := fileName(w, d); bad {
			findings = append(findings, finding)
		}
		findings = append(findings, workspace.Remembered(d, alone{"ids"}, func() diag.List { return append(anchors(d), twins(d)...) })...)
	}
	return findings
}

// alone stands for no other grounds than the document: what is asked of it depends on nothing else.
type alone struct{ question string }

// anchors reports headings whose anchor is that of an item of a list: a page has each id once.
func anchors(d *workspace.Document) diag.List {
	var findings diag.List
	items := map[string]bool{}
	for _, id := range d.Items() {
		items[id] = true
	}
	for _, section := range d.Sections {
		if items[section.ID] {
			findings = append(findings, diag.New(diag.IDDuplicate, diag.Place{Path: d.Path, Span: section.Span},
				"the anchor #%s of this heading is also the id of something in the document's header", section.ID).
				WithHint("give the heading an anchor of its own: ## %s {#about-%s}", section.Text, section.ID))
		}
	}
	return findings
}

// fileName checks that the id of a document is its file name, and made of its fields where the kind says so.
func fileName(w *workspace.Workspace, d *workspace.Document) (diag.Diagnostic, bool) {
	base := strings.TrimSuffix(path.Base(d.Path), path.Ext(d.Path))
	id := d.Fields.Str("id")
	if id != "" && id != base && !d.Kind.Lenient && d.Kind.Single == "" {
		return diag.New(diag.IDFileName, d.Place("id"), "the id is %s, the file is called %s", id, base).WithHint("rename the file, or write id: %s", base), true
	}
	if len(d.Kind.NameFrom) == 0 {
		return diag.Diagnostic{}, false
	}
	var parts []string
	for _, field := range d.Kind.NameFrom {
		part := strings.ToLower(d.Fields.Str(field))
		if field != "*" && part == "" {
			return diag.Diagnostic{}, false // the field is missing: that is reported, and no name can be told
		}
		if field != "*" {
			parts = append(parts, part)
		}
	}
	if slices.ContainsFunc(d.Kind.NameFrom, func(field string) bool { return misread(w, d, d.Fields.Get(field)) }) {
		return diag.Diagnostic{}, false // the name is right once the field is
	}
	prefix := strings.Join(parts, "-") + "-"
	if !strings.HasPrefix(base, prefix) || base == prefix {
		return diag.New(diag.IDFileName, d.Place("id"), "the name %s does not say what is in the list", base).
			WithHint("it is made of %s: %sNAME", strings.Join(d.Kind.NameFrom[:len(d.Kind.NameFrom)-1], " and "), prefix), true
	}
	return diag.Diagnostic{}, false
}

// places checks where documents lie and how their files are called.
func places(w *workspace.Workspace, _ string) diag.List {
	var findings diag.List
	for i := range w.Documents {
		d := w.Documents[i]
		if d.Kind.Lenient || d.Misfit {
			continue
		}
		whole := diag.Place{Path: d.Path}
		if only := d.Kind.Dir + "/" + d.Kind.Single; d.Kind.Single != "" && d.Path != only {
			findings = append(findings, diag.New(diag.KindPlace, whole, "there is one document of kind %s, and that is %s", d.Kind.Name, only).
				WithHint("move its keys there, and remove this file"))
		} else if !strings.HasPrefix(d.Path, d.Kind.Dir+"/") {
			findings = append(findings, diag.New(diag.KindPlace, whole, "documents of kind %s belong into %s", d.Kind.Name, d.Kind.Dir).
				WithHint("move the file to %s/%s", d.Kind.Dir, path.Base(d.Path)))
		}
		for _, part := range strings.Split(d.Path, "/") {
			if !w.Settings.FileNames.MatchString(part) {
				findings = append(findings, diag.New(diag.FileName, whole, "the name %q does not follow the naming rules", part).
					WithHint("names match %s", w.Settings.FileNames))
			}
		}
	}
	return findings
}

// orphans reports documents that nothing leads to: no link, no reference, no section of the menu.
func orphans(w *workspace.Workspace, _ string) diag.List {
	return workspace.Named(w, inMenus{fmt.Sprintf("%q", w.Settings.Menu)}, func() diag.List { return orphansOf(w) })
}

// inMenus are the grounds of which documents nothing leads to.
type inMenus struct{ menu string }

func orphansOf(w *workspace.Workspace) diag.List {
	reached := make(map[string]bool, len(w.Documents))
	for i := range w.Documents {
		d := w.Documents[i]
		for _, to := range w.Targets(d) {
			if to.What == workspace.ToDocument && to.Path != d.Path {
				reached[to.Path] = true
			}
		}
		for _, reference := range d.References {
			for _, name := range reference.Kinds {
				if thing, ok := w.Thing(name, reference.ID); ok && thing.Path != d.Path {
					reached[thing.Path] = true
				}
				reached[reference.ID] = reached[reference.ID] || name == "path"
			}
		}
	}
	var findings diag.List
	for i := range w.Documents {
		d := w.Documents[i]
		base := path.Base(d.Path)
		if reached[d.Path] || d.Broken || d.Misfit || d.Kind.Single != "" || base == "index.md" || base == "README.md" || inMenu(w.Settings.Menu, d) {
			continue
		}
		findings = append(findings, diag.New(diag.DocOrphan, diag.Place{Path: d.Path}, "nothing leads to this document").
			WithHint("link to it, or name it or its kind under navigation: in %s", workspace.SettingsPath))
	}
	return findings
}

func inMenu(menu []workspace.MenuSection, d *workspace.Document) bool {
	for _, section := range menu {
		if slices.Contains(section.Kinds, d.Kind.Name) {
			return true
		}
		for _, place := range section.Paths {
			if lies(d.Path, place) {
				return true
			}
		}
	}
	return false
}
