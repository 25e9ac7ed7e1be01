package approval

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// threat is one row of the list of attacks, or a control that must pass. What is empty is not looked at, but for needs of a
// verdict pass, which are none.
type threat struct {
	name     string
	facts    func() Facts
	policy   func(*Policy)
	verdict  Verdict
	tier     Level
	reasons  string // codes that must be among the reasons
	rejected string // "person CODE", separated by semicolons, all of them
	needs    string // "count role region", separated by semicolons, all of them
}

// on are facts of some changes, altered.
func on(changes []Change, alter ...func(*Facts)) func() Facts {
	return func() Facts {
		f := facts(changes...)
		for _, a := range alter {
			a(&f)
		}
		return f
	}
}

func give(opinions ...Opinion) func(*Facts) {
	return func(f *Facts) { f.Opinions = append(f.Opinions, opinions...) }
}

func file(path string) func(*Facts) {
	return func(f *Facts) { f.Files = append(f.Files, File{Path: path}) }
}

// asBefore says that the rules of the head are those of the base, as where only a comment in them changed.
func asBefore(t *testing.T) func(*Facts) {
	return func(f *Facts) { f.Also = append(f.Also, Rules{FromHead, thePolicy(t), f.Registry}) }
}

func wrote(commit Commit) func(*Facts) {
	return func(f *Facts) { f.History = append(f.History, commit) }
}

func people1(f *Facts, id string, alter func(*Person)) {
	for i := range f.Registry.People {
		if f.Registry.People[i].ID == id {
			alter(&f.Registry.People[i])
		}
	}
}

func TestThreats(t *testing.T) {
	stopped, all := 0, threats(t)
	for _, test := range all {
		if t.Run(test.name, func(t *testing.T) { test.run(t) }) {
			stopped++
		}
	}
	t.Logf("%d of %d attacks stopped with the right reason", stopped, len(all))
}

func TestControls(t *testing.T) {
	passed, all := 0, controls(t)
	if len(all) < 40 {
		t.Errorf("only %d controls", len(all))
	}
	for _, test := range all {
		if t.Run(test.name, func(t *testing.T) { test.run(t) }) {
			passed++
		}
	}
	t.Logf("%d of %d controls passed", passed, len(all))
}

func (test threat) run(t *testing.T) {
	t.Helper()
	p := thePolicy(t)
	if test.policy != nil {
		test.policy(&p)
	}
	d := Decide(p, test.facts())
	if d.Verdict != test.verdict || test.tier != "" && d.Tier != test.tier {
		t.Errorf("%s at %s, want %s at %s\n%+v\n%+v", d.Verdict, d.Tier, test.verdict, test.tier, d.Reasons, d.Rejected)
	}
	for code := range strings.FieldsSeq(test.reasons) {
		if !slices.Contains(d.codes(), code) {
			t.Errorf("%s is not among the reasons: %v", code, d.codes())
		}
	}
	if want := split(test.rejected); test.rejected != "" && !slices.Equal(want, d.refusals()) {
		t.Errorf("rejected %v, want %v", d.refusals(), want)
	}
	if want := split(test.needs); (test.needs != "" || test.verdict == Pass) && !slices.Equal(want, d.needs()) {
		t.Errorf("needed %v, want %v", d.needs(), want)
	}
}

func split(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, "; ")
}

var (
	small    = []Change{change(50)}
	medium   = []Change{change(500)}
	large    = []Change{change(3000)}
	twoLists = []Change{change(3000), func() Change { c := change(3000); c.List, c.Region = "apac-jpy-gold", "apac"; return c }()}
)

const anybody = "1 product|finance|regional-owner|pricing-manager"

func threats(t *testing.T) []threat {
	return slices.Concat(whoThreats(), contributorThreats(), roleThreats(), freshnessThreats(), ruleThreats(t), factThreats(), priceThreats())
}

