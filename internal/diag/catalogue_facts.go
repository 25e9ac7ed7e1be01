package diag

// factsTopics explains findings about tables of facts and the measures that are made of them.
func factsTopics() []topic {
	return []topic{
		{
			code: FactsTable, title: "The description of a table cannot be followed",
			what: "Two columns have one name, a bound does not fit its type, amounts have no currency, tables name each other in a circle, or a key names no column.",
			why:  "Nothing of the table is read, so no measure that needs it has a value.",
			mend: "Correct the description. Amounts need `currency:` (a code, or the column that has it), and `in:` with `at:` where they are converted.",
			lang: "yaml",
			bad:  `- {name: amount, type: money}`,
			good: `- {name: amount, type: money, currency: EUR}`,
		},
		{
			code: FactsMap, title: "A map of columns does not fit",
			what: "The map names a column that the table does not have, leaves one out, or describes dates and numbers in a way that nobody can read.",
			why:  "A column without a source would have to be guessed.",
			mend: "Say of each column of the table, under `columns:` or `fixed:`, where it comes from.",
			lang: "yaml",
			bad:  `dates: DD.MM`,
			good: `dates: DD.MM.YYYY`,
		},
		{
			code: FactsCell, title: "A cell is not what its column holds",
			what: "A number, a date or a time is not written as this file writes them; a spreadsheet has damaged the cell; a time has no zone; a currency is none.",
			why:  "A reader who guesses takes 1,234 for a thousand or for one, and nobody sees which. So the row does not count.",
			mend: "Correct the cell where it comes from. If all cells of the column are written so, say so in a map of columns.",
			lang: "csv",
			bad: `
partner,day,amount
nordlys,2026-10-31,"1,5"`,
			good: `
partner,day,amount
nordlys,2026-10-31,1.5`,
		},
		{
			code: FactsEmpty, title: "A cell is empty",
			what: "Every cell has to be filled in unless its column is described with `empty: true`.",
			why:  "A measure would leave the row out, and look better or worse than it is.",
			mend: "Fill it in, or allow it: `empty: true` stands for what may not be known yet.",
			lang: "csv",
			bad: `
partner,day,amount
nordlys,,12.50`,
			good: `
partner,day,amount
nordlys,2026-10-31,12.50`,
		},
		{
			code: FactsRange, title: "A value lies outside what its column may be",
			what: "A number or a date is beyond `min:` or `max:`, or a word is none of `choices:`.",
			why:  "Such a value is mostly a slip of the keyboard or a column that has moved, and one of it can decide an average.",
			mend: "Correct the value, or the description of the column where the value is right.",
			lang: "csv",
			bad: `
partner,attended
nordlys,-4`,
			good: `
partner,attended
nordlys,4`,
		},
		{
			code: FactsTwice, title: "Two rows are the same",
			what: "A column that is `unique: true` has one value in two rows, or two rows have the same `key:`. The note shows the first.",
			why:  "Exports overlap, and what stands in both would be added up twice.",
			mend: "Remove one of the two rows.",
			lang: "csv",
			bad: `
number,amount
R-1,10.00
R-1,10.00`,
			good: `
number,amount
R-1,10.00`,
		},
		{
			code: FactsReference, title: "A cell names something that does not exist",
			what: "The column has `ref:` or `table:`, and the cell is not the id of such a thing, or of a row of that table.",
			why:  "The row belongs to nobody: it is in the total, and in no part of it.",
			mend: "Correct the name, add what it names, or map it with `values:` of the map of columns.",
			lang: "csv",
			bad: `
partner,amount
nordlyss,10.00`,
			good: `
partner,amount
nordlys,10.00`,
		},
		{
			code: FactsRate, title: "Nobody knows what an amount is worth",
			what: "An amount has to be converted, and no table of exchange rates holds on its day and knows both currencies.",
			why:  "Amounts in two currencies cannot be added up.",
			mend: "Add the rate to a document in `pricing/rates`.",
			lang: "csv",
			bad: `
day,amount,currency
2019-10-31,10.00,JPY`,
			good: `
day,amount,currency
2026-10-31,1000,JPY`,
		},
		{
			code: FactsRows, title: "Rows are missing",
			what: "The file has another number of rows than the table says, has lost its footer, has none at all, or a whole month is missing between two others.",
			why:  "Half of an export looks like a bad quarter.",
			mend: "Export it again. A month for which there are no data at all is named under `missing:`, and what is made of it is marked.",
			lang: "yaml",
			bad:  `months: {column: day}`,
			good: `months: {column: day, missing: ["2025-08"]}`,
		},
		{
			code: FactsJSON, title: "A JSON file is no list of rows",
			what: "The file is not JSON, not a list, or a row in it is no object whose values are text, numbers, true, false or null.",
			why:  "Programs read damaged JSON in different ways.",
			mend: "Export it as a list of objects; the keys are the columns.",
			lang: "json",
			bad:  `{"partner": "nordlys"}`,
			good: `[{"partner": "nordlys"}]`,
		},
		{
			code: FactsFile, title: "The file of a table is not there",
			what: "The description of a table names a file that does not lie beside it, or cannot be read.",
			why:  "What is made of the table has no value.",
			mend: "Put the export there, or correct the name.",
			lang: "yaml",
			bad:  `files: [{file: invoices.cvs}]`,
			good: `files: [{file: invoices.csv}]`,
		},
		{
			code: FactsUnused, title: "No table names this file",
			what: "A file lies among the data of the measures, and no description of a table names it.",
			why:  "Whoever put it there thinks that it counts.",
			mend: "Name it under `files:` of its table, or remove it.",
			lang: "yaml",
			bad:  `files: [{file: invoices-2025.csv}]`,
			good: `files: [{file: invoices-2025.csv}, {file: invoices-2026.csv}]`,
		},
		{
			code: FactsSource, title: "A table cannot be read from its database",
			what: "The description of a table names no variable or no query, holds the address of a database or a password, or the server refuses the query, or answers with other columns, other types or more rows than the table may have.",
			why:  "Nothing is frozen, so the snapshot that was there before stays. A password in a file is known to everybody who has ever cloned the repository.",
			mend: "Write under `variable:` the name of the environment variable that holds the address, and correct the query. A password that has been committed has to be changed.",
			lang: "yaml",
			bad: `
source: postgres
variable: postgres://reader@warehouse/partners
query: select partner, amount from deals`,
			good: `
source: postgres
variable: WAREHOUSE_DSN
query: select partner, amount from deals`,
		},
		{
			code: FactsSnapshot, title: "A snapshot does not hold what its table asks for",
			what: "There is no snapshot of a table that comes from a database, its query or its columns have changed since it was frozen, or somebody has edited its rows.",
			why:  "The numbers would be those of another question, or of nobody's database. So no measure that needs the table has a value.",
			mend: "Run `parley metrics --refresh` where the database can be reached, look at the difference, and commit the snapshot.",
			lang: "text",
			bad: `
# query: sha256:5f0c…  (of a query that is no longer asked)`,
			good: `
# query: sha256:91aa…  (of the query that the table has)`,
		},
		{
			code: MetricQuery, title: "The query of a measure cannot be run",
			what: "The SQL is not a single SELECT, uses something whose result may differ from run to run, names a table or column that does not exist, or takes too long.",
			why:  "The measure has no value.",
			mend: "Write one SELECT over tables of facts. The day of the report is `:as_of`; the clock is not asked.",
			lang: "yaml",
			bad:  `query: select day as period, 1 as value from invoices where day <= date('now')`,
			good: `query: select day as period, 1 as value from invoices where day <= :as_of`,
		},
		{
			code: MetricResult, title: "The rows of a query do not make a measure",
			what: "A column is missing or unknown, a value is no whole number, a period is none, or a share is of nothing.",
			why:  "A number that means something else would be shown.",
			mend: "Return `period` and `value`, for shares also `of`, and none but `region`, `tier`, `type`, `partner`, `n` and `arm` beside them. Count in whole numbers: cents, minutes.",
			lang: "yaml",
			bad:  `query: select day as period, avg(amount) as value from invoices group by day`,
			good: `query: select day as period, sum(amount) as value, count(*) as of from invoices group by day`,
		},
		{
			code: MetricStale, title: "The data of a measure are too old",
			what: "The newest export of one of its tables is older than the measure says that it may be.",
			why:  "People decide by a number that has stopped moving.",
			mend: "Export the table again, and write the day under `exported:`.",
			lang: "yaml",
			bad:  `files: [{file: invoices.csv, exported: "2025-01-31"}]`,
			good: `files: [{file: invoices.csv, exported: "2026-11-20"}]`,
		},
		{
			code: MetricChart, title: "A chart in a page cannot be drawn",
			what: "A block of the language `chart` names no metric that is measured, a kind of chart or a quarter that does not exist, or a key that means nothing.",
			why:  "Readers see the text of the block where a chart should be.",
			mend: "Write `measure:` with the id of a metric, and beside it, as you need them, `kind`, `by`, `from` and `until`.",
			lang: "yaml",
			bad:  `{measure: sla-complience, kind: pie}`,
			good: `{measure: sla-compliance, kind: line, from: 2026-q1, until: 2026-q4}`,
		},
		{
			code: MetricReader, title: "A chart shows what readers of its page may not see",
			what: "A chart in a page is of a metric for fewer readers than the page, or tells regions, tiers, types or partners apart in a page that not only internal readers see.",
			why:  "In a small group, a figure would be that of one partner; and an internal figure stays inside.",
			mend: "Name a metric for the readers of the page, leave out `by`, or give the page `audience: internal`.",
			lang: "yaml",
			bad:  `{measure: partner-sourced-revenue}`,
			good: `{measure: sla-compliance}`,
		},
	}
}
