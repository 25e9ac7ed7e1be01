package money

import (
	"errors"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"unicode"
)

func TestParseReadsExactly(t *testing.T) {
	for _, text := range []string{"0", "0.5", "1.84", "1.840", "10", "0.000000001", "0.00", "999999999999999999.999999999", "9007199254740993.1"} {
		amount, err := Parse(text)
		if err != nil {
			t.Errorf("Parse(%q): %v", text, err)
			continue
		}
		if got := amount.Text('f'); got != text {
			t.Errorf("Parse(%q) = %s", text, got)
		}
	}
}

func TestParseSaysWhyAndWhatWasMeant(t *testing.T) {
	for _, c := range []struct{ text, reason, suggest string }{
		{"", "nothing is written", ""},
		{"  ", "nothing is written", ""},
		{"1.84 ", "there is space around it", "1.84"},
		{"1.84\n", "there is space around it", "1.84"},
		{"1,84", "the decimal separator is a point", "1.84"},
		{"0,125", "the decimal separator is a point", "0.125"},
		{"1234,567", "the decimal separator is a point", "1234.567"},
		{"1,234", "the decimal separator is a point", ""},
		{"999,000", "the decimal separator is a point", ""},
		{"12,", "the decimal separator is a point", "12"},
		{"1 234.50", "digits are not grouped", "1234.50"},
		{"1\u202f234,50", "digits are not grouped", "1234.50"},
		{"1 234,500", "digits are not grouped", "1234.500"},
		{"1'234.50", "digits are not grouped", "1234.50"},
		{"1_000", "digits are not grouped", "1000"},
		{"1,234.50", "digits are not grouped", "1234.50"},
		{"1.234,50", "digits are not grouped", "1234.50"},
		{"1,234,567", "digits are not grouped", "1234567"},
		{"1.234.567", "digits are not grouped", "1234567"},
		{"12,34,567.5", "digits are not grouped", "1234567.5"},
		{"12 34", "digits are not grouped", ""},
		{"1.2.3", "digits are not grouped", ""},
		{".5", "digits stand on both sides of the point", "0.5"},
		{"5.", "digits stand on both sides of the point", "5"},
		{".", "digits stand on both sides of the point", ""},
		{",", "the decimal separator is a point", ""},
		{"1.84 EUR", "the currency does not stand with the amount", "1.84"},
		{"EUR 1,84", "the currency does not stand with the amount", "1.84"},
		{"1.84eur", "the currency does not stand with the amount", "1.84"},
		{"€1.84", "the currency does not stand with the amount", "1.84"},
		{"1\u202f234,50\u00a0€", "the currency does not stand with the amount", "1234.50"},
		{"US$5", "the currency does not stand with the amount", "5"},
		{"$1,234", "the currency does not stand with the amount", ""},
		{"1.84 apples", "it is not a number", ""},
		{"01.5", "no zeros stand before the first digit", "1.5"},
		{"00", "no zeros stand before the first digit", "0"},
		{"１．８４", "digits are written 0 to 9", "1.84"},
		{"١٫٨٤", "digits are written 0 to 9", "1.84"},
		{"۱٬۲۳۴٫۵۰", "digits are written 0 to 9", "1234.50"},
		{"𝟙.𝟠𝟜", "digits are written 0 to 9", "1.84"},
		{"1e3", "an amount is written out, without an exponent", "1000"},
		{"1.5E3", "an amount is written out, without an exponent", "1500"},
		{"184e-2", "an amount is written out, without an exponent", "1.84"},
		{"1e-3", "an amount is written out, without an exponent", "0.001"},
		{"1e99", "an amount is written out, without an exponent", ""},
		{"+1.84", "an amount has no sign", "1.84"},
		{"-1.84", "an amount is not negative", ""},
		{"−1.84", "an amount is not negative", ""},
		{"NaN", "it is not a number", ""},
		{"Infinity", "it is not a number", ""},
		{"0x10", "it is not a number", ""},
		{"1.84%", "it is not a number", ""},
		{"1\u200b.84", "it is not a number", ""},
		{"1234567890123456789", "more than 18 digits stand before the point", ""},
		{"1.1234567891", "more than 9 digits stand after the point", ""},
	} {
		_, err := Parse(c.text)
		var wrong *FormatError
		if !errors.As(err, &wrong) {
			t.Errorf("Parse(%q) accepts it, or fails oddly: %v", c.text, err)
			continue
		}
		if wrong.Text != c.text || wrong.Reason != c.reason || wrong.Suggest != c.suggest {
			t.Errorf("Parse(%q): %q, %q; want %q, %q", c.text, wrong.Reason, wrong.Suggest, c.reason, c.suggest)
		}
	}
}

