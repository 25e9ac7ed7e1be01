package approval

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func ruleThreats(t *testing.T) []threat {
	full := give(approvals("anna", "boris", "carla", "dan")...)
	altered := func(alter func(*Policy, *Registry)) func(*Facts) {
		return func(f *Facts) {
			p, r := thePolicy(t), theRegistry()
			alter(&p, &r)
			f.Files = append(f.Files, File{Path: PolicyPath})
			f.Also = append(f.Also, Rules{FromHead, p, r})
		}
	}
	self := func(_ *Policy, r *Registry) {
		f := Facts{Registry: *r}
		people1(&f, "boss", func(p *Person) { p.Roles = []Grant{{"finance", []string{"emea", "apac"}, Span{}}} })
		*r = f.Registry
	}
	broken := func(from From, code Code, path string) func(*Facts) {
		return func(f *Facts) {
			f.Files = append(f.Files, File{Path: path})
			f.Problems = append(f.Problems, Reason{Code: code, Path: path, From: from})
		}
	}
	touched := func(path string) threat {
		return threat{name: "touched: " + path, facts: on(nil, file(path), give(approvals("anna")...)), verdict: Pending, tier: High,
			needs: "1 finance; 1 regional-owner apac; 1 regional-owner emea", reasons: "POLICY_CHANGED"}
	}
	all := []threat{
		{name: "threshold raised in the same change", facts: on(medium, altered(func(p *Policy, _ *Registry) { p.Tiers[0].Below.Change = bp(900); p.Tiers[1].Below.Change = bp(10_000) }), give(approvals("anna")...)),
			verdict: Pending, tier: High, reasons: "POLICY_CHANGED"},
		{name: "added as finance in the same change", facts: on(medium, altered(self), give(approvals("anna", "carla", "dan", "boss")...)), verdict: Pending, tier: High, needs: "1 finance"},
		{name: "head is stricter than base", facts: on(small, altered(func(p *Policy, _ *Registry) {
			p.Tiers[2].Rules = append(p.Tiers[2].Rules, Rule{AnyOf: []string{"on-call"}, Count: 1})
		}), full),
			verdict: Pending, needs: "1 on-call"},
		{name: "approver removed in the same change", facts: on(nil, altered(func(_ *Policy, r *Registry) {
			r.People = slices.DeleteFunc(r.People, func(p Person) bool { return p.ID == "boris" })
		}), full), verdict: Pending, needs: "1 finance"},
		{name: "policy altered, and the altered one was not read", facts: on(nil, file(PolicyPath), full), verdict: Error, reasons: "POLICY_INVALID"},
		{name: "policy deleted", facts: on(nil, broken(FromHead, PolicyMissing, PolicyPath), full), verdict: Deny, reasons: "POLICY_MISSING"},
		{name: "policy emptied or misspelt", facts: on(nil, broken(FromHead, PolicyInvalid, PolicyPath), full), verdict: Deny, reasons: "POLICY_INVALID"},
		{name: "policy made a symbolic link", facts: on(nil, broken(FromHead, FileMode, PolicyPath), full), verdict: Deny, reasons: "FILE_MODE"},
		{name: "base has no policy", facts: on(small, full), policy: func(p *Policy) { *p = Policy{} }, verdict: Error, reasons: "POLICY_MISSING"},
		{name: "base has no registry", facts: on(small, full, func(f *Facts) { f.Registry = Registry{} }), verdict: Error, reasons: "POLICY_MISSING"},
		{name: "count of 0", facts: on(small, full), policy: func(p *Policy) { p.Tiers[0].Rules[0].Count = 0 }, verdict: Error, reasons: "POLICY_INVALID"},
		{name: "negative count", facts: on(small, full), policy: func(p *Policy) { p.Tiers[1].Rules[0].Count = -1 }, verdict: Error, reasons: "POLICY_INVALID"},
		{name: "tier without approvals", facts: on(small, full), policy: func(p *Policy) { p.Tiers[0].Rules = nil }, verdict: Error, reasons: "POLICY_INVALID"},
		{name: "approval by nobody", facts: on(small, full), policy: func(p *Policy) { p.Tiers[0].Rules[0].AnyOf = nil }, verdict: Error, reasons: "POLICY_INVALID"},
		{name: "tier missing", facts: on(small, full), policy: func(p *Policy) { p.Tiers = p.Tiers[:2] }, verdict: Error, reasons: "POLICY_INVALID"},
		{name: "highest tier with a threshold", facts: on(small, full), policy: func(p *Policy) { p.Tiers[2].Below = p.Tiers[1].Below }, verdict: Error, reasons: "POLICY_INVALID"},
		{name: "threshold missing", facts: on(small, full), policy: func(p *Policy) { p.Tiers[0].Below.Change = nil }, verdict: Error, reasons: "POLICY_INVALID"},
		{name: "thresholds fall", facts: on(small, full), policy: func(p *Policy) { p.Tiers[1].Below.Change = bp(1) }, verdict: Error, reasons: "POLICY_INVALID"},
		{name: "unknown evidence", facts: on(small, full), policy: func(p *Policy) { p.Evidence = "any" }, verdict: Error, reasons: "POLICY_INVALID"},
		{name: "two people of one name", facts: on(small, full, func(f *Facts) { f.Registry.People = append(f.Registry.People, Person{ID: "anna"}) }), verdict: Error, reasons: "POLICY_INVALID"},
		{name: "policy relaxed a short while ago", facts: on(medium, give(approvals("anna")...), func(f *Facts) { f.Also = append(f.Also, Rules{FromBefore, thePolicy(t), theRegistry()}) }),
			policy: func(p *Policy) { p.Tiers[0].Below.Change, p.Tiers[1].Below.Change = bp(900), bp(1000) }, verdict: Pending, reasons: "COOLING_OFF", needs: "1 finance"},
		{name: "secret or empty role owns a tier", facts: on(medium, full), policy: func(p *Policy) { p.Tiers[1].Rules[1].AnyOf = []string{"secret"} }, verdict: Pending, reasons: "UNSATISFIABLE", needs: "1 secret"},
		{name: "file that the policy protects", facts: on(nil, file("Deploy/run.sh"), give(approvals("anna")...)), policy: func(p *Policy) { p.Protect = []string{"deploy"} }, verdict: Pending, tier: High, reasons: "POLICY_CHANGED"},
	}
	for _, path := range []string{"pricing/costs/2026-q3.yaml", "pricing/rates/2026-q3.yaml", "pricing/usage/2026-10.csv", "pricing/segments.yaml", "pricing/something-new.yaml", "Pricing/Costs/x.yaml",
		"content/kinds/price-list.yaml", ".github/CODEOWNERS", ".github/workflows/gate.yml", "CODEOWNERS", ".gitmodules", "pricing/log/entries/1.jsonl", "pricing/experiments/a.yaml"} {
		all = append(all, touched(path))
	}
	return all
}

