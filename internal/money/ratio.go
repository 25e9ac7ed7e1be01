package money

import (
	"cmp"
	"math/big"
	"regexp"
	"strconv"
	"strings"
)

var (
	percent = form{sign: true, whole: 9, decimals: 9, end: "%"}
	signed  = form{sign: true, whole: 18, decimals: 30}
	sum     = regexp.MustCompile(`^(.*) ([A-Z]{3})$`)
	machine = regexp.MustCompile(`^([+-]?)([0-9]{0,18})(?:\.([0-9]{0,30}))?(?:[eE]([+-]?[0-9]{1,2}))?$`)
)

// Exact reads an amount as Parse does, as a rational number. The error is a *FormatError.
func Exact(text string) (*big.Rat, error) {
	if err := judge(text); err != nil {
		return nil, err
	}
	return rational(text), nil
}

// Signed reads an amount that may be less than nothing, as a credit on an invoice is, with up to 30 decimals: unit prices of
// clouds have that many.
func Signed(text string) (*big.Rat, error) {
	if !signed.fits(text) {
		return nil, &FormatError{Text: text, Reason: signedReason(text), Suggest: meant(text)}
	}
	return rational(text), nil
}

func signedReason(text string) string {
	if why := reason(strings.TrimPrefix(text, "-")); why != tooManyDecimals {
		return why
	}
	return "more than 30 digits stand after the point"
}

// Machine reads an amount as programs write it, which our own files never do: with a sign, a bare point, zeros in front, and
// an exponent ("1.2E-7"). It takes no more than 18 digits before the point and 30 after it, and no exponent beyond 30.
func Machine(text string) (*big.Rat, error) {
	parts := machine.FindStringSubmatch(text)
	if parts == nil || parts[2]+parts[3] == "" {
		return nil, &FormatError{Text: text, Reason: "it is not a number as programs write it"}
	}
	value := rational(strings.TrimPrefix(parts[1], "+") + "0" + parts[2] + "." + parts[3] + "0")
	power, err := strconv.Atoi(cmp.Or(parts[4], "0"))
	if err != nil || power < -30 || power > 30 {
		return nil, &FormatError{Text: text, Reason: "its exponent is beyond 30"}
	}
	factor := new(big.Rat).SetInt(pow10(max(power, -power)))
	if power < 0 {
		return value.Quo(value, factor), nil
	}
	return value.Mul(value, factor), nil
}

// Ratio reads a percentage: "35%" is 7/20, "-0.5%" is -1/200. The error is a *FormatError.
func Ratio(text string) (*big.Rat, error) {
	if !percent.fits(text) {
		why := `a percentage is digits and a percent sign, as in "12.5%"`
		return nil, &FormatError{Text: text, Reason: why, Suggest: meantRatio(text)}
	}
	value := rational(strings.TrimSuffix(text, "%"))
	return value.Quo(value, big.NewRat(100, 1)), nil
}

// meantRatio suggests nothing for a bare number: 0.35 may be a third or a third of a hundredth.
func meantRatio(text string) string {
	digits, isPercent := strings.CutSuffix(strings.TrimSpace(text), "%")
	if amount := meant(strings.TrimSpace(digits)); isPercent && percent.fits(amount+"%") {
		return amount + "%"
	}
	return ""
}

// Sum is an amount of a currency.
type Sum struct {
	Amount   *big.Rat
	Currency string // ISO 4217, in force
}

// ParseSum reads an amount with its currency: "500 EUR". The error is a *FormatError.
func ParseSum(text string) (Sum, error) {
	parts := sum.FindStringSubmatch(text)
	if parts == nil {
		return Sum{}, &FormatError{Text: text, Reason: `a sum is an amount, a space and a currency, as in "500 EUR"`}
	}
	units, known := MinorUnits(parts[2])
	if !known {
		return Sum{}, &FormatError{Text: text, Reason: parts[2] + " is not a currency of ISO 4217"}
	}
	amount, err := Exact(parts[1])
	if err != nil {
		return Sum{}, err
	}
	if Decimals(parts[1]) > units {
		return Sum{}, &FormatError{Text: text, Reason: "it has more decimals than " + parts[2] + " has"}
	}
	return Sum{amount, parts[2]}, nil
}

// rational reads text that a regular expression above has let through.
func rational(text string) *big.Rat {
	whole, decimals, _ := strings.Cut(text, ".")
	decimals = strings.TrimRight(decimals, "0")
	if n, err := strconv.ParseInt(whole+decimals, 10, 64); err == nil && len(decimals) < len(powers) { // as most are, and big.Rat makes much more of them
		return big.NewRat(n, powers[len(decimals)])
	}
	value, ok := new(big.Rat).SetString(text)
	if !ok {
		panic("a number that has been checked cannot be read: " + text)
	}
	return value
}

// powers are those of ten that an int64 holds.
var powers = func() (all [19]int64) {
	for i, n := 0, int64(1); i < len(all); i, n = i+1, n*10 {
		all[i] = n
	}
	return all
}()

func pow10(n int) *big.Int { return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil) }

// Fixed reads digits with up to so many decimals into an integer: "1.5" with 6 decimals is 1500000. It is for figures that
// come by the million, and takes what Parse takes as long as it fits: no sign, no needless zeros, no exponent, and at most 18
// digits in all, the decimals that are not written included.
func Fixed(text []byte, decimals int) (int64, bool) {
	var value int64
	digits, point := 0, -1
	for i, c := range text {
		switch {
		case c == '.' && point < 0 && i > 0 && i < len(text)-1:
			point = i
		case '0' <= c && c <= '9' && digits < 18:
			value = value*10 + int64(c-'0')
			digits++
		default:
			return 0, false
		}
	}
	written := 0
	if point >= 0 {
		written = len(text) - point - 1
	}
	if digits == 0 || written > decimals || digits-written+decimals > 18 {
		return 0, false
	}
	if text[0] == '0' && len(text) > 1 && point != 1 {
		return 0, false
	}
	for ; written < decimals; written++ {
		value *= 10
	}
	return value, true
}
