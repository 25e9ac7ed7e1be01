package diag

import (
	"encoding/json"
	"io"
)

// The JSON form of findings is a contract with users: names are never renamed, all are always there.
type (
	jsonReport struct {
		Findings []jsonFinding `json:"findings"`
		Summary  jsonSummary   `json:"summary"`
	}
	jsonFinding struct {
		Path      string     `json:"path"`
		Line      int        `json:"line"`
		Column    int        `json:"column"`
		EndLine   int        `json:"endLine"`
		EndColumn int        `json:"endColumn"`
		Code      Code       `json:"code"`
		Severity  Severity   `json:"severity"`
		Message   string     `json:"message"`
		Hint      string     `json:"hint"`
		Notes     []jsonNote `json:"notes"`
	}
	jsonNote struct {
		Path    string `json:"path"`
		Line    int    `json:"line"`
		Column  int    `json:"column"`
		Message string `json:"message"`
	}
	jsonSummary struct {
		Errors    int `json:"errors"`
		Warnings  int `json:"warnings"`
		Documents int `json:"documents"`
	}
)

// WriteJSON writes findings as one JSON value on one line. A finding about a file as a whole has the line 0;
// findings and notes are arrays even when they are empty.
func WriteJSON(w io.Writer, list List, documents int) error {
	report := jsonReport{
		Findings: make([]jsonFinding, len(list)),
		Summary:  jsonSummary{Errors: list.Count(Error), Warnings: list.Count(Warning), Documents: documents},
	}
	for i, d := range list {
		notes := make([]jsonNote, len(d.Notes))
		for j, n := range d.Notes {
			notes[j] = jsonNote{Path: n.Path, Line: n.Line, Column: n.Col, Message: n.Message}
		}
		report.Findings[i] = jsonFinding{
			Path: d.Path, Line: d.Line, Column: d.Col, EndLine: d.EndLine, EndColumn: d.EndCol,
			Code: d.Code, Severity: d.Severity, Message: d.Message, Hint: d.Hint, Notes: notes,
		}
	}
	return encodeJSON(w, report)
}

// encodeJSON leaves <, > and & as they are: the readers are programs and people at a terminal, not browsers.
func encodeJSON(w io.Writer, value any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(value)
}
