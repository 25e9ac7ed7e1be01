package site

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"parley/internal/chart"
	"parley/internal/doc"
	"parley/internal/kind"
	"parley/internal/metric"
	"parley/internal/stepchart"
	"parley/internal/workspace"
)

// Dashboard is what a dashboard shows: measures in rows, of the whole programme or of a slice of it.
type Dashboard struct {
	Slice     string // what the page is narrowed to; "" for the whole
	Filters   []DashboardFilter
	Rows      []DashboardRow
	Whole     Link // to the page of the whole
	CSV, JSON string
}

// DashboardFilter leads to the pages of a dimension's values.
type DashboardFilter struct {
	Dimension string // as in files
	Links     []FilterLink
}

// FilterLink leads to the page of one value.
type FilterLink struct {
	Link
	Current bool
}

// DashboardRow is some measures under one heading.
type DashboardRow struct {
	ID    string
	Title Text // empty for none
	Tiles []Tile
}

// Tile is one measure.
type Tile struct {
	Measured
	ID        string
	Measure   Link   // to the page of the metric
	Good      string // which way is good: up, down or within
	Latest    *MeasuredRow
	Blind     bool // the measure cannot be told apart as the page asks
	Programme bool // it is of the whole programme on a page that is of one partner otherwise
	Line      *TileLine
	Head      []string // the figures of a chart that tells segments apart
	Parts     [][]string
}

// TileLine is a step line: a slice has no chart of its own that would have to be drawn.
type TileLine struct {
	Summary string
	Chart   *StepChart
}

// listOf are the lists of the settings in which the values of dimensions stand.
var listOf = map[string]string{"region": "regions", "tier": "tiers", "type": "segments", "partner": "partners"}

// addSlices adds the pages beside a dashboard, one for each value of its filters. Where a portal is made for one partner, the
// dashboard itself is theirs; those of all partners are for internal readers alone.
func (s *Site) addSlices(d *workspace.Document) {
	if d.Kind.Name != "dashboard" || s.options.Partner != "" {
		return
	}
	for _, by := range d.Fields.Strings("filters") {
		if by == "partner" && s.options.Audience != kind.Internal {
			continue
		}
		for _, id := range s.listed(listOf[by]) {
			s.add(sheet{address: workspace.Address(d.Path) + by + "/" + id + "/", what: aSlice, document: d, kind: d.Kind, item: by + "/" + id, section: -1})
		}
	}
}

// sliceTitle is the title of a page beside that of a dashboard, in one language.
func (s *Site) sliceTitle(l *language, sheet *sheet) Text {
	by, id, _ := strings.Cut(sheet.item, "/")
	title, name := s.documentTitle(l, sheet.document), s.settingsText(l, listOf[by]+"["+id+"].title", id)
	if title.Lang != "" || name.Lang != "" {
		title, name = s.text(l, sheet.document.Title()), s.settingsText(&s.languages[0], listOf[by]+"["+id+"].title", id)
	}
	title.Text += " · " + name.Text
	return title
}

// board writes a page of a dashboard.
type board struct {
	site        *Site
	index       int
	sheet       *sheet
	by, segment string // what the page is narrowed to; "" for the whole
}

// board is the page of a sheet; false for one that shows no dashboard.
func (s *Site) board(index int, sheet *sheet) (board, bool) {
	if sheet.kind.Name != "dashboard" || sheet.what != aDocument && sheet.what != aSlice {
		return board{}, false
	}
	b := board{site: s, index: index, sheet: sheet}
	b.by, b.segment, _ = strings.Cut(sheet.item, "/")
	return b, true
}

// dashboard is what the page of a dashboard shows; nil on other pages.
func (s *Site) dashboard(index int, sheet *sheet) *Dashboard {
	b, ok := s.board(index, sheet)
	if !ok || s.options.Measures == nil {
		return nil
	}
	page := &Dashboard{Whole: s.linkTo(index, s.byPath[sheet.document.Path]), CSV: s.href(sheet.address+figuresName+".csv", ""), JSON: s.href(sheet.address+figuresName+".json", "")}
	if b.by != "" {
		page.Slice = s.segment(index, b.by, b.segment)
	}
	page.Filters = b.filters()
	titles := s.fields(index, sheet.document).Get("rows").Items
	for i, item := range sheet.document.Fields.Get("rows").Items {
		row := DashboardRow{ID: item.Str("id"), Title: titles[i].Get("title").Text}
		for _, said := range item.Get("measures").Items {
			if tile, ok := b.tile(said); ok {
				row.Tiles = append(row.Tiles, tile)
			}
		}
		if len(row.Tiles) > 0 {
			page.Rows = append(page.Rows, row)
		}
	}
	return page
}

