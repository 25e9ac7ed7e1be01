package main

import (
	"context"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"parley/internal/diag"
	"parley/internal/pipeline"
)

func newGateDoctor(p *printer, g *global) *cobra.Command {
	var o gated
	command := &cobra.Command{
		Use:   "doctor",
		Short: "Say what keeps the gate from binding",
		Long: "Doctor looks in a revision for what the gate needs to bind: rules that can be read and satisfied, workflows for every event,\n" +
			"owners of its own files. With --github it asks GitHub as well which rules hold for the branch; rules of rulesets are seen,\n" +
			"branch protection of the older sort is not.\n\n" +
			"Exit codes: 0 nothing is missing, 1 something is, 3 that could not be found out.",
		Example: "  parley gate doctor\n  parley gate doctor --github --branch main",
		Args:    cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			now, err := o.moment()
			if err != nil {
				return p.undecided(err)
			}
			ailments, err := pipeline.Examine(g.dir, o.base, now)
			if err == nil && o.github {
				var more []pipeline.Ailment
				more, err = o.enforced(command.Context())
				ailments = append(ailments, more...)
			}
			if err != nil {
				return p.undecided(err)
			}
			for _, one := range ailments {
				fmt.Fprintf(p.out, "%s\n  %s\n", diag.Visible(one.What), diag.Visible(one.Mend))
			}
			if len(ailments) > 0 {
				return exitFindings
			}
			fmt.Fprintln(p.out, "nothing is missing that can be seen from here")
			return nil
		},
	}
	p.judging(command)
	f := command.Flags()
	f.StringVar(&o.base, "base", "HEAD", "the revision to look at")
	f.StringVar(&o.branch, "branch", "main", "with --github: the branch of which the rules are asked for")
	f.StringVar(&o.now, "now", "", "the moment for which roles are looked at (default: now)")
	f.BoolVar(&o.github, "github", false, "ask GitHub which rules hold; needs GITHUB_API_URL, GITHUB_REPOSITORY and GITHUB_TOKEN")
	return command
}

// enforced asks GitHub what it enforces on the branch.
func (o *gated) enforced(ctx context.Context) ([]pipeline.Ailment, error) {
	client, repository, err := githubOf()
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	rules, err := client.Rules(ctx, repository, o.branch)
	if err != nil {
		return nil, err
	}
	var found []pipeline.Ailment
	for _, rule := range [][2]string{{"pull_request", "require a pull request before merging"}, {"required_status_checks", "require status checks to pass"},
		{"non_fast_forward", "block force pushes"}, {"deletion", "restrict deletions"}} {
		if !slices.Contains(rules.Types, rule[0]) {
			found = append(found, pipeline.Ailment{What: fmt.Sprintf("no rule %s holds for %s", rule[0], o.branch), Mend: "in the ruleset of the branch, " + rule[1]})
		}
	}
	if !slices.Contains(rules.Checks, pipeline.CheckName) {
		found = append(found, pipeline.Ailment{What: fmt.Sprintf("the check %q is not required", pipeline.CheckName), Mend: "add it to the required status checks, from the source GitHub Actions"})
	}
	return found, nil
}
