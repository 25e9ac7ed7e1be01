package main

import (
	"embed"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
)

// theme holds the templates of the Hugo side. What does not differ between pages is rendered once a language there too.
//
//go:embed all:hugo
var theme embed.FS

// writeHugo writes the corpus as a site of Hugo: the same Markdown, in each language a folder of its own. Links are
// finished addresses, which is what costs Hugo least: it follows none of them.
func (c corpus) writeHugo(dir string) error {
	documents := c.documents()
	for i, lang := range c.languages {
		for _, d := range documents {
			if err := writeFile(dir, hugoPath(d, lang), hugoText(d, lang, i == 0)); err != nil {
				return err
			}
		}
		for name, title := range map[string]string{"glossary/_index.md": "Glossary", "pages.md": "All pages"} {
			text := fmt.Sprintf("---\ntitle: %q\nlayout: all\n---\n", title)
			if err := writeFile(dir, "content/"+lang+"/"+name, text); err != nil {
				return err
			}
		}
	}
	if err := writeFile(dir, "hugo.yaml", c.hugoSettings()); err != nil {
		return err
	}
	if err := writeFile(dir, ".gitignore", "/public/\n/resources/\n/cache/\n/.hugo_build.lock\n"); err != nil {
		return err
	}
	return fs.WalkDir(theme, "hugo", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := theme.ReadFile(name)
		if err != nil {
			return err
		}
		return writeFile(dir, "themes/measured/"+strings.TrimPrefix(name, "hugo/"), string(text))
	})
}

func hugoPath(d document, lang string) string {
	name := d.id + ".md"
	if d.folder {
		name = d.id + "/_index.md"
	}
	return filepath.ToSlash(filepath.Join("content", lang, name))
}

func hugoText(d document, lang string, source bool) string {
	say := func(text string) string {
		if source {
			return text
		}
		return translate(text, lang)
	}
	body := resolveLinks(say(d.body), func(id string) string {
		to, _ := filepath.Rel("/"+d.id, "/"+id)
		return filepath.ToSlash(to) + "/"
	})
	summary := "summary"
	if d.isTerm() {
		summary = "definition"
	}
	return fmt.Sprintf("---\ntitle: %q\n%s: %q\ntags: [%s]\n---\n\n%s", say(d.title), summary, say(d.summary), strings.Join(d.tags, ", "), body)
}

// hugoSettings is hugo.yaml. Highlighting and pages of tags are off, as Parley has neither.
func (c corpus) hugoSettings() string {
	var out strings.Builder
	fmt.Fprintf(&out, "baseURL: %s\ntitle: %s\ntheme: measured\nenableRobotsTXT: true\ndisableKinds: [taxonomy, term]\n"+
		"defaultContentLanguage: %s\noutputFormats:\n  markdown: {baseName: page}\noutputs:\n  home: [html, markdown, rss]\n  section: [html, markdown]\n  page: [html, markdown]\nservices:\n  rss: {limit: 50}\n"+
		"markup:\n  highlight: {codeFences: false}\n  goldmark:\n    renderHooks: {link: {useEmbedded: never}}\nparams:\n  company: Measured Ltd\n  menu:\n", portalURL, portalTitle, c.languages[0])
	for _, area := range areas {
		fmt.Fprintf(&out, "    - title: %s\n      paths: [/%s]\n", capital(area), strings.Join(c.menu(area), ", /"))
	}
	fmt.Fprint(&out, "languages:\n")
	for i, lang := range c.languages {
		fmt.Fprintf(&out, "  %s: {weight: %d, contentDir: content/%[1]s}\n", lang, i+1)
	}
	return out.String()
}
