//go:build linux

package endurance

import (
	"fmt"
	"strings"
)

// written is a hardship of a page's text.
func written(name, says string, made func(n int) string) hardship {
	return hardship{name: "Markdown: " + name, says: says, lay: text("content/a.md", made)}
}

const tooComplex = "markdown/too-complex"

// markdownHardships are the published worst cases of the parsers of CommonMark, and what else takes such a parser a time
// that grows with the square of the text. All are pages, on which findings are warnings: none of them stops a build.
var markdownHardships = []hardship{
	written("strong emphasis in emphasis", tooComplex, around("*a **a ", "b", " a** a*")),
	written("marks that close nothing", tooComplex, many("a_ ")),
	written("marks that nothing closes", tooComplex, many("_a ")),
	written("marks of two kinds", tooComplex, many("*a_ ")),
	written("marks of two kinds, in two halves", tooComplex, before("\n", func(n int) string { return many("*a ")(n/2) + many("_a*_ ")(n/2) })),
	written("marks whose lengths add up to three", tooComplex, after("a**b", many("c* "))),
	written("a**b", tooComplex, many("a**b")),
	written("brackets and marks", tooComplex, many("[ a_")),
	written("marks in deep quotes", tooComplex, after(strings.Repeat(">", 100), many("a*"))),
	written("strike out", tooComplex, many("~~a ")),
	written("brackets that close nothing", "", many("a]")),
	written("brackets that nothing closes", tooComplex, many("[a")),
	written("nested brackets", tooComplex, around("[", "a", "]")),
	written("nested links", tooComplex, around("[", "a", "](b)")),
	written("nested pictures", tooComplex, around("![", "a", "](b)")),
	written("brackets on lines", tooComplex, many("[\n")),
	written("[ (](", "", many("[ (](")),
	written("![[]()", "", many("![[]()")),
	written("links with an open target", "", many("[a](b")),
	written("links with an open angle", "", many("[a](<b")),
	written("links with an open title", "", many(`[a](b "c`)),
	written("links with open round brackets", "", after("[a](", many("("))),
	written("backslashes in a link", "", after("[", many(`\\`))),
	written("100,000 links", "link/broken", many("[a](b.md) ")),
	written("100,000 links to headings", "link/anchor", func(n int) string { return strings.Repeat("## b\n", n/10) + many("[a](#x) ")(n/2) }),
	written("100,000 links to headings that are nearly there", "link/anchor", func(n int) string {
		return numbered("## heading number %d\n")(n/2) + many("[a](#heading-numbr-1) ")(n/2)
	}),
	written("100,000 addresses", "", many("http://a.b/c ")),
	written("addresses in one word", "", many("www.")),
	written("an address with brackets", "", func(n int) string { return "http://a.b/" + around("(", "", ")")(n-20) }),
	written("an address that is none", "", before("@b", many("a."))),
	written("backticks of all lengths", "", fences),
	written("backticks that nothing closes", "", many("`\\ ")),
	written("comments that nothing closes", "", after("</", many("<!--"))),
	written("comments that nothing closes, in text", "", many("a <!-- ")),
	written("<![CDATA[", "", many("a <![CDATA[ ")),
	written("instructions", "", many("a <? ")),
	written("declarations", "", many("a <!A ")),
	written("open tags", "", many("<a b ")),
	written("open attributes", "", many("<a b='")),
	written("100,000 tags", "markdown/raw-html", many("<b>")),
	written("100,000 blocks of HTML", "markdown/raw-html", many("<div>\n\n")),
	written("entities", "", many("&amp;&a&#")),
	written("definitions", tooComplex, numbered("[a%d]: b\n")),
	written("definitions in quotes", tooComplex, numbered("> [a%d]: b\n")),
	written("a definition with an open title", "", after(`[a]: b "`, many("c\n"))),
	written("definitions without an end", "", many("[a]:\n")),
	written("references to one definition", "", after("[a]: b.md\n\n", many("[a] "))),
	written("labels that nothing closes", tooComplex, many("[a\n")),
	written("footnotes", tooComplex, numbered("[^%d]: a\n")),
	written("references to one footnote", "", after("[^1]: a\n\n", many("[^1] "))),
	written("footnotes in each other", "", func(n int) string { return "a[^1]\n\n" + strings.Repeat("[^1]: ", 2900) + "b" }),
	written("a wide table", "", func(int) string { return tableOf(900, 900, 1) }),
	written("a table that is too wide", tooComplex, func(int) string { return tableOf(1500, 1500, 1) }),
	written("a table with short rows", tooComplex, func(n int) string { return tableOf(900, 0, n/3) }),
	written("a tall table", "", func(n int) string { return tableOf(2, 2, n/10) }),
	written("100,000 tables", "", many("|a|\n|-|\n\n")),
	written("tables that run into each other", "", many("a\n-|-\n")),
	written("cells with escapes", "", after("|a|\n|-|\n", many("|\\|\\|`|`\n"))),
	written("a paragraph over a table's line", "", before("|-\n", many("abc\n"))),
	written("underlined headings", "markdown/heading-one", many("abc\n===\n\n")),
	written("a heading underlined far below", "", before("==\n", many("a\n"))),
	written("100,000 headings", "markdown/heading-one", many("# a\n")),
	written("100,000 sections", "", many("## a\n")),
	written("a long heading", tooComplex, after("# ", many("a"))),
	written("headings with braces", "", many("## a {#x} {b=c .d}\n")),
	written("deep lists", tooComplex, many("- ")),
	written("deep lists on lines", tooComplex, func(int) string { return staircase("  ", "* a\n", 1400) }),
	written("lists as deep as they may be", "", func(int) string { return staircase("  ", "* a\n", 148) }),
	written("empty lines in deep lists", tooComplex, after(strings.Repeat("- ", 99)+"x", many("\n"))),
	written("empty lines in deep lists in a quote", tooComplex, after("> "+strings.Repeat("- ", 95)+"x\n", many(">\n"))),
	written("lines in deep lists", "", after(strings.Repeat("1. ", 90)+"a\n", many("b\n"))),
	written("100,000 items", "", many("- a\n")),
	written("100,000 tasks", "", many("- [ ] a\n")),
	written("lines of stars", "", many("* ")),
	written("definition lists", "", many("a\n: b\n\n")),
	written("definitions of one word", "", after("a\n", many(": b\n"))),
	written("deep quotes", tooComplex, many("> ")),
	written("deep quotes without blanks", tooComplex, many(">")),
	written("fences", "", many("```\n")),
	written("fences on one line", "", many("``` a")),
	written("a fence that nothing closes", "", after("```\n", many("a\n"))),
	written("empty lines", "", many("\n")),
	written("blanks", "", many(" ")),
	written("tabs in lists", "", many("-\t")),
	written("hard line breaks", "", many("a  \n")),
	written("one word", "", many("a")),
	written("NUL", "file/encoding", many("abc\x00de\x00")),
	written("no UTF-8", "file/encoding", many("\xe9")),
	written("lone carriage returns", "", many("a\r")),
	written("marks on one letter", "", after("a", many("\u0301"))),
	written("changes of direction", "", many("\u202e\u05d0")),
	written("a header that never ends", "front-matter/unclosed", after("---\na: b\n", many("a\n"))),
	written("a header with 10,000 keys", "", after("---\n", before("---\n", numbered("k%d: v\n")))),
	written("a header with items, and as many headings", "", func(n int) string {
		return "---\nx:\n" + numbered("- {id: a%d}\n")(n/2) + "---\n" + many("## b\n")(n/2)
	}),
	{name: "Markdown: a file beyond the limit", exit: 1, says: "file/too-large", lay: sized("content/a.md", many("a"), 3_000_000, 50_000_000)},
	{name: "Markdown: a line of 50 MB", says: "", lay: vast("content/a.md", many("a b "))},
	{name: "Markdown: 50 MB of lines", says: "", lay: vast("content/a.md", many("a *b* c\n\nd\n"))},
}

// vast lays a file of 4 MB, in the long version of 50 MB, and settings that allow it.
func vast(file string, made func(n int) string) func(h *hard) {
	return func(h *hard) {
		h.settle("limits: {file_bytes: 60000000}\n")
		sized(file, made, 4_000_000, 50_000_000)(h)
	}
}

// fences are runs of backticks of all lengths, of which none ends another.
func fences(n int) string {
	var b strings.Builder
	for i := 1; b.Len()+i < n; i++ {
		fmt.Fprintf(&b, "e%s", strings.Repeat("`", i))
	}
	return b.String()
}

// tableOf is one whose rows have fewer cells than its head.
func tableOf(columns, cells, rows int) string {
	row := strings.Repeat("|b", cells) + "|\n"
	return strings.Repeat("|a", columns) + "|\n" + strings.Repeat("|-", columns) + "|\n" + strings.Repeat(row, rows)
}

// staircase has each line deeper than the one before.
func staircase(step, line string, steps int) string {
	var b strings.Builder
	for i := range steps {
		b.WriteString(strings.Repeat(step, i) + line)
	}
	return b.String()
}
