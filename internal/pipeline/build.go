package pipeline

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"parley/internal/diag"
	"parley/internal/ledger"
	"parley/internal/metric"
	"parley/internal/render"
	"parley/internal/site"
	"parley/internal/workspace"
)

// BuildOptions say which portal is built, and where to.
type BuildOptions struct {
	Moment
	View    workspace.View
	Out     string   // folder of the output
	BaseURL string   // where it will be published; "" takes it from content/site.yaml
	Profile *Profile // where the time went is noted here; nil for nowhere
}

// Built is what a build did.
type Built struct {
	Report
	Pages     int
	Languages int
	Written   int
	Removed   int
	Undated   bool // the day is unknown, so 1970-01-01 was taken
}

// Build builds the portal of one audience. When the report has errors, nothing on disk has changed.
// Where nothing has been touched since the last such build, there is nothing to do.
func Build(repository *Repository, options BuildOptions, progress func(done, all int)) (Built, error) {
	end := options.Profile.stage("look for changes")
	last := repository.lastBuild(options)
	built, ok := last.again()
	end()
	if ok {
		return built, nil
	}
	end = options.Profile.stage("build what was reworded")
	built, ok = last.reword(repository, options, progress)
	end()
	if ok {
		return built, nil
	}
	around := last.writeAround()
	defer around.abandon()
	built, stamps, err := buildAnew(repository, options, around, progress)
	if err == nil && !built.Findings.HasErrors() {
		last.note(said{Built: built, Around: around.close()}, stamps)
	}
	return built, err
}

// buildAnew does the work of a build, and says in which state it has left the output.
func buildAnew(repository *Repository, options BuildOptions, around *around, progress func(done, all int)) (Built, ledger.Stamps, error) {
	state, err := load(repository, options.Moment, options.Profile)
	if err != nil {
		return Built{}, ledger.Stamps{}, err
	}
	defer state.save()
	built := Built{Report: Report{state.findings, len(state.workspace.Documents)}, Undated: state.undated}
	if state.findings.HasErrors() {
		return built, ledger.Stamps{}, nil
	}
	plan, theme, err := planned(repository, options, state)
	if err != nil {
		return built, ledger.Stamps{}, err
	}
	built.Pages, built.Languages = plan.Len(), len(plan.Languages())
	output, err := openOutput(repository.Dir, options)
	if err != nil {
		return built, ledger.Stamps{}, err
	}
	end := options.Profile.stage("render, judge and write pages")
	around.begin(state.workspace, state.findings, plan)
	charts := repository.charts()
	judged, err := write(repository.Files, state.workspace, plan, render.New(plan, theme, charts), theme, output, around, options.Profile, progress)
	repository.keepCharts(charts)
	end()
	if err != nil {
		return built, ledger.Stamps{}, errors.Join(err, output.Abandon())
	}
	if built.Findings = append(built.Findings, judged...).Sort(); built.Findings.HasErrors() {
		return built, ledger.Stamps{}, output.Abandon()
	}
	defer options.Profile.stage("move files into place")()
	built.Written, built.Removed, err = output.Commit()
	return built, output.Stamps(), err
}

// planned plans the site of a repository that has been loaded.
func planned(repository *Repository, options BuildOptions, state state) (*site.Site, *render.Theme, error) {
	if err := known(state.workspace, options.View); err != nil {
		return nil, nil, err
	}
	base, origin, err := splitURL(options.BaseURL, state.workspace.Settings.BaseURL)
	if err != nil {
		return nil, nil, err
	}
	theme, err := repository.ReadTheme(state.workspace.Settings)
	if err != nil {
		return nil, nil, err
	}
	end := options.Profile.stage("recall earlier states")
	state.workspace.Remember(repository.recall(state.workspace, state.history, state.cache))
	end()
	end = options.Profile.stage("judge what has landed")
	landed := repository.landed(state.workspace, state.history, options.View.Audience)
	end()
	defer options.Profile.stage("plan the site")()
	seen := state.workspace.For(options.View)
	return site.Plan(seen, site.Options{
		Audience: options.View.Audience, Partner: options.View.Partner, Base: base, Origin: origin, Words: theme.Words, History: state.history, Today: state.day,
		Prices: pricesFor(state.prices, seen, options.View), Measures: measuresOf(func() *metric.Set { return state.measures }), Services: repository.performance(seen, state.history, options.View), Landed: landed,
	}), theme, nil
}

