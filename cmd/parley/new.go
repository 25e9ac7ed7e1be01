package main

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"parley/internal/diag"
	"parley/internal/kind"
	"parley/internal/pipeline"
)

func newNew(p *printer, g *global) *cobra.Command {
	var asOf string
	command := &cobra.Command{
		Use:   "new KIND NAME",
		Short: "Start a document of a kind",
		Long: "New writes a document with every required key filled in as far as the repository allows, the optional keys as comments,\n" +
			"and the headings that documents of this kind have. It never overwrites a file.\n\n" +
			"A review of a quarter begins with what is measured: each figure with the digest of its data, so that check can tell when these\n" +
			"have changed since, and a first text. The quarter has to be over.\n\n" +
			"Exit codes: 0 written, 2 there is no such kind, the file exists, or there can be no review of the quarter.",
		Example: "  parley new notice 2026-12-01-holiday-support\n  parley new term service-credit\n  parley new review 2026-q3",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 2 {
				return fmt.Errorf("parley new needs a kind and a name, such as: parley new notice 2026-12-01-holiday-support\nkinds: %s", strings.Join(kind.Builtin().Names(), ", "))
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			today := cmp.Or(asOf, time.Now().Format(time.DateOnly))
			if _, err := time.Parse(time.DateOnly, today); err != nil {
				return fmt.Errorf("--as-of %s is not a date; write it as 2026-11-22", diag.Visible(today))
			}
			repository, err := g.open()
			if err != nil {
				return err
			}
			defer repository.Close()
			path, err := pipeline.New(repository, args[0], args[1], today)
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(p.out, "wrote %s\nnext: fill in what is marked, then run parley check\n", diag.Visible(path))
			return err
		},
	}
	command.Flags().Var(aDay{&asOf}, "as-of", "the day of the document (2026-11-22); the default is today")
	return command
}
