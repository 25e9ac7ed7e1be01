package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"parley/internal/diag"
	"parley/internal/kind"
	"parley/internal/pipeline"
)

// mistake is something that people do to a document, and where the check must say so.
type mistake struct {
	file string    // of this repository, or a new one
	old  string    // what stands there, exactly once; "" for a new file
	new  string    // what is written in its place, with ⟦ and ⟧ around what is wrong; without them, the file as a whole
	code diag.Code // the finding at that place
	also []also    // what follows from it elsewhere
}

// also is a finding that follows from a mistake.
type also struct {
	file string
	at   string // text of the file as it is then, with ⟦ and ⟧; "" for the file as a whole
	code diag.Code
}

// The marks are two characters that no document of this repository holds.
const markOpens, markCloses = "⟦", "⟧"

var unmark = strings.NewReplacer(markOpens, "", markCloses, "")

// mistakes are seeded all at once. They are sorted by file; no two touch the same place.
var mistakes = []mistake{
	{file: "content/campaigns/autumn-migration-offer.md", old: `until: "2026-12-11"`, new: `until: ⟦"2026-11-20"⟧`, code: diag.CampaignOverdue},
	{file: "content/campaigns/autumn-migration-offer.md", old: "    by: sigrid\n", new: "    by: ⟦mara⟧\n", code: diag.CampaignSignOff},
	{file: "content/campaigns/partner-summit-2027.md", old: `committed: "31450.00"`, new: `committed: ⟦"81450.00"⟧`, code: diag.CampaignBudget},
	{file: "content/campaigns/spring-referrals.md", old: `until: "2026-07-10"`, new: `until: ⟦"2026-04-10"⟧`, code: diag.DateOrder},
	{file: "content/campaigns/spring-referrals.md", old: `spent: "21870.50"`, new: `spent: ⟦"21870.505"⟧`, code: diag.PriceMinorUnits, also: []also{
		{"content/reviews/2026-q2.md", `campaign-spend, value: ⟦"91.1"⟧`, diag.MetricFrozen},
		{"content/reviews/2026-q3.md", `campaign-spend, value: ⟦"104.3"⟧`, diag.MetricFrozen},
	}},
	{file: "content/careers/partner-manager.md", old: "{skill: production-readiness, level: 1}", new: "{skill: production-readiness, level: ⟦4⟧}", code: diag.CareerLevel},
	{file: "content/careers/programme-strategist.md", old: "next: [partner-experience-lead]", new: "next: [⟦senior-partner-manager⟧]", code: diag.CareerLadder},
	{file: "content/charter/partner-operations-manager.md", old: "indicators:\n", new: "⟦indicator⟧:\n", code: diag.SchemaUnknownKey},
	{file: "content/charter/partner-operations-manager.md", old: "{count: 4, unit: hours}", new: "{count: ⟦0⟧, unit: hours}", code: diag.SchemaRange},
	{file: "content/charter/partner-operations-manager.md", old: "(../proposing-a-change.md)", new: "(⟦../../../proposing-a-change.md⟧)", code: diag.LinkOutside},
	{file: "content/colons/index.md", new: "---\ntitle: Café prices⟦:⟧ what changes\n---\n\nText.\n", code: diag.YAMLSyntax},
	{file: "content/dashboards/engineers.md", old: "{measure: defect-count}", new: "{measure: ⟦migration-success-rate⟧}", code: diag.DashboardMeasure},
	{file: "content/dashboards/partner-managers.md", old: "{measure: partner-health, chart: heatmap,", new: "{measure: partner-health, chart: ⟦funnel⟧,", code: diag.DashboardChart},
	{file: "content/dashboards/pricing.md", old: "filters: [region]", new: "filters: [⟦country⟧]", code: diag.SchemaEnum},
	{file: "content/data/partner-data.md", old: "    production: true\n    circle: internal\n    readers: [engineering-liaison]\n",
		new: "    production: true\n    circle: ⟦partner⟧\n    readers: [engineering-liaison]\n", code: diag.DataProduction},
	{file: "content/data/partner-data.md", old: "path: content/reviews", new: "path: ⟦content/tiers.md⟧", code: diag.DataCircle},
	{file: "content/data/partner-data.md", old: "path: content/internal", new: "path: ⟦content/secret⟧", code: diag.DataPath},
	{file: "content/data/partner-data.md", old: "class: staff-assessments", new: "class: ⟦staff-assessment⟧", code: diag.DataClass},
	{file: "content/data/partner-data.md", old: "until: 2026-12-11", new: "until: ⟦2026-11-11⟧", code: diag.DataExpired},
	{file: "content/data/partner-data.md", old: "person: rafael", new: "person: ⟦thandi⟧", code: diag.DataReader},
	{file: "content/decisions/0101-referral-fee-paid-once.md", old: "## Decision\n", new: "# ⟦Decision⟧\n", code: diag.MarkdownHeadingOne},
	{file: "content/decisions/0102-margin-floor-for-first-migrations.md", old: "date: 2026-04-23", new: "date: ⟦2026-04-31⟧", code: diag.SchemaDate},
	{file: "content/decisions/0103-referral-fee-over-two-years.md", old: "supersedes: 0101-referral-fee-paid-once", new: "supersedes: ⟦0102-margin-floor-for-first-migrations⟧",
		code: diag.RefOneWay, also: []also{
			{"content/decisions/0103-referral-fee-over-two-years.md", "supersedes: ⟦0102-margin-floor-for-first-migrations⟧", diag.LinkHidden},
			{"content/decisions/0101-referral-fee-paid-once.md", "superseded_by: ⟦0103-referral-fee-over-two-years⟧", diag.RefOneWay},
		}},
	{file: "content/decisions/0106-exit-fee-waived.md", old: "deadline: 2026-12-18", new: "deadline: ⟦2026-11-20⟧", code: diag.DecisionOverdue},
	{file: "content/decisions/0107-lunch.md", new: "---\nkind: decision\ntitle: Lunch\nsummary: Who pays.\nowner: finance-controller\ndate: 2026-11-20\nstatus: ⟦proposed⟧\n---\n", code: diag.DecisionDeadline},
	{file: "content/features/legacy-connector.md", old: "status: retired\nsince: 2026-04-30\navailable_in: []\navailable_to: []\nsegments: [integrator, managed-service-partner]\nreplaced_by: private-endpoints\n",
		new: "status: ⟦retired⟧\nsince: 2026-04-30\navailable_in: []\navailable_to: []\nsegments: [integrator, managed-service-partner]\n", code: diag.FeatureReplaced},
	{file: "content/features/rollback-snapshots.md", old: "since: 2025-09-22", new: "⟦[since]⟧: 2025-09-22", code: diag.YAMLKey},
	{file: "content/features/single-sign-on.md", old: "kind: feature\ntitle: Single sign-on\nsummary: Your people sign in to every Alderbrook service with the account they already have at your company.\n",
		new: "⟦kind⟧: feature\ntitle: Single sign-on\n", code: diag.SchemaRequired},
	{file: "content/features/vpn-bridge.md", old: "kind: feature", new: "kind: ⟦featuer⟧", code: diag.KindUnknown},
	{file: "content/features/workload-discovery.md", old: "before you write an offer: partners", new: "before you write a ⟦rate card⟧: partners", code: diag.TermForbidden},
	{file: "content/getting-help.md", old: "(service-levels.md#first-answer)", new: "(⟦service-levels.md#first-answers⟧)", code: diag.LinkAnchor},
	{file: "content/holidays.yaml", new: "⟦⟧title: Holidays\n", code: diag.KindMissing},
	{file: "content/images/tiers.svg", old: "<title>", new: "<script>alert(1)</script><title>", code: diag.ImageUnsafe},
	{file: "content/index.md", old: "(images/lifecycle.svg)", new: "(⟦images/lifecycles.svg⟧)", code: diag.ImageMissing},
	{file: "content/index.md", old: "Compare the [partner tiers](tiers.md)", new: "Compare the [partner tiers](⟦azure-migration.md⟧)", code: diag.LinkHidden},
	{file: "content/intake/access-request.md", old: "respond: {count: 2, unit: hours}", new: "respond: {count: ⟦6⟧, unit: hours}", code: diag.RequestLevels},
	{file: "content/intake/access-request.md", old: "priority: urgent", new: "priority: ⟦urgnet⟧", code: diag.RequestRouting},
	{file: "content/intake/pricing-exception.md", old: "  - id: everyone-else\n    to:",
		new: "  - id: ⟦everyone-else⟧\n    regions: [emea]\n    to:", code: diag.RequestRouting},
	{file: "content/journeys/new-integrator.md", old: "stage: first-wave\n    touchpoint: portal-pages",
		new: "stage: ⟦first-waves⟧\n    touchpoint: portal-pages", code: diag.JourneyPlace},
	{file: "content/journeys/referral-partner-first-year.md", old: "  - id: being-paid\n    title:",
		new: "  - id: ⟦doubting⟧\n    title: Doubting\n    goal: Decide.\n  - id: being-paid\n    title:", code: diag.JourneyGap},
	{file: "content/kinds/campaign.yaml", new: "kind: kind\nname: ⟦Spring Campaign⟧\nschema: {type: object}\n", code: diag.KindDefinition},
	{file: "content/learning/open-questions-hour.md", old: "date: 2026-11-18, starts", new: "date: ⟦2027-11-18⟧, starts", code: diag.DateFuture},
	{file: "content/learning/partner-engineer-certification.md", old: `pass: "80%"`, new: `pass: ⟦"800%"⟧`, code: diag.LearningPass},
	{file: "content/learning/sales-essentials.md", old: "invited: 24, attended: 19", new: "invited: 24, attended: ⟦91⟧", code: diag.LearningAttended},
	{file: "content/locales/fr/content/notices/2026-06-25-vpn-bridge.po", new: headOfPO("fr"), code: diag.POOrphan},
	{file: "content/locales/fr/content/tiers.po", new: "msgid \"\"\nmsgstr ⟦\"Language: de\\n\"⟧\n", code: diag.POLanguage,
		also: []also{{"content/locales/fr/content/tiers.po", "", diag.POMerge}}},
	{file: "content/locales/fr/glossary/azure.po", new: headOfPO("fr") + "\n" + `msgctxt "definition"` + "\n" +
		`msgid "Microsoft's public cloud. The name is written in Latin letters in every language."` + "\n" +
		`msgstr ⟦"Le nuage public de Microsoft, voir {guide}."⟧` + "\n", code: diag.POCheck,
		also: []also{{"content/locales/fr/glossary/azure.po", "", diag.POMerge}}},
	{file: "content/locales/fr/glossary/sku.po", new: headOfPO("fr") + "\nmsgid \"One.\"\nmsgstr ⟦\"Un.⟧\n", code: diag.POSyntax},
	{file: "content/locales/fr/pricing/lists/amer-usd-gold.po", new: headOfPO("fr") + "\n#~ msgid \"One.\"\n#~ msgstr \"Un.\"\n\n#~ msgid ⟦\"One.\"⟧\n#~ msgstr \"Une.\"\n", code: diag.PODuplicate},
	{file: "content/locales/fr/pricing/lists/emea-eur-gold.po", new: headOfPO("fr"), code: diag.POMerge},
	{file: "content/lonely.md", new: "Nobody links to me.\n", code: diag.DocOrphan},
	{file: "content/lost/index.md", new: "⟦---⟧\ntitle: Lost\n\nText.\n", code: diag.FrontMatterUnclosed},
	{file: "content/metrics/columns/hubspot-deals.yaml", old: "owner: partner-success-manager", new: "owner: ⟦partner-succes-manager⟧", code: diag.RefUnknown},
	{file: "content/metrics/data/learners.yaml", old: `rows: "60"`, new: `rows: ⟦60⟧`, code: diag.SchemaType},
	{file: "content/metrics/setup-completion.md", old: "{id: 2027-q2,", new: "{id: ⟦2027-q1⟧,", code: diag.IDDuplicate},
	{file: "content/metrics/time-to-respond.md", old: "good: down", new: "good: ⟦low⟧", code: diag.SchemaEnum},
	{file: "content/notices/2026-10-29-emea-gold-prices.md", old: "[price list for gold partners in euros](../../pricing/lists/emea-eur-gold.yaml)",
		new: "[price list for gold partners in euros](⟦javascript:open()⟧)", code: diag.LinkScheme},
	{file: "content/notices/2026-11-09-mena-working-week.md", old: "channels: [portal, email]", new: "channels: ⟦[]⟧", code: diag.SchemaLength},
	{file: "content/notices/2026-11-12-year-end-hours.md", old: "\nsummary: No cutover", new: "\nsummary: ⟦\xab⟧No cutover\xbb", code: diag.FileEncoding},
	{file: "content/notices/2026-11-16-cost-forecast-preview.md", old: "severity: info", new: "severity: ⟦urgent⟧", code: diag.SchemaEnum},
	{file: "content/notices/2026-11-21-outage.md", new: "---\nkind: notice\ntitle: Outage\nsummary: The engine is down.\nowner: service-desk-lead\ndate: 2026-11-21\n" +
		"severity: critical\nchannels: [portal]\nrequired_languages: [⟦de⟧]\naction: Wait.\n---\n", code: diag.NoticeLanguage},
	{file: "content/people.yaml", old: "    hours: \"08:30-17:30\"\n    stand_in: ines\n", new: "    hours: \"08:30-17:30\"\n    stand_in: ines\n    ⟦hours⟧: \"08:30-17:00\"\n", code: diag.YAMLDuplicateKey},
	{file: "content/people.yaml", old: "email: catriona@example.com", new: "email: ⟦catriona.example.com⟧", code: diag.SchemaFormat},
	{file: "content/people.yaml", old: `hours: "09:00-17:30"`, new: `hours: ⟦"09:00-25:30"⟧`, code: diag.TimeOfDay},
	{file: "content/pilots/lunch-talks.md", new: "---\nkind: pilot\ntitle: Lunch talks\nsummary: Talks at noon.\nowner: training-lead\nstatus: planned\nhypothesis: More people come.\ndate: 2026-05-04\nuntil: ⟦2026-06-30⟧\narms: [{id: noon, title: Noon, does: Talks at noon.}, {id: evening, title: Evening, does: Talks at six.}]\nmetric: enablement-attendance\ntarget: 2026-q3\n---\n", code: diag.PilotOverdue},
	{file: "content/pilots/self-service-forecast.md", old: "status: running", new: "status: ⟦dropped⟧", code: diag.PilotDecision},
	{file: "content/pilots/self-service-forecast.md", old: "target: 2027-q1", new: "target: ⟦2027q1⟧", code: diag.MetricTarget},
	{file: "content/plans/first-30-days.md", old: "to_day: 30", new: "to_day: ⟦31⟧", code: diag.PlanDays},
	{file: "content/plans/first-90-days.md", old: "metric: handoff-latency\n    target: 2027-q1",
		new: "metric: handoff-latency\n    target: ⟦spring⟧", code: diag.MetricTarget},
	{file: "content/registering-a-deal.md", old: "tags: [deals, sales]", new: "tags: ⟦deals⟧", code: diag.SchemaType},
	{file: "content/reviews/2026-q2.md", old: `metric: handoff-latency, value: "84"`, new: "metric: handoff-latency, value: ⟦84 hours⟧", code: diag.SchemaPattern},
	{file: "content/reviews/2026-q3.md", old: `{metric: partner-churn, value: "2.5", before: "2.9", target: 2026-q3,`,
		new: `{metric: partner-churn, value: "2.5", before: "2.9", target: ⟦2026-q0⟧,`, code: diag.MetricTarget},
	{file: "content/reviews/2026-q3.md", old: "due: 2027-01-29", new: "due: ⟦2026-11-19⟧", code: diag.ActionOverdue},
	{file: "content/rhythm/pricing-board.md", old: "time_zone: Europe/Oslo", new: "time_zone: ⟦Europe/Olso⟧", code: diag.TimeZone},
	{file: "content/rhythm/quarterly-governance.md", old: "first: 2026-01-20", new: "first: ⟦2026-01-21⟧", code: diag.RhythmFirst},
	{file: "content/rhythm/weekly-priorities.md", old: `starts: "13:00"`, new: `starts: ⟦"25:00"⟧`, code: diag.TimeOfDay},
	{file: "content/service-levels.md", old: "review_by: 2027-01-15", new: "review_by: ⟦2026-01-15⟧", code: diag.ReviewDue},
	{file: "content/site.yaml", old: "company: Alderbrook Ltd", new: "company: ⟦&name⟧ Alderbrook Ltd", code: diag.YAMLAlias},
	{file: "content/site.yaml", old: "    title: Middle East and North Africa\n", new: "    title: Middle East and North Africa\n  - id: ⟦mena⟧\n    title: Again\n", code: diag.IDDuplicate},
	{file: "content/site.yaml", old: "languages: [en, fr, de, es, ja, ar]", new: "languages: [en, fr, de, es, ja, ar, ⟦jp⟧]", code: diag.SiteLanguage},
	{file: "content/site.yaml", old: "conventions: {en: en-GB}", new: "conventions: {en: ⟦de-CH⟧}", code: diag.SiteLanguage},
	{file: "content/skills/data-modelling.md", old: "level: 3\n", new: "level: ⟦4⟧\n", code: diag.SkillLevels},
	{file: "content/skills/scorecards/ines.yaml", old: "next_drill: look-back", new: "next_drill: ⟦lookback⟧", code: diag.ScorecardDrill},
	{file: "content/skills/scorecards/tomasz.yaml", old: "    level: 1\n    note: Moved", new: "    level: ⟦5⟧\n    note: Moved", code: diag.ScorecardLevel},
	{file: "content/surcharge.md", new: "---\nkind: term\ntitle: surcharge\ndefinition: What is added to a price.\ndomain: pricing\npart_of_speech: noun\n---\n", code: diag.KindPlace},
	{file: "content/tiers.md", old: "![Bar chart of partners by tier: registered 118, silver 49, gold 19](images/tiers.svg)", new: "![](⟦images/tiers.svg⟧)", code: diag.ImageAlt},
	{file: "content/tiers.yaml", new: "kind: people\ntitle: Tiers\nroles: [{id: tier-judge, title: Judge of tiers}]\npeople: []\n", code: diag.FileTwin,
		also: []also{{"content/tiers.yaml", "", diag.DocSameURL}}},
	{file: "content/working-with-us.md", old: "(service-levels.md)", new: "(⟦service-level.md⟧)", code: diag.LinkBroken},
	{file: "content/working-with-us/index.md", new: "The same address.\n", code: diag.DocSameURL},
	{file: "glossary/Rate 2.md", new: "---\nkind: term\ntitle: rate\ndefinition: A price for a span of time.\ndomain: pricing\npart_of_speech: noun\n---\n", code: diag.FileName},
	{file: "glossary/margin.md", old: "kind: term\n", new: "kind: term\nid: ⟦margins⟧\n", code: diag.IDFileName},
	{file: "glossary/rollback.md", old: `forms: ["rollbacks"]`, new: `forms: ["rollbacks", ⟦"rollover"⟧]`, code: diag.TermConflict},
	{file: "glossary/sla.md", old: "title: SLA", new: "title: ⟦!!str⟧ SLA", code: diag.YAMLTag},
	{file: "glossary/workload.md", old: "We count workloads, not machines.", new: "We count workloads,⟦<br>⟧ not machines.", code: diag.MarkdownRawHTML},
	{file: "playbooks/migrations/azure-landing-zone.md", old: "  - id: create-subscriptions\n",
		new: "  - id: ⟦kick-off⟧\n    title: Kick-off\n    owner: engineering-liaison\n    risk_check: None.\n    success: All know the day.\n  - id: create-subscriptions\n", code: diag.MigrationUnguarded},
	{file: "playbooks/migrations/sql-estate-to-azure.md", old: "rollback: Delete the jobs and links at the target. Those at the source go on as before.\n",
		new: "rollback: Delete the jobs and links at the target. Those at the source go on as before.\n    ⟦waiver⟧: {reason: \"There was no time.\", approved_by: adaeze}\n", code: diag.MigrationWaiver},
	{file: "playbooks/partner-lifecycle.md", old: "after: [ONB-02, ONB-03]", new: "after: [ONB-02, ⟦ONB-3⟧]", code: diag.PlaybookAfter},
	{file: "playbooks/partner-lifecycle.md", old: "      - id: published-playbook\n        title: New version of the playbook\n        to: outside\n",
		new: "      - id: ⟦published-playbook⟧\n        title: New version of the playbook\n", code: diag.PlaybookOutput},
	{file: "playbooks/referral-fast-track.md", old: "version: v2.0", new: "version: ⟦\"2.0\"⟧", code: diag.SchemaPattern},
	{file: "playbooks/referral-fast-track.md", old: "      - id: fee-schedule\n        title: Agreed fee schedule\n      - id: customer-charges\n",
		new: "      - id: ⟦fee-shedule⟧\n        title: Agreed fee schedule\n      - id: customer-charges\n", code: diag.PlaybookInput, also: []also{
			{"playbooks/referral-fast-track.md", "- id: ⟦fee-schedule⟧\n        title: Agreed fee schedule\n    metrics:", diag.PlaybookOutput},
		}},
	{file: "playbooks/referral-fast-track.md", old: "after: [REF-03]", new: "after: [REF-03, ⟦REF-04⟧]", code: diag.PlaybookCycle},
	{file: "playbooks/referral-fast-track.md", old: "## How the fee is worked out", new: "#### ⟦How the fee is worked out⟧", code: diag.MarkdownHeadingSkip},
	{file: "playbooks/runs/beaulieu-referral.yaml", old: "code: REF-07", new: "code: ⟦REF-01⟧", code: diag.RunTwice},
	{file: "playbooks/runs/dilmun-tech-lifecycle.yaml", old: "code: ENB-05", new: "code: ⟦ENB-50⟧", code: diag.RunTask},
	{file: "playbooks/runs/nordlys-lifecycle.yaml", old: "done: 2026-09-11\n", new: "done: 2026-09-11\n    skipped: ⟦There was no time.⟧\n", code: diag.RunSkipped},
	{file: "playbooks/runs/nordlys-lifecycle.yaml", old: "done: 2026-11-04", new: "done: ⟦2026-09-04⟧", code: diag.RunOrder},
	{file: "playbooks/service-incident.md", old: "owner: service-desk-lead\nversion:", new: "owner: ⟦service-desk-laed⟧\nversion:", code: diag.RefUnknown},
	{file: "playbooks/service-incident.md", old: "      - code: INC-04\n", new: "      - code: ⟦INC-01⟧\n", code: diag.PlaybookTaskCode},
	{file: "pricing/approvers.yaml", old: "emails: [emre@example.com]", new: "emails: [⟦adaeze@example.com⟧]", code: diag.ApproverIdentity},
	{file: "pricing/experiments/amer-gold-engine-hour.yaml", old: `price: "2.15"`, new: `price: ⟦"2.05"⟧`, code: diag.ExperimentDesign, also: []also{
		{"pricing/experiments/amer-gold-engine-hour.yaml", `plan_digest: ⟦"sha256:4b3f584916059c0d866be5f1521dff7a52fb8e1527f76c8a84481cccd0c9e711"⟧`, diag.ExperimentPlan},
	}},
	{file: "pricing/experiments/emea-silver-console-seat.yaml", old: "  - on: \"2026-08-16\"", new: "  - on: ⟦\"2026-08-02\"⟧", code: diag.ExperimentLook},
	{file: "pricing/costs/2026-q2.yaml", old: `until: "2026-10-01"`, new: `until: ⟦"2026-10-32"⟧`, code: diag.SchemaDate},
	{file: "pricing/costs/columns/azure.yaml", old: `period: "MM/DD/YYYY"`, new: "period: \"MM/DD/YYYY\"\ndecimal: ⟦dot⟧", code: diag.SchemaEnum},
	{file: "pricing/rates/2026-q3.yaml", old: `amount: "0.8660"`, new: `amount: ⟦"0,8660"⟧`, code: diag.SchemaPattern},
	{file: "pricing/lists/amer-usd-gold.yaml", old: "currency: USD", new: "currency: ⟦USX⟧", code: diag.PriceCurrency},
	{file: "pricing/lists/apac-jpy-gold.yaml", old: `price: "280"`, new: `price: ⟦"280.5"⟧`, code: diag.PriceMinorUnits},
	{file: "pricing/lists/emea-eur-gold.yaml", old: `price: "1.84"`, new: `price: ⟦"1,84"⟧`, code: diag.PriceFormat},
	{file: "pricing/lists/emea-eur-silver.yaml", old: `until: "2027-03-01"`, new: `until: ⟦"2026-03-01"⟧`, code: diag.DateOrder},
	{file: "pricing/lists/emea-eur-silver.yaml", old: `price: "700.00"` + "\n", new: `price: "700.00"` + "\n⟦---⟧\nkind: price-list\n", code: diag.YAMLDocuments},
	{file: "pricing/lists/mena-bhd-silver.yaml", old: `from: "2026-10-01"`, new: "from: ⟦2026-10-01⟧", code: diag.YAMLQuote},
	{file: "pricing/policy.yaml", old: `monthly_impact: "5000 EUR"`, new: `monthly_impact: ⟦"5000"⟧`, code: diag.SchemaPattern, also: []also{
		{"pricing/policy.yaml", "⟦tiers⟧:\n  - name: minor", diag.PolicyTiers},
	}},
}

