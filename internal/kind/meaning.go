package kind

import (
	"slices"
	"strings"

	"parley/internal/diag"
	"parley/internal/doc"
)

// Audience is a circle of readers. A larger one reads everything that a smaller one reads.
type Audience string

// The audiences, from the widest circle of people to the smallest.
const (
	Public   Audience = "public"
	Partner  Audience = "partner"
	Internal Audience = "internal"
)

// Sees reports whether readers of audience a may read what is meant for audience b.
func (a Audience) Sees(b Audience) bool {
	order := []Audience{Public, Partner, Internal}
	return slices.Index(order, b) >= 0 && slices.Index(order, a) >= slices.Index(order, b)
}

// Reference is a value that names another thing by its id.
type Reference struct {
	Kinds   []string // what it may name
	ID      string
	Field   string // path of the field
	Key     string // last key of that path
	Inverse string // the key under which the other document must point back, or ""
	Place   diag.Place
}

// Thing is something that a reference can name: a document, or an item of a list.
type Thing struct {
	Kind  string
	ID    string
	Path  string // of the document
	Title string
	Place diag.Place
}

// References lists what a document refers to, in the order of the file.
func (k Kind) References(d doc.Document) []Reference {
	var references []Reference
	k.walk(d.Fields, func(f field) {
		if kinds := names(f.rule("ref")); len(kinds) > 0 && isScalar(f.value) {
			references = append(references, Reference{
				Kinds: kinds, ID: f.value.Text, Field: f.path, Key: f.name, Inverse: f.rule("inverse").Text,
				Place: diag.Place{Path: d.Path, Span: f.value.Span},
			})
		}
	})
	return references
}

// Defines lists the things that the lists of a document define. listAs names them by the key of the list where
// the schema of settings has no better word: regions define "region".
func (k Kind) Defines(d doc.Document) []Thing {
	var things []Thing
	k.walk(d.Fields, func(f field) {
		kind := f.rule("defines").Text
		if kind == "" || f.value.Type != doc.List {
			return
		}
		for _, item := range f.value.Items {
			for _, key := range []string{"id", "code", "sku"} {
				if id, ok := item.Lookup(key); ok {
					title := item.Str("title") + item.Str("name")
					things = append(things, Thing{kind, id.Text, d.Path, title, diag.Place{Path: d.Path, Span: id.Span}})
					break
				}
			}
		}
	})
	return things
}

// Units lists the translatable fields of a document, in the order of the file.
func (k Kind) Units(d doc.Document) []doc.Unit {
	var units []doc.Unit
	k.walk(d.Fields, func(f field) {
		if f.rule("translate").Text == "true" && f.value.Type == doc.String && doc.Fold(f.value.Text) != "" {
			units = append(units, doc.Unit{Context: f.path, Text: doc.Fold(f.value.Text), Block: doc.Field, Span: f.value.Span})
		}
	})
	return units
}

// Audience returns who may read a document.
func (k Kind) Audience(d doc.Document) Audience {
	if own := Audience(d.Fields.Str("audience")); own == Public || own == Partner || own == Internal {
		return own
	}
	if d.Fields.Has("audience") {
		return Internal // a misspelt audience must never widen the circle
	}
	if fallback := Audience(k.Schema.Get("properties").Get("audience").Str("default")); fallback != "" {
		return fallback
	}
	return Partner
}

// Scope returns the regions, tiers or partners ("region", "tier", "partner") to which a document is limited; none means all.
func (k Kind) Scope(d doc.Document, what string) []string {
	var limits []string
	k.walk(d.Fields, func(f field) {
		if f.rule("scope").Text != what {
			return
		}
		if isScalar(f.value) {
			limits = append(limits, f.value.Text)
		}
		for _, item := range f.value.Items {
			limits = append(limits, item.Text)
		}
	})
	return limits
}

// Redact returns the fields less everything that the audience may not read.
func (k Kind) Redact(fields doc.Value, audience Audience) doc.Value {
	return redact(field{value: fields, rules: k.Schema, root: k.Schema}, audience)
}

func redact(f field, audience Audience) doc.Value {
	value := f.value
	switch value.Type {
	case doc.Map:
		value.Keys = nil
		for _, key := range f.value.Keys {
			rules, ok := f.rule("properties").Lookup(key.Name)
			if !ok {
				rules = f.rule("additionalProperties")
			}
			inner := field{value: key.Value, rules: rules, root: f.root}
			if limit := inner.rule("audience").Text; limit != "" && !audience.Sees(Audience(limit)) {
				continue
			}
			key.Value = redact(inner, audience)
			value.Keys = append(value.Keys, key)
		}
	case doc.List:
		value.Items = nil
		for _, item := range f.value.Items {
			value.Items = append(value.Items, redact(field{value: item, rules: f.rule("items"), root: f.root}, audience))
		}
	}
	return value
}

// Field is what the schema says about one field, for showing it.
type Field struct {
	Path  string
	Label string // English title, "" where the schema has none
	Ref   []string
	Units bool // the value is shown translated
	Enum  bool // the value is one of a few words, which the interface translates
	// What a scalar is, for writing it as the reader's language does.
	Date, Price, Ratio, Number, Language bool
	Prose                                bool // words in the source language that are not translated
}

// Describe returns what the schema says about the field at each path of a document.
func (k Kind) Describe(fields doc.Value) map[string]Field {
	described := map[string]Field{}
	k.walk(fields, func(f field) {
		described[f.path] = Field{
			Path: f.path, Label: f.rule("title").Text, Ref: names(f.rule("ref")),
			Units: f.rule("translate").Text == "true", Enum: f.rule("enum").Type == doc.List,
			Date: f.rule("format").Text == "date", Price: f.rule("format").Text == "price",
			Ratio: strings.HasSuffix(f.rule("pattern").Text, "%$"), Language: f.rule("language").Text == "true",
			Prose:  isProse(f),
			Number: f.rule("type").Text == "integer" || f.rule("pattern").Text == "^[1-9][0-9]*$",
		}
	})
	return described
}

// isProse reports whether a value is words of a language: text that is neither a code of some form nor a name.
func isProse(f field) bool {
	for _, other := range []string{"translate", "ref", "enum", "format", "pattern", "language", "proper"} {
		if f.rule(other).Type != doc.Null {
			return false
		}
	}
	return f.value.Type == doc.String && f.rule("type").Text == "string"
}

// Words lists what the interface must be able to say in every language: titles of fields and words of enumerations.
// Only those that a page shows count: what readers see of an id or a key is never translated.
func (k Kind) Words() (fields, enums []string) {
	var visit func(schema doc.Value)
	visit = func(schema doc.Value) {
		if title := schema.Get("title"); title.Type == doc.String {
			fields = append(fields, title.Text)
		}
		if enum := schema.Get("enum"); enum.Type == doc.List {
			enums = append(enums, names(enum)...)
		}
		for _, below := range []string{"properties", "$defs"} {
			for _, key := range schema.Get(below).Keys {
				visit(key.Value)
			}
		}
		for _, below := range []string{"items", "additionalProperties"} {
			if inner := schema.Get(below); inner.Type == doc.Map {
				visit(inner)
			}
		}
	}
	visit(k.Schema)
	return fields, enums
}
