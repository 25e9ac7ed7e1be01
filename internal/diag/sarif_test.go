package diag

import (
	"encoding/json"
	"strings"
	"testing"
)

func sarifOf(t *testing.T, list List, version string) string {
	t.Helper()
	var b strings.Builder
	if err := WriteSARIF(&b, list, version); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func sarifRunOf(t *testing.T, list List) sarifRun {
	t.Helper()
	var log sarifLog
	decoder := json.NewDecoder(strings.NewReader(sarifOf(t, list, "v1.2.3")))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&log); err != nil {
		t.Fatal(err)
	}
	if log.Version != "2.1.0" || log.Schema == "" || len(log.Runs) != 1 {
		t.Fatalf("version %q, schema %q, %d runs", log.Version, log.Schema, len(log.Runs))
	}
	return log.Runs[0]
}

func TestWriteSARIFWithoutFindings(t *testing.T) {
	want := `{"$schema":"` + sarifSchema + `","version":"2.1.0","runs":[{"tool":{"driver":{"name":"Parley","rules":[]}},` +
		`"columnKind":"unicodeCodePoints","results":[]}]}` + "\n"
	if got := sarifOf(t, nil, ""); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestWriteSARIFResult(t *testing.T) {
	// A code without a rule text keeps the log short enough to be read here as a whole.
	d := New("x/y", at("a b/ü.md", 7, 8, 7, 14), "no {price}").WithHint("write one").
		WithNote(at("b.md", 3, 5, 3, 9), "as here").WithNote(Place{}, "or not")
	want := `{"$schema":"` + sarifSchema + `","version":"2.1.0","runs":[{"tool":{"driver":{"name":"Parley","version":"v1.2.3",` +
		`"rules":[{"id":"x/y","defaultConfiguration":{"level":"error"}}]}},"columnKind":"unicodeCodePoints",` +
		`"results":[{"ruleId":"x/y","ruleIndex":0,"level":"error","message":{"text":"no {{price}}\nwrite one"},` +
		`"locations":[{"physicalLocation":{"artifactLocation":{"uri":"a%20b/%C3%BC.md"},"region":{"startLine":7,"startColumn":8,"endLine":7,"endColumn":14}}}],` +
		`"relatedLocations":[{"physicalLocation":{"artifactLocation":{"uri":"b.md"},"region":{"startLine":3,"startColumn":5,"endLine":3,"endColumn":9}},` +
		`"message":{"text":"as here"}},{"message":{"text":"or not"}}],` +
		`"partialFingerprints":{"parley/v1":"` + fingerprint(d) + `"}}]}]}` + "\n"
	if got := sarifOf(t, List{d}, "v1.2.3"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestSARIFListsTheRulesThatAreUsed(t *testing.T) {
	run := sarifRunOf(t, List{
		New(YAMLTag, Place{Path: "a"}, "x"), New(DocOrphan, Place{Path: "b"}, "y"), New(YAMLTag, Place{Path: "c"}, "z"),
	})
	if run.Tool.Driver.Name != "Parley" || run.Tool.Driver.Version != "v1.2.3" || len(run.Tool.Driver.Rules) != 2 {
		t.Fatalf("driver %+v", run.Tool.Driver)
	}
	for i, wantIndex := range []int{1, 0, 1} {
		result := run.Results[i]
		rule := run.Tool.Driver.Rules[result.RuleIndex]
		if result.RuleIndex != wantIndex || rule.ID != result.RuleID || rule.Configuration.Level != result.Level {
			t.Errorf("result %d: %+v, rule %+v", i, result, rule)
		}
		entry, _ := Lookup(string(rule.ID))
		if rule.ShortDescription.Text != entry.Title || !strings.HasPrefix(entry.Explain, rule.FullDescription.Text+"\n\n") ||
			rule.Help.Text != entry.Explain || rule.Help.Markdown != entry.Explain {
			t.Errorf("rule %+v does not say what the catalogue says", rule)
		}
	}
}

func TestSARIFPlaces(t *testing.T) {
	tests := []struct {
		name   string
		at     Place
		uri    string
		region *sarifRegion
	}{
		{"a file as a whole", Place{Path: "a.md"}, "a.md", nil},
		{"a line only", Place{"a.md", Span{Line: 3}}, "a.md", &sarifRegion{StartLine: 3}},
		{"a colon is no scheme", Place{Path: "a:b.md"}, "./a:b.md", nil},
		{"reserved characters", Place{Path: "a?b#c%20[1].md"}, "a%3Fb%23c%2520%5B1%5D.md", nil},
		{"bytes that are not UTF-8", Place{Path: "a\xff"}, "a%FF", nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			result := sarifRunOf(t, List{New(LinkBroken, test.at, "x")}).Results[0]
			got := result.Locations[0].Physical
			if got.Artifact.URI != test.uri {
				t.Errorf("uri %q, want %q", got.Artifact.URI, test.uri)
			}
			if (got.Region == nil) != (test.region == nil) || got.Region != nil && *got.Region != *test.region {
				t.Errorf("region %+v, want %+v", got.Region, test.region)
			}
		})
	}
	if got := sarifRunOf(t, List{New(SiteMissing, Place{}, "x")}).Results[0].Locations; got == nil || len(got) != 0 {
		t.Errorf("locations of a finding without a path: %v, want an empty list", got)
	}
}

func TestFingerprintFollowsAFindingThatMoves(t *testing.T) {
	d := New(LinkBroken, at("a.md", 3, 5, 3, 9), "x")
	moved, other := d, d
	moved.Line, moved.EndLine, moved.Hint = 40, 40, "a better hint"
	other.Message = "y"
	if fingerprint(d) != fingerprint(moved) {
		t.Error("the fingerprint changes with the line or the hint")
	}
	if fingerprint(d) == fingerprint(other) {
		t.Error("two messages have the same fingerprint")
	}
	if want := "c507114c5020be2f"; !strings.HasPrefix(fingerprint(d), want) {
		t.Errorf("fingerprint %s, want %s…: a change closes and reopens every alert people know", fingerprint(d), want)
	}
}
