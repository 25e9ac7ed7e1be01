package locale

import (
	"strings"
	"sync"
	"time"

	"github.com/gohugoio/locales"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// Locale is one language, or its form in one region: how it writes dates, numbers, money and lists.
// Get it from For, once for each language of a site: making one costs tens of microseconds.
// The zero value answers nothing. A Locale is safe for use by many goroutines.
type Locale struct {
	tag   language.Tag
	row   conventions
	dates locales.Translator
	joins joints
	// symbols are consulted in order: the region's own, the language's, those of CLDR's root.
	symbols [3]string
}

// For gives the locale of a BCP 47 tag such as "fr" or "pt-BR". It is tolerant of case, of underscores and of
// deprecated codes, and takes "fr-FR", "zh-TW" or "sr-Cyrl" for the "fr", "zh-Hant" and "sr" that they are.
// Extensions of the tag, such as another numbering system, have no effect.
//
// Where the table does not know the tag, the second result is false and the locale is the nearest one that is
// usable: the conventions of the language without its region, else English ones. It keeps the tag asked for
// if that is well-formed.
func For(tag string) (Locale, bool) {
	if found, ok := asked.Load(tag); ok {
		return found.(reply).locale, found.(reply).known
	}
	found, known := find(tag)
	if known { // of others there is no end
		asked.Store(tag, reply{found, known})
	}
	return found, known
}

// By is the language with the conventions of another tag: English whose dates are written as in Britain.
func (l Locale) By(tag string) Locale {
	other, _ := For(tag)
	other.tag = l.tag
	return other
}

// asked are the languages that have been asked for: a page asks again and again for the few that there are.
var asked sync.Map

type reply struct {
	locale Locale
	known  bool
}

func find(tag string) (Locale, bool) {
	parsed, err := language.Parse(tag)
	if err != nil {
		return locale(language.Und, "en"), false
	}
	if key, ok := rowOf(parsed); ok {
		return locale(parsed, key), true
	}
	base, script, _ := parts(parsed)
	for _, wider := range []string{base + "-" + script, base} {
		if key, ok := rowOf(language.Make(wider)); ok {
			return locale(parsed, key), false
		}
	}
	return locale(parsed, "en"), false
}

// rowOf finds the row of table that says the same as the tag: a part that the rest of the tag implies
// (France in fr-FR, traditional script in zh-TW) may be missing in the row's key.
func rowOf(tag language.Tag) (string, bool) {
	base, script, region := parts(tag)
	rawBase, _, rawRegion := tag.Raw()
	switch rawBase.String() {
	case "und":
		return "", false // it would imply English
	case "no":
		base = "nb" // the macrolanguage; CLDR gives it the data of Bokmål
	}
	keys := []string{base + "-" + region, base + "-" + script + "-" + region, base + "-" + script, base}
	if rawRegion.String() == "ZZ" {
		keys = keys[2:] // "ar" implies Egypt, but is not ar-EG
	}
	for _, key := range keys {
		if _, known := table[key]; !known {
			continue
		}
		if _, rowScript, rowRegion := parts(language.Make(key)); rowScript == script && rowRegion == region {
			return key, true
		}
	}
	return "", false
}

// parts are those of the tag, with the likely script and region where it names none.
func parts(tag language.Tag) (base, script, region string) {
	b, _ := tag.Base()
	s, _ := tag.Script()
	r, _ := tag.Region()
	return b.String(), s.String(), r.String()
}

func locale(tag language.Tag, key string) Locale {
	base, _, _ := strings.Cut(key, "-")
	row := table[key]
	joins, ok := lists[key]
	if !ok {
		joins = lists[base]
	}
	own := symbols[key]
	if key == base {
		own = "" // it is consulted as the language's already
	}
	return Locale{tag: tag, row: row, dates: row.dates(), joins: joins, symbols: [3]string{own, symbols[base], symbols["und"]}}
}

// Tag is the canonical BCP 47 tag: "pt-BR" for "PT_br".
func (l Locale) Tag() string { return l.tag.String() }

// Dir is the direction in which the language is written, as HTML says it: "ltr" or "rtl".
func (l Locale) Dir() string {
	script, _ := l.tag.Script()
	switch script.String() {
	case "Adlm", "Arab", "Hebr", "Mand", "Mend", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa", "Yezi":
		return "rtl"
	}
	return "ltr"
}

// Name is what the language calls itself, in the case it uses within a sentence: "français", "العربية".
// Where its name is unknown it is the tag.
func (l Locale) Name() string { return l.NameIn(l) }

// NameIn is what the language is called in the other one: French in English is "French". Where that is
// unknown it is the language's own name for itself, else the tag.
func (l Locale) NameIn(other Locale) string {
	if names := display.Tags(other.tag); names != nil {
		if name := names.Name(l.tag); name != "" {
			return name
		}
	}
	if name := display.Self.Name(l.tag); name != "" {
		return name
	}
	return l.Tag()
}

// Date writes a day of the Gregorian calendar in CLDR's long form, with the digits of the language:
// "12 mars 2025", "2025年3月12日". A day that the month does not have counts on into the next one, as in time.Date.
func (l Locale) Date(year int, month time.Month, day int) string {
	long := l.dates.FmtDateLong(time.Date(year, month, day, 0, 0, 0, 0, time.UTC))
	if base, _ := l.tag.Base(); day == 1 && base.String() == "fr" {
		long = strings.Replace(long, "1 ", "1er ", 1) // as French writes the first of a month; CLDR's pattern has no ordinals
	}
	return l.row.native(long)
}

// Month is the name of a month as CLDR has it within dates: "mars", "3月".
func (l Locale) Month(month time.Month) string { return l.row.native(l.dates.MonthWide(month)) }

// Plural is CLDR's cardinal category of a count: "zero", "one", "two", "few", "many" or "other".
// The sign does not count.
func (l Locale) Plural(n int) string {
	// A float64 holds every count up to 2^53 exactly; no amount comes this way.
	return strings.ToLower(l.dates.CardinalPluralRule(float64(n), 0).String())
}
