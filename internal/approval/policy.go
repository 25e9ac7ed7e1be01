package approval

import (
	"fmt"
	"math/big"
	"slices"
	"time"
)

// Level is how far-reaching a change is.
type Level string

// The levels, from the lowest to the highest.
const (
	None     Level = "none" // nothing changes for anybody's money
	Minor    Level = "minor"
	Standard Level = "standard"
	High     Level = "high"
)

var levels = []Level{None, Minor, Standard, High}

// rank is the place of a level among the others; an unknown one is the highest.
func (l Level) rank() int {
	if i := slices.Index(levels, l); i >= 0 {
		return i
	}
	return len(levels) - 1
}

func higher(a, b Level) Level {
	if b.rank() > a.rank() {
		return b
	}
	return a
}

// Money is an exact amount of a currency.
type Money struct {
	Amount   *big.Rat
	Currency string
}

// Policy is what pricing/policy.yaml says. Thresholds are exact: 2% is 1/50.
type Policy struct {
	Zone     string // in whose days quotas are counted
	Evidence Evidence
	Signed   bool          // at the highest level, every commit is signed by somebody of the registry
	MaxAge   time.Duration // after which an approval no longer counts; 0 for never
	Cooling  time.Duration // for which the rules before a change of the rules hold too
	Tiers    []Tier        // minor, standard, high
	Raise    map[Flag]Level
	Protect  []string // further files and folders that only a change of the highest level may touch
	Break    BreakGlass
	Rails    Guardrails

	Digest string // of what the document means: sha256:…
}

// Evidence is which opinions count.
type Evidence string

const (
	// AnyEvidence counts reviews from a file too, of which nobody knows who wrote them.
	AnyEvidence Evidence = "forge"
	// StrictEvidence counts signed approvals, and reviews that were fetched from the forge, only.
	StrictEvidence Evidence = "strict"
)

// Tier says for which changes it is meant, and which approvals they need.
type Tier struct {
	Level  Level
	Below  *Bounds // nil for the highest, which takes whatever is left
	People int     // at least so many different people
	Rules  []Rule
}

// Bounds are thresholds. At a threshold the next tier applies.
type Bounds struct {
	Change *big.Rat
	Impact Money
	Drift  []DriftBound // by days, ascending
}

// DriftBound is how far a price may move within a rolling window.
type DriftBound struct {
	Days  int
	Limit *big.Rat
}

// Rule asks for approvals.
type Rule struct {
	AnyOf  []string // roles, of which one is enough
	Count  int      // how many such approvals
	Region bool     // so many of each region concerned
}

// BreakGlass is who may let a change through in an emergency, alone. No roles: nobody.
type BreakGlass struct {
	Roles  []string
	Within time.Duration // how long such a permission may hold
}

// Guardrails are bounds that no approval lifts. Pricing compares prices with them; here they only belong to the policy.
type Guardrails struct {
	MarginFloor, DiscountCap *big.Rat
	Window                   int // days
	Net, Path                *big.Rat
	MonthlyCharge            Money
}

// most bounds what a policy may ask for, so that no document can keep the machine busy.
const most = 100

// flaws are the reasons why nothing can be decided by a policy, in words that end a sentence about it.
func (p Policy) flaws() []string {
	var found []string
	if p.Evidence != AnyEvidence && p.Evidence != StrictEvidence {
		found = append(found, fmt.Sprintf("it knows no evidence %q", p.Evidence))
	}
	if p.MaxAge < 0 || p.Cooling < 0 || p.Break.Within < 0 || len(p.Break.Roles) > 0 && p.Break.Within == 0 {
		found = append(found, "a period is not positive")
	}
	if len(p.Tiers) != len(levels)-1 {
		return append(found, "its tiers are not minor, standard and high")
	}
	for i, tier := range p.Tiers {
		if tier.Level != levels[i+1] {
			found = append(found, "its tiers are not minor, standard and high, in this order")
		}
		found = append(found, tier.flaws()...)
		if last := i == len(p.Tiers)-1; last != (tier.Below == nil) {
			found = append(found, fmt.Sprintf("thresholds belong to every tier but the highest, and %s is not so", tier.Level))
		}
	}
	if lower, upper := p.Tiers[0].Below, p.Tiers[1].Below; len(found) == 0 && !lower.within(*upper) {
		found = append(found, "a threshold of standard is lower than that of minor, or their windows or currencies differ")
	}
	return found
}

func (t Tier) flaws() []string {
	var found []string
	slots := 0
	for _, rule := range t.Rules {
		if rule.Count < 1 || rule.Count > most || len(rule.AnyOf) == 0 || slices.Contains(rule.AnyOf, "") {
			found = append(found, fmt.Sprintf("an approval of %s asks for nobody", t.Level))
		}
		slots += rule.Count
	}
	if len(t.Rules) == 0 || slots > most || t.People < 0 || t.People > most {
		found = append(found, fmt.Sprintf("%s asks for no approval, or for too many", t.Level))
	}
	if b := t.Below; b != nil && !b.whole() {
		found = append(found, fmt.Sprintf("%s lacks a threshold for change, monthly impact or drift", t.Level))
	}
	return found
}

// whole reports whether there is a threshold of each sort.
func (b Bounds) whole() bool {
	for i, d := range b.Drift {
		if d.Limit == nil || d.Limit.Sign() < 0 || d.Days < 1 || i > 0 && d.Days <= b.Drift[i-1].Days {
			return false
		}
	}
	return b.Change != nil && b.Change.Sign() >= 0 && b.Impact.Amount != nil && b.Impact.Amount.Sign() >= 0 && b.Impact.Currency != "" && len(b.Drift) > 0
}

// within reports whether every threshold is at most that of the next tier.
func (b Bounds) within(next Bounds) bool {
	if len(b.Drift) != len(next.Drift) || b.Impact.Currency != next.Impact.Currency {
		return false
	}
	for i := range b.Drift {
		if b.Drift[i].Days != next.Drift[i].Days || b.Drift[i].Limit.Cmp(next.Drift[i].Limit) > 0 {
			return false
		}
	}
	return b.Change.Cmp(next.Change) <= 0 && b.Impact.Amount.Cmp(next.Impact.Amount) <= 0
}

// Windows are the windows, in days, for which the policy has to know how far prices have moved.
func (p Policy) Windows() []int {
	var days []int
	for _, tier := range p.Tiers {
		if tier.Below != nil {
			for _, d := range tier.Below.Drift {
				days = append(days, d.Days)
			}
		}
	}
	slices.Sort(days)
	return slices.Compact(days)
}

func (p Policy) tier(level Level) Tier {
	for _, tier := range p.Tiers {
		if tier.Level == level {
			return tier
		}
	}
	return p.Tiers[len(p.Tiers)-1]
}
