package main

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"

	"github.com/spf13/cobra"

	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/pipeline"
)

func newPriceList(p *printer, g *global) *cobra.Command {
	var o priced
	command := &cobra.Command{
		Use:   "list [LIST…]",
		Short: "Say which prices hold on a day",
		Long: "List shows the version of each list that holds on a day, of its releases and of the list as it stands, and when it changes\n" +
			"next. Of those whose dates include the day, the one that began last holds, and of those that began together the highest;\n" +
			"quote, watch, the gate and the portal go by the same rule. List says which version has not been released.\n\n" +
			"Exit codes: 0 shown, 1 the versions of a list contradict each other, 2 there is no such list.",
		Example: "  parley price list\n  parley price list emea-eur-gold --as-of 2026-12-01",
		RunE: func(_ *cobra.Command, args []string) error {
			repository, prices, err := g.prices(o.asOf)
			if err != nil {
				return err
			}
			defer repository.Close()
			listed, err := pipeline.PricesOn(prices, args)
			if err != nil {
				return err
			}
			if o.format == "json" {
				err = p.tell(listed)
			} else {
				p.listed(prices.Day, listed)
			}
			var findings diag.List
			for _, list := range listed {
				findings = append(findings, list.Findings...)
			}
			return errors.Join(err, p.remarks(findings.Sort(), repository.Lines()))
		},
	}
	o.flags(command, "text", "json")
	return command
}

func (p *printer) listed(day string, lists []pipeline.ListedPrices) {
	for _, list := range lists {
		next := ""
		if list.Next != "" {
			next = "; next change on " + list.Next
		}
		if list.Version == "" {
			fmt.Fprintf(p.out, "%s: no version holds on %s%s\n\n", diag.Visible(list.List), day, diag.Visible(next))
			continue
		}
		fmt.Fprintf(p.out, "%s\n", diag.Visible(fmt.Sprintf("%s %s, %s, from %s%s", list.List, list.Version, list.Currency, list.From, next)))
		var rows []string
		for _, part := range list.Parts {
			rows = append(rows, row(part.SKU, part.Unit, part.Charge, strings.Join(part.Prices, " / ")))
		}
		table(p.out, rows...)
	}
}

func newPriceQuote(p *printer, g *global) *cobra.Command {
	var o priced
	var list, usage string
	command := &cobra.Command{
		Use:   "quote --list LIST --usage FILE",
		Short: "Make the invoices for what has been used, line by line",
		Long: "Quote makes an invoice for each customer and month of a file of usage, by the version of the list that holds on a day. The\n" +
			"lines sum exactly to the total. FILE has the columns customer, segment, region, list, sku, month and quantity. A flat\n" +
			"price is charged once for a month in which any of the part is used, whatever the quantity, and not where it is 0. Quote says\n" +
			"where the version has not been released, in which months it does not hold, and who is above the monthly charge cap: a guardrail of\n" +
			"the policy on what one customer pays in a month over all lists of FILE. It lowers no bill; what does is the cap: of a part.\n\n" +
			"Exit codes: 0 quoted, 1 the usage or the list has errors, 2 there is no such list or file, or no version holds on that day.",
		Example: "  parley price quote --list emea-eur-gold --usage pricing/usage/emea.csv --as-of 2026-12-01",
		Args:    cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			repository, prices, err := g.prices(o.asOf)
			if err != nil {
				return err
			}
			defer repository.Close()
			file, err := os.Open(usage)
			if err != nil {
				return err
			}
			defer file.Close()
			quote, err := pipeline.QuoteUsage(prices, list, usage, file)
			if err != nil {
				return err
			}
			if o.format == "json" {
				if err := p.tell(quote); err != nil {
					return err
				}
			} else {
				p.quote(quote)
			}
			return p.remarks(quote.Findings, besides(usage, repository))
		},
	}
	o.flags(command, "text", "json")
	command.Flags().StringVar(&list, "list", "", "the price list")
	command.Flags().StringVar(&usage, "usage", "", "a CSV file of what has been used, seen from the current folder")
	_ = command.MarkFlagRequired("list")
	_ = command.MarkFlagRequired("usage")
	return command
}

// flatly says what becomes of a quantity of something that is not charged by it.
func flatly(line pipeline.QuotedLine) string {
	if line.Billed == "0" {
		return diag.Visible(line.SKU) + " is flat: none is used, so nothing is charged"
	}
	return diag.Visible(fmt.Sprintf("%s is flat: charged once a month, not %s times", line.SKU, line.Quantity))
}

// besides shows the lines of a file that may lie anywhere, and those of the repository.
func besides(name string, repository *pipeline.Repository) func(path string, line int) string {
	within := repository.Lines()
	text := sync.OnceValue(func() *diag.File {
		text, err := os.ReadFile(name)
		if err != nil {
			return diag.NewFile(name, nil)
		}
		return diag.NewFile(name, doc.Normalise(text))
	})
	return func(path string, line int) string {
		if path != name {
			return within(path, line)
		}
		return text().Line(line)
	}
}

func (p *printer) quote(q pipeline.Quote) {
	fmt.Fprintf(p.out, "%s\n\n", diag.Visible(q.List+" "+q.Version))
	for _, invoice := range q.Invoices {
		fmt.Fprintf(p.out, "%s\n", diag.Visible(invoice.Customer+", "+invoice.Month))
		rows := []string{"sku\tquantity\tunit\tbilled\tcharge\tnet"}
		var once []string
		for _, line := range invoice.Lines {
			rows = append(rows, row(line.SKU, line.Quantity, line.Unit, line.Billed, line.Gross, line.Net))
			if line.Charge == "flat" && line.Quantity != "1" {
				once = append(once, flatly(line))
			}
		}
		what := "total"
		if invoice.Above {
			what = "total, above the monthly charge cap"
		}
		rows = append(rows, row(what, "", "", "", invoice.Gross, invoice.Total+" "+q.Currency))
		table(p.out, append(rows, once...)...)
	}
	if len(q.Invoices) == 0 {
		fmt.Fprintln(p.out, "Nothing in this file has been used of that list.")
	}
}
