package site

import (
	"slices"

	"parley/internal/chart"
	"parley/internal/doc"
	"parley/internal/kind"
	"parley/internal/metric"
	"parley/internal/workspace"
)

// ChartBlock is a chart within a text.
type ChartBlock struct {
	Measure         Link // to the page of the metric
	Sentence        string
	Plot            *Plot
	Head            []string
	Rows            [][]string
	Exported, Until Day
	Stale           bool
	CSV, JSON       string
}

// chartBlocks are the charts of a document's body, in their order; nil for one that cannot be drawn or may not be seen.
func (s *Site) chartBlocks(index int, d *workspace.Document) []*ChartBlock {
	var blocks []*ChartBlock
	for _, said := range d.Charts {
		blocks = append(blocks, s.chartBlock(index, d, said))
	}
	return blocks
}

func (s *Site) chartBlock(index int, d *workspace.Document, said doc.Value) *ChartBlock {
	thing, _ := s.workspace.Thing("metric", said.Str("measure"))
	at, planned := s.byPath[thing.Path]
	if !planned || said.Str("by") != "" && (d.Audience != kind.Internal || s.options.Audience != kind.Internal) {
		return nil
	}
	result, ok := s.result(s.sheets[at].document)
	if !ok || result.Withheld != "" {
		return nil
	}
	m := s.measurer(index, result)
	within := func(figures []metric.Figure) []metric.Figure {
		return slices.DeleteFunc(figures, func(f metric.Figure) bool {
			return f.Period < said.Str("from") || said.Str("until") != "" && f.Period > said.Str("until")
		})
	}
	whole := within(s.quarters(result, metric.Filter{}))
	block := &ChartBlock{Measure: s.linkTo(index, at), Sentence: m.sentence(whole), Stale: result.Stale,
		CSV: s.href(s.sheets[at].address+figuresName+".csv", ""), JSON: s.href(s.sheets[at].address+figuresName+".json", "")}
	if result.Exported != "" {
		block.Exported = s.day(m.language, result.Exported)
	}
	if result.Until != "" {
		block.Until = s.day(m.language, result.Until)
	}
	c := m.drawing(whole)
	if by := said.Str("by"); slices.Contains(metric.Dimensions, by) {
		c = m.parts(c, by, func(filter metric.Filter) []metric.Figure { return within(result.Quarters(filter)) }, func(id string) string { return s.segment(index, by, id) })
	}
	if shown := chart.Kind(said.Str("kind")); shown != "" {
		c = as(c, shown)
	}
	if c = c.Settled(); !slices.Contains(chart.Kinds, c.Kind) || !drawable(c) {
		return nil
	}
	block.Head, block.Rows = c.Table()
	block.Plot = m.finish(c, block.Sentence)
	return block
}

// drawable reports whether there is a value to draw.
func drawable(c chart.Chart) bool {
	return slices.ContainsFunc(c.Series, func(s chart.Series) bool {
		return !s.Goal && slices.ContainsFunc(s.Values, func(v chart.Value) bool { return v.Number != "" })
	})
}

// as is a chart of another kind. What is to be reached is shown where it has a place.
func as(c chart.Chart, kind chart.Kind) chart.Chart {
	c.Kind = kind
	switch kind {
	case chart.Line, chart.Bar, chart.Radar, chart.Gauge:
	default:
		c.Series = slices.DeleteFunc(slices.Clone(c.Series), func(s chart.Series) bool { return s.Goal })
	}
	return c
}

// parts has a series for each segment of a dimension, over the quarters of the whole.
func (m measurer) parts(whole chart.Chart, by string, quarters func(metric.Filter) []metric.Figure, name func(id string) string) chart.Chart {
	parted := whole
	parted.Series = nil
	for _, id := range m.result.Segments(by) {
		series := chart.Series{Name: name(id), Values: make([]chart.Value, len(whole.Categories))}
		for _, figure := range quarters(metric.Filter{}.With(by, id)) {
			if i := slices.Index(whole.Categories, m.period(figure.Period)); i >= 0 {
				series.Values[i] = m.placed(figure.Value)
			}
		}
		parted.Series = append(parted.Series, series)
	}
	return parted
}

// segment is the name of a region, tier, type or partner.
func (s *Site) segment(index int, by, id string) string {
	kindName := by
	if by == "type" {
		kindName = "segment"
	}
	if thing, ok := s.workspace.Thing(kindName, id); ok {
		if text, _ := s.thingText(index, thing); text.Text != "" {
			return text.Text
		}
	}
	return id
}
