package doc

import (
	"strings"
	"testing"

	"parley/internal/diag"
)

// TestACrowdedPassageIsReadInPart gives passages with more open marks than anybody writes: what follows them is text,
// a finding says from where on, and the next passage is read as usual.
func TestACrowdedPassageIsReadInPart(t *testing.T) {
	for name, text := range map[string]string{
		"emphasis of two kinds": strings.Repeat("*a_ ", 5000),
		"emphasis, mixed":       strings.Repeat("*a ", 3000) + strings.Repeat("_a*_ ", 3000),
		"strike out":            strings.Repeat("~a", 5000),
		"brackets":              strings.Repeat("[", 5000) + "a" + strings.Repeat("]", 5000),
		"pictures":              strings.Repeat("![", 400) + "a" + strings.Repeat("]", 400),
	} {
		d, findings := Read("a.md", []byte("*before*\n\n"+text+"\n\n*after*\n"))
		if len(findings) != 1 || findings[0].Code != diag.MarkdownTooComplex || findings[0].Line != 3 || findings[0].Col < 300 {
			t.Errorf("%s: %+v", name, findings)
		}
		if !strings.Contains(d.HTML.Text, "<em>before</em>") || !strings.Contains(d.HTML.Text, "<em>after</em>") {
			t.Errorf("%s: its neighbours suffer", name)
		}
		if d.Splice(own(d)) != d.Body || strings.Count(d.HTML.Text, "a") < strings.Count(text, "a") {
			t.Errorf("%s: something is lost", name)
		}
	}
}

// TestAFullPassageIsNotCrowded stays just below what is too much, and counts what is finished as finished.
func TestAFullPassageIsNotCrowded(t *testing.T) {
	for name, test := range map[string]struct{ text, want string }{
		"emphasis":  {strings.Repeat("*a* ", 2000), "<em>"},
		"footnotes": {strings.Repeat("a[^1] ", 2000) + "\n\n[^1]: b", `class="footnote-ref"`},
		"code":      {strings.Repeat("`*[` ", 2000), "<code>"},
	} {
		d, findings := Read("a.md", []byte(test.text))
		if len(findings) > 0 || strings.Count(d.HTML.Text, test.want) != 2000 {
			t.Errorf("%s: %d of 2000, %v", name, strings.Count(d.HTML.Text, test.want), findings)
		}
	}
	if d, findings := Read("a.md", []byte(strings.Repeat("[a](b.md) ", 2000))); len(findings) > 0 || len(d.Links) != 2000 {
		t.Errorf("links: %d of 2000, %v", len(d.Links), findings)
	}
}

// TestTextsThatTakeTooLong looks at what is found before a text is parsed, and at its like that people do write.
func TestTextsThatTakeTooLong(t *testing.T) {
	var fences strings.Builder
	for i := range 1500 {
		fences.WriteString("e" + strings.Repeat("`", i))
	}
	for name, test := range map[string]struct {
		text string
		want string
	}{
		"definitions in a quote":        {strings.Repeat("> [a]: b\n", 3500), "definitions"},
		"definitions, indented":         {strings.Repeat("  [a]: b\n", 3500), "definitions"},
		"rows that are filled up":       {strings.Repeat("|a", 900) + "\n" + strings.Repeat("|-", 900) + "\n" + strings.Repeat("b\n", 2000), "cells"},
		"a table of many rows":          {"|a|b|\n|-|-|\n" + strings.Repeat("|c|d|\n", 20000), ""},
		"empty lines in deep lists":     {strings.Repeat("- ", 99) + "x" + strings.Repeat("\n", 200000), "deep"},
		"empty lines in a list":         {"- x" + strings.Repeat("\n", 200000), ""},
		"backticks of all lengths":      {fences.String(), "fences"},
		"backticks of a few lengths":    {strings.Repeat("`a` ``b``\n", 20000), ""},
		"a long list with marks in it":  {strings.Repeat("- *a* _b_ [c]\n", 20000), ""},
		"a table with snake_case in it": {"|a|\n|-|\n" + strings.Repeat("|a_b_c_d|\n", 20000), ""},
	} {
		_, findings := Read("a.md", []byte(test.text))
		switch {
		case test.want == "" && len(findings) > 0:
			t.Errorf("%s: %+v", name, findings[0])
		case test.want != "" && (len(findings) != 1 || findings[0].Code != diag.MarkdownTooComplex || !strings.Contains(findings[0].Message, test.want)):
			t.Errorf("%s: %d findings, want %s", name, len(findings), test.want)
		}
	}
}
