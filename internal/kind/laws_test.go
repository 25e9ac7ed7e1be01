package kind

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"parley/internal/diag"
	"parley/internal/doc"
)

// team defines a team's kind by its file and returns it with the findings on it.
func team(t *testing.T, name, text string) (*Kind, diag.List) {
	t.Helper()
	set, findings := Builtin().With([]doc.Document{read(t, "content/kinds/"+name+".yaml", text)})
	k, _ := set.Get(name)
	return k, findings
}

// TestWhatASubschemaKeepsFromReaders hides a word by a keyword at every place of a schema where one may stand, and looks
// for it in what partners get.
func TestWhatASubschemaKeepsFromReaders(t *testing.T) {
	const meetup = "kind: meetup\ntitle: Open\nplain: open\nnote: secret\nnotes: [secret, secret]\npair: [secret, secret]\ndeep: {inner: {note: secret}}\nrows: [[secret]]\n"
	all := []string{"note", "notes", "pair", "deep", "rows"}
	for name, test := range map[string]struct {
		schema string
		hidden []string
	}{
		"a property":             {"properties: {note: {type: string, audience: internal}}", []string{"note"}},
		"items of scalars":       {"properties: {notes: {type: array, items: {type: string, audience: internal}}}", []string{"notes"}},
		"items of items":         {"properties: {rows: {items: {items: {audience: internal}}}}", []string{"rows"}},
		"items of a tuple":       {"properties: {pair: {prefixItems: [{audience: internal}, {audience: internal}]}}", []string{"pair"}},
		"items that are sought":  {"properties: {notes: {contains: {const: secret, audience: internal}}}", []string{"notes"}},
		"items left over":        {"properties: {notes: {unevaluatedItems: {audience: internal}}}", []string{"notes"}},
		"all of":                 {"allOf: [{properties: {note: {audience: internal}}}]", []string{"note"}},
		"any of, nested":         {"properties: {note: {anyOf: [{type: string}, {oneOf: [{audience: internal}, {type: string}]}]}}", []string{"note"}},
		"a condition":            {"if: {properties: {note: {audience: internal}}}", []string{"note"}},
		"then":                   {"if: {required: [plain]}\n  then: {properties: {note: {audience: internal}}}", []string{"note"}},
		"else":                   {"if: {required: [plain]}\n  else: {properties: {note: {audience: internal}}}", []string{"note"}},
		"not":                    {"not: {required: [x], properties: {note: {audience: internal}}}", []string{"note"}},
		"names that match":       {"patternProperties: {'^no': {audience: internal}}", []string{"note", "notes"}},
		"all other names":        {"properties: {plain: {}}\n  additionalProperties: {audience: internal}", all},
		"names left over":        {"unevaluatedProperties: {audience: internal}", append([]string{"title", "plain"}, all...)},
		"names of names":         {"properties: {deep: {propertyNames: {audience: internal}}}", []string{"deep"}},
		"what depends":           {"dependentSchemas: {plain: {properties: {note: {audience: internal}}}}", []string{"note"}},
		"one reference":          {"properties: {note: {$ref: '#/$defs/a'}}\n  $defs: {a: {audience: internal}}", []string{"note"}},
		"the middle of a chain":  {"properties: {note: {$ref: '#/$defs/a'}}\n  $defs: {a: {$ref: '#/$defs/b', audience: internal}, b: {$ref: '#/$defs/c'}, c: {type: string}}", []string{"note"}},
		"the end of a chain":     {"properties: {note: {$ref: '#/$defs/a'}}\n  $defs: {a: {$ref: '#/$defs/b'}, b: {$ref: '#/$defs/c'}, c: {audience: internal}}", []string{"note"}},
		"a reference elsewhere":  {"properties: {note: {$ref: '#/properties/other'}, other: {audience: internal}}", []string{"note"}},
		"an escaped reference":   {"properties: {note: {$ref: '#/$defs/a~1b'}}\n  $defs: {a/b: {audience: internal}}", []string{"note"}},
		"beside a reference":     {"properties: {note: {$ref: '#/$defs/a', audience: public}}\n  $defs: {a: {audience: internal}}", []string{"note"}},
		"a reference in a list":  {"properties: {deep: {$ref: '#/$defs/a'}}\n  $defs: {a: {allOf: [{$ref: '#/$defs/b'}]}, b: {additionalProperties: {$ref: '#/$defs/c'}}, c: {properties: {note: {audience: internal}}}}", []string{"deep.inner.note"}},
		"a circle of references": {"properties: {deep: {$ref: '#/$defs/a'}}\n  $defs: {a: {additionalProperties: {$ref: '#/$defs/a'}, properties: {note: {audience: internal}}}}", []string{"deep.inner.note"}},
		"the root":               {"audience: internal", append([]string{"kind", "title", "plain"}, all...)},
		"the root, by reference": {"$ref: '#/$defs/a'\n  $defs: {a: {audience: internal}}", append([]string{"kind", "title", "plain"}, all...)},
	} {
		t.Run(name, func(t *testing.T) {
			k, findings := team(t, "meetup", "name: meetup\nschema:\n  "+test.schema+"\n")
			if len(findings) > 0 {
				t.Fatal(findings)
			}
			seen := k.Redact(read(t, "content/meetup/a.md.yaml", meetup).Fields, Partner)
			for _, path := range test.hidden {
				at := seen
				for _, step := range strings.Split(path, ".") {
					at = at.Get(step)
				}
				if len(at.Scalars()) > 0 {
					t.Errorf("partners see %s: %v", path, at.Scalars())
				}
			}
			if rest := k.Redact(seen, Partner); !doc.Equal(rest, seen) {
				t.Error("taking away a second time took more")
			}
			whole := read(t, "x.yaml", meetup).Fields
			if !doc.Equal(k.Redact(whole, Internal), whole) {
				t.Error("internal readers do not see everything")
			}
		})
	}
}

