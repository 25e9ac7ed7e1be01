package kind

import (
	"encoding/json"
	"fmt"
	"net/mail"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"parley/internal/doc"
	"parley/internal/money"
)

// ours are the keywords that JSON Schema does not know; they say nothing about validity.
var ours = []string{"translate", "ref", "inverse", "defines", "audience", "scope", "currency", "language", "proper"}

// compile turns a schema into a validator. Nothing is ever loaded from outside.
func compile(name string, schema doc.Value) (*jsonschema.Schema, error) {
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	compiler.RegisterFormat(&jsonschema.Format{Name: "price", Validate: onText(validPrice)})
	compiler.RegisterFormat(&jsonschema.Format{Name: "date", Validate: onText(validDate)})
	compiler.RegisterFormat(&jsonschema.Format{Name: "email", Validate: onText(validEmail)})
	compiler.UseLoader(noLoader{})
	url := "parley:" + name
	if err := compiler.AddResource(url, toJSON(schema)); err != nil {
		return nil, err
	}
	return compiler.Compile(url)
}

// noLoader refuses every reference to another schema.
type noLoader struct{}

func (noLoader) Load(url string) (any, error) {
	return nil, fmt.Errorf("%s: a schema may only refer to its own $defs", url)
}

// onText applies a check to strings; a format says nothing about other types.
func onText(check func(string) error) func(any) error {
	return func(v any) error {
		if text, ok := v.(string); ok {
			return check(text)
		}
		return nil
	}
}

func validPrice(text string) error {
	_, err := money.Parse(text)
	return err
}

func validDate(text string) error {
	_, err := time.Parse(time.DateOnly, text)
	return err
}

func validEmail(text string) error {
	address, err := mail.ParseAddress(text)
	if err == nil && address.Address != text {
		return fmt.Errorf("only the address, without a name")
	}
	return err
}

// toJSON converts a value to what encoding/json would decode. Numbers keep their text.
func toJSON(value doc.Value) any {
	switch value.Type {
	case doc.Map:
		object := make(map[string]any, len(value.Keys))
		for _, key := range value.Keys {
			object[key.Name] = toJSON(key.Value)
		}
		return object
	case doc.List:
		list := make([]any, len(value.Items))
		for i, item := range value.Items {
			list[i] = toJSON(item)
		}
		return list
	case doc.Bool:
		return value.Text == "true" || value.Text == "True" || value.Text == "TRUE"
	case doc.Number:
		return number(value.Text)
	case doc.Null:
		return nil
	default:
		return value.Text
	}
}

// number keeps a YAML number as JSON writes it; spellings that JSON does not know (0x1F, .inf) are text.
func number(text string) any {
	if json.Valid([]byte(text)) {
		return json.Number(text)
	}
	return text
}

// JSONSchema returns the schema of a kind for editors, as indented JSON in which Parley's own keywords are left out.
func (k *Kind) JSONSchema() ([]byte, error) {
	root, _ := strip(toJSON(k.Schema)).(map[string]any)
	root["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	root["title"] = k.Title
	text, err := json.MarshalIndent(root, "", "  ")
	return append(text, '\n'), err
}

// strip removes our keywords from schemas, and leaves properties of the same names alone.
func strip(node any) any {
	switch node := node.(type) {
	case map[string]any:
		_, isSchema := node["type"]
		if _, refers := node["$ref"]; isSchema || refers {
			for _, name := range ours {
				delete(node, name)
			}
			if format, _ := node["format"].(string); format == "price" {
				delete(node, "format")
				node["pattern"] = `^(0|[1-9][0-9]*)(\.[0-9]+)?$`
			}
		}
		for name, child := range node {
			node[name] = strip(child)
		}
		return node
	case []any:
		for i := range node {
			node[i] = strip(node[i])
		}
	}
	return node
}

// field is a place in a document together with what the schema says about it.
type field struct {
	path  string // phases[onboarding].tasks[ONB-01].title
	name  string // the last key
	value doc.Value
	rules doc.Value  // the schema at this place
	root  *doc.Value // the whole schema, for $ref
}

// longest bounds a chain of references: they are short, and a circle must end.
const longest = 16

// rule returns a keyword of the schema at this place; what stands beside a $ref wins over what it refers to.
func (f field) rule(keyword string) doc.Value {
	schema := f.rules
	for range longest {
		if value, ok := schema.Lookup(keyword); ok {
			return value
		}
		next, refers := schema.Lookup("$ref")
		if !refers {
			break
		}
		schema, _ = pointed(*f.root, next.Text)
	}
	return doc.Value{}
}

// resolve follows a $ref within the schema.
func resolve(schema, root doc.Value) doc.Value {
	for range longest {
		next, refers := schema.Lookup("$ref")
		if !refers {
			break
		}
		schema, _ = pointed(root, next.Text)
	}
	return schema
}

// walk visits every value of a document for which the schema has something to say, in the order of the file.
func (k *Kind) walk(fields doc.Value, visit func(field)) {
	walk(field{value: fields, rules: k.Schema, root: &k.Schema}, func(field) bool { return true }, visit)
}

// walkTo visits at least every value of which the schema says something under a keyword.
func (k *Kind) walkTo(keyword string, fields doc.Value, visit func(field)) {
	walk(field{value: fields, rules: k.Schema, root: &k.Schema}, func(f field) bool { return k.known.mentions.of(keyword, law{f.rules, f.root}) }, visit)
}

func walk(f field, wanted func(field) bool, visit func(field)) {
	if !wanted(f) {
		return
	}
	visit(f)
	switch f.value.Type {
	case doc.Map:
		properties, others := f.rule("properties"), f.rule("additionalProperties")
		for i := range f.value.Keys {
			key := &f.value.Keys[i]
			rules, ok := properties.Lookup(key.Name)
			if !ok {
				rules = others
			}
			walk(field{path: join(f.path, key.Name), name: key.Name, value: key.Value, rules: rules, root: f.root}, wanted, visit)
		}
	case doc.List:
		rules := f.rule("items")
		for i := range f.value.Items {
			walk(field{path: f.path + f.value.ItemPath(i), name: f.name, value: f.value.Items[i], rules: rules, root: f.root}, wanted, visit)
		}
	}
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// isScalar reports whether a value is text, a number or true or false.
func isScalar(v doc.Value) bool {
	return v.Type == doc.String || v.Type == doc.Number || v.Type == doc.Bool
}

// names returns the words of a keyword that may be one word or a list of words.
func names(v doc.Value) []string {
	if v.Type == doc.List {
		var words []string
		for _, item := range v.Items {
			words = append(words, item.Text)
		}
		return words
	}
	if v.Text == "" {
		return nil
	}
	return []string{v.Text}
}
