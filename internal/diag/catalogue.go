package diag

import (
	"cmp"
	"slices"
	"strings"
)

// Entry is what the catalogue knows about a code: how serious it is, what it is called and how to mend it.
// Explain is Markdown in plain words, with an example of the fault and one of the remedy.
type Entry struct {
	Code     Code
	Severity Severity
	Title    string
	Explain  string
}

// Catalogue returns an entry for every code, sorted by code. The caller owns the slice.
func Catalogue() []Entry {
	all := topics()
	entries := make([]Entry, len(all))
	for i, t := range all {
		entries[i] = Entry{Code: t.code, Severity: t.code.Severity(), Title: t.title, Explain: t.explain()}
	}
	slices.SortFunc(entries, func(a, b Entry) int { return cmp.Compare(a.Code, b.Code) })
	return entries
}

// topics lists what the catalogue's files explain.
func topics() []topic {
	return slices.Concat(
		fileTopics(), yamlTopics(), kindTopics(), schemaTopics(), linkTopics(), markdownTopics(),
		referenceTopics(), playbookTopics(), translationTopics(), siteTopics(), sinceTopics(),
		csvTopics(), factsTopics(), dashboardTopics(), priceTopics(), computedTopics(), costTopics(),
		guideTopics(), skillTopics(), growthTopics(), timeTopics(), dataTopics(), runTopics(), pageTopics(), experimentTopics(),
		approvalTopics(),
	)
}

// Lookup returns the entry of a code. It is exact: for a word that may be mistyped, ask Nearest first.
func Lookup(code string) (Entry, bool) {
	for _, entry := range Catalogue() {
		if string(entry.Code) == code {
			return entry, true
		}
	}
	return Entry{}, false
}

// Severity returns how serious findings of this code are. A code that is not in the catalogue is an Error,
// so that a mistake in a rule can never let faulty content pass.
func (c Code) Severity() Severity {
	switch c {
	case FileName, KindPlace, MarkdownRawHTML, MarkdownHeadingOne, LinkHidden, DocOrphan, ReviewDue,
		PlaybookOutput, POMerge, POOrphan, POUsage, ImportSkipped, SiteTheme, HistoryShallow, HistoryUnreadable, DocPlaceholder,
		MigrationWaiver, JourneyGap, RequestLevels, DateFuture, ActionOverdue, DecisionOverdue, PilotOverdue, CampaignOverdue, FeatureReplaced,
		PriceUnderived, PriceUnreleased, PriceCliff, CostUnused, CostMonth, UsageUnpriced, UsageUnknown, UsageTwice,
		ExperimentShort, ExperimentSplit, ExperimentOverdue, NoticePlain,
		FactsUnused, MetricStale, MetricFrozen:
		return Warning
	}
	return Error
}

// topic is an entry as the catalogue's files write it. It exists so that every explanation answers the same
// questions in the same order, and none can forget its example.
type topic struct {
	code  Code
	title string
	what  string // what the finding means
	why   string // what goes wrong if it stays
	mend  string // what to do
	lang  string // language of the examples, for highlighting
	bad   string
	good  string
}

func (t topic) explain() string {
	var b strings.Builder
	b.WriteString(t.what)
	b.WriteString("\n\n**Why it matters:** " + t.why)
	b.WriteString("\n\n**How to mend it:** " + t.mend)
	b.WriteString("\n\nFaulty:\n\n```" + t.lang + "\n" + strings.Trim(t.bad, "\n") + "\n```")
	b.WriteString("\n\nMended:\n\n```" + t.lang + "\n" + strings.Trim(t.good, "\n") + "\n```\n")
	return b.String()
}
