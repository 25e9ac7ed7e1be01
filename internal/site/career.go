package site

import (
	"cmp"
	"slices"

	"parley/internal/doc"
	"parley/internal/workspace"
)

// gaps compares the levels of a scorecard with those that the role asks for: the widest gap first.
func (s *Site) gaps(index int, d *workspace.Document) []Gap {
	if d.Kind.Name != "scorecard" {
		return nil
	}
	n := s.nodesOf(index, d)
	var gaps []Gap
	rated := map[string]bool{}
	levels := d.Fields.Get("levels")
	needs := s.needs(d.Fields.Str("career_role"))
	for i, item := range levels.Items {
		id := item.Str("skill")
		has, _ := atoi(item.Str("level"))
		rated[id] = true
		gaps = append(gaps, Gap{Skill: s.skillLink(index, id), Has: has, Needs: needs[id], Gap: max(0, needs[id]-has),
			Note: n.texts["levels"+levels.ItemPath(i)+".note"], Drill: s.drill(index, id, item.Str("next_drill"))})
	}
	for id, level := range needs {
		if !rated[id] {
			gaps = append(gaps, Gap{Skill: s.skillLink(index, id), Needs: level, Gap: level})
		}
	}
	slices.SortStableFunc(gaps, func(a, b Gap) int { return cmp.Or(cmp.Compare(b.Gap, a.Gap), cmp.Compare(a.Skill.URL, b.Skill.URL)) })
	return gaps
}

// needs are the levels that a career role asks for, by skill.
func (s *Site) needs(role string) map[string]int {
	levels := map[string]int{}
	if d, ok := s.thingDocument("career-role", role); ok {
		for _, item := range d.Fields.Get("requires").Items {
			levels[item.Str("skill")], _ = atoi(item.Str("level"))
		}
	}
	return levels
}

func (s *Site) skillLink(index int, id string) Link {
	if d, ok := s.thingDocument("skill", id); ok {
		return s.linkTo(index, s.byPath[d.Path])
	}
	return Link{Title: Text{Text: id}}
}

// drill is the title of a skill's drill.
func (s *Site) drill(index int, skill, id string) Text {
	d, ok := s.thingDocument("skill", skill)
	if !ok || id == "" || !slices.ContainsFunc(d.Fields.Get("drills").Items, func(item doc.Value) bool { return item.Str("id") == id }) {
		return Text{}
	}
	return s.fieldText(&s.languages[index], d, "drills["+id+"].title")
}

// thingDocument is the document that has an id among those of a kind.
func (s *Site) thingDocument(kindName, id string) (*workspace.Document, bool) {
	thing, ok := s.workspace.Thing(kindName, id)
	if !ok {
		return nil, false
	}
	return s.workspace.Document(thing.Path)
}
