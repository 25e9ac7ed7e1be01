package site

import (
	"math/big"
	"slices"
	"time"

	"parley/internal/chart"
	"parley/internal/kind"
	"parley/internal/metric"
	"parley/internal/money"
	"parley/internal/workspace"
)

// Measured is what a measure has come to. Numbers are written as the language does.
type Measured struct {
	Sentence string // how the last quarter that is over compares with the one before, and with its target
	Withheld bool   // there is no value, since the data have faults
	Plot     *Plot  // nil where there is nothing to draw
	Rows     []MeasuredRow
	Exported Day  // of the oldest export; zero where it is made of the repository alone
	Until    Day  // the last day on which that is fresh enough; zero where nothing limits it
	Stale    bool // that day is over
	CSV      string
	JSON     string
}

// MeasuredRow is the value of a quarter.
type MeasuredRow struct {
	Period  Text
	ISO     string // as in files: 2026-q3
	Value   string // "" where nothing counts
	Raw     string // the value as in files
	Range   string // between which two it probably lies; "" where nobody can tell
	Target  string
	Met     string // yes, no, or "" where nobody can tell
	Cases   string
	Remarks []string
}

// Plot is a chart with its legend.
type Plot struct {
	chart.Chart
	Title  string // says what the picture shows
	Legend []PlotKey
}

// PlotKey is what a colour stands for.
type PlotKey struct {
	Name   string
	Colour int    // of the series; 0 for a goal
	Heat   int    // of a step of a heat map; 0 for none
	Mark   bool   // it is the stroke across the ring of a gauge
	Hollow bool   // it is what is not over yet
	Dotted bool   // likewise, of a line
	Step   string // of a waterfall: rise or fall
}

// measurePhrases are what is said of measures without a template.
var measurePhrases = []string{
	"%[1]s in %[2]s.", "%[1]s in %[2]s, up from %[3]s in %[4]s.", "%[1]s in %[2]s, down from %[3]s in %[4]s.", "%[1]s in %[2]s, as in %[3]s.",
	"The target of %s was met.", "The target of %s was missed.", "No quarter that is over has a value yet.", "%[1]s so far in %[2]s, which is not over yet.", "Not over yet", "Rise", "Fall", "%s days", "%s hours",
	"not over yet", "no data of %s", "%[1]s %[2]d", "nothing counts", "withheld: too few partners", "withheld: nobody knows of how many partners", "Quarter", "Target", "Value", "Q%d", "%[1]s %[2]s",
}

// openCases says how many cases are not finished.
var openCases = [2]string{"%d case still open", "%d cases still open"}

// result is what the measure of a document has come to, for those who see the document.
func (s *Site) result(d *workspace.Document) (metric.Result, bool) {
	if s.options.Measures == nil || d.Kind.Name != "metric" {
		return metric.Result{}, false
	}
	result, ok := s.options.Measures()[d.Path]
	return result, ok
}

// measured is what the page of a metric shows of it; nil on other pages.
func (s *Site) measured(index int, sheet *sheet) *Measured {
	result, ok := s.result(sheet.document)
	if !ok {
		return nil
	}
	m, figures := s.measurer(index, result), s.quarters(result, metric.Filter{})
	shown := m.measured(figures, sheet.address)
	if !shown.Withheld {
		shown.Plot = m.plot(figures, shown.Sentence)
	}
	return &shown
}

// measured is what quarters have come to, without a picture; their data lie at an address.
func (m measurer) measured(figures []metric.Figure, address string) Measured {
	s := m.site
	shown := Measured{Withheld: m.result.Withheld != "", CSV: s.href(address+figuresName+".csv", ""), JSON: s.href(address+figuresName+".json", ""), Stale: m.result.Stale}
	if m.result.Exported != "" {
		shown.Exported = s.day(m.language, m.result.Exported)
	}
	if m.result.Until != "" {
		shown.Until = s.day(m.language, m.result.Until)
	}
	if shown.Withheld {
		return shown
	}
	for _, figure := range slices.Backward(figures) {
		shown.Rows = append(shown.Rows, m.row(figure))
	}
	shown.Sentence = m.sentence(figures)
	return shown
}

