package check

import (
	"slices"
	"strings"

	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/kind"
	"parley/internal/metric"
	"parley/internal/workspace"
)

// dashboards checks what dashboards show, as far as documents tell.
func dashboards(w *workspace.Workspace, _ string) diag.List {
	var findings diag.List
	for _, d := range documentsOf(w, "dashboard", "rows.measures.measure", "filters") {
		first := map[string]doc.Value{}
		for _, said := range tilesOf(d) {
			id := said.Get("measure")
			if before, twice := first[id.Text]; twice && id.Text != "" {
				findings = append(findings, diag.New(diag.DashboardMeasure, placeOf(d, id), "%s stands in this dashboard twice", id.Text).
					WithHint("remove one of the two").WithNote(placeOf(d, before), "the first"))
				continue
			}
			first[id.Text] = id
			findings = append(findings, judgeTile(w, d, said)...)
		}
	}
	return findings
}

// tilesOf are the measures of all rows of a dashboard.
func tilesOf(d *workspace.Document) []doc.Value {
	var all []doc.Value
	for _, row := range d.Fields.Get("rows").Items {
		all = append(all, row.Get("measures").Items...)
	}
	return all
}

// judgeTile checks a measure of a dashboard, and how it is to be drawn. Whether there is such a metric, references tells.
func judgeTile(w *workspace.Workspace, d *workspace.Document, said doc.Value) diag.List {
	measure := named(w, "metric", said.Str("measure"), "unit")
	if measure == nil {
		return nil
	}
	if !measure.Fields.Has("measure") {
		return diag.List{diag.New(diag.DashboardMeasure, placeOf(d, said.Get("measure")), "nothing measures %s", measure.ID).
			WithHint("write measure: with a query into the metric, or leave it out here").WithNote(diag.Place{Path: measure.Path}, "the metric")}
	}
	var findings diag.List
	report := func(value doc.Value, hint, format string, args ...any) {
		findings = append(findings, diag.New(diag.DashboardChart, placeOf(d, value), format, args...).WithHint("%s", hint))
	}
	how, by := said.Get("chart"), said.Get("by")
	switch {
	case slices.Contains([]string{"stacked", "area", "funnel"}, how.Text) && measure.Fields.Get("measure").Str("aggregate") != "sum":
		report(how, "draw it as a line or as a bar", "the parts of %s do not add up, so that a chart of kind %s says nothing", measure.ID, how.Text)
	case slices.Contains([]string{"gauge", "funnel", "waterfall"}, how.Text) && by.Text != "":
		report(how, "leave out by:, or draw it as a line or as a bar", "a chart of kind %s has room for the whole only, and not for each %s", how.Text, by.Text)
	}
	if by.Text != "" && d.Audience != kind.Internal {
		findings = append(findings, diag.New(diag.MetricReader, placeOf(d, by), "each %s is told apart in a dashboard for %s readers", by.Text, d.Audience).
			WithHint("leave out by:, and name %s under filters:, where what tells of single partners is withheld; or give the dashboard audience: internal", by.Text))
	}
	if from, until := said.Str("from"), said.Get("until"); aQuarter.MatchString(from) && aQuarter.MatchString(until.Text) && from > until.Text {
		report(until, "the earlier one stands under from:", "the chart ends in %s, before it begins", until.Text)
	}
	return findings
}

// Dashboards checks what dashboards show against what has been measured: a filter, and the parts of a chart, need a measure that can
// be told apart like that.
func Dashboards(w *workspace.Workspace, set *metric.Set) diag.List {
	var findings diag.List
	for _, d := range documentsOf(w, "dashboard", "rows.measures.measure", "filters") {
		var results []metric.Result
		withheld := false
		for _, said := range tilesOf(d) {
			result, ok := set.Result(said.Str("measure"))
			if !ok || result.Withheld != "" || len(result.Rows) == 0 {
				withheld = true // mending what spoils it, naming what there is, or a day with data may mend this
				continue
			}
			results = append(results, result)
			if by := said.Get("by"); slices.Contains(metric.Dimensions, by.Text) && len(result.Segments(by.Text)) == 0 {
				findings = append(findings, diag.New(diag.DashboardChart, placeOf(d, by), "no row of %s says of which %s it is", result.ID, by.Text).
					WithHint("leave out by:, or have the query of %s answer with a column %s", result.ID, by.Text).WithNote(diag.Place{Path: result.Path}, "the metric"))
			}
		}
		for _, filter := range d.Fields.Get("filters").Items {
			if !withheld && slices.Contains(metric.Dimensions, filter.Text) {
				findings = append(findings, judgeFilter(d, filter, results)...)
			}
		}
	}
	return findings.Sort().Bound()
}

// judgeFilter checks that one of the measures of a dashboard can answer a filter, and may be told.
func judgeFilter(d *workspace.Document, filter doc.Value, results []metric.Result) diag.List {
	able := func(r metric.Result) bool { return len(r.Segments(filter.Text)) > 0 }
	told := func(r metric.Result) bool { return able(r) && len(r.Segments("partner")) > 0 }
	var ids []string
	for _, result := range results {
		ids = append(ids, result.ID)
	}
	switch {
	case len(results) == 0:
	case !slices.ContainsFunc(results, able):
		return diag.List{diag.New(diag.DashboardFilter, placeOf(d, filter), "no measure of this dashboard says of which %s its rows are", filter.Text).
			WithHint("remove the filter, or have the query of one of %s answer with a column %s", strings.Join(ids, ", "), filter.Text)}
	case d.Audience != kind.Internal && filter.Text != "partner" && !slices.ContainsFunc(results, told):
		return diag.List{diag.New(diag.DashboardFilter, placeOf(d, filter), "%s readers would see nothing of any %s: no measure of this dashboard says of which partner its rows are, and what may be of one alone is withheld", d.Audience, filter.Text).
			WithHint("remove the filter, or have the query of one of %s answer with a column partner", strings.Join(ids, ", "))}
	}
	return nil
}
