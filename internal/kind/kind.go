package kind

import (
	"cmp"
	"embed"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"parley/internal/diag"
	"parley/internal/doc"
)

//go:embed kinds/*.yaml
var builtin embed.FS

// Default is the kind of a Markdown document that names none.
const Default = "page"

// Kind is one kind of document.
type Kind struct {
	Name     string // as in kind: NAME
	Title    string // English; translated where it is shown
	Plural   string
	Dir      string // the folder in which documents of this kind live
	Format   string // markdown or yaml
	Template string // name of the template in the theme
	Single   string // the one file name of a kind of which there is one document
	Sort     string // the field by which overviews are ordered, "period.from" in a map: dates with the newest first, numbers with the smallest
	Group    string // the field by which overviews are grouped, in the order of its enumeration
	Body     string // what a new document starts with
	Lenient  bool   // findings are warnings, but for a file that cannot be read
	Governed bool   // pricing: dates and numbers must be quoted
	Feed     bool   // documents appear in feeds
	NameFrom []string

	Schema   doc.Value // with the common keys laid under it
	replaced doc.Value // the schema of the built-in kind whose place this one has taken; see laws
	path     string    // of the file that defines the kind
	compiled func() (*jsonschema.Schema, error)
	known    known
}

// known is what has been found out about a kind's schema, which never changes: each is asked of every document.
type known struct {
	laws     sync.Once
	whole    laws // those that hold for a document as a whole
	mentions mentions
	meanings sync.Map // what a subschema says about a field: *meaning by *doc.Key, its first key
}

// Set is all kinds of a repository.
type Set struct {
	kinds  map[string]*Kind
	common doc.Value
}

// Builtin returns Parley's own kinds. They never change, so they are read once.
var Builtin = sync.OnceValue(readAll)

func readAll() Set {
	set := Set{kinds: map[string]*Kind{}}
	set.common = readBuiltin("kinds/common.yaml").Fields.Get("schema")
	paths, err := fs.Glob(builtin, "kinds/*.yaml")
	if err != nil {
		panic(err) // the pattern is a constant
	}
	for _, path := range paths {
		if path == "kinds/common.yaml" {
			continue
		}
		kind, findings, _ := set.outline(readBuiltin(path))
		if len(findings) > 0 {
			panic(fmt.Sprintf("built-in kind %s: %v", path, findings)) // a test loads them all
		}
		set.kinds[kind.Name] = kind
	}
	return set
}

func readBuiltin(path string) doc.Document {
	text, err := builtin.ReadFile(path)
	if err != nil {
		panic(err) // embedded files are always there
	}
	document, findings := doc.Read(path, text)
	if len(findings) > 0 {
		panic(fmt.Sprintf("built-in kind %s: %v", path, findings))
	}
	return document
}

// With returns the set and a team's own kinds, and what is wrong with their definitions. A team's kind may replace a
// built-in one. It can then ask for more and for other things, but never show to more readers what the built-in one keeps
// from them: who may change a kind is not who may change an audience.
func (s Set) With(definitions []doc.Document) (Set, diag.List) {
	if len(definitions) == 0 {
		return s, nil
	}
	extended := Set{kinds: maps.Clone(s.kinds), common: s.common}
	var findings diag.List
	for _, definition := range definitions {
		kind, more, usable := s.define(definition)
		findings = append(findings, more...)
		if usable {
			extended.kinds[kind.Name] = kind
		}
	}
	return extended, findings
}

// heading reads what a definition says beside its schema.
func heading(definition doc.Document) *Kind {
	fields := definition.Fields
	return &Kind{
		Name:     fields.Str("name"),
		Title:    cmp.Or(fields.Str("title"), fields.Str("name")),
		Plural:   cmp.Or(fields.Str("plural"), fields.Str("title"), fields.Str("name")),
		Dir:      cmp.Or(fields.Str("dir"), "content/"+fields.Str("name")),
		Format:   cmp.Or(fields.Str("format"), "markdown"),
		Template: cmp.Or(fields.Str("template"), "document"),
		Single:   fields.Str("single"),
		Sort:     fields.Str("sort"),
		Group:    fields.Str("group"),
		Body:     fields.Str("body"),
		Lenient:  fields.Str("lenient") == "true",
		Governed: fields.Str("governed") == "true",
		Feed:     fields.Str("feed") == "true",
		NameFrom: fields.Strings("id_from_fields"),
		path:     definition.Path,
	}
}

