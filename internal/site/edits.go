package site

import (
	"slices"
	"strings"
	"time"

	"parley/internal/workspace"
)

const (
	mostRevisions = 5  // of a document are told
	mostEdits     = 12 // of a revision are told
)

// silent are the fields whose changes no reader cares about.
var silent = []string{"order", "tags", "draft", "review_by", "owner", "kind", "id"}

// sums are fields that no reader can read, however deep they stand.
var sums = []string{"digest", "accepted"}

// quiet are fields of which no change is told.
func quiet(key string, above []string) bool {
	return slices.Contains(sums, key) || len(above) == 0 && slices.Contains(silent, key)
}

// edits says what the changes of a document did to it, in the words of its kind.
func (s *Site) edits(index int, d *workspace.Document) []Revision {
	states := s.workspace.PastOf(d.Path)
	var revisions []Revision
	for i := 0; i+1 < len(states) && len(revisions) < mostRevisions; i++ {
		c := comparison{site: s, index: index}
		c.fields(s.pastFields(index, &states[i+1].Document), s.pastFields(index, &states[i].Document), nil)
		if strings.TrimSpace(states[i].Text().Body) != strings.TrimSpace(states[i+1].Text().Body) {
			c.add(Edit{Label: Text{Text: s.languages[index].words.In("field", "Text")}})
		}
		if len(c.edits) > 0 {
			day := s.day(&s.languages[index], states[i].When.UTC().Format(time.DateOnly))
			revisions = append(revisions, Revision{day, c.edits})
		}
	}
	return revisions
}

// pastFields are the fields of an earlier state. Nobody keeps its translations: words are in the source language.
func (s *Site) pastFields(index int, d *workspace.Document) Node {
	n := s.nodesOf(index, &workspace.Document{Head: d.Head, Kind: d.Kind})
	for _, unit := range d.FieldUnits {
		n.texts[unit.Context] = s.text(n.language, unit.Text)
	}
	return n.node("", "", d.Fields)
}

// comparison collects the differences between two states of a document.
type comparison struct {
	site  *Site
	index int
	edits []Edit
}

func (c *comparison) add(e Edit) {
	if len(c.edits) < mostEdits {
		c.edits = append(c.edits, e)
	}
}

// fields compares two maps key by key.
func (c *comparison) fields(before, now Node, above []string) {
	for _, field := range now.Fields {
		if !quiet(field.Key, above) {
			c.node(before.Get(field.Key), field, append(slices.Clone(above), field.Label))
		}
	}
	for _, field := range before.Fields {
		if now.Get(field.Key).Key == "" && !quiet(field.Key, above) {
			c.node(field, Node{}, append(slices.Clone(above), field.Label))
		}
	}
}

func (c *comparison) node(before, now Node, path []string) {
	switch {
	case before.Key != "" && now.Key != "" && now.Type == "map" && before.Type == "map":
		c.fields(before, now, path)
	case now.Type == "list" && identified(now) || before.Type == "list" && identified(before):
		c.items(before, now, path)
	case saying(before) != saying(now):
		c.add(Edit{Label: label(path), Old: c.shown(before), New: c.shown(now)})
	}
}

// items compares two lists of things that have ids.
func (c *comparison) items(before, now Node, path []string) {
	find := func(list Node, id string) Node {
		for _, item := range list.Items {
			if item.ID == id {
				return item
			}
		}
		return Node{}
	}
	above := path[:len(path)-1] // a task is named by itself, not as "Tasks"
	for _, item := range now.Items {
		old := find(before, item.ID)
		if old.ID == "" {
			c.add(Edit{Label: label(path), New: name(item)})
			continue
		}
		c.fields(old, item, append(slices.Clone(above), name(item).Text))
	}
	for _, item := range before.Items {
		if find(now, item.ID).ID == "" {
			c.add(Edit{Label: label(path), Old: name(item)})
		}
	}
}

// shown is a value as the reader sees it; long texts are not repeated.
func (c *comparison) shown(n Node) Text {
	text := n.Text
	if n.Type == "list" {
		var parts []string
		for _, item := range n.Items {
			parts = append(parts, item.Text.Text)
		}
		text = Text{Text: c.site.languages[c.index].List(parts)}
	}
	if n.Type == "map" || len(text.Text) > 160 {
		return Text{}
	}
	return text
}

func identified(list Node) bool { return len(list.Items) > 0 && list.Items[0].ID != "" }

// name is what a thing of a list is called.
func name(item Node) Text {
	for _, key := range []string{"title", "name", "decision", "text"} {
		if text := item.Get(key).Text; text.Text != "" && len(text.Text) <= 160 {
			return text
		}
	}
	for _, field := range item.Fields {
		if field.Key != "id" && field.Text.Text != "" && len(field.Text.Text) <= 160 {
			return field.Text
		}
	}
	return Text{Text: item.ID}
}

// saying is what a value says, whatever the language in which it is shown.
func saying(n Node) string {
	var all strings.Builder
	all.WriteString(n.Raw)
	if n.Type == "duration" {
		all.WriteString(n.Text.Text)
		return all.String()
	}
	for _, item := range n.Items {
		all.WriteString("\x00" + saying(item))
	}
	for _, field := range n.Fields {
		all.WriteString("\x00" + field.Key + "\x01" + saying(field))
	}
	return all.String()
}

func label(path []string) Text { return Text{Text: strings.Join(path, " › ")} }
