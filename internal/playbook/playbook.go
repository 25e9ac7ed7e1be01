package playbook

import (
	"strconv"

	"parley/internal/diag"
	"parley/internal/doc"
)

// Playbook is what the checks and the time scale need of a playbook.
type Playbook struct {
	Path   string
	Phases []Phase
}

// Phase is one phase.
type Phase struct {
	ID      string
	Min     int // days that it takes when everything goes fast
	Max     int // days that it takes when it does not; at least Min
	Inputs  []Port
	Outputs []Port
	Tasks   []Task
}

// Port is an input or output.
type Port struct {
	ID      string
	Outside bool // comes from, or goes to, somewhere that no playbook describes
	Place   diag.Place
}

// Task is one task.
type Task struct {
	Code  string
	Place diag.Place
	After []Wait
}

// Wait names a task that must be finished first.
type Wait struct {
	Code  string
	Place diag.Place
}

// Read reads a playbook from its document. What the schema has already refused is left out.
func Read(d doc.Document) Playbook {
	p := Playbook{Path: d.Path}
	for _, item := range d.Fields.Get("phases").Items {
		phase := Phase{ID: item.Str("id"), Inputs: ports(d, item.Get("inputs"), "from"), Outputs: ports(d, item.Get("outputs"), "to")}
		frame := item.Get("timeframe")
		phase.Min = days(frame.Str("min"), frame.Str("unit"))
		phase.Max = max(phase.Min, days(frame.Str("max"), frame.Str("unit")))
		for _, item := range item.Get("tasks").Items {
			task := Task{Code: item.Str("code"), Place: diag.Place{Path: d.Path, Span: item.Get("code").Span}}
			for _, code := range item.Get("after").Items {
				task.After = append(task.After, Wait{code.Text, diag.Place{Path: d.Path, Span: code.Span}})
			}
			if task.Code != "" {
				phase.Tasks = append(phase.Tasks, task)
			}
		}
		p.Phases = append(p.Phases, phase)
	}
	return p
}

func ports(d doc.Document, list doc.Value, side string) []Port {
	var read []Port
	for _, item := range list.Items {
		if id := item.Str("id"); id != "" {
			read = append(read, Port{id, item.Str(side) == "outside", diag.Place{Path: d.Path, Span: item.Get("id").Span}})
		}
	}
	return read
}

// days converts a timeframe to calendar days; a month counts 30, a quarter 91.
func days(count, unit string) int {
	n, err := strconv.Atoi(count)
	if err != nil {
		return 0
	}
	return n * map[string]int{"days": 1, "weeks": 7, "months": 30, "quarters": 91}[unit]
}

// Bar is a phase on a time scale, in days from the start of the playbook.
type Bar struct {
	ID                      string
	Start, Earliest, Latest int
}

// Timeline lays the phases one after the other: each starts when the one before it ends at the latest.
func (p Playbook) Timeline() (bars []Bar, whole int) {
	for _, phase := range p.Phases {
		bars = append(bars, Bar{phase.ID, whole, whole + phase.Min, whole + phase.Max})
		whole += phase.Max
	}
	return bars, whole
}
