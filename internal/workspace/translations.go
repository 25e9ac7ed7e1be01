package workspace

import (
	"io/fs"
	"slices"
	"strings"

	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/translation"
)

// translations reads the PO files of all languages, joins them with their documents, and reports what each shows by itself.
func (w *Workspace) translations(repository fs.FS, paths []string) {
	sources := map[string]*Document{}
	for i := range w.Documents {
		sources[withoutExtension(w.Documents[i].Path)] = w.Documents[i]
	}
	refused := map[string]bool{} // sources that lack units because of what is wrong with them
	for _, finding := range w.Findings {
		refused[finding.Path] = refused[finding.Path] || finding.Code.Refuses()
	}
	merged, former := make([][]translation.Translated, len(paths)), make([]map[string]string, len(paths))
	findings := make([]diag.List, len(paths))
	each(len(paths), func(i int) {
		text, finding, ok := read(repository, paths[i], 4*w.Settings.FileBytes)
		if !ok {
			findings[i] = diag.List{finding}
			return
		}
		var file translation.File
		file, findings[i] = translation.ParsePO(paths[i], text)
		var more diag.List
		merged[i], more = w.join(file, sources, refused, findings[i].HasErrors())
		findings[i] = append(findings[i], more...)
		former[i] = file.Former()
	})
	for i, name := range paths {
		w.Findings = append(w.Findings, findings[i]...)
		language, source := split(name)
		if d := sources[source]; d != nil && merged[i] != nil {
			if w.translated[language] == nil {
				w.translated[language] = map[string][]translation.Translated{}
			}
			w.translated[language][d.Path] = merged[i]
			if len(former[i]) > 0 {
				w.former[language+"/"+d.Path] = former[i]
			}
		}
	}
}

// split takes content/locales/fr/playbooks/x.po apart: "fr", "playbooks/x".
func split(name string) (language, source string) {
	language, source, _ = strings.Cut(strings.TrimPrefix(name, Locales+"/"), "/")
	return language, withoutExtension(source)
}

// join joins a PO file with its document. Of a file that could not be read as a whole nobody can say what it lacks, nor what of it is
// too much where the document has faults.
func (w *Workspace) join(file translation.File, sources map[string]*Document, refused map[string]bool, faulty bool) ([]translation.Translated, diag.List) {
	language, source := split(file.Path)
	whole := diag.Place{Path: file.Path}
	if language == w.Settings.Source {
		return nil, diag.List{diag.New(diag.POLanguage, whole, "%s is the language in which documents are written", language).
			WithHint("edit the document itself, and remove this file")}
	}
	if !slices.Contains(w.Settings.Languages, language) {
		return nil, diag.List{diag.New(diag.POLanguage, whole, "%s is not a language of the site", language).
			WithHint("add it to languages: in %s, or remove the file", SettingsPath)}
	}
	d := sources[source]
	if d == nil {
		return nil, diag.List{diag.New(diag.POOrphan, whole, "the document that this file translates does not exist").
			WithHint("move the file along with its document, or remove it")}
	}
	findings := file.CheckLanguage(language)
	merged := translation.Merge(d.Units(), file)
	if refused[d.Path] || d.Rejected() { // what the file has too much of, the document may lack only as long as it has faults
		merged.Changes = slices.DeleteFunc(merged.Changes, func(c translation.Change) bool { return c.Kind != translation.Added })
	}
	if !faulty {
		findings = append(findings, merged.Findings()...)
	}
	verified, more := translation.Verify(merged.Units, d.Path)
	return verified, append(findings, more...)
}

// Translated joins a document's units with their translations: one entry for each of d.Units(), in their order.
func (w *Workspace) Translated(d *Document, language string) []translation.Translated {
	all := w.translated[language][d.Path]
	if len(all) == len(d.FieldUnits)+d.Passages {
		return all
	}
	return aligned(all, d)
}

// Former are the translations of what a document said once, by the source, as far as its PO file keeps them.
func (w *Workspace) Former(d *Document, language string) map[string]string {
	return w.former[language+"/"+d.Path]
}

// align leaves out what belongs to units that a view may not see.
func (w *Workspace) align() {
	seen := make(map[string]map[string][]translation.Translated, len(w.translated))
	for language, byPath := range w.translated {
		seen[language] = make(map[string][]translation.Translated, len(byPath))
		for i := range w.Documents {
			if d := w.Documents[i]; byPath[d.Path] != nil {
				seen[language][d.Path] = w.Translated(d, language)
			}
		}
	}
	w.translated = seen
}

// aligned gives each unit of a document its translation. The audience filter has taken units away: what is left stands in
// the same order.
func aligned(all []translation.Translated, d *Document) []translation.Translated {
	units := d.Units()
	kept := make([]translation.Translated, len(units))
	next := 0
	for i, unit := range units {
		kept[i] = translation.Translated{Unit: unit, State: translation.Missing}
		for j := next; j < len(all); j++ {
			if same(all[j].Unit, unit) {
				kept[i], next = all[j], j+1
				break
			}
		}
	}
	return kept
}

func same(a, b doc.Unit) bool {
	return a.Context == b.Context && a.Text == b.Text && a.Start == b.Start
}

// HasTranslations reports whether a document has a PO file in a language.
func (w *Workspace) HasTranslations(d *Document, language string) bool {
	return w.translated[language][d.Path] != nil
}
