package diag

// linkTopics explains findings about links and images.
func linkTopics() []topic {
	return []topic{
		{
			code: LinkBroken, title: "The link leads nowhere",
			what: "The link points to a file that is not in the repository. Often the file was renamed or moved, or the path is counted from the wrong folder.",
			why:  "Readers who follow it would find an error page.",
			mend: "Correct the path. It is counted from the folder of the document that holds the link; `..` is the folder above.",
			lang: "markdown",
			bad:  `See the [escalation path](escalation.md).`,
			good: `See the [escalation path](../charter/escalation.md).`,
		},
		{
			code: LinkAnchor, title: "The link points to a heading that does not exist",
			what: "The part of the link after `#` names a heading of the target page, and the page has no such heading. Usually the heading was reworded.",
			why:  "Readers would land at the top of the page and have to search for what you meant.",
			mend: "Use the identifier of a heading that is there. A heading that many pages link to should have an identifier of its own, which stays the same when it is reworded.",
			lang: "markdown",
			bad:  `See [who decides](charter.md#who-decides-what).`,
			good: `See [who decides](charter.md#decision-rights).`,
		},
		{
			code: LinkOutside, title: "The link leaves the repository",
			what: "With its `..` steps the link climbs above the root of the repository.",
			why:  "What lies there is on one person's computer only. Readers of the portal can never reach it, and it must not be published by accident.",
			mend: "Bring the file into the repository, or link to its public web address.",
			lang: "markdown",
			bad:  `See the [contract](../../../Downloads/contract.pdf).`,
			good: `See the [contract](../files/contract.pdf).`,
		},
		{
			code: LinkScheme, title: "This sort of link is not allowed",
			what: "A link is a web address (`https:`), a mail address (`mailto:`) or the path of a file. What starts with `javascript:`, `data:` and the like is refused.",
			why:  "Such links can run programs in the reader's browser, in the name of your portal.",
			mend: "Link to an ordinary web address or to a file of the repository.",
			lang: "markdown",
			bad:  `[Open the form](javascript:openForm())`,
			good: `[Open the form](https://forms.example.com/intake)`,
		},
		{
			code: LinkHidden, title: "The target is hidden from readers of this page",
			what: "A page links to a document that the page's own readers may not see: a partner page that points to an internal document, for instance.",
			why:  "In their portal the target does not exist, so the link is shown as plain text, and the sentence around it may promise too much.",
			mend: "Remove the link, narrow the `audience:` of this page, or widen that of the target if nothing in it is secret.",
			lang: "markdown",
			bad: `
---
audience: partner
---
Details are in our [cost model](../../pricing/costs/engine.yaml).`,
			good: `
---
audience: partner
---
Details are in your [price list](../../pricing/lists/emea-eur-gold.yaml).`,
		},
		{
			code: ImageMissing, title: "The picture is not there",
			what: "The document shows a picture from a file that is not in the repository.",
			why:  "Readers would see an empty frame.",
			mend: "Add the picture to the repository, or correct its path. The path is counted from the folder of the document.",
			lang: "markdown",
			bad:  `![The four phases](phases.png)`,
			good: `![The four phases](images/phases.png)`,
		},
		{
			code: ImageAlt, title: "The picture has no description",
			what: "Between the square brackets stands a text that says what the picture shows. Here it is empty.",
			why:  "People who cannot see the picture hear this text instead. It is also what search finds, and what is shown while the picture loads.",
			mend: "Write in a few words what the reader should learn from the picture. “Picture of” is not needed.",
			lang: "markdown",
			bad:  `![](images/onboarding.png)`,
			good: `![Onboarding takes three weeks, from contract to first order](images/onboarding.png)`,
		},
		{
			code: ImageUnsafe, title: "The picture can run programs, or the file is not published",
			what: "An SVG file is not only a drawing: it can hold scripts, event handlers, embedded pages and references to other sites. This one does. Or a link leads to a file that no portal holds: its type is not published, or it holds figures behind our prices, what customers use, or results of an experiment. Readers see the text of such a link alone.",
			why:  "Whoever looks at the page would run that script, or tell a stranger's server that they looked. A link that leads nowhere helps nobody.",
			mend: "Export the drawing again as “plain SVG” or “optimised SVG”, or as PNG. Or delete the marked part from the file. Instead of to a file that is not published, link to the page that says what readers may know of it.",
			lang: "xml",
			bad: `
<svg xmlns="http://www.w3.org/2000/svg" onload="track()">
  <circle r="4"/>
</svg>`,
			good: `
<svg xmlns="http://www.w3.org/2000/svg">
  <circle r="4"/>
</svg>`,
		},
	}
}
