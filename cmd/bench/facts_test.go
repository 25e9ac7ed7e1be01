package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"parley/internal/acceptance/postgres"
	"parley/internal/metric"
	"parley/internal/pipeline"
)

// testProgramme is small, unless somebody has time.
func testProgramme() programme {
	if os.Getenv("PARLEY_LONG") != "" {
		return fullProgramme
	}
	return programme{partners: 60, invoices: 20_000}
}

// TestTenMeasuresHaveOneAnswer works the ten measures out five times: from files, from the same again with what is known then, by a Go
// program that adds up, by PostgreSQL, and from a snapshot of PostgreSQL's rows. Every row is the same.
func TestTenMeasuresHaveOneAnswer(t *testing.T) {
	t.Setenv("PARLEY_CACHE_DIR", t.TempDir())
	p, dir := testProgramme(), t.TempDir()
	if err := p.write(dir); err != nil {
		t.Fatal(err)
	}
	want := answers(t, dir)
	if len(want) != len(grouped) {
		t.Fatalf("%d measures", len(want))
	}
	same := func(who string, got map[string][]string) {
		t.Helper()
		for _, m := range grouped {
			if diff := cmp.Diff(want[m.name], got[m.name]); diff != "" || len(want[m.name]) == 0 {
				t.Errorf("%s, %s: %d rows, where files have %d\n%s", who, m.name, len(got[m.name]), len(want[m.name]), end(diff, 2000))
			}
		}
	}
	same("once more", answers(t, dir))
	figures, err := addUp(filepath.Join(dir, "content", "metrics", "data"))
	if err != nil {
		t.Fatal(err)
	}
	added := map[string][]string{}
	for i, m := range grouped {
		added[m.name] = figures.rows(i)
	}
	same("adding up", added)
	server := postgres.Start(t)
	copyInto(t, server, dir)
	same("PostgreSQL", asked(t, server))
	same("a snapshot", frozen(t, server, p))
}

// answers are the rows of all measures of a repository as lines, sorted.
func answers(t *testing.T, dir string) map[string][]string {
	t.Helper()
	repository, err := pipeline.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer repository.Close()
	found, err := pipeline.Measure(repository, pipeline.Moment{AsOf: factsDay}, nil)
	if err != nil || len(found.Findings) > 0 {
		t.Fatalf("%v %+v", err, found.Findings)
	}
	all := map[string][]string{}
	for _, result := range found.Results {
		if result.Withheld != "" {
			t.Errorf("%s: %s", result.ID, result.Withheld)
		}
		for _, row := range result.Rows {
			all[result.ID] = append(all[result.ID], lineOf(result.ID, row))
		}
		slices.Sort(all[result.ID])
	}
	return all
}

// lineOf writes a row. How many partners are active is one value, of however many.
func lineOf(measure string, row metric.Row) string {
	n := row.N
	if measure == "active" {
		n = row.Value
	}
	return fmt.Sprintf("%s|%s|%s|%s|%s|%d|%d", row.Period, row.Region, row.Tier, row.Type, row.Partner, row.Value, n)
}

// copyInto copies the files of a repository into a server.
func copyInto(t *testing.T, server *postgres.Server, dir string) {
	t.Helper()
	server.SQL(t, "facts", "create table partners (id text primary key, region text, tier text, type text); "+
		"create table exported (number text primary key, partner text, origin text, what text, product text, day text, amount numeric(14, 2), seats bigint, renewed boolean)")
	copied := func(table, file string) {
		text, err := os.ReadFile(filepath.Join(dir, "content", "metrics", "data", file))
		if err != nil {
			t.Fatal(err)
		}
		readable := filepath.Join(server.Socket, file)
		if err := os.WriteFile(readable, text, 0o644); err != nil {
			t.Fatal(err)
		}
		server.SQL(t, "facts", fmt.Sprintf(`\copy %s from '%s' csv header`, table, readable))
	}
	copied("partners", "partners.csv")
	for file := range invoiceFiles {
		copied("exported", fmt.Sprintf("invoices-%d.csv", file+1))
	}
	server.SQL(t, "facts", "create table invoices as select number, partner, origin, what, product, day, (amount * 100)::bigint as amount, seats, renewed::int as renewed from exported")
}

// asked are the answers of the server itself to the same queries.
func asked(t *testing.T, server *postgres.Server) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	for _, m := range grouped {
		lines := bufio.NewScanner(strings.NewReader(server.SQL(t, "facts", "select row_to_json(q) from ("+m.query+") q")))
		for lines.Scan() {
			row := metric.Row{}
			if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
				t.Fatalf("%s: %v", lines.Text(), err)
			}
			all[m.name] = append(all[m.name], lineOf(m.name, row))
		}
		slices.Sort(all[m.name])
	}
	return all
}

// frozen are the answers of a repository whose invoices come from the server.
func frozen(t *testing.T, server *postgres.Server, p programme) map[string][]string {
	t.Helper()
	dir := t.TempDir()
	if err := p.write(dir); err != nil {
		t.Fatal(err)
	}
	for file := range invoiceFiles {
		if err := os.Remove(filepath.Join(dir, "content", "metrics", "data", fmt.Sprintf("invoices-%d.csv", file+1))); err != nil {
			t.Fatal(err)
		}
	}
	text := "kind: fact-table\ntitle: Invoices\nowner: lead\nsource: postgres\nvariable: WAREHOUSE_DSN\nlimit: \"1000000\"\n" +
		"query: select number, partner, origin, what, product, day::date as day, amount, seats, renewed from exported\n" + invoicesTable
	if err := writeFile(dir, "content/metrics/data/invoices.yaml", text); err != nil {
		t.Fatal(err)
	}
	repository, err := pipeline.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer repository.Close()
	refreshed, err := pipeline.Refresh(t.Context(), repository, nil, func(string) string { return server.Address() })
	if err != nil || len(refreshed.Findings) > 0 || len(refreshed.Tables) != 1 || refreshed.Tables[0].Rows != p.invoices {
		t.Fatalf("%v %+v", err, refreshed)
	}
	return answers(t, dir)
}
