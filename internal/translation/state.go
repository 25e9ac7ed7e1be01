package translation

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"parley/internal/diag"
	"parley/internal/doc"
)

// State says how far a translation is and whether readers may see it.
type State string

// The states. The first that fits an entry holds, in this order; fuzzy therefore beats every comment.
const (
	Missing   State = "missing"    // no entry, or nothing in msgstr
	Stale     State = "stale"      // fuzzy, and the entry says which older source it translates
	Failed    State = "failed"     // it fails a check
	NeedsWork State = "needs-work" // fuzzy by the hand of a person or another tool
	Approved  State = "approved"   // somebody approved exactly this text for exactly this source
	Machine   State = "machine"    // as a translation service left it
	Edited    State = "edited"     // written or changed by a person
)

// Fresh reports whether the state is that of a translation of the present source that may be shown.
func (s State) Fresh() bool { return s == Approved || s == Machine || s == Edited }

// Translated is a unit with its translation.
type Translated struct {
	Unit     doc.Unit
	Text     string     // msgstr without blanks around it; also of a text that may not be shown
	State    State      //
	Previous string     // the older source that a stale text translates
	By, At   string     // who approved it, else which service made it, and when; "" if nobody said
	Draft    Drafted    // the text of a service that this one is, or was made of; the zero Drafted if there is none
	Kept     Kept       // what a person had written for an older source, where a machine's text is shown now; the zero Kept if nothing
	Void     string     // who approved another text, or this one for another source; such an approval counts for nothing
	Checks   []string   // the checks that it failed, each with what is wrong; none for a fresh text
	Waivers  []Waiver   // the checks that a person has waived for it
	Place    diag.Place // of the msgstr; the file as a whole if there is none
}

// Drafted says which service made a text, and the mark by which that is recognised.
type Drafted struct{ By, Mark string }

// Kept is a person's text with the source that it translates. It stays beside a machine's until somebody decides between the two.
type Kept struct{ Source, Text string }

// Fresh reports whether the text is a translation of the present source that may be shown.
func (t Translated) Fresh() bool { return t.State.Fresh() }

// Shown reports whether readers may see the text: it is fresh, or stale and must carry a notice.
func (t Translated) Shown() bool { return t.State.Fresh() || t.State == Stale }

// Waiver is a person's statement that a check is mistaken about one text. Without a reason it does not count.
type Waiver struct{ Check, Reason string }

// Hash8 is the mark that recognises a text: the first 8 hexadecimal digits of the SHA-256 of its NFC.
func Hash8(text string) string {
	sum := sha256.Sum256([]byte(norm.NFC.String(text)))
	return hex.EncodeToString(sum[:4])
}

// ApprovalHash8 is the mark of a text together with its source, so that an approval never outlives either.
func ApprovalHash8(source, text string) string { return Hash8(source + "\x00" + text) }

// notes is what our own comment lines say.
type notes struct {
	machine, approval origin
	checks            []string
	waivers           []Waiver
	kept              Kept
}

// origin is "<who> <UTC time> <hash8>".
type origin struct{ by, at, hash string }

// keyword splits a comment line that is ours into its keyword and the rest.
func keyword(comment string) (word, rest string, ours bool) {
	word, rest, found := strings.Cut(comment, ": ")
	switch word {
	case "mt", "approved", "check", "ignore", "tried", "kept":
		return word, rest, found
	}
	return "", "", false
}

func readNotes(comments []string) notes {
	var n notes
	for _, comment := range comments {
		switch word, rest, _ := keyword(comment); word {
		case "mt":
			n.machine = readOrigin(rest)
		case "approved":
			n.approval = readOrigin(rest)
		case "check":
			n.checks = append(n.checks, rest)
		case "ignore":
			check, reason, _ := strings.Cut(strings.TrimSpace(rest), " ")
			n.waivers = append(n.waivers, Waiver{check, strings.TrimSpace(reason)})
		case "kept":
			n.kept = readKept(rest)
		}
	}
	return n
}

// readOrigin reads from the end, because a person's name may hold blanks. A line without all three parts
// still says that there was an origin, but its hash fits nothing.
func readOrigin(text string) origin {
	words := strings.Fields(text)
	if len(words) < 3 {
		return origin{by: text, hash: "?"}
	}
	last := len(words) - 1
	return origin{strings.Join(words[:last-1], " "), words[last-1], words[last]}
}

// line is the comment that holds a text: both sides in quotes, as Go writes them.
func (k Kept) line() string {
	return "kept: " + strconv.Quote(k.Source) + " = " + strconv.Quote(k.Text)
}

// readKept reads such a comment; one that somebody has spoilt holds nothing.
func readKept(line string) Kept {
	quoted, err := strconv.QuotedPrefix(line)
	if err != nil {
		return Kept{}
	}
	source, _ := strconv.Unquote(quoted)
	text, err := strconv.Unquote(strings.TrimPrefix(line[len(quoted):], " = "))
	if err != nil {
		return Kept{}
	}
	return Kept{source, text}
}

// stateOf applies the table of states to an entry.
func stateOf(e *Entry, n notes) State {
	text := e.Text()
	switch {
	case text == "":
		return Missing
	case e.Fuzzy() && e.Previous != nil:
		return Stale
	case e.Fuzzy() && len(n.checks) > 0:
		return Failed
	case e.Fuzzy():
		return NeedsWork
	case n.approval.hash != "" && n.approval.hash == ApprovalHash8(e.ID, text):
		return Approved
	case n.machine.hash != "" && n.machine.hash == Hash8(text):
		return Machine
	}
	return Edited
}

// translated joins a unit with the entry that holds its translation.
func translated(unit doc.Unit, e *Entry, path string) Translated {
	n := readNotes(e.Comments)
	t := Translated{
		Unit: unit, Text: strings.Trim(e.Text(), " \t"), State: stateOf(e, n), Waivers: n.waivers, Kept: n.kept,
		Draft: Drafted{n.machine.by, n.machine.hash}, Place: diag.Place{Path: path, Span: e.StrSpan},
	}
	if !t.Fresh() { // whoever took the fuzzy flag away has settled them
		t.Checks = n.checks
	}
	if t.State == Stale {
		t.Previous = e.Previous.ID
	}
	from := n.machine
	switch {
	case n.approval.hash == "":
	case t.Fresh() && t.State != Approved:
		t.Void = cmp.Or(n.approval.by, "somebody")
	default:
		from = n.approval
	}
	if t.State != Missing {
		t.By, t.At = from.by, from.at
	}
	return t
}
