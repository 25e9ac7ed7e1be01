package main

import (
	"fmt"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"parley/internal/diag"
	"parley/internal/kind"
	"parley/internal/pipeline"
	"parley/internal/workspace"
)

func newBuild(p *printer, g *global) *cobra.Command {
	var audience, out, format, asOf string
	var profile bool
	options := pipeline.BuildOptions{}
	command := &cobra.Command{
		Use:   "build",
		Short: "Build the portal of one audience",
		Long: "Build checks the repository and writes the portal of one audience. When the content has errors, nothing on disk changes.\n\n" +
			"Exit codes: 0 built, 1 the content has errors, 2 the tool could not do its work.",
		Example: "  parley build\n  parley build --audience internal --out internal\n  parley build --profile\n  parley build --region emea --tier gold --base-url https://partners.example.org/",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			spendMemory()
			view, err := viewOf(audience, options.View)
			if err != nil {
				return err
			}
			options.View = view
			options.Out = out
			if options.Moment, err = moment(asOf); err != nil {
				return err
			}
			if profile {
				start := time.Now()
				options.Profile = pipeline.NewProfile(func() time.Duration { return time.Since(start) })
			}
			return build(p, g, options, format)
		},
	}
	command.Flags().StringVar(&out, "out", "public", "folder of the output, relative to the repository")
	command.Flags().StringVar(&audience, "audience", "partner", "public, partner or internal")
	command.Flags().StringVar(&options.View.Region, "region", "", "only what is for this region")
	command.Flags().StringVar(&options.View.Tier, "tier", "", "only what is for this partner tier")
	command.Flags().StringVar(&options.View.Partner, "partner", "", "with what is for this partner alone")
	command.Flags().StringVar(&options.BaseURL, "base-url", "", "where the portal will be published; the default is base_url of content/site.yaml")
	command.Flags().Var(aDay{&asOf}, "as-of", "build as of this day (2026-11-22); the default is the day of the last commit")
	command.Flags().BoolVar(&profile, "profile", false, "say where the time went, by stage, kind and template")
	command.Flags().StringVar(&format, "format", "text", "form of the findings: text, json, sarif or github")
	return command
}

func build(p *printer, g *global, options pipeline.BuildOptions, format string) error {
	repository, err := g.open()
	if err != nil {
		return err
	}
	defer repository.Close()
	if !filepath.IsAbs(options.Out) {
		options.Out = filepath.Join(repository.Dir, options.Out)
	}
	start := time.Now()
	step, stop := p.progress("pages:")
	built, err := pipeline.Build(repository, options, step)
	stop()
	if options.Profile != nil {
		p.profile(options.Profile)
	}
	if err != nil {
		return err
	}
	if built.Findings.HasErrors() {
		if err := p.findings(format, built.Report, repository); err != nil {
			return err
		}
		p.note("nothing was built: mend the errors first")
		return exitFindings
	}
	if built.Undated {
		p.note("warning: without a commit the day is unknown, so dates are judged as of 1970-01-01; commit, or say --as-of 2026-11-22")
	}
	if format == "json" {
		return p.findings(format, built.Report, repository)
	}
	_, err = fmt.Fprintf(p.out, "built %s in %s for %s readers into %s: %s written, %d removed, %s, in %s\n",
		count(built.Pages, "page"), count(built.Languages, "language"), options.View.Audience, options.Out,
		count(built.Written, "file"), built.Removed, count(built.Findings.Count(diag.Warning), "warning"), time.Since(start).Round(time.Millisecond))
	return err
}

// count is a number with its noun.
func count(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return fmt.Sprintf("%d %s", n, noun)
}

// viewOf completes a view by its audience.
func viewOf(audience string, view workspace.View) (workspace.View, error) {
	switch a := kind.Audience(audience); a {
	case kind.Public, kind.Partner, kind.Internal:
		view.Audience = a
		return view, nil
	}
	return view, fmt.Errorf("there is no audience %q; choose public, partner or internal", audience)
}
