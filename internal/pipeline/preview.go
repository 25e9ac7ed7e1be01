package pipeline

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"reflect"
	"slices"
	"strings"
	"sync"

	"parley/internal/chart"
	"parley/internal/check"
	"parley/internal/diag"
	"parley/internal/git"
	"parley/internal/metric"
	"parley/internal/render"
	"parley/internal/site"
	"parley/internal/tariff"
	"parley/internal/workspace"
)

// Preview plans the portal of a repository again and again while it is being written. What a plan can reuse of the
// one before are parsed documents and the history, as long as no commit is made.
type Preview struct {
	repository *Repository
	view       workspace.View
	cache      *workspace.Cache
	history    git.History
	shallow    diag.List
	pasts      workspace.Pasts // nil when they are to be read
	landed     *site.Landed    // nil when it is to be judged, or nobody may know
	charts     *chart.Kept
	theme      *render.Theme
	themeOf    [32]byte       // what the theme was read from
	prices     *tariff.Prices // nil when they are to be read
	last       lastPlan
}

// lastPlan is what the next plan can be made of where only words have changed.
type lastPlan struct {
	Planned
	today string
	all   *workspace.Workspace // with everything
	seen  *workspace.Workspace // what the view sees
}

// Planned is a portal as the repository has it now.
type Planned struct {
	Workspace *workspace.Workspace // what the view sees
	Site      *site.Site
	Renderer  *render.Renderer
	Theme     *render.Theme
	Findings  diag.List
	Documents int
}

// NewPreview prepares to preview what a view may see.
func NewPreview(repository *Repository, view workspace.View) *Preview {
	p := &Preview{repository: repository, view: view, cache: repository.cache(), charts: repository.charts()}
	p.cache.Trust()
	p.history, p.shallow = repository.ReadHistory()
	return p
}

// catchUp forgets what may no longer be so, and says what else has to be read again; nothing stands for everything.
func (p *Preview) catchUp(changed []string) ([]string, error) {
	another, err := p.repository.guarded.renew(p.repository.Dir)
	if err != nil {
		return nil, fmt.Errorf("the repository is no longer where it was: %w", err)
	}
	if another {
		changed = nil
	}
	p.cache.Forget(changed)
	if head, err := git.Head(p.repository.Dir); another || err == nil && head != p.history.Head {
		p.history, p.shallow = p.repository.ReadHistory()
		p.pasts, p.landed, p.last = nil, nil, lastPlan{}
	}
	return changed, nil
}

// Plan reads the repository and plans its portal for a day. Changed are the paths, below the repository, of files and
// folders that are not what they were when it was read last; none means that nobody knows. The plan is usable whatever
// the findings say.
func (p *Preview) Plan(today string, changed ...string) (Planned, error) {
	changed, err := p.catchUp(changed)
	if err != nil {
		return Planned{}, err
	}
	if planned, ok := p.reword(today, changed); ok {
		return planned, nil
	}
	p.last = lastPlan{}
	w, err := workspace.Load(p.repository.Files, p.cache)
	if err != nil {
		return Planned{}, err
	}
	if err := known(w, p.view); err != nil {
		return Planned{}, err
	}
	if p.pasts == nil {
		p.pasts = p.repository.recall(w, p.history, p.cache)
	}
	w.Remember(p.pasts)
	if p.landed == nil {
		p.landed = p.repository.landed(w, p.history, p.view.Audience)
	}
	theme, err := p.readTheme(w.Settings)
	if err != nil {
		return Planned{}, err
	}
	prices := p.readPrices(w, today, changed)
	var findings diag.List
	var broken error
	measures := &metric.Set{}
	var checking sync.WaitGroup
	checking.Go(func() {
		findings = append(check.Run(w, today), p.shallow...)
		findings = append(findings, check.Freshness(w, today, p.repository.staleSince(p.history, midnight(today)))...)
		findings = append(findings, check.Services(p.repository.Files)...)
		findings = slices.Concat(findings, check.Prices(w, p.repository.Files, prices), p.repository.checkUsage(w, prices))
		findings = append(findings, p.repository.judgeTheme(w.Settings)...)
		if measures, broken = p.repository.measures(w, func() git.History { return p.history }, today); broken == nil {
			findings = slices.Concat(findings, check.Measures(measures), check.Dashboards(w, measures), check.Frozen(w, measures))
		}
	})
	seen := w.For(p.view)
	plan := site.Plan(seen, site.Options{Audience: p.view.Audience, Partner: p.view.Partner, Preview: true, Today: today, Words: theme.Words, History: p.history,
		Prices: pricesFor(prices, seen, p.view), Measures: measuresOf(func() *metric.Set { return measures }), Services: p.repository.performance(seen, p.history, p.view), Landed: p.landed})
	if checking.Wait(); broken != nil {
		return Planned{}, broken
	}
	p.last = lastPlan{Planned{seen, plan, render.New(plan, theme, p.charts), theme, check.Told(w, p.repository.Files, findings), len(w.Documents)}, today, w, seen}
	return p.last.Planned, nil
}

