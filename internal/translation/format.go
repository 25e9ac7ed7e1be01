package translation

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// Format writes the file in canonical form: byte for byte what msgcat --no-wrap prints, so that a string has
// one line, changes stay small and two tools never fight over layout.
//
// It keeps what msgcat drops: flags that gettext does not know, untranslated obsolete entries and comments
// after the last entry. It leaves out "#:" lines. Never write a file back that had po/syntax findings:
// entries that could not be read are not in it.
func (f File) Format() []byte {
	w := writer{out: make([]byte, 0, f.size())}
	if len(f.Header.Str) > 0 {
		w.entry(f.Header)
	}
	for _, obsolete := range []bool{false, true} {
		for _, e := range f.Entries {
			if e.Obsolete == obsolete {
				w.entry(e)
			}
		}
	}
	if len(f.Trailing) > 0 {
		w.gap()
		w.comments("#", f.Trailing)
	}
	return w.out
}

// size guesses the length of the formatted file, to allocate once.
func (f File) size() int {
	size := 1000
	for _, e := range f.Entries {
		size += len(e.Context) + len(e.ID) + len(e.Text()) + 100
	}
	return size
}

type writer struct{ out []byte }

func (w *writer) gap() {
	if len(w.out) > 0 {
		w.out = append(w.out, '\n')
	}
}

func (w *writer) entry(e Entry) {
	w.gap()
	w.comments("#", e.Comments)
	w.comments("#.", e.Extracted)
	if len(e.Flags) > 0 {
		w.line("#, " + strings.Join(sortFlags(e.Flags), ", "))
	}
	prefix, previous := "", "#| "
	if e.Obsolete {
		prefix, previous = "#~ ", "#~| "
	}
	if e.Previous != nil {
		w.message(previous, *e.Previous)
	}
	w.message(prefix, e.Message)
	if !e.HasPlural {
		w.text(prefix+"msgstr ", prefix, e.Text())
		return
	}
	for i, form := range e.Str {
		w.text(prefix+"msgstr["+strconv.Itoa(i)+"] ", prefix, form)
	}
}

func (w *writer) message(prefix string, m Message) {
	if m.HasContext {
		w.text(prefix+"msgctxt ", prefix, m.Context)
	}
	w.text(prefix+"msgid ", prefix, m.ID)
	if m.HasPlural {
		w.text(prefix+"msgid_plural ", prefix, m.Plural)
	}
}

func (w *writer) comments(mark string, lines []string) {
	for _, line := range lines {
		if line == "" {
			w.line(mark)
		} else {
			w.line(mark + " " + line)
		}
	}
}

func (w *writer) line(text string) { w.out = append(append(w.out, uncontinued(text)...), '\n') }

// uncontinued adds a blank to a line that ends in a backslash: gettext would join it with the next one, even
// if it is a comment, and so lose the next one.
func uncontinued(line string) string {
	if strings.HasSuffix(line, `\`) {
		return line + " "
	}
	return line
}

// text writes one string. Only a newline before its end breaks it into lines.
func (w *writer) text(keyword, prefix, text string) {
	w.out = append(w.out, keyword...)
	if newline := strings.IndexByte(text, '\n'); newline >= 0 && newline < len(text)-1 {
		w.out = append(w.out, `""`+"\n"...)
		for line := range strings.Lines(text) {
			w.out = append(w.out, prefix...)
			w.quoted(line)
		}
		return
	}
	w.quoted(text)
}

func (w *writer) quoted(text string) {
	w.out = append(w.out, '"')
	for i := range len(text) {
		if letter := escapeLetter(text[i]); letter != 0 {
			w.out = append(w.out, '\\', letter)
		} else {
			w.out = append(w.out, text[i])
		}
	}
	w.out = append(w.out, '"', '\n')
}

// escapeLetter returns what stands after the backslash for the bytes that gettext escapes, else 0.
func escapeLetter(c byte) byte {
	if c == '"' || c == '\\' {
		return c
	}
	if c >= '\a' && c <= '\r' {
		return "abtnvfr"[c-'\a']
	}
	return 0
}

// sortFlags puts flags into gettext's order: fuzzy, formats, range, wrapping. The order among formats is
// kept as it was, and so are flags that gettext does not know.
func sortFlags(flags []string) []string {
	return slices.SortedStableFunc(slices.Values(flags), func(a, b string) int {
		return cmp.Compare(flagRank(a), flagRank(b))
	})
}

func flagRank(flag string) int {
	switch {
	case flag == fuzzy:
		return 0
	case strings.HasPrefix(flag, "range:"):
		return 2
	case flag == "wrap" || flag == "no-wrap":
		return 3
	}
	return 1
}
