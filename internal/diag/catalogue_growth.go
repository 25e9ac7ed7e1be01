package diag

// growthTopics explains findings about metrics and what is measured by them: plans, pilots, campaigns, features.
func growthTopics() []topic {
	return []topic{
		{
			code: MetricTarget, title: "The metric has no such target",
			what: "A milestone, a pilot, a campaign or a figure names a metric and one of its targets. The metric exists, but it has no target with this identifier.",
			why:  "Nobody can tell whether the goal was reached, because there is no value to compare with.",
			mend: "Correct the identifier, or add the target to `targets:` of the metric. The finding shows where those stand.",
			lang: "yaml",
			bad: `
metric: time-to-respond
target: 2026-q5`,
			good: `
metric: time-to-respond
target: 2026-q4`,
		},
		{
			code: MetricFrozen, title: "A frozen figure is no longer what its data say",
			what: "A figure of a review is not what the measure gives for the quarter, or the data that it was frozen with have changed: a table, the query, or the target. The review keeps its number until somebody decides.",
			why:  "Two pages of the same house tell two numbers, and nobody knows which of them to believe.",
			mend: "Find out what has changed. Then either freeze the figure again, with the value and the digest that the finding names, or let it stand: write the digest as `accepted:` and the reason as `remark:`.",
			lang: "yaml",
			bad: `
figures:
  - {metric: sla-compliance, value: "95.9", digest: "0f1e2d3c4b5a6978"}      # the desk has added a request since`,
			good: `
figures:
  - {metric: sla-compliance, value: "95.9", digest: "0f1e2d3c4b5a6978", accepted: "8796a5b4c3d2e1f0", remark: A request of September was entered in November.}`,
		},
		{
			code: PlanDays, title: "The days of a milestone do not fit its plan",
			what: "A milestone ends before it begins, or it ends on a day that the plan no longer covers.",
			why:  "On the time line of the plan the milestone cannot be drawn, and the person who follows it does not know what is due.",
			mend: "Correct the day, or choose a longer plan.",
			lang: "yaml",
			bad: `
days: 30
milestones: [{id: first-report, from_day: 20, to_day: 45}]`,
			good: `
days: 60
milestones: [{id: first-report, from_day: 20, to_day: 45}]`,
		},
		{
			code: PilotDecision, title: "The pilot ended without a result or a decision",
			what: "The status says that the pilot was scaled or dropped. What came out of it is missing, or which decision was taken on it.",
			why:  "A year later somebody will try the same again, because nothing says how it went.",
			mend: "Write the `result:` in a sentence with figures, and name the `decision:`.",
			lang: "yaml",
			bad: `
status: scaled`,
			good: `
status: scaled
result: Setup took 12 days instead of 19, with as many mistakes as before.
decision: 0104-two-calls-for-all`,
		},
		{
			code: PilotOverdue, title: "The pilot goes on beyond its end",
			what: "The day in `until:` is past, and the pilot is still planned or running.",
			why:  "A pilot without an end becomes the rule without anybody having decided it.",
			mend: "Write the result and what was decided. If the pilot needs longer, agree on a new day and say why in the text.",
			lang: "yaml",
			bad: `
status: running
until: 2026-06-30      # past`,
			good: `
status: scaled
until: 2026-06-30`,
		},
		{
			code: CampaignBudget, title: "The campaign goes beyond its budget",
			what: "What is spent and what is committed are together more than the amount of the budget, and finance has not signed it.",
			why:  "The money is missing elsewhere, and whoever promised it to partners had no right to.",
			mend: "Commit less, or have finance sign: `sign_off:` names who, when and why.",
			lang: "yaml",
			bad: `
budget:
  amount: "10000.00"
  spent: "8000.00"
  committed: "3500.00"`,
			good: `
budget:
  amount: "10000.00"
  spent: "8000.00"
  committed: "3500.00"
  sign_off: {by: sigrid, "on": "2026-10-02", reason: "A fourth partner joined."}`,
		},
		{
			code: CampaignSignOff, title: "The budget was not signed by finance",
			what: "`sign_off: by` names a person who holds none of the roles of finance, that is, no role whose identifier starts with `finance`.",
			why:  "A budget that everybody may widen for themselves is no budget.",
			mend: "Have it signed by somebody of finance. If the person has changed jobs, correct their roles in the list of people.",
			lang: "yaml",
			bad:  `sign_off: {by: mara, "on": "2026-10-02", reason: "A fourth partner joined."}     # product owner`,
			good: `sign_off: {by: sigrid, "on": "2026-10-02", reason: "A fourth partner joined."}   # finance controller`,
		},
		{
			code: CampaignOverdue, title: "The campaign goes on beyond its end",
			what: "The day in `until:` is past, and the campaign is still planned or running.",
			why:  "Partners read an offer that no longer holds, and make it to their customers.",
			mend: "Set `status: closed` or `cancelled`, or agree on a new day.",
			lang: "yaml",
			bad: `
status: running
until: "2026-06-30"      # past`,
			good: `
status: closed
until: "2026-06-30"`,
		},
		{
			code: FeatureReplaced, title: "A retired feature does not say what replaces it",
			what: "The status of the feature is retired, and `replaced_by:` is missing.",
			why:  "Partners still find the feature in old offers and plans. They need to know what to use now.",
			mend: "Name the feature that took its place. If nothing did, leave it as it is and say so in the text: this is a warning.",
			lang: "yaml",
			bad: `
status: retired`,
			good: `
status: retired
replaced_by: connector`,
		},
	}
}
