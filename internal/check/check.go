package check

import (
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
	{"documents lie in their kind's folder, under names that the naming rules allow", places},
	{"every document can be reached", orphans},
	{"what a new document leaves to its author has been filled in", placeholders},
	{"the menu names kinds and places that exist", menus},
	{"prices fit their currency", prices},
	{"periods end after they begin", periods},
	{"no review is overdue", reviews},
	{"no forbidden term is used, and no form belongs to two terms", terms},
	{"inputs and outputs, tasks and their order fit together", playbooks},
	{"the languages of the site are known", languages},
	{"a critical notice is complete in every language that it requires", notices},
}

// Run checks a repository for a day (2026-11-22), and returns all findings, sorted. On pages of kind page, what the
// rules find is a warning.
func Run(w *workspace.Workspace, today string) diag.List {
	findings := append(diag.List{}, w.Findings...)
	for _, rule := range Rules {
		for _, finding := range rule.Find(w, today) {
			if w.Lenient(finding.Path) {
				finding.Severity = diag.Warning
			}
			findings = append(findings, finding)
		}
	}
	return findings.Sort()
}

func playbooks(w *workspace.Workspace, _ string) diag.List { return playbook.Check(w.Playbooks) }
