package approval

import (
	"slices"
	"strconv"
	"time"
)

// hearing is what becomes of the opinions under one set of rules.
type hearing struct {
	rules    Rules
	facts    Facts
	barred   map[string]Code // who wrote the change, and as what
	valid    []voice
	rejected []Rejected
	reasons  []Reason
}

// voice is an approval of somebody who may give one; in which role, the slots decide.
type voice struct {
	Opinion
	who Person
}

// hear judges every opinion by itself and against the others of its author.
func hear(rules Rules, f Facts) *hearing {
	h := &hearing{rules: rules, facts: f}
	h.barred = h.contributors()
	opinions := slices.Clone(f.Opinions)
	slices.SortStableFunc(opinions, earlier)
	for i, o := range opinions {
		who, code := h.author(o)
		if o.State == Requested {
			h.objection(o, who, code, opinions[i+1:])
			continue
		}
		if code == "" {
			code = h.screen(o, who, opinions[i+1:])
		}
		switch {
		case o.State == BreakingGlass && code != "":
			h.reject(o, who, code)
			h.reasons = append(h.reasons, Reason{Code: BreakGlassInvalid, Message: "the permission for an emergency does not count: " + string(code), Path: o.ID})
		case code != "":
			h.reject(o, who, code)
		default:
			h.valid = append(h.valid, voice{o, who})
		}
	}
	return h
}

// earlier orders opinions by time; one without a time comes last, since it may be the latest.
func earlier(a, b Opinion) int {
	if a.At.IsZero() != b.At.IsZero() {
		return map[bool]int{true: 1, false: -1}[a.At.IsZero()]
	}
	if c := a.At.Compare(b.At); c != 0 {
		return c
	}
	if a.Number != b.Number {
		return map[bool]int{true: 1, false: -1}[a.Number > b.Number]
	}
	return compareTexts(string(a.Source), string(b.Source), a.ID, b.ID)
}

func (h *hearing) reject(o Opinion, who Person, code Code) {
	name := who.ID
	if name == "" {
		name = o.nobody()
	}
	h.rejected = append(h.rejected, Rejected{Person: name, Code: code, Approval: string(o.Source) + ":" + o.ID})
}

// nobody is what somebody outside the registry is called.
func (o Opinion) nobody() string {
	switch {
	case o.Account.Login != "":
		return "@" + o.Account.Login
	case o.Account.ID != 0:
		return "@" + strconv.FormatInt(o.Account.ID, 10)
	case o.Person != "":
		return "@" + o.Person
	}
	return "@"
}

// author finds out whose opinion it is, or why that cannot be said.
func (h *hearing) author(o Opinion) (Person, Code) {
	if o.Source == Git {
		who, ok := h.rules.Registry.byKey(o.Key)
		switch claimed, known := h.rules.Registry.person(o.Person); {
		case o.Flaw != "":
			return Person{}, o.Flaw
		case !known:
			return Person{}, NotRegistered
		case !ok || who.ID != o.Person:
			return claimed, KeyInvalid
		case !who.Human:
			return who, NotHuman
		}
		return who, ""
	}
	who, ok := h.rules.Registry.byAccount(o.Account)
	switch {
	case o.Flaw != "":
		return who, o.Flaw
	case o.Bot || ok && !who.Human:
		return who, NotHuman
	case !ok:
		return Person{}, NotRegistered
	}
	return who, ""
}

// sound reports whether an opinion is what it says: about this change, by its author, at its time.
func (h *hearing) sound(o Opinion) Code {
	pull := h.facts.Pull
	switch {
	case fold(o.Subject.Repository) != fold(h.facts.Repository):
		return WrongSubject
	case o.Source == Git && o.Subject.Branch != h.facts.Branch:
		return WrongSubject
	case o.Source != Git && (pull == nil || o.Subject.Pull != pull.Number):
		return WrongSubject
	case !o.Verified && (o.Source == Git || h.rules.Policy.Evidence == StrictEvidence):
		return Unverified
	case o.At.IsZero() || o.At.After(h.facts.Now):
		return TimeInvalid
	case o.Source != Git && o.At.Before(pull.Created):
		return TimeInvalid
	}
	return ""
}

