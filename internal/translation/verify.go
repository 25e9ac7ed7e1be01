package translation

import (
	"slices"

	"parley/internal/diag"
)

// Verify checks every text that would be shown, whoever wrote it, and returns the units with those that fail
// an error check in state Failed, so that they are not shown. The units that were given stay as they are.
//
// A stale text is checked against the source that it translates, and must fit the place where it will stand. A machine's text that
// nobody has read must have the numbers of its source too; that is a warning, because readers see the source in its place.
// A waiver silences its check if it gives a reason and the check is Waivable. The path of the source document
// makes findings point at the source too; it may be "".
func Verify(units []Translated, source string) ([]Translated, diag.List) {
	verified := slices.Clone(units)
	var findings diag.List
	for i := range verified {
		t := &verified[i]
		if !t.Shown() {
			continue
		}
		if t.Void != "" {
			findings = append(findings, void(*t, source))
		}
		failed := false
		for _, failure := range failures(*t) {
			if failure.Severity == diag.Error {
				t.Checks = append(slices.Clip(t.Checks), failure.Check+" "+failure.Detail)
				failed = true
			}
			if failure.Check == "numbers" { // readers see the source, and nothing keeps the site from being built
				failure.Severity, failure.Detail = diag.Warning, failure.Detail+"; a machine wrote this and nobody has read it, so readers see the source"
			}
			findings = append(findings, finding(*t, failure, source))
		}
		if failed {
			t.State = Failed
		}
	}
	return verified, findings.Sort()
}

// failures returns the checks that a text fails and that nobody has waived for it.
func failures(t Translated) []Failure {
	unit := t.Unit
	if t.State == Stale {
		unit.Text = t.Previous
	}
	found := Check(unit, t.Text)
	if t.unread() {
		found = append(found, Unread(unit, t.Text)...)
	}
	if t.State == Stale {
		if detail := shape(t.Unit, t.Text); detail != "" && detail != shape(unit, t.Text) {
			found = append(found, Failure{"markdown", detail, diag.Error})
		}
	}
	return slices.DeleteFunc(found, func(f Failure) bool {
		return t.waives(f.Check)
	})
}

// unread reports a text that a machine wrote and that nobody has read.
func (t Translated) unread() bool {
	return t.State == Machine || t.State == Stale && t.Draft.Mark == Hash8(t.Text) && t.By == t.Draft.By
}

// waives reports whether a person has said with a reason that a check is mistaken about a text.
func (t Translated) waives(check string) bool {
	return Waivable(check) && slices.ContainsFunc(t.Waivers, func(w Waiver) bool { return w.Check == check && w.Reason != "" })
}

// Unwaived leaves out of failures what a person has waived for a text.
func (t Translated) Unwaived(failures []Failure) []Failure {
	return slices.DeleteFunc(failures, func(f Failure) bool { return t.waives(f.Check) })
}

// WordFinding reports what a text says wrongly, at its place in the PO file.
func WordFinding(t Translated, failure Failure, source string) diag.Diagnostic {
	return finding(t, failure, source)
}

// void reports an approval that its text or its source has outlived. The text is shown as if nobody had approved it.
func void(t Translated, source string) diag.Diagnostic {
	d := diag.New(diag.POCheck, t.Place, "the approval by %s is void: it was given for another text, or for another source", t.Void).
		WithHint("have the text read again and approved as it is now, or remove the line \"# approved:\"")
	d.Severity = diag.Warning
	return noted(d, t, source)
}

func finding(t Translated, failure Failure, source string) diag.Diagnostic {
	d := diag.New(diag.POCheck, t.Place, "the translation fails the check %s: %s", failure.Check, failure.Detail)
	d.Severity = failure.Severity
	waived := slices.Contains(t.Waivers, Waiver{Check: failure.Check}) // but without a reason
	switch {
	case !Waivable(failure.Check):
		d = d.WithHint("correct the msgstr; this check cannot be waived")
	case waived:
		d = d.WithHint("correct the msgstr, or say why after \"# ignore: %s\"", failure.Check)
	default:
		d = d.WithHint("correct the msgstr, or if it is right write \"# ignore: %s\" and your reason above the entry", failure.Check)
	}
	return noted(d, t, source)
}

// noted points at the source text too.
func noted(d diag.Diagnostic, t Translated, source string) diag.Diagnostic {
	if source != "" && t.State != Stale {
		d = d.WithNote(diag.Place{Path: source, Span: t.Unit.Span}, "this is the source text")
	}
	return d
}