// headOfPO is the head of a PO file.
func headOfPO(language string) string {
	return "msgid \"\"\nmsgstr \"\"\n\"Language: " + language + "\\n\"\n\"Content-Type: text/plain; charset=UTF-8\\n\"\n"
}

// TestSeededMistakes puts all mistakes into a copy of this repository and checks it once: each is found at its place,
// and nothing else is but what is listed as following from them.
func TestSeededMistakes(t *testing.T) {
	dir := copyForMistakes(t)
	marked := seedMistakes(t, dir)
	var want []string
	for _, m := range mistakes {
		want = append(want, seededAt(t, m.file, m.new, marked[m.file], m.code))
		for _, a := range m.also {
			want = append(want, seededAt(t, a.file, a.at, textOfSeeded(t, dir, a.file), a.code))
		}
	}
	report := checkSeeded(t, dir)
	var got []string
	for _, d := range report.Findings {
		got = append(got, placed(d.Path, d.Span, d.Code))
		if !slices.Contains(want, got[len(got)-1]) {
			t.Errorf("nobody has made this mistake: %s: %s", got[len(got)-1], d.Message)
		}
	}
	for _, w := range want {
		if !slices.Contains(got, w) {
			t.Errorf("not found: %s", w)
		}
	}
}

// TestSeededMistakesAreManifold holds the table to its promise.
func TestSeededMistakesAreManifold(t *testing.T) {
	dir := copyForMistakes(t)
	seedMistakes(t, dir)
	codes, kinds := map[diag.Code]bool{}, map[string]bool{}
	for _, m := range mistakes {
		codes[m.code] = true
		if found := regexp.MustCompile(`(?m)^kind: ([a-z-]+)$`).FindStringSubmatch(textOfSeeded(t, dir, m.file)); found != nil {
			kinds[found[1]] = true
		}
	}
	if len(mistakes) < 30 || len(codes) < 25 {
		t.Errorf("only %d mistakes of %d codes", len(mistakes), len(codes))
	}
	for _, name := range kind.Builtin().Names() {
		if !kinds[name] {
			t.Errorf("no mistake in a document of kind %s", name)
		}
	}
}

