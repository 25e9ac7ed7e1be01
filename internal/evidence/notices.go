package evidence

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"parley/internal/approval"
	"parley/internal/doc"
	"parley/internal/git"
	"parley/internal/workspace"
)

// readNotices refuses critical notices that the change touches, or of which it touches a translation, and that are not complete and
// fresh in every language that they require. That is found out as everybody else here does: by the settings, the kinds and the
// glossary of the result.
func (g *gatherer) readNotices() error {
	var paths []string
	for _, d := range g.differences {
		name := d.Path
		if isCatalogue(name) {
			_, of, _ := strings.Cut(strings.TrimPrefix(name, localesFolder), "/")
			name = strings.TrimSuffix(of, ".po") + ".md"
		}
		if isText(name) && doc.IsMarkdown(name) && !slices.Contains(paths, name) {
			paths = append(paths, name)
		}
	}
	for _, name := range paths {
		entry, err := g.result.Entry(name)
		if err != nil || !plainFile(entry) {
			continue
		}
		text, err := g.revisions.Blob(entry.Hash)
		if err != nil {
			return err
		}
		d, _ := doc.Read(name, text)
		if d.Fields.Str("kind") != "notice" || d.Fields.Str("severity") != "critical" || len(d.Fields.Get("required_languages").Items) == 0 {
			continue
		}
		if err := g.notice(name); err != nil {
			return err
		}
	}
	return nil
}

// notice judges one of them.
func (g *gatherer) notice(name string) error {
	part := partOf{g.result, name}
	w, err := workspace.Load(part, nil)
	if damage := g.result.Err(); err == nil {
		err = damage
	}
	if err != nil {
		return err
	}
	d, there := w.Document(name)
	if !there {
		return nil // a draft, or a file that nobody reads
	}
	for _, language := range d.Fields.Get("required_languages").Items {
		lacks := w.Lacks(d, language.Text)
		if !slices.Contains(w.Settings.Languages, language.Text) {
			lacks = "it is not a language of the site"
		}
		if lacks != "" {
			g.facts.Problems = append(g.facts.Problems, approval.Reason{Code: approval.LanguageMismatch, Path: name, Line: language.Span.Line, Rule: "required_languages", Actual: language.Text,
				Message: "a critical notice has to be complete and fresh in " + language.Text + ": " + lacks})
		}
	}
	return nil
}

// partOf is a tree of which only one document is seen, with its translations, and what all documents are read by.
type partOf struct {
	*git.Tree
	document string
}

// seen reports whether a file or folder is seen, or leads to some that are.
func (p partOf) seen(name string, folder bool) bool {
	if name == sitePath || name == p.document || lies(name, "glossary") || lies(name, "content/kinds") {
		return true
	}
	if folder {
		return lies(p.document, name) || lies(strings.TrimSuffix(localesFolder, "/"), name) || lies(name, strings.TrimSuffix(localesFolder, "/"))
	}
	_, of, ok := strings.Cut(strings.TrimPrefix(name, localesFolder), "/")
	return ok && strings.HasPrefix(name, localesFolder) && (of == strings.TrimSuffix(p.document, ".md")+".po" || strings.HasPrefix(of, "glossary/"))
}

func lies(name, folder string) bool { return name == folder || strings.HasPrefix(name, folder+"/") }

// ReadDir lists what is seen of a folder.
func (p partOf) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := p.Tree.ReadDir(name)
	return slices.DeleteFunc(entries, func(e fs.DirEntry) bool { return !p.seen(path.Join(name, e.Name()), e.IsDir()) }), err
}

// Open opens what is seen.
func (p partOf) Open(name string) (fs.File, error) {
	if info, err := p.Tree.Lstat(name); err == nil && name != "." && !p.seen(name, info.IsDir()) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return p.Tree.Open(name)
}
