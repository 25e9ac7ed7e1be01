package diag

// siteTopics explains findings about the settings of the portal as a whole.
func siteTopics() []topic {
	return []topic{
		{
			code: SiteMissing, title: "There is no content/site.yaml",
			what: "The settings of the portal (its title, its languages, its regions) stand in `content/site.yaml`. That file is missing.",
			why:  "Without it Parley does not know in which languages to publish, nor which regions and tiers exist.",
			mend: "If you are in the wrong folder, name the right one with `-C`. For a new repository run `parley init`. Else write the file.",
			lang: "yaml",
			bad:  `# content/site.yaml does not exist`,
			good: `
# content/site.yaml
kind: site
title: Partner portal
languages: [en]`,
		},
		{
			code: SiteLanguage, title: "Parley has no data for this language",
			what: "The tag is well formed, but Parley does not know how this language writes dates, numbers and plurals. Often it is a country code in place of a language code. Or one language is named twice, in capitals and without.",
			why:  "Dates and prices would be shown in the form of another language, and could be misread.",
			mend: "Use the code of a language, such as `ja` for Japanese (not `jp`) or `cs` for Czech (not `cz`), with a region only where it matters: `pt-BR`.",
			lang: "yaml",
			bad:  `languages: [en, jp]`,
			good: `languages: [en, ja]`,
		},
		{
			code: SiteTheme, title: "The theme folder holds a file that replaces nothing",
			what: "A file in your theme takes the place of the file of the same path in the default theme. This one has no counterpart.",
			why:  "It has no effect. Usually its name is misspelt, or a newer version of Parley has renamed the original.",
			mend: "Compare the name with the files of the default theme; correct it, or delete the file.",
			lang: "text",
			bad:  `themes/ours/templates/pricelist.html`,
			good: `themes/ours/templates/price-list.html`,
		},
	}
}
