package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"parley/internal/translation"
	"parley/internal/workspace"
)

// writeParley writes the corpus as a repository of Parley: English documents, settings, and a PO file for each document
// and language.
func (c corpus) writeParley(dir string) error {
	for _, d := range c.documents() {
		if err := writeFile(dir, parleyPath(d), parleyText(d)); err != nil {
			return err
		}
	}
	if err := writeFile(dir, workspace.SettingsPath, c.settings()); err != nil {
		return err
	}
	if err := writeFile(dir, ".gitignore", "/.parley/\n/public/\n"); err != nil {
		return err
	}
	if len(c.languages) == 1 {
		return nil
	}
	return c.writePO(dir)
}

func parleyPath(d document) string {
	switch {
	case d.isTerm():
		return d.id + ".md"
	case d.folder:
		return filepath.ToSlash(filepath.Join("content", d.id, "index.md"))
	}
	return "content/" + d.id + ".md"
}

func parleyText(d document) string {
	if d.isTerm() {
		translations := ""
		for _, lang := range allLanguages[1:] {
			translations += fmt.Sprintf("  %s: {preferred: %q}\n", lang, translate(d.title, lang))
		}
		return fmt.Sprintf("---\nkind: term\ntitle: %q\ndefinition: %q\ndomain: delivery\npart_of_speech: noun\ntranslations:\n%s---\n\n%s",
			d.title, d.summary, translations, d.body)
	}
	from := filepath.Dir(parleyPath(d))
	body := resolveLinks(d.body, func(id string) string {
		to, _ := filepath.Rel(from, parleyPath(document{id: id, folder: !strings.Contains(id, "page-")}))
		return filepath.ToSlash(to)
	})
	return fmt.Sprintf("---\ntitle: %q\nsummary: %q\ntags: [%s]\n---\n\n%s", d.title, d.summary, strings.Join(d.tags, ", "), body)
}

// resolveLinks writes the destination of every link.
func resolveLinks(body string, to func(id string) string) string {
	var out strings.Builder
	for {
		before, rest, found := strings.Cut(body, "](to:")
		out.WriteString(before)
		if !found {
			return out.String()
		}
		id, after, _ := strings.Cut(rest, ")")
		out.WriteString("](" + to(id) + ")")
		body = after
	}
}

// settings is content/site.yaml.
func (c corpus) settings() string {
	var out strings.Builder
	fmt.Fprintf(&out, "kind: site\ntitle: %s\ncompany: Measured Ltd\nlanguages: [%s]\nbase_url: %s\n"+
		"navigation:\n", portalTitle, strings.Join(c.languages, ", "), portalURL)
	for _, area := range areas {
		fmt.Fprintf(&out, "  - id: %s\n    title: %s\n    paths:\n", area, capital(area))
		for _, id := range c.menu(area) {
			fmt.Fprintf(&out, "      - content/%s/index.md\n", id)
		}
	}
	out.WriteString("  - id: glossary\n    title: Glossary\n    kinds: [term]\n")
	return out.String()
}

const (
	portalTitle = "Measured portal"
	portalURL   = "https://measured.example/"
)

// writePO translates every document that has been written. What is to be translated is what Parley says it is.
func (c corpus) writePO(dir string) error {
	w, err := workspace.Load(os.DirFS(dir), nil)
	if err != nil {
		return err
	}
	for i := range w.Documents {
		d := w.Documents[i]
		source := strings.TrimSuffix(d.Path, filepath.Ext(d.Path))
		for _, lang := range c.languages[1:] {
			merged := translation.Merge(d.Units(), translation.File{Header: translation.NewHeader(translation.Imprint{Project: portalTitle, Tag: lang, Source: d.Path})})
			for e := range merged.File.Entries {
				entry := &merged.File.Entries[e]
				entry.Str = []string{translate(entry.ID, lang)}
			}
			name := workspace.Locales + "/" + lang + "/" + source + ".po"
			if err := writeFile(dir, name, string(merged.File.Format())); err != nil {
				return err
			}
		}
	}
	return nil
}

// writeFile writes a file and the folders above it.
func writeFile(dir, name, text string) error {
	full := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		return err
	}
	return os.WriteFile(full, []byte(text), 0o644)
}
