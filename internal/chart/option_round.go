package chart

import (
	"slices"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// gauge shows the last value that is known.
func (c Chart) gauge() drawable {
	gauge := charts.NewGauge()
	gauge.SetGlobalOptions(c.global()...)
	last, _ := c.latest()
	if place := last.place(); place != nil {
		gauge.AddSeries("", []opts.GaugeData{{Name: last.Text, Value: place}}, charts.WithItemStyleOpts(opts.ItemStyle{Color: own(1)}))
	}
	return gauge
}

// radar has an axis for each category that has a value in every series: a gap would look like nothing.
func (c Chart) radar() drawable {
	radar := charts.NewRadar()
	var low, high float64
	if len(c.Ticks) > 0 {
		low, _ = c.Ticks[0].place().(float64)
		high, _ = c.Ticks[len(c.Ticks)-1].place().(float64)
	}
	var indicators []*opts.Indicator
	values := make([][]any, len(c.Series))
	for at, category := range c.Categories {
		if slices.ContainsFunc(c.Series, func(s Series) bool { return s.at(at).place() == nil }) {
			continue
		}
		indicators = append(indicators, &opts.Indicator{Name: category, Min: float32(low), Max: float32(high), Color: ink})
		for i, series := range c.Series {
			values[i] = append(values[i], series.at(at).place())
		}
	}
	radar.SetGlobalOptions(c.global(charts.WithRadarComponentOpts(opts.RadarComponent{Indicator: indicators, SplitNumber: max(len(c.Ticks)-1, 1),
		SplitArea: &opts.SplitArea{Show: opts.Bool(false)}, SplitLine: &opts.SplitLine{LineStyle: &opts.LineStyle{Color: grid}},
		AxisLine: &opts.AxisLine{LineStyle: &opts.LineStyle{Color: grid}}}))...)
	for i, series := range c.Series {
		style, mark := opts.LineStyle{Color: c.colour(i), Width: 2.5}, marks[max(c.Colour(i)-1, 0)]
		if series.Goal {
			style, mark = opts.LineStyle{Color: goal, Width: 1.5, Type: "dashed"}, "none"
		}
		radar.AddSeries(series.Name, []opts.RadarData{{Value: values[i]}}, charts.WithLineStyleOpts(style), charts.WithItemStyleOpts(opts.ItemStyle{Color: c.colour(i)}),
			charts.WithRadarChartOpts(opts.RadarChart{Symbol: mark, SymbolSize: 6}))
	}
	return radar
}

// funnel has a step for each category, in the order of the categories.
func (c Chart) funnel() drawable {
	funnel := charts.NewFunnel()
	funnel.SetGlobalOptions(c.global()...)
	var steps []opts.FunnelData
	for i, category := range c.Categories {
		if len(c.Series) == 0 {
			break
		}
		if place := c.Series[0].at(i).place(); place != nil {
			steps = append(steps, opts.FunnelData{Name: category, Value: place})
		}
	}
	funnel.AddSeries("", steps, charts.WithItemStyleOpts(opts.ItemStyle{Color: own(1), BorderColor: paper, BorderWidth: 2}))
	return funnel
}

// sankey leads flows from the beginning of a line of text to its end.
func (c Chart) sankey() drawable {
	sankey := charts.NewSankey()
	sankey.SetGlobalOptions(c.global()...)
	numbers := map[string]int{}
	var nodes []opts.SankeyNode
	node := func(name string) string {
		number, known := numbers[name]
		if !known {
			number = len(nodes)
			numbers[name] = number
			nodes = append(nodes, opts.SankeyNode{Name: name, ItemStyle: &opts.ItemStyle{Color: own(number%Colours + 1)}})
		}
		return nodes[number].Name
	}
	var links []opts.SankeyLink
	for _, flow := range c.Flows {
		place, ok := flow.place().(float64)
		if !ok || place <= 0 {
			continue
		}
		from, to := node(flow.From), node(flow.To)
		if c.Dir == "rtl" {
			from, to = to, from
		}
		links = append(links, opts.SankeyLink{Source: from, Target: to, Value: float32(place)})
	}
	sankey.AddSeries("", nodes, links, charts.WithLineStyleOpts(opts.LineStyle{Color: grid}))
	return sankey
}