func factThreats() []threat {
	full := give(approvals("anna", "boris", "carla")...)
	fails := func(name string, code Code, alter func(*Facts)) threat {
		return threat{name: name, facts: on(small, full, alter), verdict: Error, reasons: string(code)}
	}
	all := []threat{
		{name: "no facts", facts: func() Facts { return Facts{} }, verdict: Error, reasons: "FORGE_PARTIAL TIME_INVALID WRONG_SUBJECT HISTORY_INCOMPLETE"},
		fails("not gathered to the end", ForgePartial, func(f *Facts) { f.Complete = false }),
		fails("no time", TimeInvalid, func(f *Facts) { f.Now = time.Time{} }),
		fails("no commit", HistoryIncomplete, func(f *Facts) { f.Commits.Result = "main" }),
		fails("no digest", HistoryIncomplete, func(f *Facts) { f.Digest = "" }),
		fails("no repository", WrongSubject, func(f *Facts) { f.Repository, f.Pull = "", nil }),
		fails("review that is there twice", ForgePartial, func(f *Facts) { f.Opinions = append(f.Opinions, f.Opinions[0]) }),
		fails("unknown state of a review", ForgePartial, func(f *Facts) { f.Opinions[0].State = "approves" }),
		fails("unknown source", ForgePartial, func(f *Facts) { f.Opinions[0].Source = "mail" }),
		fails("pull request of another repository", WrongSubject, func(f *Facts) { f.Pull.Repository = "alder/fork" }),
		fails("pull request of another head", WrongSubject, func(f *Facts) { f.Pull.Head = strings.Repeat("9", 40) }),
		fails("pull request into another branch", WrongSubject, func(f *Facts) { f.Pull.Branch = "release" }),
		fails("pull request without a number", ForgePartial, func(f *Facts) { f.Pull.Number = 0 }),
		fails("code that nobody knows", "BRIBED", func(f *Facts) { f.Problems = []Reason{{Code: "BRIBED"}} }),
		fails("drift of a window not known", HistoryIncomplete, func(f *Facts) { f.Changes[0].Drift = f.Changes[0].Drift[:2] }),
		{name: "lists vanished", facts: on(nil, func(f *Facts) { f.Lists.Result = 0 }), verdict: Deny, reasons: "LIST_VANISHED"},
	}
	for _, code := range []Code{ForgeUnavailable, ForgePartial, HistoryIncomplete, MergeConflict, LimitExceeded, RefInvalid, OverrideRefused, IncludeUnpinned, LogInconsistent} {
		all = append(all, threat{name: "found by others: " + string(code), facts: on(small, full, func(f *Facts) { f.Problems = []Reason{{Code: code}} }), verdict: Error, reasons: string(code)})
	}
	for _, code := range []Code{Gitlink, FileMode, LFSPointer, HistoryUnrelated, PathCollision, Encoding, HiddenCharacter, ListDuplicate, FormatForbidden, DuplicateKey, MultiDocument, ParsersDisagree,
		NumberFormat, ProseMismatch, CurrencyInvalid, MinorUnit, Backdated, RangeOverlap, MarginFloor, DiscountCap, ChargeCap, VersionReused, VersionNotBumped, ExperimentInvalid} {
		all = append(all, threat{name: "found by others: " + string(code), facts: on(small, full, func(f *Facts) { f.Problems = []Reason{{Code: code}} }), verdict: Deny, reasons: string(code)})
	}
	return all
}