// outline reads a definition. Its schema is compiled when a document is first held to it: most commands meet few kinds.
func (s Set) outline(definition doc.Document) (kind *Kind, findings diag.List, usable bool) {
	kind = heading(definition)
	own := definition.Fields.Get("schema")
	at := diag.Place{Path: definition.Path, Span: definition.Fields.Get("name").Span}
	if !validName(kind.Name) {
		return kind, diag.List{diag.New(diag.KindDefinition, at, "a kind needs a name of lower-case letters, digits and hyphens").WithHint("name: campaign")}, false
	}
	if own.Type != doc.Map {
		return kind, diag.List{diag.New(diag.KindDefinition, at, "the kind %s has no schema", kind.Name).WithHint("schema: {type: object, properties: …}")}, false
	}
	kind.Schema = overlay(s.common, own)
	name, schema := kind.Name, kind.Schema
	kind.compiled = sync.OnceValues(func() (*jsonschema.Schema, error) { return compile(name, schema) })
	return kind, nil, true
}

// define reads a team's definition and compiles its schema. A kind that tries to widen a built-in one is usable all the same: it
// does not succeed, and without it each of its documents would be reported for not fitting the built-in schema.
func (s Set) define(definition doc.Document) (kind *Kind, findings diag.List, usable bool) {
	kind, findings, usable = s.outline(definition)
	if !usable {
		return kind, findings, false
	}
	own := definition.Fields.Get("schema")
	if _, err := kind.compiled(); err != nil {
		at := diag.Place{Path: definition.Path, Span: own.Span}
		return kind, diag.List{diag.New(diag.KindDefinition, at, "the schema of %s is not a JSON Schema: %v", kind.Name, err).WithHint("compare it with parley schema page")}, false
	}
	j := judge{path: definition.Path, kind: kind}
	j.place(definition.Fields)
	j.schema(own)
	usable = len(j.findings) == 0
	if before, replaces := s.kinds[kind.Name]; replaces {
		kind.replaced = before.Schema
		mine := (&Kind{Schema: own}).laws()
		j.widening(mine, before.laws())
		j.wideningDocuments(mine.key("audience"), before.laws().key("audience"))
	}
	return kind, j.findings, usable
}

func validName(name string) bool {
	return name != "" && strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789-") == "" && name[0] != '-'
}

// overlay lays a kind's schema over the common one: its properties win, and keys that neither names are refused.
func overlay(common, own doc.Value) doc.Value {
	properties := doc.Value{Type: doc.Map, Span: own.Get("properties").Span}
	properties.Keys = append(properties.Keys, common.Get("properties").Keys...)
	for _, key := range own.Get("properties").Keys {
		i := slices.IndexFunc(properties.Keys, func(k doc.Key) bool { return k.Name == key.Name })
		if i >= 0 {
			properties.Keys[i].Value = inherit(properties.Keys[i].Value, key.Value)
		} else {
			properties.Keys = append(properties.Keys, key)
		}
	}
	schema := own.Without("properties")
	schema.Keys = append(schema.Keys, doc.Key{Name: "properties", Value: properties})
	if !schema.Has("additionalProperties") {
		schema.Keys = append(schema.Keys, doc.Key{Name: "additionalProperties", Value: doc.Value{Type: doc.Bool, Text: "false"}})
	}
	return schema
}

// inherit is a property's own schema with the keywords that it does not set taken from the common one.
func inherit(common, own doc.Value) doc.Value {
	merged := own
	merged.Keys = slices.Clone(own.Keys)
	for _, key := range common.Keys {
		if !own.Has(key.Name) {
			merged.Keys = append(merged.Keys, key)
		}
	}
	return merged
}

// Get returns a kind by its name; where there is none, one about which nothing is said. It is shared: it is not to be changed.
func (s Set) Get(name string) (*Kind, bool) {
	if kind, ok := s.kinds[name]; ok {
		return kind, true
	}
	return &Kind{}, false
}

// Names lists all kinds in alphabetical order.
func (s Set) Names() []string { return slices.Sorted(maps.Keys(s.kinds)) }
