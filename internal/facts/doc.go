// Package facts reads tables of facts: exports of a CRM, a PRM, a service desk, as CSV or JSON, cell by cell.
//
// Promise: a row counts only if each of its cells is what the table says that it is; every cell that is not is a finding at its
// file, line and column, with a way to mend it. Nothing is guessed: not which of two figures a comma means, not the zone of a
// time, not a currency, not the end of a file that has lost it. Money becomes a whole number of minor units, exactly or rounded
// once after it has been converted; no float is ever made.
//
// A table is a document of kind fact-table, and its files lie beside it:
//
//	kind: fact-table                         # content/metrics/data/invoices.yaml; SQL calls it invoices
//	files:
//	  - {file: invoices-2026.csv, exported: "2026-11-20", columns: salesforce, rows: "1204"}
//	columns:
//	  - {name: number, type: text, unique: true}
//	  - {name: partner, type: text, table: partners}         # a value of that table's first unique column
//	  - {name: feature, type: text, ref: feature}            # the id of a feature of this repository
//	  - {name: day, type: date, min: "2025-01-01"}
//	  - {name: currency, type: text, choices: [EUR, USD]}
//	  - {name: amount, type: money, currency: currency, in: EUR, at: day}   # cents of euros, at the rate of that day
//	  - {name: answered, type: time, empty: true}            # seconds since 1970 in UTC; empty is NULL
//	key: [partner, day]                                      # no two rows have the same of these
//	months: {column: day, missing: ["2025-08"]}              # every other month between the first and the last has a row
//
// A table of a team that has outgrown files comes from a database. Its rows are frozen in a snapshot beside it, NAME.snapshot.csv: six
// lines of what it is, with a digest of the query and one of the rows, and below them a CSV file of our own:
//
//	source: postgres                         # in place of files
//	variable: WAREHOUSE_DSN                  # the environment variable that holds the address; never the address itself
//	query: select number, partner, day, amount from finance.invoices
//	dated: select max(loaded_on) from finance.loads   # the day of the data, by the server's word
//	limit: "50000"                           # rows; 200000 where nothing is said
//
// Exports with columns, numbers and dates of their own are read through a document of kind export-columns:
//
//	kind: export-columns                     # content/metrics/columns/salesforce.yaml
//	separator: ";"
//	skip: "4"                                # lines before the header
//	footer: ["Copyright"]                    # the first line that begins so ends the rows, and there has to be one
//	decimal: comma
//	groups: point                            # between thousands: point, comma, space or apostrophe
//	dates: DD.MM.YYYY
//	times: DD.MM.YYYY hh:mm
//	time_zone: Europe/Berlin                 # of times that name none
//	columns: [{is: number, column: "Opportunity ID"}]
//	fixed: [{is: currency, value: EUR}]
//	values: [{is: partner, from: "Nordlys Systems AS", to: nordlys}]
//	leave_out: [{column: Stage, is: [Prospecting]}]
//
// Input: documents, bytes, and what else there is to name. Output: rows one by one, findings, months without data. It opens no
// file.
package facts
