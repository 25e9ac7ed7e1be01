package evidence

import (
	"reflect"
	"slices"
	"strings"
	"time"

	"parley/internal/approval"
	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/git"
	"parley/internal/pricing"
)

// readRules reads policy and registry of the base; of the result too where they are not the same bytes there, and those before
// the base's where these have not cooled off.
func (g *gatherer) readRules() error {
	base, problems, err := g.rulesOf(g.base, approval.FromBase)
	if err != nil {
		return err
	}
	g.facts.Problems = append(g.facts.Problems, problems...)
	g.policy, g.facts.Registry = base.Policy, base.Registry
	if g.differ(approval.PolicyPath) || g.differ(approval.RegistryPath) {
		head, problems, err := g.rulesOf(g.result, approval.FromHead)
		if err != nil {
			return err
		}
		g.facts.Problems = append(g.facts.Problems, problems...)
		if len(problems) == 0 {
			g.facts.Also = append(g.facts.Also, head)
		}
	}
	days := max(longestWindow(g.policies()), int(g.policy.Cooling/(24*time.Hour))+1)
	g.since = g.facts.Now.AddDate(0, 0, -days)
	if g.landings, err = g.revisions.Landings(g.base, g.since, g.facts.Now); err != nil {
		return refuse(approval.HistoryIncomplete, "the history of the base cannot be read: %v", err)
	}
	return g.coolingOff(base)
}

func (g *gatherer) differ(path string) bool {
	return slices.ContainsFunc(g.differences, func(d git.Difference) bool { return strings.EqualFold(d.Path, path) })
}

// policies are all by which the change is judged.
func (g *gatherer) policies() []approval.Policy {
	all := []approval.Policy{g.policy}
	for _, rules := range g.facts.Also {
		all = append(all, rules.Policy)
	}
	return all
}

// windows are those of all policies, in days.
func windows(policies []approval.Policy) []int {
	var days []int
	for _, p := range policies {
		days = append(days, p.Windows()...)
	}
	slices.Sort(days)
	return slices.Compact(days)
}

func longestWindow(policies []approval.Policy) int {
	longest := 0
	for _, days := range windows(policies) {
		longest = max(longest, days)
	}
	return longest
}

// rulesOf reads the rules of a tree. What is missing is left empty, and a decision says so; what is wrong is a problem.
func (g *gatherer) rulesOf(tree *git.Tree, from approval.From) (approval.Rules, []approval.Reason, error) {
	rules := approval.Rules{From: from}
	var problems []approval.Reason
	for _, path := range []string{approval.PolicyPath, approval.RegistryPath} {
		text, err := g.text(tree, path)
		if err != nil {
			return rules, nil, err
		}
		if text == nil {
			continue
		}
		var findings diag.List
		if path == approval.PolicyPath {
			rules.Policy, findings = approval.ReadPolicy(text)
		} else {
			rules.Registry, findings = approval.ReadRegistry(text)
		}
		d, _ := doc.Read(path, text)
		plain := doc.Normalise(text)
		findings = append(findings, pricing.Strict(path, plain, d)...)
		for _, finding := range findings {
			if finding.Severity == diag.Error {
				problems = append(problems, approval.Reason{Code: approval.PolicyInvalid, Path: path, Line: finding.Line, Rule: string(finding.Code), Message: finding.Message, From: from})
			}
		}
		if why := disagreement(plain, d.Fields); why != "" {
			problems = append(problems, approval.Reason{Code: approval.ParsersDisagree, Path: path, Message: "two readers of YAML do not agree: " + why, From: from})
		}
	}
	return rules, problems, nil
}

// text is the content of a plain file of a tree; nil where there is none.
func (g *gatherer) text(tree *git.Tree, path string) ([]byte, error) {
	files, err := tree.Files(path)
	if err != nil || len(files) != 1 || files[0].Mode != "100644" {
		return nil, err
	}
	text, err := g.revisions.Blob(files[0].Hash)
	if err == nil && len(text) > mostBytes {
		err = refuse(approval.LimitExceeded, "%s has more than %d MB", path, mostBytes>>20)
	}
	return text, err
}

// coolingOff finds rules that were replaced a short while ago: by the longer of the two times that the old and the new policy
// name, so that no policy can end its own.
func (g *gatherer) coolingOff(newer approval.Rules) error {
	last := g.rulesKey(0)
	for i := 1; i < len(g.landings); i++ {
		key := g.rulesKey(i)
		if key == last || key == "" {
			continue
		}
		last = key
		replaced := g.landings[i-1].From
		before, problems, err := g.rulesOf(g.landings[i].Tree, approval.FromBefore)
		if err != nil {
			return err
		}
		lasts := max(before.Policy.Cooling, newer.Policy.Cooling)
		alike := before.Policy.Digest == newer.Policy.Digest && reflect.DeepEqual(before.Registry, newer.Registry)
		if len(problems) == 0 && !alike && g.facts.Now.Before(replaced.Add(lasts)) {
			g.facts.Also = append(g.facts.Also, before)
		}
		newer = before
	}
	return nil
}

// pricesAt is the folder of prices in a state of the base, by its hash; "" where there is none. Most states have that of the next.
func (g *gatherer) pricesAt(i int) string {
	for len(g.prices) <= i {
		entry, err := g.landings[len(g.prices)].Tree.Entry("pricing")
		if err != nil {
			entry.Hash = ""
		}
		g.prices = append(g.prices, entry.Hash)
	}
	return g.prices[i]
}

// rulesKey names the rules of a state of the base by their contents; "" where a part of them is missing.
func (g *gatherer) rulesKey(i int) string {
	folder := g.pricesAt(i)
	if known, ok := g.keys[folder]; ok || folder == "" {
		return known
	}
	var key []string
	for _, path := range []string{approval.PolicyPath, approval.RegistryPath} {
		entry, err := g.landings[i].Tree.Entry(path)
		if err != nil || entry.Hash == "" {
			key = nil
			break
		}
		key = append(key, entry.Hash)
	}
	g.keys[folder] = strings.Join(key, " ")
	return g.keys[folder]
}
