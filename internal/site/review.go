package site

import (
	"cmp"
	"math/big"
	"slices"

	"parley/internal/doc"
	"parley/internal/metric"
	"parley/internal/workspace"
)

// Review is what the figures of a review say. They are those that have been frozen, whatever the data say today. Numbers are written as
// the language does.
type Review struct {
	Rows    []ReviewRow
	Parts   []ReviewPart // by region, by tier
	Changed bool         // one at least is no longer what its data say
}

// ReviewRow is the figure of a metric.
type ReviewRow struct {
	Metric Link
	Frozen
}

// Frozen is one figure. "" stands for what is not said.
type Frozen struct {
	Value, Before, Cases string
	Target, TargetURL    string
	Met                  string // yes, no, or "" where nobody can tell
	Remark               Text
	ByHand               bool   // nothing says of which data it is
	Changed              bool   // it is no longer what its data say
	Stands               bool   // people know that its data have changed, and let it stand
	Now                  string // what it would be today; "" for no value
	Aim                  string // the target today, where that has been changed
}

// ReviewPart is a table with a row for each region or tier, and a column for each metric.
type ReviewPart struct {
	Label   string
	Metrics []Link
	Rows    []ReviewSegment
}

// ReviewSegment are the figures of a region or tier, in the order of the metrics; nil for one that there is not.
type ReviewSegment struct {
	Name  Text
	Cells []*Frozen
}

// review is what the page of a review shows; nil on other pages. A figure of a metric that the audience may not see is left out.
func (s *Site) review(index int, d *workspace.Document) *Review {
	if d.Kind.Name != "review" {
		return nil
	}
	shown, fields := &Review{}, s.fields(index, d)
	for i, item := range d.Fields.Get("figures").Items {
		if m, metric, ok := s.reviewed(index, item); ok {
			row := ReviewRow{metric, m.frozen(d.Fields.Str("period"), item, fields.Get("figures").Items[i])}
			shown.Rows = append(shown.Rows, row)
			shown.Changed = shown.Changed || row.Changed || row.Aim != ""
		}
	}
	for _, by := range []string{"region", "tier"} {
		if part := s.reviewPart(index, d, by, fields.Get("breakdown")); len(part.Rows) > 0 {
			shown.Parts = append(shown.Parts, part)
		}
	}
	for _, part := range shown.Parts {
		for _, row := range part.Rows {
			shown.Changed = shown.Changed || slices.ContainsFunc(row.Cells, func(cell *Frozen) bool { return cell != nil && cell.Changed })
		}
	}
	return shown
}

// reviewed is the metric of a figure; false where the audience may not see it.
func (s *Site) reviewed(index int, item doc.Value) (m measurer, metricLink Link, ok bool) {
	thing, _ := s.workspace.Thing("metric", item.Str("metric"))
	at, planned := s.byPath[thing.Path]
	if !planned {
		return measurer{}, Link{}, false
	}
	d := s.sheets[at].document
	result, measured := s.result(d)
	if !measured {
		result = metric.Result{Measure: metric.Measure{ID: d.ID, Unit: d.Fields.Str("unit"), Good: d.Fields.Str("good")}, Withheld: "nothing measures it"}
		result.Targets = map[string]metric.Target{}
		for _, target := range d.Fields.Get("targets").Items {
			if value, ok := new(big.Rat).SetString(target.Str("value")); ok {
				result.Targets[target.Str("id")] = metric.Target{ID: target.Str("id"), Value: value}
			}
		}
	}
	if result.Unit == "currency" && result.Currency == "" {
		result.Unit = "count" // of what, nobody says
	}
	return s.measurer(index, result), s.linkTo(index, at), true
}

// frozen is a figure of a period; node has its texts.
func (m measurer) frozen(period string, item doc.Value, node Node) Frozen {
	was := metric.ReadFrozen(item)
	shown := Frozen{Value: m.written(was.Value, true), Before: m.written(was.Before, true), Remark: node.Get("remark").Text, ByHand: was.Digest == ""}
	if was.N > 0 {
		shown.Cases, _ = m.language.Number(decimalOf(was.N))
	}
	if metric.IsQuarter(period) {
		now, changed := m.result.Changed(period, was)
		shown.Changed, shown.Now = changed, m.written(now.Value, true)
		shown.Stands = !changed && was.Accepted != "" && was.Accepted == now.Digest
	}
	m.aim(&shown, was, item, node)
	return shown
}

// aim says which target a figure had, and whether it was met.
func (m measurer) aim(shown *Frozen, was metric.Frozen, item doc.Value, node Node) {
	for _, target := range m.result.Targets {
		if target.ID != item.Str("target") {
			continue
		}
		now := m.result.Shown(target.Value)
		if was.Target = cmp.Or(was.Target, now); !metric.Same(was.Target, now) {
			shown.Aim = m.written(now, true)
		}
	}
	value, known := new(big.Rat).SetString(was.Value)
	goal, aimed := new(big.Rat).SetString(was.Target)
	if !aimed {
		return
	}
	shown.Target = m.written(was.Target, true)
	if url := node.Get("metric").URL; url != "" && node.Get("target").Raw != "" {
		shown.TargetURL = url + "#" + node.Get("target").Raw
	}
	if known {
		shown.Met = m.result.Met(metric.Figure{Value: value, Target: &metric.Target{Value: goal}})
	}
}

// reviewPart is the table of a dimension.
func (s *Site) reviewPart(index int, d *workspace.Document, by string, nodes Node) ReviewPart {
	var part ReviewPart
	var metrics, segments []string
	cells := map[[2]string]*Frozen{}
	for i, item := range d.Fields.Get("breakdown").Items {
		m, link, ok := s.reviewed(index, item)
		if segment := item.Str(by); ok && segment != "" {
			part.Label = nodes.Items[i].Get(by).Label
			cell := m.frozen(d.Fields.Str("period"), item, nodes.Items[i])
			cells[[2]string{segment, m.result.ID}] = &cell
			if !slices.Contains(metrics, m.result.ID) {
				metrics, part.Metrics = append(metrics, m.result.ID), append(part.Metrics, link)
			}
			if !slices.Contains(segments, segment) {
				segments = append(segments, segment)
			}
		}
	}
	for _, id := range segments {
		row := ReviewSegment{Name: Text{Text: s.segment(index, by, id)}}
		for _, metric := range metrics {
			row.Cells = append(row.Cells, cells[[2]string{id, metric}])
		}
		part.Rows = append(part.Rows, row)
	}
	return part
}
