package pricing

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"parley/internal/diag"
	"parley/internal/doc"
)

// Strict reports what a reviewer of a governed file would read in another way than a program does: characters that cannot be
// seen, wherever they stand, remarks included; directives; keys that are not plain small letters; figures and days whose text is not, letter
// by letter, what stands between their quotes.
//
// The text is that of the document, as doc.Normalise gives it. What doc.Read refuses (anchors, aliases, merge keys, tags,
// several documents, keys that stand twice) and the schema (figures without quotes, unknown keys) is not said again.
func Strict(path string, text []byte, d doc.Document) diag.List {
	s := strict{file: diag.NewFile(path, text)}
	s.invisible()
	s.directives()
	if !d.Broken {
		s.walk(d.Fields)
	}
	return s.tally.List()
}

type strict struct {
	file  *diag.File
	tally diag.Tally
}

// Visible is a text as it looks: blanks are spaces, and characters that cannot be seen are left out.
func Visible(text []byte) []byte {
	return bytes.Map(func(c rune) rune {
		switch {
		case !unseen(c):
			return c
		case unicode.Is(unicode.Zs, c):
			return ' '
		}
		return -1
	}, text)
}

// unseen is true of characters that nobody sees: controls, marks of direction, joiners, blanks other than a space, and private ones.
func unseen(c rune) bool {
	if c == ' ' || c == '\n' || c == '\t' || ' ' < c && c <= '~' {
		return false
	}
	return unicode.In(c, unicode.Zs, unicode.Cf, unicode.Variation_Selector) || !unicode.IsGraphic(c)
}

// invisible looks at characters.
func (s *strict) invisible() {
	text := s.file.Text
	for i := 0; i < len(text); {
		c, size := utf8.DecodeRune(text[i:])
		if unseen(c) {
			hint := "remove it"
			if unicode.Is(unicode.Zs, c) {
				hint = "write a space instead, or remove it"
			}
			s.tally.Add(diag.New(diag.YAMLInvisible, s.file.Place(i, i+size), "the character %U cannot be seen", c).WithHint("%s", hint))
		}
		i += size
	}
}

// directives are lines that tell a reader of YAML how to take the rest; readers differ in which they heed.
func (s *strict) directives() {
	for at := 0; at < len(s.file.Text); {
		if s.file.Text[at] == '%' {
			s.tally.Add(diag.New(diag.YAMLDocuments, s.file.Place(at, at+1), "a directive stands here, which some readers heed and others do not").
				WithHint("remove the line; text that begins with %% goes into quotes"))
		}
		next := bytes.IndexByte(s.file.Text[at:], '\n')
		if next < 0 {
			break
		}
		at += next + 1
	}
}

func (s *strict) walk(v doc.Value) {
	for _, key := range v.Keys {
		if written := s.written(key.Span); written != key.Name || !plainKey(key.Name) {
			s.tally.Add(diag.New(diag.YAMLKey, diag.Place{Path: s.file.Path, Span: key.Span}, "the key %q is not written in plain small letters", key.Name).
				WithHint("write small letters of ASCII, digits and underscores, without quotes"))
		}
		s.walk(key.Value)
	}
	for _, item := range v.Items {
		s.walk(item)
	}
	if v.Type != doc.String || !v.Quoted || !readsAsFigure(v.Text) {
		return
	}
	written := s.written(v.Span)
	named := strings.HasPrefix(written, "&") || strings.HasPrefix(written, "!") // doc.Read has refused it
	if !named && written != `"`+v.Text+`"` && written != "'"+v.Text+"'" {
		s.tally.Add(diag.New(diag.YAMLQuote, diag.Place{Path: s.file.Path, Span: v.Span}, "what is written here is read as %s", v.Text).
			WithHint("write %q, on one line and without escapes", v.Text))
	}
}

// written is the text of a span.
func (s *strict) written(span diag.Span) string {
	start, end := s.file.Offset(span.Line, span.Col), s.file.Offset(span.EndLine, span.EndCol)
	return string(s.file.Text[start:max(start, end)])
}

func plainKey(name string) bool {
	return name != "" && strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789_") == ""
}

// readsAsFigure is true of amounts, percentages, days and versions: text of digits and what stands between them.
func readsAsFigure(text string) bool {
	return strings.ContainsAny(text, "0123456789") && strings.Trim(strings.TrimSpace(text), "0123456789.,-%") == ""
}
