package translation

import (
	"cmp"
	"slices"
	"strings"

	"parley/internal/diag"
)

// Message is what gettext looks an entry up by.
type Message struct {
	Context    string // msgctxt
	HasContext bool   // gettext tells an empty msgctxt from none
	ID         string // msgid
	Plural     string // msgid_plural
	HasPlural  bool
}

// key is the part of a message that must not occur twice in a file.
func (m Message) key() Message {
	return Message{Context: m.Context, HasContext: m.HasContext, ID: m.ID}
}

// Entry is one entry of a PO file with everything that a person or a tool has put there.
type Entry struct {
	Message
	Comments   []string  // "# " lines, ours and people's, without the mark and the one space after it
	Extracted  []string  // "#." lines, likewise
	References []string  // "#:" lines, likewise; the canonical form has none
	Flags      []string  // of "#,"; each once
	Previous   *Message  // of "#|", or nil
	Str        []string  // msgstr, or all msgstr[n]; never empty in an entry that was read
	Obsolete   bool      // written with "#~"
	IDSpan     diag.Span // of the strings after msgid
	StrSpan    diag.Span // of the strings after msgstr or msgstr[0]
}

// Fuzzy reports whether the entry must not be taken for a finished translation.
func (e Entry) Fuzzy() bool { return slices.Contains(e.Flags, fuzzy) }

// Text returns the translation: the first form if there are plural forms.
func (e Entry) Text() string {
	if len(e.Str) == 0 {
		return ""
	}
	return e.Str[0]
}

const fuzzy = "fuzzy"

// File is one PO file. The zero File is an empty one.
type File struct {
	Path     string
	Header   Entry    // the entry with the empty msgid; without Str if the file has none
	Entries  []Entry  // in the order of the file
	Trailing []string // comments after the last entry, which gettext's tools drop and we keep
}

// Imprint is what the header of a file says of where it comes from.
type Imprint struct {
	Project string // title of the site
	Team    string // who answers for the translations: the company
	Tag     string // BCP 47 tag of the language
	Source  string // path of the source document
}

// fields are the header's fields in the order of gettext, with those that msgfmt -c asks for. All are constant, because a date or a
// name that changed with every run would make every pair of branches conflict: when and by whom is in the history. The date is one
// that every tool can read, and that nobody takes for true.
func (i Imprint) fields() [][2]string {
	line := func(text string) string { return strings.Join(strings.Fields(text), " ") }
	team := cmp.Or(line(i.Team), line(i.Project), "none")
	return [][2]string{
		{"Project-Id-Version", cmp.Or(line(i.Project), "none")},
		{"PO-Revision-Date", "1970-01-01 00:00+0000"},
		{"Last-Translator", team},
		{"Language-Team", team},
		{"Language", Locale(i.Tag)},
		{"MIME-Version", "1.0"},
		{"Content-Type", "text/plain; charset=UTF-8"},
		{"Content-Transfer-Encoding", "8bit"},
		{"X-Source", i.Source},
	}
}

// NewHeader returns the header of a new file in canonical form.
func NewHeader(i Imprint) Entry { return i.Complete(Entry{Str: []string{""}}) }

// Complete returns a header with the fields that it lacks, each before the field that follows it in a new file. What is there stays
// as it is, whoever wrote it.
func (i Imprint) Complete(header Entry) Entry {
	lines := slices.Collect(strings.Lines(header.Text()))
	if last := len(lines) - 1; last >= 0 && !strings.HasSuffix(lines[last], "\n") {
		lines[last] += "\n"
	}
	next := len(lines)
	for _, field := range slices.Backward(i.fields()) {
		at := slices.IndexFunc(lines, func(line string) bool {
			name, _, found := strings.Cut(line, ":")
			return found && strings.EqualFold(strings.TrimSpace(name), field[0])
		})
		if at < 0 {
			at = next
			lines = slices.Insert(lines, at, field[0]+": "+field[1]+"\n")
		}
		next = at
	}
	header.Str = []string{strings.Join(lines, "")}
	return header
}

// Field returns the value of a field of the header. Names match whatever their case.
func (f File) Field(name string) (value string, found bool) {
	for line := range strings.SplitSeq(f.Header.Text(), "\n") {
		key, value, found := strings.Cut(line, ":")
		if found && strings.EqualFold(strings.TrimSpace(key), name) {
			return strings.TrimSpace(value), true
		}
	}
	return "", false
}

// CheckLanguage reports a header that does not name the language of the file's folder, a BCP 47 tag.
func (f File) CheckLanguage(tag string) diag.List {
	if len(f.Header.Str) == 0 {
		d := diag.New(diag.POLanguage, diag.Place{Path: f.Path}, "the file has no header that names its language")
		return diag.List{d.WithHint("begin with an entry whose msgid is empty and whose msgstr holds \"Language: %s\\n\"", Locale(tag))}
	}
	place := diag.Place{Path: f.Path, Span: f.Header.StrSpan}
	language, found := f.Field("Language")
	switch {
	case !found || language == "":
		d := diag.New(diag.POLanguage, place, "the header does not name the language of the file")
		return diag.List{d.WithHint("add \"Language: %s\\n\"", Locale(tag))}
	case !sameLanguage(language, tag):
		d := diag.New(diag.POLanguage, place, "the header says language %s, the folder says %s", language, tag)
		return diag.List{d.WithHint("write \"Language: %s\\n\", or move the file to the folder of its language", Locale(tag))}
	}
	return nil
}

// Locale returns a BCP 47 tag the way gettext writes it: pt_BR for pt-BR.
func Locale(tag string) string { return strings.ReplaceAll(tag, "-", "_") }

// sameLanguage compares a gettext locale with a tag. The two script modifiers in use, sr@latin and
// uz@cyrillic, stand for script subtags.
func sameLanguage(locale, tag string) bool {
	locale = strings.ReplaceAll(locale, "_", "-")
	if base, modifier, found := strings.Cut(locale, "@"); found {
		language, region, _ := strings.Cut(base, "-")
		script := map[string]string{"latin": "-Latn", "cyrillic": "-Cyrl"}[strings.ToLower(modifier)]
		locale = strings.TrimSuffix(language+script+"-"+region, "-")
	}
	return strings.EqualFold(locale, tag)
}

// Catalogue returns the finished translations by context, U+0004 and msgid, as a theme's interface strings
// are looked up. Fuzzy, untranslated and obsolete entries are left out; of plural forms the first counts.
func (f File) Catalogue() map[string]string {
	catalogue := make(map[string]string, len(f.Entries))
	for _, e := range f.Entries {
		if !e.Obsolete && !e.Fuzzy() && e.Text() != "" {
			catalogue[e.Context+"\x04"+e.ID] = e.Text()
		}
	}
	return catalogue
}

// Former returns the finished translations of what the document has no longer, by msgid.
func (f File) Former() map[string]string {
	former := map[string]string{}
	for _, e := range f.Entries {
		if e.Obsolete && !e.Fuzzy() && !e.HasPlural && e.Text() != "" {
			former[e.ID] = e.Text()
		}
	}
	return former
}