// openOutput prepares the folder of the output.
func openOutput(repository string, options BuildOptions) (*render.Output, error) {
	out, err := apart(repository, options.Out)
	if err != nil {
		return nil, err
	}
	return render.OpenOutput(out, shownTo(options.View))
}

// apart returns where an output really is, and refuses one in a folder of the repository's sources, which the next build
// would read as content, and one around the repository, which a build would sweep. What is judged is what is used: links
// are followed first, and nothing that the path says is left to be understood again.
func apart(repository, out string) (string, error) {
	root, err := resolved(repository)
	if err != nil {
		return "", err
	}
	target, err := resolved(out)
	if err != nil {
		return "", fmt.Errorf("%s leads nowhere; choose another folder with --out: %w", out, err)
	}
	relative, err := filepath.Rel(root, target)
	if err != nil {
		return target, nil // nothing in common: another disk
	}
	first, _, _ := strings.Cut(filepath.ToSlash(relative), "/")
	own := func(folder string) bool { return strings.EqualFold(folder, first) } // for some disks, capitals make no difference
	if inside(target, root) || slices.ContainsFunc(append([]string{"themes", ".git", ".parley"}, workspace.Folders...), own) {
		return "", fmt.Errorf("%s is where the repository keeps its own files; choose another folder with --out", out)
	}
	return target, nil
}

// shownTo says for whom a portal is made, so that an output can be told from that of any other view.
func shownTo(view workspace.View) string {
	return fmt.Sprintf("audience: %s\nregion: %s\ntier: %s\npartner: %s\n", view.Audience, view.Region, view.Tier, view.Partner)
}

// known refuses a region, tier or partner that the settings do not name: it would quietly build a portal of something else.
func known(w *workspace.Workspace, view workspace.View) error {
	for _, scope := range []struct{ kind, id string }{{"region", view.Region}, {"tier", view.Tier}, {"partner", view.Partner}} {
		if _, ok := w.Thing(scope.kind, scope.id); scope.id != "" && !ok {
			return fmt.Errorf("there is no %s %q; %s names %s", scope.kind, scope.id, workspace.SettingsPath, orNone(w.IDs(scope.kind)))
		}
	}
	return nil
}

func orNone(ids []string) string {
	if len(ids) == 0 {
		return "none"
	}
	return strings.Join(ids, ", ")
}

// write stages every file of the site, and judges every page.
func write(files fs.FS, w *workspace.Workspace, plan *site.Site, renderer *render.Renderer, theme *render.Theme, output *render.Output, around *around, profile *Profile, progress func(done, all int)) (diag.List, error) {
	extras, err := renderer.Extras()
	if err != nil {
		return nil, err
	}
	out := newQueue(output)
	out.put(append(extras, theme.Assets()...)...)
	var done atomic.Int64
	judged := make([]diag.List, plan.Len())
	inspector := inspector{w, plan, render.NewScale(theme), renderer.Parts()}
	err = each(plan.Len(), func(i int) error {
		defer profile.page(kindOf(w, plan, i))()
		said, markdown := plan.Told(i)
		page, err := renderer.Show(i, said)
		if err != nil {
			return err
		}
		judged[i] = inspector.judge(i, page.Data)
		around.add(plan, i, said)
		shown, err := assets(files, plan.AssetsOf(i))
		if err != nil {
			return err
		}
		if said.Markdown != "" {
			shown = append(shown, renderer.Beside(i, markdown))
		}
		if chart, ok, err := renderer.Chart(i, said); err != nil {
			return err
		} else if ok {
			shown = append(shown, chart)
		}
		out.put(append(shown, page)...)
		progress(int(done.Add(1)), plan.Len())
		return out.failed()
	})
	if failed := out.close(); !errors.Is(err, failed) { // which may be what has stopped the work
		err = errors.Join(err, failed)
	}
	return slices.Concat(judged...), err
}

