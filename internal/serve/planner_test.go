package serve

import (
	"context"
	"fmt"
	"os"
	"testing"
	"testing/synctest"
	"time"
)

// In these tests time stands still while anybody has something to do, so that they are exact and take none.

// paced is a planner that follows changes which a test makes up.
type paced struct {
	*world
	planner *planner
	changes chan change
	began   []time.Duration // when plans began, since the test did
	saw     []string        // the guide, as each plan found it
	atOnce  int
	takes   time.Duration
	start   time.Time
}

// pace runs a test with a planner whose first plan is made.
func pace(t *testing.T, test func(t *testing.T, p *paced)) {
	w := newWorld(t)
	portal, err := w.plan()
	if err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		p := &paced{world: w, changes: make(chan change), start: time.Now()}
		p.planner = newPlanner(Options{Dir: w.dir, Say: func(string, ...any) {}, Plan: func(...string) (Portal, error) {
			if p.atOnce++; p.atOnce > 1 {
				t.Error("two plans at once")
			}
			text, _ := os.ReadFile(w.path("content/guide.md"))
			p.began, p.saw = append(p.began, time.Since(p.start)), append(p.saw, string(text))
			<-time.After(p.takes)
			p.atOnce--
			return portal, nil
		}})
		p.planner.first()
		p.began, p.saw = nil, nil
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan struct{})
		go func() {
			p.planner.follow(ctx, p.changes)
			close(ended)
		}()
		test(t, p)
		pass(time.Minute)
		cancel()
		<-ended
	})
}

// pass lets time go by.
func pass(d time.Duration) {
	<-time.After(d)
	synctest.Wait()
}

func (p *paced) change(path string) { p.changes <- change{path: path} }

// plansAt checks when plans began.
func (p *paced) plansAt(t *testing.T, want ...time.Duration) {
	t.Helper()
	pass(time.Minute)
	if fmt.Sprint(p.began) != fmt.Sprint(want) {
		t.Errorf("plans began at %v; want %v", p.began, want)
	}
}

func TestOnePlanAfterABurst(t *testing.T) {
	pace(t, func(t *testing.T, p *paced) {
		for range 50 {
			p.change("content/guide.md")
			p.change("content/index.md")
			pass(10 * time.Millisecond)
		}
		p.plansAt(t, 490*time.Millisecond+quiet)
	})
}

func TestNothingIsPlannedWithoutAChange(t *testing.T) {
	pace(t, func(t *testing.T, p *paced) { p.plansAt(t) })
}

func TestFilesThatChangeDuringAPlanArePlannedOnceMore(t *testing.T) {
	pace(t, func(t *testing.T, p *paced) {
		p.takes = 100 * time.Millisecond
		p.change("content/guide.md")
		pass(quiet + 10*time.Millisecond)
		before := p.planner.board.look()
		for range 5 {
			p.change("content/index.md")
		}
		pass(95 * time.Millisecond) // the first plan has ended by now; it may have read half of what changed
		if p.planner.board.look() != before {
			t.Error("a plan was shown that had been overtaken")
		}
		p.plansAt(t, quiet, quiet+100*time.Millisecond)
		if p.planner.board.look() == before {
			t.Error("the second plan was not shown")
		}
	})
}

func TestFileThatIsEmptyForAMomentIsNeverPlanned(t *testing.T) {
	pace(t, func(t *testing.T, p *paced) {
		p.write(t, "content/guide.md", "")
		p.change("content/guide.md")
		pass(quiet + patience - time.Millisecond)
		p.write(t, "content/guide.md", "# Guide\n\nWhole.\n")
		p.change("content/guide.md")
		p.plansAt(t, quiet+patience-time.Millisecond+quiet)
		if p.saw[0] != "# Guide\n\nWhole.\n" {
			t.Errorf("a plan saw %q", p.saw[0])
		}
	})
}

func TestFileThatIsGoneForAMomentIsNeverMissed(t *testing.T) {
	pace(t, func(t *testing.T, p *paced) {
		p.rename(t, "content/guide.md", "content/guide.md~")
		p.change("content/guide.md")
		pass(100 * time.Millisecond)
		p.write(t, "content/guide.md", "# Guide\n\nWhole.\n")
		p.changes <- change{"content/guide.md", true}
		p.plansAt(t, 100*time.Millisecond+quiet)
	})
}

func TestFileThatStaysEmptyOrGoneIsPlanned(t *testing.T) {
	pace(t, func(t *testing.T, p *paced) {
		p.write(t, "content/guide.md", "")
		p.change("content/guide.md")
		pass(time.Second)
		p.remove(t, "content/index.md")
		p.change("content/index.md")
		p.plansAt(t, quiet+patience, time.Second+quiet+patience)
	})
}

func TestFileThatComesAndGoesIsNoReasonToPlan(t *testing.T) {
	pace(t, func(t *testing.T, p *paced) {
		p.changes <- change{"content/sedXYZ", true}
		p.change("content/sedXYZ")
		p.plansAt(t)
	})
}

func TestChangesWithoutEndArePlannedInBetween(t *testing.T) {
	pace(t, func(t *testing.T, p *paced) {
		for range 300 { // three seconds
			p.change("content/guide.md")
			pass(10 * time.Millisecond)
		}
		p.plansAt(t, longest, 2990*time.Millisecond+quiet)
	})
}

func TestPlansThatAreAlwaysOvertakenAreShownInTheEnd(t *testing.T) {
	pace(t, func(t *testing.T, p *paced) {
		p.takes = 100 * time.Millisecond
		before := p.planner.board.look()
		for range 50 { // each change comes during the plan for the one before
			p.change("content/guide.md")
			pass(quiet + 50*time.Millisecond)
		}
		if p.planner.board.look() == before {
			t.Error("nothing was shown in four seconds")
		}
	})
}
