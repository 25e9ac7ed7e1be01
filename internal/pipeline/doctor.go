package pipeline

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"parley/internal/approval"
	"parley/internal/doc"
	"parley/internal/evidence"
	"parley/internal/git"
)

// Ailment is something without which the gate does not bind.
type Ailment struct{ What, Mend string }

// CheckName is what the check of the gate is called, in its workflow and in the rules of the branch.
const CheckName = "Price gate"

// gateEvents are those at which the gate has to look, with what it would miss.
var gateEvents = [][2]string{{"pull_request_target", "changes of a pull request"}, {"pull_request_review", "reviews that are given, changed and dismissed"},
	{"merge_group", "what lands together from a merge queue"}, {"push", "what landed past everybody"}}

// Examine looks in a revision for what keeps the gate from binding: rules that cannot be read or that nobody can satisfy, workflows
// that do not look at every event, owners of files that leave the gate's own files out.
func Examine(dir, revision string, now time.Time) ([]Ailment, error) {
	revisions, err := git.OpenRevisions(dir)
	if err != nil {
		return nil, err
	}
	defer revisions.Close()
	tree, err := revisions.Tree(revision)
	if err != nil {
		return nil, err
	}
	policy, facts := evidence.Gather(revisions, evidence.Request{Base: revision, Head: revision, Repository: "any/any", Branch: "any", Now: now})
	found := ailmentsOf(policy, facts)
	more, err := ailing(revisions, tree)
	return append(found, more...), err
}

// ailmentsOf asks who could approve a change of the rules themselves, which needs the highest tier in all regions.
func ailmentsOf(policy approval.Policy, facts approval.Facts) []Ailment {
	facts.Files = []approval.File{{Path: approval.PolicyPath}}
	facts.Also = append(facts.Also, approval.Rules{From: approval.FromHead, Policy: policy, Registry: facts.Registry})
	facts.History = []approval.Commit{{ID: facts.Commits.Head}}
	var found []Ailment
	for _, reason := range approval.Decide(policy, facts).Reasons {
		mend := "correct " + reason.Path
		switch reason.Code {
		case approval.ApprovalMissing, approval.PolicyChanged, approval.CoolingOff:
			continue
		case approval.Unsatisfiable:
			mend = "give somebody that role in " + approval.RegistryPath
		case approval.PolicyMissing:
			mend = "write it on the branch itself: without it every change of prices is an error"
		case approval.HistoryIncomplete:
			mend = "fetch all of it; in Actions, fetch-depth: 0"
		}
		found = append(found, Ailment{string(reason.Code) + ": " + reason.Message, mend})
	}
	return found
}

// ailing looks at workflows and owners.
func ailing(revisions *git.Revisions, tree *git.Tree) ([]Ailment, error) {
	files, err := tree.Files(".github")
	if err != nil {
		return nil, err
	}
	looks, owners := map[string]bool{}, ""
	for _, file := range files {
		text, err := revisions.Blob(file.Hash)
		if err != nil {
			continue // a link, or another repository
		}
		switch {
		case strings.EqualFold(file.Path, ".github/CODEOWNERS"):
			owners = string(text)
		case strings.HasPrefix(file.Path, ".github/workflows/") && strings.Contains(string(text), CheckName):
			d, _ := doc.Read("workflow.yaml", text)
			on := d.Fields.Get("on")
			for _, event := range append(on.Keys, doc.Key{Name: on.Text}) {
				looks[event.Name] = true
			}
		}
	}
	var found []Ailment
	for _, event := range gateEvents {
		if !looks[event[0]] {
			found = append(found, Ailment{fmt.Sprintf("no workflow with a job %q looks at %s", CheckName, event[1]), "add " + event[0] + ": to the workflow of the gate"})
		}
	}
	for _, place := range []string{"/pricing/", "/.github/"} {
		covered := slices.ContainsFunc(strings.Split(owners, "\n"), func(line string) bool {
			words := strings.Fields(line)
			return len(words) > 1 && (words[0] == place || words[0] == strings.TrimSuffix(place, "/") || words[0] == "*")
		})
		if !covered {
			found = append(found, Ailment{"nobody owns " + place, "add it to .github/CODEOWNERS, so that its owners are asked"})
		}
	}
	return found, nil
}
