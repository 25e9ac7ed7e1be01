package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"parley/internal/diag"
	"parley/internal/pipeline"
)

func newSchema(p *printer, g *global) *cobra.Command {
	return &cobra.Command{
		Use:   "schema [KIND]",
		Short: "Print the JSON Schema of a kind, for editors",
		Long: "Schema prints the JSON Schema of a kind of document. Without a kind it lists the kinds, a team's own included.\n\n" +
			"Exit codes: 0 printed, 2 there is no such kind.",
		Example: "  parley schema\n  parley schema playbook > playbook.schema.json",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				for _, k := range pipeline.Kinds(g.dir) {
					fmt.Fprintf(p.out, "%-12s %-22s %s\n", k.Name, diag.Visible(k.Title), diag.Visible(k.Dir))
				}
				return nil
			}
			text, err := pipeline.Schema(g.dir, args[0])
			if err != nil {
				return err
			}
			_, err = p.out.Write(text)
			return err
		},
	}
}
