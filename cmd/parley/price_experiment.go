package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"parley/internal/diag"
	"parley/internal/experiment"
	"parley/internal/pipeline"
)

func newPriceExperiment(p *printer, g *global) *cobra.Command {
	command := &cobra.Command{
		Use:   "experiment",
		Short: "Plan and judge experiments with two prices",
		Args:  cobra.NoArgs,
	}
	command.AddCommand(newExperimentPlan(p, g), newExperimentStatus(p, g))
	return command
}

func newExperimentPlan(p *printer, g *global) *cobra.Command {
	var format string
	command := &cobra.Command{
		Use:   "plan ID",
		Short: "Say how many offers an experiment needs, and print the digest of its plan",
		Long: "Plan works out how many offers an experiment needs at each price, how long that takes, and what it takes to stop at each\n" +
			"look. Write the digest that it prints into the document as plan_digest before the experiment starts: it binds the plan.\n\n" +
			"Exit codes: 0 planned, 1 the document has errors, 2 there is no such experiment. A plan that can be computed is printed all the\n" +
			"same: without it, nobody knows the digest that a running experiment lacks.",
		Example: "  parley price experiment plan emea-silver-console-seat\n  parley price experiment plan emea-silver-console-seat --format json",
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			return p.experiment(g, args[0], format, "", pipeline.PlanExperiment, func(x pipeline.Experiment) any {
				if x.Design == nil {
					return nil
				}
				return plannedExperiment{x.ID, x.Title, x.Design}
			}, writePlan)
		},
	}
	command.Flags().StringVar(&format, "format", "text", "text or json")
	return command
}

func newExperimentStatus(p *printer, g *global) *cobra.Command {
	var format, asOf string
	command := &cobra.Command{
		Use:   "status ID",
		Short: "Say what an experiment shows so far, and what it does not",
		Long: "Status judges an experiment as it was at the last look that was planned or has been noted. With --as-of it looks at the\n" +
			"results of that day. Each look uses up a part of the error that the plan allows, whether it was planned or not: note one\n" +
			"that was not under looked: in the document.\n\n" +
			"Exit codes: 0 judged, 1 the document or the results have errors, 2 there is no such experiment.",
		Example: "  parley price experiment status emea-silver-console-seat\n  parley price experiment status amer-gold-engine-hour --as-of 2026-11-22",
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			return p.experiment(g, args[0], format, asOf, pipeline.JudgeExperiment, func(x pipeline.Experiment) any {
				if x.Status == nil {
					return nil
				}
				if x.Unnoted {
					p.note("this look was not planned: add it to looked: in %s, so that all others know of it", x.Path)
				}
				return x.Status
			}, writeStatus)
		},
	}
	command.Flags().StringVar(&format, "format", "text", "text or json")
	command.Flags().Var(aDay{&asOf}, "as-of", "look at the results as of this day (2026-11-22); the default is the last look that counts")
	return command
}

// plannedExperiment is a plan as JSON has it.
type plannedExperiment struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	*experiment.Design
}

// experiment answers a question about one experiment. An answer of nil is none: then its findings are printed.
func (p *printer) experiment(g *global, id, format, asOf string, ask func(*pipeline.Repository, string, pipeline.Moment) (pipeline.Experiment, error),
	answer func(pipeline.Experiment) any, write func(io.Writer, pipeline.Experiment)) error {
	if format != "text" && format != "json" {
		return fmt.Errorf("there is no format %q; choose text or json", format)
	}
	repository, err := g.open()
	if err != nil {
		return err
	}
	defer repository.Close()
	when, err := moment(asOf)
	if err != nil {
		return err
	}
	x, err := ask(repository, id, when)
	if err != nil {
		return err
	}
	told := answer(x)
	if told == nil {
		if err := p.findings(format, pipeline.Report{Findings: x.Findings, Documents: 1}, repository); err != nil {
			return err
		}
		return exitFindings
	}
	if format == "json" {
		if err := p.tell(told); err != nil {
			return err
		}
	} else {
		write(p.out, x)
	}
	return p.remarks(x.Findings, repository.Lines())
}

