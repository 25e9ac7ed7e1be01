package site

import (
	"parley/internal/doc"
	"parley/internal/workspace"
)

// run lists the tasks of a playbook as far as one partner has got with them.
func (s *Site) run(index int, d *workspace.Document) []RunPhase {
	if d.Kind.Name != "playbook-run" {
		return nil
	}
	book, ok := s.thingDocument("playbook", d.Fields.Str("playbook"))
	if !ok {
		return nil
	}
	r := runner{site: s, index: index, url: s.linkTo(index, s.byPath[book.Path]).URL, own: s.fields(index, d), book: s.fields(index, book)}
	r.raw = map[string]doc.Value{}
	for _, item := range d.Fields.Get("tasks").Items {
		r.raw[item.Str("code")] = item
	}
	var phases []RunPhase
	for _, phase := range r.book.Get("phases").Items {
		shown := RunPhase{Title: phase.Get("title").Text}
		for _, task := range phase.Get("tasks").Items {
			t := r.task(task)
			if t.State == "done" {
				shown.Done++
			}
			if t.State != "skipped" {
				shown.All++
			}
			shown.Tasks = append(shown.Tasks, t)
		}
		phases = append(phases, shown)
	}
	return phases
}

// runner joins the tasks of a run with those of its playbook.
type runner struct {
	site  *Site
	index int
	url   string // of the playbook's page
	own   Node   // the run's fields
	book  Node   // the playbook's fields
	raw   map[string]doc.Value
}

func (r *runner) task(task Node) RunTask {
	t := RunTask{Code: task.ID, Title: task.Get("title").Text, URL: r.url + "#" + task.ID, Owner: task.Get("owner"), Accept: task.Get("accept").Text, State: "open", Label: task.Get("accept").Label}
	for _, item := range r.own.Get("tasks").Items {
		if item.ID != task.ID {
			continue
		}
		if item.Has("owner") {
			t.Owner = item.Get("owner")
		}
		if done := r.raw[task.ID].Str("done"); done != "" {
			t.State, t.Done, t.Remark = "done", r.site.day(&r.site.languages[r.index], done), item.Get("evidence").Text
			if t.Remark.Text != "" {
				t.Label = item.Get("evidence").Label
			}
		} else if item.Has("skipped") {
			t.State, t.Remark, t.Label = "skipped", item.Get("skipped").Text, item.Get("skipped").Label
		}
	}
	return t
}
