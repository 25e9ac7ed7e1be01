package site

import (
	"slices"

	"parley/internal/doc"
	"parley/internal/workspace"
)

// matrix says for each feature where it is to be had: in which region, by partners of which tier.
func (s *Site) matrix(index int, sheet *sheet) *Matrix {
	regions, tiers := s.listed("regions"), s.listed("tiers")
	if sheet.what != anOverview || sheet.kind.Name != "feature" || len(regions) == 0 || len(tiers) == 0 {
		return nil
	}
	m := &Matrix{}
	for _, region := range regions {
		group := MatrixGroup{Title: s.listedText(index, "regions", region)}
		for _, tier := range tiers {
			group.Columns = append(group.Columns, s.listedText(index, "tiers", tier))
		}
		m.Groups = append(m.Groups, group)
	}
	for _, i := range s.order[index] {
		other := &s.sheets[i]
		if other.kind.Name != "feature" {
			continue
		}
		row := MatrixRow{Link: s.linkTo(index, i)}
		n := s.nodesOf(index, other.document)
		for _, region := range regions {
			for _, tier := range tiers {
				row.Cells = append(row.Cells, n.availability(region, tier))
			}
		}
		m.Rows = append(m.Rows, row)
	}
	return m
}

// availability is the state of a feature for the partners of a tier in a region: an exception for both goes before one for
// the region, which holds for the tiers that have the feature elsewhere, and that before what holds everywhere.
func (n *nodes) availability(region, tier string) MatrixCell {
	fields := n.document.Fields
	status, note := "", Text{}
	if fields.Str("status") == "retired" || holds(fields, "available_in", region) && holds(fields, "available_to", tier) {
		status = fields.Str("status")
	}
	for _, exact := range []bool{false, true} {
		exceptions := fields.Get("exceptions")
		for i, item := range exceptions.Items {
			if item.Str("region") == region && item.Has("tier") == exact && (item.Str("tier") == tier || !exact && holds(fields, "available_to", tier)) {
				status, note = item.Str("status"), n.texts["exceptions"+exceptions.ItemPath(i)+".note"]
			}
		}
	}
	if status == "" {
		return MatrixCell{}
	}
	return MatrixCell{Raw: status, Text: n.word(status), Note: note}
}

// holds reports whether a list names an id; a list that is missing names all.
func holds(fields doc.Value, list, id string) bool {
	return !fields.Has(list) || slices.Contains(fields.Strings(list), id)
}

// listed are the ids of a list of the settings, in the order in which editors wrote them.
func (s *Site) listed(list string) []string {
	d, ok := s.workspace.Document(workspace.SettingsPath)
	if !ok {
		return nil
	}
	var ids []string
	for _, item := range d.Fields.Get(list).Items {
		ids = append(ids, item.Str("id"))
	}
	return ids
}

func (s *Site) listedText(index int, list, id string) Text {
	return s.settingsText(&s.languages[index], list+"["+id+"].title", id)
}
