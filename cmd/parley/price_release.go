package main

import (
	"cmp"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"parley/internal/diag"
	"parley/internal/pipeline"
)

func newPriceRelease(p *printer, g *global) *cobra.Command {
	var o priced
	var earlier bool
	command := &cobra.Command{
		Use:   "release LIST",
		Short: "Write a version of a list down for good",
		Long: "Release writes pricing/releases/LIST/VERSION.json: old and new price of every part, terms, languages, features, who asked and\n" +
			"why, the day, and the digest of every file from which the prices follow, that of the release before among them. Commit that\n" +
			"file, and never change or remove it: check finds out. Not released are a list with errors, a version that has been used or is\n" +
			"lower than one that has been, as the files or the history of the repository know, and one whose first day comes sooner than\n" +
			"the notice in pricing/policy.yaml allows (guardrails: {notice: 30d}). The notice counts from the day of the release, which is\n" +
			"today, or that of --as-of; it lies neither ahead of today nor before that of the release before.\n\n" +
			"A list whose first release is for a day to come has no prices until then. Those by which customers are charged till that day can\n" +
			"be written down afterwards: write the list as it was, with a lower version and an until:, run release --earlier, and put the list\n" +
			"back. That file says recorded: instead of released:, and replaces nothing that has been released.\n\n" +
			"Exit codes: 0 written, 1 the list has errors or needs a higher version, 2 there is no such list.",
		Example: "  parley price release emea-eur-gold\n  parley price release emea-eur-gold --as-of 2026-10-29\n  parley price release apac-jpy-gold --earlier",
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			day, err := releaseDay(o.asOf)
			if err != nil {
				return err
			}
			repository, prices, err := g.prices(day)
			if err != nil {
				return err
			}
			defer repository.Close()
			write, done := pipeline.ReleaseList, "released"
			if earlier {
				write, done = pipeline.RecordList, "recorded"
			}
			released, err := write(repository, prices, args[0])
			if err != nil {
				return err
			}
			if released.Findings.HasErrors() {
				if err := p.findings(o.format, pipeline.Report{Findings: released.Findings, Documents: 1}, repository); err != nil {
					return err
				}
				return exitFindings
			}
			if o.format == "json" {
				_, err := p.out.Write(released.Encode())
				return err
			}
			_, err = fmt.Fprintf(p.out, "%s\n", diag.Visible(fmt.Sprintf("%s: %s %s, %d parts, in %s", done, released.List, released.Version, len(released.Parts), released.File)))
			return err
		},
	}
	o.flags(command, "text", "json")
	command.Flags().BoolVar(&earlier, "earlier", false, "write down a version that was in force before the first release of the list")
	command.Flags().Lookup("as-of").Usage = "release as of this day (2026-11-22); the default is today"
	return command
}

// releaseDay is the day on which a version is released: today, which is that of SOURCE_DATE_EPOCH where there is one, or an earlier
// one that is asked for. Whoever wrote one to come would count the notice from a day on which nobody has been told.
func releaseDay(asOf string) (string, error) {
	when, err := moment(asOf)
	if err != nil {
		return "", err
	}
	now := when.Epoch
	if now.IsZero() {
		now = time.Now()
	}
	today := now.UTC().Format(time.DateOnly)
	if asOf > today {
		return "", fmt.Errorf("--as-of %s has not come yet: today is %s, and a version is released on the day on which it is", asOf, today)
	}
	return cmp.Or(asOf, today), nil
}