// copyForMistakes copies the documents of this repository. Of its translations only those that a critical notice
// needs are there: an edited source makes its translation stale, which would be told of each.
func copyForMistakes(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, folder := range []string{"content", "glossary", "playbooks", "pricing"} {
		if err := os.CopyFS(filepath.Join(dir, folder), os.DirFS(filepath.Join("../..", folder))); err != nil {
			t.Fatal(err)
		}
	}
	locales := filepath.Join(dir, "content/locales")
	if err := os.RemoveAll(locales); err != nil {
		t.Fatal(err)
	}
	for _, language := range []string{"fr", "ar"} {
		name := language + "/content/notices/2026-11-18-connector-certificate.po"
		text, err := os.ReadFile(filepath.Join("../../content/locales", name))
		if err != nil {
			t.Fatal(err)
		}
		writeSeeded(t, locales, name, string(text))
	}
	return dir
}

// seedMistakes makes all mistakes and returns the texts of the files with their marks.
func seedMistakes(t *testing.T, dir string) map[string]string {
	t.Helper()
	marked := map[string]string{}
	for _, m := range mistakes {
		text, seen := marked[m.file]
		if !seen && m.old != "" {
			text = textOfSeeded(t, dir, m.file)
		}
		if m.old == "" && (seen || isThere(dir, m.file)) {
			t.Fatalf("mistakes_test.go: the file %s is not new any more; give the row with code %s another name", m.file, m.code)
		}
		if m.old != "" && strings.Count(text, m.old) != 1 {
			t.Fatalf("mistakes_test.go: %s does not hold %q exactly once any more; update the row with code %s", m.file, m.old, m.code)
		}
		marked[m.file] = strings.Replace(text, m.old, m.new, 1)
	}
	for name, text := range marked {
		writeSeeded(t, dir, name, unmark.Replace(text))
	}
	return marked
}

