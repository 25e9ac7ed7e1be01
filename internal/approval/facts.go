package approval

import (
	"math/big"
	"time"
)

// Facts are everything that a decision depends on, beside the policy. Whoever gathers them sets Complete at the very end.
type Facts struct {
	Complete   bool
	Now        time.Time
	Repository string // owner/name, as evidence names it
	Branch     string // on which the change would land: main
	Commits    Commits
	Digest     string // of the change; see ChangeDigest
	Lists      Lists
	Changes    []Change
	Files      []File
	Regions    []string // all that there are: a change to the rules concerns each
	Problems   []Reason // what others found: pricing, Git, the forge, the readers of files
	Registry   Registry // of the base
	Also       []Rules  // rules that have to be kept as well: those of the head, and those that still cool off
	Pull       *Pull    // nil without a forge
	History    []Commit // what the change consists of
	Opinions   []Opinion
}

// Commits are the three trees that were compared.
type Commits struct {
	Base   string `json:"base"`
	Head   string `json:"head"`
	Result string `json:"result"`
}

// Lists is how many price lists were read in two trees.
type Lists struct{ Base, Result int }

// Rules are a policy and a registry of another revision. Where the base's have been changed, the stricter judgement holds.
type Rules struct {
	From     From
	Policy   Policy
	Registry Registry
}

// From is where rules come from.
type From string

// Where rules come from.
const (
	FromBase   From = "base"
	FromHead   From = "head"   // the change itself alters them
	FromBefore From = "before" // they were replaced a short while ago
)

// Change is what happens to one part of one list.
type Change struct {
	List, SKU, Region, Currency string
	Path                        string
	Line                        int
	Old, New                    string   // the prices, for people
	Relative                    *big.Rat // the largest change over the whole price curve, 1/50 for 2%; nil where there is none that is finite
	Impact                      *Money   // on known customers, a month; nil where it cannot be told
	Drift                       []Drifted
	Flags                       []Flag
}

// Drifted is how far a price has moved within a window, from its start, its minimum or its maximum, whichever is farthest.
type Drifted struct {
	Days     int
	Relative *big.Rat
	Endless  bool // from nothing to something, which no ratio tells
}

// Flag is something about a change that numbers do not tell.
type Flag string

// The flags.
const (
	FlagNew        Flag = "new"
	FlagRemoved    Flag = "removed"
	FlagMoved      Flag = "moved"
	FlagUnit       Flag = "unit"
	FlagCurrency   Flag = "currency"
	FlagCharge     Flag = "charge" // graduated for volume
	FlagFree       Flag = "free"
	FlagSegment    Flag = "segment"
	FlagGap        Flag = "gap" // days without a price
	FlagExperiment Flag = "experiment"
	FlagTerms      Flag = "terms"
	FlagDates      Flag = "dates"
)

// File is one that the change touches. What says why it is governed; where it is empty, its path decides.
type File struct {
	Path    string
	What    string
	Regions []string // that it concerns; none means all
}

// Pull is what a forge says about a pull request.
type Pull struct {
	Repository string
	Number     int64
	Author     Account
	Bot        bool
	Draft      bool
	Closed     bool // without having been merged
	Created    time.Time
	Head       string
	Branch     string    // into which it is to be merged
	Since      time.Time // when it was last led into another branch; zero where it never was, or nobody was asked
}

// Commit is one of those that a change consists of. Commits that touch nothing but signed approvals are left out of the facts:
// whoever adds an approval has written nothing.
type Commit struct {
	ID        string
	Author    Identity
	Committer Identity
	CoAuthors []Identity
	Signer    string // the key of a signature that was verified, in the form of authorized_keys; "" for none
}

// Identity is how somebody is named by a commit or a forge. Who it is, the registry tells, or nobody.
type Identity struct {
	Account Account
	Email   string
	Key     string
}

// Opinion is what somebody thinks of the change: a review on a forge, or a signed file.
type Opinion struct {
	ID      string // what it is called where it comes from: the number of a review, the path of a file
	Number  int64  // settles the order of two opinions of one moment
	Source  Source
	Account Account // of a review
	Bot     bool
	Key     string // of a signed file, in the form of authorized_keys
	Person  string // whom a signed file names
	State   State
	Role    string // of a signed file; a review is given in every role that its author has
	Why     string // the reason for an emergency
	At      time.Time
	Until   time.Time // of a signed file
	Digest  string    // of the change that its author saw; "" where that cannot be told
	Subject Subject
	// Verified says that the forge itself was asked, or a signature checked.
	Verified bool
	Flaw     Code // what its reader found wrong with it
}

// Subject is what an opinion is about.
type Subject struct {
	Repository string
	Pull       int64  // of a review
	Branch     string // of a signed file
}

// Source is where an opinion comes from.
type Source string

// The sources.
const (
	GitHub Source = "github"
	Git    Source = "git"
)

// State is what an opinion says.
type State string

// The states.
const (
	Approved      State = "approved"
	Requested     State = "changes-requested"
	Commented     State = "commented"
	Withdrawn     State = "dismissed"
	BreakingGlass State = "break-glass"
)
