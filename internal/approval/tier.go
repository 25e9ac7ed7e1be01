package approval

import (
	"cmp"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"
)

// weighing finds the tier of a change under one policy, and says why.
type weighing struct {
	policy  Policy
	from    From
	level   Level
	causes  []Cause
	reasons []Reason
}

// weigh returns the highest tier that anything about the change calls for.
func (p Policy) weigh(f Facts, from From) weighing {
	w := weighing{policy: p, from: from, level: None}
	total := map[string]*big.Rat{}
	for _, c := range f.Changes {
		w.change(c)
		if c.Impact != nil && c.Impact.Amount != nil {
			sum := cmp.Or(total[c.Impact.Currency], new(big.Rat))
			total[c.Impact.Currency] = sum.Add(sum, new(big.Rat).Abs(c.Impact.Amount))
		}
	}
	for _, currency := range slices.Sorted(maps.Keys(total)) {
		w.impact("all changes together", Money{total[currency], currency})
	}
	for _, file := range f.Files {
		if what := p.governed(file); what != "" {
			w.raise(High, Cause{Message: fmt.Sprintf("%s: %s", file.Path, what), Rule: "governed"})
			w.reasons = append(w.reasons, Reason{Code: PolicyChanged, Message: what + " changes", Path: file.Path, From: from})
		}
	}
	for _, problem := range f.Problems {
		if problem.Code.Means() == Pass {
			w.raise(High, Cause{Message: problem.Message, Rule: problem.Rule, Actual: problem.Actual, Allowed: problem.Allowed})
		}
	}
	return w
}

func (w *weighing) raise(to Level, why Cause) {
	w.level = higher(w.level, to)
	why.Tier = to
	w.causes = append(w.causes, why)
}

func (w *weighing) change(c Change) {
	name := strings.TrimSpace(c.List + " " + c.SKU)
	w.raise(Minor, Cause{Message: name + " changes", Rule: "any change"})
	finite := c.Relative != nil
	for _, flag := range c.Flags {
		to := w.flag(flag)
		w.raise(to, Cause{Message: fmt.Sprintf("%s: %s", name, flag.words()), Rule: "flags." + string(flag)})
		switch flag {
		case FlagNew, FlagRemoved, FlagMoved, FlagUnit, FlagCurrency:
			finite = false
		case FlagGap:
			w.reasons = append(w.reasons, Reason{Code: RangeGap, Message: name + " has days without a price", Path: c.Path, Line: c.Line, From: w.from})
		}
	}
	if !finite {
		w.infinite(c, name+" has no price before and after that could be compared")
		return
	}
	w.bound(name, "change", c.Relative, percent(c.Relative)+"%", func(b Bounds) (*big.Rat, string) { return b.Change, percent(b.Change) + "%" })
	if c.Impact == nil || c.Impact.Amount == nil {
		w.infinite(c, "what "+name+" does to customers' monthly charges cannot be told")
	} else {
		w.impact(name, *c.Impact)
	}
	w.drift(c, name)
}

// infinite is a change that no threshold can be compared with.
func (w *weighing) infinite(c Change, message string) {
	w.raise(High, Cause{Message: message, Rule: "no finite delta"})
	w.reasons = append(w.reasons, Reason{Code: NoFiniteDelta, Message: message, Path: c.Path, Line: c.Line, Actual: c.New, From: w.from})
}

// flag is the tier that a flag calls for. A policy may raise it, never lower it; an unknown flag calls for the highest.
func (w *weighing) flag(flag Flag) Level {
	least := High
	switch flag {
	case FlagTerms:
		least = Minor
	case FlagDates:
		least = Standard
	}
	if raised, ok := w.policy.Raise[flag]; ok {
		least = higher(least, raised)
	}
	return least
}

func (f Flag) words() string {
	switch f {
	case FlagNew:
		return "it is new"
	case FlagRemoved:
		return "it is removed"
	case FlagMoved:
		return "it moves to another list or region"
	case FlagUnit:
		return "its unit changes"
	case FlagCurrency:
		return "its currency changes"
	case FlagCharge:
		return "it is charged in another way"
	case FlagFree:
		return "it is free of charge"
	case FlagSegment:
		return "it is for other customers"
	case FlagGap:
		return "there are days without a price"
	case FlagExperiment:
		return "it is part of an experiment"
	case FlagTerms:
		return "its terms change"
	case FlagDates:
		return "it holds from or until another day"
	}
	return "it is marked as " + string(f)
}

func (w *weighing) impact(name string, impact Money) {
	for _, tier := range w.policy.Tiers {
		if tier.Below != nil && tier.Below.Impact.Currency != impact.Currency {
			w.raise(High, Cause{Message: name + ": the impact is not in the currency of the policy", Rule: "monthly_impact", Actual: impact.String(), Allowed: tier.Below.Impact.String()})
			return
		}
	}
	w.bound(name, "monthly_impact", impact.Amount, impact.String(), func(b Bounds) (*big.Rat, string) { return b.Impact.Amount, b.Impact.String() })
}

func (w *weighing) drift(c Change, name string) {
	for _, days := range w.policy.Windows() {
		i := slices.IndexFunc(c.Drift, func(d Drifted) bool { return d.Days == days && d.Relative != nil })
		rule := fmt.Sprintf("drift.%dd", days)
		if i < 0 {
			w.reasons = append(w.reasons, Reason{Code: HistoryIncomplete, Message: fmt.Sprintf("how far %s has moved in %d days is not known", name, days), Path: c.Path, Line: c.Line, Rule: rule, From: w.from})
			continue
		}
		if c.Drift[i].Endless {
			w.infinite(c, fmt.Sprintf("%s cost nothing at some time within %d days", name, days))
			continue
		}
		moved := c.Drift[i].Relative
		to, allowed := w.bound(name, rule, moved, percent(moved)+"%", func(b Bounds) (*big.Rat, string) {
			limit := b.Drift[slices.IndexFunc(b.Drift, func(d DriftBound) bool { return d.Days == days })].Limit
			return limit, percent(limit) + "%"
		})
		if to != Minor {
			w.reasons = append(w.reasons, Reason{Code: Drift, Message: fmt.Sprintf("%s has moved by %s%% within %d days", name, percent(moved), days),
				Path: c.Path, Line: c.Line, Rule: rule, Actual: percent(moved) + "%", Allowed: "below " + allowed, From: w.from})
		}
	}
}

// bound raises the tier to that of a value. At a threshold the next tier applies; both directions count; nothing is rounded.
func (w *weighing) bound(name, rule string, value *big.Rat, shown string, limit func(Bounds) (*big.Rat, string)) (to Level, allowed string) {
	size := new(big.Rat).Abs(value)
	to = Minor
	for _, tier := range w.policy.Tiers {
		to = tier.Level
		if tier.Below == nil {
			break
		}
		most, words := limit(*tier.Below)
		if size.Cmp(most) < 0 {
			break
		}
		allowed = words
	}
	if to != Minor {
		w.raise(to, Cause{Message: name, Rule: rule, Actual: shown, Allowed: "below " + allowed})
	}
	return to, allowed
}
