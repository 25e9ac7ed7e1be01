package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"parley/internal/diag"
	"parley/internal/metric"
	"parley/internal/pipeline"
)

func newMetrics(p *printer, g *global) *cobra.Command {
	var asOf, format, by string
	var months, refresh bool
	command := &cobra.Command{
		Use:   "metrics [METRIC…]",
		Short: "Say what is measured: the figures of each quarter, with their targets",
		Long: "Metrics works out the measures of content/metrics from the tables of content/metrics/data. It shows each quarter's value, how\n" +
			"many cases count (n), how many are still open, the target, and the day of the oldest export that the value is made of. A\n" +
			"value is withheld where a table has faults; check says which.\n\n" +
			"Tables with source: postgres come from a database. --refresh asks it, read-only, and freezes the answers in snapshots beside the\n" +
			"tables, to be committed; everything else reads the snapshots and needs no network. Addresses are in the environment, under the\n" +
			"names that the tables give, and are never printed. With metrics, only the tables that these ask are refreshed.\n\n" +
			"Exit codes: 0 shown, 1 a measure or its data have errors, 2 there is no such metric, a database cannot be reached, or the tool could\n" +
			"not do its work.",
		Example: "  parley metrics\n  parley metrics sla-compliance --by region --as-of 2026-11-23\n  parley metrics partner-sourced-revenue --months --format csv > revenue.csv\n" +
			"  WAREHOUSE_DSN=... parley metrics --refresh feature-adoption",
		RunE: func(command *cobra.Command, args []string) error {
			moment, err := moment(asOf)
			if err != nil {
				return err
			}
			repository, err := g.open()
			if err != nil {
				return err
			}
			defer repository.Close()
			var refreshed pipeline.Refreshed
			if refresh {
				if refreshed, err = p.refresh(command.Context(), repository, args); err != nil {
					return err
				}
			}
			found, err := pipeline.Measure(repository, moment, args)
			if err != nil {
				return err
			}
			rows, err := found.Rows(by, months)
			if err != nil {
				return err
			}
			if err := p.figures(format, found.Day, rows); err != nil {
				return err
			}
			return p.remarks(append(refreshed.Findings, found.Findings...).Sort(), repository.Lines())
		},
	}
	command.Flags().Var(aDay{&asOf}, "as-of", "the day of the report (2026-11-22); the default is the day of the last commit")
	command.Flags().StringVar(&format, "format", "table", "table, json or csv")
	command.Flags().StringVar(&by, "by", "", "the figures of each region, tier, type or partner")
	command.Flags().BoolVar(&months, "months", false, "months instead of quarters")
	command.Flags().BoolVar(&refresh, "refresh", false, "ask databases again for the tables that come from them, and freeze the answers")
	return command
}

// refresh freezes what databases answer, until somebody interrupts it, and says of each table what has come of it.
func (p *printer) refresh(ctx context.Context, repository *pipeline.Repository, ids []string) (pipeline.Refreshed, error) {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt)
	defer stop()
	refreshed, err := pipeline.Refresh(ctx, repository, ids, os.Getenv)
	if errors.Is(err, context.Canceled) {
		err = errors.New("interrupted; all snapshots are as they were")
	}
	for _, table := range refreshed.Tables {
		said := "the same rows as before"
		if table.Changed {
			said = "other rows than before; look at the difference, and commit it"
		}
		p.note("%s: %d rows of %s, %s", table.Path, table.Rows, table.Data, said)
	}
	return refreshed, err
}

// figures prints figures in the form asked for.
func (p *printer) figures(format, day string, rows []metric.FigureRow) error {
	switch format {
	case "json":
		return p.tell(struct {
			Day     string             `json:"day"`
			Figures []metric.FigureRow `json:"figures"`
		}{day, rows})
	case "csv":
		out := csv.NewWriter(p.out)
		for _, fields := range figureCells(rows, true) {
			if err := out.Write(fields); err != nil {
				return err
			}
		}
		out.Flush()
		return out.Error()
	case "table":
		if len(rows) == 0 {
			fmt.Fprintln(p.out, "Nothing is measured.")
			return nil
		}
		var lines []string
		for _, fields := range figureCells(rows, false) {
			lines = append(lines, row(fields...))
		}
		table(p.out, lines...)
		return nil
	}
	return errors.New("there is no format " + strconv.Quote(diag.Visible(format)) + "; choose table, json or csv")
}

// figureCells are the cells of all rows, below the names of the columns. For people, what no row has is left out.
func figureCells(rows []metric.FigureRow, all bool) [][]string {
	names := metric.FigureColumns
	cells := [][]string{names}
	for _, r := range rows {
		cells = append(cells, r.Cells())
	}
	if all {
		return cells
	}
	var shown []int
	for i, name := range names {
		if name != "exact" && (i < 4 && name != "segment" || slices.ContainsFunc(cells[1:], func(line []string) bool { return line[i] != "" && line[i] != "0" })) {
			shown = append(shown, i)
		}
	}
	for at, line := range cells {
		kept := make([]string, len(shown))
		for k, i := range shown {
			kept[k] = line[i]
		}
		cells[at] = kept
	}
	return cells
}
