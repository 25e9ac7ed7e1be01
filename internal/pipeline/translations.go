package pipeline

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"parley/internal/diag"
	"parley/internal/exchange"
	"parley/internal/git"
	"parley/internal/glossary"
	"parley/internal/translation"
	"parley/internal/translator"
	"parley/internal/workspace"
)

// TranslationStatus counts how far the documents are translated, and how old what is stale is.
func TranslationStatus(repository *Repository, to, paths []string, now time.Time) (translator.Status, error) {
	w, languages, err := forLanguages(repository, to, "")
	if err != nil {
		return translator.Status{}, err
	}
	selected, err := selection(paths)
	if err != nil {
		return translator.Status{}, err
	}
	history, _ := repository.ReadHistory() // without one, ages are unknown
	return translator.StatusOf(w, languages, selected, repository.staleSince(history, now), now), nil
}

// staleSince says of a document and its translation, of which some text is stale, since when at least: since the first change of
// the document after the last of the translation; where that change is not committed yet, since now; or, where the translation's
// last change only noted that it is stale, since the last of the document.
func (r *Repository) staleSince(history git.History, now time.Time) func(document, catalogue string) (time.Time, bool) {
	edited := map[string]bool{} // documents that have been asked about
	return func(document, catalogue string) (time.Time, bool) {
		changed, translated := history.Changes[document], history.Changes[catalogue] // newest first
		if len(translated) == 0 || len(changed) == 0 || history.Shallow {
			return time.Time{}, false
		}
		if since := changed[0].When; since.After(translated[0].When) {
			for _, change := range changed {
				if change.When.After(translated[0].When) {
					since = change.When
				}
			}
			return since, true
		}
		if _, known := edited[document]; !known {
			edited[document] = r.edited(document, changed[0])
		}
		if edited[document] {
			return now, true
		}
		return changed[0].When, true
	}
}

