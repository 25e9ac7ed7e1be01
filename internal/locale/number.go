package locale

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

const noBreakSpace = "\u00a0"

// Number writes a decimal such as "-1234.50" as the language does: "-1 234,50". Every digit after the point is
// kept, none is added. The second result is false, and the text unchanged, where the text is no decimal.
func (l Locale) Number(decimal string) (string, bool) {
	whole, fraction, negative, ok := split(decimal)
	if !ok {
		return decimal, false
	}
	number := l.row.place(whole, fraction, l.row.group, l.row.decimal)
	if negative {
		number = l.row.sign() + number
	}
	return number, true
}

// Money writes an amount of a currency (an ISO 4217 code) with the symbol that the language uses for it:
// "€1.84", "1,84 €". Every digit after the point is kept, none is added: the decimal has as many as it should show.
// The second result is false where the text is no decimal or the code not three capital letters.
func (l Locale) Money(decimal, currency string) (string, bool) {
	whole, fraction, negative, ok := split(decimal)
	if !ok || !isCode(currency) {
		return decimal + noBreakSpace + currency, false
	}
	group, point := l.row.group, l.row.decimal
	if l.row.moneyGroup != "" {
		group = l.row.moneyGroup
	}
	if l.row.moneyDecimal != "" {
		point = l.row.moneyDecimal
	}
	number := l.row.place(whole, fraction, group, point)
	symbol := l.symbol(currency)
	var text string
	switch {
	case negative && l.row.owed != "":
		pattern := strings.Replace(l.row.owed, "-", l.row.sign(), 1)
		text = fill(pattern, number, symbol)
	case negative:
		text = l.row.sign() + fill(l.row.money, number, symbol)
	default:
		text = fill(l.row.money, number, symbol)
	}
	return l.closed(text, symbol), true
}

// closed keeps a symbol of letters and a sign behind a number together where text runs from right to left: without a mark behind
// it, which CLDR does not have, US$ is seen as $US.
func (l Locale) closed(text, symbol string) string {
	first, _ := utf8.DecodeRuneInString(symbol)
	last, _ := utf8.DecodeLastRuneInString(symbol)
	if !unicode.Is(unicode.Latin, first) || !unicode.IsSymbol(last) || !strings.HasSuffix(text, symbol) || l.Dir() != "rtl" {
		return text
	}
	return text + "\u200e"
}

// Percent writes a number of hundredths: "35" as "35 %". Every digit after the point is kept.
// Text that is no decimal comes back as it is.
func (l Locale) Percent(decimal string) string {
	whole, fraction, negative, ok := split(decimal)
	if !ok {
		return decimal
	}
	number := l.row.place(whole, fraction, l.row.group, l.row.decimal)
	text := strings.Replace(l.row.percent, "#", number, 1)
	if negative {
		text = l.row.sign() + text
	}
	return text
}

// Plus is the sign in front of a number that has grown. Where text runs from right to left it has the mark that the minus has, as
// CLDR's plusSign does, without which it would be seen behind the number.
func (l Locale) Plus() string { return strings.TrimRight(l.row.sign(), "-−") + "+" }

// symbol is what stands for the currency: its code, unless CLDR has a sign for it.
func (l Locale) symbol(currency string) string {
	for _, known := range l.symbols {
		for entry := range strings.SplitSeq(known, " ") {
			if sign, found := strings.CutPrefix(entry, currency); found {
				if sign == "" {
					return currency
				}
				return sign
			}
		}
	}
	return currency
}

// fill puts number and symbol into a pattern such as "¤#". As CLDR asks, a symbol that would touch the
// number with anything but a sign ("CHF", "Cg.") is held off by a space that does not break.
func fill(pattern, number, symbol string) string {
	first, _ := utf8.DecodeRuneInString(symbol)
	last, _ := utf8.DecodeLastRuneInString(symbol)
	if !unicode.IsSymbol(last) {
		pattern = strings.Replace(pattern, "¤#", "¤"+noBreakSpace+"#", 1)
	}
	if !unicode.IsSymbol(first) {
		pattern = strings.Replace(pattern, "#¤", "#"+noBreakSpace+"¤", 1)
	}
	return strings.NewReplacer("#", number, "¤", symbol).Replace(pattern)
}

// place writes the digits in groups, whole numbers below the fewest grouping digits in one piece.
func (c conventions) place(whole, fraction, group, point string) string {
	var b strings.Builder
	grouped := len(whole) >= 3+max(c.fewest, 1)
	for i, digit := range []byte(whole) {
		left := len(whole) - i // digits from here to the point
		if i > 0 && grouped && c.startsGroup(left) {
			b.WriteString(group)
		}
		b.WriteByte(digit)
	}
	if fraction != "" {
		b.WriteString(point)
		b.WriteString(fraction)
	}
	return c.native(b.String())
}

func (c conventions) startsGroup(left int) bool {
	if c.indian {
		return left >= 3 && left%2 == 1 // 12,34,567
	}
	return left%3 == 0
}

func (c conventions) sign() string {
	if c.minus == "" {
		return "-"
	}
	return c.minus
}

// native turns ASCII digits into those of the numbering system that is CLDR's default for the language.
func (c conventions) native(text string) string {
	if c.zero == 0 {
		return text
	}
	return strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' {
			return c.zero + r - '0'
		}
		return r
	}, text)
}

// split takes a decimal apart: an optional minus, digits without needless zeros before them, and
// optionally a point with digits after it.
func split(decimal string) (whole, fraction string, negative, ok bool) {
	text, negative := strings.CutPrefix(decimal, "-")
	whole, fraction, point := strings.Cut(text, ".")
	if !isDigits(whole) || len(whole) > 1 && whole[0] == '0' || point && !isDigits(fraction) {
		return "", "", false, false
	}
	return whole, fraction, negative, true
}

func isDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

func isCode(s string) bool {
	return len(s) == 3 && strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}
