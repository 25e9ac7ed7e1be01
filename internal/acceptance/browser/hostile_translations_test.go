package browser

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"parley/internal/doc"
	"parley/internal/translation"
	"parley/themes"
)

// translations writes PO files: for texts that are payloads, with the same payloads, and for harmless ones, with payloads
// that the source has not got.
func (h *hostile) translations(t *testing.T) {
	t.Helper()
	for _, channel := range markChannels {
		h.translateMarks(t, channel)
	}
	for i, group := range h.together("kind") {
		file := fmt.Sprintf("content/locales/fr/content/k-%d/one.po", i)
		url := fmt.Sprintf("/fr/k-%d/one/", i)
		h.message(file, "title", "Word "+joined(group), "Mot "+joined(group), "fr-title", group...)
		h.show(url, "fr-title", "", literal, group...)
		for _, p := range group {
			h.message(file, fmt.Sprintf("points[p-%d].text", p.number), p.text, p.text, "fr-point", p)
			if h.message(file, fmt.Sprintf("harmless[h-%d].text", p.number), fmt.Sprintf("Word %d.", p.number), p.text, "fr-of-harmless-field", p) {
				h.show(url, "fr-of-harmless-field", "", literal, p)
			}
			h.message(file, "", fmt.Sprintf("Harmless %d.", p.number), p.text, "fr-of-harmless-text", p)
		}
	}
	for _, p := range h.left("region") {
		h.message("content/locales/fr/content/site.po", fmt.Sprintf("regions[r-%d].title", p.number), p.text, "Mot "+p.text, "fr-region", p)
	}
}

// translateMarks translates a page of marks: every passage as it is, but for a word.
func (h *hostile) translateMarks(t *testing.T, channel markChannel) {
	t.Helper()
	source := "content/marks/" + channel.name + ".md"
	read, _ := doc.Read(source, []byte(h.files[source].String()))
	on := map[int]stand{}
	for _, at := range h.places[source] {
		for line := at.first; line <= at.last; line++ {
			on[line] = at.stands[0]
		}
	}
	seen := map[string]bool{}
	for _, unit := range read.Units {
		s, ok := on[unit.Span.Line]
		if key := unit.Context + "\x04" + unit.Text; !ok || seen[key] {
			continue
		} else {
			seen[key] = true
		}
		h.message("content/locales/fr/content/marks/"+channel.name+".po", unit.Context, unit.Text, strings.ReplaceAll(unit.Text, "Word", "Mot"), "fr-"+channel.name, h.corpus[s.number-1])
	}
}

// message writes an entry of a PO file, unless it has been refused. Its payloads stand in the translation.
func (h *hostile) message(file, context, id, text, channel string, payloads ...payload) bool {
	for _, p := range payloads {
		if h.refused[stand{channel, p.number}] != "" {
			return false
		}
	}
	if h.files[file] == nil {
		h.put(file, string(translation.File{Header: translation.NewHeader(translation.Imprint{Project: "Hostile", Tag: "fr"})}.Format()), "")
	}
	message := translation.Message{Context: context, HasContext: true, ID: doc.Fold(id)}
	entry := translation.Entry{Message: message, Str: []string{text}}
	h.put(file, "\n", "")
	h.put(file, string(translation.File{Entries: []translation.Entry{entry}}.Format()), channel, payloads...)
	return true
}

// theme writes the interface strings of a theme of the team's own: they are shown on every page in French.
func (h *hostile) theme(t *testing.T) {
	t.Helper()
	text, err := fs.ReadFile(themes.Default(), "locales/fr.po")
	if err != nil {
		t.Fatal(err)
	}
	file, _ := translation.ParsePO("fr.po", text)
	payloads := h.left("theme")
	for i, entry := range file.Entries {
		if p := payloads[i*7%len(payloads)]; !entry.HasPlural && readable(p.text) && !strings.ContainsAny(entry.ID, "%{") {
			file.Entries[i].Str = []string{strings.ReplaceAll(p.text, "%", "%%")}
		}
	}
	h.put("themes/ours/locales/fr.po", string(file.Format()), "")
}
