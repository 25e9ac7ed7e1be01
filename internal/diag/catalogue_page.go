package diag

// pageTopics explains findings on finished pages, which only parley build makes.
func pageTopics() []topic {
	return []topic{
		{
			code: PageHTML, title: "A finished page breaks a rule of good HTML",
			what: "The page as it would be published has an id twice, a heading that skips a level, a picture, a field, a link or a button without a name, or a head of a table without a scope.",
			why:  "People who listen to the page, or steer it with keys, lose their way in it. Browsers jump to the wrong place.",
			mend: "If a theme of your own made the page, compare its template with that of the default theme. Otherwise mend the document: give each picture a text, each link words, and use headings in order.",
			lang: "html",
			bad:  `<a href="/prices/"><img src="euro.svg"></a>`,
			good: `<a href="/prices/"><img src="euro.svg" alt="Prices"></a>`,
		},
		{
			code: PageBudget, title: "A page weighs more than its budget",
			what: "The page, with the styles and scripts that it needs, is larger than the budget of its template: 25 kB for a text page, 50 kB for lists and prices, 40 kB for playbooks, migration guides and reviews, unless `budget:` in `content/site.yaml` says otherwise.",
			why:  "Partners open the portal on phones and slow lines. A page that takes seconds is not read.",
			mend: "Divide the document into several. If a theme of your own made its styles or scripts grow, trim them. Raise the budget only for a template whose pages must be that long.",
			lang: "yaml",
			bad: `
# one playbook with 200 tasks`,
			good: `
# content/site.yaml
budget:
  playbook: 40`,
		},
	}
}