func whoThreats() []threat {
	second := with(review("zoe-second", Approved), func(o *Opinion) { o.At = o.At.Add(time.Hour) })
	return []threat{
		{name: "author approves own change", facts: on(small, give(approvals("anna")...), func(f *Facts) { f.Pull.Author = Account{"github", "anna", 1} }),
			verdict: Pending, rejected: "anna SELF_APPROVAL", needs: anybody, reasons: "APPROVAL_MISSING"},
		{name: "author's second account", facts: on(small, give(second), func(f *Facts) { f.Pull.Author = Account{"github", "zoe", 92} }),
			verdict: Pending, rejected: "zoe SELF_APPROVAL"},
		{name: "one person approves twice", facts: on(medium, give(approvals("boris", "boris")...)), verdict: Pending, rejected: "boris DUPLICATE_PRINCIPAL", needs: "1 product"},
		{name: "one person approves through two accounts", facts: on(medium, give(review("zoe", Approved), second)), verdict: Pending, rejected: "zoe DUPLICATE_PRINCIPAL", needs: "1 product"},
		{name: "one person with both roles approves for both", facts: on(medium, give(approvals("mara")...)), verdict: Pending, needs: "1 finance"},
		{name: "two product approvals, no finance", facts: on(medium, give(approvals("anna", "mara")...), func(f *Facts) { people1(f, "mara", func(p *Person) { p.Roles = p.Roles[:1] }) }),
			verdict: Pending, needs: "1 finance"},
		{name: "bot", facts: on(small, give(with(review("somebody", Approved), func(o *Opinion) { o.Bot = true }))), verdict: Pending, rejected: "@somebody NOT_HUMAN"},
		{name: "app that is registered", facts: on(small, give(with(review("robot[bot]", Approved), func(o *Opinion) { o.Bot = true }))), verdict: Pending, rejected: "robot NOT_HUMAN"},
		{name: "machine account of type User", facts: on(small, give(review("robot[bot]", Approved))), verdict: Pending, rejected: "robot NOT_HUMAN"},
		{name: "somebody outside the registry", facts: on(small, give(review("stranger", Approved))), verdict: Pending, rejected: "@stranger NOT_REGISTERED"},
		{name: "account that took the name of another", facts: on(small, give(with(review("anna", Approved), func(o *Opinion) { o.Account.ID = 666 }))), verdict: Pending, rejected: "@anna NOT_REGISTERED"},
		{name: "account that was deleted", facts: on(small, give(with(review("anna", Approved), func(o *Opinion) { o.Account = Account{} }))), verdict: Pending, rejected: "@ NOT_REGISTERED"},
		{name: "account that two people have", facts: on(small, give(review("anna", Approved)), func(f *Facts) {
			people1(f, "petra", func(p *Person) { p.Accounts = append(p.Accounts, Account{"github", "anna", 1}) })
		}), verdict: Pending, rejected: "@anna NOT_REGISTERED"},
		{name: "approval by comment", facts: on(small, give(review("anna", Commented))), verdict: Pending, rejected: "anna NOT_AN_APPROVAL"},
		{name: "conflict of interest, the approver's manager wrote it", facts: on(medium, give(approvals("anna", "zoe")...), wrote(Commit{Author: Identity{Email: "boss@example.com"}})),
			verdict: Pending, rejected: "zoe CONFLICT_OF_INTEREST", needs: "1 finance"},
		{name: "one eligible person left for two slots", facts: on(medium, func(f *Facts) {
			f.Registry.People = slices.DeleteFunc(f.Registry.People, func(p Person) bool { return p.ID != "mara" && p.ID != "carla" })
		}), verdict: Pending, reasons: "UNSATISFIABLE APPROVAL_MISSING"},
	}
}

