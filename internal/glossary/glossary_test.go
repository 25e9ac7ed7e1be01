package glossary

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func term(id string, forms ...string) Term {
	t := Term{ID: id, Translations: map[string]Translation{}}
	for _, form := range forms {
		t.Forms = append(t.Forms, Form{Text: form})
	}
	return t
}

func TestFind(t *testing.T) {
	sla := term("sla", "SLA", "service level agreement")
	sla.Forbidden = []Form{{Text: "service promise"}}
	sla.Translations["fr"] = Translation{Forms: []Form{{Text: "accord de niveau de service"}}}
	sla.Translations["ja"] = Translation{Forms: []Form{{Text: "価格表"}}}
	azure := term("azure", "Azure")
	azure.Keep, azure.CaseMatters = true, true
	terms := []Term{sla, term("level", "service level"), azure}

	for _, test := range []struct {
		name, language, text string
		want                 []string
	}{
		{"longest wins", "en", "a service level agreement and a service level", []string{"service level agreement", "service level"}},
		{"capitals must be capitals", "en", "an SLA, not a sla nor SLAs", []string{"SLA"}},
		{"any case otherwise", "en", "Service Level", []string{"Service Level"}},
		{"whole words", "en", "microservice level, service levels", nil},
		{"over a line break", "en", "the service\n  level agreement.", []string{"service\n  level agreement"}},
		{"forbidden", "en", "our service promise", []string{"!service promise"}},
		{"case matters", "en", "Azure is not azure", []string{"Azure"}},
		{"translated", "fr", "L'accord de niveau de service", []string{"accord de niveau de service"}},
		{"kept in every language", "fr", "vers Azure.", []string{"Azure"}},
		{"no spaces between words", "ja", "この価格表は", []string{"価格表"}},
		{"nothing", "fr", "service level", nil},
		{"empty", "en", "", nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, match := range NewFinder(terms, test.language, "en").Find(test.text) {
				found := test.text[match.Start:match.Stop]
				if match.Forbidden {
					found = "!" + found
				}
				got = append(got, found)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func FuzzFind(f *testing.F) {
	f.Add("service level", "a service  level x")
	f.Add("価格", "価格表")
	f.Fuzz(func(t *testing.T, form, text string) {
		at := 0
		for _, match := range NewFinder([]Term{term("x", form)}, "en", "en").Find(text) {
			if match.Start < at || match.Stop <= match.Start || match.Stop > len(text) {
				t.Fatalf("match %d-%d after %d in %q", match.Start, match.Stop, at, text)
			}
			at = match.Stop
		}
	})
}

func BenchmarkFind(b *testing.B) {
	var terms []Term
	for _, word := range strings.Fields("alpha beta gamma delta epsilon zeta eta theta iota kappa") {
		for _, second := range strings.Fields("one two three four five six seven eight nine ten") {
			terms = append(terms, term(word+second, word+" "+second))
		}
	}
	finder := NewFinder(terms, "en", "en")
	text := strings.Repeat("the quick brown fox met alpha seven and then eta three by the river ", 10)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		finder.Find(text)
	}
}
