package workspace

import (
	"cmp"
	"io/fs"
	"path"
	"slices"
	"strings"

	"parley/internal/diag"
	"parley/internal/experiment"
)

// Trial is an experiment with its results.
type Trial struct {
	experiment.Experiment
	Results  experiment.Results
	Tabled   bool      // there is a table of results
	Findings diag.List // what is wrong with that table
}

// Kept says why the results of an experiment are never published, whoever links to them: they are for us alone.
const Kept = "holds results of an experiment, which are not published"

// experimentKind is the kind of document beside which tables of results lie.
const experimentKind = "price-experiment"

// readTables reads the results of all experiments, which lie beside their documents, and keeps them and their like, and what
// prices are worked out from, out of every portal.
func (w *Workspace) readTables(repository fs.FS) {
	w.tables = map[string][]byte{}
	for i := range w.Documents {
		if d := w.Documents[i]; d.Kind.Name == experimentKind {
			w.readTable(repository, experiment.ResultsPath(d.Path))
		}
	}
	k, _ := w.Kinds.Get(experimentKind)
	for name := range w.Assets {
		if strings.HasPrefix(name, k.Dir+"/") && strings.EqualFold(path.Ext(name), ".csv") {
			w.keep(name, Kept)
		}
	}
	w.keepInputs()
}

func (w *Workspace) readTable(repository fs.FS, name string) {
	if _, there := w.Assets[name]; !there {
		return
	}
	w.keep(name, Kept)
	text, finding, ok := read(repository, name, w.Settings.FileBytes)
	if !ok {
		w.Findings = append(w.Findings, finding)
		return
	}
	w.tables[name] = text
}

// trial reads an experiment with its results. Results of a plan that cannot work are not read: they cannot be judged.
func (w *Workspace) trial(d *Document) Trial {
	t := Trial{Experiment: experiment.Read(d.Outline(), d.ID)}
	name := experiment.ResultsPath(d.Path)
	text, there := w.tables[name]
	if t.Tabled = there; there && t.Sound() {
		t.Results, t.Findings = experiment.ReadResults(t.Experiment, name, text)
	}
	return t
}

// Trial returns the experiment that a document describes. They are in the order of the documents, sorted by path.
func (w *Workspace) Trial(path string) (*Trial, bool) {
	i, ok := slices.BinarySearchFunc(w.Trials, path, func(t Trial, path string) int { return cmp.Compare(t.Path, path) })
	if !ok {
		return nil, false
	}
	return &w.Trials[i], true
}
