package check

import (
	"slices"

	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/workspace"
)

// routing checks that each request goes to somebody, and that each rule can be reached.
func routing(w *workspace.Workspace, _ string) diag.List {
	var findings diag.List
	for _, d := range documentsOf(w, "request-type", "priorities.id", "routing.id", "routing.regions", "routing.segments", "routing.priority") {
		priorities, rules := each(d.Fields.Get("priorities"), "id"), d.Fields.Get("routing").Items
		for i, rule := range rules {
			priority := rule.Get("priority")
			findings = append(findings, unlisted(d, diag.RequestRouting, priority, priorities, "this request type has no priority %q", priority.Text)...)
			before := slices.IndexFunc(rules[:i], func(before doc.Value) bool { return takes(before, rule) })
			if before >= 0 {
				findings = append(findings, diag.New(diag.RequestRouting, placeOf(d, rule.Get("id")), "the rule %s is never reached", rule.Str("id")).
					WithHint("put it above %s, or remove it", rules[before].Str("id")).
					WithNote(placeOf(d, rules[before].Get("id")), "%s takes all that would come to it", rules[before].Str("id")))
			}
		}
		if n := len(rules); n > 0 && !slices.ContainsFunc(rules, unconditional) {
			findings = append(findings, diag.New(diag.RequestRouting, placeOf(d, rules[n-1].Get("id")), "the last rule has a condition: what fits no rule goes to nobody").
				WithHint("add a last rule that has only id: and to:"))
		}
	}
	return findings
}

// conditions are the keys by which a rule chooses requests; without one, or with an empty list, it chooses all.
var conditions = []string{"regions", "segments", "priority"}

func unconditional(rule doc.Value) bool { return takes(rule, doc.Value{}) }

// takes reports whether a rule fits every request that another one fits.
func takes(rule, other doc.Value) bool {
	for _, key := range conditions {
		wide, narrow := texts(rule, key), texts(other, key)
		missed := func(word string) bool { return !slices.Contains(wide, word) }
		if len(wide) > 0 && (len(narrow) == 0 || slices.ContainsFunc(narrow, missed)) {
			return false
		}
	}
	return true
}

// serviceLevels checks that what is more urgent is not served later than what is less so.
func serviceLevels(w *workspace.Workspace, _ string) diag.List {
	var findings diag.List
	for _, d := range documentsOf(w, "request-type", "priorities.id", "priorities.respond", "priorities.resolve") {
		priorities := d.Fields.Get("priorities").Items
		for i := 1; i < len(priorities); i++ {
			urgent, next := priorities[i-1], priorities[i]
			for _, level := range []string{"respond", "resolve"} {
				if !longer(urgent.Get(level), next.Get(level)) {
					continue
				}
				findings = append(findings, diag.New(diag.RequestLevels, placeOf(d, urgent.Get(level).Get("count")), "%s allows more time than %s, which is less urgent", urgent.Str("id"), next.Str("id")).
					WithHint("allow less time here, or change the order of the priorities").
					WithNote(placeOf(d, next.Get(level).Get("count")), "the time for %s", next.Str("id")))
			}
		}
	}
	return findings
}

// hoursIn is how many hours there are in each unit of time.
var hoursIn = map[string]int{"hours": 1, "working-days": 24, "days": 24, "weeks": 7 * 24, "months": 30 * 24, "quarters": 91 * 24}

// longer reports whether a time is longer than another for certain: working days may have a weekend between them.
func longer(a, b doc.Value) bool {
	n, okA := number(a.Get("count"))
	m, okB := number(b.Get("count"))
	unitA, unitB := a.Str("unit"), b.Str("unit")
	if !okA || !okB || hoursIn[unitA] == 0 || hoursIn[unitB] == 0 {
		return false
	}
	most := m * hoursIn[unitB]
	if unitB == "working-days" && unitA != unitB {
		most += (m + 4) / 5 * 2 * 24
	}
	return n*hoursIn[unitA] > most
}
