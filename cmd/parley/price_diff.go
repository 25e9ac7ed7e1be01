package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"parley/internal/diag"
	"parley/internal/pipeline"
)

// between opens two states, tells what keeps one of them from being read in full, and has them compared.
func (p *printer) between(g *global, asOf string, revisions []string, compare func(before, after *pipeline.Prices) error) error {
	when, err := moment(asOf)
	if err != nil {
		return err
	}
	repository, err := g.open()
	if err != nil {
		return err
	}
	defer repository.Close()
	before, after, err := pipeline.Between(repository, when, revisions)
	if err != nil {
		return err
	}
	return compare(before, after)
}

func newPriceDiff(p *printer, g *global) *cobra.Command {
	var o priced
	command := &cobra.Command{
		Use:   "diff REV [REV]",
		Short: "Say what a change of prices means",
		Long: "Diff compares all price lists of two revisions, or of one and of what lies here now: what any quantity costs, tiers, units,\n" +
			"currencies, dates and terms. Markdown is for a pull request.\n\n" +
			"Exit codes: 0 compared, 1 a list of one of the two has errors, 2 there is no such revision.",
		Example: "  parley price diff origin/main\n  parley price diff v1.0 v1.1 --format markdown",
		Args:    cobra.RangeArgs(1, 2),
		RunE: func(_ *cobra.Command, args []string) error {
			return p.between(g, o.asOf, args, func(before, after *pipeline.Prices) error {
				diff := pipeline.DiffPrices(before, after)
				switch o.format {
				case "json":
					if err := p.tell(diff); err != nil {
						return err
					}
				case "markdown":
					diffMarkdown(p.out, diff)
				default:
					diffText(p.out, diff)
				}
				return p.unread(before, after)
			})
		},
	}
	o.flags(command, "text", "json", "markdown")
	return command
}

// unread tells what of two states could not be read, and so was not compared.
func (p *printer) unread(states ...*pipeline.Prices) error {
	var failed error
	told := map[string]bool{}
	for _, state := range states {
		findings := slices.DeleteFunc(state.Unread(), func(f diag.Diagnostic) bool { return told[fmt.Sprint(f)] })
		for _, finding := range findings {
			told[fmt.Sprint(finding)] = true
		}
		if err := p.remarks(findings, state.Lines); err != nil {
			failed = err
		}
	}
	return failed
}

func diffText(w io.Writer, diff pipeline.PriceDiff) {
	if len(diff.Lists) == 0 {
		fmt.Fprintln(w, "No price list means anything else.")
		return
	}
	for _, list := range diff.Lists {
		fmt.Fprintf(w, "%s: %s, %s\n", diag.Visible(list.List), list.What, diag.Visible(about(list)))
		var rows []string
		for _, field := range list.Fields {
			rows = append(rows, row("  "+field.Name, orDash(field.Old)+" → "+orDash(field.New)))
		}
		for _, part := range list.Parts {
			rows = append(rows, row("  "+part.SKU, whatOf(part)))
			for _, field := range part.Fields {
				change := orDash(field.Old) + " → " + orDash(field.New)
				if field.Change != "" {
					change += " (" + field.Change + ")"
				}
				rows = append(rows, row("    "+field.Name, change))
			}
		}
		table(w, rows...)
	}
}

// about says for whom a list is.
func about(list pipeline.ListDiff) string {
	return strings.Join(append([]string{list.Region, list.Currency, list.PartnerTier}, list.Segments...), ", ")
}

// whatOf says what has become of a part, and what that means for whoever uses it.
func whatOf(part pipeline.PartDiff) string {
	what := part.What
	if part.From != "" {
		what += " from " + part.From
	}
	switch {
	case part.Most == "" && part.Note != "":
		return what + "; the change " + part.Note
	case part.Most == "":
		return what
	case part.Most == part.Least:
		what += "; what is paid changes by " + part.Most
	default:
		what += "; what is paid changes by " + part.Least + " to " + part.Most
	}
	if part.Note != "" {
		what += " " + part.Note
	}
	return what
}

func diffMarkdown(w io.Writer, diff pipeline.PriceDiff) {
	fmt.Fprintln(w, "## Changed prices")
	fmt.Fprintln(w)
	if len(diff.Lists) == 0 {
		fmt.Fprintln(w, "No price list means anything else.")
		return
	}
	for _, list := range diff.Lists {
		fmt.Fprintf(w, "### %s\n\n%s: %s\n\n", quoted(list.List), strings.ToUpper(list.What[:1])+list.What[1:], quoted(about(list)))
		var rows [][]string
		for _, field := range list.Fields {
			rows = append(rows, []string{"", field.Name, quoted(field.Old), quoted(field.New), field.Change})
		}
		for _, part := range list.Parts {
			rows = append(rows, []string{quoted(part.SKU), "**" + part.What + "**", quoted(part.From), "", markdownChange(part)})
			for _, field := range part.Fields {
				rows = append(rows, []string{quoted(part.SKU), field.Name, quoted(field.Old), quoted(field.New), field.Change})
			}
		}
		markdownTable(w, []string{"SKU", "what", "old", "new", "change"}, rows)
	}
}

func markdownChange(part pipeline.PartDiff) string {
	switch {
	case part.Most == "":
		return part.Note
	case part.Most == part.Least:
		return strings.TrimSpace(part.Most + " " + part.Note)
	}
	return strings.TrimSpace(part.Least + " to " + part.Most + " " + part.Note)
}
