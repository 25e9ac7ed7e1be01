package pipeline

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"parley/internal/check"
	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/git"
	"parley/internal/pricing"
	"parley/internal/release"
	"parley/internal/tariff"
	"parley/internal/workspace"
)

// Prices is all that a repository says of prices, for one day.
type Prices struct {
	*tariff.Prices
	Findings diag.List                          // of every file about prices
	Lines    func(path string, line int) string // of the files as they were read, to be shown beside findings

	workspace *workspace.Workspace
	memo      *tariff.Memo
	noHistory diag.List // why the history cannot be read; nothing where it can
}

// OpenPrices reads and checks what a repository says of prices. What is wrong elsewhere, other commands tell.
func OpenPrices(repository *Repository, moment Moment) (*Prices, error) {
	p, save, err := openPrices(repository, moment, check.Prices)
	if err == nil {
		save()
	}
	return p, err
}

// pricesCheck is one of those that the room check has for prices.
type pricesCheck func(*workspace.Workspace, fs.FS, *tariff.Prices) diag.List

// openPrices opens prices as far as a check goes, with what keeps what has been parsed when all is.
func openPrices(repository *Repository, moment Moment, judge pricesCheck) (p *Prices, save func(), err error) {
	history, unread := repository.ReadHistory()
	day, _, err := Day(moment.AsOf, moment.Epoch, history)
	if err != nil {
		return nil, nil, err
	}
	cache := repository.cache()
	w, err := workspace.Load(repository.Files, cache)
	if err != nil {
		return nil, nil, err
	}
	p = &Prices{workspace: w, memo: &tariff.Memo{}, Lines: repository.Lines()}
	p.Prices = check.PricesOf(w, repository.Files, day, p.memo)
	p.Findings = append(check.Within(check.PriceFolder, w, day), judge(w, repository.Files, p.Prices)...)
	p.Findings = append(p.Findings, repository.keptReleases(history, w, p.Releases, p.Findings)...)
	p.noHistory = slices.DeleteFunc(unread, func(f diag.Diagnostic) bool { return f.Code != diag.HistoryUnreadable })
	p.Findings = slices.DeleteFunc(p.Findings, func(f diag.Diagnostic) bool { return !strings.HasPrefix(f.Path, check.PriceFolder) })
	p.Findings = check.Told(w, repository.Files, p.Findings)
	return p, func() { _ = cache.Save() }, nil // a cache that cannot be written costs time, not truth
}

// day is the one for which prices are looked at. The history is only read when nobody names one.
func (r *Repository) day(moment Moment) (string, error) {
	var history git.History
	if moment.AsOf == "" && moment.Epoch.IsZero() {
		history, _ = r.ReadHistory() // one that cannot be read, check reports
	}
	day, _, err := Day(moment.AsOf, moment.Epoch, history)
	return day, err
}

// At is what a revision said of prices, for the same day. Documents that have not changed since are not parsed again, and costs
// whose files have not changed are not added up again. The kinds are today's.
func (p *Prices) At(repository *Repository, revision string) (*Prices, error) {
	revisions, err := git.OpenRevisions(repository.Dir)
	if errors.Is(err, git.ErrNoRepository) {
		return nil, fmt.Errorf("there is no revision %q: %s is in no Git repository", revision, repository.Dir)
	}
	if err != nil {
		return nil, err
	}
	defer revisions.Close()
	tree, err := revisions.Tree(revision)
	if err != nil {
		return nil, err
	}
	past := &Prices{memo: p.memo}
	if past.workspace, past.Findings, err = p.workspace.Elsewhen(strings.TrimSuffix(check.PriceFolder, "/"), repository.Files, tree); err != nil {
		return nil, err
	}
	if damage := tree.Err(); damage != nil {
		return nil, fmt.Errorf("revision %q cannot be read: %w", revision, damage)
	}
	past.Prices = check.PricesOf(past.workspace, tree, p.Day, p.memo)
	past.Findings = append(past.Findings, past.Prices.Findings...).Sort()
	past.Lines = kept(tree, past.Findings)
	return past, nil
}

// kept shows the lines of the files at which there are findings, as they are now: a tree of a revision is closed soon.
func kept(files fs.FS, findings diag.List) func(path string, line int) string {
	held := map[string]*diag.File{}
	for _, finding := range findings {
		if held[finding.Path] == nil {
			text, _ := fs.ReadFile(files, finding.Path) // without it, the finding is told without its line
			held[finding.Path] = diag.NewFile(finding.Path, doc.Normalise(text))
		}
	}
	return func(path string, line int) string {
		if file := held[path]; file != nil {
			return file.Line(line)
		}
		return ""
	}
}

// Wanted finds a list by its id, with what there is where there is none of that name.
func (p *Prices) Wanted(id string) (pricing.List, error) {
	if list, ok := p.List(id); ok {
		return list, nil
	}
	return pricing.List{}, p.noList(id)
}

func (p *Prices) noList(id string) error {
	if file := draftPath(p.workspace, id); file != "" {
		return fmt.Errorf("the price list %s is a draft, which says nothing yet; remove draft: from %s when its prices are to hold", id, file)
	}
	known := p.IDs()
	if near := diag.Nearest(id, known); near != "" {
		return fmt.Errorf("there is no price list %q; did you mean %s?", id, near)
	}
	return fmt.Errorf("there is no price list %q; there are %s", id, orNone(known))
}

// draftPath is where a draft of a price list lies; "" for nowhere.
func draftPath(w *workspace.Workspace, id string) string {
	for i := range w.Documents {
		if d := w.Documents[i]; d.Draft && d.Kind.Name == "price-list" && d.ID == id {
			return d.Path
		}
	}
	return ""
}

// Concerning keeps the findings at a list, at its releases and at all that its prices follow from.
func (p *Prices) Concerning(findings diag.List, list pricing.List) diag.List {
	files, err := p.Files(list)
	if err != nil {
		return findings
	}
	var found diag.List
	for _, finding := range findings {
		if path.Dir(finding.Path) == path.Join(releasesFolder, list.ID) || slices.ContainsFunc(files, func(file release.Input) bool { return file.Path == finding.Path }) {
			found = append(found, finding)
		}
	}
	return found
}

// released are the errors of the releases of a list: what is not as it was released is not to be continued, nor charged.
func (p *Prices) released(id string) diag.List {
	var found diag.List
	for _, f := range p.Findings {
		if f.Code == diag.PriceRelease && f.Severity == diag.Error && path.Dir(f.Path) == path.Join(releasesFolder, id) {
			found = append(found, f)
		}
	}
	return found
}

// Unread are the findings that keep something from being compared: prices that are there, and only not the right ones, are.
func (p *Prices) Unread() diag.List {
	return slices.DeleteFunc(slices.Clone(p.Findings), func(f diag.Diagnostic) bool {
		code := string(f.Code)
		return f.Severity != diag.Error || strings.HasPrefix(code, "cost/") || strings.HasPrefix(code, "usage/") ||
			slices.Contains(judged, f.Code)
	})
}

// judged are findings about prices that are there.
var judged = []diag.Code{diag.PriceDiffers, diag.PriceUnderived, diag.PriceConflict, diag.PriceOverride, diag.PriceDiscountCap, diag.PriceVariability,
	diag.PriceMarginFloor, diag.PriceMonthlyCap, diag.PriceVersion, diag.PriceRelease, diag.PriceUnit, diag.PriceAdjustment, diag.PriceMargin}