func contributorThreats() []threat {
	by := func(email string) func(*Facts) {
		return wrote(Commit{Author: Identity{Email: "wim@example.com"}, Committer: Identity{Email: email}})
	}
	reject := func(name string, alter ...func(*Facts)) threat {
		return threat{name: name, facts: on(small, append(alter, give(approvals("anna")...))...), verdict: Pending, rejected: "anna CONTRIBUTOR", needs: anybody}
	}
	return []threat{
		reject("committer who is not the author", by("anna@example.com")),
		reject("commit author who is not the author of the pull request", wrote(Commit{Author: Identity{Email: "anna@example.com"}})),
		reject("co-author", wrote(Commit{CoAuthors: []Identity{{Email: "anna@example.com"}}})),
		reject("address in other letter case", by("ANNA@Example.COM")),
		reject("address that the forge hides", by("1+anna@users.noreply.github.com")),
		reject("old form of the address that the forge hides", by("Anna@users.noreply.github.com")),
		{name: "signature of a commit tells its author", facts: on(medium, give(approvals("anna", "zoe")...), wrote(Commit{Author: Identity{Email: "nobody@example.com"}, Signer: zoesKey})),
			verdict: Pending, rejected: "zoe CONTRIBUTOR"},
		{name: "without a forge the author of a commit is that of the change", facts: on(medium, give(signed()), func(f *Facts) {
			f.Pull = nil
			f.History = []Commit{{Author: Identity{Email: "zoe@example.com"}}}
		}), verdict: Pending, rejected: "zoe SELF_APPROVAL"},
		{name: "author who is renamed or whose name was taken", facts: on(small, give(approvals("anna")...), func(f *Facts) { f.Pull.Author = Account{"github", "Anna", 555} }),
			verdict: Pending, rejected: "anna SELF_APPROVAL"},
		{name: "forged author where the policy wants signed commits", facts: on(large, give(approvals("anna", "boris", "carla")...)), policy: func(p *Policy) { p.Signed = true },
			verdict: Deny, reasons: "UNVERIFIED"},
		{name: "nobody knows who wrote it", facts: on(small, give(approvals("anna")...), func(f *Facts) { f.History = nil }), verdict: Error, reasons: "HISTORY_INCOMPLETE"},
	}
}

func roleThreats() []threat {
	finance := func(from, until string, when string) func() Facts {
		return on(medium, give(approvals("anna")...), give(with(review("lapsed", Approved), func(o *Opinion) { o.At = at(when) })), func(f *Facts) {
			people1(f, "lapsed", func(p *Person) { p.Roles[0].Span = Span{at(from), at(until)} })
		})
	}
	delegated := func(alter func(*Delegation), more ...func(*Facts)) func() Facts {
		return on(medium, append(more, give(approvals("anna", "petra")...), func(f *Facts) {
			d := Delegation{Role: "finance", Regions: []string{"emea", "apac"}, Holder: "boris", StandIn: "petra", Span: Span{at("2026-11-18T00:00:00Z"), at("2026-11-25T00:00:00Z")}}
			alter(&d)
			f.Registry.Delegations = []Delegation{d}
		})...)
	}
	return []threat{
		{name: "role lapsed before the review", facts: finance("2026-01-01T00:00:00Z", "2026-11-01T00:00:00Z", "2026-11-19T12:00:00Z"), verdict: Pending, rejected: "lapsed ROLE_INACTIVE"},
		{name: "role lapsed between review and now", facts: finance("2026-01-01T00:00:00Z", "2026-11-20T11:00:00Z", "2026-11-19T12:00:00Z"), verdict: Pending, rejected: "lapsed ROLE_INACTIVE"},
		{name: "role starts after the review", facts: finance("2026-11-19T12:00:01Z", "2027-01-01T00:00:00Z", "2026-11-19T12:00:00Z"), verdict: Pending, rejected: "lapsed ROLE_INACTIVE"},
		{name: "review on the second at which the role ends", facts: finance("2026-01-01T00:00:00Z", "2026-11-20T12:00:00Z", "2026-11-20T12:00:00Z"), verdict: Pending, rejected: "lapsed ROLE_INACTIVE"},
		{name: "owner of one region approves a list of another", facts: on(twoLists[1:], give(approvals("anna", "boris", "carla")...)), verdict: Pending, rejected: "carla ROLE_SCOPE", needs: "1 regional-owner apac"},
		{name: "one owner for two regions", facts: on(twoLists, give(approvals("anna", "boris", "carla")...)), verdict: Pending, needs: "1 regional-owner apac"},
		{name: "list moved between regions", facts: on([]Change{flagged(FlagMoved), func() Change { c := flagged(FlagMoved); c.Region = "apac"; return c }()}, give(approvals("anna", "boris", "dan")...)),
			verdict: Pending, tier: High, needs: "1 regional-owner emea", reasons: "NO_FINITE_DELTA"},
		{name: "product of one region approves for two", facts: on(twoLists, give(approvals("anna", "boris", "carla", "dan")...), func(f *Facts) {
			people1(f, "anna", func(p *Person) { p.Roles[0].Regions = []string{"emea"} })
		}), verdict: Pending, rejected: "anna ROLE_SCOPE", needs: "1 product"},
		{name: "stand-in of a role that the holder has lost", facts: delegated(func(d *Delegation) { d.Holder = "lapsed" }), verdict: Pending, rejected: "petra ROLE_INACTIVE"},
		{name: "stand-in after the end", facts: delegated(func(d *Delegation) { d.Until = at("2026-11-20T00:00:00Z") }), verdict: Pending, rejected: "petra ROLE_INACTIVE"},
		{name: "stand-in of the author", facts: delegated(func(*Delegation) {}, wrote(Commit{Author: Identity{Email: "boris@example.com"}})), verdict: Pending, rejected: "petra CONFLICT_OF_INTEREST"},
		{name: "stand-in of a stand-in", facts: delegated(func(d *Delegation) { d.Holder = "carla" }, func(f *Facts) {
			f.Registry.Delegations = append(f.Registry.Delegations, Delegation{Role: "finance", Regions: []string{"emea"}, Holder: "boris", StandIn: "carla"})
		}), verdict: Pending, rejected: "petra ROLE_SCOPE"},
		{name: "stand-in of oneself", facts: delegated(func(d *Delegation) { d.Holder = "petra" }), verdict: Pending, rejected: "petra ROLE_SCOPE"},
		{name: "signed for a role that the signer has not", facts: on(medium, give(approvals("anna")...), give(with(signed(), func(o *Opinion) { o.Role = "product" }))), verdict: Pending, rejected: "zoe ROLE_SCOPE"},
		{name: "break-glass without a reason", facts: on(large, give(glass(func(o *Opinion) { o.Why = " " }))), verdict: Deny, reasons: "BREAK_GLASS_INVALID", rejected: "zoe BREAK_GLASS_INVALID"},
		{name: "break-glass without a limit", facts: on(large, give(glass(func(o *Opinion) { o.Until = time.Time{} }))), verdict: Deny, reasons: "BREAK_GLASS_INVALID", rejected: "zoe EXPIRED"},
		{name: "break-glass for too long", facts: on(large, give(glass(func(o *Opinion) { o.Until = now.Add(25 * time.Hour) }))), verdict: Deny, reasons: "BREAK_GLASS_INVALID"},
		{name: "break-glass by the author", facts: on(large, give(glass(func(*Opinion) {})), wrote(Commit{Author: Identity{Email: "zoe@example.com"}})), verdict: Deny, reasons: "BREAK_GLASS_INVALID", rejected: "zoe CONTRIBUTOR"},
		{name: "break-glass by somebody without the role", facts: func() Facts {
			f := on(large, give(glass(func(*Opinion) {})))()
			people1(&f, "zoe", func(p *Person) { p.Roles = p.Roles[:1] })
			return f
		}, verdict: Deny, reasons: "BREAK_GLASS_INVALID"},
	}
}

