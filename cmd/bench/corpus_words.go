package main

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The words of the corpus. Every sentence is: somebody does something to a thing, at some time.
var (
	subjects = []string{"the delivery lead", "the partner manager", "a reviewer", "the support desk", "an engineer", "the programme board",
		"the finance team", "each integrator", "the owner of this page", "the training team", "every reseller", "the account manager"}
	verbs = []string{"checks", "agrees", "writes down", "measures", "reviews", "publishes", "confirms", "plans", "records", "compares",
		"approves", "explains", "prepares", "corrects"}
	terms = []string{"cutover window", "readiness report", "service level", "rollback plan", "support contract", "migration order",
		"wave plan", "price list", "landing zone", "workload map", "change freeze", "acceptance test", "data processor", "escalation path",
		"discount band", "renewal date", "partner tier", "runbook", "go-live notice", "risk register", "access review", "skills matrix",
		"credit note", "project brief"}
	things = []string{"the list of open questions", "the names of the two contacts", "the cost of the second wave", "the order of the steps",
		"the result of the rehearsal", "the length of the outage", "the number of licences", "the state of the backup", "the next three dates",
		"the letter to the customer"}
	times = []string{"before the first wave starts", "with the customer on the same day", "at the end of each quarter", "after the rehearsal",
		"within three working days", "when the scope changes", "as soon as the figures are known", "together with the other side",
		"while the old system is still running", "once the contract is signed", "in the weekly call", "without waiting for a reminder"}
	matters = []string{"what to prepare", "who decides", "how long it takes", "what it costs", "where records are kept", "when to ask for help",
		"what can go wrong", "how to measure it", "what happens next", "who must agree", "how to start", "what to write down",
		"before the first call", "after the last wave", "rules and exceptions", "a worked example"}
)

// writer writes one document.
type writer struct {
	random *rand.Rand
	ids    []string // of the pages that may be linked to
	out    strings.Builder
}

func (w *writer) line(format string, args ...any) { fmt.Fprintf(&w.out, format+"\n", args...) }

func (w *writer) pick(words []string) string { return words[w.random.IntN(len(words))] }

func (w *writer) sentence() string {
	thing := w.pick(things)
	if w.random.IntN(2) == 0 {
		thing = "the " + w.pick(terms)
	}
	return capital(w.pick(subjects)) + " " + w.pick(verbs) + " " + thing + " " + w.pick(times) + "."
}

func (w *writer) sentences(n int) string {
	all := make([]string, n)
	for i := range all {
		all[i] = w.sentence()
	}
	return strings.Join(all, " ")
}

func (w *writer) link() string {
	return fmt.Sprintf("See [%s](to:%s) for more.", w.pick(matters), w.ids[w.random.IntN(len(w.ids))])
}

func (w *writer) table(rows int) {
	w.line("| step | who | what | days |\n|---|---|---|---|")
	for i := range rows {
		w.line("| %d | %s | %s | %d |", i+1, w.pick(subjects), w.pick(things), 1+w.random.IntN(20))
	}
	w.line("")
}

func capital(text string) string { return strings.ToUpper(text[:1]) + text[1:] }

// syllables are what the words of a language are made of here. Nobody reads them: they have the letters, the lengths
// and the weight in bytes that texts in such a language have.
var syllables = map[string][]string{
	"fr": strings.Fields("ra mé loi ten qui ver sou pla che dou"), "de": strings.Fields("gen ver schaft lich auf zeit bün stell kei tung"),
	"es": strings.Fields("ción ado res per lla mien tos que ñor esta"), "ja": strings.Fields("かい せつ 移 行 作 業 ます した 計 画"),
	"ar": strings.Fields("ال مت قر شر كة خد من تر بي ها"), "it": strings.Fields("zio ne per che gli ato tto mente sse qua"),
	"pt": strings.Fields("ção mento dor que nha par tes lhe ado ra"), "nl": strings.Fields("ver ge lijk heid aan dag over zijn keur plaat"),
	"pl": strings.Fields("prze nie wy stwo ość czy rze kła dny śle"),
}

// kept are the parts of a Markdown text that stay as they are in every language, then the words.
var kept = regexp.MustCompile("(?s)```.*?```|`[^`]*`|\\]\\([^)]*\\)|\\pL+")

// translate puts a text into a language, word by word: a word of one language is always the same word of the other.
func translate(text, lang string) string {
	parts, ok := syllables[lang]
	if !ok {
		return text
	}
	return kept.ReplaceAllStringFunc(text, func(word string) string {
		first, _ := utf8.DecodeRuneInString(word)
		if !unicode.IsLetter(first) {
			return word
		}
		hash := fnv.New64a()
		hash.Write([]byte(strings.ToLower(word)))
		var out strings.Builder
		for n := hash.Sum64(); out.Len() == 0 || out.Len() < len(word)-1; n /= uint64(len(parts)) {
			out.WriteString(parts[n%uint64(len(parts))])
		}
		if unicode.IsUpper(first) {
			initial, size := utf8.DecodeRuneInString(out.String())
			return string(unicode.ToUpper(initial)) + out.String()[size:]
		}
		return out.String()
	})
}
