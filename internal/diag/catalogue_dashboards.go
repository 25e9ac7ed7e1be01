package diag

// dashboardTopics explains findings about dashboards.
func dashboardTopics() []topic {
	return []topic{
		{
			code: DashboardMeasure, title: "A dashboard cannot show a measure",
			what: "A row of a dashboard names a metric that nobody measures, or one that the dashboard shows already.",
			why:  "A metric without a query has no value to show, and the same figure in two places makes readers look for the difference.",
			mend: "Write `measure:` with a query into the metric, or name another one. Remove what stands there twice.",
			lang: "yaml",
			bad: `
rows:
  - id: desk
    measures: [{measure: sla-compliance}, {measure: sla-compliance}]`,
			good: `
rows:
  - id: desk
    measures: [{measure: sla-compliance}, {measure: time-to-respond}]`,
		},
		{
			code: DashboardChart, title: "A chart cannot show the measure beside it",
			what: "Parts are piled up although they do not add up, a chart that has room for the whole is to tell segments apart, the rows of the measure do not say of which segment they are, or the chart ends before it begins.",
			why:  "Three medians on top of each other look like a sum, and are none.",
			mend: "Draw it as a line or as a bar, leave out `by:`, or have the query of the metric answer with the column that is missing.",
			lang: "yaml",
			bad:  `{measure: time-to-respond, chart: stacked, by: region}`,
			good: `{measure: time-to-respond, chart: line, by: region}`,
		},
		{
			code: DashboardFilter, title: "No measure of a dashboard can answer one of its filters",
			what: "No row of any of its measures says of which region, tier, type or partner it is; or readers outside would see nothing, since no row says of which partner it is, and what may be of one alone is withheld.",
			why:  "Each value of a filter has a page of its own, on which nothing would stand.",
			mend: "Remove the filter, or have the query of a metric answer with the column: `region`, `tier`, `type` or `partner`.",
			lang: "yaml",
			bad: `
filters: [tier]
rows: [{id: desk, measures: [{measure: sla-compliance}]}]`,
			good: `
filters: [region]
rows: [{id: desk, measures: [{measure: sla-compliance}]}]`,
		},
	}
}
