package diag

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/url"
	"slices"
	"strings"
)

const sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

// The part of SARIF 2.1.0 that Parley writes; names and nesting are the standard's.
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool       sarifTool     `json:"tool"`
		ColumnKind string        `json:"columnKind"`
		Results    []sarifResult `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name    string      `json:"name"`
		Version string      `json:"version,omitempty"`
		Rules   []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID               Code          `json:"id"`
		ShortDescription *sarifMessage `json:"shortDescription,omitempty"`
		FullDescription  *sarifMessage `json:"fullDescription,omitempty"`
		Help             *sarifMessage `json:"help,omitempty"`
		Configuration    sarifDefault  `json:"defaultConfiguration"`
	}
	sarifDefault struct {
		Level Severity `json:"level"`
	}
	sarifResult struct {
		RuleID              Code              `json:"ruleId"`
		RuleIndex           int               `json:"ruleIndex"`
		Level               Severity          `json:"level"`
		Message             sarifMessage      `json:"message"`
		Locations           []sarifLocation   `json:"locations"`
		RelatedLocations    []sarifLocation   `json:"relatedLocations,omitempty"`
		PartialFingerprints map[string]string `json:"partialFingerprints"`
	}
	sarifMessage struct {
		Text     string `json:"text"`
		Markdown string `json:"markdown,omitempty"`
	}
	sarifLocation struct {
		Physical *sarifPhysical `json:"physicalLocation,omitempty"`
		Message  *sarifMessage  `json:"message,omitempty"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   *sarifRegion  `json:"region,omitempty"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn,omitempty"`
		EndLine     int `json:"endLine,omitempty"`
		EndColumn   int `json:"endColumn,omitempty"`
	}
)

// WriteSARIF writes findings as a SARIF 2.1.0 log with one run. Only the rules that are used are listed.
// A finding keeps its fingerprint when it moves to another line.
func WriteSARIF(w io.Writer, list List, version string) error {
	rules, index := sarifRules(list)
	run := sarifRun{
		Tool:       sarifTool{sarifDriver{Name: "Parley", Version: version, Rules: rules}},
		ColumnKind: "unicodeCodePoints",
		Results:    make([]sarifResult, len(list)),
	}
	for i, d := range list {
		run.Results[i] = sarifResult{
			RuleID:              d.Code,
			RuleIndex:           index[d.Code],
			Level:               d.Severity,
			Message:             sarifText(withHint(d)),
			Locations:           []sarifLocation{},
			PartialFingerprints: map[string]string{"parley/v1": fingerprint(d)},
		}
		if physical := sarifPlace(d.Place); physical != nil {
			run.Results[i].Locations = append(run.Results[i].Locations, sarifLocation{Physical: physical})
		}
		for _, n := range d.Notes {
			message := sarifText(n.Message)
			run.Results[i].RelatedLocations = append(run.Results[i].RelatedLocations, sarifLocation{sarifPlace(n.Place), &message})
		}
	}
	return encodeJSON(w, sarifLog{Schema: sarifSchema, Version: "2.1.0", Runs: []sarifRun{run}})
}

// sarifRules lists the rules of the findings in the order of their codes, and where each stands in that list.
func sarifRules(list List) ([]sarifRule, map[Code]int) {
	index := make(map[Code]int)
	for _, d := range list {
		index[d.Code] = 0
	}
	entries := make(map[Code]Entry)
	for _, entry := range Catalogue() {
		entries[entry.Code] = entry
	}
	rules := make([]sarifRule, 0, len(index))
	for code := range index {
		rule := sarifRule{ID: code, Configuration: sarifDefault{code.Severity()}}
		if entry, known := entries[code]; known {
			meaning, _, _ := strings.Cut(entry.Explain, "\n\n")
			short, full, help := sarifText(entry.Title), sarifText(meaning), sarifText(entry.Explain)
			help.Markdown = help.Text
			rule.ShortDescription, rule.FullDescription, rule.Help = &short, &full, &help
		}
		rules = append(rules, rule)
	}
	slices.SortFunc(rules, func(a, b sarifRule) int { return strings.Compare(string(a.ID), string(b.ID)) })
	for i, rule := range rules {
		index[rule.ID] = i
	}
	return rules, index
}

// withHint joins message and hint for forms that have one text only; viewers show the first line as the title.
func withHint(d Diagnostic) string {
	if d.Hint == "" {
		return d.Message
	}
	return d.Message + "\n" + d.Hint
}

// sarifText doubles braces, as the standard asks (3.11.5): a single pair is a placeholder.
func sarifText(text string) sarifMessage {
	return sarifMessage{Text: strings.NewReplacer("{", "{{", "}", "}}").Replace(text)}
}

// sarifPlace returns nil for a place without a path, and no region for a file as a whole.
func sarifPlace(at Place) *sarifPhysical {
	if at.Path == "" {
		return nil
	}
	place := sarifPhysical{Artifact: sarifArtifact{URI: (&url.URL{Path: at.Path}).String()}}
	if at.Line > 0 {
		place.Region = &sarifRegion{
			StartLine: at.Line, StartColumn: max(0, at.Col), EndLine: max(0, at.EndLine), EndColumn: max(0, at.EndCol),
		}
	}
	return &place
}

func fingerprint(d Diagnostic) string {
	sum := sha256.Sum256([]byte(d.Path + "\x00" + string(d.Code) + "\x00" + d.Message))
	return hex.EncodeToString(sum[:])
}
