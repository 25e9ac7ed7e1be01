package translator

import "parley/internal/workspace"

// Exported is a PO file for translators outside.
type Exported struct {
	Path string
	Data []byte
}

// Export returns the PO files of a language, brought up to date with their documents, where there is anything to translate. The
// repository stays as it is.
func Export(w *workspace.Workspace, files Files, language string, selected func(string) bool) ([]Exported, error) {
	all, findings, err := open(w, files, language)
	if err != nil {
		return nil, err
	}
	if len(findings) > 0 {
		return nil, unreadable(findings[0])
	}
	var exported []Exported
	for _, c := range all {
		if selected(c.document.Path) {
			exported = append(exported, Exported{c.path, c.merged.File.Format()})
		}
	}
	return exported, nil
}
