package main

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"parley/internal/diag"
	"parley/internal/translation"
)

// wrongs are texts that fail a check each, with what a service is sent where that differs from the source.
var wrongs = []struct {
	check        string
	source, text string
	warns        bool   // a text that fails it is shown, and whoever reads the findings is told
	unread       bool   // but not where a machine has written it
	mended       string // what becomes of it where a machine has written it, with blanks that do not break: no check fails then
	machine      string // the check that a machine's text fails, where that is another: a name goes out as a token
}{
	{check: "terms", source: "Sign this contract here today.", text: "Signez ce papier ici aujourd’hui."},
	{check: "forbidden", source: "Sign it here today, dear friends.", text: "Signez cet accord ici, chers amis."},
	{check: "keep", source: "Gold is a nice tier to reach.", text: "Or est un beau niveau à atteindre.", machine: "placeholders"},
	{check: "placeholders", source: "Dear partner, good day.", text: "Cher partenaire {name}, bonjour."},
	{check: "links", source: "See how partners work.", text: "Voyez [comment](https://evil.example) travaillent les partenaires."},
	{check: "images", source: "Look how partners work.", text: "Voyez ![comment](x.png) travaillent les partenaires."},
	{check: "emails", source: "Write to us soon.", text: "Écrivez-nous bientôt à mara@example.com."},
	{check: "code", source: "Start a new check now.", text: "Lancez `rm -r` maintenant."},
	{check: "references", source: "Read each note now.", text: "Lisez chaque note[^9] maintenant."},
	{check: "html", source: "Read each page now.", text: "Lisez <b>chaque</b> page maintenant."},
	{check: "safe-html", source: "Read each line now.", text: "Lisez [chaque](javascript:alert) ligne maintenant."},
	{check: "debris", source: "Read each word now.", text: "Lisez chaque *gerente maintenant."},
	{check: "bidi", source: "Read each text now.", text: "Lisez chaque \u202etexte maintenant."},
	{check: "letters", source: "Read each mark now.", text: "🙂"},
	{check: "unchanged", source: "Read each single part once more now.", text: "Read each single part once more now."},
	{check: "length", source: "Partners read each single part of this long page once more, slowly, each day.", text: "Les partenaires lisent."},
	{check: "sentences", source: "Read it. Sign it. Send it. Keep a copy.", text: "Lisez, signez, envoyez, gardez une copie."},
	{check: "numbers", source: "Send 30 pages now.", text: "Envoyez les pages maintenant.", warns: true, unread: true},
	{check: "numbers", source: "It costs €30 now.", text: "Cela coûte 30 maintenant.", warns: true, unread: true},
	{check: "language", source: "Partners know what they do.", text: "Les partners know what they do with the rest of it.", warns: true},
	{check: "end", source: "Do partners know.", text: "Les partenaires le savent-ils\u00a0?", warns: true},
	{check: "punctuation", source: "Partners ask: who knows?", text: "Les partenaires demandent : qui sait?", warns: true, mended: "Les partenaires demandent\u00a0: qui sait\u00a0?"},
	{check: "doubled", source: "Partners work well.", text: "Les partenaires partenaires travaillent bien.", warns: true},
	{check: "brackets", source: "Partners (all) work.", text: "Les partenaires (tous travaillent.", warns: true},
	{check: "invisible", source: "Partners read well.", text: "Les parte\u200bnaires lisent bien.", warns: true},
	{check: "emphasis", source: "Partners write well.", text: "Les partenaires **écrivent** bien.", warns: true},
}

const wrongSite = `kind: site
title: Portal
languages: [en, fr]
translation: {providers: [{id: libretranslate}]}
`