// seededAt is how a finding is written that is expected at a text with marks; whole is the text of the file, with all
// marks or with none. The place is counted here, not by what is tested: lines from line ends, columns from characters.
func seededAt(t *testing.T, path, text, whole string, code diag.Code) string {
	t.Helper()
	before, rest, isMarked := strings.Cut(text, markOpens)
	if !isMarked {
		return placed(path, diag.Span{}, code)
	}
	inside, _, _ := strings.Cut(rest, markCloses)
	if !strings.Contains(whole, markOpens) {
		text = unmark.Replace(text)
	}
	if strings.Count(whole, text) != 1 {
		t.Fatalf("mistakes_test.go: %s does not hold %q exactly once; update the row with code %s", path, text, code)
	}
	before = unmark.Replace(whole[:strings.Index(whole, text)]) + before
	line, col := placeBehind(before)
	endLine, endCol := placeBehind(before + inside)
	return placed(path, diag.Span{Line: line, Col: col, EndLine: endLine, EndCol: endCol}, code)
}

// placeBehind is the line and the column behind a text.
func placeBehind(before string) (line, col int) {
	last := before[strings.LastIndex(before, "\n")+1:]
	return strings.Count(before, "\n") + 1, utf8.RuneCountInString(last) + 1
}

func placed(path string, at diag.Span, code diag.Code) string {
	if at == (diag.Span{}) {
		return fmt.Sprintf("%s: %s", path, code)
	}
	return fmt.Sprintf("%s:%d:%d to %d:%d: %s", path, at.Line, at.Col, at.EndLine, at.EndCol, code)
}

func checkSeeded(t *testing.T, dir string) pipeline.Report {
	t.Helper()
	repository, err := pipeline.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer repository.Close()
	report, err := pipeline.Check(repository, pipeline.CheckOptions{Moment: pipeline.Moment{AsOf: "2026-11-22"}})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func textOfSeeded(t *testing.T, dir, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatalf("mistakes_test.go: %v; update the rows of this file", err)
	}
	return string(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")))
}

func isThere(dir, name string) bool {
	_, err := os.Stat(filepath.Join(dir, name))
	return err == nil
}

func writeSeeded(t *testing.T, dir, name, text string) {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