// quarters are the figures of a measure as the readers of the portal may know them: internal readers know all, a partner their own,
// and everybody else what tells of no single partner.
func (s *Site) quarters(result metric.Result, filter metric.Filter) []metric.Figure {
	own := filter.Partner != "" && filter == metric.Filter{Partner: s.options.Partner}
	if own || s.options.Audience == kind.Internal {
		return result.Quarters(filter)
	}
	known, ok := s.known.Load(disclosedOf(result.Path))
	if !ok {
		known, _ = s.known.LoadOrStore(disclosedOf(result.Path), result.Disclosed())
	}
	return slices.Clone(known.(map[metric.Filter][]metric.Figure)[filter])
}

// disclosedOf is the path of a metric as the key of what is told of it.
type disclosedOf string

// figuresName is what the data of a measure are called.
const figuresName = "figures"

// measurer writes what a measure says as a language does.
type measurer struct {
	site     *Site
	language *language
	result   metric.Result
}

func (s *Site) measurer(index int, result metric.Result) measurer {
	return measurer{s, &s.languages[index], result}
}

// value writes a value with its unit, rounded as everywhere: metric.Shown decides.
func (m measurer) value(value *big.Rat) string {
	return m.written(m.result.Shown(value), true)
}

// written writes a decimal with its unit. On a scale, what is counted stands above it, and days and hours go without a word.
func (m measurer) written(decimal string, worded bool) string {
	if decimal == "" {
		return ""
	}
	switch m.result.Unit {
	case "percent":
		return m.language.Percent(decimal)
	case "currency":
		text, _ := m.language.Money(decimal, m.result.Currency)
		return text
	}
	text, _ := m.language.Number(decimal)
	if forms, timed := durations[m.result.Unit]; worded && timed {
		if n, whole := atoi(decimal); whole && n < 1000 {
			return m.language.words.Count(m.language.Plural(n), n, forms[0], forms[1])
		}
		return m.language.words.Say("%s "+m.result.Unit, text)
	}
	return text
}

// period is a quarter as the language writes it.
func (m measurer) period(quarter string) string {
	year, _ := atoi(quarter[:4])
	return m.language.words.Say("Q%[1]d %[2]d", int(quarter[6]-'0'), year)
}

// month is a month of a table as the language writes it, "2025-09" as "September 2025".
func (m measurer) month(iso string) string {
	first, err := time.Parse("2006-01", iso)
	if err != nil {
		return iso
	}
	return m.language.words.Say("%[1]s %[2]d", m.language.Month(first.Month()), first.Year())
}

// label is a quarter in a picture: its number above its year.
func (m measurer) label(quarter string) string {
	return m.language.words.Say("Q%d", int(quarter[6]-'0')) + "\n" + quarter[:4]
}

func (m measurer) row(figure metric.Figure) MeasuredRow {
	words := m.language.words
	cases, _ := m.language.Number(decimalOf(figure.N))
	row := MeasuredRow{Period: Text{Text: m.period(figure.Period)}, ISO: figure.Period, Value: m.value(figure.Value), Raw: m.result.Shown(figure.Value), Met: m.result.Met(figure), Cases: cases}
	if figure.Low != nil {
		row.Range = words.Say("%[1]s to %[2]s", m.value(figure.Low), m.value(figure.High))
	}
	if figure.Target != nil {
		row.Target = m.value(figure.Target.Value)
	}
	switch {
	case figure.Withheld == metric.TooFew:
		row.Remarks = append(row.Remarks, words.Say("withheld: too few partners"))
	case figure.Withheld != "":
		row.Remarks = append(row.Remarks, words.Say("withheld: nobody knows of how many partners"))
	case figure.Value == nil:
		row.Remarks = append(row.Remarks, words.Say("nothing counts"))
	}
	if figure.Withheld != "" {
		row.Cases = "–"
	}
	if figure.Partial {
		row.Remarks = append(row.Remarks, words.Say("not over yet"))
	}
	if n := int(figure.Open); n > 0 {
		row.Remarks = append(row.Remarks, words.Count(m.language.Plural(n), n, openCases[0], openCases[1]))
	}
	for _, gap := range figure.Gaps {
		row.Remarks = append(row.Remarks, words.Say("no data of %s", m.month(gap)))
	}
	return row
}