// reword makes the next plan of the last one, where all that has changed is the wording of one document: what is typed
// most, and what others need not be asked about. Ok is false when there is more to do.
func (p *Preview) reword(today string, changed []string) (planned Planned, ok bool) {
	if len(changed) != 1 || p.last.all == nil || p.last.today != today {
		return Planned{}, false
	}
	path := changed[0]
	before := check.Wording(p.last.all, path).Sort()
	if !slices.EqualFunc(before, of(p.last.Findings, path), func(a, b diag.Diagnostic) bool { return reflect.DeepEqual(a, b) }) {
		return Planned{}, false // something else was found at it, whose place may have moved
	}
	now, ok := p.last.all.Reread(p.repository.Files, path)
	if !ok {
		return Planned{}, false
	}
	next := lastPlan{p.last.Planned, today, now, p.last.seen.Redone(now, path, p.view)}
	next.Workspace = next.seen
	next.Site = p.last.Site.Reworded(next.seen, path)
	next.Renderer = p.last.Renderer.Reworded(next.Site)
	others := slices.DeleteFunc(slices.Clone(p.last.Findings), func(f diag.Diagnostic) bool { return f.Path == path })
	next.Findings = append(others, check.Wording(now, path)...).Sort()
	p.last = next
	return next.Planned, true
}

// readPrices reads what is said of prices again only where that may have changed: all of it lies in one folder, as long as no
// document elsewhere is of its kinds, and no kind is changed.
func (p *Preview) readPrices(w *workspace.Workspace, today string, changed []string) *tariff.Prices {
	elsewhere := func(name string) bool {
		return !lies(name, "pricing") && !lies(name, "content/kinds") && !lies("pricing", name) && !lies("content/kinds", name)
	}
	stray := slices.ContainsFunc(w.Documents, func(d *workspace.Document) bool { return check.OfPrices(d.Kind.Name) && elsewhere(d.Path) })
	if p.prices == nil || p.prices.Day != today || len(changed) == 0 || stray || !every(changed, elsewhere) {
		p.prices = check.PricesOf(w, p.repository.Files, today, nil)
	}
	prices := p.prices
	if stray {
		p.prices = nil
	}
	return prices
}

// lies reports whether a file or folder is a place, or lies in it.
func lies(name, place string) bool { return name == place || strings.HasPrefix(name, place+"/") }

func every(names []string, is func(string) bool) bool {
	return !slices.ContainsFunc(names, func(name string) bool { return !is(name) })
}

// of are the findings at a file, and those that point to it.
func of(findings diag.List, path string) diag.List {
	var found diag.List
	for _, finding := range findings {
		if finding.Path == path || slices.ContainsFunc(finding.Notes, func(n diag.Note) bool { return n.Path == path }) {
			found = append(found, finding)
		}
	}
	return found
}

// readTheme reads the theme again only when one of its files, or the languages, have changed.
func (p *Preview) readTheme(settings workspace.Settings) (*render.Theme, error) {
	hash := sha256.New()
	fmt.Fprintf(hash, "%q %q", settings.Languages, settings.Accent)
	_ = fs.WalkDir(p.repository.Files, ownTheme(settings), func(name string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() {
			text, _ := fs.ReadFile(p.repository.Files, name)
			fmt.Fprintf(hash, "%q %q", name, text)
		}
		return nil
	})
	key := [32]byte(hash.Sum(nil))
	if p.theme != nil && key == p.themeOf {
		return p.theme, nil
	}
	theme, err := p.repository.ReadTheme(settings)
	p.theme, p.themeOf = theme, key
	return theme, err
}

// Save keeps what the preview has parsed and drawn for the next start.
func (p *Preview) Save() error {
	p.repository.keepCharts(p.charts)
	return p.cache.Save()
}

// Asset returns a file that pages show, by its path in the output. Only files that some page of the plan shows are served.
func (p *Preview) Asset(planned Planned, path string) ([]byte, bool) {
	for i := range planned.Site.Len() {
		for _, asset := range planned.Site.AssetsOf(i) {
			if site.AssetFile(asset) == strings.TrimPrefix(path, "/") {
				data, err := fs.ReadFile(p.repository.Files, asset)
				return data, err == nil
			}
		}
	}
	return nil, false
}
