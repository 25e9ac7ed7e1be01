package translation

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// stopWords are words that hardly any English sentence does without, and that other languages do not have.
var stopWords = map[string]bool{"the": true, "and": true, "of": true, "with": true, "from": true, "that": true, "this": true, "your": true, "you": true,
	"will": true, "which": true, "are": true, "by": true, "for": true, "our": true, "have": true, "what": true, "when": true, "it": true}

// left reports a text that is still in English for a good part.
func (j *Judge) left(target string) string {
	if j.source != "en" && !strings.HasPrefix(j.source, "en-") || strings.HasPrefix(j.language, "en") {
		return ""
	}
	words, english := 0, 0
	for _, word := range strings.FieldsFunc(strings.ToLower(target), func(r rune) bool { return !unicode.IsLetter(r) }) {
		words++
		if stopWords[word] {
			english++
		}
	}
	if english >= 3 && english*5 > words {
		return fmt.Sprintf("%d of %d words are English", english, words)
	}
	return ""
}

// ends reports a sentence that ends as another kind of sentence than its source.
func ends(source, target string) string {
	want, have := ending(source), ending(target)
	if want == have || want == "in a colon" && strings.HasSuffix(target, "。") { // Japanese and Chinese announce a list so
		return ""
	}
	return fmt.Sprintf("the source ends %s, this %s", want, have)
}

func ending(text string) string {
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(text, " \t*_~\"'”’»)]」）"))
	switch {
	case strings.ContainsRune(".。।۔…", last):
		return "in a full stop"
	case strings.ContainsRune("?？؟", last):
		return "in a question mark"
	case strings.ContainsRune("!！", last):
		return "in an exclamation mark"
	case strings.ContainsRune(":：", last):
		return "in a colon"
	}
	return "without a mark"
}

func spaces(text string) string {
	switch {
	case strings.Contains(text, "  "):
		return "two blanks in a row"
	case strings.TrimSpace(text) != text:
		return "a blank at an end"
	}
	return ""
}

// doubled reports a word of some length that stands twice in a row, unless the source has such a word too.
func doubled(source, target string) string {
	if twice(source) != "" {
		return ""
	}
	if word := twice(target); word != "" {
		return word + " stands twice in a row"
	}
	return ""
}

func twice(text string) string {
	words := strings.Fields(strings.ToLower(text))
	for i := 1; i < len(words); i++ {
		if words[i] == words[i-1] && utf8.RuneCountInString(words[i]) > 4 && strings.ContainsFunc(words[i], unicode.IsLetter) {
			return words[i]
		}
	}
	return ""
}

func brackets(text string) string {
	for _, pair := range []string{"()", "[]", "（）", "「」", "『』", "«»", "‹›"} {
		runes := []rune(pair)
		if opened, closed := strings.Count(text, string(runes[0])), strings.Count(text, string(runes[1])); opened != closed {
			return fmt.Sprintf("%d %c and %d %c", opened, runes[0], closed, runes[1])
		}
	}
	if strings.Count(text, `"`)%2 == 1 {
		return `an odd number of "`
	}
	return ""
}

// loose reports marks of emphasis that readers would see. In a script without blanks this happens easily: Markdown takes
// **文。** before another letter for no end of strong text, because a full stop comes before the mark and a letter after it.
func loose(source, target string) string {
	for _, mark := range []string{"*", "~~"} {
		if strings.Count(target, mark) <= strings.Count(source, mark) {
			continue
		}
		at := strings.LastIndex(target, mark)
		before, after := []rune(target[:at]), []rune(target[at:])
		near := string(before[max(0, len(before)-8):]) + string(after[:min(len(after), 8)])
		return fmt.Sprintf("readers see the %s in %q; put punctuation outside of it, or a blank beside it", mark, near)
	}
	return ""
}

// punctuation reports marks that a language sets in its own way: a blank that does not break before : ; ! ? in French, and the
// marks that open a question or an exclamation in Spanish.
func (j *Judge) punctuation(source, target string) string {
	switch base, _, _ := strings.Cut(j.language, "-"); base {
	case "fr":
		before := ' '
		for at, r := range target {
			ends := at+1 >= len(target) || unicode.IsSpace(rune(target[at+1]))
			if ends && strings.ContainsRune(":;!?", r) && (before == ' ' && at > 0 || unicode.IsLetter(before)) && j.language != "fr-CA" {
				return fmt.Sprintf("French has a blank that does not break before %c", r)
			}
			before = r
		}
	case "es":
		for _, pair := range []string{"¿?", "¡!"} {
			runes := []rune(pair)
			if opened, closed := strings.Count(target, string(runes[0])), strings.Count(target, string(runes[1])); opened < closed && strings.ContainsRune(source, runes[1]) {
				return fmt.Sprintf("%d %c and %d %c", opened, runes[0], closed, runes[1])
			}
		}
	}
	return ""
}

// percents reports a number with nothing but a blank at which a line may break before its %, or not even that, in a language
// that sets one.
func (j *Judge) percents(target string) string {
	for rest := target; j.percentApart; {
		number, after, found := strings.Cut(rest, "%")
		if !found {
			break
		}
		last, _ := utf8.DecodeLastRuneInString(strings.TrimSuffix(number, " "))
		next, _ := utf8.DecodeRuneInString(after)
		if digit(last) >= 0 && !readable(next) { // as it is in an address: a%20b
			return "there is no blank that does not break before %"
		}
		rest = after
	}
	return ""
}

// composed reports letters that are written as a letter and an accent of its own, which searches do not find.
func composed(text string) string {
	if !norm.NFC.IsNormalString(text) {
		return "the text is not in Unicode's composed form (NFC)"
	}
	return ""
}

// bands are how long human translations of English technical prose are, in characters for one of the source: nine of ten lie
// within.
var bands = map[string][2]float64{"es": {0.96, 1.28}, "ca": {0.96, 1.22}, "fr": {0.90, 1.38}, "it": {0.98, 1.26}, "pt-BR": {0.95, 1.20}}

// ratio reports a text whose length is unusual for its language.
func (j *Judge) ratio(source, target string) string {
	band, known := bands[j.language]
	from, to := utf8.RuneCountInString(source), utf8.RuneCountInString(target)
	if !known || from <= 60 {
		return ""
	}
	if ratio := float64(to) / float64(from); ratio < band[0] || ratio > band[1] {
		return fmt.Sprintf("%.2f times as long as the source, where %.2f to %.2f is usual", ratio, band[0], band[1])
	}
	return ""
}

// hidden reports characters that nobody sees or that only stretch a word.
func hidden(source, target string) string {
	for _, r := range []rune{0x200B, 0x0640, 0xFEFF} {
		if strings.ContainsRune(target, r) && !strings.ContainsRune(source, r) {
			return fmt.Sprintf("U+%04X", r)
		}
	}
	return ""
}
