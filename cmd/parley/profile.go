package main

import (
	"cmp"
	"fmt"
	"text/tabwriter"
	"time"

	"parley/internal/pipeline"
)

// profile says where the time of a build went, beside its result.
func (p *printer) profile(profile *pipeline.Profile) {
	table := tabwriter.NewWriter(p.err, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "ms\t  stage")
	for _, stage := range profile.Stages() {
		fmt.Fprintf(table, "%s\t  %s\n", milliseconds(stage.Took), stage.Name)
	}
	if len(profile.Shares()) > 0 {
		fmt.Fprintln(table, "\n\tms\tpages\tms a page\t  kind\ttemplate\t")
	}
	for _, share := range profile.Shares() {
		fmt.Fprintf(table, "\t%s\t%d\t%.3f\t  %s\t%s\t\n", milliseconds(share.Took), share.Pages,
			share.Took.Seconds()*1000/float64(share.Pages), cmp.Or(share.Kind, "–"), share.Template)
	}
	_ = table.Flush() // standard error: nobody is told if it is gone
}

func milliseconds(d time.Duration) string { return fmt.Sprintf("%.1f", d.Seconds()*1000) }