func TestErrorIsASentence(t *testing.T) {
	_, err := Parse("1,84")
	if want := `"1,84" is no amount: the decimal separator is a point; did you mean "1.84"?`; err.Error() != want {
		t.Errorf("got %s", err)
	}
	_, err = Parse(strings.Repeat("x", 1000))
	if len(err.Error()) > 100 {
		t.Errorf("a long text is not cut: %s", err)
	}
}

func TestDecimals(t *testing.T) {
	for text, want := range map[string]int{"7": 0, "1.5": 1, "1.50": 2, "0.000000001": 9, "1,50": 0, "x.12": 0} {
		if got := Decimals(text); got != want {
			t.Errorf("Decimals(%q) = %d, want %d", text, got, want)
		}
	}
}

func TestMinorUnits(t *testing.T) {
	for code, want := range map[string]int{
		"EUR": 2, "USD": 2, "JPY": 0, "KWD": 3, "CLF": 4, "UYW": 4, "ISK": 0, "HUF": 2,
		// where CLDR differs or is silent
		"IQD": 3, "COP": 2, "IDR": 2, "PKR": 2, "RSD": 2, "YER": 2, "MRU": 2, "SLE": 2, "VED": 2, "XCG": 2, "ZWG": 2, "XAD": 2,
	} {
		if got, ok := MinorUnits(code); !ok || got != want {
			t.Errorf("MinorUnits(%s) = %d, %v; want %d", code, got, ok, want)
		}
	}
	for _, code := range []string{"", "eur", "EU", "EURO", "DEM", "HRK", "ANG", "BGN", "CUC", "SLL", "ZWL", "XAU", "XXX", "XTS", "XDR"} {
		if got, ok := MinorUnits(code); ok {
			t.Errorf("MinorUnits(%q) = %d", code, got)
		}
	}
	count := map[int]int{}
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			for c := 'A'; c <= 'Z'; c++ {
				if units, ok := MinorUnits(string([]rune{a, b, c})); ok {
					count[units]++
				}
			}
		}
	}
	if count[0] != 17 || count[2] != 139 || count[3] != 7 || count[4] != 2 {
		t.Errorf("the table has another number of currencies than the %s list: %v", Edition, count)
	}
}

// valueOf relies on this property of Unicode's tables.
func TestDigitsOfAScriptStandInRunsOfTen(t *testing.T) {
	for _, row := range unicode.Nd.R16 {
		if row.Stride != 1 || (row.Hi-row.Lo+1)%10 != 0 {
			t.Errorf("%x-%x", row.Lo, row.Hi)
		}
	}
	for _, row := range unicode.Nd.R32 {
		if row.Stride != 1 || (row.Hi-row.Lo+1)%10 != 0 {
			t.Errorf("%x-%x", row.Lo, row.Hi)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"1.84", "1,84", "1 234.50", "€1.84", "1.84 EUR", "01.5", "１．８４", "١٫٨٤", "1e3", "1e-99", "𝟙", ".", "", "\xff", "€\xff", "\x801"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		amount, err := Parse(text)
		if err == nil {
			if back := amount.Text('f'); back != text {
				t.Fatalf("%q comes back as %q", text, back)
			}
			if amount.Exponent != -int32(Decimals(text)) {
				t.Fatalf("%q has exponent %d", text, amount.Exponent)
			}
			return
		}
		var wrong *FormatError
		if !errors.As(err, &wrong) || wrong.Reason == "" || err.Error() == "" {
			t.Fatalf("%q: no reason in %v", text, err)
		}
		if wrong.Suggest == "" {
			return
		}
		if _, err := Parse(wrong.Suggest); err != nil {
			t.Fatalf("%q suggests %q, which is no amount", text, wrong.Suggest)
		}
	})
}

// TestForms: what a number may look like is what regular expressions say of it.
func TestForms(t *testing.T) {
	said := map[*form]*regexp.Regexp{
		&strict:  regexp.MustCompile(`^(0|[1-9][0-9]{0,17})(\.[0-9]{1,9})?$`),
		&percent: regexp.MustCompile(`^-?(0|[1-9][0-9]{0,8})(\.[0-9]{1,9})?%$`),
		&signed:  regexp.MustCompile(`^-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,30})?$`),
	}
	source := rand.New(rand.NewPCG(1, 2))
	digits := func(n int) string { return strings.Repeat("7", n) }
	for range 50_000 {
		var text string
		for range source.IntN(6) {
			text += []string{"0", "1", "-", ".", "%", "00", "9", "\n", "e", "+", "é", digits(8), digits(9), digits(17), digits(18), digits(29), digits(30)}[source.IntN(17)]
		}
		for one, by := range said {
			if one.fits(text) != by.MatchString(text) {
				t.Fatalf("%q: %v, and %s says %v", text, one.fits(text), by, by.MatchString(text))
			}
		}
	}
}
