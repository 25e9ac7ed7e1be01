package site

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"parley/internal/experiment"
)

// Words are the interface strings of one language: msgctxt, \x04, msgid -> msgstr; without a context only the msgid.
type Words map[string]string

// contextSeparator stands between a context and a text, as in gettext's compiled catalogues.
const contextSeparator = "\x04"

// Say returns an interface string in the language, or the English one where it has none.
func (w Words) Say(english string, args ...any) string {
	text := english
	if translated := w[english]; translated != "" {
		text = translated
	}
	if len(args) == 0 {
		return text
	}
	return fmt.Sprintf(text, args...)
}

// In returns a word with a context: "field", "kind" or "enum".
func (w Words) In(context, english string) string {
	if translated := w[context+contextSeparator+english]; translated != "" {
		return translated
	}
	return english
}

// place is the city after which a time zone is called, as a language calls it: "Istanbul" for Europe/Istanbul; "" for a zone that is
// called after none.
func (w Words) place(zone string) string {
	area, city, found := strings.Cut(zone, "/")
	if !found || area == "Etc" {
		return ""
	}
	return w.In("city", strings.ReplaceAll(city[strings.LastIndex(city, "/")+1:], "_", " "))
}

// has reports whether a word with a context is translated.
func (w Words) has(context, english string) bool { return w[context+contextSeparator+english] != "" }

// Count returns a plural form with its number: category is the CLDR category of n in the language. The forms of a
// catalogue are kept under the English singular, a NUL and their index, in the order of CLDR's categories.
func (w Words) Count(category string, n int, one, other string, args ...any) string {
	form := other
	if n == 1 {
		form = one
	}
	if index, ok := w.form(category, one); ok {
		form = w[pluralKey(one, index)]
	}
	if !strings.Contains(form, "%") {
		return form // a language may have a word for one or two of something
	}
	return fmt.Sprintf(form, append([]any{n}, args...)...)
}

// form picks the form of a category: languages with fewer forms than categories use their last one for the rest.
func (w Words) form(category, one string) (index int, ok bool) {
	forms := 0
	for w[pluralKey(one, forms)] != "" {
		forms++
	}
	categories := map[int][]string{1: {"other"}, 2: {"one", "other"}, 3: {"one", "few", "other"}, 4: {"one", "two", "few", "other"},
		5: {"one", "two", "few", "many", "other"}, 6: {"zero", "one", "two", "few", "many", "other"}}[forms]
	index = slices.Index(categories, category)
	if index < 0 {
		index = forms - 1
	}
	return index, forms > 0
}

func pluralKey(one string, index int) string { return one + "\x00" + strconv.Itoa(index) }

// SetPlural puts the forms of a plural into the words.
func (w Words) SetPlural(one string, forms []string) {
	for i, form := range forms {
		w[pluralKey(one, i)] = form
	}
}

// Set puts a word with a context into the words.
func (w Words) Set(context, english, text string) { w[context+contextSeparator+english] = text }

// pricePhrases are what pages about prices say without a template.
var pricePhrases = []string{
	"%[1]s from %[2]s; %[3]s from %[4]s.", "%[1]s from %[2]s on; tiers or limits last changed on %[3]s.", "%[1]s from %[2]s on, without a change.",
	"%[1]s to %[2]s", "up to %s", "above that", "tier %d", "Margin floor", "Discount cap", "Variability cap", "Notice period", "Monthly charge cap", "at least %s", "at most %s",
	"within %[1]s at most %[2]s from any price to any later one", "within %[1]s at most %[2]s, all changes added up",
}

// Spoken lists the English texts that pages say without a template, for checking that a theme translates them all.
func Spoken() (singles, plurals []string) {
	for _, unit := range durations {
		plurals = append(plurals, unit[0])
		singles = append(singles, rangeOf(unit[1]))
	}
	slices.Sort(plurals)
	singles = append(singles, experiment.Messages()...)
	for _, word := range verdicts {
		singles = append(singles, word)
	}
	singles = append(singles, pricePhrases...)
	singles = append(singles, servicePhrases...)
	singles = append(singles, stepPhrases()...)
	for _, reason := range secrets {
		singles = append(singles, reason)
	}
	singles, plurals = append(singles, measurePhrases...), append(plurals, openCases[0])
	return append(singles, "Home", "Page not found", "All %d pages"), plurals
}
