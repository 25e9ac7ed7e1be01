package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"parley/internal/billing"
	"parley/internal/pipeline"
)

func newPriceWatch(p *printer, g *global) *cobra.Command {
	var o priced
	var version string
	command := &cobra.Command{
		Use:   "watch LIST",
		Short: "Compare usage since a version came into force with what was to be expected",
		Long: fmt.Sprintf("Watch looks at the first %d days of a version of a list. Expected is what was used on average in the %d months before, at the\n"+
			"prices of that version. Usage is by month: a month counts when it begins within those days and has ended. Who is above the monthly\n"+
			"charge cap since, over all lists, is a warning; no charge is lowered by it.\n\n"+
			"Exit codes: 0 watched, 1 usage has errors, 2 there is no such list or version.", billing.WatchDays, billing.WatchMonths),
		Example: "  parley price watch emea-eur-gold\n  parley price watch emea-eur-gold --version v2.1 --format json",
		Args:    cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			repository, prices, err := g.prices(o.asOf)
			if err != nil {
				return err
			}
			defer repository.Close()
			watched, err := pipeline.WatchPrices(prices, args[0], version)
			if err != nil {
				return err
			}
			if o.format == "json" {
				err = p.tell(watched)
			} else {
				watchText(p.out, watched)
			}
			if err != nil {
				return err
			}
			return p.remarks(watched.Findings, repository.Lines())
		},
	}
	o.flags(command, "text", "json")
	command.Flags().StringVar(&version, "version", "", "the version to watch; the default is the one in force")
	return command
}

func watchText(w io.Writer, watched pipeline.PriceWatch) {
	fmt.Fprintf(w, "%s %s, watched from %s until %s\n", watched.List, watched.Version, watched.From, watched.Until)
	fmt.Fprintf(w, "months before: %s, %s\n", orDash(strings.Join(watched.Before, ", ")), customers(watched.Customers[0]))
	fmt.Fprintf(w, "months since:  %s, %s\n", orDash(strings.Join(watched.After, ", ")), customers(watched.Customers[1]))
	fmt.Fprintf(w, "a month on average, charges in %s:\n", watched.Currency)
	rows := []string{"sku\tunits expected\tused\tcharge expected\tcharged\tchange"}
	for _, part := range append(watched.Parts, watched.Total) {
		if len(watched.After) == 0 {
			part.Used, part.Charged, part.Change = "", "", ""
		}
		if part.SKU == "" {
			part.SKU = "all"
		}
		rows = append(rows, row(part.SKU, orDash(part.Expected), orDash(part.Used), part.ExpectedCharge, orDash(part.Charged), orDash(part.Change)))
	}
	table(w, rows...)
}
