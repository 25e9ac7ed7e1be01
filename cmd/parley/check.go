package main

import (
	"github.com/spf13/cobra"

	"parley/internal/pipeline"
)

func newCheck(p *printer, g *global) *cobra.Command {
	var format, asOf string
	var options pipeline.CheckOptions
	command := &cobra.Command{
		Use:   "check",
		Short: "Report everything that is wrong with the repository",
		Long: "Check reads every document, translation and reference of the repository and reports all findings at once.\n\n" +
			"Exit codes: 0 no errors, 1 at least one finding is an error, 2 the tool could not do its work.",
		Example: "  parley check\n  parley check --format sarif > findings.sarif\n  parley check --since origin/main\n  parley -C ../partners check --strict",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			repository, err := g.open()
			if err != nil {
				return err
			}
			defer repository.Close()
			if options.Moment, err = moment(asOf); err != nil {
				return err
			}
			report, err := pipeline.Check(repository, options)
			if err != nil {
				return err
			}
			if err := p.findings(format, report, repository); err != nil {
				return err
			}
			if report.Findings.HasErrors() {
				return exitFindings
			}
			return nil
		},
	}
	command.Flags().StringVar(&format, "format", "text", "text, json, sarif or github")
	command.Flags().BoolVar(&options.Strict, "strict", false, "treat warnings as errors")
	command.Flags().Var(aDay{&asOf}, "as-of", "judge dates as of this day (2026-11-22); the default is the day of the last commit")
	command.Flags().StringVar(&options.Since, "since", "", "also report what may not happen since a revision: decisions that vanish or are rewritten, pages that move without a redirect")
	return command
}