// wrongRepository has a page for each of the texts.
func wrongRepository(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	files := map[string]string{
		"content/site.yaml": wrongSite, "content/people.yaml": "kind: people\ntitle: Team\nroles: [{id: lead, title: Lead}]\npeople: []\n",
		"glossary/contract.md": "---\nkind: term\ntitle: contract\ndefinition: A promise.\nowner: lead\ndomain: partnership\npart_of_speech: noun\ntranslations: {fr: {preferred: contrat, forbidden: [accord]}}\n---\n",
		"glossary/gold.md":     "---\nkind: term\ntitle: Gold\ndefinition: A tier.\nowner: lead\ndomain: partnership\npart_of_speech: noun\ndo_not_translate: true\ncase_sensitive: true\n---\n",
	}
	for i, wrong := range wrongs {
		files["content/"+pageOf(i)+".md"] = wrong.source + "\n"
	}
	for name, text := range files {
		full := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func pageOf(i int) string { return "page-" + string(rune('a'+i)) }

// told are the checks that parley check names, by page.
func told(t *testing.T, dir string) map[string][]string {
	t.Helper()
	var report struct{ Findings diag.List }
	var out, errs strings.Builder
	run(t.Context(), []string{"-C", dir, "check", "--format", "json"}, &out, &errs)
	if err := json.Unmarshal([]byte(out.String()), &report); err != nil {
		t.Fatal(err, errs.String())
	}
	named := map[string][]string{}
	for _, finding := range report.Findings {
		page := strings.TrimSuffix(filepath.Base(finding.Path), ".po")
		if finding.Code == diag.TermForbidden { // which is reported of every text, the source included
			named[page] = append(named[page], "forbidden")
		}
		if _, check, ok := strings.Cut(finding.Message, "fails the check "); ok {
			check, _, _ = strings.Cut(check, ":")
			named[page] = append(named[page], check)
		}
	}
	return named
}

// entryOf is the entry of a page in its PO file.
func entryOf(t *testing.T, dir string, i int) translation.Entry {
	t.Helper()
	name := filepath.Join(dir, "content/locales/fr/content", pageOf(i)+".po")
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	file, _ := translation.ParsePO(name, text)
	return file.Entries[0]
}

// kept reports whether an entry holds a text that failed a check: marked, with the check's name, and not fresh.
func kept(e translation.Entry, check string) bool {
	return !e.State().Fresh() && slices.ContainsFunc(e.Comments, func(comment string) bool { return strings.HasPrefix(comment, "check: "+check+" ") })
}

// TestEveryCheckCatchesAMachine has a service answer with the wrong texts. What is an error is never shown; what is a matter of
// manners is told by parley check.
func TestEveryCheckCatchesAMachine(t *testing.T) {
	i, dir := newInterpreter(t), wrongRepository(t)
	t.Setenv("LIBRETRANSLATE_URL", i.URL)
	answers := map[string]string{}
	for _, wrong := range wrongs {
		answers[wrong.source] = wrong.text
	}
	i.behave(func(w http.ResponseWriter, texts []string) bool {
		for n, text := range texts {
			for _, name := range []string{"Gold", "contract", "(", ")"} { // a token stands for one of these
				if answer, ok := answers[strings.ReplaceAll(text, "XPH0X", name)]; ok {
					texts[n] = answer
				}
			}
		}
		_ = json.NewEncoder(w).Encode(map[string]any{"translatedText": texts})
		return true
	})
	if code, out, errs := interpreted(t, dir, "--path", "content/page-*.md"); code != 1 {
		t.Fatal(code, out, errs)
	}
	found := told(t, dir)
	for n, wrong := range wrongs {
		check := wrong.check
		if wrong.machine != "" {
			check = wrong.machine
		}
		e := entryOf(t, dir, n)
		switch {
		case wrong.mended != "":
			if !e.State().Fresh() || e.Text() != wrong.mended || len(found[pageOf(n)]) > 0 {
				t.Errorf("%s: %q is %s, and told are %v", check, e.Text(), e.State(), found[pageOf(n)])
			}
		case wrong.warns && !wrong.unread && (!e.State().Fresh() || e.Text() != wrong.text || !slices.Contains(found[pageOf(n)], check)):
			t.Errorf("%s: %q is %s, and told are %v", check, e.Text(), e.State(), found[pageOf(n)])
		case (!wrong.warns || wrong.unread) && !kept(e, check):
			t.Errorf("%s: %q is %s: %q", check, e.Text(), e.State(), e.Comments)
		}
	}
	log, err := os.ReadFile(filepath.Join(dir, ".parley", "translate.jsonl"))
	if want := `"to":"fr","provider":"libretranslate","checks_failed":["numbers"]}`; err != nil || strings.Count(string(log), want) != 2 {
		t.Errorf("%v, the log does not say twice %s:\n%s", err, want, log)
	}
}

// catalogues writes the wrong texts as PO files below a folder.
func catalogues(t *testing.T, folder string) (files []string) {
	t.Helper()
	for i, wrong := range wrongs {
		file := translation.File{Header: translation.NewHeader(translation.Imprint{Project: "Portal", Tag: "fr", Source: "content/" + pageOf(i) + ".md"}), Entries: []translation.Entry{{Message: translation.Message{ID: wrong.source}, Str: []string{wrong.text}}}}
		name := filepath.Join(folder, pageOf(i)+".po")
		if err := os.MkdirAll(folder, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, file.Format(), 0o644); err != nil {
			t.Fatal(err)
		}
		files = append(files, name)
	}
	return files
}

// TestEveryCheckCatchesAPerson finds the wrong texts where somebody has written them into the PO files.
func TestEveryCheckCatchesAPerson(t *testing.T) {
	dir := wrongRepository(t)
	catalogues(t, filepath.Join(dir, "content/locales/fr/content"))
	found := told(t, dir)
	for i, wrong := range wrongs {
		if !slices.Contains(found[pageOf(i)], wrong.check) {
			t.Errorf("%s: told are %v", wrong.check, found[pageOf(i)])
		}
	}
}

// TestEveryCheckCatchesAnAgency brings the wrong texts in from outside.
func TestEveryCheckCatchesAnAgency(t *testing.T) {
	dir := wrongRepository(t)
	files := catalogues(t, filepath.Join(t.TempDir(), "agency"))
	code, out, errs := interpreted(t, dir, append([]string{"import"}, files...)...)
	if code != 1 {
		t.Fatal(code, out, errs)
	}
	found := told(t, dir)
	for i, wrong := range wrongs {
		e := entryOf(t, dir, i)
		switch {
		case wrong.warns && (!e.State().Fresh() || !slices.Contains(found[pageOf(i)], wrong.check)):
			t.Errorf("%s: %q is %s, and told are %v", wrong.check, e.Text(), e.State(), found[pageOf(i)])
		case !wrong.warns && (!kept(e, wrong.check) || !strings.Contains(errs, "fails the check "+wrong.check)):
			t.Errorf("%s: %q is %s: %q", wrong.check, e.Text(), e.State(), e.Comments)
		}
	}
}

// TestATermIsAskedForOnceMore: what comes back without its term goes out again with the approved form in its place, once.
func TestATermIsAskedForOnceMore(t *testing.T) {
	i, dir := newInterpreter(t), wrongRepository(t)
	t.Setenv("LIBRETRANSLATE_URL", i.URL)
	i.behave(func(w http.ResponseWriter, texts []string) bool {
		for n, text := range texts {
			texts[n] = map[bool]string{true: "Signez le XPH0X ici aujourd’hui.", false: "Signez ce papier ici aujourd’hui."}[strings.Contains(text, "XPH0X")]
		}
		_ = json.NewEncoder(w).Encode(map[string]any{"translatedText": texts})
		return true
	})
	code, out, errs := interpreted(t, dir, "--path", "content/page-a.md")
	requests, texts := i.seen()
	if code != 0 || requests != 2 || strings.Join(texts, "|") != "Sign this contract here today.|Sign this XPH0X here today." {
		t.Errorf("%d, %d requests, %q, %s%s", code, requests, texts, out, errs)
	}
	if e := entryOf(t, dir, 0); e.Text() != "Signez le contrat ici aujourd’hui." || e.State() != translation.Machine {
		t.Errorf("%q is %s", e.Text(), e.State())
	}
}
