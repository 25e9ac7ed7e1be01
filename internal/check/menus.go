package check

import (
	"slices"
	"strings"

	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/kind"
	"parley/internal/workspace"
)

// menus checks what the navigation names.
func menus(w *workspace.Workspace, _ string) diag.List {
	d, ok := w.Document(workspace.SettingsPath)
	if !ok {
		return nil
	}
	var findings diag.List
	for _, section := range d.Fields.Get("navigation").Items {
		for _, name := range section.Get("kinds").Items {
			if _, ok := w.Kinds.Get(name.Text); !ok {
				findings = append(findings, unknown(d, name, "there is no kind %q", w.Kinds.Names()))
			}
		}
		for _, place := range section.Get("paths").Items {
			if !holds(w, place.Text) {
				findings = append(findings, unknown(d, place, "no document lies at %q", paths(w)))
			}
		}
	}
	return findings
}

func unknown(d *workspace.Document, value doc.Value, format string, candidates []string) diag.Diagnostic {
	return suggest(diag.New(diag.RefUnknown, placeOf(d, value), format, value.Text), value.Text, candidates, "name a kind, a folder or a file, relative to the repository")
}

// holds reports whether a path is a document or a folder with documents in it.
func holds(w *workspace.Workspace, place string) bool {
	if _, ok := w.Document(place); ok {
		return true
	}
	inside := strings.TrimSuffix(place, "/") + "/"
	first, _ := slices.BinarySearchFunc(w.Documents, inside, func(d *workspace.Document, folder string) int { return strings.Compare(d.Path, folder) })
	return first < len(w.Documents) && lies(w.Documents[first].Path, place)
}

// lies reports whether a document is the one at a place, or lies in the folder there.
func lies(name, place string) bool {
	return name == place || strings.HasPrefix(name, strings.TrimSuffix(place, "/")+"/")
}

// paths are those of all documents.
func paths(w *workspace.Workspace) []string {
	var all []string
	for i := range w.Documents {
		all = append(all, w.Documents[i].Path)
	}
	return all
}

// placeholders reports what a new document has marked and nobody has filled in.
func placeholders(w *workspace.Workspace, _ string) diag.List {
	var findings diag.List
	for i := range w.Documents {
		d := w.Documents[i]
		findings = append(findings, workspace.Remembered(d, alone{"placeholders"}, func() diag.List { return placeholdersIn(d) })...)
	}
	return findings
}

func placeholdersIn(d *workspace.Document) diag.List {
	var findings diag.List
	for _, value := range d.Fields.Scalars() {
		if strings.Contains(value.Text, kind.Placeholder) {
			findings = append(findings, diag.New(diag.DocPlaceholder, diag.Place{Path: d.Path, Span: value.Span}, "%s is still to be filled in", value).
				WithHint("write what belongs here"))
		}
	}
	return findings
}
