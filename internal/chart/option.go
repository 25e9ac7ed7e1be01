package chart

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// Inks are the colours that options name. None is ever seen: the picture has their classes instead.
const (
	ink   = "#020001" // of texts
	grid  = "#020002"
	goal  = "#020003"
	paper = "#020004" // between shapes that touch
	rise  = "#020005" // steps of a waterfall
	fall  = "#020006"
)

// inks are the classes of colours: fill-NAME and edge-NAME.
var inks = map[string]string{ink: "ink", grid: "grid", goal: "goal", paper: "paper", rise: "rise", fall: "fall"}

// own is the colour of a series, hot that of a step of a heat map.
func own(number int) string { return fmt.Sprintf("#0100%02d", number) }
func hot(number int) string { return fmt.Sprintf("#0300%02d", number) }

// option is what is drawn, as the program that draws understands it.
type option struct {
	Option any      `json:"option"`
	Kind   Kind     `json:"kind"`
	Right  bool     `json:"right"` // it runs from right to left
	Ticks  []string `json:"ticks"`
	Low    any      `json:"low"`
	High   any      `json:"high"`
	Aim    any      `json:"aim,omitempty"` // of a gauge that can be touched; the picture has a mark
	Width  int      `json:"width"`
	Height int      `json:"height"`
}

// drawable is a chart of go-echarts.
type drawable interface {
	Validate()
	JSON() map[string]any
}

// encode is the option of a chart. Equal charts have equal options.
func (c Chart) encode() ([]byte, error) {
	var made drawable
	switch c.Kind {
	case Line, Area:
		made = c.lines()
	case Bar, Stacked, Timeline, Waterfall:
		made = c.bars()
	case Heatmap:
		made = c.heatmap()
	case Gauge:
		made = c.gauge()
	case Radar:
		made = c.radar()
	case Funnel:
		made = c.funnel()
	case Sankey:
		made = c.sankey()
	default:
		return nil, fmt.Errorf("there is no chart %q", c.Kind)
	}
	made.Validate()
	wrapped := option{Option: made.JSON(), Kind: c.Kind, Right: c.Dir == "rtl", Ticks: []string{}, Width: Width, Height: c.height()}
	if aim, ok := c.Aim(); ok {
		wrapped.Aim = aim.place()
	}
	for _, tick := range c.Ticks {
		wrapped.Ticks = append(wrapped.Ticks, tick.Text)
	}
	if len(c.Ticks) > 0 {
		wrapped.Low, wrapped.High = c.Ticks[0].place(), c.Ticks[len(c.Ticks)-1].place()
	}
	return json.Marshal(wrapped)
}

// Width is how many units a picture is wide.
const Width = 360

// height is how many units it is high: rows need room.
func (c Chart) height() int {
	switch c.Kind {
	case Timeline, Heatmap:
		names, lines := c.rows(), 2
		for _, name := range names {
			lines = max(lines, 1+strings.Count(name, "\n"))
		}
		return 48 + (4+13*lines)*max(len(names), 2)
	case Gauge:
		return 176
	}
	return 216
}

// global are the settings of all kinds. Legends and titles are outside the picture, where they can be read in any size.
func (c Chart) global(more ...charts.GlobalOpts) []charts.GlobalOpts {
	return append([]charts.GlobalOpts{
		charts.WithAnimation(false), charts.WithTooltipOpts(opts.Tooltip{Show: opts.Bool(false)}), charts.WithLegendOpts(opts.Legend{Show: opts.Bool(false)}),
		charts.WithYAxisOpts(opts.YAxis{AxisLabel: &opts.AxisLabel{}}),
	}, more...)
}

// colour is the colour of a series.
func (c Chart) colour(series int) string {
	if number := c.Colour(series); number > 0 {
		return own(number)
	}
	return goal
}

// marks tell lines apart where colours do not.
var marks = []string{"circle", "rect", "triangle", "diamond", "emptyCircle", "emptyRect"}

