package translation

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"parley/internal/diag"
	"parley/internal/doc"
)

// Unread returns the checks that a text must stand which no person has read, beside those of Check: every number of the source is
// in it, of the same thing, and no other. A person may write 1 as a word, or leave a number out for a reason; of a machine nobody
// knows, so such a text is not shown. Numbers that an English source spells out may be written in digits; where a source in
// another language does so, the text is not taken.
func Unread(unit doc.Unit, text string) []Failure {
	missing, extra := differing(numerals(unit.Text), numerals(text))
	if len(missing)+len(extra) == 0 && lostSigns(unit.Text, text)+inventedSigns(unit.Text, text) == "" {
		return nil // Check sees to it that what is no prose is the same, so most texts need not be parsed
	}
	return unread(prose(unit, text))
}

func unread(source, target string) []Failure {
	missing, extra := differing(numerals(source), numerals(target))
	var spelt map[string]bool
	if len(extra) > 0 {
		spelt = speltOut(source)
	}
	extra = slices.DeleteFunc(extra, func(number string) bool { return spelt[number] })
	if len(extra) == 0 { // what is missing may be there as a word
		missing = slices.DeleteFunc(missing, asWord)
	}
	var parts []string
	for _, part := range []string{lostSigns(source, target), listed("missing ", missing), listed("not in the source ", extra), inventedSigns(source, target)} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	if len(parts) == 0 {
		return nil
	}
	return []Failure{{"numbers", shorten(strings.Join(parts, "; "), 300), diag.Error}}
}

// numbersOf is the check of the numbers of any text: an error in one in which a wrong number does harm.
func numbersOf(source, target string, critical bool) []Failure {
	severity := diag.Warning
	if critical {
		severity = diag.Error
	}
	var failures []Failure
	for _, detail := range []string{lost(numerals(source), numerals(target)), lostSigns(source, target)} {
		if detail != "" {
			failures = append(failures, Failure{"numbers", shorten(detail, 300), severity})
		}
	}
	return failures
}

func listed(before string, numbers []string) string {
	if len(numbers) == 0 {
		return ""
	}
	return before + strings.Join(numbers, ", ")
}

// differing says which numbers of the source the target lacks, and which the source does not have.
func differing(source, target []string) (missing, extra []string) {
	for _, number := range source {
		if at := slices.Index(target, number); at >= 0 {
			target = slices.Delete(target, at, at+1)
		} else {
			missing = append(missing, number)
		}
	}
	return missing, target
}

// asWord are the numbers for which some languages have forms of the noun, or no word at all, as for the 0 of 17:00.
func asWord(number string) bool { return number == "0" || number == "1" || number == "2" }

// lost says which numbers of the source a person's text lacks. More numbers are no fault: "two days" may become 2日. Nor are small
// ones as words.
func lost(source, target []string) string {
	missing, _ := differing(source, target)
	return listed("missing ", slices.DeleteFunc(missing, asWord))
}

// numerals are the numbers of a text, each written in one way: how thousands and decimals are set apart is each language's own. What
// follows the last mark are decimals, unless these are three digits, which may be thousands; 23.11.2026 is three numbers.
func numerals(text string) []string {
	var numbers, parts []string
	var digits []byte
	for _, r := range text + " " {
		if d := digit(r); d >= 0 {
			digits = append(digits, byte('0'+d))
			continue
		}
		between := len(digits) > 0 && strings.ContainsRune(".,'’٬٫\u00a0\u202f", r)
		if len(digits) > 0 {
			parts, digits = append(parts, string(digits)), nil
		}
		if !between && len(parts) > 0 {
			numbers, parts = append(numbers, figures(parts)...), nil
		}
	}
	return numbers
}

// figures are the numbers that groups of digits with a mark between them are.
func figures(parts []string) []string {
	last := len(parts) - 1
	switch {
	case last == 2 && len(parts[1]) <= 2 && len(parts[0])+len(parts[2]) <= 6 && max(len(parts[0]), len(parts[2])) == 4: // a date
		return []string{plainNumber(parts[0]), plainNumber(parts[1]), plainNumber(parts[2])}
	case last == 0 || len(parts[last]) == 3:
		return []string{plainNumber(strings.Join(parts, ""))}
	}
	number := plainNumber(strings.Join(parts[:last], ""))
	if decimals := strings.TrimRight(parts[last], "0"); decimals != "" {
		number += "." + decimals
	}
	return []string{number}
}

