package locale

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// joints is what stands between the items of a list: of two, between all but the last two, before the last.
type joints struct{ two, middle, last string }

// List joins items as in running text: "a, b, and c", "a, b et c", "a、b、c".
func (l Locale) List(items []string) string {
	switch len(items) {
	case 0:
		return ""
	case 1:
		return items[0]
	case 2:
		return items[0] + l.joint(l.joins.two, items[1]) + items[1]
	}
	last := len(items) - 1
	return strings.Join(items[:last], l.joins.middle) + l.joint(l.joins.last, items[last]) + items[last]
}

// joint fits the last joint to the word after it, where CLDR's patterns alone would be wrong. ICU knows the
// same two cases: Spanish "y" becomes "e" before the sound i, and Hebrew "ו" takes a hyphen before other scripts.
func (l Locale) joint(joint, next string) string {
	base, _ := l.tag.Base()
	switch base.String() {
	case "es":
		if soundsLikeI(next) {
			return strings.Replace(joint, " y ", " e ", 1)
		}
	case "he":
		if first, _ := utf8.DecodeRuneInString(next); next != "" && !unicode.Is(unicode.Hebrew, first) {
			return joint + "-"
		}
	}
	return joint
}

// soundsLikeI is true of "Ivan" and "Hidalgo", not of "hielo" and "hiato", where the i is no vowel.
func soundsLikeI(word string) bool {
	word = strings.ToLower(word)
	if strings.HasPrefix(word, "i") {
		return true
	}
	return strings.HasPrefix(word, "hi") && !strings.HasPrefix(word, "hia") && !strings.HasPrefix(word, "hie")
}

// lists has CLDR 48.2's standard list patterns; a region without a row has those of its language.
var lists = map[string]joints{
	"ar":         {" و", " و", " و"},
	"bg":         {" и ", ", ", " и "},
	"bn":         {" এবং ", ", ", " এবং "},
	"ca":         {" i ", ", ", " i "},
	"cs":         {" a\u00a0", ", ", " a\u00a0"},
	"da":         {" og ", ", ", " og "},
	"de":         {" und ", ", ", " und "},
	"el":         {" και ", ", ", " και "},
	"en":         {" and ", ", ", ", and "},
	"en-AU":      {" and ", ", ", " and "},
	"en-CA":      {" and ", ", ", " and "},
	"en-GB":      {" and ", ", ", " and "},
	"en-IE":      {" and ", ", ", " and "},
	"en-IN":      {" and ", ", ", " and "},
	"en-NZ":      {" and ", ", ", " and "},
	"en-ZA":      {" and ", ", ", " and "},
	"es":         {" y ", ", ", " y "},
	"et":         {" ja ", ", ", " ja "},
	"fa":         {" و ", "،\u200f ", "، و "},
	"fi":         {" ja ", ", ", " ja "},
	"fil":        {" at ", ", ", ", at "},
	"fr":         {" et ", ", ", " et "},
	"he":         {" ו", ", ", " ו"},
	"hi":         {" और ", ", ", ", और "},
	"hr":         {" i ", ", ", " i "},
	"hu":         {" és ", ", ", " és "},
	"id":         {" dan ", ", ", ", dan "},
	"is":         {" og ", ", ", " og "},
	"it":         {" e ", ", ", " e "},
	"ja":         {"、", "、", "、"},
	"ko":         {" 및 ", ", ", " 및 "},
	"lt":         {" ir ", ", ", " ir "},
	"lv":         {" un ", ", ", " un "},
	"ms":         {" dan ", ", ", " dan "},
	"nb":         {" og ", ", ", " og "},
	"nl":         {" en ", ", ", " en "},
	"pl":         {" i ", ", ", " i "},
	"pt":         {" e ", ", ", " e "},
	"ro":         {" și ", ", ", " și "},
	"ru":         {" и ", ", ", " и "},
	"sk":         {" a\u00a0", ", ", " a "},
	"sl":         {" in ", ", ", " in "},
	"sr":         {" и ", ", ", " и "},
	"sv":         {" och ", ", ", " och "},
	"sw":         {" na ", ", ", " na "},
	"ta":         {" மற்றும் ", ", ", " மற்றும் "},
	"th":         {"และ", " ", " และ"},
	"tr":         {" ve ", ", ", " ve "},
	"uk":         {" і ", ", ", " і "},
	"ur":         {" اور ", "، ", "، اور "},
	"vi":         {" và ", ", ", " và "},
	"zh":         {"和", "、", "和"},
	"zh-Hant-HK": {"及", "、", "及"},
}
