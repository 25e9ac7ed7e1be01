package approval

import (
	"slices"
	"strings"
)

// slot is one approval that is needed.
type slot struct {
	roles   []string // of which one is enough
	region  string   // for people: "" where it is for all regions concerned
	regions []string // in all of which the role must be held
}

func (s slot) name() string { return strings.Join(s.roles, "|") }

// mostSlots bounds what can be needed; nobody has so many regions.
const mostSlots = 500

// slots are what a tier asks for. A tier that wants more people than approvals asks for further ones, in any of its roles; a
// rule for each region asks for one approval at least, even where no region is known.
func (p Policy) slots(level Level, regions []string) []slot {
	if level == None {
		return nil
	}
	tier := p.tier(level)
	var found []slot
	var roles []string
	for _, rule := range tier.Rules {
		roles = append(roles, rule.AnyOf...)
		for range rule.Count {
			if !rule.Region || len(regions) == 0 {
				found = append(found, slot{rule.AnyOf, "", regions})
				continue
			}
			for _, region := range regions {
				found = append(found, slot{rule.AnyOf, region, []string{region}})
			}
		}
	}
	slices.Sort(roles)
	for len(found) < tier.People {
		found = append(found, slot{slices.Compact(slices.Clone(roles)), "", regions})
	}
	return found
}

// concerned are the regions that a change touches, sorted. What says of no region which it concerns is for all of them.
func concerned(p Policy, f Facts) []string {
	var regions []string
	for _, c := range f.Changes {
		if c.Region == "" {
			regions = append(regions, f.Regions...)
		} else {
			regions = append(regions, c.Region)
		}
	}
	for _, file := range f.Files {
		switch {
		case p.governed(file) == "":
		case len(file.Regions) > 0:
			regions = append(regions, file.Regions...)
		default:
			regions = append(regions, f.Regions...)
		}
	}
	slices.Sort(regions)
	return slices.Compact(regions)
}

// fits is the role in which an approval could fill a slot, "" where it cannot, and how near it comes.
func (h *hearing) fits(v voice, s slot) (role string, best hold) {
	for _, wanted := range s.roles {
		if v.Role != "" && v.Role != wanted {
			continue
		}
		got := h.rules.Registry.holds(v.who, wanted, s.regions, h.barred, v.At, h.facts.Now)
		if got == holdsIt {
			return wanted, got
		}
		best = max(best, got)
	}
	return "", best
}

// could reports whether somebody who has not approved could still do so for a slot.
func (h *hearing) could(p Person, s slot) bool {
	if _, wrote := h.barred[p.ID]; wrote || !p.Human {
		return false
	}
	for other := range h.barred {
		if h.rules.Registry.conflict(p.ID, other) {
			return false
		}
	}
	return slices.ContainsFunc(s.roles, func(role string) bool {
		return h.rules.Registry.holds(p, role, s.regions, h.barred, h.facts.Now) == holdsIt
	})
}

// seating is who fills which slot.
type seating struct {
	slots []slot
	can   [][]int // for each slot, the people who may fill it
	who   []int   // for each slot, who does; -1 for nobody
	seat  []int   // for each person, the slot; -1 for none
}

// seated fills as many slots as can be filled, each by another person: the largest matching, by augmenting paths.
func seated(slots []slot, people int, may func(person, slot int) bool) *seating {
	s := &seating{slots: slots, can: make([][]int, len(slots)), who: make([]int, len(slots)), seat: make([]int, people)}
	for person := range people {
		s.seat[person] = -1
	}
	for i := range slots {
		s.who[i] = -1
		for person := range people {
			if may(person, i) {
				s.can[i] = append(s.can[i], person)
			}
		}
	}
	for i := range slots {
		s.fill(i, make([]bool, people))
	}
	return s
}

// fill finds somebody for a slot, moving others to other slots where they fit too.
func (s *seating) fill(slot int, asked []bool) bool {
	for _, person := range s.can[slot] {
		if asked[person] {
			continue
		}
		asked[person] = true
		if s.seat[person] < 0 || s.fill(s.seat[person], asked) {
			s.who[slot], s.seat[person] = person, slot
			return true
		}
	}
	return false
}

// free lists the slots that nobody fills.
func (s *seating) free() []int {
	var open []int
	for i, person := range s.who {
		if person < 0 {
			open = append(open, i)
		}
	}
	return open
}

// reach lists the slots that become free when people move so that a given one is filled: a newcomer for any of them helps.
func (s *seating) reach(slot int) []int {
	found := []int{slot}
	for next := 0; next < len(found); next++ {
		for _, person := range s.can[found[next]] {
			if at := s.seat[person]; at >= 0 && !slices.Contains(found, at) {
				found = append(found, at)
			}
		}
	}
	return found
}
