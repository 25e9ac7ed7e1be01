package browser

import (
	"fmt"
	"regexp"
	"strings"
)

// markChannel is a place in Markdown at which a payload can stand.
type markChannel struct {
	name    string
	write   func(p payload) string
	shows   func(p payload) string // what a reader must see; nil where the payload itself is not for readers
	where   string                 // "" in the text, else the attribute whose value it is
	oneLine bool                   // nothing with a line break can stand here
	head    string                 // what stands above all payloads, which then follow line by line
}

func literal(p payload) string { return p.text }
func inLine(p payload) string  { return p.inline }
func asBlock(p payload) string { return p.block }

// markChannels are pages: on each, every payload stands once at the same sort of place.
var markChannels = []markChannel{
	{name: "block", write: func(p payload) string { return indented("> ", "> ", p.text) }, shows: asBlock},
	{name: "inline", write: func(p payload) string { return indented("- Word ", "  ", p.text) + " word." }, shows: inLine},
	{name: "escaped", write: func(p payload) string { return indented("- Word ", "  ", backslashed(p.text)) + " word." }, shows: literal},
	{name: "cell", write: func(p payload) string { return "| Word " + strings.ReplaceAll(p.text, "|", `\|`) + " | word |" },
		shows: inLine, oneLine: true, head: "| Word | Word |\n|---|---|\n"},
	{name: "heading", write: func(p payload) string { return "## Word " + p.text + " word" }, shows: inLine, oneLine: true},
	{name: "heading-id", write: func(p payload) string { return "## Word {#" + p.text + "}\n\n## Word {" + p.text + "}" }, oneLine: true},
	{name: "code-span", write: func(p payload) string { return "- Word " + ticks(p) + " " + p.text + " " + ticks(p) }, shows: literal, oneLine: true},
	{name: "code-block", write: func(p payload) string {
		return "> " + ticks(p) + "\n" + indented("> ", "> ", p.text) + "\n> " + ticks(p)
	}, shows: literal},
	{name: "code-language", write: func(p payload) string {
		return "> ~~~" + p.text + "\n> Word\n> ~~~\n\n> ```" + p.text + "\n> Word\n> ```"
	}, oneLine: true},
	{name: "link-text", write: func(p payload) string { return indented("- [Word ", "  ", backslashed(p.text)) + "](index.md)" }, shows: literal},
	{name: "link-text-raw", write: func(p payload) string { return indented("- [Word ", "  ", p.text) + "](index.md)" }},
	{name: "link-target", write: func(p payload) string { return "- [Word](<" + p.text + ">) [word](" + p.text + ")" }, oneLine: true},
	{name: "link-target-escaped", write: func(p payload) string { return "- [Word](<" + backslashed(p.text) + ">)" }, oneLine: true},
	{name: "link-title", write: func(p payload) string { return "- [Word](index.md \"Word " + backslashed(p.text) + "\")" }, shows: literal, where: "title", oneLine: true},
	{name: "link-title-raw", write: func(p payload) string {
		return "- [Word](index.md \"" + p.text + "\") [word](index.md '" + p.text + "') [word](index.md (" + p.text + "))"
	}, oneLine: true},
	{name: "link-definition", write: func(p payload) string {
		return fmt.Sprintf("[Word][a%d], [word][b%[1]d], [%[2]s]\n\n[a%[1]d]: <%[2]s>\n\n[b%[1]d]: index.md \"%[2]s\"\n\n[%[2]s]: index.md", p.number, p.text)
	}, oneLine: true},
	{name: "address", write: func(p payload) string {
		return "- <" + p.text + "> https://canary.example/" + p.text + " www." + p.text + " a@" + p.text
	}, oneLine: true},
	{name: "picture-text", write: func(p payload) string { return "- ![Word " + backslashed(p.text) + "](images/plain.svg)" }, shows: literal, where: "alt", oneLine: true},
	{name: "picture-raw", write: func(p payload) string {
		return "- ![" + p.text + "](images/plain.svg \"" + p.text + "\") ![Word](" + p.text + ") ![Word](<" + p.text + ">)"
	}, oneLine: true},
	{name: "footnote", write: func(p payload) string {
		return fmt.Sprintf("Word[^n%d].\n\n[^n%[1]d]: ", p.number) + indented("Word ", "    ", p.text) + " word"
	}, shows: inLine},
	{name: "footnote-label", write: func(p payload) string { return "Word[^" + p.text + "].\n\n[^" + p.text + "]: Word" }, oneLine: true},
	{name: "task", write: func(p payload) string { return indented("- [ ] Word ", "  ", p.text) + " word" }, shows: inLine},
	{name: "definition", write: func(p payload) string { return "Word " + p.text + " word\n: Word " + p.text + " word" }, shows: inLine, oneLine: true},
	{name: "emphasis", write: func(p payload) string {
		return indented("- **Word ", "  ", p.text) + " word** ~~" + indented("", "  ", p.text) + "~~"
	}},
	{name: "bare", write: func(p payload) string { return p.text }},
}

var lineEnd = regexp.MustCompile("\r\n|\r|\n")

// indented puts a prefix before the first line of a text, and another before those that follow.
func indented(first, rest, text string) string {
	return first + strings.Join(lineEnd.Split(text, -1), "\n"+rest)
}

// backslashed takes every meaning from a text that Markdown would give it.
func backslashed(text string) string {
	var out strings.Builder
	for _, b := range []byte(text) {
		if strings.IndexByte("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", b) >= 0 {
			out.WriteByte('\\')
		}
		out.WriteByte(b)
	}
	return out.String()
}

// ticks is more backticks in a row than a payload has.
func ticks(p payload) string {
	fence := "```"
	for strings.Contains(p.text, fence) {
		fence += "`"
	}
	return fence
}
