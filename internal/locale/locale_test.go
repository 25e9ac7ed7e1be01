package locale

import (
	"slices"
	"sync"
	"testing"
	"time"
)

func mustFor(t *testing.T, tag string) Locale {
	t.Helper()
	l, ok := For(tag)
	if !ok {
		t.Fatalf("no locale %q", tag)
	}
	return l
}

// The answers for the six languages that a reader of this repository is likeliest to know, checked against CLDR by hand;
// icu_test.go asks the same of all rows.
func TestWhatPartnersRead(t *testing.T) {
	for _, c := range []struct {
		tag, dir, name, inEnglish, date, number, euro, dollar, percent, list string
	}{
		{"en", "ltr", "English", "English", "March 12, 2025", "1,234.50", "€1.84", "$1.84", "35%", "a, b, and c"},
		{"fr", "ltr", "français", "French", "12 mars 2025", "1\u202f234,50", "1,84\u00a0€", "1,84\u00a0$US", "35\u00a0%", "a, b et c"},
		{"ar", "rtl", "العربية", "Arabic", "12 مارس 2025", "1,234.50", "\u200f1.84\u00a0€", "\u200f1.84\u00a0US$\u200e", "35\u200e%\u200e", "a وb وc"},
		{"de", "ltr", "Deutsch", "German", "12. März 2025", "1.234,50", "1,84\u00a0€", "1,84\u00a0$", "35\u00a0%", "a, b und c"},
		{"es", "ltr", "español", "Spanish", "12 de marzo de 2025", "1234,50", "1,84\u00a0€", "1,84\u00a0US$", "35\u00a0%", "a, b y c"},
		{"ja", "ltr", "日本語", "Japanese", "2025年3月12日", "1,234.50", "€1.84", "$1.84", "35%", "a、b、c"},
	} {
		l := mustFor(t, c.tag)
		number, _ := l.Number("1234.50")
		euro, _ := l.Money("1.84", "EUR")
		dollar, _ := l.Money("1.84", "USD")
		got := []string{l.Dir(), l.Name(), l.NameIn(mustFor(t, "en")), l.Date(2025, time.March, 12), number, euro, dollar,
			l.Percent("35"), l.List([]string{"a", "b", "c"})}
		want := []string{c.dir, c.name, c.inEnglish, c.date, c.number, c.euro, c.dollar, c.percent, c.list}
		if !slices.Equal(got, want) {
			t.Errorf("%s:\n got %+q\nwant %+q", c.tag, got, want)
		}
	}
}

func TestMonths(t *testing.T) {
	for tag, want := range map[string]string{"en": "September", "fr": "septembre", "ar": "سبتمبر", "de": "September", "es": "septiembre", "ja": "9月", "ar-MA": "سبتمبر"} {
		l, _ := For(tag)
		if got := l.Month(time.September); got != want {
			t.Errorf("%s: %q", tag, got)
		}
	}
}

func TestAmountsKeepEveryDigit(t *testing.T) {
	fr := mustFor(t, "fr")
	for in, want := range map[string]string{
		"0":                        "0",
		"-0.10":                    "-0,10",
		"0.000000001":              "0,000000001",
		"9007199254740993.10":      "9\u202f007\u202f199\u202f254\u202f740\u202f993,10", // one above what a float64 holds
		"123456789012345678901.00": "123\u202f456\u202f789\u202f012\u202f345\u202f678\u202f901,00",
	} {
		if got, ok := fr.Number(in); !ok || got != want {
			t.Errorf("Number(%q) = %q, %v; want %q", in, got, ok, want)
		}
	}
}

func TestThePlusOfALanguage(t *testing.T) {
	for tag, want := range map[string]string{"en": "+", "sv": "+", "ar": "\u200e+", "ar-EG": "\u061c+", "fa": "\u200e+", "he": "\u200e+"} { // CLDR 48.2, plusSign
		if got := mustFor(t, tag).Plus(); got != want {
			t.Errorf("%s: %q, want %q", tag, got, want)
		}
	}
}

