package metric

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"slices"

	"parley/internal/diag"
	"parley/internal/facts"
)

// Sourced are the tables that come from databases: all of a source, or those that some measures ask. A table whose description cannot
// be followed is left out; check says why.
func Sourced(source Source, measures []string) []facts.Schema {
	r := &reading{source: source, maps: map[string]facts.Map{}, texts: map[string][]byte{}}
	r.documents()
	var sourced []facts.Schema
	for _, schema := range r.schemas {
		asked := len(measures) == 0 || slices.ContainsFunc(r.measures, func(m Measure) bool { return slices.Contains(measures, m.ID) && uses(m, schema.Name) })
		if schema.Source != nil && schema.Sound && asked {
			sourced = append(sourced, schema)
		}
	}
	return sourced
}

// Freeze makes the snapshot of a table from rows of texts in the order of its columns. Each cell is held to what its column may be, as
// when the snapshot is read; what is wrong is a finding at the query, and the snapshot is of no use then.
func Freeze(source Source, schema facts.Schema, refreshed, data string, rows [][]string) ([]byte, diag.List, error) {
	text := facts.Freeze(schema, refreshed, data, rows)
	lines := diag.NewFile(schema.Files[0].Path, text)
	outside := facts.Outside{IDs: source.IDs, Rate: source.Rate, Keys: func(string) (*facts.Keys, bool) { return nil, false }} // other tables may be refreshed next
	table := facts.Read(schema, outside, func([]facts.Value) error { return nil })
	if err := table.CSV(schema.Files[0], facts.Frozen, bytes.NewReader(text)); err != nil {
		return nil, nil, err
	}
	findings, _, _ := table.Close()
	for i, finding := range findings {
		if finding.Path != schema.Files[0].Path || finding.Line == 0 {
			continue
		}
		findings[i].Place, findings[i].Notes = schema.Source.Place, nil
		findings[i].Message = diag.New(finding.Code, schema.Source.Place, "%s, in the row %q of the answer", finding.Message, lines.Line(finding.Line)).Message
	}
	return text, findings, nil
}

// dated takes the day of the data from the snapshot of a table that has one.
func (r *reading) dated(schema *facts.Schema) {
	if schema.Source == nil {
		return
	}
	in, err := r.source.Open(schema.Files[0].Path)
	if err != nil {
		return // which is told when the rows are read
	}
	defer in.Close()
	if snapshot, err := facts.ReadSnapshot(in); err == nil {
		schema.Files[0].Exported = snapshot.Data
	}
}

// thaw reads the snapshot of a table.
func (r *reading) thaw(table *facts.Reading, file facts.File, readable *bool) (broken error) {
	wrong := func(hint, format string, args ...any) {
		*readable = false
		table.Spoil()
		r.memo.State.Findings = append(r.memo.State.Findings, diag.New(diag.FactsSnapshot, file.Place, format, args...).WithHint("%s", hint))
	}
	const again = "run parley metrics --refresh where the database can be reached, and commit the snapshot"
	in, err := r.open(file.Path)
	if errors.Is(err, fs.ErrNotExist) {
		wrong(again, "there is no snapshot %s of what the database answers", file.Path)
		return nil
	}
	if err != nil {
		wrong("check its permissions", "%s cannot be read: %v", file.Path, err)
		return nil
	}
	defer func() { broken = errors.Join(broken, in.Close()) }()
	frozen, err := facts.OpenSnapshot(in)
	switch {
	case err != nil:
		wrong(again, "%s is no snapshot: %v", file.Path, err)
		return nil
	case !frozen.Answers(table.Schema):
		wrong(again, "the query or the columns of %s have changed since its snapshot was frozen on %s", table.ID, frozen.Refreshed)
		return nil
	}
	if err := table.CSV(file, facts.Frozen, frozen); err != nil {
		return err
	}
	if _, err := io.Copy(io.Discard, frozen); err != nil {
		return err
	}
	if !frozen.Whole() {
		wrong(again, "%s is not as it was frozen: somebody has changed it", file.Path)
	}
	return nil
}
