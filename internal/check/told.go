package check

import (
	"fmt"
	"io/fs"

	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/pricing"
	"parley/internal/workspace"
)

// Told is what is told of all findings, sorted: one mistake is one finding. Left out are judgements of values that have been refused, and
// what goes away with characters that nobody can see. Whatever stands elsewhere, or is wrong by itself, stays.
func Told(w *workspace.Workspace, files fs.FS, findings diag.List) diag.List {
	return unseenOnce(w, files, findings.Sort().Once())
}

// unseenOnce leaves out findings at the text of a file with invisible characters that are not there when it is read without them.
func unseenOnce(w *workspace.Workspace, files fs.FS, findings diag.List) diag.List {
	invisible := map[string]diag.List{}
	for _, f := range findings {
		if f.Code == diag.YAMLInvisible {
			invisible[f.Path] = append(invisible[f.Path], f)
		}
	}
	left := map[string]map[string]bool{} // by path: code and line of what is wrong without them
	for name := range invisible {
		if text, err := fs.ReadFile(files, name); err == nil {
			left[name] = readWithout(w, name, text)
		}
	}
	var told diag.List
	for _, f := range findings {
		wrong, looked := left[f.Path]
		switch {
		case !looked || f.Code == diag.YAMLInvisible:
		case f.Code.Refuses() && !wrong[mark(f)]:
			continue
		case !f.Code.Refuses() && holdsAny(f.Place, invisible[f.Path]):
			continue
		}
		told = append(told, f)
	}
	return told
}

// readWithout is what is wrong with a document by itself when its invisible characters are taken out.
func readWithout(w *workspace.Workspace, name string, text []byte) map[string]bool {
	visible := pricing.Visible(doc.Normalise(text))
	d, findings := doc.Read(name, visible)
	if k, known := w.Kinds.Get(d.Fields.Str("kind")); known && !d.Broken {
		findings = append(findings, k.Validate(d)...)
	}
	findings = append(findings, pricing.Strict(name, visible, d)...)
	wrong := map[string]bool{}
	for _, f := range findings {
		wrong[mark(f)] = true
	}
	return wrong
}

// mark tells findings of one file apart wherever on its line they stand.
func mark(f diag.Diagnostic) string { return fmt.Sprintf("%s:%d", f.Code, f.Line) }

// holdsAny reports whether an invisible character stands within a place.
func holdsAny(at diag.Place, invisible diag.List) bool {
	for _, f := range invisible {
		if f.Line == at.Line && at.EndLine == at.Line && at.Col <= f.Col && f.Col < at.EndCol {
			return true
		}
	}
	return false
}
