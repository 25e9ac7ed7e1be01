package pipeline

import (
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"parley/internal/billing"
	"parley/internal/check"
	"parley/internal/diag"
	"parley/internal/money"
	"parley/internal/pricing"
	"parley/internal/release"
	"parley/internal/repricing"
)

// Between opens two states of a repository: two revisions, or one and what lies there now. Now is nil where the second is a
// revision.
func Between(repository *Repository, moment Moment, revisions []string) (before, after *Prices, err error) {
	now, save, err := openPrices(repository, moment, check.PricesRead)
	if err != nil {
		return nil, nil, err
	}
	defer save()
	if before, err = now.At(repository, revisions[0]); err != nil {
		return nil, nil, err
	}
	if len(revisions) < 2 {
		return before, now, nil
	}
	after, err = now.At(repository, revisions[1])
	return before, after, err
}

// PriceDiff is what is different between two states of all price lists.
type PriceDiff struct {
	Lists []ListDiff `json:"lists"`
}

// ListDiff is what is different in a list.
type ListDiff struct {
	List        string      `json:"list"`
	What        string      `json:"what"` // changed, new, removed
	Region      string      `json:"region"`
	Currency    string      `json:"currency"`
	PartnerTier string      `json:"partner_tier"`
	Segments    []string    `json:"segments"`
	Fields      []FieldDiff `json:"fields"`
	Parts       []PartDiff  `json:"parts"`
}

// PartDiff is what is different in a part. Most and Least are the largest and the smallest change of what any quantity costs,
// Rate the largest of what one unit more costs; empty where there is nothing to compare.
type PartDiff struct {
	SKU    string      `json:"sku"`
	What   string      `json:"what"` // changed, new, removed, moved
	From   string      `json:"from"` // the list from which it has moved
	Fields []FieldDiff `json:"fields"`
	Most   string      `json:"most"`
	Least  string      `json:"least"`
	Rate   string      `json:"rate"`
	Note   string      `json:"note"` // why the change has no bound, or is one
}

// FieldDiff is one thing that is written otherwise. Change is relative, of prices only.
type FieldDiff struct {
	Name   string `json:"name"`
	Old    string `json:"old"`
	New    string `json:"new"`
	Change string `json:"change"`
}

// DiffPrices says what a change of prices means.
func DiffPrices(before, after *Prices) PriceDiff {
	diff := PriceDiff{Lists: []ListDiff{}}
	for _, list := range repricing.Compare(before.Lists, after.Lists).Lists {
		shown := ListDiff{List: list.After, What: "changed", Region: list.Region, Currency: list.Currency, PartnerTier: list.PartnerTier,
			Segments: append([]string{}, list.Segments...), Fields: fieldsOf(list.Fields), Parts: []PartDiff{}}
		switch {
		case list.Before == "":
			shown.What = "new"
		case list.After == "":
			shown.List, shown.What = list.Before, "removed"
		}
		for _, part := range list.Parts {
			shown.Parts = append(shown.Parts, partOf(part))
		}
		diff.Lists = append(diff.Lists, shown)
	}
	return diff
}

func partOf(part repricing.PartChange) PartDiff {
	shown := PartDiff{SKU: part.SKU, What: string(part.What), From: part.From, Fields: fieldsOf(part.Fields)}
	shift := part.Shift
	if shift.Most == nil {
		return shown
	}
	if shift.Endless {
		shown.Note = "cannot be told as a percentage"
		return shown
	}
	shown.Most, shown.Least, shown.Rate = percent(shift.Most), percent(shift.Least), percent(shift.Rate)
	if shift.Bounded {
		shown.Note = "at most"
	}
	return shown
}

func fieldsOf(fields []repricing.Field) []FieldDiff {
	shown := []FieldDiff{}
	for _, field := range fields {
		shown = append(shown, FieldDiff{field.Name, field.Old, field.New, percent(field.Change)})
	}
	return shown
}

// percent writes a relative change with its sign; empty for none that is known.
func percent(change *big.Rat) string {
	if change == nil {
		return ""
	}
	text := money.Fraction(change, 2)
	if change.Sign() <= 0 {
		return text
	}
	if digits, near := strings.CutPrefix(text, "≈ "); near {
		return "≈ +" + digits
	}
	return "+" + text
}

// PriceImpact is what a change of prices does to everybody, in one currency, in a month on average.
type PriceImpact struct {
	Currency  string     `json:"currency"`
	Months    int        `json:"months"`
	Total     Impacted   `json:"total"`
	Customers []Impacted `json:"customers"` // those who pay most more first
	Dropped   []Dropped  `json:"dropped"`
	Segments  []Impacted `json:"segments"`
	Regions   []Impacted `json:"regions"`
	Findings  diag.List  `json:"-"`
}

// Dropped is something that customers have used and that is no longer sold after the change.
type Dropped struct {
	List      string   `json:"list"`
	SKU       string   `json:"sku"`
	Customers []string `json:"customers"`
}

// Impacted is what becomes of the charge of one customer, or of all of a segment or region.
type Impacted struct {
	Name         string   `json:"name"`
	Segment      string   `json:"segment,omitempty"`
	Region       string   `json:"region,omitempty"`
	Customers    int      `json:"customers"`
	Before       string   `json:"before"`
	After        string   `json:"after"`
	Change       string   `json:"change"`
	Relative     string   `json:"relative"` // empty where nothing was paid before
	MarginBefore string   `json:"margin_before"`
	MarginAfter  string   `json:"margin_after"`
	Crosses      []string `json:"crosses"` // months above the monthly charge cap that were not before
	Bar          int      `json:"-"`       // the change in tenths of the largest of its table, away from zero; below it for those who pay less
}

