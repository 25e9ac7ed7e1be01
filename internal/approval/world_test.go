package approval

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"
)

// now is the time of every decision in these tests.
var now = at("2026-11-20T12:00:00Z")

func at(text string) time.Time {
	moment, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err)
	}
	return moment
}

const policyText = `kind: price-policy
audience: internal
time_zone: Europe/Paris
evidence: forge
max_age: "14d"
tiers:
  - name: minor
    below: {change: "2%", monthly_impact: "500 EUR", drift: {30d: "3%", 90d: "5%", 365d: "12%"}}
    approvals: [{any_of: [product, finance, regional-owner, pricing-manager], count: 1}]
  - name: standard
    below: {change: "10%", monthly_impact: "5000 EUR", drift: {30d: "12%", 90d: "15%", 365d: "25%"}}
    approvals: [{role: product}, {role: finance}]
  - name: high
    people: 2
    approvals: [{role: product}, {role: finance}, {role: regional-owner, each: region}]
break_glass: {any_of: [on-call], within: "24h"}
`

// Of these people, mara and finn have two roles, zoe has an account and a key besides, lapsed had a role, robot is none.
var people = []struct {
	id, roles, regions string
	number             int64
}{
	{"anna", "product", "emea apac", 1},
	{"boris", "finance", "emea apac", 2},
	{"carla", "regional-owner", "emea", 3},
	{"dan", "regional-owner", "apac", 4},
	{"mara", "product finance", "emea apac", 5},
	{"finn", "finance regional-owner", "emea", 6},
	{"olga", "on-call", "emea apac", 7},
	{"petra", "pricing-manager", "emea apac", 8},
}

const zoesKey = "ssh-ed25519 ZOE"

func theRegistry() Registry {
	var r Registry
	always := Span{From: at("2026-01-01T00:00:00Z")}
	for _, p := range people {
		person := Person{ID: p.id, Human: true, Accounts: []Account{{"github", p.id, p.number}}, Emails: []string{p.id + "@example.com"}}
		for _, role := range strings.Fields(p.roles) {
			person.Roles = append(person.Roles, Grant{role, strings.Fields(p.regions), always})
		}
		r.People = append(r.People, person)
	}
	r.People = append(r.People,
		Person{ID: "robot", Accounts: []Account{{"github", "robot[bot]", 90}}, Roles: []Grant{{"finance", []string{"emea", "apac"}, always}}},
		Person{ID: "lapsed", Human: true, Accounts: []Account{{"github", "lapsed", 91}},
			Roles: []Grant{{"finance", []string{"emea", "apac"}, Span{always.From, at("2026-11-19T00:00:00Z")}}}},
		Person{ID: "zoe", Human: true, Accounts: []Account{{"github", "zoe", 92}, {"github", "zoe-second", 93}}, Emails: []string{"Zoe@example.com"},
			Keys: []Key{{zoesKey, always}}, Roles: []Grant{{"finance", []string{"emea", "apac"}, always}, {"on-call", []string{"emea", "apac"}, always}}, Conflicts: []string{"boss"}},
		Person{ID: "boss", Human: true, Accounts: []Account{{"github", "boss", 94}}, Emails: []string{"boss@example.com"}},
	)
	return r
}

func thePolicy(t testing.TB) Policy {
	t.Helper()
	p, findings := ReadPolicy([]byte(policyText))
	if len(findings) > 0 {
		t.Fatal(findings)
	}
	return p
}

var (
	digest    = "sha256:" + strings.Repeat("a", 64)
	oldDigest = "sha256:" + strings.Repeat("b", 64)
	head      = strings.Repeat("2", 40)
)

// bp is a number of basis points as a ratio.
func bp(n int64) *big.Rat { return big.NewRat(n, 10_000) }

func euros(n int64) *Money { return &Money{big.NewRat(n, 1), "EUR"} }

// change is one of a part in emea by so many basis points, with nothing else to it.
func change(points int64) Change {
	moved := bp(points)
	return Change{List: "emea-eur-gold", SKU: "MIG", Region: "emea", Currency: "EUR", Path: "pricing/lists/emea-eur-gold.yaml", Line: 40, Old: "1.80", New: "1.84",
		Relative: moved, Impact: euros(0), Drift: []Drifted{{30, bp(0), false}, {90, bp(0), false}, {365, bp(0), false}}}
}

func flagged(flags ...Flag) Change {
	c := change(0)
	c.Flags = flags
	return c
}

// facts are those of a pull request by wim, who may approve nothing, with some changes and no opinions.
func facts(changes ...Change) Facts {
	wim := Identity{Account: Account{"github", "wim", 70}, Email: "wim@example.com"}
	return Facts{
		Complete: true, Now: now, Repository: "alder/ops", Branch: "main", Digest: digest,
		Commits: Commits{strings.Repeat("1", 40), head, strings.Repeat("3", 40)}, Lists: Lists{2, 2}, Changes: slices.Clone(changes),
		Regions: []string{"apac", "emea"}, Registry: theRegistry(),
		Pull:    &Pull{Repository: "alder/ops", Number: 7, Author: wim.Account, Created: at("2026-11-10T00:00:00Z"), Head: head, Branch: "main"},
		History: []Commit{{ID: head, Author: wim, Committer: wim}},
	}
}

var reviews int64

// review is one of somebody by name, of yesterday, of the state under test.
func review(who string, state State) Opinion {
	reviews++
	o := Opinion{ID: fmt.Sprint(reviews), Number: reviews, Source: GitHub, Account: Account{"github", who, 70}, State: state,
		At: now.Add(-24 * time.Hour), Digest: digest, Subject: Subject{Repository: "alder/ops", Pull: 7}, Verified: true}
	for _, p := range theRegistry().People {
		for _, account := range p.Accounts {
			if account.Login == who {
				o.Account = account
			}
		}
	}
	return o
}

// approvals are reviews of some people that approve.
func approvals(who ...string) []Opinion {
	var all []Opinion
	for _, name := range who {
		all = append(all, review(name, Approved))
	}
	return all
}

func with(o Opinion, change func(*Opinion)) Opinion {
	change(&o)
	return o
}

// signed is the signed file of zoe.
func signed() Opinion {
	return with(review("zoe", Approved), func(o *Opinion) {
		o.Source, o.Account, o.Key, o.Person, o.Role = Git, Account{}, zoesKey, "zoe", "finance"
		o.Subject = Subject{Repository: "alder/ops", Branch: "main"}
		o.Until = now.Add(time.Hour)
	})
}

// codes are those of all reasons, sorted.
func (d Decision) codes() []string {
	var codes []string
	for _, r := range d.Reasons {
		codes = append(codes, string(r.Code))
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

// refusals are the people whose approvals do not count, with the reason.
func (d Decision) refusals() []string {
	var all []string
	for _, r := range d.Rejected {
		all = append(all, r.Person+" "+string(r.Code))
	}
	return all
}

// needs are the roles that are missing, with their regions.
func (d Decision) needs() []string {
	var all []string
	for _, n := range d.Needed {
		all = append(all, strings.TrimSpace(fmt.Sprintf("%d %s %s", n.Count, n.Role, n.Region)))
	}
	return all
}
