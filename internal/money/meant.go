package money

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

var (
	exponent = regexp.MustCompile(`^([0-9]+)(?:\.([0-9]+))?[eE]([+-]?[0-9]{1,2})$`)

	// An amount in one of its common shapes, after separators have become: _ between groups, . or , as written.
	spaced   = regexp.MustCompile(`^[0-9]{1,3}(?:_[0-9]{3})+(?:[.,][0-9]+)?$`)
	plain    = regexp.MustCompile(`^[0-9]*(?:[.,][0-9]*)?$`)
	commas   = regexp.MustCompile(`^[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?$`)
	points   = regexp.MustCompile(`^[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?$`)
	indian   = regexp.MustCompile(`^[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}(?:\.[0-9]+)?$`)
	doubtful = regexp.MustCompile(`^[1-9][0-9]{0,2},[0-9]{3}$`) // 1,234 is one or a thousand
)

// meant is the amount that somebody probably had in mind who wrote text, or empty.
// It guesses only where no other reading is likely: a wrong price that looks right is worse than no suggestion.
func meant(text string) string {
	text = strings.TrimPrefix(withoutCurrency(plainDigits(text)), "+")
	if parts := exponent.FindStringSubmatch(text); parts != nil {
		return accepted(writtenOut(parts[1], parts[2], parts[3]))
	}
	switch {
	case !strings.ContainsAny(text, "0123456789"), doubtful.MatchString(text):
		return ""
	case plain.MatchString(text):
		return accepted(strings.Replace(text, ",", ".", 1))
	case spaced.MatchString(text):
		return accepted(strings.Replace(strings.ReplaceAll(text, "_", ""), ",", ".", 1))
	case commas.MatchString(text), indian.MatchString(text):
		return accepted(strings.ReplaceAll(text, ",", ""))
	case points.MatchString(text):
		return accepted(strings.Replace(strings.ReplaceAll(text, ".", ""), ",", ".", 1))
	}
	return ""
}

// plainDigits turns the digits of all scripts into 0 to 9 and their separators into ASCII ones, all gaps into "_".
func plainDigits(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case isForeignDigit(r):
			return '0' + valueOf(r)
		case r == '．' || r == '٫' || r == '。':
			return '.'
		case r == '，':
			return ','
		case isGap(r):
			return '_'
		}
		return r
	}, strings.TrimSpace(text))
}

// valueOf counts from the zero of the digit's script: Unicode gives each script ten digits in a row, and the
// rows that touch each other (mathematical digits) are runs of ten as well.
func valueOf(digit rune) rune {
	for _, row := range unicode.Nd.R16 {
		if rune(row.Lo) <= digit && digit <= rune(row.Hi) {
			return (digit - rune(row.Lo)) % 10
		}
	}
	for _, row := range unicode.Nd.R32 {
		if rune(row.Lo) <= digit && digit <= rune(row.Hi) {
			return (digit - rune(row.Lo)) % 10
		}
	}
	return 0
}

// withoutCurrency takes away one currency before or after the digits: a sign, with letters or not ("€", "US$"), or
// the code of one in force.
func withoutCurrency(text string) string {
	start := strings.IndexFunc(text, notOfCurrency)
	end := strings.LastIndexFunc(text, notOfCurrency) + 1
	for end > 0 && end < len(text) && text[end]&0xC0 == 0x80 {
		end++ // the last rune that stays may be longer than a byte
	}
	if start < 0 {
		return text
	}
	before, after := text[:start], text[end:]
	switch {
	case before != "" && after == "" && isCurrency(before):
		return strings.TrimLeftFunc(text[start:], isGap)
	case after != "" && before == "" && isCurrency(after):
		return strings.TrimRightFunc(text[:end], isGap)
	}
	return text
}

func notOfCurrency(r rune) bool { return !unicode.IsLetter(r) && !unicode.Is(unicode.Sc, r) }

func isCurrency(text string) bool {
	_, known := MinorUnits(strings.ToUpper(text))
	return known || strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Sc, r) })
}

// writtenOut moves the point by the exponent: 1.5e3 is 1500.
func writtenOut(whole, fraction, power string) string {
	shift, err := strconv.Atoi(power)
	if err != nil {
		return ""
	}
	digits, point := whole+fraction, len(whole)+shift
	if point < 0 {
		digits, point = strings.Repeat("0", -point)+digits, 0
	}
	if point >= len(digits) {
		return digits + strings.Repeat("0", point-len(digits))
	}
	return digits[:point] + "." + digits[point:]
}

// accepted mends what is left to mend at the ends and gives the amount if Parse takes it, else nothing.
func accepted(amount string) string {
	whole, fraction, _ := strings.Cut(amount, ".")
	whole = strings.TrimLeft(whole, "0")
	if whole == "" {
		whole = "0"
	}
	if fraction != "" {
		whole += "." + fraction
	}
	if !strict.fits(whole) {
		return ""
	}
	return whole
}
