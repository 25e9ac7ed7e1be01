package kind

import (
	"encoding/json"
	"io/fs"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"parley/internal/diag"
	"parley/internal/doc"
)

func TestBuiltinKindsAreSound(t *testing.T) {
	set := Builtin()
	for _, name := range set.Names() {
		k, _ := set.Get(name)
		text, err := k.JSONSchema()
		if err != nil {
			t.Fatal(err)
		}
		var schema any
		if err := json.Unmarshal(text, &schema); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := k.compiled(); err != nil {
			t.Errorf("%s: the schema does not compile: %v", name, err)
		}
		compiler := jsonschema.NewCompiler()
		if err := compiler.AddResource("test:"+name, schema); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := compiler.Compile("test:" + name); err != nil {
			t.Errorf("%s: the schema for editors does not compile: %v", name, err)
		}
	}
}

// TestBuiltinKindsAreDefinedAsATeamsOwn holds them to the laws of those, and compiles them all.
func TestBuiltinKindsAreDefinedAsATeamsOwn(t *testing.T) {
	paths, err := fs.Glob(builtin, "kinds/*.yaml")
	if err != nil || len(paths) < 30 {
		t.Fatal(paths, err)
	}
	for _, path := range paths {
		if path == "kinds/common.yaml" {
			continue
		}
		if _, findings, usable := (Set{common: Builtin().common}).define(readBuiltin(path)); len(findings) > 0 || !usable {
			t.Errorf("%s: %v", path, findings)
		}
	}
}

func read(t *testing.T, path, text string) doc.Document {
	t.Helper()
	d, findings := doc.Read(path, []byte(text))
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	return d
}

const list = `kind: price-list
id: emea-eur-gold
title: Gold
region: emea
effective:
  from: 2026-12-01
parts:
  - sku: A
    name: First
    margin: "35%"
    price: "1,84"
  - sku: B
    name: Second
    price: 1.84
`

func TestWhatASchemaSaysAboutFields(t *testing.T) {
	k, _ := Builtin().Get("price-list")
	d := read(t, "pricing/lists/emea-eur-gold.yaml", list)

	var units []string
	for _, unit := range k.Units(d) {
		units = append(units, unit.Context+"="+unit.Text)
	}
	if diff := cmp.Diff([]string{"title=Gold", "parts[A].name=First", "parts[B].name=Second"}, units); diff != "" {
		t.Errorf("units:\n%s", diff)
	}
	var references []string
	for _, reference := range k.References(d) {
		references = append(references, reference.Field+"="+reference.ID)
	}
	if diff := cmp.Diff([]string{"region=emea"}, references); diff != "" {
		t.Errorf("references:\n%s", diff)
	}
	if got := k.Scope(d, "region"); !cmp.Equal(got, []string{"emea"}) {
		t.Errorf("scope %v", got)
	}
	if got := len(k.Defines(d)); got != 2 {
		t.Errorf("%d things", got)
	}
	redacted := k.Redact(d.Fields, Partner)
	if part := redacted.Get("parts").Items[0]; part.Has("margin") || part.Str("price") != "1,84" {
		t.Errorf("partners see %v", part)
	}
	if part := k.Redact(d.Fields, Internal).Get("parts").Items[0]; !part.Has("margin") {
		t.Error("internal readers do not see the margin")
	}
	if !d.Fields.Get("parts").Items[0].Has("margin") {
		t.Error("redacting changed the document itself")
	}
}

func TestValidateFindsEverythingAtOnce(t *testing.T) {
	k, _ := Builtin().Get("price-list")
	var got []string
	for _, finding := range k.Validate(read(t, "x.yaml", list)).Sort() {
		got = append(got, string(finding.Code)+" "+finding.Hint)
	}
	want := []string{
		"schema/required add currency:", "schema/required add model: one of consumption, subscription, project",
		"schema/required add partner_tier:", "schema/required add team:", "schema/required add terms:", "schema/required add version:",
		`yaml/quote write "2026-12-01"`,
		"schema/required add charge: one of flat, per-unit, graduated, volume, package", "schema/required add unit: one of hour, day, user, seat, domain, gigabyte, request, thousand-requests, session, project",
		`price/format did you mean "1.84"?`,
		"schema/required add charge: one of flat, per-unit, graduated, volume, package", "schema/required add unit: one of hour, day, user, seat, domain, gigabyte, request, thousand-requests, session, project",
		`price/format write "1.84"`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestATeamsKind(t *testing.T) {
	for name, test := range map[string]struct {
		text string
		ok   bool
	}{
		"sound":          {"name: meetup\nschema: {type: object, properties: {team: {type: string, ref: role}}}\n", true},
		"no name":        {"schema: {type: object}\n", false},
		"no schema":      {"name: meetup\n", false},
		"bad schema":     {"name: meetup\nschema: {type: objekt}\n", false},
		"outside schema": {"name: meetup\nschema: {$ref: \"https://example.org/schema\"}\n", false},
		"file schema":    {"name: meetup\nschema: {$ref: \"file:///etc/passwd\"}\n", false},
	} {
		t.Run(name, func(t *testing.T) {
			set, findings := Builtin().With([]doc.Document{read(t, "content/kinds/meetup.yaml", test.text)})
			if _, ok := set.Get("meetup"); ok != test.ok || (len(findings) == 0) != test.ok {
				t.Errorf("defined %v, findings %v", ok, findings)
			}
			for _, finding := range findings {
				if finding.Code != diag.KindDefinition {
					t.Errorf("code %s", finding.Code)
				}
			}
		})
	}
}

func TestAudiencesSee(t *testing.T) {
	for _, test := range []struct {
		reader, document Audience
		want             bool
	}{
		{Public, Public, true}, {Public, Partner, false}, {Partner, Public, true}, {Partner, Internal, false},
		{Internal, Internal, true}, {Internal, Partner, true}, {"", Public, false}, {Internal, "x", false},
	} {
		if got := test.reader.Sees(test.document); got != test.want {
			t.Errorf("%q sees %q: %v", test.reader, test.document, got)
		}
	}
}

func FuzzValidate(f *testing.F) {
	f.Add(list)
	f.Add("parts: [1, {sku: [a]}, null]\neffective: x\n")
	kinds := Builtin()
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 1<<13 {
			return
		}
		d, _ := doc.Read("x.yaml", []byte(text))
		for _, name := range kinds.Names() {
			k, _ := kinds.Get(name)
			for _, finding := range k.Validate(d) {
				if finding.Path != "x.yaml" || finding.Message == "" || finding.Hint == "" {
					t.Fatalf("%+v", finding)
				}
			}
			k.Units(d)
			k.References(d)
			k.Defines(d)
			k.Redact(d.Fields, Public)
			k.Describe(d.Fields)
		}
	})
}
