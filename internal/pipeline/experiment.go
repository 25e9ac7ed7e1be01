package pipeline

import (
	"fmt"
	"slices"

	"parley/internal/diag"
	"parley/internal/experiment"
	"parley/internal/git"
	"parley/internal/workspace"
)

// Experiment is an experiment with two prices, and what is known of it.
type Experiment struct {
	experiment.Experiment
	Title    string
	Text     string // of the hypothesis
	Shares   [2]string
	Findings diag.List // at its document and its results
	Design   *experiment.Design
	Status   *experiment.Status // nil where nobody has asked for it, or nothing can be judged
	Unnoted  bool               // somebody looks now who was not meant to, and nobody has noted it
}

// PlanExperiment works out what an experiment needs. Without a design, the findings say why there is none.
func PlanExperiment(repository *Repository, id string, moment Moment) (Experiment, error) {
	found, _, _, err := findExperiment(repository, id, moment)
	return found, err
}

// JudgeExperiment says how far an experiment has got: as it was at the last look that counts, or, where a day is asked for,
// as it is on that day, which is a look. Nothing is judged whose document or results have errors: those that they have
// now, whatever the day.
func JudgeExperiment(repository *Repository, id string, moment Moment) (Experiment, error) {
	if _, _, err := Day(moment.AsOf, moment.Epoch, git.History{}); err != nil {
		return Experiment{}, err
	}
	found, trial, day, err := findExperiment(repository, id, Moment{Epoch: moment.Epoch})
	if err != nil || found.Design == nil || slices.ContainsFunc(found.Findings, spoils) {
		return found, err
	}
	day = experiment.LastLook(trial.Experiment, trial.Results, day)
	if moment.AsOf != "" {
		day = moment.AsOf
	}
	status, ok := experiment.Judge(trial.Experiment, trial.Results, day)
	if !ok {
		return found, nil
	}
	found.Status = &status
	if last := len(status.Looks) - 1; last >= 0 {
		look := status.Looks[last]
		found.Unnoted = !look.Planned && !slices.Contains(trial.Looked, look.Day)
	}
	return found, nil
}

// spoils reports whether a finding keeps results from being judged. That nobody has written what came of them does not.
func spoils(finding diag.Diagnostic) bool {
	return finding.Severity == diag.Error && finding.Code != diag.ExperimentOutcome
}

// findExperiment loads the repository and finds one of its experiments.
func findExperiment(repository *Repository, id string, moment Moment) (found Experiment, trial *workspace.Trial, day string, err error) {
	state, err := load(repository, moment, nil)
	if err != nil {
		return found, nil, "", err
	}
	defer state.save()
	thing, _ := state.workspace.Thing("price-experiment", id)
	trial, ok := state.workspace.Trial(thing.Path)
	if !ok {
		return found, nil, "", noExperiment(state.workspace, id)
	}
	d, _ := state.workspace.Document(thing.Path)
	found = Experiment{Experiment: trial.Experiment, Title: d.Title(), Text: d.Fields.Str("hypothesis")}
	for i, arm := range d.Fields.Get("arms").Items {
		if i < len(found.Shares) {
			found.Shares[i] = arm.Str("share")
		}
	}
	for _, finding := range state.findings {
		if finding.Path == d.Path || finding.Path == experiment.ResultsPath(d.Path) {
			found.Findings = append(found.Findings, finding)
		}
	}
	if design, ok := experiment.Plan(trial.Experiment); ok {
		found.Design = &design
	} else {
		found.Findings = append(found.Findings, trial.Check()...).Sort() // of a draft, nobody has told them yet
	}
	return found, trial, state.day, nil
}

func noExperiment(w *workspace.Workspace, id string) error {
	known := w.IDs("price-experiment")
	if near := diag.Nearest(id, known); near != "" {
		return fmt.Errorf("there is no experiment %q; did you mean %s?", id, near)
	}
	return fmt.Errorf("there is no experiment %q; there are %s", id, orNone(known))
}
