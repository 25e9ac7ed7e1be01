package endurance

import (
	"context"
	"fmt"
	"html"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"

	"parley/internal/acceptance/folder"
	"parley/internal/acceptance/program"
	"parley/internal/doc"
)

// TestUglyPagesAreShown builds 200 pages of ugly but legal Markdown, in the long version (PARLEY_LONG=1) 2,000: constructs of
// CommonMark, of GitHub and of other tools that Parley does not know, in each other, in every manner of line end, indent and
// script, in files whose names few people would choose. Each has a phrase of its own, and the page shows every phrase:
// whatever Markdown is taken to mean, what somebody has written is there.
func TestUglyPagesAreShown(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	repository, out := filepath.Join(dir, "repository"), filepath.Join(dir, "out")
	folder.Write(t, filepath.Join(repository, "content/site.yaml"), "kind: site\ntitle: Portal\nlanguages: [en, ar]\n")
	folder.Write(t, filepath.Join(repository, "content/p.svg"), `<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>`)
	pages := map[string]*ugly{}
	for i := range map[bool]int{false: 200, true: 2000}[long] {
		page := newUgly(i)
		pages[page.name] = page
		folder.Write(t, filepath.Join(repository, "content/ugly", page.name), page.text)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	if said, err := program.Command(ctx, filepath.Join(dir, "cache"), "-C", repository, "build", "--out", out).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	phrases := 0
	for name, page := range pages {
		shown, err := os.ReadFile(filepath.Join(out, "ugly", norm.NFC.String(strings.TrimSuffix(name, filepath.Ext(name))), "index.html"))
		if err != nil {
			t.Errorf("%q has no page: %v\n%s", name, err, page.text)
			continue
		}
		_, main, _ := strings.Cut(string(shown), "<main")
		text := doc.Fold(html.UnescapeString(main)) // titles and alternatives of pictures are folded
		for _, phrase := range page.phrases {
			if !strings.Contains(text, doc.Fold(phrase)) {
				t.Errorf("the page of %q does not show %q of\n%s", name, phrase, page.text)
			}
		}
		phrases += len(page.phrases)
	}
	t.Logf("%d pages with %d phrases", len(pages), phrases)
	if phrases < 10*len(pages) {
		t.Errorf("%d pages have %d phrases only", len(pages), phrases)
	}
}

// ugly is a page while it is being written.
type ugly struct {
	random  *rand.Rand
	number  int
	name    string
	text    string
	phrases []string
	notes   []string // definitions of links and footnotes, for the end of the page
}

func newUgly(number int) *ugly {
	u := &ugly{random: rand.New(rand.NewPCG(42, uint64(number))), number: number}
	u.name = pick(u, uglyNames, "%d", fmt.Sprint(number))
	blocks := []string{u.phrase()} // what begins with hyphens would be a head
	for range 6 + u.random.IntN(10) {
		blocks = append(blocks, u.block(0))
	}
	gap := "\n" + pick(u, []string{"\n", "\n", "\n", "   \n", "\t\n", "\n\n\n"})
	text := pick(u, uglyHeads, "%p", u.phrase()) + strings.Join(append(blocks, u.notes...), gap)
	if !strings.Contains(text, u.phrases[len(u.phrases)-1]) { // a head without a phrase
		u.phrases = u.phrases[:len(u.phrases)-1]
	}
	u.text = pick(u, uglyEnds, "%t", text)
	switch u.random.IntN(5) {
	case 0:
		u.text = strings.ReplaceAll(u.text, "\n", "\r\n")
	case 1:
		u.text = "\ufeff" + u.text
	case 2:
		u.text = "\ufeff" + strings.ReplaceAll(u.text, "\n", "\r\n")
	}
	return u
}

// pick chooses one of a list, and fills it in.
func pick(u *ugly, list []string, oldnew ...string) string {
	return strings.NewReplacer(oldnew...).Replace(list[u.random.IntN(len(list))])
}

// phrase is a word that is nowhere else, with one of another script beside it.
func (u *ugly) phrase() string {
	phrase := fmt.Sprintf("w%dx%dw", u.number, len(u.phrases)) + pick(u, uglyWords)
	u.phrases = append(u.phrases, phrase)
	return phrase
}

// block is a construct, which may hold others.
func (u *ugly) block(depth int) string {
	if depth < 5 && u.random.IntN(3) == 0 {
		return u.around(depth)
	}
	id := fmt.Sprintf("n%dx%d", u.number, len(u.phrases))
	form := uglyBlocks[u.random.IntN(len(uglyBlocks))]
	form, note, _ := strings.Cut(form, "%%")
	fill := func(form string) string {
		for strings.Contains(form, "%p") {
			form = strings.Replace(form, "%p", u.phrase(), 1)
		}
		return strings.ReplaceAll(form, "%i", id)
	}
	if note != "" {
		u.notes = append(u.notes, fill(note))
	}
	if strings.HasPrefix(note, "[^") { // what refers to it here may be in a block of code, and a footnote alone is not shown
		u.notes = append(u.notes, fill("And[^%i] again."))
	}
	return fill(form)
}

// around puts constructs into a list, a quote or whatever else holds some.
func (u *ugly) around(depth int) string {
	form := uglyHolders[u.random.IntN(len(uglyHolders))]
	var inside []string
	for range 1 + u.random.IntN(3) {
		inside = append(inside, u.block(depth+1))
	}
	gap := pick(u, []string{"\n\n", "\n\n", "\n \n", "\n"})
	if strings.Contains(strings.Join(inside, ""), "|-") {
		gap = "\n\n" // a row has no more cells than the head of its table: what went on as one would be lost
	}
	lines := strings.Split(strings.Join(inside, gap), "\n")
	for i, line := range lines {
		switch {
		case i == 0:
			lines[i] = form[0] + line
		case line != "" || strings.Contains(form[1], ">"):
			lines[i] = form[1] + line
		}
	}
	text := strings.Join(lines, "\n")
	if before, behind, found := strings.Cut(text, "%p"); found {
		text = before + u.phrase() + behind
	}
	return text
}

var uglyWords = []string{"", "", " שלום", " مرحبا", " 👩‍💻🇪🇺", " naïve", " na\u0308ive", " 日本語", " ﬁn", " \u202b42\u202c", " İı", " ẞß", " a\u0301\u0302\u0303", " 𝔘𝔫𝔦", " \u00a0x", " x\u200dy", " O’Neill", " “q”"}

var uglyNames = []string{"%d.md", "a page %d.md", "Über %d.md", "cafe\u0301 %d.md", "%d & more.md", "%d (copy).md", "%d+%d.md", "100%-%d.md", "it's %d.md", "日本語-%d.md", "שלום %d.md", "👍%d.md",
	"UPPER-%d.MD", "%d.markdown", "a,b;c=%d.md", "deep/er and deeper/%d.md", "Ünder/schön-%d.md", "two  blanks %d.md", "dots...%d.md", "#%d.md", "q?%d.md", "[%d].md", "@%d!.md", "$%d.md", "a_b-%d.v1.2.md"}

var uglyHeads = []string{"", "", "", "# %p\n\n", "%p\n===\n\n", "---\ntitle: \"%p\"\n---\n", "---\n# a remark\ntitle: >-\n  %p\n---\n\n\n", "---\ntitle: '%p'\nunknown: [a, {b: c}]\n\n---\n# second title\n\n", "---\n---\n", "\n\n\n", "***\n\n"}

var uglyEnds = []string{"%t", "%t\n", "%t\n\n\n\n", "%t\n  ", "%t\\", "%t\n\t\n", "%t\n<!-- the end -->"}

// uglyHolders begin the first line and the others.
var uglyHolders = [][2]string{{"- ", "  "}, {"* ", "  "}, {"+   ", "    "}, {"1. ", "   "}, {"7) ", "   "}, {"-\t", "\t"}, {"10.  ", "     "}, {"- [ ] ", "  "}, {"- [x] ", "  "}, {"> ", "> "}, {">", ">"}, {" > > ", " > > "},
	{"> [!NOTE]\n> ", "> "}, {"%p\n: ", "  "}, {"%p\n\n:   ", "    "}, {"- %p\n  - ", "    "}, {"1. %p\n\n   2. ", "      "}, {"   - ", "     "}, {"> - ", ">   "}, {"- > ", "  > "}}

// uglyBlocks have phrases for %p and a name that is nowhere else for %i. What follows %% stands at the end of the page.
var uglyBlocks = []string{
	"%p", "%p\n%p", "%p  \n%p", "%p\\\n%p", "   %p", "%p\n      %p", "*%p*", "__%p__ _%p_", "***%p** %p*", "~~%p~~", "~%p", "*%p", "%p**", "a*%p*b _%p_b", "`%p`", "`` ` %p ` ``", "`%p", "\\*%p\\*", "&copy; %p &nope; &#35;", "%p &amp;lt;b&amp;gt;",
	"## %p", "###### %p ######", "### %p {#%i}", "#### *%p* `%p`", "%p\n---", "%p\n  ===", "#%p", "##\n%p", "%p\n***\n%p", "* * *\n\n%p", "## %p\n## %p",
	"```\n%p\n```", "~~~ c++ {.x}\n%p\n\n%p\n~~~", "````\n```\n%p\n````", "    %p", "\t%p\n\n\t%p", "```\n%p", "```mermaid\ngraph TD; A[%p]-->B\n```", "   ```\n  %p\n   ```",
	"[%p](../index.md)", "[%p](<a b.md> \"t\")", "[%p](gone.md)", "[%p](https://example.com/?a=1&b=2 't')", "[%p][%i]%%[%i]: https://example.com (t)", "[%p][]", "[%p]", "[%p][%i]%%[%i]:\n  <>\n  'a\n  b'", "[%i]\n\n%p%%[%I]: /x",
	"![%p](../p.svg)", "![%p](gone.png)", "![%p][%i]%%[%i]: ../p.svg", "[![%p](../p.svg)](https://example.com)", "![*%p* `%p`](../p.svg)", "[a [%p](b) c](d)", "[%p](javascript:alert)", "[%p](mailto:a@example.com)", "[%p](#nowhere)", "[%p](a(b(c)d))",
	"<https://example.com/%p>", "see https://example.com/a_b_(c) %p", "www.example.com %p", "<a@example.com> %p", "%p.example.com",
	"%p[^%i]%%[^%i]: %p", "%p[^%i] and[^%i]%%[^%i]:\n    %p\n\n    - %p\n\n    %p", "%p[^gone]", "[^%i] %p%%[^%i]: > %p",
	"| %p | b |\n|---|:-:|\n| %p | `a\\|b` %p |", "%p | %p\n-|-\n%p", "|%p|\n|-|\n|%p|extra|\n%p", "| a |\n|--\n| *%p* [%p](x) |",
	"- %p\n- %p\n\n- %p", "1. %p\n1. %p", "- %p\n+ %p\n* %p", "-\n  %p", "- [ ] %p\n- [X] %p", "-    %p\n\n  %p", "- a\n\n      %p", "1986\\. %p", "14. %p\n3. %p", "%p\n- %p", "- - - %p", "-\n\n  %p",
	"> %p\n%p", "> %p\n> > %p\n%p", ">%p\n\n> %p", "> ```\n> %p\n%p", "> %p\n> ---", "> | %p |\n> |-|\n> | %p |",
	"<div align=\"center\">\n%p\n</div>", "<div>\n\n*%p*\n\n</div>", "<details><summary>%p</summary>\n\n%p\n\n</details>", "<!-- gone -->\n%p", "<!-- gone --> %p", "a <!-- gone --> %p", "<br>%p<br/>", "<kbd>%p</kbd>", "<script>\n%p\n</script>", "<style>\n.x{}\n\n%p</style>", "<?php %p ?>", "<![CDATA[%p]]>", "<!DOCTYPE %p>", "<img src=x alt=\"%p\">", "<p\n%p", "a < b > %p", "<%p>", "</div>\n%p", "<table><tr><td>%p\n\n%p</td></tr></table>",
	"%p\n: %p", "%p\n\n: %p\n\n  %p", "%p\n%p\n: %p\n: %p", "$$\n%p\n$$", "$%p$ and \\(%p\\)", "{{ %p }}", "{% raw %}%p{% endraw %}", "{{< figure title=\"%p\" >}}", "[[%p]]", "[TOC] %p", "::: note\n%p\n:::", "!!! note \"%p\"\n    %p", "==%p==", "H~2~O ^%p^", ":smile: %p", "@%p #123", "%p {.class #id key=\"v\"}", "{: .class}\n%p", "+++\n%p\n+++", "---\n%p\n---", "export const a = \"%p\"", "import %p from 'x'", "<Tabs>\n<Tab>%p</Tab>\n</Tabs>", "\\newpage %p", "%p\u2028%p", "%p\vb", "%p\u0085", "\u00a0\u00a0%p", "\u3000%p", "%p" + "\u200f",
}
