package facts

import (
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"parley/internal/diag"
	"parley/internal/money"
)

// Value is what a cell says. The zero Value is that of an empty cell.
type Value struct {
	Kind   ValueKind
	Text   string
	Number int64
}

// ValueKind is what a value is.
type ValueKind uint8

// The kinds of values.
const (
	None ValueKind = iota
	Words
	Number
)

func words(text string) Value { return Value{Kind: Words, Text: text} }
func number(of int64) Value   { return Value{Kind: Number, Number: of} }
func (v Value) String() string {
	switch v.Kind {
	case Words:
		return v.Text
	case Number:
		return strconv.FormatInt(v.Number, 10)
	}
	return ""
}

// fault says why a cell is not what its column holds.
type fault struct {
	code          diag.Code
	message, hint string
}

func cellFault(message, hint string) *fault { return &fault{diag.FactsCell, message, hint} }

var (
	damaged   = []string{"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#ERROR!", "#SPILL!"}
	shortened = regexp.MustCompile(`^[0-9][.,]?[0-9]*E\+[0-9]+$`)
	digits    = regexp.MustCompile(`^-?[0-9]+$`)
)

// isDamaged reports what a spreadsheet writes for a value that it does not have.
func isDamaged(text string) bool {
	return strings.HasPrefix(text, "#") && slices.Contains(damaged, strings.ToUpper(text))
}

// read reads a cell that is not empty. Money is read when its row is known.
func (c Column) read(text string, m Map) (Value, *fault) {
	if isDamaged(text) {
		return Value{}, cellFault("a spreadsheet has put "+strconv.Quote(text)+" in place of what was here", "export the file again from the system that has the data, without a spreadsheet between")
	}
	switch c.Type {
	case Integer:
		return c.integer(text, m)
	case Boolean:
		switch strings.ToLower(text) {
		case "true", "yes", "1":
			return number(1), nil
		case "false", "no", "0":
			return number(0), nil
		}
		return Value{}, cellFault(strconv.Quote(text)+" is neither true nor false", "write true or false; a map of columns can say which words mean that")
	case Date:
		return c.date(text, m)
	case Time:
		return instant(text, m)
	}
	return c.word(text)
}

// word reads a text.
func (c Column) word(text string) (Value, *fault) {
	switch {
	case strings.ContainsRune(text, '\ufffd'):
		return Value{}, cellFault("characters have been lost here", "export the file again, as CSV in UTF-8")
	case strings.HasPrefix(text, "=") || strings.HasPrefix(text, "@"):
		return Value{}, cellFault("a spreadsheet would take this text for a formula", "export the value, not the formula")
	case strings.Contains(text, "E+") && shortened.MatchString(text):
		return Value{}, cellFault("a spreadsheet has shortened this number", "export the file again from the system that has the data, without a spreadsheet between")
	case len(c.Choices) > 0 && !slices.Contains(c.Choices, text):
		return Value{}, &fault{diag.FactsRange, strconv.Quote(text) + " is none of the words that " + c.Name + " may be", didYouMean(text, c.Choices)}
	}
	return words(text), nil
}

func didYouMean(text string, known []string) string {
	if near := diag.Nearest(text, known); near != "" {
		return "did you mean " + near + "?"
	}
	if len(known) > maxHintIDs {
		return "write the id of one that is known"
	}
	return "write one of " + strings.Join(known, ", ")
}

func (c Column) integer(text string, m Map) (Value, *fault) {
	if !m.foreign && !digits.MatchString(text) {
		return Value{}, cellFault(strconv.Quote(text)+" is no whole number", "write digits alone: 1250")
	}
	if value, ok := plain(text, 0); ok && !m.foreign {
		return c.within(value, text)
	}
	exact, wrong := decimal(text, m)
	switch {
	case wrong != nil:
		return Value{}, wrong
	case !exact.IsInt() || !exact.Num().IsInt64():
		return Value{}, cellFault(strconv.Quote(text)+" is no whole number", "write digits alone: 1250")
	}
	return c.within(exact.Num().Int64(), text)
}

// within holds a number to the bounds of its column.
func (c Column) within(value int64, text string) (Value, *fault) {
	switch {
	case c.least != nil && value < *c.least:
		return Value{}, &fault{diag.FactsRange, text + " is less than " + c.Name + " may be", "correct it; the least is " + c.Min}
	case c.most != nil && value > *c.most:
		return Value{}, &fault{diag.FactsRange, text + " is more than " + c.Name + " may be", "correct it; the greatest is " + c.Max}
	}
	return number(value), nil
}

// decimal reads a number as the map says that numbers are written.
func decimal(text string, m Map) (*big.Rat, *fault) {
	plain, point := text, "."
	if m.comma {
		point = ","
	}
	whole, rest, split := strings.Cut(plain, point)
	if m.groups != "" {
		joined, ok := ungrouped(whole, m.groups)
		if !ok {
			return nil, cellFault(strconv.Quote(text)+" has its thousands in groups that are not of three digits", "export the number again; the map says what stands between thousands")
		}
		whole = joined
	}
	if plain = whole; split {
		plain += "." + rest
	}
	if strings.Contains(rest, point) || m.comma && strings.Contains(whole+rest, ".") {
		return nil, cellFault(strconv.Quote(text)+" is no number with a decimal comma", "write digits and one comma; groups: in the map says what stands between thousands")
	}
	exact, err := money.Signed(plain)
	if err != nil {
		return nil, cellFault(err.Error(), "write digits and one point: 1234.50; a map of columns can say that numbers have a decimal comma")
	}
	return exact, nil
}

