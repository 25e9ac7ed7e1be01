package site

import (
	"math/big"
	"slices"
	"strconv"
	"time"

	"parley/internal/experiment"
	"parley/internal/money"
	"parley/internal/performance"
	"parley/internal/stepchart"
)

// Services is what translation services did, by language and by month, and how near they came to what people made of it.
type Services struct {
	Work     []performance.Work     `json:"services"`
	Months   []performance.Work     `json:"months"`
	Accuracy []performance.Accuracy `json:"accuracy"`
}

// ServiceFigures show Services in a language.
type ServiceFigures struct {
	Accuracy []AccuracyRow
	Scale    [2]string // ends of the scale of Accuracy
	Work     []WorkRow
	Slowest  string // end of the scale of Work, whose other end is 0
	Charts   []ServiceChart
	Months   []WorkRow

	AccuracyCSV, WorkCSV, MonthsCSV, JSON string // addresses of the same as files
}

// AccuracyRow compares the texts of a service in a language with what people made of them.
type AccuracyRow struct {
	Provider, Language   string
	Known, Unknown, AsIs string
	Likeness             *ExperimentRange // nil where nothing is compared
	Changed              string           // share of the characters, with its interval
}

// WorkRow is what a service did: for one language in all, or for all in one month.
type WorkRow struct {
	Month                       string // 2026-11
	Provider, Language          string
	Texts, Characters, Requests string
	Retries, Failures           string
	Seconds                     string // that a request took, on average; "" without a request
	Until                       int    // the same on a scale of 1000 parts
	Cost                        string // "" where no price is known
}

// ServiceChart is a picture of the months, with what it shows.
type ServiceChart struct {
	Summary string
	Chart   *StepChart
}

// servicePhrases are what the page about translations says without a template.
var servicePhrases = []string{"Characters a month", "Seconds a request, month by month", "Cost a month in %s"}

// servicesOf shows what translation services did, nil to whom it is not shown.
func (s *Site) servicesOf(index int) *ServiceFigures {
	if s.options.Services == nil {
		return nil
	}
	l := &s.languages[index]
	t := teller{site: s, language: l}
	said := s.options.Services()
	shown := &ServiceFigures{Scale: [2]string{l.Percent("0"), l.Percent("100")}, JSON: s.href(translationsAddress+"services.json", ""),
		AccuracyCSV: s.href(translationsAddress+"accuracy.csv", ""), WorkCSV: s.href(translationsAddress+"services.csv", ""), MonthsCSV: s.href(translationsAddress+"months.csv", "")}
	for _, a := range said.Accuracy {
		shown.Accuracy = append(shown.Accuracy, t.accuracy(a))
	}
	slowest := int64(1)
	for _, w := range said.Work {
		if mean, known := w.Mean(); known {
			slowest = max(slowest, mean)
		}
	}
	end := upTo(slowest)
	shown.Slowest = t.seconds(end)
	for _, w := range said.Work {
		shown.Work = append(shown.Work, t.work(w, end))
	}
	for _, w := range slices.Backward(said.Months) {
		shown.Months = append(shown.Months, t.work(w, end))
	}
	shown.Charts = t.charts(said.Months)
	return shown
}

// upTo is the first round number that is no less than a number: 1, 2 or 5 times a power of ten.
func upTo(n int64) int64 {
	for power := int64(1); ; power *= 10 {
		for _, step := range []int64{1, 2, 5} {
			if step*power >= n {
				return step * power
			}
		}
	}
}

func (t *teller) accuracy(a performance.Accuracy) AccuracyRow {
	row := AccuracyRow{Provider: a.Provider, Language: t.site.languageNamed(t.language, a.Language), Known: t.count(a.Known), Unknown: t.count(a.Unknown), AsIs: t.count(a.AsIs)}
	if a.Likeness != nil {
		likeness := t.rangeOf(a.Likeness.Value, experiment.Interval{Low: a.Likeness.Low, High: a.Likeness.High}, 0, 1, t.percent)
		row.Likeness = &likeness
	}
	if c := a.Changed; c != nil {
		row.Changed = t.percent(c.Value) + " (" + t.language.words.Say("%[1]s to %[2]s", t.percent(c.Low), t.percent(c.High)) + ")"
	}
	return row
}

// languageNamed is the name of a language of the site in another.
func (s *Site) languageNamed(in *language, tag string) string {
	if i := slices.IndexFunc(s.languages, func(l language) bool { return l.Tag() == tag }); i >= 0 {
		return s.languages[i].NameIn(in.Locale)
	}
	return tag // the site has it no more
}

func (t *teller) work(w performance.Work, slowest int64) WorkRow {
	row := WorkRow{Month: w.Month, Provider: w.Provider, Texts: t.count(w.Texts), Characters: t.count(w.Characters), Requests: t.count(w.Requests),
		Retries: t.count(w.Retries), Failures: t.count(w.Failures), Cost: t.amount(w.Cost, w.Currency)}
	if w.Language != "" {
		row.Language = t.site.languageNamed(t.language, w.Language)
	}
	if mean, known := w.Mean(); known {
		row.Seconds, row.Until = t.seconds(mean), int(mean*width/slowest)
	}
	return row
}

// seconds writes milliseconds as seconds, without the zeros that say nothing.
func (t *teller) seconds(milliseconds int64) string {
	return t.decimal(new(big.Rat).SetFrac64(milliseconds, 1000), 0)
}

// decimal writes a number exactly, with at least so many decimals.
func (t *teller) decimal(value *big.Rat, least int) string {
	text, _ := t.language.Number(exact(value, least))
	return text
}

