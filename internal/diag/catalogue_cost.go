package diag

// costTopics explains findings about cost books and invoice lines.
func costTopics() []topic {
	return []topic{
		{
			code: CostBook, title: "The cost book contradicts itself",
			what: "A cost stands in the book twice, has no currency, or one of its charges is counted twice, both used and spread, or spread to more than 100%.",
			why:  "The cost of a unit would be too high or too low, and so would every price that follows from it.",
			mend: "Correct the entry that the finding points at.",
			lang: "yaml",
			bad:  `charges: [{part: data, use: "0.25", spread: "12000"}]`,
			good: `charges: [{part: data, use: "0.25"}]`,
		},
		{
			code: CostColumns, title: "The map of columns is not complete",
			what: "For provider, charge, part, quantity, amount, currency and period, a map names the column of the export, or says what is always so. The period needs a year and a month.",
			why:  "A column that is not named would have to be guessed.",
			mend: "Name the column under `columns:`, or what it always is under `fixed:`.",
			lang: "yaml",
			bad:  `columns: {charge: MeterCategory, part: ResourceGroup, quantity: Quantity, amount: Cost, currency: BillingCurrency, period: Date}`,
			good: `
fixed: {provider: azure}
columns: {charge: MeterCategory, part: ResourceGroup, quantity: Quantity, amount: Cost, currency: BillingCurrency, period: Date}`,
		},
		{
			code: CostFigure, title: "An invoice line has a figure that cannot be read",
			what: "Amounts and quantities are digits with a point, currencies three capital letters, and no field is empty.",
			why:  "The line would be missing in the cost of a unit, which would then be too low.",
			mend: "Correct the field, or the map of columns where the whole export is written otherwise.",
			lang: "csv",
			bad:  `azure,compute,engine-hour,1000,"1.000,50",EUR,2026-07`,
			good: `azure,compute,engine-hour,1000,1000.50,EUR,2026-07`,
		},
		{
			code: CostPeriod, title: "An invoice line is of no month of the book",
			what: "The period is not a month, or lies outside the period of the cost book.",
			why:  "A line of another quarter would change costs that have been approved already.",
			mend: "Correct the month, or move the line to the invoices of its own book.",
			lang: "csv",
			bad:  `azure,compute,engine-hour,1000,1000.50,EUR,07/2026`,
			good: `azure,compute,engine-hour,1000,1000.50,EUR,2026-07`,
		},
		{
			code: CostRate, title: "There is no exchange rate for the day",
			what: "An amount is to be told in another currency, and no table that holds on that day knows both; or a table gives a rate of nothing, or two.",
			why:  "Rates are never guessed, nor taken from another day.",
			mend: "Add the rate to a table of exchange rates. It says what one unit of its currency is in others.",
			lang: "yaml",
			bad: `
one: EUR
is: [{currency: USD, amount: "0"}]`,
			good: `
one: EUR
is: [{currency: USD, amount: "1.0823"}]`,
		},
		{
			code: CostQuantity, title: "Nobody knows what one unit costs",
			what: "The quantities of a charge sum to nothing, or credits are higher than charges.",
			why:  "An amount cannot be divided by a quantity of nothing, and a cost below nothing would give a price below nothing.",
			mend: "Spread a charge without a quantity over units of the cost: `spread:`. Leave credits out that belong to another period.",
			lang: "yaml",
			bad:  `charges: [{charge: support, part: account}]`,
			good: `charges: [{charge: support, part: account, spread: "12000"}]`,
		},
		{
			code: CostUnknown, title: "There is no such cost",
			what: "A part names a cost that the book does not have, or no invoice line is for a cost or a charge of the book.",
			why:  "The price cannot be computed from what is not known.",
			mend: "Compare the names letter by letter, or add what is missing.",
			lang: "yaml",
			bad:  `cost: azure-migrat-hour`,
			good: `cost: azure-migrate-hour`,
		},
		{
			code: CostRepeated, title: "A line of an invoice is there twice",
			what: "The same line stands in a file a second time, or in two files of a book. Of our own lines all columns count, of an export the whole line. The copy goes into no cost.",
			why:  "A line that was copied, or a file that was added under two names, makes a unit look dearer than it is.",
			mend: "Remove the copy. Where the provider has charged the same twice, say so at the file: `repeats:` with the reason; then every line of it counts.",
			lang: "yaml",
			bad:  `invoices: [{file: 2026-q3-own.csv}]`,
			good: `invoices: [{file: 2026-q3-own.csv, repeats: "two licences are charged in two equal lines"}]`,
		},
		{
			code: CostMonth, title: "A month has no invoice lines of a provider",
			what: "A provider has lines in two months of the book or more, at all or for a part, and none in this one, for which there are lines of others or later ones.",
			why:  "An invoice that is missing changes what a unit costs, and with it every price that follows.",
			mend: "Add the lines of the month. Where there are none, say so in the book: `gaps:` with provider, month and reason, and with part where only its lines are missing.",
			lang: "yaml",
			bad:  `invoices: [{file: 2026-q3-own.csv}]      # lantern: July and September`,
			good: `gaps: [{provider: lantern, month: "2026-08", reason: "the licences of August were free"}]`,
		},
		{
			code: CostUnused, title: "What we pay for goes into no cost",
			what: "There are invoice lines that no cost of the book counts, or that name no part; or a file of lines that no book names.",
			why:  "We pay this and no price covers it.",
			mend: "Name the charge in a cost, tag what it is for, or leave such lines out in the map of columns.",
			lang: "yaml",
			bad:  `charges: [{charge: compute, part: data}]`,
			good: `charges: [{charge: compute, part: data}, {charge: storage, part: data}]`,
		},
		{
			code: UsageFigure, title: "A row of usage has a quantity that cannot be read",
			what: "A quantity is up to 12 digits, and if need be a point and up to 6 decimals. Each row names a price list and an SKU.",
			why:  "The row would be missing in what a customer pays.",
			mend: "Correct the field.",
			lang: "csv",
			bad:  `nordlys,integrator,emea,emea-eur-gold,MIG-ENGINE-HOUR,2026-09,1e3`,
			good: `nordlys,integrator,emea,emea-eur-gold,MIG-ENGINE-HOUR,2026-09,1000`,
		},
		{
			code: UsageMonth, title: "A row of usage is of no month",
			what: "A month is written as year and month: 2026-09. It has begun: nobody has used anything in one that is still to come. A quote is of months in which the version holds by which it is made.",
			why:  "Prices, minimums and caps are by the month.",
			mend: "Correct the field. Quote each month as of a day in it.",
			lang: "csv",
			bad:  `nordlys,integrator,emea,emea-eur-gold,MIG-ENGINE-HOUR,2026-09-01,1000`,
			good: `nordlys,integrator,emea,emea-eur-gold,MIG-ENGINE-HOUR,2026-09,1000`,
		},
		{
			code: UsageCustomer, title: "Two rows say different things about a customer",
			what: "A customer has one segment and one region, in all rows. This row names another one, or no customer, or a customer whom only spaces or capitals tell from another.",
			why:  "What a change does to a segment or a region would depend on which row is believed.",
			mend: "Write the same name, segment and region in all rows of the customer.",
			lang: "csv",
			bad: `
nordlys,integrator,emea,emea-eur-gold,MIG-ENGINE-HOUR,2026-08,900
nordlys,reseller,emea,emea-eur-gold,MIG-ENGINE-HOUR,2026-09,1000`,
			good: `
nordlys,integrator,emea,emea-eur-gold,MIG-ENGINE-HOUR,2026-08,900
nordlys,integrator,emea,emea-eur-gold,MIG-ENGINE-HOUR,2026-09,1000`,
		},
		{
			code: UsageUnpriced, title: "What is used has no price",
			what: "A row of usage names a list or an SKU that is not there, and no release knows it; or a list is used in a month in which no version of it holds. It counts as nothing in an impact, and an invoice cannot be made with it. What was used before the first version of a list that holds by now is from before its prices were written down, and is not told.",
			why:  "The customer looks smaller than it is.",
			mend: "Correct the list or the SKU, or add the part to the list. Where no version holds, release one; by which prices customers are charged until the first release holds, `parley price release LIST --earlier` writes down.",
			lang: "csv",
			bad:  `nordlys,integrator,emea,emea-eur-gold,MIG-ENGIN-HOUR,2026-09,1000`,
			good: `nordlys,integrator,emea,emea-eur-gold,MIG-ENGINE-HOUR,2026-09,1000`,
		},
		{
			code: UsageTwice, title: "Two rows say what a customer has used of one part in one month",
			what: "A row names the same customer, list, SKU and month as an earlier one, in this file or in another. Their quantities are added up.",
			why:  "A row that was copied, or a file that was exported twice, doubles what the customer is charged and what a change seems to do.",
			mend: "Remove the copy; if both are right, write one row with their sum.",
			lang: "csv",
			bad: `
nordlys,integrator,emea,emea-eur-gold,MIG-ENGINE-HOUR,2026-09,1000
nordlys,integrator,emea,emea-eur-gold,MIG-ENGINE-HOUR,2026-09,1000`,
			good: `
nordlys,integrator,emea,emea-eur-gold,MIG-ENGINE-HOUR,2026-09,1000`,
		},
		{
			code: UsageUnknown, title: "A customer is of a segment or a region that nobody knows",
			what: "Usage names a segment or a region that the settings of the site do not define.",
			why:  "What a change of prices does is told by segment and region; this customer is in none that anybody would look at.",
			mend: "Correct it in all rows of the customer, or define it in `content/site.yaml`.",
			lang: "csv",
			bad:  `nordlys,integrater,emea,emea-eur-gold,MIG-ENGINE-HOUR,2026-09,1000`,
			good: `nordlys,integrator,emea,emea-eur-gold,MIG-ENGINE-HOUR,2026-09,1000`,
		},
	}
}
