package performance

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"parley/internal/engine"
)

// UsagePath is where a repository keeps what its translations took, month by month: beside the translations.
const UsagePath = "content/locales/usage.csv"

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

// Fault is what is wrong with a table of usage, in which line.
type Fault struct {
	Line int
	Text string
}

func (f *Fault) Error() string { return fmt.Sprintf("%s:%d: %s", UsagePath, f.Line, f.Text) }

// ReadUsage reads the table. The error is a *Fault: a table of another form must not be written over.
func ReadUsage(text []byte) ([]Usage, error) {
	if len(text) == 0 {
		return nil, nil
	}
	rows := csv.NewReader(bytes.NewReader(text))
	columns, err := rows.Read()
	if err != nil || !slices.Equal(columns, usageColumns) {
		return nil, &Fault{1, fmt.Sprintf("the first line must name the columns %s", strings.Join(usageColumns, ","))}
	}
	var all []Usage
	for {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		var broken *csv.ParseError
		if errors.As(err, &broken) {
			return nil, &Fault{broken.Line, broken.Err.Error()}
		}
		line, _ := rows.FieldPos(0)
		u, wrong := readUsage(row)
		if wrong != "" {
			return nil, &Fault{line, wrong}
		}
		all = append(all, u)
	}
}

// IsName reports whether a text can name a service, a language or a currency: letters, digits and hyphens, so that it is nothing
// else wherever it is shown, in a spreadsheet for one.
func IsName(text string) bool { return names.MatchString(text) }

var names = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9-]{0,39}$`)

func readUsage(row []string) (u Usage, wrong string) {
	for _, n := range []int{1, 2, 10} {
		if !IsName(row[n]) && (n < 10 || row[n] != "") {
			return u, fmt.Sprintf("%q is no %s", row[n], usageColumns[n])
		}
	}
	if _, err := time.Parse("2006-01", row[0]); err != nil {
		return u, fmt.Sprintf("%q is no month; write it as 2026-11", row[0])
	}
	var numbers [6]int
	for n := range numbers {
		var err error
		if numbers[n], err = strconv.Atoi(row[3+n]); err != nil || numbers[n] < 0 || numbers[n] > mostOfMonth {
			return u, fmt.Sprintf("%q is no number of %s", row[3+n], usageColumns[3+n])
		}
	}
	if _, ok := new(big.Rat).SetString(row[9]); row[9] != "" && (!ok || len(row[9]) > longestAmount || strings.ContainsAny(row[9], "/eEpP-")) {
		return u, fmt.Sprintf("%q is no amount", row[9])
	}
	return Usage{row[0], row[1], row[2], numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], int64(numbers[5]), row[9], row[10]}, ""
}

// mostOfMonth is more than any service does in a month, so that sums never overflow.
const mostOfMonth = 1_000_000_000_000

// longestAmount is how many characters an amount may have, and costDecimals how many of them are decimals of a unit: a
// character may cost as little as a millionth.
const (
	longestAmount = 30
	costDecimals  = 6
)

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

// AddUsage adds a request to the table. Characters count where the service has, or may have, translated them. The price is that
// of a million of them, as an exact amount in a currency; "" where nobody names one.
func AddUsage(all []Usage, r engine.Record, price, currency string) []Usage {
	month := r.At.UTC().Format("2006-01")
	at := slices.IndexFunc(all, func(u Usage) bool { return u.Month == month && u.Provider == r.Provider && u.Language == r.To })
	if at < 0 {
		at, all = len(all), append(all, Usage{Month: month, Provider: r.Provider, Language: r.To, Currency: currency})
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
	u.Characters += charged(r)
	u.Cost = cmp.Or(Cost(u.Characters, price), u.Cost)
	return all
}

// charged is how many characters of a request count: all, unless the service has certainly not translated them.
func charged(r engine.Record) int {
	if r.OK() || r.Status < 400 {
		return max(r.Characters, r.Billed)
	}
	return 0
}

// Noted is a request as the log has it, with what it cost.
type Noted struct {
	engine.Record
	Cost     string `json:"cost,omitempty"` // "" where nobody has named a price
	Currency string `json:"currency,omitempty"`
}

// Note says what a request cost.
func Note(r engine.Record, price, currency string) Noted {
	noted := Noted{Record: r, Cost: Cost(charged(r), price)}
	if noted.Cost != "" {
		noted.Currency = currency
	}
	return noted
}

// Cost is what characters cost where a million of them has a price: an amount to a millionth of a unit, "" where it has none.
func Cost(characters int, price string) string {
	million, ok := new(big.Rat).SetString(price)
	if !ok {
		return ""
	}
	return new(big.Rat).Mul(million, big.NewRat(int64(characters), 1_000_000)).FloatString(costDecimals)
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
