package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"parley/internal/diag"
	"parley/internal/kind"
	"parley/internal/pipeline"
)

func newNew(p *printer, g *global) *cobra.Command {
	return &cobra.Command{
		Use:   "new KIND NAME",
		Short: "Start a document of a kind",
		Long: "New writes a document with every required key filled in as far as the repository allows, the optional keys as comments,\n" +
			"and the headings that documents of this kind have. It never overwrites a file.\n\n" +
			"Exit codes: 0 written, 2 there is no such kind, or the file exists.",
		Example: "  parley new notice 2026-12-01-holiday-support\n  parley new term service-credit",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 2 {
				return fmt.Errorf("parley new needs a kind and a name, such as: parley new notice 2026-12-01-holiday-support\nkinds: %s", strings.Join(kind.Builtin().Names(), ", "))
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			repository, err := g.open()
			if err != nil {
				return err
			}
			defer repository.Close()
			path, err := pipeline.New(repository, args[0], args[1], time.Now().Format(time.DateOnly))
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(p.out, "wrote %s\nnext: fill in what is marked, then run parley check\n", diag.Visible(path))
			return err
		},
	}
}
