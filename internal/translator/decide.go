package translator

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"parley/internal/diag"
	"parley/internal/translation"
	"parley/internal/workspace"
)

// Decision is what a person does to entries.
type Decision struct {
	Workspace *workspace.Workspace
	Files     Files
	Who, At   string
}

// Chosen says which entries of which files are meant. Line 0 means all of the file's.
type Chosen struct {
	Path string
	Line int
}

// Outcome is what a decision did.
type Outcome struct {
	Done    int      `json:"done"`
	Files   int      `json:"files"`
	Refused []string `json:"refused"` // entries that it could not be done to, with their place and the reason

	Skipped diag.List `json:"-"` // texts from outside that were not taken, and why
}

// Approve notes that a person has read texts and approves of them. What is not fresh, or fails a check, cannot be approved.
// Where a whole file is meant, entries without a fresh text, and those that are approved already, are passed over.
func (d Decision) Approve(chosen []Chosen) (Outcome, error) {
	return d.each(chosen, false, func(c *catalogue, e *translation.Entry, faults []translation.Failure, whole bool) (bool, string) {
		switch state := e.State(); {
		case state == translation.Approved || whole && !state.Fresh():
			return false, ""
		case !state.Fresh():
			return false, "it is " + string(state)
		case len(faults) > 0:
			return false, "it " + named(faults)
		}
		*e = e.Approve(d.Who, d.At)
		return true, ""
	})
}

// AcceptMinor says of stale texts that they are right for their new source too. A text that fails a check against the new
// source is none of these: a number or a link was changed there, not a slip of the pen.
func (d Decision) AcceptMinor(chosen []Chosen) (Outcome, error) {
	return d.each(chosen, true, func(c *catalogue, e *translation.Entry, faults []translation.Failure, whole bool) (bool, string) {
		accepted, stale := e.AcceptMinor(d.Who, d.At)
		switch {
		case !stale && whole:
			return false, ""
		case !stale:
			return false, "it is not stale"
		case len(faults) > 0:
			return false, "against the new source it " + named(faults)
		}
		*e = accepted
		return true, ""
	})
}

// named says which checks a text fails.
func named(faults []translation.Failure) string {
	var names []string
	for _, fault := range faults {
		names = append(names, "fails the check "+fault.Check+": "+fault.Detail)
	}
	return strings.Join(names, ", ")
}

// decide is what is done to one entry: whether it was, and if not, why not.
type decide func(c *catalogue, e *translation.Entry, faults []translation.Failure, whole bool) (done bool, refusal string)

// each does it to the entries that are meant. Strict holds a person's text to the numbers of its source too.
func (d Decision) each(chosen []Chosen, strict bool, decide decide) (Outcome, error) {
	outcome := Outcome{Refused: []string{}}
	opened := map[string][]*catalogue{}
	for _, choice := range chosen {
		language, c, err := d.find(opened, choice.Path)
		if err != nil {
			return outcome, err
		}
		judge := &job{Run: Run{Workspace: d.Workspace}, language: language, judge: translation.NewJudge(d.Workspace.Terms, language, d.Workspace.Settings.Source)}
		found := false
		for _, t := range c.merged.Units {
			e := c.entry(t.Unit)
			if e == nil || choice.Line != 0 && !covers(*e, choice.Line) {
				continue
			}
			found = true
			done, refusal := decide(c, e, t.Unwaived(judge.faults(c, t.Unit, e.Text(), e.State() == translation.Machine || strict)), choice.Line == 0)
			if done {
				outcome.Done++
				c.settled = true
			} else if refusal != "" {
				outcome.Refused = append(outcome.Refused, fmt.Sprintf("%s:%d: %s", c.path, t.Place.Line, refusal))
			}
		}
		if !found {
			return outcome, fmt.Errorf("%s:%d is in no entry that the document still has", choice.Path, choice.Line)
		}
	}
	return outcome, d.write(opened, &outcome)
}

// covers reports whether a line belongs to an entry, from its first comment that is known to stand above it to its last line.
func covers(e translation.Entry, line int) bool {
	return e.IDSpan.Line > 0 && line >= e.IDSpan.Line-1 && line <= e.StrSpan.EndLine
}

