package check

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/kind"
	"parley/internal/money"
	"parley/internal/workspace"
)

// documentsOf lists the documents of a kind. There are none when a team has replaced the kind and made something else of
// the fields that a rule is about; "levels.level" is a field of each item of a list.
func documentsOf(w *workspace.Workspace, name string, fields ...string) []*workspace.Document {
	if !keeps(w, name, fields) {
		return nil
	}
	var found []*workspace.Document
	for i := range w.Documents {
		if d := w.Documents[i]; d.Kind.Name == name && !d.Misfit && !d.Broken {
			found = append(found, d)
		}
	}
	return found
}

// named is the document that an id names among those of a kind, nil when there is none whose fields are those of Parley.
func named(w *workspace.Workspace, name, id string, fields ...string) *workspace.Document {
	thing, _ := w.Thing(name, id)
	d, ok := w.Document(thing.Path)
	if !ok || d.Kind.Name != name || d.ID != id || !keeps(w, name, fields) {
		return nil
	}
	return d
}

// misread reports whether something has been said already of what stands somewhere: its schema refuses it, it names nothing that there
// is, or it is no currency.
func misread(w *workspace.Workspace, d *workspace.Document, value doc.Value) bool {
	return slices.Contains(misreadings(w, d), placeOf(d, value))
}

// misreadings are all such places of a document.
func misreadings(w *workspace.Workspace, d *workspace.Document) []diag.Place {
	places := w.Refused(d.Path)
	for _, reference := range d.References {
		if finding, bad := judgeReference(w, d, reference); bad && finding.Code == diag.RefUnknown {
			places = append(places, reference.Place)
		}
	}
	if currency := d.Fields.Get("currency"); currency.Type == doc.String {
		if _, known := money.MinorUnits(currency.Text); !known {
			places = append(places, placeOf(d, currency))
		}
	}
	return places
}

// keeps reports whether fields of a kind are still what Parley's own kind of that name makes of them.
func keeps(w *workspace.Workspace, name string, fields []string) bool {
	now, _ := w.Kinds.Get(name)
	own, _ := kind.Builtin().Get(name)
	for _, path := range fields {
		here, there := now.Schema, own.Schema
		for _, step := range strings.Split(path, ".") {
			here, there = property(here, step), property(there, step)
			if !alike(here, there) {
				return false
			}
		}
	}
	return true
}

// property is the schema of a field of an object, or of each object of a list.
func property(schema doc.Value, name string) doc.Value {
	if items, isList := schema.Lookup("items"); isList {
		schema = items
	}
	return schema.Get("properties").Get(name)
}

// alike reports whether two schemas ask for the same sort of value, however they call it and whatever else they allow.
func alike(now, own doc.Value) bool {
	for _, word := range []string{"type", "format", "$ref"} {
		if now.Str(word) != own.Str(word) {
			return false
		}
	}
	meant := texts(now, "ref")
	lost := func(name string) bool { return !slices.Contains(meant, name) }
	return own.Type == doc.Map && !slices.ContainsFunc(texts(own, "ref"), lost)
}

// texts are the words under a key that holds one word or a list of them.
func texts(value doc.Value, key string) []string {
	if one := value.Str(key); one != "" {
		return []string{one}
	}
	return value.Strings(key)
}

// each are the texts that the items of a list have under a key.
func each(list doc.Value, key string) []string {
	var found []string
	for _, item := range list.Items {
		if text := item.Str(key); text != "" {
			found = append(found, text)
		}
	}
	return found
}

// itemsOf are the items of a list of a document, or the document itself where no list is named.
func itemsOf(d *workspace.Document, list string) []doc.Value {
	if list == "" {
		return []doc.Value{d.Fields}
	}
	return d.Fields.Get(list).Items
}

// under is how a field of itemsOf is written.
func under(list, field string) string { return strings.TrimPrefix(list+"."+field, ".") }

// number reads a whole number; false for what the schema has refused.
func number(value doc.Value) (int, bool) {
	n, err := strconv.Atoi(value.Text)
	return n, err == nil && value.Type == doc.Number
}

// placeOf is where a value of a document stands.
func placeOf(d *workspace.Document, value doc.Value) diag.Place {
	return diag.Place{Path: d.Path, Span: value.Span}
}

// keyOf is where a key stands; it is shown for what goes over many lines. Without the key, it is the file.
func keyOf(d *workspace.Document, in doc.Value, name string) diag.Place {
	for _, key := range in.Keys {
		if key.Name == name {
			return diag.Place{Path: d.Path, Span: key.Span}
		}
	}
	return diag.Place{Path: d.Path}
}

// isText reports whether a value can be judged: what is no text, or is still to be filled in, has been reported as such.
func isText(value doc.Value) bool {
	return value.Type == doc.String && !strings.Contains(value.Text, kind.Placeholder)
}

// unlisted reports a value that is none of those that are known.
func unlisted(d *workspace.Document, code diag.Code, value doc.Value, known []string, format string, args ...any) diag.List {
	if !isText(value) || slices.Contains(known, value.Text) {
		return nil
	}
	return diag.List{suggest(diag.New(code, placeOf(d, value), format, args...), value.Text, known, knownAre(known))}
}

// suggest hints at what somebody meant who wrote a word, or says what else there is to do.
func suggest(finding diag.Diagnostic, word string, known []string, otherwise string) diag.Diagnostic {
	if near := diag.Nearest(word, known); near != "" {
		return finding.WithHint("did you mean %s?", near)
	}
	return finding.WithHint("%s", otherwise)
}

func knownAre(known []string) string {
	if len(known) == 0 {
		return "there is none yet: define it first"
	}
	return fmt.Sprintf("known are %s", enough(known))
}
