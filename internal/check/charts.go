package check

import (
	"regexp"
	"slices"
	"strings"

	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/kind"
	"parley/internal/metric"
	"parley/internal/workspace"
)

// ChartKinds are the charts that a measure can be drawn as.
var ChartKinds = []string{"line", "bar", "stacked", "area", "gauge", "radar", "heatmap", "funnel", "waterfall"}

// chartKeys are what a chart in a page may say.
var chartKeys = []string{"measure", "kind", "by", "from", "until"}

var aQuarter = regexp.MustCompile(`^[0-9]{4}-q[1-4]$`)

// charts checks what stands in blocks of code in the language "chart".
func charts(w *workspace.Workspace, _ string) diag.List {
	var findings diag.List
	for i := range w.Documents {
		d := w.Documents[i]
		for _, chart := range d.Charts {
			findings = append(findings, judgeChart(w, d, chart)...)
		}
	}
	return findings
}

func judgeChart(w *workspace.Workspace, d *workspace.Document, chart doc.Value) diag.List {
	findings := chartShape(d, chart)
	at := func(key string) diag.Place { return diag.Place{Path: d.Path, Span: chart.Get(key).Span} }
	measure := chart.Str("measure")
	if measure == "" && chart.Partly {
		return findings // what it would have said is not known
	}
	if measure == "" {
		return append(findings, diag.New(diag.MetricChart, diag.Place{Path: d.Path, Span: chart.Span}, "the chart names no measure").
			WithHint("write measure: with the id of a metric"))
	}
	thing, known := w.Thing("metric", measure)
	found, _ := w.Document(thing.Path)
	switch {
	case !known || found == nil:
		findings = append(findings, diag.New(diag.MetricChart, at("measure"), "there is no metric %q", measure).WithHint("%s", nearest(measure, w.IDs("metric"))))
	case !found.Fields.Has("measure"):
		findings = append(findings, diag.New(diag.MetricChart, at("measure"), "nothing measures %s", measure).
			WithHint("write measure: with a query into the metric").WithNote(diag.Place{Path: found.Path}, "the metric"))
	case !d.Audience.Sees(found.Audience):
		findings = append(findings, diag.New(diag.MetricReader, at("measure"), "%s is for %s readers, and this page for %s ones", measure, found.Audience, d.Audience).
			WithHint("name a metric for the readers of the page, or give the page audience: %s", found.Audience).WithNote(diag.Place{Path: found.Path}, "the metric"))
	}
	if by := chart.Str("by"); by != "" && d.Audience != kind.Internal && slices.Contains(metric.Dimensions, by) {
		findings = append(findings, diag.New(diag.MetricReader, at("by"), "each %s is told apart in a page for %s readers", by, d.Audience).
			WithHint("leave out by:, or give the page audience: internal"))
	}
	return findings
}

// chartShape checks each key by itself.
func chartShape(d *workspace.Document, chart doc.Value) diag.List {
	var findings diag.List
	report := func(value doc.Value, hint, format string, args ...any) {
		findings = append(findings, diag.New(diag.MetricChart, diag.Place{Path: d.Path, Span: value.Span}, format, args...).WithHint("%s", hint))
	}
	for _, key := range chart.Keys {
		if !slices.Contains(chartKeys, key.Name) {
			findings = append(findings, diag.New(diag.MetricChart, diag.Place{Path: d.Path, Span: key.Span}, "a chart has no %q", key.Name).WithHint("%s", nearest(key.Name, chartKeys)))
		}
	}
	if shown, given := chart.Lookup("kind"); given && !slices.Contains(ChartKinds, shown.Text) {
		report(shown, nearest(shown.Text, ChartKinds), "a measure cannot be drawn as %q", shown.Text)
	}
	if by, given := chart.Lookup("by"); given && !slices.Contains(metric.Dimensions, by.Text) {
		report(by, nearest(by.Text, metric.Dimensions), "measures are not told apart by %q", by.Text)
	}
	for _, key := range []string{"from", "until"} {
		if quarter, given := chart.Lookup(key); given && !aQuarter.MatchString(quarter.Text) {
			report(quarter, "write it as 2026-q3", "%q is no quarter", quarter.Text)
		}
	}
	if from, until := chart.Str("from"), chart.Str("until"); aQuarter.MatchString(from) && aQuarter.MatchString(until) && from > until {
		report(chart.Get("until"), "the earlier one stands under from:", "the chart ends in %s, before it begins", until)
	}
	return findings
}

// nearest proposes a word of a few.
func nearest(word string, known []string) string {
	if near := diag.Nearest(word, known); near != "" {
		return "did you mean " + near + "?"
	}
	return "there are " + strings.Join(known, ", ")
}