// TestADocumentOfALimitedKind is about the document as a whole: its audience follows the root of the schema.
func TestADocumentOfALimitedKind(t *testing.T) {
	for name, test := range map[string]struct {
		schema, document string
		want             Audience
	}{
		"nothing said":           {"type: object", "title: A\n", Partner},
		"own word":               {"type: object", "audience: public\n", Public},
		"a misspelt word":        {"type: object", "audience: publik\n", Internal},
		"the root":               {"audience: internal", "audience: public\n", Internal},
		"an alternative":         {"anyOf: [{type: object}, {audience: internal}]", "audience: public\n", Internal},
		"a default":              {"properties: {audience: {default: internal}}", "title: A\n", Internal},
		"a wider default":        {"properties: {audience: {default: public}}", "title: A\n", Public},
		"a default by reference": {"properties: {audience: {$ref: '#/$defs/a'}}\n  $defs: {a: {default: internal}}", "title: A\n", Internal},
		"a misspelt default":     {"properties: {audience: {default: interne, enum: [interne]}}", "title: A\n", Internal},
		"a word not in the list": {"properties: {audience: {enum: [partner, internal]}}", "audience: public\n", Internal},
	} {
		t.Run(name, func(t *testing.T) {
			k, findings := team(t, "meetup", "name: meetup\nschema:\n  "+test.schema+"\n")
			if len(findings) > 0 {
				t.Fatal(findings)
			}
			if got := k.Audience(read(t, "a.yaml", test.document)); got != test.want {
				t.Errorf("for %s readers, want %s", got, test.want)
			}
		})
	}
}

// TestAScopeHoldsWhereverItIsWritten limits documents to a region at places other than a property.
func TestAScopeHoldsWhereverItIsWritten(t *testing.T) {
	for name, schema := range map[string]string{
		"a property":            "properties: {where: {scope: region}}",
		"items":                 "properties: {where: {items: {scope: region}}}",
		"all of":                "allOf: [{properties: {where: {scope: region}}}]",
		"then":                  "if: {}\n  then: {properties: {where: {scope: region}}}",
		"names that match":      "patternProperties: {'^wh': {scope: region}}",
		"all other names":       "additionalProperties: {scope: region}",
		"the middle of a chain": "properties: {where: {$ref: '#/$defs/a'}}\n  $defs: {a: {$ref: '#/$defs/b', scope: region}, b: {$ref: '#/$defs/c'}, c: {type: array}}",
		"beside another":        "properties: {where: {scope: none, anyOf: [{scope: region}]}}",
	} {
		t.Run(name, func(t *testing.T) {
			k, findings := team(t, "meetup", "name: meetup\nschema:\n  "+schema+"\n")
			if len(findings) > 0 {
				t.Fatal(findings)
			}
			if got := k.Scope(read(t, "a.yaml", "where: [emea, [amer]]\n"), "region"); !cmp.Equal(got, []string{"emea", "amer"}) {
				t.Errorf("limited to %q", got)
			}
		})
	}
}

