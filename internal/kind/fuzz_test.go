package kind

import (
	"bytes"
	"testing"

	"parley/internal/diag"
	"parley/internal/doc"
)

// FuzzPlaces: whatever a document of a kind holds, everything that its schema finds wrong lies in the document.
func FuzzPlaces(f *testing.F) {
	kinds := Builtin()
	for i := range kinds.Names() {
		f.Add(uint8(i), []byte("id: [a]\ntitle: {b: c}\nparts: [1, {sku: [a], price: x}, null]\nphases:\n- id: p\n  tasks: [{code: x}]\n'unknown key': |\n  x\n"))
	}
	f.Fuzz(func(t *testing.T, number uint8, text []byte) {
		if len(text) > 1<<13 {
			return
		}
		k, _ := kinds.Get(kinds.Names()[int(number)%len(kinds.Names())])
		d, _ := doc.Read("x.yaml", text)
		file := diag.NewFile("x.yaml", bytes.ToValidUTF8(doc.Normalise(text), []byte("\ufffd")))
		for _, finding := range k.Validate(d) {
			start, stop := file.Offset(finding.Line, finding.Col), file.Offset(finding.EndLine, finding.EndCol)
			line, col := file.Position(start)
			if finding.Path != "x.yaml" || finding.Line > 0 && (line != finding.Line || col != finding.Col || stop < start) || finding.Message == "" || finding.Hint == "" {
				t.Fatalf("%s: %q: %+v", k.Name, text, finding)
			}
		}
	})
}

// FuzzDefinition: whatever a team writes for a kind of its own, it becomes one, or it is told what is wrong; and documents
// can be held against it.
func FuzzDefinition(f *testing.F) {
	f.Add([]byte("name: vendor\ntitle: Vendor\ndir: content/vendors\nschema:\n  type: object\n  required: [id]\n  properties:\n    id: {type: string, pattern: '^a+$'}\n"))
	f.Add([]byte("name: a\nschema: {$ref: '#/nowhere', allOf: [{$ref: '#'}], properties: {a: true}}\n"))
	f.Add([]byte("name: page\nschema: {type: [string, 3], pattern: '(', multipleOf: 0, $id: 'file:///etc/passwd', $ref: 'http://a.b/c'}\n"))
	f.Add([]byte("name: b\ndir: ../x\nschema: {properties: {a: {type: array, items: {ref: role, translate: true, minimum: 1e400}}}}\n"))
	documents := make([]doc.Document, 2)
	documents[0], _ = doc.Read("x.yaml", []byte("id: a\na: [b, {c: d}]\n"))
	documents[1], _ = doc.Read("y.md", []byte("---\nid: 3\n---\nText.\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		if len(text) > 1<<12 {
			return
		}
		definition, _ := doc.Read("content/kinds/a.yaml", text)
		kinds, findings := Builtin().With([]doc.Document{definition})
		for _, finding := range findings {
			if finding.Path == "" || finding.Message == "" || finding.Hint == "" {
				t.Fatalf("%q: %+v", text, finding)
			}
		}
		for _, name := range kinds.Names() {
			if _, builtin := Builtin().Get(name); builtin {
				continue
			}
			k, _ := kinds.Get(name)
			for _, d := range documents {
				k.Validate(d)
				k.Units(d)
				k.References(d)
				k.Defines(d)
			}
			if _, err := k.JSONSchema(); err != nil {
				t.Fatalf("%q: %v", text, err)
			}
		}
	})
}
