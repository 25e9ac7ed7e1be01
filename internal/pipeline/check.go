package pipeline

import (
	"fmt"
	"slices"
	"time"

	"parley/internal/check"
	"parley/internal/diag"
	"parley/internal/git"
	"parley/internal/metric"
	"parley/internal/tariff"
	"parley/internal/workspace"
)

// Moment says for which day content is judged.
type Moment struct {
	AsOf  string    // a day that was asked for, "" for none
	Epoch time.Time // of SOURCE_DATE_EPOCH, zero for none
}

// Report is what a check found.
type Report struct {
	Findings  diag.List
	Documents int
}

// CheckOptions say how strictly a repository is judged.
type CheckOptions struct {
	Moment
	Since  string // a revision to compare with, "" for none
	Strict bool   // warnings are errors
}

// Check reports everything that is wrong with a repository.
func Check(repository *Repository, options CheckOptions) (Report, error) {
	state, err := load(repository, options.Moment, nil)
	if err != nil {
		return Report{}, err
	}
	defer state.save()
	if options.Since != "" {
		before, err := loadRevision(repository, options.Since)
		if err != nil {
			return Report{}, err
		}
		state.findings = append(state.findings, check.Since(before, state.workspace)...).Sort()
	}
	if options.Strict {
		state.findings = state.findings.WithSeverity(diag.Error)
	}
	return Report{state.findings, len(state.workspace.Documents)}, nil
}

// loadRevision reads the repository as a revision has it.
func loadRevision(repository *Repository, revision string) (*workspace.Workspace, error) {
	revisions, err := git.OpenRevisions(repository.Dir)
	if err != nil {
		return nil, err
	}
	defer revisions.Close()
	tree, err := revisions.Tree(revision)
	if err != nil {
		return nil, err
	}
	before, err := workspace.Load(tree, nil)
	if damage := tree.Err(); damage != nil {
		return nil, fmt.Errorf("revision %q cannot be read: %w", revision, damage)
	}
	return before, err
}

// state is a repository that has been loaded and checked.
type state struct {
	workspace *workspace.Workspace
	cache     *workspace.Cache
	history   git.History
	findings  diag.List
	prices    *tariff.Prices
	measures  *metric.Set
	day       string
	undated   bool // no day is known for which content is judged
}

// save keeps what has been parsed. A cache that cannot be written costs time, not truth.
func (s state) save() { _ = s.cache.Save() }

func load(repository *Repository, moment Moment, profile *Profile) (state, error) {
	end := profile.stage("read the history")
	history, findings := repository.ReadHistory()
	end()
	day, known, err := Day(moment.AsOf, moment.Epoch, history)
	if err != nil {
		return state{}, err
	}
	end = profile.stage("read and parse files")
	cache := repository.cache()
	w, err := workspace.Load(repository.Files, cache)
	end()
	if err != nil {
		return state{}, err
	}
	end = profile.stage("check the rules")
	findings = append(findings, check.Run(w, day)...)
	findings = append(findings, check.Freshness(w, day, repository.staleSince(history, midnight(day)))...)
	findings = append(findings, check.Services(repository.Files)...)
	prices := check.PricesOf(w, repository.Files, day, nil)
	findings = slices.Concat(findings, check.Prices(w, repository.Files, prices), repository.checkUsage(w, prices))
	findings = append(findings, repository.keptReleases(history, w, prices.Releases, findings)...)
	measures, err := repository.measures(w, func() git.History { return history }, day)
	if err != nil {
		return state{}, err
	}
	findings = slices.Concat(findings, check.Measures(measures), check.Dashboards(w, measures), check.Frozen(w, measures), repository.judgeTheme(w.Settings))
	end()
	return state{w, cache, history, check.Told(w, repository.Files, findings), prices, measures, day, !known}, nil
}
