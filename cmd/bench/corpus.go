package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// corpus says what a generated portal holds. It knows nothing of the rest of the command: equal values give equal bytes.
type corpus struct {
	pages     int      // documents in Markdown, the terms among them
	languages []string // the first is that in which everything is written
}

// document is a page or a term as both generators see it. Its body refers to other documents as [text](to:ID).
type document struct {
	id      string // where it is published: "pricing/renewals/page-00017", "" for the start page
	folder  bool   // it stands for a folder, and others lie below it
	title   string
	summary string // a term's definition
	tags    []string
	body    string
}

// isTerm reports whether the document is one of the glossary.
func (d document) isTerm() bool { return strings.HasPrefix(d.id, "glossary/") }

var (
	areas  = []string{"planning", "pricing", "delivery", "support", "training", "renewals", "security", "reporting"}
	topics = []string{"scope", "dates", "people", "money", "risks", "tools", "records", "questions", "changes", "examples"}
)

// fewest is the least number of pages: the start page, areas, topics and terms, and a page in each topic.
var fewest = 1 + len(areas) + 2*len(areas)*len(topics) + len(terms)

// documents makes the documents, in an order that depends on nothing but their number.
func (c corpus) documents() []document {
	ids := c.ids()
	documents := make([]document, 0, c.pages)
	for i, id := range ids {
		documents = append(documents, newPage(i, ids))
		documents[i].folder = !strings.Contains(id, "page-")
	}
	for i, term := range terms {
		documents = append(documents, newTerm(i, term))
	}
	return documents
}

// ids lists the pages: first those that stand for folders, then the others, dealt out to the topics in turns.
func (c corpus) ids() []string {
	ids := append([]string{""}, areas...)
	var folders []string
	for _, topic := range topics {
		for _, area := range areas {
			folders = append(folders, area+"/"+topic)
		}
	}
	ids = append(ids, folders...)
	for i := 0; len(ids) < max(c.pages, fewest)-len(terms); i++ {
		ids = append(ids, fmt.Sprintf("%s/page-%05d", folders[i%len(folders)], i))
	}
	return ids
}

// menu lists the pages of each section of the navigation: an area and its topics.
func (c corpus) menu(area string) []string {
	ids := []string{area}
	for _, topic := range topics {
		ids = append(ids, area+"/"+topic)
	}
	return ids
}

// newPage writes the page with a number: 400 to 700 words with headings, lists, a table, code and 8 to 10 links.
func newPage(number int, ids []string) document {
	w := &writer{random: rand.New(rand.NewPCG(20261122, uint64(number))), ids: ids}
	headings := w.random.Perm(len(matters))
	heading := func(level, n int) { w.line("%s %s\n", strings.Repeat("#", level), capital(matters[headings[n]])) }

	w.line("%s %s\n", w.sentences(3), w.link())
	heading(2, 0)
	w.line("%s\n", w.sentences(4+w.random.IntN(3)))
	for range 4 {
		w.line("- %s", w.sentence())
	}
	w.line("- %s\n", w.link())
	w.line("%s %s\n", w.sentences(3), w.link())
	heading(2, 1)
	w.line("%s\n", w.sentences(3+w.random.IntN(3)))
	w.table(4 + w.random.IntN(3))
	heading(3, 2)
	w.line("%s %s %s\n", w.sentences(2), w.link(), w.link())
	heading(2, 3)
	for i := range 3 {
		w.line("%d. **%s.** %s", i+1, capital(w.pick(verbs)), w.sentence())
	}
	w.line("4. %s\n", w.link())
	w.line("```yaml\nwave: %d\nstarts: 2027-%02d-%02d\nworkloads: %d\nowner: delivery-lead\nchecks: [network, identity, backup]\n```\n",
		1+w.random.IntN(9), 1+w.random.IntN(12), 1+w.random.IntN(28), 10+w.random.IntN(400))
	w.line("%s\n", w.sentences(3+w.random.IntN(3)))
	heading(2, 4)
	w.line("%s %s\n", w.sentences(3+w.random.IntN(4)), w.link())
	for range 1 + w.random.IntN(3) {
		w.line("* %s", w.link())
	}
	w.line("\nThe field `owner` says who answers. %s", w.sentences(2))

	title := fmt.Sprintf("%s for %s, part %d", capital(w.pick(terms)), areas[number%len(areas)], number)
	return document{id: ids[number], title: title, summary: w.sentence(), tags: []string{w.pick(topics), w.pick(areas)}, body: w.out.String()}
}

// newTerm writes a term of the glossary.
func newTerm(number int, term string) document {
	w := &writer{random: rand.New(rand.NewPCG(20261123, uint64(number)))}
	w.line("## %s\n\n%s", "How we use it", w.sentences(2))
	return document{id: "glossary/" + strings.ReplaceAll(term, " ", "-"), title: term, summary: w.sentence(), body: w.out.String()}
}
