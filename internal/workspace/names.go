package workspace

import (
	"maps"
	"slices"
	"sync"

	"parley/internal/doc"
	"parley/internal/kind"
)

// names are how documents and things are found, and where links lead: all that follows from which documents and assets there are, from
// ids, links and references, and from nothing else that documents say. In a preview it is made anew only when one of these changes.
type names struct {
	byPath  map[string]int               // of Documents
	things  map[string]map[string]origin // by kind and id
	ids     map[string][]string          // of things by kind, sorted
	targets [][]Target                   // of the links of each of Documents

	mutex   sync.Mutex
	answers map[any]any // what was worked out from the same, by what else it depends on
}

// origin is where a thing comes from: a document by its number, and the number of an item that it defines; itself where there is none.
type origin struct{ document, item int }

// itself stands for the document.
const itself = -1

// named is what a workspace was given its names for.
type named struct {
	documents []*Document
	assets    map[string]Asset
	names     *names
}

// mostNamed is how many names are kept: those of the repository and of the view that is previewed.
const mostNamed = 2

// mostNamedAnswers is how many answers are kept with names: some for each language, and those about pages that are no more.
const mostNamedAnswers = 100

// names returns the names of a workspace: in a preview those of an earlier one that has the same.
func (c *Cache) names(w *Workspace) *names {
	if !c.trusted() {
		return w.newNames()
	}
	for i, before := range c.named {
		if before.suits(w) {
			c.named[i].documents, c.named[i].assets = w.Documents, w.Assets
			return before.names
		}
	}
	if len(c.named) >= mostNamed {
		c.named = slices.Clone(c.named[1:])
	}
	now := w.newNames()
	c.named = append(c.named, named{w.Documents, w.Assets, now})
	return now
}

// suits reports whether another workspace has the same names.
func (n named) suits(w *Workspace) bool {
	return slices.EqualFunc(n.documents, w.Documents, namedAlike) && maps.Equal(n.assets, w.Assets)
}

// namedAlike reports whether names do not depend on which of two documents stands in a place.
func namedAlike(a, b *Document) bool {
	return a == b || standsAlike(a, b) && a.Broken == b.Broken && a.Misfit == b.Misfit && len(a.Links) == len(b.Links) &&
		slices.EqualFunc(a.Links, b.Links, func(a, b doc.Link) bool { return a.Target == b.Target }) &&
		slices.EqualFunc(a.References, b.References, func(a, b kind.Reference) bool { return a.ID == b.ID && slices.Equal(a.Kinds, b.Kinds) })
}

// newNames finds the names of a workspace. The first of two things with one id wins; check reports the second.
func (w *Workspace) newNames() *names {
	n := &names{byPath: make(map[string]int, len(w.Documents)), things: map[string]map[string]origin{}, ids: map[string][]string{}, answers: map[any]any{}}
	w.names = n // by which links are resolved
	add := func(kindName, id string, from origin) {
		if n.things[kindName] == nil {
			n.things[kindName] = map[string]origin{}
		}
		if _, taken := n.things[kindName][id]; !taken {
			n.things[kindName][id] = from
		}
	}
	for i, d := range w.Documents {
		n.byPath[d.Path] = i
		add(d.Kind.Name, d.ID, origin{i, itself})
		for item, thing := range d.Defines {
			add(thing.Kind, thing.ID, origin{i, item})
		}
	}
	targets := make([][]Target, len(w.Documents))
	there := w.cache.extent(w)
	each(len(w.Documents), func(i int) {
		d := w.Documents[i]
		targets[i] = Remembered(d, there, func() []Target { return w.resolveLinks(d) })
	})
	n.targets = targets
	for kindName, things := range n.things {
		n.ids[kindName] = slices.Sorted(maps.Keys(things))
	}
	return n
}

// thing is what has its origin at the document.
func (d *Document) thing(item int) kind.Thing {
	if item != itself {
		return d.Defines[item]
	}
	return kind.Thing{Kind: d.Kind.Name, ID: d.ID, Path: d.Path, Title: d.Title(), Place: d.Place("id")}
}

// Named returns what work answers, from the last time if it was asked then on the same grounds of a workspace in which documents, things
// and links are found alike. Grounds are all else that the answer depends on. It is not to be changed.
func Named[Grounds comparable, Answer any](w *Workspace, on Grounds, work func() Answer) Answer {
	if !w.cache.trusted() {
		return work()
	}
	w.mutex.Lock()
	answer, ok := w.answers[on]
	w.mutex.Unlock()
	if ok {
		return answer.(Answer)
	}
	found := work() // which may ask for other answers
	w.mutex.Lock()
	defer w.mutex.Unlock()
	if len(w.answers) >= mostNamedAnswers {
		clear(w.answers)
	}
	w.answers[on] = found
	return found
}
