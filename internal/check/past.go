package check

import (
	"io/fs"
	"path"
	"strings"
	"time"

	"parley/internal/engine"
	"parley/internal/facts"
	"parley/internal/git"
	"parley/internal/metric"
	"parley/internal/query"
	"parley/internal/workspace"
)

// Past is what a repository's history says, for the tables that are made of it. Nothing of it is asked for before a measure asks; what
// is nil has nothing to say. Unknown says why nobody knows; it is empty where the history is known.
type Past struct {
	Changes  func() (changes map[string][]git.Change, unknown string) // of files, the newest first
	Landings func() (landings []PriceLanding, unknown string)
}

// PriceLanding is a change of prices that has landed, as the rules that stood before it judge it from the repository alone.
type PriceLanding struct {
	Commit, Day, Tier, Verdict string
	Approvals                  int  // people whose approvals count
	Known                      bool // that these are all: nothing that it needed is missing, so none lies with a forge alone
}

// MeasuresOf works out all that a repository measures, for a day. Files are those from which the workspace was loaded. Drafts say
// nothing yet. A memo may be nil.
func MeasuresOf(w *workspace.Workspace, files fs.FS, past Past, day string, memo *metric.Memo) (*metric.Set, error) {
	source := MeasureSource(w, files)
	for name, table := range pastTables(w, past) {
		source.Own[name] = table
	}
	return metric.Read(source, day, memo)
}

// pastTables are the tables that are made of the history.
func pastTables(w *workspace.Workspace, past Past) map[string]metric.Built {
	return map[string]metric.Built{
		"translation_changes": metric.BuiltOr(append(textual("language kind document audience changed_on"), query.Column{Name: "changed_at"}, query.Column{Name: "provided_at"}),
			func() ([][]facts.Value, string) { return changeRows(w, past) }),
		"price_landings": metric.BuiltOr(append(textual("revision landed_on tier verdict"), query.Column{Name: "approvals"}),
			func() ([][]facts.Value, string) { return landingRows(past) }),
	}
}

// changeRows are the changes of documents, and when the translation into each language followed. A change that was overtaken by the
// next before anybody had translated it is none; the last one is open as long as something of the document is not translated.
func changeRows(w *workspace.Workspace, past Past) ([][]facts.Value, string) {
	if past.Changes == nil {
		return nil, ""
	}
	changes, unknown := past.Changes()
	var rows [][]facts.Value
	for i := range w.Documents {
		d := w.Documents[i]
		if d.Draft || len(d.FieldUnits)+d.Passages == 0 || len(w.Settings.Languages) == 0 {
			continue
		}
		name := strings.TrimSuffix(d.Path, path.Ext(d.Path))
		for _, language := range w.Settings.Languages[1:] {
			if engine.IsTest(language) {
				continue
			}
			source := changes[d.Path]
			for at, first := range git.Followed(source, changes[workspace.Locales+"/"+language+"/"+name+".po"]) {
				provided := facts.Value{}
				if !first.When.IsZero() {
					provided = facts.Value{Kind: facts.Number, Number: first.When.Unix()}
				} else if at > 0 || source[at].When.IsZero() || whollyTranslated(w, d, language) {
					continue
				}
				when := source[at].When.UTC()
				row := words(language, d.Kind.Name, name, string(d.Audience), when.Format(time.DateOnly))
				rows = append(rows, append(row, facts.Value{Kind: facts.Number, Number: when.Unix()}, provided))
			}
		}
	}
	return rows, unknown
}

// whollyTranslated reports whether every passage of a document is translated as it now is.
func whollyTranslated(w *workspace.Workspace, d *workspace.Document, language string) bool {
	for _, unit := range w.Translated(d, language) {
		if !unit.Fresh() {
			return false
		}
	}
	return true
}

// landingRows are the changes of prices that have landed. How many approvals one has is empty where some of them lie elsewhere.
func landingRows(past Past) ([][]facts.Value, string) {
	if past.Landings == nil {
		return nil, ""
	}
	landings, unknown := past.Landings()
	var rows [][]facts.Value
	for _, l := range landings {
		approvals := facts.Value{}
		if l.Known {
			approvals = counted(l.Approvals)
		}
		rows = append(rows, append(words(l.Commit, l.Day, l.Tier, l.Verdict), approvals))
	}
	return rows, unknown
}
