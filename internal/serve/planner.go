package serve

import (
	"context"
	"fmt"
	"strconv"
	"time"
)

const (
	quiet    = 12 * time.Millisecond  // a burst is over when nothing has changed for so long
	patience = 170 * time.Millisecond // what a file gets on top that looks as if it were about to be written
	longest  = 2 * time.Second        // after which something is planned even though files keep changing
)

// planner makes one plan after each burst of changes and puts it on the board. Everything in it belongs to the one
// goroutine that follows; the plans themselves are made in another, one at a time, so that no change goes unseen.
type planner struct {
	options Options
	board   *board
	start   string // tells the plans of this run from those of another
	number  int

	waiting  burst // no plan has seen these changes
	ripe     bool  // they have come to rest
	indulged bool  // they have been given more time to come to rest
	planning bool
}

// planned is what came of a plan.
type planned struct {
	edition *edition // nil if the plan failed
	err     error
	took    time.Duration
	burst   burst // that made it necessary; empty for the first plan
}

func newPlanner(o Options) *planner {
	return &planner{options: o, board: newBoard(), start: strconv.FormatInt(time.Now().UnixNano(), 36)}
}

// first makes the plan with which the preview begins.
func (p *planner) first() { p.publish(p.plan(burst{})) }

// plan makes a plan and renders the page of it that somebody is looking at. A template that is broken may show only then.
func (p *planner) plan(b burst) planned {
	start := time.Now()
	result := planned{burst: b}
	portal, err := p.options.Plan(b.known()...)
	if err == nil {
		result.edition = newEdition(portal)
		err = result.edition.prove(p.board.lastAsked())
	}
	result.err, result.took = err, time.Since(start)
	return result
}

// follow plans after each burst until the context ends. A plan under way is waited for.
func (p *planner) follow(ctx context.Context, changes <-chan change) {
	timer := time.NewTimer(longest)
	timer.Stop()
	done := make(chan planned, 1)
	for {
		select {
		case <-ctx.Done():
			if p.planning {
				<-done
			}
			return
		case c := <-changes:
			p.heed(c, timer)
		case <-timer.C:
			if !p.indulged && p.waiting.halfway(p.options.Dir) && time.Since(p.waiting.since) < longest {
				p.indulged = true
				timer.Reset(patience)
				break
			}
			p.ripe = true
		case result := <-done:
			p.planning = false
			p.overtake(changes, timer)
			p.finish(result)
		}
		if p.ripe && !p.planning {
			p.begin(done)
		}
	}
}

// heed adds a change to what waits, and lets it come to rest.
func (p *planner) heed(c change, timer *time.Timer) {
	p.waiting.add(c, time.Now())
	p.ripe, p.indulged = false, false
	timer.Reset(min(quiet, longest-time.Since(p.waiting.since)))
}

// overtake takes the changes that are there already: a plan that ends at the same moment may have read half of one.
func (p *planner) overtake(changes <-chan change, timer *time.Timer) {
	for {
		select {
		case c := <-changes:
			p.heed(c, timer)
		default:
			return
		}
	}
}

// begin has a plan made, if what changed is still there to be planned.
func (p *planner) begin(done chan<- planned) {
	b := p.waiting.lasting(p.options.Dir)
	p.waiting, p.ripe, p.indulged = burst{}, false, false
	if b.empty() {
		return
	}
	p.planning = true
	go func() { done <- p.plan(b) }()
}

// finish publishes a plan, unless files changed while it was made: it may have read one that was half written.
func (p *planner) finish(result planned) {
	if !p.waiting.empty() && time.Since(result.burst.since) < longest {
		later := p.waiting
		p.waiting = result.burst
		p.waiting.join(later)
		return
	}
	p.publish(result)
}

// publish decides what is shown after a plan: its pages, or the last good ones with what is wrong over them.
func (p *planner) publish(result planned) {
	p.number++
	now := p.board.look()
	id, shown := now.id, now.shown
	n := notice{Failed: true, Errors: 1, Held: shown != nil}
	if result.err != nil {
		n.Report = result.err.Error()
	} else {
		portal := result.edition.portal
		n = notice{Report: portal.Report, Errors: portal.Errors, Warnings: portal.Warnings}
		n.Held = shown != nil && shown.good() && !result.edition.good()
	}
	if !n.Held {
		id = p.start + "-" + strconv.Itoa(p.number)
	}
	if !n.Held && !n.Failed {
		shown = result.edition
	}
	p.board.put(id, shown, n)
	p.options.Say("%s", report(result, n))
}

// report is the line about a plan for the person at the terminal.
func report(result planned, n notice) string {
	line := ""
	if !result.burst.empty() {
		line = result.burst.String() + ": "
	}
	if result.err != nil {
		line += fmt.Sprintf("the portal could not be planned: %v", result.err)
	} else {
		line += fmt.Sprintf("%s planned in %s, %s, %s", count(result.edition.portal.Site.Len(), "page"), result.took.Round(time.Millisecond),
			count(n.Errors, "error"), count(n.Warnings, "warning"))
	}
	if n.Held {
		line += "; the last good pages stay"
	}
	return line
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}
