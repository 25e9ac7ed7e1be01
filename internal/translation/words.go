package translation

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/glossary"
	"parley/internal/locale"
)

// Judge compares what texts of one language say with what their sources say: terms, numbers, length. Check compares form.
type Judge struct {
	source, language string
	terms            []glossary.Term
	from, to         *glossary.Finder
	percentApart     bool // the language sets a blank between a number and %
}

// NewJudge prepares to judge texts of a language.
func NewJudge(terms []glossary.Term, language, source string) *Judge {
	tag, _ := locale.For(language)
	return &Judge{source, language, terms, glossary.NewFinder(terms, source, source), glossary.NewFinder(terms, language, source),
		strings.ContainsFunc(tag.Percent("1"), unicode.IsSpace)}
}

// Words returns the checks that a text fails. The path is that of its document: where a term is explained, its forbidden forms
// are named. Critical is a text in which a wrong number does harm.
//
// The names are: keep (a name that is never translated), forbidden, unchanged, letters, length, sentences, which are errors; numbers,
// which is one where Critical; and, as warnings always: terms, language, end, punctuation, spaces, doubled, brackets, emphasis,
// invisible, nfc, ratio. The time grows with the length of both texts.
func (j *Judge) Words(unit doc.Unit, text, path string, critical bool) []Failure {
	source, target := prose(unit, text)
	return j.words(unit, text, path, source, target, numbersOf(source, target, critical))
}

// UnreadWords are Words and Unread of a text that no person has read, at the price of one.
func (j *Judge) UnreadWords(unit doc.Unit, text, path string) []Failure {
	source, target := prose(unit, text)
	return j.words(unit, text, path, source, target, unread(source, target))
}

// prose is what a source and its translation say, without their marks.
func prose(unit doc.Unit, text string) (source, target string) {
	return strings.Join(doc.ProseOf(unit.Text, unit.Block), " "), strings.Join(doc.ProseOf(text, unit.Block), " ")
}

func (j *Judge) words(unit doc.Unit, text, path, source, target string, numbers []Failure) []Failure {
	var failures []Failure
	fail := func(check, detail string, severity diag.Severity) {
		if detail != "" {
			failures = append(failures, Failure{check, shorten(detail, 300), severity})
		}
	}
	keep, terms := j.missing(source, target)
	fail("keep", keep, diag.Error)
	fail("terms", terms, diag.Warning)
	fail("forbidden", j.forbidden(target, path), diag.Error)
	failures = append(failures, numbers...)
	fail("unchanged", j.unchanged(source, target), diag.Error)
	if strings.ContainsFunc(source, unicode.IsLetter) && !strings.ContainsFunc(target, readable) {
		fail("letters", "the text has neither letters nor digits", diag.Error) // some service answers so to a wrong key
	}
	fail("length", j.length(source, target), diag.Error)
	fail("sentences", truncated(source, target), diag.Error)
	fail("language", j.left(target), diag.Warning)
	fail("end", ends(source, target), diag.Warning)
	fail("punctuation", cmp.Or(j.punctuation(source, target), j.percents(target)), diag.Warning)
	fail("spaces", spaces(text), diag.Warning)
	fail("doubled", doubled(source, target), diag.Warning)
	fail("brackets", brackets(target), diag.Warning)
	fail("emphasis", loose(source, target), diag.Warning)
	fail("invisible", hidden(source, target), diag.Warning)
	fail("nfc", composed(text), diag.Warning)
	fail("ratio", j.ratio(source, target), diag.Warning)
	return failures
}

