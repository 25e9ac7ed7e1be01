package plain

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Score is how hard a text is to read.
type Score struct {
	Measure string  // LIX or Gulpease
	Value   float64 //
	Limit   float64 // of the language
	Words   int
	Hardest []Sentence // those that cost most, at most three
}

// Sentence is a sentence with its number of words and of long words.
type Sentence struct {
	Text        string
	Words, Long int
}

// Least is how many words a text must have to be measured: of less, a single sentence decides.
const Least = 100

// limits are how hard a text for partners may be, by LIX. The measure is not comparable between languages: the same text had
// 49.8 in English, 57.2 in Spanish, 56.3 in Italian, 55.3 in German, 55.2 in French, 54.3 in Portuguese, 53.0 in Catalan. The
// limit is 50 in English, and as much more elsewhere as the language itself adds.
var limits = map[string]float64{"en": 50, "es": 57.5, "de": 55.5, "fr": 55.5, "pt": 54.5, "ca": 53}

// gulpease is the least that an Italian text may have for readers who have finished school: 40 and above is read with ease.
const gulpease = 40

// Measure measures passages, each of which ends a sentence. It is false for a text of less than Least words, and for a language
// without a measure: those that write no blanks between words, and those for which nobody has set a limit.
func Measure(passages []string, language string) (Score, bool) {
	base, _, _ := strings.Cut(strings.ToLower(language), "-")
	limit, known := limits[base]
	if !known && base != "it" {
		return Score{}, false
	}
	var sentences []Sentence
	words, long, letters := 0, 0, 0
	for _, passage := range passages {
		for _, text := range split(passage) {
			s := Sentence{Text: text}
			for word := range fields(text) {
				length := utf8.RuneCountInString(word)
				s.Words++
				letters += length
				if length > 6 {
					s.Long++
				}
			}
			if s.Words > 0 {
				sentences = append(sentences, s)
				words, long = words+s.Words, long+s.Long
			}
		}
	}
	if words < Least {
		return Score{}, false
	}
	score := Score{Measure: "LIX", Limit: limit, Words: words, Value: float64(words)/float64(len(sentences)) + 100*float64(long)/float64(words)}
	if base == "it" {
		score.Measure, score.Limit = "Gulpease", gulpease
		score.Value = 89 + (300*float64(len(sentences))-10*float64(letters))/float64(words)
	}
	slices.SortStableFunc(sentences, func(a, b Sentence) int { return cmp.Compare(b.Words+b.Long, a.Words+a.Long) })
	score.Hardest = sentences[:min(3, len(sentences))]
	return score, true
}

// Hard reports whether a text is harder than its language's limit. Gulpease counts the other way round.
func (s Score) Hard() bool {
	if s.Measure == "Gulpease" {
		return s.Value < s.Limit
	}
	return s.Value > s.Limit
}

// split divides a passage after its sentences' ends.
func split(passage string) []string {
	var sentences []string
	start := 0
	for i := range len(passage) {
		next, _ := utf8.DecodeRuneInString(passage[i+1:])
		if strings.IndexByte(".!?:;", passage[i]) >= 0 && unicode.IsSpace(next) {
			sentences = append(sentences, strings.TrimSpace(passage[start:i+1]))
			start = i + 1
		}
	}
	return append(sentences, strings.TrimSpace(passage[start:]))
}

// fields yields the words of a text: letters and digits, with what joins them.
func fields(text string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for _, word := range strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) }) {
			if !yield(word) {
				return
			}
		}
	}
}
