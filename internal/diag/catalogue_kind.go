package diag

// kindTopics explains findings about the kind of a document.
func kindTopics() []topic {
	return []topic{
		{
			code: KindUnknown, title: "There is no such kind of document",
			what: "The value of `kind:` names a kind that neither Parley nor the folder `content/kinds` knows.",
			why:  "The kind decides which keys a document needs and how its page looks. Without it nothing can be checked.",
			mend: "Correct the spelling. `parley schema` lists the kinds. A new kind is a file in `content/kinds`.",
			lang: "yaml",
			bad:  `kind: playbok`,
			good: `kind: playbook`,
		},
		{
			code: KindMissing, title: "The document does not say of which kind it is",
			what: "The key `kind:` is missing, and the folder of the document does not settle it either.",
			why:  "The kind decides which keys a document needs and how its page looks. Without it nothing can be checked.",
			mend: "Write `kind:` as the first key. For a page without special keys the kind is `page`.",
			lang: "markdown",
			bad: `
---
title: How we work
---`,
			good: `
---
kind: page
title: How we work
---`,
		},
		{
			code: KindDefinition, title: "The definition of a kind is faulty",
			what: "A file in `content/kinds` describes a kind of your own, and the description itself has a mistake: a key is missing or misspelt, or its schema is not a valid JSON Schema.",
			why:  "All documents of this kind would be checked against a wrong rule, or against none.",
			mend: "Compare the file with a kind that works. It needs a `name` and a `schema`; `title`, `dir`, `template` and `format` have sensible defaults.",
			lang: "yaml",
			bad: `
kind: kind
name: campaign
schema:
  type: objekt`,
			good: `
kind: kind
name: campaign
title: Campaign
dir: content/campaigns
schema:
  type: object`,
		},
		{
			code: KindPlace, title: "The document is outside the folder of its kind",
			what: "Each kind of document has a folder. This document is of that kind and stands elsewhere.",
			why:  "Rights and reviews follow folders: a price list outside `pricing/lists` would not be seen by those who must approve it. People also look for it in vain.",
			mend: "Move the file to the folder of its kind, or correct its `kind:`.",
			lang: "text",
			bad:  `content/emea-eur-gold.yaml              kind: price-list`,
			good: `pricing/lists/emea-eur-gold.yaml        kind: price-list`,
		},
	}
}