func decimalOf(n int64) string { return big.NewInt(n).String() }

// over are the quarters that are over and have a value.
func over(figures []metric.Figure) []metric.Figure {
	return slices.DeleteFunc(slices.Clone(figures), func(f metric.Figure) bool { return f.Partial || f.Value == nil })
}

// latest is the last quarter that is over.
func (m measurer) latest() *MeasuredRow {
	if m.result.Withheld != "" {
		return nil
	}
	return m.last(m.site.quarters(m.result, metric.Filter{}))
}

// last is the last of some quarters that is over and has a value.
func (m measurer) last(figures []metric.Figure) *MeasuredRow {
	done := over(figures)
	if len(done) == 0 {
		return nil
	}
	row := m.row(done[len(done)-1])
	return &row
}

// sentence compares the last quarter that is over with the one before, as they are shown, and with its target.
func (m measurer) sentence(figures []metric.Figure) string {
	words, done := m.language.words, over(figures)
	if len(done) == 0 {
		return m.running(figures)
	}
	last := done[len(done)-1]
	now, period := m.value(last.Value), m.period(last.Period)
	said := words.Say("%[1]s in %[2]s.", now, period)
	if len(done) > 1 {
		before := done[len(done)-2]
		was, then := m.value(before.Value), m.period(before.Period)
		switch compared := last.Value.Cmp(before.Value); {
		case was == now:
			said = words.Say("%[1]s in %[2]s, as in %[3]s.", now, period, then)
		case compared > 0:
			said = words.Say("%[1]s in %[2]s, up from %[3]s in %[4]s.", now, period, was, then)
		default:
			said = words.Say("%[1]s in %[2]s, down from %[3]s in %[4]s.", now, period, was, then)
		}
	}
	switch m.result.Met(last) {
	case "yes":
		said = words.Say("%[1]s %[2]s", said, words.Say("The target of %s was met.", m.value(last.Target.Value)))
	case "no":
		said = words.Say("%[1]s %[2]s", said, words.Say("The target of %s was missed.", m.value(last.Target.Value)))
	}
	return said
}

// running says what the quarter has come to that is not over, where there is no other.
func (m measurer) running(figures []metric.Figure) string {
	words := m.language.words
	if n := len(figures); n > 0 && figures[n-1].Partial && figures[n-1].Value != nil {
		return words.Say("%[1]s so far in %[2]s, which is not over yet.", m.value(figures[n-1].Value), m.period(figures[n-1].Period))
	}
	return words.Say("No quarter that is over has a value yet.")
}

// mostShown is how many quarters a chart shows: two years.
const mostShown = 8

// plot draws the last quarters, with their targets; nil where there is nothing to draw.
func (m measurer) plot(figures []metric.Figure, title string) *Plot {
	c := m.drawing(figures)
	if len(over(figures)) == 0 || !drawable(c) {
		return nil
	}
	return m.finish(c, title)
}

// drawing is the chart of the last quarters, with their targets, without a scale.
func (m measurer) drawing(figures []metric.Figure) chart.Chart {
	figures = figures[max(len(figures)-mostShown, 0):]
	c := chart.Chart{Kind: chart.Line, Dir: m.language.Dir(), Heading: m.language.words.Say("Quarter"), Whole: m.whole()}
	if m.result.Aggregate == "sum" {
		c.Kind = chart.Bar
	}
	values, targets := chart.Series{Name: m.language.words.Say("Value")}, chart.Series{Name: m.language.words.Say("Target"), Goal: true}
	aimed := false
	for _, figure := range figures {
		c.Running = figure.Partial
		c.Categories, c.Labels = append(c.Categories, m.period(figure.Period)), append(c.Labels, m.label(figure.Period))
		values.Values = append(values.Values, m.placed(figure.Value))
		target := chart.Value{}
		if figure.Target != nil {
			target, aimed = m.placed(figure.Target.Value), true
		}
		targets.Values = append(targets.Values, target)
	}
	if c.Series = []chart.Series{values}; aimed {
		c.Series = append(c.Series, targets)
	}
	return c
}

// whole says that values are counts of things that nobody halves.
func (m measurer) whole() bool { return m.result.Unit == "count" }

