package check

import (
	"runtime"
	"slices"
	"strings"
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
	Of   []string // the kinds of documents at which it finds something; none for files of any kind
}

// Rules is the statement of what is checked beyond single files.
var Rules = []Rule{
	{"every link, anchor and picture exists", links, nil},
	{"nothing links to what its readers may not see", hidden, nil},
	{"every reference names something that exists, and two-way references are set on both sides", references, nil},
	{"ids are unique, and equal the file name where that is the rule", identities, nil},
	{"no two documents are published at one address", addresses, nil},
	{"an old address leads on and is not that of a page", redirects, nil},
	{"documents lie in their kind's folder, under names that the naming rules allow", places, nil},
	{"every document can be reached", orphans, nil},
	{"what a new document leaves to its author has been filled in", placeholders, nil},
	{"what a new review leaves to people has been written", unwritten, []string{"review"}},
	{"the menu names kinds and places that exist", menus, []string{"site"}},
	{"prices fit their currency", prices, nil},
	{"a change of prices can be judged, and those who approve it can be told apart", approvers, []string{"approvers", "price-policy"}},
	{"periods end after they begin", periods, nil},
	{"times of day and time zones exist", times, nil},
	{"no review is overdue", reviews, nil},
	{"nothing else is overdue", overdue, nil},
	{"documents say what their state calls for", outcomes, nil},
	{"a target is one of the metric beside it", targets, nil},
	{"charts in pages are of metrics that their readers may see", charts, nil},
	{"dashboards show what is measured, each measure once and as it can be drawn", dashboards, []string{"dashboard"}},
	{"milestones lie within their plan", plans, []string{"plan"}},
	{"each step of a migration has a test and a way back, or a waiver", migrations, []string{"migration-guide"}},
	{"the moments of a journey lie on its map, and each stage has one", journeys, []string{"journey"}},
	{"each request goes to somebody, and each rule can be reached", routing, []string{"request-type"}},
	{"what is more urgent is not served later", serviceLevels, []string{"request-type"}},
	{"the levels of a skill count up from 1", skills, []string{"skill"}},
	{"career roles ask for levels that exist, and lead upwards", careers, []string{"career-role"}},
	{"scorecards name levels and drills of their skills", scorecards, []string{"scorecard"}},
	{"the first meeting is on a day on which meetings are", rhythms, []string{"rhythm"}},
	{"finance has signed what goes beyond its budget", budgets, []string{"campaign"}},
	{"data is read by those who may, and lies where it may", policies, nil},
	{"a run follows its playbook", runs, []string{"playbook-run"}},
	{"the figures of learning sessions can be right", lessons, []string{"learning-session"}},
	{"no forbidden term is used, and no form belongs to two terms", terms, nil},
	{"notices can be read with ease", plainNotices, []string{"notice"}},
	{"translations say what their sources say", translated, nil},
	{"inputs and outputs, tasks and their order fit together", playbooks, []string{"playbook"}},
	{"experiments can work, fit their list, and are the ones that were planned", experiments, nil},
	{"all lines of invoices belong to a cost book", strays, nil},
	{"each release belongs to a price list", orphanReleases, nil},
	{"results of experiments can be judged", results, nil},
	{"the languages of the site are known", languages, []string{"site"}},
	{"a critical notice is complete in every language that it requires", notices, []string{"notice"}},
}

// Run checks a repository for a day (2026-11-22), and returns all findings, sorted; of a file with thousands of one code it
// tells the first thousand, and how many more there are. On pages of kind page, what the rules find is a warning.
func Run(w *workspace.Workspace, today string) diag.List { return Within("", w, today) }

// Within is what Run finds in a folder ("pricing/"). Rules that cannot find anything there are left out.
func Within(folder string, w *workspace.Workspace, today string) diag.List {
	kinds := map[string]bool{}
	for i := range w.Documents {
		if d := w.Documents[i]; strings.HasPrefix(d.Path, folder) {
			kinds[d.Kind.Name] = true
		}
	}
	found := make([]diag.List, len(Rules))
	abreast(len(Rules), func(i int) {
		if of := Rules[i].Of; folder == "" || len(of) == 0 || slices.ContainsFunc(of, func(kind string) bool { return kinds[kind] }) {
			found[i] = Rules[i].Find(w, today)
		}
	})
	var findings diag.List
	for _, finding := range w.Findings {
		if strings.HasPrefix(finding.Path, folder) {
			findings = append(findings, finding)
		}
	}
	for _, finding := range slices.Concat(found...) {
		if !strings.HasPrefix(finding.Path, folder) {
			continue
		}
		if w.Lenient(finding.Path) {
			finding.Severity = diag.Warning
		}
		findings = append(findings, finding)
	}
	return findings.Sort().Bound()
}

// abreast runs work(0) … work(n-1), as many at a time as there are cores.
func abreast(n int, work func(i int)) {
	var group sync.WaitGroup
	var next atomic.Int64
	for range min(n, runtime.GOMAXPROCS(0)) {
		group.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				work(i)
			}
		})
	}
	group.Wait()
}

func playbooks(w *workspace.Workspace, _ string) diag.List { return playbook.Check(w.Playbooks) }