// plainNumber leaves out zeros before a number: 05 is 5.
func plainNumber(digits string) string {
	if plain := strings.TrimLeft(digits, "0"); plain != "" {
		return plain
	}
	return "0"
}

// digit is the value of a decimal digit of the scripts of our languages, or -1.
func digit(r rune) int {
	for _, zero := range []rune{'0', '٠', '۰', '०', '০', '๐', '０'} {
		if r >= zero && r <= zero+9 {
			return int(r - zero)
		}
	}
	return -1
}

// signs are what a number is a number of, in every way in which it is written: 150,000 يورو is €150,000.
var signs = [][]string{
	{"%", "％", "٪", "percent", "per cent", "Prozent", "pour cent", "por ciento", "في المئة", "パーセント"},
	{"€", "EUR", "euro", "يورو", "ユーロ", "欧元"},
	{"$", "USD", "dollar", "dólar", "دولار", "ドル", "美元"},
	{"£", "GBP", "pound", "livre", "libra", "Pfund", "جنيه", "ポンド", "英镑"},
	{"¥", "JPY", "yen", "ين", "円", "日元"},
}

// lostSigns says what the numbers of the source are of, and those of the target are not.
func lostSigns(source, target string) string {
	return signOnly(source, target, "missing ")
}

// inventedSigns says what the numbers of the target are of, and those of the source are not.
func inventedSigns(source, target string) string {
	return signOnly(target, source, "not in the source ")
}

func signOnly(one, other, say string) string {
	for _, sign := range signs {
		written := func(text string) func(string) bool {
			return func(form string) bool { return strings.Contains(text, form) }
		}
		if slices.ContainsFunc(sign[:2], written(one)) && !slices.ContainsFunc(sign, written(other)) {
			return say + sign[0]
		}
	}
	return ""
}

// numberWords are the English words for which another language may write digits, with their values.
var numberWords = words(`zero=0 a=1 an=1 one=1 once=1 first=1 each=1 every=1 per=1 single=1 daily=1 weekly=1 monthly=1 yearly=1 annual=1 annually=1 another=1
two=2 twice=2 second=2 both=2 couple=2 pair=2 half=2 double=2 three=3 third=3 four=4 fourth=4 quarter=4 quarterly=4 five=5 fifth=5 six=6 sixth=6 seven=7 seventh=7
eight=8 eighth=8 nine=9 ninth=9 ten=10 tenth=10 eleven=11 twelve=12 twelfth=12 dozen=12 noon=12 thirteen=13 fourteen=14 fortnight=14 fifteen=15 sixteen=16
seventeen=17 eighteen=18 nineteen=19 twenty=20 thirty=30 forty=40 fifty=50 sixty=60 seventy=70 eighty=80 ninety=90 hundred=100 thousand=1000 million=1000000
january=1 february=2 march=3 april=4 may=5 june=6 july=7 august=8 september=9 october=10 november=11 december=12
jan=1 feb=2 mar=3 apr=4 jun=6 jul=7 aug=8 sep=9 sept=9 oct=10 nov=11 dec=12`)

func words(table string) map[string]int {
	values := map[string]int{}
	for entry := range strings.FieldsSeq(table) {
		word, value, _ := strings.Cut(entry, "=")
		values[word], _ = strconv.Atoi(value)
	}
	return values
}

// speltOut are the numbers that words of an English text stand for, alone and together: of twenty-five 20, 5 and 25.
func speltOut(text string) map[string]bool {
	spelt, sum := map[string]bool{}, 0
	for word := range strings.FieldsFuncSeq(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) }) {
		value, known := numberWords[word]
		switch {
		case !known:
			sum = 0
			continue
		case value >= 100:
			sum = max(sum, 1) * value
		default:
			sum += value
		}
		spelt[strconv.Itoa(value)], spelt[strconv.Itoa(sum)] = true, true
	}
	return spelt
}
