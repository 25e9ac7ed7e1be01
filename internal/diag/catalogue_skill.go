package diag

// skillTopics explains findings about skills, careers, scorecards and learning.
func skillTopics() []topic {
	return []topic{
		{
			code: SkillLevels, title: "The levels do not count up from 1",
			what: "The levels of a skill are numbered 1, 2, 3 and so on, in this order. Here a number is missing, given twice, or in the wrong place.",
			why:  "Scorecards and career roles refer to levels by their number. With a gap, two people read the same number as different things.",
			mend: "Number the levels in the order in which they are reached, without a gap.",
			lang: "yaml",
			bad: `
levels:
  - {id: guided, level: 1}
  - {id: alone, level: 3}`,
			good: `
levels:
  - {id: guided, level: 1}
  - {id: alone, level: 2}`,
		},
		{
			code: CareerLevel, title: "The role asks for a level that the skill does not have",
			what: "A career role requires a skill at a level which is not described for that skill.",
			why:  "Nobody can show that they have reached it, because nothing says what counts as evidence.",
			mend: "Ask for a level that exists, or describe the missing level in the skill.",
			lang: "yaml",
			bad:  `requires: [{skill: forecast-alignment, level: 5}]   # the skill has 4 levels`,
			good: `requires: [{skill: forecast-alignment, level: 4}]`,
		},
		{
			code: CareerLadder, title: "The next step does not lead upwards",
			what: "`next:` names the roles that can follow. One of them is on another ladder, or it is not on a higher rung than this role.",
			why:  "People plan years of work along this path. A step to the side or down that is drawn as a promotion misleads them.",
			mend: "Name a role of the same ladder that stands higher, or correct the `rung:` that is wrong. What somebody can change to on another ladder belongs in the text.",
			lang: "yaml",
			bad: `
ladder: management
rung: 2
next: [partner-analyst]           # management, rung 1`,
			good: `
ladder: management
rung: 2
next: [senior-partner-manager]    # management, rung 3`,
		},
		{
			code: ScorecardLevel, title: "The scorecard gives a level that the skill does not have",
			what: "Somebody is said to have a skill at a level that is not described for it.",
			why:  "The comparison with the career role is wrong, and the next talk about pay starts from it.",
			mend: "Look at the evidence that the skill asks for, and write the level that it shows; 0 is for who has not begun.",
			lang: "yaml",
			bad:  `levels: [{skill: data-modelling, level: 5}]   # the skill has 4 levels`,
			good: `levels: [{skill: data-modelling, level: 4}]`,
		},
		{
			code: ScorecardDrill, title: "The skill has no such drill",
			what: "`next_drill:` names the drill that somebody does next. It is not one of the drills of the skill in the same line.",
			why:  "The person cannot find out what to practise, nor for how long.",
			mend: "Correct the spelling, or take a drill of that skill.",
			lang: "yaml",
			bad:  `- {skill: channel-management, level: 1, next_drill: forecast-in-pairs}`,
			good: `- {skill: channel-management, level: 1, next_drill: map-a-channel}`,
		},
		{
			code: LearningAttended, title: "More people attended than were invited",
			what: "For one date of a session, `attended:` is larger than `invited:`.",
			why:  "The share of people who attend is one of the measures of enablement. Above 100 per cent it is plainly wrong, and takes the average with it.",
			mend: "Correct the figure that is wrong. People who came without an invitation count as invited.",
			lang: "yaml",
			bad:  `- {id: autumn, date: 2026-10-14, invited: 24, attended: 42}`,
			good: `- {id: autumn, date: 2026-10-14, invited: 42, attended: 24}`,
		},
		{
			code: LearningPass, title: "The pass mark cannot be right",
			what: "`pass:` is the share of points with which somebody passes. It is 0%, or more than 100%.",
			why:  "With the one nobody can fail, with the other nobody can pass: the certificate says nothing.",
			mend: "Write a share from 1% to 100%.",
			lang: "yaml",
			bad:  `certificate: {title: Certified engineer, valid: {count: 12, unit: months}, pass: 800%}`,
			good: `certificate: {title: Certified engineer, valid: {count: 12, unit: months}, pass: 80%}`,
		},
	}
}
