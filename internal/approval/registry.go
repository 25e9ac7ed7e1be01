package approval

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// Registry is what pricing/approvers.yaml says: who may approve what, and by which accounts, addresses and keys each is known.
type Registry struct {
	People      []Person // sorted by ID
	Delegations []Delegation
}

// Person is one human being, or a machine that must not be taken for one.
type Person struct {
	ID        string
	Human     bool
	Accounts  []Account
	Emails    []string
	Keys      []Key
	Roles     []Grant
	Conflicts []string // people whose changes this one does not approve, nor they this one's
}

// Account is one on a forge. It is known by its number: a name can be given up, and taken by somebody else.
type Account struct {
	Forge string // github
	Login string
	ID    int64
}

// Key is an SSH key in the form of authorized_keys, without its comment.
type Key struct {
	Text string
	Span
}

// Grant is a role in some regions.
type Grant struct {
	Role    string
	Regions []string
	Span
}

// Delegation gives a role to a stand-in, as far and as long as its holder has it.
type Delegation struct {
	Role    string
	Regions []string
	Holder  string
	StandIn string
	Span
}

// Span is half-open: From belongs to it, Until does not. A zero Until is no end, a zero From no beginning.
type Span struct{ From, Until time.Time }

// Holds reports whether a moment lies in the span.
func (s Span) Holds(at time.Time) bool {
	return !at.Before(s.From) && (s.Until.IsZero() || at.Before(s.Until))
}

// person finds somebody by ID.
func (r Registry) person(id string) (Person, bool) {
	for _, p := range r.People {
		if p.ID == id {
			return p, true
		}
	}
	return Person{}, false
}

// only is the one person of whom something is true. Two are as good as nobody: it is then not known who it is.
func (r Registry) only(is func(Person) bool) (Person, bool) {
	var found []Person
	for _, p := range r.People {
		if is(p) {
			found = append(found, p)
		}
	}
	if len(found) != 1 {
		return Person{}, false
	}
	return found[0], true
}

// byAccount finds whose account it is, by its number alone.
func (r Registry) byAccount(a Account) (Person, bool) {
	return r.only(func(p Person) bool {
		return a.ID > 0 && slices.ContainsFunc(p.Accounts, func(own Account) bool { return own.Forge == a.Forge && own.ID == a.ID })
	})
}

// byKey finds whose key it is, whenever it was valid.
func (r Registry) byKey(key string) (Person, bool) {
	return r.only(func(p Person) bool { return key != "" && len(p.keys(key)) > 0 })
}

// keys are the periods in which a key is somebody's.
func (p Person) keys(key string) []Span {
	var spans []Span
	for _, own := range p.Keys {
		if own.Text == key {
			spans = append(spans, own.Span)
		}
	}
	return spans
}

// anybody lists all people whom an identity could be, with the narrowest of doubts: whoever wrote a change may not approve it,
// so here a name is enough, and two people of one address are both meant.
func (r Registry) anybody(i Identity) []string {
	var found []string
	for _, p := range r.People {
		mine := slices.ContainsFunc(p.Accounts, func(own Account) bool { return i.Account.is(own) })
		mine = mine || slices.ContainsFunc(p.Emails, func(own string) bool { return fold(own) == fold(i.Email) && own != "" })
		mine = mine || i.Key != "" && len(p.keys(i.Key)) > 0
		account, hidden := hiddenAddress(i.Email)
		mine = mine || hidden && slices.ContainsFunc(p.Accounts, func(own Account) bool { return account.is(own) })
		if mine {
			found = append(found, p.ID)
		}
	}
	return found
}

// is reports whether two accounts could be one.
func (a Account) is(own Account) bool {
	if a.Forge != own.Forge {
		return false
	}
	return a.ID > 0 && a.ID == own.ID || a.Login != "" && fold(a.Login) == fold(own.Login)
}

// hiddenAddress is the account behind an address with which GitHub hides people's own: 4711+mara-k@users.noreply.github.com.
func hiddenAddress(email string) (Account, bool) {
	local, ok := strings.CutSuffix(fold(email), "@users.noreply.github.com")
	if !ok {
		return Account{}, false
	}
	number, login, both := strings.Cut(local, "+")
	if !both {
		return Account{Forge: "github", Login: local}, true
	}
	id, _ := strconv.ParseInt(number, 10, 64)
	return Account{Forge: "github", Login: login, ID: id}, true
}

// fold makes ASCII letters small and leaves all others as they are: no other letter may turn into one of them.
func fold(text string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, text)
}

// hold is what somebody has of a role.
type hold uint8

const (
	holdsNothing  hold = iota
	holdsLapsed        // the role, but not then
	holdsConflict      // the role, by delegation from somebody who wrote the change
	holdsIt
)

// holds reports whether somebody has a role in all of some regions at all of some moments. Without regions, having it anywhere
// is enough.
func (r Registry) holds(p Person, role string, regions []string, barred map[string]Code, at ...time.Time) hold {
	if len(regions) == 0 {
		return r.holdsIn(p, role, "", barred, at)
	}
	least := holdsIt
	for _, region := range regions {
		least = min(least, r.holdsIn(p, role, region, barred, at))
	}
	return least
}

func (r Registry) holdsIn(p Person, role, region string, barred map[string]Code, at []time.Time) hold {
	best := p.has(role, region, at)
	for _, d := range r.Delegations {
		holder, known := r.person(d.Holder)
		if d.StandIn != p.ID || d.Holder == p.ID || d.Role != role || !known || !covers(d.Regions, region) {
			continue
		}
		got := min(holder.has(role, region, at), during(d.Span, at))
		if _, wrote := barred[d.Holder]; wrote && got == holdsIt {
			got = holdsConflict
		}
		best = max(best, got)
	}
	return best
}

// has leaves delegations out.
func (p Person) has(role, region string, at []time.Time) hold {
	best := holdsNothing
	for _, moment := range at {
		now := holdsNothing
		for _, grant := range p.Roles {
			if grant.Role == role && covers(grant.Regions, region) {
				now = max(now, during(grant.Span, []time.Time{moment}))
			}
		}
		if best = now; now != holdsIt {
			break
		}
	}
	return best
}

func during(span Span, at []time.Time) hold {
	for _, moment := range at {
		if !span.Holds(moment) {
			return holdsLapsed
		}
	}
	return holdsIt
}

// covers reports whether a region is one of those of a role; "" is any.
func covers(regions []string, region string) bool {
	return region == "" && len(regions) > 0 || slices.Contains(regions, region)
}

// conflict reports whether one of two people is not to judge the other's work.
func (r Registry) conflict(a, b string) bool {
	one, _ := r.person(a)
	other, _ := r.person(b)
	return slices.Contains(one.Conflicts, b) || slices.Contains(other.Conflicts, a)
}

// problems are the reasons why nobody can be told from somebody else.
func (r Registry) problems() []string {
	var found []string
	seen := map[string]bool{}
	for _, p := range r.People {
		if p.ID == "" || seen[p.ID] {
			found = append(found, "the registry has two people called "+strconv.Quote(p.ID))
		}
		seen[p.ID] = true
	}
	return found
}
