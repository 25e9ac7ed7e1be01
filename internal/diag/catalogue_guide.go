package diag

// guideTopics explains findings about migration guides, journey maps and request types.
func guideTopics() []topic {
	return []topic{
		{
			code: MigrationUnguarded, title: "A step of a migration has no test or no way back",
			what: "Each step of a migration guide says how it is tested before the next one begins, and how it is rolled back. This step leaves out one of the two, or both, and nobody has agreed to that.",
			why:  "A step that cannot be tried is found to be wrong by the customer. A step without a way back turns a small fault into an outage.",
			mend: "Write `test:` and `rollback:`. If there is none, because the step changes nothing for instance, write a `waiver:` with the reason and with who approved it.",
			lang: "yaml",
			bad: `
- id: cutover
  title: Switch the domain over
  test: Open the start page from two networks.`,
			good: `
- id: cutover
  title: Switch the domain over
  test: Open the start page from two networks.
  rollback: Point the domain at the old address again.`,
		},
		{
			code: MigrationWaiver, title: "The waiver waives nothing",
			what: "The step has a test and a way back, and still carries a waiver.",
			why:  "Whoever reads the guide looks for a risk that is not there, and trusts the next waiver less.",
			mend: "Remove the waiver. If it was meant for another step, move it there.",
			lang: "yaml",
			bad: `
test: Count the rows on both sides.
rollback: Restore the copy of last night.
waiver: {reason: "There was no time for a test.", approved_by: engineering-liaison}`,
			good: `
test: Count the rows on both sides.
rollback: Restore the copy of last night.`,
		},
		{
			code: JourneyPlace, title: "The moment lies outside the journey",
			what: "A moment of a journey map stands where a stage and a touchpoint meet. This one names a stage or a touchpoint that the journey does not have.",
			why:  "There is no field on the map in which the moment could be shown.",
			mend: "Correct the spelling, or add the stage or the touchpoint to the journey.",
			lang: "yaml",
			bad: `
stages: [{id: signing, title: Signing, goal: Both sides have signed.}]
touchpoints: [{id: portal, title: Portal}]
moments: [{id: upload, stage: sining, touchpoint: portal, text: "…"}]`,
			good: `
stages: [{id: signing, title: Signing, goal: Both sides have signed.}]
touchpoints: [{id: portal, title: Portal}]
moments: [{id: upload, stage: signing, touchpoint: portal, text: "…"}]`,
		},
		{
			code: JourneyGap, title: "Nothing happens in this stage",
			what: "The journey has a stage, and none of its moments is in it.",
			why:  "Either partners are left alone for the whole stage, which is worth knowing, or the map has been forgotten halfway.",
			mend: "Write down what happens in the stage. If that is truly nothing, join it with the stage before or after it.",
			lang: "yaml",
			bad: `
stages: [{id: signing}, {id: first-order}]
moments: [{id: upload, stage: signing, touchpoint: portal}]`,
			good: `
stages: [{id: signing}, {id: first-order}]
moments:
  - {id: upload, stage: signing, touchpoint: portal}
  - {id: call, stage: first-order, touchpoint: phone}`,
		},
		{
			code: RequestRouting, title: "Requests do not find their way",
			what: "The first rule of `routing:` that fits says who answers a request. Here the last rule has a condition, so that some requests fit none; or a rule stands behind one that already takes everything; or a rule names a priority that this request type does not have.",
			why:  "A request that fits no rule is answered by nobody, and a rule that is never reached sends requests to somebody else than it says.",
			mend: "Put the rules with the narrowest conditions first. End with a rule that has no condition at all.",
			lang: "yaml",
			bad: `
routing:
  - {id: emea, regions: [emea], to: tomasz}
  - {id: urgent-in-emea, regions: [emea], priority: urgent, to: service-desk-lead}`,
			good: `
routing:
  - {id: urgent-in-emea, regions: [emea], priority: urgent, to: service-desk-lead}
  - {id: emea, regions: [emea], to: tomasz}
  - {id: all-others, to: gabrielle}`,
		},
		{
			code: RequestLevels, title: "The more urgent request waits longer",
			what: "Priorities are listed from the most urgent down. One of them allows more time for the first answer, or for the solution, than the next one.",
			why:  "Whoever has a real emergency would be better served by calling it less urgent, and soon everybody does.",
			mend: "Correct the time, or put the priorities into their order.",
			lang: "yaml",
			bad: `
- {id: urgent, respond: {count: 8, unit: hours}}
- {id: normal, respond: {count: 4, unit: hours}}`,
			good: `
- {id: urgent, respond: {count: 1, unit: hours}}
- {id: normal, respond: {count: 4, unit: hours}}`,
		},
	}
}
