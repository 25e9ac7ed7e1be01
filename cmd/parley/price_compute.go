package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"parley/internal/diag"
	"parley/internal/pipeline"
)

func newPriceCompute(p *printer, g *global) *cobra.Command {
	var o priced
	var write, changed bool
	command := &cobra.Command{
		Use:   "compute [LIST…]",
		Short: "Compute prices from costs, and compare them with the published ones",
		Long: "Compute works out every price of the lists that are named, or of all, from the cost book that holds for it. With --write it\n" +
			"puts computed prices in the place of published ones that no override explains; remarks and layout stay as they are. With\n" +
			"--changed it shows only prices that are not the computed one, for whatever reason; the exit code is the same.\n\n" +
			"Exit codes: 0 every price is the computed one or says why not, 1 one is not or something has errors, 2 there is no such list.",
		Example: "  parley price compute --changed\n  parley price compute emea-eur-gold --write",
		RunE: func(_ *cobra.Command, args []string) error {
			repository, prices, err := g.prices(o.asOf)
			if err != nil {
				return err
			}
			defer repository.Close()
			computed, err := pipeline.ComputePrices(repository, prices, args, write)
			if err != nil {
				return err
			}
			shown := computed
			if changed {
				shown = computed.OnlyChanged()
			}
			if err := p.computed(o.format, shown, len(computed.Prices)); err != nil {
				return err
			}
			findings := prices.Findings
			if write {
				now, again, err := g.prices(o.asOf)
				if err != nil {
					return err
				}
				defer now.Close()
				findings = again.Findings
			}
			if err := p.remarks(concerning(findings, prices, args), repository.Lines()); err != nil || !computed.Settled() {
				return exitFindings
			}
			return nil
		},
	}
	o.flags(command, "text", "json")
	command.Flags().BoolVar(&write, "write", false, "write computed prices into the lists")
	command.Flags().BoolVar(&changed, "changed", false, "show only prices that are not the computed one, or were not before they were written")
	return command
}

// concerning keeps the findings that concern lists that were named; all where none was.
func concerning(findings diag.List, prices *pipeline.Prices, ids []string) diag.List {
	if len(ids) == 0 {
		return findings
	}
	var found diag.List
	for _, id := range ids {
		if list, ok := prices.List(id); ok {
			found = append(found, prices.Concerning(findings, list)...)
		}
	}
	return found.Sort()
}

func (p *printer) computed(format string, c pipeline.Computation, of int) error {
	for _, why := range c.Refused {
		p.note("%s", why)
	}
	if format == "json" {
		return p.tell(c)
	}
	rows := []string{"list\tsku\ttier\tpublished\tcomputed"}
	for _, price := range c.Prices {
		tier, what := "", ""
		if price.Tier > 0 {
			tier = strconv.Itoa(price.Tier)
		}
		switch {
		case price.Overridden:
			what = "overridden"
		case price.Computed == "":
			what = "follows from nothing"
		case !price.Agrees:
			what = "differs"
		}
		rows = append(rows, strings.TrimRight(row(price.List, price.SKU, tier, price.Published+" "+price.Currency, orDash(price.Computed), what), "\t"))
	}
	switch {
	case of == 0:
		fmt.Fprintln(p.out, "No price can be computed: there is no cost book for these lists.")
		return nil
	case len(c.Prices) == 0:
		fmt.Fprintf(p.out, "All %d prices are the computed ones.\n", of)
		return nil
	}
	table(p.out, rows...)
	for _, name := range c.Written {
		fmt.Fprintf(p.out, "written: %s\n", diag.Visible(name))
	}
	return nil
}