// exact writes a number with at least so many decimals, and with as many more as it has, up to nine.
func exact(value *big.Rat, least int) string {
	for n := least; ; n++ {
		text := value.FloatString(n)
		if back, _ := new(big.Rat).SetString(text); back.Cmp(value) == 0 || n >= 9 {
			return text
		}
	}
}

// amount writes what something cost; "" where nobody knows, or in which money.
func (t *teller) amount(cost, currency string) string {
	value, ok := new(big.Rat).SetString(cost)
	units, known := money.MinorUnits(currency)
	if !ok || !known {
		return ""
	}
	text, _ := t.language.Money(exact(value, units), currency)
	return text
}

// charts draw the months: a line for each service, which holds through a month.
func (t *teller) charts(months []performance.Work) []ServiceChart {
	words := t.language.words
	whole := func(r *big.Rat) string { return t.decimal(r, 0) }
	characters := func(w performance.Work) *big.Rat { return new(big.Rat).SetInt64(int64(w.Characters)) }
	seconds := func(w performance.Work) *big.Rat {
		if mean, known := w.Mean(); known {
			return new(big.Rat).SetFrac64(mean, 1000)
		}
		return nil
	}
	all := []ServiceChart{
		{words.Say("Characters a month"), t.chart(months, characters, whole)},
		{words.Say("Seconds a request, month by month"), t.chart(months, seconds, whole)},
	}
	var currencies []string
	for _, w := range months {
		if _, known := money.MinorUnits(w.Currency); known && w.Cost != "" && !slices.Contains(currencies, w.Currency) {
			currencies = append(currencies, w.Currency)
		}
	}
	slices.Sort(currencies)
	for _, currency := range currencies {
		paid := func(w performance.Work) *big.Rat {
			if value, ok := new(big.Rat).SetString(w.Cost); ok && w.Currency == currency {
				return value
			}
			return nil
		}
		all = append(all, ServiceChart{words.Say("Cost a month in %s", currency), t.chart(months, paid, func(r *big.Rat) string { return t.amount(exact(r, 0), currency) })})
	}
	return slices.DeleteFunc(all, func(c ServiceChart) bool { return c.Chart == nil })
}

// chart draws a figure of each service; months without one are gaps.
func (t *teller) chart(months []performance.Work, figure func(performance.Work) *big.Rat, write func(*big.Rat) string) *StepChart {
	if len(months) == 0 {
		return nil
	}
	first, last := months[0].Month+"-01", followingMonth(months[len(months)-1].Month)
	var providers []string
	var series [][]stepchart.Step
	for _, w := range months {
		value := figure(w)
		if value == nil {
			continue
		}
		at := slices.Index(providers, w.Provider)
		if at < 0 {
			at, providers, series = len(providers), append(providers, w.Provider), append(series, nil)
		}
		begin, end := dayNumber(w.Month+"-01"), dayNumber(followingMonth(w.Month))
		if n := len(series[at]); n > 0 && series[at][n-1].Day == begin { // where the month before ends in a gap
			series[at] = series[at][:n-1]
		}
		series[at] = append(series[at], stepchart.Step{Day: begin, Value: value}, stepchart.Step{Day: end})
	}
	if len(series) == 0 {
		return nil
	}
	nothing := []stepchart.Step{{Day: dayNumber(first), Value: new(big.Rat)}} // which belongs on the scale of an amount
	drawn, ok := stepchart.Draw(append(series, nothing), dayNumber(first), dayNumber(last), nil)
	if !ok {
		return nil
	}
	chart := &StepChart{First: t.day(first), Last: t.day(last), Today: -1}
	for _, mark := range drawn.Grid {
		chart.Grid, chart.Scale = append(chart.Grid, mark.Height), append(chart.Scale, write(mark.Value))
	}
	for i, provider := range providers {
		chart.Lines = append(chart.Lines, ChartLine{drawn.Paths[i], provider})
	}
	return chart
}

// followingMonth is the first day of the month after another.
func followingMonth(month string) string {
	begin, _ := time.Parse("2006-01", month)
	return begin.AddDate(0, 1, 0).Format(time.DateOnly)
}

// serviceTables are the same figures as tables, by their names.
func (s Services) tables() map[string][][]string {
	likeness := [][]string{{"provider", "language", "compared", "unknown", "left_as_they_were", "changed", "changed_low", "changed_high", "chrf2", "chrf2_low", "chrf2_high"}}
	for _, a := range s.Accuracy {
		row := []string{a.Provider, a.Language, strconv.Itoa(a.Known), strconv.Itoa(a.Unknown), strconv.Itoa(a.AsIs)}
		likeness = append(likeness, append(append(row, estimated(a.Changed)...), estimated(a.Likeness)...))
	}
	return map[string][][]string{"accuracy.csv": likeness, "services.csv": workTable("language", s.Work), "months.csv": workTable("month", s.Months)}
}

func workTable(by string, all []performance.Work) [][]string {
	rows := [][]string{{"provider", by, "requests", "passages", "characters", "retries", "failures", "milliseconds", "cost", "currency"}}
	for _, w := range all {
		rows = append(rows, []string{w.Provider, w.Language + w.Month, strconv.Itoa(w.Requests), strconv.Itoa(w.Texts), strconv.Itoa(w.Characters),
			strconv.Itoa(w.Retries), strconv.Itoa(w.Failures), strconv.FormatInt(w.Took, 10), w.Cost, w.Currency})
	}
	return rows
}

func estimated(e *performance.Estimate) []string {
	if e == nil {
		return []string{"", "", ""}
	}
	share := func(x float64) string { return strconv.FormatFloat(x, 'f', 4, 64) }
	return []string{share(e.Value), share(e.Low), share(e.High)}
}
