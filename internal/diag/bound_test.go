package diag

import (
	"fmt"
	"strings"
	"testing"
)

// TestBound gives one file thousands of faults, of which the last is an error, and another one a few.
func TestBound(t *testing.T) {
	at := func(path string, line int) Place { return Place{path, Span{line, 1, line, 2}} }
	var list List
	for i := range 5000 {
		list = append(list, New(MarkdownRawHTML, at("b.md", i+1), "html %d", i))
	}
	list[4999].Severity = Error
	list = append(list, New(LinkBroken, at("b.md", 5000), "link"), New(LinkBroken, at("a.md", 1), "link"))
	bound := list.Sort().Bound()
	if len(bound) != most+3 || bound.Count(Error) != 3 {
		t.Fatalf("%d findings, %d errors", len(bound), bound.Count(Error))
	}
	last := bound[1+most]
	if last.Line != most+1 || last.Severity != Error || !strings.HasPrefix(last.Message, "4000 findings of this kind") || last.Hint == "" {
		t.Errorf("%+v", last)
	}
	if bound[most].Message != fmt.Sprintf("html %d", most-1) || bound[most+2].Code != LinkBroken {
		t.Errorf("%+v and %+v", bound[most], bound[most+2])
	}
}

// TestBoundLeavesWhatPeopleWrite has as many findings as are told one by one, over many files.
func TestBoundLeavesWhatPeopleWrite(t *testing.T) {
	var list List
	for i := range 3 * (most + 1) {
		list = append(list, New(LinkBroken, Place{fmt.Sprintf("%d.md", i%3), Span{i + 1, 1, i + 1, 2}}, "link"))
	}
	list = list.Sort()
	for i, d := range list.Bound() {
		if d.Message != "link" || d.Place != list[i].Place {
			t.Fatalf("%+v is now %+v", list[i], d)
		}
	}
}

// TestWhatIsQuotedIsShort quotes a key as long as a file.
func TestWhatIsQuotedIsShort(t *testing.T) {
	long := strings.Repeat("é", 100_000)
	d := New(YAMLKey, Place{}, "the key x%s", long).WithHint("not %s", long).WithNote(Place{}, "but %s", long)
	for _, text := range []string{d.Message, d.Hint, d.Notes[0].Message} {
		if len(text) > longest+len("…") || !strings.HasSuffix(text, "é…") {
			t.Errorf("%d bytes, ending in %q", len(text), text[max(0, len(text)-10):])
		}
	}
}
