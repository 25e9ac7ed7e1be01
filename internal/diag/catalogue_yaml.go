package diag

// yamlTopics explains findings about how YAML is written, whatever it says.
func yamlTopics() []topic {
	return []topic{
		{
			code: YAMLSyntax, title: "This is not valid YAML",
			what: "The settings could not be read. The usual causes: a colon inside a text without quotes, a tab instead of spaces, a quote that is opened and never closed, or lines of one list that start in different columns.",
			why:  "From this place on nothing is understood, so other findings in the file may only show once this one is mended.",
			mend: "Look at the marked place and at the line above it. Put text that holds a colon into quotes, and indent with spaces.",
			lang: "yaml",
			bad:  `title: Renewal: what changes`,
			good: `title: "Renewal: what changes"`,
		},
		{
			code: YAMLDuplicateKey, title: "A key is written twice",
			what: "The same key stands twice in one block. Only one of the two values could count.",
			why:  "Tools disagree about which one it is: the reviewer reads the first, the program uses the last.",
			mend: "Decide which value is right and delete the other line.",
			lang: "yaml",
			bad: `
owner: finance
audience: partner
owner: product`,
			good: `
owner: finance
audience: partner`,
		},
		{
			code: YAMLAlias, title: "Anchors, aliases and merge keys are not supported",
			what: "YAML can name a value (`&name`) and repeat it elsewhere (`*name`, `<<: *name`). Parley does not accept this.",
			why:  "With a few lines such a file can grow to fill a computer's memory. And a review lies: one changed line changes values in places the reviewer never sees.",
			mend: "Write the value out wherever it is needed.",
			lang: "yaml",
			bad: `
first: &terms net-30
second: *terms`,
			good: `
first: net-30
second: net-30`,
		},
		{
			code: YAMLTag, title: "Tags are not supported",
			what: "A word that starts with an exclamation mark before a value (a “tag”, such as `!!binary` or `!!str`) tells programs to read the value as something else. Parley does not accept this.",
			why:  "What you see must be what is used. A tag hides what the value really is.",
			mend: "Delete the tag. If the value must be read as text, put it in quotes.",
			lang: "yaml",
			bad:  `version: !!str 2.10`,
			good: `version: "2.10"`,
		},
		{
			code: YAMLKey, title: "A key is not a plain word",
			what: "What stands before the colon must be a word or a short text. Lists, blocks, merge keys (`<<`) and named values cannot be keys.",
			why:  "No other part of Parley could find such a key again, so its value would be lost without a sound.",
			mend: "Give the value a name of its own.",
			lang: "yaml",
			bad:  `[gold, silver]: "12%"`,
			good: `
gold: "12%"
silver: "12%"`,
		},
		{
			code: YAMLDocuments, title: "A file holds more than one YAML document",
			what: "A line of three hyphens in the middle of a YAML file starts a second document. A file holds exactly one.",
			why:  "Many programs read only the first document, so the rest would be neither checked nor published.",
			mend: "Remove the line `---`, or move what follows to a file of its own.",
			lang: "yaml",
			bad: `
kind: people
title: Team
---
kind: people
title: Second team`,
			good: `
kind: people
title: Team`,
		},
		{
			code: YAMLDepth, title: "The values are nested too deeply",
			what: "Blocks stand inside blocks, more levels deep than any document needs.",
			why:  "Nobody can review such a file, and files like this are made to make programs crash.",
			mend: "Move the inner part to a document of its own and refer to it by its identifier. If you did not write it yourself, ask where the file came from.",
			lang: "yaml",
			bad:  `matrix: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]`,
			good: `matrix: [1]`,
		},
		{
			code: YAMLQuote, title: "Dates need quotes here",
			what: "In governed files, such as price lists, every date is written in quotes, as prices and percentages are.",
			why:  "Without quotes YAML guesses what the value is: `2026-12-01` becomes a moment in some time zone. A list must hold from exactly the day that was approved.",
			mend: "Put the value in straight double quotes.",
			lang: "yaml",
			bad: `
from: 2026-12-01`,
			good: `
from: "2026-12-01"`,
		},
		{
			code: YAMLInvisible, title: "A character in a governed file cannot be seen",
			what: "In governed files, such as price lists, every character can be seen, remarks included: no blank without width, no mark that turns the direction of writing, no space that is none.",
			why:  "Whoever reviews the change sees another text than programs read.",
			mend: "Remove the character. Most editors can show such characters; the finding says where it stands.",
			lang: "yaml",
			bad:  "price: \"1.8\u200b4\"      # a blank of no width between 8 and 4",
			good: "price: \"1.84\"",
		},
	}
}
