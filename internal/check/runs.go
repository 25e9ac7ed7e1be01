package check

import (
	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/playbook"
	"parley/internal/workspace"
)

// runs checks what was done for a partner against the playbook that was followed.
func runs(w *workspace.Workspace, today string) diag.List {
	var findings diag.List
	for _, d := range documentsOf(w, "playbook-run", "playbook", "started", "tasks.code", "tasks.done", "tasks.skipped") {
		r := run{d, tasksOf(w, d.Fields.Str("playbook")), map[string]doc.Value{}}
		findings = append(findings, r.codes()...)
		for _, item := range d.Fields.Get("tasks").Items {
			findings = append(findings, r.settled(item)...)
			if done := item.Get("done"); isDate(done) {
				findings = append(findings, r.order(item, done)...)
				findings = append(findings, future(d, done, today)...)
			}
		}
	}
	return findings
}

// run is one document with the tasks of its playbook, and its entries by their codes.
type run struct {
	d       *workspace.Document
	tasks   []playbook.Task
	entries map[string]doc.Value
}

// tasksOf are the tasks of a playbook, in order; none when there is no such playbook.
func tasksOf(w *workspace.Workspace, id string) []playbook.Task {
	var tasks []playbook.Task
	book := named(w, "playbook", id, "phases.tasks.code", "phases.tasks.after")
	for _, p := range w.Playbooks {
		if book == nil || p.Path != book.Path {
			continue
		}
		for _, phase := range p.Phases {
			tasks = append(tasks, phase.Tasks...)
		}
	}
	return tasks
}

// codes reads the entries, and reports those that are no task of the playbook, or are there already. In a draft, codes may
// still be those of an example.
func (r run) codes() diag.List {
	var findings diag.List
	var known []string
	for _, task := range r.tasks {
		known = append(known, task.Code)
	}
	for _, item := range r.d.Fields.Get("tasks").Items {
		code := item.Get("code")
		if len(known) > 0 && !r.d.Draft {
			findings = append(findings, unlisted(r.d, diag.RunTask, code, known, "the playbook %s has no task %s", r.d.Fields.Str("playbook"), code.Text)...)
		}
		before, twice := r.entries[code.Text]
		switch {
		case twice:
			findings = append(findings, diag.New(diag.RunTwice, placeOf(r.d, code), "the task %s is here twice", code.Text).
				WithHint("keep one entry for it").WithNote(placeOf(r.d, before.Get("code")), "the first one"))
		case code.Text != "":
			r.entries[code.Text] = item
		}
	}
	return findings
}

// settled reports a task that is both done and left out, and one that is neither though the run is finished.
func (r run) settled(item doc.Value) diag.List {
	code, done, skipped := item.Get("code"), item.Has("done"), item.Has("skipped")
	switch {
	case done && skipped:
		return diag.List{diag.New(diag.RunSkipped, placeOf(r.d, item.Get("skipped")), "the task %s is done, and yet left out", code.Text).
			WithHint("remove done: or skipped:").WithNote(placeOf(r.d, item.Get("done")), "done")}
	case !done && !skipped && r.d.Fields.Str("status") == "finished":
		return diag.List{diag.New(diag.RunFinished, placeOf(r.d, code), "the run is finished, but %s is not", code.Text).
			WithHint("add done: with a day, or skipped: with a reason").WithNote(r.d.Place("status"), "the run")}
	}
	return nil
}

// order reports a task that was done before the run began, or before a task that must be finished first.
func (r run) order(item, done doc.Value) diag.List {
	var findings diag.List
	code := item.Str("code")
	if started := r.d.Fields.Get("started"); isDate(started) && done.Text < started.Text {
		findings = append(findings, diag.New(diag.RunOrder, placeOf(r.d, done), "%s was done before the run began", code).
			WithHint("write a day from %s on", started.Text).WithNote(placeOf(r.d, started), "the run began here"))
	}
	for _, task := range r.tasks {
		if task.Code != code {
			continue
		}
		for _, wait := range task.After {
			findings = append(findings, r.waited(code, done, r.entries[wait.Code], wait)...)
		}
	}
	return findings
}

// waited reports a task that was done before another one, which is first in the playbook. Where the run does not tell of
// the other one, or leaves it out, nothing is known.
func (r run) waited(code string, done, other doc.Value, wait playbook.Wait) diag.List {
	before, has := other.Lookup("done")
	switch {
	case other.Type != doc.Map || other.Has("skipped"):
		return nil
	case !has:
		return diag.List{diag.New(diag.RunOrder, placeOf(r.d, done), "%s is done, but %s, which comes first, is not", code, wait.Code).
			WithHint("add done: or skipped: to %s", wait.Code).WithNote(placeOf(r.d, other.Get("code")), "%s", wait.Code).
			WithNote(wait.Place, "the playbook says so")}
	case isDate(before) && done.Text < before.Text:
		return diag.List{diag.New(diag.RunOrder, placeOf(r.d, done), "%s was done before %s, which comes first", code, wait.Code).
			WithHint("correct one of the two days").WithNote(placeOf(r.d, before), "the day of %s", wait.Code).
			WithNote(wait.Place, "the playbook says so")}
	}
	return nil
}

// future reports a day on which something cannot have happened yet.
func future(d *workspace.Document, day doc.Value, today string) diag.List {
	if !isFuture(day, today) {
		return nil
	}
	return diag.List{diag.New(diag.DateFuture, placeOf(d, day), "%s is still to come", day.Text).
		WithHint("write the day on which it happened, or remove what says that it has")}
}
