package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"parley/internal/diag"
	"parley/internal/pipeline"
)

// newPrice is the parent of all that is about prices.
func newPrice(p *printer, g *global) *cobra.Command {
	command := &cobra.Command{
		Use:   "price",
		Short: "Work with prices: compute, explain, quote, compare, release, try out",
		Args:  cobra.NoArgs,
	}
	command.AddCommand(newPriceCompute(p, g), newPriceExplain(p, g), newPriceList(p, g), newPriceQuote(p, g), newPriceDiff(p, g), newPriceImpact(p, g),
		newPriceRelease(p, g), newPriceWatch(p, g), newPriceExperiment(p, g))
	return command
}

// priced is what every command about prices is asked for.
type priced struct{ format, asOf string }

func (o *priced) flags(command *cobra.Command, formats ...string) {
	command.Flags().StringVar(&o.format, "format", "text", strings.Join(formats, ", "))
	command.Flags().Var(aDay{&o.asOf}, "as-of", "look at prices as of this day (2026-11-22); the default is the day of the last commit")
	command.PreRunE = func(*cobra.Command, []string) error {
		if !slices.Contains(formats, o.format) {
			return fmt.Errorf("there is no format %q; choose %s", o.format, strings.Join(formats, ", "))
		}
		return nil
	}
}

// prices opens what a repository says of prices. Whoever calls it closes the repository.
func (g *global) prices(asOf string) (*pipeline.Repository, *pipeline.Prices, error) {
	when, err := moment(asOf)
	if err != nil {
		return nil, nil, err
	}
	repository, err := g.open()
	if err != nil {
		return nil, nil, err
	}
	prices, err := pipeline.OpenPrices(repository, when)
	if err != nil {
		_ = repository.Close() // it was only read
		return nil, nil, err
	}
	return repository, prices, nil
}

// tell prints one value as JSON.
func (p *printer) tell(value any) error {
	encoder := json.NewEncoder(p.out)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(value)
}

// remarks tells findings beside an answer as a check does, with the line and a way to mend it, and answers with the exit code that
// they call for.
func (p *printer) remarks(findings diag.List, lines func(path string, line int) string) error {
	if err := diag.WriteText(p.err, findings, lines, p.vivid); err != nil {
		return err
	}
	if findings.HasErrors() {
		return exitFindings
	}
	return nil
}

// row makes a row of a table of cells that people may have written.
func row(cells ...string) string {
	for i, cell := range cells {
		cells[i] = diag.Visible(cell)
	}
	return strings.Join(cells, "\t")
}

// orDash stands for what there is not.
func orDash(text string) string {
	if text == "" {
		return "-"
	}
	return text
}
