package kind

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"parley/internal/doc"
)

// law is a subschema that may hold for a value, with the schema in which its references are looked up.
type law struct {
	schema doc.Value
	root   *doc.Value
}

// laws are all subschemas that may hold for one value: those to which references lead, however long the chain, those of
// every alternative and condition, and those of the built-in kind that a team's own replaces. Which alternative a document
// takes is never asked: what any of them keeps from readers is kept. So a mistake here takes something away from
// readers, and never shows it.
type laws []law

// laws are those that hold for a document of the kind as a whole.
func (k *Kind) laws() laws {
	k.known.laws.Do(func() {
		g := gathering{}
		g.add(law{k.Schema, &k.Schema})
		g.add(law{k.replaced, &k.replaced})
		k.known.whole = g.found
	})
	return k.known.whole
}

// gathering collects laws. It follows each reference once, so that a circle ends and no schema can make it grow.
type gathering struct {
	found    laws
	followed map[reference]bool
}

type reference struct {
	root *doc.Value
	text string
}

// unsure stands for a subschema that cannot be found.
var unsure = doc.Value{Type: doc.Map, Keys: []doc.Key{{Name: "audience", Value: doc.Value{Type: doc.String, Text: string(Internal)}}}}

// add collects a law, and what else holds for the same value because of it.
func (g *gathering) add(l law) {
	if l.schema.Type != doc.Map {
		return // true and false, which say nothing about readers
	}
	g.found = append(g.found, l)
	for _, key := range l.schema.Keys {
		switch key.Name {
		case "$ref":
			g.follow(reference{l.root, key.Value.Text})
		case "if", "then", "else", "not", "allOf", "anyOf", "oneOf":
			g.addAll(l.root, oneOrMore(key.Value))
		case "dependentSchemas", "dependencies":
			g.addAll(l.root, valuesOf(key.Value))
		}
	}
}

func (g *gathering) addAll(root *doc.Value, schemas []doc.Value) {
	for _, schema := range schemas {
		g.add(law{schema, root})
	}
}

func (g *gathering) follow(r reference) {
	if g.followed[r] {
		return
	}
	if g.followed == nil {
		g.followed = map[reference]bool{}
	}
	g.followed[r] = true
	target, ok := pointed(*r.root, r.text)
	if !ok {
		target = unsure
	}
	g.add(law{target, r.root})
}

// oneOrMore is the schemas of a keyword that has one or a list of them.
func oneOrMore(v doc.Value) []doc.Value {
	if v.Type == doc.List {
		return v.Items
	}
	return []doc.Value{v}
}

// valuesOf is the schemas of a keyword that has them by name.
func valuesOf(v doc.Value) []doc.Value {
	var values []doc.Value
	for _, key := range v.Keys {
		values = append(values, key.Value)
	}
	return values
}

// key are the laws for the value of a key.
func (all laws) key(name string) laws {
	g := gathering{}
	for _, l := range all {
		var others doc.Value
		named := false
		for _, word := range l.schema.Keys {
			switch word.Name {
			case "properties":
				if schema, ok := word.Value.Lookup(name); ok {
					g.add(law{schema, l.root})
					named = true
				}
			case "patternProperties":
				for _, key := range word.Value.Keys {
					if pattern, err := regexp.Compile(key.Name); err != nil || pattern.MatchString(name) {
						g.add(law{key.Value, l.root})
						named = true
					}
				}
			case "additionalProperties":
				others = word.Value
			case "unevaluatedProperties", "propertyNames":
				g.add(law{word.Value, l.root})
			}
		}
		if !named {
			g.add(law{others, l.root})
		}
	}
	return g.found
}

// item are the laws for an item of a list.
func (all laws) item(i int) laws {
	g := gathering{}
	for _, l := range all {
		for _, word := range l.schema.Keys {
			switch word.Name {
			case "items", "prefixItems", "additionalItems", "unevaluatedItems", "contains":
				if word.Value.Type == doc.Map {
					g.add(law{word.Value, l.root})
				} else if i < len(word.Value.Items) {
					g.add(law{word.Value.Items[i], l.root})
				}
			}
		}
	}
	return g.found
}

// audience is the smallest circle that a law names. A word that names none is taken for the smallest.
func (all laws) audience() Audience {
	circle := Public
	for _, l := range all {
		if word, ok := l.schema.Lookup("audience"); ok {
			circle = narrower(circle, audienceOf(word))
		}
	}
	return circle
}

// scopes reports whether a law makes the value a limit of the regions, tiers or partners for whom the document is.
func (all laws) scopes(what string) bool {
	return slices.ContainsFunc(all, func(l law) bool { return l.schema.Str("scope") == what })
}

// allow reports whether a value may have a text, as far as lists of allowed words say.
func (all laws) allow(text string) bool {
	return !slices.ContainsFunc(all, func(l law) bool {
		words, listed := l.schema.Lookup("enum")
		return listed && !slices.Contains(names(words), text)
	})
}

// fallback is the audience of documents that name none.
func (all laws) fallback() Audience {
	circle := Audience("")
	for _, l := range all {
		if word, ok := l.schema.Lookup("default"); ok {
			circle = narrower(cmp.Or(circle, Public), audienceOf(word))
		}
	}
	return cmp.Or(circle, Partner)
}

func audienceOf(word doc.Value) Audience {
	if a := Audience(word.Text); slices.Contains(circles, a) {
		return a
	}
	return Internal
}

func narrower(a, b Audience) Audience {
	if a.Sees(b) {
		return a
	}
	return b
}

// pointed is what a reference within a schema leads to: "#", or a JSON pointer such as "#/$defs/price". One with encoded
// characters leads nowhere: whoever decodes it otherwise would find something else.
func pointed(root doc.Value, text string) (doc.Value, bool) {
	pointer, ok := strings.CutPrefix(text, "#")
	if !ok || strings.ContainsRune(pointer, '%') {
		return doc.Value{}, false
	}
	if pointer == "" {
		return root, true
	}
	before, steps, _ := strings.Cut(pointer, "/")
	at, ok := root, before == ""
	for step := range strings.SplitSeq(steps, "/") {
		if i, err := strconv.Atoi(step); err == nil && at.Type == doc.List && i >= 0 && i < len(at.Items) {
			at = at.Items[i]
			continue
		}
		var found bool
		at, found = at.Lookup(unescapePointer.Replace(step))
		ok = ok && found
	}
	return at, ok && (at.Type == doc.Map || at.Type == doc.Bool)
}

var unescapePointer = strings.NewReplacer("~1", "/", "~0", "~")