// placed is a value for a chart.
func (m measurer) placed(value *big.Rat) chart.Value {
	return chart.Value{Number: metric.Exact(value), Text: m.value(value)}
}

// finish gives a chart its scale and its legend.
func (m measurer) finish(c chart.Chart, title string) *Plot {
	least := 0
	scale := c.Scale()
	if units, known := money.MinorUnits(m.result.Currency); m.result.Unit == "currency" && known && slices.ContainsFunc(scale, func(r *big.Rat) bool { return !r.IsInt() }) {
		least = units
	}
	for _, tick := range scale {
		c.Ticks = append(c.Ticks, chart.Value{Number: metric.Exact(tick), Text: m.written(exact(tick, least), false)})
	}
	return &Plot{Chart: c, Title: title, Legend: m.legend(c)}
}

// legend says what the colours of a chart stand for, and the mark of a gauge.
func (m measurer) legend(c chart.Chart) []PlotKey {
	var keys []PlotKey
	switch aim, aimed := c.Aim(); {
	case c.Kind == chart.Heatmap:
		for _, step := range c.Steps() {
			keys = append(keys, PlotKey{Name: m.language.words.Say("%[1]s to %[2]s", step.From.Text, step.To.Text), Heat: step.Heat})
		}
	case c.Kind == chart.Gauge && aimed:
		keys = append(keys, PlotKey{Name: m.language.words.Say("%[1]s %[2]s", m.language.words.Say("Target"), aim.Text), Mark: true})
	case c.Kind == chart.Waterfall:
		keys = append(keys, PlotKey{Name: m.language.words.Say("Rise"), Step: "rise"}, PlotKey{Name: m.language.words.Say("Fall"), Step: "fall"})
	case c.Kind != chart.Gauge && (len(c.Series) > 1 || len(c.Series) == 1 && c.Series[0].Name != m.language.words.Say("Value")): // a part says which it is, even alone
		for i, series := range c.Series {
			keys = append(keys, PlotKey{Name: series.Name, Colour: c.Colour(i)})
		}
	}
	if c.Running && slices.ContainsFunc(c.Series, func(s chart.Series) bool {
		return !s.Goal && len(s.Values) == len(c.Categories) && s.Values[len(s.Values)-1].Number != ""
	}) {
		keys = append(keys, PlotKey{Name: m.language.words.Say("Not over yet"), Hollow: c.Kind != chart.Line, Dotted: c.Kind == chart.Line})
	}
	return keys
}

// MeasureData is what the page of a metric says, for programs: numbers, days and words as files have them.
type MeasureData struct {
	Metric   string             `json:"metric"`
	Unit     string             `json:"unit"`
	Currency string             `json:"currency"`
	Good     string             `json:"good"`
	Exported string             `json:"exported"`
	Until    string             `json:"until"`
	Stale    bool               `json:"stale"`
	Figures  []metric.FigureRow `json:"figures"`

	Address string `json:"-"` // of the file, without what it ends in; below the base path
}

// MeasureData are the data of all metrics that somebody has measured. Only internal readers are told of regions, tiers, types and
// partners: in a small one, a figure would be that of one partner.
func (s *Site) MeasureData() []MeasureData {
	var all []MeasureData
	for i := range s.sheets {
		sheet := &s.sheets[i]
		if sheet.what != aDocument {
			continue
		}
		result, ok := s.result(sheet.document)
		if !ok {
			continue
		}
		data := MeasureData{Metric: result.ID, Unit: result.Unit, Currency: result.Currency, Good: result.Good, Exported: result.Exported, Until: result.Until, Stale: result.Stale,
			Figures: []metric.FigureRow{}, Address: s.options.Base + sheet.address + figuresName}
		data.Figures = append(data.Figures, result.Written(s.quarters(result, metric.Filter{}), "", "")...)
		for _, by := range s.dimensions() {
			rows, err := metric.Rows([]metric.Result{result}, by, false)
			if err == nil && result.Withheld == "" {
				data.Figures = append(data.Figures, rows...)
			}
		}
		all = append(all, data)
	}
	return all
}

// dimensions are what figures are told apart by, for those who may know.
func (s *Site) dimensions() []string {
	if s.options.Audience != "internal" {
		return nil
	}
	return metric.Dimensions
}