// TestAKindThatReplacesABuiltInOneOnlyNarrows drops the keywords of Parley's own kinds.
func TestAKindThatReplacesABuiltInOneOnlyNarrows(t *testing.T) {
	const prices = "kind: price-list\ntitle: Gold\nregion: emea\nteam: secret\nparts:\n  - {sku: A, name: First, margin: secret, cost: secret, price: '1.84'}\ndiscounts: {max: secret, why: secret, standing: [{name: secret, rate: 4%, why: secret}]}\nchange: {reason: secret}\n"
	document := read(t, "pricing/lists/a.yaml", prices)
	for name, schema := range map[string]string{
		"everything is allowed": "additionalProperties: true",
		"the names are kept":    "properties: {team: {type: string}, parts: {type: array, items: {type: object}}, discounts: {type: object}, change: {type: object}}\n  additionalProperties: true",
		"by patterns":           "patternProperties: {'': {}}",
	} {
		t.Run(name, func(t *testing.T) {
			k, findings := team(t, "price-list", "name: price-list\ndir: pricing/lists\nschema:\n  "+schema+"\n")
			if len(findings) > 0 {
				t.Fatal(findings)
			}
			for _, scalar := range k.Redact(document.Fields, Partner).Scalars() {
				if scalar.Text == "secret" {
					t.Errorf("partners see line %d", scalar.Span.Line)
				}
			}
			if got := k.Scope(document, "region"); !cmp.Equal(got, []string{"emea"}) {
				t.Errorf("limited to %q", got)
			}
		})
	}
	k, _ := team(t, "scorecard", "name: scorecard\nschema: {properties: {title: {type: string}}}\n")
	for _, text := range []string{"title: A\n", "audience: public\n"} {
		if got := k.Audience(read(t, "a.yaml", text)); got != Internal {
			t.Errorf("a scorecard with %q is for %s readers", text, got)
		}
	}
	k, _ = team(t, "page", "name: page\nlenient: true\nschema: {properties: {audience: {default: internal}}}\n")
	if got := k.Audience(read(t, "a.yaml", "title: A\n")); got != Internal {
		t.Errorf("a team's narrower default is lost: %s", got)
	}
}

// TestAKindThatWidens is told so where its definition does it, and shows nothing more for it.
func TestAKindThatWidens(t *testing.T) {
	for name, test := range map[string]struct {
		kind, schema string
		line         int // of the finding
	}{
		"a field":             {"price-list", "properties:\n    team: {type: string, audience: partner}", 5},
		"a field in a list":   {"price-list", "properties:\n    parts:\n      items:\n        properties:\n          margin: {audience: public}", 8},
		"by reference":        {"price-list", "properties: {team: {$ref: '#/$defs/a'}}\n  $defs:\n    a: {audience: partner}", 6},
		"by an alternative":   {"price-list", "anyOf:\n    - properties: {team: {audience: public}}", 5},
		"the default":         {"scorecard", "properties:\n    audience: {default: partner}", 5},
		"the list of words":   {"scorecard", "properties:\n    audience: {enum: [partner, internal]}", 5},
		"a usual default":     {"page", "properties:\n    audience: {default: public}", 5},
		"the list of reviews": {"review", "properties: {title: {type: string}}\n  allOf:\n    - properties: {audience: {enum: [public]}}", 6},
	} {
		t.Run(name, func(t *testing.T) {
			k, findings := team(t, test.kind, "name: "+test.kind+"\ntitle: Replaced\nschema:\n  "+test.schema+"\n")
			if len(findings) != 1 || findings[0].Code != diag.KindDefinition || findings[0].Line != test.line || findings[0].Hint == "" {
				t.Errorf("findings %+v; want one on line %d", findings, test.line)
			}
			before, _ := Builtin().Get(test.kind)
			document := read(t, "a.yaml", "team: secret\nparts: [{margin: secret}]\n")
			if left := k.Redact(document.Fields, Partner).Scalars(); test.kind == "price-list" && len(left) > 0 {
				t.Errorf("partners see %v", left)
			}
			for _, text := range []string{"title: A\n", "audience: public\n", "audience: partner\n"} {
				if d := read(t, "a.yaml", text); !k.Audience(d).Sees(before.Audience(d)) {
					t.Errorf("%q is for %s readers; before, for %s", text, k.Audience(d), before.Audience(d))
				}
			}
		})
	}
}