func writePlan(w io.Writer, x pipeline.Experiment) {
	d := x.Design
	fmt.Fprintf(w, "%s: %s\n%s\n\n", x.ID, diag.Visible(x.Title), diag.Visible(x.Text))
	rows := []string{"arm\tprice\tshare\toffers needed"}
	for i, arm := range x.Arms {
		rows = append(rows, fmt.Sprintf("%s\t%s %s\t%s\t%d", arm.ID, arm.Price, x.Currency, x.Shares[i], d.Needs[i]))
	}
	table(w, rows...)
	fmt.Fprintf(w, "To find %s points at %s%%, with an error of %s%% and a power of %s%%.\n", signed(x.Effect), hundredths(x.BaseRate), hundredths(x.Alpha), hundredths(x.Power))
	fmt.Fprintf(w, "Formula: %s: %d and %d offers; looking %d times takes %.3f times as many.\n", d.Formula, d.Unlooked[0], d.Unlooked[1], len(d.Looks), d.Inflation)
	fmt.Fprintf(w, "Other formulas, without looks: Evan Miller %.0f for each arm, Cohen's h %.0f; Wald's limits %.2f to %.2f.\n\n", d.Others.Miller, d.Others.Cohen, d.Others.Wald.Low, d.Others.Wald.High)
	rows = []string{"look\tinformation\tbound\terror spent"}
	for _, look := range d.Looks {
		rows = append(rows, fmt.Sprintf("%s\t%.0f%%\t%s\t%.4f", look.Day, 100*look.Fraction, bound(look.Bound), look.Spent))
	}
	table(w, rows...)
	fmt.Fprintf(w, "%d offers a week take %d days; the experiment has %d, %s to %s.\n", x.Traffic, d.Days, d.Length, x.Start, x.Until)
	fmt.Fprintf(w, "With the %d offers of that time, its power is %s%%.\n\nplan_digest: %q\n", d.Expected, hundredths(d.Power), d.Digest)
}

func writeStatus(w io.Writer, x pipeline.Experiment) {
	s := x.Status
	fmt.Fprintf(w, "%s: %s\n\n", x.ID, diag.Visible(x.Title))
	if s.Day != "" {
		writeFigures(w, x)
	}
	fmt.Fprintf(w, "What it says (%s):\n", s.Verdict)
	writePhrases(w, s.Says)
	if len(s.NotSays) > 0 {
		fmt.Fprintln(w, "\nWhat it does not say:")
		writePhrases(w, s.NotSays)
	}
}

func writePhrases(w io.Writer, phrases []experiment.Phrase) {
	for _, phrase := range phrases {
		fmt.Fprintf(w, "- %s\n", diag.Visible(phrase.English()))
	}
}

// writeFigures writes the tables of a status.
func writeFigures(w io.Writer, x pipeline.Experiment) {
	s := x.Status
	fmt.Fprintf(w, "%s, results up to %s\n\n", x.Experiment.Status, s.Day)
	rows := []string{"arm\tprice\toffers\tneeded\taccepted\trate\tinterval"}
	for _, arm := range s.Arms {
		rows = append(rows, fmt.Sprintf("%s\t%s %s\t%d\t%d\t%d\t%.1f%%\t%.1f%% to %.1f%%", arm.ID, arm.Price, x.Currency, arm.Offered, arm.Needs, arm.Accepted,
			100*arm.Rate, 100*arm.Interval.Low, 100*arm.Interval.High))
	}
	table(w, rows...)
	difference := fmt.Sprintf("Difference %s points, z %.2f, p %s for this look alone", signed(s.Difference), s.Z, experiment.Probability(s.P))
	if s.Interval != nil {
		difference += fmt.Sprintf("; %s to %s points, right for all looks together", signed(s.Interval.Low), signed(s.Interval.High))
	}
	fmt.Fprintf(w, "%s.\nSplit of the offers: chi-squared %.2f, p %s.\n\n", difference, s.Split.ChiSquared, experiment.Probability(s.Split.P))
	rows = []string{"look\tplanned\tinformation\tz\tbound\terror spent\tcrossed"}
	for _, look := range s.Looks {
		rows = append(rows, fmt.Sprintf("%s\t%s\t%.0f%%\t%.2f\t%s\t%.4f\t%s", look.Day, yes(look.Planned), 100*look.Fraction, look.Z, bound(look.Bound), look.Spent, yes(look.Crossed)))
	}
	table(w, rows...)
	if len(s.Means) == 0 {
		return
	}
	rows = []string{"looked at beside\t" + s.Arms[0].ID + "\t" + s.Arms[1].ID + "\tdifference\tinterval\tp"}
	for _, m := range s.Means {
		row := fmt.Sprintf("%s\t%.2f (%d)\t%.2f (%d)\t", m.ID, m.Mean[0], m.Values[0], m.Mean[1], m.Values[1])
		if m.Interval != nil {
			row += fmt.Sprintf("%+.2f\t%+.2f to %+.2f\t%s", m.Difference, m.Interval.Low, m.Interval.High, experiment.Probability(m.P))
		}
		rows = append(rows, row)
	}
	table(w, rows...)
}

func yes(is bool) string {
	if is {
		return "yes"
	}
	return "no"
}

// bound writes a bound; where there is none, nothing can be decided yet.
func bound(bound float64) string {
	if bound == 0 {
		return "none"
	}
	return fmt.Sprintf("%.2f", bound)
}

// signed writes a difference of shares in percentage points.
func signed(share float64) string { return fmt.Sprintf("%+.1f", 100*share) }

// hundredths writes a share with no more decimals than it needs.
func hundredths(share float64) string {
	return strings.TrimSuffix(fmt.Sprintf("%.1f", 100*share), ".0")
}
