//go:build linux

package endurance

import (
	"fmt"
	"strings"
)

// governed is a hardship of a document that must be right.
func governed(name, says string, made func(n int) string) hardship {
	return hardship{name: "YAML: " + name, exit: 1, says: says, lay: text("glossary/a.yaml", after("kind: term\nid: a\ntitle: A\n", made))}
}

// kinded is a hardship of a document of another kind.
func kinded(name, says, file string, made func(n int) string) hardship {
	return hardship{name: "YAML: " + name, exit: 1, says: says, lay: text(file, made)}
}

// yamlHardships are bombs, values in each other, and things by the thousand.
var yamlHardships = []hardship{
	governed("a billion laughs", "yaml/alias", func(int) string {
		var b strings.Builder
		for i := range 30 {
			fmt.Fprintf(&b, "a%d: &a%d [%s]\n", i+1, i+1, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d,", i), 9), ","))
		}
		return "a0: &a0 x\n" + b.String()
	}),
	governed("as many aliases as fit on a line", "yaml/alias", func(n int) string { return "a: &a [x]\nb: [" + many("*a,")(n) + "]\n" }),
	governed("many aliases of a long list", "yaml/alias", func(n int) string { return "a: &a [" + many("x,")(n/2) + "]\nb: [" + many("*a,")(n/2) + "]\n" }),
	governed("anchors that lead to themselves", "yaml/alias", func(int) string { return "a: &a [*a]\nb: &b {c: *b}\n" }),
	governed("merge keys", "yaml/key", after("a: &a {x: y}\nb:\n", many("  <<: *a\n"))),
	governed("10,000 duplicate keys", "yaml/duplicate-key", many("x: 1\n")),
	governed("10,000 keys", "schema/unknown-key", numbered("k%d: 1\n")),
	governed("10,000 keys below one", "schema/unknown-key", after("x:\n", numbered(" k%d: 1\n"))),
	governed("a list of 100,000 items", "schema/required", after("forms:\n", numbered("- a%d\n"))),
	governed("a list of 100,000 times nothing", "schema/type", after("forms:\n", many("- \n"))),
	governed("a list of 100,000 wrong items", "schema/type", after("forms:\n", many("- {a: b}\n"))),
	governed("brackets in each other", "yaml/syntax", func(n int) string { return "a: " + around("[", "", "]")(n) }),
	governed("open brackets", "yaml/syntax", after("a: ", many("["))),
	governed("open braces", "yaml/syntax", after("a: ", many("{a: "))),
	governed("brackets a thousand deep", "yaml/depth", func(int) string { return "a: " + around("[", "", "]")(2000) }),
	governed("blocks in each other", "yaml/depth", func(int) string { return staircase(" ", "a:\n", 400) }),
	governed("lists in each other", "yaml/syntax", func(n int) string { return "a:\n  " + many("- ")(n) + "x\n" }),
	governed("keys that are keys", "", many("? ")),
	governed("a huge key", "schema/unknown-key", func(n int) string { return many("k")(n) + ": x\n" }),
	governed("a huge value", "schema/unknown-key", after("x: ", many("v"))),
	governed("a huge number", "schema/unknown-key", after("x: ", many("9"))),
	governed("numbers beyond all numbers", "schema/unknown-key", func(n int) string { return "x: [" + many("1e999999999,")(n) + "]\n" }),
	governed("a huge tag", "yaml/tag", func(n int) string { return "x: !" + many("a")(n) + " y\n" }),
	governed("100,000 tags", "yaml/tag", after("x:\n", many("- !!binary x\n"))),
	governed("100,000 anchors", "yaml/alias", after("x:\n", numbered("- &a%d x\n"))),
	governed("quotes in brackets on one line", "schema/unknown-key", func(n int) string { return "x: [" + many(`["a"], `)(n) + "]\n" }),
	governed("a map on one line", "schema/unknown-key", func(n int) string { return "x: {" + numbered("k%d: a, ")(n) + "}\n" }),
	governed("a text over many lines", "schema/unknown-key", after("x: >\n", many(" a\n"))),
	governed("a quote that nothing closes", "yaml/syntax", after(`x: "`, many("a\n"))),
	governed("escapes", "schema/unknown-key", func(n int) string { return `x: "` + many(`\u0041`)(n) + "\"\n" }),
	governed("documents", "yaml/documents", many("---\n")),
	governed("line ends that only some know", "yaml/syntax", after("x: ", many("\u2028"))),
	kinded("NUL", "file/encoding", "glossary/a.yaml", many("\x00")),
	kinded("300,000 parts without anything", "schema/required", "pricing/lists/a.yaml", after("kind: price-list\nid: a\ntitle: A\nparts:\n", many("- {}\n"))),
	kinded("40,000 parts", "schema/required", "pricing/lists/a.yaml", after("kind: price-list\nid: a\ntitle: A\nparts:\n", numbered("- {sku: s%d, name: n, price: \"1.00\"}\n"))),
	kinded("one role 50,000 times", "id/duplicate", "content/people.yaml", after("kind: people\ntitle: A\nroles:\n", many("- {id: r, title: n}\n"))),
	kinded("40,000 tasks, one after the other", "schema/required", "playbooks/a.yaml", after("kind: playbook\nid: a\ntitle: A\nphases:\n- id: p\n  title: A\n  tasks:\n", numbered("  - {code: T-%d, title: n, after: [T-1]}\n"))),
	kinded("tasks that wait for each other", "playbook/cycle", "playbooks/a.yaml", func(n int) string {
		tasks := n / 60
		var b strings.Builder
		for i := range tasks {
			fmt.Fprintf(&b, "  - {code: T-%d, title: n, after: [T-%d, T-%d]}\n", i, (i+1)%tasks, (i+2)%tasks)
		}
		return "kind: playbook\nid: a\ntitle: A\nphases:\n- id: p\n  title: A\n  tasks:\n" + b.String()
	}),
	kinded("a task that closes thousands of circles", "playbook/cycle", "playbooks/a.yaml", func(n int) string {
		tasks := n / 60
		var rest, all strings.Builder
		for i := range tasks {
			fmt.Fprintf(&rest, "  - {code: T-%d, title: n, after: [T-%d]}\n", i, i+1)
			fmt.Fprintf(&all, "T-%d, ", i)
		}
		return "kind: playbook\nid: a\ntitle: A\nphases:\n- id: p\n  title: A\n  tasks:\n" + rest.String() + fmt.Sprintf("  - {code: T-%d, title: n, after: [%s]}\n", tasks, all.String())
	}),
	kinded("a kind that is deep", "kind/definition", "content/kinds/a.yaml", func(n int) string {
		return "name: a\nschema: {type: object, properties: {a: {$ref: \"#\"}}, allOf: [" + many(`{$ref: "#/properties/a"},`)(n/10) + "{$ref: \"#/nowhere\"}]}\n"
	}),
	{name: "YAML: settings that are a bomb", exit: 1, says: "yaml/alias", lay: text("content/site.yaml", func(n int) string {
		return "kind: site\ntitle: Portal\nlanguages: &a [en, fr]\nnavigation: [" + many("*a,")(n) + "]\n"
	})},
	{name: "YAML: 10,000 redirects", exit: 1, says: "ref/unknown", lay: text("content/site.yaml", after("kind: site\ntitle: Portal\nlanguages: [en, fr]\nredirects:\n", numbered("- {from: /a%d/, to: content/b.md}\n")))},
	{name: "YAML: a pattern that takes others forever", says: "", lay: func(h *hard) { h.settle("naming: {files: \"^(a|aa|a*)*[a-z0-9.-]+$\"}\n") }},
}

const poHead = "msgid \"\"\nmsgstr \"\"\n\"Language: fr\\n\"\n\"Content-Type: text/plain; charset=UTF-8\\n\"\n\n"

// translated is a hardship of the translation of a page: of up to 300 kB, in the long version of 8 MB, the most that a
// PO file may have.
func translated(name string, exit int, says string, made func(n int) string) hardship {
	return hardship{name: "PO: " + name, exit: exit, says: says, lay: sized("content/locales/fr/content/a.po", after(poHead, made), 300_000, 8_000_000)}
}

// poHardships are entries by the hundred thousand, and single ones that are huge.
var poHardships = []hardship{
	translated("entries that belong to nothing", 0, "po/merge", numbered("msgid \"a%d\"\nmsgstr \"b\"\n\n")),
	translated("entries that nearly fit", 0, "po/merge", numbered("#, fuzzy\nmsgid \"Text, %d\"\nmsgstr \"b\"\n\n")),
	translated("one entry time and again", 1, "po/duplicate", many("msgid \"a\"\nmsgstr \"b\"\n\n")),
	translated("old entries", 0, "", numbered("#~ msgid \"a%d\"\n#~ msgstr \"b\"\n\n")),
	translated("one huge translation", 1, "po/syntax", func(n int) string { return "msgid \"Text.\"\nmsgstr \"" + many("b")(n) + "\"\n" }),
	translated("one huge translation full of marks", 1, "po/syntax", func(n int) string { return "msgid \"Text.\"\nmsgstr \"" + many("*a_ [<b {c} ``")(n) + "\"\n" }),
	translated("one translation on a million lines", 1, "po/syntax", after("msgid \"Text.\"\nmsgstr \"\"\n", many("\"bbbbbbbb\"\n"))),
	translated("one huge original", 1, "po/syntax", func(n int) string { return "msgid \"" + many("Text. ")(n) + "\"\nmsgstr \"b\"\n" }),
	translated("100,000 quotes that nothing closes", 1, "po/syntax", many("msgid \"a\n")),
	translated("100,000 plurals", 0, "", after("msgid \"Text.\"\nmsgid_plural \"Texts.\"\n", numbered("msgstr[%d] \"b\"\n"))),
	{name: "PO: a formula of plurals that is a bomb", lay: func(h *hard) {
		formula := strings.Repeat("(", 50_000) + "n" + strings.Repeat(")", 50_000)
		h.write("content/locales/fr/content/a.po", strings.Replace(poHead, "\"Content", "\"Plural-Forms: nplurals=1000000000; plural="+formula+";\\n\"\n\"Content", 1)+"msgid \"Text.\"\nmsgstr \"b\"\n")
	}},
	translated("100,000 flags", 1, "po/syntax", func(n int) string { return "#, " + numbered("f%d, ")(n) + "\nmsgid \"Text.\"\nmsgstr \"b\"\n" }),
	translated("a million remarks", 0, "", func(n int) string { return many("# a\n")(n) + "msgid \"Text.\"\nmsgstr \"b\"\n" }),
	translated("contexts on one line", 1, "po/syntax", many("msgctxt \"a\" ")),
	translated("escapes", 1, "po/syntax", func(n int) string { return "msgid \"" + many(`aaaaaaaa\n\x41`)(n) + "\"\nmsgstr \"b\"\n" }),
	translated("originals that are gone", 1, "po/syntax", many("#| msgid \"a\"\n")),
	translated("no UTF-8", 1, "po/syntax", many("\xff\n")),
	{name: "PO: 100,000 passages and as many translations", says: "po/merge", lay: func(h *hard) {
		text("content/a.md", numbered("Some text number %d here.\n\n"))(h)
		text("content/locales/fr/content/a.po", after(poHead, numbered("msgid \"Some other text number %d there.\"\nmsgstr \"b\"\n\n")))(h)
	}},
	{name: "PO: one passage 100,000 times", says: "po/merge", lay: func(h *hard) {
		text("content/a.md", many("Some text.\n\n"))(h)
		text("content/locales/fr/content/a.po", after(poHead, numbered("msgctxt \"c%d\"\nmsgid \"Some text.\"\nmsgstr \"b\"\n\n")))(h)
	}},
	{name: "PO: a million entries", says: "po/merge", lay: func(h *hard) {
		h.settle("limits: {file_bytes: 30000000}\n")
		sized("content/locales/fr/content/a.po", after(poHead, numbered("msgid \"a%d\"\nmsgstr \"b\"\n\n")), 1_000_000, 30_000_000)(h)
	}},
	{name: "PO: a file beyond the limit", exit: 1, says: "file/too-large", lay: sized("content/locales/fr/content/a.po", many("#\n"), 9_000_000, 50_000_000)},
}
