package locale

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"
)

// icu holds answers of ICU, an implementation of CLDR that is independent of this package, for every row of table.
//
//go:embed testdata/icu.tsv
var icu string

func TestEveryRowAgreesWithICU(t *testing.T) {
	asked := map[string]bool{}
	for line := range strings.Lines(icu) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		parts := strings.SplitN(strings.TrimSuffix(line, "\n"), "\t", 3)
		tag, question, want := parts[0], parts[1], parts[2]
		l, ok := For(tag)
		if !ok {
			t.Fatalf("no locale %s", tag)
		}
		asked[tag] = true
		got, want := answer(t, l, question, want)
		if got != want {
			t.Errorf("%s: %s: got %+q, ICU says %+q", tag, question, got, want)
		}
	}
	for tag := range table {
		if !asked[tag] {
			t.Errorf("testdata/icu.tsv has no answers for %s", tag)
		}
	}
}

// answer gives the package's answer, and ICU's in the form in which it can be compared.
func answer(t *testing.T, l Locale, question, want string) (string, string) {
	t.Helper()
	verb, rest, _ := strings.Cut(question, " ")
	args := strings.Split(rest, " ")
	switch verb {
	case "date":
		var year, month, day int
		fmt.Sscan(rest, &year, &month, &day)
		if day == 1 && strings.HasPrefix(l.Tag(), "fr") {
			want = strings.Replace(want, "1 ", "1er ", 1) // where this package says more than CLDR's pattern can
		}
		// JavaScript engines replace U+202F in dates by a space; CLDR, and this package, keep it.
		return strings.ReplaceAll(l.Date(year, time.Month(month), day), "\u202f", " "), want
	case "number":
		got, _ := l.Number(args[0])
		return got, want
	case "percent":
		return l.Percent(args[0]), want
	case "money":
		got, _ := l.Money(args[0], args[1])
		return strings.TrimSuffix(got, "\u200e"), strings.TrimSuffix(want, "\u200e") // US$ has a mark behind it that CLDR has not
	case "plural":
		var got []string
		for pair := range strings.FieldsSeq(want) {
			count, _, _ := strings.Cut(pair, "=")
			n, _ := strconv.Atoi(count)
			got = append(got, count+"="+l.Plural(n))
		}
		return strings.Join(got, " "), want
	case "list":
		return l.List(strings.Split(rest, "|")), want
	}
	t.Fatalf("unknown question %q", question)
	return "", ""
}
