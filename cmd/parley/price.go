package main

import "github.com/spf13/cobra"

// newPrice is the parent of all that is about prices.
func newPrice(p *printer, g *global) *cobra.Command {
	command := &cobra.Command{
		Use:   "price",
		Short: "Work with prices: experiments",
		Args:  cobra.NoArgs,
	}
	command.AddCommand(newPriceExperiment(p, g))
	return command
}