// edited reports whether a file is not what its last change left. Line ends do not count: some work trees have others than Git.
func (r *Repository) edited(name string, last git.Change) bool {
	revisions, err := git.OpenRevisions(r.Dir)
	if err != nil {
		return false
	}
	defer revisions.Close()
	tree, err := revisions.Tree(last.Commit)
	if err != nil {
		return false
	}
	was, err := tree.ReadFile(name)
	if err != nil {
		return errors.Is(err, fs.ErrNotExist) // it was deleted, and is here again
	}
	is, err := fs.ReadFile(r.Files, name)
	plain := func(text []byte) []byte { return bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")) }
	return err == nil && !bytes.Equal(plain(was), plain(is))
}

// TranslationReview lists what a person should look at.
func TranslationReview(repository *Repository, to, paths []string) ([]translator.Reviewed, error) {
	w, languages, err := forLanguages(repository, to, "")
	if err != nil {
		return nil, err
	}
	selected, err := selection(paths)
	if err != nil {
		return nil, err
	}
	return translator.Review(w, languages, selected), nil
}

// Decided is whose decision it is, on what.
type Decided struct {
	Who     string
	At      time.Time
	Entries []string // FILE.po or FILE.po:LINE
	To      []string // instead of entries: all of some languages,
	Paths   []string // and documents
	All     bool
}

// Approve notes that texts have been read and are right.
func Approve(repository *Repository, d Decided) (translator.Outcome, error) {
	decision, chosen, err := decided(repository, d)
	if err != nil {
		return translator.Outcome{}, err
	}
	return decision.Approve(chosen)
}

// AcceptMinor notes that stale texts are right for their new sources too.
func AcceptMinor(repository *Repository, d Decided) (translator.Outcome, error) {
	decision, chosen, err := decided(repository, d)
	if err != nil {
		return translator.Outcome{}, err
	}
	return decision.AcceptMinor(chosen)
}

func decided(repository *Repository, d Decided) (translator.Decision, []translator.Chosen, error) {
	if d.All == (len(d.Entries) > 0) {
		return translator.Decision{}, nil, errors.New("name entries, as parley translate review prints them, or say --all, with --to and --path where not all are meant")
	}
	w, languages, err := forLanguages(repository, d.To, "")
	if err != nil {
		return translator.Decision{}, nil, err
	}
	selected, err := selection(d.Paths)
	if err != nil {
		return translator.Decision{}, nil, err
	}
	decision := translator.Decision{Workspace: w, Files: repository.translations(), Who: d.Who, At: d.At.UTC().Format(time.RFC3339)}
	var chosen []translator.Chosen
	for _, entry := range d.Entries {
		chosen = append(chosen, choice(entry))
	}
	for _, language := range languages {
		for i := range w.Documents {
			if document := w.Documents[i]; d.All && selected(document.Path) && w.HasTranslations(document, language) {
				chosen = append(chosen, translator.Chosen{Path: translator.PathOf(document.Path, language)})
			}
		}
	}
	return decision, chosen, nil
}

// choice reads FILE.po:LINE, or FILE.po.
func choice(text string) translator.Chosen {
	name := filepath.ToSlash(strings.TrimPrefix(text, "./"))
	if at := strings.LastIndexByte(name, ':'); at > 0 {
		if line, err := strconv.Atoi(name[at+1:]); err == nil && line > 0 {
			return translator.Chosen{Path: name[:at], Line: line}
		}
	}
	return translator.Chosen{Path: name}
}

// translations are the repository's PO files, to be read and written.
func (r *Repository) translations() translator.Files {
	return translator.Files{Read: r.readTranslation, Write: r.keep}
}

// ExportTMX writes the finished translations of some languages as TMX.
func ExportTMX(repository *Repository, to, paths []string) ([]byte, int, error) {
	w, languages, err := forLanguages(repository, to, "")
	if err != nil {
		return nil, 0, err
	}
	selected, err := selection(paths)
	if err != nil {
		return nil, 0, err
	}
	var pairs []exchange.Pair
	for _, language := range languages {
		for i := range w.Documents {
			d := w.Documents[i]
			for _, t := range w.Translated(d, language) {
				if t.Fresh() && selected(d.Path) {
					pairs = append(pairs, exchange.Pair{Source: t.Unit.Text, Target: t.Text, Language: language, Context: strings.TrimSpace(d.Path + " " + t.Unit.Context)})
				}
			}
		}
	}
	text, err := exchange.WriteTMX(w.Settings.Source, pairs)
	return text, len(pairs), err
}

// ExportPO copies the PO files of some languages to a folder, brought up to date with their documents, with an entry for
// everything that is to be translated: what an agency needs.
func ExportPO(repository *Repository, to, paths []string, out string) (int, error) {
	w, languages, err := forLanguages(repository, to, "")
	if err != nil {
		return 0, err
	}
	selected, err := selection(paths)
	if err != nil {
		return 0, err
	}
	if out, err = apart(repository.Dir, out); err != nil {
		return 0, err
	}
	written := 0
	for _, language := range languages {
		catalogues, err := translator.Export(w, repository.translations(), language, selected)
		if err != nil {
			return written, err
		}
		for _, c := range catalogues {
			target := filepath.Join(out, filepath.FromSlash(strings.TrimPrefix(c.Path, workspace.Locales+"/")))
			if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
				return written, err
			}
			if err := os.WriteFile(target, c.Data, 0o644); err != nil {
				return written, err
			}
			written++
		}
	}
	return written, nil
}

// longestImport is how many bytes of a file are read that comes from outside.
const longestImport = 64 << 20

// Import brings translations in from PO and TMX files. What of these is not taken is a finding.
func Import(repository *Repository, files []string, now time.Time) (translator.Outcome, error) {
	w, _, err := forLanguages(repository, nil, "")
	if err != nil {
		return translator.Outcome{}, err
	}
	var texts []translator.Imported
	var skipped diag.List
	for _, name := range files {
		info, err := os.Stat(name)
		if err != nil {
			return translator.Outcome{}, err
		}
		if !info.Mode().IsRegular() || info.Size() > longestImport {
			return translator.Outcome{}, fmt.Errorf("%s is no file of at most %d bytes", name, longestImport)
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return translator.Outcome{}, err
		}
		more, left, err := imported(w, name, data)
		if err != nil {
			return translator.Outcome{}, err
		}
		texts, skipped = append(texts, more...), append(skipped, left...)
	}
	decision := translator.Decision{Workspace: w, Files: repository.translations(), At: now.UTC().Format(time.RFC3339)}
	outcome, err := decision.Import(texts)
	outcome.Skipped = append(skipped, outcome.Skipped...).Sort()
	return outcome, err
}