// filters lead to all pages of the dashboard.
func (b board) filters() []DashboardFilter {
	s := b.site
	var filters []DashboardFilter
	for _, by := range b.sheet.document.Fields.Strings("filters") {
		filter := DashboardFilter{Dimension: by}
		for _, id := range s.listed(listOf[by]) {
			i, ok := s.byAddress[workspace.Address(b.sheet.document.Path)+by+"/"+id+"/"]
			if !ok || s.sheets[i].what != aSlice {
				continue
			}
			link := s.linkTo(b.index, i)
			link.Title = s.settingsText(&s.languages[b.index], listOf[by]+"["+id+"].title", id)
			filter.Links = append(filter.Links, FilterLink{link, by == b.by && id == b.segment})
		}
		if len(filter.Links) > 0 {
			filters = append(filters, filter)
		}
	}
	return filters
}

// measure is what an item of a row names; false where the readers of the portal may not know it.
func (s *Site) measure(said doc.Value) (at int, result metric.Result, ok bool) {
	thing, _ := s.workspace.Thing("metric", said.Str("measure"))
	at, planned := s.byPath[thing.Path]
	if !planned {
		return 0, metric.Result{}, false
	}
	result, ok = s.result(s.sheets[at].document)
	return at, result, ok
}

// slice is what the page shows of a measure. Where the portal is for one partner, that is their own part, if there are parts.
func (b board) slice(result metric.Result) (by, segment string) {
	if partner := b.site.options.Partner; partner != "" {
		if len(result.Segments("partner")) == 0 {
			return "", ""
		}
		return "partner", partner
	}
	return b.by, b.segment
}

// figures are the quarters that the page shows of a measure.
func (b board) figures(result metric.Result) []metric.Figure {
	by, segment := b.slice(result)
	filter := metric.Filter{}
	if slices.Contains(metric.Dimensions, by) {
		filter = filter.With(by, segment)
	}
	return b.site.quarters(result, filter)
}

// tile is one measure of a row.
func (b board) tile(said doc.Value) (Tile, bool) {
	s := b.site
	at, result, ok := s.measure(said)
	if !ok {
		return Tile{}, false
	}
	by, _ := b.slice(result)
	address := s.sheets[at].address
	if by != "" {
		address = b.sheet.address
	}
	m, figures := s.measurer(b.index, result), b.figures(result)
	tile := Tile{Measured: m.measured(figures, address), ID: result.ID, Measure: s.linkTo(b.index, at), Good: result.Good,
		Programme: s.options.Partner != "" && by == ""}
	if tile.Withheld {
		return tile, true
	}
	if tile.Blind = by != "" && len(result.Segments(by)) == 0; tile.Blind {
		tile.Rows, tile.Sentence = nil, ""
		return tile, true
	}
	if reason := secret(figures); reason != "" {
		tile.Sentence = m.language.words.Say(reason)
	}
	tile.Latest = m.last(figures)
	if b.by == "" && s.options.Partner == "" {
		tile.Plot, tile.Head, tile.Parts = b.plot(m, said, figures, tile.Sentence)
	} else if line := m.line(figures); line != nil {
		tile.Line = &TileLine{tile.Sentence, line}
	}
	return tile, true
}

// secrets say why nothing of a slice is told.
var secrets = map[string]string{
	metric.TooFew:  "Withheld: so few partners stand behind these figures that those of one could be worked out.",
	metric.Unnamed: "Withheld: nobody knows how many partners stand behind these figures.",
}

// secret says why no quarter is told; "" where one is.
func secret(figures []metric.Figure) string {
	reason := ""
	for _, figure := range figures {
		if figure.Withheld == "" {
			return ""
		}
		reason = secrets[figure.Withheld]
	}
	return reason
}

