package approval

import (
	"bytes"
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// TestThresholds compares each threshold with values one basis point below, at and above it, and with values so near that any
// rounding would move them across.
func TestThresholds(t *testing.T) {
	p := thePolicy(t)
	tiny := big.NewRat(1, 1_000_000_000_000)
	for _, test := range []struct {
		name  string
		limit *big.Rat
		below Level
		at    Level
		with  func(*big.Rat) Change
	}{
		{"change, minor", bp(200), Minor, Standard, func(r *big.Rat) Change { c := change(0); c.Relative = r; return c }},
		{"change, standard", bp(1000), Standard, High, func(r *big.Rat) Change { c := change(0); c.Relative = r; return c }},
		{"impact, minor", big.NewRat(500, 1), Minor, Standard, func(r *big.Rat) Change { c := change(0); c.Impact = &Money{r, "EUR"}; return c }},
		{"impact, standard", big.NewRat(5000, 1), Standard, High, func(r *big.Rat) Change { c := change(0); c.Impact = &Money{r, "EUR"}; return c }},
		{"drift of 30 days, minor", bp(300), Minor, Standard, func(r *big.Rat) Change { c := change(0); c.Drift[0].Relative = r; return c }},
		{"drift of 90 days, standard", bp(1500), Standard, High, func(r *big.Rat) Change { c := change(0); c.Drift[1].Relative = r; return c }},
		{"drift of 365 days, standard", bp(2500), Standard, High, func(r *big.Rat) Change { c := change(0); c.Drift[2].Relative = r; return c }},
	} {
		for _, sign := range []int64{1, -1} {
			for _, step := range []struct {
				value *big.Rat
				want  Level
			}{
				{new(big.Rat).Sub(test.limit, bp(1)), test.below}, {new(big.Rat).Sub(test.limit, tiny), test.below},
				{test.limit, test.at}, {new(big.Rat).Add(test.limit, tiny), test.at}, {new(big.Rat).Add(test.limit, bp(1)), test.at},
			} {
				value := new(big.Rat).Mul(step.value, big.NewRat(sign, 1))
				if got := Decide(p, facts(test.with(value))).Tier; got != step.want {
					t.Errorf("%s: %s is %s, want %s", test.name, value.RatString(), got, step.want)
				}
			}
		}
	}
}

// random makes facts of which some pass and some do not: a few people give opinions of all sorts.
func random(r *rand.Rand) Facts {
	all := [][]Change{small, medium, large, twoLists, {flagged(FlagTerms)}, nil}
	f := facts(all[r.IntN(len(all))]...)
	for range r.IntN(9) {
		f.Opinions = append(f.Opinions, opinionOf(r))
	}
	if r.IntN(4) == 0 {
		f.History = append(f.History, Commit{Author: Identity{Email: people[r.IntN(len(people))].id + "@example.com"}})
	}
	return f
}

func opinionOf(r *rand.Rand) Opinion {
	states := []State{Approved, Approved, Approved, Approved, Requested, Commented, Withdrawn}
	o := review(people[r.IntN(len(people))].id, states[r.IntN(len(states))])
	o.At = now.Add(-time.Duration(r.IntN(20)) * time.Hour)
	if r.IntN(5) == 0 {
		o.Digest = oldDigest
	}
	return o
}

const rounds = 3000

func source() *rand.Rand { return rand.New(rand.NewPCG(6, 2026)) }

// TestAnApprovalNeverMakesAVerdictWorse adds an approval of any sort, and takes it away again.
func TestAnApprovalNeverMakesAVerdictWorse(t *testing.T) {
	r, p, better := source(), thePolicy(t), 0
	for range rounds {
		f := random(r)
		before := Decide(p, f)
		more := f
		approval := opinionOf(r)
		approval.State = Approved
		more.Opinions = append(slices.Clone(f.Opinions), approval)
		after := Decide(p, more)
		if after.Verdict.rank() > before.Verdict.rank() {
			t.Fatalf("%s became %s by %+v\n%+v", before.Verdict, after.Verdict, approval, f.Opinions)
		}
		if after.Verdict != before.Verdict {
			better++
		}
	}
	if better == 0 {
		t.Error("no approval ever made a difference")
	}
}

// TestOrderMakesNoDifference shuffles everything that comes in an order which means nothing.
func TestOrderMakesNoDifference(t *testing.T) {
	r, p := source(), thePolicy(t)
	for range rounds {
		f := random(r)
		f.Files = []File{{Path: "content/index.md"}, {Path: "pricing/lists/a.yaml"}, {Path: "README.md"}}
		want, err := Decide(p, f).JSON()
		if err != nil {
			t.Fatal(err)
		}
		shuffle(r, f.Opinions)
		shuffle(r, f.Files)
		shuffle(r, f.History)
		if got, _ := Decide(p, f).JSON(); !bytes.Equal(want, got) {
			t.Fatalf("another order, another decision:\n%s\n%s", want, got)
		}
	}
}

func shuffle[T any](r *rand.Rand, list []T) {
	r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
}

// TestMatchingFindsASolutionWhereThereIsOne compares with trying everything.
func TestMatchingFindsASolutionWhereThereIsOne(t *testing.T) {
	r := source()
	for range rounds {
		people, n := r.IntN(6), 1+r.IntN(5)
		may := make([][]bool, people)
		for i := range may {
			may[i] = make([]bool, n)
			for j := range may[i] {
				may[i][j] = r.IntN(3) == 0
			}
		}
		s := seated(make([]slot, n), people, func(person, slot int) bool { return may[person][slot] })
		if got, want := n-len(s.free()), best(may, n, 0); got != want {
			t.Fatalf("%d of %d slots filled, %d could be: %v", got, n, want, may)
		}
		for slot, person := range s.who {
			if person >= 0 && (!may[person][slot] || s.seat[person] != slot) {
				t.Fatalf("person %d sits in slot %d: %v", person, slot, may)
			}
		}
	}
}

// best is how many slots from one on can be filled, by trial.
func best(may [][]bool, slots, slot int) int {
	if slot == slots {
		return 0
	}
	most := best(may, slots, slot+1)
	for person := range may {
		if may[person] == nil || !may[person][slot] {
			continue
		}
		row := may[person]
		may[person] = nil
		most = max(most, 1+best(may, slots, slot+1))
		may[person] = row
	}
	return most
}

// TestWhoIsNamedCouldApprove lets somebody whom the decision names approve, again and again: each time less is missing, until
// the verdict is pass.
func TestWhoIsNamedCouldApprove(t *testing.T) {
	r, p := source(), thePolicy(t)
	for range 300 {
		f := random(r)
		f.Opinions = slices.DeleteFunc(f.Opinions, func(o Opinion) bool { return o.State == Requested })
		d := Decide(p, f)
		if slices.Contains(d.codes(), string(Unsatisfiable)) {
			continue
		}
		for steps := 0; d.Verdict == Pending; steps++ {
			missing := total(d)
			if steps > 10 || missing == 0 || len(d.Needed[0].CouldBe) == 0 {
				t.Fatalf("it leads nowhere: %+v", d)
			}
			approval := review(d.Needed[0].CouldBe[r.IntN(len(d.Needed[0].CouldBe))], Approved)
			approval.At = now
			f.Opinions = append(f.Opinions, approval)
			if d = Decide(p, f); total(d) != missing-1 {
				t.Fatalf("%s approved, and as much is missing: %+v", approval.Account.Login, d)
			}
		}
		if d.Verdict != Pass {
			t.Fatalf("%+v", d)
		}
	}
}

func total(d Decision) int {
	n := 0
	for _, need := range d.Needed {
		n += need.Count
	}
	return n
}

// checkPass is what a pass promises: each approval that the tier asks for is given by another person, who may.
func checkPass(t *testing.T, p Policy, f Facts, d Decision) {
	t.Helper()
	slots := p.slots(d.Tier, concerned(p, f))
	seen := map[string]bool{}
	able := make([][]bool, 0, len(d.Counted))
	for _, c := range d.Counted {
		if seen[c.Person] {
			t.Fatalf("%s counts twice", c.Person)
		}
		seen[c.Person] = true
		person, known := f.Registry.person(c.Person)
		wrote := slices.ContainsFunc(f.History, func(commit Commit) bool { return slices.Contains(f.Registry.anybody(commit.Author), c.Person) })
		if !known || !person.Human || wrote {
			t.Fatalf("%s counts", c.Person)
		}
		row := make([]bool, len(slots))
		for i, s := range slots {
			row[i] = slices.ContainsFunc(s.roles, func(role string) bool { return f.Registry.holds(person, role, s.regions, nil, f.Now) == holdsIt })
		}
		able = append(able, row)
	}
	if got := best(able, len(slots), 0); got != len(slots) {
		t.Fatalf("it passes with %d of %d approvals\n%+v", got, len(slots), d)
	}
}

func TestAPassHasAllItsApprovals(t *testing.T) {
	r, p, passed := source(), thePolicy(t), 0
	for range rounds {
		f := random(r)
		if d := Decide(p, f); d.Verdict == Pass {
			passed++
			checkPass(t, p, f, d)
		}
	}
	if passed < rounds/20 {
		t.Errorf("only %d of %d passed", passed, rounds)
	}
}

// FuzzDecide takes decisions on facts that bytes choose.
func FuzzDecide(f *testing.F) {
	f.Add([]byte("3 people approve, somebody objects"), int64(500))
	f.Add([]byte{2, 0, 0, 0, 1, 0, 0, 2, 0, 0}, int64(-3000))
	p := thePolicy(f)
	f.Fuzz(func(t *testing.T, text []byte, points int64) {
		if len(text) > 200 {
			return
		}
		next := func(n int) int {
			if len(text) == 0 {
				return 0
			}
			b := text[0]
			text = text[1:]
			return int(b) % n
		}
		flags := []Flag{"", FlagNew, FlagTerms, FlagGap, "x"}
		facts := facts(change(points))
		if flag := flags[next(len(flags))]; flag != "" {
			facts.Changes[0].Flags = []Flag{flag}
		}
		for i := 0; len(text) > 0; i++ {
			states := []State{Approved, Requested, Commented, Withdrawn, BreakingGlass, "?"}
			o := review(people[next(len(people))].id, states[next(len(states))])
			o.ID, o.Number = fmt.Sprint(i), int64(next(4))
			o.At = now.Add(time.Duration(next(8)-6) * time.Hour)
			o.Digest = []string{digest, oldDigest, ""}[next(3)]
			facts.Opinions = append(facts.Opinions, o)
		}
		d := Decide(p, facts)
		if _, err := d.JSON(); err != nil {
			t.Fatal(err)
		}
		if d.Verdict == Pass {
			checkPass(t, p, facts, d)
		}
	})
}
