package translation

import (
	"fmt"
	"html"
	"slices"
	"strings"
	"unicode"

	"parley/internal/diag"
	"parley/internal/doc"
)

// Failure is one check that a text fails.
type Failure struct {
	Check    string        // its name, as in "# check:" and "# ignore:" lines
	Detail   string        // what is wrong, on one line
	Severity diag.Severity // errors keep the text from being shown
}

// Waivable reports whether a person may waive a check with "# ignore:". What would change the page around a
// text, or let it run a script, is no matter of opinion.
func Waivable(check string) bool {
	return check != "blank" && check != "markdown" && check != "safe-html"
}

// Check compares a text with the unit that it translates and returns what breaks meaning, links or safety.
//
// The names are: blank, markdown (the text must stay one block of the unit's kind), placeholders, links,
// images, emails, code, references, anchors, html, safe-html, debris, bidi; and emphasis, which is a warning.
// A field is plain text, so Markdown means nothing in it. Check never panics, and its time grows with the
// length of both texts.
func Check(unit doc.Unit, text string) []Failure {
	if strings.TrimFunc(text, invisible) == "" {
		if strings.TrimFunc(unit.Text, invisible) == "" {
			return nil
		}
		return []Failure{{"blank", "the text has nothing to read", diag.Error}}
	}
	var failures []Failure
	fail := func(check, detail string) {
		if detail != "" {
			failures = append(failures, Failure{check, shorten(detail, 300), severity(check)})
		}
	}
	scan := scanMarkdown
	if unit.Block == doc.Field {
		scan = scanPlain
	}
	want, source := scan(unit.Text)
	have, plain := scan(text)
	fail("markdown", shape(unit, text))
	fail("markdown", frame(unit.Block, unit.Text, text))
	if !slices.Equal(want, have) {
		for _, kind := range kinds() {
			fail(kind.check, difference(pick(want, kind.kind), pick(have, kind.kind)))
		}
		fail("safe-html", scripts(want, have))
	}
	fail("debris", debris(unit.Text, text))
	fail("debris", unknownWord(source, plain))
	fail("bidi", bidi(text))
	return failures
}

func invisible(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) }

func severity(check string) diag.Severity {
	if check == "emphasis" {
		return diag.Warning
	}
	return diag.Error
}

// kindCheck says which check compares a kind of mark.
type kindCheck struct {
	kind  markKind
	check string
}

func kinds() []kindCheck {
	return []kindCheck{
		{markPlaceholder, "placeholders"}, {markLink, "links"}, {markImage, "images"}, {markEmail, "emails"},
		{markCode, "code"}, {markReference, "references"}, {markAnchor, "anchors"}, {markTag, "html"},
		{markAttribute, "safe-html"}, {markEmphasis, "emphasis"},
	}
}

// pick returns the texts of the marks of one kind.
func pick(marks []mark, kind markKind) []string {
	var texts []string
	for _, m := range marks {
		if m.kind == kind {
			texts = append(texts, m.text)
		}
	}
	return texts
}

// difference says what one list has more often than the other, in whatever order, or "".
func difference(want, have []string) string {
	if slices.Equal(want, have) {
		return ""
	}
	slices.Sort(want)
	slices.Sort(have)
	var missing, extra []string
	for len(want) > 0 || len(have) > 0 {
		switch {
		case len(have) == 0 || len(want) > 0 && want[0] < have[0]:
			missing, want = append(missing, shorten(want[0], 80)), want[1:]
		case len(want) == 0 || have[0] < want[0]:
			extra, have = append(extra, shorten(have[0], 80)), have[1:]
		default:
			want, have = want[1:], have[1:]
		}
	}
	var parts []string
	if len(missing) > 0 {
		parts = append(parts, "missing "+strings.Join(missing, ", "))
	}
	if len(extra) > 0 {
		parts = append(parts, "not in the source "+strings.Join(extra, ", "))
	}
	return strings.Join(parts, "; ")
}

// scripts finds destinations that make a browser run or open something else than a page.
func scripts(want, have []mark) string {
	for _, m := range have {
		if m.kind != markLink && m.kind != markImage || slices.Contains(want, m) {
			continue
		}
		// Browsers skip blanks and control characters in a scheme, and Markdown decodes entities before.
		target := strings.Map(func(r rune) rune {
			if r <= ' ' || r == '\\' {
				return -1
			}
			return unicode.ToLower(r)
		}, html.UnescapeString(m.text))
		for _, scheme := range []string{"javascript:", "vbscript:", "data:"} {
			if strings.HasPrefix(target, scheme) {
				return fmt.Sprintf("a link with %s", scheme)
			}
		}
	}
	return ""
}

// shorten puts a text on one line of bounded length.
func shorten(text string, most int) string {
	text = strings.Join(strings.Fields(text), " ")
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return text
}
