package translation

import (
	"testing"

	"parley/internal/doc"
)

func TestBlanksThatDoNotBreakAreSet(t *testing.T) {
	for _, test := range []struct{ language, text, want string }{
		{"fr", "Vraiment? Oui ; 5% ou 5 %: non !", "Vraiment\u00a0? Oui\u00a0; 5\u00a0% ou 5\u00a0%: non\u00a0!"},
		{"fr", "Voir `a: b` et https://a.example/x?y=1 à 9:30", "Voir `a: b` et https://a.example/x?y=1 à 9:30"},
		{"fr", "a%20b", "a%20b"},
		{"fr-CA", "Vraiment?", "Vraiment?"},
		{"de", "Ganze 5% davon; 3 %", "Ganze 5\u00a0% davon; 3\u00a0%"},
		{"ja", "5% です", "5% です"},
		{"fr", "%", "%"},
	} {
		unit := doc.Unit{Text: test.text, Block: doc.Paragraph}
		got := judgeOf(test.language).Typeset(unit, test.text)
		if got != test.want {
			t.Errorf("%s: %q is set as %q, want %q", test.language, test.text, got, test.want)
		}
		if again := judgeOf(test.language).Typeset(unit, got); again != got {
			t.Errorf("%s: set again it is %q", test.language, again)
		}
	}
}