func priceThreats() []threat {
	full := "1 product; 1 finance; 1 regional-owner emea"
	drifted := func(days int, points int64) []Change {
		c := change(49)
		for i := range c.Drift {
			if c.Drift[i].Days == days {
				c.Drift[i].Relative = bp(points)
			}
		}
		return []Change{c}
	}
	worth := func(euros1 int64, n int) []Change {
		var all []Change
		for range n {
			c := change(1)
			c.Impact = euros(euros1)
			all = append(all, c)
		}
		return all
	}
	all := []threat{
		{name: "decrease", facts: on([]Change{change(-1000)}), verdict: Pending, tier: High, needs: full},
		{name: "no delta that is finite", facts: on([]Change{func() Change { c := change(0); c.Relative = nil; return c }()}), verdict: Pending, tier: High, reasons: "NO_FINITE_DELTA", needs: full},
		{name: "impact not known", facts: on([]Change{func() Change { c := change(1); c.Impact = nil; return c }()}), verdict: Pending, tier: High, reasons: "NO_FINITE_DELTA"},
		{name: "impact in another currency", facts: on([]Change{func() Change { c := change(1); c.Impact = &Money{bp(1), "USD"}; return c }()}), verdict: Pending, tier: High},
		{name: "rise split into six small ones", facts: on(drifted(90, 3325)), verdict: Pending, tier: High, reasons: "DRIFT"},
		{name: "outside of one window, inside of the next", facts: on(drifted(365, 1200)), verdict: Pending, tier: Standard, reasons: "DRIFT", needs: "1 product; 1 finance"},
		{name: "impact split over many lists", facts: on(worth(100, 5)), verdict: Pending, tier: Standard},
		{name: "rise hidden behind a fall", facts: on(append(worth(300, 1), worth(-300, 1)...)), verdict: Pending, tier: Standard},
		{name: "one part tenfold among a thousand that fall", facts: on(append(slices.Repeat([]Change{change(-100)}, 999), change(100_000))), verdict: Pending, tier: High},
		{name: "days without a price", facts: on([]Change{flagged(FlagGap)}), verdict: Pending, tier: High, reasons: "RANGE_GAP"},
		{name: "days without a price, found by others", facts: on(nil, func(f *Facts) { f.Problems = []Reason{{Code: RangeGap, Message: "a gap"}} }), verdict: Pending, tier: High, reasons: "RANGE_GAP"},
		{name: "terms", facts: on([]Change{flagged(FlagTerms)}), verdict: Pending, tier: Minor, needs: anybody},
		{name: "dates", facts: on([]Change{flagged(FlagDates)}), verdict: Pending, tier: Standard},
		{name: "policy raises terms", facts: on([]Change{flagged(FlagTerms)}), policy: func(p *Policy) { p.Raise = map[Flag]Level{FlagTerms: High} }, verdict: Pending, tier: High},
		{name: "policy cannot lower what is new", facts: on([]Change{flagged(FlagNew)}), policy: func(p *Policy) { p.Raise = map[Flag]Level{FlagNew: Minor} }, verdict: Pending, tier: High},
		{name: "flag that nobody knows", facts: on([]Change{flagged("sparkling")}), verdict: Pending, tier: High},
		{name: "change of all regions", facts: on([]Change{func() Change { c := change(3000); c.Region = ""; return c }()}), verdict: Pending, needs: "1 product; 1 finance; 1 regional-owner apac; 1 regional-owner emea"},
		{name: "each region, and none is known", facts: on([]Change{func() Change { c := change(3000); c.Region = ""; return c }()}, func(f *Facts) { f.Regions = nil }), verdict: Pending, needs: "1 product; 1 finance; 1 regional-owner"},
	}
	for _, flag := range []Flag{FlagNew, FlagRemoved, FlagMoved, FlagUnit, FlagCurrency} {
		all = append(all, threat{name: "flag " + string(flag), facts: on([]Change{flagged(flag)}), verdict: Pending, tier: High, reasons: "NO_FINITE_DELTA", needs: full})
	}
	for _, flag := range []Flag{FlagCharge, FlagFree, FlagSegment, FlagExperiment} {
		all = append(all, threat{name: "flag " + string(flag), facts: on([]Change{flagged(flag)}), verdict: Pending, tier: High, needs: full})
	}
	return all
}

