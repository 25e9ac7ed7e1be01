package diag

// timeTopics explains findings about times of day, days to come and days that are over.
func timeTopics() []topic {
	return []topic{
		{
			code: TimeOfDay, title: "There is no such time of day",
			what: "A time is written as hours and minutes, from 00:00 to 23:59. This one goes beyond that.",
			why:  "Nobody knows when to call, and the meeting does not appear in any calendar.",
			mend: "Correct the time. Midnight is 00:00, of the day that begins.",
			lang: "yaml",
			bad:  `starts: "25:00"`,
			good: `starts: "15:00"`,
		},
		{
			code: TimeZone, title: "There is no such time zone",
			what: "Time zones are called by the names of the IANA database: a continent and a city, such as `Asia/Singapore`. The value is none of them.",
			why:  "Without the zone a time means something else to each reader. Abbreviations such as IST or CST stand for several zones.",
			mend: "Write the name of the zone: that of the largest city with the same clock.",
			lang: "yaml",
			bad:  `time_zone: Lisbon`,
			good: `time_zone: Europe/Lisbon`,
		},
		{
			code: RhythmFirst, title: "The first meeting is on another day than all others",
			what: "`weekday:` and `week:` say on which days the meeting is. The day in `first:` is none of them.",
			why:  "Some people will come on the day that is written, the others on the day that follows from the rule.",
			mend: "Write a day that fits the rule; the finding names the next one. If the rule is wrong, correct that.",
			lang: "yaml",
			bad: `
every: week
weekday: monday
first: 2026-11-24      # a Tuesday`,
			good: `
every: week
weekday: tuesday
first: 2026-11-24`,
		},
		{
			code: DateFuture, title: "What has happened lies in the future",
			what: "The day on which a task was done, or on which people attended a session, is still to come. The day after the day of the check is not reported: elsewhere in the world it may have begun.",
			why:  "Usually a year or a month is mistyped, and times between tasks are computed from it.",
			mend: "Write the day on which it happened. Without `--as-of`, content is judged for the day of the last commit; what you add today is in order as soon as you have committed it.",
			lang: "yaml",
			bad:  `- {code: ONB-01, done: 2027-11-09}`,
			good: `- {code: ONB-01, done: 2026-11-09}`,
		},
		{
			code: ActionOverdue, title: "An action is overdue",
			what: "A review decided on an action. The day by which it was to be done is past, and the action is still open.",
			why:  "A review whose actions are not done changes nothing, and the next one finds the same.",
			mend: "Do it and set `status: done`, drop it, or agree on another day with its owner.",
			lang: "yaml",
			bad:  `- {id: train-the-desk, owner: service-desk-lead, due: 2026-06-30, status: open}      # past`,
			good: `- {id: train-the-desk, owner: service-desk-lead, due: 2026-06-30, status: done}`,
		},
		{
			code: DecisionOverdue, title: "A decision is overdue",
			what: "The deadline of a proposed decision is past, and it is still proposed.",
			why:  "Teams wait for it, or act as if it had been taken.",
			mend: "Take the decision and set its status, or agree on a new deadline.",
			lang: "yaml",
			bad: `
status: proposed
deadline: 2026-06-30      # past`,
			good: `
status: accepted
deadline: 2026-06-30`,
		},
		{
			code: DecisionDeadline, title: "A proposed decision has no deadline",
			what: "The status of the decision is proposed, and nothing says by when it will be taken.",
			why:  "A proposal without a deadline is never turned down and never put into practice.",
			mend: "Write the day by which whoever decides will have decided.",
			lang: "yaml",
			bad:  `status: proposed`,
			good: `
status: proposed
deadline: 2026-12-18`,
		},
	}
}
