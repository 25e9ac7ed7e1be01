package check

import (
	"io/fs"
	"maps"
	"path"
	"reflect"
	"slices"
	"strings"

	"parley/internal/doc"
	"parley/internal/engine"
	"parley/internal/facts"
	"parley/internal/metric"
	"parley/internal/query"
	"parley/internal/release"
	"parley/internal/workspace"
)

// moreTables are the tables of what people can do, of requests as their pages describe them, of released prices and of translations.
func moreTables(w *workspace.Workspace, files fs.FS) map[string]metric.Built {
	number := func(names ...string) []query.Column {
		var columns []query.Column
		for _, name := range names {
			columns = append(columns, query.Column{Name: name})
		}
		return columns
	}
	return map[string]metric.Built{
		"request_kinds": {Columns: append(textual("form code priority respond_unit resolve_unit"), number("respond", "resolve", "questions")...),
			Rows: func() [][]facts.Value { return requestRows(w) }},
		"skill_levels": {Columns: append(textual("scorecard person career_role skill day next_drill"), number("level", "required")...),
			Rows: func() [][]facts.Value { return skillRows(w) }},
		"skill_drills": {Columns: append(textual("skill drill"), number("minutes", "cycles")...), Rows: func() [][]facts.Value { return drillRows(w) }},
		"price_versions": {Columns: append(textual("list version previous region currency tier requested_by released_on effective_on"), number("parts", "changed")...),
			Rows: func() [][]facts.Value { return versionRows(w, files) }},
		"translation_states": {Columns: append(textual("language kind document audience state provided_by provided_on asked_on"), number("passages")...),
			Rows: func() [][]facts.Value { return stateRows(w) }},
	}
}

// requestRows are the priorities of each kind of request, with how soon somebody answers.
func requestRows(w *workspace.Workspace) [][]facts.Value {
	var rows [][]facts.Value
	for _, d := range documentsOf(w, "request-type", "code", "fields.id", "priorities.id", "priorities.respond", "priorities.resolve") {
		if d.Draft {
			continue
		}
		for _, item := range d.Fields.Get("priorities").Items {
			respond, resolve := item.Get("respond"), item.Get("resolve")
			row := words(d.ID, d.Fields.Str("code"), item.Str("id"), respond.Str("unit"), resolve.Str("unit"))
			rows = append(rows, append(row, countOf(respond.Get("count")), countOf(resolve.Get("count")), counted(len(d.Fields.Get("fields").Items))))
		}
	}
	return rows
}

// skillRows are the skills of each scorecard, each with the level that the role asks for; those that it asks for and nobody has judged
// have no level.
func skillRows(w *workspace.Workspace) [][]facts.Value {
	asked := map[string]map[string]doc.Value{}
	for _, d := range documentsOf(w, "career-role", "requires.skill", "requires.level") {
		asked[d.ID] = map[string]doc.Value{}
		for _, item := range d.Fields.Get("requires").Items {
			asked[d.ID][item.Str("skill")] = item.Get("level")
		}
	}
	var rows [][]facts.Value
	for _, d := range documentsOf(w, "scorecard", "person", "career_role", "date", "levels.skill", "levels.level", "levels.next_drill") {
		if d.Draft {
			continue
		}
		f, left := d.Fields, maps.Clone(asked[d.Fields.Str("career_role")])
		add := func(skill, drill string, level, required doc.Value) {
			row := words(d.ID, f.Str("person"), f.Str("career_role"), skill, f.Str("date"), drill)
			rows = append(rows, append(row, countOf(level), countOf(required)))
		}
		for _, item := range f.Get("levels").Items {
			skill := item.Str("skill")
			add(skill, item.Str("next_drill"), item.Get("level"), left[skill])
			delete(left, skill)
		}
		for _, skill := range slices.Sorted(maps.Keys(left)) {
			add(skill, "", doc.Value{}, left[skill])
		}
	}
	return rows
}

// drillRows are the drills of each skill.
func drillRows(w *workspace.Workspace) [][]facts.Value {
	var rows [][]facts.Value
	for _, d := range documentsOf(w, "skill", "drills.id", "drills.minutes", "drills.cycles") {
		for _, item := range d.Fields.Get("drills").Items {
			rows = append(rows, append(words(d.ID, item.Str("id")), countOf(item.Get("minutes")), countOf(item.Get("cycles"))))
		}
	}
	return rows
}

// versionRows are the released versions of price lists: how many parts each sells, and of how many it changes something. A file that
// is no release is none here; check says what is wrong with it.
func versionRows(w *workspace.Workspace, files fs.FS) [][]facts.Value {
	var rows [][]facts.Value
	for _, name := range slices.Sorted(maps.Keys(w.Assets)) {
		if !strings.HasPrefix(name, "pricing/releases/") || path.Ext(name) != ".json" {
			continue
		}
		text, err := fs.ReadFile(files, name)
		if err != nil {
			continue
		}
		p, findings := release.Read(name, text)
		if len(findings) > 0 {
			continue
		}
		parts, changed := 0, 0
		for _, part := range p.Parts {
			if part.New != nil {
				parts++
			}
			if !reflect.DeepEqual(part.Old, part.New) {
				changed++
			}
		}
		row := words(p.List, p.Version, p.Previous, p.Region, p.Currency, p.PartnerTier, p.Change.RequestedBy, p.Day, p.Effective.From)
		rows = append(rows, append(row, counted(parts), counted(changed)))
	}
	return rows
}

// stateRows count the passages of each document and language by their state, by who provided them and when, as far as the files say.
func stateRows(w *workspace.Workspace) [][]facts.Value {
	type provision struct{ state, by, on string }
	var rows [][]facts.Value
	for i := range w.Documents {
		d := w.Documents[i]
		if d.Draft || len(d.FieldUnits)+d.Passages == 0 || len(w.Settings.Languages) == 0 {
			continue
		}
		for _, language := range w.Settings.Languages[1:] {
			if engine.IsTest(language) {
				continue
			}
			provided := map[provision]int{}
			for _, unit := range w.Translated(d, language) {
				provided[provision{string(unit.State), unit.By, dayOf(unit.At)}]++
			}
			keys := slices.SortedFunc(maps.Keys(provided), func(a, b provision) int {
				return strings.Compare(a.state+"\x00"+a.by+"\x00"+a.on, b.state+"\x00"+b.by+"\x00"+b.on)
			})
			for _, key := range keys {
				row := words(language, d.Kind.Name, strings.TrimSuffix(d.Path, path.Ext(d.Path)), string(d.Audience), key.state, key.by, key.on, d.Fields.Str("date"))
				rows = append(rows, append(row, counted(provided[key])))
			}
		}
	}
	return rows
}

// dayOf is the day of a time as ISO 8601 writes it.
func dayOf(at string) string {
	day, _, _ := strings.Cut(at, "T")
	return day
}
