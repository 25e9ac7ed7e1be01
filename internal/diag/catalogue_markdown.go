package diag

// markdownTopics explains findings about the text of a document: its headings and its words.
func markdownTopics() []topic {
	return []topic{
		{
			code: MarkdownTooComplex, title: "The text would take too long to read",
			what: "The text has more than 100 quotes in each other, lists more than 100 deep, more than 3,000 footnotes or definitions of links, a table of more than 1,000 columns, a heading of more than 20,000 letters, thousands of links that do not end, or thousands of marks of emphasis in one passage.",
			why:  "The time that such a text takes grows with the square of its length, so that one file could stop every build. It is shown as it is written: the text in a block of its own, or the passage from the place that the finding names.",
			mend: "Divide the document, or write it more simply. If a program made it, mend the program.",
			lang: "markdown",
			bad:  `[a]([a]([a]([a]([a](`,
			good: `[a](prices.md)`,
		},
		{
			code: MarkdownHeadingSkip, title: "A heading level is skipped",
			what: "A heading is more than one level below the one before it, for example `####` directly below `##`.",
			why:  "People who listen to a page move through it by its headings. A missing level sounds like a missing chapter.",
			mend: "Use one more `#` than the heading above, not several. The level says how parts belong together; it is not a font size.",
			lang: "markdown",
			bad: `
## Onboarding

#### First week`,
			good: `
## Onboarding

### First week`,
		},
		{
			code: MarkdownHeadingOne, title: "The text has a main heading of its own",
			what: "The page's main heading is its `title:`. A line with a single `#` in the text makes a second one.",
			why:  "The page would show two titles, which may differ, and screen readers would announce two pages.",
			mend: "Delete the line, or turn it into a section with `##`.",
			lang: "markdown",
			bad: `
---
title: Renewal handoff
---
# Renewal handoff

Ninety days before the end …`,
			good: `
---
title: Renewal handoff
---

Ninety days before the end …`,
		},
		{
			code: MarkdownRawHTML, title: "HTML is shown as text",
			what: "The text holds HTML, such as `<br>` or `<div>`. Parley does not pass it on: readers see it letter by letter.",
			why:  "HTML can carry scripts and break the layout, and it is not translated safely.",
			mend: "Write it in Markdown. If you want to show the HTML itself, put it between backticks.",
			lang: "markdown",
			bad:  `Press <b>Send</b>.`,
			good: `Press **Send**.`,
		},
		{
			code: TermForbidden, title: "The glossary forbids this word",
			what: "The glossary lists this word under `forbidden:` of a term. There is an agreed word for the same thing.",
			why:  "Two words for one thing make readers think of two things, and every translation doubles the confusion.",
			mend: "Use the agreed word, which the finding names. If you must quote the other one, put it between backticks.",
			lang: "markdown",
			bad:  `Each reseller gets its own rebate.`,
			good: `Each partner gets its own discount.`,
		},
		{
			code: TermConflict, title: "Two terms of the glossary contradict each other",
			what: "Two terms claim the same word, or a word is allowed by one term and forbidden by another.",
			why:  "No text could satisfy both, and a reader who points at the word would get one of two definitions by chance.",
			mend: "Leave the word to one of the two terms. If it means two things, give each a longer name.",
			lang: "yaml",
			bad: `
# glossary/discount.md
forms: [discounts, rebate]
# glossary/refund.md
forms: [refunds, rebate]`,
			good: `
# glossary/discount.md
forms: [discounts, rebate]
# glossary/refund.md
forms: [refunds]`,
		},
	}
}
