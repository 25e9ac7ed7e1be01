package approval

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
)

// Decide judges a change by a policy. Where the facts hold other rules that must be kept as well, it judges by each of them,
// and the worse verdict, the higher tier and every need hold.
func Decide(p Policy, f Facts) Decision {
	d := Decision{Verdict: Pass, Tier: None, Digest: f.Digest, PolicyDigest: p.Digest, Commits: f.Commits, Changes: lines(f.Changes)}
	d.Reasons = append(unfit(f), f.Problems...)
	if f.Lists.Base > 0 && f.Lists.Result == 0 {
		d.Reasons = append(d.Reasons, Reason{Code: ListVanished, Message: "the base has price lists, and the result has none", Path: "pricing/lists"})
	}
	if f.Pull != nil && (f.Pull.Draft || f.Pull.Closed) {
		d.Reasons = append(d.Reasons, Reason{Code: Draft, Message: "the pull request is a draft, or closed"})
	}
	all := append([]Rules{{FromBase, p, f.Registry}}, f.Also...)
	for _, rules := range all {
		d.judge(rules, f)
	}
	if slices.ContainsFunc(f.Files, File.rules) && !judgedByHead(f) {
		d.Reasons = append(d.Reasons, Reason{Code: PolicyInvalid, Message: "the change alters the rules, and it was not judged by the altered ones", Path: PolicyPath})
	}
	d.Reasons = sorted(d.Reasons)
	for _, reason := range d.Reasons {
		d.Verdict = d.Verdict.Worse(reason.verdict())
	}
	return d
}

// judgedByHead reports whether the rules of the head are among those that count, or were found to be unusable.
func judgedByHead(f Facts) bool {
	return slices.ContainsFunc(f.Also, func(r Rules) bool { return r.From == FromHead }) ||
		slices.ContainsFunc(f.Problems, func(r Reason) bool { return r.From == FromHead && r.verdict() != Pass })
}

var (
	commitID = regexp.MustCompile(`^([0-9a-f]{40}|[0-9a-f]{64})$`)
	digestID = regexp.MustCompile(`^sha256:[0-9a-f]{64}$`)
)

// unfit are the reasons why facts are no ground for a verdict.
func unfit(f Facts) []Reason {
	var found []Reason
	refuse := func(is bool, code Code, format string, args ...any) {
		if is {
			found = append(found, Reason{Code: code, Message: fmt.Sprintf(format, args...)})
		}
	}
	refuse(!f.Complete, ForgePartial, "the facts were not gathered to the end")
	refuse(f.Now.IsZero(), TimeInvalid, "nobody has said what time it is")
	refuse(f.Repository == "" || f.Branch == "", WrongSubject, "it is not known to which repository and branch the change belongs")
	for _, commit := range []string{f.Commits.Base, f.Commits.Head, f.Commits.Result} {
		refuse(!commitID.MatchString(commit), HistoryIncomplete, "%q is no commit", commit)
	}
	refuse(!digestID.MatchString(f.Digest), HistoryIncomplete, "%q is not the digest of a change", f.Digest)
	seen := map[string]bool{}
	for _, o := range f.Opinions {
		name := string(o.Source) + ":" + o.ID
		refuse(o.ID == "" || seen[name], ForgePartial, "the approval %s is there twice", name)
		refuse(o.Source != GitHub && o.Source != Git, ForgePartial, "nobody knows the source %q of an approval", o.Source)
		refuse(!o.State.known(), ForgePartial, "nobody knows what a review means that is %q", o.State)
		seen[name] = true
	}
	if pull := f.Pull; pull != nil {
		refuse(fold(pull.Repository) != fold(f.Repository), WrongSubject, "the pull request belongs to %s", pull.Repository)
		refuse(pull.Head != f.Commits.Head, WrongSubject, "the pull request ends in commit %s", pull.Head)
		refuse(pull.Branch != f.Branch, WrongSubject, "the pull request leads to the branch %s", pull.Branch)
		refuse(pull.Number < 1 || pull.Created.IsZero() || pull.Created.After(f.Now), ForgePartial, "the pull request has no number, or no time at which it was opened")
		refuse(pull.Author.ID < 1, ForgePartial, "nobody knows any more who opened the pull request, and so who may approve it")
	}
	return found
}

