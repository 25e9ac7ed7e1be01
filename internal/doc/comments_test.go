package doc

import (
	"strings"
	"testing"

	"parley/internal/diag"
)

// TestTextBesideACommentIsShown has comments that share their lines with text: the comment alone is left out, and where
// the text would have been Markdown on a line of its own, somebody is told.
func TestTextBesideACommentIsShown(t *testing.T) {
	for written, want := range map[string]struct {
		shown string
		told  bool
	}{
		"<!-- secret -->\n":                           {"", false},
		"<!--\nsecret\n-->\n":                         {"", false},
		"<!-- secret --> <!-- secret -->\n":           {"", false},
		"<!-- secret\n":                               {"", false},
		"<!-- secret --> Prices *rise* in May.\n":     {"Prices *rise* in May.", true},
		"<!-- secret\n-->\tPrices\n":                  {"Prices", true},
		"<!-- secret --><script>alert(1)</script>\n":  {"&lt;script&gt;alert(1)&lt;/script&gt;", true},
		"<!-- secret --> a <!-- kept --> b\n":         {"a &lt;!-- kept --&gt; b", true},
		"Prices <!-- secret --> rise.\n":              {"<p>Prices  rise.</p>", false},
		"<!--> Prices\n":                              {"Prices", true},
		"> <!-- secret --> Prices\n":                  {"Prices", true},
		"- <!-- secret -->\n- Prices\n":               {"Prices", false},
		"<div><!-- a comment in other HTML --></div>": {"a comment in other HTML", true},
	} {
		d, findings := Read("a.md", []byte("# T\n\n"+written))
		told := false
		for _, finding := range findings {
			told = told || finding.Code == diag.MarkdownRawHTML
		}
		if !strings.Contains(d.HTML.Text, want.shown) || strings.Contains(d.HTML.Text, "secret") || told != want.told {
			t.Errorf("%q is shown as %q, told: %t; want %q, told: %t", written, d.HTML.Text, told, want.shown, want.told)
		}
	}
}
