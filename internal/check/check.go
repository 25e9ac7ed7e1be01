package check

import (
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"parley/internal/diag"
	"parley/internal/playbook"
	"parley/internal/workspace"
)

// Rule is one rule over a repository.
type Rule struct {
	Name string
	Find func(w *workspace.Workspace, today string) diag.List
}

// Rules is the statement of what is checked beyond single files.
var Rules = []Rule{
	{"every link, anchor and picture exists", links},
	{"nothing links to what its readers may not see", hidden},
	{"every reference names something that exists, and two-way references are set on both sides", references},
	{"ids are unique, and equal the file name where that is the rule", identities},
	{"no two documents are published at one address", addresses},
	{"an old address leads on and is not that of a page", redirects},
	{"documents lie in their kind's folder, under names that the naming rules allow", places},
	{"every document can be reached", orphans},
	{"what a new document leaves to its author has been filled in", placeholders},
	{"the menu names kinds and places that exist", menus},
	{"prices fit their currency", prices},
	{"a change of prices can be judged, and those who approve it can be told apart", approvers},
	{"periods end after they begin", periods},
	{"times of day and time zones exist", times},
	{"no review is overdue", reviews},
	{"nothing else is overdue", overdue},
	{"documents say what their state calls for", outcomes},
	{"a target is one of the metric beside it", targets},
	{"milestones lie within their plan", plans},
	{"each step of a migration has a test and a way back, or a waiver", migrations},
	{"the moments of a journey lie on its map, and each stage has one", journeys},
	{"each request goes to somebody, and each rule can be reached", routing},
	{"what is more urgent is not served later", serviceLevels},
	{"the levels of a skill count up from 1", skills},
	{"career roles ask for levels that exist, and lead upwards", careers},
	{"scorecards name levels and drills of their skills", scorecards},
	{"the first meeting is on a day on which meetings are", rhythms},
	{"finance has signed what goes beyond its budget", budgets},
	{"data is read by those who may, and lies where it may", policies},
	{"a run follows its playbook", runs},
	{"the figures of learning sessions can be right", lessons},
	{"no forbidden term is used, and no form belongs to two terms", terms},
	{"notices can be read with ease", plainNotices},
	{"translations say what their sources say", translated},
	{"inputs and outputs, tasks and their order fit together", playbooks},
	{"experiments can work, fit their list, and are the ones that were planned", experiments},
	{"results of experiments can be judged", results},
	{"the languages of the site are known", languages},
	{"a critical notice is complete in every language that it requires", notices},
}

// Run checks a repository for a day (2026-11-22), and returns all findings, sorted; of a file with thousands of one code it
// tells the first thousand, and how many more there are. On pages of kind page, what the rules find is a warning.
func Run(w *workspace.Workspace, today string) diag.List {
	found := make([]diag.List, len(Rules))
	var group sync.WaitGroup
	var next atomic.Int64
	for range min(len(Rules), runtime.GOMAXPROCS(0)) {
		group.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(Rules); i = int(next.Add(1)) - 1 {
				found[i] = Rules[i].Find(w, today)
			}
		})
	}
	group.Wait()
	findings := append(diag.List{}, w.Findings...)
	for _, finding := range slices.Concat(found...) {
		if w.Lenient(finding.Path) {
			finding.Severity = diag.Warning
		}
		findings = append(findings, finding)
	}
	return findings.Sort().Bound()
}

func playbooks(w *workspace.Workspace, _ string) diag.List { return playbook.Check(w.Playbooks) }
