package pipeline

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"slices"

	"parley/internal/check"
	"parley/internal/diag"
	"parley/internal/facts"
	"parley/internal/metric"
	"parley/internal/warehouse"
	"parley/internal/workspace"
)

// Refreshed is what a refresh has frozen.
type Refreshed struct {
	Tables   []FrozenTable
	Findings diag.List // of tables whose snapshots are left as they were
}

// FrozenTable is a table with a new snapshot.
type FrozenTable struct {
	ID, Path, Data string // Data is the day of the data, by the server's word
	Rows           int
	Changed        bool // more than the time of the refresh
}

// Refresh asks databases for the rows of the tables that come from them, or of those tables that some measures ask, and freezes the
// answers in snapshots. Variables are those of the environment. What a database answers at one time is written as a whole, or not at
// all. The error tells nothing of an address.
func Refresh(ctx context.Context, repository *Repository, measures []string, variable func(string) string) (Refreshed, error) {
	cache := repository.cache()
	w, err := workspace.Load(repository.Files, cache)
	if err != nil {
		return Refreshed{}, err
	}
	source := check.MeasureSource(w, repository.Files)
	byServer := map[string][]facts.Schema{}
	for _, schema := range metric.Sourced(source, measures) {
		byServer[schema.Source.Variable] = append(byServer[schema.Source.Variable], schema)
	}
	if len(byServer) == 0 {
		return Refreshed{}, fmt.Errorf("no table that is asked for comes from a database; write source: postgres in one of %s", metric.Folder)
	}
	r := refreshing{ctx: ctx, source: source, snapshots: map[string][]byte{}}
	for _, name := range slices.Sorted(maps.Keys(byServer)) {
		address := variable(name)
		if address == "" {
			return Refreshed{}, fmt.Errorf("the environment variable %s is not set; it has to hold the address of the database", name)
		}
		if err := r.ask(address, byServer[name]); err != nil {
			return Refreshed{}, fmt.Errorf("the database of %s: %w", name, err)
		}
	}
	for i := range r.Tables {
		if r.Tables[i].Changed, err = repository.freeze(r.Tables[i].Path, r.snapshots[r.Tables[i].Path]); err != nil {
			return Refreshed{}, err
		}
	}
	r.Findings = r.Findings.Sort().Bound()
	return r.Refreshed, nil
}

// refreshing is a refresh under way.
type refreshing struct {
	Refreshed
	ctx       context.Context
	source    metric.Source
	snapshots map[string][]byte // by path
}

// ask asks one server for its tables.
func (r *refreshing) ask(address string, tables []facts.Schema) error {
	server, err := warehouse.Connect(r.ctx, address)
	if err != nil {
		return err
	}
	defer server.Close()
	for _, table := range tables {
		rows, data, faults, err := server.Table(r.ctx, table, warehouse.Usual)
		if err != nil {
			return err
		}
		for _, fault := range faults {
			r.Findings = append(r.Findings, diag.New(diag.FactsSource, table.Source.Place, "%s", fault.Message).WithHint("%s", fault.Hint))
		}
		if len(faults) > 0 {
			continue
		}
		text, findings, err := metric.Freeze(r.source, table, server.Now, data, rows)
		if err != nil {
			return err
		}
		if r.Findings = append(r.Findings, findings...); findings.HasErrors() {
			continue
		}
		r.Tables = append(r.Tables, FrozenTable{ID: table.ID, Path: table.Files[0].Path, Data: data, Rows: len(rows)})
		r.snapshots[table.Files[0].Path] = text
	}
	return nil
}

// freeze puts a snapshot in the place of the one before, and reports whether its rows are others.
func (r *Repository) freeze(name string, text []byte) (changed bool, err error) {
	before, err := fs.ReadFile(r.Files, name)
	if err != nil {
		return true, r.create(name, text)
	}
	return !facts.SameRows(before, text), r.replace(name, text, 0o644)
}
