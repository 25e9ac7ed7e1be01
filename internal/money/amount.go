package money

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/cockroachdb/apd/v3"
)

// strict is all that an amount may look like. It stands before the library, which would also take exponents,
// signs, infinities and ".5".
var strict = form{whole: 18, decimals: 9}

// form is what a number may look like: a minus where there may be one, digits of which the first of several is no zero, if need be a point
// and digits behind it, and what stands at the end. Numbers are read by the ten thousand, and a regular expression takes ten times as long.
type form struct {
	sign            bool
	whole, decimals int // how many digits stand before the point at most, and behind it
	end             string
}

// fits reports whether a text is of the form.
func (f form) fits(text string) bool {
	text, ended := strings.CutSuffix(text, f.end)
	if f.sign {
		text = strings.TrimPrefix(text, "-")
	}
	whole, decimals, pointed := strings.Cut(text, ".")
	return ended && between(whole, f.whole) && (len(whole) == 1 || whole[0] != '0') && (!pointed || between(decimals, f.decimals))
}

// between reports whether a text is digits, at least one and no more than a number of them.
func between(text string, most int) bool {
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return text != "" && len(text) <= most
}

// Parse reads an amount: up to 18 digits, without needless zeros before them, and if need be a point and one
// to nine decimals. It is exact: "1.840" keeps its three decimals. Amounts are not negative. The error is a *FormatError.
func Parse(text string) (apd.Decimal, error) {
	if err := judge(text); err != nil {
		return apd.Decimal{}, err
	}
	// Up to 27 digits are held inside the value, so the copy that is returned shares nothing.
	var amount apd.Decimal
	if _, _, err := amount.SetString(text); err != nil {
		return apd.Decimal{}, &FormatError{Text: text, Reason: "it cannot be read: " + err.Error()}
	}
	return amount, nil
}

// judge says why a text is no amount.
func judge(text string) error {
	if !strict.fits(text) {
		return &FormatError{Text: text, Reason: reason(text), Suggest: meant(text)}
	}
	return nil
}

// Decimals is how many digits stand after the point of an amount: 2 for "1.50", 0 for "7" and for text that
// Parse refuses.
func Decimals(text string) int {
	if !strict.fits(text) {
		return 0
	}
	_, fraction, _ := strings.Cut(text, ".")
	return len(fraction)
}

// FormatError says why text is no amount.
type FormatError struct {
	Text    string
	Reason  string // a clause to stand after a colon: "the decimal separator is a point"
	Suggest string // what was probably meant, which Parse accepts; empty where that is not certain
}

// Error is the whole sentence, with the suggestion.
func (e *FormatError) Error() string {
	text := []rune(e.Text)
	if len(text) > 40 {
		text = append(text[:39], '…')
	}
	message := fmt.Sprintf("%q is no amount: %s", string(text), e.Reason)
	if e.Suggest != "" {
		message += fmt.Sprintf("; did you mean %q?", e.Suggest)
	}
	return message
}

// reason names the first thing that keeps text from being an amount.
func reason(text string) string {
	whole, fraction, point := strings.Cut(text, ".")
	switch {
	case strings.TrimSpace(text) == "":
		return "nothing is written"
	case strings.TrimSpace(text) != text:
		return "there is space around it"
	case strings.ContainsFunc(text, isForeignDigit):
		return "digits are written 0 to 9"
	case exponent.MatchString(text):
		return "an amount is written out, without an exponent"
	case strings.HasPrefix(text, "-"), strings.HasPrefix(text, "−"):
		return "an amount is not negative"
	case strings.HasPrefix(text, "+"):
		return "an amount has no sign"
	case withoutCurrency(text) != text:
		return "the currency does not stand with the amount"
	case strings.ContainsFunc(text, func(r rune) bool { return !isGap(r) && !strings.ContainsRune("0123456789.,", r) }):
		return "it is not a number"
	case strings.ContainsFunc(text, isGap), strings.Count(text, ".") > 1, strings.Count(text, ",") > 1, strings.Contains(text, ",") && point:
		return "digits are not grouped"
	case strings.Contains(text, ","):
		return "the decimal separator is a point"
	case whole == "" || point && fraction == "":
		return "digits stand on both sides of the point"
	case len(whole) > 1 && whole[0] == '0':
		return "no zeros stand before the first digit"
	case len(whole) > 18:
		return "more than 18 digits stand before the point"
	}
	return tooManyDecimals
}

const tooManyDecimals = "more than 9 digits stand after the point"

func isForeignDigit(r rune) bool {
	return r > unicode.MaxASCII && unicode.IsDigit(r)
}

// isGap is true of what people put between groups of digits where it cannot be meant as a decimal separator.
func isGap(r rune) bool {
	return unicode.IsSpace(r) || strings.ContainsRune("'’_٬", r)
}
