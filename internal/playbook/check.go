package playbook

import (
	"fmt"
	"slices"
	"strings"

	"parley/internal/diag"
)

// Check reports what does not fit together, over all playbooks of a repository.
func Check(playbooks []Playbook) diag.List {
	var findings diag.List
	findings = append(findings, checkPorts(playbooks)...)
	first := map[string]Task{}
	for _, p := range playbooks {
		for _, phase := range p.Phases {
			for _, task := range phase.Tasks {
				if before, twice := first[task.Code]; twice {
					findings = append(findings, diag.New(diag.PlaybookTaskCode, task.Place, "the code %s is already taken", task.Code).
						WithHint("give this task the next free number").WithNote(before.Place, "the first %s", task.Code))
					continue
				}
				first[task.Code] = task
			}
		}
	}
	findings = append(findings, checkWaits(playbooks, first)...)
	return append(findings, cycles(first)...)
}

// checkPorts looks at inputs and outputs in both directions.
func checkPorts(playbooks []Playbook) diag.List {
	made, used := map[string]bool{}, map[string]bool{}
	var outputs []string
	for _, p := range playbooks {
		for _, phase := range p.Phases {
			for _, out := range phase.Outputs {
				made[out.ID] = true
				outputs = append(outputs, out.ID)
			}
			for _, in := range phase.Inputs {
				used[in.ID] = true
			}
		}
	}
	var findings diag.List
	for _, p := range playbooks {
		for _, phase := range p.Phases {
			for _, in := range phase.Inputs {
				if !in.Outside && !made[in.ID] {
					finding := diag.New(diag.PlaybookInput, in.Place, "the input %s is nobody's output", in.ID)
					if near := diag.Nearest(in.ID, outputs); near != "" {
						findings = append(findings, finding.WithHint("did you mean %s?", near))
					} else {
						findings = append(findings, finding.WithHint("add it to the outputs of a phase, or say from: outside"))
					}
				}
			}
			for _, out := range phase.Outputs {
				if !out.Outside && !used[out.ID] {
					findings = append(findings, diag.New(diag.PlaybookOutput, out.Place, "nobody uses the output %s", out.ID).
						WithHint("add it to the inputs of a phase, or say to: outside"))
				}
			}
		}
	}
	return findings
}

func checkWaits(playbooks []Playbook, tasks map[string]Task) diag.List {
	codes := make([]string, 0, len(tasks))
	for code := range tasks {
		codes = append(codes, code)
	}
	slices.Sort(codes)
	var findings diag.List
	for _, p := range playbooks {
		for _, phase := range p.Phases {
			for _, task := range phase.Tasks {
				for _, wait := range task.After {
					if _, ok := tasks[wait.Code]; ok {
						continue
					}
					finding := diag.New(diag.PlaybookAfter, wait.Place, "%s waits for %s, which does not exist", task.Code, wait.Code)
					if near := diag.Nearest(wait.Code, codes); near != "" {
						finding = finding.WithHint("did you mean %s?", near)
					} else {
						finding = finding.WithHint("name the code of a task")
					}
					findings = append(findings, finding)
				}
			}
		}
	}
	return findings
}

// cycles reports each circle of tasks once, at its first task in alphabetical order.
func cycles(tasks map[string]Task) diag.List {
	codes := make([]string, 0, len(tasks))
	for code := range tasks {
		codes = append(codes, code)
	}
	slices.Sort(codes)
	const unseen, open, done = 0, 1, 2
	state := map[string]int{}
	var findings diag.List
	var path []string
	at := map[string]int{} // where an open task is on the path
	var visit func(code string)
	visit = func(code string) {
		state[code], at[code] = open, len(path)
		path = append(path, code)
		for _, wait := range tasks[code].After {
			if _, ok := tasks[wait.Code]; !ok {
				continue
			}
			switch state[wait.Code] {
			case unseen:
				visit(wait.Code)
			case open:
				findings = append(findings, diag.New(diag.PlaybookCycle, wait.Place, "tasks wait for each other: %s after %s", chain(path[at[wait.Code]:]), wait.Code).
					WithHint("remove one of these dependencies"))
			}
		}
		path = path[:len(path)-1]
		state[code] = done
	}
	for _, code := range codes {
		if state[code] == unseen {
			visit(code)
		}
	}
	return findings
}

// longestCircle is how many tasks of a circle are named: there may be as many circles as tasks, each through all of them.
const longestCircle = 12

// chain names tasks of which each waits for the next.
func chain(codes []string) string {
	const after = " after "
	if half := longestCircle / 2; len(codes) > longestCircle {
		return fmt.Sprintf("%s after … (%d more) after %s", strings.Join(codes[:half], after), len(codes)-longestCircle, strings.Join(codes[len(codes)-half:], after))
	}
	return strings.Join(codes, after)
}
