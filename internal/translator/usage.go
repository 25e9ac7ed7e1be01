package translator

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"fmt"
	"math/big"
	"slices"
	"strconv"

	"parley/internal/engine"
	"parley/internal/workspace"
)

// UsagePath is where a repository keeps what its translations took, month by month.
const UsagePath = workspace.Locales + "/usage.csv"

// Usage is what one service did in one month for one language. It holds sums, so a month's line is all that changes.
type Usage struct {
	Month      string // 2026-11
	Provider   string
	Language   string
	Requests   int
	Units      int
	Characters int
	Retries    int
	Failures   int
	Latency    int64 // of all requests together, in milliseconds
	Cost       string
	Currency   string
}

var usageColumns = []string{"month", "provider", "language", "requests", "units", "characters", "retries", "failures", "latency_ms", "cost", "currency"}

// ReadUsage reads the table. A table of another form is an error: it must not be written over.
func ReadUsage(text []byte) ([]Usage, error) {
	if len(text) == 0 {
		return nil, nil
	}
	rows, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w", UsagePath, err)
	}
	if !slices.Equal(rows[0], usageColumns) {
		return nil, fmt.Errorf("%s does not begin with the columns %v", UsagePath, usageColumns)
	}
	var all []Usage
	for i, row := range rows[1:] {
		var numbers [6]int
		for n := range numbers {
			if numbers[n], err = strconv.Atoi(row[3+n]); err != nil {
				return nil, fmt.Errorf("%s, line %d: %q is no number", UsagePath, i+2, row[3+n])
			}
		}
		all = append(all, Usage{row[0], row[1], row[2], numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], int64(numbers[5]), row[9], row[10]})
	}
	return all, nil
}

// WriteUsage writes the table, sorted.
func WriteUsage(all []Usage) []byte {
	sorted := slices.SortedFunc(slices.Values(all), func(a, b Usage) int {
		return cmp.Or(cmp.Compare(a.Month, b.Month), cmp.Compare(a.Provider, b.Provider), cmp.Compare(a.Language, b.Language))
	})
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	_ = w.Write(usageColumns) // a buffer takes everything
	for _, u := range sorted {
		_ = w.Write([]string{u.Month, u.Provider, u.Language, strconv.Itoa(u.Requests), strconv.Itoa(u.Units), strconv.Itoa(u.Characters),
			strconv.Itoa(u.Retries), strconv.Itoa(u.Failures), strconv.FormatInt(u.Latency, 10), u.Cost, u.Currency})
	}
	w.Flush()
	return b.Bytes()
}

// AddUsage adds a request to the table. Characters count where the service has, or may have, translated them.
func AddUsage(all []Usage, r engine.Record, provider Provider) []Usage {
	month := r.At.UTC().Format("2006-01")
	at := slices.IndexFunc(all, func(u Usage) bool { return u.Month == month && u.Provider == r.Provider && u.Language == r.To })
	if at < 0 {
		at, all = len(all), append(all, Usage{Month: month, Provider: r.Provider, Language: r.To, Currency: provider.Currency})
	}
	u := &all[at]
	u.Requests++
	u.Latency += r.Latency
	if r.Attempt > 1 {
		u.Retries++
	}
	if r.OK() {
		u.Units += len(r.Units)
	} else {
		u.Failures++
	}
	if r.OK() || r.Status < 400 {
		u.Characters += max(r.Characters, r.Billed)
	}
	u.Cost = cost(u.Characters, provider.Price, u.Cost)
	return all
}

// cost is what characters cost, exactly; before is kept where the settings name no price.
func cost(characters int, price, before string) string {
	million, ok := new(big.Rat).SetString(price)
	if !ok || price == "" {
		return before
	}
	return new(big.Rat).Mul(million, big.NewRat(int64(characters), 1_000_000)).FloatString(6)
}

// Spent is how many characters a service has had in a month.
func Spent(all []Usage, month, provider string) int {
	sum := 0
	for _, u := range all {
		if u.Month == month && u.Provider == provider {
			sum += u.Characters
		}
	}
	return sum
}
