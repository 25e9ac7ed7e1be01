package experiment

import (
	"fmt"
	"math/big"
	"slices"
	"time"

	"parley/internal/diag"
	"parley/internal/doc"
)

// The limits within which a plan can be computed, and is worth it.
const (
	mostDays  = 731 // two years
	mostLooks = 90  // planned and not; the schema allows so many
	mostError = .2
	leastSure = .5
	mostNeeds = 1e9
)

// Check reports what does not fit together in the document of an experiment: a plan that cannot work, and one that is not
// the plan that was fixed.
func (e Experiment) Check() diag.List {
	findings := e.design()
	findings = append(findings, e.binding()...)
	return append(findings, e.looked()...)
}

// Sound reports whether the plan can be computed: nothing that it needs is missing or contradicts itself.
func (e Experiment) Sound() bool { return e.readable() && !e.design().HasErrors() }

// readable reports whether what the schema asks for is there. What is not has been reported.
func (e Experiment) readable() bool {
	return e.armed() && e.chanced() && e.dated() && e.alphaExact != nil && e.powerExact != nil && e.Traffic != 0 && (e.Spending == Late || e.Spending == Evenly)
}

// armed reports whether there are two arms with their shares.
func (e Experiment) armed() bool {
	for _, arm := range e.Arms {
		if arm.ID == "" || arm.Share == nil {
			return false
		}
	}
	return len(e.Arms) == 2 && e.Arms[0].ID != e.Arms[1].ID
}

// chanced reports whether the chances of both arms are there.
func (e Experiment) chanced() bool { return e.baseExact != nil && e.effectExact != nil }

// dated reports whether the days are there, and no more looks than can be counted.
func (e Experiment) dated() bool {
	for _, day := range e.Looks {
		if !isDay(day) {
			return false
		}
	}
	return isDay(e.Start) && isDay(e.Until) && len(e.Looks)+len(e.Looked) <= mostLooks
}

// design reports a plan that cannot work. What cannot be read keeps nothing else from being judged, but the size, which needs
// everything.
func (e Experiment) design() diag.List {
	var findings diag.List
	if e.armed() {
		findings = append(e.judgeArms(), e.judgeRules()...)
	}
	if e.chanced() {
		findings = append(findings, e.judgeChances()...)
	}
	findings = append(findings, e.judgeErrors()...)
	if e.dated() {
		findings = append(findings, e.judgeDays()...)
	}
	if len(findings) > 0 || !e.readable() {
		return findings
	}
	return e.judgeSize()
}

// wrong is a finding about a field of the plan.
func (e Experiment) wrong(at doc.Value, hint, format string, args ...any) diag.Diagnostic {
	return diag.New(diag.ExperimentDesign, e.place(at), format, args...).WithHint("%s", hint)
}

func (e Experiment) judgeArms() diag.List {
	var findings diag.List
	items := e.document.Fields.Get("arms").Items
	sum := new(big.Rat).Add(e.Arms[0].Share, e.Arms[1].Share)
	for i, arm := range e.Arms {
		if arm.Share.Sign() <= 0 {
			findings = append(findings, e.wrong(items[i].Get("share"), "give each price a share of the offers", "%s gets no offers", arm.ID))
		}
	}
	if sum.Cmp(big.NewRat(1, 1)) != 0 {
		findings = append(findings, e.wrong(items[1].Get("share"), "make the shares add up to 100%", "the shares of the offers add up to %s%%", percent(float(sum))))
	}
	first, ok := new(big.Rat).SetString(e.Arms[0].Price)
	second, okToo := new(big.Rat).SetString(e.Arms[1].Price)
	if ok && okToo && first.Cmp(second) == 0 {
		findings = append(findings, e.wrong(items[1].Get("price"), "write the other price", "both arms have the price %s", e.Arms[1].Price))
	}
	return findings
}

func (e Experiment) judgeChances() diag.List {
	var findings diag.List
	f := e.document.Fields
	then := new(big.Rat).Add(e.baseExact, e.effectExact)
	one := big.NewRat(1, 1)
	if e.baseExact.Sign() <= 0 || e.baseExact.Cmp(one) >= 0 {
		findings = append(findings, e.wrong(f.Get("base_rate"), "write the share of offers that are accepted at the first price", "a rate of %s%% leaves nothing to compare", percent(e.BaseRate)))
	} else if e.effectExact.Sign() == 0 || then.Sign() <= 0 || then.Cmp(one) >= 0 {
		findings = append(findings, e.wrong(f.Get("minimum_effect"), "write percentage points, with a minus where fewer offers would be accepted",
			"with a difference of %s points, %s%% of the offers would be accepted", percent(e.Effect), percent(float(then))))
	}
	return findings
}

// judgeErrors holds both errors to what an experiment can promise: to be never wrong, no number of offers is enough.
func (e Experiment) judgeErrors() diag.List {
	var findings diag.List
	alpha, power := e.document.Fields.Get("alpha"), e.document.Fields.Get("power")
	switch {
	case e.alphaExact == nil: // the schema has refused it
	case e.alphaExact.Sign() == 0:
		findings = append(findings, e.wrong(alpha, "write 5%, or another share above 0%", "an experiment that is never wrong would take offers without end"))
	case e.Alpha > mostError:
		findings = append(findings, e.wrong(alpha, "write 5%, or at most 20%", "an experiment that is wrong in %s%% of cases decides nothing", percent(e.Alpha)))
	}
	if e.powerExact != nil && e.Power < leastSure {
		findings = append(findings, e.wrong(power, "write 80%, or at least 50%", "an experiment that would miss the difference in %s%% of cases is not worth making", percent(1-e.Power)))
	}
	return findings
}

