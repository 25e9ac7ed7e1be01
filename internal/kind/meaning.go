package kind

import (
	"regexp"
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

var circles = []Audience{Public, Partner, Internal}

// Sees reports whether readers of audience a may read what is meant for audience b.
func (a Audience) Sees(b Audience) bool {
	return slices.Index(circles, b) >= 0 && slices.Index(circles, a) >= slices.Index(circles, b)
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
func (k *Kind) References(d doc.Document) []Reference {
	var references []Reference
	k.walkTo("ref", d.Fields, func(f field) {
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
func (k *Kind) Defines(d doc.Document) []Thing {
	var things []Thing
	k.walkTo("defines", d.Fields, func(f field) {
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

// MayDefine reports whether documents of this kind can define things of a kind in a list: people define roles.
func (k *Kind) MayDefine(name string) bool { return defines(k.Schema, name) }

func defines(schema doc.Value, name string) bool {
	if schema.Str("defines") == name {
		return true
	}
	for _, key := range schema.Keys {
		if defines(key.Value, name) {
			return true
		}
	}
	return slices.ContainsFunc(schema.Items, func(item doc.Value) bool { return defines(item, name) })
}

// Units lists the translatable fields of a document, in the order of the file.
func (k *Kind) Units(d doc.Document) []doc.Unit {
	var units []doc.Unit
	k.walkTo("translate", d.Fields, func(f field) {
		if f.rule("translate").Text == "true" && f.value.Type == doc.String && doc.Fold(f.value.Text) != "" {
			units = append(units, doc.Unit{Context: f.path, Text: doc.Fold(f.value.Text), Block: doc.Field, Span: f.value.Span})
		}
	})
	return units
}

// Audience returns who may read a document: whom its own word names, and no wider circle than its kind allows.
func (k *Kind) Audience(d doc.Document) Audience {
	all := k.laws()
	word, named := d.Fields.Lookup("audience")
	asked := all.key("audience")
	switch {
	case !named:
		return narrower(all.audience(), asked.fallback())
	case !asked.allow(word.Text):
		return Internal // a misspelt audience, or one that the kind forbids, must never widen the circle
	}
	return narrower(all.audience(), audienceOf(word))
}

// Scope returns the regions, tiers or partners ("region", "tier", "partner") to which a document is limited; none means all.
func (k *Kind) Scope(d doc.Document, what string) []string {
	return limits(d.Fields, k.laws(), what, &k.known.mentions)
}

// limits leaves out what no law that may hold in it could make a limit: of a price list, all its parts.
func limits(value doc.Value, all laws, what string, m *mentions) []string {
	var found []string
	if all.scopes(what) {
		for _, scalar := range value.Scalars() {
			found = append(found, scalar.Text)
		}
		return found
	}
	if !slices.ContainsFunc(all, func(l law) bool { return m.of("scope", l) }) {
		return nil
	}
	for _, key := range value.Keys {
		found = append(found, limits(key.Value, all.key(key.Name), what, m)...)
	}
	for i, item := range value.Items {
		found = append(found, limits(item, all.item(i), what, m)...)
	}
	return found
}

// Redact returns the fields less everything that the audience may not read.
func (k *Kind) Redact(fields doc.Value, audience Audience) doc.Value {
	seen, _ := k.Redacted(fields, audience)
	return seen
}

// Redacted is Redact, and says whether the audience may read less than all: of most documents, everybody may read all, and
// then nothing is made anew.
func (k *Kind) Redacted(fields doc.Value, audience Audience) (seen doc.Value, less bool) {
	all := k.laws()
	if !audience.Sees(all.audience()) {
		return doc.Value{Type: doc.Map, Span: fields.Span}, true
	}
	return redact(fields, all, audience)
}

func redact(value doc.Value, all laws, audience Audience) (seen doc.Value, less bool) {
	keys, fewerKeys := sift(value.Keys, func(_ int, key doc.Key) (kept doc.Key, shown, changed bool) {
		inner := all.key(key.Name)
		if shown = audience.Sees(inner.audience()); shown {
			key.Value, changed = redact(key.Value, inner, audience)
		}
		return key, shown, changed
	})
	items, fewerItems := sift(value.Items, func(i int, item doc.Value) (kept doc.Value, shown, changed bool) {
		inner := all.item(i)
		if shown = audience.Sees(inner.audience()); shown {
			item, changed = redact(item, inner, audience)
		}
		return item, shown, changed
	})
	value.Keys, value.Items = keys, items
	return value, fewerKeys || fewerItems
}

// sift keeps what is shown of a list, as it is then. Where that is all of it, unchanged, it is the list itself.
func sift[T any](list []T, look func(i int, one T) (kept T, shown, changed bool)) (sifted []T, less bool) {
	sifted = list
	for i, one := range list {
		kept, shown, changed := look(i, one)
		if !less && (!shown || changed) {
			sifted, less = append([]T(nil), list[:i]...), true
		}
		if less && shown {
			sifted = append(sifted, kept)
		}
	}
	return sifted, less
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
	YesNo                                bool
	Sum                                  bool // an amount and its currency: "500 EUR"
	Period                               bool // hours or days: "24h", "14d"
	Prose                                bool // words in the source language that are not translated
}

// Describe returns what the schema says about the field at each path of a document.
func (k *Kind) Describe(fields doc.Value) map[string]Field {
	described := map[string]Field{}
	k.walk(fields, func(f field) {
		if len(f.rules.Keys) == 0 {
			described[f.path] = Field{Path: f.path}
			return
		}
		known, ok := k.known.meanings.Load(&f.rules.Keys[0])
		if !ok {
			known, _ = k.known.meanings.LoadOrStore(&f.rules.Keys[0], meaningOf(f))
		}
		meant := known.(*meaning)
		described[f.path] = meant.at(f)
	})
	return described
}

// meaning is what a subschema says about a field, wherever it stands; prose it is only where the document has a text.
type meaning struct {
	field Field
	prose bool
}

// at is what is said about one field.
func (m *meaning) at(f field) Field {
	said := m.field
	said.Path, said.Prose = f.path, m.prose && f.value.Type == doc.String
	return said
}

func meaningOf(f field) *meaning {
	pattern := f.rule("pattern").Text
	return &meaning{prose: isProse(f), field: Field{
		Label: f.rule("title").Text, Ref: names(f.rule("ref")),
		Units: f.rule("translate").Text == "true", Enum: f.rule("enum").Type == doc.List,
		Date: f.rule("format").Text == "date", Price: f.rule("format").Text == "price",
		Ratio: strings.HasSuffix(pattern, "%$"), Sum: strings.HasSuffix(pattern, " [A-Z]{3}$"), Period: periods.MatchString(pattern),
		Language: f.rule("language").Text == "true", YesNo: f.rule("type").Text == "boolean",
		Number: f.rule("proper").Text != "true" && (f.rule("type").Text == "integer" || numbers.MatchString(pattern)),
	}}
}

// numbers are the patterns of fields that hold whole numbers without a sign, or decimals; periods those of hours and days.
var (
	numbers = regexp.MustCompile(`^\^(\[1-9\]\[0-9\](\*|\{\d+,\d+\})\$$|-\?\[0-9\]\+\(|\(0\|\[1-9\]\[0-9\]\{0,\d+\}\)\(\\\.\[0-9\]\{1,\d+\}\)\?\$$)`)
	periods = regexp.MustCompile(`^\^\[1-9\]\[0-9\]\{0,\d\}(\[hd\]|d)\$$`)
)

// isProse reports whether a text is words of a language: neither a code of some form nor a name.
func isProse(f field) bool {
	for _, other := range []string{"translate", "ref", "enum", "format", "pattern", "language", "proper"} {
		if f.rule(other).Type != doc.Null {
			return false
		}
	}
	return f.rule("type").Text == "string"
}

// Words lists what the interface must be able to say in every language: titles of fields and words of enumerations.
// Only those that a page shows count: what readers see of an id or a key is never translated.
func (k *Kind) Words() (fields, enums []string) {
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