// glass is zoe's permission for an emergency; on call she is by the registry of the test.
func glass(alter func(*Opinion)) Opinion {
	return with(signed(), func(o *Opinion) {
		o.State, o.Role, o.Why = BreakingGlass, "on-call", "the price list of the launch is wrong by a factor of ten"
		o.At, o.Until = now.Add(-time.Hour), now.Add(time.Hour)
		alter(o)
	})
}

func freshnessThreats() []threat {
	then := func(state State, hours int) Opinion {
		return with(review("anna", state), func(o *Opinion) { o.At = now.Add(time.Duration(hours) * time.Hour) })
	}
	reject := func(name string, code Code, alter func(*Opinion)) threat {
		return threat{name: name, facts: on(small, give(with(review("anna", Approved), alter))), verdict: Pending, rejected: "anna " + string(code), needs: anybody}
	}
	file := func(name string, code Code, alter func(*Opinion)) threat {
		return threat{name: name, facts: on(medium, give(approvals("anna")...), give(with(signed(), alter))), verdict: Pending, rejected: "zoe " + string(code), needs: "1 finance"}
	}
	return []threat{
		reject("a push changed a price", Stale, func(o *Opinion) { o.Digest = oldDigest }),
		reject("commit_id null, unknown or of another branch", Stale, func(o *Opinion) { o.Digest = "" }),
		reject("approval in the future", TimeInvalid, func(o *Opinion) { o.At = now.Add(time.Second) }),
		reject("approval before the pull request", TimeInvalid, func(o *Opinion) { o.At = at("2026-11-09T23:59:59Z") }),
		reject("approval without a time", TimeInvalid, func(o *Opinion) { o.At = time.Time{} }),
		{name: "approval older than the maximum age", facts: on(small, give(with(review("anna", Approved), func(o *Opinion) { o.At = now.AddDate(0, 0, -14) })), func(f *Facts) { f.Pull.Created = at("2026-11-01T00:00:00Z") }),
			verdict: Pending, rejected: "anna EXPIRED"},
		reject("approval of another pull request of the same commit", WrongSubject, func(o *Opinion) { o.Subject.Pull = 8 }),
		reject("approval of another repository", WrongSubject, func(o *Opinion) { o.Subject.Repository = "alder/fork" }),
		{name: "hand-made review where evidence is strict", facts: on(small, give(with(review("anna", Approved), func(o *Opinion) { o.Verified = false }))), policy: func(p *Policy) { p.Evidence = StrictEvidence },
			verdict: Pending, rejected: "anna UNVERIFIED"},
		{name: "approve, then request changes", facts: on(small, give(then(Approved, -3), then(Requested, -2))), verdict: Deny, rejected: "anna CHANGES_REQUESTED; anna CHANGES_REQUESTED", reasons: "CHANGES_REQUESTED APPROVAL_MISSING"},
		{name: "order of the reviews turned round", facts: on(small, give(then(Requested, -2), then(Approved, -3))), verdict: Deny, reasons: "CHANGES_REQUESTED"},
		{name: "request of changes without a time", facts: on(small, give(with(then(Requested, -2), func(o *Opinion) { o.At = time.Time{} }), then(Approved, -1))), verdict: Deny, reasons: "CHANGES_REQUESTED"},
		{name: "request of changes lifted by a forged approval", facts: on(small, give(then(Requested, -3), with(then(Approved, -2), func(o *Opinion) { o.Subject.Pull = 8 }))), verdict: Deny, reasons: "CHANGES_REQUESTED"},
		{name: "dismissed approval", facts: on(small, give(then(Withdrawn, -2))), verdict: Pending, rejected: "anna DISMISSED"},
		{name: "approval before one that was dismissed", facts: on(small, give(then(Approved, -3), then(Withdrawn, -2))), verdict: Pending, rejected: "anna DISMISSED; anna DISMISSED"},
		{name: "approvals by others do not outweigh a request", facts: on(medium, give(approvals("mara", "boris")...), give(then(Requested, -2))), verdict: Deny, reasons: "CHANGES_REQUESTED"},
		{name: "draft", facts: on(small, give(approvals("anna")...), func(f *Facts) { f.Pull.Draft = true }), verdict: Pending, reasons: "DRAFT"},
		{name: "draft without a price", facts: on(nil, func(f *Facts) { f.Pull.Draft = true }), verdict: Pending, reasons: "DRAFT"},
		{name: "closed pull request", facts: on(small, give(approvals("anna")...), func(f *Facts) { f.Pull.Closed = true }), verdict: Pending, reasons: "DRAFT"},
		file("file signed for another branch", WrongSubject, func(o *Opinion) { o.Subject.Branch = "release" }),
		file("file signed for another digest", Stale, func(o *Opinion) { o.Digest = oldDigest }),
		file("file that has expired", Expired, func(o *Opinion) { o.Until = now }),
		file("file without an end", Expired, func(o *Opinion) { o.Until = time.Time{} }),
		file("file that nobody verified", Unverified, func(o *Opinion) { o.Verified = false }),
		{name: "file with a broken signature", facts: on(medium, give(approvals("anna")...), give(with(signed(), func(o *Opinion) { o.Flaw = KeyInvalid }))), verdict: Pending, rejected: "@zoe KEY_INVALID"},
		file("file signed with an unknown key", KeyInvalid, func(o *Opinion) { o.Key = "ssh-ed25519 MALLORY" }),
		{name: "signer names somebody else", facts: on(medium, give(with(signed(), func(o *Opinion) { o.Person = "boris" }))), verdict: Pending, rejected: "boris KEY_INVALID"},
		{name: "key that is no longer valid", facts: on(medium, give(signed()), func(f *Facts) {
			people1(f, "zoe", func(p *Person) { p.Keys[0].Until = now })
		}), verdict: Pending, rejected: "zoe KEY_INVALID"},
		{name: "key that was not valid yet", facts: on(medium, give(signed()), func(f *Facts) {
			people1(f, "zoe", func(p *Person) { p.Keys[0].From = now.Add(-time.Hour) })
		}), verdict: Pending, rejected: "zoe KEY_INVALID"},
	}
}
