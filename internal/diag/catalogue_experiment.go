package diag

// experimentTopics explains findings about experiments with prices.
func experimentTopics() []topic {
	return []topic{
		{
			code: ExperimentDesign, title: "The plan of the experiment cannot work",
			what: "Something in the plan contradicts itself: shares that do not add up to 100%, two prices that are equal, a difference that leaves no offer accepted, looks on days on which the experiment does not run, a rule for stopping that is half written.",
			why:  "Neither the number of offers nor a verdict can be computed from such a plan, or they would mean nothing.",
			mend: "Correct the field at which the finding stands.",
			lang: "yaml",
			bad: `
arms:
  - {id: list, title: Price of the list, price: "1.84", share: "50%"}
  - {id: higher, title: Higher price, price: "1.98", share: "40%"}`,
			good: `
arms:
  - {id: list, title: Price of the list, price: "1.84", share: "50%"}
  - {id: higher, title: Higher price, price: "1.98", share: "50%"}`,
		},
		{
			code: ExperimentShort, title: "The experiment has too little time",
			what: "With the traffic that is expected, the experiment ends before it has as many offers as its plan needs.",
			why:  "Most experiments that are too small find nothing, whatever is true, and then nothing found is taken for no difference.",
			mend: "Let it run longer, look for a larger difference, or accept less power. `parley price experiment plan` shows what each would mean.",
			lang: "yaml",
			bad: `
traffic: "50"            # the plan needs 2,242 offers
start: "2026-09-07"
until: "2026-10-04"`,
			good: `
traffic: "50"
start: "2026-09-07"
until: "2027-07-18"`,
		},
		{
			code: ExperimentPlan, title: "The plan is not bound, or is not the one that was bound",
			what: "An experiment that has started bears a digest of its plan. It is missing here, or the plan is no longer the one from which it was made.",
			why:  "A plan that can still change while results come in can be made to say anything.",
			mend: "The digest does not tell which field was changed. Find the commit that wrote it (`git log -S DIGEST -- FILE`), compare, and take the change back. If another plan is wanted, stop this experiment and begin a new one. Before the start, write the digest that `parley price experiment plan` prints.",
			lang: "yaml",
			bad: `
status: running          # and no plan_digest`,
			good: `
status: running
plan_digest: "sha256:9f0c2c4c0f3a…"`,
		},
		{
			code: ExperimentList, title: "The experiment does not fit its price list",
			what: "The part is not in the price list that the experiment names, or the list is in another currency.",
			why:  "Offers at these prices were made for something else, so the result says nothing about this part.",
			mend: "Correct the SKU, the list or the currency.",
			lang: "yaml",
			bad: `
list: emea-eur-gold
currency: USD`,
			good: `
list: emea-eur-gold
currency: EUR`,
		},
		{
			code: ExperimentLook, title: "A look at results is not one that counts",
			what: "`looked:` lists the days, beside those that were planned, on which somebody saw how often offers are accepted. This day is there twice, was planned anyway, or lies outside of the experiment.",
			why:  "Each look uses up a part of the error that the plan allows. One that is counted wrongly makes the bounds wrong.",
			mend: "Correct the day, or remove it.",
			lang: "yaml",
			bad: `
looks: ["2026-10-05"]
looked: [{on: "2026-10-05", by: mara}]`,
			good: `
looks: ["2026-10-05"]
looked: [{on: "2026-10-12", by: mara}]`,
		},
		{
			code: ExperimentResults, title: "The results of the experiment cannot be used as they are",
			what: "The results are a table beside the document, with the same name and the ending `.csv`: one line for each day and arm, in the order of days, with whole numbers of offers and of those that were accepted. A line is not written like that, or contradicts itself, its neighbours or the plan; or the table is missing.",
			why:  "A table that is read in two ways gives two verdicts.",
			mend: "Correct the line at which the finding stands, or what has written the table.",
			lang: "csv",
			bad: `
day,arm,offered,accepted
2026-09-07,list,12,15`,
			good: `
day,arm,offered,accepted
2026-09-07,list,15,12`,
		},
		{
			code: ExperimentSplit, title: "Offers are not split as planned",
			what: "The numbers of offers at the two prices are so far from the planned shares that chance alone does this less than once in a thousand experiments.",
			why:  "Something decides which price a customer gets, or which offers are counted. Whatever it is, it makes the two groups differ by more than the price, and no comparison is fair.",
			mend: "Find the cause first: offers that were taken out, a rule that prefers one price, a system that lost records. Do not mend the numbers.",
			lang: "csv",
			bad: `
day,arm,offered,accepted
2026-09-07,list,600,240
2026-09-07,higher,480,190`,
			good: `
day,arm,offered,accepted
2026-09-07,list,545,218
2026-09-07,higher,535,211`,
		},
		{
			code: ExperimentOutcome, title: "The experiment has ended, and nobody has written what came of it",
			what: "The status is finished or stopped, and `result:` is missing.",
			why:  "The next person will make the same experiment again, or believe what they remember of it.",
			mend: "Write in a sentence or two what was found and what was not, and name the decision if there was one.",
			lang: "yaml",
			bad:  `status: finished`,
			good: `
status: finished
result: At the higher price fewer offers are accepted, but each earns more. The list stays as it is.`,
		},
		{
			code: ExperimentOverdue, title: "The experiment should have ended",
			what: "The last day of the experiment is past, and its status is still planned or running.",
			why:  "Customers go on getting two prices, and whoever reads the results later adds days that the plan does not know.",
			mend: "Write the result and set the status to `finished`, or to `stopped` if it ended early.",
			lang: "yaml",
			bad: `
until: "2026-10-18"
status: running`,
			good: `
until: "2026-10-18"
status: finished
result: The difference that matters was not found.`,
		},
	}
}
