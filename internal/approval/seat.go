package approval

import (
	"cmp"
	"slices"
	"strings"
)

// seat matches approvals with slots, and says which count, which do not, and what is missing.
func (d *Decision) seat(h *hearing, slots []slot) {
	people := approvers(h.valid)
	emergency, lifted := h.emergency(slots)
	s := seated(slots, len(people), func(person, slot int) bool {
		_, _, ok := h.best(people[person], slots[slot])
		return ok
	})
	rejected := h.rejected
	for i, id := range people {
		rejected = append(rejected, h.count(d, s, i, id)...)
	}
	d.Rejected = mergeRejected(d.Rejected, rejected)
	if d.Reasons = append(d.Reasons, emergency...); lifted != nil {
		d.Why = append(d.Why, *lifted)
		return
	}
	d.missing(h, s, people)
}

// approvers are the people who have approved, sorted.
func approvers(valid []voice) []string {
	var ids []string
	for _, v := range valid {
		if v.State == Approved {
			ids = append(ids, v.who.ID)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// best is the latest approval of somebody that could fill a slot, with its role.
func (h *hearing) best(id string, s slot) (voice, string, bool) {
	for _, v := range slices.Backward(h.valid) {
		if v.who.ID != id || v.State != Approved {
			continue
		}
		if role, _ := h.fits(v, s); role != "" {
			return v, role, true
		}
	}
	return voice{}, "", false
}

// count counts the one approval of a person that fills a slot, or could fill one that others fill, and rejects the others.
func (h *hearing) count(d *Decision, s *seating, person int, id string) []Rejected {
	slots := s.slots
	if at := s.seat[person]; at >= 0 {
		slots = s.slots[at : at+1]
	}
	used := ""
	for _, slot := range slots {
		if v, role, ok := h.best(id, slot); ok {
			used = v.name()
			d.Counted = union(d.Counted, []Counted{{Person: id, Role: role, Region: slot.region, Source: v.Source, Approval: used, Verified: v.Verified}})
			break
		}
	}
	var rejected []Rejected
	for _, v := range h.valid {
		if v.who.ID != id || v.State != Approved || v.name() == used || len(s.slots) == 0 {
			continue
		}
		nearest := holdsNothing
		for _, slot := range s.slots {
			_, got := h.fits(v, slot)
			nearest = max(nearest, got)
		}
		code := map[hold]Code{holdsNothing: RoleScope, holdsLapsed: RoleInactive, holdsConflict: ConflictOfInterest, holdsIt: DuplicatePrincipal}[nearest]
		rejected = append(rejected, Rejected{Person: id, Code: code, Approval: v.name()})
	}
	return rejected
}

func (o Opinion) name() string { return string(o.Source) + ":" + o.ID }

// missing says which slots are free, who could fill them, and whether that is possible at all.
func (d *Decision) missing(h *hearing, s *seating, people []string) {
	open := s.free()
	if len(open) == 0 {
		return
	}
	needs := map[string]Need{}
	var names []string
	for _, i := range open {
		key := s.slots[i].name() + "\x00" + s.slots[i].region
		need, known := needs[key]
		if !known {
			names = append(names, key)
			need = Need{Role: s.slots[i].name(), Region: s.slots[i].region, CouldBe: h.couldBe(s, i, people)}
		}
		need.Count++
		needs[key] = need
	}
	for _, key := range names {
		d.need(needs[key])
	}
	everybody := seated(s.slots, len(h.rules.Registry.People), func(person, slot int) bool {
		p := h.rules.Registry.People[person]
		_, _, has := h.best(p.ID, s.slots[slot])
		return has || h.could(p, s.slots[slot])
	})
	for _, i := range everybody.free() {
		d.Reasons = append(d.Reasons, Reason{Code: Unsatisfiable, Message: "nobody is left who could approve as " + s.slots[i].words(),
			Path: RegistryPath, Rule: s.slots[i].name(), From: h.rules.From})
	}
}

// need adds an approval that is missing, unless other rules have already asked for it.
func (d *Decision) need(n Need) {
	i := slices.IndexFunc(d.Needed, func(other Need) bool { return other.Role == n.Role && other.Region == n.Region })
	message := "an approval is missing: " + slot{roles: strings.Split(n.Role, "|"), region: n.Region}.words()
	d.Reasons = append(d.Reasons, Reason{Code: ApprovalMissing, Message: message, Rule: n.Role, Actual: n.Region})
	if i < 0 {
		d.Needed = append(d.Needed, n)
		return
	}
	if n.Count >= d.Needed[i].Count {
		d.Needed[i] = n
	}
}

func (s slot) words() string {
	words := strings.Join(s.roles, " or ")
	if s.region != "" {
		words += " of " + s.region
	}
	return words
}

// couldBe lists who could fill a free slot, at once or because somebody else moves to it.
func (h *hearing) couldBe(s *seating, open int, people []string) []string {
	var ids []string
	for _, at := range s.reach(open) {
		for _, p := range h.rules.Registry.People {
			if _, approved := slices.BinarySearch(people, p.ID); !approved && h.could(p, s.slots[at]) {
				ids = append(ids, p.ID)
			}
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// emergency judges the permissions for an emergency. One that holds stands for all approvals, and is to be reviewed afterwards.
func (h *hearing) emergency(slots []slot) (reasons []Reason, lifted *Cause) {
	for _, v := range h.valid {
		if v.State != BreakingGlass || len(slots) == 0 {
			continue
		}
		glass := h.rules.Policy.Break
		wanted := slot{roles: glass.Roles, regions: concerned(h.rules.Policy, h.facts)}
		role, _ := h.fits(v, wanted)
		if len(glass.Roles) == 0 || role == "" || strings.TrimSpace(v.Why) == "" || v.Until.IsZero() || v.Until.Sub(v.At) > glass.Within {
			h.reject(v.Opinion, v.who, BreakGlassInvalid)
			reasons = append(reasons, Reason{Code: BreakGlassInvalid, Message: v.who.ID + " may not permit this, or has given no reason or too long a time", Path: v.ID, Rule: "break_glass"})
			continue
		}
		lifted = &Cause{Tier: High, Message: "an emergency, to be reviewed afterwards: " + v.who.ID + ": " + v.Why, Rule: "break_glass"}
	}
	return reasons, lifted
}

// mergeRejected adds what other rules reject, and sorts. An approval is told once for each reason.
func mergeRejected(to, more []Rejected) []Rejected {
	to = union(to, more)
	slices.SortFunc(to, func(a, b Rejected) int {
		return cmp.Or(compareTexts(a.Person, b.Person, a.Approval, b.Approval), cmp.Compare(a.Code, b.Code))
	})
	return to
}
