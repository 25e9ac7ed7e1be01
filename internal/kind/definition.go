package kind

import (
	"io/fs"
	"slices"
	"strings"

	"parley/internal/diag"
	"parley/internal/doc"
)

// judge collects what is wrong with a team's definition of a kind.
type judge struct {
	path     string
	kind     *Kind
	findings diag.List
}

func (j *judge) add(at diag.Span, hint, format string, args ...any) {
	j.findings = append(j.findings, diag.New(diag.KindDefinition, diag.Place{Path: j.path, Span: at}, format, args...).WithHint("%s", hint))
}

// place refuses a folder or file name that leads out of the repository: new documents are written there.
func (j *judge) place(fields doc.Value) {
	if dir := j.kind.Dir; !fs.ValidPath(dir) || strings.ContainsRune(dir, '\\') {
		j.add(fields.Get("dir").Span, "dir: content/"+j.kind.Name, "the folder %q does not lie in the repository", dir)
	}
	if single := j.kind.Single; single != "" && (!fs.ValidPath(single) || strings.ContainsAny(single, `/\`)) {
		j.add(fields.Get("single").Span, "single: "+j.kind.Name+".yaml", "%q is not the name of a file in the folder of the kind", single)
	}
}

// below are the keywords under which schemas stand: one or a list of them, or several by name.
var (
	below = []string{"if", "then", "else", "not", "allOf", "anyOf", "oneOf", "items", "prefixItems", "additionalItems", "unevaluatedItems",
		"contains", "additionalProperties", "unevaluatedProperties", "propertyNames", "contentSchema"}
	belowByName = []string{"properties", "patternProperties", "dependentSchemas", "dependencies", "$defs", "definitions"}
)

// schema refuses what could be read in two ways: words that limit readers but name no limit, and references that the
// validator and the audience filter could follow to different places.
func (j *judge) schema(schema doc.Value) {
	for _, key := range schema.Keys {
		value := key.Value
		switch {
		case key.Name == "audience" && !slices.Contains(circles, Audience(value.Text)):
			j.add(value.Span, "write public, partner or internal", "%s is no audience", value)
		case key.Name == "scope" && !slices.Contains([]string{"region", "tier", "partner", "none"}, value.Text):
			j.add(value.Span, "write region, tier, partner or none", "%s is no scope", value)
		case key.Name == "$ref":
			if _, ok := pointed(j.kind.Schema, value.Text); !ok {
				j.add(value.Span, "refer to a schema of this file: #/$defs/NAME", "%s leads to no schema of this file", value)
			}
		case slices.Contains([]string{"$anchor", "$dynamicAnchor", "$recursiveAnchor", "$dynamicRef", "$recursiveRef"}, key.Name):
			j.add(key.Span, "refer to a schema by its place: $ref: #/$defs/NAME", "%s is not supported", key.Name)
		case slices.Contains(below, key.Name):
			j.schemas(oneOrMore(value))
		case slices.Contains(belowByName, key.Name):
			j.schemas(valuesOf(value))
		}
	}
}

// schemas judges schemas that stand within another.
func (j *judge) schemas(schemas []doc.Value) {
	for _, schema := range schemas {
		if id, ok := schema.Lookup("$id"); ok {
			j.add(id.Span, "remove it; the schema of a kind is one schema", "a schema within a schema has no $id")
		}
		j.schema(schema)
	}
}

// widening reports where a kind that replaces a built-in one says that more people may read something. Where it says
// nothing, the built-in kind's word holds as it did before: see laws. The built-in schema leads the way, and ends: none of
// them refers to itself.
func (j *judge) widening(own, replaced laws) {
	for _, l := range own {
		word, ok := l.schema.Lookup("audience")
		if limit := replaced.audience(); ok && !audienceOf(word).Sees(limit) {
			j.add(word.Span, "remove this line, or give the field another name", "the built-in kind %s keeps this for %s readers, and a kind that replaces it cannot show it to more", j.kind.Name, limit)
		}
	}
	if len(own) == 0 {
		return
	}
	for _, l := range replaced {
		for _, key := range l.schema.Get("properties").Keys {
			j.widening(own.key(key.Name), replaced.key(key.Name))
		}
		if l.schema.Has("items") {
			j.widening(own.item(0), replaced.item(0))
		}
	}
}

// wideningDocuments reports the same of documents as a whole: the audience that they have when they name none, and those
// that they may name.
func (j *judge) wideningDocuments(own, replaced laws) {
	for _, l := range own {
		if word, ok := l.schema.Lookup("default"); ok && !audienceOf(word).Sees(replaced.fallback()) {
			j.add(word.Span, "write default: "+string(replaced.fallback()), "documents of the built-in kind %s are for %s readers unless they say otherwise, and a kind that replaces it cannot show them to more",
				j.kind.Name, replaced.fallback())
		}
		for _, word := range names(l.schema.Get("enum")) {
			if !replaced.allow(word) {
				j.add(l.schema.Get("enum").Span, "leave "+word+" out", "no document of the built-in kind %s can be for %s readers, and a kind that replaces it cannot change that", j.kind.Name, word)
			}
		}
	}
}
