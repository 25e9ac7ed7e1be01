package site

import (
	"encoding/csv"
	"encoding/json"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"parley/internal/experiment"
	"parley/internal/git"
	"parley/internal/translation"
	"parley/internal/workspace"
)

// Coverage is how far what a reader may see is translated, by language.
type Coverage struct {
	Rows      []CoverageRow
	Scale     [2]string       // ends of the scale of shares
	Longest   string          // in days, the end of the scale of waits, whose other end is 0; "" where nobody knows any
	CSV, JSON string          // addresses of the same as files
	Services  *ServiceFigures // nil for readers to whom it is not shown
}

// CoverageRow is one language. Numbers are written as the page's language does.
type CoverageRow struct {
	Language                                       Version // the URL is that of the start page
	Share                                          string  // of the passages that are shown in the language, as the source now says
	Total, Approved, Edited, Machine, Stale, Lacks string
	Fresh, Shown                                   int              // on a scale of 1000 parts: what is up to date, and with what is out of date
	Days                                           string           // median from a change of a source to that of its translation; "" when nobody knows
	Changes                                        string           // of how many changes
	Wait                                           *ExperimentRange // Days, between the first and the third quarter; nil when nobody knows
}

// covered are the numbers of one language.
type covered struct {
	Language string   `json:"language"`
	Total    int      `json:"passages"`
	Approved int      `json:"approved"`
	Edited   int      `json:"edited"`
	Machine  int      `json:"machine"`
	Stale    int      `json:"stale"`
	Lacks    int      `json:"missing"` // failed checks included: readers see the source
	Days     *float64 `json:"medianDays"`
	Changes  int      `json:"changes"` // of sources, of which it is the median

	quarters [2]float64
}

// translationsAddress is where the page lies, and what begins the names of its files.
const translationsAddress = "/translations/"

// cover counts how far the documents of the site are translated.
func (s *Site) cover() []covered {
	var all []covered
	for _, language := range s.workspace.Settings.Languages[1:] {
		c, waits := covered{Language: language}, []time.Duration{}
		for i := range s.workspace.Documents {
			d := s.workspace.Documents[i]
			for _, t := range s.workspace.Translated(d, language) {
				c.add(t.State)
			}
			catalogue := workspace.Locales + "/" + language + "/" + strings.TrimSuffix(strings.TrimSuffix(d.Path, ".md"), ".yaml") + ".po"
			waits = append(waits, delays(s.options.History.Changes[d.Path], s.options.History.Changes[catalogue])...)
		}
		if len(waits) > 0 {
			slices.Sort(waits)
			days := func(quarter int) float64 { return waits[(len(waits)-1)*quarter/4].Hours() / 24 }
			median := days(2)
			c.Days, c.Changes, c.quarters = &median, len(waits), [2]float64{days(1), days(3)}
		}
		all = append(all, c)
	}
	return all
}

func (c *covered) add(state translation.State) {
	c.Total++
	switch state {
	case translation.Approved:
		c.Approved++
	case translation.Edited:
		c.Edited++
	case translation.Machine:
		c.Machine++
	case translation.Stale:
		c.Stale++
	default:
		c.Lacks++
	}
}

// delays are how long after each change of a source the first one of its translation came. A change after which the source changed
// again before anybody had translated it has none. Both lists begin with the newest.
func delays(source, catalogue []git.Change) []time.Duration {
	var all []time.Duration
	for i, first := range git.Followed(source, catalogue) {
		if !first.When.IsZero() {
			all = append(all, first.When.Sub(source[i].When))
		}
	}
	return all
}

// coverage shows the numbers in a language.
func (s *Site) coverage(index int, sheet *sheet) *Coverage {
	if sheet.what != ofTranslations {
		return nil
	}
	l := &s.languages[index]
	t := teller{site: s, language: l}
	shown := &Coverage{Scale: [2]string{l.Percent("0"), l.Percent("100")}, CSV: s.href(translationsAddress+"coverage.csv", ""), JSON: s.href(translationsAddress+"coverage.json", ""),
		Services: s.servicesOf(index)}
	longest := s.longestWait()
	if longest > 0 {
		shown.Longest = t.number(longest, 0)
	}
	for i, c := range s.covered() {
		of, fresh := max(1, c.Total), c.Approved+c.Edited+c.Machine
		row := CoverageRow{Total: t.count(c.Total), Approved: t.count(c.Approved), Edited: t.count(c.Edited), Machine: t.count(c.Machine), Stale: t.count(c.Stale), Lacks: t.count(c.Lacks),
			Share: l.Percent(strconv.Itoa(fresh * 100 / of)), Fresh: fresh * width / of, Shown: (fresh + c.Stale) * width / of}
		if c.Days != nil {
			row.Days, row.Changes = t.number(*c.Days, 1), t.count(c.Changes)
			wait := t.rangeOf(*c.Days, experiment.Interval{Low: c.quarters[0], High: c.quarters[1]}, 0, longest, func(days float64) string { return t.number(days, 1) })
			row.Wait = &wait
		}
		to := &s.languages[i+1]
		row.Language = Version{Lang: to.Tag(), Name: to.Name(), Named: to.NameIn(l.Locale), Dir: to.Dir(), URL: to.homeURL(s)}
		shown.Rows = append(shown.Rows, row)
	}
	return shown
}

// longestWait is a round number of days that no third quarter exceeds; 0 where no wait is known.
func (s *Site) longestWait() float64 {
	longest, known := 0.0, false
	for _, c := range s.covered() {
		longest, known = max(longest, c.quarters[1]), known || c.Days != nil
	}
	if !known {
		return 0
	}
	return float64(upTo(int64(math.Ceil(longest))))
}

// translations is the address of the page that says how far a language is translated, "" where there is none.
func (s *Site) translations(tag string) string {
	if i, ok := s.byAddress[translationsAddress]; !ok || s.sheets[i].what != ofTranslations {
		return ""
	}
	return s.href(s.in(translationsAddress, tag), "")
}

// CoverageFiles are the numbers as CSV and as JSON, by their paths in the site.
func (s *Site) CoverageFiles() (map[string][]byte, error) {
	if s.translations(s.workspace.Settings.Source) == "" {
		return nil, nil
	}
	rows := [][]string{{"language", "passages", "approved", "edited", "machine", "stale", "missing", "median_days", "changes"}}
	for _, c := range s.covered() {
		days := ""
		if c.Days != nil {
			days = strconv.FormatFloat(*c.Days, 'f', 3, 64)
		}
		row := []string{c.Language}
		for _, n := range []int{c.Total, c.Approved, c.Edited, c.Machine, c.Stale, c.Lacks} {
			row = append(row, strconv.Itoa(n))
		}
		rows = append(rows, append(row, days, strconv.Itoa(c.Changes)))
	}
	tables, objects := map[string][][]string{"coverage.csv": rows}, map[string]any{"coverage.json": s.covered()}
	if s.options.Services != nil {
		said := s.options.Services()
		maps.Copy(tables, said.tables())
		objects["services.json"] = said
	}
	files, folder := map[string][]byte{}, strings.TrimPrefix(translationsAddress, "/")
	for name, rows := range tables {
		var table strings.Builder
		if err := csv.NewWriter(&table).WriteAll(rows); err != nil {
			return nil, err
		}
		files[folder+name] = []byte(table.String())
	}
	for name, value := range objects {
		object, err := json.Marshal(value)
		if err != nil {
			return nil, err
		}
		files[folder+name] = append(object, '\n')
	}
	return files, nil
}
