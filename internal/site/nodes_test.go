package site

import "testing"

// Maps with few and flat fields make a table though not every one has every field; whatever goes deeper is listed.
func TestColumnsOfATable(t *testing.T) {
	text := func(key string) Node { return Node{Key: key, Text: Text{Text: "x"}} }
	of := func(fields ...Node) Node { return Node{Fields: fields} }
	deep := Node{Key: "deep", Fields: []Node{text("a")}}
	for name, test := range map[string]struct {
		items []Node
		want  int
	}{
		"alike":           {[]Node{of(text("a"), text("b")), of(text("b"), text("a"))}, 2},
		"alike and deep":  {[]Node{of(text("a"), deep), of(text("a"), deep)}, 2},
		"unlike and flat": {[]Node{of(text("a")), of(text("a"), text("b")), of(text("c"))}, 3},
		"unlike and deep": {[]Node{of(text("a")), of(text("a"), deep)}, 0},
		"too many":        {[]Node{of(text("a"), text("b"), text("c")), of(text("d"), text("e"), text("f"), text("g"))}, 0},
	} {
		if got := len((Node{Items: test.items}).Columns()); got != test.want {
			t.Errorf("%s: %d columns; want %d", name, got, test.want)
		}
	}
}
