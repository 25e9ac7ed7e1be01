package diag

// sinceTopics explains findings that show only when two revisions are compared: parley check --since REV.
func sinceTopics() []topic {
	return []topic{
		{
			code: DecisionVanished, title: "A decision has vanished",
			what: "The revision that was compared has a decision that is not there any more.",
			why:  "Decisions are a log. Who asks in a year why something is as it is must find the answer, even if it no longer holds.",
			mend: "Bring the file back (`git restore --source REV -- FILE`). If the decision no longer holds, write another one that supersedes it.",
			lang: "yaml",
			bad: `
# content/decisions/0012-tiers.md was deleted`,
			good: `
# content/decisions/0012-tiers.md
status: superseded
superseded_by: 0031-tiers-by-revenue`,
		},
		{
			code: DecisionRewritten, title: "A decision was rewritten after it had been taken",
			what: "Text, date, options or another field of a decision that is accepted, rejected or superseded differ from the revision that was compared.",
			why:  "Whoever acted upon the decision acted upon other words. A log whose entries change is none.",
			mend: "Put the old words back and write a new decision with `supersedes:`. While a decision is `proposed`, everything in it may change.",
			lang: "yaml",
			bad: `
status: accepted
date: 2026-09-02   # was 2026-08-20`,
			good: `
status: superseded
superseded_by: 0031-tiers-by-revenue`,
		},
		{
			code: DocMoved, title: "A page has moved and its old address leads nowhere",
			what: "A document that the compared revision publishes is not published at its address any more, and no redirect stands there.",
			why:  "Partners have kept the address in mails, contracts and bookmarks. They would find a page that says that there is nothing.",
			mend: "Name the old address and the document that took its place under `redirects:` in `content/site.yaml`.",
			lang: "yaml",
			bad: `
# content/guides/start.md became content/start.md`,
			good: `
redirects:
  - from: /guides/start/
    to: content/start.md`,
		},
	}
}
