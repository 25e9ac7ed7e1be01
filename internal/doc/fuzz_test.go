package doc

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"parley/internal/diag"
)

// FuzzYAML: everything that is read, and everything that is wrong, lies in the file; and where nothing is wrong, what stands
// at the place of a plain value is that value, or the first line of it.
func FuzzYAML(f *testing.F) {
	for _, seed := range []string{"a: [1, {b: c}]\nd: 'x ''y'\ne: \"x\\ty\"\n", "a:\n  - b: c\n    d: >-\n      x\n      y\n- z\n", "a: &x y\nb: *x\n<<: {c: d}\n", "é: ü\n? [a]\n: !!int 3\n---\nb: c\n", "a: b\n  c\n # d\nk: ~\n", "a: \"b\n"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if len(text) > 1<<14 {
			return
		}
		d, findings := Read("a.yaml", text)
		file := diag.NewFile("a.yaml", Normalise(text))
		if !utf8.Valid(text) {
			file = diag.NewFile("a.yaml", bytes.ToValidUTF8(Normalise(text), []byte("\ufffd")))
		}
		judgePlaces(t, file, d.Fields, len(findings) == 0)
		for _, finding := range findings {
			start := diag.Span{Line: finding.Line, Col: finding.Col, EndLine: finding.Line, EndCol: finding.Col}
			end := start
			end.EndLine, end.EndCol = finding.EndLine, max(1, finding.EndCol-1) // the end of a line is shown as a column
			if finding.Path != "a.yaml" || finding.Message == "" || finding.Hint == "" || !inside(file, start) || !inside(file, end) && !inside(file, finding.Span) {
				t.Fatalf("%q: %+v", text, finding)
			}
		}
	})
}

// judgePlaces looks at where values are.
func judgePlaces(t *testing.T, file *diag.File, v Value, faultless bool) {
	t.Helper()
	if v.Span == (diag.Span{}) {
		return // what could not be read has no place
	}
	if !inside(file, v.Span) {
		t.Fatalf("%q: %+v lies outside", file.Text, v)
	}
	scalar := v.Type == String || v.Type == Number || v.Type == Bool
	if written := string(file.Text[file.Offset(v.Span.Line, v.Span.Col):file.Offset(v.Span.EndLine, v.Span.EndCol)]); faultless && scalar && !v.Quoted && !strings.HasPrefix(v.Text, written) {
		t.Fatalf("%q: at the place of %+v stands %q", file.Text, v, written)
	}
	for _, item := range v.Items {
		judgePlaces(t, file, item, faultless)
	}
	for _, key := range v.Keys {
		if !inside(file, key.Span) {
			t.Fatalf("%q: the key %+v lies outside", file.Text, key)
		}
		judgePlaces(t, file, key.Value, faultless)
	}
}

// inside reports whether a file has a span, and the span an end that is not before its beginning.
func inside(file *diag.File, span diag.Span) bool {
	start, stop := file.Offset(span.Line, span.Col), file.Offset(span.EndLine, span.EndCol)
	line, col := file.Position(start)
	endLine, endCol := file.Position(stop)
	return span == diag.Span{Line: line, Col: col, EndLine: endLine, EndCol: endCol} && start <= stop
}

// FuzzFrontMatter: the head of a document says what it would say as a YAML file, one line further down, and the body is what
// stands below it.
func FuzzFrontMatter(f *testing.F) {
	f.Add("title: A\nlist: [a, b]", "# B\n\nText.\n")
	f.Add("# c\n\na: |\n  x\n  -- -\nb: 'c", "---\nd: e\n---\n")
	f.Add("", "\n\n")
	f.Add("a: b\r\nc: \"\\u00e9\"", "x\r\ny\r\n")
	f.Fuzz(func(t *testing.T, head, body string) {
		whole := "---\n" + head + "\n---\n" + body
		if len(whole) > 1<<14 || !utf8.ValidString(whole) || strings.Contains(whole, "\x00") {
			return
		}
		d, findings := Read("a.md", []byte(whole))
		alone, wrong := Read("a.yaml", []byte(head+"\n"))
		if len(wrong) > 0 || strings.Contains(head, "---") || strings.Contains(head, "\r") || strings.HasPrefix(head, "\ufeff") {
			return // what is wrong is told in other words there, or ends elsewhere
		}
		if d.Broken || !Equal(d.Fields, alone.Fields) {
			t.Fatalf("%q says %+v in a document, and %+v in a file of its own: %v", head, d.Fields, alone.Fields, findings)
		}
		for i, key := range alone.Fields.Keys {
			key.Span.Line, key.Span.EndLine = key.Span.Line+1, key.Span.EndLine+1
			if got := d.Fields.Keys[i].Span; got != key.Span {
				t.Fatalf("%q has the key %s at %+v, want %+v", head, key.Name, got, key.Span)
			}
		}
		if want := strings.TrimPrefix(string(Normalise([]byte("x"+body))), "x"); d.Body != want {
			t.Fatalf("%q below %q is read as %q", body, head, d.Body)
		}
	})
}
