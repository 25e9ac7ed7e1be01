package diag

// referenceTopics explains findings that need more than one document: identifiers, references, dates.
func referenceTopics() []topic {
	return []topic{
		{
			code: IDDuplicate, title: "Two things have the same identifier",
			what: "An identifier is the short name by which other documents refer to a thing. This one is given twice.",
			why:  "A reference to it could mean either, so nobody can tell which price, role or term is meant.",
			mend: "Rename one of the two and correct the references to it. The finding shows where the first one is.",
			lang: "yaml",
			bad: `
roles:
  - id: finance
    title: Finance
  - id: finance
    title: Finance controller`,
			good: `
roles:
  - id: finance
    title: Finance
  - id: finance-controller
    title: Finance controller`,
		},
		{
			code: IDFileName, title: "The identifier and the file name differ",
			what: "The `id:` of a document is the name of its file without its ending. For a price list both are `<region>-<currency>-<name>`, with the region and the currency that the list itself states.",
			why:  "People search by file name and documents refer by identifier. Where the two differ, or the name says another region than the list, the wrong price is found.",
			mend: "Rename the file, or change `id:`, so that they are the same and follow the form.",
			lang: "yaml",
			bad: `
# pricing/lists/europe-gold.yaml
id: emea-eur-gold
region: emea
currency: EUR`,
			good: `
# pricing/lists/emea-eur-gold.yaml
id: emea-eur-gold
region: emea
currency: EUR`,
		},
		{
			code: RefUnknown, title: "The document refers to something that does not exist",
			what: "The value is the identifier of a role, person, region, feature or another thing, and no document defines it.",
			why:  "The page would show a bare word instead of a name and a link, and a task would have no owner.",
			mend: "Correct the spelling, or add the thing that is meant. The finding lists what is known, or guesses what was meant.",
			lang: "yaml",
			bad:  `owner: partner-manger`,
			good: `owner: partner-manager`,
		},
		{
			code: RefOneWay, title: "A reference is set on one side only",
			what: "Some references hold in both directions: if A supersedes B, then B is superseded by A. Here only one of the two documents says so.",
			why:  "A reader of the other document does not learn that it is out of date.",
			mend: "Add the matching key to the other document, or remove this one.",
			lang: "yaml",
			bad: `
# content/decisions/new-tiers.md
supersedes: old-tiers
# content/decisions/old-tiers.md
status: superseded`,
			good: `
# content/decisions/new-tiers.md
supersedes: old-tiers
# content/decisions/old-tiers.md
status: superseded
superseded_by: new-tiers`,
		},
		{
			code: DocPlaceholder, title: "Something has not been filled in yet",
			what: "`parley new` marks what only the author can know with FILL IN. This mark is still there.",
			why:  "Readers would see the words FILL IN where a title, an owner or a deadline should be.",
			mend: "Write what belongs there. A new document is a draft until you remove `draft: true`; drafts are shown in the preview only.",
			lang: "yaml",
			bad:  `title: FILL IN`,
			good: `title: Support over the holidays`,
		},
		{
			code: DocOrphan, title: "No page leads to this document",
			what: "The document is published, but no menu, list or link points to it.",
			why:  "Readers can only find it by searching, so it is read by few and forgotten by its owner.",
			mend: "Link to it from a page where readers would look for it, or delete it.",
			lang: "markdown",
			bad:  `Migration takes two weeks.`,
			good: `Migration takes two weeks; see the [migration guide](../playbooks/migration.md).`,
		},
		{
			code: DocSameURL, title: "Two documents would have the same address",
			what: "The web address of a page comes from the path of its file. Two files lead to the same address, for example `terms.md` and `terms.yaml`.",
			why:  "One page would overwrite the other, and which one is chance.",
			mend: "Rename or merge one of the two files.",
			lang: "text",
			bad: `
content/terms.md
content/terms/index.md`,
			good: `
content/terms/index.md`,
		},
		{
			code: DateOrder, title: "The dates are in the wrong order",
			what: "Of two dates that belong together the end comes before the start, or on the same day where that makes an empty period.",
			why:  "A price list that ends before it starts is never in force, and nobody notices until an invoice is wrong.",
			mend: "Correct the date that is wrong. In a price list `until` is the first day on which it no longer holds; a campaign or a pilot goes on up to that day and may last a single one.",
			lang: "yaml",
			bad: `
effective:
  from: "2026-12-01"
  until: "2026-06-01"`,
			good: `
effective:
  from: "2026-12-01"
  until: "2027-06-01"`,
		},
		{
			code: ReviewDue, title: "The document is overdue for review",
			what: "The day in `review_by:` has passed. By then the owner should have read the document again.",
			why:  "Partners take what they read here as current.",
			mend: "Ask the owner to read it, correct what has changed, and then set the next date. Moving the date without reading defeats the purpose.",
			lang: "yaml",
			bad:  `review_by: 2025-01-31      # long past`,
			good: `review_by: 2027-01-31`,
		},
	}
}
