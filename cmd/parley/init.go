package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"parley/internal/pipeline"
)

func newInit(p *printer) *cobra.Command {
	return &cobra.Command{
		Use:   "init DIR",
		Short: "Make a new, complete, passing repository",
		Long: "Init fills a new or empty folder with a small portal in two languages: settings, people, a charter, a playbook, terms,\n" +
			"a price list, a notice, and a workflow that checks and publishes it. It asks nothing and needs no network.\n\n" +
			"Exit codes: 0 made, 2 the folder holds something or cannot be written.",
		Example: "  parley init partners\n  parley -C partners serve",
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			made, err := pipeline.Init(args[0])
			if err != nil {
				return err
			}
			dir := args[0]
			if strings.ContainsAny(dir, " '\"") {
				dir = strconv.Quote(dir)
			}
			_, err = fmt.Fprintf(p.out, "made %d files in %s\n\nnext:\n  parley -C %[2]s serve\n  parley -C %[2]s new notice 2026-12-01-welcome\n"+
				"  git -C %[2]s init && git -C %[2]s add . && git -C %[2]s commit -m \"Start the portal\"\n", made, dir)
			return err
		},
	}
}
