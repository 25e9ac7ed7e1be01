package diag

// fileTopics explains findings about files as such, before anything in them is understood.
func fileTopics() []topic {
	return []topic{
		{
			code: FileUnreadable, title: "The file cannot be read",
			what: "The file is listed in the repository, but its content could not be opened or read to the end.",
			why:  "What Parley cannot read it cannot check, so the portal would be published with a hole in it.",
			mend: "Open the file yourself. If that fails too, look at its permissions, or restore it from Git. If it is a folder that ends in `.md` or `.yaml`, rename the folder.",
			lang: "text",
			bad:  `content/notices/outage.md     (no permission to read)`,
			good: `content/notices/outage.md     (readable, after: chmod u+r content/notices/outage.md)`,
		},
		{
			code: FileEncoding, title: "The file is not UTF-8 text",
			what: "Text is stored as numbers, and this file uses another table of numbers than UTF-8. Usually an old editor or a spreadsheet wrote it as “Windows-1252” or “UTF-16”.",
			why:  "Letters such as é, ü or 日 would turn into other characters, in titles and in translations.",
			mend: "Open the file in your editor and save it with the encoding UTF-8. In most editors the encoding stands at the foot of the window. Then look at the accented letters: repair those that are wrong.",
			lang: "yaml",
			bad:  `title: R�gles de remise`,
			good: `title: Règles de remise`,
		},
		{
			code: FileTooLarge, title: "The file is too large",
			what: "The file is larger than the limit that `limits: file_bytes` in `content/site.yaml` sets. Without that key the limit is 2 MB (2,097,152 bytes).",
			why:  "A page of that size is slow for every reader and every reviewer, and usually a pasted table or an export got in by mistake.",
			mend: "Split the document into several, or move tables of figures to a data file. If the size is intended, raise the limit in `content/site.yaml`.",
			lang: "text",
			bad: `
content/metrics/everything.yaml        9 MB`,
			good: `
content/metrics/2026-q3.yaml         700 kB
content/metrics/2026-q4.yaml         650 kB`,
		},
		{
			code: FileSymlink, title: "A symbolic link is not followed",
			what: "This entry is not a file but a pointer to another place (a “symbolic link”). Parley follows none of them.",
			why:  "A pointer can lead out of the repository, to a file with passwords for instance, and publish it. It also lets a reviewer approve one text while another is shown.",
			mend: "Replace the pointer by a copy of the file, or link to the original document from your text.",
			lang: "text",
			bad:  `content/terms.md -> ../../elsewhere/terms.md`,
			good: `content/terms.md     (an ordinary file)`,
		},
		{
			code: FileName, title: "The name of a file or folder does not follow the naming rule",
			what: "File and folder names become web addresses. The rule is `naming: files` in `content/site.yaml`; without it, names are made of small letters a to z, digits, hyphens and points.",
			why:  "Spaces, capitals and accents turn into addresses that break when they are copied into a mail, and names of mixed style are hard to guess.",
			mend: "Rename the file, and change the links that point to it; `parley check` lists each one you forget.",
			lang: "text",
			bad:  `content/notices/Price Change (März).md`,
			good: `content/notices/price-change-march.md`,
		},
		{
			code: FileTwin, title: "Two names differ only in a way that some computers cannot see",
			what: "Two paths are the same except for capital and small letters, or except for the way an accented letter is stored.",
			why:  "Windows and macOS keep only one of the two when they check the repository out. Which one is chance, so two people would review different texts.",
			mend: "Rename one of the two so that the names differ plainly, or delete the one that is not needed.",
			lang: "text",
			bad: `
glossary/Margin.md
glossary/margin.md`,
			good: `
glossary/margin.md
glossary/margin-floor.md`,
		},
		{
			code: FrontMatterUnclosed, title: "The front matter does not end",
			what: "A document starts with a block of settings between two lines of three hyphens (the “front matter”). The closing line is missing, or it is indented, or it holds something else.",
			why:  "Nobody can tell where the settings end and the text begins, so neither is read.",
			mend: "Write `---`, with nothing before or after it, on a line of its own below the last setting.",
			lang: "markdown",
			bad: `
---
title: Escalation path
owner: partner-manager

Call the duty manager first.`,
			good: `
---
title: Escalation path
owner: partner-manager
---

Call the duty manager first.`,
		},
		{
			code: HistoryShallow, title: "The history of the repository is incomplete",
			what: "This copy of the repository holds only the latest commits (a “shallow clone”, the usual form on build servers). Older changes are unknown.",
			why:  "Pages show when they were changed last and by whom. Where the history ends, that would be a guess, so it is left out.",
			mend: "Fetch the whole history: `git fetch --unshallow`. On a build server, ask for full depth.",
			lang: "yaml",
			bad: `
- uses: actions/checkout@v4`,
			good: `
- uses: actions/checkout@v4
  with:
    fetch-depth: 0`,
		},
		{
			code: HistoryUnreadable, title: "The history of the repository cannot be read",
			what: "The folder is a Git repository of a form that is not understood (SHA-256 object names, for one), or parts of it are missing or damaged.",
			why:  "Pages show when they were changed last. Without the history they show no date; everything else works.",
			mend: "Run `git fsck` and mend what it reports, or work in a fresh clone whose objects are named by SHA-1.",
			lang: "sh",
			bad:  `git init --object-format=sha256`,
			good: `git init`,
		},
	}
}
