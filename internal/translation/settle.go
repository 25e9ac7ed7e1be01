package translation

import (
	"slices"
	"strings"
)

// Draft is a text that is to become the translation of an entry.
type Draft struct {
	Text    string
	Comment string    // where it comes from, as a comment: MachineLine, or "" for a person's text
	Failed  []Failure // the error checks that it fails; then it is kept, but not shown
	At      string    // when, in UTC, as RFC 3339 writes it
	By      string    // the provider
}

// MachineLine is the comment that says which service made a text.
func MachineLine(provider, at, text string) string {
	return "mt: " + provider + " " + at + " " + Hash8(text)
}

// ApprovalLine is the comment by which somebody approves a text for a source.
func ApprovalLine(who, at, source, text string) string {
	return "approved: " + strings.Join(strings.Fields(who), " ") + " " + at + " " + ApprovalHash8(source, text)
}

// Tried reports whether a text was asked for and failed a check, for exactly the present source. Asking again would only cost.
func (e Entry) Tried() bool {
	for _, comment := range e.Comments {
		if word, rest, _ := keyword(comment); word == "tried" && readOrigin(rest).hash == Hash8(e.ID) {
			return true
		}
	}
	return false
}

// Settle puts a draft into an entry.
//
// A text that stands its checks takes the place of whatever was there. One that does not never takes the place of an older
// text: that stays, as stale as it was; the failed checks are named beside it. The comments of people are kept, and so is what says
// which service made the text that a person replaces.
func (e Entry) Settle(d Draft) Entry {
	settled := e
	keep := []string{"ignore"}
	switch {
	case len(d.Failed) > 0 && e.Text() != "":
		keep = append(keep, "mt", "approved", "kept")
	case d.Comment == "" && e.State() == Machine && d.Text != e.Text(): // a person's text in the place of a machine's for the same source
		keep = append(keep, "mt")
	}
	settled.Comments = without(e.Comments, func(comment string) bool {
		word, _, ours := keyword(comment)
		return ours && !slices.Contains(keep, word)
	})
	settled.Extracted = without(e.Extracted, isNear)
	if len(d.Failed) == 0 {
		settled.Str, settled.Previous = []string{d.Text}, nil
		settled.Flags = without(e.Flags, func(flag string) bool { return flag == fuzzy })
		settled.Comments = addLine(settled.Comments, d.Comment)
		if kept := e.beside(); d.Comment != "" && kept.Text != "" {
			settled.Comments = append(settled.Comments, kept.line())
		}
		return settled
	}
	if e.Text() == "" {
		settled.Str = []string{d.Text}
		settled.Comments = addLine(settled.Comments, d.Comment)
	}
	if settled.Text() != "" && !e.Fuzzy() { // a machine's text that failed a check is shown no longer, nor is what failed in its place
		settled.Flags = append([]string{fuzzy}, e.Flags...)
	}
	for _, failure := range d.Failed {
		settled.Comments = append(settled.Comments, "check: "+failure.Check+" "+strings.Join(strings.Fields(failure.Detail), " "))
	}
	settled.Comments = append(settled.Comments, "tried: "+d.By+" "+d.At+" "+Hash8(e.ID))
	return settled
}

// beside is the text of a person that must not be lost when a machine's takes its place: the entry's own, unless that is a machine's
// and nobody has approved it; then the one that has been kept beside it so far.
func (e Entry) beside() Kept {
	n, source, text := readNotes(e.Comments), e.ID, e.Text()
	if e.Previous != nil {
		source = e.Previous.ID
	}
	approved := n.approval.hash != "" && n.approval.hash == ApprovalHash8(source, text)
	if text == "" || n.machine.hash == Hash8(text) && !approved {
		return n.kept
	}
	return Kept{source, text}
}

func addLine(comments []string, line string) []string {
	if line == "" {
		return comments
	}
	return append(comments, line)
}

// nearMark begins the extracted comment that offers the translation of a like text.
const nearMark = "near: "

func isNear(comment string) bool { return strings.HasPrefix(comment, nearMark) }

// Offer notes the translation of a like text beside an entry that has none of its own; "" takes such a note away.
func (e Entry) Offer(note string) Entry {
	offered := e
	offered.Extracted = without(e.Extracted, isNear)
	if note != "" {
		offered.Extracted = append(offered.Extracted, nearMark+strings.Join(strings.Fields(note), " "))
	}
	return offered
}

// Approve notes that somebody has read a text and approves of it for its present source. What was kept beside it goes: this is the
// decision.
func (e Entry) Approve(who, at string) Entry {
	approved := e
	approved.Comments = without(e.Comments, func(comment string) bool {
		word, _, _ := keyword(comment)
		return word == "approved" || word == "kept"
	})
	approved.Comments = append(approved.Comments, ApprovalLine(who, at, e.ID, e.Text()))
	return approved
}

// AcceptMinor says of a stale translation that it is right for the new source too: only a slip of the pen was mended there.
// An approval that held for the old source is renewed by whoever says so; otherwise the text stays what it was, a machine's or
// a person's.
func (e Entry) AcceptMinor(who, at string) (Entry, bool) {
	n := readNotes(e.Comments)
	if stateOf(&e, n) != Stale {
		return e, false
	}
	held := n.approval.hash != "" && n.approval.hash == ApprovalHash8(e.Previous.ID, e.Text())
	accepted := refreshed(e)
	if held {
		return accepted.Approve(who, at), true
	}
	return accepted, true
}

// State returns how far the entry's translation is, by what the entry itself says.
func (e Entry) State() State { return stateOf(&e, readNotes(e.Comments)) }
