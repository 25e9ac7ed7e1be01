package main

import (
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"parley/internal/diag"
	"parley/internal/pipeline"
)

func newPriceImpact(p *printer, g *global) *cobra.Command {
	var o priced
	command := &cobra.Command{
		Use:   "impact REV [REV]",
		Short: "Say what a change of prices does to each customer",
		Long: "Impact compares what each customer of pricing/usage pays in a month on average by the price lists of two revisions, or of one\n" +
			"and of what lies here now: who pays most more comes first. It also says what becomes of segments, regions and our margin,\n" +
			"and who goes above the monthly charge cap: a guardrail of the policy on what one customer pays in a month over all lists. It lowers\n" +
			"no bill; a change by which somebody comes above it is an error. What is used and no longer sold is named, with those who use it:\n" +
			"what they paid for it is no saving.\n\n" +
			"Exit codes: 0 told, 1 somebody crosses the cap, or usage or a list has errors, 2 there is no such revision, or no usage.",
		Example: "  parley price impact origin/main\n  parley price impact v1.0 v1.1 --format markdown",
		Args:    cobra.RangeArgs(1, 2),
		RunE: func(_ *cobra.Command, args []string) error {
			if os.Getenv("GOGC") == "" {
				debug.SetGCPercent(100) // all usage is held at once, so that half as much again is a lot
			}
			return p.between(g, o.asOf, args, func(before, after *pipeline.Prices) error {
				impact, err := pipeline.ImpactOf(before, after)
				if err != nil {
					return err
				}
				switch o.format {
				case "json":
					if err := p.tell(impact); err != nil {
						return err
					}
				case "markdown":
					impactMarkdown(p.out, impact)
				default:
					impactText(p.out, impact)
				}
				if err := p.unread(before, after); err != nil {
					_ = p.remarks(impact.Findings, after.Lines)
					return err
				}
				return p.remarks(impact.Findings, after.Lines)
			})
		},
	}
	o.flags(command, "text", "json", "markdown")
	return command
}

func impactText(w io.Writer, impact pipeline.PriceImpact) {
	fmt.Fprintf(w, "%s\n\n", basis(impact))
	for _, group := range groupsOf(impact) {
		rows := []string{group.title + "\tbefore\tafter\tchange\t\t\tmargin\tafter"}
		if slices.ContainsFunc(group.all, func(one pipeline.Impacted) bool { return len(one.Crosses) > 0 }) {
			rows[0] += "\tcrosses the cap"
		}
		for _, one := range group.all {
			cells := row(named(one), one.Before, one.After, one.Change, orDash(one.Relative), bar(one), orDash(one.MarginBefore), orDash(one.MarginAfter), strings.Join(one.Crosses, " "))
			rows = append(rows, strings.TrimRight(cells, "\t"))
		}
		table(w, append(rows, others(group.same)...)...)
	}
	if len(impact.Dropped) > 0 {
		fmt.Fprintln(w, noSaving)
	}
	for _, one := range impact.Dropped {
		fmt.Fprintf(w, "  %s of %s: %s\n", diag.Visible(one.SKU), diag.Visible(one.List), diag.Visible(users(one)))
	}
}

// noSaving introduces what is used and no longer sold.
const noSaving = "No longer sold, so that what was paid for it is no saving of those who use it:"

// mostUsers is how many customers are named; JSON has all.
const mostUsers = 20

// users names who has used something that is no longer sold.
func users(one pipeline.Dropped) string {
	if more := len(one.Customers) - mostUsers; more > 0 {
		return fmt.Sprintf("%s and %d more", strings.Join(one.Customers[:mostUsers], ", "), more)
	}
	return strings.Join(one.Customers, ", ")
}

// bar draws a change as git draws the size of one: a plus for each tenth of the largest of its table, or a minus.
func bar(one pipeline.Impacted) string {
	return strings.Repeat("+", max(one.Bar, 0)) + strings.Repeat("-", max(-one.Bar, 0))
}

// others says how many there are for whom nothing changes.
func others(same int) []string {
	switch same {
	case 0:
		return nil
	case 1:
		return []string{"1 other: nothing changes"}
	}
	return []string{fmt.Sprintf("%d others: nothing changes", same)}
}

// impactGroup is a table of an impact.
type impactGroup struct {
	title string
	all   []pipeline.Impacted
	same  int // how many more there are for whom nothing changes
}

// groupsOf leaves out the customers for whom nothing changes; JSON has all.
func groupsOf(impact pipeline.PriceImpact) []impactGroup {
	changed := slices.DeleteFunc(slices.Clone(impact.Customers), pipeline.Impacted.Same)
	return []impactGroup{{"all", []pipeline.Impacted{impact.Total}, 0}, {"segment", impact.Segments, 0}, {"region", impact.Regions, 0},
		{"customer", changed, len(impact.Customers) - len(changed)}}
}

// named is who an effect is on.
func named(one pipeline.Impacted) string {
	switch {
	case one.Segment != "" || one.Region != "":
		return one.Name + " (" + one.Segment + ", " + one.Region + ")"
	case one.Name == "":
		return customers(one.Customers)
	}
	return fmt.Sprintf("%s (%d)", one.Name, one.Customers)
}

// customers counts customers.
func customers(n int) string {
	if n == 1 {
		return "1 customer"
	}
	return fmt.Sprintf("%d customers", n)
}

// basis says of what the amounts of an impact are.
func basis(impact pipeline.PriceImpact) string {
	months := "1 month"
	if impact.Months != 1 {
		months = fmt.Sprintf("%d months", impact.Months)
	}
	return fmt.Sprintf("In %s a month, on average over %s.", diag.Visible(impact.Currency), months)
}

func impactMarkdown(w io.Writer, impact pipeline.PriceImpact) {
	fmt.Fprintf(w, "## What the change does to customers\n\n%s\n\n", basis(impact))
	for _, group := range groupsOf(impact) {
		var rows [][]string
		for _, one := range group.all {
			rows = append(rows, []string{quoted(named(one)), one.Before, one.After, one.Change, one.Relative, quoted(bar(one)), one.MarginBefore, one.MarginAfter, strings.Join(one.Crosses, " ")})
		}
		markdownTable(w, []string{group.title, "before", "after", "change", "", "", "margin before", "margin after", "crosses the cap"}, rows)
		for _, line := range others(group.same) {
			fmt.Fprintf(w, "%s\n\n", line)
		}
	}
	if len(impact.Dropped) > 0 {
		fmt.Fprintf(w, "%s\n\n", noSaving)
	}
	for _, one := range impact.Dropped {
		fmt.Fprintf(w, "- %s of %s: %s\n", quoted(one.SKU), quoted(one.List), quoted(users(one)))
	}
}