// imported reads the texts of a file, and says which of them cannot be taken.
func imported(w *workspace.Workspace, name string, data []byte) ([]translator.Imported, diag.List, error) {
	if strings.HasSuffix(strings.ToLower(name), ".tmx") || bytes.Contains(data[:min(len(data), 500)], []byte("<tmx")) {
		return importedTMX(w, name, data)
	}
	file, findings := translation.ParsePO(name, data)
	if findings.HasErrors() {
		return nil, nil, fmt.Errorf("%s: %s", findings[0].Label(), findings[0].Message)
	}
	language, _ := file.Field("Language")
	document, _ := file.Field("X-Source")
	if _, known := w.Document(document); !known || siteTag(w, language) == "" {
		return nil, nil, fmt.Errorf("%s: its header must name a language of the site and, as X-Source, a document: it says %q and %q", name, language, document)
	}
	var texts []translator.Imported
	var skipped diag.List
	for _, e := range file.Entries {
		at := diag.Place{Path: name, Span: e.StrSpan}
		switch {
		case e.Obsolete || e.Text() == "": // which is gone, or not translated yet
		case e.HasPlural:
			skipped = append(skipped, diag.New(diag.ImportSkipped, at, "%q has plural forms, which no text of a document has", e.ID).WithHint("leave it out"))
		case !e.State().Fresh():
			skipped = append(skipped, diag.New(diag.ImportSkipped, at, "%q is marked as fuzzy: not finished", e.ID).WithHint("have it finished, and take away the flag fuzzy"))
		default:
			texts = append(texts, translator.Imported{Language: siteTag(w, language), Document: document, Context: e.Context, Placed: true, Source: e.ID, Target: e.Text(), At: at})
		}
	}
	return texts, skipped, nil
}

func importedTMX(w *workspace.Workspace, name string, data []byte) ([]translator.Imported, diag.List, error) {
	pairs, skipped, err := exchange.ReadTMX(name, w.Settings.Source, data)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", name, err)
	}
	var texts []translator.Imported
	for _, p := range pairs {
		at := diag.Place{Path: name, Span: diag.Span{Line: p.Line, Col: p.Col, EndLine: p.Line, EndCol: p.Col}}
		language := siteTag(w, p.Language)
		if language == "" {
			skipped = append(skipped, diag.New(diag.ImportSkipped, at, "%s is not a language to translate into", p.Language).
				WithHint("add it to languages: in %s, or leave it out", workspace.SettingsPath))
			continue
		}
		texts = append(texts, translator.Imported{Language: language, Source: p.Source, Target: p.Target, At: at})
	}
	return texts, skipped, nil
}

// siteTag is the language of the site that a foreign file means, "" for none.
func siteTag(w *workspace.Workspace, language string) string {
	tag := strings.ReplaceAll(language, "_", "-")
	for _, known := range w.Settings.Languages[1:] {
		if strings.EqualFold(known, tag) {
			return known
		}
	}
	base, _, _ := strings.Cut(tag, "-")
	if i := slices.IndexFunc(w.Settings.Languages[1:], func(known string) bool { return strings.EqualFold(known, base) }); i >= 0 {
		return w.Settings.Languages[1+i]
	}
	return ""
}

// Terms writes the glossary in a format of other tools: csv, tbx or vale, the last for one language.
func Terms(repository *Repository, format, language string) ([]byte, error) {
	w, err := workspace.Load(repository.Files, nil)
	if err != nil {
		return nil, err
	}
	var terms []exchange.Term
	for i := range w.Documents {
		if d := w.Documents[i]; d.Kind.Name == "term" {
			terms = append(terms, exchange.Term{Term: glossary.Read(d.Outline(), d.ID), PartOfSpeech: d.Fields.Str("part_of_speech"), Domain: d.Fields.Str("domain")})
		}
	}
	if language == "" {
		language = w.Settings.Source
	}
	switch {
	case format == "csv":
		return exchange.WriteCSV(w.Settings.Source, terms), nil
	case format == "tbx":
		return exchange.WriteTBX(w.Settings.Source, terms)
	case format == "vale" && slices.Contains(w.Settings.Languages, language):
		return exchange.WriteVale(language, w.Settings.Source, terms), nil
	case format == "vale":
		return nil, fmt.Errorf("%s is not a language of the site", language)
	}
	return nil, fmt.Errorf("there is no format %q; choose csv, tbx or vale", format)
}
