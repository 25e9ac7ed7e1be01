package diag

// dataTopics explains findings about who may see which data.
func dataTopics() []topic {
	return []topic{
		{
			code: DataProduction, title: "Production figures would leave the house",
			what: "A class of data holds production figures, and its circle is wider than internal.",
			why:  "These figures are our customers'. Whoever shows them to others breaks the agreement with the customer.",
			mend: "Write `circle: internal`. If a part of the figures may be shown, make a class of its own for it.",
			lang: "yaml",
			bad: `
- id: usage
  production: true
  circle: partner`,
			good: `
- id: usage
  production: true
  circle: internal`,
		},
		{
			code: DataReader, title: "Somebody has access who may not read this data",
			what: "The class of data lists the roles that may read it. The person holds none of them.",
			why:  "Access that no rule allows is usually left over from an earlier job, and nobody notices.",
			mend: "Take the access away and remove the entry. If the person needs it, add their role to `readers:` of the class, which has to be approved.",
			lang: "yaml",
			bad: `
classes: [{id: usage, readers: [engineering-liaison]}]
access: [{person: hannah, class: usage}]      # a partner success manager`,
			good: `
classes: [{id: usage, readers: [engineering-liaison]}]
access: [{person: priya, class: usage}]       # an engineering liaison`,
		},
		{
			code: DataExpired, title: "The access has run out",
			what: "Access to data is given until a day. That day is past, and the entry is still there.",
			why:  "Either somebody still sees what they may no longer see, or the list does not say who sees what.",
			mend: "Take the access away and then remove the entry. If it is still needed, have it approved again, with a new day.",
			lang: "yaml",
			bad:  `access: [{person: priya, class: usage, until: 2026-06-30}]      # past`,
			good: `access: [{person: priya, class: usage, until: 2027-06-30}]`,
		},
		{
			code: DataClass, title: "The policy has no such class of data",
			what: "An entry under `covers:` or `access:` names a class that this policy does not define.",
			why:  "Nobody can tell who may see the data, so in doubt everybody does.",
			mend: "Correct the spelling, or define the class.",
			lang: "yaml",
			bad: `
classes: [{id: partner-contacts}]
covers: [{class: contacts, path: content/people.yaml}]`,
			good: `
classes: [{id: partner-contacts}]
covers: [{class: partner-contacts, path: content/people.yaml}]`,
		},
		{
			code: DataPath, title: "The data does not stand where the policy says",
			what: "`covers:` names a document or a folder of the repository. There is nothing at this path.",
			why:  "The documents that were meant are not compared with the policy, and the data in them is not protected.",
			mend: "Correct the path. It is counted from the root of the repository.",
			lang: "yaml",
			bad:  `covers: [{class: prices, path: lists}]`,
			good: `covers: [{class: prices, path: pricing/lists}]`,
		},
		{
			code: DataCircle, title: "A document shows data to more readers than its class allows",
			what: "The document holds data of a class, and its audience is wider than the circle of that class.",
			why:  "Whoever reads the document reads the data in it.",
			mend: "Narrow the `audience:` of the document, or move the data to a document of its own.",
			lang: "yaml",
			bad: `
# content/partners/nordlys.md
audience: partner
# the policy
classes: [{id: partner-contacts, circle: internal}]
covers: [{class: partner-contacts, path: content/partners}]`,
			good: `
# content/partners/nordlys.md
audience: internal
# the policy
classes: [{id: partner-contacts, circle: internal}]
covers: [{class: partner-contacts, path: content/partners}]`,
		},
	}
}