func (c Chart) lines() drawable {
	line := charts.NewLine()
	line.SetGlobalOptions(c.global()...)
	line.SetXAxis(c.labels())
	for i, series := range c.Series {
		over, running := c.running(points(series, len(c.Categories)), series.Goal)
		line.AddSeries(series.Name, over, c.lineStyle(i)...)
		if running != nil {
			colour := c.colour(i)
			line.AddSeries(series.Name, running, charts.WithLineChartOpts(opts.LineChart{Symbol: "circle", SymbolSize: 7, ShowSymbol: opts.Bool(true)}),
				charts.WithLineStyleOpts(opts.LineStyle{Color: colour, Width: 2.5, Type: "dotted"}), charts.WithItemStyleOpts(opts.ItemStyle{Color: paper, BorderColor: colour, BorderWidth: 2}))
		}
	}
	return line
}

// running parts a line where its last category is not over: from the value before on, it is another line. That is nil where there is
// none, or nothing to part.
func (c Chart) running(points []opts.LineData, goal bool) (over, running []opts.LineData) {
	last := len(points) - 1
	if goal || !c.Running || c.Kind != Line || last < 0 || points[last].Value == gap {
		return points, nil
	}
	running = make([]opts.LineData, len(points))
	for i := range running {
		running[i].Value = gap
	}
	running[last] = points[last]
	if last > 0 {
		running[last-1] = opts.LineData{Value: points[last-1].Value, Symbol: "none"}
	}
	points[last].Value = gap
	return points, running
}

func points(series Series, n int) []opts.LineData {
	data := make([]opts.LineData, n)
	for i := range data {
		data[i].Value = orGap(series.at(i))
	}
	return data
}

// gap is what ECharts takes for no value.
const gap = "-"

// orGap is the place of a value, or a gap.
func orGap(v Value) any {
	if place := v.place(); place != nil {
		return place
	}
	return gap
}

// lineStyle is how a line looks.
func (c Chart) lineStyle(series int) []charts.SeriesOpts {
	if c.Series[series].Goal {
		return []charts.SeriesOpts{charts.WithLineChartOpts(opts.LineChart{Symbol: "none"}), charts.WithLineStyleOpts(opts.LineStyle{Color: goal, Width: 1.5, Type: "dashed"}),
			charts.WithItemStyleOpts(opts.ItemStyle{Color: goal})}
	}
	colour := c.colour(series)
	style := opts.LineChart{Symbol: marks[(c.Colour(series)-1)%len(marks)], SymbolSize: 7, ShowSymbol: opts.Bool(true)}
	all := []charts.SeriesOpts{charts.WithLineStyleOpts(opts.LineStyle{Color: colour, Width: 2.5}), charts.WithItemStyleOpts(opts.ItemStyle{Color: colour})}
	if c.Kind == Area {
		style.Stack = "all"
		all = append(all, charts.WithAreaStyleOpts(opts.AreaStyle{Color: colour, Opacity: opts.Float(0.5)}))
	}
	return append(all, charts.WithLineChartOpts(style))
}

func (c Chart) bars() drawable {
	bar := charts.NewBar()
	bar.SetGlobalOptions(c.global()...)
	bar.SetXAxis(c.labels())
	switch c.Kind {
	case Timeline:
		bar.SetXAxis(c.rows())
		c.spans(bar)
	case Waterfall:
		c.steps(bar)
	default:
		for i, series := range c.Series {
			if series.Goal {
				line := charts.NewLine()
				line.AddSeries(series.Name, points(series, len(c.Categories)), c.lineStyle(i)...)
				bar.Overlap(line)
				continue
			}
			data := make([]opts.BarData, len(c.Categories))
			for at := range data {
				data[at].Value = orGap(series.at(at))
			}
			if c.Running && len(data) > 0 {
				data[len(data)-1].ItemStyle = &opts.ItemStyle{Color: paper, BorderColor: c.colour(i), BorderWidth: 1.5}
			}
			bar.AddSeries(series.Name, data, charts.WithItemStyleOpts(opts.ItemStyle{Color: c.colour(i), BorderColor: paper, BorderWidth: 1}), c.stack())
		}
	}
	return bar
}

