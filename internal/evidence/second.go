package evidence

import (
	"fmt"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"parley/internal/doc"
)

// disagreement says where a second reader of YAML, which shares no code with the first, takes a text to mean something else;
// "" where both agree to the letter. A plain text may have been read without a library by the first reader too: what doc reads so is what
// the library says, and what plainly confirms is what the second library says, as fuzz tests of both hold.
func disagreement(text []byte, first doc.Value) (why string) {
	if plainly(text, first) {
		return ""
	}
	return otherReader(text, first)
}

// otherReader says what the second reader takes to mean something else.
func otherReader(text []byte, first doc.Value) (why string) {
	defer func() {
		if recover() != nil { // what the other reader cannot even end is not agreed on
			why = "the second reader of YAML breaks off"
		}
	}()
	file, err := parser.ParseBytes(text, 0)
	if err != nil {
		return "the second reader of YAML refuses it"
	}
	var bodies []ast.Node
	for _, d := range file.Docs {
		if d.Body != nil {
			bodies = append(bodies, d.Body)
		}
	}
	if len(bodies) != 1 {
		return fmt.Sprintf("the second reader of YAML finds %d documents", len(bodies))
	}
	return differs("the document", first, bodies[0], 0)
}

// deepest bounds the comparison; the first reader refuses more.
const deepest = 64

func differs(at string, v doc.Value, node ast.Node, depth int) string {
	if depth > deepest {
		return at + " is nested too deeply"
	}
	switch n := node.(type) {
	case *ast.MappingNode:
		return differentKeys(at, v, n.Values, depth)
	case *ast.MappingValueNode:
		return differentKeys(at, v, []*ast.MappingValueNode{n}, depth)
	case *ast.SequenceNode:
		if v.Type != doc.List || len(v.Items) != len(n.Values) {
			return fmt.Sprintf("%s is %s to one reader and a list of %d to another", at, v.Type, len(n.Values))
		}
		for i, item := range n.Values {
			if why := differs(fmt.Sprintf("%s[%d]", at, i), v.Items[i], item, depth+1); why != "" {
				return why
			}
		}
		return ""
	}
	kind, text, known := scalar(node)
	if !known {
		return fmt.Sprintf("%s is something else to another reader", at)
	}
	if kind != v.Type || kind != doc.Null && text != v.Text {
		return fmt.Sprintf("%s is %s to one reader and %s to another", at, v, doc.Value{Type: kind, Text: text})
	}
	return ""
}

func differentKeys(at string, v doc.Value, values []*ast.MappingValueNode, depth int) string {
	if v.Type != doc.Map || len(v.Keys) != len(values) {
		return fmt.Sprintf("%s is %s with %d keys to one reader, and has %d to another", at, v.Type, len(v.Keys), len(values))
	}
	for i, value := range values {
		kind, name, known := scalar(value.Key)
		if !known || kind == doc.Null || name != v.Keys[i].Name {
			return fmt.Sprintf("a key of %s is %q to one reader and %q to another", at, v.Keys[i].Name, name)
		}
		if why := differs(name, v.Keys[i].Value, value.Value, depth+1); why != "" {
			return why
		}
	}
	return ""
}

// scalar reads what is no list and has no keys, with its text as it is meant. Anchors, aliases, tags and the rest are not known:
// the first reader refuses them.
func scalar(node ast.Node) (doc.ValueType, string, bool) {
	switch n := node.(type) {
	case *ast.StringNode:
		return doc.String, n.Value, true
	case *ast.LiteralNode:
		return doc.String, n.Value.Value, true
	case *ast.IntegerNode:
		return doc.Number, n.GetToken().Value, true
	case *ast.FloatNode:
		return doc.Number, n.GetToken().Value, true
	case *ast.BoolNode:
		return doc.Bool, n.GetToken().Value, true
	case *ast.NullNode:
		return doc.Null, "", true
	}
	return doc.Null, "", false
}