// plot draws what a row asks for, with a table of the segments where it tells them apart. What nobody asks for is drawn as on the
// page of the metric, so that it is drawn once.
func (b board) plot(m measurer, said doc.Value, figures []metric.Figure, title string) (plot *Plot, head []string, rows [][]string) {
	s := b.site
	within := func(figures []metric.Figure) []metric.Figure {
		return slices.DeleteFunc(slices.Clone(figures), func(f metric.Figure) bool {
			return f.Period < said.Str("from") || said.Str("until") != "" && f.Period > said.Str("until")
		})
	}
	c := m.drawing(within(figures))
	by := said.Str("by")
	parted := slices.Contains(metric.Dimensions, by) && b.sheet.document.Audience == kind.Internal && s.options.Audience == kind.Internal
	if parted {
		c = m.parts(c, by, func(filter metric.Filter) []metric.Figure { return within(s.quarters(m.result, filter)) }, func(id string) string { return s.segment(b.index, by, id) })
	}
	if shown := chart.Kind(said.Str("chart")); slices.Contains(chart.Kinds, shown) {
		c = as(c, shown)
	}
	if parted {
		head, rows = c.Table()
		slices.Reverse(rows) // the last quarter first, as in the table above it
	}
	if c = c.Settled(); len(over(figures)) == 0 || !drawable(c) {
		return nil, head, rows
	}
	return m.finish(c, title), head, rows
}

// line draws quarters as steps, and the one that is not over as a line of its own; nil where there is nothing to draw.
func (m measurer) line(figures []metric.Figure) *StepChart {
	figures = figures[max(len(figures)-mostShown, 0):]
	if len(over(figures)) == 0 {
		return nil
	}
	first, last := figures[0].Period, figures[len(figures)-1].Period
	var done, running []stepchart.Step
	for _, figure := range figures {
		begin, end := quarterDays(figure.Period)
		quarter := []stepchart.Step{{Day: begin, Value: figure.Value}, {Day: end}}
		if figure.Partial {
			running = append(running, quarter...)
			continue
		}
		if n := len(done); n > 0 && done[n-1].Day == begin { // where the quarter before ends in a gap
			done = done[:n-1]
		}
		done = append(done, quarter...)
	}
	begin, _ := quarterDays(first)
	_, end := quarterDays(last)
	drawn, ok := stepchart.Draw([][]stepchart.Step{done, running}, begin, end, m.finest())
	if !ok {
		return nil
	}
	line := &StepChart{First: Day{quarterBegins(first), m.label(first)}, Last: Day{quarterBegins(last), m.label(last)}, Today: -1, Lines: []ChartLine{{Path: drawn.Paths[0]}}}
	if drawn.Paths[1] != "" {
		line.Lines[0].Label = m.language.words.Say("Value")
		line.Lines = append(line.Lines, ChartLine{drawn.Paths[1], m.language.words.Say("Not over yet")})
	}
	for _, mark := range drawn.Grid {
		line.Grid, line.Scale = append(line.Grid, mark.Height), append(line.Scale, m.written(exact(mark.Value, 0), false))
	}
	return line
}

// finest is how near the lines of a scale may be: as values are shown, 1.47% would lie below its own 1.5% otherwise. Nil for any.
func (m measurer) finest() *big.Rat {
	switch {
	case m.whole():
		return big.NewRat(1, 1)
	case m.result.Unit == "currency":
		return nil
	}
	return big.NewRat(1, 2)
}

// quarterBegins is the first day of a quarter.
func quarterBegins(quarter string) string {
	return fmt.Sprintf("%s-%02d-01", quarter[:4], int(quarter[6]-'1')*3+1)
}

// quarterDays are the first day of a quarter and that of the next, counted as dayNumber does.
func quarterDays(quarter string) (begin, end int) {
	first := quarterBegins(quarter)
	last := followingMonth(followingMonth(followingMonth(first[:7])[:7])[:7])
	return dayNumber(first), dayNumber(last)
}

// DashboardData is what a page of a dashboard says, for programs: numbers, days and words as files have them.
type DashboardData struct {
	Dashboard string             `json:"dashboard"`
	Dimension string             `json:"dimension"` // what the page is narrowed to; empty for the whole
	Segment   string             `json:"segment"`
	Figures   []metric.FigureRow `json:"figures"`

	Address string `json:"-"` // of the file, without what it ends in; below the base path
}

// DashboardData are the data of all pages of dashboards.
func (s *Site) DashboardData() []DashboardData {
	var all []DashboardData
	for i := range s.sheets {
		b, ok := s.board(0, &s.sheets[i])
		if !ok || s.options.Measures == nil {
			continue
		}
		data := DashboardData{Dashboard: b.sheet.document.ID, Dimension: b.by, Segment: b.segment, Figures: []metric.FigureRow{}, Address: s.options.Base + b.sheet.address + figuresName}
		for _, row := range b.sheet.document.Fields.Get("rows").Items {
			for _, said := range row.Get("measures").Items {
				if _, result, ok := s.measure(said); ok {
					by, segment := b.slice(result)
					data.Figures = append(data.Figures, result.Written(b.figures(result), by, segment)...)
				}
			}
		}
		all = append(all, data)
	}
	return all
}