func readable(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// Shown returns the checks of what it says that a shown text fails and nobody has waived. A stale one is judged by the source
// that it translates.
func (j *Judge) Shown(t Translated, path string, critical bool) []Failure {
	if !t.Shown() {
		return nil
	}
	unit := t.Unit
	if t.State == Stale {
		unit.Text = t.Previous
	}
	return slices.DeleteFunc(j.Words(unit, t.Text, path, critical), func(f Failure) bool { return t.waives(f.Check) })
}

// StateOf is the state of a translation when what it says is judged too: a text of which a check says that it is wrong is Failed.
func (j *Judge) StateOf(t Translated, path string, critical bool) State {
	wrong := func(f Failure) bool { return f.Severity == diag.Error }
	if t.Fresh() && slices.ContainsFunc(j.Shown(t, path, critical), wrong) {
		return Failed
	}
	return t.State
}

// Terms finds the terms of a unit whose translation is settled: names that stay, and with all of them, terms by their
// preferred form.
func (j *Judge) Terms(unit doc.Unit, all bool) []Fixed {
	var fixed []Fixed
	for _, match := range j.from.Find(unit.Text) {
		term := j.terms[match.Term]
		preferred := term.Translations[j.language].Preferred
		switch {
		case match.Forbidden:
		case term.Keep && preferred == "":
			fixed = append(fixed, Fixed{match.Start, match.Stop, unit.Text[match.Start:match.Stop]})
		case all && preferred != "":
			fixed = append(fixed, Fixed{match.Start, match.Stop, preferred})
		}
	}
	return fixed
}

// missing names the terms of the source of which the target has none of the approved forms.
func (j *Judge) missing(source, target string) (keep, terms string) {
	var kept, wanted []string
	seen := map[int]bool{}
	lower := strings.ToLower(target)
	for _, match := range j.from.Find(source) {
		term := j.terms[match.Term]
		preferred := term.Translations[j.language].Preferred
		if match.Forbidden || seen[match.Term] || j.has(term, target, lower) {
			continue
		}
		seen[match.Term] = true // once is enough
		switch {
		case term.Keep && preferred == "":
			kept = append(kept, source[match.Start:match.Stop])
		case preferred != "":
			wanted = append(wanted, fmt.Sprintf("%s is %q", source[match.Start:match.Stop], preferred))
		}
	}
	if len(kept) > 0 {
		keep = "never translated: " + strings.Join(kept, ", ")
	}
	return keep, strings.Join(wanted, ", ")
}

// has reports whether a text has an approved form of a term. A part of a word will do: Verlängerung in Verlängerungsquote.
func (j *Judge) has(term glossary.Term, target, lower string) bool {
	allowed, _ := term.In(j.language, j.source)
	return slices.ContainsFunc(allowed, func(f glossary.Form) bool {
		if term.CaseMatters {
			return strings.Contains(target, f.Text)
		}
		return strings.Contains(lower, strings.ToLower(f.Text))
	})
}

func (j *Judge) forbidden(target, path string) string {
	for _, match := range j.to.Find(target) {
		if match.Forbidden && j.terms[match.Term].Path != path {
			return fmt.Sprintf("%q; write %s", target[match.Start:match.Stop], j.terms[match.Term].Translations[j.language].Preferred)
		}
	}
	return ""
}

// unchanged reports a text whose words are those of its source, more than four of them beside names and terms. A term in its
// approved form does not make a translation of the sentence around it: services are sent these forms, and may echo the rest.
func (j *Judge) unchanged(source, target string) string {
	var fixed strings.Builder
	rest, known := 0, 0
	for _, match := range j.from.Find(source) {
		term := j.terms[match.Term]
		preferred := term.Translations[j.language].Preferred
		if match.Forbidden || preferred == "" && !term.Keep {
			continue
		}
		fixed.WriteString(source[rest:match.Start] + cmp.Or(preferred, source[match.Start:match.Stop]))
		rest = match.Stop
		known += len(strings.Fields(source[match.Start:match.Stop]))
	}
	fixed.WriteString(source[rest:])
	if !sameWords(source, target) && !sameWords(fixed.String(), target) {
		return ""
	}
	words := 0
	for _, word := range strings.Fields(source) {
		if strings.ContainsFunc(word, unicode.IsLower) {
			words++
		}
	}
	if words-known > 4 {
		return "the text is that of the source"
	}
	return ""
}

// sameWords reports whether two texts have the same letters and digits in the same words, whatever stands between them.
func sameWords(a, b string) bool {
	between := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }
	for word := range strings.FieldsFuncSeq(a, between) {
		b = strings.TrimLeftFunc(b, between)
		stop := strings.IndexFunc(b, between)
		if stop < 0 {
			stop = len(b)
		}
		if word != b[:stop] {
			return false
		}
		b = b[stop:]
	}
	return strings.TrimLeftFunc(b, between) == ""
}

// length reports a long text that has become less than half or more than twice as long. Scripts that write words with one or
// two characters have another measure.
func (j *Judge) length(source, target string) string {
	from, to := len([]rune(source)), len([]rune(target))
	if from <= 60 {
		return ""
	}
	least, most := 0.5, 2.0
	switch base, _, _ := strings.Cut(j.language, "-"); base {
	case "ja", "zh", "ko", "yue":
		least, most = 0.15, 1.2
	}
	if ratio := float64(to) / float64(from); ratio < least || ratio > most {
		return fmt.Sprintf("%.1f times as long as the source", ratio)
	}
	return ""
}

// truncated reports a text with less than half of the sentences of its source.
func truncated(source, target string) string {
	from, to := sentences(source), sentences(target)
	if from >= 3 && to*2 < from {
		return fmt.Sprintf("%d sentences, where the source has %d", to, from)
	}
	return ""
}

func sentences(text string) int {
	count, ended := 0, true
	runes := []rune(text)
	for i, r := range runes {
		end := strings.ContainsRune(".!?", r) && (i+1 == len(runes) || unicode.IsSpace(runes[i+1])) || strings.ContainsRune("。！？؟।", r)
		if end && !ended {
			count++
		}
		if end {
			ended = true
		} else if unicode.IsLetter(r) {
			ended = false
		}
	}
	if !ended {
		count++
	}
	return count
}