// ungrouped removes what stands between thousands; false where groups are not of three digits.
func ungrouped(whole, sign string) (string, bool) {
	if sign == " " {
		whole = strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(whole)
	}
	groups := strings.Split(whole, sign)
	for i, group := range groups {
		if bare := strings.TrimPrefix(group, "-"); i > 0 && len(group) != 3 || i == 0 && len(groups) > 1 && (len(bare) < 1 || len(bare) > 3) {
			return "", false
		}
	}
	return strings.Join(groups, ""), true
}

func (c Column) date(text string, m Map) (Value, *fault) {
	on, ok := day(text, m.dates)
	switch {
	case !ok:
		return Value{}, cellFault(strconv.Quote(text)+" is no date as this file writes them", "write it as "+time.Date(2026, 1, 31, 0, 0, 0, 0, time.UTC).Format(m.dates))
	case c.Min != "" && on < c.Min:
		return Value{}, &fault{diag.FactsRange, on + " is earlier than " + c.Name + " may be", "correct it; the first day is " + c.Min}
	case c.Max != "" && on > c.Max:
		return Value{}, &fault{diag.FactsRange, on + " is later than " + c.Name + " may be", "correct it; the last day is " + c.Max}
	}
	return words(on), nil
}

// day reads a date in a layout, as ISO 8601 writes it; false for what is none, or lies outside the years of any partnership.
func day(text, layout string) (string, bool) {
	at, err := time.Parse(layout, text)
	if err != nil || at.Format(layout) != text || !plausible(at) {
		return "", false
	}
	return at.Format(time2006), true
}

func plausible(at time.Time) bool { return at.Year() >= 1970 && at.Year() < 2200 }

// instant reads a time. One that the clocks of its zone show twice, or never, is refused.
func instant(text string, m Map) (Value, *fault) {
	shape := func() string { return time.Date(2026, 1, 31, 16, 30, 0, 0, time.UTC).Format(m.times) }
	if m.zone == nil || m.times == ownTimes {
		at, err := time.Parse(ownTimes, text)
		if err != nil || !plausible(at) {
			return Value{}, cellFault(strconv.Quote(text)+" is no time with its zone", "write it as "+shape()+"; a map of columns can name the zone of a file")
		}
		return number(at.Unix()), nil
	}
	at, err := time.ParseInLocation(m.times, text, m.zone)
	if err != nil || !plausible(at) {
		return Value{}, cellFault(strconv.Quote(text)+" is no time as this file writes them", "write it as "+shape())
	}
	if at.Format(m.times) != text {
		return Value{}, cellFault("the clocks of "+m.zone.String()+" never show "+text, "correct it, or export times in UTC")
	}
	for _, shift := range []time.Duration{-time.Hour, time.Hour, -30 * time.Minute, 30 * time.Minute} {
		if at.Add(shift).Format(m.times) == text {
			return Value{}, cellFault("the clocks of "+m.zone.String()+" show "+text+" twice", "export times in UTC")
		}
	}
	return number(at.Unix()), nil
}

// plain reads what nearly every number of a file of our own is: few digits, and no more of them behind the point than there may be.
// It is what decimal makes of them, times ten to the power of decimals; false for everything else, of which decimal decides.
func plain(text string, decimals int) (int64, bool) {
	bare := strings.TrimPrefix(text, "-")
	whole, rest, split := strings.Cut(bare, ".")
	if len(bare) > 15 || len(whole) == 0 || len(whole) > 1 && whole[0] == '0' || len(rest) > decimals || split && rest == "" {
		return 0, false
	}
	var value int64
	for _, part := range []string{whole, rest} {
		for i := range len(part) {
			if part[i] < '0' || part[i] > '9' {
				return 0, false
			}
			value = value*10 + int64(part[i]-'0')
		}
	}
	for range decimals - len(rest) {
		value *= 10
	}
	if len(bare) < len(text) {
		value = -value
	}
	return value, true
}

// amount turns an amount into minor units: as it is, or converted at a rate and rounded once.
func (c Column) amount(text, currency string, rate *big.Rat, m Map) (Value, *fault) {
	decimals, _ := money.MinorUnits(currency)
	if value, ok := plain(text, decimals); ok && !m.foreign && (c.In == "" || c.In == currency) {
		return c.within(value, text)
	}
	exact, wrong := decimal(text, m)
	if wrong != nil {
		return Value{}, wrong
	}
	if !scaled(exact, decimals).IsInt() {
		return Value{}, cellFault(text+" has more decimals than "+currency+" has", "write amounts as they are paid")
	}
	if c.In != "" {
		exact, currency = new(big.Rat).Mul(exact, rate), c.In
	}
	rounding, _ := money.RoundingOf(currency)
	steps := rounding.Steps(exact)
	if !steps.IsInt64() {
		return Value{}, &fault{diag.FactsRange, text + " is more than can be counted", "correct it"}
	}
	return c.within(steps.Int64(), text)
}

func scaled(exact *big.Rat, decimals int) *big.Rat {
	power := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(decimals)), nil)
	return new(big.Rat).Mul(exact, new(big.Rat).SetInt(power))
}
