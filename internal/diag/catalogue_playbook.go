package diag

// playbookTopics explains findings about phases and tasks of playbooks.
func playbookTopics() []topic {
	return []topic{
		{
			code: PlaybookInput, title: "Nobody produces this input",
			what: "A phase needs an input that is not the output of any phase, in any playbook.",
			why:  "The team of this phase will wait for something that nobody was asked to deliver.",
			mend: "Add it to the outputs of the phase that makes it. If it comes from outside the lifecycle, say so with `from: outside`.",
			lang: "yaml",
			bad: `
inputs:
  - id: signed-contract
    title: Signed contract`,
			good: `
inputs:
  - id: signed-contract
    title: Signed contract
    from: outside`,
		},
		{
			code: PlaybookOutput, title: "Nobody uses this output",
			what: "A phase produces something that no phase takes as its input.",
			why:  "Either work is done for nobody, or the phase that needs it has forgotten to say so.",
			mend: "Add it to the inputs of the phase that needs it. If it leaves the lifecycle, to the partner for instance, say so with `to: outside`. Else drop it.",
			lang: "yaml",
			bad: `
outputs:
  - id: welcome-kit
    title: Welcome kit`,
			good: `
outputs:
  - id: welcome-kit
    title: Welcome kit
    to: outside`,
		},
		{
			code: PlaybookTaskCode, title: "Two tasks have one code",
			what: "Each task has a code of capital letters, a hyphen and a number, such as `ONB-01`. No two tasks share a code, in any playbook.",
			why:  "Teams call tasks by their code in mails, tickets and runs. A code that means two tasks sends people to the wrong one.",
			mend: "Give the task the next free number of its playbook.",
			lang: "yaml",
			bad: `
tasks:
  - code: ONB-01
    title: Open the account
  - code: ONB-01
    title: Book the kick-off`,
			good: `
tasks:
  - code: ONB-01
    title: Open the account
  - code: ONB-02
    title: Book the kick-off`,
		},
		{
			code: PlaybookAfter, title: "The task waits for a task that does not exist",
			what: "`after:` lists the codes of tasks that must be finished first. One of them belongs to no task.",
			why:  "The order of the work and its due dates are computed from these codes. With an unknown one they cannot be.",
			mend: "Correct the code, or remove it from the list if that task is gone.",
			lang: "yaml",
			bad:  `after: [ONB-1]`,
			good: `after: [ONB-01]`,
		},
		{
			code: PlaybookCycle, title: "Tasks wait for each other in a circle",
			what: "Following `after:` from task to task leads back to where you began.",
			why:  "None of these tasks can ever start, and no due date can be computed.",
			mend: "Decide which of them really comes first and remove its `after:` entry. The finding shows the whole circle.",
			lang: "yaml",
			bad: `
tasks:
  - code: ONB-01
    after: [ONB-02]
  - code: ONB-02
    after: [ONB-01]`,
			good: `
tasks:
  - code: ONB-01
  - code: ONB-02
    after: [ONB-01]`,
		},
	}
}
