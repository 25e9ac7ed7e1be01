package workspace

import (
	"regexp"
	"slices"
	"strings"

	"parley/internal/diag"
	"parley/internal/doc"
)

// guards are the keys that say who may see a document, and how each is written.
var guards = map[string]doc.ValueType{"audience": doc.String, "partner": doc.String, "regions": doc.List, "tiers": doc.List}

// likeGuard is how a line starts that sets a guard. It is anchored and asked line by line: as one search of a text, it
// took longer than all else that is done with a page.
var likeGuard = regexp.MustCompile(`^(?i:audience|partner|draft)["']?\s*[:=]`)

// doubtful reports whether a document may have meant to limit its readers without succeeding: on pages that is only a
// warning, so the page is kept for internal readers until it is mended.
func doubtful(read *cached, allowed doc.Value) bool {
	unclear := []diag.Code{diag.YAMLDuplicateKey, diag.YAMLAlias, diag.YAMLKey, diag.YAMLTag, diag.YAMLDocuments, diag.YAMLDepth, diag.SchemaType}
	if slices.ContainsFunc(read.Findings, func(finding diag.Diagnostic) bool { return slices.Contains(unclear, finding.Code) }) {
		return true
	}
	names := []string{"audience", "partner", "regions", "tiers", "draft"}
	for _, key := range read.Head.Fields.Keys {
		if want, guard := guards[key.Name]; guard && !written(key.Value, want) {
			return true
		}
		if !allowed.Has(key.Name) && diag.Nearest(strings.ToLower(key.Name), names) != "" {
			return true
		}
	}
	return read.Guarded
}

// guarded reports whether one of a body's first lines sets a guard where nobody reads it: in front matter that is none,
// TOML for one.
func guarded(body string) bool {
	n := 0
	for line := range strings.Lines(body) {
		if n++; n > 20 {
			return false
		}
		if likeGuard.MatchString(strings.TrimLeft(line, " \t\r\f\"'{")) {
			return true
		}
	}
	return false
}

// written reports whether a guard has the form in which it is read.
func written(value doc.Value, want doc.ValueType) bool {
	if value.Type != want {
		return false
	}
	if want == doc.String {
		return value.Text != ""
	}
	return !slices.ContainsFunc(value.Items, func(item doc.Value) bool { return item.Type != doc.String || item.Text == "" })
}