// screen says why an approval does not count, whatever its role; later are the opinions after it.
func (h *hearing) screen(o Opinion, who Person, later []Opinion) Code {
	switch o.State {
	case Withdrawn:
		return Dismissed
	case Approved, BreakingGlass:
	default:
		return NotAnApproval
	}
	if code := h.sound(o); code != "" {
		return code
	}
	if code := h.takenBack(who, later); code != "" {
		return code
	}
	if code, wrote := h.barred[who.ID]; wrote {
		return code
	}
	for other := range h.barred {
		if h.rules.Registry.conflict(who.ID, other) {
			return ConflictOfInterest
		}
	}
	if code := h.fresh(o, who); code != "" {
		return code
	}
	if o.Digest != h.facts.Digest || o.Source != Git && !h.facts.Pull.Since.IsZero() && !o.At.After(h.facts.Pull.Since) {
		return Stale // also what was seen as a change of another branch, and was less
	}
	return ""
}

// fresh judges the times of an approval that is sound.
func (h *hearing) fresh(o Opinion, who Person) Code {
	age := h.rules.Policy.MaxAge
	if age > 0 && !h.facts.Now.Before(o.At.Add(age)) {
		return Expired
	}
	if o.Source != Git {
		return ""
	}
	if o.Until.IsZero() || !h.facts.Now.Before(o.Until) || !o.At.Before(o.Until) {
		return Expired
	}
	valid := func(span Span) bool { return during(span, []time.Time{o.At, h.facts.Now}) == holdsIt }
	if !slices.ContainsFunc(who.keys(o.Key), valid) {
		return KeyInvalid
	}
	return ""
}

// takenBack reports whether somebody has objected, or has had a review dismissed, after an approval. Earlier approvals do not
// come back to life by that; the author may approve again.
func (h *hearing) takenBack(who Person, later []Opinion) Code {
	for _, o := range later {
		if author, _ := h.author(o); author.ID != who.ID || h.elsewhere(o) {
			continue
		}
		switch o.State {
		case Requested:
			return ChangesRequested
		case Withdrawn:
			return Dismissed
		}
	}
	return ""
}

// elsewhere reports whether an opinion is about something else.
func (h *hearing) elsewhere(o Opinion) bool {
	return h.sound(o) == WrongSubject
}

// objection is a request for changes. That of somebody in the registry blocks until its author approves; whether it is recent,
// or can be dated at all, is no matter: one without a date counts as the latest. A later review that was dismissed lifts nothing:
// nobody knows what it said. Neither does a signed approval of anything but the change as it stands.
func (h *hearing) objection(o Opinion, who Person, code Code, later []Opinion) {
	if who.ID == "" || !who.Human || o.Bot {
		h.reject(o, who, code)
		return
	}
	if h.elsewhere(o) {
		h.reject(o, who, WrongSubject)
		return
	}
	for _, next := range later {
		author, flaw := h.author(next)
		lifts := next.State == Approved && flaw == "" && h.sound(next) == "" && (next.Source != Git || next.Digest == h.facts.Digest)
		if author.ID == who.ID && lifts {
			return
		}
	}
	h.reject(o, who, ChangesRequested)
	h.reasons = append(h.reasons, Reason{Code: ChangesRequested, Message: who.ID + " has asked for changes", Actual: string(o.Source) + ":" + o.ID})
}

// contributors are all people who could have written the change. Where it is not certain who somebody is, everybody is meant
// whom it could be.
func (h *hearing) contributors() map[string]Code {
	barred := map[string]Code{}
	bar := func(code Code, identity Identity) {
		for _, id := range h.rules.Registry.anybody(identity) {
			if barred[id] != SelfApproval {
				barred[id] = code
			}
		}
	}
	if h.facts.Pull != nil {
		bar(SelfApproval, Identity{Account: h.facts.Pull.Author})
	}
	wrote := Contributor
	if h.facts.Pull == nil {
		wrote = SelfApproval // without a pull request nobody else is its author
	}
	for _, c := range h.facts.History {
		bar(wrote, c.Author)
		bar(Contributor, c.Committer)
		bar(Contributor, Identity{Key: c.Signer})
		for _, other := range c.CoAuthors {
			bar(Contributor, other)
		}
	}
	return barred
}