// Same is true of those for whom nothing changes: what they pay, our margin, and the months above the cap.
func (i Impacted) Same() bool {
	return i.Bar == 0 && i.MarginBefore == i.MarginAfter && len(i.Crosses) == 0
}

// ImpactOf says what a change of prices does to all customers of the later state's usage.
func ImpactOf(before, after *Prices) (PriceImpact, error) {
	usage, findings := after.Usage()
	if len(usage.Customers()) == 0 {
		return PriceImpact{}, errors.New("there is no usage in pricing/usage, so that nobody knows whom a change would concern")
	}
	settings := after.Settings(usage)
	found := usage.Compare(before.State(), after.State(), settings)
	findings = append(findings, found.Findings...)
	findings = append(findings, settings.Breaches(alreadyAbove(found.Customers, usage.Above(after.State(), settings)))...)
	impact := PriceImpact{Currency: found.Currency, Months: found.Months, Dropped: []Dropped{}, Findings: findings.Sort()}
	for _, one := range found.Dropped {
		impact.Dropped = append(impact.Dropped, Dropped(one))
	}
	written := found
	if rounding, known := money.RoundingOf(found.Currency); known {
		written = found.Rounded(rounding)
	}
	impact.Total = impacted(written.Total, found.Currency)
	for _, group := range []struct {
		into          *[]Impacted
		from, rounded []billing.Effect
	}{{&impact.Customers, found.Customers, written.Customers}, {&impact.Segments, found.Segments, written.Segments}, {&impact.Regions, found.Regions, written.Regions}} {
		*group.into = []Impacted{}
		most := new(big.Rat)
		for _, effect := range group.from {
			if size := new(big.Rat).Abs(effect.Change); size.Cmp(most) > 0 {
				most = size
			}
		}
		for i, effect := range group.from {
			shown := impacted(group.rounded[i], found.Currency)
			shown.Bar = tenths(effect.Change, most)
			*group.into = append(*group.into, shown)
		}
	}
	return impact, nil
}

// alreadyAbove keeps those above the monthly charge cap whom the change has not brought there: of these the comparison tells.
func alreadyAbove(customers []billing.Effect, all []billing.Above) []billing.Above {
	crosses := map[string]bool{}
	for _, effect := range customers {
		crosses[effect.Name] = len(effect.Crosses) > 0
	}
	return slices.DeleteFunc(all, func(a billing.Above) bool { return crosses[a.Customer.ID] })
}

// tenths is how many tenths of the largest a change is, away from zero, so that every change is seen.
func tenths(change, most *big.Rat) int {
	if most.Sign() == 0 {
		return 0
	}
	parts := new(big.Rat).Mul(new(big.Rat).Quo(new(big.Rat).Abs(change), most), big.NewRat(10, 1))
	up := new(big.Int).Add(parts.Num(), new(big.Int).Sub(parts.Denom(), big.NewInt(1)))
	return change.Sign() * int(up.Quo(up, parts.Denom()).Int64())
}

func impacted(e billing.Effect, currency string) Impacted {
	amount := func(x *big.Rat) string {
		if _, known := money.MinorUnits(currency); !known {
			return money.Near(x, 2)
		}
		return money.Payable(x, currency)
	}
	margin := func(x *big.Rat) string {
		if x == nil {
			return ""
		}
		return money.Fraction(x, 2)
	}
	return Impacted{Name: e.Name, Segment: e.Segment, Region: e.Region, Customers: e.Customers,
		Before: amount(e.Before), After: amount(e.After), Change: amount(e.Change), Relative: percent(e.Relative),
		MarginBefore: margin(e.MarginBefore), MarginAfter: margin(e.MarginAfter), Crosses: append([]string{}, e.Crosses...)}
}

// Released is a version of a list that has been written down for good.
type Released struct {
	release.Payload
	File     string
	Findings diag.List // why there is none
}

// ReleaseList writes a list down as a version that is never changed. A list with errors is not released, nor one whose prices
// do not follow from their inputs, nor a version that has been used already, nor one after releases that are not what the history of the
// repository says that they were.
func ReleaseList(repository *Repository, p *Prices, id string) (Released, error) {
	list, err := p.Wanted(id)
	if err != nil {
		return Released{}, err
	}
	return p.writeDown(repository, list, p.Concerning(p.Findings, list), release.New)
}

// RecordList writes a list down as a version that was in force before the first release of it. It is held to all that a release is held
// to, but to coming after the last one.
func RecordList(repository *Repository, p *Prices, id string) (Released, error) {
	list, err := p.Wanted(id)
	if err != nil {
		return Released{}, err
	}
	findings := slices.DeleteFunc(p.Concerning(p.Findings, list), func(f diag.Diagnostic) bool { return f.Code == diag.PriceVersion && f.Place == list.VersionAt })
	return p.writeDown(repository, list, findings, release.Record)
}

// writeDown writes the payload that is made of a list, unless there are errors at it.
func (p *Prices) writeDown(repository *Repository, list pricing.List, findings diag.List,
	payloadOf func(pricing.List, []release.Payload, []release.Input, string) (release.Payload, diag.List)) (Released, error) {
	if findings.HasErrors() {
		return Released{Findings: findings}, nil
	}
	inputs, err := p.Files(list)
	if err != nil {
		return Released{}, fmt.Errorf("what %s follows from cannot be read: %w", list.ID, err)
	}
	if len(p.noHistory) > 0 {
		return Released{}, fmt.Errorf("nobody can tell which versions have been released: %s", p.noHistory[0].Message)
	}
	payload, findings := payloadOf(list, p.Releases, inputs, p.Day)
	if findings.HasErrors() {
		return Released{Findings: findings}, nil
	}
	file := release.Path(payload.List, payload.Version)
	return Released{Payload: payload, File: file}, repository.create(file, payload.Encode())
}
