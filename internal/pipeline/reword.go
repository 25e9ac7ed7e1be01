package pipeline

import (
	"slices"

	"github.com/fxamacker/cbor/v2"

	"parley/internal/check"
	"parley/internal/ledger"
	"parley/internal/render"
	"parley/internal/site"
	"parley/internal/workspace"
)

// mostReworded is how many documents are built one by one. With more, the way through the whole site is not much longer.
const mostReworded = 50

// reword brings the output of the last build up to date where all that has changed since are words in the bodies of a few
// documents. Ok is false where there is more to do, or where something was or is found in one of them: then nothing
// has been touched, and what there is to say is for a whole build to say.
//
// It relies on what Preview relies on: what others know of a document is its face.
func (l *lastBuild) reword(repository *Repository, options BuildOptions, progress func(done, all int)) (built Built, ok bool) {
	if l.none || l.page == "" || l.was.Task != l.task {
		return Built{}, false
	}
	changed, ok := l.in.Since(l.was.In)
	last, known := l.said()
	if !ok || !known || last.Around == "" || len(changed) == 0 || len(changed) > mostReworded {
		return Built{}, false
	}
	if slices.ContainsFunc(changed, func(path string) bool { return len(of(last.Built.Findings, path)) > 0 }) {
		return Built{}, false
	}
	book, ok := ledger.OpenBook(l.page+aroundSuffix, last.Around)
	if !ok {
		return Built{}, false
	}
	defer book.Close()
	files, ok := reworded(repository, options, book, changed)
	if !ok {
		return Built{}, false
	}
	out, written, ok := l.replace(options, files)
	if !ok {
		return Built{}, false
	}
	l.note(last.Built, out, last.Around)
	built = last.Built
	built.Written = written
	progress(built.Pages, built.Pages)
	return built, true
}

// reworded renders the pages of documents of which only the wording has changed. Ok is false where that is not so, or where
// anything is found in them.
func reworded(repository *Repository, options BuildOptions, book *ledger.Book, changed []string) (files []render.File, ok bool) {
	var common common
	if !get(book, commonName, &common) {
		return nil, false
	}
	w, err := workspace.LoadSome(repository.Files, changed, common.Terms)
	if err != nil || len(w.Documents) != len(changed) {
		return nil, false
	}
	pages := map[string][]site.Page{}
	for i := range w.Documents {
		d := &w.Documents[i]
		shown, same := sameFace(book, w, d)
		if !same || len(check.Wording(w, d.Path)) > 0 {
			return nil, false
		}
		if !shown {
			continue
		}
		if pages[d.Path], ok = pagesAround(book, d.Path, w.Settings.Languages); !ok {
			return nil, false
		}
	}
	return renderReworded(repository, options, w, common.Site, pages)
}

// get reads a value of the book.
func get(book *ledger.Book, name string, value any) bool {
	data, ok := book.Get(name)
	return ok && cbor.Unmarshal(data, value) == nil
}

// sameFace reports whether all that others can know of a document is as it was, and whether it has pages.
func sameFace(book *ledger.Book, w *workspace.Workspace, d *workspace.Document) (shown, same bool) {
	var was faced
	face, ok := w.Face(d)
	same = ok && get(book, faceName(d.Path), &was) && was.Face == face
	return was.Shown, same
}

// pagesAround reads what a document's pages say around its body, by language.
func pagesAround(book *ledger.Book, path string, tags []string) (pages []site.Page, ok bool) {
	for _, tag := range tags {
		var page site.Page
		if !get(book, pageName(path, tag), &page) {
			return nil, false
		}
		pages = append(pages, page)
	}
	return pages, true
}

// renderReworded renders and judges pages, and the Markdown beside them.
func renderReworded(repository *Repository, options BuildOptions, w *workspace.Workspace, known site.Common, pages map[string][]site.Page) (files []render.File, ok bool) {
	if len(pages) == 0 {
		return nil, true
	}
	seen := w.For(options.View)
	base, origin, err := splitURL(options.BaseURL, w.Settings.BaseURL)
	if err != nil || len(seen.Documents) != len(pages) {
		return nil, false
	}
	theme, err := repository.ReadTheme(w.Settings)
	if err != nil {
		return nil, false
	}
	plan, ok := site.Excerpt(seen, site.Options{Audience: options.View.Audience, Base: base, Origin: origin, Words: theme.Words}, known, pages)
	if !ok {
		return nil, false
	}
	renderer := render.New(plan, theme)
	inspector := inspector{w, plan, render.NewScale(theme), renderer.Parts()}
	for i := range plan.Len() {
		page, err := renderer.Page(i)
		markdown, published := renderer.Markdown(i)
		if err != nil || !published || len(inspector.judge(i, page.Data)) > 0 {
			return nil, false
		}
		files = append(files, page, markdown)
	}
	return files, true
}

// replace puts files in the place of those of the last build, if all of it is as it was left.
func (l *lastBuild) replace(options BuildOptions, files []render.File) (out ledger.Stamps, written int, ok bool) {
	if len(files) == 0 {
		return l.was.Out, 0, render.Untouched(l.out, l.was.Out)
	}
	output, err := render.OpenOutput(l.out, shownTo(options.View))
	if err != nil {
		return ledger.Stamps{}, 0, false
	}
	if !output.Continue(l.was.Out) {
		_ = output.Abandon() // the whole build will meet what is wrong with it
		return ledger.Stamps{}, 0, false
	}
	for _, file := range files {
		if err := output.Put(file); err != nil {
			_ = output.Abandon()
			return ledger.Stamps{}, 0, false
		}
	}
	written, _, err = output.Commit()
	return output.Stamps(), written, err == nil
}