func TestWhatIsNoAmount(t *testing.T) {
	en := mustFor(t, "en")
	for _, text := range []string{"", "-", ".5", "5.", "1,84", "1e3", "+1", "007", "1.2.3", "--1", "NaN", "Inf", "１", "1 000", "0x10"} {
		if got, ok := en.Number(text); ok || got != text {
			t.Errorf("Number(%q) = %q, %v", text, got, ok)
		}
		if got, ok := en.Money(text, "EUR"); ok {
			t.Errorf("Money(%q) = %q", text, got)
		}
		if got := en.Percent(text); got != text {
			t.Errorf("Percent(%q) = %q", text, got)
		}
	}
	for _, code := range []string{"", "eur", "EURO", "€", "E R"} {
		if got, ok := en.Money("1.84", code); ok {
			t.Errorf("Money in %q = %q", code, got)
		}
	}
	if got, _ := en.Money("1.84", "QQQ"); got != "QQQ\u00a01.84" {
		t.Errorf("a currency without a sign is written as its code: %q", got)
	}
}

func TestTags(t *testing.T) {
	for _, c := range []struct {
		asked string
		known bool
		tag   string
		probe string
	}{
		{"fr", true, "fr", "1\u202f234,5"}, {"FR_fr", true, "fr-FR", "1\u202f234,5"}, {"pt-BR", true, "pt-BR", "1.234,5"},
		{"zh-TW", true, "zh-TW", "1,234.5"}, {"zh-MO", false, "zh-MO", "1,234.5"}, {"no", true, "no", "1\u00a0234,5"},
		{"iw", true, "he", "1,234.5"}, {"ar", true, "ar", "1,234.5"}, {"ar-EG", true, "ar-EG", "١٬٢٣٤٫٥"},
		{"fr-LU", false, "fr-LU", "1\u202f234,5"}, {"sr-Latn", false, "sr-Latn", "1.234,5"}, {"en-XA", false, "en-XA", "1,234.5"},
		{"tlh", false, "tlh", "1,234.5"}, {"", false, "und", "1,234.5"}, {"und", false, "und", "1,234.5"}, {"../etc", false, "und", "1,234.5"},
	} {
		l, known := For(c.asked)
		if number, _ := l.Number("1234.5"); known != c.known || l.Tag() != c.tag || number != c.probe {
			t.Errorf("For(%q) = %s, %v, which writes %q; want %s, %v, %q", c.asked, l.Tag(), known, number, c.tag, c.known, c.probe)
		}
	}
	if l, _ := For("zh-MO"); l.Date(2025, 3, 12) != "2025年3月12日" || l.row.dates == nil {
		t.Error("an unknown region has no dates")
	}
}

func TestNames(t *testing.T) {
	for _, c := range [][3]string{{"ar", "fr", "arabe"}, {"pt-BR", "de", "Brasilianisches Portugiesisch"}, {"fr", "ar", "الفرنسية"}, {"en-IE", "en", "English (Ireland)"}} {
		if got := mustFor(t, c[0]).NameIn(mustFor(t, c[1])); got != c[2] {
			t.Errorf("%s in %s is %q, want %q", c[0], c[1], got, c[2])
		}
	}
	for tag, want := range map[string]string{"he": "rtl", "fa": "rtl", "ur": "rtl", "ar-EG": "rtl", "zh": "ltr", "sr": "ltr"} {
		if got := mustFor(t, tag).Dir(); got != want {
			t.Errorf("%s runs %s", tag, got)
		}
	}
}

func TestSort(t *testing.T) {
	for tag, want := range map[string][]string{
		"en": {"Äpfel", "apple", "Apple", "cote", "côte", "Zebra"},
		"sv": {"apple", "Apple", "cote", "côte", "Zebra", "Äpfel"},
		"ja": {"あき", "アジア", "いぬ", "カメラ", "きた"},
		"ar": {"أحمد", "باب", "تاج", "ياسر"},
		"es": {"nota", "ñandú", "ola"},
	} {
		got := slices.Clone(want)
		slices.Reverse(got)
		Sort(mustFor(t, tag), got, func(s string) string { return s })
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", tag, got, want)
		}
	}
	pairs := [][2]string{{"b", "1"}, {"a", "2"}, {"b", "0"}, {"a", "1"}}
	Sort(mustFor(t, "fr"), pairs, func(p [2]string) string { return p[0] })
	if want := [][2]string{{"a", "2"}, {"a", "1"}, {"b", "1"}, {"b", "0"}}; !slices.Equal(pairs, want) {
		t.Errorf("equal texts do not stay in order: %v", pairs)
	}
}

func TestLocaleIsSafeForManyGoroutines(t *testing.T) {
	l := mustFor(t, "de-AT")
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			l.Date(2025, time.January, 1)
			l.Money("1234.50", "EUR")
			l.NameIn(l)
			l.Plural(3)
			Sort(l, []string{"b", "ä"}, func(s string) string { return s })
		})
	}
	all.Wait()
}
