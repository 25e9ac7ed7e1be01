package pipeline

import (
	"reflect"
	"slices"

	"github.com/fxamacker/cbor/v2"

	"parley/internal/check"
	"parley/internal/diag"
	"parley/internal/ledger"
	"parley/internal/render"
	"parley/internal/site"
	"parley/internal/workspace"
)

// mostReworded is how many documents are built one by one. With more, the way through the whole site is not much longer.
const mostReworded = 50

// mostFound is how many findings of one file are dealt with one by one: of a file with more, not all are told.
const mostFound = 500

// reword brings the output of the last build up to date where all that has changed since are words in the bodies of a few
// documents. Ok is false where there is more to do, where words have become errors, and where nobody can be sure: then
// nothing has been touched, and the whole site is built.
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
	book, ok := ledger.OpenBook(l.page+aroundSuffix, last.Around)
	if !ok {
		return Built{}, false
	}
	defer book.Close()
	words := rewording{repository: repository, options: options, book: book, last: last, pages: map[string][]site.Page{}}
	if words.last.Words == nil {
		words.last.Words = map[string]diag.List{}
	}
	files, ok := words.build(changed)
	words.last.Built.Findings = words.last.Built.Findings.Sort()
	if !ok || words.last.Built.Findings.HasErrors() {
		return Built{}, false
	}
	out, written, ok := l.replace(options, files)
	if !ok {
		return Built{}, false
	}
	l.note(words.last, out)
	built = words.last.Built
	built.Written = written
	progress(built.Pages, built.Pages)
	return built, true
}

// rewording is the work on documents of which only words have changed.
type rewording struct {
	repository *Repository
	options    BuildOptions
	book       *ledger.Book
	common     common
	last       said                   // what is said of the whole, as it becomes
	pages      map[string][]site.Page // what stands around bodies, by path and language
}

// build renders the pages of documents of which only the wording has changed. Ok is false where that is not so.
func (r *rewording) build(changed []string) (files []render.File, ok bool) {
	if !r.get(commonName, &r.common) {
		return nil, false
	}
	w, err := workspace.LoadSome(r.repository.Files, changed, r.common.Terms)
	if err != nil || len(w.Documents) != len(changed) {
		return nil, false
	}
	wordings := check.Wordings(w, changed)
	for i := range w.Documents {
		d := w.Documents[i]
		var was faced
		face, ok := w.Face(d)
		if !ok || !r.get(faceName(d.Path), &was) || was.Face != face {
			return nil, false
		}
		if since, ok := r.last.Words[d.Path]; ok {
			was.Wording = since
		}
		if !r.refind(d, was.Wording, wordings[d.Path]) {
			return nil, false
		}
		if was.Shown && !r.open(d.Path, w.Settings.Languages) {
			return nil, false
		}
	}
	return r.render(w)
}

// get reads a value of the book.
func (r *rewording) get(name string, value any) bool {
	data, ok := r.book.Get(name)
	return ok && cbor.Unmarshal(data, value) == nil
}

// open reads what a document's pages say around its body.
func (r *rewording) open(path string, tags []string) bool {
	for _, tag := range tags {
		var page site.Page
		if !r.get(pageName(path, tag), &page) {
			return false
		}
		r.pages[path] = append(r.pages[path], page)
	}
	return true
}

// refind puts what is found for a document's words in the place of what was. It reports false where something else that
// was found may be another now: it stands in the body, where lines have moved, or counts passages.
func (r *rewording) refind(d *workspace.Document, was, now diag.List) bool {
	moves := func(at diag.Place) bool { return at.Path == d.Path && at.Line >= d.BodyLine }
	was = slices.Clone(was)
	var kept diag.List
	for _, finding := range r.last.Built.Findings {
		if i := slices.IndexFunc(was, func(word diag.Diagnostic) bool { return reflect.DeepEqual(word, finding) }); i >= 0 {
			was = slices.Delete(was, i, i+1)
			continue
		}
		if finding.Path == d.Path && (finding.Code == diag.PageHTML || finding.Code == diag.PageBudget) {
			continue // its pages are judged again
		}
		if finding.Code == diag.NoticeLanguage && finding.Path == d.Path || moves(finding.Place) || slices.ContainsFunc(finding.Notes, func(n diag.Note) bool { return moves(n.Place) }) {
			return false
		}
		kept = append(kept, finding)
	}
	r.last.Built.Findings, r.last.Words[d.Path] = append(kept, now...), now
	return len(was) == 0 && len(of(r.last.Built.Findings, d.Path)) <= mostFound
}

// render renders the pages, with the Markdown beside them, and judges them.
func (r *rewording) render(w *workspace.Workspace) (files []render.File, ok bool) {
	if len(r.pages) == 0 {
		return nil, true // nobody may see them
	}
	seen := w.For(r.options.View)
	base, origin, err := splitURL(r.options.BaseURL, w.Settings.BaseURL)
	if err != nil || len(seen.Documents) != len(r.pages) {
		return nil, false
	}
	theme, err := r.repository.ReadTheme(w.Settings)
	if err != nil {
		return nil, false
	}
	plan, ok := site.Excerpt(seen, site.Options{Audience: r.options.View.Audience, Base: base, Origin: origin, Words: theme.Words}, r.common.Site, r.pages)
	if !ok {
		return nil, false
	}
	charts := r.repository.charts()
	defer r.repository.keepCharts(charts)
	renderer := render.New(plan, theme, charts)
	inspector := inspector{w, plan, render.NewScale(theme), renderer.Parts()}
	for i := range plan.Len() {
		said, markdown := plan.Told(i)
		page, err := renderer.Show(i, said)
		if err != nil || said.Markdown == "" {
			return nil, false
		}
		r.last.Built.Findings = append(r.last.Built.Findings, inspector.judge(i, page.Data)...)
		files = append(files, page, renderer.Beside(i, markdown))
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
