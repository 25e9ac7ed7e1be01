package check

import (
	"path"
	"slices"
	"strings"

	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/experiment"
	"parley/internal/workspace"
)

// trialsOf are the experiments of a repository, with their documents. There are none when a team has made something else
// of what an experiment is.
func trialsOf(w *workspace.Workspace) map[*workspace.Document]*workspace.Trial {
	found := map[*workspace.Document]*workspace.Trial{}
	for _, d := range documentsOf(w, "price-experiment", "list", "sku", "currency", "start", "until", "arms.id", "arms.price", "arms.share",
		"base_rate", "minimum_effect", "alpha", "power", "looks", "traffic", "plan_digest", "looked.on") {
		if trial, ok := w.Trial(d.Path); ok {
			found[d] = trial
		}
	}
	return found
}

// experiments checks the plans of experiments, and that each is about a part of its list. A draft has still to be planned.
func experiments(w *workspace.Workspace, today string) diag.List {
	var findings diag.List
	for d, trial := range trialsOf(w) {
		if d.Draft {
			continue
		}
		findings = append(findings, trial.Check()...)
		findings = append(findings, fits(w, d)...)
		for _, item := range d.Fields.Get("looked").Items {
			findings = append(findings, future(d, item.Get("on"), today)...)
		}
	}
	return findings
}

// fits checks an experiment against its price list.
func fits(w *workspace.Workspace, d *workspace.Document) diag.List {
	list := named(w, "price-list", d.Fields.Str("list"), "currency", "parts.sku")
	if list == nil {
		return nil
	}
	var findings diag.List
	currency := d.Fields.Get("currency")
	if isText(currency) && currency.Text != list.Fields.Str("currency") && !misread(w, list, list.Fields.Get("currency")) {
		findings = append(findings, diag.New(diag.ExperimentList, placeOf(d, currency), "the prices are in %s, those of %s in %s", currency.Text, list.ID, list.Fields.Str("currency")).
			WithHint("write the currency of the list, and prices in it").WithNote(placeOf(list, list.Fields.Get("currency")), "the list says so"))
	}
	if _, ok := w.Thing("sku", d.Fields.Str("sku")); !ok {
		return findings // that there is no such part anywhere has been reported
	}
	return append(findings, unlisted(d, diag.ExperimentList, d.Fields.Get("sku"), each(list.Fields.Get("parts"), "sku"), "the list %s has no part %s", list.ID, d.Fields.Str("sku"))...)
}

// results checks the tables of results: what is in them, whether they are there, and whether they belong to anything.
func results(w *workspace.Workspace, today string) diag.List {
	var findings diag.List
	tables := map[string]bool{}
	for d, trial := range trialsOf(w) {
		tables[experiment.ResultsPath(d.Path)] = true
		findings = append(findings, trial.Findings...)
		findings = append(findings, tabled(d, trial, today)...)
		if trial.Sound() {
			findings = append(findings, experiment.CheckResults(trial.Experiment, trial.Results)...)
		}
	}
	k, _ := w.Kinds.Get("price-experiment")
	for name := range w.Assets {
		if path.Ext(name) == ".csv" && strings.HasPrefix(name, k.Dir+"/") && !tables[name] && !w.Lost("price-experiment", stem(name)) && keeps(w, "price-experiment", []string{"list", "arms.id"}) {
			findings = append(findings, diag.New(diag.ExperimentResults, diag.Place{Path: name}, "there is no experiment to which these results belong").
				WithHint("give the table the name of its experiment, or remove it"))
		}
	}
	return findings
}

// tabled checks that there are results when there must be, and none before there can be.
func tabled(d *workspace.Document, trial *workspace.Trial, today string) diag.List {
	status, table := d.Fields.Get("status"), experiment.ResultsPath(d.Path)
	ended := slices.Contains([]string{experiment.Finished, experiment.Stopped}, status.Text)
	switch {
	case ended && !trial.Tabled && !d.Draft:
		return diag.List{diag.New(diag.ExperimentResults, placeOf(d, status), "this experiment is %s, and %s does not exist", status.Text, table).
			WithHint("put the results there; the first line is %s", trial.Header())}
	case status.Text == experiment.Planned && trial.Tabled:
		return diag.List{diag.New(diag.ExperimentResults, placeOf(d, status), "this experiment is planned, and has results already").
			WithHint("set status: running and bind the plan, or remove %s", table)}
	}
	for _, row := range trial.Results.Rows {
		if isFuture(doc.Value{Type: doc.String, Text: row.Day}, today) {
			return diag.List{diag.New(diag.DateFuture, trial.Results.Place(row), "%s is still to come", row.Day).WithHint("write the day on which it happened")}
		}
	}
	return nil
}
