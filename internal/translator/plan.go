package translator

import (
	"bytes"
	"errors"
	"io/fs"
	"path"
	"strings"

	"parley/internal/diag"
	"parley/internal/doc"
	"parley/internal/kind"
	"parley/internal/translation"
	"parley/internal/workspace"
)

// catalogue is a PO file in the hands of a run: as it lies there, and as it is going to be.
type catalogue struct {
	document *workspace.Document
	path     string
	before   []byte           // nil where there is no file yet
	read     translation.File // as it lies there
	merged   translation.Merged
	entries  map[place]int // of merged.File, by what a unit is found by
	waiting  int           // units that have been asked for
	settled  bool          // something was put in
}

// place is what a unit and its entry have in common.
type place struct{ context, text string }

// Files reads and writes the files of a repository, by their paths.
type Files struct {
	Read  func(path string) ([]byte, error)
	Write func(path string, data []byte) error
}

// PathOf is where the translation of a document into a language lies.
func PathOf(document, language string) string {
	return workspace.Locales + "/" + language + "/" + strings.TrimSuffix(document, path.Ext(document)) + ".po"
}

// open reads the catalogues of all documents in a language. One that cannot be read as a whole is left out: writing it back
// would lose what could not be read. What is wrong with it is a finding. Headers that lack a field are completed.
func open(w *workspace.Workspace, files Files, language string) ([]*catalogue, diag.List, error) {
	var all []*catalogue
	var findings diag.List
	for i := range w.Documents {
		d := w.Documents[i]
		if len(d.FieldUnits)+d.Passages == 0 || d.Broken {
			continue
		}
		imprint := translation.Imprint{Project: w.Settings.Title, Team: w.Settings.Company, Tag: language, Source: d.Path}
		c := &catalogue{document: d, path: PathOf(d.Path, language)}
		text, err := files.Read(c.path)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			c.read = translation.File{Path: c.path, Header: translation.NewHeader(imprint)}
		case err != nil:
			return nil, nil, err
		default:
			var found diag.List
			c.before = text
			c.read, found = translation.ParsePO(c.path, text)
			if found = append(found, c.read.CheckLanguage(language)...); found.HasErrors() {
				findings = append(findings, found...)
				continue
			}
			c.read.Header = imprint.Complete(c.read.Header)
		}
		c.merged = translation.Merge(d.Units(), c.read)
		c.entries = map[place]int{}
		for e, entry := range c.merged.File.Entries {
			if !entry.Obsolete {
				c.entries[place{entry.Context, entry.ID}] = e
			}
		}
		all = append(all, c)
	}
	return all, findings, nil
}

// entry returns the entry of a unit, nil for a unit without text.
func (c *catalogue) entry(unit doc.Unit) *translation.Entry {
	e, ok := c.entries[place{unit.Context, unit.Text}]
	if !ok {
		return nil
	}
	return &c.merged.File.Entries[e]
}

// wanted lists the units that need a text, each once: missing ones, those whose text is for an older source, and those whose text a
// machine wrote with other numbers than the source has.
func (c *catalogue) wanted(again bool) []doc.Unit {
	var units []doc.Unit
	seen := map[place]bool{}
	for _, t := range c.merged.Units {
		at := place{t.Unit.Context, t.Unit.Text}
		e := c.entry(t.Unit)
		if e == nil || seen[at] || e.HasPlural {
			continue
		}
		seen[at] = true
		state := e.State()
		wrong := state == translation.Machine && len(t.Unwaived(translation.Unread(t.Unit, e.Text()))) > 0
		if state == translation.Missing || state == translation.Stale || wrong || state == translation.Failed && again {
			if again || !e.Tried() {
				units = append(units, t.Unit)
			}
		}
	}
	return units
}

// write writes the file if it is to be other than it is. A file that nobody has begun is not begun for nothing.
func (c *catalogue) write(files Files) (bool, error) {
	if c.before == nil && !c.settled {
		return false, nil
	}
	data := c.merged.File.Format()
	if bytes.Equal(data, c.before) {
		return false, nil
	}
	if err := files.Write(c.path, data); err != nil {
		return false, err
	}
	c.before = data
	return true, nil
}

// audiences says how confidential each unit is: the rank of the smallest audience that may see it. What one text is depends on
// the wall that also stands before every page.
func audiences(w *workspace.Workspace) map[string]map[place]int {
	ranks := map[string]map[place]int{}
	for rank, audience := range []kind.Audience{kind.Public, kind.Partner} {
		seen := w.For(workspace.View{Audience: audience, Drafts: true})
		for i := range seen.Documents {
			d := seen.Documents[i]
			if ranks[d.Path] == nil {
				ranks[d.Path] = map[place]int{}
			}
			for _, unit := range d.Units() {
				at := place{unit.Context, unit.Text}
				if _, known := ranks[d.Path][at]; !known {
					ranks[d.Path][at] = rank
				}
			}
		}
	}
	return ranks
}

func rankIn(ranks map[string]map[place]int, path string, unit doc.Unit) int {
	if rank, ok := ranks[path][place{unit.Context, unit.Text}]; ok {
		return rank
	}
	return rankOf(kind.Internal)
}
