package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"parley/internal/diag"
	"parley/internal/pipeline"
)

func newPriceExplain(p *printer, g *global) *cobra.Command {
	var o priced
	var quantity string
	command := &cobra.Command{
		Use:   "explain LIST SKU",
		Short: "Say step by step how a price follows, with the line of every input",
		Long: "Explain prints how each price of a part follows from invoices, buffer, rates, margin and guardrails; with --quantity also\n" +
			"what so many units cost in a month at the published prices, with a warning where that alone is above the monthly charge cap. Of a\n" +
			"part with tiers it prints the table of its prices, and each step that they have in common once.\n\n" +
			"Exit codes: 0 explained, 1 something that the price follows from has errors, 2 there is no such part.",
		Example: "  parley price explain emea-eur-gold MIG-ENGINE-HOUR\n  parley price explain emea-eur-gold MIG-DATA-GB --quantity 15000",
		Args:    cobra.ExactArgs(2),
		RunE: func(_ *cobra.Command, args []string) error {
			repository, prices, err := g.prices(o.asOf)
			if err != nil {
				return err
			}
			defer repository.Close()
			explained, err := pipeline.ExplainPrice(prices, args[0], args[1], quantity)
			if err != nil {
				return err
			}
			if o.format == "json" {
				if err := p.tell(explained); err != nil {
					return err
				}
			} else {
				for line := range strings.Lines(explained.Text()) {
					fmt.Fprintln(p.out, diag.Visible(strings.TrimSuffix(line, "\n")))
				}
			}
			return p.remarks(explained.Findings, repository.Lines())
		},
	}
	o.flags(command, "text", "json")
	command.Flags().StringVar(&quantity, "quantity", "", "also say what so many units cost in a month")
	return command
}
