package diag

// runTopics explains findings about runs of playbooks.
func runTopics() []topic {
	return []topic{
		{
			code: RunTask, title: "The playbook has no such task",
			what: "A run lists tasks of its playbook by their codes. No task of that playbook has this code.",
			why:  "What was done does not count for any task, so the task that was meant stays open.",
			mend: "Correct the code. If the task is of another playbook, it belongs in a run of that one.",
			lang: "yaml",
			bad:  `- {code: ONB-1, done: 2026-10-05}`,
			good: `- {code: ONB-01, done: 2026-10-05}`,
		},
		{
			code: RunTwice, title: "A run tells of one task twice",
			what: "The same code stands twice among the tasks of a run.",
			why:  "The two entries can contradict each other, and nobody knows which one holds.",
			mend: "Keep one entry with what is true now.",
			lang: "yaml",
			bad: `
- {code: ONB-01, owner: tomasz}
- {code: ONB-01, done: 2026-10-05}`,
			good: `
- {code: ONB-01, owner: tomasz, done: 2026-10-05}`,
		},
		{
			code: RunOrder, title: "A task was done too early",
			what: "The task was done before the run began, or before another task that the playbook puts first with `after:`, or while that one is still open. A task that the run does not list, or leaves out, is not waited for.",
			why:  "Either a day is wrong, or the work was done without what it rests on and may have to be done again.",
			mend: "Correct the day that is wrong. If the order was changed on purpose, write `skipped:` with the reason for the task that was passed over, or change the playbook.",
			lang: "yaml",
			bad: `
started: 2026-10-05
tasks:
  - {code: ONB-01, done: 2026-10-12}
  - {code: ONB-02, done: 2026-10-09}      # the playbook: after: [ONB-01]`,
			good: `
started: 2026-10-05
tasks:
  - {code: ONB-01, done: 2026-10-07}
  - {code: ONB-02, done: 2026-10-09}`,
		},
		{
			code: RunSkipped, title: "A task is done and left out at once",
			what: "The entry has a day under `done:` and a reason under `skipped:`.",
			why:  "Only one of the two can be true, and the progress of the run depends on it.",
			mend: "Remove the one that is not true.",
			lang: "yaml",
			bad:  `- {code: ONB-03, done: 2026-10-12, skipped: The partner has no domains of its own.}`,
			good: `- {code: ONB-03, skipped: The partner has no domains of its own.}`,
		},
		{
			code: RunFinished, title: "The run is finished, but a task in it is not",
			what: "The status of the run is finished, and one of its tasks has neither a day under `done:` nor a reason under `skipped:`.",
			why:  "The partner is told that all is done, and somebody still waits for the rest.",
			mend: "Write when the task was done or why it was left out, or set the run to `running` or `stopped`.",
			lang: "yaml",
			bad: `
status: finished
tasks: [{code: ONB-01, owner: tomasz}]`,
			good: `
status: finished
tasks: [{code: ONB-01, owner: tomasz, done: 2026-10-07}]`,
		},
	}
}