// find opens the languages of the files that are meant.
func (d Decision) find(opened map[string][]*catalogue, path string) (string, *catalogue, error) {
	for _, language := range d.Workspace.Settings.Languages[1:] {
		prefix := workspace.Locales + "/" + language + "/"
		if len(path) <= len(prefix) || path[:len(prefix)] != prefix {
			continue
		}
		if opened[language] == nil {
			all, findings, err := open(d.Workspace, d.Files, language)
			if err != nil {
				return "", nil, err
			}
			for _, finding := range findings {
				if finding.Path == path {
					return "", nil, unreadable(finding)
				}
			}
			opened[language] = all
		}
		for _, c := range opened[language] {
			if c.path == path && c.before != nil {
				return language, c, nil
			}
		}
	}
	return "", nil, fmt.Errorf("%s is not the translation of a document", path)
}

func unreadable(finding diag.Diagnostic) error {
	return fmt.Errorf("%s: %s; mend the file first", finding.Label(), finding.Message)
}

func (d Decision) write(opened map[string][]*catalogue, outcome *Outcome) error {
	var failures []error
	for _, language := range d.Workspace.Settings.Languages {
		for _, c := range opened[language] {
			if !c.settled {
				continue
			}
			written, err := c.write(d.Files)
			if written {
				outcome.Files++
			}
			failures = append(failures, err)
		}
	}
	return errors.Join(failures...)
}

// Imported is a text that comes from outside: for a document and a place where these are known, else for a source text.
type Imported struct {
	Language, Document string
	Context            string
	Placed             bool // Document and Context are known
	Source, Target     string
	At                 diag.Place // in the file that it comes from
}

// Import puts texts into the units whose source they translate. A text that fails a check is kept, marked, where there was
// none, and refused where there is one. Texts whose place is known take the place of anything but themselves; others only of
// what is not fresh or a machine's, and are skipped with a finding where a person has written something else.
func (d Decision) Import(texts []Imported) (Outcome, error) {
	outcome := Outcome{Refused: []string{}}
	opened := map[string][]*catalogue{}
	for _, language := range d.Workspace.Settings.Languages[1:] {
		mine := slices.DeleteFunc(slices.Clone(texts), func(t Imported) bool { return t.Language != language })
		if len(mine) == 0 {
			continue
		}
		all, findings, err := open(d.Workspace, d.Files, language)
		if err != nil {
			return outcome, err
		}
		if len(findings) > 0 {
			return outcome, unreadable(findings[0])
		}
		opened[language] = all
		l := &job{Run: Run{Workspace: d.Workspace}, language: language, judge: translation.NewJudge(d.Workspace.Terms, language, d.Workspace.Settings.Source)}
		for _, text := range mine {
			l.bring(all, text, d.At, &outcome)
		}
	}
	return outcome, d.write(opened, &outcome)
}

// bring puts one text wherever it belongs.
func (l *job) bring(all []*catalogue, text Imported, at string, outcome *Outcome) {
	used, home := false, false
	var skipped diag.List
	for _, c := range all {
		if text.Placed && c.document.Path != text.Document {
			continue
		}
		for _, t := range c.merged.Units {
			e := c.entry(t.Unit)
			if e == nil || t.Unit.Text != text.Source || text.Placed && t.Unit.Context != text.Context {
				continue
			}
			used = true
			state := e.State()
			if e.Text() == text.Target && state.Fresh() {
				home = true
				continue
			}
			if !text.Placed && state.Fresh() && state != translation.Machine {
				skipped = append(skipped, stays(text, t))
				continue
			}
			draft := translation.Draft{Text: text.Target, Failed: l.faults(c, t.Unit, text.Target, false), At: at, By: "import"}
			if len(draft.Failed) > 0 {
				outcome.Refused = append(outcome.Refused, fmt.Sprintf("%s: %q %s", placed(text.At, c.path), text.Target, named(draft.Failed)))
				if state.Fresh() {
					continue
				}
			} else {
				outcome.Done++
			}
			*e = e.Settle(draft)
			c.settled = true
		}
	}
	if !home { // a text that stands somewhere has come from there: elsewhere people translate the same words otherwise
		outcome.Skipped = append(outcome.Skipped, skipped...)
	}
	if !used {
		outcome.Refused = append(outcome.Refused, fmt.Sprintf("%s: no document has %q any more", placed(text.At, text.Language), text.Source))
	}
}

// stays says that a person's text is not replaced.
func stays(text Imported, t translation.Translated) diag.Diagnostic {
	return diag.New(diag.ImportSkipped, text.At, "%q stays as a person wrote it: %q", text.Source, t.Text).
		WithNote(t.Place, "it stands here").WithHint("change it there, or import it as PO")
}

// placed is where a text comes from, and whither it was to go.
func placed(at diag.Place, to string) string {
	if at.Line == 0 {
		return to
	}
	return fmt.Sprintf("%s:%d:%d: %s", at.Path, at.Line, at.Col, to)
}
