package performance

import (
	"cmp"
	"math/big"
	"slices"
	"strings"
)

// Settled are the texts of one service in one language that people have settled since: approved, or made another text of.
type Settled struct {
	Provider, Language string
	Pairs              []Pair
	Unknown            int // texts of which nobody knows any more what the service had said
}

// Work is what a service has done: for one language in all, or in one month for all languages.
type Work struct {
	Month      string `json:"month,omitempty"`
	Provider   string `json:"provider"`
	Language   string `json:"language,omitempty"`
	Requests   int    `json:"requests"`
	Texts      int    `json:"texts"`
	Characters int    `json:"characters"`
	Retries    int    `json:"retries"`
	Failures   int    `json:"failures"`
	Took       int64  `json:"milliseconds"` // all requests together
	Cost       string `json:"cost"`         // exact; "" where nobody has named a price
	Currency   string `json:"currency"`
}

// Mean is how many milliseconds a request took; none took any where there was none.
func (w Work) Mean() (milliseconds int64, known bool) {
	if w.Requests == 0 {
		return 0, false
	}
	return (w.Took + int64(w.Requests)/2) / int64(w.Requests), true
}

// Accuracy is how near the texts of a service in a language were to what people made of them.
type Accuracy struct {
	Provider string    `json:"provider"`
	Language string    `json:"language"`
	Known    int       `json:"compared"`
	Unknown  int       `json:"unknown"` // texts that cannot be compared
	AsIs     int       `json:"leftAsTheyWere"`
	Changed  *Estimate `json:"changed"` // share of the characters that people changed; nil where nothing is compared
	Likeness *Estimate `json:"chrF2"`   // nil likewise
}

// ByLanguage sums up the table of usage by service and language.
func ByLanguage(usage []Usage) []Work {
	return sum(usage, func(u Usage) Work { return Work{Provider: u.Provider, Language: u.Language, Currency: u.Currency} })
}

// ByMonth sums up the table of usage by month and service.
func ByMonth(usage []Usage) []Work {
	return sum(usage, func(u Usage) Work { return Work{Month: u.Month, Provider: u.Provider, Currency: u.Currency} })
}

// sum adds up what belongs together; amounts of two currencies never do.
func sum(usage []Usage, of func(Usage) Work) []Work {
	all := []Work{}
	for _, u := range usage {
		key := of(u)
		at := slices.IndexFunc(all, func(w Work) bool {
			return w.Month == key.Month && w.Provider == key.Provider && w.Language == key.Language && w.Currency == key.Currency
		})
		if at < 0 {
			at, all = len(all), append(all, key)
		}
		w := &all[at]
		w.Requests, w.Texts, w.Characters = w.Requests+u.Requests, w.Texts+u.Units, w.Characters+u.Characters
		w.Retries, w.Failures, w.Took = w.Retries+u.Retries, w.Failures+u.Failures, w.Took+u.Latency
		w.Cost = plus(w.Cost, u.Cost)
	}
	slices.SortFunc(all, func(a, b Work) int {
		return cmp.Or(cmp.Compare(a.Month, b.Month), cmp.Compare(a.Provider, b.Provider), cmp.Compare(a.Language, b.Language), cmp.Compare(a.Currency, b.Currency))
	})
	return all
}

// plus adds amounts; "" is one that nobody knows.
func plus(a, b string) string {
	x, ok := new(big.Rat).SetString(a)
	y, also := new(big.Rat).SetString(b)
	switch {
	case !ok:
		return b
	case !also:
		return a
	}
	return new(big.Rat).Add(x, y).FloatString(costDecimals)
}

// Compare says how near services were to what people made of their texts.
func Compare(settled []Settled) []Accuracy {
	all := []Accuracy{}
	for _, s := range settled {
		a := Accuracy{Provider: s.Provider, Language: s.Language, Known: len(s.Pairs), Unknown: s.Unknown}
		tallies := make([]tally, len(s.Pairs))
		for i, pair := range s.Pairs {
			tallies[i] = tallyOf(pair)
			if strings.TrimSpace(pair.Machine) == strings.TrimSpace(pair.Approved) {
				a.AsIs++
			}
		}
		if a.Known > 0 {
			changed, likeness := estimates(tallies)
			a.Changed, a.Likeness = &changed, &likeness
		}
		all = append(all, a)
	}
	slices.SortFunc(all, func(a, b Accuracy) int {
		return cmp.Or(cmp.Compare(a.Provider, b.Provider), cmp.Compare(a.Language, b.Language))
	})
	return all
}
