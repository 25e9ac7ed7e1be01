package site

import (
	"encoding/csv"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"parley/internal/git"
	"parley/internal/translation"
	"parley/internal/workspace"
)

// Coverage is how far what a reader may see is translated, by language.
type Coverage struct {
	Rows      []CoverageRow
	CSV, JSON string // addresses of the same as files
}

// CoverageRow is one language. Numbers are written as the page's language does.
type CoverageRow struct {
	Language                                       Version // the URL is that of the start page
	Share                                          string  // of the passages that are shown in the language, as the source now says
	Total, Approved, Edited, Machine, Stale, Lacks string
	Days                                           string // median from a change of a source to that of its translation; "" when nobody knows
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
}

// translationsAddress is where the page lies, and what begins the names of its files.
const translationsAddress = "/translations/"

// cover counts how far the documents of the site are translated.
func (s *Site) cover() []covered {
	var all []covered
	for _, language := range s.workspace.Settings.Languages[1:] {
		c, waits := covered{Language: language}, []time.Duration{}
		for i := range s.workspace.Documents {
			d := &s.workspace.Documents[i]
			for _, t := range s.workspace.Translated(d, language) {
				c.add(t.State)
			}
			catalogue := workspace.Locales + "/" + language + "/" + strings.TrimSuffix(strings.TrimSuffix(d.Path, ".md"), ".yaml") + ".po"
			waits = append(waits, delays(s.options.History.Changes[d.Path], s.options.History.Changes[catalogue])...)
		}
		if len(waits) > 0 {
			slices.Sort(waits)
			days := waits[len(waits)/2].Hours() / 24
			c.Days = &days
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

// delays are how long after the change of a source before it each change of its translation came. Both lists begin with the newest.
func delays(source, catalogue []git.Change) []time.Duration {
	var all []time.Duration
	for _, change := range catalogue {
		at := slices.IndexFunc(source, func(c git.Change) bool { return !c.When.After(change.When) })
		if at >= 0 {
			all = append(all, change.When.Sub(source[at].When))
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
	number := func(n int) string {
		text, _ := l.Number(strconv.Itoa(n))
		return text
	}
	shown := &Coverage{CSV: s.href(translationsAddress+"coverage.csv", ""), JSON: s.href(translationsAddress+"coverage.json", "")}
	for i, c := range s.covered() {
		of, fresh := max(1, c.Total), c.Approved+c.Edited+c.Machine
		row := CoverageRow{Total: number(c.Total), Approved: number(c.Approved), Edited: number(c.Edited), Machine: number(c.Machine), Stale: number(c.Stale), Lacks: number(c.Lacks),
			Share: l.Percent(strconv.Itoa(fresh * 100 / of))}
		if c.Days != nil {
			row.Days, _ = l.Number(strconv.FormatFloat(*c.Days, 'f', 1, 64))
		}
		to := &s.languages[i+1]
		row.Language = Version{Lang: to.Tag(), Name: to.Name(), Named: to.NameIn(l.Locale), Dir: to.Dir(), URL: to.homeURL(s)}
		shown.Rows = append(shown.Rows, row)
	}
	return shown
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
	var table strings.Builder
	w := csv.NewWriter(&table)
	rows := [][]string{{"language", "passages", "approved", "edited", "machine", "stale", "missing", "median_days"}}
	for _, c := range s.covered() {
		days := ""
		if c.Days != nil {
			days = strconv.FormatFloat(*c.Days, 'f', 3, 64)
		}
		row := []string{c.Language}
		for _, n := range []int{c.Total, c.Approved, c.Edited, c.Machine, c.Stale, c.Lacks} {
			row = append(row, strconv.Itoa(n))
		}
		rows = append(rows, append(row, days))
	}
	if err := w.WriteAll(rows); err != nil {
		return nil, err
	}
	object, err := json.Marshal(s.covered())
	name := strings.TrimPrefix(translationsAddress, "/")
	return map[string][]byte{name + "coverage.csv": []byte(table.String()), name + "coverage.json": append(object, '\n')}, err
}
