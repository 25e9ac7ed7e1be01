package pipeline

import (
	"cmp"
	"slices"
	"sync"
	"time"
)

// Profile is where the time of a build went. A nil Profile notes nothing.
type Profile struct {
	now    func() time.Duration // since any moment
	mutex  sync.Mutex
	stages []Stage
	shares map[share]*Share
}

// Stage is a part of the work, which begins when the one before has ended.
type Stage struct {
	Name string
	Took time.Duration
}

type share struct{ kind, template string }

// Share is what the pages of one kind took that one template shows: planned, rendered and judged, by as many workers as
// there are cores, so that the shares together take longer than the stage.
type Share struct {
	Kind     string // "" for pages that show no document
	Template string
	Pages    int
	Took     time.Duration
}

// NewProfile prepares to note times by a clock.
func NewProfile(now func() time.Duration) *Profile {
	return &Profile{now: now, shares: map[share]*Share{}}
}

// Stages lists the parts of the work in their order.
func (p *Profile) Stages() []Stage { return p.stages }

// Shares lists what pages took, the most first.
func (p *Profile) Shares() []Share {
	var all []Share
	for _, one := range p.shares {
		all = append(all, *one)
	}
	slices.SortFunc(all, func(a, b Share) int {
		return cmp.Or(cmp.Compare(b.Took, a.Took), cmp.Compare(a.Template, b.Template), cmp.Compare(a.Kind, b.Kind))
	})
	return all
}

// stage begins a part of the work, and returns what ends it.
func (p *Profile) stage(name string) (end func()) {
	if p == nil {
		return func() {}
	}
	begun := p.now()
	return func() { p.stages = append(p.stages, Stage{name, p.now() - begun}) }
}

// page begins a page, and returns what ends it.
func (p *Profile) page(kind, template string) (end func()) {
	if p == nil {
		return func() {}
	}
	begun := p.now()
	return func() {
		took := p.now() - begun
		p.mutex.Lock()
		defer p.mutex.Unlock()
		one := p.shares[share{kind, template}]
		if one == nil {
			one = &Share{Kind: kind, Template: template}
			p.shares[share{kind, template}] = one
		}
		one.Pages++
		one.Took += took
	}
}