func controls(t *testing.T) []threat {
	pass := func(name string, tier Level, changes []Change, alter ...func(*Facts)) threat {
		return threat{name: name, facts: on(changes, alter...), verdict: Pass, tier: tier}
	}
	rejecting := func(test threat, rejected string) threat { test.rejected = rejected; return test }
	say := func(who string, state State, hours int) Opinion {
		return with(review(who, state), func(o *Opinion) { o.At = now.Add(time.Duration(hours) * time.Hour) })
	}
	role := func(id, from, until string) func(*Facts) {
		return func(f *Facts) {
			span := Span{From: at(from)}
			if until != "" {
				span.Until = at(until)
			}
			people1(f, id, func(p *Person) { p.Roles[0].Span = span })
		}
	}
	full := give(approvals("anna", "boris", "carla")...)
	everybody := give(approvals("anna", "boris", "carla", "dan")...)
	hundred := func(f *Facts) {
		for range 100 {
			f.Opinions = append(f.Opinions, review("stranger", Commented))
		}
		f.Opinions = append(f.Opinions, review("anna", Approved))
	}
	return []threat{
		pass("typo in Markdown", None, nil, file("content/index.md")),
		pass("comment in a price list", None, nil, file("pricing/lists/emea-eur-gold.yaml")),
		pass("signed approval added", None, nil, file("pricing/approvals/aa/zoe.json")),
		pass("translation added", None, nil, file("content/locales/fr/content/index.po")),
		pass("nothing changes and nobody has said anything", None, nil),
		pass("nothing changes and somebody approves all the same", None, nil, full),
		pass("documents without history of their own", None, nil, func(f *Facts) { f.History = nil }),
		pass("repository without lists", None, nil, func(f *Facts) { f.Lists = Lists{} }),
		pass("first list", High, []Change{flagged(FlagNew)}, full, func(f *Facts) { f.Lists = Lists{0, 1} }),
		pass("half a percent, product", Minor, small, give(approvals("anna")...)),
		pass("half a percent, finance", Minor, small, give(approvals("boris")...)),
		pass("half a percent, regional owner", Minor, small, give(approvals("carla")...)),
		pass("half a percent, pricing manager", Minor, small, give(approvals("petra")...)),
		pass("half a percent, more approvals than needed", Minor, small, full),
		pass("half a percent down", Minor, []Change{change(-50)}, give(approvals("anna")...)),
		pass("terms with one approval", Minor, []Change{flagged(FlagTerms)}, give(approvals("anna")...)),
		pass("dates with two", Standard, []Change{flagged(FlagDates)}, give(approvals("anna", "boris")...)),
		pass("five percent", Standard, medium, give(approvals("anna", "boris")...)),
		pass("five percent, in the other order", Standard, medium, give(approvals("boris", "anna")...)),
		pass("high with three people", High, large, full),
		pass("high in another order", High, large, give(approvals("carla", "boris", "anna")...)),
		pass("new list with all approvals", High, []Change{flagged(FlagNew)}, full),
		pass("part removed", High, []Change{flagged(FlagRemoved)}, full),
		pass("two lists with both regional owners", High, twoLists, everybody),
		pass("policy alone with all approvals", High, nil, file(PolicyPath), asBefore(t), everybody),
		pass("registry alone with all approvals", High, nil, file(RegistryPath), asBefore(t), everybody),
		pass("workflow with all approvals", High, nil, file(".github/workflows/check.yml"), everybody),
		pass("costs of one region", High, nil, func(f *Facts) {
			f.Files = append(f.Files, File{Path: "pricing/usage/emea.csv", Regions: []string{"emea"}})
		}, full),
		pass("rules cool off, and the old ones are kept too", High, large, full, func(f *Facts) { f.Also = append(f.Also, Rules{FromBefore, thePolicy(t), theRegistry()}) }),
		pass("overlapping roles in the wrong order", Standard, medium, give(approvals("mara", "anna")...)),
		pass("overlapping roles, the other way", Standard, medium, give(approvals("mara", "boris")...)),
		pass("three people with two roles each find their places", High, large, give(approvals("finn", "mara", "boris")...), func(f *Facts) {
			people1(f, "boris", func(p *Person) { p.Roles[0].Role = "finance" })
		}),
		pass("role that began the day before", Minor, small, give(approvals("anna")...), role("anna", "2026-11-18T12:00:00Z", "")),
		pass("role on its first second", Minor, small, give(approvals("anna")...), role("anna", "2026-11-19T12:00:00Z", "")),
		pass("role in its last second", Minor, small, give(approvals("anna")...), role("anna", "2026-01-01T00:00:00Z", "2026-11-20T12:00:01Z")),
		pass("role in two parts without a gap", Minor, small, give(approvals("anna")...), func(f *Facts) {
			cut := at("2026-11-20T00:00:00Z")
			people1(f, "anna", func(p *Person) {
				p.Roles = []Grant{{"product", []string{"emea"}, Span{at("2026-01-01T00:00:00Z"), cut}}, {"product", []string{"emea"}, Span{From: cut}}}
			})
		}),
		pass("stand-in", Standard, medium, give(approvals("anna", "petra")...), func(f *Facts) {
			f.Registry.Delegations = []Delegation{{"finance", []string{"emea"}, "boris", "petra", Span{at("2026-11-19T00:00:00Z"), at("2026-11-21T00:00:00Z")}}}
		}),
		pass("name changed, account the same", Minor, small, give(with(review("anna", Approved), func(o *Opinion) { o.Account.Login = "Anna-New" }))),
		pass("second account of one person", Minor, small, give(review("zoe-second", Approved))),
		rejecting(pass("approved, later commented", Minor, small, give(say("anna", Approved, -3), say("anna", Commented, -2))), "anna NOT_AN_APPROVAL"),
		pass("requested changes, later approved", Minor, small, give(say("anna", Requested, -3), say("anna", Approved, -2))),
		rejecting(pass("changes requested by somebody outside the registry", Minor, small, give(approvals("anna")...), give(say("stranger", Requested, -2))), "@stranger NOT_REGISTERED"),
		rejecting(pass("changes requested by a bot", Minor, small, give(approvals("anna")...), give(say("robot[bot]", Requested, -2))), "robot NOT_HUMAN"),
		rejecting(pass("changes requested of another pull request", Minor, small, give(approvals("anna")...), give(with(say("boris", Requested, -2), func(o *Opinion) { o.Subject.Pull = 8 }))), "boris WRONG_SUBJECT"),
		pass("dismissed, later approved again", Minor, small, give(say("anna", Withdrawn, -3), say("anna", Approved, -2))),
		rejecting(pass("approved, then again for a digest that is no more", Minor, small, give(say("anna", Approved, -3), with(say("anna", Approved, -2), func(o *Opinion) { o.Digest = oldDigest }))), "anna STALE"),
		pass("approved on the second at which the pull request was opened", Minor, small, give(with(review("anna", Approved), func(o *Opinion) { o.At = at("2026-11-10T00:00:00Z") }))),
		pass("approved this very second", Minor, small, give(say("anna", Approved, 0))),
		pass("a hundred and one reviews, the last decides", Minor, small, hundred),
		pass("signed file in place of a review", Standard, medium, give(approvals("anna")...), give(signed())),
		pass("signed file without a forge", Minor, small, give(signed()), func(f *Facts) { f.Pull = nil }),
		pass("repository in other letter case", Minor, small, give(with(review("anna", Approved), func(o *Opinion) { o.Subject.Repository = "Alder/Ops" }))),
		{name: "hand-made reviews where evidence is not strict", facts: on(small, give(with(review("anna", Approved), func(o *Opinion) { o.Verified = false }))), verdict: Pass},
		{name: "signed commits", facts: on(large, give(approvals("anna", "boris", "carla")...), func(f *Facts) { f.History[0].Signer = zoesKey }), policy: func(p *Policy) { p.Signed = true }, verdict: Pass},
		pass("somebody else wrote it", Minor, small, give(approvals("anna")...), wrote(Commit{Author: Identity{Email: "stranger@example.com"}, Committer: Identity{Email: "noreply@github.com"}})),
		{name: "break-glass with reason and limit", facts: on(large, give(glass(func(*Opinion) {}))), verdict: Pass, tier: High},
	}
}
