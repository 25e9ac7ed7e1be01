package doc

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"parley/internal/diag"
)

// maxDepth bounds the nesting of YAML: no document that people write comes near it.
const maxDepth = 40

// yamlReader turns YAML nodes into values and collects what is wrong on the way.
type yamlReader struct {
	file     *diag.File // the whole file, for places
	text     string     // the same as far as the YAML goes, to take pieces of without copying
	lines    int        // lines of the file before the YAML starts
	last     int        // the last line of the YAML with something on it, counted from its own first
	findings diag.List
}

// readYAML parses one YAML document that starts on line firstLine of the file.
// Aliases are never expanded, so no input can grow; every key is checked to be a plain, unique string.
func readYAML(file *diag.File, text []byte, firstLine int) (Value, diag.List) {
	if value, ok := readPlainly(text, firstLine); ok {
		return value, nil
	}
	return readAnyYAML(file, text, firstLine)
}

// readAnyYAML reads it with the library, which knows all of YAML.
func readAnyYAML(file *diag.File, text []byte, firstLine int) (Value, diag.List) {
	stop := file.Offset(firstLine, 1) + len(text)
	r := &yamlReader{file: file, text: string(file.Text[:stop]), lines: firstLine - 1, last: 1 + bytes.Count(bytes.TrimRight(text, " \t\n"), []byte("\n"))}
	loader, err := yaml.NewLoader(bytes.NewReader(text))
	if err != nil {
		return Value{Type: Map}, diag.List{r.syntax(err)}
	}
	var root yaml.Node
	if err := loader.Load(&root); err != nil {
		if len(strings.TrimSpace(string(text))) == 0 || root.IsZero() && isEnd(err) {
			return Value{Type: Map, Span: r.span(1, 1, 0)}, nil
		}
		return Value{Type: Map, Span: r.span(1, 1, 0)}, diag.List{r.syntax(err)}
	}
	var second yaml.Node
	if err := loader.Load(&second); err == nil {
		r.report(diag.YAMLDocuments, &second, "a second YAML document starts here; a file holds one").
			hint("remove the line --- or move the rest to a file of its own")
	} else if !isEnd(err) {
		r.findings = append(r.findings, r.syntax(err))
	}
	value := r.value(&root, 0)
	if value.Type != Map && value.Type != Null {
		r.findings = append(r.findings, diag.New(diag.SchemaType, diag.Place{Path: r.file.Path, Span: value.Span},
			"the document is %s, where keys and values are expected", value.Type).WithHint("write it as key: value, one a line"))
	}
	if value.Type != Map {
		value = Value{Type: Map, Span: value.Span, Partly: value.Type != Null}
	}
	value.Partly = value.Partly || !second.IsZero()
	return value, r.findings
}

func isEnd(err error) bool { return err.Error() == "EOF" }

// value converts a node and everything below it.
func (r *yamlReader) value(node *yaml.Node, depth int) Value {
	if depth > maxDepth {
		r.report(diag.YAMLDepth, node, "this is nested more than %d levels deep", maxDepth).hint("move the inner part to a document of its own")
		return Value{Span: r.spanOf(node)}
	}
	if node.Anchor != "" {
		r.report(diag.YAMLAlias, node, "the anchor &%s is not supported", node.Anchor).hint("remove it and repeat the value where it is needed")
	}
	if tagged(node) {
		r.report(diag.YAMLTag, node, "the tag %s is not supported", node.Tag).hint("remove the tag; put the value in quotes if it is text")
	}
	switch node.Kind {
	case yaml.DocumentNode:
		if len(node.Content) == 0 {
			return Value{Span: r.spanOf(node)}
		}
		return r.value(node.Content[0], depth)
	case yaml.MappingNode:
		return r.mapping(node, depth)
	case yaml.SequenceNode:
		list := Value{Type: List, Span: r.spanOf(node), Items: room[Value](len(node.Content))}
		for _, item := range node.Content {
			list.Items = append(list.Items, r.value(item, depth+1))
		}
		if node.Style&yaml.FlowStyle == 0 {
			list.Span = widen(list.Span, list.Items)
		}
		return list
	case yaml.AliasNode:
		r.report(diag.YAMLAlias, node, "the alias *%s is not supported", node.Value).hint("write the value itself; copies can be compared in a review, aliases cannot")
		return Value{Span: r.spanOf(node)}
	default:
		return r.scalar(node)
	}
}