// TestDefinitionsThatCannotBeTrusted are refused: what they say about readers could be read in more than one way, or they
// send a new document to a place outside their folder.
func TestDefinitionsThatCannotBeTrusted(t *testing.T) {
	for name, text := range map[string]string{
		"an audience that is none":   "schema: {properties: {a: {audience: intern}}}\n",
		"a list of audiences":        "schema: {properties: {a: {audience: [internal]}}}\n",
		"a scope that is none":       "schema: {allOf: [{properties: {a: {scope: regions}}}]}\n",
		"a reference to nothing":     "schema: {properties: {a: {$ref: '#/$defs/a'}}}\n",
		"a reference to an anchor":   "schema: {properties: {a: {$ref: '#a'}}, $defs: {a: {$anchor: a}}}\n",
		"an anchor":                  "schema: {$defs: {a: {$anchor: a}}}\n",
		"a dynamic reference":        "schema: {properties: {a: {$dynamicRef: '#a'}}, $defs: {a: {$dynamicAnchor: a}}}\n",
		"a schema within":            "schema: {properties: {a: {$id: 'https://example.org/a', type: string}}}\n",
		"an encoded reference":       "schema: {properties: {a: {$ref: '#/%24defs/a'}}, $defs: {a: {type: string}}}\n",
		"a folder above":             "dir: ../../x\nschema: {type: object}\n",
		"a folder above, hidden":     "dir: content/../../x\nschema: {type: object}\n",
		"an absolute folder":         "dir: /etc\nschema: {type: object}\n",
		"a folder of another system": "dir: 'content\\..\\x'\nschema: {type: object}\n",
		"a single file above":        "single: ../../x.md\nschema: {type: object}\n",
		"a single absolute file":     "single: /etc/passwd\nschema: {type: object}\n",
	} {
		t.Run(name, func(t *testing.T) {
			k, findings := team(t, "meetup", "name: meetup\n"+text)
			if k.Name != "" || len(findings) == 0 {
				t.Fatalf("it was accepted: %v", findings)
			}
			for _, finding := range findings {
				if finding.Code != diag.KindDefinition || finding.Line == 0 || finding.Hint == "" {
					t.Errorf("%+v", finding)
				}
			}
		})
	}
	// A field may be called as a keyword is, and a schema may name itself.
	for _, schema := range []string{
		"{$schema: 'https://json-schema.org/draft/2020-12/schema', $id: 'https://example.org/x', type: object}",
		"{properties: {scope: {type: string}, $ref: {type: string}, $id: {type: string}, audience: {enum: [internal]}}}",
		"{properties: {a: {$ref: '#'}}}",
	} {
		if _, findings := team(t, "meetup", "name: meetup\nschema: "+schema+"\n"); len(findings) > 0 {
			t.Errorf("%s: %v", schema, findings)
		}
	}
}

// TestReferencesThatMultiply walks a schema in which every level refers to everything twice: the work stays bounded.
func TestReferencesThatMultiply(t *testing.T) {
	k, findings := team(t, "meetup", "name: meetup\nschema:\n  additionalProperties: {$ref: '#/$defs/a'}\n  $defs:\n    a: {anyOf: [{$ref: '#/$defs/b'}, {$ref: '#/$defs/b'}, {additionalProperties: {$ref: '#/$defs/a'}}]}\n"+
		"    b: {oneOf: [{additionalProperties: {$ref: '#/$defs/a'}}, {additionalProperties: {$ref: '#/$defs/b'}}, {properties: {secret: {audience: internal}}}]}\n")
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	text := strings.Repeat("{a: ", 35) + "{secret: x}" + strings.Repeat("}", 35)
	fields := read(t, "a.yaml", "x: "+text+"\n").Fields
	if left := k.Redact(fields, Partner).Scalars(); len(left) > 0 {
		t.Errorf("partners see %v", left)
	}
}
