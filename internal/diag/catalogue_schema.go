package diag

// schemaTopics explains findings about the keys and values of a document.
func schemaTopics() []topic {
	return []topic{
		{
			code: SchemaRequired, title: "A required key is missing",
			what: "Documents of this kind need a key that is not there, or that has no value.",
			why:  "Readers and other pages rely on it: a notice without a date cannot be sorted, a document without an owner is nobody's.",
			mend: "Add the key and give it a value. `parley new` writes a document with all its required keys.",
			lang: "yaml",
			bad: `
kind: notice
title: Planned maintenance`,
			good: `
kind: notice
title: Planned maintenance
date: 2026-12-01`,
		},
		{
			code: SchemaUnknownKey, title: "This key means nothing here",
			what: "Documents of this kind have no such key. Most often it is misspelt, or indented one step too far or too little.",
			why:  "A misspelt key is a setting that silently does nothing, for example an `audiense` that does not keep anything secret.",
			mend: "Correct the spelling or the indentation, or delete the line.",
			lang: "yaml",
			bad:  `audiense: internal`,
			good: `audience: internal`,
		},
		{
			code: SchemaType, title: "The value is of the wrong sort",
			what: "A text stands where a list is expected, or a number where a text is expected, and so on.",
			why:  "The value cannot be used as it is, and guessing what was meant would publish guesses.",
			mend: "Write the value in the expected form: text in quotes, each item of a list on its own line after a hyphen, yes or no as `true` or `false`.",
			lang: "yaml",
			bad:  `regions: emea, apac`,
			good: `
regions:
  - emea
  - apac`,
		},
		{
			code: SchemaEnum, title: "The value is not one of the allowed ones",
			what: "This key takes one of a short list of values. The one written here is not on the list.",
			why:  "Pages are sorted, shown and hidden by these values. One that nobody knows would put the document nowhere.",
			mend: "Use one of the values that the finding names, spelt exactly like that, capitals included.",
			lang: "yaml",
			bad:  `severity: urgent`,
			good: `severity: critical`,
		},
		{
			code: SchemaPattern, title: "The value does not have the agreed form",
			what: "Values of this key follow a fixed form, for instance `v2.3` for a version or `ONB-01` for a task.",
			why:  "Other documents, file names and web addresses are built from these values and would break.",
			mend: "Rewrite the value in the form that the finding shows.",
			lang: "yaml",
			bad:  `version: "2.3 final"`,
			good: `version: v2.3`,
		},
		{
			code: SchemaDate, title: "This is not a date",
			what: "Dates are written as year-month-day, with four, two and two digits. The day must exist.",
			why:  "03/04/2026 is the third of April for one reader and the fourth of March for another.",
			mend: "Write the date as `2026-04-03`. The page shows it in each reader's own form.",
			lang: "yaml",
			bad:  `date: 31/11/2026`,
			good: `date: 2026-11-30`,
		},
		{
			code: SchemaLength, title: "The value is too long, too short, or has too many or too few items",
			what: "The text or the list is outside the length that this key allows.",
			why:  "Titles and summaries are shown in menus, lists and search results, where long ones are cut. An empty list says nothing.",
			mend: "Shorten the text, or add what is missing. The finding names the limit.",
			lang: "yaml",
			bad:  `channels: []`,
			good: `channels: [email]`,
		},
		{
			code: SchemaRange, title: "The number is too small or too large",
			what: "The number is outside the range that this key allows.",
			why:  "A wait of 0 days or a share of 140 % is nearly always a slip, and dates and prices are computed from it.",
			mend: "Correct the number. The finding names the limits.",
			lang: "yaml",
			bad: `
due:
  count: 0
  unit: days`,
			good: `
due:
  count: 1
  unit: days`,
		},
		{
			code: SchemaFormat, title: "The value is not a proper address",
			what: "This key takes a web address, an e-mail address or another standard form, and the value is not one.",
			why:  "Readers would be given a link or an address that leads nowhere.",
			mend: "Write it in full. A web address starts with `https://`.",
			lang: "yaml",
			bad:  `base_url: partners.example.com`,
			good: `base_url: https://partners.example.com`,
		},
		{
			code: SchemaShape, title: "The value does not have an allowed shape",
			what: "The value has the right type but not the form that the schema allows here: a list names something twice, or keys stand together that exclude each other.",
			why:  "Nobody can say which of two statements counts.",
			mend: "Keep one of the two, as the finding says.",
			lang: "yaml",
			bad: `
languages: [en, fr, en]`,
			good: `
languages: [en, fr]`,
		},
		{
			code: PriceFormat, title: "The price is not a quoted decimal with a point",
			what: "A price is written in quotes, with digits and one point: no comma, no currency sign, no spaces, no minus.",
			why:  "“1,840” is one thing in Paris and a thousand times as much in London. Prices are never guessed.",
			mend: "Write digits, a point and the cents, in straight double quotes. The currency stands once, in `currency:`.",
			lang: "yaml",
			bad:  `price: "1,84 €"`,
			good: `price: "1.84"`,
		},
		{
			code: PriceCurrency, title: "There is no such currency",
			what: "Currencies are written as the three capital letters of ISO 4217, such as EUR, USD or JPY. This one is unknown or no longer in use.",
			why:  "The currency decides how amounts are rounded and shown. A wrong one makes every price of the list wrong.",
			mend: "Look up the code of the currency and write it in capitals.",
			lang: "yaml",
			bad:  `currency: EUX`,
			good: `currency: EUR`,
		},
		{
			code: PriceMinorUnits, title: "The price has more decimals than the currency",
			what: "The amount has more digits after the point than the currency has: two for EUR and USD, none for JPY.",
			why:  "Such an amount cannot be charged. Someone would have to round it, each system in its own way.",
			mend: "Round the price yourself, so that what is approved is what is charged.",
			lang: "yaml",
			bad: `
currency: JPY
price: "120.50"`,
			good: `
currency: JPY
price: "121"`,
		},
	}
}
