package approval

import (
	"encoding/json"
	"slices"
)

// Decision is the verdict on a change, and all that led to it. As JSON it is what parley gate --format json prints; no list in
// it is ever null.
type Decision struct {
	Verdict      Verdict    `json:"verdict"`
	Tier         Level      `json:"tier"`
	Why          []Cause    `json:"why"` // what makes it this tier
	Digest       string     `json:"digest"`
	PolicyDigest string     `json:"policyDigest"`
	Commits      Commits    `json:"commits"`
	Reasons      []Reason   `json:"reasons"`
	Needed       []Need     `json:"needed"`
	Counted      []Counted  `json:"counted"`
	Rejected     []Rejected `json:"rejected"`
	Changes      []Line     `json:"changes"`
}

// Reason says why a change may not land, or why it is judged more severely, with the place where it can be mended.
type Reason struct {
	Code    Code   `json:"code"`
	Message string `json:"message"`
	Path    string `json:"path"`
	Line    int    `json:"line"`
	Rule    string `json:"rule"`
	Actual  string `json:"actual"`
	Allowed string `json:"allowed"`
	From    From   `json:"-"` // of which rules it speaks
}

// verdict is what the reason leads to. Rules that a change breaks deny it; rules without which nothing can be judged are an error.
func (r Reason) verdict() Verdict {
	if r.From == FromHead && (r.Code == PolicyMissing || r.Code == PolicyInvalid) {
		return Deny
	}
	return r.Code.Means()
}

// Cause is something that makes a change one of a tier.
type Cause struct {
	Tier    Level  `json:"tier"`
	Message string `json:"message"`
	Rule    string `json:"rule"`
	Actual  string `json:"actual"`
	Allowed string `json:"allowed"` // below which the tier would be lower
}

// Need is an approval that is missing. Role may name several, with | between them, of which one is enough.
type Need struct {
	Role    string   `json:"role"`
	Count   int      `json:"count"`
	Region  string   `json:"region"`
	CouldBe []string `json:"couldBe"`
}

// Counted is an approval that counts, whether or not it was needed.
type Counted struct {
	Person string `json:"person"`
	Role   string `json:"role"`
	Region string `json:"region"`
	Source Source `json:"source"`
	// Approval is what the approval is called where it comes from.
	Approval string `json:"approval"`
	// Verified is false for reviews from a file, of which nobody knows who wrote them.
	Verified bool `json:"verified"`
}

// Rejected is an approval that does not count. Person is the one of the registry, or @ and the name on the forge.
type Rejected struct {
	Person   string `json:"person"`
	Code     Code   `json:"code"`
	Approval string `json:"approval"`
}

// Line is a change as people read it.
type Line struct {
	List          string `json:"list"`
	SKU           string `json:"sku"`
	Old           string `json:"old"`
	New           string `json:"new"`
	Currency      string `json:"currency"`
	Percent       string `json:"percent"`
	MonthlyImpact string `json:"monthlyImpact"`
	Flags         []Flag `json:"flags"`
	Path          string `json:"-"`
	At            int    `json:"-"`
}

// JSON writes the decision on lines of its own.
func (d Decision) JSON() ([]byte, error) {
	d.Why, d.Reasons, d.Needed = solid(d.Why), solid(d.Reasons), solid(d.Needed)
	d.Counted, d.Rejected, d.Changes = solid(d.Counted), solid(d.Rejected), solid(d.Changes)
	for i := range d.Needed {
		d.Needed[i].CouldBe = solid(d.Needed[i].CouldBe)
	}
	for i := range d.Changes {
		d.Changes[i].Flags = solid(d.Changes[i].Flags)
	}
	text, err := json.MarshalIndent(d, "", "  ")
	return append(text, '\n'), err
}

// solid is a copy of a list that is empty rather than missing.
func solid[T any](list []T) []T { return append([]T{}, list...) }

// lines shows the changes for people.
func lines(changes []Change) []Line {
	var shown []Line
	for _, c := range changes {
		line := Line{List: c.List, SKU: c.SKU, Old: c.Old, New: c.New, Currency: c.Currency, Flags: slices.Clone(c.Flags), Path: c.Path, At: c.Line}
		if c.Relative != nil {
			line.Percent = percent(c.Relative)
		}
		if c.Impact != nil && c.Impact.Amount != nil {
			line.MonthlyImpact = c.Impact.String()
		}
		shown = append(shown, line)
	}
	slices.SortStableFunc(shown, func(a, b Line) int { return compareTexts(a.List, b.List, a.SKU, b.SKU) })
	return shown
}
