package translation

import (
	"slices"
	"testing"

	"parley/internal/doc"
	"parley/internal/glossary"
)

func judgeOf(language string) *Judge {
	forms := func(texts ...string) (list []glossary.Form) {
		for _, text := range texts {
			list = append(list, glossary.Form{Text: text})
		}
		return list
	}
	return NewJudge([]glossary.Term{
		{ID: "gold", Path: "gold.md", Title: "Gold", Forms: forms("Gold"), Keep: true, CaseMatters: true},
		{ID: "renewal", Path: "renewal.md", Title: "renewal", Forms: forms("renewal", "renewals"), Translations: map[string]glossary.Translation{
			"de": {Preferred: "Verlängerung", Forms: forms("Verlängerung", "Verlängerungen"), Forbidden: forms("Erneuerung")},
		}},
	}, language, "en")
}

func TestWordsOfATranslation(t *testing.T) {
	const long = "The first sentence says one thing. The second says another. The third says what follows from both of them. The fourth ends it."
	for _, test := range []struct {
		language, source, target string
		want                     []string
	}{
		{"de", "The renewal of Gold", "Die Verlängerung von Gold", nil},
		{"de", "The renewal rate", "Die Verlängerungsquote", nil},
		{"de", "The renewal", "Die Fortsetzung", []string{"terms"}},
		{"de", "Our renewals", "Unsere Erneuerung", []string{"terms", "forbidden"}},
		{"fr", "The renewal of Gold", "Le renouvellement de Or", []string{"keep"}},
		{"de", "1,234.50 EUR in 3 of 20 days", "1.234,50 EUR an 3 von 20 Tagen", nil},
		{"ar", "1,234 of 56", "١٬٢٣٤ من ٥٦", nil},
		{"de", "5 of 20 days", "5 von 30 Tagen", []string{"numbers"}},
		{"ar", "1 hour, 2 days", "ساعة واحدة ويومان", nil},
		{"de", "2 October 2026", "2. Oktober 2026", nil},
		{"de", "this is a text of many words", "this is a text of many words", []string{"unchanged"}},
		{"de", "This is: a text of many words.", "This is a text of many words.", []string{"unchanged"}},
		{"de", "Every renewal ends on the same day of each month.", "Every Verlängerung ends on the same day of each month.", []string{"unchanged"}},
		{"de", "Each renewal of Gold", "Each Verlängerung of Gold", nil},
		{"de", "Arce Digital (Chile, managed-service partner)", "Arce Digital (Chile, Managed-Service-Partner)", nil},
		{"de", "Portal", "Portal", nil},
		{"de", "what you and they have from us", "was you and they have from us it", []string{"language"}},
		{"de", "Portal", "🙂", []string{"letters"}},
		{"de", "→ 5", "← 5", nil},
		{"de", long, "Der erste Satz sagt das eine, und mehr ist von ihm auch gar nicht mehr zu erwarten gewesen.", []string{"sentences"}},
		{"de", long, "Kurz.", []string{"length", "sentences"}},
		{"ja", long, "最初の文は一つのことを述べる。二番目は別のことを述べる。三番目は結論。四番目で終わる。", nil},
		{"de", "So it is.", "So ist es", []string{"end"}},
		{"de", "a (b)", "a (b", []string{"brackets"}},
		{"de", "so many words", "viele viele  Worte", []string{"spaces", "doubled"}},
		{"ar", "word", "كـلمة", []string{"invisible"}},
		{"ja", "**Sign it.** Send it.", "**署名します。**送ります。", []string{"emphasis"}},
		{"ja", "**Sign it.** Send it.", "**署名します**。送ります。", nil},
		{"ja", "**Sign it.** Send it.", "**署名します。** 送ります。", nil},
		{"ja", "The **“pilot”** ends.", "本**「試行」**を終えます。", []string{"emphasis"}},
		{"de", "Multiply `a*b` by \\*", "`a*b` mal \\*", nil},
		{"de", "5% of 20", "5\u00a0% von 20", nil},
		{"de", "5% of 20", "5% von 20", []string{"punctuation"}},
		{"fr", "5% of 20", "5 % de 20", []string{"punctuation"}},
		{"fr", "5% of 20", "5\u202f% de 20", nil},
		{"fr", "5% of 20", "5\u00a0% de 20", nil},
		{"es", "a % b", "a % b", nil},
		{"ja", "5% of 20", "20 の 5%", nil},
		{"ar", "5% of 20", "5% من 20", nil},
	} {
		var got []string
		for _, f := range judgeOf(test.language).Words(doc.Unit{Text: test.source, Block: doc.Paragraph}, test.target, "x.md", false) {
			got = append(got, f.Check)
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s → %s: %v, want %v", test.source, test.target, got, test.want)
		}
	}
}

func TestAForbiddenFormMayBeNamedWhereTheTermIsExplained(t *testing.T) {
	unit := doc.Unit{Text: "Not an extension", Block: doc.Paragraph}
	if got := judgeOf("de").Words(unit, "Keine Erneuerung", "renewal.md", false); len(got) > 0 {
		t.Error(got)
	}
	if got := judgeOf("de").Words(unit, "Keine Erneuerung", "other.md", false); len(got) != 1 {
		t.Error(got)
	}
}

func TestAWrongNumberIsAnErrorWhereItDoesHarm(t *testing.T) {
	unit := doc.Unit{Text: "Renew by 20 May", Block: doc.Field}
	for _, critical := range []bool{false, true} {
		got := judgeOf("de").Words(unit, "Bis Mai zu verlängern", "x.md", critical)
		if len(got) != 1 || (got[0].Severity == "error") != critical {
			t.Error(critical, got)
		}
	}
}
