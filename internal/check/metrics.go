package check

import (
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"parley/internal/costing"
	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/engine"
	"parley/internal/facts"
	"parley/internal/metric"
	"parley/internal/money"
	"parley/internal/query"
	"parley/internal/workspace"
)

// factShapes are the fields of each kind of document about measures without which it is none, as priceShapes are those of prices.
var factShapes = map[string][]string{
	"fact-table":     {"files.file", "source", "variable", "query", "columns.name", "columns.type"},
	"export-columns": {"columns.is", "columns.column"},
	"metric":         {"unit", "good", "measure.aggregate", "measure.query"},
}

// MeasureSource is where the measures of a repository, and what they are made of, are read from.
func MeasureSource(w *workspace.Workspace, files fs.FS) metric.Source {
	var rates costing.Tables
	for _, d := range documentsOf(w, "exchange-rates", priceShapes["exchange-rates"]...) {
		if read, _ := costing.ReadRates(d.Outline()); !d.Draft { // what is wrong with them, Prices tells
			rates = append(rates, read)
		}
	}
	source := metric.Source{
		Documents: func(kind string) []doc.Document {
			var found []doc.Document
			for _, d := range documentsOf(w, kind, factShapes[kind]...) {
				if !d.Draft {
					found = append(found, d.Outline())
				}
			}
			return found
		},
		Open: func(name string) (io.ReadCloser, error) { return files.Open(name) },
		IDs:  w.IDs,
		Rate: rates.Rate,
		Own:  ownTables(w, files),
	}
	for name := range w.Assets {
		if strings.HasPrefix(name, metric.Folder) {
			source.Files = append(source.Files, name)
		}
	}
	slices.Sort(source.Files)
	return source
}

// ownTables are the tables that are made of a repository's documents, where a measure asks for one.
func ownTables(w *workspace.Workspace, files fs.FS) map[string]metric.Built {
	own := map[string]metric.Built{
		"playbook_tasks": {Columns: textual("run partner playbook code started done"), Rows: func() [][]facts.Value { return taskRows(w) }},
		"learning_dates": {Columns: append(textual("session type day language"), query.Column{Name: "invited"}, query.Column{Name: "attended"}),
			Rows: func() [][]facts.Value { return dateRows(w) }},
		"translations": {Columns: append(textual("language kind document audience"), query.Column{Name: "passages"}, query.Column{Name: "fresh"}),
			Rows: func() [][]facts.Value { return translationRows(w) }},
		"campaign_budgets": {Columns: append(textual("campaign status from_day until_day currency"), query.Column{Name: "budget"}, query.Column{Name: "spent"}, query.Column{Name: "committed"}),
			Rows: func() [][]facts.Value { return budgetRows(w) }},
	}
	maps.Copy(own, moreTables(w, files))
	return own
}

func textual(names string) []query.Column {
	var columns []query.Column
	for _, name := range strings.Fields(names) {
		columns = append(columns, query.Column{Name: name, Textual: true})
	}
	return columns
}

// words are cells of text; what is not there is empty.
func words(texts ...string) []facts.Value {
	cells := make([]facts.Value, len(texts))
	for i, text := range texts {
		if text != "" {
			cells[i] = facts.Value{Kind: facts.Words, Text: text}
		}
	}
	return cells
}

func counted(n int) facts.Value { return facts.Value{Kind: facts.Number, Number: int64(n)} }

// countOf is the cell of a field with a whole number; empty for none.
func countOf(v doc.Value) facts.Value {
	if n, ok := number(v); ok {
		return counted(n)
	}
	return facts.Value{}
}

// taskRows are the tasks of runs of playbooks.
func taskRows(w *workspace.Workspace) [][]facts.Value {
	var rows [][]facts.Value
	for _, d := range documentsOf(w, "playbook-run", "playbook", "partner", "started", "tasks.code", "tasks.done") {
		for _, item := range d.Fields.Get("tasks").Items {
			rows = append(rows, words(d.ID, d.Fields.Str("partner"), d.Fields.Str("playbook"), item.Str("code"), d.Fields.Str("started"), item.Str("done")))
		}
	}
	return rows
}

// dateRows are the dates of learning sessions.
func dateRows(w *workspace.Workspace) [][]facts.Value {
	var rows [][]facts.Value
	for _, d := range documentsOf(w, "learning-session", "type", "dates.date", "dates.invited", "dates.attended") {
		for _, item := range d.Fields.Get("dates").Items {
			row := words(d.ID, d.Fields.Str("type"), item.Str("date"), item.Str("language"))
			rows = append(rows, append(row, countOf(item.Get("invited")), countOf(item.Get("attended"))))
		}
	}
	return rows
}

// translationRows say of each document and language how many passages there are, and how many are as new as their source.
func translationRows(w *workspace.Workspace) [][]facts.Value {
	var rows [][]facts.Value
	for i := range w.Documents {
		d := w.Documents[i]
		passages := len(d.FieldUnits) + d.Passages
		if d.Draft || passages == 0 || len(w.Settings.Languages) == 0 {
			continue
		}
		for _, language := range w.Settings.Languages[1:] {
			if engine.IsTest(language) {
				continue
			}
			fresh := 0
			for _, unit := range w.Translated(d, language) {
				if unit.Fresh() {
					fresh++
				}
			}
			row := words(language, d.Kind.Name, strings.TrimSuffix(d.Path, path.Ext(d.Path)), string(d.Audience))
			rows = append(rows, append(row, counted(passages), counted(fresh)))
		}
	}
	return rows
}

// budgetRows are the budgets of campaigns, in minor units.
func budgetRows(w *workspace.Workspace) [][]facts.Value {
	var rows [][]facts.Value
	for _, d := range documentsOf(w, "campaign", "status", "currency", "budget.amount", "budget.spent", "budget.committed") {
		f := d.Fields
		row := words(d.ID, f.Str("status"), f.Str("date"), f.Str("until"), f.Str("currency"))
		rounding, known := money.RoundingOf(f.Str("currency"))
		for _, key := range []string{"amount", "spent", "committed"} {
			cell := facts.Value{}
			if exact, err := money.Exact(f.Get("budget").Str(key)); err == nil && known {
				cell = facts.Value{Kind: facts.Number, Number: rounding.Steps(exact).Int64()}
			}
			row = append(row, cell)
		}
		rows = append(rows, row)
	}
	return rows
}

// Measured reports whether a repository has anything to measure, or to measure by.
func Measured(w *workspace.Workspace) bool {
	return slices.ContainsFunc(w.Documents, func(d *workspace.Document) bool {
		return d.Kind.Name == "fact-table" || d.Kind.Name == "metric" && d.Fields.Has("measure")
	})
}

// Measures are the findings of all that is measured.
func Measures(set *metric.Set) diag.List { return slices.Clone(set.Findings).Sort().Bound() }