func (s State) known() bool {
	switch s {
	case Approved, Requested, Commented, Withdrawn, BreakingGlass:
		return true
	}
	return false
}

// judge adds what one set of rules says.
func (d *Decision) judge(rules Rules, f Facts) {
	if flaws := rules.flaws(); len(flaws) > 0 {
		d.Reasons = append(d.Reasons, flaws...)
		d.Tier = High
		return
	}
	w := rules.Policy.weigh(f, rules.From)
	h := hear(rules, f)
	d.Tier = higher(d.Tier, w.level)
	d.Why = union(d.Why, w.causes)
	d.Reasons = append(append(d.Reasons, w.reasons...), h.reasons...)
	if rules.From == FromBefore && w.level != None {
		d.Reasons = append(d.Reasons, Reason{Code: CoolingOff, Message: "the rules were changed a short while ago: those before hold too", Path: PolicyPath, From: rules.From})
	}
	if w.level != None && len(f.History) == 0 {
		d.Reasons = append(d.Reasons, Reason{Code: HistoryIncomplete, Message: "it is not known who wrote the change"})
	}
	if w.level == High && rules.Policy.Signed {
		d.Reasons = append(d.Reasons, unsigned(rules, f)...)
	}
	slots := rules.Policy.slots(w.level, concerned(rules.Policy, f))
	if len(slots) > mostSlots {
		d.Reasons = append(d.Reasons, Reason{Code: LimitExceeded, Message: fmt.Sprintf("the rules ask for %d approvals; at most %d can be judged", len(slots), mostSlots)})
		return
	}
	d.seat(h, slots)
}

// flaws are the reasons why nothing can be decided by rules.
func (r Rules) flaws() []Reason {
	if len(r.Policy.Tiers) == 0 {
		return []Reason{{Code: PolicyMissing, Message: "there is no policy in the " + string(r.From), Path: PolicyPath, From: r.From}}
	}
	if len(r.Registry.People) == 0 {
		return []Reason{{Code: PolicyMissing, Message: "there is no registry of approvers in the " + string(r.From), Path: RegistryPath, From: r.From}}
	}
	var found []Reason
	for _, flaw := range r.Policy.flaws() {
		found = append(found, Reason{Code: PolicyInvalid, Message: "the policy cannot be used: " + flaw, Path: PolicyPath, From: r.From})
	}
	for _, problem := range r.Registry.problems() {
		found = append(found, Reason{Code: PolicyInvalid, Message: problem, Path: RegistryPath, From: r.From})
	}
	return found
}

// unsigned are the commits of which it is not certain who wrote them, where the policy wants that.
func unsigned(rules Rules, f Facts) []Reason {
	var found []Reason
	for _, c := range f.History {
		if _, ok := rules.Registry.byKey(c.Signer); !ok {
			found = append(found, Reason{Code: Unverified, Message: "commit " + c.ID + " is not signed by anybody of the registry", Rule: "authorship", From: rules.From})
		}
	}
	return found
}

// sorted orders reasons, the gravest first, and drops repetitions.
func sorted(reasons []Reason) []Reason {
	slices.SortStableFunc(reasons, func(a, b Reason) int {
		return cmp.Or(
			cmp.Compare(b.verdict().rank(), a.verdict().rank()),
			compareTexts(string(a.Code), string(b.Code), a.Path, b.Path),
			cmp.Compare(a.Line, b.Line),
			compareTexts(a.Message, b.Message, a.Rule, b.Rule, a.Actual, b.Actual, string(a.From), string(b.From)),
		)
	})
	same := func(a, b Reason) bool {
		a.From, b.From = "", ""
		return a == b
	}
	return slices.CompactFunc(reasons, same)
}

// union adds what is not there yet.
func union[T comparable](to, more []T) []T {
	for _, one := range more {
		if !slices.Contains(to, one) {
			to = append(to, one)
		}
	}
	return to
}
