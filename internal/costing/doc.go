// Package costing works out what a unit costs us, from the lines of providers' invoices.
//
// Promise: a cost is exact, and every invoice line that goes into it is named in its derivation; a line that goes into none is
// told, and so are a line that is there twice, which counts once, and a month without a provider's lines. Amounts of several currencies are converted at rates that are dated and say in which direction they are meant. A file
// is read row by row: memory grows with what is charged for, and by a digest of each line, but not by the lines themselves.
//
// Input: documents (cost books, exchange rates, maps of columns), CSV as readers with their paths. Output: Cost with its
// derivation, findings. It opens no file, reads no clock, and knows no price.
//
// # A cost book
//
//	kind: cost-book                          # pricing/costs/2026-q3.yaml
//	id: 2026-q3
//	period: {from: "2026-07-01", until: "2026-10-01"}      the months whose lines count
//	effective: {from: "2026-10-01", until: "2027-01-01"}   the days on which prices follow these costs
//	currency: EUR                            of costs that name none
//	buffer: "4%"                             the budget buffer, on top of the invoices
//	invoices:
//	  - {file: 2026-q3-azure.csv}            columns provider, charge, part, quantity, amount, currency, period
//	  - {file: 2026-q3-aws.csv, columns: aws-cur}
//	  - {file: 2026-q3-more.csv, repeats: "two licences are charged in two equal lines"}   they both count
//	gaps: [{provider: lantern, month: "2026-08", reason: "the licences of August were free"}]
//	     # with part: engine-hour, only its lines are missing
//	costs:
//	  - {id: engine-hour, unit: hour}        all lines whose part is engine-hour
//	  - id: data-gigabyte
//	    unit: gigabyte
//	    currency: USD
//	    buffer: "6%"
//	    charges:
//	      - {provider: aws, charge: transfer, part: data}
//	      - {provider: aws, charge: storage, part: data, use: "0.25"}
//	      - {provider: aws, charge: support, part: account, spread: "12000", share: "40%"}
//
// A charge costs, for one unit of the cost, its amount divided by its quantity, times use (units of the charge in one of the
// cost; 1 where nothing is said); or, where spread is given, its amount times share divided by so many units of the cost. The
// cost of a unit is the sum over its charges, times 1 + buffer.
//
// # Exchange rates
//
//	kind: exchange-rates                     # pricing/rates/2026-q3.yaml
//	id: 2026-q3
//	source: "European Central Bank, averages of the months"
//	period: {from: "2026-07-01", until: "2026-10-01"}
//	one: EUR                                 one EUR …
//	is:                                      … is so much
//	  - {currency: USD, amount: "1.1000"}
//
// A line is converted at the rates that hold on the first day of its month, through the currency of the table where it is
// neither of the two.
//
// # A map of columns
//
//	kind: invoice-columns                    # pricing/costs/columns/azure.yaml
//	id: azure
//	separator: ","
//	skip: "0"                                lines before the header
//	fixed: {provider: azure}                 what the file does not say
//	columns: {charge: MeterCategory, part: ResourceGroup, quantity: Quantity, amount: CostInBillingCurrency, currency: BillingCurrency, period: Date}
//	period: "MM/DD/YYYY"                     letters where year, month and day stand; the rest as it is; more may follow
//	decimal: point                           or comma
//	parts: [{is: rg-migration, part: engine-hour}]
//	leave_out: [{column: ChargeType, is: [Tax]}]
package costing
