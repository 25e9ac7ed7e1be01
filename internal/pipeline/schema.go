package pipeline

import (
	"fmt"
	"io/fs"

	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/kind"
)

// Kinds lists the kinds of a repository, a team's own included. Outside a repository these are Parley's own.
func Kinds(dir string) []*kind.Kind {
	set := kindsOf(dir)
	var kinds []*kind.Kind
	for _, name := range set.Names() {
		k, _ := set.Get(name)
		kinds = append(kinds, k)
	}
	return kinds
}

// kindsOf reads a team's own kinds. One that is faulty, or a link, is left out here; check reports it.
func kindsOf(dir string) kind.Set {
	files, err := openGuarded(dir)
	if err != nil {
		return kind.Builtin()
	}
	defer files.close()
	paths, err := fs.Glob(files, "content/kinds/*.yaml")
	if err != nil {
		panic(err) // the pattern is a constant
	}
	var definitions []doc.Document
	for _, path := range paths {
		if text, err := fs.ReadFile(files, path); err == nil {
			document, _ := doc.Read(path, text)
			definitions = append(definitions, document)
		}
	}
	set, _ := kind.Builtin().With(definitions)
	return set
}

// Schema returns the JSON Schema of a kind.
func Schema(dir, name string) ([]byte, error) {
	k, err := findKind(kindsOf(dir), name)
	if err != nil {
		return nil, err
	}
	return k.JSONSchema()
}

func findKind(set kind.Set, name string) (*kind.Kind, error) {
	if k, ok := set.Get(name); ok {
		return k, nil
	}
	if near := diag.Nearest(name, set.Names()); near != "" {
		return &kind.Kind{}, fmt.Errorf("there is no kind %q; did you mean %s?", name, near)
	}
	return &kind.Kind{}, fmt.Errorf("there is no kind %q; parley schema lists the kinds", name)
}
