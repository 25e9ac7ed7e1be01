package diag

// translationTopics explains findings about PO files and about languages that readers are owed.
func translationTopics() []topic {
	return []topic{
		{
			code: POSyntax, title: "The translation file cannot be read",
			what: "Translations stand in PO files, as pairs of `msgid` (the original) and `msgstr` (the translation). At this place the form is broken; usually a quote is missing.",
			why:  "None of the translations below this place can be shown.",
			mend: "Put each text into straight double quotes, and write a quote inside a text as `\\\"`. An editor for PO files does this for you.",
			lang: "po",
			bad: `
msgid "Discount"
msgstr "Remise`,
			good: `
msgid "Discount"
msgstr "Remise"`,
		},
		{
			code: PODuplicate, title: "A text is translated twice",
			what: "Two entries have the same `msgctxt` and `msgid`.",
			why:  "Only one of the translations can be shown, and translation tools refuse the whole file.",
			mend: "Keep the better translation and delete the other entry.",
			lang: "po",
			bad: `
msgctxt "title"
msgid "Discount"
msgstr "Remise"

msgctxt "title"
msgid "Discount"
msgstr "Rabais"`,
			good: `
msgctxt "title"
msgid "Discount"
msgstr "Remise"`,
		},
		{
			code: POLanguage, title: "The language of the translation file is wrong",
			what: "The folder under `content/locales`, the `Language:` line at the head of the file and the languages in `content/site.yaml` must agree.",
			why:  "German text would be shown to readers who chose French, or the file would not be used at all.",
			mend: "Move the file to the folder of its language, correct the `Language:` line, or add the language to `content/site.yaml`.",
			lang: "po",
			bad: `
# content/locales/fr/charter.po
msgid ""
msgstr ""
"Language: de\n"`,
			good: `
# content/locales/fr/charter.po
msgid ""
msgstr ""
"Language: fr\n"`,
		},
		{
			code: POOrphan, title: "The translation belongs to no document",
			what: "The document that this file translates is gone: it was deleted, renamed or moved.",
			why:  "The translation is never shown. If the document was only renamed, its readers have lost their language.",
			mend: "Move the file to where the document is now; its path under the language folder is the path of the document. If the document was deleted, delete this file too.",
			lang: "text",
			bad: `
content/notices/outage-may.md
content/locales/fr/content/notices/outage.po`,
			good: `
content/notices/outage-may.md
content/locales/fr/content/notices/outage-may.po`,
		},
		{
			code: POMerge, title: "The original has changed since this was translated",
			what: "Texts of the document were added, changed or removed, and the translation file does not know it yet.",
			why:  "Readers see the old translation with a notice that it is out of date, or the original where a translation is missing.",
			mend: "Bring the entries up to date in a PO editor or by hand: keep what still fits, translate what has changed, and give new texts an entry with the same `msgctxt` and `msgid` as the document.",
			lang: "po",
			bad: `
# The document now says "within two days".
msgid "Send the contract."
msgstr "Envoyez le contrat."`,
			good: `
msgid "Send the contract within two days."
msgstr "Envoyez le contrat sous deux jours."`,
		},
		{
			code: POCheck, title: "The translation fails a check and is not shown",
			what: "The translation lost or changed something that must survive: a link, a placeholder, a piece of code, or the markup; where a machine wrote it and nobody has read it, also a number.",
			why:  "A broken link or a changed instruction is worse than a text in another language, so readers see the original.",
			mend: "Correct the translation. If it is right and the check is not, add the comment `# ignore:` with the name of the check and your reason.",
			lang: "po",
			bad: `
msgid "Open the [portal](portal.md)."
msgstr "Ouvrez le portail."`,
			good: `
msgid "Open the [portal](portal.md)."
msgstr "Ouvrez le [portail](portal.md)."`,
		},
		{
			code: POStale, title: "A translation has been out of date for too long",
			what: "The original changed longer ago than the settings allow this kind of document to be shown in an old translation.",
			why:  "A notice above an old text is fair for some days. After that, partners work by what no longer holds.",
			mend: "Translate what has changed: `parley translate` fills it in, `parley translate review` shows it with the old source. Or allow more days under `translation: freshness:` in the settings.",
			lang: "yaml",
			bad: `
translation:
  freshness:
    - kinds: [playbook]
      days: 14                     # it has been out of date for 20`,
			good: `
translation:
  freshness:
    - kinds: [playbook]
      days: 14                     # and each change was translated within these`,
		},
		{
			code: POUsage, title: "The table of what translation services did cannot be read",
			what: "`content/locales/usage.csv` holds what each service did in each month, so that budgets are kept and readers see what it took. A line of it is not in its form.",
			why:  "Nothing is added to a table that cannot be read, so `parley translate` does nothing until it is mended, and pages show no figures.",
			mend: "Nobody needs to edit this file. Take it from the last commit again; after a conflict of two branches, keep the larger figures of each line.",
			lang: "csv",
			bad: `
month,provider,language,requests,units,characters,retries,failures,latency_ms,cost,currency
2026-11,azure,fr,many,40,2210,0,0,812,0.022100,EUR`,
			good: `
month,provider,language,requests,units,characters,retries,failures,latency_ms,cost,currency
2026-11,azure,fr,1,40,2210,0,0,812,0.022100,EUR`,
		},
		{
			code: ImportSkipped, title: "A text from outside was not taken",
			what: "`parley translate import` takes plain texts of which it is certain what they translate. This one is marked up in a way that cannot be kept, says no language or one that the site does not have, has no source beside it, or would replace what a person has written.",
			why:  "A text put in the wrong place, or without its markup, would be published as if somebody had read it. Everything else in the file has come in.",
			mend: "Have the other tool export plain text, with the language of each text. To replace what a person has written, change the PO file itself, or import a PO file.",
			lang: "xml",
			bad: `
<tu><tuv xml:lang="en"><seg>See <bpt i="1">x</bpt>us</seg></tuv><tuv xml:lang="fr"><seg>Voyez-nous</seg></tuv></tu>`,
			good: `
<tu><tuv xml:lang="en"><seg>See [us](us.md)</seg></tuv><tuv xml:lang="fr"><seg>Voyez [nous](us.md)</seg></tuv></tu>`,
		},
		{
			code: NoticeLanguage, title: "A critical notice lacks a required language",
			what: "A critical notice names the languages in which it must appear. One of them is missing or older than the original.",
			why:  "Partners in that language would not learn in time what everybody else knows. Such a notice is not published to anyone.",
			mend: "Translate what the finding names, have it read, and commit it together with the notice.",
			lang: "yaml",
			bad: `
severity: critical
required_languages: [fr, de]      # content/locales/de/… is missing`,
			good: `
severity: critical
required_languages: [fr, de]      # both are translated and up to date`,
		},
		{
			code: NoticePlain, title: "A notice is hard to read",
			what: "The sentences and words of this notice are longer, on the whole, than readers in that language take in at once. The measure is LIX: words in a sentence, plus how many of a hundred words have more than six letters; in Italian it is Gulpease.",
			why:  "Partners read a notice once, often in a language that is not their own. What they do not understand they do not do.",
			mend: "Divide the sentences that the finding names. Say who does what. Take the short word where there is one.",
			lang: "markdown",
			bad: `
Notwithstanding the continued availability of existing connections, partners are
requested to undertake the replacement of certificates prior to the cut-off date.`,
			good: `
Your connections keep working. Please replace your certificate before 1 December.`,
		},
	}
}