// tagged reports whether a tag is written at a node; a lone ! is one without a name.
func tagged(node *yaml.Node) bool { return node.Style&yaml.TaggedStyle != 0 || node.Tag == "!" }

func (r *yamlReader) mapping(node *yaml.Node, depth int) Value {
	value := Value{Type: Map, Span: r.spanOf(node), Keys: room[Key](len(node.Content) / 2)}
	var places map[string]int // of keys, where there are many
	if len(node.Content) > few {
		places = make(map[string]int, len(node.Content)/2)
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		name, at := node.Content[i], r.spanOf(node.Content[i])
		if name.Kind != yaml.ScalarNode || name.ShortTag() == "!!merge" || name.Anchor != "" || tagged(name) {
			r.report(diag.YAMLKey, name, "a key must be a plain word").hint("write key: value; merge keys (<<), lists and anchors cannot be keys")
			r.value(node.Content[i+1], depth+1)
			value.Partly = true
			continue
		}
		if before, twice := stands(value.Keys, places, name.Value); twice {
			r.findings = append(r.findings, diag.New(diag.YAMLDuplicateKey, diag.Place{Path: r.file.Path, Span: at}, "the key %q is here a second time", name.Value).
				WithHint("keep one of the two").
				WithNote(diag.Place{Path: r.file.Path, Span: value.Keys[before].Span}, "the first %q", name.Value))
			r.value(node.Content[i+1], depth+1)
			continue
		}
		if places != nil {
			places[name.Value] = len(value.Keys)
		}
		value.Keys = append(value.Keys, Key{Name: name.Value, Span: at, Value: r.value(node.Content[i+1], depth+1)})
	}
	if n := len(value.Keys); n > 0 && node.Style&yaml.FlowStyle == 0 {
		last := value.Keys[n-1].Value.Span
		value.Span.EndLine, value.Span.EndCol = last.EndLine, last.EndCol
	}
	return value
}

// few is how many nodes a mapping has that is searched from its beginning; that takes less than a table.
const few = 40

// stands finds a key among those before it.
func stands(keys []Key, places map[string]int, name string) (int, bool) {
	if places != nil {
		at, known := places[name]
		return at, known
	}
	at := slices.IndexFunc(keys, func(k Key) bool { return k.Name == name })
	return at, at >= 0
}

// room is an empty list with room for n; nil for nothing.
func room[T any](n int) []T {
	if n == 0 {
		return nil
	}
	return make([]T, 0, n)
}

func (r *yamlReader) scalar(node *yaml.Node) Value {
	value := Value{Type: String, Text: node.Value, Span: r.spanOf(node)}
	quoted := yaml.SingleQuotedStyle | yaml.DoubleQuotedStyle | yaml.LiteralStyle | yaml.FoldedStyle
	value.Quoted = node.Style&quoted != 0
	if value.Quoted {
		return value
	}
	switch node.ShortTag() {
	case "!!null":
		value.Type = Null
	case "!!bool":
		value.Type = Bool
	case "!!int", "!!float":
		value.Type = Number
	}
	return value
}

// finding lets a hint be added to the finding that was reported last.
type finding struct{ r *yamlReader }

func (f finding) hint(format string, args ...any) {
	last := len(f.r.findings) - 1
	f.r.findings[last] = f.r.findings[last].WithHint(format, args...)
}

func (r *yamlReader) report(code diag.Code, node *yaml.Node, format string, args ...any) finding {
	r.findings = append(r.findings, diag.New(code, diag.Place{Path: r.file.Path, Span: r.spanOf(node)}, format, args...))
	return finding{r}
}

// String shows a value as a finding would quote it.
func (v Value) String() string {
	switch v.Type {
	case Map, List, Null:
		return v.Type.String()
	default:
		return fmt.Sprintf("%q", v.Text)
	}
}