// assets are the files of a repository that a page shows, as files of the output.
func assets(repository fs.FS, names []string) ([]render.File, error) {
	var files []render.File
	for _, name := range names {
		data, err := fs.ReadFile(repository, name)
		if err != nil {
			return nil, err
		}
		files = append(files, render.File{Path: site.AssetFile(name), Data: data})
	}
	return files, nil
}

// kindOf says of what kind a page's document is, "" for a page of none, and which template shows it.
func kindOf(w *workspace.Workspace, plan *site.Site, i int) (kind, template string) {
	path, template := plan.Source(i)
	if d, ok := w.Document(path); ok {
		kind = d.Kind.Name
	}
	return kind, template
}

// queue hands files to the one goroutine that writes them. Two that write into the same folders get in each other's way:
// they took three times as long. It is handed some at a time: to be woken for each takes as long as to write it.
type queue struct {
	mutex   sync.Mutex
	waiting []render.File // those of one page stand beside each other: they lie in the same folder
	batches chan []render.File
	broken  atomic.Pointer[error]
	done    sync.WaitGroup
}

// batch is how many files are handed over at a time, at least.
const batch = 32

func newQueue(output *render.Output) *queue {
	q := &queue{batches: make(chan []render.File, 2)}
	q.done.Go(func() {
		for files := range q.batches {
			for _, file := range files {
				if q.failed() != nil {
					break // nobody who puts must wait
				}
				if err := output.Put(file); err != nil {
					q.broken.Store(&err)
				}
				file.Recycle()
			}
		}
	})
	return q
}

func (q *queue) put(files ...render.File) {
	q.mutex.Lock()
	defer q.mutex.Unlock()
	q.waiting = append(q.waiting, files...)
	if len(q.waiting) >= batch {
		q.batches <- q.waiting
		q.waiting = nil
	}
}

// failed returns what has gone wrong so far.
func (q *queue) failed() error {
	if err := q.broken.Load(); err != nil {
		return *err
	}
	return nil
}

// close waits until all is written.
func (q *queue) close() error {
	if len(q.waiting) > 0 {
		q.batches <- q.waiting
	}
	close(q.batches)
	q.done.Wait()
	return q.failed()
}

// each runs work(0) … work(n-1), as many at a time as there are cores, and returns the error of the lowest number.
func each(n int, work func(i int) error) error {
	failures := make([]error, n)
	var next atomic.Int64
	var failed atomic.Bool
	var group sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		group.Go(func() {
			for i := int(next.Add(1)) - 1; i < n && !failed.Load(); i = int(next.Add(1)) - 1 {
				if failures[i] = work(i); failures[i] != nil {
					failed.Store(true)
				}
			}
		})
	}
	group.Wait()
	for _, err := range failures {
		if err != nil {
			return err
		}
	}
	return nil
}

// splitURL takes the address of the portal apart: https://example.org/portal/ is below /portal of https://example.org.
func splitURL(asked, settings string) (base, origin string, err error) {
	address := asked
	if address == "" {
		address = settings
	}
	if address == "" {
		return "", "", nil
	}
	parsed, err := url.Parse(address)
	if err != nil || parsed.Scheme != "https" && parsed.Scheme != "http" || parsed.Host == "" || strings.Contains(parsed.Path, "//") || strings.Contains(parsed.Path, "\\") || parsed.RawQuery != "" || parsed.Fragment != "" {
		return "", "", fmt.Errorf("the address %q is not that of a web site; write https://example.org/portal/", address)
	}
	return strings.TrimSuffix(parsed.EscapedPath(), "/"), parsed.Scheme + "://" + parsed.Host, nil
}
