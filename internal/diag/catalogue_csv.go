package diag

// csvTopics explains findings about files of rows and columns.
func csvTopics() []topic {
	return []topic{
		{
			code: CSVSyntax, title: "A row cannot be cut into fields",
			what: "A quote is opened and not closed on the line, something follows a closing quote, the line is too long, or a character in it cannot be seen.",
			why:  "Programs cut such a row in different ways, and one of them would take an amount for another. So the row does not count, and all others do.",
			mend: "A row is one line. Put a whole field in quotes, and write a quote within it twice. Remove characters that cannot be seen.",
			lang: "csv",
			bad:  `azure,5" disk,engine-hour,10`,
			good: `azure,"5"" disk",engine-hour,10`,
		},
		{
			code: CSVHeader, title: "The first line does not name the columns",
			what: "The first line names the columns, in any order. One is missing, stands twice, or has a name that means nothing here.",
			why:  "Without its name a column would be guessed by its place, and a column that moves would change every figure.",
			mend: "Correct the name. Exports with names of their own are read through a map of columns.",
			lang: "csv",
			bad: `
provider,charge,part,quantity,sum,currency,period`,
			good: `
provider,charge,part,quantity,amount,currency,period`,
		},
		{
			code: CSVWidth, title: "A row has more or fewer fields than the header",
			what: "The number of fields differs from that of the first line. Mostly an amount was written with a comma, or a separator is missing.",
			why:  "From the place of the fault on, every field would be read as another column.",
			mend: "Write amounts with a point. Put a field with a comma in quotes, and write nothing between two commas for what is not known.",
			lang: "csv",
			bad: `
customer,sku,quantity
nordlys,MIG-ENGINE-HOUR,1,5`,
			good: `
customer,sku,quantity
nordlys,MIG-ENGINE-HOUR,1.5`,
		},
	}
}