func (e Experiment) judgeDays() diag.List {
	var findings diag.List
	f := e.document.Fields
	switch {
	case e.Until < e.Start:
		return diag.List{e.wrong(f.Get("until"), "write a later day", "the experiment ends before it begins").WithNote(e.place(f.Get("start")), "it begins here")}
	case e.days() > mostDays:
		return diag.List{e.wrong(f.Get("until"), "compare prices that differ more, or offer them more often", "the experiment takes %d days; after two years it compares two times rather than two prices", e.days())}
	}
	before := ""
	for _, look := range f.Get("looks").Items {
		switch {
		case look.Text < e.Start || look.Text >= e.Until:
			findings = append(findings, e.wrong(look, "plan looks from the first day on, before the last: that one is a look of itself", "nobody can look on %s: the experiment goes from %s to %s", look.Text, e.Start, e.Until))
		case look.Text <= before:
			findings = append(findings, e.wrong(look, "write the looks in their order, each once", "%s is not after %s", look.Text, before))
		}
		before = max(before, look.Text)
	}
	return findings
}

// judgeRules checks those rules that are watched by themselves: they name an arm, a rate and a number of offers.
func (e Experiment) judgeRules() diag.List {
	var findings diag.List
	for _, item := range e.document.Fields.Get("stop").Items {
		switch arm := item.Get("arm"); {
		case !item.Has("arm") && !item.Has("below") && !item.Has("after"):
		case !item.Has("arm") || !item.Has("below") || !item.Has("after"):
			findings = append(findings, e.wrong(item.Get("id"), "write all three, or none where people watch it", "this rule has not all of arm:, below: and after:"))
		case arm.Text != e.Arms[0].ID && arm.Text != e.Arms[1].ID:
			findings = append(findings, e.wrong(arm, fmt.Sprintf("write %s or %s", e.Arms[0].ID, e.Arms[1].ID), "there is no arm %q", arm.Text))
		}
	}
	return findings
}

// judgeSize reports a plan that cannot be carried out, or not in its time.
func (e Experiment) judgeSize() diag.List {
	design := e.design0()
	if design.Needs[0]+design.Needs[1] > mostNeeds {
		return diag.List{e.wrong(e.document.Fields.Get("minimum_effect"), "look for a larger difference", "to find so small a difference takes more than a thousand million offers")}
	}
	if design.Days <= design.Length || e.Status != Planned { // what has started cannot be changed any more
		return nil
	}
	return diag.List{diag.New(diag.ExperimentShort, e.place(e.document.Fields.Get("until")), "the plan needs %d offers, for which %d a week take %d days; it has %d",
		design.Needs[0]+design.Needs[1], e.Traffic, design.Days, design.Length).
		WithHint("let it run until %s, or look for a larger difference", e.startDay.AddDate(0, 0, min(design.Days, 36500)-1).Format(time.DateOnly))}
}

// binding reports a plan that is not bound though it has started, or no longer the one that was.
func (e Experiment) binding() diag.List {
	if !e.readable() {
		return nil
	}
	status, bound := e.document.Fields.Get("status"), e.document.Fields.Get("plan_digest")
	switch {
	case !slices.Contains([]string{Planned, Running, Finished, Stopped}, e.Status) || e.PlanDigest != "" && len(e.PlanDigest) != len(e.Digest()):
		return nil // the schema has reported it
	case e.PlanDigest == "" && e.Status != Planned:
		return diag.List{diag.New(diag.ExperimentPlan, e.place(status), "this experiment is %s, and nothing binds its plan", e.Status).
			WithHint("write plan_digest: %q once you are sure that this is the plan with which it started", e.Digest())}
	case e.PlanDigest == "" || e.PlanDigest == e.Digest():
		return nil
	case e.Status == Planned:
		return diag.List{diag.New(diag.ExperimentPlan, e.place(bound), "the plan is not the one that this digest binds").
			WithHint("it has not started: write plan_digest: %q, as parley price experiment plan %s prints it", e.Digest(), e.ID)}
	}
	return diag.List{diag.New(diag.ExperimentPlan, e.place(bound), "the plan has been changed since the experiment started").
		WithHint("the digest cannot tell what was changed: compare with the commit that wrote it (git log -S %s -- %s) and take the change back; for another plan, set status: stopped and begin a new experiment", e.PlanDigest, e.Path)}
}

// looked reports looks that cannot have been.
func (e Experiment) looked() diag.List {
	var findings diag.List
	first := map[string]bool{}
	for _, day := range e.Looks {
		first[day] = true
	}
	for _, item := range e.document.Fields.Get("looked").Items {
		switch on := item.Get("on"); {
		case !isDay(on.Text) || !isDay(e.Start) || !isDay(e.Until):
		case on.Text < e.Start || on.Text >= e.Until:
			findings = append(findings, diag.New(diag.ExperimentLook, e.place(on), "on %s the experiment was not running", on.Text).
				WithHint("write a day from %s on and before %s, or remove the look", e.Start, e.Until))
		case first[on.Text]:
			findings = append(findings, diag.New(diag.ExperimentLook, e.place(on), "the look on %s is counted already", on.Text).WithHint("remove it here: a day counts once"))
		default:
			first[on.Text] = true
		}
	}
	return findings
}
