package pipeline

import (
	"time"

	"parley/internal/check"
	"parley/internal/diag"
	"parley/internal/git"
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

// Check reports everything that is wrong with a repository. With strict, warnings are errors.
func Check(repository *Repository, moment Moment, strict bool) (Report, error) {
	state, err := load(repository, moment)
	if err != nil {
		return Report{}, err
	}
	if strict {
		state.findings = state.findings.WithSeverity(diag.Error)
	}
	return Report{state.findings, len(state.workspace.Documents)}, nil
}

// state is a repository that has been loaded and checked.
type state struct {
	workspace *workspace.Workspace
	history   git.History
	findings  diag.List
	day       string
	undated   bool // no day is known for which content is judged
}

func load(repository *Repository, moment Moment) (state, error) {
	history, findings := repository.ReadHistory()
	day, known, err := Day(moment.AsOf, moment.Epoch, history)
	if err != nil {
		return state{}, err
	}
	cache := repository.cache()
	w, err := workspace.Load(repository.Files, cache)
	if err != nil {
		return state{}, err
	}
	// A cache that cannot be written costs time, not truth.
	_ = cache.Save()
	findings = append(findings, check.Run(w, day)...)
	findings = append(findings, repository.judgeTheme(w.Settings)...)
	return state{w, history, findings.Sort(), day, !known}, nil
}