func (c Chart) stack() charts.SeriesOpts {
	if c.Kind == Stacked {
		return charts.WithBarChartOpts(opts.BarChart{Stack: "all", BarCategoryGap: "35%"})
	}
	return charts.WithBarChartOpts(opts.BarChart{BarCategoryGap: "35%"})
}

// spans are the bars of a timeline: from one value to another, on a bar that nobody sees.
func (c Chart) spans(bar *charts.Bar) {
	before, spans := make([]opts.BarData, len(c.Categories)), make([]opts.BarData, len(c.Categories))
	for i := range c.Categories {
		before[i].Value, spans[i].Value = gap, gap
		if len(c.Series) < 2 {
			continue
		}
		begin, known := c.Series[0].at(i).number()
		if end, ends := c.Series[1].at(i).number(); known && ends {
			from, _ := begin.Float64()
			to, _ := end.Float64()
			before[i].Value, spans[i].Value = from, max(to-from, 0)
		}
	}
	bar.AddSeries("", before, charts.WithItemStyleOpts(opts.ItemStyle{Color: "transparent"}), charts.WithBarChartOpts(opts.BarChart{Stack: "all"}))
	bar.AddSeries("", spans, charts.WithItemStyleOpts(opts.ItemStyle{Color: own(1)}), charts.WithBarChartOpts(opts.BarChart{Stack: "all", BarCategoryGap: "35%"}))
}

// steps are the bars of a waterfall: each begins where the one before has ended, the first at nothing.
func (c Chart) steps(bar *charts.Bar) {
	hidden, ups, downs := make([]opts.BarData, len(c.Categories)), make([]opts.BarData, len(c.Categories)), make([]opts.BarData, len(c.Categories))
	level := 0.0
	for i := range c.Categories {
		hidden[i].Value, ups[i].Value, downs[i].Value = gap, gap, gap
		var series Series
		if len(c.Series) > 0 {
			series = c.Series[0]
		}
		number, known := series.at(i).number()
		if !known {
			continue
		}
		next, _ := number.Float64()
		hidden[i].Value, ups[i].Value, downs[i].Value = min(level, next), max(next-level, 0), max(level-next, 0)
		level = next
	}
	together := charts.WithBarChartOpts(opts.BarChart{Stack: "all", BarCategoryGap: "35%"})
	bar.AddSeries("", hidden, charts.WithItemStyleOpts(opts.ItemStyle{Color: "transparent"}), together)
	bar.AddSeries("", ups, charts.WithItemStyleOpts(opts.ItemStyle{Color: rise}), together)
	bar.AddSeries("", downs, charts.WithItemStyleOpts(opts.ItemStyle{Color: fall}), together)
}

func (c Chart) heatmap() drawable {
	heat := charts.NewHeatMap()
	var names []string
	var cells []opts.HeatMapData
	steps := c.Steps()
	for row, series := range slices.Backward(c.Series) { // the first on top
		names = append(names, beside(series.Name))
		for column := range c.Categories {
			if heat, ok := heatOf(series.at(column), steps); ok {
				cells = append(cells, opts.HeatMapData{Value: [3]any{column, len(c.Series) - 1 - row, heat}})
			}
		}
	}
	var pieces []opts.Piece
	for heat := float32(1); heat <= Heats; heat++ {
		pieces = append(pieces, opts.Piece{Gte: heat, Lt: heat + 1, Color: hot(int(heat))})
	}
	heat.SetGlobalOptions(c.global(charts.WithXAxisOpts(opts.XAxis{Type: "category", Data: c.labels(), AxisLabel: &opts.AxisLabel{}}),
		charts.WithYAxisOpts(opts.YAxis{Type: "category", Data: names, AxisLabel: &opts.AxisLabel{}}),
		charts.WithVisualMapOpts(opts.VisualMap{Type: "piecewise", Show: opts.Bool(false), Dimension: "2", Pieces: pieces}))...)
	heat.AddSeries("", cells, charts.WithItemStyleOpts(opts.ItemStyle{BorderColor: paper, BorderWidth: 2}))
	return heat
}
